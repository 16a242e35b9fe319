//! Records: a path, a time, and what is said of them.

use core::fmt;
use core::ops::Range;

use crate::error::{Error, ErrorKind};
use crate::path::Path;
use crate::strictness::Strictness;
use crate::time::Timestamp;
use crate::value::{DataType, Value};

/// What a [`Record`] says of its path.
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
    /// What it is as a word: the name of the value's type, or `path`, `delete` or `empty`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Value(value) => value.data_type().name(),
            Self::Path => "path",
            Self::Delete => "delete",
            Self::Empty => "empty",
        }
    }
}

/// How far a value is from the type that the data model gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Raw {
    /// The value has its type, from the schema or from the wire.
    Typed,
    /// The bytes of a TLV, which says nothing of types.
    #[cfg(feature = "tlv")]
    Tlv,
    /// Plain text, which says nothing of types.
    #[cfg(feature = "text")]
    Text,
}

/// One statement of a payload: every decoder yields it, every encoder takes it.
///
/// Two records are equal if they say the same; where they were read from does not count.
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
    /// The place in the data model.
    pub path: Path,
    /// When the statement held; `None` is now, or where the format carries no times.
    pub time: Option<Timestamp>,
    /// What is said of the path.
    pub content: Content<'a>,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) raw: Raw,
}

impl<'a> Record<'a> {
    /// A record that gives a path a value.
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

    /// The same record with the payload bytes that it comes from.
    pub(crate) const fn spanning(self, start: u32, end: u32) -> Self {
        Self { start, end, ..self }
    }

    /// The value, if the record gives one.
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

    /// The value as a certain data type, by the strict rules of the format it comes from.
    ///
    /// TLV and plain text do not tell the type. Decoded without a schema, their values are raw
    /// bytes and text; this reads them as what the caller knows them to be. A value that has a type
    /// already is returned if it is that type.
    ///
    /// ```
    /// use lwm2m_codec::{Context, ContentFormat, DataType, Path, Value, decode};
    ///
    /// let context = Context::read(Path::new(&[3, 0]).unwrap());
    /// let record = decode(ContentFormat::Tlv, &[0xc1, 0x09, 0x64], &context).next().unwrap()?;
    /// assert_eq!(record.value_as(DataType::Integer)?, Value::Integer(100));
    /// # Ok::<(), lwm2m_codec::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::UnexpectedType`] and the kinds of malformed values, with the offset in the
    /// payload.
    pub fn value_as(&self, data_type: DataType) -> Result<Value<'a>, Error> {
        self.value_with(data_type, Strictness::STRICT)
    }

    /// Like [`Record::value_as`], with the leniencies of `strictness`.
    ///
    /// # Errors
    /// As [`Record::value_as`].
    pub fn value_with(
        &self,
        data_type: DataType,
        strictness: Strictness,
    ) -> Result<Value<'a>, Error> {
        let mismatch = Error::new(ErrorKind::UnexpectedType, self.start as usize);
        let value = self.value().ok_or(mismatch.expected(data_type))?;
        match self.raw {
            #[cfg(feature = "tlv")]
            Raw::Tlv => {
                let bytes = value.as_bytes().and_then(|bytes| bytes.as_slice()).unwrap_or_default();
                let offset = (self.end as usize).saturating_sub(bytes.len());
                crate::tlv::value(bytes, offset, data_type, strictness)
            }
            #[cfg(feature = "text")]
            Raw::Text => {
                let text = value.as_text().and_then(|text| text.as_str()).unwrap_or_default();
                crate::text::value(text.as_bytes(), data_type, strictness)
            }
            Raw::Typed if value.data_type() == data_type => Ok(value),
            Raw::Typed => {
                let _ = strictness;
                Err(mismatch.expected(data_type))
            }
        }
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
    /// The record, or the error that stands in its place.
    ///
    /// # Errors
    /// Whatever error stands in place of the record.
    fn into_record(self) -> Result<Record<'r>, Error>;

    /// Looks at the record, where it lies if there is one already.
    ///
    /// # Errors
    /// Whatever error stands in place of the record.
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
