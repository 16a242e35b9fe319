//! Errors: what went wrong and where, in eight bytes.

mod leniency;
mod numbered;

use core::fmt;
use core::num::NonZeroU64;

pub use self::leniency::{Leniency, Strictness, UnknownLeniency};
use self::numbered::numbered;
use crate::data_type::DataType;

/// What the position of an [`Error`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Position {
    /// Byte offset in the payload (or in the text given to a parser).
    Offset(u32),
    /// Bytes that the output needs.
    Needed(u32),
    /// Index of the record, from 0, in the sequence to encode.
    Record(u32),
}

numbered! {
    /// What went wrong.
    ///
    /// The numbers are fixed: bindings expose them, and a retired one is never used again.
    /// Numbers below 128 are of decoding, from 128 of encoding and of the caller's buffers.
    ///
    /// [`Display`](fmt::Display) writes the name, which [`FromStr`](core::str::FromStr) reads;
    /// [`ErrorKind::description`] is the phrase for people, and an [`Error`] shows that one.
    ///
    /// ```
    /// use lwm2m_codec::ErrorKind;
    ///
    /// assert_eq!(ErrorKind::BufferTooSmall.to_string(), "BufferTooSmall");
    /// assert_eq!("BufferTooSmall".parse(), Ok(ErrorKind::BufferTooSmall));
    /// assert_eq!(ErrorKind::try_from(128), Ok(ErrorKind::BufferTooSmall));
    /// ```
    pub enum ErrorKind, or UnknownErrorKind: "not an error kind";
    /// The payload ends early; the offset is where the missing byte would be.
    Truncated = 1, "the payload ends here, but more must follow";
    /// Bytes follow the end of the data.
    TrailingData = 2, "nothing may follow the end of the data";
    /// The payload has 4 GiB or more.
    PayloadTooLong = 3, "payloads of 4 GiB and more are not supported";
    /// The content format is unknown, not built in, or holds no records.
    UnsupportedFormat = 4, "this content format is not supported here";
    /// The format cannot serve a request path of this level.
    BasePath = 5, "this format cannot serve the request path";
    /// Bytes that are not UTF-8 where text is due.
    InvalidUtf8 = 6, "invalid UTF-8";
    /// A value of another type than the resource has.
    UnexpectedType = 7, "a value of the wrong type";
    /// A number outside what the data type holds.
    ValueOutOfRange = 8, "the number does not fit the data type";
    /// Not a decimal integer in canonical form.
    InvalidInteger = 9, "not a decimal integer in canonical form";
    /// Not a decimal number.
    InvalidFloat = 10, "not a decimal number";
    /// Not a Boolean of this format.
    InvalidBoolean = 11, "a Boolean must be 0 or 1";
    /// Not a time of this format.
    InvalidTime = 12, "not a date and time as in RFC 3339";
    /// Not an object link `objectID:instanceID`.
    InvalidObjectLink = 13, "not an object link";
    /// Not base64 in the alphabet and padding that the format asks for.
    InvalidBase64 = 14, "not canonical base64 of this format";
    /// A number with a fraction where an integer is due.
    FractionalNumber = 15, "a number with a fraction where an integer is due";
    /// A path that does not follow the grammar.
    InvalidPath = 16, "not a path: decimal IDs without leading zeros, each after a slash";
    /// A path of more than four IDs.
    PathTooLong = 17, "a path has at most four IDs";
    /// An ID above 65535.
    IdOutOfRange = 18, "an ID has 16 bits";
    /// The reserved ID 65535 where it means nothing.
    ReservedId = 19, "the ID 65535 is reserved";
    /// A path outside what the request named.
    OutsideBase = 20, "the path does not lie at or below the request path";
    /// A second value for the same path and time, or a second container with the same ID.
    Duplicate = 21, "the same path and time again";
    /// More records than the caller's scratch can check for duplicates.
    ScratchFull = 22, "the scratch for the duplicate check is full";
    /// The resource has several instances and the payload gives a single one, or the reverse.
    Multiplicity = 23, "single and multiple-instance resources must not be mixed up";
    /// The format does not serve the operation.
    OperationNotAllowed = 24, "this format does not serve the operation";
    /// A name without the alternate path that the client registered.
    AlternatePath = 25, "the name lacks the client's alternate path";
    /// A value whose path does not lead to a resource or resource instance.
    NotAResource = 26, "a value needs the path of a resource or resource instance";
    /// A record that is cut by the end of a block and does not fit the scratch, its string or
    /// opaque value left out; the offset is where what does not fit starts.
    ScratchTooSmall = 27, "the record does not fit the scratch for what a block cuts";
    /// A long value comes in pieces, but what it belongs to is not known before it.
    LongValueFirst = 28, "a long value in pieces must come after its name and time";
    /// Base name or base time after the entries, when the payload comes in blocks.
    BaseAfterEntries = 29, "in blocks, base name and base time must come before entries";
    /// An executable resource, which has no value.
    NoValue = 30, "an executable resource has no value";
    /// A value whose length is not one that its data type has.
    ValueLength = 32, "the data type has no values of this length";
    /// An element that is longer than what contains it.
    ContainerOverrun = 33, "the element is longer than the rest of what contains it";
    /// A TLV of a kind that does not belong here.
    UnexpectedTlv = 34, "a TLV of the wrong kind";
    /// More elements than the request path stands for.
    TooManyElements = 35, "the request path stands for a single element";
    /// CBOR that is not well-formed.
    InvalidCbor = 48, "not well-formed CBOR";
    /// A CBOR tag that means nothing here.
    TagNotAllowed = 49, "this CBOR tag means nothing here";
    /// JSON that does not follow the grammar.
    InvalidJson = 50, "not JSON";
    /// A string with an escape that stands for no character.
    InvalidEscape = 51, "the escape stands for no character";
    /// Nesting deeper than 128 levels.
    TooDeep = 52, "nested deeper than 128 levels";
    /// The root is not of the type that the format has there.
    WrongRoot = 53, "the root is not what the format has there";
    /// The same label or member twice.
    DuplicateLabel = 54, "the same label twice";
    /// A record without a name.
    MissingName = 55, "the record has no name";
    /// A record with several values.
    MultipleValues = 56, "a record has a single value";
    /// A record without a value.
    MissingValue = 57, "the record has no value";
    /// A SenML version that is not supported, or several in one pack.
    UnsupportedVersion = 58, "a SenML version other than the one supported";
    /// An unknown label that must be understood.
    MustUnderstand = 59, "an unknown label that must be understood";
    /// A field that has no place in a path list.
    FieldNotAllowed = 60, "this field has no place in a path list";
    /// A path list without paths.
    EmptyPathList = 61, "a path list needs a path";
    /// An indefinite length where a definite one is due.
    IndefiniteLength = 62, "a definite length is due here";
    /// Null where it does not stand for a deletion.
    NullValue = 63, "null deletes resource instances only";
    /// Not a version `major.minor`.
    InvalidVersion = 64, "not a version: two decimal numbers with a point between them";
    /// A link that does not start with `<`.
    LinkStart = 65, "a link starts with <";
    /// A byte in the target of a link that no URI has, or a slash after its last ID.
    InvalidTarget = 66, "this byte has no place in the target of a link";
    /// Something else than a separator after a link, an attribute or an argument.
    MissingSeparator = 67, "no separator where one must follow";
    /// A link attribute or query parameter without a name.
    InvalidAttributeName = 68, "not the name of an attribute";
    /// A link attribute whose value is neither a token nor a quoted string.
    InvalidAttributeValue = 69, "neither a token nor a quoted string";
    /// A link attribute or query parameter that has no value, but must have one.
    ValueRequired = 70, "a value must follow the name";
    /// A query parameter that has a value, but must not have one.
    ValueNotAllowed = 71, "no value may follow the name";
    /// An alternate path that is not absolute, or has a segment that could be taken for an ID.
    InvalidAlternatePath = 72, "an alternate path starts with a slash and has no numeric segment";
    /// An argument of Execute that does not start with a digit.
    InvalidArgument = 73, "an argument is a digit, or a digit and ='text'";
    /// A byte in an argument of Execute that does not belong there.
    InvalidArgumentValue = 74, "this byte has no place in an argument";
    /// A map key without IDs.
    EmptyKey = 112, "the key has no ID";
    /// A map key that is neither an ID nor an array of IDs.
    InvalidKey = 113, "a key is an ID or an array of IDs";
    /// A map without entries.
    EmptyMap = 114, "a map needs an entry";
    /// A path that has a value and also paths below it.
    ValueAndContainer = 115, "the path has a value and also paths below it";
    /// The member `e` is missing.
    MissingEntries = 116, "the member e is missing";
    /// A SenML label that is no label: text where a number is due, or neither.
    InvalidLabel = 117, "a label is an integer, or text of an extension";
    /// The value of a CoreLink resource ends within a link.
    UnfinishedLinks = 118, "the list of links ends within a link";

    /// The buffer is too small; the position says how many bytes are needed.
    BufferTooSmall = 128, "the buffer is too small";
    /// The record lies outside the request path.
    RecordOutsideBase = 129, "the record does not lie at or below the request path";
    /// The record belongs to a group that was left already.
    RecordsNotGrouped = 130, "the records of one instance or resource must follow one another";
    /// Too many groups stand out of order to be sure that none comes twice.
    RecordsNotSorted = 131, "too many groups are out of order: sort the records";
    /// The format cannot serve a request path of this level.
    BasePathNotEncodable = 132, "this format cannot serve the request path";
    /// The format has no times, or reads the number as another one.
    TimeNotRepresentable = 133, "this format cannot carry the time";
    /// The format cannot express what the record holds.
    NotRepresentable = 134, "this format cannot express the record";
    /// The format holds exactly one value.
    SingleValueOnly = 135, "this format holds exactly one value";
    /// The record's path does not reach a resource.
    RecordPath = 136, "a value needs the path of a resource or resource instance";
    /// A number outside what the format or data type holds.
    NumberNotRepresentable = 137, "this format cannot express the number";
    /// The output has 4 GiB or more, or a part of it is too long for its length field.
    OutputTooLong = 138, "longer than the format can express";
    /// The value's type is not known: it comes from TLV or plain text without a schema.
    TypeNotKnown = 139, "the type of the value is not known: a schema must tell it";
    /// The content format is unknown, not built in, or holds no records.
    FormatNotEncodable = 140, "this content format is not supported here";
    /// The value has no lossless form in the type that the schema declares.
    TypeMismatch = 141, "the value does not fit the type that the schema declares";
    /// A value where the schema declares instances, or the reverse, or one path with both.
    MultiplicityMismatch = 142, "single and multiple-instance resources must not be mixed up";
    /// The format does not serve the operation.
    OperationNotEncodable = 143, "this format does not serve the operation";
    /// No records where the format or the operation needs one.
    NoRecords = 144, "this format or operation needs a record";
}

