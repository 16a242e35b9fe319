//! Values as the types that targets expect.

use serde::de::Visitor;

use crate::data_type::DataType;
use crate::error::{ErrorKind, Found, Leniency};
use crate::model::content_format::ContentFormat;
use crate::model::located_error::LocatedError;
use crate::model::object_link::ObjectLink;
use crate::model::path::Path;
use crate::model::record::{Content, Raw, Record};
use crate::model::value::{Bytes, Text, Value};
use crate::serde_impl::StackText;

use super::error::Error;
#[cfg(not(feature = "alloc"))]
use super::error::Reason;
use super::input::Input;

/// The size of values that are decoded without a heap.
const STACK_LEN: usize = 256;

/// What errors call the content of a record.
pub(super) fn found(record: &Record<'_>) -> Found {
    match record.content {
        Content::Value(Value::String(_) | Value::CoreLink(_)) => Found::Text,
        Content::Value(Value::Integer(_) | Value::Unsigned(_) | Value::Time(_)) => Found::Integer,
        Content::Value(Value::Float(_)) => Found::Float,
        Content::Value(Value::Boolean(_)) => Found::Boolean,
        Content::Value(Value::Opaque(_)) => Found::Bytes,
        Content::Value(Value::ObjectLink(_)) => Found::ObjectLink,
        _ => Found::Nothing,
    }
}

/// The value of a record as a data type: the target decides where the format does not.
pub(super) fn read<'de>(
    input: &mut Input<'de, '_>,
    record: &Record<'de>,
    data_type: DataType,
) -> Result<Value<'de>, Error> {
    use DataType as T;
    let strictness = input.context().strictness();
    if record.raw != Raw::Typed {
        let value = record.value_with(data_type, strictness);
        return value.map_err(|error| LocatedError::new(error, record.path).into());
    }
    let Some(value) = record.value() else { return input.reread(record, data_type) };
    let format = input.format();
    let textual = matches!(
        format,
        ContentFormat::SenmlJson | ContentFormat::EtchJson | ContentFormat::OmaJson
    );
    let converted = match (data_type, value) {
        #[expect(clippy::cast_precision_loss, reason = "the nearest float is what is asked for")]
        (T::Float, Value::Integer(number) | Value::Time(number)) => {
            Some(Value::Float(number as f64))
        }
        #[expect(clippy::cast_precision_loss, reason = "the nearest float is what is asked for")]
        (T::Float, Value::Unsigned(number)) => Some(Value::Float(number as f64)),
        (T::Integer | T::Unsigned | T::Time, Value::Float(_))
            if !textual && !strictness.allows(Leniency::FloatForInteger) =>
        {
            None
        }
        #[cfg(feature = "oma-json")]
        (T::Opaque, Value::String(text)) if format == ContentFormat::OmaJson => {
            let base64 = crate::encoding::base64::Base64::Standard;
            Bytes::base64_or_lenient(text, base64, strictness).ok().map(Value::Opaque)
        }
        (T::ObjectLink, Value::String(_))
            if !matches!(format, ContentFormat::Cbor | ContentFormat::Lwm2mCbor)
                && !strictness.allows(Leniency::StringForObjectLink) =>
        {
            None
        }
        (data_type, value) => value.cast(data_type).ok(),
    };
    match converted {
        Some(value) => Ok(value),
        None => input.reread(record, data_type),
    }
}

/// The text of an object link.
pub(super) fn link_text(link: ObjectLink) -> StackText<{ ObjectLink::MAX_TEXT }> {
    let mut text = StackText::new();
    let _ = core::fmt::write(&mut text, format_args!("{link}"));
    text
}

/// Passes a value on as its own type.
pub(super) fn visit<'de, V: Visitor<'de>>(
    value: &Value<'de>,
    visitor: V,
) -> Result<V::Value, Error> {
    match *value {
        Value::String(text) | Value::CoreLink(text) => visit_text(text, visitor),
        Value::Integer(number) | Value::Time(number) => visitor.visit_i64(number),
        Value::Unsigned(number) => visitor.visit_u64(number),
        Value::Float(number) => visitor.visit_f64(number),
        Value::Boolean(truth) => visitor.visit_bool(truth),
        Value::Opaque(bytes) => visit_bytes(bytes, visitor),
        Value::ObjectLink(link) => visitor.visit_str(link_text(link).as_str()),
        Value::None => visitor.visit_unit(),
    }
}

/// Passes text on, borrowed if the payload holds it as it is.
fn visit_text<'de, V: Visitor<'de>>(text: Text<'de>, visitor: V) -> Result<V::Value, Error> {
    match text.as_str() {
        Some(text) => visitor.visit_borrowed_str(text),
        None if text.len() <= STACK_LEN => {
            let mut buffer = [0; STACK_LEN];
            visitor.visit_str(text.copy_to(&mut buffer).unwrap_or_default())
        }
        #[cfg(feature = "alloc")]
        None => visitor.visit_string(text.to_cow().into_owned()),
        #[cfg(not(feature = "alloc"))]
        None => Err(Error::new(Reason::TooLong)),
    }
}

/// Passes bytes on, borrowed if the payload holds them as they are.
fn visit_bytes<'de, V: Visitor<'de>>(bytes: Bytes<'de>, visitor: V) -> Result<V::Value, Error> {
    match bytes.as_slice() {
        Some(bytes) => visitor.visit_borrowed_bytes(bytes),
        None if bytes.len() <= STACK_LEN => {
            let mut buffer = [0; STACK_LEN];
            visitor.visit_bytes(bytes.copy_to(&mut buffer).unwrap_or_default())
        }
        #[cfg(feature = "alloc")]
        None => visitor.visit_byte_buf(bytes.to_cow().into_owned()),
        #[cfg(not(feature = "alloc"))]
        None => Err(Error::new(Reason::TooLong)),
    }
}

/// An integer that does not fit the target type.
pub(super) fn out_of_range(input: &mut Input<'_, '_>, path: Path, data_type: DataType) -> Error {
    let position = input.value_position(path);
    let error = crate::Error::new(ErrorKind::ValueOutOfRange, position as usize);
    LocatedError::new(error.expected(data_type), path).into()
}
