//! Tests of `lwm2m-codec` against the library built without a heap.

#![cfg_attr(not(feature = "formats"), allow(unused))]

#[allow(dead_code, reason = "each group uses some of it")]
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/counting.rs"]
mod counting;

#[path = "../conformance/errors.rs"]
mod errors;
#[cfg(feature = "link")]
#[path = "../resources/links_zero_alloc.rs"]
mod links_zero_alloc;
#[cfg(all(feature = "formats", feature = "serde"))]
mod objects_zero_alloc;
#[path = "../properties/roundtrip.rs"]
mod roundtrip;
#[path = "../resources/zero_alloc.rs"]
mod zero_alloc;