numbered! {
    /// What stands in the payload instead of what was expected. The numbers are fixed.
    ///
    /// ```
    /// use lwm2m_codec::Found;
    ///
    /// assert_eq!(Found::try_from(15), Ok(Found::ResourceTlv));
    /// assert_eq!(Found::ResourceTlv.description(), "Resource TLV");
    /// ```
    pub enum Found, or UnknownFound: "not an item that a payload can hold";
    /// An integer number.
    Integer = 1, "integer";
    /// A floating-point number.
    Float = 2, "float";
    /// Text.
    Text = 3, "text";
    /// Bytes.
    Bytes = 4, "bytes";
    /// A Boolean.
    Boolean = 5, "boolean";
    /// Null.
    Null = 6, "null";
    /// CBOR's `undefined` or another simple value.
    Simple = 7, "a simple value";
    /// An array.
    Array = 8, "array";
    /// A map or object.
    Map = 9, "map";
    /// A tagged item.
    Tag = 10, "tag";
    /// The end of an indefinite-length item, out of place.
    Break = 11, "break";
    /// An Object Instance TLV.
    ObjectInstanceTlv = 12, "Object Instance TLV";
    /// A Resource Instance TLV.
    ResourceInstanceTlv = 13, "Resource Instance TLV";
    /// A Multiple Resource TLV.
    MultipleResourceTlv = 14, "Multiple Resource TLV";
    /// A Resource TLV.
    ResourceTlv = 15, "Resource TLV";
    /// An object link.
    ObjectLink = 16, "object link";
    /// Nothing.
    Nothing = 17, "nothing";
}

