//! Records as JSON: one after the other, or in an array.

use lwm2m_codec::{OwnedRecord, Path, Schema};
use serde_json::value::RawValue;
use serde_json::{Deserializer, Error, Map, Value};

/// A record and the line that it starts on.
pub(crate) struct Entry {
    pub(crate) record: OwnedRecord,
    line: usize,
}

impl Entry {
    /// The start of a message about the record.
    pub(crate) fn place(&self) -> String {
        format!("line {}, {}: ", self.line, self.record.path)
    }
}

/// Reads records, taking missing types from a schema; an error is a message that says where it is.
pub(crate) fn read(text: &[u8], schema: &impl Schema) -> Result<Vec<Entry>, String> {
    let text = std::str::from_utf8(text).map_err(|error| {
        let place = Place::START.after(text.get(..error.valid_up_to()).unwrap_or_default());
        format!("line {}, column {}: not UTF-8", place.line, place.column)
    })?;
    let parts: Result<Vec<&RawValue>, _> = if text.trim_start().starts_with('[') {
        serde_json::from_str(text)
    } else {
        Deserializer::from_str(text).into_iter().collect()
    };
    let mut entries = Vec::new();
    let mut place = Place::START;
    let mut rest = text;
    for part in parts.map_err(|error| Place::START.message(&error))? {
        let part = part.get();
        // Each part is a slice of the text, after the one before it.
        let (before, after) = rest.split_at(part.as_ptr() as usize - rest.as_ptr() as usize);
        (place, rest) = (place.after(before.as_bytes()), after);
        let record = serde_json::from_str(part)
            .or_else(|error| with_type(part, schema).unwrap_or(Err(error)))
            .map_err(|error| place.message(&error))?;
        entries.push(Entry { record, line: place.line });
    }
    Ok(entries)
}

/// Reads a record without a type, if the schema knows it.
fn with_type(text: &str, schema: &impl Schema) -> Option<Result<OwnedRecord, Error>> {
    let mut members: Map<String, Value> = serde_json::from_str(text).ok()?;
    let path: Path = members.get("path")?.as_str()?.parse().ok()?;
    let found = schema.resource_type(path.object()?, path.resource()?)?;
    match members.insert("type".to_owned(), found.data_type.name().into()) {
        Some(_) => None,
        None => Some(serde_json::from_value(Value::Object(members))),
    }
}

/// A line and column of a text, counted from 1.
#[derive(Clone, Copy)]
struct Place {
    line: usize,
    column: usize,
}

impl Place {
    const START: Self = Self { line: 1, column: 1 };

    /// The position after some text.
    fn after(self, text: &[u8]) -> Self {
        match text.iter().rposition(|&byte| byte == b'\n') {
            None => Self { column: self.column + text.len(), ..self },
            Some(last) => Self {
                line: self.line + text.iter().filter(|&&byte| byte == b'\n').count(),
                column: text.len() - last,
            },
        }
    }

    /// The message for an error in the text that starts here.
    fn message(self, error: &Error) -> String {
        let text = error.to_string();
        let (line, column) = (error.line(), error.column());
        let message = text.strip_suffix(&format!(" at line {line} column {column}"));
        match (line, message) {
            (1, Some(message)) => {
                format!("line {}, column {}: {message}", self.line, self.column - 1 + column)
            }
            (2.., Some(message)) => {
                format!("line {}, column {column}: {message}", self.line - 1 + line)
            }
            // An error about the record as a whole has no column.
            _ => format!("line {}: {text}", self.line),
        }
    }
}
