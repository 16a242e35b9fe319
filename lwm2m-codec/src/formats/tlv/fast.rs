//! The fast path of TLV: leaves in the open container.

use super::state::{End, State};
use super::{Kind, value};
use crate::codec::decoder::Input;
use crate::data_type::DataType;
use crate::error::{Error, Strictness};
use crate::model::operation::Operation;
use crate::model::path::{MAX_ID, Path};
use crate::model::record::{Content, Raw, Record};
use crate::model::value::Value;

/// The ID, value and size of a resource whose value has the length of a float.
#[inline(always)]
fn fast_float(rest: &[u8]) -> Option<(u16, f64, u32)> {
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

/// The bytes of a leaf as a data type.
#[inline(always)]
fn fast_value(bytes: &[u8], data_type: DataType) -> Option<Value<'_>> {
    let integer = |bytes: &[u8]| match *bytes {
        [a] => Some(i8::from_be_bytes([a]).into()),
        [a, b] => Some(i16::from_be_bytes([a, b]).into()),
        [a, b, c, d] => Some(i32::from_be_bytes([a, b, c, d]).into()),
        [a, b, c, d, e, f, g, h] => Some(i64::from_be_bytes([a, b, c, d, e, f, g, h])),
        _ => None,
    };
    match data_type {
        DataType::Integer => integer(bytes).map(Value::Integer),
        DataType::Time => integer(bytes).map(Value::Time),
        DataType::String => Some(Value::from(core::str::from_utf8(bytes).ok()?)),
        // What a leniency may accept is declined here and left to the general path.
        _ => value(bytes, 0, data_type, Strictness::STRICT).ok(),
    }
}

/// A header.
struct Header {
    kind: u8,
    id: u16,
    /// Bytes of the header, and of the value after it.
    size: usize,
    length: usize,
}

impl Header {
    /// Reads a header, unless its ID is the reserved one.
    #[inline(always)]
    fn read(rest: &[u8]) -> Option<Self> {
        let &first = rest.first()?;
        let wide = |high: u8, low: u8| u16::from_be_bytes([high, low]);
        let (id, size, length) = match (first >> 3 & 0b111, rest) {
            (0b000, &[_, id, ..]) => (id.into(), 2, (first & 0b111).into()),
            (0b001, &[_, id, length, ..]) => (id.into(), 3, length.into()),
            (0b100, &[_, high, low, ..]) => (wide(high, low), 3, (first & 0b111).into()),
            (0b101, &[_, high, low, length, ..]) => (wide(high, low), 4, length.into()),
            (0b010, &[_, id, a, b, ..]) => (id.into(), 4, wide(a, b).into()),
            (0b011, &[_, id, a, b, c, ..]) => (id.into(), 5, u32::from_be_bytes([0, a, b, c])),
            (0b110, &[_, high, low, a, b, ..]) => (wide(high, low), 5, wide(a, b).into()),
            (0b111, &[_, high, low, a, b, c, ..]) => {
                (wide(high, low), 6, u32::from_be_bytes([0, a, b, c]))
            }
            _ => return None,
        };
        let length = length as usize;
        (id != MAX_ID).then_some(Self { kind: first >> 6, id, size, length })
    }

    #[inline(always)]
    fn is(&self, kind: Kind) -> bool {
        self.kind == kind as u8
    }
}

