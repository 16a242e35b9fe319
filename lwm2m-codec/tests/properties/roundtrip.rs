//! Random records through every format and back, and random damage to payloads.

use std::collections::BTreeMap;

use lwm2m_codec::{
    Content, ContentFormat, Context, DataType, ErrorKind, ObjectLink, Operation, Path, Record,
    Timestamp, Value, convert, decode,
};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use crate::common::{check, check_damaged, encoded, path, schema, stated};

/// A value that owns what a [`Value`] borrows.
#[derive(Clone, Debug)]
enum Datum {
    String(String),
    Integer(i64),
    Unsigned(u64),
    Float(f64),
    Boolean(bool),
    Opaque(Vec<u8>),
    Time(i64),
    ObjectLink(ObjectLink),
    CoreLink(String),
}

impl Datum {
    fn value(&self) -> Value<'_> {
        match self {
            Self::String(text) => Value::String(text.as_str().into()),
            Self::Integer(number) => Value::Integer(*number),
            Self::Unsigned(number) => Value::Unsigned(*number),
            Self::Float(number) => Value::Float(*number),
            Self::Boolean(truth) => Value::Boolean(*truth),
            Self::Opaque(bytes) => Value::Opaque(bytes.as_slice().into()),
            Self::Time(seconds) => Value::Time(*seconds),
            Self::ObjectLink(link) => Value::ObjectLink(*link),
            Self::CoreLink(text) => Value::CoreLink(text.as_str().into()),
        }
    }
}

/// Numbers of every width.
fn integer() -> impl Strategy<Value = i64> {
    (any::<i64>(), 0u32..64).prop_map(|(number, shift)| number >> shift)
}

fn datum(data_type: DataType) -> BoxedStrategy<Datum> {
    match data_type {
        DataType::String => prop_oneof![
            "\\PC{0,12}".prop_map(Datum::String),
            "[a-z]{240,270}".prop_map(Datum::String),
            vec(any::<char>(), 0..8).prop_map(|text| Datum::String(text.into_iter().collect())),
        ]
        .boxed(),
        DataType::Integer => integer().prop_map(Datum::Integer).boxed(),
        DataType::Unsigned => integer().prop_map(|number| Datum::Unsigned(number as u64)).boxed(),
        DataType::Float => prop_oneof![
            proptest::num::f64::ANY.prop_map(Datum::Float),
            proptest::num::f32::ANY.prop_map(|single| Datum::Float(single.into())),
            (-4000i16..4000).prop_map(|eighths| Datum::Float(f64::from(eighths) / 8.0)),
        ]
        .boxed(),
        DataType::Boolean => any::<bool>().prop_map(Datum::Boolean).boxed(),
        DataType::Opaque => vec(any::<u8>(), 0..60).prop_map(Datum::Opaque).boxed(),
        DataType::Time => integer().prop_map(Datum::Time).boxed(),
        DataType::ObjectLink => any::<(u16, u16)>()
            .prop_map(|(object, instance)| {
                Datum::ObjectLink(ObjectLink::new(object, instance).unwrap_or(ObjectLink::NULL))
            })
            .boxed(),
        DataType::CoreLink => {
            "(</[0-9]{1,3}>(,</[0-9]{1,3}>){0,2})?".prop_map(Datum::CoreLink).boxed()
        }
        DataType::None => unreachable!("has no values"),
    }
}

/// What a resource of object 42 holds.
#[derive(Clone, Debug)]
enum Resource {
    Single(Datum),
    Multiple(BTreeMap<u16, Datum>),
}

/// A resource ID of object 42, and what the resource may hold.
fn resource() -> impl Strategy<Value = (u16, Resource)> {
    let id = (1u16..=9, prop_oneof![0u16..4, 0u16..2040]).prop_map(|(t, block)| block * 32 + t);
    id.prop_flat_map(|id| {
        let resource = schema(42, id).unwrap();
        let held = match resource.multiple {
            Some(true) => btree_map(0u16..600, datum(resource.data_type), 0..4)
                .prop_map(Resource::Multiple)
                .boxed(),
            _ => datum(resource.data_type).prop_map(Resource::Single).boxed(),
        };
        (Just(id), held)
    })
}

type Instance = Vec<(u16, Resource)>;

