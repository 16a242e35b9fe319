//! Runs a target over stored inputs: `replay TARGET FILE|FOLDER…`. Prints how many there were.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [name, paths @ ..] = arguments.as_slice() else { return usage() };
    let target = lwm2m_codec_fuzz::TARGETS.iter().find(|target| target.0 == name);
    let (Some((_, run)), false) = (target, paths.is_empty()) else { return usage() };
    let mut inputs = 0;
    for path in paths {
        if let Err(error) = replay(Path::new(path), *run, &mut inputs) {
            eprintln!("{path}: {error}");
            return ExitCode::FAILURE;
        }
    }
    println!("{name}: {inputs} inputs");
    ExitCode::SUCCESS
}

fn replay(path: &Path, run: fn(&[u8]), inputs: &mut usize) -> std::io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            replay(&entry?.path(), run, inputs)?;
        }
    } else {
        run(&fs::read(path)?);
        *inputs += 1;
    }
    Ok(())
}

fn usage() -> ExitCode {
    let names: Vec<_> = lwm2m_codec_fuzz::TARGETS.iter().map(|target| target.0).collect();
    eprintln!("usage: replay TARGET FILE|FOLDER…\ntargets: {}", names.join(" "));
    ExitCode::from(2)
}
