//! Short cuts give what the general way gives: payloads with one byte changed, read as a whole, which
//! takes short cuts, and as one block, which does not.

#![cfg(all(feature = "std", feature = "formats", feature = "fast"))]

#[path = "../examples/vectors/runner.rs"]
#[allow(dead_code, reason = "shared with the example")]
mod runner;

#[allow(dead_code, reason = "each test uses some of it")]
#[path = "common/blocks.rs"]
mod blocks;

use blocks::{in_blocks, whole};
use lwm2m_codec::{
    ContentFormat, Context, DataType, Path, Record, ResourceType, Strictness, Timestamp, Value,
    encode_to_vec,
};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/vectors.jsonl");

/// Bytes that mean something in one of the formats.
const BYTES: &[u8] =
    b"\x00\x01\x02\x18\x20\x41\x5f\x60\x80\x82\xa1\xbf\xc1\xe8\xf6\xfa\xff\"\\,-./09:eE{}[]tv";

fn compare(format: ContentFormat, payload: &[u8], context: &Context<'_>, what: &str) {
    let quick = whole(format, payload, context);
    let (general, _) = in_blocks(format, [payload], context, payload.len() + 64);
    assert_eq!(quick, general, "{what}: {payload:x?}");
}

/// Compares readings of a payload with each byte changed, left out and repeated; `step` leaves out
/// some of the places.
fn compare_changed(format: ContentFormat, payload: &[u8], context: &Context<'_>, what: &str) {
    compare(format, payload, context, what);
    for place in 0..payload.len() {
        let mut changed = payload.to_vec();
        for &byte in BYTES {
            changed[place] = byte;
            compare(format, &changed, context, what);
        }
        let byte = payload[place];
        changed[place] = byte ^ 1;
        compare(format, &changed, context, what);
        changed[place] = byte;
        changed.insert(place, byte);
        compare(format, &changed, context, what);
        changed.drain(place..=place + 1);
        compare(format, &changed, context, what);
        compare(format, &payload[..place], context, what);
    }
}

