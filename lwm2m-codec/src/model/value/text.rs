//! Text borrowed from a payload.

#[cfg(feature = "alloc")]
use alloc::borrow::Cow;
use core::fmt;

use super::pieces_equal;
use crate::encoding::utf8::PlainText;
#[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
use crate::encoding::utf8::first_invalid;
use crate::error::{Error, ErrorKind};

/// The text of a String or Corelnk value, borrowed from the payload.
///
/// Mostly the payload holds the text itself, and [`Text::as_str`] returns it. Otherwise the value comes
/// in [pieces](Text::pieces). It was checked while decoding, so no piece can fail.
///
/// ```
/// use lwm2m_codec::Text;
///
/// let text = Text::from("2.5 °C");
/// assert_eq!(text, "2.5 °C");
/// assert_eq!(text.len(), 7);
/// let mut buffer = [0; 8];
/// assert_eq!(text.copy_to(&mut buffer)?, "2.5 °C");
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Text<'a>(Form<'a>);

#[derive(Clone, Copy)]
enum Form<'a> {
    Plain(PlainText<'a>),
    /// Bytes that are not all UTF-8: invalid parts read as U+FFFD. And the length of the resulting text.
    #[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
    Lossy(Coded, &'a [u8], u32),
    /// The chunks of a CBOR indefinite-length text string, without head and break.
    #[cfg(feature = "_cbor")]
    CborChunks(&'a [u8], u32),
    /// The inside of a JSON string with escapes, and the decoded length.
    #[cfg(feature = "_json")]
    Json(&'a str, u32),
    /// The inside of a quoted string of a link, where a backslash escapes the character after it, and
    /// the decoded length.
    #[cfg(feature = "link")]
    Quoted(PlainText<'a>, u32),
}

/// How bytes hold a text.
#[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coded {
    Plain,
    /// In a JSON string, of which lone surrogates are invalid too.
    #[cfg(feature = "_json")]
    Json,
    /// In chunks of a CBOR string.
    #[cfg(feature = "_cbor")]
    Chunks,
}

impl<'a> Text<'a> {
    /// Text in which invalid parts read as U+FFFD.
    #[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
    #[cold]
    #[inline(never)]
    pub(crate) fn lossy(coded: Coded, bytes: &'a [u8]) -> Self {
        let length = Self(Form::Lossy(coded, bytes, 0)).pieces();
        let length = length.fold(0usize, |length, piece| length + piece.as_ref().len());
        Self(Form::Lossy(coded, bytes, u32::try_from(length).unwrap_or(u32::MAX)))
    }

    /// Whether parts of the text may be invalid.
    #[cfg(feature = "_senml")]
    #[inline]
    pub(crate) const fn is_lossy(&self) -> bool {
        matches!(self.0, Form::Lossy(..))
    }

    /// The error for the first invalid part of the text, which starts at this offset; `None` if there
    /// is none.
    #[cfg(feature = "_scalar")]
    #[cold]
    #[inline(never)]
    pub(crate) fn invalid(&self, offset: u32) -> Option<Error> {
        let Form::Lossy(coded, bytes, _) = self.0 else { return None };
        let mut pieces = self.pieces();
        let length = pieces.find_map(|piece| piece.invalid())?;
        let at = bytes.len() - pieces.left() - length;
        let kind = match bytes.get(at) {
            #[cfg(feature = "_json")]
            Some(b'\\') if coded == Coded::Json => ErrorKind::InvalidEscape,
            _ => ErrorKind::InvalidUtf8,
        };
        let _ = coded;
        Some(Error::new(kind, at).after(offset))
    }

    /// Text in checked CBOR chunks of this total length.
    #[cfg(feature = "_cbor")]
    pub(crate) const fn cbor_chunks(chunks: &'a [u8], length: u32) -> Self {
        Self(Form::CborChunks(chunks, length))
    }

    /// A checked JSON string with escapes, of this decoded length.
    #[cfg(feature = "_json")]
    pub(crate) const fn json(raw: &'a str, length: u32) -> Self {
        Self(Form::Json(raw, length))
    }

    /// A checked quoted string with this number of backslashes.
    #[cfg(feature = "link")]
    pub(crate) const fn quoted(raw: PlainText<'a>, backslashes: usize) -> Self {
        let length = raw.as_bytes().len();
        match backslashes {
            0 => Self(Form::Plain(raw)),
            _ => Self(Form::Quoted(raw, length.saturating_sub(backslashes) as u32)),
        }
    }

    /// The inside of the JSON string, if it has escapes.
    #[cfg(feature = "_json")]
    pub(crate) const fn escaped_json(&self) -> Option<&'a str> {
        match self.0 {
            Form::Json(raw, _) => Some(raw),
            _ => None,
        }
    }

    /// The decoded text byte by byte.
    pub(crate) const fn bytes(&self) -> TextBytes<'a> {
        TextBytes { pieces: self.pieces(), piece: TextPiece::borrowed(""), next: 0 }
    }

    /// The text, if the payload holds it as it is.
    #[must_use]
    #[cfg_attr(
        not(any(feature = "tlv", feature = "_numerals", feature = "_cbor")),
        expect(unreachable_patterns, reason = "all text is plain")
    )]
    pub const fn as_str(&self) -> Option<&'a str> {
        match self.0 {
            Form::Plain(text) => Some(text.as_str()),
            _ => None,
        }
    }

    /// The chunks of a CBOR text string, if the text is in chunks.
    #[cfg(feature = "_cbor")]
    pub(crate) const fn chunks(&self) -> Option<&'a [u8]> {
        match self.0 {
            Form::CborChunks(chunks, _) => Some(chunks),
            _ => None,
        }
    }

    /// The UTF-8 of the text, if the payload holds it as it is.
    ///
    /// Without the feature `fast`, [`Text::as_str`] checks it again; this does not.
    #[must_use]
    #[inline]
    #[cfg_attr(
        not(any(feature = "tlv", feature = "_numerals", feature = "_cbor")),
        expect(unreachable_patterns, reason = "all text is plain")
    )]
    pub const fn as_bytes(&self) -> Option<&'a [u8]> {
        match self.0 {
            Form::Plain(text) => Some(text.as_bytes()),
            _ => None,
        }
    }

    /// The decoded text in a buffer, if it fits; smaller than [`Text::copy_to`].
    #[cfg(feature = "_senml")]
    #[inline(never)]
    pub(crate) fn short<'b>(&self, buffer: &'b mut [u8]) -> Option<&'b [u8]> {
        let mut length = 0;
        for byte in self.bytes() {
            *buffer.get_mut(length)? = byte;
            length += 1;
        }
        buffer.get(..length)
    }

    /// The length of the decoded text, in bytes.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self.0 {
            Form::Plain(text) => text.as_bytes().len(),
            #[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
            Form::Lossy(_, _, length) => length as usize,
            #[cfg(feature = "_cbor")]
            Form::CborChunks(_, length) => length as usize,
            #[cfg(feature = "_json")]
            Form::Json(_, length) => length as usize,
            #[cfg(feature = "link")]
            Form::Quoted(_, length) => length as usize,
        }
    }

    /// Whether the text is empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The decoded text in pieces, in order. Pieces may be empty.
    #[must_use]
    pub const fn pieces(&self) -> TextPieces<'a> {
        TextPieces(match self.0 {
            Form::Plain(text) => State::Plain(Some(text)),
            #[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
            Form::Lossy(Coded::Plain, bytes, _) => State::Lossy(Coded::Plain, &[], bytes),
            #[cfg(feature = "_scalar")]
            Form::Lossy(coded, bytes, _) => State::Lossy(coded, bytes, &[]),
            #[cfg(feature = "_cbor")]
            Form::CborChunks(chunks, _) => State::CborChunks(chunks),
            #[cfg(feature = "_json")]
            Form::Json(raw, _) => State::Json(raw),
            #[cfg(feature = "link")]
            Form::Quoted(raw, _) => State::Quoted(raw),
        })
    }

    /// Copies the decoded text to the start of `buffer` and returns it.
    ///
    /// # Errors
    /// [`ErrorKind::BufferTooSmall`] with the length that is needed.
    pub fn copy_to<'b>(&self, buffer: &'b mut [u8]) -> Result<&'b str, Error> {
        let mut done = 0;
        for piece in self.pieces() {
            let piece = piece.as_ref();
            let place = buffer
                .get_mut(done..)
                .and_then(|rest| rest.get_mut(..piece.len()))
                .ok_or(Error::new(ErrorKind::BufferTooSmall, self.len()))?;
            place.copy_from_slice(piece);
            done += piece.len();
        }
        let copied = buffer.get(..done).unwrap_or_default();
        core::str::from_utf8(copied).map_err(|_| Error::new(ErrorKind::InvalidUtf8, 0))
    }

    /// The decoded text, copied only if the payload does not hold it as it is.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn to_cow(&self) -> Cow<'a, str> {
        match self.as_str() {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(self.pieces().fold(
                alloc::string::String::with_capacity(self.len()),
                |mut text, piece| {
                    text.push_str(piece.as_str());
                    text
                },
            )),
        }
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self(Form::Plain(PlainText::from_str(text)))
    }
}

