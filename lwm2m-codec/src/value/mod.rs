//! Values and their data types.

mod bytes;
mod text;

use core::fmt;
use core::str::FromStr;

pub use self::bytes::{ByteSource, Bytes, BytesPiece, BytesPieces};
#[cfg(any(feature = "tlv", feature = "_cbor"))]
pub(crate) use self::text::utf8;
pub use self::text::{Text, TextPiece, TextPieces};
use crate::error::{Error, ErrorKind};

/// The data types of LwM2M resources (Core, Appendix C).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum DataType {
    /// UTF-8 text.
    String = 1,
    /// A signed integer of up to 64 bits.
    Integer = 2,
    /// An unsigned integer of up to 64 bits.
    Unsigned = 3,
    /// A floating-point number of 32 or 64 bits.
    Float = 4,
    /// True or false.
    Boolean = 5,
    /// Bytes without meaning to LwM2M.
    Opaque = 6,
    /// Seconds since 1970-01-01T00:00:00Z, signed.
    Time = 7,
    /// A link to an object instance.
    ObjectLink = 8,
    /// A list of links in CoRE link format.
    CoreLink = 9,
    /// No value: the type of executable resources.
    None = 10,
}

impl DataType {
    /// All data types.
    pub const ALL: [Self; 10] = [
        Self::String,
        Self::Integer,
        Self::Unsigned,
        Self::Float,
        Self::Boolean,
        Self::Opaque,
        Self::Time,
        Self::ObjectLink,
        Self::CoreLink,
        Self::None,
    ];

    /// The name used in the record form: `string`, `integer`, `unsigned`, `float`, `boolean`,
    /// `opaque`, `time`, `objlnk`, `corelnk` or `none`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Unsigned => "unsigned",
            Self::Float => "float",
            Self::Boolean => "boolean",
            Self::Opaque => "opaque",
            Self::Time => "time",
            Self::ObjectLink => "objlnk",
            Self::CoreLink => "corelnk",
            Self::None => "none",
        }
    }

    /// The data type with this [name](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|data_type| data_type.name() == name)
    }
}

impl fmt::Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

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

/// A value as a payload carries it, borrowed from there.
///
/// Where the wire form is not the value (CBOR strings in chunks, base64, JSON escapes), [`Text`]
/// and [`Bytes`] are views that were checked on decode and give the value in pieces.
///
/// Floats compare bit by bit, so that a NaN equals itself.
///
/// ```
/// use lwm2m_codec::{DataType, Value};
///
/// let value = Value::from("Open Mobile Alliance");
/// assert_eq!(value.data_type(), DataType::String);
/// assert_eq!(value.as_text().unwrap(), "Open Mobile Alliance");
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Value<'a> {
    /// UTF-8 text.
    String(Text<'a>),
    /// A signed integer.
    Integer(i64),
    /// An unsigned integer.
    Unsigned(u64),
    /// A floating-point number.
    Float(f64),
    /// True or false.
    Boolean(bool),
    /// Bytes.
    Opaque(Bytes<'a>),
    /// Seconds since 1970-01-01T00:00:00Z.
    Time(i64),
    /// A link to an object instance.
    ObjectLink(ObjectLink),
    /// A list of links in CoRE link format, not parsed.
    CoreLink(Text<'a>),
    /// No value (executable resources).
    None,
}

impl<'a> Value<'a> {
    /// The data type of the value.
    #[must_use]
    pub const fn data_type(&self) -> DataType {
        match self {
            Self::String(_) => DataType::String,
            Self::Integer(_) => DataType::Integer,
            Self::Unsigned(_) => DataType::Unsigned,
            Self::Float(_) => DataType::Float,
            Self::Boolean(_) => DataType::Boolean,
            Self::Opaque(_) => DataType::Opaque,
            Self::Time(_) => DataType::Time,
            Self::ObjectLink(_) => DataType::ObjectLink,
            Self::CoreLink(_) => DataType::CoreLink,
            Self::None => DataType::None,
        }
    }

    /// The text of a String or Corelnk.
    #[must_use]
    pub const fn as_text(&self) -> Option<Text<'a>> {
        match self {
            Self::String(text) | Self::CoreLink(text) => Some(*text),
            _ => None,
        }
    }

    /// The bytes of an Opaque.
    #[must_use]
    pub const fn as_bytes(&self) -> Option<Bytes<'a>> {
        match self {
            Self::Opaque(bytes) => Some(*bytes),
            _ => None,
        }
    }

    /// The number of an Integer, Unsigned or Time, if it fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match *self {
            Self::Integer(number) | Self::Time(number) => Some(number),
            Self::Unsigned(number) => i64::try_from(number).ok(),
            _ => None,
        }
    }

    /// The number of an Unsigned, Integer or Time, if it fits.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        match *self {
            Self::Integer(number) | Self::Time(number) => u64::try_from(number).ok(),
            Self::Unsigned(number) => Some(number),
            _ => None,
        }
    }

    /// The number of a Float.
    #[must_use]
    pub const fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }

    /// The truth of a Boolean.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Boolean(truth) => Some(*truth),
            _ => None,
        }
    }
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::String(a), Self::String(b)) | (Self::CoreLink(a), Self::CoreLink(b)) => a == b,
            (Self::Integer(a), Self::Integer(b)) | (Self::Time(a), Self::Time(b)) => a == b,
            (Self::Unsigned(a), Self::Unsigned(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a.to_bits() == b.to_bits(),
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Opaque(a), Self::Opaque(b)) => a == b,
            (Self::ObjectLink(a), Self::ObjectLink(b)) => a == b,
            (Self::None, Self::None) => true,
            _ => false,
        }
    }
}

