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

    /// The versions of the core objects of a client of this version of LwM2M that registers them
    /// without `ver`, by object ID.
    ///
    /// Known for LwM2M 1.0 and 1.2. There are none for 1.1, whose table could not be verified, and
    /// for versions yet to come: their objects are read in the newest version.
    ///
    /// ```
    /// use lwm2m_codec::Version;
    ///
    /// let [_, server, ..] = Version::new(1, 0).core_objects() else { panic!() };
    /// assert_eq!(*server, (1, Version::new(1, 0)));
    /// let [_, server, ..] = Version::new(1, 2).core_objects() else { panic!() };
    /// assert_eq!(*server, (1, Version::new(1, 2)));
    /// assert!(Version::new(1, 1).core_objects().is_empty());
    /// ```
    #[must_use]
    pub const fn core_objects(self) -> &'static [(u16, Self)] {
        match self {
            Self { major: 1, minor: 0 } => &CORE_1_0,
            Self { major: 1, minor: 2 } => &CORE_1_2,
            _ => &[],
        }
    }

    /// The version of an object that a client of this version of LwM2M registers without `ver`:
    /// that of [`core_objects`](Self::core_objects), or 1.0 for all other objects. `None` if it is
    /// a core object and not known.
    #[cfg(feature = "link")]
    pub(crate) fn implied(object: u16, lwm2m: Option<Self>) -> Option<Self> {
        let of = |table: &[(u16, Self)]| {
            table.iter().find(|(id, _)| *id == object).map(|&(_, version)| version)
        };
        match of(&CORE_1_0) {
            Some(_) => of(lwm2m?.core_objects()),
            None => Some(Self::new(1, 0)),
        }
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

const CORE: usize = 14;

const CORE_1_0: [(u16, Version); CORE] = {
    let mut table = CORE_1_2;
    let mut rest: &mut [(u16, Version)] = &mut table;
    while let [(_, version), tail @ ..] = rest {
        *version = Version::new(1, 0);
        rest = tail;
    }
    table
};

/// Core 1.2.2, table E-1.
const CORE_1_2: [(u16, Version); CORE] = [
    (0, Version::new(1, 2)),
    (1, Version::new(1, 2)),
    (2, Version::new(1, 1)),
    (3, Version::new(1, 2)),
    (4, Version::new(1, 3)),
    (5, Version::new(1, 1)),
    (6, Version::new(1, 0)),
    (7, Version::new(1, 0)),
    (21, Version::new(2, 0)),
    (23, Version::new(1, 0)),
    (24, Version::new(1, 0)),
    (25, Version::new(1, 0)),
    (26, Version::new(1, 0)),
    (27, Version::new(1, 0)),
];

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