impl Found {
    /// Whether values of a data type are such items, so that it is their label that is wrong.
    const fn is_of(self, data_type: DataType) -> bool {
        use DataType as T;
        matches!(
            (self, data_type),
            (Self::Integer, T::Integer | T::Unsigned | T::Time | T::Float)
                | (Self::Float, T::Float)
                | (Self::Text, T::String | T::CoreLink)
                | (Self::Bytes, T::Opaque)
                | (Self::Boolean, T::Boolean)
                | (Self::ObjectLink, T::ObjectLink)
        )
    }
}

/// An error of decoding or encoding: a kind and a position, without allocation.
///
/// On decode the position is the offset of the first byte of the offending token; for truncation,
/// where the missing byte would be; for a value that does not fit, the start of the value; for a
/// duplicate, the second occurrence. [`Error::position`] tells what the number counts otherwise.
///
/// ```
/// use lwm2m_codec::{Context, ContentFormat, ErrorKind, Path, decode};
///
/// // A TLV that announces two bytes and brings one.
/// let context = Context::read(Path::new(&[3, 0, 9]).unwrap());
/// let error = decode(ContentFormat::Tlv, &[0xc2, 0x09, 0x64], &context).next().unwrap().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Truncated);
/// assert_eq!(error.offset(), 3);
/// assert_eq!(error.to_string(), "byte 3: the payload ends here, but more must follow");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Error(
    // One number, as small processors return a struct of that size in memory: the position, and from
    // the lowest bit on the numbers of the kind, the leniency, the expected type and what was found.
    NonZeroU64,
);

