//! The fast path of LwM2M CBOR: maps of definite length, and values that have their type as they are.

use super::state::{State, UNTIL_BREAK, conflict};
use crate::codec::context::Context;
use crate::codec::declared;
use crate::codec::decoder::Input;
use crate::data_type::DataType;
use crate::encoding::cbor::Head;
use crate::formats::shared::cbor;
use crate::model::path::{MAX_ID, Path};
use crate::model::record::{Content, Raw, Record};
use crate::model::value::Value;

impl State {
    /// The next record, if it is a double after a sibling in the map of an object instance; otherwise
    /// changes nothing.
    #[inline(always)]
    pub(super) fn fast_float<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Option<Record<'a>> {
        let rest = input.payload.get(self.position as usize..)?;
        let &[0x19, high, low, 0xfb, number @ ..] = rest.first_chunk::<12>()? else { return None };
        let id = u16::from_be_bytes([high, low]);
        let left = self.left.get_mut(usize::from(self.depth).wrapping_sub(1))?;
        if self.siblings != 3
            || matches!(*left, 0 | UNTIL_BREAK)
            || id == MAX_ID
            || input.context.schema().is_some() && !self.types.is_single(id, DataType::Float)
        {
            return None;
        }
        let word = self.path.word() as u32;
        let path = Path::from_word(u64::from(word) | u64::from(id) << 32, 3);
        if !input.seen.ascend(path.packed(), 3) {
            return None;
        }
        *left -= 1;
        Some(self.commit(path, Value::Float(f64::from_be_bytes(number)), self.position + 12))
    }

    /// The next record, after leaving and entering maps; `None` leaves the rest of the way to the
    /// general path.
    #[inline(always)]
    pub(super) fn fast_any<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Option<Record<'a>> {
        if !self.started {
            let (entries, rest) = fast_map(input.payload)?;
            self.started = true;
            self.open(Path::ROOT, entries, (input.payload.len() - rest.len()) as u32);
        }
        loop {
            let open = usize::from(self.depth).checked_sub(1)?;
            let left = *self.left.get(open)?;
            if left == 0 {
                self.depth -= 1;
                self.siblings = 0;
                continue;
            }
            if left == UNTIL_BREAK {
                return None;
            }
            let start = self.position;
            let parent = *self.prefixes.get(open)?;
            let above = self.path.prefix(parent.into());
            let (path, rest, array) = fast_key(above, input.payload.get(start as usize..)?)?;
            if let [0xa1..=0xb9, ..] = *rest {
                let (entries, rest) = fast_map(rest)?;
                if path.len() == 4 || conflict((&self.path, self.at_value), (&path, false)) {
                    return None;
                }
                input.seen.insert_container(path, parent.into(), array, start).ok()?;
                *self.left.get_mut(open)? -= 1;
                (self.path, self.at_value) = (path, false);
                self.open(path, entries, (input.payload.len() - rest.len()) as u32);
                continue;
            }
            // After a value in the base path, all of its map lies there, and another value at the same
            // level does not exclude it.
            let level = input.context.base().len();
            let inside = usize::from(parent) >= level;
            let is_next = self.at_value
                && self.relative == Some(false)
                && path.len() == self.path.len()
                && inside;
            if !is_next && !self.fits(path, &input.context) {
                return None;
            }
            let (data_type, multiple) = self.types.ask(path, &input.context);
            if !declared::agrees(path, data_type, multiple) {
                return None;
            }
            let (value, rest) = fast_value(rest, data_type)?;
            if !input.seen.ascend(path.packed(), path.len() as u8) {
                input.seen.insert_leaf(path, None, start).ok()?;
            }
            *self.left.get_mut(open)? = left - 1;
            self.siblings = if inside && !array { path.len() as u8 } else { 0 };
            self.relative = Some(false);
            return Some(self.commit(path, value, (input.payload.len() - rest.len()) as u32));
        }
    }

    /// Whether a path may follow the last one, and lies in the base path.
    #[inline(never)]
    fn fits(&self, path: Path, context: &Context<'_>) -> bool {
        path.len() >= 3
            && self.relative != Some(true)
            && path.starts_with(context.base())
            && !conflict((&self.path, self.at_value), (&path, true))
    }

    /// Opens a map whose entries start at a position.
    #[inline(always)]
    fn open(&mut self, path: Path, entries: u32, position: u32) {
        let open = usize::from(self.depth);
        let places = (self.left.get_mut(open), self.prefixes.get_mut(open));
        if let (Some(left), Some(prefix)) = places {
            (*left, *prefix) = (entries, path.len() as u8);
            self.depth += 1;
        }
        self.siblings = 0;
        self.position = position;
    }

    /// Goes on after a value, and makes the record of it.
    #[inline(always)]
    fn commit<'a>(&mut self, path: Path, value: Value<'a>, end: u32) -> Record<'a> {
        let start = self.position;
        (self.path, self.at_value, self.position) = (path, true, end);
        let content = Content::Value(value);
        Record { path, time: None, content, start, end, raw: Raw::Typed }
    }
}

