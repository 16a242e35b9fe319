//! Structs as objects: payloads of any format from and to Rust types, with `serde`.
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! use lwm2m_codec::objects::{from_payload, to_payload};
//! use lwm2m_codec::{ContentFormat, Path};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Debug, PartialEq, Serialize, Deserialize)]
//! struct Device {
//!     #[serde(rename = "0")]
//!     manufacturer: String,
//!     #[serde(rename = "7")]
//!     voltages: BTreeMap<u16, i64>,
//!     #[serde(rename = "9")]
//!     battery_level: Option<i64>,
//! }
//!
//! let base = Path::new(&[3, 0]).unwrap();
//! let json = br#"[{"bn":"/3/0/","n":"0","vs":"OMA"},{"n":"7/0","v":3800},{"n":"7/1","v":5000}]"#;
//! let device: Device = from_payload(ContentFormat::SenmlJson, base, json)?;
//! assert_eq!(device.voltages[&1], 5000);
//! assert_eq!(device.battery_level, None);
//!
//! let tlv = to_payload(ContentFormat::Tlv, base, &device)?;
//! assert_eq!(from_payload::<Device>(ContentFormat::Tlv, base, &tlv)?, device);
//! # Ok::<(), lwm2m_codec::objects::Error>(())
//! ```
//!
//! # What becomes what
//!
//! The base path says what the target type stands for: an object instance is a struct, a resource
//! with instances a map from IDs or a sequence, a resource a value, an object a map of its instances,
//! and the root, as in the composite operations and Send, a map or struct of objects.
//!
//! - **Names.** Fields and keys are IDs in decimal (`#[serde(rename = "9")]`). Where the context has
//!   a schema with names, fields of an object instance may also be names of its resources, exactly
//!   or in lower case with underscores: `battery_level` for `Battery Level`. Names of other objects
//!   do not count, and a field with the ID comes first. In a struct with `#[serde(flatten)]` and in
//!   enums without a tag, reading knows IDs only.
//! - **Absent and unknown resources.** `Option` and `#[serde(default)]` allow for absent resources,
//!   and `None` is not written. Unknown ones are ignored, or refused with
//!   `#[serde(deny_unknown_fields)]`. An empty map is written as a resource without instances,
//!   which TLV alone can express: leave it out with `skip_serializing_if` for other formats.
//! - **Sequences** take their elements by ascending instance ID and give them IDs from 0.
//! - **Integers** are range-checked. They are written as Integer, whatever the Rust type: in TLV,
//!   where that makes a difference, the bytes of a positive one mean the same to those who read them
//!   as Unsigned. Only beyond `i64::MAX` they are written as Unsigned. A declared type comes first:
//!   Integer, Unsigned, Time or, if that is exact, Float.
//! - **Time** is an integer, or [`Time`], which is written as such.
//! - **Object links** are [`ObjectLink`](crate::ObjectLink), or strings `66:1`. Strings are written
//!   as links if the schema declares that.
//! - **Opaque** are bytes, as those of `serde_bytes`: a plain `Vec<u8>` is a resource with instances.
//! - **Enums** without fields are the names of their variants, or their places where the value is, or
//!   is declared, an integer.
//! - Deleted resource instances and paths without a value read as `None`.
//!
//! Types need no schema: TLV and plain text are read as what the target asks for, and so are base64
//! in OMA JSON and object links in CBOR. Without one, floats of JSON that stand for integers beyond
//! 2^53 are read exactly only 64 times a payload; then they are refused.
//!
//! `&str` and `&[u8]` borrow from the payload and fail where the wire form is not the value (JSON
//! escapes, base64, CBOR chunks); `Cow` with `#[serde(borrow)]` serves for both.
//!
//! # Order
//!
//! Records may come in any order, and interleaved: if they do not ascend, they are collected and
//! sorted, and the struct is the same. That takes a heap. Without the `alloc` feature the records of
//! one object, object instance or resource must follow one another ([`Reason::NotGrouped`]
//! otherwise), sequences have the order of the payload, and text or bytes that cannot be borrowed
//! must fit 256 bytes ([`Reason::TooLong`]).
//!
//! A path has one value: histories, with several times for one path, are for
//! [`decode`](crate::decode()) ([`Reason::Leftover`]). Times of records are not read.
//!
//! What is written is in the order of paths, whatever the order of fields.

