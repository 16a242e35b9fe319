//! The fast path of LwM2M CBOR: maps of definite length, and values under a single ID.

use super::state::{Inside, Map, State};
use crate::codec::decoder::Input;
use crate::data_type::DataType;
use crate::encoding::cbor::Head;
use crate::error::Error;
use crate::formats::shared::cbor;
use crate::model::path::{MAX_ID, Path};
use crate::model::record::{Content, Raw, Record};
use crate::model::value::Value;

impl State {
    /// Reads a double-precision float under an ID of two bytes, in the map of an object instance.
    #[inline(never)]
    pub(super) fn fast_leaf<'a>(
        &mut self,
        input: &mut Input<'a, '_, '_>,
    ) -> Option<Result<Record<'a>, Error>> {
        let start = self.position;
        let rest = input.payload.get(start as usize..)?;
        let Some(&[0x19, high, low, 0xfb, number @ ..]) = rest.first_chunk::<12>() else {
            return self.fast_any(input);
        };
        let id = u16::from_be_bytes([high, low]);
        let map = self.maps.get_mut(usize::from(self.depth).wrapping_sub(1))?;
        let left = map.left.checked_sub(1)?;
        if self.fast.inside != Inside::ObjectInstance
            || id == MAX_ID
            || input.context.schema().is_some() && !self.fast.types.has(id, DataType::Float)
            || !input.seen.ascend(self.fast.packed | u64::from(id) << 16, 3)
        {
            return self.fast_any(input);
        }
        let path = Path::from_word(self.fast.word.wrapping_add(u64::from(id) << 32), 3);
        map.left = left;
        let end = start + 12;
        (self.path, self.at_value, self.position) = (path, true, end);
        let content = Content::Value(Value::Float(f64::from_be_bytes(number)));
        Some(Ok(Record { path, time: None, content, start, end, raw: Raw::Typed }))
    }

    /// Reads a value under a single ID in the map of an object instance or resource.
    #[inline(never)]
    fn fast_any<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Option<Result<Record<'a>, Error>> {
        let map = self.maps.get_mut(usize::from(self.depth).wrapping_sub(1))?;
        let left = map.left.checked_sub(1)?;
        let start = self.position;
        let (id, rest) = fast_id(input.payload.get(start as usize..)?)?;
        let (path, packed, data_type) = match self.fast.inside {
            Inside::ObjectInstance => {
                let path = Path::from_word(self.fast.word | u64::from(id) << 32, 3);
                let (data_type, _) = self.fast.types.ask(path, &input.context);
                (path, u64::from(id) << 16, data_type)
            }
            Inside::Resource => {
                let path = Path::from_word(self.fast.word | u64::from(id) << 48, 4);
                (path, id.into(), self.fast.data_type)
            }
            Inside::Unknown => return None,
        };
        let (value, rest) = fast_value(rest, data_type)?;
        if !input.seen.ascend(self.fast.packed | packed, path.len() as u8)
            && !input.seen.follow_leaf(path, start)
        {
            return None;
        }
        map.left = left;
        let end = (input.payload.len() - rest.len()) as u32;
        (self.path, self.at_value, self.position) = (path, true, end);
        let content = Content::Value(value);
        Some(Ok(Record { path, time: None, content, start, end, raw: Raw::Typed }))
    }

    /// Whether the payload and all maps end here.
    #[inline]
    pub(super) fn fast_is_over(&self, input: &Input<'_, '_, '_>) -> bool {
        let open = self.maps.get(..usize::from(self.depth)).unwrap_or_default();
        self.position as usize == input.payload.len()
            && self.started
            && open.iter().all(|map| map.left == 0)
    }

    /// Reads up to the next value.
    #[inline(never)]
    pub(super) fn fast_element<'a>(
        &mut self,
        input: &mut Input<'a, '_, '_>,
    ) -> Option<Result<Record<'a>, Error>> {
        self.fast.forget_map();
        if !self.started {
            let (head, rest) = Head::split(input.payload)?;
            let (0xa1..=0xb9, entries @ 1..) = (head.first, head.argument) else { return None };
            self.open(Path::ROOT, entries);
            self.position = (input.payload.len() - rest.len()) as u32;
            self.started = true;
        }
        loop {
            let index = usize::from(self.depth).checked_sub(1)?;
            let left = match self.maps.get(index)?.left {
                0 => {
                    self.close(self.position as usize);
                    continue;
                }
                Map::UNTIL_BREAK => return None,
                left => left - 1,
            };
            let start = self.position;
            let rest = input.payload.get(start as usize..)?;
            let (path, rest, array) = match *rest {
                [head @ 0x82..=0x84, ref rest @ ..] => {
                    let (path, rest) = fast_array(self.prefix, head & 0x1f, rest)?;
                    (path, rest, true)
                }
                _ => {
                    let (id, rest) = fast_id(rest)?;
                    (self.prefix.child(id)?, rest, false)
                }
            };
            if let [0xa1..=0xb9, ..] = *rest {
                let (head, rest) = Head::split(rest)?;
                let entries = head.argument;
                if path.len() == 4 || self.depth >= 4 || entries == 0 || self.conflicts(path, true)
                {
                    return None;
                }
                input.seen.insert_container(path, self.prefix.len(), array, start).ok()?;
                self.maps.get_mut(index)?.left = left;
                (self.path, self.at_value) = (path, false);
                self.open(path, entries);
                self.position = (input.payload.len() - rest.len()) as u32;
                self.fast_enter(input);
                if let Some(record) = self.fast_any(input) {
                    return Some(record);
                }
                continue;
            }
            let siblings = self.at_value && path.len() == self.path.len() && path != self.path;
            if path.len() < 3
                || !siblings && self.conflicts(path, false)
                || self.relative == Some(true)
                || !path.starts_with(input.context.base())
            {
                return None;
            }
            let (data_type, _) = self.fast.types.ask(path, &input.context);
            let (value, rest) = fast_value(rest, data_type)?;
            if !input.seen.follow_leaf(path, start) {
                return None;
            }
            let end = (input.payload.len() - rest.len()) as u32;
            self.maps.get_mut(index)?.left = left;
            (self.path, self.at_value, self.position) = (path, true, end);
            self.relative = Some(false);
            if !array {
                self.fast_enter(input);
            }
            let content = Content::Value(value);
            return Some(Ok(Record { path, time: None, content, start, end, raw: Raw::Typed }));
        }
    }

    /// Remembers the innermost map.
    #[inline(always)]
    fn fast_enter(&mut self, input: &Input<'_, '_, '_>) {
        let path = self.prefix;
        self.fast.inside = match path.len() {
            2 => Inside::ObjectInstance,
            3 => Inside::Resource,
            _ => Inside::Unknown,
        };
        if !path.starts_with(input.context.base()) || self.relative == Some(true) {
            self.fast.inside = Inside::Unknown;
        }
        if self.fast.inside != Inside::Unknown {
            // Only absolute keys are read here.
            self.relative = Some(false);
        }
        (self.fast.word, self.fast.packed) = (path.word(), path.packed());
        self.fast.types.turn_to(path.object_and_resource().0);
        if path.len() == 3 {
            self.fast.data_type = self.fast.types.ask(path, &input.context).0;
        }
    }
}

