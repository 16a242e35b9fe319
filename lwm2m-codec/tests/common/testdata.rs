//! The conformance vectors of `testdata`.

#[path = "../../examples/vectors/runner.rs"]
#[allow(dead_code, reason = "shared with the example")]
mod runner;

pub(crate) use runner::Vector;

pub(crate) fn vectors() -> Vec<Vector> {
    runner::load(concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/vectors.jsonl")).unwrap()
}
