//! Generates the built-in table of objects, `src/registry/registry.bin`, from a folder of object
//! definitions, as in `cargo run --example registry --features ddf -- ../lwm2m-registry`.

mod generate;

use core::error::Error;
use std::{env, fs};

use lwm2m_codec::ddf::Definitions;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).ok_or("usage: registry FOLDER")?;
    let loaded = Definitions::load(folder)?;
    for skipped in &loaded.skipped {
        eprintln!("skipped {}: {}", skipped.file.display(), skipped.why);
    }
    let table = generate::table(&loaded.definitions)?;
    fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/registry/registry.bin"), table)?;
    Ok(())
}
