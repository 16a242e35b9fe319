//! Writes the corpora to a folder, for benches in other languages:
//!
//! ```sh
//! cargo run -q --release -p lwm2m-codec-benches --bin corpora -- DIR
//! ```
//!
//! There is one file for each corpus and format, and `manifest.json` describes them.

use std::path::PathBuf;
use std::process::ExitCode;

use lwm2m_codec::ContentFormat;
use lwm2m_codec_benches::{Corpus, LINKS, links};
use serde_json::{Value, json};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(directory), None) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: corpora DIR");
        return ExitCode::from(2);
    };
    match write(&PathBuf::from(directory)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("corpora: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(directory: &std::path::Path) -> std::io::Result<()> {
    std::fs::create_dir_all(directory)?;
    let mut manifest = Vec::new();
    for corpus in Corpus::all() {
        let types = corpus.entries.iter().map(|(object, resource, resource_type)| {
            json!({
                "object": object,
                "resource": resource,
                "type": resource_type.data_type.name(),
                "multiple": resource_type.multiple,
            })
        });
        let types: Vec<_> = types.collect();
        for &format in corpus.formats {
            let payload = corpus.payload(format);
            let file = file_name(corpus.name, format);
            std::fs::write(directory.join(&file), &payload)?;
            manifest.push(json!({
                "file": file,
                "corpus": corpus.name,
                "description": corpus.description,
                "format": format.number(),
                "format_name": format.name(),
                "operation": corpus.operation.name(),
                "base": corpus.base.to_string(),
                "records": corpus.records.len(),
                "bytes": payload.len(),
                "types": types,
            }));
        }
    }
    let payload = links();
    let file = file_name("links", ContentFormat::LinkFormat);
    std::fs::write(directory.join(&file), &payload)?;
    manifest.push(json!({
        "file": file,
        "corpus": "links",
        "description": "the links of a registration",
        "format": ContentFormat::LinkFormat.number(),
        "format_name": ContentFormat::LinkFormat.name(),
        "operation": "register",
        "base": "/",
        "records": LINKS,
        "bytes": payload.len(),
        "types": [],
    }));
    let manifest = format!("{:#}\n", Value::Array(manifest));
    std::fs::write(directory.join("manifest.json"), manifest)
}

fn file_name(corpus: &str, format: ContentFormat) -> String {
    format!("{corpus}.{}", format.name().unwrap_or_default())
}
