//! Values and their data types.

mod bytes;
mod cast;
mod text;

use core::fmt;

pub use self::bytes::{ByteSource, Bytes, BytesPiece, BytesPieces};
#[cfg(feature = "serde")]
pub(crate) use self::cast::integer;
#[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
pub(crate) use self::text::Coded;
#[cfg(feature = "link")]
pub(crate) use self::text::TextBytes;
pub use self::text::{Text, TextPiece, TextPieces};
use super::object_link::ObjectLink;
use crate::data_type::DataType;

/// A value, borrowed from the payload.
///
/// Where the payload holds it in another form (CBOR strings in chunks, base64, JSON escapes), [`Text`]
/// and [`Bytes`] are checked views that give the value in pieces.
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

/// Whether two sequences of pieces have the same bytes, however they are cut.
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
}