impl<'a> From<PlainText<'a>> for Text<'a> {
    fn from(text: PlainText<'a>) -> Self {
        Self(Form::Plain(text))
    }
}

#[cfg_attr(
    not(any(feature = "tlv", feature = "_numerals", feature = "_cbor")),
    expect(unreachable_patterns, reason = "all text is plain")
)]
impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self.0, other.0) {
            (Form::Plain(a), Form::Plain(b)) => a.as_bytes() == b.as_bytes(),
            _ => self.len() == other.len() && pieces_equal(self.pieces(), other.pieces()),
        }
    }
}

impl Eq for Text<'_> {}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        *self == Text::from(other)
    }
}

impl PartialEq<&str> for Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == Text::from(*other)
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_str() {
            Some(text) => f.pad(text),
            None => self.pieces().try_for_each(|piece| f.write_str(piece.as_str())),
        }
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        self.pieces().try_for_each(|piece| write!(f, "{}", piece.as_str().escape_debug()))?;
        f.write_str("\"")
    }
}

#[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
const REPLACEMENT: &str = "\u{fffd}";

/// A part of a decoded [`Text`].
#[derive(Clone, Copy)]
pub struct TextPiece<'a>(Piece<'a>);

#[derive(Clone, Copy)]
enum Piece<'a> {
    Borrowed(PlainText<'a>),
    /// U+FFFD for so many bytes.
    #[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
    Invalid(#[cfg_attr(not(feature = "_scalar"), expect(dead_code, reason = "for errors"))] u8),
    /// A character in UTF-8, and its length.
    #[cfg(feature = "_json")]
    Char([u8; 4], u8),
}

impl<'a> TextPiece<'a> {
    const fn borrowed(text: &'a str) -> Self {
        Self(Piece::Borrowed(PlainText::from_str(text)))
    }
}

impl TextPiece<'_> {
    #[cfg(feature = "_json")]
    fn character(character: char) -> Self {
        let mut bytes = [0; 4];
        let length = character.encode_utf8(&mut bytes).len() as u8;
        Self(Piece::Char(bytes, length))
    }

    /// The text of the piece.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Piece::Borrowed(text) => text.as_str(),
            #[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
            Piece::Invalid(_) => REPLACEMENT,
            #[cfg(feature = "_json")]
            Piece::Char(bytes, length) => {
                let bytes = bytes.get(..usize::from(*length)).unwrap_or_default();
                core::str::from_utf8(bytes).unwrap_or_default()
            }
        }
    }

    /// The number of bytes that are invalid, if any.
    #[cfg(feature = "_scalar")]
    const fn invalid(&self) -> Option<usize> {
        match self.0 {
            Piece::Invalid(length) => Some(length as usize),
            _ => None,
        }
    }

    /// The byte at an index.
    fn byte(&self, index: usize) -> Option<u8> {
        self.as_ref().get(index).copied()
    }
}

