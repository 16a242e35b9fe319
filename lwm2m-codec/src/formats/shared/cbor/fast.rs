//! Values as the fast paths read them: of definite length, in the data type as they are.

use crate::data_type::DataType;
use crate::encoding::cbor::Head;
use crate::formats::shared::number;
use crate::model::value::Value;

/// The number that a head is, if it has the data type as it is.
#[inline(always)]
pub(crate) fn fast_number<'a>(head: Head, data_type: Option<DataType>) -> Option<Value<'a>> {
    match (head.first, data_type) {
        (0xf9.., None | Some(DataType::Float)) => head.float().map(Value::Float),
        (0x00..0x20, _) => number::fast_integer(false, head.argument, data_type),
        (0x20..0x40, _) => number::fast_integer(true, head.argument.checked_add(1)?, data_type),
        _ => None,
    }
}

/// Reads a string or Boolean if it has the data type as it is, and returns what follows it.
#[cfg(feature = "lwm2m-cbor")]
#[inline(never)]
pub(crate) fn fast_leaf(rest: &[u8], data_type: Option<DataType>) -> Option<(Value<'_>, &[u8])> {
    let (head, rest) = Head::split(rest)?;
    match (head.first, data_type) {
        (0x40..0x60, None | Some(DataType::Opaque)) => {
            let (bytes, rest) = rest.split_at_checked(usize::try_from(head.argument).ok()?)?;
            Some((Value::Opaque(bytes.into()), rest))
        }
        (0x60..0x80, _) => {
            let (text, rest) = rest.split_at_checked(usize::try_from(head.argument).ok()?)?;
            Some((number::fast_text(text, data_type)?, rest))
        }
        (0xf4 | 0xf5, None | Some(DataType::Boolean)) => {
            Some((Value::Boolean(head.first == 0xf5), rest))
        }
        _ => None,
    }
}
