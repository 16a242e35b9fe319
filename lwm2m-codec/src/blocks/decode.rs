//! Decoding block by block.

use core::ops::Range;

use crate::codec::admission::admit;
use crate::codec::context::Context;
use crate::codec::decoder::sealed::{Extent, Machine};
use crate::codec::duplicates::{Seen, SeenPath};
use crate::codec::long::Long;
use crate::error::{Error, ErrorKind, Leniency};
use crate::formats::any::AnyState;
use crate::model::content_format::ContentFormat;
use crate::model::located_error::LocatedError;
use crate::model::path::Path;
use crate::model::record::Record;
use crate::model::timestamp::Timestamp;
use crate::model::value::Value;

/// What a [`BlockDecoder`] yields.
#[derive(Clone, Copy, Debug)]
pub enum Item<'a> {
    /// A complete record. Its [range](Record::range) counts from the start of the payload.
    Record(Record<'a>),
    /// A piece of a value that is too long for the scratch.
    Piece(Piece<'a>),
}

/// A piece of a string or opaque value.
///
/// The first piece announces a value. Only the last one, which may be empty, confirms that the
/// value and its record are valid: if an error comes instead, discard the pieces before it. Text is
/// never cut within a character.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// The path of the value.
    pub path: Path,
    /// The time of the value.
    pub time: Option<Timestamp>,
    /// The piece: a string, a CoRE link or an opaque value.
    pub value: Value<'a>,
    /// Whether the format or the schema determines the type; if neither does, the value may be text
    /// or bytes.
    pub typed: bool,
    /// The number of decoded bytes before this piece.
    pub offset: u32,
    /// Whether this is the first piece.
    pub first: bool,
    /// Whether this is the last piece.
    pub last: bool,
}

/// Decodes a payload that arrives in blocks, in constant memory.
///
/// Pass each block to [`feed`](Self::feed) and iterate over what it completes. At the end of the
/// payload, [`finish`](Self::finish) yields the rest. The [module](super) documents the scratch
/// that is needed and the limits.
///
/// After an error it yields nothing more. Blocks may have any size, and need not have the same one.
///
/// ```
/// use lwm2m_codec::blocks::{BlockDecoder, Item};
/// use lwm2m_codec::{ContentFormat, Context, Path, Value};
///
/// let context = Context::read(Path::new(&[3, 0]).unwrap());
/// let mut scratch = [0; 64];
/// let mut decoder = BlockDecoder::new(ContentFormat::Tlv, &context, &mut scratch);
/// // The second block begins within a record.
/// let blocks: [&[u8]; 2] = [&[0xc1, 0x09, 0x64, 0xc1], &[0x0a, 0x0f]];
/// let mut paths = Vec::new();
/// for block in blocks {
///     let mut items = decoder.feed(block);
///     while let Some(item) = items.next() {
///         match item? {
///             Item::Record(record) => paths.push(record.path.to_string()),
///             Item::Piece(_) => unreachable!("no value is that long"),
///         }
///     }
/// }
/// assert!(decoder.finish().next().is_none());
/// assert_eq!(paths, ["/3/0/9", "/3/0/10"]);
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[derive(Debug)]
pub struct BlockDecoder<'m, 's> {
    state: AnyState,
    context: Context<'s>,
    seen: Seen<'m>,
    /// How much of its scratch the duplicate check used when the decoder was paused.
    used: u32,
    /// Bytes that were fed and not yet read: `start..filled` of this.
    scratch: &'m mut [u8],
    start: usize,
    filled: usize,
    /// The offset in the payload of the first of those bytes.
    base: u32,
    /// The value that is being read in pieces, and where its content starts in the payload.
    long: Option<(Long, u32)>,
    /// Whether there was anything to read, or the payload ended.
    begun: bool,
    done: bool,
}

impl<'m, 's> BlockDecoder<'m, 's> {
    /// The minimum length of the scratch, see the [module](super).
    pub const LEAST_SCRATCH: usize = 64;

