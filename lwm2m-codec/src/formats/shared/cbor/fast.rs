//! The short cut for data items: text of less than 256 bytes, bytes, and numbers.

use crate::data_type::DataType;
use crate::formats::shared::number;
use crate::model::value::Value;

/// The string at the start of `rest`, of this major type, and what follows it.
#[cfg(all(feature = "fast", feature = "lwm2m-cbor"))]
#[inline(always)]
fn fast_string(rest: &[u8], major: u8) -> Option<(&[u8], &[u8])> {
    let [head, after @ ..] = rest else { return None };
    let (length, after) = match (head ^ major << 5, after) {
        (length @ ..24, after) => (length.into(), after),
        (24, [length, after @ ..]) => ((*length).into(), after),
        _ => return None,
    };
    after.split_at_checked(length)
}

/// The first byte of the item at the start of `rest`, its argument, and what follows its head.
#[inline(always)]
pub(crate) fn fast_head(rest: &[u8]) -> Option<(u8, u64, &[u8])> {
    let [head, after @ ..] = rest else { return None };
    let (argument, after) = match (head & 0x1f, after) {
        (argument @ ..24, after) => (argument.into(), after),
        (24, [argument, after @ ..]) => (u64::from(*argument), after),
        (25, [a, b, after @ ..]) => (u16::from_be_bytes([*a, *b]).into(), after),
        (26, [a, b, c, d, after @ ..]) => (u32::from_be_bytes([*a, *b, *c, *d]).into(), after),
        (27, [a, b, c, d, e, f, g, h, after @ ..]) => {
            (u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]), after)
        }
        _ => return None,
    };
    Some((*head, argument, after))
}

/// The float with this first byte and argument.
#[inline(always)]
fn fast_float(head: u8, argument: u64) -> Option<f64> {
    match head {
        0xf9 => Some(crate::encoding::cbor::half(argument as u16)),
        0xfa => Some(f32::from_bits(argument as u32).into()),
        0xfb => Some(f64::from_bits(argument)),
        _ => None,
    }
}

/// Reads a number where it has the data type without further ado, and returns what follows it.
#[cfg(all(feature = "fast", feature = "lwm2m-cbor"))]
#[inline(always)]
pub(crate) fn fast_number(rest: &[u8], data_type: Option<DataType>) -> Option<(Value<'_>, &[u8])> {
    let (head, argument, rest) = fast_head(rest)?;
    Some((fast_value(head, argument, data_type)?, rest))
}

/// The number with this first byte and argument, where it has the data type without further ado.
#[inline(always)]
pub(crate) fn fast_value<'a>(
    head: u8,
    argument: u64,
    data_type: Option<DataType>,
) -> Option<Value<'a>> {
    match (head, data_type) {
        (0xf9.., None | Some(DataType::Float)) => Some(Value::Float(fast_float(head, argument)?)),
        (0x00..0x20, _) => number::fast_integer(false, argument, data_type),
        (0x20..0x40, _) => number::fast_integer(true, argument.checked_add(1)?, data_type),
        _ => None,
    }
}

/// Reads a string or Boolean where it has the data type without further ado, and returns what follows
/// it.
#[cfg(all(feature = "fast", feature = "lwm2m-cbor"))]
#[inline(never)]
pub(crate) fn fast_leaf(rest: &[u8], data_type: Option<DataType>) -> Option<(Value<'_>, &[u8])> {
    match (rest, data_type) {
        ([0x40..0x5c, ..], None | Some(DataType::Opaque)) => {
            let (_, length, rest) = fast_head(rest)?;
            let (bytes, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
            Some((Value::Opaque(bytes.into()), rest))
        }
        ([0x60..0x80, ..], _) => {
            let (text, rest) = fast_string(rest, 3)?;
            Some((number::fast_text(text, data_type)?, rest))
        }
        ([truth @ (0xf4 | 0xf5), rest @ ..], None | Some(DataType::Boolean)) => {
            Some((Value::Boolean(*truth == 0xf5), rest))
        }
        _ => None,
    }
}
