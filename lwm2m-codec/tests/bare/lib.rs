//! Everything that decodes and encodes, behind C functions of a library without `std`.
//!
//! `./test.sh panics` builds this with the `firmware` profile and looks for panics among the
//! symbols of what is left after linking: any that an input could reach would be there. All that
//! the functions are given comes from the caller, so that the compiler can leave nothing out.
#![no_std]

// With unwinding, as in a debug build, a library cannot have a panic handler of its own.
#[cfg(not(panic = "abort"))]
extern crate std;

use lwm2m_codec::{
    ContentFormat, Context, DataType, Error, ObjectLink, Operation, Path, Record, ResourceType,
    SeenPath, Strictness, Value, decode, encode, encoded_len,
};

#[cfg(panic = "abort")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

/// More records than the example payloads have; further ones are only counted.
const RECORDS: usize = 32;

/// The operations whose payloads hold records.
const OPERATIONS: [Operation; 9] = [
    Operation::Read,
    Operation::Write,
    Operation::Create,
    Operation::Execute,
    Operation::ReadComposite,
    Operation::ReadCompositeResponse,
    Operation::WriteComposite,
    Operation::Send,
    Operation::BootstrapWrite,
];

/// What the request around a payload says.
#[repr(C)]
pub struct Request {
    /// The base path as text.
    base: *const u8,
    base_length: usize,
    /// A place in [`OPERATIONS`].
    operation: u8,
    /// The schema: gives a place in [`DataType::ALL`], plus 16 for multiple instances.
    resource_type: extern "C" fn(u16, u16) -> u8,
    lenient: bool,
    wide_unsigned: bool,
    tagged_time: bool,
}

/// # Safety
/// As [`core::slice::from_raw_parts`].
unsafe fn slice<'a>(start: *const u8, length: usize) -> &'a [u8] {
    // SAFETY: as the caller promises.
    unsafe { core::slice::from_raw_parts(start, length) }
}

/// Decodes a payload and encodes its records in another format; gives the length, or the error
/// with its kind in the upper half.
///
/// # Safety
/// The pointers must be valid for the lengths beside them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn convert(
    request: &Request,
    from: u16,
    payload: *const u8,
    payload_length: usize,
    to: u16,
    buffer: *mut u8,
    buffer_length: usize,
) -> u64 {
    // SAFETY: as the caller promises.
    let (base, payload, buffer) = unsafe {
        (
            slice(request.base, request.base_length),
            slice(payload, payload_length),
            core::slice::from_raw_parts_mut(buffer, buffer_length),
        )
    };
    match try_convert(request, base, from, payload, to, buffer) {
        Some(Ok(length)) => length as u64,
        Some(Err(error)) => (error.kind() as u64) << 32 | u64::from(error.offset()),
        None => u64::MAX,
    }
}

fn try_convert(
    request: &Request,
    base: &[u8],
    from: u16,
    payload: &[u8],
    to: u16,
    buffer: &mut [u8],
) -> Option<Result<usize, Error>> {
    let base = match core::str::from_utf8(base).ok()?.parse::<Path>() {
        Ok(path) => path,
        Err(error) => return Some(Err(error)),
    };
    let operation = *OPERATIONS.get(usize::from(request.operation))?;
    let resource_type = request.resource_type;
    let schema = |object, resource| {
        let number = resource_type(object, resource);
        let data_type = *DataType::ALL.get(usize::from(number & 15))?;
        Some(match number >> 4 {
            0 => ResourceType::single(data_type),
            1 => ResourceType::multiple(data_type),
            _ => ResourceType::new(data_type),
        })
    };
    let context = Context::new(operation, base)
        .with_schema(&schema)
        .with_strictness(if request.lenient { Strictness::LENIENT } else { Strictness::STRICT })
        .with_wide_unsigned(request.wide_unsigned)
        .with_tagged_time(request.tagged_time);
    let (from, to) = (ContentFormat::from_number(from), ContentFormat::from_number(to));

    let mut scratch = [SeenPath::default(); RECORDS];
    let mut records = [Record::new(Path::ROOT, false); RECORDS];
    let mut count = 0;
    let mut decoder = decode(from, payload, &context).check_duplicates(&mut scratch);
    for record in &mut decoder {
        let record = match record {
            Ok(record) => record,
            Err(error) => return Some(Err(error)),
        };
        if let Some(place) = records.get_mut(count) {
            *place = record;
            count += 1;
        }
    }
    let records = records.get(..count)?;
    Some(encoded_len(to, records, &context).and_then(|_| encode(to, records, &context, buffer)))
}

