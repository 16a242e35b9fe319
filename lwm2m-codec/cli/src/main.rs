//! The `lwm2m` command.
#![forbid(unsafe_code)]

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    lwm2m_cli::run("lwm2m", env::args_os().skip(1)).into()
}
