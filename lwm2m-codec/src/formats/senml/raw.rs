//! SenML records as a pack states them, unresolved.

use core::fmt;
use core::ops::Range;

use super::fields::{Collect, Label, Place, Rules, Scalar, check_label, number, version};
use super::pack::Pack;

use crate::codec::decoder::check_length;
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
        Self(Number::Integer { negative: number < 0, magnitude: number.unsigned_abs() })
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

impl<'a> Collect<'a> for RawRecord<'a> {
    fn take(
        &mut self,
        label: Label,
        scalar: Scalar<'a>,
        place: Place,
        rules: Rules,
    ) -> Result<(), Error> {
        let again = check_label(&mut self.seen, label, place, rules)?;
        let offset = place.content;
        let mismatch = Error::new(ErrorKind::UnexpectedType, offset).found(scalar.found());
        let text = || match scalar {
            Scalar::Text(text) => Ok(text),
            _ => Err(mismatch),
        };
        let number = || number(scalar, offset).map(RawNumber);
        let value = match label {
            Label::Name => return text().map(|text| self.name = Some(text)),
            Label::BaseName => return text().map(|text| self.base_name = Some(text)),
            Label::Unit => return text().map(|text| self.unit = Some(text)),
            Label::BaseUnit => return text().map(|text| self.base_unit = Some(text)),
            Label::Time => return number().map(|number| self.time = Some(number)),
            Label::BaseTime => return number().map(|number| self.base_time = Some(number)),
            Label::UpdateTime => return number().map(|number| self.update_time = Some(number)),
            Label::Sum => return number().map(|number| self.sum = Some(number)),
            Label::BaseSum => return number().map(|number| self.base_sum = Some(number)),
            Label::BaseValue => return number().map(|number| self.base_value = Some(number)),
            Label::BaseVersion => {
                self.base_version = Some(version(number()?.0, offset)?);
                return Ok(());
            }
            Label::Value if matches!(scalar, Scalar::Null) => RawValue::Null,
            Label::Value => RawValue::Number(number()?),
            Label::StringValue => RawValue::String(text()?),
            Label::LinkValue => RawValue::ObjectLink(text()?),
            Label::BooleanValue => match scalar {
                Scalar::Boolean(truth) => RawValue::Boolean(truth),
                _ => return Err(mismatch),
            },
            Label::DataValue => RawValue::Data(match scalar {
                Scalar::Bytes(bytes) => bytes,
                #[cfg(feature = "senml-json")]
                Scalar::Text(text) => json::data(text, Base64::Url, offset, rules.strictness)?,
                _ => return Err(mismatch),
            }),
        };
        if self.value.is_some() && !again {
            return Err(Error::new(ErrorKind::MultipleValues, place.label));
        }
        self.value = Some(value);
        Ok(())
    }
}

/// The next item of an iterator over raw records that ends after an error.
pub(crate) fn next<'a>(
    done: &mut bool,
    payload: &'a [u8],
    strictness: Strictness,
    read: impl FnOnce(&'a [u8], Rules) -> Result<Option<(RawRecord<'a>, usize, usize)>, Error>,
) -> Option<Result<RawRecord<'a>, Error>> {
    if *done {
        return None;
    }
    let record = check_length(payload.len())
        .and_then(|()| read(payload, Rules { pack: Pack::Values, strictness }))
        .map(|found| found.map(|(record, start, end)| RawRecord { range: start..end, ..record }))
        .transpose();
    *done = !matches!(record, Some(Ok(_)));
    record.map(|record| record.map_err(|error| error.at_end_of(payload)))
}
