//! Bytes as they lie in a payload.

#[cfg(feature = "alloc")]
use alloc::borrow::Cow;
use core::fmt;

use super::pieces_equal;
#[cfg(feature = "_base64")]
use super::text::{Text, TextBytes};
#[cfg(feature = "_base64")]
use crate::base64::{self, Base64};
use crate::error::{Error, ErrorKind};
#[cfg(feature = "_base64")]
use crate::strictness::{Leniency, Strictness};

/// The bytes of an Opaque value, as they lie in the payload.
///
/// Mostly that is the bytes themselves, and [`Bytes::as_slice`] gives them. Where the wire form
/// differs, the value comes in [pieces](Bytes::pieces); it was checked on decode, so that none of
/// them can fail.
///
/// ```
/// use lwm2m_codec::{Context, ContentFormat, Path, decode};
///
/// // Plain text carries Opaque values in base64; the caller can ask for the type.
/// let context = Context::read(Path::new(&[19, 0, 0]).unwrap());
/// let record = decode(ContentFormat::Text, b"AQIDBAU=", &context).next().unwrap()?;
/// let value = record.value_as(lwm2m_codec::DataType::Opaque)?;
/// assert_eq!(value.as_bytes().unwrap(), [1, 2, 3, 4, 5]);
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Bytes<'a>(Form<'a>);

#[derive(Clone, Copy)]
enum Form<'a> {
    Plain(&'a [u8]),
    /// The chunks of a CBOR indefinite-length byte string, without head and break.
    #[cfg(feature = "_cbor")]
    CborChunks(&'a [u8], u32),
    /// Checked base64 text and the length that it decodes to.
    #[cfg(feature = "_base64")]
    Base64(&'a str, u32),
    /// The same in a JSON string with escapes.
    #[cfg(feature = "_json")]
    JsonBase64(&'a str, u32),
}

impl<'a> Bytes<'a> {
    /// Bytes in checked CBOR chunks of this total length.
    #[cfg(feature = "_cbor")]
    pub(crate) const fn cbor_chunks(chunks: &'a [u8], length: u32) -> Self {
        Self(Form::CborChunks(chunks, length))
    }

    /// Bytes in base64, checked here; the error is an offset in the decoded text.
    #[cfg(feature = "_base64")]
    pub(crate) fn base64(text: Text<'a>, variant: Base64) -> Result<Self, usize> {
        let length = base64::decoded_len(text.bytes(), variant)?;
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        #[cfg(feature = "_json")]
        if let Some((raw, true)) = text.raw_json() {
            return Ok(Self(Form::JsonBase64(raw, length)));
        }
        Ok(Self(Form::Base64(text.as_str().unwrap_or_default(), length)))
    }

    /// Bytes in base64 of a variant, or in any that [`Leniency::Base64`] accepts. The error is the
    /// offset in the decoded text, and the leniency that would have accepted it.
    #[cfg(feature = "_base64")]
    pub(crate) fn base64_or_lenient(
        text: Text<'a>,
        variant: Base64,
        strictness: Strictness,
    ) -> Result<Self, (usize, Option<Leniency>)> {
        let offset = match Self::base64(text, variant) {
            Ok(bytes) => return Ok(bytes),
            Err(offset) => offset,
        };
        match Self::base64(text, Base64::Lenient) {
            Ok(bytes) if strictness.allows(Leniency::Base64) => Ok(bytes),
            Ok(_) => Err((offset, Some(Leniency::Base64))),
            Err(offset) => Err((offset, None)),
        }
    }

    /// The bytes, if they lie in the payload as they are.
    #[must_use]
    pub const fn as_slice(&self) -> Option<&'a [u8]> {
        match self.0 {
            Form::Plain(bytes) => Some(bytes),
            #[cfg(any(feature = "_cbor", feature = "_base64"))]
            _ => None,
        }
    }

    /// The number of decoded bytes.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self.0 {
            Form::Plain(bytes) => bytes.len(),
            #[cfg(feature = "_cbor")]
            Form::CborChunks(_, length) => length as usize,
            #[cfg(feature = "_base64")]
            Form::Base64(_, length) => length as usize,
            #[cfg(feature = "_json")]
            Form::JsonBase64(_, length) => length as usize,
        }
    }

    /// Whether there are no bytes.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The decoded bytes in pieces, in order. Pieces may be empty.
    #[must_use]
    pub fn pieces(&self) -> BytesPieces<'a> {
        BytesPieces(match self.0 {
            Form::Plain(bytes) => State::Plain(Some(bytes)),
            #[cfg(feature = "_cbor")]
            Form::CborChunks(chunks, _) => State::CborChunks(chunks),
            #[cfg(feature = "_base64")]
            Form::Base64(text, _) => State::Base64(Text::from(text).bytes()),
            #[cfg(feature = "_json")]
            Form::JsonBase64(raw, _) => State::Base64(Text::json(raw, 0).bytes()),
        })
    }

    /// Copies the decoded bytes to the start of `buffer` and returns them.
    ///
    /// # Errors
    /// [`ErrorKind::BufferTooSmall`] with the length that is needed.
    pub fn copy_to<'b>(&self, buffer: &'b mut [u8]) -> Result<&'b [u8], Error> {
        let mut done = 0;
        for piece in self.pieces() {
            let piece = piece.as_slice();
            let place = buffer
                .get_mut(done..)
                .and_then(|rest| rest.get_mut(..piece.len()))
                .ok_or(Error::new(ErrorKind::BufferTooSmall, self.len()))?;
            place.copy_from_slice(piece);
            done += piece.len();
        }
        Ok(buffer.get(..done).unwrap_or_default())
    }

    /// The decoded bytes, copied only if they do not lie in the payload as they are.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn to_cow(&self) -> Cow<'a, [u8]> {
        match self.as_slice() {
            Some(bytes) => Cow::Borrowed(bytes),
            None => Cow::Owned(self.pieces().fold(
                alloc::vec::Vec::with_capacity(self.len()),
                |mut bytes, piece| {
                    bytes.extend_from_slice(piece.as_slice());
                    bytes
                },
            )),
        }
    }
}

