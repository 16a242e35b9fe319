//! Errors, as trees of which JavaScript makes exceptions.

use lwm2m_codec::{
    ContentFormat, DataType, Error, ErrorKind, Leniency, LocatedError, Path, Position, Report,
};

use crate::tree::Tree;

/// What the position of an error counts, by number.
const OFFSET: u32 = 0;
const NEEDED: u32 = 1;
const RECORD: u32 = 2;

/// Writes an error of decoding a payload.
pub(crate) fn of_payload(
    tree: &mut Tree,
    error: impl Into<LocatedError>,
    format: ContentFormat,
    payload: &[u8],
) {
    let located = error.into();
    let report = Report::new(located, format, payload).to_string();
    let path = Some(located.path()).filter(|&path| path != Path::ROOT);
    write(tree, located.error(), &located.to_string(), path, &report);
}

/// Writes an error of encoding, which arose at a path.
pub(crate) fn of_record(tree: &mut Tree, error: Error, path: Option<Path>) {
    let message = error.to_string();
    write(tree, error, &message, path, &message);
}

/// Writes what is wrong with a record that was passed in.
pub(crate) fn of_input(
    tree: &mut Tree,
    kind: ErrorKind,
    index: usize,
    path: Option<Path>,
    expected: Option<DataType>,
) {
    let message = format!("record {index}: {}", kind.description());
    let message = match expected {
        Some(expected) => format!("{message}: expected {expected}"),
        None => message,
    };
    place(tree, kind, &message, (RECORD, index as u32), path);
    tree.string(&message).null().null().maybe_string(expected.map(DataType::name));
}

fn write(tree: &mut Tree, error: Error, message: &str, path: Option<Path>, report: &str) {
    let at = match error.position() {
        Position::Needed(bytes) => (NEEDED, bytes),
        Position::Record(index) => (RECORD, index),
        _ => (OFFSET, error.offset()),
    };
    place(tree, error.kind(), message, at, path);
    tree.string(report);
    tree.maybe_string(error.leniency().map(Leniency::name));
    tree.maybe_string(error.leniency().map(Leniency::description));
    tree.maybe_string(error.expected_type().map(DataType::name));
}

/// Writes the first six of ten members.
fn place(
    tree: &mut Tree,
    kind: ErrorKind,
    message: &str,
    (counts, position): (u32, u32),
    path: Option<Path>,
) {
    tree.list(10);
    tree.string(kind.name()).string(message).number(counts).number(position);
    tree.maybe_string(path.map(|path| path.to_string()).as_deref());
    tree.string(kind.description());
}
