//! What JavaScript passes in: strings one after another in one text, and numbers that say how
//! long they are.

/// Takes strings from a text by their length in UTF-16 units, which JavaScript counts.
pub(crate) struct Strings<'a> {
    rest: &'a str,
    ascii: bool,
}

impl<'a> Strings<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text, ascii: text.is_ascii() }
    }

    /// The next string.
    pub(crate) fn take(&mut self, units: u32) -> &'a str {
        let end = if self.ascii { units as usize } else { utf8_len(self.rest, units) };
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }
}

/// The number of bytes of this number of UTF-16 units.
fn utf8_len(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    let mut chars = text.chars();
    while left > 0 {
        let Some(c) = chars.next() else { break };
        left = left.saturating_sub(c.len_utf16());
    }
    text.len() - chars.as_str().len()
}
