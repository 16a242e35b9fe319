//! Skipping data items, with what they contain.

use super::cursor::{Cursor, UNTIL_BREAK};
use crate::error::{ErrorKind, Found};

/// How deep skipped items may nest.
const MAX_DEPTH: usize = 128;

impl Cursor<'_> {
    /// Skips an item with what it contains, to at most 128 levels.
    #[cold]
    #[inline(never)]
    pub(crate) fn skip(&mut self) {
        // What is left of each open container, the outermost first.
        let mut open = [0u32; MAX_DEPTH];
        let mut depth = 0usize;
        loop {
            let left = match self.item() {
                Found::Nothing => return,
                Found::Array => match self.count() {
                    UNTIL_BREAK => UNTIL_BREAK,
                    count => count.min(MANY),
                },
                Found::Map => match self.count() {
                    UNTIL_BREAK => KEYS_UNTIL_BREAK,
                    count => count.saturating_mul(2).min(MANY),
                },
                Found::Tag => 1,
                Found::Break => {
                    let innermost = depth.checked_sub(1).and_then(|top| open.get(top));
                    match innermost {
                        Some(&(UNTIL_BREAK | KEYS_UNTIL_BREAK)) => depth -= 1,
                        _ => return self.fail_here(ErrorKind::InvalidCbor),
                    }
                    0
                }
                _ => 0,
            };
            if left > 0 {
                let Some(place) = open.get_mut(depth) else {
                    return self.fail_here(ErrorKind::TooDeep);
                };
                *place = left;
                depth += 1;
                continue;
            }
            // An item ended, and with it each container that it was the last of.
            loop {
                let Some(top) = depth.checked_sub(1).and_then(|top| open.get_mut(top)) else {
                    return;
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
}

// What is left of a container that is being skipped, but for a number of items: anything up to a
// break; an entry or a break; the value of an entry. As numbers these take a quarter of the stack.
const KEYS_UNTIL_BREAK: u32 = u32::MAX - 1;
const VALUE_OF_KEY: u32 = u32::MAX - 2;

/// More items than a payload has bytes are as good as any.
const MANY: u32 = VALUE_OF_KEY - 1;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Strictness;

    fn skipped(payload: &[u8]) -> Result<u32, (ErrorKind, u32)> {
        let mut cursor = Cursor::new(payload, 0, Strictness::STRICT);
        cursor.skip();
        match cursor.error() {
            Some(error) => Err((error.kind(), error.offset())),
            None => Ok(cursor.position),
        }
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
