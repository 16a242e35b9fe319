//! The fuzz targets: a function for each.
//!
//! The programs in `fuzz_targets` hand them to libFuzzer; `replay` and the tests call them.

#![forbid(unsafe_code)]

#[path = "../../lwm2m-codec/tests/common/links.rs"]
mod check_links;
#[path = "../../lwm2m-codec/tests/common/mod.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the tests of the core")]
mod common;
#[path = "../../lwm2m-codec/tests/common/blocks.rs"]
mod in_blocks;
#[path = "../../lwm2m-codec/tests/common/link_grammar.rs"]
mod link_grammar;
#[path = "../../lwm2m-codec/tests/common/model.rs"]
mod model;

mod blocks;
mod cbor;
mod ddf;
mod decoding;
mod diff_cbor;
mod diff_json;
mod fields;
mod frame;
mod links;
mod records;
pub mod request;

pub use self::blocks::blocks;
pub use self::ddf::ddf;
pub use self::decoding::{lwm2m_cbor, oma_json, senml_cbor, senml_json, single, tlv};
pub use self::diff_cbor::diff_cbor;
pub use self::diff_json::diff_json;
pub use self::links::links;
pub use self::records::records;

/// A target by its name.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("tlv", tlv),
    ("senml_json", senml_json),
    ("senml_cbor", senml_cbor),
    ("lwm2m_cbor", lwm2m_cbor),
    ("oma_json", oma_json),
    ("single", single),
    ("links", links),
    ("ddf", ddf),
    ("records", records),
    ("blocks", blocks),
    ("diff_json", diff_json),
    ("diff_cbor", diff_cbor),
];
