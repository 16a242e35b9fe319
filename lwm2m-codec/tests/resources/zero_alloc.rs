//! Decoding and encoding take no heap, in any format, whether they succeed or fail.
//!
//! The library under test may have the heap (with the `alloc` feature) or not; `./test.sh layers`
//! runs this both ways. To cover a new format, add its payloads to [`cases`].

use std::fmt::Write as _;

use lwm2m_codec::blocks::{BlockDecoder, BlockEncoder, Feed, Item};
use lwm2m_codec::{
    ContentFormat, Context, DataType, Error, Operation, Path, Record, Report, ResourceType,
    SeenPath, Value, decode, encode, encoded_len,
};

use crate::counting::allocations;

/// A payload, the request around it, and the number of its records.
struct Case {
    name: &'static str,
    format: ContentFormat,
    operation: Operation,
    base: &'static str,
    payload: Vec<u8>,
    records: usize,
}

fn case(
    name: &'static str,
    format: ContentFormat,
    base: &'static str,
    payload: Vec<u8>,
    records: usize,
) -> Case {
    Case { name, format, operation: Operation::Read, base, payload, records }
}

impl Case {
    fn of(self, operation: Operation) -> Self {
        Self { operation, ..self }
    }

    fn context(&self) -> Context<'static> {
        Context::new(self.operation, self.base.parse().unwrap()).with_schema(&schema)
    }
}

/// Object 3 as registered, and object 42 with a resource for each data type, by its number.
fn schema(object: u16, resource: u16) -> Option<ResourceType> {
    use DataType as T;
    match (object, resource) {
        (3, 0..=3 | 14 | 16) => Some(ResourceType::single(T::String)),
        (3, 6..=8 | 11) => Some(ResourceType::multiple(T::Integer)),
        (3, 9 | 10) => Some(ResourceType::single(T::Integer)),
        (3, 13) => Some(ResourceType::single(T::Time)),
        (42, number) => {
            DataType::ALL.into_iter().find(|&t| t as u16 == number).map(ResourceType::single)
        }
        _ => None,
    }
}

