//! A program for a Cortex-M3 in QEMU that prints how much stack decoding and encoding take.
//!
//! It fills the stack with a pattern, does the work, and looks how far the pattern is gone.

use core::arch::asm;
use core::fmt::{self, Write};

use lwm2m_codec::{DataType, Path, ResourceType};

/// What is decoded.
const PAYLOAD: &[u8] = include_bytes!(env!("LWM2M_PAYLOAD"));

/// What memory holds before the work, and where it begins.
const PATTERN: u32 = 0xc0de_c0de;
const MEMORY: usize = 0x2000_0000;

/// What the debugger can do.
const WRITE: u32 = 0x04;
const EXIT: u32 = 0x20;

/// Faults end the program.
#[unsafe(link_section = ".vectors")]
#[used]
static VECTORS: [extern "C" fn() -> !; 5] = [fault; 5];

extern "C" fn fault() -> ! {
    exit(1)
}

fn semihosting(operation: u32, argument: *const u8) {
    // SAFETY: the debugger reads what the argument points to, and changes nothing but `r0`.
    unsafe { asm!("bkpt 0xab", inout("r0") operation => _, in("r1") argument) };
}

fn exit(code: u32) -> ! {
    // The first word says that the application ends.
    let arguments = [0x2_0026, code];
    semihosting(EXIT, arguments.as_ptr().cast());
    loop {}
}

/// Standard output.
struct Output;

impl Write for Output {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for &byte in text.as_bytes() {
            semihosting(WRITE, [byte, 0].as_ptr());
        }
        Ok(())
    }
}

/// How many bytes of stack the work takes.
#[inline(never)]
fn stack_of(work: &mut dyn FnMut()) -> usize {
    let top: usize;
    // SAFETY: it only reads a register.
    unsafe { asm!("mov {}, sp", out(reg) top) };
    let words = (top - MEMORY) / 4;
    let memory = MEMORY as *mut u32;
    // SAFETY: the memory below the stack pointer is there and nobody's.
    (0..words).for_each(|word| unsafe { memory.add(word).write_volatile(PATTERN) });
    work();
    // SAFETY: as above.
    let untouched = |&word: &usize| unsafe { memory.add(word).read_volatile() == PATTERN };
    4 * (words - (0..words).take_while(untouched).count())
}

fn schema(object: u16, resource: u16) -> Option<ResourceType> {
    let data_type = match (object, resource) {
        _ if cfg!(feature = "opaque") => return None,
        (3303, _) => DataType::Float,
        (3, 13) => DataType::Time,
        (3, 0..=3 | 14..=19) => DataType::String,
        _ => DataType::Integer,
    };
    Some(ResourceType::new(data_type))
}

/// The path of the payload: Device, or a sensor value for formats that hold a single one.
fn base() -> Path {
    let single = cfg!(any(feature = "text", feature = "opaque", feature = "cbor"));
    let base = if single { Path::new(&[3303, 0, 5700]) } else { Path::new(&[3, 0]) };
    base.unwrap_or_default()
}

/// Runs both ways, and gives what they take and whether they succeed.
#[cfg(not(any(feature = "link", feature = "register")))]
fn measure() -> (usize, usize, usize, bool) {
    use lwm2m_codec::{Context, Record, SeenPath};

    use crate::records::{FORMAT, size_decode, size_encode};

    let state = size_of_val(&lwm2m_codec::decode(FORMAT, PAYLOAD, &Context::write(base())));
    let mut scratch = [SeenPath::default(); 40];
    let mut count = 0;
    let mut decoded = Ok(());
    let decode = stack_of(&mut || {
        decoded = size_decode(PAYLOAD, base(), &schema, &mut scratch, &mut |_| count += 1);
    });

    let context = Context::write(base()).with_schema(&schema);
    let mut records = [Record::new(Path::ROOT, false); 32];
    for (place, record) in records.iter_mut().zip(lwm2m_codec::decode(FORMAT, PAYLOAD, &context)) {
        *place = record.unwrap_or(*place);
    }
    let records = records.get(..count).unwrap_or_default();
    let mut buffer = [0; 1024];
    let mut encoded = Ok(0);
    let encode = stack_of(&mut || encoded = size_encode(records, base(), &mut buffer));
    (state, decode, encode, decoded.is_ok() && encoded.is_ok() && count > 0)
}

/// Writes a registration, without reading anything.
#[cfg(feature = "register")]
fn measure() -> (usize, usize, usize, bool) {
    use lwm2m_codec::link::register::{Entry, Root};
    use lwm2m_codec::{ContentFormat, Strictness, link};

    let links = link::decode(PAYLOAD, Strictness::STRICT).below("/");
    let mut entries = [Entry::new(base()); 8];
    for (place, link) in entries.iter_mut().zip(links.skip(1).flatten()) {
        *place = Entry { path: link.path, version: link.ver };
    }
    let root = Root { formats: &[ContentFormat::SenmlCbor], ..Root::default() };
    let mut buffer = [0; 1024];
    let mut encoded = Ok(0);
    let encode =
        stack_of(&mut || encoded = crate::register::size_encode(&root, &entries, &mut buffer));
    (0, 0, encode, encoded.is_ok())
}

#[cfg(feature = "link")]
fn measure() -> (usize, usize, usize, bool) {
    use lwm2m_codec::Strictness;
    use lwm2m_codec::link::{self, Lwm2mLink};

    use crate::links::{size_decode, size_encode};

    let links = link::decode(PAYLOAD, Strictness::STRICT);
    let mut count = 0;
    let mut decoded = Ok(());
    let decode = stack_of(&mut || decoded = size_decode(PAYLOAD, &mut |_| count += 1));

    let mut first = [Lwm2mLink::new(Path::ROOT); 8];
    for (place, link) in first.iter_mut().zip(links.clone().below("/")) {
        *place = link.unwrap_or(*place);
    }
    let mut buffer = [0; 1024];
    let mut encoded = Ok(0);
    let encode = stack_of(&mut || encoded = size_encode(&first, &mut buffer));
    (size_of_val(&links), decode, encode, decoded.is_ok() && encoded.is_ok() && count > 0)
}

/// Where the program starts.
#[unsafe(no_mangle)]
extern "C" fn reset() -> ! {
    let _ = base;
    let (state, decode, encode, done) = measure();
    let written = writeln!(Output, "{state} {decode} {encode}");
    exit(u32::from(!done || written.is_err()))
}
