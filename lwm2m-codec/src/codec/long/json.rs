//! Long JSON strings.

use super::{Coding, Long, with_stand_in};
use crate::encoding::json::peek;
use crate::error::{Error, ErrorKind};

/// If the value at `position` is a string that the end of the payload cuts, turns its error into
/// one that says where the string starts, so that block-wise decoding can read it in pieces.
#[cold]
pub(crate) fn cut(error: Error, payload: &[u8], position: usize) -> Error {
    match peek(payload, position) {
        Ok((b'"', at)) if error.is(ErrorKind::Truncated) => Error::cut(at),
        _ => error,
    }
}

/// Begins a long string whose opening quote is at `position`: `read` sees a short string instead,
/// and the end of the record after it, and identifies the record.
pub(crate) fn begin_long(
    window: &mut [u8],
    position: usize,
    read: impl FnOnce(&[u8]) -> Result<Long, Error>,
) -> Result<Long, Error> {
    let too_small = Error::new(ErrorKind::ScratchTooSmall, position);
    let stand_in = b"\"AAAAAAAAAAAAAAAA\"}";
    let long = with_stand_in(window, position, stand_in, read).ok_or(too_small)??;
    Ok(Long { coding: Coding::Json, begin: position as u32 + 1, ..long })
}
