//! Arguments that are names from a list, which `--help` explains.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use lwm2m_codec::{Leniency, Operation};

/// The operations whose payloads hold records.
fn with_records() -> impl Iterator<Item = Operation> + Clone {
    let without = [Operation::Execute, Operation::Discover, Operation::Register];
    Operation::ALL.into_iter().filter(move |operation| !without.contains(operation))
}

pub(super) fn operation() -> impl TypedValueParser<Value = Operation> {
    PossibleValuesParser::new(with_records().map(Operation::name))
        .try_map(|given| given.parse::<Operation>())
}

pub(super) fn leniency() -> impl TypedValueParser<Value = Leniency> {
    let values = Leniency::ALL
        .iter()
        .map(|leniency| PossibleValue::new(kebab_case(leniency.name())).alias(leniency.name()));
    PossibleValuesParser::new(values).try_map(|given| given.parse::<Leniency>())
}

pub(super) fn operations() -> String {
    let rows = with_records().map(|item| (item.name().to_owned(), item.description()));
    list("What the payload is for, read unless told otherwise:", rows)
}

pub(super) fn deviations() -> String {
    let rows = Leniency::ALL.iter().map(|item| (kebab_case(item.name()), item.description()));
    list("Accept one deviation from the specifications; may be repeated:", rows)
}

/// Names and what they mean, in two columns.
fn list(title: &str, rows: impl Iterator<Item = (String, &'static str)> + Clone) -> String {
    let width = rows.clone().map(|(name, _)| name.len()).max().unwrap_or(0);
    rows.fold(title.to_owned(), |text, (name, meaning)| {
        format!("{text}\n  {name:width$}  {meaning}")
    })
}

/// `HexNullLink` as `hex-null-link`.
pub(super) fn kebab_case(name: &str) -> String {
    let mut kebab = String::new();
    for (index, letter) in name.chars().enumerate() {
        if index > 0 && letter.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}
