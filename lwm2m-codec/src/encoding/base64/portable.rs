//! Base64 on any target.

use super::alphabet::{Base64, SEXTET, STANDARD, URL, entry};

/// Fills a place of the encoded length, with or without padding.
#[inline(never)]
pub(crate) fn encode(bytes: &[u8], variant: Base64, place: &mut [u8]) {
    let alphabet = if matches!(variant, Base64::Url) { URL } else { STANDARD };
    let characters = |[first, second, third]: [u8; 3]| {
        let word = u32::from_be_bytes([first, second, third, 0]);
        [26, 20, 14, 8].map(|shift| {
            let sextet = (word >> shift) as usize & usize::from(SEXTET);
            alphabet.get(sextet).copied().unwrap_or_default()
        })
    };
    let (whole, last) = place.split_at_mut_checked(bytes.len() / 3 * 4).unwrap_or_default();
    let groups = bytes.chunks_exact(3);
    let rest = groups.remainder();
    let mut places = whole.chunks_exact_mut(4);
    for group in groups {
        if let (&[first, second, third], Some([a, b, c, d])) = (group, places.next()) {
            [*a, *b, *c, *d] = characters([first, second, third]);
        }
    }
    let byte = |index: usize| rest.get(index).copied().unwrap_or_default();
    let characters = characters([byte(0), byte(1), 0]);
    for (index, (place, character)) in last.iter_mut().zip(characters).enumerate() {
        *place = if index > rest.len() { b'=' } else { character };
    }
}

/// Fills a place of the decoded length from characters of either alphabet, without padding.
#[inline(never)]
pub(crate) fn decode(text: &[u8], place: &mut [u8]) {
    let bytes = |group: [u8; 4]| {
        let sextets = group.map(|character| u32::from(entry(character) & SEXTET));
        let word = sextets.into_iter().fold(0, |word, sextet| word << 6 | sextet);
        let [_, bytes @ ..] = word.to_be_bytes();
        bytes
    };
    let (whole, last) = place.split_at_mut_checked(text.len() / 4 * 3).unwrap_or_default();
    let groups = text.chunks_exact(4);
    let rest = groups.remainder();
    let mut places = whole.chunks_exact_mut(3);
    for group in groups {
        if let (&[first, second, third, fourth], Some([a, b, c])) = (group, places.next()) {
            [*a, *b, *c] = bytes([first, second, third, fourth]);
        }
    }
    let character = |index: usize| rest.get(index).copied().unwrap_or_default();
    let bytes = bytes([character(0), character(1), character(2), 0]);
    last.iter_mut().zip(bytes).for_each(|(place, byte)| *place = byte);
}

/// A lower bound of the length that belongs to one alphabet, in whole blocks. Without a branch or
/// table look-up per character, compilers vectorise this.
#[inline(never)]
pub(crate) fn clean_len(text: &[u8], variant: Base64) -> usize {
    const BLOCK: usize = 32;
    let [plus, slash] = match variant {
        Base64::Url => *b"-_",
        Base64::Standard | Base64::Lenient => *b"+/",
    };
    let is_wrong = |byte: u8| {
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit = byte.wrapping_sub(b'0') < 10;
        !(letter | digit | (byte == plus) | (byte == slash))
    };
    let is_clean = |block: &&[u8]| !block.iter().fold(false, |wrong, &byte| wrong | is_wrong(byte));
    BLOCK * text.chunks_exact(BLOCK).take_while(is_clean).count()
}
