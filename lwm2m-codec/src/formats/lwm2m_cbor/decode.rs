//! Decoding LwM2M CBOR.

use super::state::{Map, State};
use crate::codec::context::Context;
use crate::codec::decoder::{self, Input, sealed::Machine};
use crate::codec::duplicates::Seen;
use crate::codec::long::Long;
use crate::data_type::DataType;
use crate::encoding::cbor::Head;
use crate::error::{Error, ErrorKind, Leniency};
use crate::formats::shared::cbor::{self, Item};
use crate::model::operation::Operation;
use crate::model::path::{MAX_ID, Path};
use crate::model::record::{Content, Record};

/// A map key: its IDs added to the path of the map, and whether it was an array.
struct Key {
    path: Path,
    array: bool,
    end: usize,
}

impl decoder::State for State {}

impl Machine for State {
    fn next<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Result<Option<Record<'a>>, Error> {
        let Input { payload, context, seen, .. } = input;
        #[cfg(feature = "fast")]
        self.fast.forget_map();
        if !self.started {
            if let Some(empty) = self.start(payload, context)? {
                return Ok(Some(empty));
            }
        }
        loop {
            let Some(map) = self.innermost() else {
                return match self.position as usize {
                    end if end == payload.len() => Ok(None),
                    end => Err(Error::new(ErrorKind::TrailingData, end)),
                };
            };
            let start = self.position as usize;
            let left = match map.left {
                0 => {
                    self.close(start);
                    continue;
                }
                Map::UNTIL_BREAK if payload.get(start) == Some(&Head::BREAK) => {
                    self.close(start + 1);
                    continue;
                }
                Map::UNTIL_BREAK => Map::UNTIL_BREAK,
                left => left - 1,
            };
            let (prefix, depth) = (self.prefix, usize::from(self.depth));
            let key = read_key(payload, start, prefix, context);
            let key = key.inspect_err(|_| self.path = prefix)?;
            let entry = cbor::item(payload, key.end).map_err(|error| {
                self.path = key.path;
                cbor::cut(error, payload, key.end)
            })?;
            self.check_side_by_side(&key, matches!(entry.0, Item::Map(_)), start)?;
            let record = match entry {
                (Item::Map(inner), next) => {
                    if key.path.len() == 4 {
                        return Err(Error::new(ErrorKind::PathTooLong, key.end));
                    }
                    // A repeated key of a map is a duplicate; another split of the same path is not.
                    self.path = key.path;
                    self.at_value = false;
                    seen.insert_container(key.path, prefix.len(), key.array, start as u32)?;
                    self.enter(inner, key.path, (key.end, next), payload, context)?
                }
                _ => Some(self.value(&key, start, payload, context, seen)?),
            };
            if let Some(map) = self.maps.get_mut(depth - 1) {
                map.left = left;
            }
            if let Some(record) = record {
                return Ok(Some(record));
            }
        }
    }

    #[cfg(feature = "fast")]
    #[inline]
    fn fast_leaf<'a>(
        &mut self,
        input: &mut Input<'a, '_, '_>,
    ) -> Option<Result<Record<'a>, Error>> {
        self.fast_leaf(input)
    }

    #[cfg(feature = "fast")]
    #[inline]
    fn fast_enter<'a>(
        &mut self,
        input: &mut Input<'a, '_, '_>,
    ) -> Option<Result<Record<'a>, Error>> {
        self.fast_element(input)
    }

    #[cfg(feature = "fast")]
    #[inline]
    fn is_over(&self, input: &Input<'_, '_, '_>) -> bool {
        self.fast_is_over(input)
    }

    fn restart(&mut self) {
        *self = Self::default();
    }

    fn path(&self) -> Path {
        self.path
    }

    fn position(&self) -> usize {
        self.position as usize
    }

    fn seek(&mut self, position: usize) {
        self.position = position as u32;
    }

    fn rebase(&mut self, bytes: usize) {
        self.position = self.position.saturating_sub(bytes as u32);
    }

    fn begin_long(
        &mut self,
        window: &mut [u8],
        cut: usize,
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Result<Long, Error> {
        cbor::begin_long(window, cut, |window| {
            let fault = match self.read_part(window, context, seen) {
                Ok(Some(record)) => return Ok(Long::standing_for(&record)),
                Ok(None) => return Err(Error::new(ErrorKind::ScratchTooSmall, cut)),
                Err(error) => error,
            };
            // Errors of a value, and duplicates, are reported after its last byte.
            let repeats = matches!(
                fault.kind(),
                ErrorKind::Duplicate | ErrorKind::ValueAndContainer | ErrorKind::ScratchFull
            );
            if fault.offset() as usize >= cut || self.at_value && repeats {
                return Ok(Long { fault: Some(fault), path: self.path, ..Long::default() });
            }
            Err(fault)
        })
    }
}

