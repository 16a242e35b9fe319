//! The fast path for writing SenML JSON.

use super::encode::JsonForm;
use crate::codec::context::Context;
use crate::codec::sink::{Reserved, Sink};
use crate::encoding::json::plain_len;
use crate::formats::senml::encode::Form as _;
use crate::formats::senml::fast_encode::{Base, Entry, FastForm, Place};
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
    fn put_fields<'v>(
        &mut self,
        reserved: &mut Reserved<'_>,
        place: Place,
        entry: Entry<'v>,
    ) -> Tail<'v> {
        match place {
            Place::Further => reserved.put(*b",{"),
            Place::First => reserved.put(*b"{"),
            Place::Begun => reserved.put(*b","),
        }
        if entry.count > 0 {
            reserved.put(*b"\"n\":\"");
            if entry.absolute {
                reserved.put(*b"/");
            }
            reserved.put_ids(entry.ids, entry.count);
            reserved.put(*b"\",");
        }
        if let Some(seconds) = entry.seconds {
            reserved.put(*b"\"t\":");
            reserved.put_integer(seconds);
            reserved.put(*b",");
        }
        match *entry.value {
            Value::Float(number) if number.is_finite() => {
                reserved.put(*b"\"v\":");
                self.decimals.put(reserved, number);
            }
            Value::Integer(number) | Value::Time(number) => {
                reserved.put(*b"\"v\":");
                reserved.put_integer(number);
            }
            Value::Boolean(true) => reserved.put(*b"\"vb\":true"),
            Value::Boolean(false) => reserved.put(*b"\"vb\":false"),
            Value::String(text) | Value::CoreLink(text) => {
                let text = text.as_bytes();
                let Some(text) = text.filter(|text| plain_len(text).is_none()) else {
                    return Tail::Value;
                };
                reserved.put(*b"\"vs\":\"");
                return Tail::Text(text);
            }
            _ => return Tail::Value,
        }
        reserved.put(*b"}");
        Tail::None
    }

    /// The same for the last records, when the buffer may have fewer bytes than are reserved.
    #[cold]
    #[inline(never)]
    fn put_near_end(
        &mut self,
        sink: &mut Sink<'_>,
        place: Place,
        entry: Entry<'_>,
        context: &Context<'_>,
    ) -> Option<()> {
        let tail = sink.put_short(|reserved| self.put_fields(reserved, place, entry))?;
        put_tail(sink, tail, entry, context)
    }
}

#[inline]
fn put_tail(
    sink: &mut Sink<'_>,
    tail: Tail<'_>,
    entry: Entry<'_>,
    context: &Context<'_>,
) -> Option<()> {
    match tail {
        Tail::None => Some(()),
        Tail::Text(text) => {
            sink.try_put(text)?;
            sink.try_put(b"\"}")
        }
        Tail::Value => sink.out_of_line(|sink| put_value(sink, entry.value, context)),
    }
}

/// Writes a value that has no fast path, and ends its record.
#[cold]
#[inline(never)]
fn put_value(sink: &mut Sink<'_>, value: &Value<'_>, context: &Context<'_>) -> Option<()> {
    JsonForm::default().value(sink, value, context).ok()?;
    sink.put(b"}");
    sink.fits()
}

impl FastForm for FastJson {
    type General = JsonForm;

    fn put_begin(sink: &mut Sink<'_>, _: usize) -> Option<()> {
        sink.try_put(b"[")
    }

    #[inline(never)]
    fn put_base(sink: &mut Sink<'_>, base: Base, context: &Context<'_>) -> Option<()> {
        sink.try_put(if base.first { b"{" } else { b",{" })?;
        let mut form = JsonForm::default();
        if let Some(name) = base.name {
            if context.alternate_path().is_empty() {
                let (path, whole) = name.parts();
                sink.put_short(|reserved| {
                    reserved.put(*b"\"bn\":\"/");
                    reserved.put_ids(path.word(), path.len() as u8);
                    if !whole && path.len() > 0 {
                        reserved.put(*b"/");
                    }
                    reserved.put(*b"\"");
                    if base.seconds.is_some() {
                        reserved.put(*b",");
                    }
                })?;
            } else {
                form.base_name(sink, &name.base_name(context));
            }
        }
        if let Some(seconds) = base.seconds {
            form.base_time(sink, Timestamp::from_seconds(seconds));
        }
        sink.fits()
    }

    #[inline(always)]
    fn put_entry(
        &mut self,
        sink: &mut Sink<'_>,
        place: Place,
        entry: Entry<'_>,
        context: &Context<'_>,
    ) -> Option<()> {
        let Some(mut reserved) = sink.reserve() else {
            return sink.out_of_line(|sink| self.put_near_end(sink, place, entry, context));
        };
        let tail = self.put_fields(&mut reserved, place, entry);
        let len = reserved.len();
        sink.commit(len);
        put_tail(sink, tail, entry, context)
    }

    fn put_end(sink: &mut Sink<'_>) -> Option<()> {
        sink.try_put(b"]")
    }
}
