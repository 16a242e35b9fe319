//! LwM2M CBOR, `application/vnd.oma.lwm2m+cbor` (11544), since LwM2M 1.2.
//!
//! Nested maps whose keys, from the outside in, make up the path of each value. A key is an ID or an
//! array of IDs; any split of a path is read. The encoder groups records by the common start of their
//! paths and writes the shortest form that their order allows.
//!
//! Where the specifications leave it open: keys start at the object ID in every operation, as LwM2M
//! 1.2.1 says ([`RelativeKeys`](crate::Leniency::RelativeKeys) reads those of 1.2.0); a repeated
//! path or map key is refused ([`Duplicates`](crate::Leniency::Duplicates) keeps all, in order);
//! empty maps are refused ([`EmptyMap`](crate::Leniency::EmptyMap) accepts them). Prefixes of the
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
mod state;
mod survey;

pub(crate) use self::encode::Writer;
#[cfg(feature = "fast")]
pub(crate) use self::fast_encode::encode as fast_encode;
pub use self::state::State;
use crate::codec::context::Context;
use crate::codec::decoder::Records;

/// A decoder of LwM2M CBOR; from [`decode`].
pub type Decoder<'a, 's> = Records<'a, 's, State>;

/// Decodes an LwM2M CBOR payload.
pub fn decode<'a, 's>(payload: &'a [u8], context: &Context<'s>) -> Decoder<'a, 's> {
    Records::new(payload, *context, State::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::model::path::Path;

    #[test]
    fn a_value_above_one_with_an_array_key_is_refused() {
        // In the map of an object instance, a resource instance and then its resource.
        let payload = [0xa1, 0x82, 3, 0, 0xa2, 0x82, 0, 0, 1, 0, 2];
        let context = Context::read(Path::new(&[3, 0]).unwrap()).lenient();
        let mut records = decode(&payload, &context);
        assert!(records.next().unwrap().is_ok());
        let error = records.next().unwrap().unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::ValueAndContainer, 9));
    }
}
