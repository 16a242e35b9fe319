//! Resources: heap, stack and work.
//!
//! All tests here share one allocator, which counts per thread, so they can run in parallel. Tests
//! that hold only for the library built without a heap are in `tests/bare`.

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
