//! Aligned columns of text.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

/// Columns as wide as their widest cell. A column without content is omitted.
pub(crate) struct Columns<const N: usize> {
    heads: [&'static str; N],
    widths: [usize; N],
}

impl<const N: usize> Columns<N> {
    pub(crate) const fn new(heads: [&'static str; N]) -> Self {
        Self { heads, widths: [0; N] }
    }

    /// Makes room for a row.
    pub(crate) fn fit(&mut self, row: [&str; N]) {
        for ((width, cell), head) in self.widths.iter_mut().zip(row).zip(self.heads) {
            if !cell.is_empty() {
                *width = (*width).max(cell.width()).max(head.width());
            }
        }
    }

    /// Writes a table of these rows; nothing if there are none.
    pub(crate) fn write_all(
        mut self,
        out: &mut impl Write,
        rows: &[[String; N]],
    ) -> io::Result<()> {
        rows.iter().for_each(|row| self.fit(row.each_ref().map(String::as_str)));
        if !rows.is_empty() {
            self.write_heads(out)?;
        }
        rows.iter().try_for_each(|row| self.write(out, row.each_ref().map(String::as_str)))
    }

    pub(crate) fn write_heads(&self, out: &mut impl Write) -> io::Result<()> {
        self.write(out, self.heads)
    }

    pub(crate) fn write(&self, out: &mut impl Write, row: [&str; N]) -> io::Result<()> {
        let mut missing = 0;
        for (&width, cell) in self.widths.iter().zip(row).filter(|(width, _)| **width > 0) {
            if !cell.is_empty() {
                write!(out, "{:missing$}{cell}", "")?;
                missing = 0;
            }
            missing += (width + 2).saturating_sub(cell.width());
        }
        writeln!(out)
    }
}
