//! What an LwM2M CBOR decoder remembers between records.

use core::cmp::Ordering;

#[cfg(feature = "fast")]
use crate::codec::type_cache::Recent;
use crate::model::path::Path;

/// What is left of a map that a break ends. No payload has as many entries.
pub(super) const UNTIL_BREAK: u32 = u32::MAX;

/// The state of an LwM2M CBOR decoder: its position and the open maps.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub(super) position: u32,
    /// Open maps from the outside in, each of which adds at least one ID: how many entries are left,
    /// and the length of the path that its keys continue.
    pub(super) left: [u32; 4],
    pub(super) prefixes: [u8; 4],
    /// How many are open.
    pub(super) depth: u8,
    pub(super) started: bool,
    /// The path of what was read last. Keys of the open maps continue prefixes of it.
    pub(super) path: Path,
    /// Whether the last path was that of a value.
    pub(super) at_value: bool,
    /// Whether keys start at the request path, decided at the first value.
    pub(super) relative: Option<bool>,
    /// Whether such keys leave out the instance, whose ID the client chooses.
    pub(super) unnamed: bool,
    /// For the fast path: how many IDs the last value and those that may follow in its map have, if all
    /// but the last are alike and lie in the base path; otherwise 0.
    #[cfg(feature = "fast")]
    pub(super) siblings: u8,
    #[cfg(feature = "fast")]
    pub(super) types: Recent,
}

/// Whether two paths, one read after the other, exclude each other: one has a value and the other lies
/// below it. The flags say which are values.
#[cfg_attr(not(feature = "fast"), inline(never))]
pub(super) fn conflict((last, at_value): (&Path, bool), (path, is_value): (&Path, bool)) -> bool {
    let related = last.ids().iter().zip(path.ids()).all(|(last, id)| last == id);
    related
        && match last.len().cmp(&path.len()) {
            Ordering::Less => at_value,
            Ordering::Greater => is_value,
            Ordering::Equal => at_value != is_value,
        }
}
