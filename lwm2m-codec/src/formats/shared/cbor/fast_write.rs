//! Short cuts for writing LwM2M values as CBOR items.

use super::write;
use crate::codec::output::Output;
use crate::codec::room::Room;
use crate::encoding::cbor::to_half;
use crate::error::ErrorKind;
use crate::model::value::Value;

/// What stands before a value.
pub(crate) trait Key: Copy {
    /// Whether the label that SenML has for the type of the value follows.
    const LABELS: bool;

    /// Writes it in less than 80 bytes.
    fn put(self, room: &mut Room<'_>);
}

/// Writes a key and a value.
#[inline(always)]
pub(crate) fn fast_entry<K: Key>(
    output: &mut Output<'_>,
    key: K,
    value: &Value<'_>,
    tagged_time: bool,
) -> Option<()> {
    let Some(mut room) = output.room() else {
        return output.lend(|output| entry_near_end(output, key, value, tagged_time));
    };
    key.put(&mut room);
    let tail = fast_value::<K>(&mut room, value, tagged_time);
    let length = room.len();
    output.take(length);
    match tail {
        Tail::None => Some(()),
        Tail::Bytes(bytes) => output.put(bytes),
        Tail::Value => output.lend(|output| put_tail(output, value)),
    }
}

/// The same for the last entries, when the buffer may have less room than they need.
#[cold]
#[inline(never)]
fn entry_near_end<K: Key>(
    output: &mut Output<'_>,
    key: K,
    value: &Value<'_>,
    tagged_time: bool,
) -> Option<()> {
    let tail = output.put_short(|room| {
        key.put(room);
        fast_value::<K>(room, value, tagged_time)
    })?;
    match tail {
        Tail::None => Some(()),
        Tail::Bytes(bytes) => output.put(bytes),
        Tail::Value => put_tail(output, value),
    }
}

/// Writes a value that has no short cut.
#[cold]
#[inline(never)]
fn put_tail(output: &mut Output<'_>, value: &Value<'_>) -> Option<()> {
    output.put_with(|sink| match value {
        Value::None => Err(ErrorKind::NotRepresentable),
        value => {
            write::put_plain(sink, value);
            Ok(())
        }
    })
}

/// What is still to be written of a value.
enum Tail<'v> {
    None,
    Bytes(&'v [u8]),
    Value,
}

/// Writes a number or Boolean, or the head of a string.
#[inline(always)]
fn fast_value<'v, K: Key>(room: &mut Room<'_>, value: &Value<'v>, tagged_time: bool) -> Tail<'v> {
    let label = |room: &mut Room<'_>, label: u8| {
        if K::LABELS {
            room.put([label]);
        }
    };
    match *value {
        Value::Float(number) => {
            label(room, 2);
            fast_float(room, number);
        }
        Value::Integer(number) => {
            label(room, 2);
            fast_integer(room, number);
        }
        Value::Time(number) => {
            label(room, 2);
            if tagged_time {
                room.put([0xc1]);
            }
            fast_integer(room, number);
        }
        Value::Unsigned(number) => {
            label(room, 2);
            put_head(room, 0, number);
        }
        Value::Boolean(truth) => {
            label(room, 4);
            room.put([0xf4 + u8::from(truth)]);
        }
        Value::String(text) | Value::CoreLink(text) => {
            label(room, 3);
            let Some(text) = text.as_str() else { return Tail::Value };
            put_head(room, 0x60, text.len() as u64);
            return Tail::Bytes(text.as_bytes());
        }
        Value::Opaque(bytes) => {
            label(room, 8);
            let Some(bytes) = bytes.as_slice() else { return Tail::Value };
            put_head(room, 0x40, bytes.len() as u64);
            return Tail::Bytes(bytes);
        }
        Value::ObjectLink(_) => {
            if K::LABELS {
                room.put(*b"\x63vlo");
            }
            return Tail::Value;
        }
        Value::None => return Tail::Value,
    }
    Tail::None
}

/// Writes a number in the shortest precision that is exact.
#[inline(always)]
fn fast_float(room: &mut Room<'_>, number: f64) {
    #[expect(clippy::cast_possible_truncation, reason = "checked by converting back")]
    let single = number as f32;
    if f64::from(single).to_bits() != number.to_bits() {
        let [a, b, c, d, e, f, g, h] = number.to_be_bytes();
        room.put([0xfb, a, b, c, d, e, f, g, h]);
        return;
    }
    if let Some(half) = to_half(single) {
        let [a, b] = half.to_be_bytes();
        room.put([0xf9, a, b]);
    } else {
        let [a, b, c, d] = single.to_be_bytes();
        room.put([0xfa, a, b, c, d]);
    }
}

/// Writes the head of an item whose major type these upper bits are.
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

/// Writes an integer.
#[inline(always)]
pub(crate) fn fast_integer(room: &mut Room<'_>, number: i64) {
    // All bits of a negative number are the other way round, its major type is the next.
    let sign = number >> 63;
    put_head(room, 0x20 & sign as u8, (number ^ sign) as u64);
}
