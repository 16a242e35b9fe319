//! Writing names of SenML and OMA JSON records: base names, and what remains for each name.

use crate::codec::context::Context;
use crate::codec::encoder::Source;
use crate::encoding::integer::write_decimal;
use crate::error::Error;
use crate::model::path::Path;
use crate::model::timestamp::Timestamp;

/// The longest text of IDs, `/65534/65534/65534/65534/`.
const MAX_LEN: usize = 25;

/// A name or base name: the alternate path if it has one, and IDs as text.
pub(crate) struct PathText<'a> {
    pub(crate) root: &'a str,
    buffer: [u8; MAX_LEN],
    len: usize,
}

impl<'a> PathText<'a> {
    /// The whole path, with or without a slash at its end.
    fn absolute(path: Path, slash: bool, root: &'a str) -> Self {
        let mut text = Self { root, buffer: [0; MAX_LEN], len: 0 };
        for &id in path.ids() {
            text.put_slash();
            text.put_id(id);
        }
        if slash || path == Path::ROOT && root.is_empty() {
            text.put_slash();
        }
        text
    }

    /// The IDs after the first `after`.
    #[inline]
    fn relative(path: Path, after: usize) -> Self {
        let mut text = Self { root: "", buffer: [0; MAX_LEN], len: 0 };
        for &id in path.ids().get(after..).unwrap_or_default() {
            if text.len > 0 {
                text.put_slash();
            }
            text.put_id(id);
        }
        text
    }

    #[inline]
    fn put_slash(&mut self) {
        debug_assert!(self.len < MAX_LEN);
        if let Some(place) = self.buffer.get_mut(self.len) {
            *place = b'/';
        }
        self.len += 1;
    }

    #[inline]
    fn put_id(&mut self, id: u16) {
        self.len = write_decimal(&mut self.buffer, self.len, id);
    }

    /// The text after the alternate path.
    pub(crate) fn ids(&self) -> &[u8] {
        self.buffer.get(..self.len).unwrap_or_default()
    }

    /// The length of the whole text.
    #[cfg(feature = "senml-cbor")]
    pub(crate) const fn len(&self) -> usize {
        self.root.len() + self.len
    }
}

/// The length of a path as text, with a slash at its end.
fn text_len(path: Path) -> usize {
    let digits = |id: u16| 1 + id.checked_ilog10().unwrap_or(0) as usize;
    path.ids().iter().map(|&id| 1 + digits(id)).sum::<usize>() + 1
}

/// The names of a sequence of records.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Names {
    /// Each record has its whole path.
    Absolute,
    /// One base name for all.
    Common { prefix: Shared, first: bool },
    /// A base name for each run of records of one object instance.
    #[cfg_attr(not(feature = "_senml"), expect(dead_code, reason = "only SenML has it"))]
    PerInstance { open: Option<Shared> },
}

/// The common start of a group of paths.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shared {
    pub(super) path: Path,
    /// Whether all are this path, so nothing remains for a name.
    pub(super) whole: bool,
}

impl Shared {
    pub(super) const fn new(path: Path) -> Self {
        Self { path, whole: true }
    }

    /// The common start with one more path.
    #[inline]
    fn with(self, path: Path) -> Self {
        if self.whole && path == self.path {
            return self;
        }
        // Mostly nothing changes.
        if self.leaves_name(path) { self } else { self.narrowed(path) }
    }

    /// Whether a path lies below, so something remains for its name.
    #[inline(always)]
    fn leaves_name(self, path: Path) -> bool {
        !self.whole && path.len() > self.path.len() && path.starts_with(self.path)
    }

    #[inline(never)]
    fn narrowed(self, path: Path) -> Self {
        // Each path must keep an ID for its name.
        let common = self.path.common_prefix(path);
        let room = if self.whole { self.path.len().min(path.len()) } else { path.len() };
        Self { path: common.prefix(common.len().min(room.saturating_sub(1))), whole: false }
    }

    pub(super) fn len(self) -> usize {
        text_len(self.path) - usize::from(self.whole)
    }

    pub(super) fn text<'a>(self, context: &Context<'a>) -> PathText<'a> {
        PathText::absolute(self.path, !self.whole, context.alternate_path())
    }

    fn rest(self, path: Path) -> Option<PathText<'static>> {
        (!self.whole).then(|| PathText::relative(path, self.path.len()))
    }
}

impl Names {
    /// The base name that the next record introduces, and its name. `ahead` yields that record first.
    pub(crate) fn next<'r, 'a>(
        &mut self,
        path: Path,
        ahead: impl Source<'r>,
        context: &Context<'a>,
    ) -> Result<(Option<PathText<'a>>, Option<PathText<'a>>), Error> {
        Ok(match self {
            Self::Absolute => {
                (None, Some(PathText::absolute(path, false, context.alternate_path())))
            }
            Self::Common { prefix, first } => {
                let base = core::mem::take(first).then(|| prefix.text(context));
                (base, prefix.rest(path))
            }
            Self::PerInstance { open } => match open {
                Some(shared) if shared.path.shares_instance(path) => (None, shared.rest(path)),
                _ => {
                    let mut shared = Shared::new(path);
                    for record in ahead {
                        let next = record?.path;
                        if !next.shares_instance(path) {
                            break;
                        }
                        shared = shared.with(next);
                    }
                    *open = Some(shared);
                    (Some(shared.text(context)), shared.rest(path))
                }
            },
        })
    }
}

