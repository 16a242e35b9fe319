//! What outcomes are written to.

use std::fmt;

/// The hash of all that is written, and the text itself if it is to be shown.
pub(crate) struct Column {
    hash: u64,
    text: Option<String>,
}

impl Column {
    pub(crate) fn new(show: bool) -> Self {
        Self { hash: 0xcbf2_9ce4_8422_2325, text: show.then(String::new) }
    }

    pub(crate) fn hash(&self) -> u64 {
        self.hash
    }

    pub(crate) fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }
}

/// FNV-1a with 64 bits: the hashes of the standard library may change with its version.
impl fmt::Write for Column {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.hash = text.bytes().fold(self.hash, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        if let Some(shown) = &mut self.text {
            shown.push_str(text);
        }
        Ok(())
    }
}

#[test]
fn hashes_are_those_of_fnv() {
    let mut column = Column::new(true);
    assert_eq!(column.hash(), 0xcbf2_9ce4_8422_2325);
    fmt::Write::write_str(&mut column, "foo").unwrap();
    fmt::Write::write_str(&mut column, "bar").unwrap();
    assert_eq!(column.hash(), 0x8594_4171_f739_67e8);
    assert_eq!(column.text(), "foobar");
}
