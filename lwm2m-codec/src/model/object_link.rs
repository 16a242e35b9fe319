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

    /// Reads the text form, as [`str::parse`] does, but for zeros before the IDs if they may be there.
    pub(crate) fn from_bytes(text: &[u8], zeros: bool) -> Result<Self, Error> {
        let invalid = Error::new(ErrorKind::InvalidObjectLink, 0);
        let (mut object, mut id) = (None, None);
        for &byte in text {
            id = match (byte, id) {
                (b'0'..=b'9', None) => Some(u32::from(byte - b'0')),
                (b'0'..=b'9', Some(id @ ..=6553)) if id > 0 || zeros => {
                    Some(id * 10 + u32::from(byte - b'0'))
                }
                (b':', Some(_)) if object.is_none() => {
                    object = id;
                    None
                }
                _ => return Err(invalid),
            };
        }
        let (Some(object @ ..=0xffff), Some(instance @ ..=0xffff)) = (object, id) else {
            return Err(invalid);
        };
        Self::new(object as u16, instance as u16).ok_or(Error::new(ErrorKind::ValueOutOfRange, 0))
    }

    /// Whether this is [`ObjectLink::NULL`].
    #[must_use]
    pub const fn is_null(self) -> bool {
        self.object == u16::MAX
    }
}

impl FromStr for ObjectLink {
    type Err = Error;

    /// Reads `objectID:instanceID`, both decimal, without signs or leading zeros.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidObjectLink`], or [`ErrorKind::ValueOutOfRange`] for 65535 with an
    /// instance.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::from_bytes(text.as_bytes(), false)
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
