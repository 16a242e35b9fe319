//! Time values as a type of their own.

use core::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::TIME;

/// The value of a Time resource: seconds since 1970-01-01T00:00:00Z.
///
/// An `i64` does as well, but is written as an Integer. That makes a difference to schemas, and to
/// CBOR with [`Context::with_tagged_time`](crate::Context::with_tagged_time).
///
/// ```
/// use lwm2m_codec::objects::{Time, from_payload};
/// use lwm2m_codec::{ContentFormat, Path};
///
/// let current = Path::new(&[3, 0, 13]).unwrap();
/// let payload = b"\xc0\x74\x32013-05-02T10:40:15Z";
/// assert_eq!(from_payload::<Time>(ContentFormat::Cbor, current, payload)?, Time(1_367_491_215));
/// # Ok::<(), lwm2m_codec::objects::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(pub i64);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(TIME, &self.0)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seconds;
        impl<'de> Visitor<'de> for Seconds {
            type Value = Time;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("seconds since 1970")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(
                self,
                inner: D,
            ) -> Result<Time, D::Error> {
                i64::deserialize(inner).map(Time)
            }
        }
        deserializer.deserialize_newtype_struct(TIME, Seconds)
    }
}
