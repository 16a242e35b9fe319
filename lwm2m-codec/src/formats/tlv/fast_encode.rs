//! The fast path for writing TLV, in one pass over the records.
//!
//! The length of a container is written when it ends. The bytes that it takes beside the first are
//! inserted then, which moves what the container holds, at most once for each of the two levels, so
//! that the work stays linear.

use super::encode::{header_length, number, put_header, put_value};
use super::{Kind, MAX_LENGTH};
use crate::codec::context::Context;
use crate::codec::declared;
use crate::codec::encoder::IntoRecords;
use crate::codec::sink::{Reserved, Sink};
use crate::model::operation::Operation;
use crate::model::path::Path;
use crate::model::record::{Content, IntoRecord};
use crate::model::value::Value;

/// Writes records whose object instances and multiple-instance resources ascend; `None` leaves them to
/// the general path, and so do errors.
pub(crate) fn encode<'r, I>(
    records: IntoRecords<'r, '_, I>,
    context: &Context<'_>,
    buffer: &mut [u8],
) -> Option<usize>
where
    I: Iterator<Item: IntoRecord<'r>>,
{
    let mut sink = Sink::new(buffer);
    let mut writer = Writer::new(context)?;
    let mut last = Path::ROOT;
    records.try_each(|record| {
        let (Content::Value(value), None) = (&record.content, record.time) else { return None };
        let path = record.path;
        if path.len() != writer.len || path.word() & writer.above != writer.parent {
            // Neither may lead to the other.
            if declared::collide(last, path) {
                return None;
            }
            sink.out_of_line(|sink| writer.turn(sink, path))?;
        }
        last = path;
        let id = (path.word() >> writer.shift) as u16;
        put(&mut sink, writer.kind, id, value, context)
    })?;
    writer.finish(sink)
}

/// What is still to be written of an element.
enum Tail<'v> {
    None,
    Bytes(&'v [u8]),
    All,
}

/// Writes an element with a value.
#[inline(always)]
fn put(
    sink: &mut Sink<'_>,
    kind: u8,
    id: u16,
    value: &Value<'_>,
    context: &Context<'_>,
) -> Option<()> {
    let Some(mut reserved) = sink.reserve() else {
        return sink.out_of_line(|sink| put_near_end(sink, kind, id, value, context));
    };
    let tail = put_short(&mut reserved, kind, id, value, context);
    let len = reserved.len();
    sink.commit(len);
    match tail {
        Tail::None => Some(()),
        Tail::Bytes(bytes) => sink.try_put(bytes),
        Tail::All => sink.out_of_line(|sink| put_all(sink, kind, id, value, context)),
    }
}

/// The same for the last elements, when the buffer may have fewer bytes than are reserved.
#[cold]
#[inline(never)]
fn put_near_end(
    sink: &mut Sink<'_>,
    kind: u8,
    id: u16,
    value: &Value<'_>,
    context: &Context<'_>,
) -> Option<()> {
    match sink.put_short(|reserved| put_short(reserved, kind, id, value, context))? {
        Tail::None => Some(()),
        Tail::Bytes(bytes) => sink.try_put(bytes),
        Tail::All => put_all(sink, kind, id, value, context),
    }
}

/// Writes an element that has no fast path.
#[cold]
#[inline(never)]
fn put_all(
    sink: &mut Sink<'_>,
    kind: u8,
    id: u16,
    value: &Value<'_>,
    context: &Context<'_>,
) -> Option<()> {
    let kind = if kind == Kind::Resource as u8 { Kind::Resource } else { Kind::ResourceInstance };
    put_value(sink, kind, id, value, context, 0).ok()?;
    sink.fits()
}

/// Writes an element with a number, or the header of one with text or bytes.
#[inline(always)]
fn put_short<'v>(
    reserved: &mut Reserved<'_>,
    kind: u8,
    id: u16,
    value: &Value<'v>,
    context: &Context<'_>,
) -> Tail<'v> {
    let bytes = match value {
        Value::String(text) | Value::CoreLink(text) => text.as_bytes(),
        Value::Opaque(bytes) => bytes.as_slice(),
        value => {
            let Some((number, width)) = number(value, context) else { return Tail::All };
            let first = kind << 6 | if width == 8 { 0b0_1000 } else { width as u8 };
            put_id(reserved, first, id);
            if width == 8 {
                reserved.put([8]);
            }
            match width {
                1 => reserved.put((number as u8).to_be_bytes()),
                2 => reserved.put((number as u16).to_be_bytes()),
                4 => reserved.put((number as u32).to_be_bytes()),
                _ => reserved.put(number.to_be_bytes()),
            }
            return Tail::None;
        }
    };
    let Some(bytes) = bytes else { return Tail::All };
    let [_, b, c, d] = (bytes.len() as u32).to_be_bytes();
    match bytes.len() {
        0..8 => put_id(reserved, kind << 6 | d, id),
        8..0x100 => {
            put_id(reserved, kind << 6 | 0b0_1000, id);
            reserved.put([d]);
        }
        0x100..0x1_0000 => {
            put_id(reserved, kind << 6 | 0b1_0000, id);
            reserved.put([c, d]);
        }
        0x1_0000..=MAX_LENGTH => {
            put_id(reserved, kind << 6 | 0b1_1000, id);
            reserved.put([b, c, d]);
        }
        _ => return Tail::All,
    }
    Tail::Bytes(bytes)
}

