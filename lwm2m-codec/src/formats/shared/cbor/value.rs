//! Values as CBOR items (Core, Appendix C), in CBOR and LwM2M CBOR alike.

use super::cursor::Cursor;
use crate::data_type::DataType;
use crate::encoding::decimal::Decimal;
use crate::encoding::rfc3339::{self, Date};
use crate::error::{Error, ErrorKind, Found, Leniency};
#[cfg(any(feature = "cbor", feature = "lwm2m-cbor"))]
use crate::formats::shared::core_link;
#[cfg(any(feature = "cbor", feature = "lwm2m-cbor"))]
use crate::formats::shared::link_text;
use crate::formats::shared::number::{self, Number};
#[cfg(any(feature = "cbor", feature = "lwm2m-cbor"))]
use crate::model::value::Value;

/// The value that starts with the item that was read last, by [`Cursor::value_item`], as `data_type`
/// where that is known.
#[cfg(any(feature = "cbor", feature = "lwm2m-cbor"))]
#[inline]
pub(crate) fn value<'a>(cursor: &mut Cursor<'a>, data_type: Option<DataType>) -> Value<'a> {
    if cursor.found == Found::Tag {
        return tagged(cursor, data_type);
    }
    untagged(cursor, data_type)
}

/// A value after tags.
#[cfg(any(feature = "cbor", feature = "lwm2m-cbor"))]
#[cold]
#[inline(never)]
fn tagged<'a>(cursor: &mut Cursor<'a>, data_type: Option<DataType>) -> Value<'a> {
    loop {
        let tag = cursor.argument;
        match tag {
            0 | 1 if matches!(data_type, None | Some(DataType::Time)) => {
                let seconds = seconds(cursor, tag, data_type);
                return typed(cursor, &seconds, Some(DataType::Time));
            }
            4 => {
                let number = decimal_fraction(cursor);
                return typed(cursor, &number, data_type);
            }
            2 | 3 if cursor.fault.strictness().allows(Leniency::Bignum) => {
                let number = bignum(cursor, tag == 3);
                return typed(cursor, &number, data_type);
            }
            super::SELF_DESCRIBED => {}
            _ => {
                let error = Error::new(ErrorKind::TagNotAllowed, cursor.start as usize);
                // A bignum without its tag would be bytes.
                let leniency = match tag {
                    2 | 3 => Leniency::Bignum,
                    _ => Leniency::UnknownTags,
                };
                cursor.demand(leniency, error);
            }
        }
        if cursor.failed() || cursor.value_item() != Found::Tag {
            return untagged(cursor, data_type);
        }
    }
}

/// A value that is one item.
#[cfg(any(feature = "cbor", feature = "lwm2m-cbor"))]
#[cfg_attr(not(feature = "fast"), inline(never))]
fn untagged<'a>(cursor: &mut Cursor<'a>, data_type: Option<DataType>) -> Value<'a> {
    use DataType as T;
    let number = match (cursor.found, data_type) {
        (Found::Text, None | Some(T::String | T::CoreLink)) => {
            let text = cursor.text();
            if cursor.lossy {
                if let Some(error) = text.invalid(cursor.string_start()) {
                    cursor.demand(Leniency::InvalidUtf8, error);
                }
            }
            if data_type != Some(T::CoreLink) {
                return Value::String(text);
            }
            let places = (cursor.start, cursor.string_start());
            return core_link::read(text, places, cursor.fault.strictness()).unwrap_or_else(
                |error| {
                    cursor.fail(error);
                    Value::None
                },
            );
        }
        (Found::Text, Some(T::ObjectLink)) => return object_link(cursor),
        (Found::Text, Some(T::Time)) => {
            cursor.demand(Leniency::TextForTime, mismatch(cursor, data_type));
            let date = date(cursor, data_type);
            return typed(cursor, &date, data_type);
        }
        (Found::Bytes, None | Some(T::Opaque)) => return Value::Opaque(cursor.bytes()),
        (Found::Boolean, None | Some(T::Boolean)) => return Value::Boolean(cursor.truth()),
        (Found::Boolean, Some(T::Integer | T::Unsigned)) => {
            cursor.demand(Leniency::BooleanForNumber, mismatch(cursor, data_type));
            Number::Integer { negative: false, magnitude: cursor.truth().into() }
        }
        (Found::Integer | Found::Float, _) => {
            let number = plain_number(cursor);
            // -2^64 is a float.
            if cursor.found == Found::Integer
                && matches!(number, Number::Float(_))
                && data_type != Some(T::Float)
            {
                cursor.fail(fault(cursor, ErrorKind::ValueOutOfRange, data_type));
                return Value::None;
            }
            number
        }
        (Found::Null, Some(T::None)) => return Value::None,
        (found, _) => {
            cursor.fail(match found {
                Found::Break => fault(cursor, ErrorKind::InvalidCbor, data_type),
                _ => mismatch(cursor, data_type),
            });
            return Value::None;
        }
    };
    typed(cursor, &number, data_type)
}

/// A number that starts at the last item, as a data type.
#[cfg(any(feature = "cbor", feature = "lwm2m-cbor"))]
#[inline]
fn typed<'a>(
    cursor: &mut Cursor<'_>,
    number: &Number<'_>,
    data_type: Option<DataType>,
) -> Value<'a> {
    let strictness = cursor.fault.strictness();
    number.typed_or(data_type, strictness, cursor.start as usize, cursor.fault.slot())
}

