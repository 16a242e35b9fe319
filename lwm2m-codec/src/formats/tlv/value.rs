//! The values of TLV leaves (Core, Appendix C).

use crate::data_type::DataType;
use crate::encoding::utf8::utf8;
use crate::error::{Error, ErrorKind, Found, Leniency, Strictness};
use crate::model::flat::{Coding, FlatRecord};
use crate::model::object_link::ObjectLink;
use crate::model::value::Value;

/// Reads the bytes of a leaf, which start at `offset` of the payload, as a data type.
pub(crate) fn value(
    bytes: &[u8],
    offset: usize,
    data_type: DataType,
    strictness: Strictness,
) -> Result<Value<'_>, Error> {
    let mut record = FlatRecord { data_type, len: bytes.len() as u32, ..FlatRecord::EMPTY };
    let text = read(bytes, offset as u32, strictness, &mut record)?;
    Ok(record.value(bytes, text))
}

/// Reads the bytes of a leaf, which start at `at` of the payload, as the data type that the record
/// has. Returns the text if it is one.
#[cfg_attr(feature = "fast", inline(always))]
pub(super) fn read<'a>(
    bytes: &'a [u8],
    at: u32,
    strictness: Strictness,
    record: &mut FlatRecord,
) -> Result<&'a str, Error> {
    let number = match *bytes {
        [a] => i8::from_be_bytes([a]).into(),
        [a, b] => i16::from_be_bytes([a, b]).into(),
        [a, b, c, d] => i32::from_be_bytes([a, b, c, d]).into(),
        [a, b, c, d, e, f, g, h] => i64::from_be_bytes([a, b, c, d, e, f, g, h]),
        _ => 0,
    };
    record.bits = number as u64;
    let length = bytes.len();
    let whole = matches!(length, 1 | 2 | 4 | 8);
    let right = match record.data_type {
        DataType::String | DataType::CoreLink => match utf8(bytes) {
            Ok(text) => return Ok(text),
            Err(valid) => return not_utf8(at, valid, strictness, record),
        },
        DataType::Integer | DataType::Time => whole,
        DataType::Unsigned => {
            // Without the sign.
            let unused = 64 - 8 * (length as u32 & 7);
            record.bits = (number as u64) << (unused & 63) >> (unused & 63);
            whole
        }
        DataType::Float if length == 4 => {
            record.bits = f64::from(f32::from_bits(number as u32)).to_bits();
            true
        }
        DataType::Float => length == 8,
        DataType::Boolean => length == 1 && number & !1 == 0,
        DataType::ObjectLink => length == 4 && is_link(number as u32),
        DataType::Opaque => true,
        DataType::None => false,
    };
    if right { Ok("") } else { odd(bytes, at, strictness, record) }
}

/// The null link has no instance.
fn is_link(ids: u32) -> bool {
    ObjectLink::new((ids >> 16) as u16, ids as u16).is_some()
}

#[cold]
#[inline(never)]
fn not_utf8(
    at: u32,
    valid: usize,
    strictness: Strictness,
    record: &mut FlatRecord,
) -> Result<&'static str, Error> {
    record.coding = Coding::Lossy;
    let error = || Error::new(ErrorKind::InvalidUtf8, valid).after(at);
    strictness.check(Leniency::InvalidUtf8, error).map(|()| "")
}

/// Reads a value of a length or with bits that the data type does not have.
#[cold]
#[inline(never)]
fn odd(
    bytes: &[u8],
    at: u32,
    strictness: Strictness,
    record: &mut FlatRecord,
) -> Result<&'static str, Error> {
    let data_type = record.data_type;
    let length = bytes.len();
    let negative = data_type != DataType::Unsigned && matches!(bytes, [0x80..=0xff, ..]);
    let sign = if negative { u64::MAX } else { 0 };
    record.bits = bytes.iter().take(8).fold(sign, |bits, &byte| bits << 8 | u64::from(byte));
    let (kind, leniency) = match data_type {
        DataType::Integer | DataType::Time | DataType::Unsigned if matches!(length, 3 | 5..=7) => {
            (ErrorKind::ValueLength, Some(Leniency::IntegerWidth))
        }
        DataType::Boolean if matches!(length, 1 | 2) => {
            record.bits = u64::from(record.bits != 0);
            let kind = match length {
                1 => ErrorKind::InvalidBoolean,
                _ => ErrorKind::ValueLength,
            };
            (kind, Some(Leniency::BooleanByte))
        }
        DataType::ObjectLink if length == 4 => (ErrorKind::ValueOutOfRange, None),
        DataType::None => (ErrorKind::UnexpectedType, None),
        _ => (ErrorKind::ValueLength, None),
    };
    let error = Error::new(kind, at as usize);
    let error = match kind {
        ErrorKind::InvalidBoolean => error,
        ErrorKind::UnexpectedType => error.expected(data_type).found(Found::Bytes),
        _ => error.expected(data_type),
    };
    match leniency {
        Some(leniency) => strictness.check(leniency, || error).map(|()| ""),
        None => Err(error),
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
