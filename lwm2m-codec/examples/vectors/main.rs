//! Runs conformance vectors: `vectors [--dump] FILE…`.
//!
//! Prints a line for each failing vector, then `N passed, N failed` (and `, N skipped` if vectors
//! need something that is not supported); the exit code is 1 if any failed. With `--dump` it prints
//! what each vector decodes to instead.

#![allow(missing_docs, reason = "an example")]

#[allow(dead_code, reason = "shared with a test")]
mod runner;

use std::process::ExitCode;

fn main() -> ExitCode {
    let (options, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let dump = match options.as_slice() {
        [] => false,
        [option] if option == "--dump" => true,
        _ => return usage(),
    };
    if files.is_empty() {
        return usage();
    }
    let mut vectors = Vec::new();
    for file in &files {
        match runner::load(file) {
            Ok(loaded) => vectors.extend(loaded),
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::from(2);
            }
        }
    }
    if dump {
        vectors.iter().for_each(|vector| println!("{}", vector.dump()));
        return ExitCode::SUCCESS;
    }
    let (mut failed, mut skipped) = (0, 0);
    for vector in &vectors {
        if let Some(reason) = vector.skipped() {
            println!("{} ({}): skipped: {reason}", vector.id, vector.format);
            skipped += 1;
        } else if let Err(fault) = vector.check() {
            println!("{} ({}): {fault}", vector.id, vector.format);
            failed += 1;
        }
    }
    let passed = vectors.len() - failed - skipped;
    match skipped {
        0 => println!("{passed} passed, {failed} failed"),
        _ => println!("{passed} passed, {failed} failed, {skipped} skipped"),
    }
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn usage() -> ExitCode {
    eprintln!("usage: vectors [--dump] FILE…");
    ExitCode::from(2)
}
