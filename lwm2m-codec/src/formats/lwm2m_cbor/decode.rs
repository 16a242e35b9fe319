//! Decoding LwM2M CBOR.

use super::state::{State, UNTIL_BREAK, conflict};
use crate::codec::context::Context;
use crate::codec::declared;
use crate::codec::decoder::{self, Input, sealed::Machine};
use crate::codec::duplicates::Seen;
use crate::codec::long::Long;
use crate::data_type::DataType;
use crate::error::{Error, ErrorKind, Found, Leniency};
use crate::formats::shared::cbor::{self, Cursor};
use crate::formats::shared::deletion;
use crate::model::content_format::ContentFormat;
use crate::model::operation::Operation;
use crate::model::path::{MAX_ID, Path};
use crate::model::record::{Content, Record};

impl decoder::State for State {}

impl Machine for State {
    fn format(&self) -> Option<ContentFormat> {
        Some(ContentFormat::Lwm2mCbor)
    }

    #[cfg_attr(feature = "fast", inline(never))]
    fn read<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Option<Result<Record<'a>, Error>> {
        #[cfg(feature = "fast")]
        if let Some(record) = self.fast_float(input) {
            return Some(Ok(record));
        }
        self.read_any(input)
    }

    fn next<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Result<Option<Record<'a>>, Error> {
        self.read_general(input).transpose()
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
            let path = self.path;
            if fault.offset() as usize >= cut {
                return Ok(Long { refused: Some(fault), path, ..Long::default() });
            }
            let repeats = matches!(
                fault.kind(),
                ErrorKind::Duplicate | ErrorKind::ValueAndContainer | ErrorKind::ScratchFull
            );
            if self.at_value && repeats {
                return Ok(Long { fault: Some(fault), path, ..Long::default() });
            }
            Err(fault)
        })
    }
}

