//! The short cut for TLV: elements of object instances with headers of at most four bytes.

use super::decode::{End, State};
use super::{Kind, value};
use crate::content_format::Operation;
use crate::context::Context;
use crate::duplicates::Seen;
use crate::error::Error;
use crate::path::{MAX_ID, Path};
use crate::record::{Content, Raw, Record};
use crate::value::{DataType, Value};

/// A header with at most one byte of length.
struct Header {
    kind: u8,
    id: u16,
    /// Offset of the value, and of its end.
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
        let value = start.checked_add(size)?;
        Some(Self { kind: first >> 6, id, value, end: value.checked_add(length.into())? })
    }

    fn is(&self, kind: Kind) -> bool {
        self.kind == kind as u8
    }

    fn is_empty(&self) -> bool {
        self.value == self.end
    }
}

impl State {
    /// Reads up to the next leaf, which most elements are. It takes 160 instructions, the general way
    /// 580.
    #[inline(never)]
    pub(super) fn quick_leaf<'a>(
        &mut self,
        payload: &'a [u8],
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Option<Result<Record<'a>, Error>> {
        loop {
            let start = self.position;
            self.resource_end.close_at(start);
            self.instance_end.close_at(start);
            let header = Header::read(payload, start)?;
            if header.end > self.resource_end.min(self.instance_end).0 {
                return None;
            }
            if !self.instance_end.is_open() && !self.is_in_base(context) {
                self.quick_instance(&header, context, seen)?;
                continue;
            }
            let (path, data_type) = if self.resource_end.is_open() {
                if !header.is(Kind::ResourceInstance) {
                    return None;
                }
                (self.path.with_resource_instance(header.id), self.data_type)
            } else {
                if !header.is(Kind::Resource) {
                    self.quick_resource(&header, context, seen)?;
                    continue;
                }
                let path = self.path.with_resource(header.id);
                let resource = context.resource_type(path);
                if resource.is_some_and(|resource| resource.multiple == Some(true)) {
                    return None;
                }
                (path, resource.map(|resource| resource.data_type))
            };
            return self.quick_record(&header, path, data_type, payload, context, seen);
        }
    }

    #[inline(always)]
    fn quick_record<'a>(
        &mut self,
        header: &Header,
        path: Path,
        data_type: Option<DataType>,
        payload: &'a [u8],
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Option<Result<Record<'a>, Error>> {
        let (start, begin, end) = (self.position, header.value, header.end);
        let bytes = payload.get(begin as usize..end as usize)?;
        let (value, raw) = match (data_type, bytes.len()) {
            (Some(DataType::Float), 8) => {
                (Value::Float(f64::from_be_bytes(*bytes.first_chunk()?)), Raw::Typed)
            }
            (Some(DataType::Float), 4) => {
                (Value::Float(f32::from_be_bytes(*bytes.first_chunk()?).into()), Raw::Typed)
            }
            (Some(data_type), _) => {
                (value(bytes, begin as usize, data_type, context.leniencies()).ok()?, Raw::Typed)
            }
            (None, _) => (Value::from(bytes), Raw::Tlv),
        };
        seen.insert(path, None, start).ok()?;
        self.path = path;
        self.position = end;
        let content = Content::Value(value);
        Some(Ok(Record { path, time: None, content, start, end, raw }))
    }

    /// Whether the elements at the top level are those of the object instance that is asked for.
    fn is_in_base(&self, context: &Context<'_>) -> bool {
        let resources = matches!(self.top, Some(Kind::Resource | Kind::MultipleResource));
        resources && context.base().len() == 2
    }

    /// Opens an object instance that is not the first.
    #[inline(never)]
    fn quick_instance(
        &mut self,
        header: &Header,
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Option<()> {
        let base = context.base();
        if base.len() != 1
            || !header.is(Kind::ObjectInstance)
            || header.is_empty()
            || self.top != Some(Kind::ObjectInstance)
            || context.operation() == Operation::Create
        {
            return None;
        }
        let path = base.child(header.id)?;
        seen.insert(path, None, self.position).ok()?;
        self.path = path;
        self.instance_end = End(header.end);
        self.position = header.value;
        Some(())
    }

    /// Opens a multiple-instance resource.
    #[inline(never)]
    fn quick_resource(
        &mut self,
        header: &Header,
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Option<()> {
        let path = self.path.with_resource(header.id);
        let resource = context.resource_type(path);
        if !header.is(Kind::MultipleResource)
            || header.is_empty()
            || resource.is_some_and(|resource| resource.multiple == Some(false))
        {
            return None;
        }
        seen.insert(path, None, self.position).ok()?;
        self.path = path;
        self.data_type = resource.map(|resource| resource.data_type);
        self.resource_end = End(header.end);
        self.position = header.value;
        Some(())
    }
}
