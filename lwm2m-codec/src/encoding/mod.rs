//! Bytes and text below all formats: base64, decimal numbers, dates, CBOR and JSON, without LwM2M.

#[cfg(feature = "_base64")]
pub(crate) mod base64;
#[cfg(feature = "_cbor")]
pub(crate) mod cbor;
#[cfg(feature = "_decimal")]
pub(crate) mod decimal;
#[cfg(any(feature = "tlv", feature = "_cbor"))]
pub(crate) mod float;
#[cfg(any(feature = "text", feature = "tlv", feature = "_scalar"))]
pub(crate) mod integer;
#[cfg(feature = "_json")]
pub(crate) mod json;
pub(crate) mod links;
#[cfg(feature = "_cbor")]
pub(crate) mod rfc3339;
pub(crate) mod utf8;
