//! OMA TLV, `application/vnd.oma.lwm2m+tlv` (11542).
//!
//! Type-length-value elements in at most three levels: object instances hold resources and
//! multiple-instance resources, the latter hold resource instances. The payload names no object
//! and carries no types: the request path gives the former, a [`Schema`](crate::Schema) the
//! latter.
//!
//! Where the documents leave it open: a payload for a resource instance is a bare Resource
//! Instance TLV (as Anjay and Leshan emit it); a Multiple Resource TLV may be empty; Unsigned
//! values are read without sign extension.
//!
//! ```
//! use lwm2m_codec::{Context, Path, tlv};
//!
//! let context = Context::read(Path::new(&[3]).unwrap());
//! let payload = [0x03, 0x00, 0xc1, 0x09, 0x64];
//! let record = tlv::decode(&payload, &context).next().unwrap()?;
//! assert_eq!(record.path.to_string(), "/3/0/9");
//! assert_eq!(record.range(), 2..5);
//! # Ok::<(), lwm2m_codec::Error>(())
//! ```

mod decode;
mod encode;
mod value;

pub use self::decode::State;
pub(crate) use self::encode::write;
pub(crate) use self::value::value;
use crate::context::Context;
use crate::decode::Records;

/// A decoder of TLV; from [`decode`].
pub type Decoder<'a, 's> = Records<'a, 's, State>;

/// Decodes a TLV payload.
pub fn decode<'a, 's>(payload: &'a [u8], context: &Context<'s>) -> Decoder<'a, 's> {
    Records::new(payload, *context, State::default())
}

/// The identifier types, bits 7 and 6 of the first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Kind {
    ObjectInstance = 0b00,
    ResourceInstance = 0b01,
    MultipleResource = 0b10,
    Resource = 0b11,
}

/// The greatest length that a header can say.
const MAX_LENGTH: usize = 0xff_ffff;
