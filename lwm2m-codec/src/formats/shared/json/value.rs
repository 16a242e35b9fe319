//! A pull reader of JSON (RFC 8259), without heap or recursion.
//!
//! Each function reads one token at a position and returns the position after it.

use super::read::{MAX_DEPTH, escaped_string};
use crate::encoding::decimal::Decimal;
use crate::encoding::json::{peek, plain_len, truncated};
use crate::encoding::utf8::PlainText;
use crate::error::{Error, ErrorKind, Found};
use crate::formats::shared::number::Number;
use crate::model::value::Text;

/// A value; arrays and objects are skipped.
#[derive(Clone, Copy)]
pub(crate) enum Json<'a> {
    Number(Decimal<'a>),
    Text(Text<'a>),
    Boolean(bool),
    Null,
    Array,
    Object,
}

impl<'a> Json<'a> {
    /// What errors call the value.
    pub(crate) fn found(&self) -> Found {
        match self {
            Self::Number(number) => Number::Json(*number).found(),
            Self::Text(_) => Found::Text,
            Self::Boolean(_) => Found::Boolean,
            Self::Null => Found::Null,
            Self::Array => Found::Array,
            Self::Object => Found::Map,
        }
    }
}

const fn invalid(position: usize) -> Error {
    Error::new(ErrorKind::InvalidJson, position)
}

/// Reads the expected byte after white space.
#[inline]
pub(crate) fn expect(payload: &[u8], position: usize, byte: u8) -> Result<usize, Error> {
    match peek(payload, position)? {
        (found, position) if found == byte => Ok(position + 1),
        (_, position) => Err(invalid(position)),
    }
}

/// Reads the opening brace of an object where one is due.
#[inline]
pub(crate) fn open_object(payload: &[u8], position: usize) -> Result<usize, Error> {
    match peek(payload, position)? {
        (b'{', at) => Ok(at + 1),
        (_, at) => {
            let (_, other, _) = value(payload, at)?;
            Err(Error::new(ErrorKind::UnexpectedType, at).found(other.found()))
        }
    }
}

/// Reads the name of a member and its colon. The first value is the position of the name.
#[inline]
pub(crate) fn member(payload: &[u8], position: usize) -> Result<(usize, Text<'_>, usize), Error> {
    let (byte, start) = peek(payload, position)?;
    if byte != b'"' {
        return Err(invalid(start));
    }
    let (name, next) = string(payload, start + 1)?;
    Ok((start, name, expect(payload, next, b':')?))
}

/// Reads a string whose opening quote is just before `start`.
#[inline]
pub(crate) fn string(payload: &[u8], start: usize) -> Result<(Text<'_>, usize), Error> {
    let rest = payload.get(start..).unwrap_or_default();
    let length = plain_len(rest).ok_or(truncated(payload))?;
    match rest.get(length) {
        Some(b'"') => {
            let text = PlainText::check(rest.get(..length).unwrap_or_default())
                .map_err(|valid| Error::new(ErrorKind::InvalidUtf8, start + valid))?;
            Ok((Text::from(text), start + length + 1))
        }
        Some(b'\\') => escaped_string(payload, start, length),
        _ => Err(invalid(start + length)),
    }
}

/// Reads a value; the first position returned is its start.
#[inline]
pub(crate) fn value(payload: &[u8], position: usize) -> Result<(usize, Json<'_>, usize), Error> {
    let (byte, start) = peek(payload, position)?;
    let (value, next) = match byte {
        b'[' => (Json::Array, skip(payload, start)?),
        b'{' => (Json::Object, skip(payload, start)?),
        _ => scalar(payload, start, byte)?,
    };
    Ok((start, value, next))
}

/// Reads a scalar that starts with `byte`.
#[inline]
fn scalar(payload: &[u8], start: usize, byte: u8) -> Result<(Json<'_>, usize), Error> {
    Ok(match byte {
        b'"' => {
            let (text, next) = string(payload, start + 1)?;
            (Json::Text(text), next)
        }
        b'-' | b'0'..=b'9' => {
            let rest = payload.get(start..).unwrap_or_default();
            let (number, length) = Decimal::scan(rest).map_err(|at| match start + at {
                end if end == payload.len() => truncated(payload),
                _ => invalid(start),
            })?;
            (Json::Number(number), start + length)
        }
        b't' => (Json::Boolean(true), literal(payload, start, b"true")?),
        b'f' => (Json::Boolean(false), literal(payload, start, b"false")?),
        b'n' => (Json::Null, literal(payload, start, b"null")?),
        _ => return Err(invalid(start)),
    })
}

fn literal(payload: &[u8], start: usize, word: &[u8]) -> Result<usize, Error> {
    let rest = payload.get(start..).unwrap_or_default();
    if rest.starts_with(word) {
        Ok(start + word.len())
    } else if word.starts_with(rest) {
        Err(truncated(payload))
    } else {
        Err(invalid(start))
    }
}

/// Skips an array or object, to at most [`MAX_DEPTH`] levels.
#[cold]
fn skip(payload: &[u8], start: usize) -> Result<usize, Error> {
    // A bit for each level, the innermost lowest: whether it is an object.
    let mut objects = 0u128;
    let mut depth = 0;
    let mut position = start;
    loop {
        // A value is due.
        let (byte, at) = peek(payload, position)?;
        if byte == b'[' || byte == b'{' {
            if depth == MAX_DEPTH {
                return Err(Error::new(ErrorKind::TooDeep, at));
            }
            depth += 1;
            objects = objects << 1 | u128::from(byte == b'{');
            position = at + 1;
            let (next, at) = peek(payload, position)?;
            if next == if byte == b'{' { b'}' } else { b']' } {
                position = at;
            } else {
                if byte == b'{' {
                    (_, _, position) = member(payload, position)?;
                }
                continue;
            }
        } else {
            (_, position) = scalar(payload, at, byte)?;
        }
        // A value has been read, or the end of an empty container comes next.
        loop {
            if depth == 0 {
                return Ok(position);
            }
            let in_object = objects & 1 == 1;
            match peek(payload, position)? {
                (b',', at) if in_object => {
                    (_, _, position) = member(payload, at + 1)?;
                    break;
                }
                (b',', at) => {
                    position = at + 1;
                    break;
                }
                (b'}', at) if in_object => position = at + 1,
                (b']', at) if !in_object => position = at + 1,
                (_, at) => return Err(invalid(at)),
            }
            depth -= 1;
            objects >>= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skipped(text: &[u8]) -> Result<usize, (ErrorKind, u32)> {
        skip(text, 0).map_err(|error| (error.kind(), error.offset()))
    }

    #[test]
    fn containers_are_skipped_whole() {
        assert_eq!(skipped(b"[]x"), Ok(2));
        assert_eq!(skipped(br#"{"a":[1,{"b":{}}, "]"],"c":null }"#), Ok(33));
        assert_eq!(skipped(b"[1,]"), Err((ErrorKind::InvalidJson, 3)));
        assert_eq!(skipped(b"[1}"), Err((ErrorKind::InvalidJson, 2)));
        assert_eq!(skipped(b"{1:2}"), Err((ErrorKind::InvalidJson, 1)));
        assert_eq!(skipped(b"[[]"), Err((ErrorKind::Truncated, 3)));
    }

    #[test]
    fn depth_is_limited() {
        let mut text = [b'['; 258];
        text[128..256].fill(b']');
        assert_eq!(skipped(&text[..256]), Ok(256));
        text[128] = b'[';
        text[129..].fill(b']');
        assert_eq!(skipped(&text), Err((ErrorKind::TooDeep, 128)));
    }

    #[test]
    fn escapes_are_decoded() {
        let text = |json: &'static str| string(json.as_bytes(), 1).map(|(text, _)| text);
        assert_eq!(text(r#""a\n\u00e9\ud83d\ude00\/""#).unwrap(), "a\né😀/");
        for (json, kind, offset) in [
            (r#""\ud83d""#, ErrorKind::InvalidEscape, 1),
            (r#""\ude00""#, ErrorKind::InvalidEscape, 1),
            (r#""a\x""#, ErrorKind::InvalidEscape, 2),
            (r#""a\u12"#, ErrorKind::Truncated, 6),
            ("\"a\nb\"", ErrorKind::InvalidJson, 2),
            ("\"ab", ErrorKind::Truncated, 3),
        ] {
            let error = text(json).unwrap_err();
            assert_eq!((error.kind(), error.offset()), (kind, offset), "{json}");
        }
    }
}