    /// A decoder that keeps records cut by a block in `scratch`. Without any scratch, it yields
    /// [`ErrorKind::ScratchTooSmall`] at once.
    ///
    /// It checks for duplicates only with [`check_duplicates`](Self::check_duplicates).
    #[must_use]
    pub fn new(format: ContentFormat, context: &Context<'s>, scratch: &'m mut [u8]) -> Self {
        BlockState::new(format).resume(context, scratch)
    }

    /// Checks for duplicates in a scratch of its own, as
    /// [`Records::check_duplicates`](crate::Records::check_duplicates) does.
    #[must_use]
    pub fn check_duplicates(mut self, scratch: &'m mut [SeenPath]) -> Self {
        if !self.context.strictness().allows(Leniency::Duplicates) {
            self.seen = Seen::in_scratch(scratch, self.used);
        }
        self
    }

    /// Takes the next block of the payload and returns what it completes.
    ///
    /// Iterating over the items consumes the block, so iterate to the end.
    pub fn feed<'d, 'b>(&'d mut self, block: &'b [u8]) -> Feed<'d, 'b, 'm, 's> {
        Feed { decoder: self, block, last: false }
    }

    /// Returns what the end of the payload completes; a payload that ends early is
    /// [`ErrorKind::Truncated`].
    pub fn finish<'d>(&'d mut self) -> Feed<'d, 'static, 'm, 's> {
        Feed { decoder: self, block: &[], last: true }
    }

    /// Checks for duplicates on the heap, as [`Records`](crate::Records) does.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn check_duplicates_on_heap(mut self) -> Self {
        if !self.context.strictness().allows(Leniency::Duplicates) {
            self.seen = Seen::on_heap();
        }
        self
    }

    /// Pauses the decoder between two blocks, releasing what it borrows.
    #[must_use]
    pub fn pause(self) -> BlockState {
        let Self { state, start, filled, base, long, begun, done, .. } = self;
        let (seen, used) = self.seen.detach();
        BlockState { state, seen, used, start, filled, base, long, begun, done }
    }

    /// The path that was read last; after an error, the path where it occurred.
    #[must_use]
    pub fn path(&self) -> Path {
        self.long.as_ref().map_or(self.state.path(), |(long, _)| long.path)
    }

    /// An error that this decoder gave, with the path where it arose.
    #[must_use]
    pub fn locate(&self, error: Error) -> LocatedError {
        LocatedError::new(error, self.path())
    }

    /// The number of payload bytes taken from blocks so far.
    #[must_use]
    pub fn received(&self) -> u32 {
        self.base + (self.filled - self.start) as u32
    }
}

/// A paused [`BlockDecoder`]: plain data of fixed size that borrows nothing, for callers that
/// cannot hold a borrow, such as bindings to other languages.
///
/// ```
/// use lwm2m_codec::blocks::{BlockState, Item};
/// use lwm2m_codec::{ContentFormat, Context, Path};
///
/// let context = Context::read(Path::new(&[3, 0]).unwrap());
/// let mut scratch = [0; 64];
/// let mut state = BlockState::new(ContentFormat::Tlv);
/// let mut paths = Vec::new();
/// for block in [[0xc1, 0x09], [0x64, 0xc1], [0x0a, 0x0f]] {
///     let mut decoder = state.resume(&context, &mut scratch);
///     let mut items = decoder.feed(&block);
///     while let Some(item) = items.next() {
///         if let Item::Record(record) = item? {
///             paths.push(record.path.to_string());
///         }
///     }
///     state = decoder.pause();
/// }
/// assert_eq!(paths, ["/3/0/9", "/3/0/10"]);
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[derive(Debug)]
pub struct BlockState {
    state: AnyState,
    /// The heap state of the duplicate check.
    seen: Seen<'static>,
    /// How much of its scratch the duplicate check uses.
    used: u32,
    start: usize,
    filled: usize,
    base: u32,
    long: Option<(Long, u32)>,
    /// Whether there was anything to read, or the payload ended.
    begun: bool,
    done: bool,
}