/// A single ID at the start of `rest`, and the rest after it.
#[inline(always)]
fn fast_id(rest: &[u8]) -> Option<(u16, &[u8])> {
    if let [id @ ..0x18, rest @ ..] = rest {
        return Some(((*id).into(), rest));
    }
    let (head, rest) = Head::split(rest)?;
    let id = u16::try_from(head.argument).ok()?;
    (head.first < 0x20 && id != MAX_ID).then_some((id, rest))
}

/// The path continued by the `ids` IDs at the start of `rest`, and the rest after them.
#[inline(always)]
fn fast_array(path: Path, ids: u8, mut rest: &[u8]) -> Option<(Path, &[u8])> {
    let mut word = path.word();
    let len = path.len() as u8;
    if len + ids > 4 {
        return None;
    }
    for place in len..len + ids {
        let (id, after) = fast_id(rest)?;
        word |= u64::from(id) << (16 * u32::from(place));
        rest = after;
    }
    Some((Path::from_word(word, len + ids), rest))
}

/// The value at the start of `rest`, and the rest after it.
#[inline(always)]
fn fast_value(rest: &[u8], data_type: Option<DataType>) -> Option<(Value<'_>, &[u8])> {
    let [..0x40 | 0xf9.., ..] = rest else { return cbor::fast_leaf(rest, data_type) };
    let (head, rest) = Head::split(rest)?;
    Some((cbor::fast_number(head, data_type)?, rest))
}
