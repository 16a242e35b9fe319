//! Values to CBOR items, always the shortest.

use core::convert::Infallible;

use minicbor::encode::Error;
use minicbor::{Decoder, Encoder};

use crate::context::Context;
use crate::object_link;
#[cfg(any(feature = "senml-cbor", feature = "lwm2m-cbor"))]
use crate::room::Room;
use crate::sink::Sink;
use crate::value::Value;

/// Writes a value in its shortest form.
pub(crate) fn put(sink: &mut Sink<'_>, value: &Value<'_>, context: &Context<'_>) {
    // A sink takes everything, so there is no error to hand on.
    let _ = try_put(sink, value, context.has_tagged_time());
}

/// Writes a value with Time as a plain number, as SenML has it.
#[cfg(feature = "senml-cbor")]
pub(crate) fn put_plain(sink: &mut Sink<'_>, value: &Value<'_>) {
    let _ = try_put(sink, value, false);
}

pub(super) fn try_put(
    sink: &mut Sink<'_>,
    value: &Value<'_>,
    tagged_time: bool,
) -> Result<(), Error<Infallible>> {
    let mut cbor = Encoder::new(&mut *sink);
    match value {
        Value::String(text) | Value::CoreLink(text) => {
            cbor.str_len(text.len() as u64)?;
            sink.put_pieces(text.pieces());
        }
        Value::Opaque(bytes) => {
            cbor.bytes_len(bytes.len() as u64)?;
            sink.put_bytes(bytes);
        }
        Value::ObjectLink(link) => {
            let mut buffer = [0; object_link::MAX_LEN];
            let mut text = Sink::new(&mut buffer);
            object_link::put(&mut text, *link);
            let length = text.len();
            cbor.str_len(length as u64)?;
            sink.put(buffer.get(..length).unwrap_or_default());
        }
        Value::Time(number) => {
            if tagged_time {
                cbor.tag(minicbor::data::IanaTag::Timestamp)?;
            }
            cbor.i64(*number)?;
        }
        Value::Integer(number) => cbor.i64(*number)?.ok()?,
        Value::Unsigned(number) => cbor.u64(*number)?.ok()?,
        Value::Float(number) => put_float(&mut cbor, *number)?,
        Value::Boolean(truth) => cbor.bool(*truth)?.ok()?,
        Value::None => cbor.null()?.ok()?,
    }
    Ok(())
}

/// Writes a value in its shortest form, if there is a short cut for it.
#[cfg(any(feature = "senml-cbor", feature = "lwm2m-cbor"))]
#[inline(always)]
pub(crate) fn put_short(room: &mut Room<'_>, value: &Value<'_>) -> Option<()> {
    match *value {
        Value::Float(number) => {
            #[expect(clippy::cast_possible_truncation, reason = "checked by converting back")]
            let single = number as f32;
            if f64::from(single).to_bits() != number.to_bits() {
                room.put([0xfb]);
                room.put(number.to_be_bytes());
            } else if single.to_bits() & 0x1fff != 0 {
                room.put([0xfa]);
                room.put(single.to_be_bytes());
            } else {
                room.put([0xf9]);
                room.put(normal_half(single)?.to_be_bytes());
            }
        }
        Value::Integer(number) if number >= 0 => put_head(room, 0, number as u64),
        Value::Integer(number) => put_head(room, 0x20, !number as u64),
        Value::Unsigned(number) => put_head(room, 0, number),
        Value::Boolean(truth) => room.put([0xf4 + u8::from(truth)]),
        Value::String(text) | Value::CoreLink(text) => {
            put_short_string(room, 0x60, text.as_str()?.as_bytes())?;
        }
        Value::Opaque(bytes) => put_short_string(room, 0x40, bytes.as_slice()?)?,
        _ => return None,
    }
    Some(())
}