impl BlockState {
    /// The state before the first block.
    #[must_use]
    pub fn new(format: ContentFormat) -> Self {
        Self {
            state: AnyState::new(format),
            seen: Seen::off(),
            used: 0,
            start: 0,
            filled: 0,
            base: 0,
            long: None,
            begun: false,
            done: false,
        }
    }

    /// Continues where the decoder was paused.
    ///
    /// The scratch must have the length and contents that it had then. The same goes for that of
    /// [`BlockDecoder::check_duplicates`], which must be passed again but may be longer.
    #[must_use]
    pub fn resume<'m, 's>(
        self,
        context: &Context<'s>,
        scratch: &'m mut [u8],
    ) -> BlockDecoder<'m, 's> {
        let Self { state, seen, used, start, filled, base, long, begun, done } = self;
        let context = *context;
        BlockDecoder { state, context, seen, used, scratch, start, filled, base, long, begun, done }
    }
}

/// The items that a block completes; from [`BlockDecoder::feed`] and [`BlockDecoder::finish`].
///
/// Items borrow from this, so it is not an [`Iterator`]: use `while let`.
#[derive(Debug)]
pub struct Feed<'d, 'b, 'm, 's> {
    decoder: &'d mut BlockDecoder<'m, 's>,
    block: &'b [u8],
    last: bool,
}

/// What to yield, before it is borrowed.
enum Found {
    /// A record, to be read again by the state `before` from a window that started at `base`.
    Record { before: AnyState, window: Range<usize>, base: u32 },
    /// A piece of the open long value.
    Piece { location: Location, offset: u32, first: bool, last: bool },
}

/// Where the bytes of a piece are.
enum Location {
    Scratch(Range<usize>),
    /// The distance of its start from the end of the block, and its length.
    Block(usize, usize),
}

/// The outcome of one reading step.
enum Progress {
    Found(Found),
    Again,
    /// More bytes are needed.
    More,
}

impl Feed<'_, '_, '_, '_> {
    /// The next item, or `None` if more blocks are needed or the payload has ended.
    #[expect(clippy::should_implement_trait, reason = "items borrow from here")]
    pub fn next(&mut self) -> Option<Result<Item<'_>, Error>> {
        if self.decoder.done {
            return None;
        }
        let block = self.block;
        match self.decoder.advance(&mut self.block, self.last) {
            Ok(found) => self.decoder.item(found?, block).map(Ok),
            Err(error) => {
                self.decoder.done = true;
                Some(Err(error))
            }
        }
    }
}

impl BlockDecoder<'_, '_> {
    /// Reads until there is something to yield, or the block is used up.
    ///
    /// This ends whatever a format does: each turn takes bytes, or begins or ends a long value, which
    /// takes bytes itself.
    fn advance(&mut self, block: &mut &[u8], last: bool) -> Result<Option<Found>, Error> {
        let length = u32::try_from(block.len()).ok();
        if length.and_then(|length| length.checked_add(self.received())).is_none() {
            return Err(Error::new(ErrorKind::PayloadTooLong, u32::MAX as usize));
        }
        if self.scratch.is_empty() || self.filled > self.scratch.len() {
            return Err(Error::new(ErrorKind::ScratchTooSmall, self.base as usize));
        }
        if !self.begun {
            self.begun = !block.is_empty() || last;
            if !self.begun {
                return Ok(None);
            }
            if !admit(self.state.format(), block.is_empty(), &self.context)? {
                self.done = true;
                return Ok(None);
            }
        }
        loop {
            let full = self.filled - self.start == self.scratch.len() && !block.is_empty();
            let progress = match self.long.take_if(|(long, _)| long.progress.done) {
                None if self.long.is_some() => self.step_long(block, full, last)?,
                _ => self.step(full, last)?,
            };
            match progress {
                Progress::Found(found) => return Ok(Some(found)),
                Progress::Again => {}
                Progress::More if self.append(block) => {}
                Progress::More => return Ok(None),
            }
        }
    }

