//! Every conformance vector cut short at every place, and with every byte changed.

#![cfg(feature = "formats")]

#[allow(dead_code, reason = "each test uses some of it")]
mod common;

use std::collections::BTreeMap;

use common::check_damaged;
use lwm2m_codec::{Context, DataType, Operation, Path, ResourceType};

/// Payloads up to this length have their bytes changed to every other; longer ones to a few.
const SHORT: usize = 24;

#[test]
fn vectors_with_any_damage() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/vectors.jsonl");
    let lines = std::fs::read_to_string(file).unwrap();
    let mut vectors = 0;
    for line in lines.lines() {
        let vector: serde_json::Value = serde_json::from_str(line).unwrap();
        let Ok(format) = vector["format"].as_str().unwrap().parse() else { continue };
        let base: Path = vector["base"].as_str().unwrap().parse().unwrap();
        let payload = hex::decode(vector["hex"].as_str().unwrap()).unwrap();
        let operation = match vector["op"].as_str() {
            Some("write") => Operation::Write,
            Some("create") => Operation::Create,
            Some("send") => Operation::Send,
            Some("fetch" | "fetch-senml") => Operation::ReadComposite,
            Some("patch") => Operation::WriteComposite,
            _ => Operation::Read,
        };
        let types: BTreeMap<(u16, u16), DataType> = vector["types"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(key, name)| {
                let ids = key.parse::<Path>().unwrap();
                let data_type = DataType::from_name(name.as_str().unwrap()).unwrap();
                ((ids.object().unwrap(), ids.object_instance().unwrap()), data_type)
            })
            .collect();
        let schema = |object, resource| {
            types.get(&(object, resource)).map(|&data_type| ResourceType::new(data_type))
        };
        let context = Context::new(operation, base).schema(&schema);
        check_damaged(format, &payload, &context, |byte| match payload.len() {
            0..=SHORT => (0..=255).collect::<Vec<_>>(),
            _ => (0..8).map(|bit| byte ^ 1 << bit).chain([0, 0xff]).collect(),
        });
        vectors += 1;
    }
    assert!(vectors > 300);
}
