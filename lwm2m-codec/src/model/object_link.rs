//! Links to object instances.

use core::fmt;
use core::str::FromStr;

use crate::error::{Error, ErrorKind};

/// A link to an object instance: `objectID:instanceID`.
///
/// ```
/// use lwm2m_codec::ObjectLink;
///
/// let link: ObjectLink = "66:1".parse()?;
/// assert_eq!(link, ObjectLink::new(66, 1).unwrap());
/// assert!(ObjectLink::NULL.is_null());
/// assert!(ObjectLink::new(65535, 0).is_none());
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectLink {
    object: u16,
    instance: u16,
}

impl ObjectLink {
    /// The length of the longest text: two IDs of five digits, and the colon.
    pub(crate) const MAX_TEXT: usize = 11;

    /// The null link `65535:65535`, which links to nothing.
    pub const NULL: Self = Self { object: u16::MAX, instance: u16::MAX };

    /// A link to an object instance, to a whole object (instance 65535), or the null link.
    /// `None` for object 65535 with any other instance.
    #[must_use]
    pub const fn new(object: u16, instance: u16) -> Option<Self> {
        if object == u16::MAX && instance != u16::MAX {
            return None;
        }
        Some(Self { object, instance })
    }

    /// The object ID.
    #[must_use]
    pub const fn object(self) -> u16 {
        self.object
    }

    /// The object instance ID; 65535 stands for the whole object.
    #[must_use]
    pub const fn instance(self) -> u16 {
        self.instance
    }

    /// Reads the text form, as [`str::parse`] does.
    pub(crate) fn from_bytes(text: &[u8]) -> Result<Self, Error> {
        let ids = || {
            let (object, rest) = split_id(text)?;
            let (instance, rest) = split_id(rest.strip_prefix(b":")?)?;
            rest.is_empty().then_some((object, instance))
        };
        let (object, instance) = ids().ok_or(Error::new(ErrorKind::InvalidObjectLink, 0))?;
        Self::new(object, instance).ok_or(Error::new(ErrorKind::ValueOutOfRange, 0))
    }

    /// Whether this is [`ObjectLink::NULL`].
    #[must_use]
    pub const fn is_null(self) -> bool {
        self.object == u16::MAX
    }
}

/// Splits an ID without leading zeros off the start of a text.
fn split_id(text: &[u8]) -> Option<(u16, &[u8])> {
    let (mut id, mut rest) = (None, text);
    while let [digit @ b'0'..=b'9', tail @ ..] = rest {
        let higher = match id {
            Some(0) => return None,
            id => id.unwrap_or(0u16).checked_mul(10)?,
        };
        id = Some(higher.checked_add(u16::from(digit - b'0'))?);
        rest = tail;
    }
    Some((id?, rest))
}

impl FromStr for ObjectLink {
    type Err = Error;

    /// Reads `objectID:instanceID`, both decimal, without signs or leading zeros.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidObjectLink`], or [`ErrorKind::ValueOutOfRange`] for 65535 with an
    /// instance.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::from_bytes(text.as_bytes())
    }
}

impl fmt::Display for ObjectLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.object, self.instance)
    }
}

impl fmt::Debug for ObjectLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn object_links_are_canonical() {
        for bad in ["", "66", "66:", ":1", "066:1", "66:01", "+66:1", "66:1 ", "65536:0"] {
            let error = bad.parse::<ObjectLink>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidObjectLink, "{bad}");
        }
        let error = "65535:0".parse::<ObjectLink>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ValueOutOfRange);
        assert_eq!("5:65535".parse(), Ok(ObjectLink::new(5, 65535).unwrap()));
    }
}
