//! OMA JSON, `application/vnd.oma.lwm2m+json` (11543), of LwM2M 1.0.
//!
//! An object with an array `e` of entries, a base name `bn` and a base time `bt`, in any order.
//! Opaque values are padded base64 in string fields, so only a schema can tell them from strings.
//! `bv` is a Boolean value, not a base value as in SenML. Times above 0 count from 1970, others from the
//! time of reception. What is written has a name in each entry, as Wakaama refuses those without.
//!
//! Servers since LwM2M 1.1 must read the format, clients must not send it.
//!
//! ```
//! use lwm2m_codec::{Context, Path, oma_json};
//!
//! let payload = br#"{"e":[{"n":"0","sv":"Open Mobile Alliance"}],"bn":"/3/0/"}"#;
//! let context = Context::read(Path::new(&[3, 0]).unwrap());
//! let record = oma_json::decode(payload, &context).next().unwrap()?;
//! assert_eq!(record.path.to_string(), "/3/0/0");
//! # Ok::<(), lwm2m_codec::Error>(())
//! ```

mod decode;
mod encode;

pub use self::decode::State;
pub(crate) use self::encode::Writer;
use crate::codec::context::Context;
use crate::codec::decoder::Records;

/// A decoder of OMA JSON; from [`decode`].
pub type Decoder<'a, 's> = Records<'a, 's, State>;

/// Decodes an OMA JSON payload.
pub fn decode<'a, 's>(payload: &'a [u8], context: &Context<'s>) -> Decoder<'a, 's> {
    Records::new(payload, *context, State::default())
}
