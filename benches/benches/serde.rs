//! SenML payloads into the same struct: this codec, and serde_json and ciborium with what they need
//! to get there.
//!
//! Those read the records of the pack into a `Vec`; serde_json borrows their text, ciborium copies
//! it. The rest is done by hand: joining names, parsing the IDs, and storing values in their
//! fields. The payload is the classic Device instance of the test data. All three must give the
//! same struct before anything is measured.

#![allow(missing_docs, reason = "a benchmark")]

use std::collections::BTreeMap;
use std::fmt;
use std::hint::black_box;
use std::marker::PhantomData;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use lwm2m_codec::objects::from_payload;
use lwm2m_codec::{ContentFormat, Path};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

#[derive(Debug, Default, PartialEq, serde::Deserialize)]
struct Device {
    #[serde(rename = "0")]
    manufacturer: String,
    #[serde(rename = "1")]
    model_number: String,
    #[serde(rename = "2")]
    serial_number: String,
    #[serde(rename = "3")]
    firmware_version: String,
    #[serde(rename = "6")]
    power_sources: BTreeMap<u16, i64>,
    #[serde(rename = "7")]
    voltages: BTreeMap<u16, i64>,
    #[serde(rename = "8")]
    currents: BTreeMap<u16, i64>,
    #[serde(rename = "9")]
    battery_level: Option<i64>,
    #[serde(rename = "10")]
    memory_free: Option<i64>,
    #[serde(rename = "11")]
    error_codes: BTreeMap<u16, i64>,
    #[serde(rename = "13")]
    current_time: Option<i64>,
    #[serde(rename = "14")]
    utc_offset: Option<String>,
    #[serde(rename = "16")]
    binding: Option<String>,
}

/// A SenML record as the pack has it, with the fields that the payload uses.
struct Record<T> {
    base_name: Option<T>,
    name: Option<T>,
    number: Option<i64>,
    text: Option<T>,
}

/// The labels of JSON, and the numbers of CBOR.
enum Label {
    BaseName,
    Name,
    Value,
    StringValue,
    Other,
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Labels;
        impl Visitor<'_> for Labels {
            type Value = Label;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a label of SenML")
            }

            fn visit_str<E>(self, label: &str) -> Result<Label, E> {
                Ok(match label {
                    "bn" => Label::BaseName,
                    "n" => Label::Name,
                    "v" => Label::Value,
                    "vs" => Label::StringValue,
                    _ => Label::Other,
                })
            }

            fn visit_i64<E: serde::de::Error>(self, label: i64) -> Result<Label, E> {
                Ok(match label {
                    -2 => Label::BaseName,
                    0 => Label::Name,
                    2 => Label::Value,
                    3 => Label::StringValue,
                    _ => Label::Other,
                })
            }

            fn visit_u64<E: serde::de::Error>(self, label: u64) -> Result<Label, E> {
                self.visit_i64(i64::try_from(label).unwrap_or(i64::MAX))
            }
        }
        deserializer.deserialize_any(Labels)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Record<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = Record<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record of SenML")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Record<T>, M::Error> {
                let mut record = Record { base_name: None, name: None, number: None, text: None };
                while let Some(label) = map.next_key()? {
                    match label {
                        Label::BaseName => record.base_name = map.next_value()?,
                        Label::Name => record.name = map.next_value()?,
                        Label::Value => record.number = map.next_value()?,
                        Label::StringValue => record.text = map.next_value()?,
                        Label::Other => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(record)
            }
        }
        deserializer.deserialize_map(Fields(PhantomData))
    }
}

/// The struct from the records; `None` if they do not form one.
fn device<T: AsRef<str> + Into<String>>(records: Vec<Record<T>>) -> Option<Device> {
    let mut device = Device::default();
    let mut base_name = None;
    for Record { base_name: base, name, number, text } in records {
        base_name = base.or(base_name);
        let base_name = base_name.as_ref().map_or("", AsRef::as_ref);
        let name = name.as_ref().map_or("", AsRef::as_ref);
        // The base name ends with a slash here, so no ID is split between the names.
        let mut ids = base_name.split('/').chain(name.split('/')).filter(|id| !id.is_empty());
        if (ids.next()?, ids.next()?) != ("3", "0") {
            return None;
        }
        let resource = ids.next()?.parse::<u16>().ok()?;
        let instance = ids.next().map(str::parse::<u16>).transpose().ok()?;
        match (resource, instance) {
            (0, None) => device.manufacturer = text?.into(),
            (1, None) => device.model_number = text?.into(),
            (2, None) => device.serial_number = text?.into(),
            (3, None) => device.firmware_version = text?.into(),
            (6, Some(id)) => drop(device.power_sources.insert(id, number?)),
            (7, Some(id)) => drop(device.voltages.insert(id, number?)),
            (8, Some(id)) => drop(device.currents.insert(id, number?)),
            (9, None) => device.battery_level = Some(number?),
            (10, None) => device.memory_free = Some(number?),
            (11, Some(id)) => drop(device.error_codes.insert(id, number?)),
            (13, None) => device.current_time = Some(number?),
            (14, None) => device.utc_offset = Some(text?.into()),
            (16, None) => device.binding = Some(text?.into()),
            _ => return None,
        }
    }
    Some(device)
}

/// The classic payload of a format.
fn classic(id: &str) -> Vec<u8> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/vectors.jsonl");
    let vectors = std::fs::read_to_string(file).expect("the vectors are there");
    let vectors = vectors.lines().map(serde_json::from_str::<serde_json::Value>);
    let mut vectors = vectors.map(|vector| vector.expect("a vector"));
    let vector = vectors.find(|vector| vector["id"] == id).expect("the vector is there");
    hex::decode(vector["hex"].as_str().unwrap_or_default()).expect("hexadecimal")
}

fn codec(format: ContentFormat, payload: &[u8]) -> Device {
    let base = Path::new(&[3, 0]).unwrap_or_default();
    from_payload(format, base, payload).expect("a Device")
}

fn with_serde_json(payload: &[u8]) -> Device {
    device::<&str>(serde_json::from_slice(payload).expect("a pack")).expect("a Device")
}

fn with_ciborium(payload: &[u8]) -> Device {
    device::<String>(ciborium::from_reader(payload).expect("a pack")).expect("a Device")
}

fn structs(criterion: &mut Criterion) {
    let json = classic("classic-senml-json-3-0");
    let cbor = classic("classic-senml-cbor-3-0");
    let device = codec(ContentFormat::SenmlJson, &json);
    assert_eq!(device.voltages[&1], 5000);
    assert_eq!(device, codec(ContentFormat::SenmlCbor, &cbor));
    assert_eq!(device, with_serde_json(&json));
    assert_eq!(device, with_ciborium(&cbor));

    let mut group = criterion.benchmark_group("senml-json into a struct");
    group.throughput(Throughput::Bytes(json.len() as u64));
    group.bench_function("lwm2m-codec", |bencher| {
        bencher.iter(|| codec(ContentFormat::SenmlJson, black_box(&json)));
    });
    group
        .bench_function("serde_json", |bencher| bencher.iter(|| with_serde_json(black_box(&json))));
    group.finish();

    let mut group = criterion.benchmark_group("senml-cbor into a struct");
    group.throughput(Throughput::Bytes(cbor.len() as u64));
    group.bench_function("lwm2m-codec", |bencher| {
        bencher.iter(|| codec(ContentFormat::SenmlCbor, black_box(&cbor)));
    });
    group.bench_function("ciborium", |bencher| bencher.iter(|| with_ciborium(black_box(&cbor))));
    group.finish();
}

criterion_group!(benches, structs);
criterion_main!(benches);
