//! Records that own their texts and bytes.

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::Error;
use crate::model::object_link::ObjectLink;
use crate::model::path::Path;
use crate::model::record::{Content, IntoRecord, Record};
use crate::model::timestamp::Timestamp;
use crate::model::value::Value;

/// A [`Value`] that owns its text and bytes.
///
/// Floats compare bit by bit, so that a NaN equals itself.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum OwnedValue {
    /// UTF-8 text.
    String(String),
    /// A signed integer.
    Integer(i64),
    /// An unsigned integer.
    Unsigned(u64),
    /// A floating-point number.
    Float(f64),
    /// True or false.
    Boolean(bool),
    /// Bytes.
    Opaque(Vec<u8>),
    /// Seconds since 1970-01-01T00:00:00Z.
    Time(i64),
    /// A link to an object instance.
    ObjectLink(ObjectLink),
    /// A list of links in CoRE link format, not parsed.
    CoreLink(String),
    /// No value (executable resources).
    None,
}

impl OwnedValue {
    /// The value, borrowed from here.
    #[must_use]
    pub fn as_value(&self) -> Value<'_> {
        match self {
            Self::String(text) => Value::String(text.as_str().into()),
            Self::Integer(number) => Value::Integer(*number),
            Self::Unsigned(number) => Value::Unsigned(*number),
            Self::Float(number) => Value::Float(*number),
            Self::Boolean(truth) => Value::Boolean(*truth),
            Self::Opaque(bytes) => Value::Opaque(bytes.as_slice().into()),
            Self::Time(number) => Value::Time(*number),
            Self::ObjectLink(link) => Value::ObjectLink(*link),
            Self::CoreLink(text) => Value::CoreLink(text.as_str().into()),
            Self::None => Value::None,
        }
    }
}

impl From<Value<'_>> for OwnedValue {
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::String(text) => Self::String(text.to_cow().into_owned()),
            Value::Integer(number) => Self::Integer(number),
            Value::Unsigned(number) => Self::Unsigned(number),
            Value::Float(number) => Self::Float(number),
            Value::Boolean(truth) => Self::Boolean(truth),
            Value::Opaque(bytes) => Self::Opaque(bytes.to_cow().into_owned()),
            Value::Time(number) => Self::Time(number),
            Value::ObjectLink(link) => Self::ObjectLink(link),
            Value::CoreLink(text) => Self::CoreLink(text.to_cow().into_owned()),
            Value::None => Self::None,
        }
    }
}

impl PartialEq for OwnedValue {
    fn eq(&self, other: &Self) -> bool {
        self.as_value() == other.as_value()
    }
}

impl Eq for OwnedValue {}

/// The [`Content`] of an [`OwnedRecord`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OwnedContent {
    /// The value of a resource or resource instance.
    Value(OwnedValue),
    /// Nothing: the path itself is meant.
    Path,
    /// The resource instance is to be deleted.
    Delete,
    /// The object instance or multiple-instance resource has no children.
    Empty,
}

/// A [`Record`] that owns its value and is independent of a payload.
///
/// ```
/// use lwm2m_codec::{OwnedRecord, Path, Record};
///
/// let owned = {
///     let text = String::from("U");
///     OwnedRecord::from(Record::new(Path::new(&[3, 0, 16]).unwrap(), text.as_str()))
/// };
/// assert_eq!(owned.as_record().value().unwrap().as_text().unwrap(), "U");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedRecord {
    /// The path.
    pub path: Path,
    /// The time of the record.
    pub time: Option<Timestamp>,
    /// What the record says about the path.
    pub content: OwnedContent,
}

impl OwnedRecord {
    /// The record, borrowed from here.
    #[must_use]
    pub fn as_record(&self) -> Record<'_> {
        let content = match &self.content {
            OwnedContent::Value(value) => Content::Value(value.as_value()),
            OwnedContent::Path => Content::Path,
            OwnedContent::Delete => Content::Delete,
            OwnedContent::Empty => Content::Empty,
        };
        Record { time: self.time, ..Record::with_content(self.path, content) }
    }
}

impl From<Record<'_>> for OwnedRecord {
    fn from(record: Record<'_>) -> Self {
        let content = match record.content {
            Content::Value(value) => OwnedContent::Value(value.into()),
            Content::Path => OwnedContent::Path,
            Content::Delete => OwnedContent::Delete,
            Content::Empty => OwnedContent::Empty,
        };
        Self { path: record.path, time: record.time, content }
    }
}

impl<'r> IntoRecord<'r> for &'r OwnedRecord {
    fn into_record(self) -> Result<Record<'r>, Error> {
        Ok(self.as_record())
    }
}

/// Sorts records by path and time, which groups them as all formats need. Records of the same path and
/// time keep their order.
///
/// ```
/// use lwm2m_codec::{Path, Record, sort_records};
///
/// let path = |ids| Path::new(ids).unwrap();
/// let mut records = [Record::new(path(&[3, 1, 0]), 1i64), Record::new(path(&[3, 0, 0]), 2i64)];
/// sort_records(&mut records);
/// assert_eq!(records[0].path, path(&[3, 0, 0]));
/// ```
pub fn sort_records(records: &mut [Record<'_>]) {
    records.sort_by_key(|record| (record.path, record.time));
}
