//! The table in `tests/README.md`, from sections of the documents to tests and vectors: every name
//! in it exists, and every vector is listed.

use std::fs;

use crate::testdata;

const CRATE: &str = env!("CARGO_MANIFEST_DIR");
/// Marks a row that names no test.
const NONE: &str = "**no test**";

/// Whether a source file contains a test of this name.
fn has_test(source: &str, function: &str) -> bool {
    source.split("#[test]").skip(1).any(|after| {
        let lines = after.lines().map(str::trim);
        let mut lines = lines.skip_while(|line| line.is_empty() || line.starts_with("#["));
        let signature = lines.next().and_then(|line| line.strip_prefix("fn "));
        signature.and_then(|rest| rest.strip_prefix(function)).is_some_and(|r| r.starts_with('('))
    })
}

/// The paths of source files within the crate, and their text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(format!("{CRATE}/{folder}")).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            sources.extend(self::sources(&path));
        } else if path.ends_with(".rs") {
            let text = fs::read_to_string(format!("{CRATE}/{path}")).unwrap();
            sources.push((path, text));
        }
    }
    sources
}

/// Whether a vector has this name; one `*` stands for any text.
fn matches(pattern: &str, id: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => id.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)),
        None => pattern == id,
    }
}

/// Faults of a table: names that do not exist, rows without a name, vectors in no row.
fn faults(table: &str, vectors: &[String]) -> Vec<String> {
    let rows = table.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'));
    let sources = [sources("src"), sources("tests")].concat();
    let mut faults = Vec::new();
    let mut patterns = Vec::new();
    for row in rows.filter(|row| !row.starts_with("--") && !row.starts_with(" section ")) {
        let tests = row.rsplit('|').next().unwrap_or_default();
        let names: Vec<_> = tests.split('`').skip(1).step_by(2).collect();
        if names.is_empty() && !tests.contains(NONE) {
            faults.push(format!("no test named: {row}"));
        }
        for name in names {
            let found = if let Some((place, function)) = name.split_once("::") {
                let within = |path: &str| {
                    let path = path.strip_prefix("tests/").unwrap_or(path);
                    path.strip_prefix(place)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                };
                sources.iter().any(|(path, text)| within(path) && has_test(text, function))
            } else {
                patterns.push(name);
                vectors.iter().any(|id| matches(name, id))
            };
            if !found {
                faults.push(format!("not found: {name}"));
            }
        }
    }
    let unnamed = vectors.iter().filter(|id| !patterns.iter().any(|name| matches(name, id)));
    faults.extend(unnamed.map(|id| format!("in no row: {id}")));
    faults
}

#[test]
fn every_name_exists_and_every_vector_is_listed() {
    let readme = fs::read_to_string(format!("{CRATE}/tests/README.md")).unwrap();
    let (_, table) = readme.split_once("## From the documents to the tests").unwrap();
    let vectors: Vec<_> = testdata::vectors().into_iter().map(|vector| vector.id).collect();
    let faults = faults(table, &vectors);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_check_finds_faults() {
    let table = "\
| section | subject | tests |
|---------|---------|-------|
| 1 | right | `conformance/sections.rs::the_check_finds_faults`, `a-*` |
| 2 | not there | **no test** |
| 3 | gone | `conformance/sections.rs::has_test`, `nowhere.rs::test`, `b-1` |
| 4 | nothing | |
";
    let vectors = ["a-1", "a-2", "c"].map(String::from);
    let expected = [
        "not found: conformance/sections.rs::has_test",
        "not found: nowhere.rs::test",
        "not found: b-1",
        "no test named:  4 | nothing | ",
        "in no row: c",
    ];
    assert_eq!(faults(table, &vectors), expected);
}
