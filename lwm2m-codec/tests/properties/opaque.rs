//! Opaque values of every origin: as bytes, read from a source, or borrowed from a payload that holds
//! them in chunks or in base64.

use lwm2m_codec::blocks::{BlockEncoder, encode_block};
use lwm2m_codec::{
    ByteSource, Bytes, ContentFormat, Context, DataType, Path, Record, ResourceType, Value, decode,
    encode_to_vec,
};

const FORMATS: [ContentFormat; 8] = [
    ContentFormat::Tlv,
    ContentFormat::Text,
    ContentFormat::Opaque,
    ContentFormat::Cbor,
    ContentFormat::SenmlJson,
    ContentFormat::SenmlCbor,
    ContentFormat::Lwm2mCbor,
    ContentFormat::OmaJson,
];

struct Image<'a>(&'a [u8]);

impl ByteSource for Image<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn read(&self, offset: usize, buffer: &mut [u8]) {
        buffer.copy_from_slice(&self.0[offset..offset + buffer.len()]);
    }
}

fn types(_: u16, _: u16) -> Option<ResourceType> {
    Some(ResourceType::single(DataType::Opaque))
}

fn context() -> Context<'static> {
    Context::write(Path::new(&[5, 0, 0]).unwrap()).with_schema(&types).lenient()
}

/// Payloads that hold these bytes, each in its own way.
fn payloads(bytes: &[u8]) -> Vec<(ContentFormat, Vec<u8>)> {
    let plain = Record::new(context().base(), bytes);
    let encoded = |format| encode_to_vec(format, [plain], &context()).unwrap();
    // Chunks of 0 to 4 bytes, and one that is longer.
    let mut chunks = vec![0x5f];
    let (start, rest) = bytes.split_at(bytes.len() / 2);
    let (mut left, mut length) = (start, 0);
    while !left.is_empty() {
        let (chunk, after) = left.split_at(length.min(left.len()));
        chunks.push(0x40 | chunk.len() as u8);
        chunks.extend(chunk);
        (left, length) = (after, (length + 1) % 5);
    }
    chunks.extend([0x59, (rest.len() >> 8) as u8, rest.len() as u8]);
    chunks.extend(rest);
    chunks.push(0xff);
    // Each character of base64 as an escape, but for some.
    let base64 = String::from_utf8(encoded(ContentFormat::Text)).unwrap();
    let escape = |(index, character): (usize, char)| match index % 7 {
        3..6 => character.to_string(),
        _ => format!("\\u{:04x}", character as u32),
    };
    let escaped: String = base64.chars().enumerate().map(escape).collect();
    let pack = format!(r#"[{{"n":"/5/0/0","vd":"{escaped}"}}]"#).into_bytes();
    vec![
        (ContentFormat::Cbor, chunks),
        (ContentFormat::Text, base64.into_bytes()),
        (ContentFormat::SenmlJson, encoded(ContentFormat::SenmlJson)),
        (ContentFormat::SenmlJson, pack),
    ]
}

/// Calls a function with a record of each origin, whose value these bytes are.
fn for_each_origin(bytes: &[u8], mut then: impl FnMut(Record<'_>)) {
    then(Record::new(context().base(), bytes));
    let image = Image(bytes);
    then(Record::new(context().base(), Value::Opaque(Bytes::from_source(&image))));
    for (format, payload) in payloads(bytes) {
        let mut records = decode(format, &payload, &context());
        then(records.next().unwrap().unwrap());
        assert!(records.next().is_none());
    }
}

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|index| (index * index * 7 + index * 31) as u8).collect()
}

#[test]
fn values_of_every_origin_are_the_same_bytes() {
    for length in (0..200).chain([1000, 70_000]) {
        let bytes = bytes(length);
        for_each_origin(&bytes, |record| {
            let value = record.value().and_then(|value| value.as_bytes()).unwrap();
            assert_eq!(value.len(), length);
            assert!(value == bytes.as_slice());
            assert_eq!(value.to_cow(), bytes);
            let mut buffer = vec![0xaa; length + 3];
            assert_eq!(value.copy_to(&mut buffer).unwrap(), bytes);
            assert_eq!(buffer[length..], [0xaa; 3]);
            if length > 0 {
                let error = value.copy_to(&mut buffer[1..length]).unwrap_err();
                assert_eq!(error.offset() as usize, length);
            }
        });
    }
}

#[test]
fn values_of_every_origin_encode_whole_and_in_blocks_of_every_size() {
    let mut compared = 0;
    for length in (0..12).chain([46, 47, 48, 49, 63, 64, 65, 95, 96, 97, 143, 200]) {
        let bytes = bytes(length);
        for format in FORMATS {
            let expected =
                encode_to_vec(format, [Record::new(context().base(), &bytes[..])], &context());
            let expected = expected.unwrap();
            for_each_origin(&bytes, |record| {
                let record = Record::new(record.path, record.value().unwrap());
                assert_eq!(encode_to_vec(format, [record], &context()).unwrap(), expected);
                for size in (1..10).chain([16, 31, 32, 33, 63, 64, 65, 66, 67, 100]) {
                    let context = context();
                    let mut encoder = BlockEncoder::new(format, [record], &context).unwrap();
                    let mut alone = vec![0; size];
                    let mut next = vec![0; size];
                    for (number, due) in expected.chunks(size).enumerate() {
                        let block =
                            encode_block(format, [record], &context, number as u32, &mut alone);
                        assert_eq!(&alone[..block.unwrap().len], due, "{format} {length} {size}");
                        let filled = encoder.fill(&mut next).unwrap();
                        assert_eq!(&next[..filled], due, "{format} {length} {size}");
                        compared += 1;
                    }
                    assert_eq!(encoder.fill(&mut next), Ok(0));
                }
            });
        }
    }
    assert!(compared > 100_000, "{compared}");
}
