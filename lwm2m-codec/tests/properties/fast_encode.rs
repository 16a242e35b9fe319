//! The fast path of encoders gives what the general path gives, byte for byte and error for error:
//! records encoded into one buffer, which takes the fast path, and counted and written block by
//! block, which does not.

use lwm2m_codec::blocks::BlockEncoder;
use lwm2m_codec::{
    Content, ContentFormat, Context, Error, ErrorKind, ObjectLink, Operation, OwnedRecord, Path,
    Record, TimeBasis, Timestamp, Value, decode, encode, encode_to_vec, encoded_len, sort_records,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use crate::testdata;

const FORMATS: [ContentFormat; 7] = [
    ContentFormat::Tlv,
    ContentFormat::SenmlJson,
    ContentFormat::SenmlCbor,
    ContentFormat::EtchJson,
    ContentFormat::EtchCbor,
    ContentFormat::Lwm2mCbor,
    ContentFormat::OmaJson,
];

fn path(ids: &[u16]) -> Path {
    Path::new(ids).unwrap()
}

/// Encodes by the general path.
fn general(
    format: ContentFormat,
    records: &[Record<'_>],
    context: &Context<'_>,
) -> Result<Vec<u8>, Error> {
    let length = encoded_len(format, records, context)?;
    let mut encoder = BlockEncoder::new(format, records, context)?;
    let mut payload = vec![0; length];
    // Short blocks have no room for the fast path.
    for block in payload.chunks_mut(64) {
        assert_eq!(encoder.fill(block)?, block.len());
    }
    assert_eq!(encoder.fill(&mut [0])?, 0);
    Ok(payload)
}

/// Compares both ways, with buffers of all lengths that matter.
fn compare(format: ContentFormat, records: &[Record<'_>], context: &Context<'_>) {
    let expected = general(format, records, context);
    assert_eq!(encode_to_vec(format, records, context), expected, "{format}: {records:?}");
    let Ok(expected) = expected else {
        let error = encode(format, records, context, &mut [0; 4096]).unwrap_err();
        assert_eq!(Err(error), expected, "{format}: {records:?}");
        return;
    };
    let needed = expected.len();
    for more in [0, 1, 2, 50, 95, 96, 97, 200] {
        let mut buffer = vec![0xee; needed + more];
        assert_eq!(encode(format, records, context, &mut buffer), Ok(needed), "{format}");
        assert_eq!(buffer[..needed], expected, "{format}: {records:?}");
        assert!(buffer[needed..].iter().all(|&byte| byte == 0xee), "{format}: {records:?}");
    }
    for less in [1, 2, 3, 5, 9, 24, 50, 94, 95, 96, 97, 98, 99, 130, needed / 2, needed] {
        let length = needed.saturating_sub(less.min(needed));
        if length == needed {
            continue;
        }
        let error = encode(format, records, context, &mut vec![0; length]).unwrap_err();
        let wanted = (ErrorKind::BufferTooSmall, needed);
        assert_eq!((error.kind(), error.offset() as usize), wanted, "{format}: {records:?}");
    }
}

/// Compares both ways in all formats, as records and as what else an encoder takes.
fn compare_all(records: &[Record<'_>], context: &Context<'_>) {
    for format in FORMATS {
        compare(format, records, context);
        let whole = encode_to_vec(format, records, context);
        let copied = encode_to_vec(format, records.iter().copied(), context);
        assert_eq!(copied, whole, "{format}: {records:?}");
        let results = records.iter().map(|&record| Ok(record));
        assert_eq!(encode_to_vec(format, results, context), whole, "{format}: {records:?}");
    }
}

/// Contexts whose base all of the records share, and one whose base they do not.
fn bases(records: &[Record<'_>]) -> Vec<Path> {
    let common = records.iter().map(|record| record.path).reduce(Path::common_prefix);
    let common = common.unwrap_or(path(&[3, 0]));
    (0..=common.len()).map(|len| common.prefix(len)).chain([path(&[4, 4])]).collect()
}

#[test]
fn vectors() {
    let mut compared = 0;
    for vector in testdata::vectors() {
        let (format, payload) = (vector.content_format().unwrap(), vector.payload().unwrap());
        let schema = vector.schema().unwrap();
        let context = vector.context().unwrap().with_schema(&schema).lenient();
        let records: Vec<_> = decode(format, &payload, &context).map_while(Result::ok).collect();
        compare_all(&records, &context);
        for base in bases(&records) {
            compare_all(&records, &Context::read(base));
            compare_all(
                &records,
                &Context::read(base)
                    .with_absolute_names(true)
                    .with_tagged_time(true)
                    .with_padded_base64(true),
            );
            compare_all(&records, &Context::read(base).with_alternate_path("/lwm2m"));
        }
        compare_all(&records, &Context::new(Operation::Send, Path::ROOT));
        compared += 1;
    }
    assert!(compared > 300, "{compared}");
}

/// Records of a resource in so many instances, or of so many resources or resource instances.
fn many(ids: impl Fn(u16) -> Vec<u16>, count: u16, start: u16) -> Vec<Record<'static>> {
    (start..).take(count.into()).map(|id| Record::new(path(&ids(id)), u32::from(id))).collect()
}

#[test]
fn containers_around_the_sizes_of_their_heads() {
    for count in [1, 2, 3, 5, 7, 8, 9, 22, 23, 24, 25, 85, 86, 127, 128, 255, 256, 257] {
        for start in [0, 23, 255, 9_998] {
            let shapes = [
                many(|id| vec![id, 0, 7], count, start),
                many(|id| vec![3, id, 7], count, start),
                many(|id| vec![3, id, 7, 1], count, start),
                many(|id| vec![3, 0, id], count, start),
                many(|id| vec![3, 0, id, 0], count, start),
                many(|id| vec![3, 0, id / 2], count, start),
                many(|id| vec![3, id / 2, id], count, start),
                many(|id| vec![3303, id / 7, id % 7 + 5700], count, start),
                many(|id| vec![3, id / 20, id / 5, id], count, start),
                many(|id| vec![3, 0, 6, id], count, start),
            ];
            for records in shapes {
                let context = Context::read(path(&[]));
                compare(ContentFormat::Lwm2mCbor, &records, &context);
                for format in FORMATS {
                    compare(format, &records, &Context::read(records[0].path.prefix(1)));
                }
            }
        }
    }
}

#[test]
fn long_containers() {
    let text = "x".repeat(70_000);
    let context = Context::read(path(&[3]));
    for length in [255, 256, 65_520, 65_535, 65_536] {
        let mut records = many(|id| vec![3, id / 4, id], 8, 0);
        records.insert(2, Record::new(path(&[3, 0, 1, 5]), &text[..length]));
        records.push(Record::new(path(&[3, 300, 300, 700]), &text[..length]));
        sort_records(&mut records);
        compare_all(&records, &context);
    }
    let mut records: Vec<_> = (0..65_535u16)
        .filter_map(|id| Path::new(&[3, id, 0]))
        .map(|path| Record::new(path, true))
        .collect();
    for format in FORMATS {
        assert_eq!(encode_to_vec(format, &records, &context), general(format, &records, &context));
    }
    records.extend((0..5).map(|id| Record::new(path(&[3, 65_534, 1, id]), true)));
    for format in FORMATS {
        assert_eq!(encode_to_vec(format, &records, &context), general(format, &records, &context));
    }
}

#[test]
fn errors_of_a_source() {
    let record = Record::new(path(&[3, 0, 9]), 1i64);
    let context = Context::read(path(&[3, 0]));
    let error = decode(ContentFormat::Tlv, &[0xff], &context).next().unwrap().unwrap_err();
    for format in FORMATS {
        for place in 0..3 {
            let source = (0..3).map(|index| if index == place { Err(error) } else { Ok(record) });
            let expected = encoded_len(format, source.clone(), &context);
            assert_eq!(encode(format, source, &context, &mut [0; 200]), expected, "{format}");
        }
    }
}

/// A value of any type; text and bytes are parts of these.
fn value() -> impl Strategy<Value = Value<'static>> {
    const TEXT: &str = "0123456789 abcdefghijklmnopqrstuvwxyz \u{b0}C \u{1f4a1} abcdefghijklmnopqrstuvwxyz \
        abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz";
    const MARKS: &str = "\"quotes\", \\backslashes\\ and control\n\r\t\u{1}characters\u{7f}";
    let cut = |text: &'static str| {
        (0..text.len()).prop_map(move |end| {
            let end = (0..=end).rev().find(|&end| text.is_char_boundary(end)).unwrap();
            &text[..end]
        })
    };
    let integer = || (any::<i64>(), 0u32..64).prop_map(|(number, shift)| number >> shift);
    prop_oneof![
        3 => (-4000i16..4000).prop_map(|n| Value::Float(f64::from(n) / 100.0)),
        2 => (any::<u64>(), 0u32..64).prop_map(|(bits, shift)| {
            Value::Float(f64::from_bits(bits >> shift << shift))
        }),
        1 => proptest::num::f32::ANY.prop_map(|number| Value::Float(number.into())),
        1 => (any::<u16>(), 90u32..160).prop_map(|(bits, exponent)| {
            Value::Float(f32::from_bits(exponent << 23 | u32::from(bits) << 10 & 0x7f_ffff).into())
        }),
        1 => integer().prop_map(|n| Value::Float(n as f64)),
        3 => integer().prop_map(Value::Integer),
        2 => integer().prop_map(|n| Value::Unsigned(n as u64)),
        2 => integer().prop_map(Value::Time),
        2 => any::<bool>().prop_map(Value::Boolean),
        2 => cut(TEXT).prop_map(Value::from),
        1 => cut(MARKS).prop_map(Value::from),
        1 => cut(TEXT).prop_map(|text| Value::CoreLink(text.into())),
        1 => cut(TEXT).prop_map(|text| Value::from(text.as_bytes())),
        1 => any::<(u16, u16)>().prop_map(|(object, instance)| {
            Value::ObjectLink(ObjectLink::new(object, instance).unwrap_or(ObjectLink::NULL))
        }),
    ]
}

fn id() -> impl Strategy<Value = u16> {
    prop_oneof![
        6 => 0u16..3,
        1 => 22u16..26,
        1 => 254u16..258,
        1 => prop_oneof![Just(9_999), Just(10_000), Just(5700), Just(65_534)],
    ]
}

fn random_path() -> impl Strategy<Value = Path> {
    let ids = (prop_oneof![4 => Just(3u16), 1 => Just(3303), 1 => id()], id(), id(), id());
    (ids, prop_oneof![1 => 0usize..3, 60 => Just(3), 25 => Just(4)])
        .prop_map(|((a, b, c, d), len)| path(&[a, b, c, d][..len]))
}

fn record() -> impl Strategy<Value = Record<'static>> {
    let content = prop_oneof![
        1 => Just(Content::Empty),
        1 => Just(Content::Path),
        1 => Just(Content::Delete),
        1 => Just(Content::Value(Value::None)),
        300 => value().prop_map(Content::Value),
    ];
    (random_path(), content).prop_map(|(path, content)| Record::with_content(path, content))
}

#[derive(Clone, Copy, Debug)]
enum Order {
    /// As they come.
    Any,
    Sorted,
    /// Sorted, and none twice.
    Unique,
    /// The same without paths that lead to others.
    Leaves,
}

fn in_order(mut records: Vec<Record<'static>>, order: Order) -> Vec<Record<'static>> {
    if !matches!(order, Order::Any) {
        sort_records(&mut records);
    }
    if matches!(order, Order::Unique | Order::Leaves) {
        records.dedup_by_key(|record| record.path);
    }
    if matches!(order, Order::Leaves) {
        let paths: Vec<_> = records.iter().map(|record| record.path).collect();
        records.retain(|record| {
            !paths.iter().any(|path| path.starts_with(record.path) && *path != record.path)
        });
    }
    records
}

fn order() -> impl Strategy<Value = Order> {
    prop_oneof![
        Just(Order::Any),
        Just(Order::Sorted),
        Just(Order::Unique),
        Just(Order::Leaves),
        Just(Order::Leaves)
    ]
}

/// Times for some of the records, for all, or for none.
fn times() -> impl Strategy<Value = (u8, i64, u32, u8)> {
    let start = prop_oneof![
        Just(1_700_000_000),
        Just(0),
        Just(-5),
        Just(i64::MAX - 3),
        Just((1 << 28) - 15),
        any::<i64>()
    ];
    (0u8..6, start, prop_oneof![3 => Just(0), 1 => 0u32..1_000_000_000], 0u8..6)
}

fn set_times(records: &mut [Record<'_>], (kind, start, nanoseconds, basis): (u8, i64, u32, u8)) {
    for (index, record) in records.iter_mut().enumerate() {
        let seconds = start.wrapping_add(index as i64 * 10);
        record.time = match kind {
            0 => Timestamp::new(seconds, nanoseconds),
            1 => Timestamp::new(start.wrapping_sub(index as i64), 0),
            2 if index % 3 == 0 => Timestamp::new(seconds, 0),
            _ => None,
        };
        record.time = record.time.map(|time| match basis {
            0 => time.with_basis(TimeBasis::Relative),
            1 => time.with_basis(TimeBasis::Absolute),
            _ => time,
        });
    }
}

fn operation() -> impl Strategy<Value = Operation> {
    prop_oneof![
        12 => Just(Operation::Read),
        2 => Just(Operation::Create),
        1 => Just(Operation::Send),
        1 => Just(Operation::ReadComposite),
        1 => Just(Operation::WriteComposite),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 500,
        // Failures are kept beside this file.
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource(
            "proptest-regressions",
        ))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_records(
        records in vec(record(), 0..12),
        order in order(),
        operation in operation(),
        base in 0usize..4,
        flags in any::<[bool; 4]>(),
    ) {
        let records = in_order(records, order);
        let bases = bases(&records);
        let base = bases[base.min(bases.len() - 1)];
        let context = Context::new(operation, base)
            .with_absolute_names(flags[0] && flags[1])
            .with_tagged_time(flags[1])
            .with_padded_base64(flags[1])
            .with_wide_unsigned(flags[2])
            .with_alternate_path(if flags[3] && flags[0] { "/a\"b" } else { "" });
        compare_all(&records, &context);
    }

    #[test]
    fn records_with_times(
        records in vec(record(), 0..8),
        same in any::<bool>(),
        times in times(),
        order in order(),
    ) {
        let mut records = in_order(records, order);
        if let (true, Some(first)) = (same, records.first().map(|record| record.path)) {
            records.iter_mut().for_each(|record| record.path = first);
        }
        set_times(&mut records, times);
        compare_all(&records, &Context::read(Path::ROOT));
        let first = records.first().map_or(Path::ROOT, |record| record.path);
        compare_all(&records, &Context::read(first.prefix(1)).with_alternate_path("/lwm2m"));
    }

    #[test]
    fn many_records_of_few_shapes(
        instances in vec((0u16..400, vec((id(), 0u16..4, value()), 1..9)), 1..40),
        object in prop_oneof![Just(3u16), Just(3303)],
        lone in any::<bool>(),
    ) {
        let mut records = Vec::new();
        for (instance, resources) in instances {
            let resources = if lone { &resources[..1] } else { &resources };
            for &(resource, kind, value) in resources {
                let path = path(&[object, instance, resource]);
                let path = if kind == 0 { path.child(resource % 7).unwrap() } else { path };
                records.push(Record::new(path, value));
            }
        }
        let records = in_order(records, Order::Leaves);
        let context = Context::read(path(&[object]));
        for format in FORMATS {
            compare(format, &records, &context);
        }
        let owned: Vec<_> = records.iter().map(|&record| OwnedRecord::from(record)).collect();
        for format in FORMATS {
            let expected = encode_to_vec(format, &records, &context);
            assert_eq!(encode_to_vec(format, &owned, &context), expected);
        }
    }
}
