//! SenML (RFC 8428) in the profile of LwM2M, and SenML-ETCH (RFC 8790): what the JSON and the
//! CBOR form have in common.
//!
//! Sections named here are those of RFC 8428. Base fields hold from their record on; names are
//! base name and name joined without a slash; times are base time plus time.

#[cfg(feature = "senml-cbor")]
pub mod cbor;
mod encode;
mod fast;
#[cfg(feature = "fast")]
mod fast_encode;
mod fields;
#[cfg(feature = "senml-json")]
pub mod json;
mod pack;
mod raw;
mod raw_encode;
mod resolve;

#[cfg(feature = "senml-cbor")]
pub(crate) use self::cbor::CborForm;
#[cfg(all(feature = "fast", feature = "senml-cbor"))]
pub(crate) use self::cbor::FastCbor;
pub(crate) use self::encode::Writer;
#[cfg(feature = "fast")]
pub(crate) use self::fast_encode::encode as fast_encode;
#[cfg(all(feature = "fast", feature = "senml-json"))]
pub(crate) use self::json::FastJson;
#[cfg(feature = "senml-json")]
pub(crate) use self::json::JsonForm;
pub use self::raw::{RawNumber, RawRecord, RawValue};
