//! What formats share below the level of records: the syntax of CBOR and of JSON.

#[cfg(feature = "_cbor")]
pub(crate) mod cbor;
#[cfg(feature = "_json")]
pub(crate) mod json;
#[cfg(all(feature = "fast", feature = "senml-json"))]
pub(crate) mod json_quick;
#[cfg(feature = "_json")]
pub(crate) mod json_text;
