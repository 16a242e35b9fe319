//! JSON: reading values, writing strings and numbers.

#[cfg(feature = "senml-json")]
mod cursor;
#[cfg(all(feature = "fast", feature = "senml-json"))]
mod fast_write;
mod read;
mod write;

#[cfg(feature = "senml-json")]
pub(crate) use self::cursor::Cursor;
#[cfg(all(feature = "fast", feature = "senml-json"))]
pub(crate) use self::fast_write::FastDecimals;
#[cfg(feature = "oma-json")]
pub(crate) use self::read::{Json, member, open_object, value};
pub(crate) use self::read::{data, end, skip_mark};
#[cfg(feature = "senml-json")]
pub(crate) use self::write::put_raw_number;
pub(crate) use self::write::{put_name, put_number, put_text, put_time};
pub(crate) use crate::codec::long::json::{begin_long, cut};
#[cfg(feature = "oma-json")]
pub(crate) use crate::encoding::json::peek;
