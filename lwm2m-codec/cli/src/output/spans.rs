//! The parts of a payload beside what they mean.

use std::io::{self, Write};

use lwm2m_codec::{ContentFormat, Span};

use super::dump::Dump;
use super::record::HEADS;
use super::table::Columns;

/// What a part of a payload means: the cells of [`HEADS`].
pub(crate) type Said = [String; HEADS.len()];

/// Writes a table of all parts of a payload and what `said` returns for them.
pub(crate) fn write(
    payload: &[u8],
    format: ContentFormat,
    spans: &[Span<'_>],
    said: impl Fn(&Span<'_>) -> Said,
    full: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let (dump, bytes_head) = match format.is_textual() {
        true => (Dump::text(full), "text"),
        false => (Dump::hexadecimal(full), "bytes"),
    };
    let parts: Vec<_> = spans
        .iter()
        .map(|span| {
            let bytes = payload.get(span.range.clone()).unwrap_or_default();
            (span.range.start, bytes, said(span))
        })
        .collect();
    let digits = format!("{}", payload.len()).len().max("byte".len());
    let offset = |at: usize| format!("{at:>digits$}");
    let [path, name, type_name, value, unit, time] = HEADS;
    let heads = ["byte", bytes_head, path, name, type_name, value, unit, time];
    let mut columns = Columns::new(heads);
    for (start, bytes, said) in &parts {
        columns.fit(row(&offset(*start), "", said.each_ref().map(String::as_str)));
        for part in dump.rows(bytes) {
            columns.fit(row("", &part.text, Default::default()));
        }
    }
    if !parts.is_empty() {
        columns.write_heads(out)?;
    }
    for (start, bytes, said) in &parts {
        let mut said = said.each_ref().map(String::as_str);
        for part in dump.rows(bytes) {
            let at = part.offset.map_or(String::new(), |at| offset(start + at));
            columns.write(out, row(&at, &part.text, std::mem::take(&mut said)))?;
        }
    }
    Ok(())
}

fn row<'r>(at: &'r str, bytes: &'r str, said: [&'r str; HEADS.len()]) -> [&'r str; 8] {
    let [path, name, type_name, value, unit, time] = said;
    [at, bytes, path, name, type_name, value, unit, time]
}
