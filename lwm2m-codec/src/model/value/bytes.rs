//! Bytes borrowed from a payload.

#[cfg(feature = "alloc")]
use alloc::borrow::Cow;
use core::fmt;

use super::pieces_equal;
#[cfg(feature = "_base64")]
use super::text::Text;
#[cfg(feature = "_json")]
use super::text::TextBytes;
#[cfg(feature = "_base64")]
use crate::encoding::base64::{self, Base64, Check};
use crate::error::{Error, ErrorKind};
#[cfg(feature = "_base64")]
use crate::error::{Leniency, Strictness};

/// The bytes of an Opaque value, borrowed from the payload.
///
/// Mostly the payload holds the bytes themselves, and [`Bytes::as_slice`] returns them. Otherwise the
/// value comes in [pieces](Bytes::pieces). It was checked while decoding, so no piece can fail.
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

/// Bytes that are read piece by piece, such as a firmware image in flash memory; for encoding.
///
/// ```
/// use lwm2m_codec::{Bytes, ByteSource};
///
/// /// This many zeros.
/// struct Zeros(usize);
///
/// impl ByteSource for Zeros {
///     fn len(&self) -> usize {
///         self.0
///     }
///
///     fn read(&self, _: usize, buffer: &mut [u8]) {
///         buffer.fill(0);
///     }
/// }
///
/// assert_eq!(Bytes::from_source(&Zeros(3)), [0, 0, 0]);
/// ```
pub trait ByteSource: Sync {
    /// The number of bytes, always the same.
    fn len(&self) -> usize;

    /// Whether there are no bytes.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Fills the buffer with the bytes from `offset` on. The codec never asks for more than `len`.
    fn read(&self, offset: usize, buffer: &mut [u8]);
}

