//! CBOR data items (RFC 8949, section 3), as the formats built on CBOR need them.

use crate::encoding::cbor::{Head, chunks, string, utf8};
use crate::error::{Error, ErrorKind, Found};
use crate::model::value::{Bytes, Text};

/// A data item without nested ones: strings are whole, arrays, maps and tags are their heads.
#[derive(Clone, Copy)]
pub(crate) enum Item<'a> {
    Unsigned(u64),
    /// The number -1 - n.
    Negative(u64),
    Float(f64),
    Bytes(Bytes<'a>),
    Text(Text<'a>),
    Boolean(bool),
    Null,
    /// `undefined` or an unassigned simple value.
    Simple,
    /// The number of elements, unless the array has indefinite length.
    Array(Option<u64>),
    /// The number of entries, unless the map has indefinite length.
    #[cfg_attr(
        not(any(feature = "senml-cbor", feature = "lwm2m-cbor")),
        expect(dead_code, reason = "a single value is no map")
    )]
    Map(Option<u64>),
    Tag(u64),
    Break,
}

impl Item<'_> {
    /// What to call the item in an error.
    pub(crate) const fn found(&self) -> Found {
        match self {
            Self::Unsigned(_) | Self::Negative(_) => Found::Integer,
            Self::Float(_) => Found::Float,
            Self::Bytes(_) => Found::Bytes,
            Self::Text(_) => Found::Text,
            Self::Boolean(_) => Found::Boolean,
            Self::Null => Found::Null,
            Self::Simple => Found::Simple,
            Self::Array(_) => Found::Array,
            Self::Map(_) => Found::Map,
            Self::Tag(_) => Found::Tag,
            Self::Break => Found::Break,
        }
    }
}

/// Reads the item at `position` and the position after it.
pub(crate) fn item(payload: &[u8], position: usize) -> Result<(Item<'_>, usize), Error> {
    let (head, next) = Head::read(payload, position)?;
    let item = match head.major() {
        0 => Item::Unsigned(head.argument),
        1 => Item::Negative(head.argument),
        major @ 2..=3 => return string_item(payload, next, major, head.definite()),
        4 => Item::Array(head.definite()),
        5 => Item::Map(head.definite()),
        6 => Item::Tag(head.argument),
        _ => match head.first {
            0xf4 => Item::Boolean(false),
            0xf5 => Item::Boolean(true),
            0xf6 => Item::Null,
            // Simple values below 32 have no two-byte form.
            0xf8 if head.argument < 32 => return Err(Error::new(ErrorKind::InvalidCbor, position)),
            Head::BREAK => Item::Break,
            _ => head.float().map_or(Item::Simple, Item::Float),
        },
    };
    Ok((item, next))
}

/// Reads a string of this major type, whose contents or chunks start at `start`.
fn string_item(
    payload: &[u8],
    start: usize,
    major: u8,
    length: Option<u64>,
) -> Result<(Item<'_>, usize), Error> {
    let Some(length) = length else {
        let (length, end) = chunks(payload, start, major)?;
        let raw = payload.get(start..end - 1).unwrap_or_default();
        let item = match major {
            2 => Item::Bytes(Bytes::cbor_chunks(raw, length)),
            _ => Item::Text(Text::cbor_chunks(raw, length)),
        };
        return Ok((item, end));
    };
    let bytes = string(payload, start, length)?;
    let item = match major {
        2 => Item::Bytes(Bytes::from(bytes)),
        _ => Item::Text(Text::from(utf8(bytes, start)?)),
    };
    Ok((item, start + bytes.len()))
}
