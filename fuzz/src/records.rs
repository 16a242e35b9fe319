//! Random records to every format and back, and from one format to another.

use arbitrary::{Result, Unstructured};
use lwm2m_codec::{
    Content, ContentFormat as F, Context, DataType, ErrorKind, ObjectLink, OwnedContent,
    OwnedRecord, OwnedValue, Path, Position, Record, TimeBasis, Timestamp, convert_to_vec, decode,
    encode_to_vec,
};

use crate::common::{check, encoded, schema};

const FORMATS: [F; 5] = [F::SenmlJson, F::SenmlCbor, F::Lwm2mCbor, F::OmaJson, F::Tlv];

/// The records are generated from the input.
pub fn records(data: &[u8]) {
    let mut source = Unstructured::new(data);
    let Ok(owned) = list(&mut source) else { return };
    let records: Vec<_> = owned.iter().map(OwnedRecord::as_record).collect();
    let context = Context::read(Path::new(&[42]).expect("one ID")).with_schema(&schema);
    if let Ok(mut bent) = bent(&mut source) {
        bent.extend(owned.iter().cloned());
        reads_back(&bent, &context);
    }
    let payloads: Vec<_> = FORMATS
        .into_iter()
        .filter_map(|format| Some((format, round_trip(format, &records, &context)?)))
        .collect();
    // Bare numbers mean what the format takes them for.
    let times = |format| records.iter().map(move |record| Some(stated(format, record.time?)));
    for (from, payload) in &payloads {
        for (to, expected) in &payloads {
            let converted = convert_to_vec(decode(*from, payload, &context), *to, &context);
            let other = times(*from).zip(times(*to)).position(|(read, written)| read != written);
            match (converted, other) {
                (converted, None) => assert_eq!(converted.as_ref(), Ok(expected), "{from} to {to}"),
                (Ok(_), Some(index)) => panic!("{from} to {to}: record {index} at another time"),
                (Err(error), Some(index)) => {
                    let found = (error.kind(), error.offset() as usize);
                    assert_eq!(found, (ErrorKind::TimeNotRepresentable, index), "{from} to {to}");
                }
            }
        }
    }
}

/// Records of any type in any order, some of which the schema does not allow.
fn bent(source: &mut Unstructured<'_>) -> Result<Vec<OwnedRecord>> {
    let mut records = Vec::new();
    for _ in 0..source.int_in_range(0..=6)? {
        let (instance, resource) = (source.int_in_range(0..=2)?, source.int_in_range(0..=40)?);
        let mut path = Path::new(&[42, instance, resource]).expect("three IDs");
        if source.arbitrary()? {
            path = path.child(source.int_in_range(0..=2)?).expect("four IDs");
        }
        let data_type = *source.choose(&DataType::ALL)?;
        records.push(record(source, path, data_type, false)?);
    }
    Ok(records)
}

/// What is written with a schema is read with it, or an error names a record.
fn reads_back(owned: &[OwnedRecord], context: &Context<'_>) {
    let records: Vec<_> = owned.iter().map(OwnedRecord::as_record).collect();
    for format in FORMATS {
        match encode_to_vec(format, &records, context) {
            Ok(payload) => {
                let read: std::result::Result<Vec<_>, _> =
                    decode(format, &payload, context).collect();
                // Encoders do not look for records that repeat a path, or lie above or below another.
                match read {
                    Ok(read) => assert!(read.len() <= records.len(), "{format}: {records:?}"),
                    Err(error) => assert!(
                        matches!(error.kind(), ErrorKind::Duplicate | ErrorKind::ValueAndContainer),
                        "{format}: {error} of {records:?}"
                    ),
                }
            }
            Err(error) => match error.position() {
                Position::Record(index) => {
                    assert!((index as usize) < records.len().max(1), "{format}: {error}");
                }
                position => panic!("{format}: {position:?} of {records:?}"),
            },
        }
    }
}

