//! SenML payloads into one and the same struct: this codec, and what serde_json and ciborium take
//! to get there.
//!
//! Those read the records of the pack into a `Vec`, borrowed where they can. What they leave to do
//! is done by hand: joining names, reading the IDs, and putting values in their fields. The payload
//! is the classic Device instance of the test data. All three must give the same struct before
//! anything is measured.

#![allow(missing_docs, reason = "a benchmark")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::hint::black_box;

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
#[derive(Default)]
struct Record<'a> {
    base_name: Option<Cow<'a, str>>,
    name: Option<Cow<'a, str>>,
    number: Option<i64>,
    text: Option<Cow<'a, str>>,
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

            fn visit_i64<E>(self, label: i64) -> Result<Label, E> {
                Ok(match label {
                    -2 => Label::BaseName,
                    0 => Label::Name,
                    2 => Label::Value,
                    3 => Label::StringValue,
                    _ => Label::Other,
                })
            }

            fn visit_u64<E>(self, label: u64) -> Result<Label, E> {
                self.visit_i64(i64::try_from(label).unwrap_or(i64::MAX))
            }
        }
        deserializer.deserialize_any(Labels)
    }
}

/// Text that is borrowed where the deserializer lends it.
struct Borrowed<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Borrowed<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Texts;
        impl<'de> Visitor<'de> for Texts {
            type Value = Borrowed<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Borrowed<'de>, E> {
                Ok(Borrowed(text.into()))
            }

            fn visit_str<E>(self, text: &str) -> Result<Borrowed<'de>, E> {
                Ok(Borrowed(text.to_owned().into()))
            }

            fn visit_string<E>(self, text: String) -> Result<Borrowed<'de>, E> {
                Ok(Borrowed(text.into()))
            }
        }
        deserializer.deserialize_str(Texts)
    }
}

impl<'de> Deserialize<'de> for Record<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Record<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record of SenML")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Record<'de>, M::Error> {
                let mut record = Record::default();
                while let Some(label) = map.next_key()? {
                    match label {
                        Label::BaseName => {
                            record.base_name = Some(map.next_value::<Borrowed<'_>>()?.0);
                        }
                        Label::Name => record.name = Some(map.next_value::<Borrowed<'_>>()?.0),
                        Label::Value => record.number = Some(map.next_value()?),
                        Label::StringValue => {
                            record.text = Some(map.next_value::<Borrowed<'_>>()?.0);
                        }
                        Label::Other => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(record)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// The struct that the records make; `None` if they make no such struct.
fn device(records: Vec<Record<'_>>) -> Option<Device> {
    let mut device = Device::default();
    let mut base_name = Cow::Borrowed("");
    for Record { base_name: base, name, number, text } in records {
        base_name = base.unwrap_or(base_name);
        let name = name.unwrap_or_default();
        // The base name ends with a slash here, so that IDs do not run over.
        let mut ids = base_name.split('/').chain(name.split('/')).filter(|id| !id.is_empty());
        if (ids.next()?, ids.next()?) != ("3", "0") {
            return None;
        }
        let resource = ids.next()?.parse::<u16>().ok()?;
        let instance = ids.next().map(str::parse::<u16>).transpose().ok()?;
        match (resource, instance) {
            (0, None) => device.manufacturer = text?.into_owned(),
            (1, None) => device.model_number = text?.into_owned(),
            (2, None) => device.serial_number = text?.into_owned(),
            (3, None) => device.firmware_version = text?.into_owned(),
            (6, Some(id)) => drop(device.power_sources.insert(id, number?)),
            (7, Some(id)) => drop(device.voltages.insert(id, number?)),
            (8, Some(id)) => drop(device.currents.insert(id, number?)),
            (9, None) => device.battery_level = Some(number?),
            (10, None) => device.memory_free = Some(number?),
            (11, Some(id)) => drop(device.error_codes.insert(id, number?)),
            (13, None) => device.current_time = Some(number?),
            (14, None) => device.utc_offset = Some(text?.into_owned()),
            (16, None) => device.binding = Some(text?.into_owned()),
            _ => return None,
        }
    }
    Some(device)
}

/// The classic payload of a format.
fn classic(id: &str) -> Vec<u8> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/vectors.jsonl");
    let vectors = std::fs::read_to_string(file).expect("the vectors are there");
    let vectors = vectors.lines().map(|line| serde_json::from_str::<serde_json::Value>(line));
    let mut vectors = vectors.map(|vector| vector.expect("a vector"));
    let vector = vectors.find(|vector| vector["id"] == id).expect("the vector is there");
    hex::decode(vector["hex"].as_str().unwrap_or_default()).expect("hexadecimal")
}

fn codec(format: ContentFormat, payload: &[u8]) -> Device {
    let base = Path::new(&[3, 0]).unwrap_or_default();
    from_payload(format, base, payload).expect("a Device")
}

fn with_serde_json(payload: &[u8]) -> Device {
    device(serde_json::from_slice(payload).expect("a pack")).expect("a Device")
}

fn with_ciborium(payload: &[u8]) -> Device {
    device(ciborium::from_reader(payload).expect("a pack")).expect("a Device")
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
