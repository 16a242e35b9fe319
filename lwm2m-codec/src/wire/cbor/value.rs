//! Values as CBOR items (Core, Appendix C), in CBOR and LwM2M CBOR alike.

use super::item::{Item, cut, item};
use crate::decimal::Decimal;
use crate::error::{Error, ErrorKind};
use crate::scalar::Number;
use crate::strictness::{Leniency, Strictness};
use crate::value::{DataType, Value};
use crate::{object_link, rfc3339};

/// Reads the value at `position`, as `data_type` where that is known, and the position after it.
pub(crate) fn leaf(
    payload: &[u8],
    position: usize,
    data_type: Option<DataType>,
    strictness: Strictness,
) -> Result<(Value<'_>, usize), Error> {
    let mut start = position;
    loop {
        let (item, next) = item(payload, start).map_err(|error| cut(error, payload, start))?;
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
                let (number, end) = bignum(payload, next, tag == 3)?;
                return Ok((reader.typed(number)?, end));
            }
            4 => {
                let (number, end) = decimal_fraction(payload, next)?;
                return Ok((reader.typed(number)?, end));
            }
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
                object_link::read(text, self.start, self.strictness)?.into()
            }
            (Item::Text(text), Some(T::Time)) => {
                self.allow(Leniency::TextForTime, mismatch)?;
                Value::Time(self.seconds(rfc3339::parse(text.bytes()))?)
            }
            (Item::Bytes(bytes), None | Some(T::Opaque)) => Value::Opaque(bytes),
            (Item::Boolean(truth), None | Some(T::Boolean)) => Value::Boolean(truth),
            (Item::Boolean(truth), Some(T::Integer | T::Unsigned)) => {
                self.allow(Leniency::BooleanForNumber, mismatch)?;
                self.typed(Number::Integer { negative: false, magnitude: truth.into() })?
            }
            (Item::Unsigned(magnitude), _) => {
                self.typed(Number::Integer { negative: false, magnitude })?
            }
            (Item::Negative(number), _) => {
                let out_of_range = self.error(ErrorKind::ValueOutOfRange);
                match (number.checked_add(1), self.data_type) {
                    (Some(magnitude), _) => {
                        self.typed(Number::Integer { negative: true, magnitude })?
                    }
                    // -2^64 is a float.
                    (None, Some(T::Float)) => self.typed(Number::Float(-(u64::MAX as f64)))?,
                    (None, _) => return Err(out_of_range),
                }
            }
            (Item::Float(number), _) => self.typed(Number::Float(number))?,
            (Item::Null, Some(T::None)) => Value::None,
            _ => return Err(mismatch),
        })
    }

    /// A number as the data type.
    fn typed(&self, number: Number<'_>) -> Result<Value<'static>, Error> {
        number.typed(self.data_type, self.strictness, self.start)
    }

    /// The number after tag 1.
    fn number<'a>(&self, payload: &'a [u8]) -> Result<(Value<'a>, usize), Error> {
        let (item, next) = item(payload, self.start)?;
        match item {
            Item::Unsigned(_) | Item::Negative(_) | Item::Float(_) => Ok((self.value(item)?, next)),
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
        Ok((Value::Time(self.seconds(rfc3339::parse(text.bytes()))?), next))
    }

    /// Whole seconds of a date, of which a fraction is only cut off where that is allowed.
    fn seconds(&self, date: Option<rfc3339::Date>) -> Result<i64, Error> {
        let date = date.ok_or(self.error(ErrorKind::InvalidTime))?;
        if date.has_fraction {
            self.allow(Leniency::FractionalTime, self.error(ErrorKind::FractionalNumber))?;
        }
        Ok(date.seconds)
    }
}

/// The number in the bytes after tag 2 or 3, and the position after it.
pub(crate) fn bignum(
    payload: &[u8],
    position: usize,
    negative: bool,
) -> Result<(Number<'static>, usize), Error> {
    let (item, next) = item(payload, position)?;
    let Item::Bytes(bytes) = item else {
        return Err(Error::new(ErrorKind::InvalidCbor, position).found(item.found()));
    };
    let out_of_range = Error::new(ErrorKind::ValueOutOfRange, position);
    let mut number = 0u64;
    for piece in bytes.pieces() {
        for &byte in piece.as_slice() {
            if number >> 56 != 0 {
                return Err(out_of_range);
            }
            number = number << 8 | u64::from(byte);
        }
    }
    // The bytes of a negative bignum are those of -1 - n.
    let magnitude = number.checked_add(u64::from(negative)).ok_or(out_of_range)?;
    Ok((Number::Integer { negative, magnitude }, next))
}

/// The array of exponent and mantissa after tag 4, and the position after it.
pub(crate) fn decimal_fraction(
    payload: &[u8],
    position: usize,
) -> Result<(Number<'static>, usize), Error> {
    let (array, next) = item(payload, position)?;
    if !matches!(array, Item::Array(Some(2))) {
        return Err(Error::new(ErrorKind::InvalidCbor, position).found(array.found()));
    }
    let (exponent, mantissa_start) = signed_item(payload, next)?;
    let (mantissa, end) = signed_item(payload, mantissa_start)?;
    let out_of_range = Error::new(ErrorKind::ValueOutOfRange, position);
    let (negative, magnitude) = mantissa.ok_or(out_of_range)?;
    let exponent = match exponent.ok_or(out_of_range)? {
        (true, digits) => i32::try_from(digits).map_or(i32::MIN, |digits| -digits),
        (false, digits) => i32::try_from(digits).unwrap_or(i32::MAX),
    };
    Ok((Number::Fraction(Decimal::from_parts(negative, magnitude, exponent)), end))
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
