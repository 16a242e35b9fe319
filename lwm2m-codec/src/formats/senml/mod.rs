//! SenML (RFC 8428) in the LwM2M profile, and SenML-ETCH (RFC 8790): what JSON and CBOR share.
//!
//! Sections are those of RFC 8428. Base fields apply from the record that has them onwards; a name
//! is base name and name concatenated, a time is base time plus time.

#[cfg(feature = "senml-cbor")]
pub mod cbor;
mod encode;
#[cfg(feature = "fast")]
mod fast;
#[cfg(feature = "fast")]
mod fast_encode;
mod fields;
#[cfg(feature = "senml-json")]
pub mod json;
mod labels;
mod pack;
mod raw;
mod raw_encode;
mod read;
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