impl State {
    /// Opens the outermost map; an empty one is a record, if leniency allows it.
    fn start<'a>(
        &mut self,
        payload: &[u8],
        context: &Context<'_>,
    ) -> Result<Option<Record<'a>>, Error> {
        let (item, next) = cbor::item(payload, 0)?;
        let Item::Map(left) = item else {
            return Err(Error::new(ErrorKind::WrongRoot, 0).found(item.found()));
        };
        self.started = true;
        self.enter(left, Path::ROOT, (0, next), payload, context)
    }

    /// Enters the map whose head is at `start..next`.
    fn enter<'a>(
        &mut self,
        left: Option<u64>,
        path: Path,
        (start, next): (usize, usize),
        payload: &[u8],
        context: &Context<'_>,
    ) -> Result<Option<Record<'a>>, Error> {
        let end = match left {
            Some(0) => next,
            None => match payload.get(next) {
                Some(&Head::BREAK) => next + 1,
                Some(_) => 0,
                None => return Err(Error::new(ErrorKind::Truncated, payload.len())),
            },
            Some(_) => 0,
        };
        if end != 0 {
            if !context.strictness().allows(Leniency::EmptyMap) {
                return Err(Error::new(ErrorKind::EmptyMap, start).unless(Leniency::EmptyMap));
            }
            self.position = end as u32;
            let record = Record::with_content(path, Content::Empty);
            return Ok(Some(record.spanning(start as u32, end as u32)));
        }
        // No payload has as many entries as the sentinel.
        let left = left.map_or(Map::UNTIL_BREAK, |left| left.min(Map::UNTIL_BREAK - 1));
        if !self.open(path, left) {
            return Err(Error::new(ErrorKind::PathTooLong, start));
        }
        self.position = next as u32;
        Ok(None)
    }

    /// Refuses a path that has a value and is also the prefix of the path before or after it.
    fn check_side_by_side(
        &mut self,
        key: &Key,
        container: bool,
        start: usize,
    ) -> Result<(), Error> {
        if self.conflicts(key.path, container) {
            self.path = key.path;
            self.at_value = false;
            return Err(Error::new(ErrorKind::ValueAndContainer, start));
        }
        Ok(())
    }

    /// Reads the value after a key.
    fn value<'a>(
        &mut self,
        key: &Key,
        start: usize,
        payload: &'a [u8],
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Result<Record<'a>, Error> {
        self.path = key.path;
        self.at_value = true;
        let path = self.resolve(key.path, start, context)?;
        let data_type = context.resource_type(path).map(|resource| resource.data_type);
        let deletes = payload.get(key.end) == Some(&NULL)
            && data_type != Some(DataType::None)
            && path.len() == 4
            && context.operation() == Operation::WriteComposite;
        let (content, end) = if deletes {
            if !context.strictness().allows(Leniency::NullDeletesInCbor) {
                let error = Error::new(ErrorKind::NullValue, key.end);
                return Err(error.unless(Leniency::NullDeletesInCbor));
            }
            (Content::Delete, key.end + 1)
        } else {
            let (value, end) = cbor::leaf(payload, key.end, data_type, context.strictness())?;
            (Content::Value(value), end)
        };
        seen.insert_leaf(path, start as u32)?;
        self.position = end as u32;
        Ok(Record::with_content(path, content).spanning(start as u32, end as u32))
    }

    /// The path that the keys of a value make up.
    fn resolve(&mut self, keys: Path, start: usize, context: &Context<'_>) -> Result<Path, Error> {
        let base = context.base();
        let absolute = keys.len() >= 3 && keys.starts_with(base);
        let joined = base.join(keys).filter(|path| path.len() >= 3);
        let relative = *self.relative.get_or_insert(
            !absolute
                && joined.is_some()
                && base != Path::ROOT
                && matches!(context.operation(), Operation::Write | Operation::Create)
                && context.strictness().allows(Leniency::RelativeKeys),
        );
        if relative {
            return joined.ok_or(Error::new(ErrorKind::NotAResource, start));
        }
        if absolute {
            return Ok(keys);
        }
        let kind = if keys.len() < 3 { ErrorKind::NotAResource } else { ErrorKind::OutsideBase };
        let error = Error::new(kind, start);
        let writes = matches!(context.operation(), Operation::Write | Operation::Create);
        Err(if writes && joined.is_some() { error.unless(Leniency::RelativeKeys) } else { error })
    }
}

/// CBOR's null.
const NULL: u8 = 0xf6;

/// Reads a key at `start`, whose IDs continue `parent`.
#[inline]
fn read_key(
    payload: &[u8],
    start: usize,
    parent: Path,
    context: &Context<'_>,
) -> Result<Key, Error> {
    let (item, next) = cbor::item(payload, start)?;
    let mut left = match item {
        Item::Unsigned(id) => {
            let path = append(parent, id, start, context)?;
            return Ok(Key { path, array: false, end: next });
        }
        Item::Array(Some(0)) => return Err(Error::new(ErrorKind::EmptyKey, start)),
        Item::Array(left) => left,
        Item::Break => return Err(Error::new(ErrorKind::InvalidCbor, start)),
        item => return Err(Error::new(ErrorKind::InvalidKey, start).found(item.found())),
    };
    let mut path = parent;
    let mut position = next;
    loop {
        match &mut left {
            Some(0) => return Ok(Key { path, array: true, end: position }),
            Some(left) => *left -= 1,
            None if payload.get(position) == Some(&Head::BREAK) => {
                if path == parent {
                    return Err(Error::new(ErrorKind::EmptyKey, start));
                }
                return Ok(Key { path, array: true, end: position + 1 });
            }
            None => {}
        }
        match cbor::item(payload, position)? {
            (Item::Unsigned(id), next) => {
                path = append(path, id, position, context)?;
                position = next;
            }
            (item, _) => {
                return Err(Error::new(ErrorKind::InvalidKey, position).found(item.found()));
            }
        }
    }
}

/// The path with one more ID.
fn append(path: Path, id: u64, offset: usize, context: &Context<'_>) -> Result<Path, Error> {
    let fail = |kind| Err(Error::new(kind, offset));
    let Ok(id) = u16::try_from(id) else { return fail(ErrorKind::IdOutOfRange) };
    if path.len() == 4 {
        return fail(ErrorKind::PathTooLong);
    }
    let creates = context.operation() == Operation::Create;
    match path.child(id) {
        Some(path) if id != MAX_ID || creates => Ok(path),
        _ => fail(ErrorKind::ReservedId),
    }
}
