//! Writing JSON: strings and numbers.

use crate::codec::decimal_text;
use crate::codec::sink::Sink;
#[cfg(feature = "senml-json")]
use crate::encoding::decimal::Integral;
use crate::encoding::json::plain_len;
use crate::error::ErrorKind;
use crate::formats::shared::names::PathText;
#[cfg(feature = "senml-json")]
use crate::formats::shared::number::Number;
use crate::model::timestamp::Timestamp;
use crate::model::value::{Text, Value};

/// Writes a string of path text, which needs no escapes but in the alternate path.
pub(crate) fn put_name(sink: &mut Sink<'_>, name: &PathText<'_>) {
    sink.put(b"\"");
    put_escaped(sink, name.root.as_bytes());
    sink.put(name.ids());
    sink.put(b"\"");
}

/// Writes a string.
pub(crate) fn put_text(sink: &mut Sink<'_>, text: Text<'_>) {
    sink.put(b"\"");
    sink.put_escaped(text, put_escaped);
    sink.put(b"\"");
}

/// Writes text with escapes for quotes, backslashes and control characters.
fn put_escaped(sink: &mut Sink<'_>, mut text: &[u8]) {
    while let Some((plain, rest)) = plain_len(text).and_then(|length| text.split_at_checked(length))
    {
        sink.put(plain);
        let Some((&byte, rest)) = rest.split_first() else { break };
        match byte {
            b'\n' => sink.put(b"\\n"),
            b'\r' => sink.put(b"\\r"),
            b'\t' => sink.put(b"\\t"),
            b'"' => sink.put(b"\\\""),
            b'\\' => sink.put(b"\\\\"),
            control => {
                let digit = |nibble: u8| match nibble {
                    0..10 => b'0' + nibble,
                    _ => b'a' + (nibble - 10),
                };
                sink.put(b"\\u00");
                sink.put(&[digit(control >> 4), digit(control & 0xf)]);
            }
        }
        text = rest;
    }
    sink.put(text);
}

/// Writes a number; the error is for what JSON cannot express.
pub(crate) fn put_number(sink: &mut Sink<'_>, value: &Value<'_>) -> Result<(), ErrorKind> {
    match value {
        Value::Integer(number) | Value::Time(number) => decimal_text::put_signed(sink, *number),
        Value::Unsigned(number) => decimal_text::put_unsigned(sink, *number),
        Value::Float(number) if number.is_finite() => {
            // The shortest that reads back, with a fraction or exponent: without a schema it is
            // still a float.
            sink.put(zmij::Buffer::new().format_finite(*number).as_bytes());
        }
        Value::Float(_) => return Err(ErrorKind::NumberNotRepresentable),
        _ => return Err(ErrorKind::NotRepresentable),
    }
    Ok(())
}

/// Writes a number as it was read, or in its shortest form; the error is for what JSON cannot
/// express.
#[cfg(feature = "senml-json")]
pub(crate) fn put_raw_number(sink: &mut Sink<'_>, number: Number<'_>) -> Result<(), ErrorKind> {
    match number {
        Number::Json(decimal) => sink.put(decimal.text()),
        Number::Float(number) if number.to_bits() == 1 << 63 => sink.put(b"-0.0"),
        number => match (number.to_integer(), number.to_f64()) {
            (Integral::Integer { negative, magnitude }, _) => {
                if negative {
                    sink.put(b"-");
                }
                decimal_text::put_unsigned(sink, magnitude);
            }
            (_, Some(float)) => put_number(sink, &Value::Float(float))?,
            (_, None) => return Err(ErrorKind::NumberNotRepresentable),
        },
    }
    Ok(())
}

/// Writes a time as decimal seconds, exactly.
pub(crate) fn put_time(sink: &mut Sink<'_>, time: Timestamp) {
    let (seconds, nanoseconds) = (time.seconds(), time.nanoseconds());
    if nanoseconds == 0 {
        return decimal_text::put_signed(sink, seconds);
    }
    // Below zero the fraction counts towards zero in the written form.
    let (whole, mut fraction) = if seconds < 0 {
        sink.put(b"-");
        (seconds.unsigned_abs() - 1, 1_000_000_000 - nanoseconds)
    } else {
        (seconds.unsigned_abs(), nanoseconds)
    };
    decimal_text::put_unsigned(sink, whole);
    sink.put(b".");
    while fraction > 0 {
        sink.put(&[b'0' + (fraction / 100_000_000) as u8]);
        fraction = fraction % 100_000_000 * 10;
    }
}
