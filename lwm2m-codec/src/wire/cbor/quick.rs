//! The short cut for data items: text of less than 256 bytes, bytes, and numbers.

use crate::scalar;
use crate::value::{DataType, Value};

/// The string at the start of `rest`, of this major type, and what follows it.
#[cfg(all(feature = "fast", feature = "lwm2m-cbor"))]
#[inline(always)]
fn quick_string(rest: &[u8], major: u8) -> Option<(&[u8], &[u8])> {
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
pub(crate) fn quick_head(rest: &[u8]) -> Option<(u8, u64, &[u8])> {
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
fn quick_float(head: u8, argument: u64) -> Option<f64> {
    match head {
        0xf9 => Some(super::item::half(argument as u16)),
        0xfa => Some(f32::from_bits(argument as u32).into()),
        0xfb => Some(f64::from_bits(argument)),
        _ => None,
    }
}

/// Reads a number where it has the data type without further ado, and returns what follows it.
#[cfg(all(feature = "fast", feature = "lwm2m-cbor"))]
#[inline(always)]
pub(crate) fn quick_number(rest: &[u8], data_type: Option<DataType>) -> Option<(Value<'_>, &[u8])> {
    let (head, argument, rest) = quick_head(rest)?;
    Some((quick_value(head, argument, data_type)?, rest))
}

/// The number with this first byte and argument, where it has the data type without further ado.
#[inline(always)]
pub(crate) fn quick_value<'a>(
    head: u8,
    argument: u64,
    data_type: Option<DataType>,
) -> Option<Value<'a>> {
    match (head, data_type) {
        (0xf9.., None | Some(DataType::Float)) => Some(Value::Float(quick_float(head, argument)?)),
        (0x00..0x20, _) => scalar::quick_integer(false, argument, data_type),
        (0x20..0x40, _) => scalar::quick_integer(true, argument.checked_add(1)?, data_type),
        _ => None,
    }
}

/// Reads a string or Boolean where it has the data type without further ado, and returns what follows
/// it.
#[cfg(all(feature = "fast", feature = "lwm2m-cbor"))]
#[inline(never)]
pub(crate) fn quick_leaf(rest: &[u8], data_type: Option<DataType>) -> Option<(Value<'_>, &[u8])> {
    match (rest, data_type) {
        ([0x40..0x5c, ..], None | Some(DataType::Opaque)) => {
            let (_, length, rest) = quick_head(rest)?;
            let (bytes, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
            Some((Value::Opaque(bytes.into()), rest))
        }
        ([0x60..0x80, ..], _) => {
            let (text, rest) = quick_string(rest, 3)?;
            Some((scalar::quick_text(text, data_type)?, rest))
        }
        ([truth @ (0xf4 | 0xf5), rest @ ..], None | Some(DataType::Boolean)) => {
            Some((Value::Boolean(*truth == 0xf5), rest))
        }
        _ => None,
    }
}
