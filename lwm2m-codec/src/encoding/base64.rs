//! Base64 views over `base64ct`: checked once, then decoded block by block.

use base64ct::{Base64Unpadded, Base64UrlUnpadded, Encoding};

/// The base64 variant of a format.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Base64 {
    /// RFC 4648, section 4, padded, no stray bits.
    #[cfg_attr(
        not(any(feature = "text", feature = "oma-json")),
        expect(dead_code, reason = "SenML has another")
    )]
    Standard,
    /// RFC 4648, section 5, not padded, no stray bits.
    #[cfg_attr(not(feature = "_senml"), allow(dead_code, reason = "only SenML has it"))]
    Url,
    /// Either alphabet, with or without padding.
    Lenient,
}

/// Base64 characters decoded at a time, and the bytes that they yield.
pub(crate) const CHARACTERS: usize = 64;
pub(crate) const BYTES: usize = CHARACTERS / 4 * 3;

/// A decoded block of at most 48 bytes.
#[derive(Clone, Copy)]
pub(crate) struct Block {
    bytes: [u8; BYTES],
    len: u8,
}

impl Block {
    pub(crate) fn as_slice(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }
}

/// The decoded length of `text`, or the offset of the first invalid character.
pub(crate) fn decoded_len(text: impl Iterator<Item = u8>, variant: Base64) -> Result<usize, usize> {
    let mut check = Check::default();
    for byte in text {
        check.push(byte, variant)?;
    }
    check.finish(variant)
}

/// As [`decoded_len`], for contiguous text: in blocks without a branch per byte, which pays for
/// firmware images.
pub(crate) fn plain_decoded_len(text: &[u8], variant: Base64) -> Result<usize, usize> {
    let alphabet = match variant {
        Base64::Standard => STANDARD,
        Base64::Url => URL,
        Base64::Lenient => STANDARD | URL,
    };
    let belongs =
        |&byte: &u8| ALPHABETS.get(usize::from(byte)).is_some_and(|of| of & alphabet != 0);
    let clean = clean_len(text, variant);
    let rest = text.get(clean..).unwrap_or_default();
    let characters = clean + rest.iter().position(|byte| !belongs(byte)).unwrap_or(rest.len());
    let (run, rest) = text.split_at_checked(characters).unwrap_or((text, &[]));
    let last = run.last().copied().unwrap_or_default();
    let mut check = Check { characters, padding: 0, last };
    for &byte in rest {
        check.push(byte, variant)?;
    }
    check.finish(variant)
}

/// A lower bound of the length that belongs to one of the two alphabets, in whole blocks. Without a
/// branch or table look-up per character, compilers vectorise this.
fn clean_len(text: &[u8], variant: Base64) -> usize {
    const BLOCK: usize = 32;
    let [plus, slash] = match variant {
        Base64::Standard => *b"+/",
        Base64::Url => *b"-_",
        Base64::Lenient => return 0,
    };
    let is_wrong = |byte: u8| {
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit = byte.wrapping_sub(b'0') < 10;
        !(letter | digit | (byte == plus) | (byte == slash))
    };
    let is_clean = |block: &&[u8]| !block.iter().fold(false, |wrong, &byte| wrong | is_wrong(byte));
    BLOCK * text.chunks_exact(BLOCK).take_while(is_clean).count()
}

/// Bits of the alphabets.
const STANDARD: u8 = 1;
const URL: u8 = 2;

/// The alphabets that a byte belongs to.
static ALPHABETS: [u8; 256] = {
    let mut alphabets = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        alphabets[byte] = match byte as u8 {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => STANDARD | URL,
            b'+' | b'/' => STANDARD,
            b'-' | b'_' => URL,
            _ => 0,
        };
        byte += 1;
    }
    alphabets
};

/// Checks base64 text character by character.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Check {
    characters: usize,
    padding: usize,
    last: u8,
}

impl Check {
    pub(crate) const fn new() -> Self {
        Self { characters: 0, padding: 0, last: 0 }
    }

    /// Checks the next character; the error is its offset.
    #[inline]
    pub(crate) fn push(&mut self, byte: u8, variant: Base64) -> Result<(), usize> {
        let in_alphabet = byte.is_ascii_alphanumeric()
            || match byte {
                b'+' | b'/' => !matches!(variant, Base64::Url),
                b'-' | b'_' => !matches!(variant, Base64::Standard),
                _ => false,
            };
        if byte == b'=' {
            self.padding = self.padding.saturating_add(1);
        } else if in_alphabet && self.padding == 0 {
            self.characters += 1;
            self.last = byte;
        } else {
            return Err(self.characters);
        }
        Ok(())
    }

    /// The decoded length, or the offset of the first invalid character.
    #[inline]
    pub(crate) fn finish(self, variant: Base64) -> Result<usize, usize> {
        let Self { characters, padding, last } = self;
        let missing = match characters % 4 {
            0 => 0,
            rest => 4 - rest,
        };
        let padded = match variant {
            Base64::Standard => padding == missing,
            Base64::Url => padding == 0,
            Base64::Lenient => padding == missing || padding == 0,
        };
        if !padded || missing == 3 {
            return Err(characters);
        }
        if !matches!(variant, Base64::Lenient) && has_stray_bits(last, characters) {
            return Err(characters - 1);
        }
        Ok(characters / 4 * 3 + (3 - missing) % 3)
    }
}

