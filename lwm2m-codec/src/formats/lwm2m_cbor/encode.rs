//! Records to LwM2M CBOR, as short as their order allows.
//!
//! Records that follow one another and start with the same IDs share a key and a map. A map's head
//! needs the number of its entries, which comes from looking ahead over its records; that of the
//! outermost map comes with the check of all of them.

use super::survey::{Entry, Survey};
use crate::codec::admission::may_be_empty;
use crate::codec::context::Context;
use crate::codec::encoder::{Source, Write};
use crate::codec::grouping::Groups;
use crate::codec::sink::Sink;
use crate::error::{Error, ErrorKind};
use crate::formats::shared::cbor;
use crate::model::operation::Operation;
use crate::model::path::Path;
use crate::model::record::{Content, Record};
use crate::model::value::Value;

/// A map that is being written.
#[derive(Clone, Copy, Default)]
struct Map {
    /// The IDs that lead to it.
    depth: u8,
    /// Whether an entry was a map.
    nested: bool,
    /// The entries that are left.
    left: u32,
}

/// Writes records as LwM2M CBOR, one or the head of a map a step.
#[derive(Clone)]
pub(crate) struct Writer<'c, S> {
    records: S,
    rest: S,
    context: &'c Context<'c>,
    index: usize,
    groups: Groups,
    /// The maps that are open, and the number of the innermost.
    maps: [Map; 5],
    open: usize,
    begun: bool,
}

impl<'r, 'c, S: Source<'r>> Writer<'c, S> {
    pub(crate) fn new(records: S, context: &'c Context<'c>) -> Result<Self, Error> {
        let left = check_all(records.clone(), context)?;
        let mut maps = [Map::default(); 5];
        if let Some(map) = maps.first_mut() {
            map.left = left;
        }
        let rest = records.clone();
        let groups = Groups::default();
        Ok(Self { rest, records, context, index: 0, groups, maps, open: 0, begun: false })
    }

    /// Writes the head of the outermost map.
    fn begin(&mut self, sink: &mut Sink<'_>) -> Result<bool, Error> {
        let entries = self.maps.first().map_or(0, |map| map.left);
        if entries == 0 {
            // A map has one entry or more, so that nothing is no bytes at all.
            return match may_be_empty(self.context) {
                true => Ok(false),
                false => Err(Error::new(ErrorKind::NoRecords, 0)),
            };
        }
        cbor::put_argument(sink, 0xa0, entries.into());
        self.begun = true;
        Ok(true)
    }
}

impl<'r, S: Source<'r>> Write for Writer<'_, S> {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<bool, Error> {
        if !self.begun {
            return self.begin(sink);
        }
        while self.open > 0 && self.maps.get(self.open).is_some_and(|map| map.left == 0) {
            self.open -= 1;
        }
        let mut rest = self.rest.clone();
        let Some(record) = rest.next().transpose()? else { return Ok(false) };
        let Some(map) = self.maps.get_mut(self.open) else { return Ok(false) };
        map.left = map.left.saturating_sub(1);
        let (path, from) = (record.path, usize::from(map.depth));
        let mut entry = first_entry(path, rest.clone(), from)?;
        let mut depth = from + usize::from(entry.ids);
        if entry.dissolves() {
            entry = first_entry(path, rest.clone(), depth)?;
            depth += usize::from(entry.ids);
        }
        if entry.entries > 0 {
            map.nested = true;
            self.groups.enter(path.prefix(depth), &self.records, self.index)?;
            put_key(sink, path, from, depth);
            cbor::put_argument(sink, 0xa0, entry.entries.into());
            self.open += 1;
            if let Some(map) = self.maps.get_mut(self.open) {
                *map = Map { depth: depth as u8, nested: false, left: entry.entries };
            }
            return Ok(true);
        }
        // A key of two IDs is as short as two nested keys; siblings keep to one layout, unless there is a
        // map with that key already.
        let nested = map.nested && depth == from + 2;
        let group = path.prefix(from + 1);
        if nested && self.groups.enter(group, &self.records, self.index).is_ok() {
            put_key(sink, path, from, from + 1);
            cbor::put_argument(sink, 0xa0, 1);
            put_key(sink, path, from + 1, depth);
        } else {
            put_key(sink, path, from, depth);
        }
        match &record.content {
            Content::Value(value) => cbor::put(sink, value, self.context),
            _ => return Err(Error::new(ErrorKind::NotRepresentable, self.index)),
        }
        self.rest = rest;
        self.index += 1;
        Ok(true)
    }
}

/// The entry under so many IDs that starts with a path, and goes on with the first of these records.
fn first_entry<'r>(path: Path, mut records: impl Source<'r>, depth: usize) -> Result<Entry, Error> {
    let mut survey = Survey::default();
    survey.add(path, depth);
    while records.look(|record| survey.add(record.path, depth + 1)).transpose()? == Some(true) {}
    Ok(survey.entry(depth))
}

/// Whether LwM2M CBOR can say the records, and the number of entries of the outermost map.
fn check_all<'r>(mut records: impl Source<'r>, context: &Context<'_>) -> Result<u32, Error> {
    let mut survey = Survey::default();
    let mut index = 0;
    while let Some(checked) = records.look(|record| check(record, context, &mut survey)) {
        checked?.map_err(|kind| Error::new(kind, index))?;
        index += 1;
    }
    Ok(survey.entries(0))
}

fn check(record: &Record<'_>, context: &Context<'_>, survey: &mut Survey) -> Result<(), ErrorKind> {
    let path = record.path;
    let creates = context.operation() == Operation::Create;
    let is_nothing = match record.content {
        // Null is read as nothing but a deletion, unless the resource is executable.
        Content::Value(Value::None) => path.len() == 4 || !context.is_executable(path),
        Content::Value(_) => false,
        _ => return Err(ErrorKind::NotRepresentable),
    };
    if survey.excludes(path) {
        return Err(ErrorKind::MultiplicityMismatch);
    }
    if !path.starts_with(context.base()) || path.names_new_instance() && !creates {
        return Err(ErrorKind::RecordOutsideBase);
    }
    if record.time.is_some() {
        return Err(ErrorKind::TimeNotRepresentable);
    }
    if path.len() < 3 {
        return Err(ErrorKind::RecordPath);
    }
    if is_nothing {
        return Err(ErrorKind::NotRepresentable);
    }
    survey.add(path, 0);
    Ok(())
}

/// Writes the IDs `from..to` of a path as a key.
fn put_key(sink: &mut Sink<'_>, path: Path, from: usize, to: usize) {
    let ids = path.ids().get(from..to).unwrap_or_default();
    if ids.len() != 1 {
        cbor::put_argument(sink, 0x80, ids.len() as u64);
    }
    ids.iter().for_each(|&id| cbor::put_argument(sink, 0, id.into()));
}
