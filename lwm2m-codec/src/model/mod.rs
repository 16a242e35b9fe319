//! The data model: paths, values, times and records, and what payloads are for.

pub(crate) mod content_format;
pub(crate) mod located_error;
pub(crate) mod object_link;
pub(crate) mod operation;
#[cfg(feature = "alloc")]
pub(crate) mod owned;
pub(crate) mod path;
pub(crate) mod record;
pub(crate) mod record_kind;
pub(crate) mod timestamp;
pub(crate) mod value;
pub(crate) mod version;
