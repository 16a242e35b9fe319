//! JSON: reading values, writing strings and numbers.

mod cursor;
#[cfg(all(feature = "fast", feature = "senml-json"))]
mod fast_write;
mod read;
#[cfg(feature = "oma-json")]
mod value;
mod write;

#[cfg(feature = "senml-json")]
pub(crate) use self::cursor::Cursor;
#[cfg(all(feature = "fast", feature = "senml-json"))]
pub(crate) use self::fast_write::FastDecimals;
pub(crate) use self::read::{data, end, skip_mark};
#[cfg(feature = "senml-json")]
pub(crate) use self::read::{is_lossy, lossy_string};
#[cfg(feature = "oma-json")]
pub(crate) use self::value::{Json, member, open_object, skip, text_value, value};
#[cfg(feature = "senml-json")]
pub(crate) use self::write::put_raw_number;
pub(crate) use self::write::{put_name, put_number, put_text, put_time};
pub(crate) use crate::codec::long::json::{begin_long, cut};
#[cfg(feature = "oma-json")]
pub(crate) use crate::encoding::json::peek;
