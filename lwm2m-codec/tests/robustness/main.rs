//! Robustness: damaged payloads, exhaustively. Each is read or gives an error with a valid position,
//! and none panics.

#![cfg(all(feature = "alloc", feature = "formats"))]

#[allow(dead_code, reason = "each group uses some of it")]
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/link_grammar.rs"]
mod link_grammar;
#[path = "../common/links.rs"]
mod links;
#[cfg(feature = "std")]
#[path = "../common/testdata.rs"]
mod testdata;

#[cfg(feature = "std")]
mod damage;
mod exhaustive;
