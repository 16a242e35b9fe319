//! What several formats have in common.

#[cfg(feature = "_cbor")]
pub(crate) mod cbor;
#[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
pub(crate) mod core_link;
#[cfg(any(feature = "_senml", feature = "lwm2m-cbor"))]
pub(crate) mod deletion;
#[cfg(feature = "_json")]
pub(crate) mod json;
#[cfg(any(feature = "text", feature = "_scalar"))]
pub(crate) mod link_text;
#[cfg(feature = "_names")]
pub(crate) mod linked;
#[cfg(feature = "_names")]
pub(crate) mod names;
#[cfg(feature = "_scalar")]
pub(crate) mod number;
#[cfg(any(feature = "text", feature = "_scalar"))]
pub(crate) mod trimmed;