mod de;
mod error;
mod input;
mod key;
mod ser;
mod store;
mod time;
mod value;

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use self::de::Node;
pub use self::error::{Error, Message, Reason};
use self::input::Input;
use self::ser::Writer;
use self::store::Store;
pub use self::store::{Scratch, Slot};
pub use self::time::Time;
use crate::codec::context::Context;
use crate::error::Position;
use crate::model::content_format::ContentFormat;
use crate::model::located_error::LocatedError;
use crate::model::path::Path;

/// The name of the newtype around a Time value, by which the deserializer and the serializer of
/// payloads know it.
const TIME: &str = "$lwm2m_codec::Time";

/// Reads what a base path leads to from a payload of any format: the answer to a Read of the path,
/// or a notification. The [module](self) says what becomes what.
///
/// ```
/// use lwm2m_codec::objects::from_payload;
/// use lwm2m_codec::{ContentFormat, Path};
///
/// let battery = Path::new(&[3, 0, 9]).unwrap();
/// let level: u8 = from_payload(ContentFormat::Tlv, battery, &[0xc1, 0x09, 0x64])?;
/// assert_eq!(level, 100);
/// # Ok::<(), lwm2m_codec::objects::Error>(())
/// ```
///
/// # Errors
/// Those of decoding, and those of the target type, each with the byte and the path.
pub fn from_payload<'de, T: Deserialize<'de>>(
    format: ContentFormat,
    base: Path,
    payload: &'de [u8],
) -> Result<T, Error> {
    from_payload_with(format, &Context::read(base), payload)
}

/// Like [`from_payload`], with a context: for other operations, lenient decoding, or a schema, which
/// checks types and gives resources their names.
///
/// ```
/// use lwm2m_codec::objects::from_payload_with;
/// use lwm2m_codec::{
///     ContentFormat, Context, DataType, Object, ObjectTable, Operations, Path, Resource, Resources,
/// };
///
/// #[derive(serde::Deserialize)]
/// struct Device {
///     battery_level: Option<i64>,
/// }
///
/// let resources = [Resource::new(9, "Battery Level", DataType::Integer, Operations::READ)];
/// let objects = [Object::new(3, "Device", Resources::new(&resources).unwrap())];
/// let schema = ObjectTable::new(&objects).unwrap();
/// let context = Context::read(Path::new(&[3, 0]).unwrap()).with_schema(&schema);
/// let device: Device = from_payload_with(ContentFormat::Tlv, &context, &[0xc1, 0x09, 0x64])?;
/// assert_eq!(device.battery_level, Some(100));
/// # Ok::<(), lwm2m_codec::objects::Error>(())
/// ```
///
/// # Errors
/// As [`from_payload`].
pub fn from_payload_with<'de, T: Deserialize<'de>>(
    format: ContentFormat,
    context: &Context<'_>,
    payload: &'de [u8],
) -> Result<T, Error> {
    #[cfg(feature = "alloc")]
    {
        let mut input = Input::ascending(format, context, payload);
        let result = read(&mut input);
        // What is missing so far may come later, out of order.
        if result.is_ok() || !input.is_unsorted() {
            return result;
        }
        read(&mut Input::sorted(format, context, payload)?)
    }
    #[cfg(not(feature = "alloc"))]
    read(&mut Input::grouped(format, context, payload))
}

/// Reads all that there is.
fn read<'de, T: Deserialize<'de>>(input: &mut Input<'de, '_>) -> Result<T, Error> {
    let base = input.context().base();
    input.peek()?;
    let value = match T::deserialize(Node { input, path: base }) {
        Ok(value) => value,
        Err(error) if error.is_placed() => return Err(error),
        Err(error) => {
            let position = input.value_position(base);
            return Err(error.at(position, base));
        }
    };
    match input.peek()? {
        Some(record) => Err(Error::new(Reason::Leftover).at(record.start, record.path)),
        None => Ok(value),
    }
}

