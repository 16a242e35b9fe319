//! The JSON form of SenML packs, where nothing needs a closer look.

use super::encode::JsonForm;
use crate::codec::context::Context;
use crate::codec::output::Output;
use crate::codec::room::Room;
use crate::formats::senml::encode::Form as _;
use crate::formats::senml::fast_encode::{Base, Entry, FastForm, Place};
use crate::formats::shared::json;
use crate::formats::shared::json::FastDecimals;
use crate::model::timestamp::Timestamp;
use crate::model::value::Value;

/// SenML JSON.
#[derive(Default)]
pub(crate) struct FastJson {
    decimals: FastDecimals,
}

/// What is still to be written of a record.
enum Tail<'v> {
    None,
    Text(&'v [u8]),
    Value,
}

impl FastJson {
    /// Writes a record, or what comes before its text.
    #[inline(always)]
    fn put_fields<'v>(&mut self, room: &mut Room<'_>, place: Place, entry: Entry<'v>) -> Tail<'v> {
        match place {
            Place::Further => room.put(*b",{"),
            Place::First => room.put(*b"{"),
            Place::Begun => room.put(*b","),
        }
        if entry.count > 0 {
            room.put(*b"\"n\":\"");
            if entry.absolute {
                room.put(*b"/");
            }
            room.put_name(entry.ids, entry.count);
            room.put(*b"\",");
        }
        if let Some(seconds) = entry.seconds {
            room.put(*b"\"t\":");
            room.put_integer(seconds);
            room.put(*b",");
        }
        match *entry.value {
            Value::Float(number) if number.is_finite() => {
                room.put(*b"\"v\":");
                self.decimals.put(room, number);
            }
            Value::Integer(number) | Value::Time(number) => {
                room.put(*b"\"v\":");
                room.put_integer(number);
            }
            Value::Boolean(true) => room.put(*b"\"vb\":true"),
            Value::Boolean(false) => room.put(*b"\"vb\":false"),
            Value::String(text) | Value::CoreLink(text) => {
                let text = text.as_str().map(str::as_bytes);
                let Some(text) = text.filter(|text| json::plain_len(text).is_none()) else {
                    return Tail::Value;
                };
                room.put(*b"\"vs\":\"");
                return Tail::Text(text);
            }
            _ => return Tail::Value,
        }
        room.put(*b"}");
        Tail::None
    }

    #[cold]
    #[inline(never)]
    fn put_near_end(
        &mut self,
        output: &mut Output<'_>,
        place: Place,
        entry: Entry<'_>,
    ) -> Option<()> {
        let tail = output.put_short(|room| self.put_fields(room, place, entry))?;
        put_tail(output, tail, entry)
    }
}

#[inline]
fn put_tail(output: &mut Output<'_>, tail: Tail<'_>, entry: Entry<'_>) -> Option<()> {
    match tail {
        Tail::None => Some(()),
        Tail::Text(text) => {
            output.put(text)?;
            output.put(b"\"}")
        }
        Tail::Value => output.lend(|output| put_value(output, entry.value)),
    }
}

/// Writes a value that has no short cut, and ends its record.
#[cold]
#[inline(never)]
fn put_value(output: &mut Output<'_>, value: &Value<'_>) -> Option<()> {
    output.put_with(|sink| {
        JsonForm::default().value(sink, value)?;
        sink.put(b"}");
        Ok(())
    })
}

impl FastForm for FastJson {
    type General = JsonForm;

    fn put_begin(output: &mut Output<'_>, _: usize) -> Option<()> {
        output.put(b"[")
    }

    #[inline(never)]
    fn put_base(output: &mut Output<'_>, base: Base, context: &Context<'_>) -> Option<()> {
        output.put(if base.first { b"{" } else { b",{" })?;
        if let (Some(name), true) = (base.name, context.alternate_path().is_empty()) {
            let (path, whole) = name.parts();
            output.put_short(|room| {
                room.put(*b"\"bn\":\"/");
                room.put_name(path.word(), path.len() as u8);
                if !whole && path.len() > 0 {
                    room.put(*b"/");
                }
                room.put(*b"\"");
            })?;
            if base.seconds.is_none() {
                return Some(());
            }
            output.put(b",")?;
            return output.put_with(|sink| {
                let time = base.seconds.map(Timestamp::from_seconds);
                time.into_iter().for_each(|time| JsonForm::default().base_time(sink, time));
                Ok(())
            });
        }
        output.put_with(|sink| {
            let mut form = JsonForm::default();
            base.name.into_iter().for_each(|name| form.base_name(sink, &name.base_name(context)));
            let time = base.seconds.map(Timestamp::from_seconds);
            time.into_iter().for_each(|time| form.base_time(sink, time));
            Ok(())
        })
    }

    #[inline(always)]
    fn put_entry(&mut self, output: &mut Output<'_>, place: Place, entry: Entry<'_>) -> Option<()> {
        let Some(mut room) = output.room() else {
            return output.lend(|output| self.put_near_end(output, place, entry));
        };
        let tail = self.put_fields(&mut room, place, entry);
        let length = room.len();
        output.take(length);
        put_tail(output, tail, entry)
    }

    fn put_end(output: &mut Output<'_>) -> Option<()> {
        output.put(b"]")
    }
}
