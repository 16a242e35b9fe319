//! The counts as tables, with a row for each format and a column for each corpus.

use lwm2m_codec_benches::goals;

use crate::{for_each, show};

/// A count with its row, column and table.
struct Cell {
    /// The task and the variant.
    title: String,
    format: String,
    corpus: &'static str,
    text: String,
}

/// Prints a table for each task and variant.
pub(crate) fn print(words: &[String]) -> Result<(), String> {
    let mut cells = Vec::new();
    for_each(
        |case| case.matches(words),
        |case, count| {
            let goal = goals::instructions(case).map_or(String::new(), |goal| {
                let mark = if count <= 100 * u64::from(goal) { '✓' } else { '✗' };
                format!(" (≤ {goal} {mark})")
            });
            let name = case.to_string();
            let mut words = name.splitn(4, ' ');
            let task = words.next().unwrap_or_default();
            let variant = words.nth(2).map_or(String::new(), |variant| format!(", {variant}"));
            cells.push(Cell {
                title: format!("{task}{variant}"),
                format: case.format.to_string(),
                corpus: case.corpus_name(),
                text: format!("{}{goal}", show(case, count)),
            });
            Ok(())
        },
    )?;
    for title in distinct(cells.iter().map(|cell| cell.title.as_str())) {
        let cells = || cells.iter().filter(move |cell| cell.title == title);
        let corpora = distinct(cells().map(|cell| cell.corpus));
        println!("| {title} | {} |\n|---|{}", corpora.join(" | "), "---:|".repeat(corpora.len()));
        for format in distinct(cells().map(|cell| cell.format.as_str())) {
            let row = corpora.iter().map(|&corpus| {
                let mut cells = cells();
                let cell = cells.find(|cell| cell.format == format && cell.corpus == corpus);
                cell.map_or("", |cell| &cell.text)
            });
            println!("| {format} | {} |", row.collect::<Vec<_>>().join(" | "));
        }
        println!();
    }
    Ok(())
}

/// Each value once, in order of first occurrence.
fn distinct<'a>(values: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    values.fold(Vec::new(), |mut distinct, value| {
        if !distinct.contains(&value) {
            distinct.push(value);
        }
        distinct
    })
}
