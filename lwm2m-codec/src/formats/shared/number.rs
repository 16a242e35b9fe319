//! Numbers of JSON and CBOR, and how they become values of a data type.

use crate::data_type::DataType;
#[cfg(feature = "_senml")]
use crate::encoding::decimal;
use crate::encoding::decimal::{Decimal, Integral};
use crate::encoding::integer;
use crate::error::{Error, ErrorKind, Found, Leniency, Strictness};
use crate::model::timestamp::Timestamp;
#[cfg(feature = "_json")]
use crate::model::value::Text;
use crate::model::value::Value;

/// An integer, if it has the data type without conversion.
#[cfg(all(feature = "fast", any(feature = "_senml", feature = "lwm2m-cbor")))]
#[inline(always)]
pub(crate) fn fast_integer<'a>(
    negative: bool,
    magnitude: u64,
    data_type: Option<DataType>,
) -> Option<Value<'a>> {
    use DataType as T;
    Some(match data_type {
        None | Some(T::Integer) => Value::Integer(integer::signed(negative, magnitude)?),
        Some(T::Float) => {
            let number = magnitude as f64;
            Value::Float(if negative { -number } else { number })
        }
        Some(T::Time) => Value::Time(integer::signed(negative, magnitude)?),
        Some(T::Unsigned) if !negative => Value::Unsigned(magnitude),
        _ => return None,
    })
}

/// A string, if it has the data type without conversion.
#[cfg(all(feature = "fast", any(feature = "_senml", feature = "lwm2m-cbor")))]
#[inline(always)]
pub(crate) fn fast_text(bytes: &[u8], data_type: Option<DataType>) -> Option<Value<'_>> {
    let text = core::str::from_utf8(bytes).ok()?;
    match data_type {
        None | Some(DataType::String) => Some(Value::String(text.into())),
        _ => None,
    }
}

