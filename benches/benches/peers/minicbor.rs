//! minicbor for SenML CBOR: by its derive, and by a loop over its decoder and encoder.

use std::convert::Infallible;

use minicbor::bytes::ByteSlice;
use minicbor::data::Type;
use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};

use super::item::{Item, Scalar};
use super::names::{Bases, levels, name};

/// A number that keeps integers exact.
#[derive(Clone, Copy)]
enum Number {
    Integer(i64),
    Float(f64),
}

impl Number {
    fn seconds(self) -> f64 {
        match self {
            Self::Integer(number) => number as f64,
            Self::Float(number) => number,
        }
    }
}

impl<'b, C> Decode<'b, C> for Number {
    #[inline]
    fn decode(decoder: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        Ok(match decoder.datatype()? {
            Type::F16 => Self::Float(decoder.f16()?.into()),
            Type::F32 => Self::Float(decoder.f32()?.into()),
            Type::F64 => Self::Float(decoder.f64()?),
            _ => Self::Integer(decoder.i64()?),
        })
    }
}

impl<C> Encode<C> for Number {
    #[inline]
    fn encode<W: Write>(
        &self,
        encoder: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        match *self {
            Self::Integer(number) => encoder.i64(number)?.ok(),
            Self::Float(number) => encoder.f64(number)?.ok(),
        }
    }
}

/// A record as in the pack.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Record<'b> {
    #[b(-2)]
    base_name: Option<&'b str>,
    #[n(-3)]
    base_time: Option<Number>,
    #[b(0)]
    name: Option<&'b str>,
    #[n(2)]
    value: Option<Number>,
    #[b(3)]
    text: Option<&'b str>,
    #[n(4)]
    boolean: Option<bool>,
    #[n(6)]
    time: Option<Number>,
    #[b(8)]
    bytes: Option<&'b ByteSlice>,
}

pub(crate) fn decode_derived(payload: &[u8], each: &mut impl FnMut(&Item<'_>)) {
    let mut decoder = Decoder::new(payload);
    let mut bases = Bases::default();
    for record in decoder.array_iter::<Record<'_>>().expect("a pack") {
        let record = record.expect("a record");
        each(&resolve(&mut bases, &record).expect("a record of LwM2M"));
    }
}

#[inline]
fn resolve<'b>(bases: &mut Bases, record: &Record<'b>) -> Option<Item<'b>> {
    bases.set(record.base_name, record.base_time.map(Number::seconds))?;
    let (ids, len) = bases.path(record.name)?;
    let value = match *record {
        Record { value: Some(Number::Float(number)), .. } => Scalar::Float(number),
        Record { value: Some(Number::Integer(number)), .. } => Scalar::Integer(number),
        Record { text: Some(text), .. } => Scalar::Text(text),
        Record { boolean: Some(truth), .. } => Scalar::Boolean(truth),
        Record { bytes: Some(bytes), .. } => Scalar::Bytes(bytes),
        _ => return None,
    };
    Some(Item { ids, len, time: bases.time(record.time.map(Number::seconds)), value })
}

pub(crate) fn decode(payload: &[u8], each: &mut impl FnMut(&Item<'_>)) {
    pack(payload, each).expect("a pack").expect("records of LwM2M");
}

fn pack(payload: &[u8], each: &mut impl FnMut(&Item<'_>)) -> Result<Option<()>, DecodeError> {
    let mut decoder = Decoder::new(payload);
    let mut bases = Bases::default();
    for _ in 0..decoder.array()?.unwrap_or_default() {
        let (mut base_name, mut base_time) = (None, None);
        let (mut name, mut time, mut value) = (None, None, None);
        for _ in 0..decoder.map()?.unwrap_or_default() {
            match decoder.i8()? {
                -2 => base_name = Some(decoder.str()?),
                -3 => base_time = Some(number(&mut decoder)?.seconds()),
                0 => name = Some(decoder.str()?),
                2 => {
                    value = Some(match number(&mut decoder)? {
                        Number::Integer(number) => Scalar::Integer(number),
                        Number::Float(number) => Scalar::Float(number),
                    });
                }
                3 => value = Some(Scalar::Text(decoder.str()?)),
                4 => value = Some(Scalar::Boolean(decoder.bool()?)),
                6 => time = Some(number(&mut decoder)?.seconds()),
                8 => value = Some(Scalar::Bytes(decoder.bytes()?)),
                _ => decoder.skip()?,
            }
        }
        let item = (|| {
            bases.set(base_name, base_time)?;
            let (ids, len) = bases.path(name)?;
            Some(Item { ids, len, time: bases.time(time), value: value? })
        })();
        let Some(item) = item else { return Ok(None) };
        each(&item);
    }
    Ok(Some(()))
}

#[inline]
fn number(decoder: &mut Decoder<'_>) -> Result<Number, DecodeError> {
    Number::decode(decoder, &mut ())
}

/// A growing buffer, like `Vec` with minicbor's feature `alloc`, but that would also change the
/// codec under test.
pub(crate) struct Buffer<'b>(pub(crate) &'b mut Vec<u8>);

impl Write for Buffer<'_> {
    type Error = Infallible;

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Infallible> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}

