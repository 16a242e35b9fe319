//! The values of TLV leaves (Core, Appendix C).

use crate::data_type::DataType;
use crate::encoding::utf8::utf8;
use crate::error::{Error, ErrorKind, Found, Leniency, Strictness};
use crate::model::object_link::ObjectLink;
use crate::model::value::{Text, Value};

/// Reads the bytes of a leaf, which start at `offset` of the payload, as a data type.
pub(crate) fn value(
    bytes: &[u8],
    offset: usize,
    data_type: DataType,
    strictness: Strictness,
) -> Result<Value<'_>, Error> {
    match data_type {
        DataType::String => return text(bytes, offset, strictness).map(Value::String),
        DataType::CoreLink => return text(bytes, offset, strictness).map(Value::CoreLink),
        DataType::Opaque => return Ok(Value::from(bytes)),
        _ => {}
    }
    // All others are some number of at most eight bytes.
    let negative = data_type != DataType::Unsigned && matches!(bytes, [0x80..=0xff, ..]);
    let sign = if negative { u64::MAX } else { 0 };
    let number = bytes.iter().take(8).fold(sign, |number, &byte| number << 8 | u64::from(byte));
    let (kind, leniency) = match (data_type, bytes.len()) {
        (DataType::Integer | DataType::Time | DataType::Unsigned, length) => {
            // Integers have 1, 2, 4 or 8 bytes.
            let odd = matches!(length, 3 | 5..=7);
            let fits = odd && strictness.allows(Leniency::IntegerWidth);
            match data_type {
                _ if !fits && !matches!(length, 1 | 2 | 4 | 8) => {}
                DataType::Integer => return Ok(Value::Integer(number as i64)),
                DataType::Time => return Ok(Value::Time(number as i64)),
                _ => return Ok(Value::Unsigned(number)),
            }
            (ErrorKind::ValueLength, odd.then_some(Leniency::IntegerWidth))
        }
        (DataType::Float, 4) => {
            return Ok(Value::Float(f32::from_bits(number as u32).into()));
        }
        (DataType::Float, 8) => return Ok(Value::Float(f64::from_bits(number))),
        (DataType::Boolean, length @ 1..=2) => {
            let plain = length == 1 && number <= 1;
            if plain || strictness.allows(Leniency::BooleanByte) {
                return Ok(Value::Boolean(number != 0));
            }
            match length {
                1 => {
                    return Err(
                        Error::new(ErrorKind::InvalidBoolean, offset).unless(Leniency::BooleanByte)
                    );
                }
                _ => (ErrorKind::ValueLength, Some(Leniency::BooleanByte)),
            }
        }
        (DataType::ObjectLink, 4) => match ObjectLink::new((number >> 16) as u16, number as u16) {
            Some(link) => return Ok(Value::ObjectLink(link)),
            None => (ErrorKind::ValueOutOfRange, None),
        },
        (DataType::None, _) => {
            let error = Error::new(ErrorKind::UnexpectedType, offset).expected(data_type);
            return Err(error.found(Found::Bytes));
        }
        _ => (ErrorKind::ValueLength, None),
    };
    let error = Error::new(kind, offset).expected(data_type);
    Err(leniency.map_or(error, |leniency| error.unless(leniency)))
}

fn text(bytes: &[u8], offset: usize, strictness: Strictness) -> Result<Text<'_>, Error> {
    match utf8(bytes) {
        Ok(text) => Ok(Text::from(text)),
        Err(_) if strictness.allows(Leniency::InvalidUtf8) => Ok(Text::lossy(bytes)),
        Err(valid) => {
            let error = Error::new(ErrorKind::InvalidUtf8, offset + valid);
            Err(error.unless(Leniency::InvalidUtf8))
        }
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
