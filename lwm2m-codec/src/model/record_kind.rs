//! Kinds of records.

use core::fmt;
use core::str::FromStr;

use crate::data_type::DataType;

/// What a [`Record`](crate::Record) says of its path, apart from the value: that it has a value of a
/// type, or what it says instead. The member `type` of the record form.
///
/// ```
/// use lwm2m_codec::{DataType, Path, Record, RecordKind};
///
/// let record = Record::new(Path::new(&[3, 0, 9]).unwrap(), 95i64);
/// let kind = record.content.kind();
/// assert_eq!(kind, RecordKind::Value(DataType::Integer));
/// assert_eq!((kind.name(), kind.number()), ("integer", 2));
/// assert_eq!("delete".parse(), Ok(RecordKind::Delete));
/// assert_eq!(RecordKind::try_from(12), Ok(RecordKind::Delete));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordKind {
    /// It gives the path a value of this type.
    Value(DataType),
    /// [`Content::Path`](crate::Content::Path).
    Path,
    /// [`Content::Delete`](crate::Content::Delete).
    Delete,
    /// [`Content::Empty`](crate::Content::Empty).
    Empty,
}

impl RecordKind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Self; 13] = {
        let mut all = [Self::Path; 13];
        let mut index = 0;
        while index < DataType::ALL.len() {
            all[index] = Self::Value(DataType::ALL[index]);
            index += 1;
        }
        all[11] = Self::Delete;
        all[12] = Self::Empty;
        all
    };

    /// The number: that of the data type, 1 to 10, or 11, 12 and 13 for paths, deletions and what is
    /// empty. The numbers are fixed: bindings expose them.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Value(data_type) => data_type as u8,
            Self::Path => 11,
            Self::Delete => 12,
            Self::Empty => 13,
        }
    }

    /// The name: that of the data type, or `path`, `delete` or `empty`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Value(data_type) => data_type.name(),
            Self::Path => "path",
            Self::Delete => "delete",
            Self::Empty => "empty",
        }
    }
}

impl fmt::Display for RecordKind {
    /// Writes the [name](Self::name).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for RecordKind {
    type Err = UnknownRecordKind;

    /// Reads a [name](Self::name).
    fn from_str(text: &str) -> Result<Self, UnknownRecordKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == text).ok_or(UnknownRecordKind)
    }
}

impl TryFrom<u8> for RecordKind {
    type Error = UnknownRecordKind;

    /// Reads a [number](Self::number).
    fn try_from(number: u8) -> Result<Self, UnknownRecordKind> {
        // They are numbered from 1 on.
        let index = usize::from(number).wrapping_sub(1);
        Self::ALL.get(index).copied().ok_or(UnknownRecordKind)
    }
}

/// The text or number is none of [`RecordKind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownRecordKind;

impl fmt::Display for UnknownRecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the type of a record: expected one of")?;
        RecordKind::ALL.iter().try_for_each(|kind| write!(f, " {kind}"))
    }
}

impl core::error::Error for UnknownRecordKind {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_lead_back() {
        for (number, kind) in (1..).zip(RecordKind::ALL) {
            assert_eq!(kind.number(), number);
            assert_eq!(RecordKind::try_from(number), Ok(kind));
            assert_eq!(kind.name().parse(), Ok(kind));
        }
        for data_type in DataType::ALL {
            assert_eq!(data_type.name().parse(), Ok(RecordKind::Value(data_type)));
        }
        for number in [0, 14, u8::MAX] {
            assert_eq!(RecordKind::try_from(number), Err(UnknownRecordKind));
        }
        assert_eq!("value".parse::<RecordKind>(), Err(UnknownRecordKind));
    }
}