pub(crate) type Written = Result<(), EncodeError<Infallible>>;

pub(crate) fn encode_derived(items: &[Item<'_>], base: &str, buffer: &mut Vec<u8>) {
    let mut encoder = Encoder::new(Buffer(buffer));
    let (levels, mut text) = (levels(base), String::with_capacity(32));
    let base_time = items.first().and_then(|item| item.time);
    let written: Written = (|| {
        encoder.array(items.len() as u64)?;
        for (index, item) in items.iter().enumerate() {
            let name = name(item, levels, &mut text);
            let mut record = Record {
                base_name: (index == 0).then_some(base),
                base_time: base_time.filter(|_| index == 0).map(integer),
                name,
                value: None,
                text: None,
                boolean: None,
                time: relative(item.time, base_time).map(integer),
                bytes: None,
            };
            match item.value {
                Scalar::Integer(number) => record.value = Some(Number::Integer(number)),
                Scalar::Float(number) => record.value = Some(Number::Float(number)),
                Scalar::Boolean(truth) => record.boolean = Some(truth),
                Scalar::Text(text) => record.text = Some(text),
                Scalar::Bytes(bytes) => record.bytes = Some(bytes.into()),
            }
            encoder.encode(&record)?;
        }
        Ok(())
    })();
    written.expect("the buffer takes all");
}

/// Times are whole seconds in the corpora.
fn integer(seconds: f64) -> Number {
    Number::Integer(seconds as i64)
}

/// The time relative to the base time, unless it is zero.
#[inline]
pub(crate) fn relative(time: Option<f64>, base: Option<f64>) -> Option<f64> {
    time.map(|time| time - base.unwrap_or_default()).filter(|&time| time != 0.0)
}

pub(crate) fn encode(items: &[Item<'_>], base: &str, buffer: &mut Vec<u8>) {
    let mut encoder = Encoder::new(Buffer(buffer));
    let (levels, mut text) = (levels(base), String::with_capacity(32));
    let base_time = items.first().and_then(|item| item.time);
    let written: Written = (|| {
        encoder.array(items.len() as u64)?;
        for (index, item) in items.iter().enumerate() {
            let name = name(item, levels, &mut text);
            let time = relative(item.time, base_time);
            let bases = if index > 0 { 0 } else { 1 + u64::from(base_time.is_some()) };
            encoder.map(bases + u64::from(name.is_some()) + u64::from(time.is_some()) + 1)?;
            if index == 0 {
                encoder.i8(-2)?.str(base)?;
                if let Some(time) = base_time {
                    encoder.i8(-3)?.i64(time as i64)?;
                }
            }
            if let Some(name) = name {
                encoder.i8(0)?.str(name)?;
            }
            if let Some(time) = time {
                encoder.i8(6)?.i64(time as i64)?;
            }
            match item.value {
                Scalar::Integer(number) => encoder.i8(2)?.i64(number)?,
                Scalar::Float(number) => encoder.i8(2)?.f64(number)?,
                Scalar::Text(text) => encoder.i8(3)?.str(text)?,
                Scalar::Boolean(truth) => encoder.i8(4)?.bool(truth)?,
                Scalar::Bytes(bytes) => encoder.i8(8)?.bytes(bytes)?,
            };
        }
        Ok(())
    })();
    written.expect("the buffer takes all");
}
