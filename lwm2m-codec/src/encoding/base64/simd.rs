//! What [`portable`] does, with the vector instructions of the processor.

use base64_simd::{AsOut, STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::alphabet::{Base64, encoded_len};
use super::portable;

/// The length from which on vectors help.
const LONG: usize = 32;

pub(crate) fn encode(bytes: &[u8], variant: Base64, place: &mut [u8]) {
    let engine = match variant {
        Base64::Url => URL_SAFE_NO_PAD,
        Base64::Standard | Base64::Lenient => STANDARD,
    };
    match place.get_mut(..encoded_len(bytes.len(), variant)) {
        Some(place) if bytes.len() >= LONG => _ = engine.encode(bytes, place.as_out()),
        _ => portable::encode(bytes, variant, place),
    }
}

pub(crate) fn decode(text: &[u8], place: &mut [u8]) {
    // Stray bits, which the library refuses, are in the last group.
    let mut groups = groups_before_last(text);
    if let Some((text, place)) = text.get(..groups * 4).zip(place.get_mut(..groups * 3)) {
        // The library also refuses text of both alphabets.
        let mut engines = [STANDARD_NO_PAD, URL_SAFE_NO_PAD].iter();
        if !engines.any(|engine| engine.decode(text, place.as_out()).is_ok()) {
            groups = 0;
        }
    }
    if let Some((text, place)) = text.get(groups * 4..).zip(place.get_mut(groups * 3..)) {
        portable::decode(text, place);
    }
}

pub(crate) fn clean_len(text: &[u8], variant: Base64) -> usize {
    let engine = match variant {
        Base64::Url => URL_SAFE_NO_PAD,
        Base64::Standard | Base64::Lenient => STANDARD_NO_PAD,
    };
    // Padding, which the library refuses, is in the last group.
    let whole = text.get(..groups_before_last(text) * 4).unwrap_or_default();
    match engine.check(whole) {
        Ok(()) => whole.len(),
        Err(_) => portable::clean_len(text, variant),
    }
}

/// The number of groups of four characters before the last one, which may be shorter.
const fn groups_before_last(text: &[u8]) -> usize {
    text.len().saturating_sub(1) / 4
}
