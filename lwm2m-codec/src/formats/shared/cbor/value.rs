//! Values as CBOR items (Core, Appendix C), in CBOR and LwM2M CBOR alike.

use super::cut;
use super::item::{Item, item};
use crate::data_type::DataType;
use crate::encoding::decimal::Decimal;
use crate::encoding::rfc3339;
use crate::error::{Error, ErrorKind, Leniency, Strictness};
use crate::formats::shared::link_text;
use crate::formats::shared::number::{self, Number};
use crate::model::value::{Text, Value};

/// Reads the value at `position`, as `data_type` where that is known, and the position after it.
pub(crate) fn leaf(
    payload: &[u8],
    position: usize,
    data_type: Option<DataType>,
    strictness: Strictness,
) -> Result<(Value<'_>, usize), Error> {
    let mut reader = Reader { start: position, data_type, strictness };
    loop {
        let start = reader.start;
        let (item, next) = item(payload, start).map_err(|error| cut(error, payload, start))?;
        let Item::Tag(tag) = item else { return Ok((reader.value(item)?, next)) };
        reader.start = next;
        match tag {
            0 | 1 if matches!(data_type, None | Some(DataType::Time)) => {
                return reader.time(payload, tag);
            }
            4 => return reader.number(payload, tag),
            2 | 3 if strictness.allows(Leniency::Bignum) => return reader.number(payload, tag),
            // Self-described CBOR says nothing of the item.
            55799 => {}
            _ => {
                let leniency =
                    if matches!(tag, 2 | 3) { Leniency::Bignum } else { Leniency::UnknownTags };
                if !strictness.allows(Leniency::UnknownTags) {
                    return Err(Error::new(ErrorKind::TagNotAllowed, start).unless(leniency));
                }
            }
        }
    }
}

/// Reads the item at `start` as a data type.
struct Reader {
    start: usize,
    data_type: Option<DataType>,
    strictness: Strictness,
}

impl Reader {
    fn error(&self, kind: ErrorKind) -> Error {
        number::fault(kind, self.data_type, self.start)
    }

    /// An item without tags.
    fn value<'a>(&self, item: Item<'a>) -> Result<Value<'a>, Error> {
        use DataType as T;
        let mismatch = || self.error(ErrorKind::UnexpectedType).found(item.found());
        let number = match (item, self.data_type) {
            (Item::Text(text), None | Some(T::String)) => return Ok(Value::String(text)),
            (Item::Text(text), Some(T::CoreLink)) => return Ok(Value::CoreLink(text)),
            (Item::Text(text), Some(T::ObjectLink)) => {
                return link_text::read(text, self.start, self.strictness).map(Value::ObjectLink);
            }
            (Item::Text(text), Some(T::Time)) => {
                self.strictness.check(Leniency::TextForTime, mismatch)?;
                return self.date(text);
            }
            (Item::Bytes(bytes), None | Some(T::Opaque)) => return Ok(Value::Opaque(bytes)),
            (Item::Boolean(truth), None | Some(T::Boolean)) => return Ok(Value::Boolean(truth)),
            (Item::Boolean(truth), Some(T::Integer | T::Unsigned)) => {
                self.strictness.check(Leniency::BooleanForNumber, mismatch)?;
                Number::Integer { negative: false, magnitude: truth.into() }
            }
            (Item::Unsigned(magnitude), _) => Number::Integer { negative: false, magnitude },
            (Item::Negative(number), _) => match number.checked_add(1) {
                Some(magnitude) => Number::Integer { negative: true, magnitude },
                // -2^64 is a float.
                None if self.data_type == Some(T::Float) => {
                    Number::Float(-18_446_744_073_709_551_616.0)
                }
                None => return Err(self.error(ErrorKind::ValueOutOfRange)),
            },
            (Item::Float(number), _) => Number::Float(number),
            (Item::Null, Some(T::None)) => return Ok(Value::None),
            (Item::Break, _) => return Err(self.error(ErrorKind::InvalidCbor)),
            _ => return Err(mismatch()),
        };
        number.typed(self.data_type, self.strictness, self.start)
    }

    /// The number after tag 2, 3 or 4.
    fn number<'a>(&self, payload: &'a [u8], tag: u64) -> Result<(Value<'a>, usize), Error> {
        let (number, end) = match tag {
            4 => decimal_fraction(payload, self.start)?,
            _ => bignum(payload, self.start, tag == 3)?,
        };
        Ok((number.typed(self.data_type, self.strictness, self.start)?, end))
    }

    /// The text after tag 0, or the number after tag 1.
    fn time<'a>(&mut self, payload: &'a [u8], tag: u64) -> Result<(Value<'a>, usize), Error> {
        let (item, next) = item(payload, self.start)?;
        let value = match (tag, item) {
            (0, Item::Text(text)) => self.date(text)?,
            (1, Item::Unsigned(_) | Item::Negative(_) | Item::Float(_)) => {
                self.data_type = Some(DataType::Time);
                self.value(item)?
            }
            _ => {
                let error = Error::new(ErrorKind::UnexpectedType, self.start);
                return Err(error.expected(DataType::Time).found(item.found()));
            }
        };
        Ok((value, next))
    }

    /// A date, of which a fraction of a second is only cut off where that is allowed.
    fn date<'a>(&self, text: Text<'_>) -> Result<Value<'a>, Error> {
        let date =
            rfc3339::parse(text.bytes()).ok_or_else(|| self.error(ErrorKind::InvalidTime))?;
        if date.has_fraction {
            let fraction = || self.error(ErrorKind::FractionalNumber);
            self.strictness.check(Leniency::FractionalTime, fraction)?;
        }
        Ok(Value::Time(date.seconds))
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
