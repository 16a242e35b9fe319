//! Properties: what holds for all records and payloads, checked on random ones and on every
//! conformance vector.

#![cfg_attr(not(feature = "formats"), allow(unused))]

#[cfg(all(feature = "alloc", feature = "formats"))]
#[path = "../common/links.rs"]
mod check_links;
#[allow(dead_code, reason = "each group uses some of it")]
#[path = "../common/mod.rs"]
mod common;
#[cfg(all(feature = "std", feature = "formats"))]
#[path = "../common/blocks.rs"]
mod in_blocks;
#[cfg(all(feature = "alloc", feature = "formats"))]
#[path = "../common/link_grammar.rs"]
mod link_grammar;
#[cfg(all(feature = "ddf", feature = "formats"))]
#[path = "../common/model.rs"]
mod model;
#[cfg(all(feature = "std", feature = "formats"))]
#[path = "../common/testdata.rs"]
mod testdata;

#[cfg(all(feature = "std", feature = "formats"))]
mod blocks;
#[cfg(all(feature = "std", feature = "formats", feature = "fast"))]
mod fast_decode;
#[cfg(all(feature = "std", feature = "formats", feature = "fast"))]
mod fast_encode;
#[cfg(all(feature = "alloc", feature = "formats"))]
mod links;
#[cfg(all(feature = "ddf", feature = "formats"))]
mod models;
#[cfg(all(feature = "alloc", feature = "formats"))]
mod objects;
#[cfg(all(feature = "std", feature = "formats"))]
mod opaque;
mod roundtrip;
#[cfg(all(feature = "alloc", feature = "formats"))]
mod schema;
#[cfg(all(feature = "std", feature = "formats"))]
mod steps;
#[cfg(all(feature = "std", feature = "formats"))]
mod strictness;
#[cfg(all(feature = "std", feature = "formats"))]
mod times;
#[cfg(all(feature = "std", feature = "formats"))]
mod utf8;
