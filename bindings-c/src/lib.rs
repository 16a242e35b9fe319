//! The C interface of `lwm2m-codec`.
//!
//! Nothing is parsed here: pointers become slices, numbers enumerations and callbacks iterators,
//! and the core does the work. Everything lies in memory of the caller, without a heap and without
//! global state. The documentation is written for the header that `cbindgen` makes from it.
//!
//! What the functions ask for in common, and where each `unsafe` block rests on it, stands at the
//! top of the header (`cbindgen.toml`): pointers are `NULL` or valid, and what a state was given on
//! its initialisation outlives it unchanged.
#![no_std]
#![deny(clippy::undocumented_unsafe_blocks, unsafe_op_in_unsafe_fn)]
#![expect(clippy::missing_safety_doc, reason = "stands once for all, at the top of the header")]

// With unwinding, as in a debug build, a library cannot have a panic handler of its own.
#[cfg(not(panic = "abort"))]
extern crate std;

pub mod block_decode;
pub mod block_encode;
pub mod context;
pub mod data;
pub mod decode;
pub mod encode;
pub mod error;

#[cfg(feature = "link")]
pub mod link;

#[cfg(feature = "link")]
pub mod link_encode;
pub mod numbers;
pub mod path;
mod pointer;
pub mod record;
pub mod schema;
pub mod status;
pub mod storage;

#[cfg(feature = "link")]
pub mod versions;

/// Never called: no input leads to a panic, which `./test.sh panics` shows of this library.
#[cfg(all(panic = "abort", not(test)))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

/// The negative case of that check.
#[cfg(feature = "planted-panic")]
#[unsafe(no_mangle)]
pub extern "C" fn lwm2mc_planted_panic(index: usize) -> u8 {
    [1, 2, 3][index]
}
