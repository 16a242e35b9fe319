//! Tagged items at a position, for SenML.

use super::cursor::Cursor;
use super::item::{Item, item};
use super::value::value;
use crate::data_type::DataType;
use crate::encoding::decimal::Decimal;
use crate::error::{Error, ErrorKind, Strictness};
use crate::formats::shared::number::Number;
use crate::model::value::Value;

/// Reads the value at `position`, as `data_type` where that is known, and the position after it.
pub(crate) fn leaf(
    payload: &[u8],
    position: usize,
    data_type: Option<DataType>,
    strictness: Strictness,
) -> Result<(Value<'_>, usize), Error> {
    let mut cursor = Cursor::new(payload, position as u32, strictness);
    cursor.value_item();
    let value = value(&mut cursor, data_type);
    cursor.error().map_or(Ok((value, cursor.position as usize)), Err)
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