fn cases() -> Vec<Case> {
    use ContentFormat as F;
    let hex = |digits: &str| hex::decode(digits).unwrap();
    let text = |text: &str| text.as_bytes().to_vec();
    let mut cases = Vec::new();
    if cfg!(feature = "tlv") {
        let classic = hex(
            "c800144f70656e204d6f62696c6520416c6c69616e6365c801164c69676874776569676874204d324d204\
             36c69656e74c80209333435303030313233c303312e30860641000141010588070842000ed84201138887\
             0841007d42010384c10964c10a0f830b410000c40d5182428fc60e2b30323a3030c11055",
        );
        cases.extend([
            case("device", F::Tlv, "/3/0", classic.clone(), 16),
            case("device object", F::Tlv, "/3", [&hex("080079")[..], &classic].concat(), 16),
            case(
                "every type",
                F::Tlv,
                "/42/0",
                hex("c2016869c202fed4c103c8c4043fc00000c10501c306fffe01c4076553f100\
                     c40800420001c6093c2f332f303e"),
                9,
            ),
            case("without schema", F::Tlv, "/9", hex("0807068401420005010000"), 2),
        ]);
    }
    if cfg!(feature = "text") {
        let opaque = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDE=";
        cases.extend([
            case("string", F::Text, "/42/0/1", text("2.5 °C"), 1),
            case("integer", F::Text, "/42/0/2", text("-9223372036854775808"), 1),
            case("unsigned", F::Text, "/42/0/3", text("18446744073709551615"), 1),
            case("float", F::Text, "/42/0/4", text("6.667e-11"), 1),
            case(
                "long float",
                F::Text,
                "/42/0/4",
                text(&format!("1.{}1e-300", "0".repeat(800))),
                1,
            ),
            case("boolean", F::Text, "/42/0/5", text("1"), 1),
            case("opaque", F::Text, "/42/0/6", text(opaque), 1),
            case("time", F::Text, "/42/0/7", text("1700000000"), 1),
            case("object link", F::Text, "/42/0/8", text("66:1"), 1),
            case("links", F::Text, "/42/0/9", text("</3/0>"), 1),
            case("without schema", F::Text, "/9/0/1", text("5"), 1),
        ]);
    }
    if cfg!(feature = "opaque") {
        cases.push(case("bytes", F::Opaque, "/42/0/6", hex("00ff10"), 1));
    }
    if cfg!(feature = "cbor") {
        cases.extend([
            case("string", F::Cbor, "/42/0/1", hex("626869"), 1),
            case("string in chunks", F::Cbor, "/42/0/1", hex("7f62686560636c6c6fff"), 1),
            case("integer", F::Cbor, "/42/0/2", hex("39012b"), 1),
            case("unsigned", F::Cbor, "/42/0/3", hex("1bffffffffffffffff"), 1),
            case("half", F::Cbor, "/42/0/4", hex("f93e00"), 1),
            case("double", F::Cbor, "/42/0/4", hex("fb3fb999999999999a"), 1),
            case("decimal fraction", F::Cbor, "/42/0/4", hex("c48221182d"), 1),
            case("boolean", F::Cbor, "/42/0/5", hex("f5"), 1),
            case("bytes in chunks", F::Cbor, "/42/0/6", hex("5f4201024103ff"), 1),
            case("time", F::Cbor, "/42/0/7", hex("1a6553f100"), 1),
            case(
                "date",
                F::Cbor,
                "/42/0/7",
                hex("c074323031332d30352d30325431303a34303a31355a"),
                1,
            ),
            case("object link", F::Cbor, "/42/0/8", hex("6436363a31"), 1),
            case("null", F::Cbor, "/42/0/10", hex("f6"), 1),
        ]);
    }
    if cfg!(feature = "senml-json") {
        cases.extend([
            case("device", F::SenmlJson, "/3/0", text(CLASSIC_SENML), 16),
            case(
                "escapes, base64 and times",
                F::SenmlJson,
                "/42/0",
                text(
                    r#" [{"bn":"/42/0/","bt":1700000000.5,"n":"1","vs":"a\u00e9\"\ud83d\ude00"},
                        {"n":"6","vd":"__4B","t":-1},{"n":"8","vlo":"66:1"},{"n":"4","v":1e-300},
                        {"n":"3","v":18446744073709551615}] "#,
                ),
                5,
            ),
            case("paths", F::EtchJson, "/", text(r#"[{"n":"/3/0"},{"n":"/42/0/1"}]"#), 2)
                .of(Operation::ReadComposite),
            case(
                "patch",
                F::EtchJson,
                "/",
                text(r#"[{"bn":"/3/0/","n":"7/1","v":null},{"n":"9","v":5}]"#),
                2,
            )
            .of(Operation::WriteComposite),
        ]);
    }
    if cfg!(feature = "senml-cbor") {
        cases.extend([
            case(
                "device",
                F::SenmlCbor,
                "/3/0",
                hex("90a321652f332f302f00613003744f70656e204d6f62696c6520416c6c69616e6365a20061\
                     3103764c69676874776569676874204d324d20436c69656e74a20061320369333435303030\
                     313233a20061330363312e30a20063362f300201a20063362f310205a20063372f3002190e\
                     d8a20063372f3102191388a20063382f3002187da20063382f3102190384a2006139021864\
                     a200623130020fa2006431312f300200a200623133021a5182428fa20062313403662b3032\
                     3a3030a200623136036155"),
                16,
            ),
            case(
                "times",
                F::SenmlCbor,
                "/42/0",
                hex("82 a4 21 66 2f34322f302f 22 fb41d954fc40200000 00 61 34 02 f93e00\
                     a3 00 61 34 06 c48221182d 02 f93e00"
                    .replace(' ', "")
                    .as_str()),
                2,
            ),
            case("paths", F::EtchCbor, "/", hex("81a100642f332f30"), 1)
                .of(Operation::ReadComposite),
        ]);
    }
    if cfg!(feature = "lwm2m-cbor") {
        cases.push(case(
            "device",
            F::Lwm2mCbor,
            "/3/0",
            hex("a1820300ad00744f70656e204d6f62696c6520416c6c69616e636501764c69676874776569676874\
                 204d324d20436c69656e7402693334353030303132330363312e3006a20001010507a200190ed801\
                 19138808a200187d011903840918640a0f0ba100000d1a5182428f0e662b30323a3030106155"),
            16,
        ));
    }
    if cfg!(feature = "oma-json") {
        let device = CLASSIC_SENML
            .replacen(r#"[{"bn":"/3/0/","#, r#"{"bn":"/3/0/","e":[{"#, 1)
            .replace("\"vs\"", "\"sv\"")
            + "}";
        cases.extend([
            case("device", F::OmaJson, "/3/0", text(&device), 16),
            case(
                "times",
                F::OmaJson,
                "/42/0/4",
                text(r#"{"bn":"/42/0/4","bt":1700000000,"e":[{"v":1.5},{"v":2.5,"t":-5}]}"#),
                2,
            ),
        ]);
    }
    cases
}

const CLASSIC_SENML: &str = r#"[{"bn":"/3/0/","n":"0","vs":"Open Mobile Alliance"},
{"n":"1","vs":"Lightweight M2M Client"},
{"n":"2","vs":"345000123"},
{"n":"3","vs":"1.0"},
{"n":"6/0","v":1},
{"n":"6/1","v":5},
{"n":"7/0","v":3800},
{"n":"7/1","v":5000},
{"n":"8/0","v":125},
{"n":"8/1","v":900},
{"n":"9","v":100},
{"n":"10","v":15},
{"n":"11/0","v":0},
{"n":"13","v":1367491215},
{"n":"14","vs":"+02:00"},
{"n":"16","vs":"U"}]"#;

/// Text in a buffer of fixed size; what does not fit is an error.
struct Fixed {
    buffer: [u8; 1024],
    length: usize,
}

impl std::fmt::Write for Fixed {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.length + text.len();
        let place = self.buffer.get_mut(self.length..end).ok_or(std::fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

const RECORDS: usize = 32;

/// The records of a payload at the start of the array, and their number.
fn read<'a>(
    format: ContentFormat,
    payload: &'a [u8],
    context: &Context<'_>,
) -> Result<([Record<'a>; RECORDS], usize), Error> {
    let mut records = [Record::new(Path::ROOT, false); RECORDS];
    let mut count = 0;
    let mut scratch = [SeenPath::default(); RECORDS];
    let mut decoder = decode(format, payload, context).check_duplicates(&mut scratch);
    while let Some(record) = decoder.next() {
        let record = record.inspect_err(|&error| {
            let mut report = Fixed { buffer: [0; 1024], length: 0 };
            write!(report, "{}", Report::new(decoder.locate(error), format, payload)).unwrap();
            assert!(report.length > 0);
        })?;
        let mut buffer = [0; 256];
        match record.value() {
            Some(Value::String(text) | Value::CoreLink(text)) => {
                let length: usize = text.pieces().map(|piece| piece.as_str().len()).sum();
                assert_eq!(length, text.len());
                assert_eq!(text, text.copy_to(&mut buffer).unwrap());
            }
            Some(Value::Opaque(bytes)) => {
                let length: usize = bytes.pieces().map(|piece| piece.as_slice().len()).sum();
                assert_eq!(length, bytes.len());
                assert_eq!(bytes, bytes.copy_to(&mut buffer).unwrap());
            }
            _ => {}
        }
        records[count] = record;
        count += 1;
    }
    Ok((records, count))
}

#[test]
fn decoding_and_encoding_take_no_heap() {
    for case in cases() {
        let context = case.context();
        let Case { name, format, payload, records, .. } = case;
        let mut buffer = [0; 1024];
        let (count, ()) = allocations(|| {
            let (read_records, read_count) = read(format, &payload, &context).unwrap();
            let read_records = &read_records[..read_count];
            assert_eq!(read_count, records, "{format} {name}");

            let length = encoded_len(format, read_records, &context).unwrap();
            assert_eq!(encode(format, read_records, &context, &mut buffer), Ok(length));
            let (again, again_count) = read(format, &buffer[..length], &context).unwrap();
            assert_eq!(again[..again_count], *read_records, "{format} {name}");

            let short = encode(format, read_records, &context, &mut buffer[..length - 1]);
            assert_eq!(short.unwrap_err().offset() as usize, length);
        });
        assert_eq!(count, 0, "{format} {name}");
    }
}

/// The records that the items of a feed complete.
fn completed(mut feed: Feed<'_, '_, '_, '_>) -> usize {
    let mut records = 0;
    while let Some(item) = feed.next() {
        records += match item.unwrap() {
            Item::Record(_) => 1,
            Item::Piece(piece) => usize::from(piece.last),
        };
    }
    records
}

#[test]
fn blocks_take_no_heap() {
    for case in cases() {
        let context = case.context();
        let Case { name, format, payload, records, .. } = case;
        let (count, ()) = allocations(|| {
            // A number must fit whole, and one of plain text has 800 digits.
            let mut scratch = [0; 1024];
            let mut seen = [SeenPath::default(); RECORDS];
            let decoder = BlockDecoder::new(format, &context, &mut scratch);
            let mut decoder = decoder.check_duplicates(&mut seen);
            let mut found = 0;
            for block in payload.chunks(16) {
                found += completed(decoder.feed(block));
            }
            found += completed(decoder.finish());
            assert_eq!(found, records, "{format} {name}");

            let (read_records, read_count) = read(format, &payload, &context).unwrap();
            let read_records = &read_records[..read_count];
            let mut whole = [0; 1024];
            let length = encode(format, read_records, &context, &mut whole).unwrap();
            let mut encoder = BlockEncoder::new(format, read_records, &context).unwrap();
            for expected in whole[..length].chunks(16) {
                let mut block = [0; 16];
                let filled = encoder.fill(&mut block).unwrap();
                assert_eq!(block[..filled], *expected, "{format} {name}");
            }
        });
        assert_eq!(count, 0, "{format} {name}");
    }
}

#[test]
fn errors_take_no_heap() {
    let cases = cases();
    let mut errors = 0;
    for case in &cases {
        let context = case.context();
        let Case { name, format, payload, .. } = case;
        for context in [context, context.lenient()] {
            let mut damaged = payload.clone();
            let (count, ()) = allocations(|| {
                for end in 0..payload.len() {
                    errors += usize::from(read(*format, &payload[..end], &context).is_err());
                }
                for place in 0..damaged.len() {
                    damaged[place] ^= 0xff;
                    errors += usize::from(read(*format, &damaged, &context).is_err());
                    damaged[place] ^= 0xff;
                }
            });
            assert_eq!(count, 0, "{format} {name}");
        }
    }
    // Octet streams have no errors.
    assert!(errors > 0 || cases.iter().all(|case| case.format == ContentFormat::Opaque));
}