/// Writes the first byte of a header and the ID.
#[inline(always)]
fn put_id(reserved: &mut Reserved<'_>, first: u8, id: u16) {
    let [high, low] = id.to_be_bytes();
    if high == 0 {
        reserved.put([first, low]);
    } else {
        reserved.put([first | 0b10_0000, high, low]);
    }
}

/// A container that is being written.
#[derive(Clone, Copy)]
struct Container {
    kind: Kind,
    id: u16,
    /// Where its header starts, and where what it contains does.
    start: usize,
    body: usize,
}

impl Container {
    fn begin(sink: &mut Sink<'_>, kind: Kind, id: u16) -> Option<Self> {
        let start = sink.len();
        if id > 0xff {
            sink.try_put(&[0; 3])?;
        } else {
            sink.try_put(&[0; 2])?;
        }
        Some(Self { kind, id, start, body: sink.len() })
    }

    /// Writes the header.
    fn end(self, sink: &mut Sink<'_>) -> Option<()> {
        let length = sink.len() - self.body;
        let more = header_length(self.id, length).checked_sub(self.body - self.start)?;
        sink.insert(self.start, more)?;
        sink.rewrite(self.start, |sink| put_header(sink, self.kind, self.id, length, 0)).ok()
    }
}

struct Writer<'c> {
    context: &'c Context<'c>,
    /// The length and the parent IDs that the next record must share to stay in the innermost
    /// container, and the mask of these IDs; `shift` locates its last ID. Then its kind of element.
    len: usize,
    parent: u64,
    above: u64,
    shift: u32,
    kind: u8,
    instance: Option<Container>,
    resource: Option<Container>,
    /// The least IDs of object instances and multiple-instance resources that may follow.
    next_instance: u32,
    next_resource: u32,
}

impl<'c> Writer<'c> {
    fn new(context: &'c Context<'c>) -> Option<Self> {
        let base = context.base().len();
        (1..=2).contains(&base).then_some(Self {
            context,
            // No path has it.
            len: usize::MAX,
            parent: 0,
            above: 0,
            shift: 0,
            kind: 0,
            instance: None,
            resource: None,
            next_instance: 0,
            next_resource: 0,
        })
    }

    /// Ends and begins containers on the way to the parent of a path.
    #[inline(never)]
    fn turn(&mut self, sink: &mut Sink<'_>, path: Path) -> Option<()> {
        let base = self.context.base();
        let (instance, resource) = ((path.word() >> 16) as u16, (path.word() >> 32) as u16);
        if path.len() < 3 || !path.starts_with(base) || path.names_new_instance() {
            return None;
        }
        if let Some(container) = self.resource.take() {
            container.end(sink)?;
        }
        if base.len() == 1 && self.instance.is_none_or(|open| open.id != instance) {
            self.end_instance(sink)?;
            let again = self.next_instance > 0;
            let creates = self.context.operation() == Operation::Create;
            if again && (creates || u32::from(instance) < self.next_instance) {
                return None;
            }
            (self.next_instance, self.next_resource) = (u32::from(instance) + 1, 0);
            let kind = Kind::ObjectInstance;
            self.instance = Some(Container::begin(sink, kind, instance)?);
        }
        let depth = path.len() - 1;
        if depth == 3 {
            if u32::from(resource) < self.next_resource {
                return None;
            }
            self.next_resource = u32::from(resource) + 1;
            self.resource = Some(Container::begin(sink, Kind::MultipleResource, resource)?);
        }
        self.kind = if depth == 3 { Kind::ResourceInstance } else { Kind::Resource } as u8;
        (self.shift, self.above) = (16 * depth as u32, (1 << (16 * depth)) - 1);
        (self.len, self.parent) = (path.len(), path.word() & self.above);
        Some(())
    }

    fn end_instance(&mut self, sink: &mut Sink<'_>) -> Option<()> {
        if let Some(container) = self.instance.take() {
            container.end(sink)?;
        }
        Some(())
    }

    fn finish(mut self, mut sink: Sink<'_>) -> Option<usize> {
        if let Some(container) = self.resource.take() {
            container.end(&mut sink)?;
        }
        self.end_instance(&mut sink)?;
        // Without records, the general path knows whether there must be some.
        (self.len != usize::MAX).then(|| sink.finish().ok())?
    }
}
