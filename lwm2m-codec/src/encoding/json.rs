//! JSON text (RFC 8259): white space, plain runs of strings, and escapes.

use crate::error::{Error, ErrorKind};

pub(crate) const fn truncated(payload: &[u8]) -> Error {
    Error::new(ErrorKind::Truncated, payload.len())
}

/// The first byte at or after `position` that is not white space, and its position.
#[inline]
pub(crate) fn peek(payload: &[u8], mut position: usize) -> Result<(u8, usize), Error> {
    loop {
        match payload.get(position) {
            Some(b' ' | b'\t' | b'\n' | b'\r') => position += 1,
            Some(&byte) => return Ok((byte, position)),
            None => return Err(truncated(payload)),
        }
    }
}

/// The distance to the next quote, backslash or control character.
#[inline]
pub(crate) fn plain_len(text: &[u8]) -> Option<usize> {
    match plain_len_by_words(text) {
        Ok(length) => length,
        Err(after) => {
            let clean = after + clean_len(text.get(after..).unwrap_or_default());
            let rest = text.get(clean..)?;
            rest.iter().position(|&byte| is_special(byte)).map(|length| clean + length)
        }
    }
}

const fn is_special(byte: u8) -> bool {
    (byte == b'"') | (byte == b'\\') | (byte < 0x20)
}

/// A lower bound of that distance, in whole blocks. Without a branch per byte, compilers vectorise this,
/// which pays in long strings.
#[inline(never)]
fn clean_len(text: &[u8]) -> usize {
    const BLOCK: usize = 32;
    let is_clean =
        |block: &&[u8]| !block.iter().fold(false, |special, &byte| special | is_special(byte));
    BLOCK * text.chunks_exact(BLOCK).take_while(is_clean).count()
}

/// As [`plain_len`], eight bytes at a time. The error is the length read of a longer text.
#[inline]
fn plain_len_by_words(text: &[u8]) -> Result<Option<usize>, usize> {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const TOPS: u64 = ONES << 7;
    let mut start = 0;
    let mut rest = text;
    while let Some((word, after)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*word);
        // Subtracting sets the top bit of each byte that is below `byte`; those that had it are masked.
        let below = |word: u64, byte: u64| word.wrapping_sub(byte * ONES) & !word;
        let quote = below(word ^ (u64::from(b'"') * ONES), 1);
        let backslash = below(word ^ (u64::from(b'\\') * ONES), 1);
        let special = (quote | backslash | below(word, 0x20)) & TOPS;
        if special != 0 {
            // Bits above the lowest one may stem from a carry.
            return Ok(Some(start + special.trailing_zeros() as usize / 8));
        }
        (start, rest) = (start + 8, after);
        if start == 64 {
            return Err(start);
        }
    }
    let rest = rest.iter().position(|&byte| is_special(byte));
    Ok(rest.map(|length| start + length))
}

/// The character of the escape at the start of `text`, and the length of the escape. The error is true
/// if `text` ends too early, false for an invalid escape.
pub(crate) fn unescape(text: &[u8]) -> Result<(char, usize), bool> {
    let simple = match text.get(1) {
        Some(b'u') => return unescape_unicode(text),
        Some(&byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(_) => return Err(false),
        None => return Err(true),
    };
    Ok((simple, 2))
}

/// The length of the escape of a lone surrogate.
pub(crate) const SURROGATE: usize = 6;

/// Whether an escape that stands for no character is that of a lone surrogate.
#[cold]
pub(crate) fn is_surrogate(escape: &[u8]) -> bool {
    matches!(escape, [b'\\', b'u', digits @ ..]
        if digits.get(..SURROGATE - 2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)))
}

/// The character of `\uXXXX`, or of two that form a surrogate pair.
fn unescape_unicode(text: &[u8]) -> Result<(char, usize), bool> {
    let unit = |at: usize| {
        let mut unit = 0;
        for index in at..at + 4 {
            let digit = char::from(*text.get(index).ok_or(true)?).to_digit(16).ok_or(false)?;
            unit = unit << 4 | digit;
        }
        Ok(unit)
    };
    let first = unit(2)?;
    if let Some(character) = char::from_u32(first) {
        return Ok((character, 6));
    }
    // A surrogate: only a high one followed by a low one forms a character.
    if first >= 0xdc00 {
        return Err(false);
    }
    for (index, byte) in [(6, b'\\'), (7, b'u')] {
        if *text.get(index).ok_or(true)? != byte {
            return Err(false);
        }
    }
    let second = unit(8)?;
    if !(0xdc00..0xe000).contains(&second) {
        return Err(false);
    }
    let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
    char::from_u32(code).map(|character| (character, 12)).ok_or(false)
}