/// The last item, which is an integer or a float; -2^64 is a float.
#[inline]
pub(crate) fn plain_number(cursor: &Cursor<'_>) -> Number<'static> {
    if cursor.found == Found::Float {
        return Number::Float(cursor.float());
    }
    let negative = cursor.is_negative();
    // The argument of a negative number is -1 - n.
    match cursor.argument.checked_add(negative.into()) {
        Some(magnitude) => Number::Integer { negative, magnitude },
        None => Number::Float(-18_446_744_073_709_551_616.0),
    }
}

/// An error about the last item as a value of this data type.
fn fault(cursor: &Cursor<'_>, kind: ErrorKind, data_type: Option<DataType>) -> Error {
    number::fault(kind, data_type, cursor.start as usize)
}

/// The error for an item that is no value of this data type.
#[inline(never)]
fn mismatch(cursor: &Cursor<'_>, data_type: Option<DataType>) -> Error {
    if data_type == Some(DataType::None) {
        return Error::new(ErrorKind::NoValue, cursor.start as usize);
    }
    fault(cursor, ErrorKind::UnexpectedType, data_type).found(cursor.found)
}

#[cfg(any(feature = "cbor", feature = "lwm2m-cbor"))]
#[inline(never)]
fn object_link<'a>(cursor: &mut Cursor<'a>) -> Value<'a> {
    let mut text = cursor.contents();
    match link_text::read_bytes(&mut text, cursor.start as usize, cursor.fault.strictness()) {
        Ok(link) => Value::ObjectLink(link),
        Err(error) => {
            cursor.fail(error);
            Value::None
        }
    }
}

/// The seconds of the date after tag 0, or the number after tag 1.
#[inline(never)]
pub(crate) fn seconds(
    cursor: &mut Cursor<'_>,
    tag: u64,
    data_type: Option<DataType>,
) -> Number<'static> {
    match (tag, cursor.item()) {
        (0, Found::Text) => date(cursor, data_type),
        (1, Found::Integer | Found::Float) => plain_number(cursor),
        _ => {
            cursor.fail(mismatch(cursor, Some(DataType::Time)));
            Number::Float(0.0)
        }
    }
}

/// The seconds of the date in the last item.
#[inline(never)]
fn date(cursor: &mut Cursor<'_>, data_type: Option<DataType>) -> Number<'static> {
    match rfc3339::parse(&mut cursor.contents()) {
        Some(Date { seconds, ticks: 0 }) => Number::from(seconds),
        Some(Date { seconds, ticks }) => {
            // That fits, as years have four digits.
            let ticks = seconds * 10_000_000 + i64::from(ticks);
            Number::Fraction(Decimal::from_parts(ticks < 0, ticks.unsigned_abs(), -7))
        }
        None => {
            cursor.fail(fault(cursor, ErrorKind::InvalidTime, data_type));
            Number::Float(0.0)
        }
    }
}

/// The number in the bytes after tag 2 or 3.
pub(crate) fn bignum(cursor: &mut Cursor<'_>, negative: bool) -> Number<'static> {
    if cursor.item() != Found::Bytes {
        cursor.misfit(ErrorKind::InvalidCbor);
    }
    // The bytes of a negative bignum are those of -1 - n.
    let number = cursor.contents().try_fold(0u64, |number, byte| {
        (number >> 56 == 0).then_some(number << 8 | u64::from(byte))
    });
    let magnitude = number.and_then(|number| number.checked_add(negative.into()));
    if magnitude.is_none() {
        cursor.fail_here(ErrorKind::ValueOutOfRange);
    }
    Number::Integer { negative, magnitude: magnitude.unwrap_or_default() }
}

/// The array of exponent and mantissa after tag 4. An array of indefinite length and a bignum are
/// well-formed, but no deterministic encoding has them.
pub(crate) fn decimal_fraction(cursor: &mut Cursor<'_>) -> Number<'static> {
    let is_array = cursor.item() == Found::Array;
    let (start, until_break) = (cursor.start, cursor.is_indefinite());
    if !is_array || !until_break && cursor.argument != 2 {
        cursor.misfit(ErrorKind::InvalidCbor);
    }
    cursor.item();
    let exponent = integer(cursor);
    cursor.item();
    let mut bignum_at = None;
    let mantissa = if cursor.found == Found::Tag && matches!(cursor.argument, 2 | 3) {
        bignum_at = Some(cursor.start);
        match bignum(cursor, cursor.argument == 3) {
            Number::Integer { negative, magnitude } => Some((negative, magnitude)),
            _ => None,
        }
    } else {
        integer(cursor)
    };
    if until_break && !cursor.failed() && cursor.item() != Found::Break {
        cursor.misfit(ErrorKind::InvalidCbor);
    }
    // Errors of the number are at the array.
    cursor.start = start;
    let (Some((below, digits)), Some((negative, magnitude))) = (exponent, mantissa) else {
        cursor.fail_here(ErrorKind::ValueOutOfRange);
        return Number::Float(0.0);
    };
    if until_break {
        let error = Error::new(ErrorKind::IndefiniteLength, start as usize);
        cursor.demand(Leniency::IndefiniteArray, error);
    }
    if let Some(at) = bignum_at {
        cursor.demand(Leniency::Bignum, Error::new(ErrorKind::TagNotAllowed, at as usize));
    }
    let digits = i32::try_from(digits).unwrap_or(i32::MAX);
    let exponent = if below { -digits } else { digits };
    Number::Fraction(Decimal::from_parts(negative, magnitude, exponent))
}

/// The last item as sign and magnitude; `None` if it is -2^64 or no integer.
fn integer(cursor: &mut Cursor<'_>) -> Option<(bool, u64)> {
    if cursor.found != Found::Integer {
        cursor.misfit(ErrorKind::InvalidCbor);
    }
    let negative = cursor.is_negative();
    Some((negative, cursor.argument.checked_add(negative.into())?))
}
