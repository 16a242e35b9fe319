//! CBOR heads, strings and half floats (RFC 8949, section 3).

use super::utf8;
use crate::error::{Error, ErrorKind};

/// Major type, the five bits of additional information, and the argument.
pub(crate) struct Head {
    pub(crate) major: u8,
    pub(crate) info: u8,
    pub(crate) argument: u64,
}

/// Reads the head at `position` and the position after it. The argument of an indefinite length is
/// 0; reserved additional information is refused.
pub(crate) fn head(payload: &[u8], position: usize) -> Result<(Head, usize), Error> {
    let truncated = Error::new(ErrorKind::Truncated, payload.len());
    let Some(&first) = payload.get(position) else { return Err(truncated) };
    let (major, info) = (first >> 5, first & 0x1f);
    let mut head = Head { major, info, argument: info.into() };
    let mut next = position + 1;
    match info {
        0..24 => {}
        24..28 => {
            let end = next + (1 << (info - 24));
            let Some(bytes) = payload.get(next..end) else { return Err(truncated) };
            head.argument = bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte));
            next = end;
        }
        // Only strings, arrays and maps have indefinite lengths, and a break ends them.
        31 if matches!(major, 2..=5 | 7) => head.argument = 0,
        _ => return Err(Error::new(ErrorKind::InvalidCbor, position)),
    }
    Ok((head, next))
}

/// The head of a chunk of a string of this major type: the chunk's length, unless it is the break,
/// and the length of the head.
pub(crate) fn chunk(window: &[u8], major: u8) -> Result<(Option<u64>, usize), Error> {
    let (chunk, next) = head(window, 0)?;
    if chunk.major == 7 && chunk.info == 31 {
        return Ok((None, next));
    }
    if chunk.major != major || chunk.info == 31 {
        return Err(Error::new(ErrorKind::InvalidCbor, 0));
    }
    Ok((Some(chunk.argument), next))
}

/// A half-precision float.
pub(crate) fn half(bits: u16) -> f64 {
    let [a, b] = bits.to_be_bytes();
    minicbor::Decoder::new(&[0xf9, a, b]).f16().map_or(f64::NAN, f64::from)
}

/// The contents of a definite-length string.
pub(crate) fn string(payload: &[u8], start: usize, length: u64) -> Result<&[u8], Error> {
    usize::try_from(length)
        .ok()
        .and_then(|length| payload.get(start..start.checked_add(length)?))
        .ok_or(Error::new(ErrorKind::Truncated, payload.len()))
}

pub(crate) fn utf8(bytes: &[u8], offset: usize) -> Result<&str, Error> {
    utf8::utf8(bytes).map_err(|valid| Error::new(ErrorKind::InvalidUtf8, offset + valid))
}

/// Checks the chunks of an indefinite-length string: its total length, and the position after
/// its break.
pub(crate) fn chunks(payload: &[u8], start: usize, major: u8) -> Result<(u32, usize), Error> {
    let mut position = start;
    let mut length = 0u32;
    loop {
        let (chunk, next) = head(payload, position)?;
        if chunk.major == 7 && chunk.info == 31 {
            return Ok((length, next));
        }
        if chunk.major != major || chunk.info == 31 {
            return Err(Error::new(ErrorKind::InvalidCbor, position));
        }
        let bytes = string(payload, next, chunk.argument)?;
        if major == 3 {
            utf8(bytes, next)?;
        }
        length = length.saturating_add(bytes.len() as u32);
        position = next + bytes.len();
    }
}

/// Splits the first chunk off the checked chunks of an indefinite-length string.
pub(crate) fn split_chunk(chunks: &[u8]) -> Option<(&[u8], &[u8])> {
    let (head, start) = head(chunks, 0).ok()?;
    chunks.get(start..)?.split_at_checked(usize::try_from(head.argument).ok()?)
}
