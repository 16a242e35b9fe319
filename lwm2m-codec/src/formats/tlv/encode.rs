//! Records to TLV.

use super::{Kind, MAX_LENGTH};
use crate::codec::admission::may_be_empty;
use crate::codec::context::Context;
use crate::codec::declared;
use crate::codec::encoder::{Source, Write};
use crate::codec::grouping::Groups;
use crate::codec::sink::Sink;
use crate::encoding::float::exact_single;
use crate::error::{Error, ErrorKind};
use crate::model::operation::Operation;
use crate::model::path::Path;
use crate::model::record::{Content, Record};
use crate::model::value::Value;

/// Writes records as TLV, one a step.
///
/// Lengths come from looking ahead: once over the records of each object instance, and once over
/// those of each multiple-instance resource in it.
#[derive(Clone)]
pub(crate) struct Writer<'c, S> {
    records: S,
    rest: S,
    context: &'c Context<'c>,
    index: usize,
    groups: Groups,
    /// The open object instance and multiple-instance resource.
    instance: Option<Path>,
    resource: Option<Path>,
    /// Whether the resource or resource instance that the request names was written.
    named: bool,
    /// Whether an empty object instance took the place of the resources where the request names it.
    wrapped: bool,
    /// The last path.
    last: Path,
}

impl<'r, 'c, S: Source<'r>> Writer<'c, S> {
    pub(crate) fn new(records: S, context: &'c Context<'c>) -> Result<Self, Error> {
        if context.base() == Path::ROOT {
            return Err(Error::new(ErrorKind::BasePathNotEncodable, 0));
        }
        Ok(Self {
            rest: records.clone(),
            records,
            context,
            index: 0,
            groups: Groups::default(),
            instance: None,
            resource: None,
            named: false,
            wrapped: false,
            last: Path::ROOT,
        })
    }

    /// Writes the header of the container with this path, whose records are ahead.
    fn open(&self, sink: &mut Sink<'_>, kind: Kind, group: Path, ahead: &S) -> Result<(), Error> {
        let length = contained_length(ahead.clone(), group, self.context)?;
        put_header(sink, kind, group.last_id(), length, self.index)
    }

    fn finish(&self) -> Result<bool, Error> {
        if self.index == 0 && !may_be_empty(self.context) {
            return Err(Error::new(ErrorKind::NoRecords, 0));
        }
        if self.context.base().len() >= 3 && !self.named {
            return Err(Error::new(ErrorKind::SingleValueOnly, 0));
        }
        Ok(false)
    }
}

impl<'r, S: Source<'r>> Write for Writer<'_, S> {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<bool, Error> {
        let ahead = self.rest.clone();
        let mut rest = ahead.clone();
        let put = rest.look(|record| self.put(sink, record, &ahead));
        self.rest = rest;
        match put {
            Some(put) => put?.map(|()| true),
            None => self.finish(),
        }
    }
}

