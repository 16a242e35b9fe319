//! Versions of LwM2M and of objects.

use core::fmt;
use core::str::FromStr;

use crate::error::{Error, ErrorKind};

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

    /// Reads `1*DIGIT "." 1*DIGIT`; errors have the offset in `text`.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, Error> {
        let invalid = |offset| Error::new(ErrorKind::InvalidVersion, offset);
        let number = |offset: usize| {
            let digits = text.iter().skip(offset).take_while(|byte| byte.is_ascii_digit());
            let mut end = offset;
            let mut number = 0u16;
            for digit in digits {
                let digit = u16::from(digit - b'0');
                number = number
                    .checked_mul(10)
                    .and_then(|number| number.checked_add(digit))
                    .ok_or(invalid(offset))?;
                end += 1;
            }
            if end == offset { Err(invalid(offset)) } else { Ok((number, end)) }
        };
        let (major, point) = number(0)?;
        if text.get(point) != Some(&b'.') {
            return Err(invalid(point));
        }
        let (minor, end) = number(point + 1)?;
        if end == text.len() { Ok(Self { major, minor }) } else { Err(invalid(end)) }
    }
}

impl FromStr for Version {
    type Err = Error;

    /// Reads `major.minor`, both decimal numbers of 16 bits.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidVersion`] with the byte offset in the text.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text.as_bytes())
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
