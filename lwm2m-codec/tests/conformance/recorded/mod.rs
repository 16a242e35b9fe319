//! The codec does what it did when `testdata/recorded.txt` was written. That proves changes which are
//! to change nothing; what is right and wrong other tests know.
//!
//! Every payload of `testdata` and of the fuzz regressions is read whole and with thousands of small
//! changes, strictly and leniently, with and without its schema, and what is right is encoded into
//! every format. A line of the file has the hashes of the outcomes of one case, one for each of
//! [`COLUMNS`], so that a difference says where it lies:
//!
//! ```sh
//! cargo test --test conformance recorded::                        # compare
//! RECORDED_SHOW=lc-multi cargo test --test conformance recorded:: # print the outcomes of a case
//! RECORDED_UPDATE=1 cargo test --test conformance recorded::      # write the file
//! ```
//!
//! To see what became different, print a case with the code before and after, and compare. The file
//! is to be written anew only where behaviour is meant to change, or cases are added. No names of
//! Rust go into the hashes: error kinds, types and leniencies count by their numbers.

mod case;
mod change;
mod codec;
mod column;
mod contexts;
mod link;
mod outcomes;
mod senml;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use self::case::Case;
use self::outcomes::{COLUMNS, Outcomes};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/recorded.txt");

#[test]
fn outcomes_are_those_recorded() {
    let vectors = case::load_vectors();
    let cases = case::all(&vectors);
    if let Ok(id) = env::var("RECORDED_SHOW") {
        let case = cases.iter().find(|case| case.id == id).expect("RECORDED_SHOW names no case");
        // The test harness would swallow what `print!` prints.
        std::io::stdout().write_all(Outcomes::of(case, true).text().as_bytes()).unwrap();
        return;
    }
    let lines = lines(&cases);
    if env::var_os("RECORDED_UPDATE").is_some() {
        let head = format!("# id count {}\n", COLUMNS.join(" "));
        let file = lines.iter().fold(head, |file, (id, line)| file + id + " " + line + "\n");
        fs::write(FILE, file).unwrap();
        return;
    }
    let differences = differences(&fs::read_to_string(FILE).unwrap(), &lines);
    assert!(
        differences.is_empty(),
        "{} of {} cases differ from testdata/recorded.txt; tests/conformance/recorded says how to see why\n{}",
        differences.len(),
        lines.len(),
        differences.join("\n")
    );
}

/// The lines of all cases by ID.
fn lines(cases: &[Case<'_>]) -> BTreeMap<String, String> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut lines = Vec::new();
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let line = catch_unwind(AssertUnwindSafe(|| Outcomes::of(case, false).line()));
            let line = line.unwrap_or_else(|panic| {
                eprintln!("in {}", case.id);
                resume_unwind(panic)
            });
            lines.push((case.id.clone(), line));
        }
        lines
    };
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let lines: BTreeMap<_, _> = thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        started.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(lines.len(), cases.len(), "two cases have one ID");
    lines
}

/// What differs from the file, a line for each case.
fn differences(file: &str, lines: &BTreeMap<String, String>) -> Vec<String> {
    let recorded: BTreeMap<_, _> = file
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once(' ').expect("an ID and hashes"))
        .collect();
    let gone = recorded.keys().filter(|id| !lines.contains_key(**id));
    let gone = gone.map(|id| format!("{id}: recorded, but no case any more"));
    let changed = lines.iter().filter_map(|(id, line)| match recorded.get(id.as_str()) {
        None => Some(format!("{id}: not recorded")),
        Some(recorded) if recorded == line => None,
        Some(recorded) => {
            let names = ["count"].into_iter().chain(COLUMNS);
            let differ = names.zip(line.split(' ').zip(recorded.split(' ')));
            let differ = differ.filter(|(_, (now, before))| now != before);
            Some(differ.fold(format!("{id}:"), |text, (name, _)| text + " " + name))
        }
    });
    gone.chain(changed).collect()
}
