//! What the benches of this codec and of its bindings share: corpora of payloads.
//!
//! A [`Corpus`] is a list of records, the same in every format. The numbers in it come from a
//! generator with a fixed seed, so that every run, on any machine, measures the same bytes.

pub mod case;
mod corpus;
pub mod goals;
mod random;
pub mod senml;

pub use corpus::{Corpus, Floats, LINKS, links, typed_links};
