//! Bytes borrowed from a payload.

#[cfg(feature = "alloc")]
use alloc::borrow::Cow;
use core::fmt;

use super::pieces_equal;
#[cfg(feature = "_base64")]
use super::text::{Text, TextBytes};
#[cfg(feature = "_base64")]
use crate::encoding::base64::{self, Base64};
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

/// Bytes read from a source at a time.
const SOURCE_PIECE: usize = 48;

#[derive(Clone, Copy)]
enum Form<'a> {
    Plain(&'a [u8]),
    Source(&'a dyn ByteSource),
    /// The chunks of a CBOR indefinite-length byte string, without head and break.
    #[cfg(feature = "_cbor")]
    CborChunks(&'a [u8], u32),
    /// Checked base64 text, and its decoded length.
    #[cfg(feature = "_base64")]
    Base64(&'a str, u32),
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

    /// The bytes from `offset` on, at most `N`.
    #[cfg_attr(
        not(any(feature = "_cbor", feature = "_base64")),
        expect(unreachable_patterns, reason = "there are no other bytes")
    )]
    pub(crate) fn part<const N: usize>(&self, offset: usize) -> Part<N> {
        let mut part = Part { bytes: [0; N], len: 0 };
        part.len = self.len().saturating_sub(offset).min(N);
        let place = part.bytes.get_mut(..part.len).unwrap_or_default();
        match self.0 {
            Form::Source(source) => source.read(offset, place),
            Form::Plain(bytes) => {
                if let Some(bytes) = bytes.get(offset..).and_then(|rest| rest.get(..place.len())) {
                    place.copy_from_slice(bytes);
                }
            }
            _ => {
                let (pieces, mut before) = self.pieces_towards(offset);
                for piece in pieces {
                    let piece = piece.as_slice();
                    let skipped = offset.saturating_sub(before).min(piece.len());
                    let at = (before + skipped).saturating_sub(offset);
                    let rest = piece.get(skipped..).unwrap_or_default();
                    for (place, &byte) in place.iter_mut().skip(at).zip(rest) {
                        *place = byte;
                    }
                    before += piece.len();
                    if before >= offset + N {
                        break;
                    }
                }
            }
        }
        part
    }

    /// Pieces from a position at or before `offset`, and the number of bytes before that position.
    fn pieces_towards(&self, offset: usize) -> (BytesPieces<'a>, usize) {
        #[cfg(feature = "_base64")]
        if let Form::Base64(text, _) = self.0 {
            let blocks = offset / base64::BYTES;
            let rest = text.get(blocks * base64::CHARACTERS..).unwrap_or_default();
            let pieces = BytesPieces(State::Base64(Text::from(rest).bytes()));
            return (pieces, blocks * base64::BYTES);
        }
        let _ = offset;
        (self.pieces(), 0)
    }

    /// Bytes in checked CBOR chunks of this total length.
    #[cfg(feature = "_cbor")]
    pub(crate) const fn cbor_chunks(chunks: &'a [u8], length: u32) -> Self {
        Self(Form::CborChunks(chunks, length))
    }

    /// Checks base64. The error is an offset in the decoded text.
    #[cfg(feature = "_base64")]
    pub(crate) fn base64(text: Text<'a>, variant: Base64) -> Result<Self, usize> {
        let length = match text.as_str() {
            Some(plain) => base64::plain_decoded_len(plain.as_bytes(), variant)?,
            None => base64::decoded_len(text.bytes(), variant)?,
        };
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        #[cfg(feature = "_json")]
        if let Some((raw, true)) = text.raw_json() {
            return Ok(Self(Form::JsonBase64(raw, length)));
        }
        Ok(Self(Form::Base64(text.as_str().unwrap_or_default(), length)))
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

    /// The decoded bytes, copied only if the payload does not hold them as they are.
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

/// Some bytes, copied.
#[derive(Clone, Copy)]
pub(crate) struct Part<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Part<N> {
    pub(crate) fn as_slice(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

/// A part of decoded [`Bytes`].
#[derive(Clone, Copy)]
pub struct BytesPiece<'a>(Piece<'a>);

#[derive(Clone, Copy)]
enum Piece<'a> {
    Borrowed(&'a [u8]),
    Read(Part<SOURCE_PIECE>),
    #[cfg(feature = "_base64")]
    Decoded(base64::Block),
}

impl BytesPiece<'_> {
    /// The bytes of the piece.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        match &self.0 {
            Piece::Borrowed(bytes) => bytes,
            Piece::Read(part) => part.as_slice(),
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
    Source(&'a dyn ByteSource, usize),
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
            State::Source(source, offset) => {
                let part = Bytes::from_source(*source).part::<SOURCE_PIECE>(*offset);
                *offset += part.as_slice().len();
                (!part.as_slice().is_empty()).then_some(BytesPiece(Piece::Read(part)))
            }
            #[cfg(feature = "_cbor")]
            State::CborChunks(chunks) => {
                let (chunk, rest) = crate::encoding::cbor::split_chunk(chunks)?;
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
