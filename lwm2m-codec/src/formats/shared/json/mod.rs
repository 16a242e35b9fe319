//! JSON: reading values, writing strings and numbers.

#[cfg(all(feature = "fast", feature = "senml-json"))]
mod fast_write;
mod read;
mod write;

#[cfg(all(feature = "fast", feature = "senml-json"))]
pub(crate) use self::fast_write::FastDecimals;
pub(crate) use self::read::{Json, data, end, member, open_object, skip_mark, value};
#[cfg(feature = "senml-json")]
pub(crate) use self::write::put_raw_number;
pub(crate) use self::write::{put_name, put_number, put_text, put_time};
pub(crate) use crate::codec::long::json::{begin_long, cut};
pub(crate) use crate::encoding::json::{peek, plain_len};
