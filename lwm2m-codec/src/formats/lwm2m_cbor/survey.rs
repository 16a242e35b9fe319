//! What comes next in a sequence of records: which of them share a key and a map, found in one pass.

use super::state::conflict;
use crate::model::path::Path;

/// An entry of a map, by the number of IDs in its key and what lies under it.
#[derive(Clone, Copy, Default)]
pub(super) struct Entry {
    pub(super) ids: u8,
    /// The number of entries if it is a map, otherwise 0.
    pub(super) entries: u32,
    /// Whether it is a map of two entries with keys of several IDs each.
    is_pair: bool,
    /// Whether each ID of the key takes a byte.
    is_short: bool,
}

impl Entry {
    /// Whether its two entries stand for themselves, as a map around them would save nothing.
    pub(super) const fn dissolves(self) -> bool {
        self.is_pair && self.is_short
    }
}

/// What lies under so many IDs, as far as it was seen.
#[derive(Clone, Copy, Default)]
struct Node {
    children: u32,
    /// The entries that the children are, if there are several of them.
    entries: u32,
    /// How many children have keys of several IDs.
    long: u32,
    last: Entry,
}

impl Node {
    fn add(&mut self, entry: Entry) {
        self.children += 1;
        self.entries += 1 + u32::from(entry.dissolves());
        self.long += u32::from(entry.ids > 1);
        self.last = entry;
    }

    /// What the node is in the one above it, to which this ID is added. The key of an only child
    /// continues its own.
    fn close(self, id: u16) -> Entry {
        let is_short = id < 24;
        if self.children == 1 {
            let Entry { ids, is_short: is_rest_short, .. } = self.last;
            return Entry { ids: ids + 1, is_short: is_short && is_rest_short, ..self.last };
        }
        let is_pair = self.children == 2 && self.long == 2;
        Entry { ids: 1, entries: self.entries, is_pair, is_short }
    }
}

/// A pass over paths, each of which may equal the one before it but does not lie above or below it.
#[derive(Clone, Default)]
pub(super) struct Survey {
    /// What lies under the first IDs of the last path: under none, one, two and three of them.
    nodes: [Node; 4],
    last: Path,
}

impl Survey {
    /// Whether a path of a value lies above or below the last one.
    pub(super) fn excludes(&self, path: Path) -> bool {
        self.last != Path::ROOT && conflict((&self.last, true), (&path, true))
    }

    /// Adds a path, unless it shares fewer than so many IDs with the last one; says whether it did.
    #[inline(never)]
    pub(super) fn add(&mut self, path: Path, least: usize) -> bool {
        if self.last != Path::ROOT {
            // Each value needs a key of its own.
            let shared = Path::alike(self.last.differences(path))
                .min(self.last.len() - 1)
                .min(path.len().saturating_sub(1));
            if shared < least {
                return false;
            }
            self.close(shared);
        }
        self.last = path;
        true
    }

    /// Closes what lies under more than so many IDs of the last path.
    #[inline(never)]
    fn close(&mut self, depth: usize) {
        let ids = self.last.ids();
        let mut entry = None;
        for (place, &id) in ids.iter().enumerate().rev() {
            // The last ID leads to the value itself.
            let below =
                entry.get_or_insert(Entry { ids: 1, is_short: id < 24, ..Entry::default() });
            let Some(node) = self.nodes.get_mut(place) else { return };
            node.add(*below);
            if place == depth {
                return;
            }
            let above = place.checked_sub(1).and_then(|place| ids.get(place));
            *below = core::mem::take(node).close(above.copied().unwrap_or_default());
        }
    }

    /// The number of entries of the map under so many IDs, all of whose records were added.
    pub(super) fn entries(&mut self, depth: usize) -> u32 {
        self.close(depth);
        self.nodes.get(depth).map_or(0, |node| node.entries)
    }

    /// The first entry of the map under so many IDs, all of whose records were added, and no other.
    pub(super) fn entry(&mut self, depth: usize) -> Entry {
        self.close(depth);
        self.nodes.get(depth).map_or(Entry::default(), |node| node.last)
    }
}