impl<'r, S: Source<'r>> Writer<'_, S> {
    /// Writes a record, which is the first one ahead.
    fn put(&mut self, sink: &mut Sink<'_>, record: &Record<'_>, ahead: &S) -> Result<(), Error> {
        let (context, index) = (self.context, self.index);
        let base = context.base();
        let path = record.path;
        check(record, context, index)?;
        let fail = |kind| Err(Error::new(kind, index));
        if self.wrapped {
            return fail(ErrorKind::RecordsNotGrouped);
        }
        if declared::collide(self.last, path) {
            return fail(ErrorKind::MultiplicityMismatch);
        }
        self.last = path;
        if base.len() == 1 && path.len() == 2 && self.instance == Some(path) {
            return fail(ErrorKind::RecordsNotGrouped);
        }
        if base.len() == 1 && path.len() >= 2 && self.instance != Some(path.prefix(2)) {
            // Resources of an instance without ID stand alone.
            if self
                .instance
                .is_some_and(|last| last.names_new_instance() || path.names_new_instance())
            {
                return fail(ErrorKind::NotRepresentable);
            }
            self.groups.enter(path.prefix(2), &self.records, index)?;
            (self.instance, self.resource) = (Some(path.prefix(2)), None);
            // Without resources, nothing else would tell of the new instance.
            if !path.names_new_instance() || path.len() == 2 {
                self.open(sink, Kind::ObjectInstance, path.prefix(2), ahead)?;
            }
        }
        // From a self.resource on, the request stands for one element.
        let starts = path.len() == 3 || self.resource != Some(path.prefix(3));
        if base.len() >= 3 && (self.named && starts || base.len() == 4 && index > 0) {
            return fail(ErrorKind::SingleValueOnly);
        }
        self.named |= path.len() >= 3;
        if path.len() == 4 && base.len() < 4 && self.resource != Some(path.prefix(3)) {
            self.groups.enter(path.prefix(3), &self.records, index)?;
            self.resource = Some(path.prefix(3));
            self.open(sink, Kind::MultipleResource, path.prefix(3), ahead)?;
        }
        match (path.len(), &record.content) {
            (3, Content::Value(value)) => {
                self.resource = None;
                put_value(sink, Kind::Resource, path.last_id(), value, context, index)?;
            }
            (3, _) => {
                self.groups.enter(path, &self.records, index)?;
                self.resource = None;
                put_header(sink, Kind::MultipleResource, path.last_id(), 0, index)?;
            }
            (4, Content::Value(value)) => {
                let id = path.last_id();
                put_value(sink, Kind::ResourceInstance, id, value, context, index)?;
            }
            (2, _) if base.len() == 2 => {
                if index > 0 {
                    return fail(ErrorKind::RecordsNotGrouped);
                }
                self.wrapped = true;
                put_header(sink, Kind::ObjectInstance, path.last_id(), 0, index)?;
            }
            // The header was the empty object instance; nothing comes after it.
            (2, _) => self.instance = None,
            // An object without instances is an empty payload.
            _ => {}
        }
        self.index += 1;
        Ok(())
    }
}

/// Whether TLV can say the record.
fn check(record: &Record<'_>, context: &Context<'_>, index: usize) -> Result<(), Error> {
    let path = record.path;
    let creates = context.operation() == Operation::Create;
    let kind = if !path.starts_with(context.base()) || path.names_new_instance() && !creates {
        ErrorKind::RecordOutsideBase
    } else if record.time.is_some() {
        ErrorKind::TimeNotRepresentable
    } else {
        match record.content {
            Content::Value(_) if path.len() >= 3 => return Ok(()),
            Content::Value(_) => ErrorKind::RecordPath,
            Content::Empty if path.len() <= 3 => return Ok(()),
            _ => ErrorKind::NotRepresentable,
        }
    };
    Err(Error::new(kind, index))
}

/// The length of what the TLV of an object instance or a multiple-instance resource contains: of what
/// lies below `group` at the start of the records.
fn contained_length<'r>(
    mut records: impl Source<'r>,
    group: Path,
    context: &Context<'_>,
) -> Result<usize, Error> {
    let mut length = 0usize;
    // The open multiple-instance resource, and the length of its instances so far.
    let mut open = group;
    let mut inside = 0usize;
    loop {
        let element = records.look(|record| {
            let path = record.path;
            if path.len() <= group.len() || !path.starts_with(group) {
                return None;
            }
            let size = match &record.content {
                Content::Value(value) => value_length(value, context).unwrap_or(0),
                _ => 0,
            };
            Some((path, header_length(path.last_id(), size).saturating_add(size)))
        });
        let Some((path, size)) = element.transpose()?.flatten() else { break };
        let parent = path.prefix(path.len() - 1);
        if parent != open {
            length = length.saturating_add(closed_length(open, group, inside));
            (open, inside) = (parent, 0);
        }
        inside = inside.saturating_add(size);
    }
    Ok(length.saturating_add(closed_length(open, group, inside)))
}

/// The length of what was open in a group, with its header if it is a container in there.
fn closed_length(open: Path, group: Path, inside: usize) -> usize {
    let header = if open == group { 0 } else { header_length(open.last_id(), inside) };
    header.saturating_add(inside)
}

