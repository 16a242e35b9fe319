//! The LwM2M codec as WebAssembly: what the npm package `lwm2m-codec-wasm` calls.
//!
//! The interface is made for the JavaScript beside it (`js/`), not for people: each call crosses
//! the boundary once, with a whole payload or all records, and leaves its result where JavaScript
//! reads it ([`output`]). Nothing is parsed here.

pub mod columns;
pub mod decode;
pub mod encode;
pub mod failure;
pub mod input;
pub mod inspect;
pub mod links;
pub mod model;
pub mod names;
pub mod output;
pub mod request;
pub mod stream;
pub mod tree;
