//! The syntax of CBOR (RFC 8949), and LwM2M values in it.

mod encode;
mod item;
#[cfg(any(feature = "senml-cbor", feature = "lwm2m-cbor"))]
mod quick;
#[cfg(all(feature = "fast", any(feature = "senml-cbor", feature = "lwm2m-cbor")))]
mod quick_encode;
mod value;

pub(crate) use self::encode::put;
#[cfg(any(feature = "senml-cbor", feature = "lwm2m-cbor"))]
pub(crate) use self::encode::{put_argument, put_head, put_short};
#[cfg(any(feature = "senml-cbor", feature = "lwm2m-cbor"))]
pub(crate) use self::item::{BREAK, Item, cut, item};
pub(crate) use self::item::{begin_long, chunk, split_chunk};
#[cfg(any(feature = "senml-cbor", feature = "lwm2m-cbor"))]
pub(crate) use self::quick::{quick_head, quick_value};
#[cfg(all(feature = "fast", feature = "lwm2m-cbor"))]
pub(crate) use self::quick::{quick_leaf, quick_number};
#[cfg(all(feature = "fast", any(feature = "senml-cbor", feature = "lwm2m-cbor")))]
pub(crate) use self::quick_encode::{Key, quick_entry, quick_integer};
pub(crate) use self::value::leaf;
#[cfg(feature = "senml-cbor")]
pub(crate) use self::{
    encode::{put_float, put_integer, put_plain},
    item::skip,
    value::{bignum, decimal_fraction},
};
