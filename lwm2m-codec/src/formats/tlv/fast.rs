//! The fast path of TLV: right leaves in the open container.

use super::decode::Header;
use super::state::State;
use super::{Kind, value};
use crate::codec::decoder::sealed::Input;
use crate::data_type::DataType;
use crate::model::path::{MAX_ID, Path};
use crate::model::record::{Content, Raw, Record};
use crate::model::value::Value;

impl State {
    /// The next record, if it is a right leaf of the container that is open; otherwise changes nothing.
    #[inline(always)]
    pub(super) fn fast_leaf<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Option<Record<'a>> {
        let rest = input.payload.get(self.position as usize..self.end as usize)?;
        if self.container.len() != 2 || !self.plain {
            return None;
        }
        let (id, value, size) = float(rest)?;
        if !self.types.is_single(id, DataType::Float) || id == MAX_ID {
            return None;
        }
        let path = Path::from_word(self.container.word() | u64::from(id) << 32, 3);
        input.seen.ascend(path.packed(), 3).then(|| self.commit(path, Value::Float(value), size))
    }

    /// Goes on after a leaf, and makes the record of it.
    #[inline(always)]
    fn commit<'a>(&mut self, path: Path, value: Value<'a>, size: u32) -> Record<'a> {
        let start = self.position;
        self.path = path;
        self.position = start + size;
        let content = Content::Value(value);
        Record { path, time: None, content, start, end: start + size, raw: Raw::Typed }
    }
}

/// The ID and value of a resource, if its value has the length of a float, and how long it is.
#[inline(always)]
fn float(rest: &[u8]) -> Option<(u16, f64, u32)> {
    // Double and single precision, with IDs of two bytes and of one.
    if let Some(&[0xe8, high, low, 8, number @ ..]) = rest.first_chunk::<12>() {
        return Some((u16::from_be_bytes([high, low]), f64::from_be_bytes(number), 12));
    }
    if let Some(&[0xe4, high, low, number @ ..]) = rest.first_chunk::<7>() {
        return Some((u16::from_be_bytes([high, low]), f32::from_be_bytes(number).into(), 7));
    }
    if let Some(&[0xc8, id, 8, number @ ..]) = rest.first_chunk::<11>() {
        return Some((id.into(), f64::from_be_bytes(number), 11));
    }
    match rest.first_chunk::<6>() {
        Some(&[0xc4, id, number @ ..]) => Some((id.into(), f32::from_be_bytes(number).into(), 6)),
        _ => None,
    }
}