/// Whether the last character has bits beyond the last byte.
fn has_stray_bits(last: u8, count: usize) -> bool {
    let last = standard(last);
    without_stray_bits(last, count) != last
}

/// The character of the standard alphabet.
const fn standard(character: u8) -> u8 {
    match character {
        b'-' => b'+',
        b'_' => b'/',
        character => character,
    }
}

/// Decodes the next characters of checked text.
pub(crate) fn next_block(text: &mut impl Iterator<Item = u8>) -> Option<Block> {
    let mut characters = [0; CHARACTERS];
    let mut count = 0;
    for (place, character) in characters.iter_mut().zip(text.take_while(|&byte| byte != b'=')) {
        *place = standard(character);
        count += 1;
    }
    if let Some(last) = characters.get_mut(..count).and_then(<[u8]>::last_mut) {
        *last = without_stray_bits(*last, count);
    }
    let mut bytes = [0; BYTES];
    let len = Base64Unpadded::decode(characters.get(..count)?, &mut bytes).ok()?.len();
    if len == 0 { None } else { Some(Block { bytes, len: u8::try_from(len).ok()? }) }
}

/// The last of `count` characters of the standard alphabet, its unused low bits cleared.
fn without_stray_bits(last: u8, count: usize) -> u8 {
    let unused = match count % 4 {
        2 => 4,
        3 => 2,
        _ => return last,
    };
    let value = match last {
        b'A'..=b'Z' => last - b'A',
        b'a'..=b'z' => last - b'a' + 26,
        b'0'..=b'9' => last - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let value = value >> unused << unused;
    match value {
        0..=25 => b'A' + value,
        26..=51 => b'a' + (value - 26),
        52..=61 => b'0' + (value - 52),
        62 => b'+',
        _ => b'/',
    }
}

/// The base64 length of this many bytes.
pub(crate) const fn encoded_len(bytes: usize, variant: Base64) -> usize {
    match variant {
        Base64::Url => (bytes / 3).saturating_mul(4).saturating_add(match bytes % 3 {
            0 => 0,
            rest => rest + 1,
        }),
        Base64::Standard | Base64::Lenient => bytes.div_ceil(3).saturating_mul(4),
    }
}

/// Encodes pieces of bytes and passes the characters on.
pub(crate) fn encode<P: AsRef<[u8]>>(
    pieces: impl Iterator<Item = P>,
    variant: Base64,
    mut put: impl FnMut(&[u8]),
) {
    let mut block = [0; BYTES];
    let mut filled = 0;
    let mut flush = |block: &[u8]| {
        let mut characters = [0; CHARACTERS];
        let text = match variant {
            Base64::Url => Base64UrlUnpadded::encode(block, &mut characters),
            Base64::Standard | Base64::Lenient => base64ct::Base64::encode(block, &mut characters),
        };
        put(text.unwrap_or_default().as_bytes());
    };
    for piece in pieces {
        for &byte in piece.as_ref() {
            if let Some(place) = block.get_mut(filled) {
                *place = byte;
                filled += 1;
            }
            if filled == BYTES {
                flush(&block);
                filled = 0;
            }
        }
    }
    flush(block.get(..filled).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::vec::Vec;

    use super::*;

    fn decode(text: &str, variant: Base64) -> Result<Vec<u8>, usize> {
        let length = decoded_len(text.bytes(), variant)?;
        let mut rest = text.bytes();
        let mut bytes = Vec::new();
        while let Some(block) = next_block(&mut rest) {
            bytes.extend_from_slice(block.as_slice());
        }
        assert_eq!(bytes.len(), length);
        Ok(bytes)
    }

    #[test]
    fn strict_is_canonical() {
        assert_eq!(decode("", Base64::Standard), Ok(Vec::new()));
        assert_eq!(decode("//4B", Base64::Standard), Ok([0xff, 0xfe, 1].to_vec()));
        assert_eq!(decode("AQIDBAU=", Base64::Standard), Ok([1, 2, 3, 4, 5].to_vec()));
        assert_eq!(decode("AQIDBAU", Base64::Standard), Err(7));
        assert_eq!(decode("AQIDBAV=", Base64::Standard), Err(6));
        assert_eq!(decode("_-8=", Base64::Standard), Err(0));
        assert_eq!(decode("AQ=I", Base64::Standard), Err(2));
        assert_eq!(decode("A", Base64::Standard), Err(1));
        assert_eq!(decode("AQ===", Base64::Standard), Err(2));
    }

    #[test]
    fn lenient_takes_either_alphabet_and_padding() {
        assert_eq!(decode("_-8", Base64::Lenient), Ok([0xff, 0xef].to_vec()));
        assert_eq!(decode("AQIDBAV=", Base64::Lenient), Ok([1, 2, 3, 4, 5].to_vec()));
        assert_eq!(decode("A", Base64::Lenient), Err(1));
        assert_eq!(decode("A Q=", Base64::Lenient), Err(1));
    }

    #[test]
    fn blocks_join_at_every_length() {
        for length in 0..200usize {
            let bytes: Vec<u8> = (0..length).map(|i| (i * 7) as u8).collect();
            let mut text = std::string::String::new();
            encode(bytes.chunks(5), Base64::Standard, |part| {
                text.push_str(core::str::from_utf8(part).unwrap());
            });
            assert_eq!(decode(&text, Base64::Standard).unwrap(), bytes);
        }
    }
}
