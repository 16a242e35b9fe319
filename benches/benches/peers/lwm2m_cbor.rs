//! minicbor for LwM2M CBOR: a loop over its decoder and encoder. No library supports the format
//! itself.

use minicbor::data::Type;
use minicbor::decode::Error;
use minicbor::{Decoder, Encoder};

use super::item::{Item, Scalar};
use super::minicbor::{Buffer, Written};

pub(crate) fn decode(payload: &[u8], each: &mut impl FnMut(&Item<'_>)) {
    map(&mut Decoder::new(payload), [0; 4], 0, each).expect("LwM2M CBOR");
}

/// Reads a map whose entries are below these IDs.
fn map(
    decoder: &mut Decoder<'_>,
    ids: [u16; 4],
    len: usize,
    each: &mut impl FnMut(&Item<'_>),
) -> Result<(), Error> {
    for _ in 0..decoder.map()?.unwrap_or_default() {
        let (mut ids, mut len) = (ids, len);
        let keys = match decoder.datatype()? {
            Type::Array => decoder.array()?.unwrap_or_default(),
            _ => 1,
        };
        for _ in 0..keys {
            *ids.get_mut(len).ok_or(Error::message("a path too long"))? = decoder.u16()?;
            len += 1;
        }
        let value = match decoder.datatype()? {
            Type::Map => {
                map(decoder, ids, len, each)?;
                continue;
            }
            Type::F16 => Scalar::Float(decoder.f16()?.into()),
            Type::F32 => Scalar::Float(decoder.f32()?.into()),
            Type::F64 => Scalar::Float(decoder.f64()?),
            Type::Bool => Scalar::Boolean(decoder.bool()?),
            Type::String => Scalar::Text(decoder.str()?),
            Type::Bytes => Scalar::Bytes(decoder.bytes()?),
            _ => Scalar::Integer(decoder.i64()?),
        };
        each(&Item { ids, len: len as u8, time: None, value });
    }
    Ok(())
}

pub(crate) fn encode(items: &[Item<'_>], _: &str, buffer: &mut Vec<u8>) {
    entries(&mut Encoder::new(Buffer(buffer)), items, 0).expect("the buffer takes all");
}

/// Writes the map of the items below one path of this many levels.
fn entries(encoder: &mut Encoder<Buffer<'_>>, items: &[Item<'_>], level: usize) -> Written {
    let same = |a: &Item<'_>, b: &Item<'_>| a.ids[level] == b.ids[level];
    encoder.map(items.chunk_by(same).count() as u64)?;
    for group in items.chunk_by(same) {
        let item = &group[0];
        encoder.u16(item.ids[level])?;
        if usize::from(item.len) > level + 1 {
            entries(encoder, group, level + 1)?;
            continue;
        }
        match item.value {
            Scalar::Integer(number) => encoder.i64(number)?,
            Scalar::Float(number) => encoder.f64(number)?,
            Scalar::Text(text) => encoder.str(text)?,
            Scalar::Boolean(truth) => encoder.bool(truth)?,
            Scalar::Bytes(bytes) => encoder.bytes(bytes)?,
        };
    }
    Ok(())
}