    /// Moves bytes of the block to the scratch and returns whether there were any.
    fn append(&mut self, block: &mut &[u8]) -> bool {
        // Always true; stating it lets the optimiser drop the panic.
        if self.start <= self.filled && self.filled <= self.scratch.len() {
            self.scratch.copy_within(self.start..self.filled, 0);
        }
        self.filled -= self.start;
        self.start = 0;
        let room = self.scratch.get_mut(self.filled..).unwrap_or_default();
        let length = room.len().min(block.len());
        if let (Some(room), Some((bytes, rest))) =
            (room.get_mut(..length), block.split_at_checked(length))
        {
            room.copy_from_slice(bytes);
            *block = rest;
        }
        self.filled += length;
        length > 0
    }

    /// Drops bytes of the scratch that were read.
    fn consume(&mut self, bytes: usize) {
        self.start = self.filled.min(self.start + bytes);
        self.pass(bytes);
    }

    /// Advances past bytes of the payload.
    fn pass(&mut self, bytes: usize) {
        self.base = self.base.wrapping_add(bytes as u32);
        self.state.rebase(bytes);
    }

    /// Reads a record if the window holds all of it.
    fn step(&mut self, full: bool, last: bool) -> Result<Progress, Error> {
        let range = self.start..self.filled;
        let window = self.scratch.get(range.clone()).unwrap_or_default();
        let (base, extent) = (self.base, self.state.extent());
        if !last {
            if extent != Extent::Record && !full {
                return Ok(Progress::More);
            }
            if extent == Extent::Payload {
                return self.begin_long(0);
            }
            // Try with a copy of the state, as the record may be cut.
            let mut state = self.state.clone();
            match state.read_part(window, &self.context, &mut Seen::off()) {
                Err(error) if error.is(ErrorKind::Truncated) => {
                    let passed = state.position();
                    if state.passes() && passed > self.state.position() {
                        self.state = state;
                        self.consume(passed);
                        return Ok(Progress::Again);
                    }
                    return match (full, error.cut_position()) {
                        (false, _) => Ok(Progress::More),
                        (true, Some(cut)) => self.begin_long(cut),
                        (true, None) => Err(Error::new(ErrorKind::ScratchTooSmall, 0).after(base)),
                    };
                }
                Ok(None) if !full => return Ok(Progress::More),
                Ok(Some(record)) if extent == Extent::Item => {
                    let end = record.range().end;
                    return Err(Error::new(ErrorKind::TrailingData, end).after(base));
                }
                _ => {}
            }
        }
        let before = self.state.clone();
        let read = self.state.read_part(window, &self.context, &mut self.seen);
        let is_end = matches!(read, Ok(None));
        let used = match read.map_err(|error| error.at_end_of(window).after(base))? {
            None if last => {
                self.done = true;
                return Ok(Progress::More);
            }
            Some(_) if extent == Extent::Record => self.state.position(),
            _ => window.len(),
        };
        if used == 0 && (!last || extent == Extent::Record) {
            return Err(Error::new(ErrorKind::ScratchTooSmall, 0).after(base));
        }
        self.consume(used);
        if is_end {
            self.state.seek(0);
            return Ok(Progress::Again);
        }
        Ok(Progress::Found(Found::Record { before, window: range, base }))
    }

    /// Begins a long value, once it fills the scratch.
    fn begin_long(&mut self, cut: usize) -> Result<Progress, Error> {
        let base = self.base;
        let window = self.scratch.get_mut(self.start..self.filled).unwrap_or_default();
        // What stands in for the value is no list of links.
        let strictness = self.context.strictness().with(Leniency::AnyCoreLink);
        let context = self.context.with_strictness(strictness);
        let long = self.state.begin_long(window, cut, &context, &mut self.seen);
        let mut long = long.map_err(|error| match error.kind() {
            ErrorKind::Truncated => Error::new(ErrorKind::ScratchTooSmall, 0).after(base),
            _ => error.after(base),
        })?;
        long.content = long.content.with_strictness(self.context.strictness());
        long.start = long.start.wrapping_add(base);
        long.fault = long.fault.map(|fault| fault.after(base));
        long.refused = long.refused.map(|refused| refused.after(base));
        let begin = long.begin as usize;
        if begin == 0 && self.state.extent() != Extent::Payload {
            return Err(Error::new(ErrorKind::ScratchTooSmall, 0).after(base));
        }
        self.state.seek(begin);
        self.consume(begin);
        self.long = Some((long, self.base));
        Ok(Progress::Again)
    }

