//! The fast path of SenML: names, times in whole seconds and values, in any order.

use super::resolve::Resolver;
use crate::codec::context::Context;
use crate::codec::declared;
use crate::codec::duplicates::Seen;
use crate::data_type::DataType;
use crate::error::Error;
use crate::formats::shared::names::{Name, Plain};
use crate::model::operation::Operation;
use crate::model::path::{FastIds, Path};
use crate::model::record::{Content, Raw, Record};
use crate::model::timestamp::Timestamp;
use crate::model::value::Value;

/// The fields of a record other than its value. Without `BASE` it has no base fields.
pub(super) struct Draft<const BASE: bool> {
    /// Labels read so far, as a bit set.
    labels: u8,
    /// The base name.
    base: FastIds,
    /// Whether the base name ends with a slash.
    base_slash: bool,
    /// Offset of the end of its text.
    base_end: u32,
    base_time: i64,
    name: FastIds,
    /// Whether the name starts with a slash.
    name_slash: bool,
    time: i64,
}

const BASE_NAME: u8 = 1;
const BASE_TIME: u8 = 2;
const NAME: u8 = 4;
const TIME: u8 = 8;
const VALUE: u8 = 16;

impl<const BASE: bool> Draft<BASE> {
    #[inline(always)]
    pub(super) fn new() -> Self {
        Self {
            labels: 0,
            base: FastIds::default(),
            base_slash: false,
            base_end: 0,
            base_time: 0,
            name: FastIds::default(),
            name_slash: false,
            time: 0,
        }
    }

    /// Adds a label, unless it is a repetition.
    #[inline(always)]
    fn take(&mut self, label: u8) -> Option<()> {
        let again = self.labels & label != 0;
        self.labels |= label;
        (!again).then_some(())
    }

    /// Reads the name at the start of `text` and returns the rest.
    #[inline(always)]
    pub(super) fn name<'a>(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        self.take(NAME)?;
        let text = match text {
            [b'/', rest @ ..] => {
                self.name_slash = true;
                rest
            }
            _ => text,
        };
        let (name, false, rest) = FastIds::scan(text)? else { return None };
        self.name = name;
        Some(rest)
    }

    /// Reads the base name at the start of `text`, the end of a payload of this length, and returns
    /// the rest.
    #[inline(always)]
    pub(super) fn base_name<'a>(&mut self, text: &'a [u8], length: usize) -> Option<&'a [u8]> {
        self.take(BASE_NAME)?;
        let rest;
        (self.base, self.base_slash, rest) = FastIds::scan(text.strip_prefix(b"/")?)?;
        self.base_end = (length - rest.len()) as u32;
        Some(rest)
    }

    #[inline(always)]
    pub(super) fn time(&mut self, seconds: i64) -> Option<()> {
        self.time = seconds;
        self.take(TIME)
    }

    #[inline(always)]
    pub(super) fn base_time(&mut self, seconds: i64) -> Option<()> {
        self.base_time = seconds;
        self.take(BASE_TIME)
    }

    /// Adds a value.
    #[inline(always)]
    pub(super) fn value(&mut self) -> Option<()> {
        self.take(VALUE)
    }

    #[inline(always)]
    const fn has_base_name(&self) -> bool {
        BASE && self.labels & BASE_NAME != 0
    }

    #[inline(always)]
    const fn has_base_time(&self) -> bool {
        BASE && self.labels & BASE_TIME != 0
    }
}

impl Resolver {
    /// Starts a pack.
    pub(super) fn fast_start(&mut self, etch: bool, context: &Context<'_>) -> Option<()> {
        if etch || context.operation() == Operation::ReadComposite {
            return None;
        }
        self.plain = Name::default().plain(context);
        Some(())
    }

    /// The path of the record, and the declared type of its value.
    #[inline(always)]
    pub(super) fn fast_path<const BASE: bool>(
        &self,
        draft: &Draft<BASE>,
        context: &Context<'_>,
    ) -> Option<(Path, Option<DataType>)> {
        let (base, base_slash, within) = match self.plain {
            Plain::No => return None,
            Plain::After { .. } if draft.has_base_name() => {
                if !context.alternate_path().is_empty() {
                    return None;
                }
                (draft.base.path(), draft.base_slash, false)
            }
            Plain::After { path, slash, within } => (path, slash, within),
        };
        // Exactly one slash must join base name and name, and none ends a base name alone.
        if base_slash != (draft.labels & NAME != 0 && !draft.name_slash) {
            return None;
        }
        let path = base.fast_join(draft.name)?;
        if draft.labels & VALUE == 0 || !within && !path.starts_with(context.base()) {
            return None;
        }
        Some((path, declared::fast_type(path, context)?))
    }

    /// The record at `start..end`.
    #[inline(always)]
    pub(super) fn fast_record<'a, const BASE: bool>(
        &mut self,
        draft: &Draft<BASE>,
        path: Path,
        value: Value<'a>,
        (start, end): (u32, u32),
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Option<Result<Record<'a>, Error>> {
        let base_time = match draft.has_base_time() {
            true => Timestamp::from_seconds(draft.base_time),
            false => self.base_time,
        };
        let mut time = base_time;
        if draft.labels & TIME != 0 {
            let seconds = base_time.seconds().checked_add(draft.time)?;
            time = Timestamp::new(seconds, base_time.nanoseconds())?;
        }
        // The check for duplicates finds values above and below others.
        if seen.is_off() && declared::collide(self.last, path) {
            return None;
        }
        seen.insert_leaf(path, Some(time), start).ok()?;
        let time = (!time.is_zero()).then_some(time.in_senml());
        if draft.has_base_time() {
            self.base_time = base_time;
        }
        if draft.has_base_name() {
            let (base, slash) = (draft.base.path(), draft.base_slash);
            self.base_name = Name::plainly(base, slash, draft.base_end);
            self.plain = Plain::after(base, slash, context);
        }
        (self.path, self.last) = (path, path);
        let content = Content::Value(value);
        Some(Ok(Record { path, time, content, start, end, raw: Raw::Typed }))
    }
}
