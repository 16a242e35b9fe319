//! What a TLV decoder remembers between records.

use super::Kind;
#[cfg(feature = "fast")]
use crate::codec::type_cache::Recent;
use crate::data_type::DataType;
use crate::model::path::Path;

/// The state of a TLV decoder: where it is, and which containers are open.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub(super) position: u32,
    /// Ends of the open Object Instance and Multiple Resource TLVs.
    pub(super) instance_end: End,
    pub(super) resource_end: End,
    /// The path of the innermost open container, or of what was read last.
    pub(super) path: Path,
    /// Type of the instances of the open Multiple Resource TLV.
    pub(super) data_type: Option<DataType>,
    /// The kind of TLVs at the top level.
    pub(super) top: Option<Kind>,
    /// Whether the resource or resource instance that the request names was read.
    pub(super) named: bool,
    #[cfg(feature = "fast")]
    pub(super) fast: Memory,
}

/// Where a container ends, if it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct End(pub(super) u32);

impl End {
    /// There is no open container. Nothing ends here, as payloads are shorter.
    pub(super) const NONE: Self = Self(u32::MAX);

    #[inline]
    pub(super) fn is_open(self) -> bool {
        self != Self::NONE
    }

    /// Closes the container if it ends here.
    #[inline]
    pub(super) fn close_at(&mut self, position: u32) {
        if self.0 == position {
            *self = Self::NONE;
        }
    }
}

impl Default for End {
    fn default() -> Self {
        Self::NONE
    }
}

/// What the fast path remembers.
#[cfg(feature = "fast")]
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// The end of the container whose leaves may be read, or 0 if it must be looked up.
    pub(super) end: u32,
    /// The same for an object instance; 0 in a multiple-instance resource.
    pub(super) instance_end: u32,
    /// Whether the last container was an object instance at or below the base path.
    pub(super) instances: bool,
    /// The container's path as [`Path::word`], and as [`Path::packed`].
    pub(super) word: u64,
    pub(super) packed: u64,
    pub(super) types: Recent,
}

#[cfg(feature = "fast")]
impl Memory {
    /// Makes the fast path look up the open container again.
    #[inline]
    pub(super) fn forget_container(&mut self) {
        (self.end, self.instance_end) = (0, 0);
    }

    pub(super) fn enter(&mut self, path: Path, end: u32) {
        self.end = end;
        self.instance_end = if path.len() == 2 { end } else { 0 };
        (self.word, self.packed) = (path.word(), path.packed());
    }
}
