//! LwM2M CBOR, `application/vnd.oma.lwm2m+cbor` (11544), since LwM2M 1.2.
//!
//! Nested maps whose keys, joined from the outside in, make the path of each value. A key is an ID
//! or an array of IDs; any split and any mix is read. What is written groups the common start of
//! paths and is as short as the order of records allows.
//!
//! Where the documents leave it open: keys start at the object ID in every operation, as LwM2M
//! 1.2.1 has it ([`RelativeKeys`](crate::Leniency::RelativeKeys) reads those of 1.2.0); a repeated
//! path or map key is refused, kept in order with [`Duplicates`](crate::Leniency::Duplicates);
//! empty maps are refused, read with [`EmptyMap`](crate::Leniency::EmptyMap). Prefixes of the
//! LwM2M Gateway are not supported.
//!
//! ```
//! use lwm2m_codec::{Context, Path, Value, lwm2m_cbor};
//!
//! let payload = [0xa1, 0x82, 0x03, 0x00, 0xa1, 0x09, 0x18, 0x64];
//! let context = Context::read(Path::new(&[3, 0]).unwrap());
//! let record = lwm2m_cbor::decode(&payload, &context).next().unwrap()?;
//! assert_eq!(record.path.to_string(), "/3/0/9");
//! assert_eq!(record.value(), Some(Value::Integer(100)));
//! # Ok::<(), lwm2m_codec::Error>(())
//! ```

mod decode;
mod encode;
#[cfg(feature = "fast")]
mod fast;
#[cfg(feature = "fast")]
mod fast_encode;

pub use self::decode::State;
pub(crate) use self::encode::Writer;
#[cfg(feature = "fast")]
pub(crate) use self::fast_encode::encode as fast_encode;
use crate::codec::context::Context;
use crate::codec::decoder::Records;

/// A decoder of LwM2M CBOR; from [`decode`].
pub type Decoder<'a, 's> = Records<'a, 's, State>;

/// Decodes an LwM2M CBOR payload.
pub fn decode<'a, 's>(payload: &'a [u8], context: &Context<'s>) -> Decoder<'a, 's> {
    Records::new(payload, *context, State::default())
}
