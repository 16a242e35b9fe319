//! Bytes in rows: hexadecimal, or text where they are text.

use unicode_width::UnicodeWidthChar;

/// Bytes in a row of hexadecimal.
const BYTES: usize = 8;
/// Columns in a row of text.
const COLUMNS: usize = 32;
/// How many rows of a long piece are shown, unless all of it is wanted. A piece of at most twice as
/// many is shown whole.
const ROWS: usize = 4;

/// How to show bytes.
#[derive(Clone, Copy)]
pub(crate) struct Dump {
    textual: bool,
    full: bool,
}

/// One row.
pub(crate) struct Row {
    /// Where it starts in the bytes; `None` for the row that marks an omission.
    pub(crate) offset: Option<usize>,
    pub(crate) text: String,
}

impl Dump {
    pub(crate) const fn hexadecimal(full: bool) -> Self {
        Self { textual: false, full }
    }

    pub(crate) const fn text(full: bool) -> Self {
        Self { textual: true, full }
    }

    /// The rows of a piece: at least one, which is empty if the piece is.
    pub(crate) fn rows(self, bytes: &[u8]) -> impl Iterator<Item = Row> {
        let shown = if self.full { usize::MAX } else { self.shown(bytes) };
        let mut offset = 0;
        let mut first = true;
        std::iter::from_fn(move || {
            let rest = bytes.get(offset..)?;
            if rest.is_empty() && !first {
                return None;
            }
            first = false;
            if offset >= shown {
                offset = bytes.len();
                return Some(Row { offset: None, text: format!("… {} more bytes", rest.len()) });
            }
            let (text, length) = self.row(rest);
            let row = Row { offset: Some(offset), text };
            offset += length;
            Some(row)
        })
    }

    /// How many bytes to show.
    fn shown(self, bytes: &[u8]) -> usize {
        let mut offset = 0;
        let mut cut = 0;
        for row in 0..2 * ROWS {
            if row == ROWS {
                cut = offset;
            }
            offset += self.row(bytes.get(offset..).unwrap_or_default()).1;
        }
        if offset == bytes.len() { offset.max(1) } else { cut }
    }

    /// One row and how many bytes it covers, at least one if there are any.
    fn row(self, bytes: &[u8]) -> (String, usize) {
        if self.textual {
            return text_row(bytes);
        }
        let bytes = &bytes[..bytes.len().min(BYTES)];
        let digits: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        (digits.join(" "), bytes.len())
    }
}

fn text_row(bytes: &[u8]) -> (String, usize) {
    let mut row = (String::new(), 0);
    let mut columns = 0;
    let mut put = |text: &str, width: usize, length: usize| {
        let fits = columns + width <= COLUMNS || row.1 == 0;
        if fits {
            columns += width;
            row.0.push_str(text);
            row.1 += length;
        }
        fits
    };
    // Bound the work for a row: a column takes at most four bytes. Do not cut the last character.
    let mut end = bytes.len().min(4 * COLUMNS);
    while end > 4 * COLUMNS - 3 && bytes.get(end).is_some_and(|byte| byte >> 6 == 0b10) {
        end -= 1;
    }
    let bytes = &bytes[..end];
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            let (text, width) = glyph(character);
            if !put(&text, width, character.len_utf8()) {
                return row;
            }
        }
        for byte in chunk.invalid() {
            if !put(&format!("\\x{byte:02x}"), 4, 1) {
                return row;
            }
        }
    }
    row
}

/// A character made safe for a terminal, and its width.
fn glyph(character: char) -> (String, usize) {
    let picture = match character {
        '\0'..=' ' if character != ' ' => char::from_u32(0x2400 + character as u32),
        '\x7f' => Some('\u{2421}'),
        '"' | '\'' | '\\' => Some(character),
        _ => None,
    };
    match picture {
        Some(picture) => (picture.to_string(), 1),
        None => {
            let text: String = character.escape_debug().collect();
            let width = text.chars().map(|c| c.width().unwrap_or(0)).sum();
            (text, width)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::ToOwned;

    use super::*;

    /// The rows of a dump; `None` for an omission.
    fn rows(dump: Dump, bytes: &[u8]) -> Vec<(Option<usize>, String)> {
        dump.rows(bytes).map(|row| (row.offset, row.text)).collect()
    }

    #[test]
    fn long_pieces_are_shortened_and_say_by_how_much() {
        let shown = rows(Dump::hexadecimal(false), &[0xab; 64]);
        assert_eq!(shown.len(), 8);
        assert_eq!(shown[7], (Some(56), "ab ab ab ab ab ab ab ab".to_owned()));
        let shown = rows(Dump::hexadecimal(false), &[0xab; 65]);
        assert_eq!(shown.len(), 5);
        assert_eq!(shown[4], (None, "… 33 more bytes".to_owned()));
        assert_eq!(rows(Dump::hexadecimal(true), &[0xab; 65]).len(), 9);
    }

    #[test]
    fn what_is_empty_has_a_row() {
        assert_eq!(rows(Dump::text(false), b""), [(Some(0), String::new())]);
        assert_eq!(rows(Dump::hexadecimal(true), b""), [(Some(0), String::new())]);
    }

    #[test]
    fn text_rows_fit_the_column_and_lose_no_byte() {
        let samples =
            ["日本語のとても長いテキスト", "\0\x1b[31m\u{202e}", "e\u{301}", "🦀", "\u{200b}"];
        for sample in samples {
            let text = sample.repeat(50);
            let mut next = 0;
            let mut rows = Dump::text(true).rows(text.as_bytes()).peekable();
            while let Some(row) = rows.next() {
                assert_eq!(row.offset, Some(next), "{sample}");
                assert!(unicode_width::UnicodeWidthStr::width(row.text.as_str()) <= COLUMNS);
                assert!(!row.text.chars().any(char::is_control));
                next = rows.peek().map_or(text.len(), |row| row.offset.unwrap());
                assert!(text.is_char_boundary(next), "{sample}");
            }
        }
        let shown = rows(Dump::text(true), b"a\xff\n\"\\");
        assert_eq!(shown, [(Some(0), "a\\xff␊\"\\".to_owned())]);
    }
}
