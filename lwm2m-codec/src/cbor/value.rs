//! Values as CBOR items (Core, Appendix C), in CBOR and LwM2M CBOR alike.

use super::item::{Item, item};
use crate::decimal::{Decimal, Integral};
use crate::error::{Error, ErrorKind, Found};
use crate::number;
use crate::{object_link, rfc3339};
use crate::strictness::{Leniency, Strictness};
use crate::value::{DataType, Value};

/// Reads the value at `position`, as `data_type` where that is known, and the position after it.
pub(crate) fn leaf(
    payload: &[u8],
    position: usize,
    data_type: Option<DataType>,
    strictness: Strictness,
) -> Result<(Value<'_>, usize), Error> {
    let mut start = position;
    loop {
        let (item, next) = item(payload, start)?;
        let Item::Tag(tag) = item else {
            return Ok((Reader { start, data_type, strictness }.value(item)?, next));
        };
        let reader = Reader { start: next, data_type, strictness };
        let time = matches!(data_type, None | Some(DataType::Time));
        match tag {
            0 if time => return reader.date(payload),
            1 if time => {
                let reader = Reader { data_type: Some(DataType::Time), ..reader };
                return reader.number(payload);
            }
            2 | 3 if strictness.allows(Leniency::Bignum) => {
                return reader.bignum(payload, tag == 3);
            }
            4 => return reader.decimal_fraction(payload),
            // Self-described CBOR says nothing of the item.
            55799 => {}
            _ if strictness.allows(Leniency::UnknownTags) => {}
            _ => {
                let error = Error::new(ErrorKind::TagNotAllowed, start);
                return Err(error.unless(match tag {
                    2 | 3 => Leniency::Bignum,
                    _ => Leniency::UnknownTags,
                }));
            }
        }
        start = next;
    }
}

/// Reads what stands at `start` as a data type.
struct Reader {
    start: usize,
    data_type: Option<DataType>,
    strictness: Strictness,
}

impl Reader {
    fn fail<T>(&self, kind: ErrorKind) -> Result<T, Error> {
        Err(self.error(kind))
    }

    fn error(&self, kind: ErrorKind) -> Error {
        let error = Error::new(kind, self.start);
        match self.data_type {
            Some(data_type) => error.expected(data_type),
            None => error,
        }
    }

    fn allow(&self, leniency: Leniency, error: Error) -> Result<(), Error> {
        if self.strictness.allows(leniency) { Ok(()) } else { Err(error.unless(leniency)) }
    }

