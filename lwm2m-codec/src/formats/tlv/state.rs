//! What a TLV decoder remembers between records.

use super::Kind;
#[cfg(feature = "fast")]
use crate::codec::type_cache::Recent;
use crate::data_type::DataType;
use crate::model::path::Path;

/// The state of a TLV decoder: where it is, and which containers are open.
///
/// Containers are object instances and multiple-instance resources. What depends on the container
/// is found out once, when it is entered; its children are then compared with that.
#[derive(Clone, Debug)]
pub struct State {
    pub(super) position: u32,
    /// Where the innermost open container ends, and the object instance around it.
    pub(super) end: u32,
    pub(super) outer: u32,
    /// The path of the innermost open container; at the top level the request path.
    pub(super) container: Path,
    /// The path of what was read last.
    pub(super) path: Path,
    /// Whether a child at the level below the container belongs there without further checks.
    pub(super) plain: bool,
    /// The type of the instances of the open multiple-instance resource.
    pub(super) data_type: Option<DataType>,
    /// The kind of TLVs at the top level.
    pub(super) top: Option<Kind>,
    /// Whether the resource or resource instance that the request names was read.
    pub(super) named: bool,
    #[cfg(feature = "fast")]
    pub(super) types: Recent,
}

/// The end of a container that is not open: no offset in a payload.
pub(super) const NONE: u32 = u32::MAX;

impl Default for State {
    fn default() -> Self {
        Self {
            position: 0,
            // Reading begins with leaving this, which gives the request path.
            end: 0,
            outer: NONE,
            container: Path::ROOT,
            path: Path::ROOT,
            plain: false,
            data_type: None,
            top: None,
            named: false,
            #[cfg(feature = "fast")]
            types: Recent::default(),
        }
    }
}