const _: () = assert!(size_of::<Error>() == 8 && size_of::<Result<(), Error>>() == 8);

impl Error {
    /// An error of this kind at this position.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "payloads end below 4 GiB")]
    pub(crate) const fn new(kind: ErrorKind, position: usize) -> Self {
        let position = if position > u32::MAX as usize { u32::MAX } else { position as u32 };
        Self::of(position, kind as u32)
    }

    #[inline(always)]
    const fn of(position: u32, numbers: u32) -> Self {
        match NonZeroU64::new((position as u64) << 32 | numbers as u64) {
            Some(bits) => Self(bits),
            // No kind has the number 0.
            None => Self(NonZeroU64::MIN),
        }
    }

    /// The same error with another number in a place.
    #[inline(always)]
    const fn with(self, place: u32, number: u8) -> Self {
        let others = self.0.get() as u32 & !(0xff << (8 * place));
        Self::of(self.offset(), others | (number as u32) << (8 * place))
    }

    #[inline(always)]
    const fn number(self, place: u32) -> u8 {
        (self.0.get() >> (8 * place)) as u8
    }

    /// Whether it is of this kind.
    #[inline(always)]
    pub(crate) const fn is(self, kind: ErrorKind) -> bool {
        self.number(0) == kind as u8
    }

    /// The payload ends within a string or opaque value that starts at `position`: what block-wise
    /// decoding wants to know. [`Error::at_end_of`] makes a plain error of it.
    #[cfg(any(feature = "tlv", feature = "_scalar"))]
    #[cold]
    pub(crate) const fn cut(position: usize) -> Self {
        Self::new(ErrorKind::Truncated, position).with(3, Found::Bytes as u8)
    }

    /// Where the value starts that the end of the payload cuts.
    pub(crate) fn cut_position(&self) -> Option<usize> {
        let cut = self.is(ErrorKind::Truncated) && self.number(3) != 0;
        cut.then_some(self.offset() as usize)
    }

    /// The same error, but truncation at the end of the payload, where the missing byte would be.
    pub(crate) fn at_end_of(self, payload: &[u8]) -> Self {
        match self.is(ErrorKind::Truncated) {
            true => Self::new(ErrorKind::Truncated, payload.len()),
            false => self,
        }
    }

    /// The same error for a payload of which the first bytes are gone.
    pub(crate) const fn after(self, bytes: u32) -> Self {
        self.at(self.offset().wrapping_add(bytes))
    }

