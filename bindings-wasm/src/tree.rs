//! Nested results: a tree in words and text, for what is no column of records.

use crate::output::Strings;

const NULL: u32 = 0;
const FALSE: u32 = 1;
const TRUE: u32 = 2;
const NUMBER: u32 = 3;
const STRING: u32 = 4;
const LIST: u32 = 5;

/// The words of values in order: in the lower three bits what follows, above them a number, a
/// length in UTF-16 units or a count of values.
#[derive(Default)]
pub(crate) struct Tree {
    pub(crate) words: Vec<u32>,
    pub(crate) strings: Strings,
}

impl Tree {
    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.strings.clear();
    }

    fn word(&mut self, tag: u32, number: u32) {
        self.words.push(tag | number << 3);
    }

    /// Nothing.
    pub(crate) fn null(&mut self) -> &mut Self {
        self.word(NULL, 0);
        self
    }

    /// True or false.
    pub(crate) fn boolean(&mut self, truth: bool) -> &mut Self {
        self.word(if truth { TRUE } else { FALSE }, 0);
        self
    }

    /// A number of at most 32 bits.
    pub(crate) fn number(&mut self, number: impl Into<u32>) -> &mut Self {
        self.words.extend([NUMBER, number.into()]);
        self
    }

    /// A string.
    pub(crate) fn string(&mut self, text: &str) -> &mut Self {
        let before = self.strings.units();
        self.strings.push(text);
        self.word(STRING, self.strings.units() - before);
        self
    }

    /// A string, or nothing.
    pub(crate) fn maybe_string(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.string(text),
            None => self.null(),
        }
    }

    /// A list, whose values come next.
    pub(crate) fn list(&mut self, length: usize) -> &mut Self {
        self.word(LIST, length as u32);
        self
    }

    /// A list of values of which the number is not known before.
    pub(crate) fn each<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        let place = self.words.len();
        self.list(0);
        let mut count = 0;
        for item in items {
            write(self, item);
            count += 1;
        }
        if let Some(word) = self.words.get_mut(place) {
            *word |= count << 3;
        }
        self
    }
}
