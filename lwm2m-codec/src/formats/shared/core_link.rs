//! The values of CoreLink resources, which are lists of links (RFC 6690).

use crate::encoding::links;
use crate::error::{Error, Strictness};
use crate::model::value::{Text, Value};

/// Takes text as a list of links. It is found in a token at `token`, and its first byte at `content`:
/// escapes and chunks shift the offsets, so that they blame the token.
#[inline(never)]
pub(crate) fn read(
    text: Text<'_>,
    (token, content): (u32, u32),
    strictness: Strictness,
) -> Result<Value<'_>, Error> {
    match links::check(&mut text.bytes(), strictness) {
        Ok(()) => Ok(Value::CoreLink(text)),
        Err(error) if text.as_bytes().is_some() => Err(error.after(content)),
        Err(error) => Err(error.at(token)),
    }
}
