//! Prints the public interface of a library, an item on each line, from the JSON that rustdoc writes:
//! api FILE

use std::error::Error;
use std::process::ExitCode;

use public_api::Builder;

#[derive(serde::Deserialize)]
struct Header {
    format_version: u32,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("which file?")?;
    let Header { format_version } = serde_json::from_str(&std::fs::read_to_string(&path)?)?;
    if format_version != rustdoc_types::FORMAT_VERSION {
        eprintln!(
            "skipped: this compiler's rustdoc writes JSON of format {format_version}, and {} is known",
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
