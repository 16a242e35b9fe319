//! SenML JSON, `application/senml+json` (110), and SenML-ETCH JSON (320).
//!
//! Fields come in any order; unknown ones are skipped whole, nested up to 128 levels. Duplicate
//! members are found among the labels that SenML knows. Strings may hold escapes, numbers keep
//! 64-bit integers exact and floats correctly rounded.
//!
//! ```
//! use lwm2m_codec::{Context, Operation, Path, Value, senml};
//!
//! let payload = br#"[{"bn":"/6/0/","n":"0","v":43.61092},{"n":"1","v":3.87723}]"#;
//! let context = Context::new(Operation::Send, Path::ROOT);
//! let record = senml::json::decode(payload, &context).nth(1).unwrap()?;
//! assert_eq!(record.path.to_string(), "/6/0/1");
//! assert_eq!(record.value(), Some(Value::Float(3.87723)));
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
pub(crate) use self::encode::JsonForm;
#[cfg(feature = "fast")]
pub(crate) use self::fast_encode::FastJson;
