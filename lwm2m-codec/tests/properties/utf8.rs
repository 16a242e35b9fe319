//! Strings that are not UTF-8 read with U+FFFD in every format, whole and in blocks of any size.

use lwm2m_codec::{
    Content, ContentFormat as F, Context, DataType, ErrorKind, Leniency, Path, ResourceType,
    Strictness, Value,
};
use proptest::prelude::*;

use crate::in_blocks::{in_blocks, whole};

const PATH: Path = match Path::new(&[3, 0, 0]) {
    Some(path) => path,
    None => Path::ROOT,
};

/// The head of a CBOR string.
fn cbor(major: u8, bytes: &[u8]) -> Vec<u8> {
    let [high, low] = (bytes.len() as u16).to_be_bytes();
    [&[major << 5 | 25, high, low], bytes].concat()
}

/// A payload of `/3/0/0` with these bytes as its string, and the text that it reads as.
fn payload(format: F, bytes: &[u8], chunk: usize) -> (Vec<u8>, String) {
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let string = match format {
        F::Cbor | F::Lwm2mCbor if chunk > 0 => {
            let chunks = bytes.chunks(chunk);
            let text = chunks.clone().map(lossy).collect();
            let string: Vec<_> = chunks.flat_map(|chunk| cbor(3, chunk)).collect();
            let string = [&[0x7f], &string[..], &[0xff]].concat();
            return (wrap(format, &string), text);
        }
        F::Cbor | F::Lwm2mCbor | F::SenmlCbor => cbor(3, bytes),
        F::SenmlJson | F::OmaJson => {
            // Quotes and backslashes are escaped, and one character is a lone surrogate.
            let mut string = vec![b'"'];
            for &byte in bytes {
                match byte {
                    b'"' | b'\\' => string.extend([b'\\', byte]),
                    b'!' => string.extend(b"\\ud83d"),
                    ..=0x1f => string.extend(format!("\\u{byte:04x}").bytes()),
                    _ => string.push(byte),
                }
            }
            string.push(b'"');
            return (wrap(format, &string), lossy(bytes).replace('!', "\u{fffd}"));
        }
        _ => bytes.to_vec(),
    };
    (wrap(format, &string), lossy(bytes))
}

fn wrap(format: F, string: &[u8]) -> Vec<u8> {
    let [high, low] = (string.len() as u16).to_be_bytes();
    match format {
        F::Tlv => [&[0xd0, 0, high, low], string].concat(),
        F::Lwm2mCbor => [&[0xa1, 0x83, 3, 0, 0], string].concat(),
        F::SenmlCbor => [b"\x81\xa2\x00\x66/3/0/0\x03", string].concat(),
        F::SenmlJson => [br#"[{"n":"/3/0/0","vs":"#, string, b"}]"].concat(),
        F::OmaJson => [br#"{"bn":"/3/0/","e":[{"n":"0","sv":"#, string, b"}]}"].concat(),
        _ => string.to_vec(),
    }
}

const FORMATS: [F; 7] =
    [F::Text, F::Tlv, F::Cbor, F::Lwm2mCbor, F::SenmlCbor, F::SenmlJson, F::OmaJson];

/// Mostly bytes of which characters are made, so that many sequences are nearly valid.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let parts = prop_oneof![
        6 => "[a-z!\"\\\\]{0,20}".prop_map(String::into_bytes),
        4 => "[é-ſ€😀]{1,6}".prop_map(String::into_bytes),
        1 => prop::collection::vec(prop::sample::select(&b"\x80\xbf\xc2\xc3\xe0\xe2\x82\xed\xa0\xf0\x9f\xf4\xff"[..]), 1..4),
    ];
    prop::collection::vec(parts, 0..20).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 3_000, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn invalid_text_reads_alike_whole_and_in_blocks(
        format in prop::sample::select(&FORMATS[..]),
        bytes in bytes(),
        chunk in 0usize..40,
        size in 1usize..80,
        scratch in 64usize..100,
    ) {
        let (payload, text) = payload(format, &bytes, chunk);
        let schema = |_, _| Some(ResourceType::single(DataType::String));
        let context = Context::read(PATH).with_schema(&schema);
        let read_both = |context: &Context<'_>| {
            let outcome = whole(format, &payload, context);
            let blocks = in_blocks(format, payload.chunks(size), context, scratch).0;
            // A record that ends just behind a full scratch is no long string.
            if blocks.1.is_some_and(|error| error.kind() == ErrorKind::ScratchTooSmall) {
                return outcome;
            }
            assert_eq!(blocks, outcome, "{format} {payload:02x?} in blocks of {size}");
            outcome
        };
        let (_, error) = read_both(&context);
        prop_assert_eq!(error.is_some(), text.contains('\u{fffd}'));
        if let Some(error) = error {
            let kind = error.kind();
            prop_assert!(matches!(kind, ErrorKind::InvalidUtf8 | ErrorKind::InvalidEscape));
            prop_assert_eq!(error.leniency(), Some(Leniency::InvalidUtf8));
        }
        let strictness = Strictness::STRICT.with(Leniency::InvalidUtf8);
        let (records, error) = read_both(&context.with_strictness(strictness));
        prop_assert_eq!(error, None);
        let contents: Vec<_> = records.iter().map(|record| record.as_record().content).collect();
        prop_assert_eq!(contents, [Content::Value(Value::from(text.as_str()))]);
    }
}
