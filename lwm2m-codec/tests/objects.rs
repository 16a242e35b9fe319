//! Structs from payloads and back.

#![allow(missing_docs, reason = "a test")]
#![cfg(all(feature = "std", feature = "formats"))]

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use lwm2m_codec::objects::{
    Error, Reason, Scratch, Slot, Time, from_payload, from_payload_with, to_payload,
    to_payload_with, to_slice,
};
use lwm2m_codec::{
    ContentFormat, Context, DataType, ErrorKind, Leniency, Object, ObjectLink, ObjectTable,
    Operation, Operations, Path, Resource, ResourceType, Resources, Strictness,
};
use serde::{Deserialize, Serialize};

const FORMATS: [ContentFormat; 5] = [
    ContentFormat::Tlv,
    ContentFormat::SenmlJson,
    ContentFormat::SenmlCbor,
    ContentFormat::Lwm2mCbor,
    ContentFormat::OmaJson,
];

fn path(ids: &[u16]) -> Path {
    Path::new(ids).unwrap()
}

fn json<'de, T: Deserialize<'de>>(base: &[u16], payload: &'de str) -> Result<T, Error> {
    from_payload(ContentFormat::SenmlJson, path(base), payload.as_bytes())
}

fn kind(error: &Error) -> ErrorKind {
    match error.reason() {
        Reason::Codec(error) => error.kind(),
        reason => panic!("{reason:?}"),
    }
}

/// The Device object of the LwM2M documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    power_sources: BTreeMap<u16, u8>,
    #[serde(rename = "7")]
    voltages: BTreeMap<u16, i64>,
    #[serde(rename = "8")]
    currents: Vec<i32>,
    #[serde(rename = "9")]
    battery_level: Option<i64>,
    #[serde(rename = "10")]
    memory_free: Option<u64>,
    #[serde(rename = "11")]
    error_codes: [u16; 1],
    #[serde(rename = "12")]
    reset_error_code: Option<()>,
    #[serde(rename = "13")]
    current_time: Option<Time>,
    #[serde(rename = "14")]
    utc_offset: Option<String>,
    #[serde(rename = "16")]
    binding: Option<Binding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Binding {
    U,
    T,
}

fn device() -> Device {
    Device {
        manufacturer: "Open Mobile Alliance".into(),
        model_number: "Lightweight M2M Client".into(),
        serial_number: "345000123".into(),
        firmware_version: "1.0".into(),
        power_sources: [(0, 1), (1, 5)].into(),
        voltages: [(0, 3800), (1, 5000)].into(),
        currents: vec![125, 900],
        battery_level: Some(100),
        memory_free: Some(15),
        error_codes: [0],
        reset_error_code: None,
        current_time: Some(Time(1_367_491_215)),
        utc_offset: Some("+02:00".into()),
        binding: Some(Binding::U),
    }
}

/// The classic payload of each format.
fn classic() -> Vec<(ContentFormat, Vec<u8>)> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/vectors.jsonl");
    let vectors = std::fs::read_to_string(file).unwrap();
    let mut payloads = Vec::new();
    for line in vectors.lines() {
        let vector: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = vector["id"].as_str().unwrap();
        if id.starts_with("classic-") && id.ends_with("-3-0") {
            let format = vector["format"].as_str().unwrap().parse().unwrap();
            payloads.push((format, hex::decode(vector["hex"].as_str().unwrap()).unwrap()));
        }
    }
    payloads
}

/// JSON without white space between tokens; the payloads have none within strings but spaces.
fn compact(format: ContentFormat, payload: &[u8]) -> Vec<u8> {
    match format.is_textual() {
        true => payload.iter().copied().filter(|byte| !b"\n\r\t".contains(byte)).collect(),
        false => payload.to_vec(),
    }
}

#[test]
fn the_classic_device_is_one_struct_in_all_formats() {
    let payloads = classic();
    assert_eq!(payloads.len(), FORMATS.len());
    let base = path(&[3, 0]);
    for (format, payload) in payloads {
        assert!(FORMATS.contains(&format));
        let read: Device = from_payload(format, base, &payload).unwrap();
        assert_eq!(read, device(), "{format}");
        let written = to_payload(format, base, &read).unwrap();
        assert_eq!(written, compact(format, &payload), "{format}");

        let mut scratch = Scratch { slots: &mut [Slot::FREE; 16], text: &mut [0; 80] };
        let mut buffer = [0; 512];
        let context = Context::read(base);
        let length = to_slice(format, &context, &read, &mut scratch, &mut buffer).unwrap();
        assert_eq!(buffer[..length], written, "{format}");
    }
}
