//! The fast path for writing SenML packs: one pass over the paths finds the base names, one writes.

use super::encode::Form;
use super::pack::Pack;
use crate::codec::context::Context;
use crate::codec::declared;
use crate::codec::encoder::IntoRecords;
use crate::codec::sink::Sink;
use crate::formats::shared::names::{Names, Run, Shared, Survey};
use crate::model::operation::Operation;
use crate::model::path::Path;
use crate::model::record::{Content, IntoRecord, Record};
use crate::model::timestamp::Timestamp;
use crate::model::value::Value;

/// Times are less than this, so that no difference overflows.
const MAX_SECONDS: u64 = (1 << 62) - 1;

/// The syntax of a SenML pack for records of common shapes.
pub(crate) trait FastForm: Default {
    /// What writes anything.
    type General: Form;

    fn put_begin(sink: &mut Sink<'_>, records: usize) -> Option<()>;

    /// Begins a record with base fields.
    fn put_base(sink: &mut Sink<'_>, base: Base, context: &Context<'_>) -> Option<()>;

    /// Writes a record, or what is left of it.
    fn put_entry(
        &mut self,
        sink: &mut Sink<'_>,
        place: Place,
        entry: Entry<'_>,
        context: &Context<'_>,
    ) -> Option<()>;

    fn put_end(sink: &mut Sink<'_>) -> Option<()>;
}

/// What comes before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// No record.
    First,
    Further,
    /// The base fields of the record.
    Begun,
}

/// The base fields of a record.
#[derive(Clone, Copy)]
pub(crate) struct Base {
    /// Whether it is the first record.
    #[cfg_attr(not(feature = "senml-json"), expect(dead_code, reason = "for JSON"))]
    pub(crate) first: bool,
    /// The number of all of its fields.
    #[cfg_attr(not(feature = "senml-cbor"), expect(dead_code, reason = "for CBOR"))]
    pub(crate) fields: u8,
    pub(crate) name: Option<Shared>,
    pub(crate) seconds: Option<i64>,
}

/// A record beside its base fields.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'v> {
    /// The IDs of the name, the first lowest, and how many they are.
    pub(crate) ids: u64,
    pub(crate) count: u8,
    /// Whether the name starts with a slash.
    pub(crate) absolute: bool,
    pub(crate) seconds: Option<i64>,
    pub(crate) value: &'v Value<'v>,
}

impl Entry<'_> {
    /// The number of its fields.
    #[inline(always)]
    pub(crate) fn fields(&self) -> u8 {
        1 + u8::from(self.count > 0) + u8::from(self.seconds.is_some())
    }
}

/// Writes records of values with whole seconds; `None` leaves them to the general path, and so do
/// errors.
pub(crate) fn encode<'r, F, I>(
    records: &IntoRecords<'r, '_, I>,
    etch: bool,
    context: &Context<'_>,
    buffer: &mut [u8],
) -> Option<usize>
where
    I: Iterator<Item: IntoRecord<'r>> + Clone,
    F: FastForm,
{
    let path_list = context.operation() == Operation::ReadComposite;
    if Pack::new(etch, context.operation()).is_err() || path_list || buffer.is_empty() {
        return None;
    }
    let mut checks = Checks::new(context);
    records.clone().try_each(|record| checks.add(record))?;
    let (count, names, has_base_time) = checks.finish::<F::General>(context)?;
    let mut bases = Bases::new(names);
    let mut form = F::default();

    let mut sink = Sink::new(buffer);
    F::put_begin(&mut sink, count)?;
    let mut rest = records.clone();
    while let Some(item) = rest.next_item() {
        let put = |record: &Record<'r>| {
            let Content::Value(value) = &record.content else { return None };
            let path = record.path;
            let mut place = Place::Further;
            if path.word() & bases.alike != bases.instance {
                let first = bases.instance == Bases::NONE;
                let name = bases.next(path, &rest);
                let time = record.time.filter(|_| first && has_base_time).map(Timestamp::seconds);
                bases.seconds = time.unwrap_or(bases.seconds);
                place = Place::First;
                if name.is_some() || time.is_some() {
                    let fields = u8::from(name.is_some()) + u8::from(time.is_some());
                    let fields = fields + bases.entry(record, value).fields();
                    let base = Base { first, fields, name, seconds: time };
                    sink.out_of_line(|sink| F::put_base(sink, base, context))?;
                    place = Place::Begun;
                }
            }
            form.put_entry(&mut sink, place, bases.entry(record, value), context)
        };
        item.look(put).ok()??;
    }
    F::put_end(&mut sink)?;
    sink.finish().ok()
}

