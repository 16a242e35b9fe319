//! The first error of a reading.

use crate::error::{Error, Leniency, Strictness};

/// Keeps the first error, so that readers need not return results through memory at each level: what
/// they do after an error does not matter, as long as they come to an end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    strictness: Strictness,
    error: Option<Error>,
}

impl Fault {
    pub(crate) const fn new(strictness: Strictness) -> Self {
        Self { strictness, error: None }
    }

    pub(crate) const fn strictness(&self) -> Strictness {
        self.strictness
    }

    pub(crate) const fn error(&self) -> Option<Error> {
        self.error
    }

    pub(crate) const fn is_some(&self) -> bool {
        self.error.is_some()
    }

    /// Keeps an error, if it is the first.
    #[cold]
    #[inline(never)]
    pub(crate) fn report(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }

    /// Puts another error in place of the first.
    #[cold]
    pub(crate) fn replace(&mut self, error: Error) {
        self.error = Some(error);
    }

    /// Where the first error goes, for those who keep it there themselves.
    pub(crate) const fn slot(&mut self) -> &mut Option<Error> {
        &mut self.error
    }

    /// Whether a leniency is switched on; otherwise keeps the error, which names it.
    #[cold]
    #[inline(never)]
    pub(crate) fn allows(&mut self, leniency: Leniency, error: Error) -> bool {
        let allows = self.strictness.allows(leniency);
        if !allows {
            self.report(error.unless(leniency));
        }
        allows
    }
}
