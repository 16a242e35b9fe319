//! The parts of a payload beside what they say.

use core::ops::Range;
use std::borrow::ToOwned;
use std::format;
use std::io::{self, Write};
use std::string::{String, ToString};
use std::vec::Vec;

use super::dump::Dump;
use super::record::HEADS;
use super::table::Columns;
use crate::ContentFormat;

/// What a part of a payload says: the cells of [`HEADS`].
pub(crate) type Said = [String; HEADS.len()];

/// What is said without a record: something of a path, which may be empty.
pub(crate) fn said(path: String, name: String, value: &str) -> Said {
    [path, name, String::new(), value.to_owned(), String::new(), String::new()]
}

/// The parts of a payload, one after the other without gaps.
pub(crate) struct Pieces<'p> {
    payload: &'p [u8],
    format: ContentFormat,
    pieces: Vec<(Range<usize>, Said)>,
    /// Where the next piece begins.
    end: usize,
}

impl<'p> Pieces<'p> {
    pub(crate) const fn new(payload: &'p [u8], format: ContentFormat) -> Self {
        Self { payload, format, pieces: Vec::new(), end: 0 }
    }

    /// Adds a part, and what stands before it.
    pub(crate) fn add(&mut self, range: Range<usize>, said: Said, before: impl FnOnce() -> Said) {
        self.structure(range.start, before);
        self.push(range.end, said);
    }

    /// Adds what stands before `end` and belongs to nothing else.
    pub(crate) fn structure(&mut self, end: usize, what: impl FnOnce() -> Said) {
        let Some(bytes) = self.payload.get(self.end..end).filter(|bytes| !bytes.is_empty()) else {
            return;
        };
        let is_separator = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
        match self.pieces.last_mut() {
            // Rows of their own for commas and line ends would be hard on the eye.
            Some((last, _)) if self.format.is_textual() && bytes.iter().all(is_separator) => {
                last.end = end;
                self.end = end;
            }
            _ => self.push(end, what()),
        }
    }

    /// Adds the rest of a payload that is broken at `offset`, in what a path and a name say.
    pub(crate) fn broken(&mut self, offset: usize, path: String, name: String) {
        let mut place = Some((path, name));
        let mut what = |value| {
            let (path, name) = place.take().unwrap_or_default();
            said(path, name, value)
        };
        self.structure(offset, || what("(incomplete)"));
        self.push(self.payload.len(), what("<-- broken from here"));
    }

    fn push(&mut self, end: usize, said: Said) {
        // Whatever a format says of its records: no byte is shown twice.
        let end = end.clamp(self.end, self.payload.len());
        self.pieces.push((self.end..end, said));
        self.end = end;
    }

    /// Writes a table of all parts.
    pub(crate) fn write(&self, full: bool, out: &mut impl Write) -> io::Result<()> {
        let (dump, bytes_head) = match self.format.is_textual() {
            true => (Dump::text(full), "text"),
            false => (Dump::hexadecimal(full), "bytes"),
        };
        let digits = self.payload.len().to_string().len().max("byte".len());
        let offset = |at: usize| format!("{at:>digits$}");
        let [path, name, type_name, value, unit, time] = HEADS;
        let heads = ["byte", bytes_head, path, name, type_name, value, unit, time];
        let mut columns = Columns::new(heads);
        for (range, said) in &self.pieces {
            columns.fit(row(&offset(range.start), "", said.each_ref().map(String::as_str)));
            for part in dump.rows(self.payload.get(range.clone()).unwrap_or_default()) {
                columns.fit(row("", &part.text, Default::default()));
            }
        }
        if !self.pieces.is_empty() {
            columns.write_heads(out)?;
        }
        for (range, said) in &self.pieces {
            let mut said = said.each_ref().map(String::as_str);
            for part in dump.rows(self.payload.get(range.clone()).unwrap_or_default()) {
                let at = part.offset.map_or(String::new(), |at| offset(range.start + at));
                columns.write(out, row(&at, &part.text, core::mem::take(&mut said)))?;
            }
        }
        Ok(())
    }
}

fn row<'r>(at: &'r str, bytes: &'r str, said: [&'r str; HEADS.len()]) -> [&'r str; 8] {
    let [path, name, type_name, value, unit, time] = said;
    [at, bytes, path, name, type_name, value, unit, time]
}