/// Reads all that a record without schema has to say; gives a number that depends on all of it.
///
/// # Safety
/// The pointers must be valid for the lengths beside them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn inspect(
    format: u16,
    payload: *const u8,
    payload_length: usize,
    data_type: u8,
    buffer: *mut u8,
    buffer_length: usize,
) -> u64 {
    // SAFETY: as the caller promises.
    let (payload, buffer) = unsafe {
        (slice(payload, payload_length), core::slice::from_raw_parts_mut(buffer, buffer_length))
    };
    let format = ContentFormat::from_number(format);
    let Some(&data_type) = DataType::ALL.get(usize::from(data_type)) else { return 0 };
    let context = Context::read(Path::ROOT.child(3).unwrap_or_default());
    let mut sum = 0;
    for record in decode(format, payload, &context).flatten() {
        let ids = record.path.ids().iter().fold(0, |sum, &id| sum ^ u64::from(id));
        let time = record.time.map_or(0, |time| time.seconds().unsigned_abs());
        sum ^= ids ^ time ^ record.range().len() as u64;
        for value in record.value().into_iter().chain(record.value_as(data_type).ok()) {
            sum = sum.rotate_left(1) ^ weigh(value, buffer);
        }
    }
    sum
}

fn weigh(value: Value<'_>, buffer: &mut [u8]) -> u64 {
    match value {
        Value::String(text) | Value::CoreLink(text) => {
            let pieces = text.pieces().map(|piece| piece.as_str().len() as u64).sum::<u64>();
            let link = text.copy_to(buffer).ok().and_then(|text| text.parse::<ObjectLink>().ok());
            pieces ^ link.map_or(0, |link| link.object().into()) ^ u64::from(text == "text")
        }
        Value::Opaque(bytes) => {
            let pieces = bytes.pieces().map(|piece| piece.as_slice().len() as u64).sum::<u64>();
            pieces ^ bytes.copy_to(buffer).map_or(0, |copy| copy.len() as u64)
        }
        Value::Float(number) => number.to_bits(),
        value => value.as_u64().unwrap_or(value.as_bool().into_iter().map(u64::from).sum()),
    }
}

/// Reads links, as they are, as those of LwM2M and as a registration, and writes them again; gives
/// a number that depends on all of it.
///
/// # Safety
/// The pointers must be valid for the lengths beside them.
#[cfg(feature = "link")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn links(
    payload: *const u8,
    payload_length: usize,
    lenient: bool,
    buffer: *mut u8,
    buffer_length: usize,
) -> u64 {
    use lwm2m_codec::link;

    // SAFETY: as the caller promises.
    let (payload, buffer) = unsafe {
        (slice(payload, payload_length), core::slice::from_raw_parts_mut(buffer, buffer_length))
    };
    let strictness = if lenient { Strictness::LENIENT } else { Strictness::STRICT };
    let links = || link::decode(payload, strictness);
    let weight = |result: Result<usize, Error>| match result {
        Ok(length) => length as u64,
        Err(error) => u64::from(error.offset()),
    };
    let mut sum = weight(link::encode(links(), buffer));
    sum ^= weight(link::encode(links().below("/x"), buffer));
    for link in links().flatten() {
        sum ^= link.target().len() as u64;
        for attribute in link.attributes() {
            let value = attribute.value.iter().flat_map(lwm2m_codec::Text::pieces);
            sum ^= value.map(|piece| piece.as_str().len() as u64).sum::<u64>();
        }
    }
    if let Ok(registration) = link::RegistrationLinks::new(links()) {
        sum ^= registration.formats().map(|format| u64::from(format.number())).sum::<u64>();
        sum ^= (registration.instances().count() + registration.objects().count()) as u64;
        sum ^= registration.version(3).map_or(0, |version| u64::from(version.major));
        let root = link::register::Root { path: registration.root(), formats: &[] };
        let entries = registration.links().map(|link| link.path);
        sum ^= weight(link::register::encode(&root, entries, buffer));
    }
    let arguments = link::arguments(payload, strictness).map_while(Result::ok);
    sum ^= weight(link::encode_arguments(arguments, buffer));
    if let Ok(query) = core::str::from_utf8(payload) {
        sum ^= weight(
            link::RegisterQuery::parse(query, Strictness::STRICT)
                .and_then(|query| query.encode(buffer)),
        );
        sum ^= weight(
            link::WriteAttributes::parse(query, Strictness::STRICT)
                .and_then(|query| query.encode(buffer)),
        );
        sum ^= weight(
            link::DiscoverQuery::parse(query, Strictness::STRICT)
                .and_then(|query| query.encode(buffer)),
        );
    }
    sum
}

/// The negative case of the check.
#[cfg(feature = "planted-panic")]
#[unsafe(no_mangle)]
pub extern "C" fn planted(index: usize) -> u8 {
    [1, 2, 3][index]
}
