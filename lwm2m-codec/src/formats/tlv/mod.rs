//! OMA TLV, `application/vnd.oma.lwm2m+tlv` (11542).
//!
//! Type-length-value elements in at most three levels: object instances hold resources, multiple
//! resources hold resource instances. The payload has neither object IDs nor data types: the base path
//! gives the former, a [`Schema`](crate::Schema) the latter.
//!
//! Where the specifications leave it open: a payload for a resource instance is a bare Resource
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
#[cfg(feature = "fast")]
mod fast;
#[cfg(feature = "fast")]
mod fast_encode;
mod state;
mod value;

pub(crate) use self::encode::Writer;
#[cfg(feature = "fast")]
pub(crate) use self::fast_encode::encode as fast_encode;
pub use self::state::State;
pub(crate) use self::value::value;
use crate::codec::context::Context;
use crate::codec::decoder::Records;

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

/// The greatest length that a header can hold.
const MAX_LENGTH: usize = 0xff_ffff;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind as E;
    use crate::model::path::Path;

    #[test]
    fn errors_arise_in_what_contains_the_element() {
        let samples: [(&str, &[u8], E, u32, &str); 8] = [
            // In an object instance, in a multiple resource, and at the top, after a leaf each.
            ("/1", &[0x05, 0, 0xc1, 0, 1, 0xc1, 7, 0x55], E::ContainerOverrun, 5, "/1/0"),
            ("/3/0", &[0x85, 6, 0x41, 0, 1, 0x41, 1, 5], E::ContainerOverrun, 5, "/3/0/6"),
            ("/3/0", &[0xc1, 9, 0x64, 0xe1], E::Truncated, 4, "/3/0"),
            ("/3/0", &[0x86, 6, 0x41, 0, 1, 0xc1, 1, 5], E::UnexpectedTlv, 5, "/3/0/6"),
            ("/3/0", &[0xc1, 9, 0x64, 0xe0, 0xff, 0xff], E::ReservedId, 4, "/3/0"),
            ("/3/0/9", &[0xc1, 10, 0x64], E::OutsideBase, 1, "/3/0/9"),
            // With a header that is whole, it is the element itself.
            ("/3/0", &[0xc1, 9, 0x64, 0xc2, 10, 0], E::Truncated, 6, "/3/0/10"),
            ("/3/0", &[0xc1, 9, 0x64, 0xc1, 9, 0], E::Duplicate, 3, "/3/0/9"),
        ];
        for (base, payload, kind, offset, path) in samples {
            let base: Path = base.parse().unwrap();
            let context = Context::read(base);
            let mut scratch = [crate::SeenPath::default(); 4];
            let mut records = decode(payload, &context).check_duplicates(&mut scratch);
            let error = records.find_map(Result::err).unwrap();
            assert_eq!((error.kind(), error.offset()), (kind, offset), "{payload:x?}");
            assert_eq!(records.path(), path.parse().unwrap(), "{payload:x?}");
        }
    }
}
