//! Counts the instructions that decoding and encoding take per record, or per byte of a long value in
//! base64. They do not depend on the load of the machine:
//!
//! ```sh
//! cargo run -q --profile bench -p lwm2m-codec-benches --bin instructions -- [WORD…]
//! ```
//!
//! Counts the cases whose names contain all of the words, such as `decode tlv sensors`; without
//! words, all of them. The word `usual` leaves out the variants. An option comes first:
//!
//! - `--list [WORD…]` shows the names.
//! - `--matrix [WORD…]` prints one table for each task and variant.
//! - `--check` compares with the baseline in `instructions.tsv`; `--write` renews it.
//! - `--profile FILE WORD…` writes Callgrind's profile of the first case to a file for
//!   `callgrind_annotate`.
//!
//! Needs Valgrind.

mod baseline;
mod matrix;

use std::process::{Command, ExitCode};

use lwm2m_codec_benches::case::{Case, Unit};
use lwm2m_codec_benches::{Corpus, goals};

fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let option = words.first().is_some_and(|word| word.starts_with("--")).then(|| words.remove(0));
    let result = match option.as_deref() {
        Some("--work") => work(&words),
        Some("--list") => list(&words),
        Some("--matrix") => matrix::print(&words),
        Some("--write") => baseline::write(),
        Some("--check") => baseline::check(),
        Some("--profile") if words.len() > 1 => profile(&words.remove(0), &words),
        None => table(&words),
        Some(option) => Err(format!("no such option: {option}, or something is missing")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("instructions: {error}");
            ExitCode::FAILURE
        }
    }
}

fn table(words: &[String]) -> Result<(), String> {
    println!("| case | instructions per record | goal |\n|---|---:|---:|");
    for_each(
        |case| case.matches(words),
        |case, count| {
            let goal = goals::instructions(case).map(|goal| goal.to_string()).unwrap_or_default();
            println!("| {case} | {} | {goal} |", show(case, count));
            Ok(())
        },
    )
}

fn list(words: &[String]) -> Result<(), String> {
    let corpora = Corpus::all();
    let cases = Case::all(&corpora).into_iter().filter(|case| case.matches(words));
    cases.for_each(|case| println!("{case}"));
    Ok(())
}

/// Calls a function with each case and its instructions per unit, in hundredths.
fn for_each(
    wanted: impl Fn(&Case<'_>) -> bool,
    mut then: impl FnMut(&Case<'_>, u64) -> Result<(), String>,
) -> Result<(), String> {
    let corpora = Corpus::all();
    let mut cases = Case::all(&corpora).into_iter().filter(wanted).peekable();
    cases.peek().ok_or("no case has these words; --list shows them")?;
    cases.try_for_each(|case| then(&case, per_unit(&case)?))
}

fn show(case: &Case<'_>, hundredths: u64) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match case.units() {
        (Unit::Byte, _) => format!("{whole}.{rest:02} a byte"),
        (Unit::Record, _) if whole < 100 => format!("{whole}.{}", rest / 10),
        (Unit::Record, _) => whole.to_string(),
    }
}

/// The instructions per record or byte, in hundredths.
fn per_unit(case: &Case<'_>) -> Result<u64, String> {
    let (_, units) = case.units();
    // Repeat short work until it outweighs starting the process.
    let rounds = (2000 / units as u64).clamp(2, 200);
    let name = case.to_string();
    // Subtract a run with one round, to exclude starting up and the first, cold round.
    let (once, again) = std::thread::scope(|scope| {
        let once = scope.spawn(|| callgrind(&name, 1, "/dev/null"));
        let again = callgrind(&name, 1 + rounds, "/dev/null");
        (once.join().expect("a thread that does not panic"), again)
    });
    let instructions = again?.saturating_sub(once?);
    Ok(100 * instructions / (rounds * units as u64))
}

/// The instructions of a process that does the work of a case this many times.
fn callgrind(case: &str, rounds: u64, file: &str) -> Result<u64, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", &format!("--callgrind-out-file={file}")])
        .arg(program)
        // The environment shifts the stack, and the cost of some copies depends on alignment.
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .args(["--work", &rounds.to_string()])
        .args(case.split(' '))
        .output()
        .map_err(|error| format!("cannot run valgrind: {error}"))?;
    let report = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{case}: {report}"));
    }
    let count = report.split("Collected :").nth(1).and_then(|rest| rest.split_whitespace().next());
    count.and_then(|count| count.parse().ok()).ok_or(format!("{case}: {report}"))
}

/// Does the work of the case with this name, in the process that is counted.
fn work(words: &[String]) -> Result<(), String> {
    let (rounds, name) = words.split_first().ok_or("no rounds")?;
    let rounds: u64 = rounds.parse().map_err(|_| "rounds are no number")?;
    let name = name.join(" ");
    let corpus = name.split(' ').nth(2).and_then(Corpus::named);
    let corpora: Vec<_> = corpus.into_iter().collect();
    let case = Case::all(&corpora).into_iter().find(|case| case.to_string() == name);
    let mut work = case.ok_or("no such case")?.prepare();
    (0..rounds).for_each(|_| work.run());
    Ok(())
}

fn profile(file: &str, words: &[String]) -> Result<(), String> {
    let corpora = Corpus::all();
    let mut cases = Case::all(&corpora).into_iter().filter(|case| case.matches(words));
    let case = cases.next().ok_or("no case has these words; --list shows them")?;
    let rounds = 1 + 20_000 / case.records() as u64;
    callgrind(&case.to_string(), rounds, file)?;
    println!("{case}, {rounds} rounds: callgrind_annotate {file}");
    Ok(())
}
