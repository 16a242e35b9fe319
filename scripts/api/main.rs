//! Prints the public API of a library, one item per line, from rustdoc's JSON: api FILE

use std::error::Error;
use std::process::ExitCode;

use public_api::Builder;

#[derive(serde::Deserialize)]
struct Header {
    format_version: u32,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: api FILE")?;
    let Header { format_version } = serde_json::from_str(&std::fs::read_to_string(&path)?)?;
    if format_version != rustdoc_types::FORMAT_VERSION {
        eprintln!(
            "skipped: rustdoc's JSON has format {format_version}, and this tool reads format {}",
            rustdoc_types::FORMAT_VERSION
        );
        return Ok(ExitCode::from(77));
    }
    let api = Builder::from_rustdoc_json(path)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build()?;
    print!("{api}");
    Ok(ExitCode::SUCCESS)
}
