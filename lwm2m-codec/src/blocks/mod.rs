//! Payloads in pieces: decoding and encoding block by block, in constant memory.

mod decode;
mod long;

pub use self::decode::{BlockDecoder, Feed, Item, Piece};
pub(crate) use self::long::{Coding, Form, Long, STAND_IN, with_stand_in};
