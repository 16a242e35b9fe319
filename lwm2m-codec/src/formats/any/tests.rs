//! The fast path and the general path read the same of each record.

use std::string::String;
use std::vec::Vec;

use crate::codec::decoder::sealed::Machine as _;
use crate::codec::duplicates::Seen;
use crate::{
    AnyState, ContentFormat, Context, DataType, Error, Path, Record, ResourceType, Value, decode,
};

/// What there is to know of each record, what comes after the last one among it.
type Told = Vec<(Option<Result<String, Error>>, Path)>;

fn tell(record: &Record<'_>) -> String {
    std::format!("{record:?} {:?} {:?}", record.range(), record.raw)
}

fn by_fast_path(format: ContentFormat, payload: &[u8], context: &Context<'_>) -> Told {
    let mut records = decode(format, payload, context);
    let mut told = Told::new();
    loop {
        let record = records.next().map(|record| record.map(|record| tell(&record)));
        told.push((record.clone(), records.path()));
        if !matches!(record, Some(Ok(_))) {
            assert!(records.next().is_none());
            return told;
        }
    }
}

fn by_general_path(format: ContentFormat, payload: &[u8], context: &Context<'_>) -> Told {
    let (mut state, mut seen) = (AnyState::new(format), Seen::on_heap());
    let mut told = Told::new();
    loop {
        let record = state.read_part(payload, context, &mut seen);
        let record = record.map_err(|error| error.at_end_of(payload)).transpose();
        let record = record.map(|record| record.map(|record| tell(&record)));
        told.push((record.clone(), state.path()));
        if !matches!(record, Some(Ok(_))) {
            return told;
        }
    }
}

#[test]
fn both_paths_read_the_same() {
    let schema = |_, resource| {
        (resource != 3).then_some(match resource {
            5700.. => ResourceType::single(DataType::Float),
            6 => ResourceType::multiple(DataType::Integer),
            _ => ResourceType::new(DataType::String),
        })
    };
    let of = |instance| {
        let path = |ids: &[u16]| Path::new(&[3303, instance]).unwrap().join(Path::new(ids)?);
        let record = |ids: &[u16], value| Record::new(path(ids).unwrap(), value);
        [
            record(&[0], Value::from("text")),
            record(&[3], Value::from(&b"bytes"[..])),
            record(&[6, 0], Value::Integer(3)),
            record(&[6, 1], Value::Integer(-500)),
            record(&[5700], Value::Float(0.1)),
            record(&[5701], Value::Float(0.5)),
            record(&[5702], Value::Float(-1e99)),
        ]
    };
    let records: Vec<_> = (0..3).flat_map(of).collect();
    let context = Context::read(Path::new(&[3303]).unwrap()).with_schema(&schema);
    for format in [
        ContentFormat::Tlv,
        ContentFormat::Lwm2mCbor,
        ContentFormat::SenmlCbor,
        ContentFormat::SenmlJson,
    ] {
        let payload = crate::encode_to_vec(format, &records, &context).unwrap();
        assert_eq!(by_fast_path(format, &payload, &context).len(), records.len() + 1);
        for place in 0..payload.len() {
            for change in [0, 1, 3, 8, 0x20, 0x80] {
                let mut payload = payload.clone();
                payload[place] ^= change;
                let told = by_fast_path(format, &payload, &context);
                let general = by_general_path(format, &payload, &context);
                assert_eq!(told, general, "{format} {payload:x?}");
            }
        }
    }
}
