//! The start of each input: the request that the payload belongs to.
//!
//! Two bytes choose the request, the schema and the frame; the rest is the payload or the content
//! of the frame.

use lwm2m_codec::registry::Registry;
use lwm2m_codec::{Context, DataType, Operation, Path, ResourceType, Schema as _};

use crate::common;

/// The length of the start in bytes.
pub const LENGTH: usize = 2;

const SCHEMA: u8 = 1;

/// Operations with their paths: those of the vectors, and some of object 42, which has resources
/// of every type.
const REQUESTS: &[(Operation, &str)] = {
    use Operation as O;
    &[
        (O::Read, "/"),
        (O::Read, "/1"),
        (O::Read, "/2"),
        (O::Read, "/3"),
        (O::Read, "/3/0"),
        (O::Read, "/3/0/0"),
        (O::Read, "/3/0/4"),
        (O::Read, "/3/0/6"),
        (O::Read, "/3/0/6/1"),
        (O::Read, "/3/0/7/1"),
        (O::Read, "/3/0/9"),
        (O::Read, "/3/0/11"),
        (O::Read, "/3/0/13"),
        (O::Read, "/5/0"),
        (O::Read, "/5/0/0"),
        (O::Read, "/65"),
        (O::Read, "/65/0"),
        (O::Read, "/65/0/0"),
        (O::Read, "/65/0/1"),
        (O::Read, "/65/0/2"),
        (O::Read, "/66"),
        (O::Read, "/72"),
        (O::Read, "/72/1/2"),
        (O::Read, "/3303"),
        (O::Read, "/3303/0/5700"),
        (O::Read, "/3442/0"),
        (O::Read, "/3442/0/110"),
        (O::Read, "/3442/0/1120"),
        (O::Read, "/3442/0/120"),
        (O::Read, "/3442/0/125"),
        (O::Read, "/3442/0/130"),
        (O::Read, "/3442/0/140"),
        (O::Read, "/3442/0/150"),
        (O::Read, "/3442/0/160"),
        (O::Read, "/3442/0/170"),
        (O::Read, "/3442/0/180"),
        (O::Read, "/9999/0"),
        (O::Read, "/9999/0/1"),
        (O::Write, "/1/0"),
        (O::Write, "/34/0/1"),
        (O::Create, "/2"),
        (O::ReadComposite, "/"),
        (O::ReadCompositeResponse, "/"),
        (O::WriteComposite, "/"),
        (O::Send, "/"),
        (O::Send, "/3303/0/5700"),
        (O::Read, "/42"),
        (O::Read, "/42/0"),
        (O::Read, "/42/0/1"),
        (O::Read, "/42/0/34"),
        (O::Read, "/42/0/34/7"),
        (O::Write, "/42/0"),
        (O::Create, "/42"),
        (O::Create, "/42/65535"),
        (O::BootstrapWrite, "/42"),
        (O::BootstrapPack, "/"),
    ]
};

/// The types of resources: object 42 as in the tests, the registry, and examples of the
/// specifications.
fn schema(object: u16, resource: u16) -> Option<ResourceType> {
    let of_examples = || {
        use DataType as T;
        Some(ResourceType::new(match (object, resource) {
            (65 | 66, 1) | (66, 0) | (3442, 110 | 1110) => T::String,
            (65, 2) | (3442, 120 | 1120) => T::Integer,
            (3442, 125) => T::Unsigned,
            (72, 2) | (3442, 130) => T::Float,
            (3442, 140) => T::Boolean,
            (3442, 150 | 1150) => T::Opaque,
            (3442, 160) => T::Time,
            (65, 0) | (66, 2) | (3442, 170) => T::ObjectLink,
            (3442, 180) => T::CoreLink,
            _ => return None,
        }))
    };
    common::schema(object, resource)
        .or_else(of_examples)
        .or_else(|| Registry.resource_type(object, resource))
}

/// Splits an input into the context in strict mode, the choice of a frame, and the rest.
pub fn split(data: &[u8]) -> Option<(Context<'static>, u8, &[u8])> {
    static TYPES: fn(u16, u16) -> Option<ResourceType> = schema;
    let (&[request, flags], rest) = data.split_first_chunk()?;
    let (operation, base) = REQUESTS[usize::from(request) % REQUESTS.len()];
    let mut context = Context::new(operation, base.parse().expect("a path"));
    if flags & SCHEMA != 0 {
        context = context.with_schema(&TYPES);
    }
    Some((context, flags >> 1, rest))
}

/// The start of an input with this request, a schema and no frame.
pub fn start(operation: Operation, base: Path, choice: u8) -> Option<[u8; LENGTH]> {
    let base = base.to_string();
    let found = REQUESTS.iter().position(|request| *request == (operation, base.as_str()))?;
    Some([u8::try_from(found).ok()?, choice << 1 | SCHEMA])
}
