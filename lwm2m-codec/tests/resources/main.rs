//! Resources: heap, stack and work.
//!
//! All tests of this binary share an allocator that counts for each thread by itself, so that they
//! may run side by side. What takes no heap only where the library has none is tested in
//! `tests/bare`.

#![cfg_attr(not(feature = "formats"), allow(unused))]

#[path = "../common/counting.rs"]
mod counting;

#[cfg(feature = "link")]
mod links_zero_alloc;
#[cfg(feature = "registry")]
mod registry_alloc;
#[cfg(all(feature = "std", feature = "formats"))]
mod work;
mod zero_alloc;
