//! The short cut for TLV: elements of object instances, as they mostly come.

use super::decode::{End, State};
use super::{Kind, value};
use crate::content_format::Operation;
use crate::context::Context;
use crate::duplicates::{Seen, SeenPath};
use crate::error::Error;
use crate::path::MAX_ID;
use crate::record::{Content, Raw, Record};
use crate::time::Timestamp;
use crate::value::{DataType, Value};

/// A header with at most one byte of length.
struct Header {
    kind: u8,
    id: u16,
    value: u32,
    end: u32,
}

impl Header {
    #[inline(always)]
    fn read(payload: &[u8], start: u32) -> Option<Self> {
        let rest = payload.get(start as usize..)?;
        let &[first, a, b] = rest.first_chunk()?;
        let short = u16::from(a);
        let wide = short << 8 | u16::from(b);
        let (id, size, length) = match first & 0b11_1000 {
            0b00_0000 => (short, 2, first & 0b111),
            0b00_1000 => (short, 3, b),
            0b10_0000 => (wide, 3, first & 0b111),
            0b10_1000 => (wide, 4, *rest.get(3)?),
            _ => return None,
        };
        if id == MAX_ID {
            return None;
        }
        let value = start + size;
        Some(Self { kind: first >> 6, id, value, end: value + u32::from(length) })
    }
}

impl State {
    /// Reads a leaf in a container, which most elements are.
    #[inline(never)]
    pub(super) fn quick_leaf<'a>(
        &mut self,
        payload: &'a [u8],
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Option<Result<Record<'a>, Error>> {
        let start = self.position;
        self.resource_end.close_at(start);
        self.instance_end.close_at(start);
        let header = Header::read(payload, start)?;
        let Header { kind, id, value: begin, end } = header;
        if end > self.resource_end.min(self.instance_end).0 {
            return None;
        }
        if !self.instance_end.is_open() && !self.nested_in_base(context) {
            return self.quick_instance(header, payload, context, seen);
        }
        let (path, data_type) = if self.resource_end.is_open() {
            if kind != Kind::ResourceInstance as u8 {
                return None;
            }
            (self.path.with_resource_instance(id), self.data_type)
        } else {
            if kind != Kind::Resource as u8 {
                return self.quick_resource(header, payload, context, seen);
            }
            let path = self.path.with_resource(id);
            let resource = context.resource_type(path);
            if resource.is_some_and(|resource| resource.multiple == Some(true)) {
                return None;
            }
            (path, resource.map(|resource| resource.data_type))
        };
        let bytes = payload.get(begin as usize..end as usize)?;
        let (value, raw) = match data_type {
            Some(DataType::Float) if bytes.len() == 8 => {
                (Value::Float(f64::from_be_bytes(*bytes.first_chunk()?)), Raw::Typed)
            }
            Some(DataType::Float) if bytes.len() == 4 => {
                (Value::Float(f32::from_be_bytes(*bytes.first_chunk()?).into()), Raw::Typed)
            }
            Some(DataType::Integer) if bytes.len() == 1 => {
                (Value::Integer((*bytes.first()? as i8).into()), Raw::Typed)
            }
            Some(DataType::Integer) if bytes.len() == 2 => {
                (Value::Integer(i16::from_be_bytes(*bytes.first_chunk()?).into()), Raw::Typed)
            }
            Some(data_type) => {
                (value(bytes, begin as usize, data_type, context.leniencies()).ok()?, Raw::Typed)
            }
            None => (Value::from(bytes), Raw::Tlv),
        };
        if !seen.follow(SeenPath::new(path, Timestamp::default())) {
            seen.insert(path, None, start).ok()?;
        }
        self.path = path;
        self.position = end;
        return Some(Ok(Record {
            path,
            time: None,
            content: Content::Value(value),
            start,
            end,
            raw,
        }));
    }

    #[inline(never)]
    fn quick_instance<'a>(
        &mut self,
        header: Header,
        payload: &'a [u8],
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Option<Result<Record<'a>, Error>> {
        let base = context.base();
        if base.len() != 1
            || header.kind != Kind::ObjectInstance as u8
            || self.top != Some(Kind::ObjectInstance)
            || header.value == header.end
            || context.operation() == Operation::Create
        {
            return None;
        }
        let path = base.child(header.id)?;
        seen.insert(path, None, self.position).ok()?;
        self.path = path;
        self.instance_end = End(header.end);
        self.position = header.value;
        self.quick_leaf(payload, context, seen)
    }

    #[inline(never)]
    fn quick_resource<'a>(
        &mut self,
        header: Header,
        payload: &'a [u8],
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Option<Result<Record<'a>, Error>> {
        let path = self.path.with_resource(header.id);
        let resource = context.resource_type(path);
        if header.kind != Kind::MultipleResource as u8
            || resource.is_some_and(|resource| resource.multiple == Some(false))
            || header.value == header.end
        {
            return None;
        }
        seen.insert(path, None, self.position).ok()?;
        self.path = path;
        self.data_type = resource.map(|resource| resource.data_type);
        self.resource_end = End(header.end);
        self.position = header.value;
        self.quick_leaf(payload, context, seen)
    }

    fn nested_in_base(&self, context: &Context<'_>) -> bool {
        context.base().len() == 2
            && matches!(self.top, Some(Kind::Resource | Kind::MultipleResource))
    }
}
