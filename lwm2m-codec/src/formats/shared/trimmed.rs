//! Texts that are not Strings, with a NUL after them or white space around them.

use crate::error::{Error, Leniency, Strictness};

/// Reads a text, which as it is gives this error, without what leniencies accept around it. The error
/// names the leniency that is missing, if one alone is.
#[cold]
#[inline(never)]
pub(crate) fn trimmed<'a, T>(
    text: &'a [u8],
    strictness: Strictness,
    error: Error,
    read: &dyn Fn(&'a [u8]) -> Result<T, Error>,
) -> Result<T, Error> {
    let (inner, nul) = match text.trim_ascii_end() {
        [inner @ .., 0] => (inner, !strictness.allows(Leniency::TrailingNul)),
        _ => (text, false),
    };
    let has_nul = inner.len() < text.len();
    let inner = inner.trim_ascii();
    let has_space = text.len() > inner.len() + usize::from(has_nul);
    let space = has_space && !strictness.allows(Leniency::SurroundingSpace);
    match (read(inner), nul, space) {
        (result, false, false) => result,
        (Ok(_), true, false) => Err(error.unless(Leniency::TrailingNul)),
        (Ok(_), false, true) => Err(error.unless(Leniency::SurroundingSpace)),
        _ => Err(error),
    }
}
