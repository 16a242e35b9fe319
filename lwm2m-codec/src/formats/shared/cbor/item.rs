//! CBOR data items (RFC 8949, section 3), as the formats built on CBOR need them.

use crate::encoding::cbor::{Head, chunks, string, utf8};
use crate::error::{Error, ErrorKind, Found};
use crate::model::value::{Bytes, Text};

/// How deep skipped items may nest.
const MAX_DEPTH: usize = 128;

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

/// Skips the item at `position`, with what it contains, to at most 128 levels, and returns the
/// position after it.
pub(crate) fn skip(payload: &[u8], position: usize) -> Result<usize, Error> {
    // What is left of each open container, the outermost first.
    let mut open = [0u32; MAX_DEPTH];
    let mut depth = 0usize;
    let mut position = position;
    loop {
        let (item, next) = item(payload, position)?;
        let opened = match item {
            Item::Array(Some(length)) => Some(items(length)),
            Item::Map(Some(length)) => Some(items(length.saturating_mul(2))),
            Item::Array(None) => Some(UNTIL_BREAK),
            Item::Map(None) => Some(KEYS_UNTIL_BREAK),
            Item::Tag(_) => Some(1),
            Item::Break => {
                let innermost = depth.checked_sub(1).and_then(|top| open.get(top));
                match innermost {
                    Some(&(UNTIL_BREAK | KEYS_UNTIL_BREAK)) => depth -= 1,
                    _ => return Err(Error::new(ErrorKind::InvalidCbor, position)),
                }
                None
            }
            _ => None,
        };
        match opened {
            Some(0) | None => {}
            Some(left) => {
                let place = open.get_mut(depth).ok_or(Error::new(ErrorKind::TooDeep, position))?;
                *place = left;
                depth += 1;
                position = next;
                continue;
            }
        }
        position = next;
        // An item ended, and with it each container that it was the last of.
        loop {
            let Some(top) = depth.checked_sub(1).and_then(|top| open.get_mut(top)) else {
                return Ok(position);
            };
            *top = match *top {
                1 => {
                    depth -= 1;
                    continue;
                }
                UNTIL_BREAK => UNTIL_BREAK,
                KEYS_UNTIL_BREAK => VALUE_OF_KEY,
                VALUE_OF_KEY => KEYS_UNTIL_BREAK,
                left => left.saturating_sub(1),
            };
            break;
        }
    }
}

// What is left of a container that is being skipped, but for a number of items: anything up to a
// break; an entry or a break; the value of an entry. As numbers these take a quarter of the stack.
const UNTIL_BREAK: u32 = u32::MAX;
const KEYS_UNTIL_BREAK: u32 = u32::MAX - 1;
const VALUE_OF_KEY: u32 = u32::MAX - 2;

/// So many items; more than a payload has bytes are as good as any.
fn items(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX).min(VALUE_OF_KEY - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skipped(payload: &[u8]) -> Result<usize, (ErrorKind, u32)> {
        skip(payload, 0).map_err(|error| (error.kind(), error.offset()))
    }

    #[test]
    fn items_are_skipped_with_what_they_contain() {
        assert_eq!(skipped(b"\x01\x02"), Ok(1));
        assert_eq!(skipped(b"\x80\x00"), Ok(1));
        assert_eq!(skipped(b"\x82\x01\x82\x02\x03\x00"), Ok(5));
        assert_eq!(skipped(b"\xa1\x01\x9f\x02\xff\x00"), Ok(5));
        assert_eq!(skipped(b"\xbf\x01\xc1\x02\xff"), Ok(5));
        assert_eq!(skipped(b"\xbf\x01\xff"), Err((ErrorKind::InvalidCbor, 2)));
        assert_eq!(skipped(b"\xff"), Err((ErrorKind::InvalidCbor, 0)));
        assert_eq!(skipped(b"\x82\xff"), Err((ErrorKind::InvalidCbor, 1)));
        assert_eq!(skipped(b"\xc1\xff"), Err((ErrorKind::InvalidCbor, 1)));
        assert_eq!(
            skipped(b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff\x00"),
            Err((ErrorKind::Truncated, 10))
        );
    }

    #[test]
    fn depth_is_limited() {
        let mut payload = [0x81; 130];
        payload[128] = 0;
        assert_eq!(skipped(&payload[..129]), Ok(129));
        payload[128] = 0x81;
        assert_eq!(skipped(&payload), Err((ErrorKind::TooDeep, 128)));
    }
}