    /// The same error at another position.
    pub(crate) const fn at(self, position: u32) -> Self {
        Self::of(position, self.0.get() as u32)
    }

    /// Says that this leniency would have accepted the input.
    pub(crate) const fn unless(self, leniency: Leniency) -> Self {
        self.with(1, leniency as u8)
    }

    /// Says what data type was expected.
    pub(crate) const fn expected(self, expected: DataType) -> Self {
        self.with(2, expected as u8)
    }

    /// Says what was found.
    #[cfg(any(feature = "tlv", feature = "opaque", feature = "serde", feature = "_scalar"))]
    pub(crate) const fn found(self, found: Found) -> Self {
        self.with(3, found as u8)
    }

    /// What went wrong.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        match ErrorKind::from_number(self.number(0)) {
            Some(kind) => kind,
            // It is always the number of a kind.
            None => ErrorKind::Truncated,
        }
    }

    /// Where, as a bare number; [`Error::position`] says what it counts.
    #[must_use]
    pub const fn offset(&self) -> u32 {
        (self.0.get() >> 32) as u32
    }

    /// Where, with what the number counts.
    #[must_use]
    pub const fn position(&self) -> Position {
        match self.number(0) {
            ..128 => Position::Offset(self.offset()),
            128 => Position::Needed(self.offset()),
            _ => Position::Record(self.offset()),
        }
    }

    /// The leniency that would have accepted the input, if one would.
    #[must_use]
    pub const fn leniency(&self) -> Option<Leniency> {
        Leniency::from_number(self.number(1))
    }

    /// The data type that was expected, where that is the matter.
    #[must_use]
    pub const fn expected_type(&self) -> Option<DataType> {
        DataType::from_number(self.number(2))
    }

    /// What was found, where that is the matter.
    #[must_use]
    pub const fn found_item(&self) -> Option<Found> {
        Found::from_number(self.number(3))
    }

    /// The message without the position, for callers that show the place in their own way.
    #[must_use]
    pub fn message(&self) -> impl fmt::Display + use<> {
        struct Message(Error);
        impl fmt::Display for Message {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let kind = self.0.kind();
                match (self.0.expected_type(), self.0.found_item()) {
                    (Some(expected), Some(found)) if kind == ErrorKind::UnexpectedType => {
                        write!(f, "expected {expected}, found {}", found.description())?;
                        match found.is_of(expected) {
                            true => f.write_str(" under the label of another type"),
                            false => Ok(()),
                        }
                    }
                    (Some(expected), _) => {
                        write!(f, "{}: expected {expected}", kind.description())
                    }
                    (None, Some(found)) => {
                        write!(f, "{}: found {}", kind.description(), found.description())
                    }
                    (None, None) => f.write_str(kind.description()),
                }
            }
        }
        Message(*self)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position() {
            Position::Offset(at) => write!(f, "byte {at}: {}", self.message()),
            Position::Needed(bytes) => write!(f, "{}: {bytes} bytes are needed", self.message()),
            Position::Record(index) => write!(f, "record {index}: {}", self.message()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} @ {}", self.kind().name(), self.offset())
    }
}

impl core::error::Error for Error {}

#[cfg(any(feature = "tlv", feature = "oma-json"))]
impl Strictness {
    /// The error, with the name of the leniency that would prevent it, unless that is switched on.
    #[inline]
    pub(crate) fn check(
        self,
        leniency: Leniency,
        error: impl FnOnce() -> Error,
    ) -> Result<(), Error> {
        if self.allows(leniency) { Ok(()) } else { Err(error().unless(leniency)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_fixed_and_tell_what_positions_count() {
        assert!(ErrorKind::ALL.is_sorted_by_key(|&kind| kind as u8));
        assert_eq!(ErrorKind::Truncated as u8, 1);
        assert_eq!(ErrorKind::BufferTooSmall as u8, 128);
        for &kind in ErrorKind::ALL {
            let expected = match kind {
                ErrorKind::BufferTooSmall => Position::Needed(7),
                kind if (kind as u8) < 128 => Position::Offset(7),
                _ => Position::Record(7),
            };
            assert_eq!(Error::new(kind, 7).position(), expected, "{kind}");
        }
    }
}