/// The bytes of a decoded [`Text`].
#[derive(Clone)]
pub(crate) struct TextBytes<'a> {
    pieces: TextPieces<'a>,
    piece: TextPiece<'a>,
    next: usize,
}

impl Iterator for TextBytes<'_> {
    type Item = u8;

    #[cfg_attr(feature = "fast", inline)]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn next(&mut self) -> Option<u8> {
        loop {
            if let Some(byte) = self.piece.byte(self.next) {
                self.next += 1;
                return Some(byte);
            }
            (self.piece, self.next) = (self.pieces.next()?, 0);
        }
    }
}

impl AsRef<[u8]> for TextPiece<'_> {
    fn as_ref(&self) -> &[u8] {
        match &self.0 {
            Piece::Borrowed(text) => text.as_bytes(),
            #[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
            Piece::Invalid(_) => REPLACEMENT.as_bytes(),
            #[cfg(feature = "_json")]
            Piece::Char(bytes, length) => bytes.get(..usize::from(*length)).unwrap_or_default(),
        }
    }
}

/// The pieces of a [`Text`]; from [`Text::pieces`].
#[derive(Clone)]
pub struct TextPieces<'a>(State<'a>);

#[derive(Clone)]
enum State<'a> {
    Plain(Option<PlainText<'a>>),
    /// What comes after a run of plain bytes, and what is left of that.
    #[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
    Lossy(Coded, &'a [u8], &'a [u8]),
    #[cfg(feature = "_cbor")]
    CborChunks(&'a [u8]),
    #[cfg(feature = "_json")]
    Json(&'a str),
    #[cfg(feature = "link")]
    Quoted(PlainText<'a>),
}

#[cfg(feature = "_scalar")]
impl<'a> TextPieces<'a> {
    /// The number of undecoded bytes left.
    pub(crate) fn left(&self) -> usize {
        match &self.0 {
            State::Plain(text) => text.map_or(0, |text| text.as_bytes().len()),
            State::Lossy(_, rest, open) => rest.len() + open.len(),
            #[cfg(feature = "_cbor")]
            State::CborChunks(chunks) => chunks.len(),
            #[cfg(feature = "_json")]
            State::Json(raw) => raw.len(),
            #[cfg(feature = "link")]
            State::Quoted(raw) => raw.as_bytes().len(),
        }
    }

    /// The pieces from the position where `left` bytes were [left](Self::left).
    #[cfg(feature = "_json")]
    #[cfg_attr(not(feature = "_cbor"), expect(unused_mut, reason = "only chunks take more"))]
    pub(crate) fn at(mut self, left: usize) -> Self {
        fn end(text: &str, left: usize) -> &str {
            text.len().checked_sub(left).and_then(|start| text.get(start..)).unwrap_or_default()
        }
        // Between chunks there is no other way than along them.
        #[cfg(feature = "_cbor")]
        while let State::Lossy(Coded::Chunks, rest, open) = &mut self.0 {
            if rest.len() + open.len() <= left {
                break;
            }
            match left.checked_sub(rest.len()) {
                Some(kept) => *open = open.get(open.len() - kept..).unwrap_or_default(),
                None => {
                    let Some((chunk, after)) = crate::encoding::cbor::split_chunk(rest) else {
                        break;
                    };
                    (*open, *rest) = (chunk, after);
                }
            }
        }
        let end_of_bytes = |bytes: &'a [u8]| {
            bytes.len().checked_sub(left).and_then(|start| bytes.get(start..)).unwrap_or_default()
        };
        Self(match self.0 {
            State::Plain(text) => State::Plain(text.filter(|_| left > 0)),
            State::Lossy(Coded::Plain, _, open) => {
                State::Lossy(Coded::Plain, &[], end_of_bytes(open))
            }
            State::Lossy(Coded::Json, rest, _) => {
                State::Lossy(Coded::Json, end_of_bytes(rest), &[])
            }
            #[cfg(feature = "_cbor")]
            chunks @ State::Lossy(Coded::Chunks, ..) => chunks,
            #[cfg(feature = "_cbor")]
            State::CborChunks(chunks) => State::CborChunks(end_of_bytes(chunks)),
            State::Json(raw) => State::Json(end(raw, left)),
            #[cfg(feature = "link")]
            State::Quoted(raw) => {
                let length = raw.as_bytes().len();
                State::Quoted(raw.slice(length.saturating_sub(left)..length))
            }
        })
    }
}

impl<'a> Iterator for TextPieces<'a> {
    type Item = TextPiece<'a>;

    fn next(&mut self) -> Option<TextPiece<'a>> {
        match &mut self.0 {
            State::Plain(text) => text.take().map(|text| TextPiece(Piece::Borrowed(text))),
            #[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
            State::Lossy(coded, rest, open) => lossy_piece(*coded, rest, open),
            #[cfg(feature = "_cbor")]
            State::CborChunks(chunks) => {
                let (chunk, rest) = crate::encoding::cbor::split_chunk(chunks)?;
                *chunks = rest;
                PlainText::check(chunk).ok().map(|chunk| TextPiece(Piece::Borrowed(chunk)))
            }
            #[cfg(feature = "_json")]
            State::Json(raw) => {
                let run = raw.bytes().position(|byte| byte == b'\\').unwrap_or(raw.len());
                if run > 0 || raw.is_empty() {
                    let (plain, rest) = raw.split_at_checked(run)?;
                    *raw = rest;
                    return (!plain.is_empty()).then_some(TextPiece::borrowed(plain));
                }
                let (character, length) = crate::encoding::json::unescape(raw.as_bytes()).ok()?;
                *raw = raw.get(length..)?;
                Some(TextPiece::character(character))
            }
            #[cfg(feature = "link")]
            State::Quoted(raw) => {
                let bytes = raw.as_bytes();
                if bytes.is_empty() {
                    return None;
                }
                // Drops a leading backslash, but keeps a backslash that it escapes.
                let start = usize::from(bytes.starts_with(b"\\"));
                let escape = bytes.iter().skip(2 * start).position(|byte| *byte == b'\\');
                let end = escape.map_or(bytes.len(), |at| at + 2 * start);
                let piece = raw.slice(start..end);
                *raw = raw.slice(end..bytes.len());
                Some(TextPiece(Piece::Borrowed(piece)))
            }
        }
    }
}

/// The next piece of a text that may be invalid: a valid run, or a replacement where there is none.
#[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
#[cfg_attr(
    not(any(feature = "_json", feature = "_cbor")),
    allow(clippy::never_loop, reason = "plain text is one piece")
)]
#[cold]
#[inline(never)]
fn lossy_piece<'a>(
    coded: Coded,
    rest: &mut &'a [u8],
    open: &mut &'a [u8],
) -> Option<TextPiece<'a>> {
    let _ = &rest;
    while open.is_empty() {
        match coded {
            Coded::Plain => return None,
            #[cfg(feature = "_json")]
            Coded::Json => {
                let run = rest.iter().position(|&byte| byte == b'\\').unwrap_or(rest.len());
                if run > 0 || rest.is_empty() {
                    (*open, *rest) = rest.split_at_checked(run)?;
                    if open.is_empty() {
                        return None;
                    }
                    continue;
                }
                let Ok((character, length)) = crate::encoding::json::unescape(rest) else {
                    *rest = rest.get(crate::encoding::json::SURROGATE..)?;
                    return Some(TextPiece(Piece::Invalid(crate::encoding::json::SURROGATE as u8)));
                };
                *rest = rest.get(length..)?;
                return Some(TextPiece::character(character));
            }
            #[cfg(feature = "_cbor")]
            Coded::Chunks => (*open, *rest) = crate::encoding::cbor::split_chunk(rest)?,
        }
    }
    let (valid, invalid) = first_invalid(open).unwrap_or((open.len(), 0));
    let (run, after) = open.split_at_checked(if valid > 0 { valid } else { invalid })?;
    *open = after;
    Some(TextPiece(match PlainText::check(run) {
        Ok(run) => Piece::Borrowed(run),
        Err(_) => Piece::Invalid(run.len() as u8),
    }))
}