impl State {
    /// Reads a resource that is a single float, in the open object instance.
    #[inline(never)]
    pub(super) fn fast_leaf<'a>(
        &mut self,
        input: &mut Input<'a, '_>,
    ) -> Option<Result<Record<'a>, Error>> {
        let start = self.position;
        let range = start as usize..self.fast.instance_end as usize;
        let Some(rest) = input.payload.get(range) else { return self.fast_any(input) };
        let Some((id, number, size)) = fast_float(rest) else {
            return if rest.is_empty() { None } else { self.fast_any(input) };
        };
        let end = start + size;
        if !self.fast.types.is_single(id, DataType::Float)
            || !input.seen.ascend(self.fast.packed | u64::from(id) << 16, 3)
        {
            return self.fast_any(input);
        }
        let path = Path::from_word(self.fast.word.wrapping_add(u64::from(id) << 32), 3);
        self.path = path;
        self.position = end;
        let content = Content::Value(Value::Float(number));
        Some(Ok(Record { path, time: None, content, start, end, raw: Raw::Typed }))
    }

    /// Reads any leaf in the open container.
    #[inline(never)]
    fn fast_any<'a>(&mut self, input: &mut Input<'a, '_>) -> Option<Result<Record<'a>, Error>> {
        let start = self.position;
        let rest = input.payload.get(start as usize..self.fast.end as usize)?;
        let header = Header::read(rest)?;
        let bytes = rest.get(header.size..header.size + header.length)?;
        let end = start + (header.size + header.length) as u32;
        let id = u64::from(header.id);
        let (path, packed, data_type) = if self.fast.instance_end == 0 {
            if !header.is(Kind::ResourceInstance) {
                return None;
            }
            (Path::from_word(self.fast.word | id << 48, 4), id, self.data_type)
        } else {
            let path = Path::from_word(self.fast.word | id << 32, 3);
            let (data_type, multiple) = self.fast.types.ask(path, &input.context);
            if !header.is(Kind::Resource) || multiple == Some(true) {
                return None;
            }
            (path, id << 16, data_type)
        };
        let (value, raw) = match data_type {
            Some(data_type) => (fast_value(bytes, data_type)?, Raw::Typed),
            None => (Value::from(bytes), Raw::Tlv),
        };
        if !input.seen.ascend(self.fast.packed | packed, path.len() as u8) {
            input.seen.insert(path, None, start).ok()?;
        }
        self.path = path;
        self.position = end;
        let content = Content::Value(value);
        Some(Ok(Record { path, time: None, content, start, end, raw }))
    }

    /// Whether the payload and all containers end here, and what the request names was read.
    #[inline]
    pub(super) fn fast_is_over(&self, input: &Input<'_, '_>) -> bool {
        let ends_here = |end: End| end.0 == self.position || !end.is_open();
        let base = input.context.base();
        self.position as usize == input.payload.len()
            && ends_here(self.resource_end)
            && ends_here(self.instance_end)
            && (self.named || matches!(base.len(), 1 | 2))
    }

    /// Reads up to the next leaf.
    #[inline(never)]
    pub(super) fn fast_element<'a>(
        &mut self,
        input: &mut Input<'a, '_>,
    ) -> Option<Result<Record<'a>, Error>> {
        loop {
            if !self.fast_instance(input) {
                if self.top.is_none() && input.context.base().len() == 3 {
                    return self.fast_named(input);
                }
                self.fast_container(input)?;
            }
            if let Some(record) = self.fast_leaf(input) {
                return Some(record);
            }
        }
    }

    /// Reads the single resource that the request names.
    #[inline(never)]
    fn fast_named<'a>(&mut self, input: &mut Input<'a, '_>) -> Option<Result<Record<'a>, Error>> {
        let base = input.context.base();
        let header = Header::read(input.payload)?;
        let end = header.size + header.length;
        if self.position != 0 || base.resource() != Some(header.id) || !header.is(Kind::Resource) {
            return None;
        }
        self.fast.enter(base.prefix(2), end as u32);
        let record = self.fast_leaf(input);
        if record.is_some() {
            (self.top, self.named) = (Some(Kind::Resource), true);
        }
        record
    }

    /// Opens the object instance that follows another one.
    #[inline(always)]
    fn fast_instance(&mut self, input: &mut Input<'_, '_>) -> bool {
        let start = self.position;
        if start != self.instance_end.0 || !self.fast.instances {
            return false;
        }
        let Some(rest) = input.payload.get(start as usize..) else { return false };
        let Some(Header { kind: 0, id, size, length }) = Header::read(rest) else { return false };
        if length == 0 || size + length > rest.len() {
            return false;
        }
        let begin = start + size as u32;
        let end = begin + length as u32;
        let word = self.fast.word & 0xffff | u64::from(id) << 16;
        let packed = word << 48 | u64::from(id) << 32;
        if !input.seen.ascend(packed, 2) {
            return false;
        }
        self.path = Path::from_word(word, 2);
        self.position = begin;
        (self.instance_end, self.resource_end) = (End(end), End::NONE);
        (self.fast.end, self.fast.instance_end) = (end, end);
        (self.fast.word, self.fast.packed) = (word, packed);
        true
    }

    /// Opens the container of the next leaf, or looks up which one is open.
    #[inline(never)]
    fn fast_container(&mut self, input: &mut Input<'_, '_>) -> Option<()> {
        let start = self.position;
        self.resource_end.close_at(start);
        self.instance_end.close_at(start);
        let limit = self.instance_end.0.min(input.payload.len() as u32);
        let rest = input.payload.get(start as usize..limit as usize)?;
        let header = Header::read(rest)?;
        let base = input.context.base();
        // Requests of single resources need the checks of the general path.
        if header.size + header.length > rest.len() || self.resource_end.is_open() || base.len() > 2
        {
            return None;
        }
        let begin = start + header.size as u32;
        let end = begin + header.length as u32;
        let path = if self.instance_end.is_open() {
            self.path.with_resource(header.id)
        } else if base.len() == 2 && self.top != Some(Kind::ObjectInstance) {
            base.with_resource(header.id)
        } else if base.len() == 1
            && matches!(self.top, None | Some(Kind::ObjectInstance))
            && input.context.operation() != Operation::Create
        {
            base.child(header.id)?
        } else {
            return None;
        };
        let in_instance = path.len() == 3;
        if in_instance && header.is(Kind::Resource) {
            if self.fast.instance_end == limit {
                return None;
            }
            self.fast.enter(path.prefix(2), limit);
            self.top = self.top.or(Some(Kind::Resource));
            return Some(());
        }
        let kind = if in_instance { Kind::MultipleResource } else { Kind::ObjectInstance };
        if !header.is(kind) || header.length == 0 {
            return None;
        }
        if in_instance {
            let (data_type, multiple) = self.fast.types.ask(path, &input.context);
            if multiple == Some(false) {
                return None;
            }
            input.seen.insert(path, None, start).ok()?;
            self.data_type = data_type;
            self.resource_end = End(end);
        } else {
            input.seen.insert(path, None, start).ok()?;
            self.instance_end = End(end);
            self.fast.instances = true;
        }
        self.top = self.top.or(Some(kind));
        self.path = path;
        self.position = begin;
        self.fast.enter(path, end);
        Some(())
    }
}
