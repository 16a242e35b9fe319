//! The `lwm2m` command: shows, checks and makes payloads of OMA LwM2M.
#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_alloc, reason = "a program has std at hand")]

mod args;
mod convert;
mod decode;
mod encode;
mod failure;
mod input;
mod inspect;
mod links;
mod model;
mod object;
mod output;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Failure;

const EXAMPLES: &str = "\
Examples:
  lwm2m decode -f tlv -p /3/0 device.tlv                    what a payload says, as a table
  lwm2m decode -f senml-json --json < pack.json             one JSON record per line
  lwm2m decode -f tlv -p /3/0 --hex --payload c10964        a payload from the command line
  lwm2m inspect -f tlv -p /3/0 device.tlv                   which bytes say what
  lwm2m encode -f tlv -p /3/0 records.jsonl --hex           a payload from records
  lwm2m convert --from tlv --to senml-json -p /3/0 device.tlv
  lwm2m links register.link                                 what a client registers
  lwm2m object 3/9                                          what definitions say of a resource
  lwm2m object battery                                      which objects and resources are for it

Exit status: 0 if all is well, 1 for bad input, 2 for wrong usage.";

/// Shows, checks and makes payloads of OMA LwM2M.
#[derive(Parser)]
#[command(name = "lwm2m", version, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Decode(decode::Args),
    Encode(encode::Args),
    Inspect(inspect::Args),
    Convert(convert::Args),
    Links(links::Args),
    Object(object::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = BufWriter::new(io::stdout().lock());
    let result = match &cli.command {
        Command::Decode(args) => decode::run(args, &mut out),
        Command::Encode(args) => encode::run(args, &mut out),
        Command::Inspect(args) => inspect::run(args, &mut out),
        Command::Convert(args) => convert::run(args, &mut out),
        Command::Links(args) => links::run(args, &mut out),
        Command::Object(args) => object::run(args, &mut out),
    };
    // What was shown before a failure stands before its message.
    let flushed = out.flush().map_err(Failure::from);
    match result.and(flushed) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
