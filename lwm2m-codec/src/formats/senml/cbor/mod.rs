//! SenML CBOR, `application/senml+cbor` (112), and SenML-ETCH CBOR (322).
//!
//! A pack is a definite-length array of maps with integer labels; the label of object links is the
//! text `vlo`. Maps may be indefinite, labels come in any order, unknown ones are skipped whole,
//! nested up to 128 levels.
//!
//! ```
//! use lwm2m_codec::{Context, Path, Value, senml};
//!
//! let payload = b"\x81\xa3\x02\x18\x5f\x00\x619\x21\x65/3/0/";
//! let context = Context::read(Path::new(&[3, 0]).unwrap());
//! let record = senml::cbor::decode(payload, &context).next().unwrap()?;
//! assert_eq!(record.path.to_string(), "/3/0/9");
//! assert_eq!(record.value(), Some(Value::Integer(95)));
//! # Ok::<(), lwm2m_codec::Error>(())
//! ```

mod decode;
mod encode;
#[cfg(feature = "fast")]
mod fast;
#[cfg(feature = "fast")]
mod fast_encode;
mod read;

pub use self::decode::{Decoder, RawRecords, State, decode, decode_etch, encode_raw, raw};
pub(crate) use self::encode::CborForm;
#[cfg(feature = "fast")]
pub(crate) use self::fast_encode::FastCbor;
