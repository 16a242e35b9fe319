//! The values of TLV leaves (Core, Appendix C).

use crate::error::{Error, ErrorKind, Found};
use crate::strictness::{Leniency, Strictness};
use crate::value::{DataType, ObjectLink, Text, Value};

/// Reads the bytes of a leaf, which start at `offset` of the payload, as a data type.
pub(crate) fn value(
    bytes: &[u8],
    offset: usize,
    data_type: DataType,
    strictness: Strictness,
) -> Result<Value<'_>, Error> {
    let wrong_length = Error::new(ErrorKind::ValueLength, offset).expected(data_type);
    let odd_width = |odd| match odd {
        true => wrong_length.unless(Leniency::IntegerWidth),
        false => wrong_length,
    };
    Ok(match data_type {
        DataType::String => Value::String(text(bytes, offset, strictness)?),
        DataType::CoreLink => Value::CoreLink(text(bytes, offset, strictness)?),
        DataType::Opaque => Value::from(bytes),
        DataType::Integer => Value::Integer(signed(bytes, strictness).map_err(odd_width)?),
        DataType::Time => Value::Time(signed(bytes, strictness).map_err(odd_width)?),
        DataType::Unsigned => {
            check_width(bytes, strictness).map_err(odd_width)?;
            Value::Unsigned(bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)))
        }
        DataType::Float => match (<[u8; 4]>::try_from(bytes), <[u8; 8]>::try_from(bytes)) {
            (Ok(single), _) => Value::Float(f64::from(f32::from_be_bytes(single))),
            (_, Ok(double)) => Value::Float(f64::from_be_bytes(double)),
            _ => return Err(wrong_length),
        },
        DataType::Boolean => match *bytes {
            [0] => Value::Boolean(false),
            [1] => Value::Boolean(true),
            [_] | [_, _] if strictness.allows(Leniency::BooleanByte) => {
                Value::Boolean(bytes.iter().any(|&byte| byte != 0))
            }
            [_] => {
                let invalid = Error::new(ErrorKind::InvalidBoolean, offset);
                return Err(invalid.unless(Leniency::BooleanByte));
            }
            [_, _] => return Err(wrong_length.unless(Leniency::BooleanByte)),
            _ => return Err(wrong_length),
        },
        DataType::ObjectLink => match *bytes {
            [a, b, c, d] => {
                let link = ObjectLink::new(u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
                link.ok_or(Error::new(ErrorKind::ValueOutOfRange, offset).expected(data_type))?
                    .into()
            }
            _ => return Err(wrong_length),
        },
        DataType::None => {
            let error = Error::new(ErrorKind::UnexpectedType, offset).expected(data_type);
            return Err(error.found(Found::Bytes));
        }
    })
}

fn text(bytes: &[u8], offset: usize, strictness: Strictness) -> Result<Text<'_>, Error> {
    match core::str::from_utf8(bytes) {
        Ok(text) => Ok(Text::from(text)),
        Err(_) if strictness.allows(Leniency::InvalidUtf8) => Ok(Text::lossy(bytes)),
        Err(error) => {
            let error = Error::new(ErrorKind::InvalidUtf8, offset + error.valid_up_to());
            Err(error.unless(Leniency::InvalidUtf8))
        }
    }
}

/// Big-endian two's complement, sign-extended.
fn signed(bytes: &[u8], strictness: Strictness) -> Result<i64, bool> {
    check_width(bytes, strictness)?;
    let sign = if bytes.first().is_some_and(|&first| first >= 0x80) { -1 } else { 0 };
    Ok(bytes.iter().fold(sign, |number, &byte| number << 8 | i64::from(byte)))
}

/// Integers have 1, 2, 4 or 8 bytes; the error says whether a leniency would take them.
fn check_width(bytes: &[u8], strictness: Strictness) -> Result<(), bool> {
    match bytes.len() {
        1 | 2 | 4 | 8 => Ok(()),
        3 | 5..=7 if strictness.allows(Leniency::IntegerWidth) => Ok(()),
        length => Err(matches!(length, 3 | 5..=7)),
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
        assert_eq!((error.kind(), error.position()), (ErrorKind::InvalidUtf8, 12));
    }
}