#[derive(Clone, Copy)]
enum Form<'a> {
    Plain(&'a [u8]),
    Source(&'a dyn ByteSource),
    /// The chunks of a CBOR indefinite-length byte string, without head and break.
    #[cfg(feature = "_cbor")]
    CborChunks(&'a [u8], u32),
    /// Checked base64 text without padding, and its decoded length.
    #[cfg(feature = "_base64")]
    Base64(&'a [u8], u32),
    /// Base64 in a JSON string with escapes.
    #[cfg(feature = "_json")]
    JsonBase64(&'a str, u32),
}

impl<'a> Bytes<'a> {
    /// A source that is read when the bytes are written.
    #[must_use]
    pub const fn from_source(source: &'a dyn ByteSource) -> Self {
        Self(Form::Source(source))
    }

    /// The source, if the bytes have one.
    pub(crate) const fn source(&self) -> Option<&'a dyn ByteSource> {
        match self.0 {
            Form::Source(source) => Some(source),
            _ => None,
        }
    }

    /// Whether the payload holds the bytes as base64 without escapes.
    #[cfg(feature = "_base64")]
    pub(crate) const fn is_base64(&self) -> bool {
        matches!(self.0, Form::Base64(..))
    }

    /// Hands the bytes from `offset` on to `take` in pieces, until that returns false.
    #[cfg(feature = "_base64")]
    pub(crate) fn read_from(&self, offset: usize, mut take: impl FnMut(&[u8]) -> bool) {
        let (pieces, mut skip) = self.pieces_towards(offset);
        for piece in pieces {
            let piece = piece.as_slice();
            if let Some(rest) = piece.get(skip..) {
                if !take(rest) {
                    return;
                }
            }
            skip = skip.saturating_sub(piece.len());
        }
    }

    /// Pieces from a position at or before `offset`, and how far it is from there to `offset`.
    #[cfg(feature = "_base64")]
    fn pieces_towards(&self, offset: usize) -> (BytesPieces<'a>, usize) {
        match self.0 {
            Form::Source(source) => (BytesPieces(State::Source(source, offset)), 0),
            Form::Base64(text, _) => {
                let rest = text.get(offset / base64::BYTES * base64::CHARACTERS..);
                let pieces = BytesPieces(State::Base64(rest.unwrap_or_default()));
                (pieces, offset % base64::BYTES)
            }
            _ => (self.pieces(), offset),
        }
    }

    /// Bytes in checked CBOR chunks of this total length.
    #[cfg(feature = "_cbor")]
    pub(crate) const fn cbor_chunks(chunks: &'a [u8], length: u32) -> Self {
        Self(Form::CborChunks(chunks, length))
    }

    /// Checks base64. The error is an offset in the decoded text.
    #[cfg(feature = "_base64")]
    pub(crate) fn base64(text: Text<'a>, variant: Base64) -> Result<Self, usize> {
        let mut check = Check::new();
        text.pieces().try_for_each(|piece| check.take(piece.as_ref(), variant))?;
        let length = check.finish(variant)?;
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        #[cfg(feature = "_json")]
        if let Some(raw) = text.escaped_json() {
            return Ok(Self(Form::JsonBase64(raw, length)));
        }
        let text = base64::unpadded(text.as_bytes().unwrap_or_default());
        Ok(Self(Form::Base64(text, length)))
    }

    /// Checks base64 of a variant, or of any variant with [`Leniency::Base64`]. The error is an offset in
    /// the decoded text, and the leniency that would have helped.
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

    /// The chunks of a CBOR byte string, if the bytes are in chunks.
    #[cfg(feature = "_cbor")]
    pub(crate) const fn chunks(&self) -> Option<&'a [u8]> {
        match self.0 {
            Form::CborChunks(chunks, _) => Some(chunks),
            _ => None,
        }
    }

    /// The bytes, if the payload holds them as they are.
    #[must_use]
    pub const fn as_slice(&self) -> Option<&'a [u8]> {
        match self.0 {
            Form::Plain(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The number of decoded bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.0 {
            Form::Plain(bytes) => bytes.len(),
            Form::Source(source) => source.len(),
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
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The decoded bytes in pieces, in order. Pieces may be empty.
    #[must_use]
    pub fn pieces(&self) -> BytesPieces<'a> {
        BytesPieces(match self.0 {
            Form::Plain(bytes) => State::Plain(Some(bytes)),
            Form::Source(source) => State::Source(source, 0),
            #[cfg(feature = "_cbor")]
            Form::CborChunks(chunks, _) => State::CborChunks(chunks),
            #[cfg(feature = "_base64")]
            Form::Base64(text, _) => State::Base64(text),
            #[cfg(feature = "_json")]
            Form::JsonBase64(raw, _) => State::JsonBase64(Text::json(raw, 0).bytes()),
        })
    }

    /// Copies the decoded bytes to the start of `buffer` and returns them.
    ///
    /// # Errors
    /// [`ErrorKind::BufferTooSmall`] with the length that is needed.
    pub fn copy_to<'b>(&self, buffer: &'b mut [u8]) -> Result<&'b [u8], Error> {
        #[cfg(feature = "_base64")]
        if let Form::Base64(text, length) = self.0 {
            let length = length as usize;
            let too_small = Error::new(ErrorKind::BufferTooSmall, length);
            let place = buffer.get_mut(..length).ok_or(too_small)?;
            base64::decode(text, place);
            return Ok(place);
        }
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

    /// The decoded bytes, copied only if the payload does not hold them as they are.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn to_cow(&self) -> Cow<'a, [u8]> {
        match self.as_slice() {
            Some(bytes) => Cow::Borrowed(bytes),
            None => {
                let mut bytes = alloc::vec![0; self.len()];
                let copied = self.copy_to(&mut bytes);
                debug_assert!(copied.is_ok_and(|copied| copied.len() == self.len()));
                Cow::Owned(bytes)
            }
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
    /// Bytes that were read or decoded, and their number.
    Copied([u8; COPIED], usize),
}

/// The bytes of a value that are read from a source, or decoded, at a time.
const COPIED: usize = 48;

impl BytesPiece<'_> {
    /// The bytes of the piece.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        match &self.0 {
            Piece::Borrowed(bytes) => bytes,
            Piece::Copied(bytes, length) => bytes.get(..*length).unwrap_or_default(),
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
    Source(&'a dyn ByteSource, usize),
    #[cfg(feature = "_cbor")]
    CborChunks(&'a [u8]),
    #[cfg(feature = "_base64")]
    Base64(&'a [u8]),
    #[cfg(feature = "_json")]
    JsonBase64(TextBytes<'a>),
}

impl<'a> Iterator for BytesPieces<'a> {
    type Item = BytesPiece<'a>;

    fn next(&mut self) -> Option<BytesPiece<'a>> {
        let piece = match &mut self.0 {
            State::Plain(bytes) => bytes.take().map(Piece::Borrowed),
            State::Source(source, offset) => {
                let length = source.len().saturating_sub(*offset).min(COPIED);
                if length == 0 {
                    return None;
                }
                let mut bytes = [0; COPIED];
                source.read(*offset, bytes.get_mut(..length).unwrap_or_default());
                *offset += length;
                Some(Piece::Copied(bytes, length))
            }
            #[cfg(feature = "_cbor")]
            State::CborChunks(chunks) => {
                let (chunk, rest) = crate::encoding::cbor::split_chunk(chunks)?;
                *chunks = rest;
                Some(Piece::Borrowed(chunk))
            }
            #[cfg(feature = "_base64")]
            State::Base64(text) => {
                base64::next_piece(text).map(|(bytes, length)| Piece::Copied(bytes, length))
            }
            #[cfg(feature = "_json")]
            State::JsonBase64(text) => {
                base64::next_piece_of(text).map(|(bytes, length)| Piece::Copied(bytes, length))
            }
        };
        piece.map(BytesPiece)
    }
}
