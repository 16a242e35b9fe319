//! Records in any order and of any type: what an encoder writes reads back, or an error names the record.

use std::collections::BTreeMap;

use lwm2m_codec::blocks::BlockEncoder;
use lwm2m_codec::{
    ContentFormat as F, Context, DataType, Error, ErrorKind, ObjectLink, Path, Position, Record,
    ResourceType, Value, decode, encode_to_vec,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::common::path;

const FORMATS: [F; 5] = [F::Tlv, F::SenmlJson, F::SenmlCbor, F::Lwm2mCbor, F::OmaJson];

/// Paths in a small part of an object, so that they meet often.
fn place() -> impl Strategy<Value = Path> {
    (0u16..3, 0u16..4, proptest::option::of(0u16..3)).prop_map(|(instance, resource, inner)| {
        let resource = path(&[100, instance, 5 * resource]);
        inner.map_or(resource, |id| resource.child(id).unwrap())
    })
}

/// Encodes whole and in blocks, which must give the same.
fn encode(format: F, records: &[Record<'_>], context: &Context<'_>) -> Result<Vec<u8>, Error> {
    let whole = encode_to_vec(format, records, context);
    let blocks = BlockEncoder::new(format, records, context).and_then(|mut encoder| {
        let mut payload = vec![0; encoder.total()];
        for block in payload.chunks_mut(16) {
            assert_eq!(encoder.fill(block)?, block.len());
        }
        Ok(payload)
    });
    assert_eq!(blocks, whole, "{format}: {records:?}");
    whole
}

/// That an error is of one of these kinds and names one of the records.
fn names_a_record(error: Error, kinds: &[ErrorKind], records: &[Record<'_>]) {
    let Position::Record(index) = error.position() else { panic!("{error}: {records:?}") };
    assert!((index as usize) < records.len(), "{error}: {records:?}");
    assert!(kinds.contains(&error.kind()), "{error}: {records:?}");
}

fn value() -> impl Strategy<Value = Value<'static>> {
    const TEXTS: [&str; 5] = ["", "95", "66:1", "</3/0>", "2020-01-01T00:00:00Z"];
    prop_oneof![
        proptest::sample::select(&TEXTS[..]).prop_map(Value::from),
        proptest::sample::select(&TEXTS[3..]).prop_map(|text| Value::CoreLink(text.into())),
        (any::<i64>(), 0u32..64).prop_map(|(number, shift)| Value::Integer(number >> shift)),
        (any::<u64>(), 0u32..64).prop_map(|(number, shift)| Value::Unsigned(number >> shift)),
        (any::<i64>(), 0u32..64).prop_map(|(number, shift)| Value::Time(number >> shift)),
        (-1e3..1e3).prop_map(Value::Float),
        (any::<i64>(), 0u32..64).prop_map(|(number, shift)| Value::Float((number >> shift) as f64)),
        any::<bool>().prop_map(Value::Boolean),
        Just(Value::from(&b"\x01\x02"[..])),
        (0u16..9, any::<u16>()).prop_map(|(object, instance)| {
            Value::ObjectLink(ObjectLink::new(object, instance).unwrap())
        }),
    ]
}

proptest! {
    #[test]
    fn interleaved_records_read_back(places in vec(place(), 1..14), object in any::<bool>()) {
        let mut seen: Vec<Path> = vec![];
        for place in places {
            // One path is not both a value and a container.
            let meets = |other: &Path| other.starts_with(place) || place.starts_with(*other);
            if !seen.iter().any(meets) {
                seen.push(place);
            }
        }
        let records: Vec<_> =
            seen.iter().map(|&path| Record::new(path, i64::from(path.ids()[2]))).collect();
        let schema = |_, _| Some(ResourceType::new(DataType::Integer));
        let bases = if object { path(&[100]) } else { Path::ROOT };
        let context = Context::read(bases).with_schema(&schema);
        for format in FORMATS.into_iter().filter(|&format| object || format != F::Tlv) {
            match encode(format, &records, &context) {
                Ok(payload) => {
                    let read: Result<Vec<_>, _> = decode(format, &payload, &context).collect();
                    prop_assert_eq!(read, Ok(records.clone()), "{}: {:02x?}", format, payload);
                }
                Err(error) => {
                    prop_assert!(matches!(format, F::Tlv | F::Lwm2mCbor), "{}: {}", format, error);
                    let kinds = [ErrorKind::RecordsNotGrouped, ErrorKind::RecordsNotSorted];
                    names_a_record(error, &kinds, &records);
                }
            }
        }
    }

    #[test]
    fn what_is_written_with_a_schema_is_read_with_it(
        declared in vec((0usize..10, proptest::option::of(any::<bool>())), 4),
        rows in proptest::collection::btree_map(place(), value(), 1..6),
    ) {
        let types: BTreeMap<u16, _> = (0u16..).step_by(5).zip(declared).collect();
        let schema = move |_: u16, resource: u16| {
            let &(data_type, multiple) = types.get(&resource)?;
            let data_type = *DataType::ALL.get(data_type)?;
            Some(ResourceType { multiple, ..ResourceType::new(data_type) })
        };
        let context = Context::read(path(&[100])).with_schema(&schema);
        let records: Vec<_> = rows.iter().map(|(&path, &value)| Record::new(path, value)).collect();
        for format in FORMATS {
            match encode(format, &records, &context) {
                Ok(payload) => {
                    let expected: Vec<_> = records
                        .iter()
                        .map(|record| {
                            let (path, value) = (record.path, record.value().unwrap());
                            match schema(100, path.ids()[2]) {
                                Some(known) => Record::new(path, value.cast(known.data_type).unwrap()),
                                None => *record,
                            }
                        })
                        .collect();
                    let read: Result<Vec<_>, _> = decode(format, &payload, &context).collect();
                    prop_assert_eq!(read, Ok(expected), "{}: {:02x?}", format, payload);
                }
                Err(error) => {
                    let kinds = [
                        ErrorKind::TypeMismatch,
                        ErrorKind::MultiplicityMismatch,
                        ErrorKind::NumberNotRepresentable,
                    ];
                    names_a_record(error, &kinds, &records);
                }
            }
        }
    }
}
