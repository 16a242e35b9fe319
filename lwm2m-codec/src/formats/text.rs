//! Plain text, `text/plain;charset=utf-8` (0): one value as text.
//!
//! Text carries no types. Without a schema the value is the text; with one it is read as the
//! declared type. Floats are accepted with an exponent and written without one; Opaque values are
//! base64 with padding.
//!
//! ```
//! use lwm2m_codec::{Context, DataType, Path, Value, text};
//!
//! let context = Context::read(Path::new(&[3, 0, 9]).unwrap());
//! let record = text::decode(b"100", &context).next().unwrap()?;
//! assert_eq!(record.value(), Some(Value::from("100")));
//! assert_eq!(record.value_as(DataType::Integer)?, Value::Integer(100));
//! # Ok::<(), lwm2m_codec::Error>(())
//! ```

use crate::codec::context::Context;
use crate::codec::decimal_text;
use crate::codec::decoder::{self, Records, sealed::Extent};
use crate::codec::long::{Coding, Form, Long, Utf8};
use crate::codec::single::{Progress, SingleValue};
use crate::codec::sink::Sink;
use crate::data_type::DataType::{self, self as T};
use crate::encoding::base64::{self, Base64};
use crate::encoding::decimal::{Decimal, Integral};
use crate::encoding::integer;
use crate::error::{Error, ErrorKind, Leniency, Strictness};
use crate::formats::shared::core_link;
use crate::formats::shared::link_text::{self, LinkText};
use crate::formats::shared::trimmed::trimmed;
use crate::model::content_format::ContentFormat;
use crate::model::path::Path;
use crate::model::record::Raw;
use crate::model::value::{Bytes, Coded, Text, Value};

/// The state of a plain-text decoder.
#[derive(Clone, Debug, Default)]
pub struct State(Progress);

/// A decoder of plain text; from [`decode`].
pub type Decoder<'a, 's> = Records<'a, 's, State>;

/// Decodes plain text.
pub fn decode<'a, 's>(payload: &'a [u8], context: &Context<'s>) -> Decoder<'a, 's> {
    Records::new(payload, *context, State::default())
}

impl decoder::State for State {}

impl SingleValue for State {
    const FORMAT: ContentFormat = ContentFormat::Text;
    const EXTENT: Extent = Extent::Payload;

    fn progress(&self) -> &Progress {
        &self.0
    }

    fn progress_mut(&mut self) -> &mut Progress {
        &mut self.0
    }

    fn read(
        payload: &[u8],
        data_type: Option<DataType>,
        strictness: Strictness,
    ) -> Result<(Value<'_>, Raw), Error> {
        let value = value(payload, data_type.unwrap_or(DataType::String), strictness)?;
        let untyped =
            data_type.is_none() && value.as_text().is_some_and(|t| t.as_bytes().is_some());
        Ok((value, if untyped { Raw::Text } else { Raw::Typed }))
    }

    fn begin_long(
        path: Path,
        data_type: Option<DataType>,
        _: &mut [u8],
        cut: usize,
        _: Strictness,
    ) -> Result<Long, Error> {
        let content = match data_type {
            None | Some(DataType::String | DataType::CoreLink) => Form::Text(Utf8::Required),
            Some(DataType::Opaque) => Form::base64(Base64::Standard),
            Some(_) => return Err(Error::new(ErrorKind::ScratchTooSmall, cut)),
        };
        Ok(Long::new(path, data_type, Coding::Payload, content))
    }

    fn write(value: &Value<'_>, _: &Context<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
        match *value {
            Value::String(text) | Value::CoreLink(text) => sink.put_pieces(text.pieces()),
            Value::Integer(number) | Value::Time(number) => decimal_text::put_signed(sink, number),
            Value::Unsigned(number) => decimal_text::put_unsigned(sink, number),
            Value::Float(number) if !number.is_finite() => {
                return Err(Error::new(ErrorKind::NumberNotRepresentable, 0));
            }
            Value::Float(number) => decimal_text::put_plain_float(sink, number),
            Value::Boolean(truth) => sink.put(if truth { b"1" } else { b"0" }),
            Value::Opaque(bytes) => {
                sink.put_base64(&bytes, Base64::Standard);
            }
            Value::ObjectLink(link) => sink.put(LinkText::new(link).as_bytes()),
            Value::None => return Err(Error::new(ErrorKind::NotRepresentable, 0)),
        }
        Ok(())
    }
}

/// Reads a whole payload as a data type.
pub(crate) fn value(
    payload: &[u8],
    data_type: DataType,
    strictness: Strictness,
) -> Result<Value<'_>, Error> {
    let value = bare_value(payload, data_type, strictness);
    match (value, data_type) {
        (Err(error), T::Integer | T::Unsigned | T::Time | T::Float | T::Boolean | T::Opaque) => {
            trimmed(payload, strictness, error, &|text| bare_value(text, data_type, strictness))
        }
        (value, _) => value,
    }
}