/// The number of entries of the map at the start of `rest`, and the rest after its head.
#[inline(always)]
fn fast_map(rest: &[u8]) -> Option<(u32, &[u8])> {
    match Head::split(rest)? {
        (Head { first: 0xa1..=0xb9, argument: entries @ 1.. }, rest) => {
            Some((entries as u32, rest))
        }
        _ => None,
    }
}

/// The path continued by the key at the start of `rest`, the rest after it, and whether it is an array.
#[inline(always)]
fn fast_key(above: Path, rest: &[u8]) -> Option<(Path, &[u8], bool)> {
    let (word, len) = (above.word(), above.len() as u8);
    let (ids, count, rest) = match rest {
        [0x82, rest @ ..] => {
            let (first, rest) = fast_id(rest)?;
            let (second, rest) = fast_id(rest)?;
            (u64::from(first) | u64::from(second) << 16, 2, rest)
        }
        [0x83, rest @ ..] => {
            let (first, rest) = fast_id(rest)?;
            let (second, rest) = fast_id(rest)?;
            let (third, rest) = fast_id(rest)?;
            (u64::from(first) | u64::from(second) << 16 | u64::from(third) << 32, 3, rest)
        }
        _ => {
            let (id, rest) = fast_id(rest)?;
            (id.into(), 1, rest)
        }
    };
    if len + count > 4 {
        return None;
    }
    Some((Path::from_word(word | ids << (16 * u32::from(len)), len + count), rest, count > 1))
}

/// A single ID at the start of `rest`, and the rest after it.
#[inline(always)]
fn fast_id(rest: &[u8]) -> Option<(u16, &[u8])> {
    match rest {
        [id @ ..0x18, rest @ ..] | [0x18, id, rest @ ..] => Some(((*id).into(), rest)),
        [0x19, high, low, rest @ ..] => {
            let id = u16::from_be_bytes([*high, *low]);
            (id != MAX_ID).then_some((id, rest))
        }
        _ => None,
    }
}

/// The value at the start of `rest`, and the rest after it.
#[inline(always)]
fn fast_value(rest: &[u8], data_type: Option<DataType>) -> Option<(Value<'_>, &[u8])> {
    match (rest, data_type) {
        ([truth @ 0xf4..=0xf5, rest @ ..], None | Some(DataType::Boolean)) => {
            Some((Value::Boolean(truth & 1 == 1), rest))
        }
        ([..0x40 | 0xf9.., ..], _) => {
            let (head, rest) = Head::split(rest)?;
            Some((cbor::fast_number(head, data_type)?, rest))
        }
        ([length @ 0x60..0x78, rest @ ..], None | Some(DataType::String)) => {
            let (text, rest) = rest.split_at_checked(usize::from(length & 0x1f))?;
            Some((Value::from(core::str::from_utf8(text).ok()?), rest))
        }
        _ => cbor::fast_leaf(rest, data_type),
    }
}
