//! The committed counts, and whether they still hold.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::process::Command;

use lwm2m_codec::ContentFormat::{Lwm2mCbor, SenmlCbor, Tlv};
use lwm2m_codec_benches::case::{Case, Task, Variant};

use crate::{for_each, show};

/// The file of the counts that `--check` compares with.
const BASELINE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/instructions.tsv");

/// By how many percent a count may exceed the baseline, with the compiler of the baseline and with
/// another one.
const MARGIN: u64 = 5;
const MARGIN_OF_OTHER_COMPILER: u64 = 15;

/// The compiler, on which counts depend.
fn compiler() -> Result<String, String> {
    let output = Command::new("rustc").arg("--version").output();
    let output = output.map_err(|error| format!("cannot run rustc: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a case is in the baseline. The others would add little.
fn is_pinned(case: &Case<'_>) -> bool {
    let opaque = [Tlv, SenmlCbor, Lwm2mCbor].contains(&case.format) && case.task == Task::Decode;
    match case.corpus_name() {
        "device" | "sensors" | "history" | "links" => case.variant == Variant::Usual,
        "firmware" => opaque || case.in_base64(),
        _ => false,
    }
}

/// A count of the baseline in hundredths.
fn hundredths(known: &str) -> Option<u64> {
    let number = known.strip_suffix(" a byte").unwrap_or(known);
    let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
    Some(whole.parse::<u64>().ok()? * 100 + format!("{rest:0<2}").parse::<u64>().ok()?)
}

pub(crate) fn write() -> Result<(), String> {
    let mut text =
        format!("# {}\n# case\tinstructions per record, or per byte of base64\n", compiler()?);
    for_each(is_pinned, |case, count| {
        let _ = writeln!(text, "{case}\t{}", show(case, count));
        Ok(())
    })?;
    std::fs::write(BASELINE, text).map_err(|error| error.to_string())
}

/// Compares with the baseline.
pub(crate) fn check() -> Result<(), String> {
    let baseline = std::fs::read_to_string(BASELINE).map_err(|error| error.to_string())?;
    let (first, rest) = baseline.split_once('\n').unwrap_or_default();
    let same_compiler = first == format!("# {}", compiler()?);
    let margin = if same_compiler { MARGIN } else { MARGIN_OF_OTHER_COMPILER };
    let mut known: HashMap<&str, &str> =
        rest.lines().filter_map(|row| row.split_once('\t')).collect();
    let mut worse = 0;
    for_each(is_pinned, |case, count| {
        let name = case.to_string();
        let known = known.remove(name.as_str()).ok_or(format!("{name} is not in the baseline"))?;
        let before = hundredths(known).ok_or(format!("{name}: {known}"))?;
        let verdict = match count * 100 {
            count if count > before * (100 + margin) => ": MORE",
            count if count < before * (100 - MARGIN) => ": fewer; --write makes that the baseline",
            _ => "",
        };
        worse += u32::from(verdict == ": MORE");
        println!("{name}: {known} before, {} now{verdict}", show(case, count));
        Ok(())
    })?;
    known.remove("# case");
    if let Some(name) = known.keys().next() {
        return Err(format!("{name} is in the baseline, but is no case"));
    }
    match worse {
        0 => Ok(()),
        _ => Err(format!("{worse} cases take over {margin} % more instructions than the baseline")),
    }
}
