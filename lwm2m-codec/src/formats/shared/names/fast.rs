//! The fast path for choosing base names: only for paths of three and four IDs.

use super::{Names, PathText, Planner, Shared};
use crate::codec::context::Context;
use crate::model::path::Path;

/// Consecutive paths of one object instance.
pub(crate) struct Run {
    first: Path,
    /// The bits in which the paths differ from the first.
    differences: u64,
    /// The lengths, 3 or 4, joined by `|`.
    lens: usize,
    count: usize,
}

impl Run {
    #[inline(always)]
    pub(crate) fn new(first: Path) -> Self {
        Self { first, differences: 0, lens: first.len(), count: 1 }
    }

    /// Adds a path, unless it has another object instance.
    #[inline(always)]
    pub(crate) fn add(&mut self, path: Path) -> bool {
        let differences = path.differences(self.first);
        if differences << 32 != 0 {
            return false;
        }
        self.differences |= differences;
        self.lens |= path.len();
        self.count += 1;
        true
    }

    /// Whether the resources differ, so the paths share only the object instance.
    pub(crate) const fn shares_only_instance(&self) -> bool {
        self.differences >> 32 & 0xffff != 0
    }

    /// The common start of the paths.
    #[inline]
    pub(crate) fn shared(&self) -> Shared {
        if self.differences == 0 && self.lens < 7 {
            return Shared::new(self.first);
        }
        // Each path must keep something for its name.
        let least = if self.lens == 4 { 4 } else { 3 };
        let len = Path::alike(self.differences).min(least - 1);
        Shared { path: self.first.prefix(len), whole: false }
    }
}

/// Chooses the names that make a pack shortest, as [`Planner`](super::Planner) does, from paths alone.
pub(crate) struct Survey {
    root: usize,
    run: Run,
    /// All paths of the finished runs.
    ended: Run,
    saved: isize,
    runs: isize,
}

impl Survey {
    pub(crate) fn new(context: &Context<'_>) -> Self {
        // A run of its own, which saves nothing.
        let run = || Run { first: Path::ROOT, differences: 0, lens: 0, count: 0 };
        let root = context.alternate_path().len();
        Self { root, run: run(), ended: run(), saved: 0, runs: 0 }
    }

    /// Adds a path and says whether it starts the run of another object instance.
    #[inline(always)]
    pub(crate) fn add(&mut self, path: Path) -> bool {
        let begins = self.run.count == 0 || !self.run.add(path);
        if begins {
            self.end_run();
            self.run = Run::new(path);
        }
        begins
    }

    #[inline(always)]
    fn end_run(&mut self) {
        let Run { first, differences, lens, count } = self.run;
        if self.ended.count == 0 {
            self.ended.first = first;
        }
        self.ended.differences |= differences | first.differences(self.ended.first);
        self.ended.lens |= lens;
        self.ended.count += count;
        self.runs += isize::from(count > 0);
        if count > 1 {
            self.saved += ((self.run.shared().len() + self.root) * (count - 1)) as isize;
        }
    }

    /// The number of paths and their names, if there are paths and all lie below `base`. `base_name` is
    /// what a base name costs beside its text.
    pub(crate) fn plan(mut self, base: Path, base_name: usize) -> Option<(usize, Names)> {
        self.end_run();
        let Self { root, ended, saved, runs, .. } = self;
        let base_ids = u64::MAX.checked_shr(64 - 16 * base.len() as u32).unwrap_or(0);
        let differences = ended.differences | ended.first.differences(base);
        let too_short = base.len() == 4 && ended.lens != 4;
        if ended.count == 0 || differences & base_ids != 0 || too_short {
            return None;
        }
        let common = Some(ended.shared());
        let planner = Planner { root, count: ended.count, common, run: None, saved, runs };
        Some((ended.count, planner.choose(base_name)))
    }
}

impl Shared {
    /// The shared path, and whether it is the whole of each path.
    pub(crate) const fn parts(self) -> (Path, bool) {
        (self.path, self.whole)
    }

    /// The base name.
    pub(crate) fn base_name<'a>(self, context: &Context<'a>) -> PathText<'a> {
        self.text(context)
    }
}
