//! The values of TLV leaves (Core, Appendix C).

use crate::data_type::DataType;
use crate::encoding::integer;
use crate::encoding::utf8::PlainText;
use crate::error::{Error, ErrorKind, Found, Leniency, Strictness};
use crate::formats::shared::core_link;
use crate::model::object_link::ObjectLink;
use crate::model::value::{Coded, Text, Value};

/// Reads the bytes of a leaf, which start at `offset` of the payload, as a data type.
pub(crate) fn value(
    bytes: &[u8],
    offset: usize,
    data_type: DataType,
    strictness: Strictness,
) -> Result<Value<'_>, Error> {
    let mut value = Value::None;
    read(bytes, offset as u32, data_type, strictness, &mut value).map(|()| value)
}

/// Does the same into a value that is there.
pub(super) fn read<'a>(
    bytes: &'a [u8],
    at: u32,
    data_type: DataType,
    strictness: Strictness,
    value: &mut Value<'a>,
) -> Result<(), Error> {
    let length = bytes.len();
    let whole = matches!(length, 1 | 2 | 4 | 8);
    let bits = bits(bytes, data_type);
    *value = match data_type {
        DataType::String => Value::String(text(bytes, at, strictness)?),
        DataType::CoreLink => core_link::read(text(bytes, at, strictness)?, (at, at), strictness)?,
        DataType::Opaque => Value::from(bytes),
        DataType::Integer if whole => Value::Integer(bits as i64),
        DataType::Time if whole => Value::Time(bits as i64),
        DataType::Unsigned if whole => Value::Unsigned(bits),
        DataType::Float if length == 4 => Value::Float(f32::from_bits(bits as u32).into()),
        DataType::Float if length == 8 => Value::Float(f64::from_bits(bits)),
        DataType::Boolean if length == 1 && bits & !1 == 0 => Value::Boolean(bits != 0),
        DataType::ObjectLink if length == 4 => {
            match ObjectLink::new((bits >> 16) as u16, bits as u16) {
                Some(link) => Value::ObjectLink(link),
                None => return odd(bytes, bits, at, data_type, strictness, value),
            }
        }
        _ => return odd(bytes, bits, at, data_type, strictness, value),
    };
    Ok(())
}

/// The first bytes as a number, with sign except for Unsigned.
#[cfg_attr(not(feature = "fast"), inline(never))]
fn bits(bytes: &[u8], data_type: DataType) -> u64 {
    if cfg!(feature = "fast") {
        let signed = match *bytes {
            [a] => i64::from(a as i8),
            [a, b] => i16::from_be_bytes([a, b]).into(),
            [a, b, c, d] => i32::from_be_bytes([a, b, c, d]).into(),
            [a, b, c, d, e, f, g, h] => return u64::from_be_bytes([a, b, c, d, e, f, g, h]),
            _ => return odd_bits(bytes, data_type),
        };
        let unused = if data_type == DataType::Unsigned { 64 - 8 * bytes.len() } else { 0 };
        return (signed as u64) << unused >> unused;
    }
    odd_bits(bytes, data_type)
}

/// The same for any length.
#[cfg_attr(feature = "fast", inline(never))]
fn odd_bits(bytes: &[u8], data_type: DataType) -> u64 {
    let negative = data_type != DataType::Unsigned && matches!(bytes, [0x80..=0xff, ..]);
    let sign = if negative { u64::MAX } else { 0 };
    bytes.iter().take(8).fold(sign, |bits, &byte| bits << 8 | u64::from(byte))
}

fn text(bytes: &[u8], at: u32, strictness: Strictness) -> Result<Text<'_>, Error> {
    match PlainText::check(bytes) {
        Ok(text) => Ok(Text::from(text)),
        Err(valid) => {
            strictness.check(Leniency::InvalidUtf8, || {
                Error::new(ErrorKind::InvalidUtf8, valid).after(at)
            })?;
            Ok(Text::lossy(Coded::Plain, bytes))
        }
    }
}