/// Writes a string whose length stands in the first byte of its head, whose upper bits are these.
#[cfg(any(feature = "senml-cbor", feature = "lwm2m-cbor"))]
#[inline(always)]
fn put_short_string(room: &mut Room<'_>, major: u8, bytes: &[u8]) -> Option<()> {
    if bytes.len() > Room::SHORT {
        return None;
    }
    room.put([major + bytes.len() as u8]);
    room.put_slice(bytes);
    Some(())
}

/// Writes the head of an item whose major type these upper bits are.
#[cfg(any(feature = "senml-cbor", feature = "lwm2m-cbor"))]
#[inline(always)]
pub(crate) fn put_head(room: &mut Room<'_>, major: u8, argument: u64) {
    let [a, b, c, d, e, f, g, h] = argument.to_be_bytes();
    match argument {
        0..24 => room.put([major | h]),
        24..0x100 => room.put([major | 24, h]),
        0x100..0x1_0000 => room.put([major | 25, g, h]),
        0x1_0000..0x1_0000_0000 => room.put([major | 26, e, f, g, h]),
        _ => room.put([major | 27, a, b, c, d, e, f, g, h]),
    }
}

/// The half-precision bits of a number whose significand fits, unless it is very small or no number.
#[cfg(any(feature = "senml-cbor", feature = "lwm2m-cbor"))]
#[inline(always)]
fn normal_half(number: f32) -> Option<u16> {
    let bits = number.to_bits();
    let (sign, exponent) = ((bits >> 16) as u16 & 0x8000, bits >> 23 & 0xff);
    match exponent {
        0 if bits << 1 == 0 => Some(sign),
        // The exponents that half precision has, too, are 112 less there.
        113..=142 => Some(sign | (((bits & 0x7fff_ffff) - (112 << 23)) >> 13) as u16),
        _ => None,
    }
}

/// The shortest of half, single and double precision that is exact.
pub(crate) fn put_float(
    cbor: &mut Encoder<&mut Sink<'_>>,
    number: f64,
) -> Result<(), Error<Infallible>> {
    #[expect(clippy::cast_possible_truncation, reason = "checked by converting back")]
    let single = number as f32;
    if f64::from(single).to_bits() != number.to_bits() {
        cbor.f64(number)?.ok()
    } else if is_half(single) {
        cbor.f16(single)?.ok()
    } else {
        cbor.f32(single)?.ok()
    }
}

/// Whether half precision is exact for the number.
fn is_half(number: f32) -> bool {
    // Half precision has 13 bits less of significand.
    if number.to_bits() & 0x1fff != 0 {
        return false;
    }
    let mut half = [0; 3];
    let written = Encoder::new(&mut half[..]).f16(number).is_ok();
    let read = Decoder::new(&half).f16().map(f32::to_bits);
    written && read.is_ok_and(|bits| bits == number.to_bits())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::Path;

    fn put_value(value: Value<'_>, buffer: &mut [u8]) -> usize {
        let mut sink = Sink::new(buffer);
        put(&mut sink, &value, &Context::read(Path::ROOT));
        sink.len()
    }

    #[test]
    fn floats_are_as_short_as_is_exact() {
        let mut buffer = [0; 9];
        for (number, length) in [
            (1.5, 3),
            (-0.0, 3),
            (65504.0, 3),
            (65505.0, 5),
            (1.000_488_281_25, 5),
            (1.000_976_562_5, 3),
            (f64::INFINITY, 3),
            (f64::NAN, 3),
            (5.960_464_477_539_063e-8, 3),
            (100_000.0, 5),
            (0.1, 9),
        ] {
            assert_eq!(put_value(Value::Float(number), &mut buffer), length, "{number}");
        }
    }

    #[test]
    fn heads_are_minimal() {
        let mut buffer = [0; 9];
        for (number, length) in
            [(0, 1), (23, 1), (24, 2), (255, 2), (256, 3), (65535, 3), (65536, 5), (1 << 32, 9)]
        {
            assert_eq!(put_value(Value::Unsigned(number), &mut buffer), length);
            let negative = -1 - i64::try_from(number).unwrap();
            assert_eq!(put_value(Value::Integer(negative), &mut buffer), length);
        }
    }
}
