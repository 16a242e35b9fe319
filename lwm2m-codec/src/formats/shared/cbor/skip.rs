//! Skipping data items, with what they contain.

use super::item::{Item, item};
use crate::error::{Error, ErrorKind};

/// How deep skipped items may nest.
const MAX_DEPTH: usize = 128;

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
