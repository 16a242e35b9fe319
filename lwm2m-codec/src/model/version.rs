//! Versions of LwM2M and of objects.

use core::fmt;
use core::str::FromStr;

use crate::error::{Error, ErrorKind, Leniency, Strictness};

/// The version of the enabler (`lwm2m=1.2`) or of an object (`ver=1.1`): `major.minor`.
///
/// A change of the minor number is compatible, one of the major number is not.
///
/// ```
/// use lwm2m_codec::Version;
///
/// let version: Version = "1.2".parse()?;
/// assert_eq!(version, Version::new(1, 2));
/// assert!(version > Version::new(1, 1) && version < Version::new(1, 10));
/// assert_eq!(version.to_string(), "1.2");
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The number before the point.
    pub major: u16,
    /// The number after the point.
    pub minor: u16,
}

impl Version {
    /// The version `major.minor`.
    #[must_use]
    pub const fn new(major: u16, minor: u16) -> Self {
        Self { major, minor }
    }

    /// Reads `1*DIGIT "." 1*DIGIT`, with leniency also a third part, which is ignored; errors have the
    /// offset in `text`.
    pub(crate) fn parse(text: &[u8], strictness: Strictness) -> Result<Self, Error> {
        let mut numbers = [0u16; 2];
        let mut at = 0;
        let mut after = Some(b'.');
        for place in &mut numbers {
            let start = at;
            let mut number = 0u32;
            while let Some(digit @ b'0'..=b'9') = text.get(at) {
                // Digits that follow leave it out of range.
                number = (10 * number + u32::from(digit - b'0')).min(1 << 16);
                at += 1;
            }
            let invalid = |at| Err(Error::new(ErrorKind::InvalidVersion, at));
            match u16::try_from(number) {
                Ok(number) if at > start => *place = number,
                _ => return invalid(start),
            }
            if text.get(at).copied() != after {
                if after.is_some() || !is_third_part(text.get(at..).unwrap_or_default()) {
                    return invalid(at);
                }
                if !strictness.allows(Leniency::LongVersions) {
                    return invalid(at).map_err(|error| error.unless(Leniency::LongVersions));
                }
            }
            at += 1;
            after = None;
        }
        let [major, minor] = numbers;
        Ok(Self { major, minor })
    }
}

/// Whether a point and digits follow the second part of a version, and nothing else.
#[cold]
#[inline(never)]
fn is_third_part(rest: &[u8]) -> bool {
    matches!(rest, [b'.', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

impl FromStr for Version {
    type Err = Error;

    /// Reads `major.minor`, both decimal numbers of 16 bits.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidVersion`] with the byte offset in the text.
    fn from_str(text: &str) -> Result<Self, Error> {
        // There is no leniency to name.
        Self::parse(text.as_bytes(), Strictness::STRICT)
            .map_err(|error| Error::new(error.kind(), error.offset() as usize))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed_text_is_refused_where_it_breaks() {
        for (text, offset) in [
            ("", 0),
            (".1", 0),
            ("1", 1),
            ("1.", 2),
            ("1.x", 2),
            ("1,1", 1),
            ("1.1.1", 3),
            ("1.1 ", 3),
            ("+1.1", 0),
            ("65536.0", 0),
            ("1.65536", 2),
        ] {
            let error = text.parse::<Version>().unwrap_err();
            assert_eq!(
                (error.kind(), error.offset()),
                (ErrorKind::InvalidVersion, offset),
                "{text}"
            );
        }
        assert_eq!("65535.007".parse(), Ok(Version::new(65535, 7)));
    }
}
