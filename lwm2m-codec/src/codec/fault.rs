//! The first error of a reading.

use crate::error::{Error, Leniency, Strictness};
#[cfg(feature = "_scalar")]
use crate::{data_type::DataType, formats::shared::number::Number, model::value::Value};

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

    /// A number as a value of a data type.
    #[cfg(feature = "_scalar")]
    #[inline]
    pub(crate) fn number<'a>(
        &mut self,
        number: &Number<'_>,
        data_type: Option<DataType>,
        at: usize,
    ) -> Value<'a> {
        number.typed_or(data_type, self.strictness, at, &mut self.error)
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
