//! Conformance: what the documents and this library's own rules say of given payloads, links and
//! files: their records, or the error, its position and the leniency that would accept them.
//!
//! `tests/README.md` lists the tests by section of the documents.

#![cfg_attr(not(feature = "formats"), allow(unused))]

#[allow(dead_code, reason = "each group uses some of it")]
#[path = "../common/mod.rs"]
mod common;
#[cfg(all(feature = "std", feature = "formats"))]
#[allow(dead_code, reason = "shared with the properties")]
#[path = "../common/blocks.rs"]
mod in_blocks;
#[cfg(all(feature = "std", feature = "formats"))]
#[path = "../common/testdata.rs"]
mod testdata;

#[cfg(all(feature = "alloc", feature = "formats"))]
mod choices;
#[cfg(all(feature = "alloc", feature = "formats"))]
mod convert;
#[cfg(feature = "ddf")]
mod ddf;
#[cfg(feature = "formats")]
mod error_paths;
mod errors;
#[cfg(all(feature = "std", feature = "formats"))]
mod inspect;
#[cfg(all(feature = "std", feature = "formats"))]
mod leniencies;
#[cfg(all(feature = "alloc", feature = "link"))]
mod links;
#[cfg(all(feature = "alloc", feature = "formats"))]
mod objects;
#[cfg(all(feature = "std", feature = "formats", feature = "fast"))]
mod recorded;
#[cfg(all(feature = "ddf", feature = "registry"))]
mod registry;
#[cfg(all(feature = "std", feature = "formats"))]
mod rules;
#[cfg(all(feature = "std", feature = "formats"))]
mod sections;
#[cfg(all(feature = "alloc", feature = "formats"))]
mod times;
#[cfg(all(feature = "std", feature = "formats"))]
mod vectors;
