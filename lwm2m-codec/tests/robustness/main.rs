//! Robustness: damaged and hostile payloads, in numbers that leave little out, end in an error that
//! points into the payload, never in a panic.

#![cfg(all(feature = "alloc", feature = "formats"))]

#[allow(dead_code, reason = "each group uses some of it")]
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/links.rs"]
mod links;
#[cfg(feature = "std")]
#[path = "../common/testdata.rs"]
mod testdata;

#[cfg(feature = "std")]
mod damage;
mod exhaustive;
