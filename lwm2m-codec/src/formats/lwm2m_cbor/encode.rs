//! Records to LwM2M CBOR, as short as their order allows.
//!
//! Records that follow one another and start with the same IDs share a key and a map. A map's head
//! needs the number of its entries, which comes from looking ahead over its records.

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
    depth: usize,
    /// The entries that are left.
    left: usize,
    /// Whether an entry was a map.
    nested: bool,
}

/// An entry of a map: the records that it takes, and the IDs that its key leads to.
#[derive(Clone, Copy)]
struct Entry {
    records: usize,
    depth: usize,
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
        check_all(records.clone(), context)?;
        Ok(Self {
            rest: records.clone(),
            records,
            context,
            index: 0,
            groups: Groups::default(),
            maps: [Map::default(); 5],
            open: 0,
            begun: false,
        })
    }

    /// Writes the head of the outermost map.
    fn begin(&mut self, sink: &mut Sink<'_>) -> Result<bool, Error> {
        let entries = count(self.records.clone(), usize::MAX, 0)?;
        if entries == 0 {
            // A payload is a map of one entry or more.
            return Err(Error::new(ErrorKind::NotRepresentable, 0));
        }
        cbor::put_argument(sink, 0xa0, entries as u64);
        if let Some(map) = self.maps.first_mut() {
            map.left = entries;
        }
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
        let ahead = self.rest.clone();
        let Some(map) = self.maps.get_mut(self.open) else { return Ok(false) };
        let Some(record) = ahead.clone().next().transpose()? else { return Ok(false) };
        let Some(entry) = entry(ahead.clone(), usize::MAX, map.depth)? else { return Ok(false) };
        let (path, from) = (record.path, map.depth);
        map.left = map.left.saturating_sub(1);
        if entry.records > 1 {
            map.nested = true;
            self.groups.enter(path.prefix(entry.depth), &self.records, self.index)?;
            let left = count(ahead, entry.records, entry.depth)?;
            put_key(sink, path, from, entry.depth);
            cbor::put_argument(sink, 0xa0, left as u64);
            self.open += 1;
            if let Some(map) = self.maps.get_mut(self.open) {
                *map = Map { depth: entry.depth, left, nested: false };
            }
            return Ok(true);
        }
        // A key of two IDs is as short as two nested keys; siblings keep to one layout.
        if map.nested && entry.depth == from + 2 {
            put_key(sink, path, from, from + 1);
            cbor::put_argument(sink, 0xa0, 1);
            put_key(sink, path, from + 1, entry.depth);
        } else {
            put_key(sink, path, from, entry.depth);
        }
        match record.content {
            Content::Value(value) => cbor::put(sink, &value, self.context),
            _ => return Err(Error::new(ErrorKind::NotRepresentable, self.index)),
        }
        self.rest.next();
        self.index += 1;
        Ok(true)
    }
}

/// The next entry of a map that `from` IDs lead to and that holds the first `limit` records, or
/// `None` if there are none. Limits instead of iterators that end keep the code to one copy.
fn entry<'r>(records: impl Source<'r>, limit: usize, from: usize) -> Result<Option<Entry>, Error> {
    let Some(entry) = run(records.clone(), limit, from)? else { return Ok(None) };
    if entry.records == 1 {
        return Ok(Some(entry));
    }
    // Two entries under a key cost as much with keys of their own, if these have several IDs still.
    let path = records.clone().next().transpose()?.map_or(Path::ROOT, |record| record.path);
    let short = path.ids().iter().take(entry.depth).skip(from).all(|&id| id < 24);
    if !short {
        return Ok(Some(entry));
    }
    let (mut inner, mut left) = (records, entry.records);
    let mut first = None;
    for entries in 0.. {
        let Some(next) = run(inner.clone(), left, entry.depth)? else {
            // The first of the two stands for itself.
            return Ok(if entries == 2 { first } else { Some(entry) });
        };
        if entries == 2 || next.depth <= entry.depth + 1 {
            break;
        }
        first = first.or(Some(next));
        inner.nth(next.records - 1);
        left -= next.records;
    }
    Ok(Some(entry))
}

/// The longest run of the first `limit` records that can share a key in a map that `from` IDs lead to.
fn run<'r>(
    mut records: impl Source<'r>,
    limit: usize,
    from: usize,
) -> Result<Option<Entry>, Error> {
    if limit == 0 {
        return Ok(None);
    }
    let Some(first) = records.next().transpose()?.map(|record| record.path) else {
        return Ok(None);
    };
    // The IDs of the map and the one of the key are alike in all of them.
    let key = first.prefix(from + 1);
    let mut differences = 0;
    let mut least = first.len();
    let mut count = 1;
    if least > from + 1 {
        while count < limit {
            let Some(record) = records.next() else { break };
            let path = record?.path;
            if path.len() <= from + 1 || !path.starts_with(key) {
                break;
            }
            differences |= path.differences(first);
            least = least.min(path.len());
            count += 1;
        }
    }
    // Each value needs a key of its own.
    let depth = if count == 1 { least } else { Path::alike(differences).min(least - 1) };
    Ok(Some(Entry { records: count, depth }))
}

/// The number of entries of a map that `from` IDs lead to and that holds the first `limit` records.
fn count<'r>(mut records: impl Source<'r>, limit: usize, from: usize) -> Result<usize, Error> {
    let (mut entries, mut left) = (0, limit);
    while let Some(entry) = entry(records.clone(), left, from)? {
        entries += 1;
        left -= entry.records;
        records.nth(entry.records - 1);
    }
    Ok(entries)
}

/// Whether LwM2M CBOR can say the records.
fn check_all<'r>(records: impl Source<'r>, context: &Context<'_>) -> Result<(), Error> {
    let mut last = Path::ROOT;
    for (index, record) in records.enumerate() {
        let record = record?;
        let path = record.path;
        let related = path != last && (path.starts_with(last) || last.starts_with(path));
        if index > 0 && related {
            return Err(Error::new(ErrorKind::NotRepresentable, index));
        }
        check(&record, context).map_err(|kind| Error::new(kind, index))?;
        last = path;
    }
    Ok(())
}

fn check(record: &Record<'_>, context: &Context<'_>) -> Result<(), ErrorKind> {
    let path = record.path;
    let creates = context.operation() == Operation::Create;
    if !matches!(record.content, Content::Value(_)) {
        return Err(ErrorKind::NotRepresentable);
    }
    if !path.starts_with(context.base()) || path.names_new_instance() && !creates {
        return Err(ErrorKind::RecordOutsideBase);
    }
    if record.time.is_some() {
        return Err(ErrorKind::TimeNotRepresentable);
    }
    match record.content {
        _ if path.len() < 3 => Err(ErrorKind::RecordPath),
        Content::Value(Value::None) if path.len() == 4 => Err(ErrorKind::NotRepresentable),
        _ => Ok(()),
    }
}

/// Writes the IDs `from..to` of a path as a key.
fn put_key(sink: &mut Sink<'_>, path: Path, from: usize, to: usize) {
    let ids = path.ids().get(from..to).unwrap_or_default();
    if ids.len() != 1 {
        cbor::put_argument(sink, 0x80, ids.len() as u64);
    }
    ids.iter().for_each(|&id| cbor::put_argument(sink, 0, id.into()));
}
