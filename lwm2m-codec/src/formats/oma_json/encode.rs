//! Records to OMA JSON.

use crate::codec::context::Context;
use crate::codec::encoder::{Source, Write};
use crate::codec::sink::Sink;
use crate::encoding::base64::Base64;
use crate::error::{Error, ErrorKind};
use crate::formats::shared::json;
use crate::formats::shared::link_text::LinkText;
use crate::formats::shared::linked::Linked;
use crate::formats::shared::names::{Names, Planner, Times};
use crate::model::operation::Operation;
use crate::model::path::Path;
use crate::model::record::{Content, Record};
use crate::model::timestamp::Timestamp;
use crate::model::value::Value;

/// Writes records as OMA JSON without white space, one a step, with what all paths have in common as
/// base name and the first time as base time; these come from a pass ahead.
#[derive(Clone)]
pub(crate) struct Writer<'c, S> {
    rest: S,
    context: &'c Context<'c>,
    index: usize,
    names: Names,
    base_time: Option<Timestamp>,
}

impl<'r, 'c, S: Source<'r>> Writer<'c, S> {
    pub(crate) fn new(records: S, context: &'c Context<'c>) -> Result<Self, Error> {
        let mut planner = Planner::new(context);
        let mut times = Times::default();
        let mut linked = Linked::default();
        let mut last = Path::ROOT;
        for (index, record) in records.clone().enumerate() {
            let record = record?;
            linked.record(&record, last, context).map_err(|kind| Error::new(kind, index))?;
            last = record.path;
            check(&record, context).map_err(|kind| Error::new(kind, index))?;
            planner.add(record.path);
            times.add(record.time);
        }
        let names = match context.absolute_names() {
            true => Names::Absolute,
            false => planner.common(),
        };
        Ok(Self { rest: records, context, index: 0, names, base_time: times.base() })
    }
}

impl<'r, S: Source<'r>> Write for Writer<'_, S> {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<bool, Error> {
        let (context, index) = (self.context, self.index);
        let ahead = self.rest.clone();
        let Some(record) = self.rest.next().transpose()? else {
            sink.put(if index == 0 { b"{\"e\":[]}" } else { b"]}" });
            return Ok(false);
        };
        if index == 0 {
            sink.put(b"{");
        }
        let (base_name, name) = self.names.next(record.path, ahead, context)?;
        if index == 0 {
            if let Some(name) = base_name {
                sink.put(b"\"bn\":");
                json::put_name(sink, &name);
                sink.put(b",");
            }
            if let Some(time) = self.base_time {
                sink.put(b"\"bt\":");
                json::put_time(sink, time);
                sink.put(b",");
            }
            sink.put(b"\"e\":[{");
        } else {
            sink.put(b",{");
        }
        if let Some(name) = name {
            sink.put(b"\"n\":");
            json::put_name(sink, &name);
            sink.put(b",");
        }
        let time = match (record.time, self.base_time) {
            (Some(time), Some(base)) => time.checked_sub(base),
            (time, _) => time,
        };
        if let Some(time) = time.filter(|time| !time.is_zero()) {
            sink.put(b"\"t\":");
            json::put_time(sink, time);
            sink.put(b",");
        }
        if let Content::Value(value) = record.content {
            put_value(sink, &value).map_err(|kind| Error::new(kind, index))?;
        }
        sink.put(b"}");
        self.index += 1;
        Ok(true)
    }
}

/// Whether OMA JSON can say the record.
fn check(record: &Record<'_>, context: &Context<'_>) -> Result<(), ErrorKind> {
    // Readers take zero for no time, and all that is above it for a time since 1970.
    if record.time.is_some_and(|time| time.is_zero() || !time.fits_oma_json()) {
        return Err(ErrorKind::TimeNotRepresentable);
    }
    let composite =
        matches!(context.operation(), Operation::ReadComposite | Operation::WriteComposite);
    match record.content {
        Content::Value(_) if record.path.len() < 3 => Err(ErrorKind::RecordPath),
        Content::Value(_) if !composite && !record.path.names_new_instance() => Ok(()),
        _ => Err(ErrorKind::NotRepresentable),
    }
}

fn put_value(sink: &mut Sink<'_>, value: &Value<'_>) -> Result<(), ErrorKind> {
    match value {
        Value::String(text) | Value::CoreLink(text) => {
            sink.put(b"\"sv\":");
            json::put_text(sink, *text);
        }
        Value::Opaque(bytes) => {
            sink.put(b"\"sv\":\"");
            sink.put_base64(bytes, Base64::Standard);
            sink.put(b"\"");
        }
        Value::Boolean(truth) => sink.put(if *truth { b"\"bv\":true" } else { b"\"bv\":false" }),
        Value::ObjectLink(link) => {
            sink.put(b"\"ov\":\"");
            sink.put(LinkText::new(*link).as_bytes());
            sink.put(b"\"");
        }
        Value::None => return Err(ErrorKind::NotRepresentable),
        number => {
            sink.put(b"\"v\":");
            json::put_number(sink, number)?;
        }
    }
    Ok(())
}
