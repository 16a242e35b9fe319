//! The conformance vectors of `testdata`.

#[path = "../../examples/vectors/runner.rs"]
#[allow(dead_code, reason = "shared with the example")]
mod runner;

pub(crate) use runner::Vector;

pub(crate) fn vectors() -> Vec<Vector> {
    let files = ["vectors.jsonl", "field.jsonl"];
    let load = |file| runner::load(&format!("{}/../testdata/{file}", env!("CARGO_MANIFEST_DIR")));
    files.into_iter().flat_map(|file| load(file).unwrap()).collect()
}
