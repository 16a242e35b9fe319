//! Reading JSON at any position, for a format that goes back and forth in its payload.

use super::cursor::Cursor;
use super::cut;
use super::read::{is_lossy, lossy_string};
use crate::encoding::decimal::Decimal;
use crate::encoding::json::peek;
use crate::error::{Error, ErrorKind, Found, Strictness};
use crate::formats::shared::number::Number;
use crate::model::value::Text;

/// A value; arrays and objects are skipped.
#[derive(Clone, Copy)]
pub(crate) enum Json<'a> {
    Number(Decimal<'a>),
    Text(Text<'a>),
    Boolean(bool),
    Other(Found),
}

impl<'a> Json<'a> {
    /// The number that a string is.
    pub(crate) fn number_as_text(&self) -> Option<Number<'a>> {
        match self {
            Self::Text(text) => Number::from_text(text),
            _ => None,
        }
    }

    /// What errors call the value.
    pub(crate) fn found(&self) -> Found {
        match self {
            Self::Number(number) => Number::Json(*number).found(),
            Self::Text(_) => Found::Text,
            Self::Boolean(_) => Found::Boolean,
            Self::Other(found) => *found,
        }
    }
}

/// Reads at a position, and returns that and the position after what was read. Nothing of it depends on
/// strictness.
#[inline]
fn at<'a, T>(
    payload: &'a [u8],
    position: usize,
    read: impl FnOnce(&mut Cursor<'a>) -> T,
) -> Result<(T, usize), Error> {
    let mut cursor = Cursor::new(payload, position as u32, Strictness::STRICT);
    let result = read(&mut cursor);
    cursor.fault.error().map_or(Ok((result, cursor.position as usize)), Err)
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
    let ((start, name), next) = at(payload, position, |cursor| {
        let start = cursor.name() as usize;
        (start, cursor.text)
    })?;
    Ok((start, name, next))
}

/// Reads a value; the first position returned is its start.
#[inline]
pub(crate) fn value(payload: &[u8], position: usize) -> Result<(usize, Json<'_>, usize), Error> {
    let ((start, value), next) = at(payload, position, |cursor| {
        cursor.peek();
        let start = cursor.position as usize;
        let value = match cursor.value() {
            Found::Integer | Found::Float => Json::Number(cursor.number),
            Found::Text => Json::Text(cursor.text),
            Found::Boolean => Json::Boolean(cursor.truth),
            found => Json::Other(found),
        };
        (start, value)
    })?;
    Ok((start, value, next))
}

/// Reads the value of a field that may hold invalid text. The error of a string that the end of the
/// payload cuts says where it starts.
pub(crate) fn text_value(
    payload: &[u8],
    position: usize,
) -> Result<(usize, Json<'_>, usize), Error> {
    value(payload, position).or_else(|error| {
        let start = peek(payload, position).map_or(position, |(_, at)| at);
        let lossy = is_lossy(error).then(|| lossy_string(payload, start)).flatten();
        match lossy.unwrap_or(Err(error)) {
            Ok((text, next)) => Ok((start, Json::Text(text), next)),
            Err(error) => Err(cut(error, payload, position)),
        }
    })
}

/// Skips an array or an object that may hold invalid text.
pub(crate) fn skip(payload: &[u8], position: usize) -> Result<usize, Error> {
    let mut cursor = Cursor::new(payload, position as u32, Strictness::STRICT);
    cursor.lossy = true;
    cursor.value();
    cursor.fault.error().map_or(Ok(cursor.position as usize), Err)
}
