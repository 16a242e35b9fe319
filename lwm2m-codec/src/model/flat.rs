//! Records as plain numbers, in the form in which decoders fill them.

use crate::data_type::DataType;
use crate::model::object_link::ObjectLink;
use crate::model::path::Path;
use crate::model::record::{Content, Raw, Record};
use crate::model::timestamp::Timestamp;
use crate::model::value::{Bytes, Text, Value};

/// A record that borrows nothing: texts and bytes are places in the payload.
///
/// Decoders write it field by field where the caller keeps it, as results that are returned in
/// memory would be copied at each level. [`FlatRecord::view`] makes a [`Record`] of it. The layout is
/// that of C and depends on no feature.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct FlatRecord {
    pub(crate) path: Path,
    pub(crate) statement: Statement,
    /// The type of the value, if it is one.
    pub(crate) data_type: DataType,
    /// How the payload holds a text or bytes.
    pub(crate) coding: Coding,
    pub(crate) raw: Raw,
    /// An integer, the bits of a float, 0 or 1, the two IDs of an object link with the object in the
    /// upper half of 32 bits, or the decoded length of a text or of bytes that are not plain.
    pub(crate) bits: u64,
    pub(crate) time: Option<Timestamp>,
    /// The bytes of the payload that the record was read from.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Where the payload holds the text or the bytes, and how long they are there.
    pub(crate) at: u32,
    pub(crate) len: u32,
}

/// What a record says about its path, as [`Content`] without the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Statement {
    Value,
    Path,
    Delete,
    Empty,
}

/// How a payload holds a text or bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Coding {
    Plain,
    /// Text with invalid UTF-8, which reads as U+FFFD.
    Lossy,
}

impl FlatRecord {
    /// A record to be filled.
    pub(crate) const EMPTY: Self = Self {
        path: Path::ROOT,
        statement: Statement::Value,
        data_type: DataType::None,
        coding: Coding::Plain,
        raw: Raw::Typed,
        bits: 0,
        time: None,
        start: 0,
        end: 0,
        at: 0,
        len: 0,
    };

    /// The record, borrowed from its payload. `text` is what was checked of it as UTF-8.
    #[inline(always)]
    pub(crate) fn view<'a>(&self, payload: &'a [u8], text: &'a str) -> Record<'a> {
        let content = match self.statement {
            Statement::Value => Content::Value(self.value(payload, text)),
            Statement::Path => Content::Path,
            Statement::Delete => Content::Delete,
            Statement::Empty => Content::Empty,
        };
        let Self { path, time, start, end, raw, .. } = *self;
        Record { path, time, content, start, end, raw }
    }

    /// The value of a record that has one.
    #[inline(always)]
    pub(crate) fn value<'a>(&self, payload: &'a [u8], text: &'a str) -> Value<'a> {
        let bits = self.bits;
        match self.data_type {
            DataType::Float => Value::Float(f64::from_bits(bits)),
            DataType::Integer => Value::Integer(bits as i64),
            DataType::Unsigned => Value::Unsigned(bits),
            DataType::Time => Value::Time(bits as i64),
            DataType::Boolean => Value::Boolean(bits != 0),
            DataType::String => Value::String(self.text(payload, text)),
            DataType::CoreLink => Value::CoreLink(self.text(payload, text)),
            DataType::Opaque => Value::Opaque(Bytes::from(self.bytes(payload))),
            DataType::ObjectLink => {
                let link = ObjectLink::new((bits >> 16) as u16, bits as u16);
                Value::ObjectLink(link.unwrap_or(ObjectLink::NULL))
            }
            DataType::None => Value::None,
        }
    }

    #[inline(always)]
    fn text<'a>(&self, payload: &'a [u8], text: &'a str) -> Text<'a> {
        match self.coding {
            Coding::Plain => Text::from(text),
            Coding::Lossy => Text::lossy(self.bytes(payload)),
        }
    }

    /// What the payload holds of a text or of bytes.
    #[inline(always)]
    fn bytes<'a>(&self, payload: &'a [u8]) -> &'a [u8] {
        let rest = payload.get(self.at as usize..).unwrap_or_default();
        rest.get(..self.len as usize).unwrap_or_default()
    }
}