impl Eq for Value<'_> {}

impl fmt::Display for Value<'_> {
    /// Text as it is, Opaque in hexadecimal, everything else as in the plain-text format.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) | Self::CoreLink(text) => text.fmt(f),
            Self::Integer(number) | Self::Time(number) => number.fmt(f),
            Self::Unsigned(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
            Self::Boolean(truth) => truth.fmt(f),
            Self::Opaque(bytes) => bytes.fmt(f),
            Self::ObjectLink(link) => link.fmt(f),
            Self::None => Ok(()),
        }
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) | Self::CoreLink(text) => {
                write!(f, "{} {text:?}", self.data_type())
            }
            Self::None => f.write_str("none"),
            Self::Float(number) => write!(f, "float {number:?}"),
            value => write!(f, "{} {value}", self.data_type()),
        }
    }
}

macro_rules! from {
    ($($source:ty => $variant:ident;)+) => {
        $(impl<'a> From<$source> for Value<'a> {
            fn from(value: $source) -> Self {
                Self::$variant(value.into())
            }
        })+
    };
}

from! {
    &'a str => String;
    i32 => Integer;
    i64 => Integer;
    u32 => Unsigned;
    u64 => Unsigned;
    f32 => Float;
    f64 => Float;
    bool => Boolean;
    &'a [u8] => Opaque;
    ObjectLink => ObjectLink;
}

/// Whether two sequences of pieces spell the same bytes, however they are cut.
fn pieces_equal<A: AsRef<[u8]>, B: AsRef<[u8]>>(
    left: impl Iterator<Item = A>,
    right: impl Iterator<Item = B>,
) -> bool {
    let (mut left, mut right) = (left.fuse(), right.fuse());
    let (mut a, mut b) = (left.next(), right.next());
    let (mut a_done, mut b_done) = (0, 0);
    loop {
        let (a_rest, b_rest) = match (&a, &b) {
            (Some(a), Some(b)) => (
                a.as_ref().get(a_done..).unwrap_or_default(),
                b.as_ref().get(b_done..).unwrap_or_default(),
            ),
            (Some(a), None) => (a.as_ref().get(a_done..).unwrap_or_default(), &[][..]),
            (None, Some(b)) => (&[][..], b.as_ref().get(b_done..).unwrap_or_default()),
            (None, None) => return true,
        };
        if a_rest.is_empty() && a.is_some() {
            (a, a_done) = (left.next(), 0);
        } else if b_rest.is_empty() && b.is_some() {
            (b, b_done) = (right.next(), 0);
        } else {
            let common = a_rest.len().min(b_rest.len());
            if common == 0 || a_rest.get(..common) != b_rest.get(..common) {
                return false;
            }
            a_done += common;
            b_done += common;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_compare_however_they_are_cut() {
        let equal = |a: &[&str], b: &[&str]| pieces_equal(a.iter(), b.iter());
        assert!(equal(&["ab", "", "c"], &["a", "bc"]));
        assert!(equal(&[], &["", ""]));
        assert!(!equal(&["ab"], &["a"]));
        assert!(!equal(&[], &["a"]));
        assert!(!equal(&["ab", "d"], &["a", "bc"]));
    }

    #[test]
    fn floats_compare_bit_by_bit() {
        assert_eq!(Value::Float(f64::NAN), Value::Float(f64::NAN));
        assert_ne!(Value::Float(0.0), Value::Float(-0.0));
    }

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
