//! Output for people and for programs.

pub(crate) mod dump;
pub(crate) mod link;
pub(crate) mod payload;
pub(crate) mod record;
pub(crate) mod spans;
pub(crate) mod table;

/// Untrusted text made safe for a terminal, on one line.
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
