//! The data types of resources.

use core::fmt;
use core::str::FromStr;

/// The data types of LwM2M resources (Core, Appendix C).
///
/// ```
/// use lwm2m_codec::DataType;
///
/// assert_eq!("objlnk".parse(), Ok(DataType::ObjectLink));
/// assert_eq!(DataType::ObjectLink.to_string(), "objlnk");
/// assert_eq!(DataType::try_from(8), Ok(DataType::ObjectLink));
/// ```
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
}

impl DataType {
    /// The one with this number.
    #[inline]
    pub(crate) const fn from_number(number: u8) -> Option<Self> {
        // They are numbered from 1 on.
        let index = (number as usize).wrapping_sub(1);
        if index < Self::ALL.len() { Some(Self::ALL[index]) } else { None }
    }
}

impl fmt::Display for DataType {
    /// Writes the [name](Self::name).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for DataType {
    type Err = UnknownDataType;

    /// Reads a [name](Self::name).
    fn from_str(text: &str) -> Result<Self, UnknownDataType> {
        let named = |data_type: &Self| data_type.name() == text;
        Self::ALL.into_iter().find(named).ok_or(UnknownDataType)
    }
}

impl TryFrom<u8> for DataType {
    type Error = UnknownDataType;

    /// Reads a number.
    #[inline]
    fn try_from(number: u8) -> Result<Self, UnknownDataType> {
        Self::from_number(number).ok_or(UnknownDataType)
    }
}

/// The text or number is none of [`DataType`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownDataType;

impl fmt::Display for UnknownDataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a data type: expected one of")?;
        DataType::ALL.iter().try_for_each(|data_type| write!(f, " {data_type}"))
    }
}

impl core::error::Error for UnknownDataType {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_lead_back() {
        for data_type in DataType::ALL {
            assert_eq!(data_type.name().parse(), Ok(data_type));
            assert_eq!(DataType::try_from(data_type as u8), Ok(data_type));
        }
        for text in ["", "String", "text", "integer "] {
            assert_eq!(text.parse::<DataType>(), Err(UnknownDataType));
        }
        for number in [0, 11, u8::MAX] {
            assert_eq!(DataType::try_from(number), Err(UnknownDataType));
        }
    }
}
