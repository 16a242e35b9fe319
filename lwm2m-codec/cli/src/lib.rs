//! The `lwm2m` command: shows, checks and makes payloads of OMA LwM2M.
//!
//! This library is for programs that offer the same command under a name of their own.
#![forbid(unsafe_code)]

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

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use self::failure::Failure;

/// The name of the command, also in the examples of its help.
const NAME: &str = "lwm2m";

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
#[command(name = NAME, version, after_help = EXAMPLES)]
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

/// Runs the command with the arguments that follow its name, and returns its exit code: 0 if all is
/// well, 1 for bad input, 2 for wrong usage.
///
/// It reads standard input where the arguments say so, and writes to standard output and standard
/// error. Its help calls it `program`.
///
/// ```
/// assert_eq!(lwm2m_cli::run("lwm2m", ["object", "3/9"]), 0);
/// ```
pub fn run(program: &str, arguments: impl IntoIterator<Item = impl Into<OsString>>) -> u8 {
    let line = arguments.into_iter().map(Into::into);
    let line = [OsString::from(program)].into_iter().chain(line);
    let parsed = command(program)
        .try_get_matches_from(line)
        .and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
    let cli = match parsed {
        Ok(cli) => cli,
        // Help is such an error, too. If it cannot be printed, there is nothing left to do.
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { 2 } else { 0 };
        }
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let result = match &cli.command {
        Command::Decode(args) => decode::run(args, &mut out),
        Command::Encode(args) => encode::run(args, &mut out),
        Command::Inspect(args) => inspect::run(args, &mut out),
        Command::Convert(args) => convert::run(args, &mut out),
        Command::Links(args) => links::run(args, &mut out),
        Command::Object(args) => object::run(args, &mut out),
    };
    // Flush first, so that output precedes the message of a failure.
    let flushed = out.flush().map_err(Failure::from);
    match result.and(flushed) {
        Ok(()) => 0,
        Err(failure) => failure.report(),
    }
}

/// The parser of the command, under the name of the program.
fn command(program: &str) -> clap::Command {
    let command = Cli::command().name(program.to_owned());
    let names: Vec<_> = command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    names.iter().fold(renamed(command, program), |command, name| {
        command.mut_subcommand(name, |verb| renamed(verb, program))
    })
}

/// The same with another name in the examples.
fn renamed(command: clap::Command, program: &str) -> clap::Command {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    command.after_help(help.replace(&format!("{NAME} "), &format!("{program} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_calls_the_command_by_its_name() {
        let mut command = command("other");
        command.build();
        for verb in [&command].into_iter().chain(command.get_subcommands()) {
            let help = verb.clone().render_long_help().to_string();
            let own = verb.get_name() != "help";
            assert!(help.contains("Usage: other ") && own == help.contains("\n  other "), "{help}");
            assert!(!help.contains(&format!("{NAME} ")), "{help}");
        }
    }
}
