//! SenML records as a pack states them, unresolved.

use core::fmt;
use core::ops::Range;

use super::fields::{Field, Scalar};
use super::labels::Label;
use super::pack::Pack;
use super::read::Read;

use crate::codec::decoder::check_length;
use crate::codec::fault::Fault;
use crate::encoding::decimal::Integral;
use crate::encoding::integer;
use crate::error::{Error, ErrorKind, Strictness};
use crate::formats::shared::number::Number;
use crate::model::timestamp::Timestamp;
use crate::model::value::{Bytes, Text};
#[cfg(feature = "senml-json")]
use crate::{encoding::base64::Base64, formats::shared::json};

/// A number of SenML, which has one type for integers and floats.
#[derive(Clone, Copy)]
pub struct RawNumber<'a>(Number<'a>);

impl RawNumber<'_> {
    /// The nearest float, or `None` if it overflows.
    #[must_use]
    pub fn to_f64(self) -> Option<f64> {
        self.0.to_f64()
    }

    /// The exact integer, or `None` if it is not one or does not fit.
    #[must_use]
    pub fn to_i64(self) -> Option<i64> {
        match self.0.to_integer() {
            Integral::Integer { negative, magnitude } => integer::signed(negative, magnitude),
            _ => None,
        }
    }

    /// The exact integer, or `None` if it is not one or does not fit.
    #[must_use]
    pub fn to_u64(self) -> Option<u64> {
        match self.0.to_integer() {
            Integral::Integer { negative: false, magnitude } => Some(magnitude),
            _ => None,
        }
    }

    /// The number as seconds, rounded to the nearest nanosecond, or `None` if they do not fit.
    #[must_use]
    pub fn to_timestamp(self) -> Option<Timestamp> {
        self.0.to_timestamp()
    }
}

impl<'a> From<RawNumber<'a>> for Number<'a> {
    fn from(number: RawNumber<'a>) -> Self {
        number.0
    }
}

impl From<i64> for RawNumber<'_> {
    fn from(number: i64) -> Self {
        Self(Number::from(number))
    }
}

impl From<u64> for RawNumber<'_> {
    fn from(number: u64) -> Self {
        Self(Number::Integer { negative: false, magnitude: number })
    }
}

impl From<f64> for RawNumber<'_> {
    fn from(number: f64) -> Self {
        Self(Number::Float(number))
    }
}

impl fmt::Debug for RawNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.to_i64(), self.to_f64()) {
            (Some(number), _) => number.fmt(f),
            (None, Some(number)) => number.fmt(f),
            (None, None) => f.write_str("out of range"),
        }
    }
}

