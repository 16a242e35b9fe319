//! The syntax of CBOR (RFC 8949), and LwM2M values in it.

mod cursor;
#[cfg(all(feature = "fast", any(feature = "senml-cbor", feature = "lwm2m-cbor")))]
mod fast;
#[cfg(all(feature = "fast", any(feature = "senml-cbor", feature = "lwm2m-cbor")))]
mod fast_write;
#[cfg(feature = "senml-cbor")]
mod skip;
mod value;
mod write;

pub(crate) use self::cursor::Cursor;
#[cfg(feature = "senml-cbor")]
pub(crate) use self::cursor::UNTIL_BREAK;
#[cfg(all(feature = "fast", feature = "lwm2m-cbor"))]
pub(crate) use self::fast::fast_leaf;
#[cfg(all(feature = "fast", any(feature = "senml-cbor", feature = "lwm2m-cbor")))]
pub(crate) use self::fast::fast_number;
#[cfg(all(feature = "fast", feature = "senml-cbor"))]
pub(crate) use self::fast_write::fast_integer;
#[cfg(all(feature = "fast", any(feature = "senml-cbor", feature = "lwm2m-cbor")))]
pub(crate) use self::fast_write::{Key, fast_entry, put_head};
#[cfg(any(feature = "cbor", feature = "lwm2m-cbor"))]
pub(crate) use self::value::value;
pub(crate) use self::write::put;
#[cfg(any(feature = "senml-cbor", feature = "lwm2m-cbor"))]
pub(crate) use self::write::put_argument;
#[cfg(feature = "senml-cbor")]
pub(crate) use self::{
    value::{bignum, decimal_fraction, plain_number, seconds},
    write::{put_float, put_integer, put_plain},
};
pub(crate) use crate::codec::long::cbor::{begin_long, cut};

/// The tag that says of an item only that it is CBOR.
pub(crate) const SELF_DESCRIBED: u64 = 55799;