/// Chooses the names that make a pack shortest, in one pass over the paths.
pub(crate) struct Planner {
    pub(super) root: usize,
    pub(super) count: usize,
    pub(super) common: Option<Shared>,
    /// The current run of one object instance, and its number of records.
    pub(super) run: Option<(Shared, usize)>,
    /// The bytes that finished runs save over absolute names, and the number of runs.
    pub(super) saved: isize,
    pub(super) runs: isize,
}

impl Planner {
    pub(crate) const fn new(context: &Context<'_>) -> Self {
        let root = context.alternate_path().len();
        Self { root, count: 0, common: None, run: None, saved: 0, runs: 0 }
    }

    #[inline]
    pub(crate) fn add(&mut self, path: Path) {
        self.count += 1;
        self.common = Some(self.common.map_or(Shared::new(path), |shared| shared.with(path)));
        match &mut self.run {
            // The common case; the code below would do the same at more cost.
            Some((shared, count)) if shared.path.len() >= 2 && shared.leaves_name(path) => {
                *count += 1;
            }
            Some((shared, count)) if shared.path.shares_instance(path) => {
                *shared = shared.with(path);
                *count += 1;
            }
            _ => {
                self.end_run();
                self.run = Some((Shared::new(path), 1));
            }
        }
    }

    fn end_run(&mut self) {
        if let Some((shared, count)) = self.run.take() {
            self.runs += 1;
            self.saved += self.saving(shared, count);
        }
    }

    /// The bytes that one base name saves.
    fn saving(&self, shared: Shared, count: usize) -> isize {
        ((shared.len() + self.root) * (count - 1)) as isize
    }

    /// One base name for all, which leaves a name for each from the resource on: there are readers that
    /// refuse records without one (Wakaama).
    #[cfg(feature = "oma-json")]
    pub(crate) fn common(self) -> Names {
        match self.common {
            Some(Shared { path, .. }) => {
                let prefix = Shared { path: path.prefix(path.len().min(2)), whole: false };
                Names::Common { prefix, first: true }
            }
            None => Names::Absolute,
        }
    }

    /// The names that save most. `base_name` is what a base name costs beside its text.
    #[cfg(feature = "_senml")]
    pub(crate) fn choose(mut self, base_name: usize) -> Names {
        self.end_run();
        let Some(prefix) = self.common else { return Names::Absolute };
        let cost = base_name as isize;
        let common = self.saving(prefix, self.count) - cost;
        let per_instance = self.saved - cost * self.runs;
        if common <= 0 && per_instance <= 0 {
            Names::Absolute
        } else if common >= per_instance {
            Names::Common { prefix, first: true }
        } else {
            Names::PerInstance { open: None }
        }
    }
}

/// Decides whether to write a base time. All records must have a time: one without would have to
/// undo the base time with `t`.
#[derive(Default)]
pub(crate) struct Times {
    first: Option<Timestamp>,
    several: bool,
    unfit: bool,
}

impl Times {
    pub(crate) fn add(&mut self, time: Option<Timestamp>) {
        match (time, self.first) {
            (None, _) => self.unfit = true,
            (Some(time), None) => self.first = Some(time),
            (Some(time), Some(first)) => {
                self.several = true;
                self.unfit |= time.checked_sub(first).is_none();
            }
        }
    }

    pub(crate) fn base(&self) -> Option<Timestamp> {
        self.first.filter(|_| self.several && !self.unfit)
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::string::ToString;

    use super::*;

    fn shared(paths: &[&[u16]]) -> Shared {
        let mut paths = paths.iter().map(|ids| Path::new(ids).unwrap());
        let first = Shared::new(paths.next().unwrap());
        paths.fold(first, Shared::with)
    }

    #[test]
    fn something_is_left_for_each_name() {
        assert_eq!(shared(&[&[3, 0, 9], &[3, 0, 10]]).path.to_string(), "/3/0");
        assert_eq!(shared(&[&[3, 0, 6], &[3, 0, 6, 0]]).path.to_string(), "/3/0");
        assert_eq!(shared(&[&[3, 0, 6, 0], &[3, 0, 6]]).path.to_string(), "/3/0");
        assert_eq!(shared(&[&[3, 0, 6, 0], &[3, 0, 6, 1]]).path.to_string(), "/3/0/6");
        assert_eq!(shared(&[&[3, 0, 6], &[4, 0, 6]]).path, Path::ROOT);
        let same = shared(&[&[3, 0, 6], &[3, 0, 6]]);
        assert!(same.whole);
        assert_eq!(same.len(), 6);
    }

    #[test]
    fn lengths_are_those_of_the_text() {
        for ids in [&[][..], &[0], &[9, 10], &[99, 100, 65534], &[65534; 4]] {
            let path = Path::new(ids).unwrap();
            assert_eq!(text_len(path), PathText::absolute(path, true, "").len(), "{path}");
        }
    }
}
