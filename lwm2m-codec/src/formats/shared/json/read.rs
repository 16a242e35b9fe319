//! Parts of JSON that readers share.

use crate::encoding::base64::Base64;
use crate::encoding::json::{SURROGATE, is_surrogate, peek, truncated, unescape};
use crate::error::{Error, ErrorKind, Leniency, Strictness};
use crate::model::value::{Bytes, Coded, Text};

/// Nesting limit of unknown members.
pub(super) const MAX_DEPTH: u32 = 128;

/// The position after a byte order mark, if there is one and leniency allows it.
pub(crate) fn skip_mark(payload: &[u8], strictness: Strictness) -> Result<usize, Error> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    if !payload.is_empty() && payload.len() < MARK.len() && MARK.starts_with(payload) {
        return Err(truncated(payload));
    }
    if !payload.starts_with(MARK) {
        return Ok(0);
    }
    if !strictness.allows(Leniency::ByteOrderMark) {
        return Err(Error::new(ErrorKind::InvalidJson, 0).unless(Leniency::ByteOrderMark));
    }
    Ok(MARK.len())
}

fn utf8(bytes: &[u8], offset: usize) -> Result<&str, Error> {
    core::str::from_utf8(bytes)
        .map_err(|error| Error::new(ErrorKind::InvalidUtf8, offset + error.valid_up_to()))
}

/// Reads a string with escapes, the first of which is after `plain` bytes.
#[cold]
pub(super) fn escaped_string(
    payload: &[u8],
    start: usize,
    plain: usize,
) -> Result<(Text<'_>, usize), Error> {
    let mut position = start + plain;
    let mut length = plain;
    loop {
        match payload.get(position) {
            Some(b'"') => break,
            Some(b'\\') => {
                let rest = payload.get(position..).unwrap_or_default();
                let (character, size) = unescape(rest).map_err(|needs_more| match needs_more {
                    true => truncated(payload),
                    false => Error::new(ErrorKind::InvalidEscape, position),
                })?;
                length += character.len_utf8();
                position += size;
            }
            Some(0x20..) => {
                length += 1;
                position += 1;
            }
            Some(_) => return Err(Error::new(ErrorKind::InvalidJson, position)),
            None => return Err(truncated(payload)),
        }
    }
    let raw = utf8(payload.get(start..position).unwrap_or_default(), start)?;
    Ok((Text::json(raw, length as u32), position + 1))
}

/// Reads a string at `start` that is invalid, but for what it stands in, as a text with replacements;
/// `None` if it is no such string.
#[cold]
#[inline(never)]
pub(crate) fn lossy_string(
    payload: &[u8],
    start: usize,
) -> Option<Result<(Text<'_>, usize), Error>> {
    if payload.get(start) != Some(&b'"') {
        return None;
    }
    let begin = start + 1;
    let mut position = begin;
    let fail = |kind, at| Some(Err(Error::new(kind, at)));
    loop {
        let rest = payload.get(position..).unwrap_or_default();
        position += match rest.first() {
            Some(b'"') => break,
            Some(b'\\') => match unescape(rest) {
                Ok((_, length)) => length,
                Err(true) => return Some(Err(truncated(payload))),
                Err(false) if is_surrogate(rest) => SURROGATE,
                Err(false) => return fail(ErrorKind::InvalidEscape, position),
            },
            Some(0x20..) => 1,
            Some(_) => return fail(ErrorKind::InvalidJson, position),
            None => return Some(Err(truncated(payload))),
        };
    }
    let text = Text::lossy(Coded::Json, payload.get(begin..position).unwrap_or_default());
    Some(Ok((text, position + 1)))
}

/// Whether an error is that of an invalid text.
pub(crate) fn is_lossy(error: Error) -> bool {
    error.is(ErrorKind::InvalidUtf8) || error.is(ErrorKind::InvalidEscape)
}

/// The bytes of a string in base64 that starts at `offset`.
pub(crate) fn data(
    text: Text<'_>,
    variant: Base64,
    offset: usize,
    strictness: Strictness,
) -> Result<Bytes<'_>, Error> {
    if let Some(error) = text.invalid(offset as u32 + 1) {
        return Err(error);
    }
    Bytes::base64_or_lenient(text, variant, strictness).map_err(|(at, leniency)| {
        // The text starts after the quote; with escapes its offsets are not those of the payload.
        let at = if text.as_bytes().is_some() { offset + 1 + at } else { offset };
        let error = Error::new(ErrorKind::InvalidBase64, at);
        match leniency {
            Some(leniency) => error.unless(leniency),
            None => error,
        }
    })
}

/// Checks that nothing but white space follows, and NULs if leniency allows them.
pub(crate) fn end(
    payload: &[u8],
    mut position: usize,
    strictness: Strictness,
) -> Result<(), Error> {
    while let Ok((byte, at)) = peek(payload, position) {
        let error = Error::new(ErrorKind::TrailingData, at);
        match byte {
            0 if strictness.allows(Leniency::TrailingNul) => position = at + 1,
            0 => return Err(error.unless(Leniency::TrailingNul)),
            _ => return Err(error),
        }
    }
    Ok(())
}
