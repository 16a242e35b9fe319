//! What an LwM2M CBOR decoder remembers between records.

#[cfg(feature = "fast")]
use crate::codec::type_cache::Recent;
#[cfg(feature = "fast")]
use crate::data_type::DataType;
use crate::model::path::Path;

/// An open map.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Map {
    /// Entries left, or [`Map::UNTIL_BREAK`].
    pub(super) left: u64,
    /// The length of the path that its keys continue.
    pub(super) prefix: u8,
}

impl Map {
    /// A break ends the map.
    pub(super) const UNTIL_BREAK: u64 = u64::MAX;
}

/// The state of an LwM2M CBOR decoder: its position and the open maps.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub(super) position: u32,
    pub(super) started: bool,
    /// Open maps from the outside in; each adds at least one ID.
    pub(super) maps: [Map; 4],
    /// How many are open.
    pub(super) depth: u8,
    /// The path that keys of the innermost map continue; keys further out continue a prefix of it.
    pub(super) prefix: Path,
    /// The path of what was read last.
    pub(super) path: Path,
    /// Whether the last path was that of a value.
    pub(super) at_value: bool,
    /// Whether keys start at the request path, decided at the first value.
    pub(super) relative: Option<bool>,
    #[cfg(feature = "fast")]
    pub(super) fast: Memory,
}

impl State {
    /// The innermost open map.
    #[inline]
    pub(super) fn innermost(&self) -> Option<Map> {
        self.maps.get(usize::from(self.depth).checked_sub(1)?).copied()
    }

    /// Opens a map whose keys continue a path; false if too many maps are open.
    #[inline]
    pub(super) fn open(&mut self, path: Path, left: u64) -> bool {
        let Some(place) = self.maps.get_mut(usize::from(self.depth)) else { return false };
        *place = Map { left, prefix: path.len() as u8 };
        self.depth += 1;
        self.prefix = path;
        true
    }

    /// Closes the innermost map, which ends here.
    #[inline]
    pub(super) fn close(&mut self, position: usize) {
        self.depth = self.depth.saturating_sub(1);
        let prefix = self.innermost().map_or(0, |map| map.prefix);
        self.prefix = self.prefix.prefix(prefix.into());
        self.position = position as u32;
    }

    /// Whether the last path and this one exclude each other: one has a value and the other lies below
    /// it.
    #[inline]
    pub(super) fn conflicts(&self, path: Path, container: bool) -> bool {
        let last = self.path;
        let below = self.at_value && path.starts_with(last) && (path != last || container);
        let above = !container && last.starts_with(path) && (path != last || !self.at_value);
        below || above
    }
}

/// What the fast path remembers.
#[cfg(feature = "fast")]
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// What the innermost map belongs to. Known only if its length is definite, it lies at or below the
    /// base path, and only values under single IDs were read in it.
    pub(super) inside: Inside,
    /// The IDs of its path as [`Path::word`], and as [`Path::packed`].
    pub(super) word: u64,
    pub(super) packed: u64,
    /// The type of its resource.
    pub(super) data_type: Option<DataType>,
    pub(super) types: Recent,
}

#[cfg(feature = "fast")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Inside {
    #[default]
    Unknown,
    ObjectInstance,
    Resource,
}

#[cfg(feature = "fast")]
impl Memory {
    /// Makes the fast path look up the open map again.
    #[inline]
    pub(super) fn forget_map(&mut self) {
        self.inside = Inside::Unknown;
    }
}
