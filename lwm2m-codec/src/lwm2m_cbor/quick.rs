//! The short cut for LwM2M CBOR: maps of definite length, and values under a single ID.

use super::decode::{Map, State};
use crate::context::Context;
use crate::duplicates::Seen;
use crate::error::Error;
use crate::path::{MAX_ID, Path};
use crate::record::{Content, Raw, Record};
use crate::wire::cbor;

impl State {
    /// Reads up to the next value, which most entries are. It takes 270 instructions, the general way
    /// 1050.
    #[inline(never)]
    pub(super) fn quick_value<'a>(
        &mut self,
        payload: &'a [u8],
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Option<Result<Record<'a>, Error>> {
        loop {
            let index = usize::from(self.depth.checked_sub(1)?);
            let left = match self.maps.get(index)?.left {
                0 => {
                    self.close(self.position as usize);
                    continue;
                }
                Map::UNTIL_BREAK => return None,
                left => left - 1,
            };
            let start = self.position;
            let (head, id, rest) = cbor::quick_head(payload.get(start as usize..)?)?;
            let (path, rest) = match head {
                0x00..0x20 if id < u64::from(MAX_ID) => (self.prefix.child(id as u16)?, rest),
                0x82..=0x84 => quick_array(self.prefix, id, rest)?,
                _ => return None,
            };
            if let [0xa1..=0xb9, ..] = rest {
                let position = (payload.len() - rest.len()) as u32;
                self.quick_map(path, head >= 0x80, left, position, rest, seen)?;
                continue;
            }
            let siblings = self.at_value && path.len() == self.path.len() && path != self.path;
            if path.len() < 3
                || !siblings && self.conflicts(path, false)
                || self.relative != Some(false)
                || !path.starts_with(context.base())
            {
                return None;
            }
            let data_type = context.resource_type(path).map(|resource| resource.data_type);
            let (value, rest) = match rest {
                [..0x40 | 0xf9.., ..] => cbor::quick_number(rest, data_type)?,
                _ => cbor::quick_leaf(rest, data_type)?,
            };
            if !seen.follow_leaf(path, start) {
                return None;
            }
            let end = (payload.len() - rest.len()) as u32;
            self.maps.get_mut(index)?.left = left;
            (self.path, self.at_value, self.position) = (path, true, end);
            let (content, raw) = (Content::Value(value), Raw::Typed);
            return Some(Ok(Record { path, time: None, content, start, end, raw }));
        }
    }

    /// Opens the map at the start of `rest`, after which its parent has so many entries left.
    #[inline(never)]
    fn quick_map(
        &mut self,
        path: Path,
        array: bool,
        left: u64,
        position: u32,
        rest: &[u8],
        seen: &mut Seen<'_>,
    ) -> Option<()> {
        let (_, entries, after) = cbor::quick_head(rest)?;
        if path.len() == 4 || entries == 0 || self.conflicts(path, true) {
            return None;
        }
        let index = usize::from(self.depth.checked_sub(1)?);
        if self.depth >= 4 {
            return None;
        }
        seen.insert_container(path, self.prefix.len(), array, self.position).ok()?;
        self.maps.get_mut(index)?.left = left;
        (self.path, self.at_value) = (path, false);
        self.open(path, entries);
        self.position = position + (rest.len() - after.len()) as u32;
        Some(())
    }
}

/// The path that so many IDs at the start of `rest` make below another, and what follows them.
#[inline(never)]
fn quick_array(mut path: Path, ids: u64, mut rest: &[u8]) -> Option<(Path, &[u8])> {
    for _ in 0..ids {
        let (0x00..0x20, id, after) = cbor::quick_head(rest)? else { return None };
        path = path.child(u16::try_from(id).ok().filter(|&id| id != MAX_ID)?)?;
        rest = after;
    }
    Some((path, rest))
}
