//! Long CBOR strings.

use super::{Coding, Form, Long, STAND_IN, Utf8, with_stand_in};
use crate::encoding::cbor::Head;
use crate::error::{Error, ErrorKind};

/// If the item at `position` is a string that the end of the payload cuts, turns its error into one
/// that says where the string starts, so that block-wise decoding can read it in pieces.
#[cold]
pub(crate) fn cut(error: Error, payload: &[u8], position: usize) -> Error {
    let is_string = payload.get(position).is_some_and(|first| matches!(first >> 5, 2 | 3));
    if error.is(ErrorKind::Truncated) && is_string { Error::cut(position) } else { error }
}

/// Begins a long string whose head is at `position`: `read` sees a short string instead, at the end
/// of the payload, and identifies the record.
pub(crate) fn begin_long(
    window: &mut [u8],
    position: usize,
    read: impl FnOnce(&[u8]) -> Result<Long, Error>,
) -> Result<Long, Error> {
    let too_small = Error::new(ErrorKind::ScratchTooSmall, position);
    let (head, content) = Head::read(window, position)?;
    let major = head.major();
    let mut stand_in = [STAND_IN; 17];
    stand_in[0] = major << 5 | 16;
    let long = with_stand_in(window, position, &stand_in, read).ok_or(too_small)??;
    let coding = match head.definite() {
        None => Coding::Chunks { major, left: None },
        Some(length) => Coding::Definite(length),
    };
    let form = match major {
        3 => Form::Text(Utf8::Required),
        _ => Form::Bytes,
    };
    Ok(Long { coding, content: form, begin: content as u32, ..long })
}
