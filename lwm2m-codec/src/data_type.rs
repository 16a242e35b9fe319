//! The data types of resources.

use core::fmt;

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
