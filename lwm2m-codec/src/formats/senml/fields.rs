//! The fields of one SenML record, before they are resolved.

use super::labels::{ALL_BASES, BASES, Label, SELECTORS, VALUES};
use super::pack::Pack;
use crate::codec::fault::Fault;
use crate::encoding::decimal::Integral;
use crate::error::{Error, ErrorKind, Found, Leniency};
use crate::formats::shared::number::Number;
use crate::model::timestamp::Timestamp;
use crate::model::value::{Bytes, Text};

/// What a field may hold.
#[derive(Clone, Copy)]
pub(crate) enum Scalar<'a> {
    Number(Number<'a>),
    Text(Text<'a>),
    #[cfg_attr(not(feature = "senml-cbor"), expect(dead_code, reason = "only CBOR has it"))]
    Bytes(Bytes<'a>),
    Boolean(bool),
    /// Seconds that CBOR tags as a time.
    #[cfg_attr(not(feature = "senml-cbor"), expect(dead_code, reason = "only CBOR has it"))]
    Time(Number<'static>),
    /// Text in CBOR where a number is due, of which a value may be a date.
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

/// One field.
pub(crate) struct Field<'a> {
    pub(crate) label: Label,
    /// Offsets of its label, its content, and the text in its content if that is a string.
    pub(crate) key: u32,
    pub(crate) at: u32,
    pub(crate) text: u32,
    pub(crate) scalar: Scalar<'a>,
}

impl<'a> Field<'a> {
    /// A field to be read.
    pub(crate) const EMPTY: Self =
        Self { label: Label::Value, key: 0, at: 0, text: 0, scalar: Scalar::Null };

    /// Reports that the content is not what the label asks for.
    #[cold]
    #[inline(never)]
    pub(crate) fn mismatch(&self, fault: &mut Fault) {
        fault.report(self.wrong_type());
    }

    fn wrong_type(&self) -> Error {
        Error::new(ErrorKind::UnexpectedType, self.at as usize).found(self.scalar.found())
    }

    /// The number in a field that must hold one; a tagged time counts.
    pub(crate) fn number(&self, fault: &mut Fault) -> Option<Number<'a>> {
        match self.scalar {
            Scalar::Number(number) | Scalar::Time(number) => return Some(number),
            _ => {}
        }
        self.time_as_text(fault)
    }

    /// A time that is a string, where that is allowed.
    #[cold]
    #[inline(never)]
    fn time_as_text(&self, fault: &mut Fault) -> Option<Number<'a>> {
        let is_time = matches!(self.label, Label::Time | Label::BaseTime);
        let number =
            self.number_as_text().filter(|number| is_time && number.to_timestamp().is_some());
        if number.is_none() {
            self.mismatch(fault);
        } else if !fault.allows(Leniency::NumberAsText, self.wrong_type()) {
            return None;
        }
        number
    }

    /// Reports invalid text, unless leniency reads it with replacements.
    #[cold]
    #[inline(never)]
    pub(crate) fn check_text(&self, fault: &mut Fault) {
        let Scalar::Text(text) = &self.scalar else { return };
        if let Some(error) = text.invalid(self.text) {
            fault.allows(Leniency::InvalidUtf8, error);
        }
    }

    /// The number that a string of JSON is.
    pub(crate) fn number_as_text(&self) -> Option<Number<'a>> {
        match &self.scalar {
            #[cfg(feature = "senml-json")]
            Scalar::Text(text) => Number::from_text(text),
            _ => None,
        }
    }

    /// The SenML version in a field: a positive integer.
    pub(crate) fn version(&self, fault: &mut Fault) -> Option<u64> {
        let number = self.number(fault)?;
        match number.to_integer() {
            Integral::Integer { negative: false, magnitude: version @ 1.. } => {
                return Some(version);
            }
            _ => fault.report(Error::new(ErrorKind::UnsupportedVersion, self.at as usize)),
        }
        None
    }

    /// Adds the label to those read and says whether it is a repetition, if leniency allows that.
    /// Reports labels that the kind of pack does not have.
    #[cfg_attr(feature = "fast", inline)]
    pub(crate) fn check_label(&self, seen: &mut u16, pack: Pack, fault: &mut Fault) -> bool {
        let bit = self.label.bit();
        let key = self.key as usize;
        if pack == Pack::Fetch && bit & SELECTORS == 0 {
            fault.report(Error::new(ErrorKind::FieldNotAllowed, key));
        }
        let again = *seen & bit != 0;
        *seen |= bit;
        if again {
            let error = Error::new(ErrorKind::DuplicateLabel, key);
            fault.allows(Leniency::DuplicateLabels, error);
        }
        again
    }
}

