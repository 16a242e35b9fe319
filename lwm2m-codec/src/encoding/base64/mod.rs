//! Base64: checked once, then decoded piece by piece or at once.

mod alphabet;
mod portable;
// In WebAssembly the library would be larger and no quicker.
#[cfg(all(feature = "std", not(target_family = "wasm")))]
mod simd;
#[cfg(test)]
mod tests;

use self::alphabet::entry;
pub(crate) use self::alphabet::{Base64, encoded_len};
#[cfg(not(all(feature = "std", not(target_family = "wasm"))))]
use self::portable as quick;
#[cfg(all(feature = "std", not(target_family = "wasm")))]
use self::simd as quick;

/// The decoded length of `text`, or the offset of the first invalid character.
#[cfg(any(test, feature = "text"))]
pub(crate) fn decoded_len(text: &[u8], variant: Base64) -> Result<usize, usize> {
    let mut check = Check::new();
    check.take(text, variant)?;
    check.finish(variant)
}

/// Checks base64 text that comes in parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Check {
    characters: usize,
    padding: usize,
    last: u8,
}

impl Check {
    pub(crate) const fn new() -> Self {
        Self { characters: 0, padding: 0, last: 0 }
    }

    /// Checks more characters; the error is the offset of the first invalid one in the whole text.
    pub(crate) fn take(&mut self, text: &[u8], variant: Base64) -> Result<(), usize> {
        let clean = if self.padding == 0 { clean_len(text, variant) } else { 0 };
        self.take_after(clean, text, variant)
    }

    /// As [`Check::take`], where the first `clean` characters are known to be valid.
    fn take_after(&mut self, clean: usize, text: &[u8], variant: Base64) -> Result<(), usize> {
        let (clean, rest) = text.split_at_checked(clean).unwrap_or((&[], text));
        self.characters += clean.len();
        self.last = clean.last().copied().unwrap_or(self.last);
        rest.iter().try_for_each(|&character| self.push(character, variant))
    }

    /// Checks the next character; the error is its offset.
    #[inline]
    pub(crate) fn push(&mut self, character: u8, variant: Base64) -> Result<(), usize> {
        if character == b'=' {
            self.padding = self.padding.saturating_add(1);
        } else if self.padding == 0 && variant.has(character) {
            self.characters += 1;
            self.last = character;
        } else {
            return Err(self.characters);
        }
        Ok(())
    }

    /// The decoded length, or the offset of the first invalid character.
    #[inline]
    pub(crate) fn finish(self, variant: Base64) -> Result<usize, usize> {
        let Self { characters, padding, last } = self;
        let (missing, stray_bits) = match characters % 4 {
            0 => (0, 0),
            1 => return Err(characters),
            2 => (2, 0x0f),
            _ => (1, 0x03),
        };
        let padded = match variant {
            Base64::Standard => padding == missing,
            Base64::Url => padding == 0,
            Base64::Lenient => padding == missing || padding == 0,
        };
        if !padded {
            return Err(characters);
        }
        if !matches!(variant, Base64::Lenient) && entry(last) & stray_bits != 0 {
            return Err(characters - 1);
        }
        Ok(bytes_of(characters))
    }
}

/// A lower bound of the length that belongs to the alphabet of a variant.
fn clean_len(text: &[u8], variant: Base64) -> usize {
    match variant {
        Base64::Standard | Base64::Url => quick::clean_len(text, variant),
        Base64::Lenient => {
            quick::clean_len(text, Base64::Standard).max(quick::clean_len(text, Base64::Url))
        }
    }
}

/// The bytes that this many characters without padding stand for.
const fn bytes_of(characters: usize) -> usize {
    characters / 4 * 3 + characters % 4 * 3 / 4
}

/// The characters of checked text, without padding.
pub(crate) fn unpadded(mut text: &[u8]) -> &[u8] {
    while let [rest @ .., b'='] = text {
        text = rest;
    }
    text
}

/// Decodes checked characters of either alphabet, without padding, into a place of the decoded length.
pub(crate) fn decode(text: &[u8], place: &mut [u8]) {
    quick::decode(text, place);
}

/// Characters of a piece, and the bytes that it has.
pub(crate) const CHARACTERS: usize = 64;
pub(crate) const BYTES: usize = CHARACTERS / 4 * 3;

/// The next piece of checked characters without padding, and its length.
pub(crate) fn next_piece(text: &mut &[u8]) -> Option<([u8; BYTES], usize)> {
    let (piece, rest) = text.split_at_checked(CHARACTERS).unwrap_or((text, &[]));
    *text = rest;
    decode_piece(piece)
}

/// As [`next_piece`], for text with escapes and padding.
#[cfg(feature = "_json")]
pub(crate) fn next_piece_of(text: &mut impl Iterator<Item = u8>) -> Option<([u8; BYTES], usize)> {
    let mut characters = [0; CHARACTERS];
    let mut count = 0;
    for (place, character) in characters.iter_mut().zip(text.take_while(|&byte| byte != b'=')) {
        *place = character;
        count += 1;
    }
    decode_piece(characters.get(..count).unwrap_or_default())
}

fn decode_piece(text: &[u8]) -> Option<([u8; BYTES], usize)> {
    let mut bytes = [0; BYTES];
    let length = bytes_of(text.len()).min(BYTES);
    portable::decode(text, bytes.get_mut(..length).unwrap_or_default());
    (length > 0).then_some((bytes, length))
}

/// Encodes bytes into a place of the encoded length.
pub(crate) fn encode(bytes: &[u8], variant: Base64, place: &mut [u8]) {
    quick::encode(bytes, variant, place);
}
