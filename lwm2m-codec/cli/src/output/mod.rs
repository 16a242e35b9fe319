//! What people and programs get to see.

pub(crate) mod dump;
pub(crate) mod link;
pub(crate) mod payload;
pub(crate) mod record;
pub(crate) mod spans;
pub(crate) mod table;

/// Text from outside as a terminal may get it, on one line.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars() {
        match character {
            '"' | '\'' | '\\' => shown.push(character),
            _ => shown.extend(character.escape_debug()),
        }
    }
    shown
}