/// What is looked at before anything is written.
struct Checks {
    survey: Survey,
    /// The last path.
    last: Path,
    /// The records with a time, the bits of their seconds but the sign, and their nanoseconds, each
    /// joined by `|`.
    timed: usize,
    seconds: u64,
    nanoseconds: u32,
    /// Whether one of the times is not what a reader would have for its number.
    unfit: bool,
}

impl Checks {
    fn new(context: &Context<'_>) -> Self {
        Self {
            survey: Survey::new(context),
            last: Path::ROOT,
            timed: 0,
            seconds: 0,
            nanoseconds: 0,
            unfit: false,
        }
    }

    #[inline(always)]
    fn add(&mut self, record: &Record<'_>) -> Option<()> {
        let path = record.path;
        if !matches!(record.content, Content::Value(_)) || path.len() < 3 {
            return None;
        }
        if declared::collide(core::mem::replace(&mut self.last, path), path) {
            return None;
        }
        if self.survey.add(path) && path.names_new_instance() {
            return None;
        }
        let Some(time) = record.time else { return Some(()) };
        // A sum of zero means now, which is no time.
        if time.is_zero() {
            return None;
        }
        self.timed += 1;
        self.unfit |= !time.fits_senml();
        self.seconds |= (time.seconds() ^ time.seconds() >> 63) as u64;
        self.nanoseconds |= time.nanoseconds();
        Some(())
    }

    /// The number of records, their names, and whether there is a base time.
    #[inline]
    fn finish<F: Form>(self, context: &Context<'_>) -> Option<(usize, Names, bool)> {
        let (count, names) = self.survey.plan(context.base(), F::BASE_NAME)?;
        if self.nanoseconds != 0 || self.seconds > MAX_SECONDS || self.unfit {
            return None;
        }
        let names = if context.absolute_names() { Names::Absolute } else { names };
        if matches!(names, Names::Absolute) && !context.alternate_path().is_empty() {
            return None;
        }
        // As without one `t` would have to take the base time back.
        Some((count, names, self.timed == count && count > 1))
    }
}

/// The base fields in force.
struct Bases {
    /// The mask of the IDs that all paths under the base name share, and these IDs.
    alike: u64,
    instance: u64,
    /// The number of IDs in the base name, and the bits that they take; what is left is the name.
    depth: u8,
    shift: u32,
    seconds: i64,
    names: Names,
}

impl Bases {
    /// No instance is that.
    const NONE: u64 = u64::MAX;

    fn new(names: Names) -> Self {
        let alike = if matches!(names, Names::PerInstance { .. }) { 0xffff_ffff } else { 0 };
        Self { alike, instance: Self::NONE, depth: 0, shift: 0, seconds: 0, names }
    }

    /// The base name that comes with a record that the one in force does not serve.
    fn next<'r, I>(&mut self, path: Path, ahead: &IntoRecords<'r, '_, I>) -> Option<Shared>
    where
        I: Iterator<Item: IntoRecord<'r>> + Clone,
    {
        self.instance = path.word() & self.alike;
        let name = match self.names {
            Names::Absolute => return None,
            Names::Common { prefix, .. } => prefix,
            Names::PerInstance { .. } => {
                let mut run = Run::new(path);
                // Mostly, the second path tells.
                let _ = ahead.clone().try_each(|record| {
                    (run.add(record.path) && !run.shares_only_instance()).then_some(())
                });
                run.shared()
            }
        };
        let (path, _) = name.parts();
        self.depth = path.len() as u8;
        // With four IDs nothing is left.
        self.shift = 16 * path.len() as u32 % 64;
        Some(name)
    }

    /// What a record says beside them.
    #[inline(always)]
    fn entry<'v>(&self, record: &Record<'_>, value: &'v Value<'v>) -> Entry<'v> {
        let seconds = record.time.map(|time| time.seconds().wrapping_sub(self.seconds));
        Entry {
            ids: record.path.word() >> self.shift,
            count: (record.path.len() as u8).wrapping_sub(self.depth),
            absolute: matches!(self.names, Names::Absolute),
            seconds: seconds.filter(|&seconds| seconds != 0),
            value,
        }
    }
}
