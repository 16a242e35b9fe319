//! Decoding and encoding block by block: the same as whole, for every vector and every split.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use lwm2m_codec::blocks::{BlockDecoder, BlockEncoder, BlockState, Feed, Item, encode_block};
use lwm2m_codec::{
    ByteSource, Bytes, ContentFormat, Context, DataType, ErrorKind, Path, Record, ResourceType,
    Strictness, Value, decode, encode_to_vec,
};

use crate::in_blocks::{encode_in_blocks, in_blocks, whole, with_pauses};
use crate::testdata;

#[test]
fn decoders_can_be_put_aside() {
    let mut compared = 0;
    for vector in testdata::vectors() {
        let (format, payload) = (vector.content_format().unwrap(), vector.payload().unwrap());
        let schema = vector.schema().unwrap();
        let context = vector.context().unwrap().with_schema(&schema);
        let expected = in_blocks(format, payload.chunks(7), &context, 256).0;
        for heap in [false, true] {
            let outcome = with_pauses(format, payload.chunks(7), &context, heap);
            assert_eq!(outcome, expected, "{}", vector.id);
            compared += 1;
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn a_decoder_with_less_scratch_than_before_says_so() {
    let context = Context::read(Path::new(&[3, 0]).unwrap());
    let mut state = BlockState::new(ContentFormat::Tlv);
    let mut scratch = [0; 64];
    let mut decoder = state.resume(&context, &mut scratch);
    assert!(decoder.feed(&[0xc8, 0x00, 0x14, b'O', b'p']).next().is_none());
    state = decoder.pause();
    let mut decoder = state.resume(&context, &mut scratch[..3]);
    let error = decoder.feed(b"en").next().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ScratchTooSmall);
    assert!(decoder.finish().next().is_none());
}

#[test]
fn vectors_in_blocks_read_as_whole() {
    let mut excepted = BTreeSet::new();
    let (mut compared, mut pieces) = (0, 0);
    let mut failed = BTreeSet::new();
    for vector in testdata::vectors() {
        let (format, payload) = (vector.content_format().unwrap(), vector.payload().unwrap());
        let schema = vector.schema().unwrap();
        for (mode, strictness) in [("strict", Strictness::STRICT), ("lenient", Strictness::LENIENT)]
        {
            let context =
                vector.context().unwrap().with_schema(&schema).with_strictness(strictness);
            let expected = whole(format, &payload, &context);
            let mut compare = |blocks: &mut dyn Iterator<Item = &[u8]>, scratch, how: String| {
                let (outcome, long) = in_blocks(format, blocks, &context, scratch);
                compared += 1;
                pieces += long;
                if outcome == expected {
                    return;
                }
                match outcome.1.map(|error| error.kind()) {
                    Some(
                        kind @ (ErrorKind::ScratchTooSmall
                        | ErrorKind::LongValueFirst
                        | ErrorKind::BaseAfterEntries),
                    ) => {
                        excepted.insert(format!("{} {mode} {scratch} {}", vector.id, kind.name()));
                    }
                    _ => {
                        failed.insert(format!(
                            "{} {mode}, {how}, scratch {scratch}:\n  {outcome:?}\n  {expected:?}",
                            vector.id
                        ));
                    }
                }
            };
            for scratch in [28, 40, 64, 256] {
                for size in [1, 2, 16, 64] {
                    compare(&mut payload.chunks(size), scratch, format!("blocks of {size}"));
                }
                for at in 0..=payload.len() {
                    let (first, second) = payload.split_at(at);
                    compare(&mut [first, second].into_iter(), scratch, format!("split at {at}"));
                }
            }
        }
    }
    println!("{compared} readings compared, {pieces} pieces");
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(pieces > 3_000, "long values come in pieces");
    // With the least scratch and more, no vector needs to be looked ahead in further than it holds.
    excepted.retain(|case: &String| !case.contains(" 28 ") && !case.contains(" 40 "));
    assert_eq!(excepted, BTreeSet::new());
}

#[test]
fn vectors_encode_in_blocks_as_whole() {
    let mut compared = 0;
    for vector in testdata::vectors() {
        let (format, payload) = (vector.content_format().unwrap(), vector.payload().unwrap());
        let schema = vector.schema().unwrap();
        for strictness in [Strictness::STRICT, Strictness::LENIENT] {
            let context =
                vector.context().unwrap().with_schema(&schema).with_strictness(strictness);
            let (records, None) = whole(format, &payload, &context) else { continue };
            let expected = encode_to_vec(format, &records, &context);
            for size in [1, 16, 64] {
                let encoded = encode_in_blocks(format, &records, &context, size);
                assert_eq!(encoded, expected, "{}", vector.id);
                let Ok(expected) = &expected else { continue };
                let blocks: Vec<_> = expected.chunks(size).collect();
                for number in 0..blocks.len() + 2 {
                    let mut buffer = vec![0xaa; size];
                    let number32 = number as u32;
                    let block =
                        encode_block(format, &records, &context, number32, &mut buffer).unwrap();
                    let due = blocks.get(number).copied().unwrap_or_default();
                    assert_eq!(&buffer[..block.len], due, "{} block {number}", vector.id);
                    assert_eq!(block.total, expected.len());
                    assert_eq!(block.more, number + 1 < blocks.len());
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 5_000, "{compared}");
}

/// The types of the made-up object 42 in the tests of long values.
fn types(object: u16, resource: u16) -> Option<ResourceType> {
    let data_type = match (object, resource) {
        (42, 0) => DataType::String,
        (42, 1) => DataType::Opaque,
        (42, 2) => DataType::CoreLink,
        (42, 3) => DataType::Integer,
        (42, 4) => DataType::ObjectLink,
        _ => return None,
    };
    Some(ResourceType::new(data_type))
}

/// Payloads with values that are longer than the scratch, right and wrong.
fn long_payloads() -> Vec<(ContentFormat, Path, Vec<u8>)> {
    let text = "caf\u{e9} \u{1f600} \"q\" \\ \n".repeat(9);
    let bytes: Vec<u8> = (0..250).map(|i| (i * 7) as u8).collect();
    let path = |ids: &[u16]| Path::new(ids).unwrap();
    let value = |resource: u16| match resource {
        0 => Value::from(text.as_str()),
        1 => Value::from(bytes.as_slice()),
        _ => Value::CoreLink("</42/0>".into()),
    };
    let records: Vec<_> = [0, 1, 2, 0]
        .iter()
        .zip([0, 0, 0, 1])
        .map(|(&r, i)| (path(&[42, i, r]), value(r)))
        .collect();
    let records: Vec<_> = records.into_iter().map(|(p, v)| Record::new(p, v)).collect();
    let mut payloads = Vec::new();
    for format in [
        ContentFormat::Tlv,
        ContentFormat::SenmlJson,
        ContentFormat::SenmlCbor,
        ContentFormat::Lwm2mCbor,
        ContentFormat::OmaJson,
    ] {
        let object = path(&[42]);
        payloads.push((
            format,
            object,
            encode_to_vec(format, &records, &Context::read(object)).unwrap(),
        ));
        let other = path(&[43]);
        let others = [
            Record::new(path(&[43, 0, 0]), bytes.as_slice()),
            Record::new(path(&[43, 0, 1, 5]), text.as_str()),
        ];
        let payload = encode_to_vec(format, others, &Context::read(other)).unwrap();
        payloads.push((format, other, payload));
    }
    for format in [ContentFormat::Text, ContentFormat::Opaque, ContentFormat::Cbor] {
        for resource in [0, 1, 5] {
            let base = path(&[42, 0, resource]);
            let value = value(resource.min(1));
            let context = Context::read(base).with_schema(&types);
            if let Ok(payload) = encode_to_vec(format, [Record::new(base, value)], &context) {
                payloads.push((format, base, payload));
            }
        }
    }
    let long = "A".repeat(100);
    let json = |format, text: String| (format, path(&[42]), text.into_bytes());
    for field in ["vs", "vd", "vlo", "u", "x", "sv", "ov"] {
        for resource in 0..5 {
            let name = format!("/42/0/{resource}");
            for format in [ContentFormat::SenmlJson, ContentFormat::OmaJson] {
                let (open, close) = match format {
                    ContentFormat::OmaJson => (r#"{"e":["#, "]}"),
                    _ => ("[", "]"),
                };
                for rest in ["", r#","u":"Cel","s":5"#, r#","x":[{"y":null}]"#, r#","v":1"#, ","] {
                    payloads.push(json(
                        format,
                        format!(r#"{open}{{"n":"{name}","{field}":"{long}"{rest}}}{close}"#),
                    ));
                }
                let again = format!(r#"{{"n":"{name}","{field}":"{long}"}}"#);
                payloads.push(json(format, format!("{open}{again},{again}{close}")));
                let twice = format!(r#"{{"n":"{name}","{field}":"a","{field}":"{long}"}}"#);
                payloads.push(json(format, format!("{open}{twice}{close}")));
            }
        }
    }
    // CBOR strings in chunks.
    let chunks =
        [&b"\x7f\x78\x40"[..], &[b'a'; 64], b"\x60\x78\x20", &[b'b'; 32], b"\xff"].concat();
    payloads.push((ContentFormat::Cbor, path(&[42, 0, 0]), chunks.clone()));
    payloads.push((ContentFormat::Cbor, path(&[42, 0, 3]), chunks.clone()));
    let map = [&b"\xa1\x83\x18\x2a\x00\x00"[..], &chunks].concat();
    payloads.push((ContentFormat::Lwm2mCbor, path(&[42]), map));
    let pack = [&b"\x81\xa3\x00\x67/42/0/0\x03"[..], &chunks, b"\x05\x01"].concat();
    payloads.push((ContentFormat::SenmlCbor, path(&[42]), pack));
    payloads
}

#[test]
fn long_values_right_cut_and_damaged_read_as_whole() {
    let (mut compared, mut pieces, mut excepted) = (0, 0, BTreeSet::new());
    for (format, base, payload) in long_payloads() {
        let mut variants = vec![payload.clone()];
        let step = if payload.len() > 250 { 11 } else { 17 };
        for at in (0..payload.len()).step_by(step) {
            variants.push(payload[..at].to_vec());
            for with in [0xff, b'"', b'\\', b'='] {
                let mut damaged = payload.clone();
                damaged[at] = with;
                variants.push(damaged);
            }
        }
        variants.push([&payload[..], b" x"].concat());
        for payload in variants {
            for context in [Context::read(base), Context::read(base).lenient()] {
                let context = context.with_schema(&types);
                let expected = whole(format, &payload, &context);
                for (size, scratch) in [(1, 64), (64, 64), (1024, 64), (16, 256)] {
                    {
                        let blocks = payload.chunks(size);
                        let (outcome, long) = in_blocks(format, blocks, &context, scratch);
                        compared += 1;
                        pieces += long;
                        if outcome == expected {
                            continue;
                        }
                        let kind = outcome.1.map(|error| error.kind());
                        let excusable = matches!(
                            kind,
                            Some(ErrorKind::ScratchTooSmall | ErrorKind::LongValueFirst)
                        );
                        assert!(
                            excusable,
                            "{format:?} {scratch} {size} {}:\n{outcome:?}\n{expected:?}",
                            String::from_utf8_lossy(&payload)
                        );
                        excepted.insert((scratch, format!("{format:?} {kind:?}")));
                    }
                }
            }
        }
    }
    println!("{compared} compared, {pieces} pieces, {excepted:?}");
    assert!(pieces > 20_000, "{pieces}");
}

#[test]
fn what_needs_looking_ahead_has_errors_of_its_own() {
    let long = "A".repeat(100);
    let entries: Vec<_> = (10..20).map(|id| format!(r#"{{"n":"{id}","v":1}}"#)).collect();
    let entries = entries.join(",");
    let cases = [
        (
            ContentFormat::SenmlJson,
            format!(r#"[{{"vd":"{long}","n":"/42/0/1"}}]"#),
            (ErrorKind::LongValueFirst, "\"AAA"),
        ),
        (
            ContentFormat::SenmlJson,
            format!(r#"[{{"bn":"/42/0/1","vd":"{long}","n":""}}]"#),
            (ErrorKind::LongValueFirst, "\"n\":\"\""),
        ),
        (
            ContentFormat::SenmlJson,
            format!(r#"[{{"n":"/42/0/1","vd":"{long}","t":5}}]"#),
            (ErrorKind::LongValueFirst, r#""t""#),
        ),
        (
            ContentFormat::OmaJson,
            format!(r#"{{"bn":"/42/0/","e":[{{"sv":"{long}","n":"0"}}]}}"#),
            (ErrorKind::LongValueFirst, "\"AAA"),
        ),
        (
            ContentFormat::OmaJson,
            format!(r#"{{"bt":1,"e":[{entries}],"bn":"/42/"}}"#),
            (ErrorKind::BaseAfterEntries, r#""bn""#),
        ),
        (
            ContentFormat::SenmlJson,
            format!(r#"[{{"n":"/42/0/3","u":"{long}","v":1}}]"#),
            (ErrorKind::ScratchTooSmall, "["),
        ),
    ];
    for (format, payload, (kind, place)) in cases {
        let offset = payload.find(place).unwrap() as u32;
        let context = Context::read(Path::new(&[42, 0]).unwrap()).with_schema(&types).lenient();
        let (records, error) = whole(format, payload.as_bytes(), &context);
        let ((_, in_blocks), _) = in_blocks(format, payload.as_bytes().chunks(16), &context, 64);
        let error = in_blocks.unwrap_or_else(|| panic!("{payload} is read: {records:?} {error:?}"));
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{payload}");
    }
}

#[test]
fn a_huge_value_takes_constant_memory_and_linear_work() {
    const LENGTH: usize = 16 << 20;
    let context = Context::write(Path::new(&[5, 0, 0]).unwrap());
    // CBOR, as TLV ends at 16 MiB less one.
    let head = [&[0x5a][..], &(LENGTH as u32).to_be_bytes()].concat();
    let mut scratch = [0; 64];
    let mut decoder = BlockDecoder::new(ContentFormat::Cbor, &context, &mut scratch);
    let (mut sum, mut items, mut length) = (0u64, 0usize, 0usize);
    let mut take = |mut feed: Feed<'_, '_, '_, '_>| {
        while let Some(item) = feed.next() {
            let Item::Piece(piece) = item.unwrap() else { panic!("a whole record") };
            let bytes = piece.value.as_bytes().unwrap();
            let bytes = bytes.as_slice().expect("bytes as they are");
            assert_eq!(piece.offset as usize, length);
            sum += bytes.iter().map(|&byte| u64::from(byte)).sum::<u64>();
            length += bytes.len();
            items += 1;
        }
    };
    take(decoder.feed(&head));
    let block: Vec<u8> = (0..64).collect();
    for _ in 0..LENGTH / 64 {
        take(decoder.feed(&block));
    }
    take(decoder.finish());
    assert_eq!((length, sum), (LENGTH, (LENGTH / 64) as u64 * 2016));
    assert!(items <= LENGTH / 64 + 4, "no more pieces than blocks: {items}");
}

/// The image of a firmware: bytes that follow from their offset. Counts what is read.
struct Image(usize, AtomicUsize);

impl ByteSource for Image {
    fn len(&self) -> usize {
        self.0
    }

    fn read(&self, offset: usize, buffer: &mut [u8]) {
        self.1.fetch_add(buffer.len(), Ordering::Relaxed);
        for (index, place) in buffer.iter_mut().enumerate() {
            *place = ((offset + index) * 7) as u8;
        }
    }
}

#[test]
fn opaque_values_come_from_a_source_in_linear_work() {
    let length = 40_000;
    let image = Image(length, AtomicUsize::new(0));
    let copy: Vec<u8> = (0..length).map(|index| (index * 7) as u8).collect();
    let path = Path::new(&[5, 0, 0]).unwrap();
    let context = Context::write(path);
    for format in [
        ContentFormat::Tlv,
        ContentFormat::Text,
        ContentFormat::Opaque,
        ContentFormat::Cbor,
        ContentFormat::SenmlJson,
        ContentFormat::SenmlCbor,
        ContentFormat::Lwm2mCbor,
        ContentFormat::OmaJson,
    ] {
        let expected = encode_to_vec(format, [Record::new(path, copy.as_slice())], &context);
        let expected = expected.unwrap();
        let record = Record::new(path, Value::Opaque(Bytes::from_source(&image)));
        assert_eq!(encode_to_vec(format, [record], &context).unwrap(), expected);
        image.1.store(0, Ordering::Relaxed);
        let mut encoder = BlockEncoder::new(format, [record], &context).unwrap();
        assert_eq!(image.1.load(Ordering::Relaxed), 0, "{format}: counting reads nothing");
        let mut block = [0; 64];
        let mut encoded = Vec::new();
        loop {
            let written = encoder.fill(&mut block).unwrap();
            encoded.extend_from_slice(&block[..written]);
            if written < 64 {
                break;
            }
        }
        assert!(encoded == expected, "{format}");
        let read = image.1.load(Ordering::Relaxed);
        assert!(read <= 3 * length, "{format}: {read} bytes read");
    }
}

#[test]
fn long_values_go_on_where_they_were_cut() {
    let context = Context::read(Path::ROOT);
    let text = |unit: &str| unit.repeat(3000 / unit.len());
    let cbor = |unit: &[u8]| {
        let chunk = [&[0x60 | unit.len() as u8], unit].concat();
        [&b"\x81\xa2\x00\x66/3/0/0\x03\x7f"[..], &chunk.repeat(400), b"\xff"].concat()
    };
    let json = |label: &str, text: String| {
        format!(r#"[{{"n":"/3/0/0","{label}":"{text}"}},{{"n":"/3/0/1","vs":"{text}"}}]"#)
    };
    let payloads = [
        (ContentFormat::SenmlJson, json("vs", text("plain text, é and 😀")).into_bytes()),
        (ContentFormat::SenmlJson, json("vs", text(r#"a\"b\\c\u00e9\n"#)).into_bytes()),
        (ContentFormat::SenmlJson, json("vs", text(r"\u0001")).into_bytes()),
        (ContentFormat::SenmlJson, json("vd", text("A-_Z")).into_bytes()),
        (ContentFormat::SenmlCbor, cbor("\u{1}é \"x".as_bytes())),
    ];
    for (from, payload) in payloads {
        let lenient = context.lenient();
        let records: Vec<_> = decode(from, &payload, &lenient).map(Result::unwrap).collect();
        for to in [ContentFormat::SenmlJson, ContentFormat::OmaJson, ContentFormat::SenmlCbor] {
            let expected = encode_to_vec(to, &records, &context).unwrap();
            for size in [1, 16, 64, 100, 1000] {
                let mut encoder = BlockEncoder::new(to, &records, &context).unwrap();
                let (mut block, mut encoded) = (vec![0; size], Vec::new());
                loop {
                    match encoder.fill(&mut block).unwrap() {
                        0 => break,
                        written => encoded.extend_from_slice(&block[..written]),
                    }
                }
                assert!(encoded == expected, "{from} to {to} in blocks of {size}");
            }
        }
    }
}

#[test]
fn states_have_the_sizes_that_the_documentation_states() {
    let decoder = size_of::<BlockDecoder<'_, '_>>();
    let encoder = size_of::<BlockEncoder<'_, '_, core::slice::Iter<'_, Record<'_>>>>();
    let state = size_of::<BlockState>();
    println!("{decoder} {state} {encoder}");
    if size_of::<usize>() == 8 {
        assert!(decoder <= 544, "{decoder}");
        assert!(state <= 512, "{state}");
        assert!(encoder <= 256, "{encoder}");
    }
}
