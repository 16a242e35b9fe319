//! SenML (RFC 8428) in the profile of LwM2M, and SenML-ETCH (RFC 8790): what the JSON and the
//! CBOR form have in common.
//!
//! Sections named here are those of RFC 8428. Base fields hold from their record on; names are
//! base name and name joined without a slash; times are base time plus time.

#[cfg(feature = "senml-cbor")]
pub mod cbor;
mod encode;
mod fields;
#[cfg(feature = "senml-json")]
pub mod json;
mod quick;
#[cfg(feature = "fast")]
mod quick_encode;
mod raw;
mod raw_encode;
mod resolve;
#[cfg(feature = "senml-cbor")]
mod write_cbor;
#[cfg(feature = "senml-json")]
mod write_json;

pub(crate) use self::encode::Writer;
#[cfg(all(feature = "fast", feature = "senml-cbor"))]
pub(crate) use self::quick_encode::QuickCbor;
#[cfg(all(feature = "fast", feature = "senml-json"))]
pub(crate) use self::quick_encode::QuickJson;
#[cfg(feature = "fast")]
pub(crate) use self::quick_encode::encode as quick_encode;
pub use self::raw::{RawNumber, RawRecord, RawValue};
use self::resolve::Pack;
#[cfg(feature = "senml-cbor")]
pub(crate) use self::write_cbor::CborForm;
#[cfg(feature = "senml-json")]
pub(crate) use self::write_json::JsonForm;
