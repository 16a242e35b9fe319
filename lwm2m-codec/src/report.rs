//! Errors rendered with the payload around them.

use core::fmt;

use crate::error::Position;
use crate::model::content_format::ContentFormat;
use crate::model::located_error::LocatedError;

/// How many bytes of text are shown before and after the offset of an error.
const BEFORE: usize = 16;
const AFTER: usize = 16;

/// An error rendered for people: the message, the path, the payload around the offset (hexadecimal
/// for binary formats, text with a caret for textual ones), and the leniency that would have
/// accepted the input.
///
/// ```
/// use lwm2m_codec::{Context, ContentFormat, Path, Report, decode};
///
/// let payload = [0xc2, 0x09, 0x64];
/// let mut decoder = decode(ContentFormat::Tlv, &payload, &Context::read(Path::new(&[3, 0]).unwrap()));
/// let error = decoder.next().unwrap().unwrap_err();
/// let report = Report::new(decoder.locate(error), ContentFormat::Tlv, &payload).to_string();
/// assert_eq!(
///     report,
///     "byte 3, /3/0/9: the payload ends here, but more must follow
///   00000000  c2 09 64
///                      ^^"
/// );
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    error: LocatedError,
    format: ContentFormat,
    payload: &'a [u8],
}

impl<'a> Report<'a> {
    /// A report of an error from decoding `payload`.
    ///
    /// [`Records::locate`](crate::Records::locate) gives the error its path; without, as from the
    /// decoder, the report shows none.
    #[must_use]
    pub fn new(error: impl Into<LocatedError>, format: ContentFormat, payload: &'a [u8]) -> Self {
        Self { error: error.into(), format, payload }
    }

    fn hexadecimal(&self, f: &mut fmt::Formatter<'_>, offset: usize) -> fmt::Result {
        // Whole rows of 16 bytes: the one with the error, and those before and after it.
        let row = offset / 16 * 16;
        if let Some(before) = row.checked_sub(16) {
            self.row(f, before)?;
        }
        self.row(f, row)?;
        write!(f, "\n  {:1$}^^", "", 10 + (offset - row) * 3)?;
        match row.checked_add(16).filter(|&after| after < self.payload.len()) {
            Some(after) => self.row(f, after),
            None => Ok(()),
        }
    }

    fn row(&self, f: &mut fmt::Formatter<'_>, start: usize) -> fmt::Result {
        write!(f, "\n  {start:08x} ")?;
        let bytes = self.payload.get(start..).unwrap_or_default();
        bytes.iter().take(16).try_for_each(|byte| write!(f, " {byte:02x}"))
    }

    fn textual(&self, f: &mut fmt::Formatter<'_>, offset: usize) -> fmt::Result {
        let start = offset.saturating_sub(BEFORE);
        let before = self.payload.get(start..offset).unwrap_or_default();
        let after = self.payload.get(offset..).unwrap_or_default();
        f.write_str("\n  ")?;
        let indent = show(f, before)?;
        show(f, after.get(..AFTER).unwrap_or(after))?;
        write!(f, "\n  {:indent$}^", "")
    }
}

/// Writes text on one line, with a dot for each control character or invalid byte, and returns its
/// width in columns.
fn show(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> Result<usize, fmt::Error> {
    let mut columns = 0;
    for chunk in bytes.utf8_chunks() {
        let invalid = chunk.invalid().iter().map(|_| '·');
        for c in chunk.valid().chars().chain(invalid) {
            write!(f, "{}", if c.is_control() { '·' } else { c })?;
            columns += 1;
        }
    }
    Ok(columns)
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)?;
        let error = self.error.error();
        if let Position::Offset(offset) = error.position() {
            let offset = (offset as usize).min(self.payload.len());
            if self.format.is_textual() {
                self.textual(f, offset)?;
            } else {
                self.hexadecimal(f, offset)?;
            }
        }
        match error.leniency() {
            Some(leniency) => write!(f, "\n  lenient decoding accepts {}", leniency.description()),
            None => Ok(()),
        }
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::error::{Error, ErrorKind};

    fn report(offset: usize, length: u8) -> alloc::string::String {
        let payload: alloc::vec::Vec<u8> = (0..length).collect();
        let error = Error::new(ErrorKind::Truncated, offset);
        let report = Report::new(error, ContentFormat::Tlv, &payload).to_string();
        report.split_once('\n').unwrap().1.into()
    }

    #[test]
    fn the_row_with_the_error_is_shown_between_its_neighbours() {
        let rows = "  00000010  10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f
  00000020  20 21 22 23 24 25 26 27 28 29 2a 2b 2c 2d 2e 2f
               ^^
  00000030  30 31 32 33 34 35 36 37 38 39 3a 3b 3c 3d 3e 3f";
        assert_eq!(report(0x21, 0x60), rows);
        assert_eq!(report(0, 17).lines().last(), Some("  00000010  10"));
        assert_eq!(report(1, 1), "  00000000  00\n               ^^");
        // The next byte would be here, even if in a row of its own.
        assert_eq!(report(16, 16).lines().last(), Some("            ^^"));
    }
}
