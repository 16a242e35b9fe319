//! Generated structs of every type of field, through all formats.

use std::collections::BTreeMap;

use lwm2m_codec::objects::{
    Scratch, Slot, Time, from_payload, from_payload_with, to_payload, to_payload_with, to_slice,
};
use lwm2m_codec::{
    ContentFormat, Context, DataType, ObjectLink, OwnedRecord, Path, ResourceType, decode,
    encode_to_vec,
};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

const FORMATS: [ContentFormat; 5] = [
    ContentFormat::Tlv,
    ContentFormat::SenmlJson,
    ContentFormat::SenmlCbor,
    ContentFormat::Lwm2mCbor,
    ContentFormat::OmaJson,
];

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Every {
    #[serde(rename = "0")]
    boolean: bool,
    #[serde(rename = "1")]
    signed: (i8, i16, i32, i64),
    #[serde(rename = "2")]
    unsigned: (u8, u16, u32, u64),
    #[serde(rename = "3")]
    single: f32,
    #[serde(rename = "4")]
    double: f64,
    #[serde(rename = "5")]
    text: String,
    #[serde(rename = "6")]
    bytes: ByteBuf,
    #[serde(rename = "7")]
    time: Time,
    #[serde(rename = "8")]
    link: ObjectLink,
    #[serde(rename = "9")]
    character: char,
    #[serde(rename = "10")]
    choice: Choice,
    #[serde(rename = "11")]
    wrapped: Wrapped,
    #[serde(rename = "258")]
    large: i128,
    #[serde(rename = "20")]
    maybe: Option<i64>,
    #[serde(rename = "21")]
    maybe_text: Option<String>,
    #[serde(rename = "30", default, skip_serializing_if = "BTreeMap::is_empty")]
    numbers: BTreeMap<u16, i64>,
    #[serde(rename = "31", default, skip_serializing_if = "BTreeMap::is_empty")]
    floats: BTreeMap<u16, f64>,
    #[serde(rename = "32", default, skip_serializing_if = "BTreeMap::is_empty")]
    blobs: BTreeMap<u16, ByteBuf>,
    #[serde(rename = "33", default, skip_serializing_if = "Vec::is_empty")]
    texts: Vec<String>,
    #[serde(rename = "34", default, skip_serializing_if = "Vec::is_empty")]
    links: Vec<ObjectLink>,
    #[serde(rename = "35", default, skip_serializing_if = "Vec::is_empty")]
    booleans: Vec<bool>,
    #[serde(rename = "36")]
    times: Option<BTreeMap<u16, Time>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Choice {
    First,
    Second,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Wrapped(u32);

/// The types of the resources of [`Every`], for any object.
fn schema(_: u16, resource: u16) -> Option<ResourceType> {
    use DataType as T;
    Some(match resource {
        0 => ResourceType::single(T::Boolean),
        1 => ResourceType::multiple(T::Integer),
        2 => ResourceType::multiple(T::Unsigned),
        3 | 4 => ResourceType::single(T::Float),
        5 | 9 | 21 => ResourceType::single(T::String),
        6 => ResourceType::single(T::Opaque),
        7 => ResourceType::single(T::Time),
        8 => ResourceType::single(T::ObjectLink),
        10 | 11 | 20 | 258 => ResourceType::single(T::Integer),
        30 => ResourceType::multiple(T::Integer),
        31 => ResourceType::multiple(T::Float),
        32 => ResourceType::multiple(T::Opaque),
        33 => ResourceType::multiple(T::String),
        34 => ResourceType::multiple(T::ObjectLink),
        35 => ResourceType::multiple(T::Boolean),
        36 => ResourceType::multiple(T::Time),
        _ => return None,
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![".{0,40}", "[a-z\\\\\"\n]{200,300}"]
}

fn bytes() -> impl Strategy<Value = ByteBuf> {
    prop_oneof![vec(any::<u8>(), 0..40), vec(any::<u8>(), 250..300)].prop_map(ByteBuf::from)
}

fn link() -> impl Strategy<Value = ObjectLink> {
    let ids = (0..=65534u16, any::<u16>());
    let link = ids.prop_map(|(object, instance)| ObjectLink::new(object, instance).unwrap());
    prop_oneof![Just(ObjectLink::NULL), link]
}

/// JSON has neither NaN nor infinities.
fn double() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<i32>().prop_map(f64::from),
        any::<f64>().prop_filter("finite", |number| number.is_finite()),
    ]
}

fn single() -> impl Strategy<Value = f32> {
    any::<f32>().prop_filter("finite", |number| number.is_finite())
}

fn id() -> impl Strategy<Value = u16> {
    prop_oneof![0..10u16, 0..=65534u16]
}

fn every() -> impl Strategy<Value = Every> {
    let one = (any::<bool>(), any::<(i8, i16, i32, i64)>(), any::<(u8, u16, u32, u64)>(), single());
    let two = (double(), text(), bytes(), any::<i64>().prop_map(Time), link(), any::<char>());
    let choice = prop_oneof![Just(Choice::First), Just(Choice::Second)];
    let wrapped = any::<u32>().prop_map(Wrapped);
    let three = (choice, wrapped, any::<i64>(), option::of(any::<i64>()), option::of(text()));
    let times = btree_map(id(), any::<i64>().prop_map(Time), 1..4);
    let four = (
        btree_map(id(), any::<i64>(), 0..5),
        btree_map(id(), double(), 0..5),
        btree_map(id(), bytes(), 0..3),
        vec(text(), 0..4),
        vec(link(), 0..4),
        vec(any::<bool>(), 0..4),
        option::of(times),
    );
    (one, two, three, four).prop_map(|(one, two, three, four)| Every {
        boolean: one.0,
        signed: one.1,
        unsigned: one.2,
        single: one.3,
        double: two.0,
        text: two.1,
        bytes: two.2,
        time: two.3,
        link: two.4,
        character: two.5,
        choice: three.0,
        wrapped: three.1,
        large: three.2.into(),
        maybe: three.3,
        maybe_text: three.4,
        numbers: four.0,
        floats: four.1,
        blobs: four.2,
        texts: four.3,
        links: four.4,
        booleans: four.5,
        times: four.6,
    })
}

fn instance() -> Path {
    Path::new(&[26241, 1]).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_struct_survives_every_format(every in every()) {
        let typed = Context::read(instance()).with_schema(&schema);
        for format in FORMATS {
            let payload = to_payload(format, instance(), &every).unwrap();
            let read = from_payload::<Every>(format, instance(), &payload);
            prop_assert_eq!(read.as_ref(), Ok(&every), "{}", format);
            // What goes without a schema goes with one, and across.
            let declared = to_payload_with(format, &typed, &every).unwrap();
            let read = from_payload_with::<Every>(format, &typed, &declared);
            prop_assert_eq!(read.as_ref(), Ok(&every), "{} with a schema", format);
            if format != ContentFormat::Tlv {
                // The declared types write the enum as an integer.
                let read = from_payload::<Every>(format, instance(), &declared);
                prop_assert_eq!(read.as_ref(), Ok(&every), "{} declared, then not", format);
            }
        }
    }

    #[test]
    fn no_heap_is_needed_to_write_the_same(every in every()) {
        let context = Context::read(instance());
        for format in FORMATS {
            let payload = to_payload(format, instance(), &every).unwrap();
            let mut scratch = Scratch { slots: &mut [Slot::FREE; 64], text: &mut [0; 6000] };
            let mut buffer = vec![0; payload.len()];
            let length = to_slice(format, &context, &every, &mut scratch, &mut buffer).unwrap();
            prop_assert_eq!(&buffer[..length], &payload);
        }
    }

    #[test]
    fn several_instances_and_objects(
        objects in btree_map(id(), btree_map(id(), every(), 1..3), 1..3),
    ) {
        type Objects = BTreeMap<u16, BTreeMap<u16, Every>>;
        for format in [ContentFormat::SenmlJson, ContentFormat::SenmlCbor, ContentFormat::Lwm2mCbor] {
            let payload = to_payload(format, Path::ROOT, &objects).unwrap();
            let read = from_payload::<Objects>(format, Path::ROOT, &payload);
            prop_assert_eq!(read.as_ref(), Ok(&objects), "{}", format);
        }
        let (&object, instances) = objects.iter().next().unwrap();
        let base = Path::new(&[object]).unwrap();
        for format in FORMATS {
            let payload = to_payload(format, base, instances).unwrap();
            let read = from_payload::<BTreeMap<u16, Every>>(format, base, &payload);
            prop_assert_eq!(read.as_ref(), Ok(instances), "{}", format);
        }
    }

    #[test]
    fn interleaved_records_make_the_same_struct(every in every(), keys in vec(any::<u32>(), 64)) {
        for format in [ContentFormat::SenmlJson, ContentFormat::SenmlCbor, ContentFormat::OmaJson] {
            let context = Context::read(instance());
            let payload = to_payload(format, instance(), &every).unwrap();
            let records = decode(format, &payload, &context).map(|r| OwnedRecord::from(r.unwrap()));
            let mut records: Vec<_> = records.zip(&keys).collect();
            records.sort_by_key(|(_, key)| **key);
            let records = records.iter().map(|(record, _)| record);
            let shuffled = encode_to_vec(format, records, &context).unwrap();
            let read = from_payload::<Every>(format, instance(), &shuffled);
            prop_assert_eq!(read.as_ref(), Ok(&every), "{}", format);
        }
    }

    #[test]
    fn damage_gives_a_struct_or_an_error_in_the_payload(
        every in every(),
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<bool>(),
    ) {
        for format in FORMATS {
            let mut payload = to_payload(format, instance(), &every).unwrap();
            let place = place.index(payload.len());
            payload[place] = byte;
            if cut {
                payload.truncate(place);
            }
            let context = Context::read(instance()).lenient();
            for context in [context, context.with_schema(&schema)] {
                if let Err(error) = from_payload_with::<Every>(format, &context, &payload) {
                    let offset = error.offset().expect("a byte");
                    prop_assert!(offset as usize <= payload.len(), "{}", error);
                }
            }
        }
    }
}
