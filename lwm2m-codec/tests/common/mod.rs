//! What holds of every payload, well-formed or not.

mod tlv;

use lwm2m_codec::{
    ContentFormat, Context, DataType, Error, ErrorKind, Path, Position, Record, Report,
    ResourceType, SeenPath, TimeBasis, Timestamp, Value, decode, encode, encoded_len,
};

/// Object 42: the number of a resource, modulo 32, is that of its data type, and every other 32
/// of them have instances. Everything else is unknown.
pub(crate) fn schema(object: u16, resource: u16) -> Option<ResourceType> {
    let data_type = DataType::ALL.into_iter().find(|&t| t as u16 == resource % 32)?;
    (object == 42).then_some(match resource / 32 % 2 {
        0 => ResourceType::single(data_type),
        _ => ResourceType::multiple(data_type),
    })
}

/// The records before the first error, and the error.
pub(crate) type Outcome<'a> = (Vec<Record<'a>>, Option<Error>);

/// Decodes, without help of the heap for the check for duplicates.
pub(crate) fn read<'a>(
    format: ContentFormat,
    payload: &'a [u8],
    context: &Context<'_>,
) -> Outcome<'a> {
    let mut scratch = vec![SeenPath::default(); payload.len() + 1];
    let mut decoder = decode(format, payload, context).check_duplicates(&mut scratch);
    let (mut records, mut error) = (Vec::new(), None);
    for item in decoder.by_ref() {
        assert!(error.is_none(), "a record after an error");
        assert!(records.len() <= payload.len(), "more records than bytes");
        match item {
            Ok(record) => records.push(record),
            Err(e) => error = Some(e),
        }
    }
    assert!(decoder.next().is_none());
    if let Some(error) = error {
        check_place(error, payload);
        assert!(!Report::new(decoder.locate(error), format, payload).to_string().is_empty());
    }
    (records, error)
}

fn check_place(error: Error, payload: &[u8]) {
    let Position::Offset(offset) = error.position() else { panic!("not an error of decoding") };
    assert!(offset as usize <= payload.len(), "{error:?} in {} bytes", payload.len());
}

/// Checks one payload in both modes; returns what strict mode makes of it.
pub(crate) fn check<'a>(
    format: ContentFormat,
    payload: &'a [u8],
    context: &Context<'_>,
) -> Outcome<'a> {
    let strict = read(format, payload, context);
    let lenient = read(format, payload, &context.lenient());
    if strict.1.is_none() {
        assert_eq!(strict, lenient, "lenient mode reads something else");
    } else {
        assert!(lenient.0.starts_with(&strict.0), "{:?}, leniently {:?}", strict.0, lenient.0);
    }
    // What strict mode reads is among this.
    let (records, error) = &lenient;
    let range = |records: &[Record<'_>]| records.last().map(Record::range);
    assert_eq!(range(&strict.0), range(&records[..strict.0.len()]));
    for record in records {
        check_record(record, payload);
    }
    if format == ContentFormat::Tlv {
        let (places, complete) = tlv::leaves(payload);
        let found: Vec<_> = records.iter().map(Record::range).collect();
        assert!(places.starts_with(&found), "{records:?} from {payload:02x?}");
        assert!(error.is_some() || complete && places == found, "{records:?} from {payload:02x?}");
    }
    if error.is_none() {
        check_encoding(format, records, payload, context);
    }
    strict
}

fn check_record(record: &Record<'_>, payload: &[u8]) {
    let range = record.range();
    assert!(range.start <= range.end && range.end <= payload.len(), "{range:?}");
    for data_type in DataType::ALL {
        match record.value_as(data_type) {
            Ok(value) => check_value(&value),
            Err(error) => check_place(error, payload),
        }
    }
    record.value().iter().for_each(check_value);
}

