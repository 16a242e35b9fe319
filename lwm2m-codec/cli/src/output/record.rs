//! Records in readable form.

use std::time::{Duration, SystemTime};

use lwm2m_codec::{ContentFormat, ObjectLink, Path, Record, Schema, Value};

use super::printable;
use crate::failure::note;
use crate::model::Model;

/// Longer texts are shortened.
const CHARACTERS: usize = 60;
/// Longer byte strings are shortened.
const BYTES: usize = 24;

/// The value of a record, on one line; long ones are shortened unless `full`.
fn value(record: &Record<'_>, full: bool) -> String {
    match record.value() {
        None | Some(Value::None) => String::new(),
        Some(Value::String(text) | Value::CoreLink(text)) => quoted(&text.to_cow(), full),
        Some(Value::Opaque(bytes)) => hexadecimal(&bytes.to_cow(), full),
        Some(Value::Time(seconds)) => match date(seconds, 0) {
            Some(date) => format!("{seconds} ({date})"),
            None => seconds.to_string(),
        },
        Some(Value::Float(number)) => float(number),
        Some(Value::ObjectLink(ObjectLink::NULL)) => format!("{} (no link)", ObjectLink::NULL),
        Some(value) => value.to_string(),
    }
}

/// The shortest text that reads back as the number, in single precision if it may have come so.
fn float(number: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "what is lost is looked for")]
    let single = number as f32;
    if f64::from(single) == number { format!("{single:?}") } else { format!("{number:?}") }
}

/// The time of a record: a date, or seconds relative to now.
fn time(record: &Record<'_>) -> String {
    /// Seconds of 13 digits: milliseconds of these days.
    const MILLISECONDS: i64 = 1_000_000_000_000;
    match record.time {
        None => String::new(),
        Some(time) if time.is_relative() => format!("{time} s"),
        Some(time) => {
            let shown = date(time.seconds(), time.nanoseconds()).unwrap_or(format!("{time} s"));
            let doubt = if time.seconds() >= MILLISECONDS { " (milliseconds?)" } else { "" };
            shown + doubt
        }
    }
}

/// A date as in RFC 3339, of the years 1970 to 9999.
fn date(seconds: i64, nanoseconds: u32) -> Option<String> {
    const YEAR_10000: u64 = 253_402_300_800;
    let seconds = u64::try_from(seconds).ok().filter(|&seconds| seconds < YEAR_10000)?;
    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))?;
    let date = match nanoseconds {
        0 => humantime::format_rfc3339_seconds(time),
        _ if nanoseconds % 1_000_000 == 0 => humantime::format_rfc3339_millis(time),
        _ => humantime::format_rfc3339_nanos(time),
    };
    Some(date.to_string())
}

/// Text in quotes, with escapes for what is not safe on a terminal.
fn quoted(text: &str, full: bool) -> String {
    match text.char_indices().nth(CHARACTERS) {
        Some((end, _)) if !full => format!("{:?}… ({} bytes)", &text[..end], text.len()),
        _ => format!("{text:?}"),
    }
}

/// Text for a cell, without quotes.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Bytes in hexadecimal, or as text in quotes if they look like it.
fn hexadecimal(bytes: &[u8], full: bool) -> String {
    let looks_like_text = |text: &&str| text.len() > 2 && !text.chars().any(char::is_control);
    if let Some(text) = std::str::from_utf8(bytes).ok().filter(looks_like_text) {
        return quoted(text, full);
    }
    match bytes.get(..BYTES) {
        Some(start) if !full && bytes.len() > BYTES => {
            format!("{}… ({} bytes)", hex::encode(start), bytes.len())
        }
        _ => hex::encode(bytes),
    }
}

/// The columns of a record.
pub(crate) const HEADS: [&str; 6] = ["path", "name", "type", "value", "unit", "time"];

/// Records with what definitions say about them.
pub(crate) struct Describer<'m> {
    model: &'m Model,
    full: bool,
    /// Whether to name the objects of resources.
    objects: bool,
}

impl<'m> Describer<'m> {
    /// For these records of one payload.
    pub(crate) fn new(model: &'m Model, records: &[Record<'_>], full: bool) -> Self {
        let mut objects = records.iter().filter_map(|record| record.path.object());
        let first = objects.next();
        Self { model, full, objects: objects.any(|object| Some(object) != first) }
    }

    /// The cells for a record.
    pub(crate) fn cells(&self, record: &Record<'_>) -> [String; 6] {
        let unit = match record.value() {
            Some(_) => printable(self.model.units(record.path)),
            None => String::new(),
        };
        [
            record.path.to_string(),
            self.name(record.path),
            record.content.kind().name().to_owned(),
            value(record, self.full),
            unit,
            time(record),
        ]
    }

    /// The name of what is at a path, with the name of the object if there are several.
    pub(crate) fn name(&self, path: Path) -> String {
        let name = printable(self.model.name(path));
        match path.object().map(|object| self.model.name(Path::ROOT.child(object).unwrap_or(path)))
        {
            Some(object) if self.objects && path.len() >= 3 && !object.is_empty() => {
                format!("{}: {name}", printable(object))
            }
            _ => name,
        }
    }
}

/// Explains why there is nothing to show, or only bytes.
pub(crate) fn remark(records: &[Record<'_>], format: ContentFormat, model: &Model) {
    if records.is_empty() {
        return note("the payload holds no records");
    }
    let untyped = records.iter().filter(|item| item.value().is_some()).find_map(|item| {
        let (object, resource) = item.path.object().zip(item.path.resource())?;
        model.resource_type(object, resource).is_none().then_some((object, resource))
    });
    if let Some((object, resource)) = untyped.filter(|_| format == ContentFormat::Tlv) {
        note(&format!(
            "TLV carries no types, and no definition has /{object}/{resource}: to see more than \
             bytes, add --schema FILE or --type /{object}/{resource}=integer"
        ));
    }
}
