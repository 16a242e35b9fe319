//! The only module that knows all formats.

mod decode;
mod encode;
#[cfg(all(test, feature = "fast", feature = "std", feature = "formats"))]
mod tests;

pub use self::decode::{AnyState, Decoder, decode};
pub(crate) use self::encode::AnyWriter;
#[cfg(feature = "alloc")]
pub use self::encode::encode_to_vec;
#[cfg(feature = "std")]
pub use self::encode::encode_to_writer;
pub use self::encode::{encode, encoded_len};
