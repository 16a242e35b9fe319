//! The peers that write SenML through serde. Unlike this codec's base path, the base name is
//! already text; names are made from IDs, as in this codec.

use cbor4ii::core::utils::BufWriter;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::item::{Item, Scalar};
use super::minicbor::relative;
use super::names::{levels, name};

/// A pack whose labels are written as names or as numbers.
struct Pack<'i, const NUMBERS: bool> {
    items: &'i [Item<'i>],
    base: &'i str,
}

impl<const NUMBERS: bool> Serialize for Pack<'_, NUMBERS> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut pack = serializer.serialize_seq(Some(self.items.len()))?;
        let (levels, mut text) = (levels(self.base), String::with_capacity(32));
        let base_time = self.items.first().and_then(|item| item.time);
        for (index, item) in self.items.iter().enumerate() {
            let first = index == 0;
            let name = name(item, levels, &mut text);
            let mut record = Record {
                bn: first.then_some(self.base),
                bt: base_time.filter(|_| first).map(|time| time as i64),
                n: name,
                t: relative(item.time, base_time).map(|time| time as i64),
                v: None,
                vs: None,
                vb: None,
                vd: None,
            };
            match item.value {
                Scalar::Integer(number) => record.v = Some(Number::Integer(number)),
                Scalar::Float(number) => record.v = Some(Number::Float(number)),
                Scalar::Text(text) => record.vs = Some(text),
                Scalar::Boolean(truth) => record.vb = Some(truth),
                Scalar::Bytes(bytes) => record.vd = Some(bytes),
            }
            if NUMBERS {
                pack.serialize_element(&Numbered(record))?;
            } else {
                pack.serialize_element(&record)?;
            }
        }
        pack.end()
    }
}

/// A record as in the pack; all corpora have whole seconds.
#[derive(serde::Serialize)]
struct Record<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    bn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bt: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    t: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    v: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vs: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vb: Option<bool>,
    #[serde(skip)]
    vd: Option<&'a [u8]>,
}

#[derive(serde::Serialize)]
#[serde(untagged)]
enum Number {
    Integer(i64),
    Float(f64),
}

/// The same with numbers for labels, which serde's derive does not support.
struct Numbered<'a>(Record<'a>);

impl Serialize for Numbered<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Record { bn, bt, n, t, v, vs, vb, vd } = &self.0;
        let fields = usize::from(bn.is_some())
            + usize::from(bt.is_some())
            + usize::from(n.is_some())
            + usize::from(t.is_some())
            + 1;
        let mut map = serializer.serialize_map(Some(fields))?;
        if let Some(name) = bn {
            map.serialize_entry(&-2i8, name)?;
        }
        if let Some(time) = bt {
            map.serialize_entry(&-3i8, time)?;
        }
        if let Some(name) = n {
            map.serialize_entry(&0i8, name)?;
        }
        if let Some(time) = t {
            map.serialize_entry(&6i8, time)?;
        }
        if let Some(number) = v {
            map.serialize_entry(&2i8, number)?;
        } else if let Some(text) = vs {
            map.serialize_entry(&3i8, text)?;
        } else if let Some(truth) = vb {
            map.serialize_entry(&4i8, truth)?;
        } else if let Some(bytes) = vd {
            map.serialize_entry(&8i8, &Bytes(bytes))?;
        }
        map.end()
    }
}

/// Bytes, which serde would otherwise take for a list.
struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

pub(crate) fn serde_json(items: &[Item<'_>], base: &str, buffer: &mut Vec<u8>) {
    serde_json::to_writer(buffer, &Pack::<false> { items, base }).expect("the buffer takes all");
}

pub(crate) fn sonic_rs(items: &[Item<'_>], base: &str, buffer: &mut Vec<u8>) {
    sonic_rs::to_writer(buffer, &Pack::<false> { items, base }).expect("the buffer takes all");
}

pub(crate) fn ciborium(items: &[Item<'_>], base: &str, buffer: &mut Vec<u8>) {
    ciborium::into_writer(&Pack::<true> { items, base }, buffer).expect("the buffer takes all");
}

pub(crate) fn cbor4ii(items: &[Item<'_>], base: &str, buffer: &mut Vec<u8>) {
    let mut serializer = cbor4ii::serde::Serializer::new(BufWriter::new(std::mem::take(buffer)));
    let pack = Pack::<true> { items, base };
    pack.serialize(&mut serializer).expect("the buffer takes all");
    *buffer = serializer.into_inner().into_inner();
}
