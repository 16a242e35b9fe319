//! Records of SenML CBOR through serde, and cbor4ii, which reads them borrowed.

use std::fmt;
use std::marker::PhantomData;

use cbor4ii::core::utils::SliceReader;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::item::{Item, Scalar};
use super::json::Number;
use super::names::Bases;

/// A record as in the pack; serde's derive does not support labels that are numbers.
pub(crate) struct Record<T, B> {
    base_name: Option<T>,
    base_time: Option<f64>,
    name: Option<T>,
    time: Option<f64>,
    value: Option<Number>,
    text: Option<T>,
    boolean: Option<bool>,
    bytes: Option<B>,
}

impl<'de, T: Deserialize<'de>, B: Deserialize<'de>> Deserialize<'de> for Record<T, B> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields(PhantomData))
    }
}

struct Fields<T, B>(PhantomData<(T, B)>);

impl<'de, T: Deserialize<'de>, B: Deserialize<'de>> Visitor<'de> for Fields<T, B> {
    type Value = Record<T, B>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    #[inline]
    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Record<T, B>, M::Error> {
        let mut record = Record {
            base_name: None,
            base_time: None,
            name: None,
            time: None,
            value: None,
            text: None,
            boolean: None,
            bytes: None,
        };
        while let Some(label) = map.next_key::<i64>()? {
            match label {
                -2 => record.base_name = Some(map.next_value()?),
                -3 => record.base_time = Some(seconds(map.next_value()?)),
                0 => record.name = Some(map.next_value()?),
                2 => record.value = Some(map.next_value()?),
                3 => record.text = Some(map.next_value()?),
                4 => record.boolean = Some(map.next_value()?),
                6 => record.time = Some(seconds(map.next_value()?)),
                8 => record.bytes = Some(map.next_value()?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(record)
    }
}

/// Times are integers or floats.
#[inline]
fn seconds(number: Number) -> f64 {
    match number {
        Number::Integer(number) => number as f64,
        Number::Float(number) => number,
    }
}

/// A pack that passes each record to a function.
struct Pack<'f, F, T, B>(&'f mut F, PhantomData<(T, B)>);

impl<'de, F, T, B> Visitor<'de> for Pack<'_, F, T, B>
where
    F: FnMut(&Item<'_>),
    T: Deserialize<'de> + AsRef<str>,
    B: Deserialize<'de> + AsRef<[u8]>,
{
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a pack")
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, mut records: A) -> Result<(), A::Error> {
        let mut bases = Bases::default();
        while let Some(record) = records.next_element::<Record<T, B>>()? {
            let item = resolve(&mut bases, &record);
            (self.0)(&item.ok_or_else(|| serde::de::Error::custom("no record of LwM2M"))?);
        }
        Ok(())
    }
}

#[inline]
pub(crate) fn resolve<'r, T: AsRef<str>, B: AsRef<[u8]>>(
    bases: &mut Bases,
    record: &'r Record<T, B>,
) -> Option<Item<'r>> {
    bases.set(record.base_name.as_ref().map(AsRef::as_ref), record.base_time)?;
    let (ids, len) = bases.path(record.name.as_ref().map(AsRef::as_ref))?;
    let value = match record {
        Record { value: Some(Number::Float(number)), .. } => Scalar::Float(*number),
        Record { value: Some(Number::Integer(number)), .. } => Scalar::Integer(*number),
        Record { text: Some(text), .. } => Scalar::Text(text.as_ref()),
        Record { boolean: Some(truth), .. } => Scalar::Boolean(*truth),
        Record { bytes: Some(bytes), .. } => Scalar::Bytes(bytes.as_ref()),
        _ => return None,
    };
    Some(Item { ids, len, time: bases.time(record.time), value })
}

pub(crate) fn cbor4ii(payload: &[u8], each: &mut impl FnMut(&Item<'_>)) {
    let mut deserializer = cbor4ii::serde::Deserializer::new(SliceReader::new(payload));
    deserializer.deserialize_seq(Pack::<_, &str, &[u8]>(each, PhantomData)).expect("a pack");
}
