//! Values as other data types.

use super::Value;
use crate::data_type::DataType;
use crate::error::{Error, ErrorKind};
use crate::model::object_link::ObjectLink;
use crate::model::value::Text;

/// From here on a double may stand for another integer, of which it is the nearest.
const UNSAFE: f64 = 9_007_199_254_740_992.0;

impl<'a> Value<'a> {
    /// The same value as another data type, if it is one of that as well; nothing is rounded.
    ///
    /// Numbers become any numeric type that holds them exactly. A Float becomes an integer or a Time
    /// below 2^53 only: from there on it may stand for another number that was meant. Text is good as
    /// String and as Corelnk, and as the object link that it spells.
    ///
    /// ```
    /// use lwm2m_codec::{DataType, ErrorKind, Value};
    ///
    /// assert_eq!(Value::Integer(95).cast(DataType::Unsigned), Ok(Value::Unsigned(95)));
    /// assert_eq!(Value::Float(95.0).cast(DataType::Integer), Ok(Value::Integer(95)));
    /// assert_eq!(Value::Integer(-1).cast(DataType::Unsigned), Err(ErrorKind::ValueOutOfRange));
    /// assert_eq!(Value::Float(0.5).cast(DataType::Integer), Err(ErrorKind::FractionalNumber));
    /// assert_eq!(Value::from("95").cast(DataType::Integer), Err(ErrorKind::UnexpectedType));
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::UnexpectedType`] if no value of this type is one of the other,
    /// [`ErrorKind::ValueOutOfRange`] or [`ErrorKind::FractionalNumber`] if this number is not, and
    /// those of reading an object link.
    pub fn cast(self, data_type: DataType) -> Result<Self, ErrorKind> {
        use DataType as T;
        match (data_type, self) {
            (data_type, value) if value.data_type() == data_type => Ok(value),
            (T::String, Self::CoreLink(text)) => Ok(Self::String(text)),
            (T::CoreLink, Self::String(text)) => Ok(Self::CoreLink(text)),
            (T::ObjectLink, Self::String(text)) => object_link(text).map(Self::ObjectLink),
            (_, Self::Integer(number) | Self::Time(number)) => integer(number.into(), data_type),
            (_, Self::Unsigned(number)) => integer(number.into(), data_type),
            (T::Integer | T::Unsigned | T::Time, Self::Float(number)) => {
                integer(integral(number)?.into(), data_type)
            }
            _ => Err(ErrorKind::UnexpectedType),
        }
    }
}

/// An integer as a numeric type.
pub(crate) fn integer<'a>(number: i128, data_type: DataType) -> Result<Value<'a>, ErrorKind> {
    let value = match data_type {
        DataType::Integer => i64::try_from(number).ok().map(Value::Integer),
        DataType::Unsigned => u64::try_from(number).ok().map(Value::Unsigned),
        DataType::Time => i64::try_from(number).ok().map(Value::Time),
        DataType::Float => float(number).map(Value::Float),
        _ => return Err(ErrorKind::UnexpectedType),
    };
    value.ok_or(ErrorKind::ValueOutOfRange)
}

/// The double that an integer is exactly.
fn float(number: i128) -> Option<f64> {
    let magnitude = number.unsigned_abs();
    let outer = magnitude.leading_zeros() + magnitude.trailing_zeros();
    let exact = u128::BITS.saturating_sub(outer) <= f64::MANTISSA_DIGITS;
    #[expect(clippy::cast_precision_loss, reason = "its digits fit, as was checked")]
    exact.then_some(number as f64)
}

/// The integer that a double is, if it stands for no other one.
fn integral(number: f64) -> Result<i64, ErrorKind> {
    if number.is_nan() || number.abs() >= UNSAFE {
        return Err(ErrorKind::ValueOutOfRange);
    }
    #[expect(clippy::cast_possible_truncation, reason = "the fraction is checked next")]
    let integer = number as i64;
    #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
    let whole = integer as f64 == number;
    if whole { Ok(integer) } else { Err(ErrorKind::FractionalNumber) }
}

fn object_link(text: Text<'_>) -> Result<ObjectLink, ErrorKind> {
    let mut buffer = [0; ObjectLink::MAX_TEXT];
    let text = text.copy_to(&mut buffer).map_err(|_| ErrorKind::InvalidObjectLink)?;
    text.parse().map_err(|error: Error| error.kind())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_what_they_are_as_well() {
        use DataType as T;
        use ErrorKind::{FractionalNumber, InvalidObjectLink, UnexpectedType, ValueOutOfRange};
        let link = ObjectLink::new(66, 1).unwrap();
        let text = Text::from("66:1");
        let table = [
            (Value::Integer(-1), T::Time, Ok(Value::Time(-1))),
            (Value::Integer(-1), T::Unsigned, Err(ValueOutOfRange)),
            (Value::Integer(-1), T::Boolean, Err(UnexpectedType)),
            (Value::Time(7), T::Unsigned, Ok(Value::Unsigned(7))),
            (Value::Time(7), T::Float, Ok(Value::Float(7.0))),
            (Value::Unsigned(u64::MAX), T::Integer, Err(ValueOutOfRange)),
            (Value::Unsigned(u64::MAX), T::Float, Err(ValueOutOfRange)),
            (Value::Unsigned(1 << 63), T::Float, Ok(Value::Float(9_223_372_036_854_775_808.0))),
            (Value::Integer(1 << 53), T::Float, Ok(Value::Float(UNSAFE))),
            (Value::Integer((1 << 53) + 1), T::Float, Err(ValueOutOfRange)),
            (Value::Integer(i64::MIN), T::Float, Ok(Value::Float(-9_223_372_036_854_775_808.0))),
            (Value::Integer(0), T::Float, Ok(Value::Float(0.0))),
            (Value::Float(-0.0), T::Unsigned, Ok(Value::Unsigned(0))),
            (Value::Float(-3.0), T::Integer, Ok(Value::Integer(-3))),
            (Value::Float(-3.0), T::Unsigned, Err(ValueOutOfRange)),
            (Value::Float(1.5), T::Time, Err(FractionalNumber)),
            (Value::Float(1.5), T::String, Err(UnexpectedType)),
            (Value::Float(UNSAFE - 1.0), T::Integer, Ok(Value::Integer((1 << 53) - 1))),
            (Value::Float(UNSAFE), T::Integer, Err(ValueOutOfRange)),
            (Value::Float(f64::NAN), T::Integer, Err(ValueOutOfRange)),
            (Value::Float(f64::NAN), T::Float, Ok(Value::Float(f64::NAN))),
            (Value::Float(f64::NEG_INFINITY), T::Time, Err(ValueOutOfRange)),
            (Value::Boolean(true), T::Integer, Err(UnexpectedType)),
            (Value::String(text), T::CoreLink, Ok(Value::CoreLink(text))),
            (Value::CoreLink(text), T::String, Ok(Value::String(text))),
            (Value::String(text), T::ObjectLink, Ok(Value::ObjectLink(link))),
            (Value::from("66"), T::ObjectLink, Err(InvalidObjectLink)),
            (Value::from("65535:1"), T::ObjectLink, Err(ValueOutOfRange)),
            (Value::from("66666:111111"), T::ObjectLink, Err(InvalidObjectLink)),
            (Value::CoreLink(text), T::ObjectLink, Err(UnexpectedType)),
            (Value::ObjectLink(link), T::String, Err(UnexpectedType)),
            (Value::from(&b"a"[..]), T::String, Err(UnexpectedType)),
            (Value::None, T::String, Err(UnexpectedType)),
        ];
        for (value, data_type, expected) in table {
            assert_eq!(value.cast(data_type), expected, "{value:?} as {data_type}");
        }
    }

    #[test]
    fn integers_beyond_64_bits_are_floats_if_exact() {
        assert_eq!(integer(1 << 100, DataType::Float), Ok(Value::Float((1u128 << 100) as f64)));
        assert_eq!(integer(i128::MAX, DataType::Float), Err(ErrorKind::ValueOutOfRange));
        assert_eq!(integer(1 << 100, DataType::Integer), Err(ErrorKind::ValueOutOfRange));
    }
}
