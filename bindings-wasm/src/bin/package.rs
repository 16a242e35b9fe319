//! Makes JavaScript glue of a WebAssembly module, and the file of the registry:
//! `package MODULE FOLDER`.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use lwm2m_codec::registry::Registry;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let (Some(module), Some(folder), None) = (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("usage: package MODULE FOLDER".into());
    };
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    fs::write(folder.join("registry.bin"), Registry::BYTES)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).remove_producers_section(true).remove_name_section(true);
    bindgen.out_name("glue").omit_default_module_path(true).typescript(false).web(true)?;
    Ok(bindgen.generate(folder)?)
}