#[cfg(all(test, feature = "alloc", any(feature = "tlv", feature = "cbor")))]
mod tests {
    use super::*;

    #[test]
    #[cfg(feature = "tlv")]
    fn invalid_utf8_reads_as_replacement() {
        let text = Text::lossy(Coded::Plain, b"\xc3(\xff\xffa");
        assert_eq!(text, "\u{fffd}(\u{fffd}\u{fffd}a");
        assert_eq!(text.len(), 11);
        assert_eq!((text.as_str(), text.as_bytes()), (None, None));
        assert_eq!(Text::from("é").as_bytes(), Some("é".as_bytes()));
        assert_eq!(text.to_cow(), "\u{fffd}(\u{fffd}\u{fffd}a");
        assert_eq!(text.copy_to(&mut [0; 10]).unwrap_err().offset(), 11);
    }

    #[test]
    #[cfg(feature = "link")]
    fn quoted_strings_read_as_what_follows_each_backslash() {
        for (raw, text) in [
            (r#"x,\"1\""#, r#"x,"1""#),
            (r"a\\b\c", r"a\bc"),
            (r"\\\\", r"\\"),
            (r"\é\é", "éé"),
            (r#"\""#, r#"""#),
        ] {
            let read = Text::quoted(PlainText::from_str(raw), raw.len() - text.len());
            assert_eq!(read.to_cow(), text);
            assert_eq!(read, text);
            assert_eq!(read.len(), text.len());
            assert!(read.bytes().eq(text.bytes()));
        }
        assert_eq!(Text::quoted(PlainText::from_str(""), 0).as_str(), Some(""));
    }

    #[test]
    #[cfg(feature = "_cbor")]
    fn cbor_chunks_read_as_one_text() {
        let text = Text::cbor_chunks(b"\x62he\x60\x63llo", 5);
        assert_eq!(text, "hello");
        assert_eq!(text.to_cow(), "hello");
        assert_eq!(alloc::format!("{text} {text:?}"), "hello \"hello\"");
    }
}
