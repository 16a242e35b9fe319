//! Errors with their place in the data model.

use core::fmt;

use crate::error::{Error, Position};
use crate::model::path::Path;

/// An [`Error`] and the path in the data model where it arose.
///
/// Decoders tell the path: [`Records::located`](crate::Records::located) and
/// [`Records::locate`](crate::Records::locate). The root stands for a place that is not known, and is
/// not shown.
///
/// ```
/// use lwm2m_codec::{ContentFormat, Context, ErrorKind, LocatedError, Path, decode};
///
/// fn count(payload: &[u8], context: &Context) -> Result<usize, LocatedError> {
///     let records = decode(ContentFormat::Tlv, payload, context).located();
///     records.map(|record| record.map(|_| 1)).sum()
/// }
///
/// let context = Context::read(Path::new(&[3, 0]).unwrap());
/// assert_eq!(count(&[0xc1, 0x09, 0x64], &context), Ok(1));
///
/// let error = count(&[0xc2, 0x09, 0x64], &context).unwrap_err();
/// assert_eq!(error.error().kind(), ErrorKind::Truncated);
/// assert_eq!(error.path().ids(), [3, 0, 9]);
/// assert_eq!(error.to_string(), "byte 3, /3/0/9: the payload ends here, but more must follow");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LocatedError {
    error: Error,
    path: Path,
}

impl LocatedError {
    /// An error at a path.
    #[must_use]
    pub const fn new(error: Error, path: Path) -> Self {
        Self { error, path }
    }

    /// What went wrong.
    #[must_use]
    pub const fn error(&self) -> Error {
        self.error
    }

    /// The place in the data model, the root if that is not known.
    #[must_use]
    pub const fn path(&self) -> Path {
        self.path
    }
}

impl From<Error> for LocatedError {
    /// An error whose path is not known.
    fn from(error: Error) -> Self {
        Self::new(error, Path::ROOT)
    }
}

impl fmt::Display for LocatedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.error.position() {
            Position::Offset(offset) => write!(f, "byte {offset}")?,
            Position::Record(index) => write!(f, "record {index}")?,
            Position::Needed(_) => return self.error.fmt(f),
        }
        if self.path != Path::ROOT {
            write!(f, ", {}", self.path)?;
        }
        write!(f, ": {}", self.error.message())
    }
}

impl core::error::Error for LocatedError {}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn the_path_stands_between_position_and_message() {
        let path = Path::new(&[1, 0]).unwrap();
        let located = |kind, path| LocatedError::new(Error::new(kind, 15), path).to_string();
        for &kind in ErrorKind::ALL {
            let plain = Error::new(kind, 15);
            assert_eq!(LocatedError::from(plain).to_string(), plain.to_string());
            let expected = match plain.position() {
                Position::Needed(_) => plain.to_string(),
                _ => plain.to_string().replacen("15: ", "15, /1/0: ", 1),
            };
            assert_eq!(located(kind, path), expected);
        }
        let expected = "byte 15, /1/0: the element is longer than the rest of what contains it";
        assert_eq!(located(ErrorKind::ContainerOverrun, path), expected);
    }
}
