//! Values to CBOR items, always the shortest.

use crate::codec::context::Context;
use crate::codec::sink::Sink;
use crate::encoding::cbor::to_half;
use crate::encoding::float::exact_single;
use crate::formats::shared::link_text::LinkText;
use crate::model::value::Value;

/// Writes a value in its shortest form, Time with a tag if that is asked for.
#[cfg_attr(not(feature = "fast"), inline(never))]
pub(crate) fn put(sink: &mut Sink<'_>, value: &Value<'_>, context: &Context<'_>) {
    if matches!(value, Value::Time(_)) && context.tagged_time() {
        put_argument(sink, 0xc0, 1);
    }
    put_plain(sink, value);
}

/// Writes a value with Time as a plain number.
pub(crate) fn put_plain(sink: &mut Sink<'_>, value: &Value<'_>) {
    match value {
        Value::String(text) | Value::CoreLink(text) => {
            put_argument(sink, 0x60, text.len() as u64);
            sink.put_text(text);
        }
        Value::Opaque(bytes) => {
            put_argument(sink, 0x40, bytes.len() as u64);
            sink.put_bytes(bytes);
        }
        Value::ObjectLink(link) => {
            let text = LinkText::new(*link);
            put_argument(sink, 0x60, text.as_bytes().len() as u64);
            sink.put(text.as_bytes());
        }
        Value::Integer(number) | Value::Time(number) => put_integer(sink, *number),
        Value::Unsigned(number) => put_argument(sink, 0, *number),
        Value::Float(number) => put_float(sink, *number),
        Value::Boolean(truth) => sink.put(&[0xf4 | u8::from(*truth)]),
        Value::None => sink.put(&[0xf6]),
    }
}

/// Writes the head of an item whose major type these upper bits are. It takes half the code that
/// `minicbor` has for each kind of them.
#[cfg_attr(not(feature = "fast"), inline(never))]
pub(crate) fn put_argument(sink: &mut Sink<'_>, major: u8, argument: u64) {
    let (info, width) = match argument {
        0..24 => (argument as u8, 0),
        24..0x100 => (24, 1),
        0x100..0x1_0000 => (25, 2),
        0x1_0000..0x1_0000_0000 => (26, 4),
        _ => (27, 8),
    };
    put_head(sink, major | info, argument, width);
}

/// Writes the first byte of an item and so many low bytes of a number.
fn put_head(sink: &mut Sink<'_>, first: u8, number: u64, width: usize) {
    sink.put(&[first]);
    sink.put(number.to_be_bytes().get(8 - width..).unwrap_or_default());
}

/// Writes an integer.
pub(crate) fn put_integer(sink: &mut Sink<'_>, number: i64) {
    // Of a negative number, the argument is -1 - n.
    let sign = number >> 63;
    put_argument(sink, 0x20 & sign as u8, (number ^ sign) as u64);
}

/// The shortest of half, single and double precision that is exact.
pub(crate) fn put_float(sink: &mut Sink<'_>, number: f64) {
    let (first, bits, width) = match exact_single(number) {
        None => (0xfb, number.to_bits(), 8),
        Some(single) => match to_half(single) {
            None => (0xfa, single.to_bits().into(), 4),
            Some(half) => (0xf9, half.into(), 2),
        },
    };
    put_head(sink, first, bits, width);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::path::Path;

    fn put_value(value: Value<'_>, buffer: &mut [u8]) -> usize {
        let mut sink = Sink::new(buffer);
        put(&mut sink, &value, &Context::read(Path::ROOT));
        sink.len()
    }

    #[test]
    fn minicbor_writes_and_reads_the_same() {
        let edges = [0, 23, 24, 0xff, 0x100, 0xffff, 0x1_0000, 0xffff_ffff, 0x1_0000_0000];
        let mut buffer = [0; 9];
        for number in edges.into_iter().chain([i64::MAX as u64]).map(|number| number as i64) {
            for number in [number, -1 - number] {
                let length = put_value(Value::Integer(number), &mut buffer);
                let mut other = [0; 9];
                let mut encoder = minicbor::Encoder::new(&mut other[..]);
                encoder.i64(number).unwrap();
                let left = encoder.into_writer().len();
                assert_eq!(buffer[..length], other[..9 - left], "{number}");
            }
        }
        for number in [0.0, -0.0, 1.5, 0.1, 65505.0, -1e300, f64::MIN_POSITIVE, f64::INFINITY] {
            let length = put_value(Value::Float(number), &mut buffer);
            let mut decoder = minicbor::Decoder::new(&buffer[..length]);
            assert_eq!(decoder.f64().unwrap().to_bits(), number.to_bits());
            assert_eq!(decoder.position(), length);
        }
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