/// The value of a raw SenML record.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum RawValue<'a> {
    /// `v`
    Number(RawNumber<'a>),
    /// `vs`
    String(Text<'a>),
    /// `vb`
    Boolean(bool),
    /// `vd`, decoded
    Data(Bytes<'a>),
    /// `vlo`, the object link of LwM2M
    ObjectLink(Text<'a>),
    /// `v` with null, which SenML-ETCH has for deletions
    Null,
}

/// A SenML record as a pack states it (RFC 8428, section 4): unresolved, without unknown labels.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RawRecord<'a> {
    /// `bn`
    pub base_name: Option<Text<'a>>,
    /// `bt`, in seconds
    pub base_time: Option<RawNumber<'a>>,
    /// `bu`
    pub base_unit: Option<Text<'a>>,
    /// `bv`
    pub base_value: Option<RawNumber<'a>>,
    /// `bs`
    pub base_sum: Option<RawNumber<'a>>,
    /// `bver`
    pub base_version: Option<u64>,
    /// `n`
    pub name: Option<Text<'a>>,
    /// `u`
    pub unit: Option<Text<'a>>,
    /// The value; a record has at most one.
    pub value: Option<RawValue<'a>>,
    /// `s`
    pub sum: Option<RawNumber<'a>>,
    /// `t`, in seconds
    pub time: Option<RawNumber<'a>>,
    /// `ut`, in seconds
    pub update_time: Option<RawNumber<'a>>,
    /// The bytes of the payload that the record was read from.
    pub range: Range<usize>,
    seen: u16,
}

impl<'a> RawRecord<'a> {
    /// Adds a field.
    pub(super) fn take(&mut self, field: &Field<'a>, fault: &mut Fault) {
        let again = field.check_label(&mut self.seen, Pack::Values, fault);
        let number = |fault: &mut Fault| field.number(fault).map(RawNumber);
        match (field.label, field.scalar) {
            (Label::Name, Scalar::Text(text)) => self.name = Some(text),
            (Label::BaseName, Scalar::Text(text)) => self.base_name = Some(text),
            (Label::Unit, Scalar::Text(text)) => self.unit = Some(text),
            (Label::BaseUnit, Scalar::Text(text)) => self.base_unit = Some(text),
            (Label::Time, _) => self.time = number(fault),
            (Label::BaseTime, _) => self.base_time = number(fault),
            (Label::UpdateTime, _) => self.update_time = number(fault),
            (Label::Sum, _) => self.sum = number(fault),
            (Label::BaseSum, _) => self.base_sum = number(fault),
            (Label::BaseValue, _) => self.base_value = number(fault),
            (Label::BaseVersion, _) => self.base_version = field.version(fault),
            (label, _) if label.is_value() => {
                let value = Self::value(field, fault);
                if self.value.is_some() && !again {
                    fault.report(Error::new(ErrorKind::MultipleValues, field.key as usize));
                }
                self.value = value;
            }
            _ => field.mismatch(fault),
        }
    }

    fn value(field: &Field<'a>, fault: &mut Fault) -> Option<RawValue<'a>> {
        Some(match (field.label, field.scalar) {
            (Label::Value, Scalar::Null) => RawValue::Null,
            (Label::Value, _) => RawValue::Number(field.number(fault).map(RawNumber)?),
            (Label::StringValue | Label::LinkValue, Scalar::Text(text)) if text.is_lossy() => {
                field.check_text(fault);
                match field.label {
                    Label::StringValue => RawValue::String(text),
                    _ => RawValue::ObjectLink(text),
                }
            }
            (Label::StringValue, Scalar::Text(text)) => RawValue::String(text),
            (Label::LinkValue, Scalar::Text(text)) => RawValue::ObjectLink(text),
            (Label::BooleanValue, Scalar::Boolean(truth)) => RawValue::Boolean(truth),
            (Label::DataValue, Scalar::Bytes(bytes)) => RawValue::Data(bytes),
            #[cfg(feature = "senml-json")]
            (Label::DataValue, Scalar::Text(text)) => {
                match json::data(text, Base64::Url, field.at as usize, fault.strictness()) {
                    Ok(bytes) => RawValue::Data(bytes),
                    Err(error) => {
                        fault.report(error);
                        return None;
                    }
                }
            }
            _ => {
                field.mismatch(fault);
                return None;
            }
        })
    }
}

/// The next item of an iterator over raw records that ends after an error.
pub(super) fn next<'a, R: Read<'a>>(
    done: &mut bool,
    payload: &'a [u8],
    strictness: Strictness,
    walk: &mut R::Walk,
) -> Option<Result<RawRecord<'a>, Error>> {
    if *done {
        return None;
    }
    let record = match check_length(payload.len()) {
        Ok(()) => record(R::new(payload, strictness, Pack::Values), walk),
        Err(error) => Some(Err(error)),
    };
    *done = !matches!(record, Some(Ok(_)));
    record.map(|record| record.map_err(|error| error.at_end_of(payload)))
}

fn record<'a, R: Read<'a>>(
    mut reader: R,
    walk: &mut R::Walk,
) -> Option<Result<RawRecord<'a>, Error>> {
    let mut record = RawRecord::default();
    if reader.enter(walk) {
        while reader.next() {
            let (field, fault) = reader.last();
            record.take(field, fault);
        }
        let (start, end) = reader.leave(walk);
        record.range = start as usize..end as usize;
    } else if reader.error().is_none() {
        return None;
    }
    Some(reader.error().map_or(Ok(record), Err))
}