/// The same without what leniencies accept around the text.
fn bare_value(
    payload: &[u8],
    data_type: DataType,
    strictness: Strictness,
) -> Result<Value<'_>, Error> {
    let range = Error::new(ErrorKind::ValueOutOfRange, 0).expected(data_type);
    Ok(match data_type {
        DataType::String => Value::String(text(payload, strictness)?),
        DataType::CoreLink => core_link::read(text(payload, strictness)?, (0, 0), strictness)?,
        DataType::Integer | DataType::Time => {
            let (negative, magnitude) = integer(payload, data_type, strictness)?;
            let number = integer::signed(negative, magnitude).ok_or(range)?;
            if data_type == DataType::Time { Value::Time(number) } else { Value::Integer(number) }
        }
        DataType::Unsigned => match integer(payload, data_type, strictness)? {
            (true, 1..) => return Err(range),
            (_, magnitude) => Value::Unsigned(magnitude),
        },
        DataType::Float => Value::Float(float(payload, strictness)?),
        DataType::Boolean => match payload {
            b"0" => Value::Boolean(false),
            b"1" => Value::Boolean(true),
            b"true" | b"false" => {
                if !strictness.allows(Leniency::BooleanWords) {
                    let error = Error::new(ErrorKind::InvalidBoolean, 0);
                    return Err(error.unless(Leniency::BooleanWords));
                }
                Value::Boolean(payload == b"true")
            }
            _ => return Err(Error::new(ErrorKind::InvalidBoolean, 0)),
        },
        DataType::Opaque => Value::Opaque(opaque(payload, strictness)?),
        DataType::ObjectLink => link_text::parse(payload, strictness)?.into(),
        DataType::None => return Err(Error::new(ErrorKind::NoValue, 0)),
    })
}

fn text(payload: &[u8], strictness: Strictness) -> Result<Text<'_>, Error> {
    match core::str::from_utf8(payload) {
        Ok(text) => Ok(Text::from(text)),
        Err(_) if strictness.allows(Leniency::InvalidUtf8) => {
            Ok(Text::lossy(Coded::Plain, payload))
        }
        Err(error) => {
            let error = Error::new(ErrorKind::InvalidUtf8, error.valid_up_to());
            Err(error.unless(Leniency::InvalidUtf8))
        }
    }
}

/// A number without what [`Leniency::LooseNumbers`] accepts around it: white space, a plus sign and
/// leading zeros. The first value says whether it is negative, the offset is that of the digits.
fn trim(payload: &[u8]) -> (bool, &[u8], usize) {
    let text = payload.trim_ascii_end();
    let rest = text.trim_ascii_start();
    let (negative, rest) = match rest {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let mut digits = rest;
    while let [b'0', b'0'..=b'9', ..] = digits {
        digits = digits.get(1..).unwrap_or_default();
    }
    (negative, digits, text.len() - digits.len())
}

/// A decimal number that makes up all of `digits`.
fn whole(digits: &[u8]) -> Result<Decimal<'_>, usize> {
    match Decimal::scan(digits)? {
        (number, length) if length == digits.len() && !number.is_negative() => Ok(number),
        (number, _) if number.is_negative() => Err(0),
        (_, length) => Err(length),
    }
}

fn integer(
    payload: &[u8],
    data_type: DataType,
    strictness: Strictness,
) -> Result<(bool, u64), Error> {
    let invalid = |offset| Error::new(ErrorKind::InvalidInteger, offset).expected(data_type);
    let (negative, digits, offset) = trim(payload);
    let number = whole(digits).map_err(|at| invalid(offset + at))?;
    let sign = usize::from(negative);
    let canonical = number.is_plain_integer() && digits.len() + sign == payload.len();
    match number.to_integer() {
        Integral::Fractional => Err(invalid(0)),
        _ if !canonical && !strictness.allows(Leniency::LooseNumbers) => {
            Err(invalid(0).unless(Leniency::LooseNumbers))
        }
        Integral::Integer { magnitude, .. } => Ok((negative, magnitude)),
        Integral::TooLarge => Err(Error::new(ErrorKind::ValueOutOfRange, 0).expected(data_type)),
    }
}

fn float(payload: &[u8], strictness: Strictness) -> Result<f64, Error> {
    let invalid = |offset| Error::new(ErrorKind::InvalidFloat, offset);
    let (negative, digits, offset) = trim(payload);
    let signed = |number: f64| if negative { -number } else { number };
    let word = |word: &str| digits.eq_ignore_ascii_case(word.as_bytes());
    if let Some(number) = if word("nan") {
        Some(f64::NAN)
    } else if word("inf") || word("infinity") {
        Some(signed(f64::INFINITY))
    } else {
        None
    } {
        return match strictness.allows(Leniency::FloatWords) {
            true => Ok(number),
            false => Err(invalid(0).unless(Leniency::FloatWords)),
        };
    }
    let number = whole(digits).map_err(|at| invalid(offset + at))?;
    // Leading zeros are in the grammar of floats, white space and a plus sign are not.
    let bare = matches!(payload, [b'-' | b'0'..=b'9', .., b'0'..=b'9'] | [b'0'..=b'9']);
    if !bare && !strictness.allows(Leniency::LooseNumbers) {
        return Err(invalid(0).unless(Leniency::LooseNumbers));
    }
    let out_of_range = Error::new(ErrorKind::ValueOutOfRange, 0).expected(DataType::Float);
    number.to_f64().map(signed).ok_or(out_of_range)
}

fn opaque(payload: &[u8], strictness: Strictness) -> Result<Bytes<'_>, Error> {
    let invalid = |offset| Error::new(ErrorKind::InvalidBase64, offset);
    let text = core::str::from_utf8(payload).map_err(|error| {
        let invalid_character = base64::decoded_len(payload, Base64::Standard).err();
        invalid(invalid_character.unwrap_or(error.valid_up_to()))
    })?;
    Bytes::base64_or_lenient(text.into(), Base64::Standard, strictness).map_err(
        |(offset, leniency)| match leniency {
            Some(leniency) => invalid(offset).unless(leniency),
            None => invalid(offset),
        },
    )
}