    /// An item without tags.
    fn value<'a>(&self, item: Item<'a>) -> Result<Value<'a>, Error> {
        use DataType as T;
        let mismatch = self.error(ErrorKind::UnexpectedType).found(item.found());
        Ok(match (item, self.data_type) {
            (Item::Break, _) => return self.fail(ErrorKind::InvalidCbor),
            (Item::Text(text), None | Some(T::String)) => Value::String(text),
            (Item::Text(text), Some(T::CoreLink)) => Value::CoreLink(text),
            (Item::Text(text), Some(T::ObjectLink)) => {
                // The longest that a leniency accepts: two numbers, colon and NUL.
                let mut buffer = [0; 12];
                let invalid = self.error(ErrorKind::InvalidObjectLink);
                let text = text.copy_to(&mut buffer).map_err(|_| invalid)?;
                object_link::parse(text.as_bytes(), self.strictness)
                    .map_err(|error| error.at(invalid.position()))?
                    .into()
            }
            (Item::Text(text), Some(T::Time)) => {
                self.allow(Leniency::TextForTime, mismatch)?;
                Value::Time(self.seconds(rfc3339::parse(text.pieces()))?)
            }
            (Item::Bytes(bytes), None | Some(T::Opaque)) => Value::Opaque(bytes),
            (Item::Boolean(truth), None | Some(T::Boolean)) => Value::Boolean(truth),
            (Item::Boolean(truth), Some(T::Integer | T::Unsigned)) => {
                self.allow(Leniency::BooleanForNumber, mismatch)?;
                self.integer(false, u64::from(truth))?
            }
            (Item::Unsigned(number @ 0..=1), Some(T::Boolean)) => {
                self.allow(Leniency::NumberForBoolean, mismatch)?;
                Value::Boolean(number == 1)
            }
            (Item::Unsigned(number), Some(T::Float)) => Value::Float(number as f64),
            (Item::Negative(number), Some(T::Float)) => Value::Float(-1.0 - number as f64),
            (Item::Float(number), None | Some(T::Float)) => Value::Float(number),
            (Item::Unsigned(number), None | Some(T::Integer | T::Unsigned | T::Time)) => {
                self.integer(false, number)?
            }
            (Item::Negative(number), None | Some(T::Integer | T::Unsigned | T::Time)) => {
                let magnitude = number.checked_add(1);
                self.integer(true, magnitude.ok_or(self.error(ErrorKind::ValueOutOfRange))?)?
            }
            (Item::Float(number), Some(T::Integer | T::Unsigned | T::Time)) => {
                self.integral_float(number)?
            }
            (Item::Null, Some(T::None)) => Value::None,
            _ => return Err(mismatch),
        })
    }

    /// An integer as the data type, or as the type that fits where none is declared.
    fn integer(&self, negative: bool, magnitude: u64) -> Result<Value<'static>, Error> {
        let signed = number::signed(negative, magnitude);
        match (self.data_type, signed) {
            (Some(DataType::Unsigned), _) if !negative || magnitude == 0 => {
                Ok(Value::Unsigned(magnitude))
            }
            (Some(DataType::Time), Some(number)) => Ok(Value::Time(number)),
            (None | Some(DataType::Integer), Some(number)) => Ok(Value::Integer(number)),
            (None, None) if !negative => Ok(Value::Unsigned(magnitude)),
            _ => self.fail(ErrorKind::ValueOutOfRange),
        }
    }

    /// A float for an integer type.
    fn integral_float(&self, number: f64) -> Result<Value<'static>, Error> {
        let (negative, magnitude, fraction) =
            number::split_float(number).ok_or(self.error(ErrorKind::ValueOutOfRange))?;
        if !fraction {
            let error = self.error(ErrorKind::UnexpectedType);
            self.allow(Leniency::FloatForInteger, error.found(Found::Float))?;
            return self.integer(negative, magnitude);
        }
        let error = self.error(ErrorKind::FractionalNumber);
        if self.data_type != Some(DataType::Time) {
            return Err(error);
        }
        self.allow(Leniency::FractionalTime, error)?;
        // Below zero, rounding down is away from zero.
        self.integer(negative, magnitude.saturating_add(u64::from(negative)))
    }

    /// The number after tag 1.
    fn number<'a>(&self, payload: &'a [u8]) -> Result<(Value<'a>, usize), Error> {
        let (item, next) = item(payload, self.start)?;
        match item {
            Item::Unsigned(_) | Item::Negative(_) | Item::Float(_) => {
                Ok((self.value(item)?, next))
            }
            item => Err(self.error(ErrorKind::UnexpectedType).found(item.found())),
        }
    }

    /// The text after tag 0.
    fn date<'a>(&self, payload: &'a [u8]) -> Result<(Value<'a>, usize), Error> {
        let (item, next) = item(payload, self.start)?;
        let Item::Text(text) = item else {
            let error = self.error(ErrorKind::UnexpectedType).expected(DataType::Time);
            return Err(error.found(item.found()));
        };
        Ok((Value::Time(self.seconds(rfc3339::parse(text.pieces()))?), next))
    }

    /// Whole seconds of a date, of which a fraction is only cut off where that is allowed.
    fn seconds(&self, date: Option<rfc3339::Date>) -> Result<i64, Error> {
        let date = date.ok_or(self.error(ErrorKind::InvalidTime))?;
        if date.has_fraction {
            self.allow(Leniency::FractionalTime, self.error(ErrorKind::FractionalNumber))?;
        }
        Ok(date.seconds)
    }

    /// The bytes after tag 2 or 3.
    fn bignum<'a>(&self, payload: &'a [u8], negative: bool) -> Result<(Value<'a>, usize), Error> {
        let (item, next) = item(payload, self.start)?;
        let Item::Bytes(bytes) = item else {
            return Err(self.error(ErrorKind::UnexpectedType).found(item.found()));
        };
        let mut magnitude = 0u64;
        for piece in bytes.pieces() {
            for &byte in piece.as_slice() {
                if magnitude >> 56 != 0 {
                    return self.fail(ErrorKind::ValueOutOfRange);
                }
                magnitude = magnitude << 8 | u64::from(byte);
            }
        }
        let item = if negative { Item::Negative(magnitude) } else { Item::Unsigned(magnitude) };
        Ok((self.value(item)?, next))
    }

    /// The array of exponent and mantissa after tag 4.
    fn decimal_fraction<'a>(&self, payload: &'a [u8]) -> Result<(Value<'a>, usize), Error> {
        let (array, next) = item(payload, self.start)?;
        if !matches!(array, Item::Array(Some(2))) {
            return Err(self.error(ErrorKind::InvalidCbor).found(array.found()));
        }
        let (exponent, mantissa_start) = signed_item(payload, next)?;
        let (mantissa, end) = signed_item(payload, mantissa_start)?;
        let out_of_range = self.error(ErrorKind::ValueOutOfRange);
        let (negative, magnitude) = mantissa.ok_or(out_of_range)?;
        let exponent = match exponent.ok_or(out_of_range)? {
            (true, digits) => i32::try_from(digits).map_or(i32::MIN, |digits| -digits),
            (false, digits) => i32::try_from(digits).unwrap_or(i32::MAX),
        };
        let number = Decimal::from_parts(negative, magnitude, exponent);
        let value = match self.data_type {
            None | Some(DataType::Float) => Value::Float(number.to_f64().ok_or(out_of_range)?),
            Some(DataType::Integer | DataType::Unsigned | DataType::Time) => {
                let mismatch = self.error(ErrorKind::UnexpectedType);
                match number.to_integer() {
                    Integral::Integer { negative, magnitude } => {
                        let error = mismatch.found(Found::Float);
                        self.allow(Leniency::FloatForInteger, error)?;
                        self.integer(negative, magnitude)?
                    }
                    Integral::TooLarge => return Err(out_of_range),
                    Integral::Fractional => {
                        let error = self.error(ErrorKind::FractionalNumber);
                        if self.data_type != Some(DataType::Time) {
                            return Err(error);
                        }
                        self.allow(Leniency::FractionalTime, error)?;
                        let (seconds, _) = number.to_seconds_nanos().ok_or(out_of_range)?;
                        Value::Time(seconds)
                    }
                }
            }
            Some(_) => {
                return Err(self.error(ErrorKind::UnexpectedType).found(Found::Tag));
            }
        };
        Ok((value, end))
    }
}

/// An integer item as sign and magnitude (`None` for -2^64), and the position after it.
fn signed_item(payload: &[u8], position: usize) -> Result<(Option<(bool, u64)>, usize), Error> {
    match item(payload, position)? {
        (Item::Unsigned(number), next) => Ok((Some((false, number)), next)),
        (Item::Negative(number), next) => {
            Ok((number.checked_add(1).map(|magnitude| (true, magnitude)), next))
        }
        (other, _) => Err(Error::new(ErrorKind::InvalidCbor, position).found(other.found())),
    }
}