impl State {
    /// Reads the next record of any kind.
    #[inline(never)]
    fn read_any<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Option<Result<Record<'a>, Error>> {
        input.begin_at(self.position);
        #[cfg(feature = "fast")]
        if let Some(record) = self.fast_any(input) {
            return Some(Ok(record));
        }
        self.read_general(input)
    }

    /// Reads the next record in any form.
    #[cfg_attr(feature = "fast", inline(never))]
    fn read_general<'a>(
        &mut self,
        input: &mut Input<'a, '_, '_>,
    ) -> Option<Result<Record<'a>, Error>> {
        #[cfg(feature = "fast")]
        {
            self.siblings = 0;
        }
        let strictness = input.context.strictness();
        let mut cursor = Cursor::new(input.payload, self.position, strictness);
        let start = self.advance(&mut cursor, input);
        let (Some(start), false) = (start, cursor.failed()) else {
            return cursor.error().map(Err);
        };
        let (mut path, mut content) = (self.path, Content::Empty);
        if cursor.found != Found::Map {
            self.at_value = true;
            if !self.is_plain(&input.context) {
                path = self.resolve(start, &mut cursor, &input.context);
            }
            content = self.content(&mut path, start, &mut cursor, &input.context);
            if !cursor.failed() {
                if let Err(error) = input.seen.insert_leaf(path, None, start) {
                    cursor.fail(error);
                }
            }
            if let Some(error) = cursor.error() {
                return Some(Err(error));
            }
        }
        self.position = cursor.position;
        Some(Ok(Record::with_content(path, content).spanning(start, cursor.position)))
    }

    /// Reads up to the next value, or to an empty map as the outcome of a leniency, and says where its
    /// record starts; `None` at the end of the payload and after errors.
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn advance(&mut self, cursor: &mut Cursor<'_>, input: &mut Input<'_, '_, '_>) -> Option<u32> {
        if !self.started {
            self.started = true;
            if cursor.root() != Found::Map {
                cursor.misfit(ErrorKind::WrongRoot);
                return None;
            }
            if !self.enter(cursor) {
                return Some(0);
            }
        }
        loop {
            let Some(open) = usize::from(self.depth).checked_sub(1) else {
                self.position = cursor.position;
                if !cursor.is_at_end() {
                    cursor.fail(Error::new(ErrorKind::TrailingData, cursor.position as usize));
                }
                return None;
            };
            let left = self.left.get_mut(open)?;
            if *left == 0 || *left == UNTIL_BREAK && cursor.pass_break() {
                self.depth -= 1;
                continue;
            }
            *left -= u32::from(*left != UNTIL_BREAK);
            let start = cursor.position;
            let (last, at_value) = (self.path, self.at_value);
            let parent = usize::from(*self.prefixes.get(open)?);
            self.path = last.prefix(parent);
            let array = self.read_key(cursor, &input.context);
            if cursor.failed() {
                self.path = last.prefix(parent);
                return None;
            }
            let is_value = cursor.value_item() != Found::Map;
            if conflict((&last, at_value), (&self.path, is_value)) {
                self.at_value = false;
                cursor.fail(Error::new(ErrorKind::ValueAndContainer, start as usize));
            }
            if is_value || cursor.failed() {
                return Some(start);
            }
            if self.path.len() == 4 {
                self.path = last;
                cursor.fail_here(ErrorKind::PathTooLong);
                return None;
            }
            self.at_value = false;
            // A repeated key of a map is a duplicate; another split of the same path is not.
            if let Err(error) = input.seen.insert_container(self.path, parent, array, start) {
                cursor.fail(error);
                return None;
            }
            if !self.enter(cursor) {
                return Some(cursor.start);
            }
        }
    }

    /// Enters the map whose head was read; false if it is empty, or not as it must be.
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn enter(&mut self, cursor: &mut Cursor<'_>) -> bool {
        let mut left = cursor.argument.min(u64::from(UNTIL_BREAK - 1)) as u32;
        if cursor.is_indefinite() && !cursor.pass_break() {
            left = UNTIL_BREAK;
            if cursor.is_at_end() {
                cursor.fail(Error::new(ErrorKind::Truncated, cursor.position as usize));
            }
        }
        if left == 0 {
            let error = Error::new(ErrorKind::EmptyMap, cursor.start as usize);
            cursor.demand(Leniency::EmptyMap, error);
            return false;
        }
        let open = usize::from(self.depth);
        let places = (self.left.get_mut(open), self.prefixes.get_mut(open));
        let (Some(entries), Some(prefix)) = places else { return false };
        (*entries, *prefix) = (left, self.path.len() as u8);
        self.depth += 1;
        !cursor.failed()
    }

    /// Reads a key, whose IDs continue the path, and says whether it is an array.
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn read_key(&mut self, cursor: &mut Cursor<'_>, context: &Context<'_>) -> bool {
        if cursor.item() != Found::Array {
            if cursor.found == Found::Break {
                cursor.fail_here(ErrorKind::InvalidCbor);
            }
            self.append(cursor, context);
            return false;
        }
        let (start, until_break) = (cursor.start, cursor.is_indefinite());
        let before = self.path.len();
        let mut left = cursor.argument;
        while !cursor.failed() {
            match until_break {
                true if cursor.pass_break() => break,
                false if left == 0 => break,
                _ => left = left.wrapping_sub(1),
            }
            cursor.item();
            self.append(cursor, context);
        }
        if self.path.len() == before {
            cursor.fail(Error::new(ErrorKind::EmptyKey, start as usize));
        }
        true
    }

    /// Appends the item that was read last to the path.
    #[cfg_attr(feature = "fast", inline(always))]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn append(&mut self, cursor: &mut Cursor<'_>, context: &Context<'_>) {
        let id = cursor.argument as u16;
        let is_id = cursor.found == Found::Integer && !cursor.is_negative();
        if is_id && cursor.argument < MAX_ID.into() && self.path.push(id) {
            return;
        }
        self.append_odd(cursor, context);
    }

    /// The same for what is no ordinary ID.
    #[cold]
    #[inline(never)]
    fn append_odd(&mut self, cursor: &mut Cursor<'_>, context: &Context<'_>) {
        if cursor.found != Found::Integer || cursor.is_negative() {
            return cursor.misfit(ErrorKind::InvalidKey);
        }
        let creates = context.operation() == Operation::Create;
        cursor.fail_here(match cursor.argument {
            0x1_0000.. => ErrorKind::IdOutOfRange,
            _ if self.path.len() == 4 => ErrorKind::PathTooLong,
            _ if creates && self.path.len() == 1 && self.path.push(MAX_ID) => return,
            _ => ErrorKind::ReservedId,
        });
    }

    /// The content of a value, whose first item was read.
    #[cfg_attr(feature = "fast", inline(always))]
    fn content<'a>(
        &mut self,
        path: &mut Path,
        start: u32,
        cursor: &mut Cursor<'a>,
        context: &Context<'_>,
    ) -> Content<'a> {
        #[cfg(feature = "fast")]
        let (data_type, multiple) = self.types.ask(*path, context);
        #[cfg(not(feature = "fast"))]
        let (data_type, multiple) = declared::of(*path, context);
        if cursor.found == Found::Null && deletes(*path, data_type, context) {
            let error = Error::new(ErrorKind::NullValue, cursor.start as usize);
            deletion::demand(false, *path, error, &mut cursor.fault);
            return Content::Delete;
        }
        // What an executable resource has is null.
        if !declared::agrees(*path, None, multiple) && !cursor.failed() {
            if let Err(error) = declared::settle(path, None, context, (start, cursor.start)) {
                cursor.fail(error);
            }
        }
        Content::Value(cbor::value(cursor, data_type))
    }

    /// Whether the keys of a value start at the object ID, and lead to where the request is about.
    #[cfg_attr(feature = "fast", inline(always))]
    fn is_plain(&mut self, context: &Context<'_>) -> bool {
        let plain = self.path.len() >= 3
            && self.relative != Some(true)
            && self.path.starts_with(context.base());
        if plain {
            self.relative = Some(false);
        }
        plain
    }

    /// The path that other keys make up, which may start at the request path.
    #[cold]
    #[inline(never)]
    fn resolve(&mut self, start: u32, cursor: &mut Cursor<'_>, context: &Context<'_>) -> Path {
        let (keys, base) = (self.path, context.base());
        let mut joined = base;
        if self.relative.is_none() {
            let creates = context.operation() == Operation::Create;
            self.unnamed = creates && base.len() == 1 && keys.len() == 1;
        }
        if self.unnamed {
            joined.push(MAX_ID);
        }
        let fits =
            keys.ids().iter().all(|&id| id != MAX_ID && joined.push(id)) && joined.len() >= 3;
        let writes = matches!(context.operation(), Operation::Write | Operation::Create);
        let relative = *self.relative.get_or_insert(
            fits && base != Path::ROOT
                && writes
                && context.strictness().allows(Leniency::RelativeKeys),
        );
        let not_a_resource = keys.len() < 3 || relative;
        let kind = if not_a_resource { ErrorKind::NotAResource } else { ErrorKind::OutsideBase };
        let error = Error::new(kind, start as usize);
        match (fits, relative) {
            (true, true) => {}
            (true, false) if writes => cursor.fail(error.unless(Leniency::RelativeKeys)),
            _ => cursor.fail(error),
        }
        joined
    }
}

/// Whether a null at this path deletes it.
#[cold]
fn deletes(path: Path, data_type: Option<DataType>, context: &Context<'_>) -> bool {
    data_type != Some(DataType::None)
        && path.len() >= 3
        && context.operation() == Operation::WriteComposite
}
