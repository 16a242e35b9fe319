//! Values to CBOR items, always the shortest.

use core::convert::Infallible;

use minicbor::encode::Error;
use minicbor::{Decoder, Encoder};

use crate::context::Context;
use crate::object_link;
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

fn try_put(
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
