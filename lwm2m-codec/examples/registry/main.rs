//! Generates the built-in table of objects from a folder of object definitions, as in
//! `cargo run --example registry --features ddf -- ../lwm2m-registry > src/registry/table.rs`.

mod generate;

use core::error::Error;
use std::{env, io};

use lwm2m_codec::ddf::Definitions;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).ok_or("usage: registry FOLDER > table.rs")?;
    let loaded = Definitions::load(folder)?;
    for skipped in &loaded.skipped {
        eprintln!("skipped {}: {}", skipped.file.display(), skipped.why);
    }
    let table = generate::table(&loaded.definitions)?;
    io::Write::write_all(&mut io::stdout(), table.as_bytes())?;
    Ok(())
}
