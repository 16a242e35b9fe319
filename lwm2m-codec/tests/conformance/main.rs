//! Conformance: what the documents say of single payloads, requests, links and files, and what this
//! library says of them: records, errors, their place, and the leniency that would accept them.
//!
//! `tests/README.md` tells which section of which document is held by which of these.

#![cfg_attr(not(feature = "formats"), allow(unused))]

#[allow(dead_code, reason = "each group uses some of it")]
#[path = "../common/mod.rs"]
mod common;
#[cfg(all(feature = "std", feature = "formats"))]
#[path = "../common/testdata.rs"]
mod testdata;

#[cfg(all(feature = "alloc", feature = "formats"))]
mod convert;
#[cfg(feature = "ddf")]
mod ddf;
#[cfg(feature = "formats")]
mod error_paths;
mod errors;
#[cfg(all(feature = "std", feature = "formats"))]
mod inspect;
#[cfg(all(feature = "alloc", feature = "link"))]
mod links;
#[cfg(all(feature = "std", feature = "formats"))]
mod objects;
#[cfg(all(feature = "ddf", feature = "registry"))]
mod registry;
#[cfg(all(feature = "std", feature = "formats"))]
mod sections;
#[cfg(all(feature = "std", feature = "formats"))]
mod vectors;
