//! The fields of one SenML record, before they are resolved.

use crate::encoding::decimal::Integral;
use crate::error::{Error, ErrorKind, Found, Leniency, Strictness};
use crate::formats::shared::number::Number;
use crate::model::value::{Bytes, Text};

use super::pack::Pack;

/// The labels of SenML (section 4.3), and `vlo` of LwM2M.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Label {
    BaseVersion,
    BaseName,
    BaseTime,
    BaseUnit,
    BaseValue,
    BaseSum,
    Name,
    Unit,
    Value,
    StringValue,
    BooleanValue,
    Sum,
    Time,
    UpdateTime,
    DataValue,
    LinkValue,
}

impl Label {
    /// The label as text: in JSON, and `vlo` in CBOR too.
    pub(crate) fn from_text(text: Text<'_>) -> Option<Self> {
        if !cfg!(feature = "fast") {
            return Self::in_table(text);
        }
        let plain = text.as_str().map(str::as_bytes);
        Some(match plain {
            Some(b"n") => Self::Name,
            Some(b"v") => Self::Value,
            Some(b"t") => Self::Time,
            Some(b"bn") => Self::BaseName,
            Some(b"bt") => Self::BaseTime,
            Some(b"vs") => Self::StringValue,
            Some(b"vb") => Self::BooleanValue,
            Some(b"vd") => Self::DataValue,
            Some(b"vlo") => Self::LinkValue,
            Some(b"u") => Self::Unit,
            Some(b"s") => Self::Sum,
            Some(b"ut") => Self::UpdateTime,
            Some(b"bu") => Self::BaseUnit,
            Some(b"bv") => Self::BaseValue,
            Some(b"bs") => Self::BaseSum,
            Some(b"bver") => Self::BaseVersion,
            Some(_) => return None,
            None => {
                // With escapes. No label is longer than the buffer.
                let mut buffer = [0; 4];
                let label = text.copy_to(&mut buffer).ok()?;
                return Self::from_text(Text::from(label)).filter(|_| !label.is_empty());
            }
        })
    }

    /// Looks the label up in a table, which is much smaller than a chain of comparisons.
    #[cfg_attr(feature = "fast", cold)]
    fn in_table(text: Text<'_>) -> Option<Self> {
        const TABLE: [([u8; 4], Label); 16] = [
            (*b"n\0\0\0", Label::Name),
            (*b"v\0\0\0", Label::Value),
            (*b"t\0\0\0", Label::Time),
            (*b"bn\0\0", Label::BaseName),
            (*b"bt\0\0", Label::BaseTime),
            (*b"vs\0\0", Label::StringValue),
            (*b"vb\0\0", Label::BooleanValue),
            (*b"vd\0\0", Label::DataValue),
            (*b"vlo\0", Label::LinkValue),
            (*b"u\0\0\0", Label::Unit),
            (*b"s\0\0\0", Label::Sum),
            (*b"ut\0\0", Label::UpdateTime),
            (*b"bu\0\0", Label::BaseUnit),
            (*b"bv\0\0", Label::BaseValue),
            (*b"bs\0\0", Label::BaseSum),
            (*b"bver", Label::BaseVersion),
        ];
        let mut label = [0; 4];
        let mut places = label.iter_mut();
        for byte in text.bytes() {
            // Zeros pad shorter labels.
            *places.next().filter(|_| byte != 0)? = byte;
        }
        TABLE.iter().find(|(known, _)| *known == label).map(|&(_, label)| label)
    }

    /// The label in CBOR.
    #[cfg(feature = "senml-cbor")]
    pub(crate) const fn from_number(negative: bool, magnitude: u64) -> Option<Self> {
        Some(match (negative, magnitude) {
            (true, 1) => Self::BaseVersion,
            (true, 2) => Self::BaseName,
            (true, 3) => Self::BaseTime,
            (true, 4) => Self::BaseUnit,
            (true, 5) => Self::BaseValue,
            (true, 6) => Self::BaseSum,
            (false, 0) => Self::Name,
            (false, 1) => Self::Unit,
            (false, 2) => Self::Value,
            (false, 3) => Self::StringValue,
            (false, 4) => Self::BooleanValue,
            (false, 5) => Self::Sum,
            (false, 6) => Self::Time,
            (false, 7) => Self::UpdateTime,
            (false, 8) => Self::DataValue,
            _ => return None,
        })
    }

    /// The number of the label in CBOR; `vlo` has none.
    #[cfg(feature = "senml-cbor")]
    pub(crate) const fn number(self) -> Option<i8> {
        Some(match self {
            Self::BaseVersion => -1,
            Self::BaseName => -2,
            Self::BaseTime => -3,
            Self::BaseUnit => -4,
            Self::BaseValue => -5,
            Self::BaseSum => -6,
            Self::Name => 0,
            Self::Unit => 1,
            Self::Value => 2,
            Self::StringValue => 3,
            Self::BooleanValue => 4,
            Self::Sum => 5,
            Self::Time => 6,
            Self::UpdateTime => 7,
            Self::DataValue => 8,
            Self::LinkValue => return None,
        })
    }

