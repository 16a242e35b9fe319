//! The peers for SenML JSON, each through serde: the pack is streamed, the records borrow.

use std::cell::RefCell;
use std::fmt;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

use super::item::{Item, Scalar};
use super::names::Bases;

/// A number that keeps integers exact.
#[derive(Clone, Copy)]
pub(crate) enum Number {
    Integer(i64),
    Float(f64),
}

impl<'de> Deserialize<'de> for Number {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;
        impl Visitor<'_> for Numbers {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }

            #[inline]
            fn visit_i64<E>(self, number: i64) -> Result<Number, E> {
                Ok(Number::Integer(number))
            }

            #[inline]
            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Number, E> {
                i64::try_from(number).map(Number::Integer).map_err(E::custom)
            }

            #[inline]
            fn visit_f64<E>(self, number: f64) -> Result<Number, E> {
                Ok(Number::Float(number))
            }
        }
        deserializer.deserialize_any(Numbers)
    }
}

/// A record as in the pack.
#[derive(serde::Deserialize)]
struct Record<'a> {
    bn: Option<&'a str>,
    bt: Option<f64>,
    n: Option<&'a str>,
    t: Option<f64>,
    v: Option<Number>,
    vs: Option<&'a str>,
    vb: Option<bool>,
}

/// A pack that passes each record to a function.
struct Pack<'f, F>(&'f mut F);

impl<'de, F: FnMut(&Item<'_>)> Visitor<'de> for Pack<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a pack")
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, mut records: A) -> Result<(), A::Error> {
        let mut bases = Bases::default();
        while let Some(record) = records.next_element::<Record<'de>>()? {
            let item = resolve(&mut bases, &record);
            (self.0)(&item.ok_or_else(|| serde::de::Error::custom("no record of LwM2M"))?);
        }
        Ok(())
    }
}

#[inline]
fn resolve<'a>(bases: &mut Bases, record: &Record<'a>) -> Option<Item<'a>> {
    bases.set(record.bn, record.bt)?;
    let (ids, len) = bases.path(record.n)?;
    let value = match *record {
        Record { v: Some(Number::Float(number)), .. } => Scalar::Float(number),
        Record { v: Some(Number::Integer(number)), .. } => Scalar::Integer(number),
        Record { vs: Some(text), .. } => Scalar::Text(text),
        Record { vb: Some(truth), .. } => Scalar::Boolean(truth),
        _ => return None,
    };
    Some(Item { ids, len, time: bases.time(record.t), value })
}

pub(crate) fn serde_json(payload: &[u8], each: &mut impl FnMut(&Item<'_>)) {
    let mut deserializer = serde_json::Deserializer::from_slice(payload);
    deserializer.deserialize_seq(Pack(each)).expect("a pack");
    deserializer.end().expect("nothing after the pack");
}

pub(crate) fn sonic_rs(payload: &[u8], each: &mut impl FnMut(&Item<'_>)) {
    let mut deserializer = sonic_rs::Deserializer::from_slice(payload);
    deserializer.deserialize_seq(Pack(each)).expect("a pack");
    deserializer.end().expect("nothing after the pack");
}

/// simd-json parses in place, so it gets a copy, in memory that is reused for the next payload.
pub(crate) fn simd_json(payload: &[u8], each: &mut impl FnMut(&Item<'_>)) {
    thread_local! {
        static MEMORY: RefCell<(Vec<u8>, simd_json::Buffers)> = RefCell::default();
    }
    MEMORY.with_borrow_mut(|(copy, buffers)| {
        copy.clear();
        copy.extend_from_slice(payload);
        let deserializer = simd_json::Deserializer::from_slice_with_buffers(copy, buffers);
        let mut deserializer = deserializer.expect("JSON");
        deserializer.deserialize_seq(Pack(each)).expect("a pack");
    });
}