/// Writes a value as what a base path leads to, in any format: the answer to a Read of the path.
/// The [module](self) says what becomes what.
///
/// ```
/// use lwm2m_codec::objects::to_payload;
/// use lwm2m_codec::{ContentFormat, Path};
///
/// let voltages = Path::new(&[3, 0, 7]).unwrap();
/// let payload = to_payload(ContentFormat::SenmlJson, voltages, &[3800, 5000])?;
/// assert_eq!(payload, br#"[{"n":"/3/0/7/0","v":3800},{"n":"/3/0/7/1","v":5000}]"#);
/// # Ok::<(), lwm2m_codec::objects::Error>(())
/// ```
///
/// # Errors
/// What the format cannot express, with the path.
#[cfg(feature = "alloc")]
pub fn to_payload<T: Serialize + ?Sized>(
    format: ContentFormat,
    base: Path,
    value: &T,
) -> Result<Vec<u8>, Error> {
    to_payload_with(format, &Context::read(base), value)
}

/// Like [`to_payload`], with a context: for other operations, or a schema, which gives values their
/// types and resources their names.
///
/// # Errors
/// As [`to_payload`].
#[cfg(feature = "alloc")]
pub fn to_payload_with<T: Serialize + ?Sized>(
    format: ContentFormat,
    context: &Context<'_>,
    value: &T,
) -> Result<Vec<u8>, Error> {
    let mut store = Store::growing();
    collect(&mut store, context, value)?;
    let (slots, text) = store.sorted();
    let records = slots.iter().map(|slot| slot.record(text));
    crate::encode_to_vec(format, records, context).map_err(|error| unwritten(error, slots))
}

/// Writes a value to the start of `buffer`, without a heap, and says how many bytes it takes.
///
/// ```
/// use lwm2m_codec::objects::{Scratch, Slot, to_slice};
/// use lwm2m_codec::{ContentFormat, Context, Path};
///
/// let mut scratch = Scratch { slots: &mut [Slot::FREE; 8], text: &mut [0; 32] };
/// let mut buffer = [0; 64];
/// let context = Context::read(Path::new(&[3, 0, 14]).unwrap());
/// let length = to_slice(ContentFormat::Tlv, &context, "+02:00", &mut scratch, &mut buffer)?;
/// assert_eq!(&buffer[..length], b"\xc6\x0e+02:00");
/// # Ok::<(), lwm2m_codec::objects::Error>(())
/// ```
///
/// # Errors
/// As for other ways to write; also [`Reason::ScratchFull`], and a codec error of the kind
/// [`BufferTooSmall`](crate::ErrorKind::BufferTooSmall) with the length that is needed.
pub fn to_slice<T: Serialize + ?Sized>(
    format: ContentFormat,
    context: &Context<'_>,
    value: &T,
    scratch: &mut Scratch<'_>,
    buffer: &mut [u8],
) -> Result<usize, Error> {
    let scratch = Scratch { slots: &mut *scratch.slots, text: &mut *scratch.text };
    let mut store = Store::fixed(scratch);
    collect(&mut store, context, value)?;
    let (slots, text) = store.sorted();
    let records = slots.iter().map(|slot| slot.record(text));
    crate::encode(format, records, context, buffer).map_err(|error| unwritten(error, slots))
}

/// Collects the records that a value makes.
fn collect<T: Serialize + ?Sized>(
    store: &mut Store<'_>,
    context: &Context<'_>,
    value: &T,
) -> Result<(), Error> {
    let path = context.base();
    let writer = Writer { store, context, path, data_type: None };
    value.serialize(writer).map_err(|error| error.at_path(path))
}

/// An error of encoding, with the path of the record.
fn unwritten(error: crate::Error, slots: &[Slot]) -> Error {
    let slot = match error.position() {
        Position::Record(index) => slots.get(index as usize),
        _ => None,
    };
    LocatedError::new(error, slot.map_or(Path::ROOT, Slot::path)).into()
}
