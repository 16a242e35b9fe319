//! The payloads, and what is known of the requests around them.

use std::fs;
use std::path::{Path as FilePath, PathBuf};

use lwm2m_codec::{ContentFormat, DataType, Operation, Path, ResourceType, Schema};
use serde_json::Value;

use super::codec::Setting;
use crate::testdata::Vector;

/// A payload and the ways to read it.
pub(crate) struct Case<'v> {
    pub(crate) id: String,
    pub(crate) payload: Vec<u8>,
    /// Strict, and without schema.
    pub(crate) requests: Vec<Setting<'v>>,
    pub(crate) schema: Box<dyn Schema + 'v>,
}

fn root() -> PathBuf {
    FilePath::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What is in a folder, in the order of the names.
fn entries(folder: &FilePath) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The last part of a path.
fn name(path: &FilePath) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap()
}

/// The vectors of `testdata`, and those of `testdata/recorded`, which have no verdict.
pub(crate) fn load_vectors() -> Vec<Vector> {
    let testdata = root().join("testdata");
    let files = entries(&testdata).into_iter().chain(entries(&testdata.join("recorded")));
    let mut vectors = Vec::new();
    for file in files.filter(|file| file.extension().is_some_and(|end| end == "jsonl")) {
        for line in fs::read_to_string(&file).unwrap().lines() {
            let mut vector: Value = serde_json::from_str(line).unwrap();
            // The runner wants a verdict, which plays no part here.
            vector["ok"] = false.into();
            vectors.push(serde_json::from_value(vector).unwrap());
        }
    }
    vectors
}

/// All cases.
pub(crate) fn all(vectors: &[Vector]) -> Vec<Case<'_>> {
    vectors.iter().map(of_vector).chain(of_payloads()).chain(of_regressions()).collect()
}

fn of_vector(vector: &Vector) -> Case<'_> {
    let (format, context) = (vector.content_format().unwrap(), vector.context().unwrap());
    let request = Setting::new(format, context.operation(), context.base());
    let alternate_path = vector.root.as_deref().unwrap_or_default();
    Case {
        id: vector.id.clone(),
        payload: vector.payload().unwrap(),
        requests: vec![Setting { alternate_path, ..request }],
        schema: Box::new(vector.schema().unwrap()),
    }
}

/// The files of `testdata/payloads`, whose names say the path and the format.
fn of_payloads() -> Vec<Case<'static>> {
    let files = entries(&root().join("testdata/payloads"));
    let case = |file: &PathBuf| {
        let (stem, end) = name(file).rsplit_once('.').unwrap();
        let format = match end {
            "txt" => ContentFormat::Text,
            "bin" => ContentFormat::Opaque,
            end => end.parse().ok()?,
        };
        let ids: Vec<u16> = stem.split('-').filter_map(|part| part.parse().ok()).collect();
        let operation = match format {
            ContentFormat::EtchJson | ContentFormat::EtchCbor => Operation::ReadComposite,
            ContentFormat::LinkFormat => Operation::Register,
            _ => Operation::Read,
        };
        Some(Case {
            id: format!("payloads/{}", name(file)),
            payload: fs::read(file).unwrap(),
            requests: vec![Setting::new(format, operation, Path::new(&ids).unwrap())],
            schema: Box::new(schema),
        })
    };
    files.iter().filter_map(case).collect()
}

/// What the fuzzers found, read as every format: the whole input, and what follows the two or five bytes
/// that tell a target the request.
fn of_regressions() -> Vec<Case<'static>> {
    let files = entries(&root().join("fuzz/regressions")).into_iter().flat_map(|t| entries(&t));
    let requests = |format| {
        [
            Setting::new(format, Operation::Read, Path::new(&[42]).unwrap()),
            Setting::new(format, Operation::Read, Path::new(&[42, 0, 1]).unwrap()),
            Setting::new(format, Operation::ReadComposite, Path::ROOT),
        ]
    };
    let requests: Vec<_> = ContentFormat::ALL.into_iter().flat_map(requests).collect();
    let mut cases = Vec::new();
    for file in files {
        let bytes = fs::read(&file).unwrap();
        let target = name(file.parent().unwrap());
        for skipped in [0, 2, 5] {
            let Some(payload) = bytes.get(skipped..) else { continue };
            cases.push(Case {
                id: format!("fuzz/{target}/{}+{skipped}", name(&file)),
                payload: payload.to_vec(),
                requests: requests.clone(),
                schema: Box::new(schema),
            });
        }
    }
    cases
}

/// Some resources of the objects in the payloads, and object 42, which has all types.
fn schema(object: u16, resource: u16) -> Option<ResourceType> {
    let data_type = match (object, resource) {
        (3, 0..=3 | 14 | 16) => DataType::String,
        (3, 6..=8 | 11) => return Some(ResourceType::multiple(DataType::Integer)),
        (3, 9 | 10) | (1, 0 | 1) => DataType::Integer,
        (3, 13) => DataType::Time,
        (5, 0) => DataType::Opaque,
        (42, _) => *DataType::ALL.get(usize::from(resource % 32).checked_sub(1)?)?,
        _ => return None,
    };
    Some(match resource / 32 % 2 {
        0 => ResourceType::single(data_type),
        _ => ResourceType::multiple(data_type),
    })
}