/// Resources in any order, none twice.
fn instance() -> impl Strategy<Value = Instance> {
    vec(resource(), 0..5).prop_map(|mut resources| {
        let mut seen = std::collections::BTreeSet::new();
        resources.retain(|(id, _)| seen.insert(*id));
        resources
    })
}

fn resource_records(place: Path, resource: &Resource) -> Vec<Record<'_>> {
    match resource {
        Resource::Single(datum) => vec![Record::new(place, datum.value())],
        Resource::Multiple(instances) if instances.is_empty() => {
            vec![Record::with_content(place, Content::Empty)]
        }
        Resource::Multiple(instances) => instances
            .iter()
            .map(|(&id, datum)| Record::new(place.child(id).unwrap(), datum.value()))
            .collect(),
    }
}

fn instance_records(place: Path, instance: &Instance) -> Vec<Record<'_>> {
    instance
        .iter()
        .flat_map(|(id, resource)| resource_records(place.child(*id).unwrap(), resource))
        .collect()
}

/// Encodes, decodes and compares; returns the payload.
fn round_trip(format: ContentFormat, records: &[Record<'_>], context: &Context<'_>) -> Vec<u8> {
    let payload = encoded(format, records, context).unwrap();
    let outcome = check(format, &payload, context);
    assert_eq!(outcome, (records.to_vec(), None), "{payload:02x?}");
    payload
}

/// Those of the formats that are built in.
fn built_in(formats: &[ContentFormat]) -> impl Iterator<Item = ContentFormat> {
    use ContentFormat as F;
    formats.iter().copied().filter(|format| {
        let features = [
            (F::Tlv, cfg!(feature = "tlv")),
            (F::Text, cfg!(feature = "text")),
            (F::Opaque, cfg!(feature = "opaque")),
            (F::Cbor, cfg!(feature = "cbor")),
            (F::SenmlJson, cfg!(feature = "senml-json")),
            (F::EtchJson, cfg!(feature = "senml-json")),
            (F::SenmlCbor, cfg!(feature = "senml-cbor")),
            (F::EtchCbor, cfg!(feature = "senml-cbor")),
            (F::Lwm2mCbor, cfg!(feature = "lwm2m-cbor")),
            (F::OmaJson, cfg!(feature = "oma-json")),
        ];
        features.contains(&(*format, true))
    })
}

/// Formats for whole objects, but for TLV.
const NAMED: [ContentFormat; 4] = [
    ContentFormat::SenmlJson,
    ContentFormat::SenmlCbor,
    ContentFormat::Lwm2mCbor,
    ContentFormat::OmaJson,
];

/// Whether the value is a number that textual formats do not have.
fn is_not_decimal(record: &Record<'_>) -> bool {
    record.value().and_then(|value| value.as_f64()).is_some_and(|number| !number.is_finite())
}

/// Any time but zero, which means none.
fn time() -> impl Strategy<Value = Timestamp> {
    let edge = 1i64 << 28;
    let seconds =
        prop_oneof![Just(0), -1000i64..1000, edge - 1..=edge, 1_700_000_000i64..1_700_000_100];
    let nanoseconds = prop_oneof![Just(0), Just(500_000_000), 0u32..1_000_000_000];
    (seconds, nanoseconds)
        .prop_map(|(seconds, nanoseconds)| Timestamp::new(seconds, nanoseconds).unwrap())
        .prop_filter("means none", |time| *time != Timestamp::default())
}

proptest! {
    // What fails is to become a test that says what it is about.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[cfg_attr(not(feature = "tlv"), ignore = "needs tlv")]
    fn an_object_in_tlv(
        instances in btree_map(0u16..65535, instance(), 0..4),
        wide in any::<bool>(),
    ) {
        let base = path(&[42]);
        let context = Context::read(base).with_schema(&schema).with_wide_unsigned(wide);
        let mut records = Vec::new();
        for (&id, instance) in &instances {
            let place = base.child(id).unwrap();
            match instance.is_empty() {
                true => records.push(Record::with_content(place, Content::Empty)),
                false => records.extend(instance_records(place, instance)),
            }
        }
        round_trip(ContentFormat::Tlv, &records, &context);
        records.reverse();
        round_trip(ContentFormat::Tlv, &records, &context);
    }

    #[test]
    #[cfg_attr(not(feature = "tlv"), ignore = "needs tlv")]
    fn an_instance_in_tlv(instance in instance(), creates in any::<bool>(), byte in any::<u8>()) {
        let (base, place, operation) = match creates {
            true => (path(&[42]), path(&[42, 65535]), Operation::Create),
            false => (path(&[42, 7]), path(&[42, 7]), Operation::Read),
        };
        let context = Context::new(operation, base).with_schema(&schema);
        let records = instance_records(place, &instance);
        let payload = round_trip(ContentFormat::Tlv, &records, &context);
        check_damaged(ContentFormat::Tlv, &payload, &context, |_| [byte]);
    }

    #[test]
    #[cfg_attr(not(feature = "tlv"), ignore = "needs tlv")]
    fn a_resource_in_tlv((id, resource) in resource()) {
        let base = path(&[42, 1, id]);
        let context = Context::read(base).with_schema(&schema);
        let records = resource_records(base, &resource);
        round_trip(ContentFormat::Tlv, &records, &context);
        if let Some(record) = records.first().filter(|record| record.path.len() == 4) {
            round_trip(ContentFormat::Tlv, &[*record], &Context::read(record.path).with_schema(&schema));
        }
    }

    #[test]
    fn one_value_in_every_format(
        (id, datum) in (1u16..=9).prop_flat_map(|id| {
            (Just(id), datum(schema(42, id).unwrap().data_type))
        }),
        instance in proptest::option::of(0u16..65535),
        byte in any::<u8>(),
    ) {
        let base = match instance {
            None => path(&[42, 0, id]),
            Some(instance) => path(&[42, 0, id + 32, instance]),
        };
        let context = Context::read(base).with_schema(&schema);
        let record = Record::new(base, datum.value());
        use ContentFormat as F;
        for format in built_in(&[F::Tlv, F::Text, F::Cbor]).chain(built_in(&NAMED)) {
            if format.is_textual() && is_not_decimal(&record) {
                let error = encoded(format, &[record], &context).unwrap_err();
                prop_assert_eq!(error.kind(), ErrorKind::NumberNotRepresentable);
                continue;
            }
            let payload = round_trip(format, &[record], &context);
            check_damaged(format, &payload, &context, |_| [byte]);
            check_damaged(format, &payload, &Context::read(path(&[9, 0, 1])), |_| [byte]);
        }
        if cfg!(feature = "opaque") && matches!(datum, Datum::Opaque(_)) {
            round_trip(ContentFormat::Opaque, &[record], &context);
        }
    }

    #[test]
    fn an_object_in_every_format(
        instances in btree_map(0u16..65535, instance(), 1..4),
        byte in any::<u8>(),
    ) {
        let base = path(&[42]);
        let context = Context::read(base).with_schema(&schema);
        let records: Vec<_> = instances
            .iter()
            .flat_map(|(&id, instance)| instance_records(base.child(id).unwrap(), instance))
            .filter(|record| record.content != Content::Empty)
            .collect();
        for format in built_in(&NAMED) {
            let mut records = records.clone();
            records.retain(|record| !format.is_textual() || !is_not_decimal(record));
            if records.is_empty() && format == ContentFormat::Lwm2mCbor {
                continue; // has no form for nothing
            }
            let payload = round_trip(format, &records, &context);
            // The work is quadratic.
            if payload.len() < 200 {
                check_damaged(format, &payload, &context, |_| [byte]);
            }
        }
    }

    #[test]
    fn conversion_between_any_two_formats(instances in btree_map(0u16..65535, instance(), 1..4)) {
        let base = path(&[42]);
        let context = Context::read(base).with_schema(&schema);
        let mut records: Vec<_> = instances
            .iter()
            .flat_map(|(&id, instance)| instance_records(base.child(id).unwrap(), instance))
            .collect();
        records.retain(|record| record.content != Content::Empty && !is_not_decimal(record));
        prop_assume!(!records.is_empty());
        let formats: Vec<_> = built_in(&NAMED).chain(built_in(&[ContentFormat::Tlv])).collect();
        for &from in &formats {
            let payload = encoded(from, &records, &context).unwrap();
            for &to in &formats {
                let mut buffer = vec![0; 2 * payload.len() + 200 * records.len()];
                let length = convert(decode(from, &payload, &context), to, &context, &mut buffer);
                let converted = &buffer[..length.unwrap()];
                let outcome = check(to, converted, &context);
                prop_assert_eq!(outcome, (records.clone(), None), "{} to {}", from, to);
            }
        }
    }

    #[test]
    fn conversion_of_single_values(
        (id, datum) in (1u16..=9).prop_flat_map(|id| {
            (Just(id), datum(schema(42, id).unwrap().data_type))
        }),
    ) {
        use ContentFormat as F;
        let base = path(&[42, 0, id]);
        let context = Context::read(base).with_schema(&schema);
        let record = Record::new(base, datum.value());
        prop_assume!(!is_not_decimal(&record));
        let all = [F::Text, F::Cbor, F::Tlv, F::SenmlJson, F::SenmlCbor, F::Lwm2mCbor, F::OmaJson];
        let mut formats: Vec<_> = built_in(&all).collect();
        if matches!(datum, Datum::Opaque(_)) {
            formats.extend(built_in(&[F::Opaque]));
        }
        for &from in &formats {
            let payload = encoded(from, &[record], &context).unwrap();
            for &to in &formats {
                let mut buffer = vec![0; 2 * payload.len() + 700];
                let length = convert(decode(from, &payload, &context), to, &context, &mut buffer);
                let outcome = check(to, &buffer[..length.unwrap()], &context);
                prop_assert_eq!(outcome, (vec![record], None), "{} to {}", from, to);
            }
        }
    }

    #[test]
    fn times_in_every_format_that_has_them(
        instance in instance(),
        times in vec(proptest::option::of(time()), 20),
        byte in any::<u8>(),
    ) {
        let base = path(&[42, 3]);
        let mut records = instance_records(base, &instance);
        records.retain(|record| record.content != Content::Empty && !is_not_decimal(record));
        for (record, time) in records.iter_mut().zip(times) {
            record.time = time;
        }
        use ContentFormat as F;
        let context = Context::read(base).with_schema(&schema);
        for format in built_in(&[F::SenmlJson, F::SenmlCbor, F::OmaJson]) {
            for record in &mut records {
                record.time = record.time.map(|time| stated(format, time));
            }
            let payload = round_trip(format, &records, &context);
            check_damaged(format, &payload, &context, |_| [byte]);
        }
        // A Send may name anything, in any order.
        records.reverse();
        let context = Context::new(Operation::Send, Path::ROOT).with_schema(&schema);
        for format in built_in(&[F::SenmlJson, F::SenmlCbor]) {
            for record in &mut records {
                record.time = record.time.map(|time| stated(format, time));
            }
            round_trip(format, &records, &context);
        }
    }

    #[test]
    fn path_lists_and_deletions(
        paths in proptest::collection::btree_set(vec(0u16..65535, 0..=4), 1..6),
        byte in any::<u8>(),
    ) {
        use ContentFormat as F;
        let paths: Vec<_> = paths.iter().map(|ids| path(ids)).collect();
        let listed: Vec<_> =
            paths.iter().map(|&path| Record::with_content(path, Content::Path)).collect();
        let context = Context::new(Operation::ReadComposite, Path::ROOT);
        for format in built_in(&[F::SenmlJson, F::SenmlCbor, F::EtchJson, F::EtchCbor]) {
            let payload = round_trip(format, &listed, &context);
            check_damaged(format, &payload, &context, |_| [byte]);
        }
        let deleted: Vec<_> = paths
            .iter()
            .filter(|path| path.len() == 4)
            .map(|&path| Record::with_content(path, Content::Delete))
            .collect();
        let context = Context::new(Operation::WriteComposite, Path::ROOT);
        for format in built_in(&[F::EtchJson, F::EtchCbor]) {
            let payload = round_trip(format, &deleted, &context);
            check_damaged(format, &payload, &context, |_| [byte]);
        }
    }

    #[test]
    fn random_bytes(payload in vec(any::<u8>(), 0..40), id in 1u16..=10, length in 0usize..=4) {
        for format in ContentFormat::ALL {
            for ids in [[42, 0, id, 0], [9, 0, id, 0]] {
                let context = Context::read(path(&ids[..length])).with_schema(&schema);
                check(format, &payload, &context);
            }
        }
    }
}