/// The fields of one record.
pub(crate) struct Fields<'a> {
    /// Labels read so far, as a bit set: what is not among them has no meaning below.
    pub(super) labels: u16,
    /// Labels of numbers that are out of range.
    pub(super) excessive: u16,
    /// Offsets by label: of the text of names, of the content of other fields.
    at: [u32; 16],
    /// The label of the value.
    pub(super) value: Label,
    pub(super) version: u64,
    pub(super) name: Text<'a>,
    pub(super) time: Timestamp,
}

impl<'a> Fields<'a> {
    #[inline]
    pub(crate) fn new() -> Self {
        Self {
            labels: 0,
            excessive: 0,
            at: [0; 16],
            value: Label::Value,
            version: 0,
            name: Text::from(""),
            time: Timestamp::default(),
        }
    }

    #[inline]
    pub(super) const fn has(&self, label: Label) -> bool {
        self.labels & label.bit() != 0
    }

    #[inline]
    pub(super) const fn has_value(&self) -> bool {
        self.labels & VALUES != 0
    }

    /// Whether there are base fields and nothing else.
    #[inline]
    pub(super) const fn has_only_bases(&self) -> bool {
        self.labels != 0 && self.labels & !ALL_BASES == 0
    }

    /// Whether there are base fields that matter to records.
    #[inline]
    pub(super) const fn has_bases(&self) -> bool {
        self.labels & BASES != 0
    }

    /// The offset of a field.
    #[inline]
    pub(super) fn at(&self, label: Label) -> u32 {
        self.at.get(label as usize).copied().unwrap_or(0)
    }

    #[inline]
    pub(super) fn set_at(&mut self, label: Label, at: u32) {
        if let Some(place) = self.at.get_mut(label as usize) {
            *place = at;
        }
    }

    /// The label and the offset of the value, unless this field is it.
    #[inline]
    pub(super) fn other_value(&self, field: &Field<'_>) -> Option<(Label, u32)> {
        let at = self.at(self.value);
        (self.has_value() && at != field.at).then_some((self.value, at))
    }

    /// Where the name starts, or without one the record.
    pub(super) fn name_start(&self, start: u32) -> u32 {
        match (self.has(Label::Name), self.has(Label::BaseName)) {
            (true, _) => self.at(Label::Name),
            (_, true) => self.at(Label::BaseName),
            _ => start,
        }
    }

    /// A time in seconds; one that is out of range is reported with the record.
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(super) fn timestamp(&mut self, label: Label, number: &Number<'_>) -> Timestamp {
        let time = number.to_timestamp();
        self.note_range(label, time.is_some());
        time.unwrap_or_default()
    }

    /// Notes whether a number is in range.
    pub(super) const fn note_range(&mut self, label: Label, fits: bool) {
        self.excessive &= !label.bit();
        if !fits {
            self.excessive |= label.bit();
        }
    }
}

/// A base value: the exact integer, or the nearest float.
#[derive(Clone, Copy, Debug)]
pub(crate) enum BaseValue {
    Integer { negative: bool, magnitude: u64 },
    Float(f64),
}

impl From<BaseValue> for Number<'_> {
    fn from(value: BaseValue) -> Self {
        match value {
            BaseValue::Integer { negative, magnitude } => Self::Integer { negative, magnitude },
            BaseValue::Float(number) => Self::Float(number),
        }
    }
}

/// Adds a field that follows a long value to the labels that were read.
pub(crate) fn take_rest(labels: &mut u16, field: &Field<'_>, pack: Pack, fault: &mut Fault) {
    let again = field.check_label(labels, pack, fault);
    match (field.label, &field.scalar) {
        (Label::Unit | Label::BaseUnit, Scalar::Text(_)) => {}
        (Label::Sum | Label::BaseSum | Label::UpdateTime, _) => {
            field.number(fault);
        }
        (Label::Unit | Label::BaseUnit, _) => field.mismatch(fault),
        (label, _) if label.is_value() && !again => {
            fault.report(Error::new(ErrorKind::MultipleValues, field.key as usize));
        }
        // It would change the value that was already returned in pieces.
        _ => fault.report(Error::new(ErrorKind::LongValueFirst, field.key as usize)),
    }
}

/// Reports an unknown label at `key` if it must be understood or the pack is a Fetch Pack.
#[cold]
#[inline(never)]
pub(crate) fn unknown_label(label: Option<&Text<'_>>, key: u32, pack: Pack, fault: &mut Fault) {
    let must_understand = || {
        let mut last = 0;
        label.into_iter().flat_map(Text::bytes).for_each(|byte| last = byte);
        last == b'_'
    };
    let kind = match pack {
        Pack::Fetch => ErrorKind::FieldNotAllowed,
        Pack::Values | Pack::PathList if must_understand() => ErrorKind::MustUnderstand,
        _ => return,
    };
    fault.report(Error::new(kind, key as usize));
}
