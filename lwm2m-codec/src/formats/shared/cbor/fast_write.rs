//! The fast path for writing LwM2M values as CBOR items.

use super::write;
use crate::codec::sink::{Reserved, Sink};
use crate::encoding::cbor::to_half;
use crate::encoding::float::exact_single;
use crate::model::value::Value;

/// What stands before a value.
pub(crate) trait Key: Copy {
    /// Whether the label that SenML has for the type of the value follows.
    const LABELS: bool;

    /// Writes it in less than 80 bytes.
    fn put(self, reserved: &mut Reserved<'_>);
}

/// Writes a key and a value.
#[inline(always)]
pub(crate) fn fast_entry<K: Key>(
    sink: &mut Sink<'_>,
    key: K,
    value: &Value<'_>,
    tagged_time: bool,
) -> Option<()> {
    let Some(mut reserved) = sink.reserve() else {
        return sink.out_of_line(|sink| put_near_end(sink, key, value, tagged_time));
    };
    key.put(&mut reserved);
    let tail = fast_value::<K>(&mut reserved, value, tagged_time);
    let len = reserved.len();
    sink.commit(len);
    match tail {
        Tail::None => Some(()),
        Tail::Bytes(bytes) => sink.try_put(bytes),
        Tail::Value => sink.out_of_line(|sink| put_tail(sink, value)),
    }
}

/// The same for the last entries, when the buffer may have fewer bytes than are reserved.
#[cold]
#[inline(never)]
fn put_near_end<K: Key>(
    sink: &mut Sink<'_>,
    key: K,
    value: &Value<'_>,
    tagged_time: bool,
) -> Option<()> {
    let tail = sink.put_short(|reserved| {
        key.put(reserved);
        fast_value::<K>(reserved, value, tagged_time)
    })?;
    match tail {
        Tail::None => Some(()),
        Tail::Bytes(bytes) => sink.try_put(bytes),
        Tail::Value => put_tail(sink, value),
    }
}

/// Writes a value that has no fast path.
#[cold]
#[inline(never)]
fn put_tail(sink: &mut Sink<'_>, value: &Value<'_>) -> Option<()> {
    if matches!(value, Value::None) {
        return None;
    }
    write::put_plain(sink, value);
    sink.fits()
}

/// What is still to be written of a value.
enum Tail<'v> {
    None,
    Bytes(&'v [u8]),
    Value,
}

/// Writes a number or Boolean, or the head of a string.
#[inline(always)]
fn fast_value<'v, K: Key>(
    reserved: &mut Reserved<'_>,
    value: &Value<'v>,
    tagged_time: bool,
) -> Tail<'v> {
    let label = |reserved: &mut Reserved<'_>, label: u8| {
        if K::LABELS {
            reserved.put([label]);
        }
    };
    match *value {
        Value::Float(number) => {
            label(reserved, 2);
            fast_float(reserved, number);
        }
        Value::Integer(number) => {
            label(reserved, 2);
            fast_integer(reserved, number);
        }
        Value::Time(number) => {
            label(reserved, 2);
            if tagged_time {
                reserved.put([0xc1]);
            }
            fast_integer(reserved, number);
        }
        Value::Unsigned(number) => {
            label(reserved, 2);
            put_head(reserved, 0, number);
        }
        Value::Boolean(truth) => {
            label(reserved, 4);
            reserved.put([0xf4 + u8::from(truth)]);
        }
        Value::String(text) | Value::CoreLink(text) => {
            label(reserved, 3);
            let Some(text) = text.as_str() else { return Tail::Value };
            put_head(reserved, 0x60, text.len() as u64);
            return Tail::Bytes(text.as_bytes());
        }
        Value::Opaque(bytes) => {
            label(reserved, 8);
            let Some(bytes) = bytes.as_slice() else { return Tail::Value };
            put_head(reserved, 0x40, bytes.len() as u64);
            return Tail::Bytes(bytes);
        }
        Value::ObjectLink(_) => {
            if K::LABELS {
                reserved.put(*b"\x63vlo");
            }
            return Tail::Value;
        }
        Value::None => return Tail::Value,
    }
    Tail::None
}

/// Writes a number in the shortest precision that is exact.
#[inline(always)]
fn fast_float(reserved: &mut Reserved<'_>, number: f64) {
    let Some(single) = exact_single(number) else {
        let [a, b, c, d, e, f, g, h] = number.to_be_bytes();
        reserved.put([0xfb, a, b, c, d, e, f, g, h]);
        return;
    };
    if let Some(half) = to_half(single) {
        let [a, b] = half.to_be_bytes();
        reserved.put([0xf9, a, b]);
    } else {
        let [a, b, c, d] = single.to_be_bytes();
        reserved.put([0xfa, a, b, c, d]);
    }
}

/// Writes the head of an item whose major type these upper bits are.
#[inline(always)]
pub(crate) fn put_head(reserved: &mut Reserved<'_>, major: u8, argument: u64) {
    let [a, b, c, d, e, f, g, h] = argument.to_be_bytes();
    match argument {
        0..24 => reserved.put([major | h]),
        24..0x100 => reserved.put([major | 24, h]),
        0x100..0x1_0000 => reserved.put([major | 25, g, h]),
        0x1_0000..0x1_0000_0000 => reserved.put([major | 26, e, f, g, h]),
        _ => reserved.put([major | 27, a, b, c, d, e, f, g, h]),
    }
}

/// Writes an integer.
#[inline(always)]
pub(crate) fn fast_integer(reserved: &mut Reserved<'_>, number: i64) {
    // All bits of a negative number are the other way round, its major type is the next.
    let sign = number >> 63;
    put_head(reserved, 0x20 & sign as u8, (number ^ sign) as u64);
}