    /// The label in JSON.
    #[cfg(feature = "senml-json")]
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::BaseVersion => "bver",
            Self::BaseName => "bn",
            Self::BaseTime => "bt",
            Self::BaseUnit => "bu",
            Self::BaseValue => "bv",
            Self::BaseSum => "bs",
            Self::Name => "n",
            Self::Unit => "u",
            Self::Value => "v",
            Self::StringValue => "vs",
            Self::BooleanValue => "vb",
            Self::Sum => "s",
            Self::Time => "t",
            Self::UpdateTime => "ut",
            Self::DataValue => "vd",
            Self::LinkValue => "vlo",
        }
    }

    /// Whether the field gives the record its value.
    pub(super) const fn is_value(self) -> bool {
        matches!(
            self,
            Self::Value
                | Self::StringValue
                | Self::BooleanValue
                | Self::DataValue
                | Self::LinkValue
        )
    }

    /// Whether the field may stand in a Fetch Pack (RFC 8790, section 3.1).
    const fn selects(self) -> bool {
        matches!(
            self,
            Self::Name | Self::BaseName | Self::Time | Self::BaseTime | Self::Unit | Self::BaseUnit
        )
    }
}

/// What a field may hold.
#[derive(Clone, Copy)]
pub(crate) enum Scalar<'a> {
    Number(Number<'a>),
    Text(Text<'a>),
    #[cfg_attr(not(feature = "senml-cbor"), expect(dead_code, reason = "only CBOR has it"))]
    Bytes(Bytes<'a>),
    Boolean(bool),
    /// A time that CBOR tags as such, in seconds.
    #[cfg_attr(not(feature = "senml-cbor"), expect(dead_code, reason = "only CBOR has it"))]
    Time(i64),
    /// Text in CBOR where a number is due, which may be a date.
    #[cfg(feature = "senml-cbor")]
    Date(Text<'a>),
    Null,
    Other(Found),
}

impl Scalar<'_> {
    /// What errors call the content.
    pub(crate) fn found(&self) -> Found {
        match self {
            Self::Number(number) => number.found(),
            Self::Text(_) => Found::Text,
            Self::Bytes(_) => Found::Bytes,
            Self::Boolean(_) => Found::Boolean,
            Self::Time(_) => Found::Tag,
            #[cfg(feature = "senml-cbor")]
            Self::Date(_) => Found::Text,
            Self::Null => Found::Null,
            Self::Other(found) => *found,
        }
    }
}

/// The rules that fields are checked against.
#[derive(Clone, Copy)]
pub(crate) struct Rules {
    pub(crate) pack: Pack,
    pub(crate) strictness: Strictness,
}

/// Offsets of a field: of its label, its content, and the text in its content if that is a string.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) label: usize,
    pub(crate) content: usize,
    pub(crate) text: usize,
}

/// Collects the fields of a record.
pub(crate) trait Collect<'a>: Default {
    /// Whether the record may continue past the end of the payload.
    #[cfg(feature = "senml-cbor")]
    const PARTIAL: bool = false;

    /// Records how many fields follow the end of the payload, if the record says.
    #[cfg(feature = "senml-cbor")]
    fn left(&mut self, _: Option<u64>) {}

    /// Stores a field with a known label.
    fn take(
        &mut self,
        label: Label,
        scalar: Scalar<'a>,
        place: Place,
        rules: Rules,
    ) -> Result<(), Error>;
}

/// Part of a name, and the offset of its text.
pub(crate) type NamePart<'a> = Option<(Text<'a>, usize)>;

/// The fields of one record with their offsets.
#[derive(Default)]
pub(crate) struct Fields<'a> {
    seen: u16,
    pub(crate) base_name: NamePart<'a>,
    pub(crate) name: NamePart<'a>,
    pub(crate) base_time: Option<(Number<'a>, usize)>,
    pub(crate) time: Option<(Number<'a>, usize)>,
    pub(crate) base_value: Option<(Number<'a>, usize)>,
    pub(crate) version: Option<(u64, usize)>,
    pub(crate) value: Option<(Label, Scalar<'a>, usize)>,
}

impl<'a> Collect<'a> for Fields<'a> {
    #[inline]
    fn take(
        &mut self,
        label: Label,
        scalar: Scalar<'a>,
        place: Place,
        rules: Rules,
    ) -> Result<(), Error> {
        let again = check_label(&mut self.seen, label, place, rules)?;
        let offset = place.content;
        match (label, scalar) {
            (Label::Name, Scalar::Text(name)) => self.name = Some((name, place.text)),
            (Label::BaseName, Scalar::Text(name)) => self.base_name = Some((name, place.text)),
            (label, scalar) if label.is_value() => {
                if self.value.is_some() && !again {
                    return Err(Error::new(ErrorKind::MultipleValues, place.label));
                }
                self.value = Some((label, scalar, offset));
            }
            (Label::Unit | Label::BaseUnit, Scalar::Text(_)) => {}
            (label, scalar) => {
                let number = number(scalar, offset)?;
                match label {
                    Label::Time => self.time = Some((number, offset)),
                    Label::BaseTime => self.base_time = Some((number, offset)),
                    Label::BaseValue => self.base_value = Some((number, offset)),
                    Label::BaseVersion => self.version = Some((version(number, offset)?, offset)),
                    Label::BaseSum | Label::Sum | Label::UpdateTime => {}
                    _ => return Err(mismatch(scalar, offset)),
                }
            }
        }
        Ok(())
    }
}

/// The fields of a record before a long value that the end of the payload cuts.
#[derive(Default)]
pub(crate) struct Start<'a> {
    pub(crate) fields: Fields<'a>,
    pub(crate) left: Option<u64>,
}

impl<'a> Collect<'a> for Start<'a> {
    #[cfg(feature = "senml-cbor")]
    const PARTIAL: bool = true;

    #[cfg(feature = "senml-cbor")]
    fn left(&mut self, left: Option<u64>) {
        self.left = left;
    }

    fn take(
        &mut self,
        label: Label,
        scalar: Scalar<'a>,
        place: Place,
        rules: Rules,
    ) -> Result<(), Error> {
        self.fields.take(label, scalar, place, rules)
    }
}