/// Encodes, checks that the payload decodes to the same records, and returns it; `None` if the
/// format reports that it cannot express the records.
fn round_trip(format: F, records: &[Record<'_>], context: &Context<'_>) -> Option<Vec<u8>> {
    let refusals = refusals(format, records);
    match encoded(format, records, context) {
        Ok(payload) if refusals.is_empty() => {
            let mut records = records.to_vec();
            for record in &mut records {
                record.time = record.time.map(|time| stated(format, time));
            }
            assert_eq!(check(format, &payload, context), (records, None));
            Some(payload)
        }
        // Encoders look ahead for some refusals, so any may be reported first.
        Err(error) if refusals.contains(&error.kind()) => None,
        result => panic!("{format}: {result:?}, expected one of {refusals:?}"),
    }
}

/// The errors for what the format cannot express of the records.
fn refusals(format: F, records: &[Record<'_>]) -> Vec<ErrorKind> {
    let refusal = |record: &Record<'_>| {
        let number = record.value().and_then(|value| value.as_f64());
        match format {
            F::Tlv | F::Lwm2mCbor if record.time.is_some() => Some(ErrorKind::TimeNotRepresentable),
            F::Tlv => None,
            _ if record.time.is_some_and(|time| !is_bare(time) && time != stated(format, time)) => {
                Some(ErrorKind::TimeNotRepresentable)
            }
            _ if record.content == Content::Empty => Some(ErrorKind::NotRepresentable),
            _ if format.is_textual() && number.is_some_and(|number| !number.is_finite()) => {
                Some(ErrorKind::NumberNotRepresentable)
            }
            _ => None,
        }
    };
    records.iter().filter_map(refusal).collect()
}

/// The time as readers of the format take its number.
fn stated(format: F, time: Timestamp) -> Timestamp {
    let number = (time.seconds(), time.nanoseconds());
    let is_absolute = number >= if format == F::OmaJson { (0, 1) } else { (1 << 28, 0) };
    time.with_basis(if is_absolute { TimeBasis::Absolute } else { TimeBasis::Relative })
}

fn is_bare(time: Timestamp) -> bool {
    time == time.with_basis(TimeBasis::Unstated)
}

/// Records of object 42, sorted.
fn list(source: &mut Unstructured<'_>) -> Result<Vec<OwnedRecord>> {
    let mut records = Vec::new();
    let timed = source.ratio(1, 4)?;
    let mut instance = 0u16;
    for _ in 0..source.int_in_range(0..=3)? {
        instance = instance.saturating_add(small(source)?);
        if instance == u16::MAX {
            break;
        }
        let mut resource = 0u16;
        for _ in 0..source.int_in_range(0..=6)? {
            resource = resource.saturating_add(small(source)?);
            if resource == u16::MAX {
                break;
            }
            let Some(kind) = schema(42, resource).filter(|r| r.data_type != DataType::None) else {
                continue;
            };
            let path = Path::new(&[42, instance, resource]).expect("three IDs");
            if kind.multiple != Some(true) {
                records.push(record(source, path, kind.data_type, timed)?);
                resource += 1;
                continue;
            }
            let mut id = 0u16;
            let count = source.int_in_range(0..=3)?;
            if count == 0 {
                records.push(OwnedRecord { path, time: None, content: OwnedContent::Empty });
            }
            for _ in 0..count {
                let path = path.child(id).expect("four IDs");
                records.push(record(source, path, kind.data_type, timed)?);
                id += 1 + u16::from(source.arbitrary::<u8>()?);
            }
            resource += 1;
        }
        instance += 1;
    }
    Ok(records)
}

/// Mostly a small number, so that all kinds of resources occur.
fn small(source: &mut Unstructured<'_>) -> Result<u16> {
    match source.arbitrary::<u8>()? {
        small @ 0..0xc0 => Ok(u16::from(small)),
        _ => source.arbitrary(),
    }
}

fn record(
    source: &mut Unstructured<'_>,
    path: Path,
    data_type: DataType,
    timed: bool,
) -> Result<OwnedRecord> {
    let value = value(source, data_type)?;
    let time = if timed && source.arbitrary()? { time(source)? } else { None };
    Ok(OwnedRecord { path, time, content: OwnedContent::Value(value) })
}

/// A time on any basis; `None` instead of zero, which means the same.
fn time(source: &mut Unstructured<'_>) -> Result<Option<Timestamp>> {
    let nanoseconds = if source.arbitrary()? { source.int_in_range(0..=999_999_999)? } else { 0 };
    let time = Timestamp::new(i64::from(source.arbitrary::<i32>()?), nanoseconds);
    let time = time.filter(|time| *time != Timestamp::default());
    let bases = [TimeBasis::Unstated, TimeBasis::Relative, TimeBasis::Absolute];
    let basis = if source.ratio(1, 4)? { *source.choose(&bases)? } else { TimeBasis::Unstated };
    Ok(time.map(|time| time.with_basis(basis)))
}

fn value(source: &mut Unstructured<'_>, data_type: DataType) -> Result<OwnedValue> {
    let integer = |source: &mut Unstructured<'_>| {
        Ok(source.arbitrary::<i64>()? >> source.int_in_range(0..=63)?)
    };
    Ok(match data_type {
        DataType::String => OwnedValue::String(source.arbitrary()?),
        DataType::Integer => OwnedValue::Integer(integer(source)?),
        DataType::Unsigned => OwnedValue::Unsigned(integer(source)? as u64),
        DataType::Float => OwnedValue::Float(source.arbitrary()?),
        DataType::Boolean => OwnedValue::Boolean(source.arbitrary()?),
        DataType::Opaque => OwnedValue::Opaque(source.arbitrary()?),
        DataType::Time => OwnedValue::Time(integer(source)?),
        DataType::ObjectLink => {
            let (object, instance) = source.arbitrary()?;
            OwnedValue::ObjectLink(ObjectLink::new(object, instance).unwrap_or(ObjectLink::NULL))
        }
        DataType::CoreLink => {
            let links = ["", "</1/0>", "</3/0>;ver=1.1,</4>"];
            OwnedValue::CoreLink(String::from(*source.choose(&links)?))
        }
        DataType::None => OwnedValue::None,
    })
}