impl<'a> From<&'a [u8]> for Bytes<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self(Form::Plain(bytes))
    }
}

impl PartialEq for Bytes<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self.as_slice(), other.as_slice()) {
            (Some(a), Some(b)) => a == b,
            _ => self.len() == other.len() && pieces_equal(self.pieces(), other.pieces()),
        }
    }
}

impl Eq for Bytes<'_> {}

impl PartialEq<[u8]> for Bytes<'_> {
    fn eq(&self, other: &[u8]) -> bool {
        *self == Bytes::from(other)
    }
}

impl PartialEq<&[u8]> for Bytes<'_> {
    fn eq(&self, other: &&[u8]) -> bool {
        *self == Bytes::from(*other)
    }
}

impl<const N: usize> PartialEq<[u8; N]> for Bytes<'_> {
    fn eq(&self, other: &[u8; N]) -> bool {
        *self == Bytes::from(other.as_slice())
    }
}

impl fmt::Display for Bytes<'_> {
    /// Lower-case hexadecimal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces().try_for_each(|piece| {
            piece.as_slice().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
        })
    }
}

impl fmt::Debug for Bytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "h'{self}'")
    }
}

/// A part of decoded [`Bytes`].
#[derive(Clone, Copy)]
pub struct BytesPiece<'a>(Piece<'a>);

#[derive(Clone, Copy)]
enum Piece<'a> {
    Borrowed(&'a [u8]),
    #[cfg(feature = "_base64")]
    Decoded(base64::Block),
}

impl BytesPiece<'_> {
    /// The bytes of the piece.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        match &self.0 {
            Piece::Borrowed(bytes) => bytes,
            #[cfg(feature = "_base64")]
            Piece::Decoded(block) => block.as_slice(),
        }
    }
}

impl AsRef<[u8]> for BytesPiece<'_> {
    fn as_ref(&self) -> &[u8] {
        self.as_slice()
    }
}

/// The pieces of [`Bytes`]; from [`Bytes::pieces`].
#[derive(Clone)]
pub struct BytesPieces<'a>(State<'a>);

#[derive(Clone)]
enum State<'a> {
    Plain(Option<&'a [u8]>),
    #[cfg(feature = "_cbor")]
    CborChunks(&'a [u8]),
    #[cfg(feature = "_base64")]
    Base64(TextBytes<'a>),
}

impl<'a> Iterator for BytesPieces<'a> {
    type Item = BytesPiece<'a>;

    fn next(&mut self) -> Option<BytesPiece<'a>> {
        match &mut self.0 {
            State::Plain(bytes) => bytes.take().map(|bytes| BytesPiece(Piece::Borrowed(bytes))),
            #[cfg(feature = "_cbor")]
            State::CborChunks(chunks) => {
                let (chunk, rest) = crate::wire::cbor::split_chunk(chunks)?;
                *chunks = rest;
                Some(BytesPiece(Piece::Borrowed(chunk)))
            }
            #[cfg(feature = "_base64")]
            State::Base64(text) => {
                base64::next_block(text).map(|block| BytesPiece(Piece::Decoded(block)))
            }
        }
    }
}