/// The views of a value agree with one another.
fn check_value(value: &Value<'_>) {
    if let Some(text) = value.as_text() {
        let mut buffer = vec![0; text.len()];
        let pieces: String = text.pieces().map(|piece| piece.as_str().to_string()).collect();
        assert_eq!(text.copy_to(&mut buffer), Ok(pieces.as_str()));
        assert_eq!(text, pieces.as_str());
        assert_eq!(text.to_string(), pieces);
        if let Some(short) = text.len().checked_sub(1) {
            let error = text.copy_to(&mut buffer[..short]).unwrap_err();
            assert_eq!(error.position(), Position::Needed(text.len() as u32));
        }
    }
    if let Some(bytes) = value.as_bytes() {
        let mut buffer = vec![0; bytes.len()];
        let pieces: Vec<u8> = bytes.pieces().flat_map(|piece| piece.as_slice().to_vec()).collect();
        assert_eq!(bytes.copy_to(&mut buffer), Ok(pieces.as_slice()));
        assert_eq!(bytes, pieces.as_slice());
        if let Some(short) = bytes.len().checked_sub(1) {
            let error = bytes.copy_to(&mut buffer[..short]).unwrap_err();
            assert_eq!(error.position(), Position::Needed(bytes.len() as u32));
        }
    }
}

/// What was decoded can be encoded, and decodes to the same.
fn check_encoding(
    format: ContentFormat,
    records: &[Record<'_>],
    payload: &[u8],
    context: &Context<'_>,
) {
    // Without a schema it is the tag that says that a number is a Time.
    let context = context.lenient().with_tagged_time(true);
    match encoded(format, records, &context) {
        Ok(again) => {
            let outcome = read(format, &again, &context);
            assert_eq!(outcome, (records.to_vec(), None), "{again:02x?} from {payload:02x?}");
        }
        // Of times in thousands of years the formats of SenML do not hold every nanosecond.
        Err(error) if error.kind() == ErrorKind::TimeNotRepresentable => {
            let mut times = records.iter().filter_map(|record| record.time);
            assert!(
                times.any(|t| t.nanoseconds() != 0 && t.seconds().unsigned_abs() > 1 << 32),
                "{format} {records:?} from {payload:02x?}"
            );
        }
        // Decoders do not ask whether an operation has the format; some encoders do.
        Err(_) if !context.operation().allows(format, context.base()) => {}
        // A pack without paths is read, but asks for nothing.
        Err(error) if error.kind() == ErrorKind::NoRecords && records.is_empty() => {}
        // What only lenient mode reads need not have a form of its own.
        Err(error) => {
            let (_, strict) = read(format, payload, &context.with_strictness(Default::default()));
            assert!(strict.is_some(), "{records:?} cannot be encoded: {error}");
        }
    }
}

/// Encodes, and checks what is said of the length.
pub(crate) fn encoded(
    format: ContentFormat,
    records: &[Record<'_>],
    context: &Context<'_>,
) -> Result<Vec<u8>, Error> {
    let length = encoded_len(format, records, context)?;
    let mut buffer = vec![0; length];
    assert_eq!(encode(format, records, context, &mut buffer), Ok(length));
    if let Some(short) = length.checked_sub(1) {
        let error = encode(format, records, context, &mut buffer[..short]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BufferTooSmall);
        assert_eq!(error.position(), Position::Needed(length as u32));
    }
    let mut longer = vec![0xa5; length + 7];
    assert_eq!(encode(format, records, context, &mut longer), Ok(length));
    assert_eq!(longer[..length], buffer);
    assert_eq!(longer[length..], [0xa5; 7], "written past the end");
    Ok(buffer)
}

/// Checks what becomes of a payload that is cut short anywhere, or has any one byte changed to
/// each of `others(byte)`.
pub(crate) fn check_damaged<I: IntoIterator<Item = u8>>(
    format: ContentFormat,
    payload: &[u8],
    context: &Context<'_>,
    mut others: impl FnMut(u8) -> I,
) {
    for end in 0..payload.len() {
        check(format, &payload[..end], context);
    }
    let mut damaged = payload.to_vec();
    for place in 0..payload.len() {
        for other in others(payload[place]) {
            damaged[place] = other;
            check(format, &damaged, context);
        }
        damaged[place] = payload[place];
    }
}

/// A number of seconds with the basis that readers of the format give it.
pub(crate) fn stated(format: ContentFormat, number: Timestamp) -> Timestamp {
    let number = (number.seconds(), number.nanoseconds());
    let is_absolute = match format {
        ContentFormat::OmaJson => number > (0, 0),
        _ => number >= (1 << 28, 0),
    };
    let basis = if is_absolute { TimeBasis::Absolute } else { TimeBasis::Relative };
    Timestamp::new(number.0, number.1).unwrap().with_basis(basis)
}

pub(crate) fn path(ids: &[u16]) -> Path {
    Path::new(ids).unwrap()
}
