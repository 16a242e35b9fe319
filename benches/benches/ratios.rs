//! The ratio report: the time that this codec takes over that of each peer, as Markdown.
//!
//! ```sh
//! cargo bench -q -p lwm2m-codec-benches --bench ratios -- [WORD…]
//! ```
//!
//! Measures the cases whose names contain all of the words. In each round every codec has a turn,
//! in changing order; the result is the median over the rounds of the ratio within a round, which
//! is robust against a machine that slows down for a while.

#![allow(missing_docs, reason = "a benchmark")]

mod peers;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use lwm2m_codec_benches::case::Case;
use lwm2m_codec_benches::{Corpus, goals};

use crate::peers::Contender;

/// How long and how often each codec is measured.
struct Effort {
    rounds: usize,
    turn: Duration,
}

/// What was measured for a peer.
struct Against<'c> {
    case: Case<'c>,
    peer: &'static str,
    /// Nanoseconds per record.
    ours: f64,
    theirs: f64,
    /// Our time over theirs.
    ratio: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo bench` passes `--bench`; `cargo test` does not, and is only to see that everything
    // runs.
    let effort = match arguments.iter().any(|argument| argument == "--bench") {
        true => Effort { rounds: 61, turn: Duration::from_micros(400) },
        false => Effort { rounds: 1, turn: Duration::ZERO },
    };
    let words: Vec<String> =
        arguments.into_iter().filter(|argument| !argument.starts_with("--")).collect();

    let corpora = Corpus::all();
    let (mut compared, mut alone) = (Vec::new(), String::new());
    for case in Case::all(&corpora).into_iter().filter(|case| case.matches(&words)) {
        let input = peers::Input::new(case);
        let mut contenders = peers::contenders(&input);
        let rounds = measure(&mut contenders, &effort);
        let per_record = |time: f64| time / case.records() as f64;
        let ours = per_record(median(rounds.iter().map(|times| times[0])));
        for (index, peer) in contenders.iter().enumerate().skip(1) {
            compared.push(Against {
                case,
                peer: peer.name,
                ours,
                theirs: per_record(median(rounds.iter().map(|times| times[index]))),
                ratio: median(rounds.iter().map(|times| times[0] / times[index])),
            });
        }
        if contenders.len() == 1 {
            let _ = writeln!(alone, "| {case} | {ours:.1} |");
        }
    }
    report(&compared);
    if !alone.is_empty() {
        println!("Without a peer:\n\n| case | ns per record |\n|---|---:|\n{alone}");
    }
}

/// The nanoseconds that each contender took in each round.
fn measure(contenders: &mut [Contender<'_>], effort: &Effort) -> Vec<Vec<f64>> {
    let turns: Vec<u32> = contenders.iter_mut().map(|it| runs_in(it, effort.turn)).collect();
    let count = contenders.len();
    let rounds = (0..effort.rounds).map(|round| {
        let mut times = vec![0.0; count];
        for index in (0..count).map(|turn| (turn + round) % count) {
            let start = Instant::now();
            (0..turns[index]).for_each(|_| (contenders[index].run)());
            times[index] = start.elapsed().as_nanos() as f64 / f64::from(turns[index]);
        }
        times
    });
    rounds.collect()
}

/// How often a contender does its work in this time.
fn runs_in(contender: &mut Contender<'_>, time: Duration) -> u32 {
    let mut runs = 1;
    loop {
        let start = Instant::now();
        (0..runs).for_each(|_| (contender.run)());
        if start.elapsed() >= time {
            return runs;
        }
        runs *= 2;
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Prints the ratio to the fastest peer of each case, and then those to all of them.
fn report(compared: &[Against<'_>]) {
    let mut all = String::new();
    println!("| case | ns per record | fastest peer | its ns | ours / its | goal |");
    println!("|---|---:|---|---:|---:|---:|");
    for peers in compared.chunk_by(|a, b| a.case.to_string() == b.case.to_string()) {
        let Some(fastest) = peers.iter().min_by(|a, b| a.theirs.total_cmp(&b.theirs)) else {
            continue;
        };
        let Against { case, peer, ours, theirs, ratio } = fastest;
        let goal = goal(fastest);
        println!("| {case} | {ours:.1} | {peer} | {theirs:.1} | {ratio:.2} | {goal} |");
        for against in peers {
            let Against { case, peer, theirs, ratio, .. } = against;
            let goal = self::goal(against);
            let _ = writeln!(all, "| {case} | {peer} | {theirs:.1} | {ratio:.2} | {goal} |");
        }
    }
    println!("\n<details><summary>All peers</summary>\n");
    println!("| case | peer | its ns per record | ours / its | goal |");
    println!("|---|---|---:|---:|---:|\n{all}\n</details>\n");
}

/// The goal, and whether it is met.
fn goal(against: &Against<'_>) -> String {
    goals::speedup(&against.case, against.peer).map_or(String::new(), |speedup| {
        let mark = if against.ratio <= 1.0 / speedup { "✓" } else { "✗" };
        format!("{:.2} {mark}", 1.0 / speedup)
    })
}
