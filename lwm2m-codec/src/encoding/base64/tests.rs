extern crate std;
use std::string::String;
use std::vec::Vec;

use base64ct::Encoding;
use proptest::prelude::*;

use super::*;

const VARIANTS: [Base64; 3] = [Base64::Standard, Base64::Url, Base64::Lenient];

/// The portable functions, and those with vector instructions.
type Encode = fn(&[u8], Base64, &mut [u8]);
type Decode = fn(&[u8], &mut [u8]);
type CleanLen = fn(&[u8], Base64) -> usize;
#[cfg(feature = "std")]
const ENCODERS: [Encode; 2] = [portable::encode, simd::encode];
#[cfg(not(feature = "std"))]
const ENCODERS: [Encode; 1] = [portable::encode];
#[cfg(feature = "std")]
const DECODERS: [Decode; 2] = [portable::decode, simd::decode];
#[cfg(not(feature = "std"))]
const DECODERS: [Decode; 1] = [portable::decode];
#[cfg(feature = "std")]
const CLEAN_LENS: [CleanLen; 2] = [portable::clean_len, simd::clean_len];
#[cfg(not(feature = "std"))]
const CLEAN_LENS: [CleanLen; 1] = [portable::clean_len];

/// Bytes that another implementation encodes.
fn reference(bytes: &[u8], variant: Base64) -> String {
    match variant {
        Base64::Url => base64ct::Base64UrlUnpadded::encode_string(bytes),
        Base64::Standard | Base64::Lenient => base64ct::Base64::encode_string(bytes),
    }
}

/// The length, or the offset of the error, character by character.
fn slow_decoded_len(text: &[u8], variant: Base64) -> Result<usize, usize> {
    let mut check = Check::new();
    text.iter().try_for_each(|&character| check.push(character, variant))?;
    check.finish(variant)
}

/// Checks text in every way, which must agree, and decodes it in every way if it is valid.
fn decode_all(text: &[u8], variant: Base64) -> Result<Vec<u8>, usize> {
    let expected = slow_decoded_len(text, variant);
    assert_eq!(decoded_len(text, variant), expected, "{text:x?} {variant:?}");
    let alphabets: &[Base64] = match variant {
        Base64::Lenient => &[Base64::Standard, Base64::Url],
        Base64::Standard => &[Base64::Standard],
        Base64::Url => &[Base64::Url],
    };
    for clean_len in CLEAN_LENS {
        for &alphabet in alphabets {
            let clean = clean_len(text, alphabet);
            let mut check = Check::new();
            let outcome = check.take_after(clean, text, variant);
            let length = outcome.and_then(|()| check.finish(variant));
            assert_eq!(length, expected, "{text:x?} {variant:?}, {clean} clean");
        }
    }
    let length = expected?;
    let text = unpadded(text);
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((piece, length)) = next_piece(&mut rest) {
        pieces.extend_from_slice(&piece[..length]);
    }
    assert_eq!(pieces.len(), length);
    for decode in DECODERS {
        let mut place = std::vec![0; length];
        decode(text, &mut place);
        assert_eq!(place, pieces, "{text:x?}");
    }
    Ok(pieces)
}

#[test]
fn strict_is_canonical() {
    let decode = |text: &str, variant| decode_all(text.as_bytes(), variant);
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
    let decode = |text: &str| decode_all(text.as_bytes(), Base64::Lenient);
    assert_eq!(decode("_-8"), Ok([0xff, 0xef].to_vec()));
    assert_eq!(decode("AQIDBAV="), Ok([1, 2, 3, 4, 5].to_vec()));
    assert_eq!(decode("A"), Err(1));
    assert_eq!(decode("A Q="), Err(1));
}

/// All lengths up to several blocks of vector instructions, at each place within such a block.
#[test]
fn bytes_of_all_lengths_and_alignments_are_encoded_and_decoded() {
    let bytes: Vec<u8> = (0..400u32).map(|index| (index * index * 7 + 251) as u8).collect();
    for length in 0..300 {
        for start in [0, 1, 3, 8, 15, 31, 32, 33] {
            let bytes = &bytes[start..start + length];
            for variant in VARIANTS {
                let expected = reference(bytes, variant);
                assert_eq!(encoded_len(length, variant), expected.len());
                for encode in ENCODERS {
                    let mut place = std::vec![0xaa; start + expected.len() + 40];
                    let (before, rest) = place.split_at_mut(start);
                    let (text, after) = rest.split_at_mut(expected.len());
                    encode(bytes, variant, text);
                    assert_eq!(text, expected.as_bytes());
                    assert!(before.iter().chain(&*after).all(|&byte| byte == 0xaa));
                    assert_eq!(decode_all(text, variant).unwrap(), bytes);
                }
            }
        }
    }
}

/// Every byte in every place of a text of every length.
#[test]
fn wrong_characters_are_found_where_they_are() {
    let bytes: Vec<u8> = (0..100).collect();
    for length in (0..10).chain([23, 24, 25, 30, 31, 47, 48, 49, 72, 73, 100]) {
        for variant in [Base64::Standard, Base64::Url] {
            let text = reference(&bytes[..length], variant).into_bytes();
            for index in 0..text.len() {
                for byte in 0..=255 {
                    let mut text = text.clone();
                    text[index] = byte;
                    let outcome = decode_all(&text, variant);
                    if !variant.has(byte)
                        && byte != b'='
                        && text[..index].iter().all(|&byte| byte != b'=')
                    {
                        assert_eq!(outcome, Err(index), "{text:x?}");
                    }
                    let _ = decode_all(&text, Base64::Lenient);
                }
            }
        }
    }
}

proptest! {
    /// Mostly valid text of both alphabets, with stray bits, padding and other characters anywhere.
    #[test]
    fn any_text_reads_the_same_in_every_way(
        text in prop::collection::vec(
            prop_oneof![
                60 => prop::sample::select(alphabet::URL.as_slice()),
                2 => prop::sample::select(b"+/-_=\\\n\0\x7f\x80\xff".as_slice()),
            ],
            0..300,
        ),
        padding in 0usize..4,
        cuts in prop::collection::vec(0usize..300, 0..4),
    ) {
        let text = [&text[..], &b"==="[..padding.min(3)]].concat();
        for variant in VARIANTS {
            let outcome = decode_all(&text, variant).map(|bytes| bytes.len());
            // In parts, as blocks bring them.
            let mut check = Check::new();
            let mut parts = Vec::from([0, text.len()]);
            parts.extend(cuts.iter().map(|&cut| cut.min(text.len())));
            parts.sort_unstable();
            let in_parts = parts
                .windows(2)
                .try_for_each(|part| check.take(&text[part[0]..part[1]], variant))
                .and_then(|()| check.finish(variant));
            prop_assert_eq!(in_parts, outcome);
        }
    }
}
