//! Payloads in pieces: decoding and encoding block by block, in constant memory.

mod decode;
mod encode;
mod long;

pub use self::decode::{BlockDecoder, Feed, Item, Piece};
pub use self::encode::{Block, BlockEncoder, encode_block};
pub(crate) use self::long::{Coding, Form, Long, STAND_IN, Utf8, with_stand_in};