#[test]
fn changed_vectors() {
    let mut compared = 0;
    for vector in runner::load(FILE).unwrap() {
        let (format, payload) = (vector.content_format().unwrap(), vector.payload().unwrap());
        let schema = vector.schema().unwrap();
        for strictness in [Strictness::STRICT, Strictness::LENIENT] {
            let context = vector.context().unwrap().schema(&schema).strictness(strictness);
            compare_changed(format, &payload, &context, &vector.id);
        }
        compared += 1;
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn changed_packs() {
    let path = |ids: &[u16]| Path::new(ids).unwrap();
    let schema = |object: u16, resource: u16| {
        let types = [DataType::Float, DataType::Integer, DataType::String, DataType::Boolean];
        let data_type = *types.get(usize::from(resource % 8))?;
        (object != 9).then_some(match resource {
            8.. => ResourceType::multiple(data_type),
            _ => ResourceType::single(data_type),
        })
    };
    let mut records = Vec::new();
    for instance in [0, 1, 300] {
        records.extend([
            Record::new(path(&[3, instance, 0]), -21.5),
            Record::new(path(&[3, instance, 1]), 1_234_567i64),
            Record::new(path(&[3, instance, 2]), "text"),
            Record::new(path(&[3, instance, 3]), true),
            Record::new(path(&[3, instance, 8, 0]), 0.1),
            Record::new(path(&[3, instance, 8, 700]), 1e300),
            Record::new(path(&[3, instance, 9, 1]), -7i64),
        ]);
    }
    let timed: Vec<_> = (0..4)
        .map(|i| Record::new(path(&[3, 0, 0]), Value::Float(i.into())))
        .zip(1_700_000_000..)
        .map(|(record, seconds)| record.at(Timestamp::from_seconds(seconds)))
        .collect();
    let context = Context::read(path(&[3]));
    for format in [
        ContentFormat::Tlv,
        ContentFormat::SenmlJson,
        ContentFormat::SenmlCbor,
        ContentFormat::Lwm2mCbor,
    ] {
        let name = format.to_string();
        let typed = context.schema(&schema);
        let payload = encode_to_vec(format, &records, &context).unwrap();
        assert_eq!(whole(format, &payload, &typed).0.len(), records.len());
        for context in [typed, typed.lenient(), context] {
            compare_changed(format, &payload, &context, &name);
        }
        if matches!(format, ContentFormat::SenmlJson | ContentFormat::SenmlCbor) {
            let payload = encode_to_vec(format, &timed, &context).unwrap();
            compare_changed(format, &payload, &typed, &name);
            let payload = encode_to_vec(format, &records, &context.absolute_names(true)).unwrap();
            compare_changed(format, &payload, &typed, &name);
        }
    }
}

/// Requests of each level, IDs of one byte and of two, and floats of both widths.
#[test]
fn changed_payloads_without_names() {
    let schema = |object: u16, resource: u16| match (object, resource) {
        (3303, 5700..=5702) => Some(ResourceType::single(DataType::Float)),
        (3303, 5703) => Some(ResourceType::new(DataType::Float)),
        (3303, 5704) => Some(ResourceType::single(DataType::Time)),
        (3303, 5705) => Some(ResourceType::multiple(DataType::Integer)),
        (3303, 7) => Some(ResourceType::new(DataType::Boolean)),
        (3303, 8) => Some(ResourceType::single(DataType::Opaque)),
        _ => None,
    };
    let long = [7; 300];
    let of = |instance| {
        let record = |id, value| Record::new(Path::new(&[3303, instance, id]).unwrap(), value);
        let item = |id| Path::new(&[3303, instance, 5705, id]).unwrap();
        [
            record(7, Value::Boolean(true)),
            record(8, Value::from(&long[..])),
            record(5700, Value::Float(21.53)),
            record(5701, Value::Float(0.5)),
            record(5702, Value::Float(-0.1)),
            record(5703, Value::Float(1e100)),
            record(5704, Value::Time(1_700_000_000)),
            Record::new(item(0), -1i64),
            Record::new(item(300), 70_000i64),
        ]
    };
    let records: Vec<_> = [0, 1, 300].into_iter().flat_map(of).collect();
    for (base, records) in [
        (&[3303][..], &records[..]),
        (&[3303, 300], &records[18..]),
        (&[3303, 300, 5700], &records[20..21]),
        (&[3303, 300, 5705], &records[25..]),
        (&[3303, 300, 5705, 300], &records[26..]),
    ] {
        for format in [ContentFormat::Tlv, ContentFormat::Lwm2mCbor] {
            let context = Context::read(Path::new(base).unwrap());
            let payload = encode_to_vec(format, records, &context).unwrap();
            let typed = context.schema(&schema);
            assert_eq!(whole(format, &payload, &typed).0.len(), records.len());
            for context in [typed, typed.lenient(), context] {
                compare_changed(format, &payload, &context, &format!("{format} {base:?}"));
            }
        }
    }
}

/// What requests of every level may be answered with, rightly or not.
#[test]
fn changed_answers_of_other_levels() {
    let schema = |_: u16, resource: u16| match resource {
        6 => Some(ResourceType::multiple(DataType::Integer)),
        _ => Some(ResourceType::single(DataType::Integer)),
    };
    let answers: [&[u8]; 5] = [
        b"\x06\x00\xc1\x09\x64\xc1\x0a\x05",
        b"\x08\x00\x08\x86\x06\x41\x00\x01\x41\x01\x05\x03\x01\xc1\x09\x64",
        b"\x86\x06\x41\x00\x01\x41\x01\x05\xc1\x09\x64",
        b"\xc1\x09\x64\xc1\x0a\x05",
        b"\x41\x00\x01\x41\x01\x05",
    ];
    let bases: [&[u16]; 6] = [&[], &[3], &[3, 0], &[3, 0, 9], &[3, 0, 6], &[3, 0, 6, 1]];
    for (base, answer) in bases.iter().flat_map(|base| answers.map(|answer| (*base, answer))) {
        let base = Path::new(base).unwrap();
        for context in [Context::read(base), Context::write(base)] {
            let typed = context.schema(&schema);
            for context in [context, typed, typed.lenient()] {
                compare_changed(ContentFormat::Tlv, answer, &context, &base.to_string());
            }
        }
    }
}

#[test]
fn packs_in_any_order() {
    let path = |ids: &[u16]| Path::new(ids).unwrap();
    let mut records: Vec<_> = [0, 1, 2]
        .iter()
        .flat_map(|&instance| (0..4).map(move |resource| [3, instance, resource]))
        .map(|ids| Record::new(path(&ids), i64::from(ids[2])))
        .collect();
    let context = Context::read(path(&[3])).absolute_names(true);
    let mut seed = 1u64;
    for round in 0..400 {
        // Fisher and Yates; every other time one record twice.
        for last in (1..records.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            records.swap(last, (seed >> 33) as usize % (last + 1));
        }
        let mut some: Vec<_> = records[..round % 12 + 1].to_vec();
        if round % 2 == 1 {
            some.push(some[(seed >> 40) as usize % some.len()]);
        }
        for format in [ContentFormat::SenmlJson, ContentFormat::SenmlCbor, ContentFormat::OmaJson] {
            let payload = encode_to_vec(format, &some, &context).unwrap();
            let (read, error) = whole(format, &payload, &context);
            assert_eq!(error.is_some(), round % 2 == 1, "{format}: {some:?}");
            assert!(round % 2 == 1 || read.len() == some.len());
            compare(format, &payload, &context, &format.to_string());
        }
    }
}