/// How many bytes hold the length in a header; short ones lie in the first byte.
const fn length_bytes(length: usize) -> usize {
    match length {
        0..8 => 0,
        8..0x100 => 1,
        0x100..0x1_0000 => 2,
        _ => 3,
    }
}

pub(super) const fn header_length(id: u16, length: usize) -> usize {
    2 + (id > 0xff) as usize + length_bytes(length)
}

pub(super) fn put_header(
    sink: &mut Sink<'_>,
    kind: Kind,
    id: u16,
    length: usize,
    index: usize,
) -> Result<(), Error> {
    if length > MAX_LENGTH {
        return Err(Error::new(ErrorKind::OutputTooLong, index));
    }
    let wide = id > 0xff;
    let bytes = length_bytes(length);
    let short = if bytes == 0 { length } else { 0 };
    let first = (kind as usize) << 6 | usize::from(wide) << 5 | bytes << 3 | short;
    let [high, low] = id.to_be_bytes();
    let [_, b, c, d] = (length as u32).to_be_bytes();
    match wide {
        true => sink.put(&[first as u8, high, low]),
        false => sink.put(&[first as u8, low]),
    }
    sink.put([b, c, d].get(3 - bytes..).unwrap_or_default());
    Ok(())
}

/// The bytes of the smallest of 1, 2, 4 and 8 that hold a signed number.
const fn signed_width(number: i64) -> usize {
    match number {
        -0x80..0x80 => 1,
        -0x8000..0x8000 => 2,
        -0x8000_0000..0x8000_0000 => 4,
        _ => 8,
    }
}

fn unsigned_width(number: u64, context: &Context<'_>) -> usize {
    match (number, i64::try_from(number)) {
        (_, Ok(number)) if context.wide_unsigned() => signed_width(number),
        (0..0x100, _) => 1,
        (0x100..0x1_0000, _) => 2,
        (0x1_0000..0x1_0000_0000, _) => 4,
        _ => 8,
    }
}

/// A value of fixed size as the low bytes of a number, and how many they are.
#[cfg_attr(feature = "fast", inline(always))]
pub(super) fn number(value: &Value<'_>, context: &Context<'_>) -> Option<(u64, usize)> {
    Some(match *value {
        Value::Float(number) => match exact_single(number) {
            Some(single) => (single.to_bits().into(), 4),
            None => (number.to_bits(), 8),
        },
        Value::Integer(number) | Value::Time(number) => (number as u64, signed_width(number)),
        Value::Unsigned(number) => (number, unsigned_width(number, context)),
        Value::Boolean(truth) => (truth.into(), 1),
        Value::ObjectLink(link) => (u64::from(link.object()) << 16 | u64::from(link.instance()), 4),
        _ => return None,
    })
}

/// The length of a value; `None` for those that TLV does not have.
fn value_length(value: &Value<'_>, context: &Context<'_>) -> Option<usize> {
    match value {
        Value::String(text) | Value::CoreLink(text) => Some(text.len()),
        Value::Opaque(bytes) => Some(bytes.len()),
        value => number(value, context).map(|(_, width)| width),
    }
}

pub(super) fn put_value(
    sink: &mut Sink<'_>,
    kind: Kind,
    id: u16,
    value: &Value<'_>,
    context: &Context<'_>,
    index: usize,
) -> Result<(), Error> {
    let length =
        value_length(value, context).ok_or(Error::new(ErrorKind::NotRepresentable, index))?;
    put_header(sink, kind, id, length, index)?;
    match value {
        Value::String(text) | Value::CoreLink(text) => sink.put_pieces(text.pieces()),
        Value::Opaque(bytes) => sink.put_bytes(bytes),
        value => {
            let (number, width) = number(value, context).unwrap_or_default();
            let bytes = number.to_be_bytes();
            sink.put(bytes.get(8usize.saturating_sub(width)..).unwrap_or_default());
        }
    }
    Ok(())
}