impl Start<'_> {
    /// Labels read so far, as a bit set.
    pub(crate) const fn labels(&self) -> u16 {
        self.fields.seen
    }
}

/// The fields of a record after a long value.
#[derive(Default)]
pub(crate) struct Rest {
    /// Labels read so far, as a bit set.
    pub(crate) labels: u16,
}

impl<'a> Collect<'a> for Rest {
    fn take(
        &mut self,
        label: Label,
        scalar: Scalar<'a>,
        place: Place,
        rules: Rules,
    ) -> Result<(), Error> {
        let again = check_label(&mut self.labels, label, place, rules)?;
        match (label, scalar) {
            (Label::Unit | Label::BaseUnit, Scalar::Text(_)) => Ok(()),
            (Label::Sum | Label::BaseSum | Label::UpdateTime, scalar) => {
                number(scalar, place.content).map(|_| ())
            }
            (Label::Unit | Label::BaseUnit, _) => Err(mismatch(scalar, place.content)),
            (label, _) if label.is_value() && !again => {
                Err(Error::new(ErrorKind::MultipleValues, place.label))
            }
            // It would change the value that was already returned in pieces.
            _ => Err(Error::new(ErrorKind::LongValueFirst, place.label)),
        }
    }
}

fn mismatch(scalar: Scalar<'_>, offset: usize) -> Error {
    Error::new(ErrorKind::UnexpectedType, offset).found(scalar.found())
}

/// The number in a field that must hold one; a tagged time counts.
pub(crate) fn number(scalar: Scalar<'_>, offset: usize) -> Result<Number<'_>, Error> {
    match scalar {
        Scalar::Number(number) => Ok(number),
        Scalar::Time(time) => Ok(seconds(time)),
        scalar => Err(mismatch(scalar, offset)),
    }
}

/// A SenML version: a positive integer.
pub(crate) fn version(number: Number<'_>, offset: usize) -> Result<u64, Error> {
    match number.to_integer() {
        Integral::Integer { negative: false, magnitude: version @ 1.. } => Ok(version),
        _ => Err(Error::new(ErrorKind::UnsupportedVersion, offset)),
    }
}

/// Adds a label to those read and says whether it is a repetition, if leniency allows that. Refuses
/// labels that the kind of pack does not have.
pub(crate) fn check_label(
    seen: &mut u16,
    label: Label,
    place: Place,
    rules: Rules,
) -> Result<bool, Error> {
    if rules.pack == Pack::Fetch && !label.selects() {
        return Err(Error::new(ErrorKind::FieldNotAllowed, place.label));
    }
    let bit = 1 << label as u8;
    let again = *seen & bit != 0;
    if again && !rules.strictness.allows(Leniency::DuplicateLabels) {
        let error = Error::new(ErrorKind::DuplicateLabel, place.label);
        return Err(error.unless(Leniency::DuplicateLabels));
    }
    *seen |= bit;
    Ok(again)
}

/// The number under a time tag.
const fn seconds(time: i64) -> Number<'static> {
    Number::Integer { negative: time < 0, magnitude: time.unsigned_abs() }
}

/// Refuses an unknown label at `key` if it must be understood or the pack is a Fetch Pack.
pub(crate) fn unknown_label(label: Option<Text<'_>>, key: usize, pack: Pack) -> Result<(), Error> {
    let must_understand =
        || label.is_some_and(|label| label.bytes().last().is_some_and(|byte| byte == b'_'));
    match pack {
        Pack::Fetch => Err(Error::new(ErrorKind::FieldNotAllowed, key)),
        Pack::Patch => Ok(()),
        Pack::Values | Pack::PathList if must_understand() => {
            Err(Error::new(ErrorKind::MustUnderstand, key))
        }
        Pack::Values | Pack::PathList => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_in_the_table_too() {
        for text in ["n", "bver", "vlo", "vs", "ut", "", "x", "bvers", "vl", "n\0", "\0", "verb"] {
            assert_eq!(Label::in_table(text.into()), Label::from_text(text.into()), "{text:?}");
        }
    }
}
