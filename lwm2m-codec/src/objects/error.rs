//! Errors of reading and writing structs.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
#[cfg(feature = "alloc")]
use alloc::string::ToString;
use core::fmt;

use crate::error::Position;
use crate::model::located_error::LocatedError;
use crate::model::path::Path;

/// Why a payload and a type do not fit each other.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The payload is broken, a value is not what the target asks for, or the format cannot express
    /// what the struct holds.
    Codec(crate::Error),
    /// The struct has no such field and refuses unknown ones.
    UnknownField,
    /// The payload lacks what this field of the struct needs.
    MissingField(&'static str),
    /// The payload has this field of the struct twice.
    DuplicateField(&'static str),
    /// The records of one object, object instance or resource do not follow one another. Only
    /// without the `alloc` feature; with it they are sorted.
    NotGrouped,
    /// There are more values than the target takes: several for one path (of different times, say),
    /// or more instances than a tuple has elements.
    Leftover,
    /// Text or bytes that cannot be borrowed from the payload and are too long to be passed on without
    /// a heap.
    TooLong,
    /// A field name or map key that is neither an ID nor the name of a resource in the schema.
    InvalidKey,
    /// Something that LwM2M cannot express, such as enum variants with fields.
    Unsupported,
    /// The caller's [`Scratch`](super::Scratch) is too small.
    ScratchFull,
    /// The target type's own message.
    Custom(Message),
}

/// The message of the type that is read or written.
///
/// Without the `alloc` feature the text is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    #[cfg(feature = "alloc")]
    text: Box<str>,
}

impl Message {
    fn new(text: impl fmt::Display) -> Self {
        #[cfg(not(feature = "alloc"))]
        let _ = text;
        Self {
            #[cfg(feature = "alloc")]
            text: text.to_string().into_boxed_str(),
        }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(feature = "alloc")]
        let text = &self.text;
        #[cfg(not(feature = "alloc"))]
        let text = "the type refuses the value";
        f.write_str(text)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Codec(error) => return error.message().fmt(f),
            Self::UnknownField => "unknown field",
            Self::MissingField(name) => return write!(f, "missing field {name}"),
            Self::DuplicateField(name) => return write!(f, "the field {name} twice"),
            Self::NotGrouped => {
                "records of one object, instance or resource must follow one another"
            }
            Self::Leftover => "more values than the target takes",
            Self::TooLong => "too long to be decoded without a heap",
            Self::InvalidKey => "neither an ID nor the name of a resource",
            Self::Unsupported => "payloads have no form for this",
            Self::ScratchFull => "the scratch is full",
            Self::Custom(message) => return message.fmt(f),
        })
    }
}

/// An error of reading or writing a struct: where, and why.
///
/// ```
/// use lwm2m_codec::{ContentFormat, ErrorKind, Path};
/// use lwm2m_codec::objects::{Reason, from_payload};
///
/// #[derive(Debug, serde::Deserialize)]
/// struct Device {
///     #[serde(rename = "9")]
///     battery_level: i64,
/// }
///
/// let payload = br#"[{"bn":"/3/0/","n":"0","vs":"OMA"},{"n":"9","vs":"full"}]"#;
/// let base = Path::new(&[3, 0]).unwrap();
/// let error = from_payload::<Device>(ContentFormat::SenmlJson, base, payload).unwrap_err();
/// assert_eq!(error.to_string(), "byte 49, /3/0/9: expected integer, found text");
/// assert_eq!((error.offset(), error.path().to_string()), (Some(49), "/3/0/9".into()));
/// assert!(matches!(error.reason(), Reason::Codec(e) if e.kind() == ErrorKind::UnexpectedType));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    offset: Option<u32>,
    path: Option<Path>,
    reason: Reason,
}

impl Error {
    /// An error whose place is not known yet.
    pub(super) const fn new(reason: Reason) -> Self {
        Self { offset: None, path: None, reason }
    }

    /// The same error, not about a payload.
    pub(super) fn without_offset(self) -> Self {
        Self { offset: None, ..self }
    }

    /// The same error at a path, without a payload.
    pub(super) fn at_path(self, path: Path) -> Self {
        Self { path: self.path.or(Some(path)), ..self }
    }

    /// The same error at an offset of the payload.
    pub(super) fn at(self, offset: u32, path: Path) -> Self {
        Self { offset: self.offset.or(Some(offset)), path: self.path.or(Some(path)), ..self }
    }

    /// Whether the place is known.
    pub(super) const fn is_placed(&self) -> bool {
        self.path.is_some()
    }

    /// The byte of the payload where reading failed: the value that does not fit, the record that
    /// the target does not know or take, or the end of what should have held more. None on writing.
    #[must_use]
    pub const fn offset(&self) -> Option<u32> {
        self.offset
    }

    /// The path.
    #[must_use]
    pub fn path(&self) -> Path {
        self.path.unwrap_or_default()
    }

    /// Why.
    #[must_use]
    pub const fn reason(&self) -> &Reason {
        &self.reason
    }
}

impl From<LocatedError> for Error {
    fn from(located: LocatedError) -> Self {
        let offset = match located.error().position() {
            Position::Offset(offset) => Some(offset),
            _ => None,
        };
        Self { offset, path: Some(located.path()), reason: Reason::Codec(located.error()) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.reason, self.offset) {
            (Reason::Codec(error), _) if matches!(error.position(), Position::Needed(_)) => {
                error.fmt(f)
            }
            (reason, Some(offset)) => write!(f, "byte {offset}, {}: {reason}", self.path()),
            (reason, None) => write!(f, "{}: {reason}", self.path()),
        }
    }
}

impl core::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self::new(Reason::Custom(Message::new(text)))
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::new(Reason::UnknownField)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Reason::MissingField(field))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(Reason::DuplicateField(field))
    }
}

impl serde::ser::Error for Error {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self::new(Reason::Custom(Message::new(text)))
    }
}