/// Reads a value with a length or bits that its data type does not have.
#[cold]
#[inline(never)]
fn odd(
    bytes: &[u8],
    bits: u64,
    at: u32,
    data_type: DataType,
    strictness: Strictness,
    value: &mut Value<'_>,
) -> Result<(), Error> {
    let mut kind = ErrorKind::ValueLength;
    let length = bytes.len();
    let leniency = match (data_type, length) {
        (DataType::Integer, 3 | 5..=7) => {
            *value = Value::Integer(bits as i64);
            Some(Leniency::IntegerWidth)
        }
        (DataType::Time, 3 | 5..=7) => {
            *value = Value::Time(bits as i64);
            Some(Leniency::IntegerWidth)
        }
        (DataType::Unsigned, 3 | 5..=7) => {
            *value = Value::Unsigned(bits);
            Some(Leniency::IntegerWidth)
        }
        (DataType::Boolean, 1 | 2) => {
            *value = Value::Boolean(bits != 0 && bytes != b"0");
            if length == 1 {
                kind = ErrorKind::InvalidBoolean;
            }
            match bytes {
                b"0" => Some(Leniency::AsciiNumbers),
                b"1" if !strictness.allows(Leniency::BooleanByte) => Some(Leniency::AsciiNumbers),
                _ => Some(Leniency::BooleanByte),
            }
        }
        (DataType::ObjectLink, 4) => {
            kind = ErrorKind::ValueOutOfRange;
            None
        }
        (DataType::None, _) => {
            kind = ErrorKind::UnexpectedType;
            None
        }
        _ => ascii(bytes, data_type).map(|number| {
            *value = number;
            Leniency::AsciiNumbers
        }),
    };
    let mut error = Error::new(kind, at as usize);
    if kind != ErrorKind::InvalidBoolean {
        error = error.expected(data_type);
    }
    if kind == ErrorKind::UnexpectedType {
        error = error.found(Found::Bytes);
    }
    match leniency {
        Some(leniency) => strictness.check(leniency, || error),
        None => Err(error),
    }
}

/// A number in ASCII, of a length that no binary number of the data type has. Floats take the reader of
/// decimal numbers, which builds without a format of text do not have.
#[cold]
fn ascii(bytes: &[u8], data_type: DataType) -> Option<Value<'static>> {
    if data_type == DataType::Float {
        #[cfg(feature = "_numerals")]
        return match crate::encoding::decimal::Decimal::scan(bytes) {
            Ok((number, length)) if length == bytes.len() => number.to_f64().map(Value::Float),
            _ => None,
        };
        #[cfg(not(feature = "_numerals"))]
        return None;
    }
    let (negative, digits) = match bytes {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let mut magnitude = 0u64;
    for &byte in digits {
        let digit @ 0..10 = byte.wrapping_sub(b'0') else { return None };
        magnitude = magnitude.checked_mul(10)?.checked_add(digit.into())?;
    }
    match data_type {
        _ if digits.is_empty() => None,
        DataType::Integer => integer::signed(negative, magnitude).map(Value::Integer),
        DataType::Time => integer::signed(negative, magnitude).map(Value::Time),
        DataType::Unsigned if !negative => Some(Value::Unsigned(magnitude)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strict(bytes: &[u8], data_type: DataType) -> Result<Value<'_>, Error> {
        value(bytes, 10, data_type, Strictness::STRICT)
    }

    #[test]
    fn integers_extend_their_sign_and_unsigned_do_not() {
        assert_eq!(strict(&[0xff], DataType::Integer), Ok(Value::Integer(-1)));
        assert_eq!(strict(&[0x80, 0], DataType::Time), Ok(Value::Time(-32768)));
        assert_eq!(strict(&[0xff], DataType::Unsigned), Ok(Value::Unsigned(255)));
        let lenient = value(&[0xff, 0, 0], 0, DataType::Integer, Strictness::LENIENT);
        assert_eq!(lenient, Ok(Value::Integer(-65536)));
        let error = strict(&[1, 2, 3], DataType::Integer).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ValueLength);
        assert_eq!(error.leniency(), Some(Leniency::IntegerWidth));
        assert_eq!(strict(&[0; 9], DataType::Unsigned).unwrap_err().leniency(), None);
    }

    #[test]
    fn invalid_utf8_is_reported_where_it_starts() {
        let error = strict(b"ab\xff", DataType::String).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::InvalidUtf8, 12));
    }
}
