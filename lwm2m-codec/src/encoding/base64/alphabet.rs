//! The variants of base64 and their characters.

/// The base64 variant of a format.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Base64 {
    /// RFC 4648, section 4, padded, no stray bits.
    Standard,
    /// RFC 4648, section 5, not padded, no stray bits.
    Url,
    /// Either alphabet, with or without padding.
    Lenient,
}

impl Base64 {
    /// Whether a character is in the alphabet.
    pub(super) fn has(self, character: u8) -> bool {
        let alphabets = match self {
            Self::Standard => IN_STANDARD,
            Self::Url => IN_URL,
            Self::Lenient => IN_STANDARD | IN_URL,
        };
        entry(character) & alphabets != 0
    }
}

pub(super) const STANDARD: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
pub(super) const URL: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What [`entry`] says of a character: the bits that it stands for, and its alphabets.
pub(super) const SEXTET: u8 = 0x3f;
const IN_STANDARD: u8 = 0x40;
const IN_URL: u8 = 0x80;

pub(super) fn entry(character: u8) -> u8 {
    static ENTRIES: [u8; 256] = {
        let mut entries = [0; 256];
        let mut value = 0;
        while value < 64 {
            entries[STANDARD[value] as usize] |= IN_STANDARD | value as u8;
            entries[URL[value] as usize] |= IN_URL | value as u8;
            value += 1;
        }
        entries
    };
    ENTRIES.get(usize::from(character)).copied().unwrap_or_default()
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