/// A number as it is on the wire.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number<'a> {
    /// A CBOR integer.
    #[cfg_attr(
        not(any(feature = "_cbor", feature = "_senml")),
        expect(dead_code, reason = "for CBOR and base values")
    )]
    Integer { negative: bool, magnitude: u64 },
    /// A CBOR float.
    #[cfg_attr(
        not(any(feature = "_cbor", feature = "_senml")),
        expect(dead_code, reason = "for CBOR and base values")
    )]
    Float(f64),
    /// A CBOR decimal fraction.
    #[cfg_attr(not(feature = "_cbor"), expect(dead_code, reason = "only CBOR has it"))]
    Fraction(Decimal<'static>),
    /// A JSON number, integer or not.
    #[cfg_attr(not(feature = "_json"), expect(dead_code, reason = "only JSON has it"))]
    Json(Decimal<'a>),
}

#[allow(clippy::wrong_self_convention, reason = "it is larger than what is passed in registers")]
impl Number<'_> {
    /// The number of JSON that a text is.
    #[cfg(feature = "_json")]
    #[cold]
    #[inline(never)]
    pub(crate) fn from_text<'a>(text: &Text<'a>) -> Option<Number<'a>> {
        let text = text.as_bytes()?;
        let (number, length) = Decimal::scan(text).ok()?;
        (length == text.len()).then_some(Number::Json(number))
    }

    /// What errors call the number.
    pub(crate) fn found(&self) -> Found {
        match self {
            Self::Integer { .. } => Found::Integer,
            Self::Float(_) | Self::Fraction(_) => Found::Float,
            Self::Json(decimal) if decimal.is_plain_integer() => Found::Integer,
            Self::Json(_) => Found::Float,
        }
    }

    /// The nearest float, or `None` if it overflows.
    #[expect(clippy::cast_precision_loss, reason = "the nearest float is what is asked for")]
    pub(crate) fn to_f64(&self) -> Option<f64> {
        match *self {
            Self::Integer { negative, magnitude } => {
                Some(if negative { -(magnitude as f64) } else { magnitude as f64 })
            }
            Self::Float(number) => Some(number),
            Self::Fraction(decimal) => decimal.to_f64(),
            Self::Json(decimal) => decimal.to_f64(),
        }
    }

    /// The number as an exact integer.
    pub(crate) fn to_integer(&self) -> Integral {
        match *self {
            Self::Integer { negative, magnitude } => Integral::Integer { negative, magnitude },
            Self::Float(number) => match integer::split_float(number) {
                Some((negative, magnitude, 0)) => Integral::Integer { negative, magnitude },
                Some(_) => Integral::Fractional,
                None => Integral::TooLarge,
            },
            Self::Fraction(decimal) => decimal.to_integer(),
            Self::Json(decimal) => decimal.to_integer(),
        }
    }

    /// Seconds and nanoseconds, rounded to the nearest nanosecond.
    pub(crate) fn to_timestamp(&self) -> Option<Timestamp> {
        let (seconds, nanoseconds) = match *self {
            Self::Integer { negative, magnitude } => (integer::signed(negative, magnitude)?, 0),
            Self::Float(number) => integer::seconds_nanos(number)?,
            Self::Fraction(decimal) => decimal.to_seconds_nanos()?,
            Self::Json(decimal) => decimal.to_seconds_nanos()?,
        };
        Timestamp::new(seconds, nanoseconds)
    }

    /// The sum: exact for two integers, a float otherwise. `None` if it overflows.
    #[cfg(feature = "_senml")]
    pub(crate) fn add(self, other: Self) -> Option<Self> {
        if let (
            Integral::Integer { negative: a_negative, magnitude: a },
            Integral::Integer { negative: b_negative, magnitude: b },
        ) = (self.to_integer(), other.to_integer())
        {
            let (negative, magnitude) = if a_negative == b_negative {
                (a_negative, a.checked_add(b)?)
            } else if a >= b {
                (a_negative, a - b)
            } else {
                (b_negative, b - a)
            };
            return Some(Self::Integer { negative: negative && magnitude != 0, magnitude });
        }
        decimal::sum(self.to_f64()?, other.to_f64()?).map(Self::Float)
    }

    /// The number as a value of `data_type`, or without one of the type that fits. Errors are at
    /// `offset`.
    #[cfg(feature = "oma-json")]
    pub(crate) fn typed(
        &self,
        data_type: Option<DataType>,
        strictness: Strictness,
        offset: usize,
    ) -> Result<Value<'static>, Error> {
        let mut error = None;
        let value = self.typed_or(data_type, strictness, offset, &mut error);
        error.map_or(Ok(value), Err)
    }

    /// The same with the error in a place of its own, unless there is one already.
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn typed_or(
        &self,
        data_type: Option<DataType>,
        strictness: Strictness,
        offset: usize,
        error: &mut Option<Error>,
    ) -> Value<'static> {
        let mut deviation = None;
        let value = self.convert(data_type, &mut deviation);
        let (kind, leniency) = match (deviation, value) {
            (Some((leniency, kind)), _) if !strictness.allows(leniency) => (kind, Some(leniency)),
            (_, Ok(value)) => return value,
            (_, Err(kind)) => (kind, None),
        };
        let mut fault = match data_type {
            Some(DataType::None) => Error::new(ErrorKind::NoValue, offset),
            _ => fault(kind, data_type, offset),
        };
        if fault.is(ErrorKind::UnexpectedType) {
            fault = fault.found(self.found());
        }
        error.get_or_insert(leniency.map_or(fault, |leniency| fault.unless(leniency)));
        Value::None
    }

    /// The number as a value of `data_type`; and the leniency that this takes, with the error of those
    /// who do not grant it.
    #[inline]
    fn convert(
        &self,
        data_type: Option<DataType>,
        deviation: &mut Option<(Leniency, ErrorKind)>,
    ) -> Result<Value<'static>, ErrorKind> {
        use DataType as T;
        let integral = match data_type {
            None if self.found() != Found::Integer => Integral::Fractional,
            None | Some(T::Boolean | T::Integer | T::Unsigned | T::Time) => self.to_integer(),
            Some(T::Float) => Integral::Fractional,
            _ => return Err(ErrorKind::UnexpectedType),
        };
        let (negative, magnitude) = match (data_type, integral) {
            (Some(T::Boolean), Integral::Integer { negative: false, magnitude: bit @ 0..=1 }) => {
                *deviation = Some((Leniency::NumberForBoolean, ErrorKind::UnexpectedType));
                return Ok(Value::Boolean(bit == 1));
            }
            (Some(T::Boolean), _) => return Err(ErrorKind::UnexpectedType),
            (_, Integral::Integer { negative, magnitude }) => (negative, magnitude),
            (None | Some(T::Float), _) => {
                return self.to_f64().map(Value::Float).ok_or(ErrorKind::ValueOutOfRange);
            }
            (_, Integral::TooLarge) => return Err(ErrorKind::ValueOutOfRange),
            (Some(T::Time), Integral::Fractional) => {
                *deviation = Some((Leniency::FractionalTime, ErrorKind::FractionalNumber));
                let time = self.to_timestamp().ok_or(ErrorKind::ValueOutOfRange)?;
                return Ok(Value::Time(time.seconds()));
            }
            (_, Integral::Fractional) => return Err(ErrorKind::FractionalNumber),
        };
        if matches!(self, Self::Float(_) | Self::Fraction(_)) {
            *deviation = Some((Leniency::FloatForInteger, ErrorKind::UnexpectedType));
        }
        match (data_type, integer::signed(negative, magnitude)) {
            (Some(T::Unsigned), _) if !negative || magnitude == 0 => Ok(Value::Unsigned(magnitude)),
            (Some(T::Time), Some(number)) => Ok(Value::Time(number)),
            (Some(T::Integer) | None, Some(number)) => Ok(Value::Integer(number)),
            (None, None) if !negative => Ok(Value::Unsigned(magnitude)),
            _ => Err(ErrorKind::ValueOutOfRange),
        }
    }
}

#[cfg(any(feature = "_senml", feature = "_cbor"))]
impl From<i64> for Number<'_> {
    fn from(number: i64) -> Self {
        Self::Integer { negative: number < 0, magnitude: number.unsigned_abs() }
    }
}

/// An error about a value of this data type.
#[cold]
pub(crate) fn fault(kind: ErrorKind, data_type: Option<DataType>, offset: usize) -> Error {
    let error = Error::new(kind, offset);
    match data_type {
        Some(data_type) => error.expected(data_type),
        None => error,
    }
}
