//! ciborium: SenML CBOR through serde, which copies strings, and LwM2M CBOR as a tree.

use ciborium::Value;
use serde::de::{Deserialize, Deserializer};

use super::item::{Item, Scalar};
use super::names::Bases;
use super::records::{Record, resolve};

/// Bytes, as serde takes a plain `Vec` for a list.
pub(crate) struct Bytes(Vec<u8>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Bytes;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }

            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Bytes, E> {
                Ok(Bytes(bytes))
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_owned()))
            }
        }
        deserializer.deserialize_byte_buf(Visitor)
    }
}

/// All records are read before the first is used, as ciborium does not expose its deserializer.
pub(crate) fn decode(payload: &[u8], each: &mut impl FnMut(&Item<'_>)) {
    let records: Vec<Record<String, Bytes>> = ciborium::from_reader(payload).expect("a pack");
    let mut bases = Bases::default();
    for record in &records {
        each(&resolve(&mut bases, record).expect("a record of LwM2M"));
    }
}

pub(crate) fn decode_lwm2m(payload: &[u8], each: &mut impl FnMut(&Item<'_>)) {
    let value: Value = ciborium::from_reader(payload).expect("CBOR");
    walk(&value, [0; 4], 0, each).expect("LwM2M CBOR");
}

fn walk(value: &Value, ids: [u16; 4], len: usize, each: &mut impl FnMut(&Item<'_>)) -> Option<()> {
    let value = match value {
        Value::Map(entries) => {
            for (key, value) in entries {
                let (mut ids, mut len) = (ids, len);
                let keys = key.as_array().map_or(std::slice::from_ref(key), Vec::as_slice);
                for key in keys {
                    *ids.get_mut(len)? = u16::try_from(key.as_integer()?).ok()?;
                    len += 1;
                }
                walk(value, ids, len, each)?;
            }
            return Some(());
        }
        Value::Integer(number) => Scalar::Integer(i64::try_from(*number).ok()?),
        Value::Float(number) => Scalar::Float(*number),
        Value::Bool(truth) => Scalar::Boolean(*truth),
        Value::Text(text) => Scalar::Text(text),
        Value::Bytes(bytes) => Scalar::Bytes(bytes),
        _ => return None,
    };
    each(&Item { ids, len: len as u8, time: None, value });
    Some(())
}
