//! The conformance vectors of `testdata`, in strict and lenient mode.

#![allow(missing_docs, reason = "a test")]
#![cfg(all(feature = "std", feature = "formats"))]

#[path = "../examples/vectors/runner.rs"]
#[allow(dead_code, reason = "shared with the example")]
mod runner;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/vectors.jsonl");

#[test]
fn all_vectors_pass() {
    let vectors = runner::load(FILE).unwrap();
    assert!(vectors.len() > 100);
    let failed: Vec<_> = vectors
        .iter()
        .filter_map(|vector| vector.check().err().map(|fault| format!("{}: {fault}", vector.id)))
        .collect();
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn classic_payloads_are_encoded_byte_for_byte() {
    let exact = ["classic-tlv-3-0"];
    let vectors = runner::load(FILE).unwrap();
    for id in exact {
        let vector = vectors.iter().find(|vector| vector.id == id).unwrap();
        let encoded = vector.encoded().unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(hex::encode(encoded), vector.hex, "{id}");
    }
}
