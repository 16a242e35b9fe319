//! Records: a path, a time, and a value or another statement about the path.

use core::fmt;
use core::ops::Range;

use crate::error::Error;
use crate::model::path::Path;
use crate::model::record_kind::RecordKind;
use crate::model::timestamp::Timestamp;
use crate::model::value::Value;

/// What a [`Record`] says about its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content<'a> {
    /// The value of a resource or resource instance.
    Value(Value<'a>),
    /// Nothing: the path itself is meant, as in the path list of a Read-Composite request.
    Path,
    /// The resource instance is to be deleted (SenML-ETCH).
    Delete,
    /// The object instance or multiple-instance resource is there and has no children.
    Empty,
}

impl Content<'_> {
    /// What it is, apart from the value.
    #[must_use]
    pub const fn kind(&self) -> RecordKind {
        match self {
            Self::Value(value) => RecordKind::Value(value.data_type()),
            Self::Path => RecordKind::Path,
            Self::Delete => RecordKind::Delete,
            Self::Empty => RecordKind::Empty,
        }
    }
}

/// Whether a value has the type that the data model gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Raw {
    /// The value has its type, from the schema or from the wire.
    Typed,
    /// The bytes of a TLV, which has no types.
    #[cfg(feature = "tlv")]
    Tlv,
    /// Plain text, which has no types.
    #[cfg(feature = "text")]
    Text,
}

/// One statement of a payload: every decoder yields it, every encoder takes it.
///
/// Two records are equal if they say the same, wherever they were read from.
///
/// ```
/// use lwm2m_codec::{Path, Record, Timestamp};
///
/// let battery = Path::new(&[3, 0, 9]).unwrap();
/// let record = Record::new(battery, 95i64).at(Timestamp::from_seconds(1_700_000_000));
/// assert_eq!(record.value().and_then(|value| value.as_i64()), Some(95));
/// ```
#[derive(Clone, Copy)]
pub struct Record<'a> {
    /// The path.
    pub path: Path,
    /// The time of the record; `None` for now, and in formats without times.
    pub time: Option<Timestamp>,
    /// What the record says about the path.
    pub content: Content<'a>,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) raw: Raw,
}

impl<'a> Record<'a> {
    /// A record of a value.
    #[must_use]
    pub fn new(path: Path, value: impl Into<Value<'a>>) -> Self {
        Self::with_content(path, Content::Value(value.into()))
    }

    /// A record with any content.
    #[must_use]
    pub const fn with_content(path: Path, content: Content<'a>) -> Self {
        Self { path, time: None, content, start: 0, end: 0, raw: Raw::Typed }
    }

    /// The same record at a time.
    #[must_use]
    pub const fn at(self, time: Timestamp) -> Self {
        Self { time: Some(time), ..self }
    }

    /// The same record with the range of the payload that it was read from.
    pub(crate) const fn spanning(self, start: u32, end: u32) -> Self {
        Self { start, end, ..self }
    }

    /// The value, if the record has one.
    #[must_use]
    pub const fn value(&self) -> Option<Value<'a>> {
        match self.content {
            Content::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The bytes of the payload that the record was read from; empty if it was not.
    #[must_use]
    pub const fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl PartialEq for Record<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.time == other.time && self.content == other.content
    }
}

impl Eq for Record<'_> {}

impl fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path)?;
        match &self.content {
            Content::Value(value) => write!(f, " {value:?}")?,
            content => write!(f, " {content:?}")?,
        }
        match self.time {
            Some(time) => write!(f, " @ {time}"),
            None => Ok(()),
        }
    }
}

/// What encoders take: a [`Record`], a reference to one, an owned record, or the result of a
/// decoder, whose error ends the encoding.
pub trait IntoRecord<'r> {
    /// The record, or the error in its place.
    ///
    /// # Errors
    /// The error in place of the record.
    fn into_record(self) -> Result<Record<'r>, Error>;

    /// Passes the record by reference, without moving it if it exists already.
    ///
    /// # Errors
    /// The error in place of the record.
    #[inline]
    fn look<T>(self, look: impl FnOnce(&Record<'r>) -> T) -> Result<T, Error>
    where
        Self: Sized,
    {
        self.into_record().map(|record| look(&record))
    }
}

impl<'r> IntoRecord<'r> for Record<'r> {
    #[inline]
    fn into_record(self) -> Result<Record<'r>, Error> {
        Ok(self)
    }
}

impl<'r> IntoRecord<'r> for &Record<'r> {
    #[inline]
    fn into_record(self) -> Result<Record<'r>, Error> {
        Ok(*self)
    }

    #[inline]
    fn look<T>(self, look: impl FnOnce(&Record<'r>) -> T) -> Result<T, Error> {
        Ok(look(self))
    }
}

impl<'r> IntoRecord<'r> for Result<Record<'r>, Error> {
    #[inline]
    fn into_record(self) -> Self {
        self
    }
}