    /// Continues a long value.
    fn step_long(&mut self, block: &mut &[u8], full: bool, last: bool) -> Result<Progress, Error> {
        let Some((long, text)) = &mut self.long else { return Ok(Progress::Again) };
        let range = self.start..self.filled;
        let scratch = self.scratch.get(range.clone()).unwrap_or_default();
        let too_small = Error::new(ErrorKind::ScratchTooSmall, long.start as usize);
        let truncated = Error::new(ErrorKind::Truncated, scratch.len()).after(self.base);
        if long.progress.over {
            let used = match self.state.end_long(scratch, long, &self.context, last) {
                Err(error) if error.is(ErrorKind::Truncated) => {
                    return match (last, full) {
                        (true, _) => Err(truncated),
                        (_, true) => Err(too_small),
                        _ => Ok(Progress::More),
                    };
                }
                used => used.map_err(|error| error.after(self.base))?,
            };
            long.check_value(self.context.strictness(), *text)?;
            if long.insert {
                #[cfg(feature = "_named")]
                self.seen.insert_leaf(long.path, long.time, long.start)?;
            }
            long.progress.done = true;
            let (offset, first) = (long.progress.offset, !long.progress.begun);
            self.consume(used);
            let location = Location::Scratch(0..0);
            return Ok(Progress::Found(Found::Piece { location, offset, first, last: true }));
        }
        // With an empty scratch, read straight from the block.
        let direct = scratch.is_empty();
        let window = if direct { *block } else { scratch };
        let step = long.read(window, self.base, last)?;
        if long.progress.over {
            long.check_string()?;
        } else if step.used == 0 {
            return match (last, full) {
                (true, _) => Err(truncated),
                (_, true) => Err(too_small),
                _ => Ok(Progress::More),
            };
        }
        let bytes = window.get(step.piece.clone()).unwrap_or_default();
        let length = match long.value(bytes) {
            Some(Value::CoreLink(text)) => {
                long.check_links(&mut text.bytes());
                text.len()
            }
            Some(Value::String(text)) => text.len(),
            Some(Value::Opaque(bytes)) => bytes.len(),
            _ => 0,
        };
        let (offset, first) = (long.progress.offset, !long.progress.begun);
        long.progress.offset = offset.saturating_add(length as u32);
        long.progress.begun |= length > 0;
        let location = if direct {
            let location = Location::Block(block.len() - step.piece.start, step.piece.len());
            *block = block.get(step.used..).unwrap_or_default();
            self.pass(step.used);
            location
        } else {
            self.consume(step.used);
            Location::Scratch(range.start + step.piece.start..range.start + step.piece.end)
        };
        if length == 0 {
            return Ok(Progress::Again);
        }
        Ok(Progress::Found(Found::Piece { location, offset, first, last: false }))
    }

    /// The item, borrowed from the scratch or from the whole block.
    fn item<'a>(&'a self, found: Found, block: &'a [u8]) -> Option<Item<'a>> {
        match found {
            Found::Record { mut before, window, base } => {
                let window = self.scratch.get(window)?;
                let record = before.read_part(window, &self.context, &mut Seen::off()).ok()??;
                let (start, end) = (record.start.wrapping_add(base), record.end.wrapping_add(base));
                Some(Item::Record(record.spanning(start, end)))
            }
            Found::Piece { location, offset, first, last } => {
                let (long, _) = self.long.as_ref()?;
                let bytes = match location {
                    Location::Scratch(range) => self.scratch.get(range)?,
                    Location::Block(before_end, length) => {
                        block.get(block.len().checked_sub(before_end)?..)?.get(..length)?
                    }
                };
                let (path, time, typed) = (long.path, long.time, long.data_type.is_some());
                let value = long.value(bytes)?;
                Some(Item::Piece(Piece { path, time, value, typed, offset, first, last }))
            }
        }
    }
}
