//! A cursor over CBOR data items (RFC 8949, section 3).

use crate::codec::fault::Fault;
use crate::encoding::cbor::Head;
use crate::encoding::utf8::PlainText;
use crate::error::{Error, ErrorKind, Found, Leniency, Strictness};
use crate::model::value::{Bytes, Coded, Text};

/// Reads one item after the other, and holds the one that was read last.
///
/// Its first error sticks: what is read after that means nothing, so that callers look for an error
/// once, at the end of what they do. Results that are returned in memory at each level would take
/// half of the code of small processors.
#[derive(Debug)]
pub(crate) struct Cursor<'a> {
    payload: &'a [u8],
    pub(crate) fault: Fault,
    /// Where the next item starts, and where the last one did.
    pub(crate) position: u32,
    pub(crate) start: u32,
    /// What the last item is: strings with their contents, of arrays, maps and tags the head.
    /// [`Found::Nothing`] after an error.
    pub(crate) found: Found,
    first: u8,
    /// Its number: an integer, the bits of a float, a tag, the length of a string, an array or a map.
    pub(crate) argument: u64,
    /// The contents of a string, or its chunks; the text only if it is not in chunks.
    bytes: &'a [u8],
    text: PlainText<'a>,
    /// Whether texts may be invalid, as the last one is.
    pub(crate) lossy: bool,
}

/// The count of what is left of an item of indefinite length: anything up to a break.
#[cfg(feature = "senml-cbor")]
pub(crate) const UNTIL_BREAK: u32 = u32::MAX;

impl<'a> Cursor<'a> {
    /// A cursor before the item at this position.
    #[inline]
    pub(crate) const fn new(payload: &'a [u8], position: u32, strictness: Strictness) -> Self {
        Self {
            payload,
            fault: Fault::new(strictness),
            position,
            start: position,
            found: Found::Nothing,
            first: 0,
            argument: 0,
            bytes: &[],
            text: PlainText::from_str(""),
            lossy: false,
        }
    }

    /// The first error, if there was one.
    #[cfg(any(test, feature = "cbor", feature = "lwm2m-cbor"))]
    #[inline]
    pub(crate) const fn error(&self) -> Option<Error> {
        self.fault.error()
    }

    /// Whether there was an error.
    #[inline]
    pub(crate) const fn failed(&self) -> bool {
        self.fault.is_some()
    }

    /// Fails, unless something failed before.
    #[cold]
    #[inline(never)]
    pub(crate) fn fail(&mut self, error: Error) {
        self.found = Found::Nothing;
        self.fault.report(error);
    }

    /// Fails with a kind at the last item.
    #[cold]
    #[inline(never)]
    pub(crate) fn fail_here(&mut self, kind: ErrorKind) {
        self.fail(Error::new(kind, self.start as usize));
    }

    /// Fails as the last item is not what must stand there.
    #[cold]
    #[inline(never)]
    pub(crate) fn misfit(&mut self, kind: ErrorKind) {
        self.fail(Error::new(kind, self.start as usize).found(self.found));
    }

    /// Fails with an error, unless this leniency is switched on.
    #[cold]
    #[inline(never)]
    pub(crate) fn demand(&mut self, leniency: Leniency, error: Error) {
        if !self.fault.allows(leniency, error) {
            self.found = Found::Nothing;
        }
    }

    /// Whether nothing is left of the payload.
    #[inline]
    pub(crate) const fn is_at_end(&self) -> bool {
        self.position as usize == self.payload.len()
    }

    /// The byte at the position, or a break if there is none.
    #[cfg(feature = "senml-cbor")]
    #[inline]
    pub(crate) fn peek(&self) -> u8 {
        self.payload.get(self.position as usize).copied().unwrap_or(Head::BREAK)
    }

    /// Passes the break at the position, if there is one.
    #[cfg(any(feature = "senml-cbor", feature = "lwm2m-cbor"))]
    #[inline]
    pub(crate) fn pass_break(&mut self) -> bool {
        let is_break = self.payload.get(self.position as usize) == Some(&Head::BREAK);
        self.position += u32::from(is_break);
        is_break
    }

    /// Whether the last item is negative, if it is an integer.
    #[inline]
    pub(crate) const fn is_negative(&self) -> bool {
        self.first & 0x20 != 0
    }

    /// Whether the last item ends with a break.
    #[inline]
    pub(crate) const fn is_indefinite(&self) -> bool {
        self.first & 0x1f == 31
    }

    /// The number of elements of the last item, which is an array or a map: [`UNTIL_BREAK`] if only a
    /// break ends it. A payload has fewer bytes than the greatest number says.
    #[cfg(feature = "senml-cbor")]
    pub(crate) fn count(&self) -> u32 {
        if self.is_indefinite() {
            return UNTIL_BREAK;
        }
        u32::try_from(self.argument).unwrap_or(u32::MAX).min(UNTIL_BREAK - 1)
    }

    /// The last item, which is a Boolean.
    #[inline]
    pub(crate) const fn truth(&self) -> bool {
        self.first & 1 == 1
    }

    /// The last item, which is a float.
    #[inline]
    pub(crate) fn float(&self) -> f64 {
        let head = Head { first: self.first, argument: self.argument };
        head.float().unwrap_or_default()
    }

    /// The last item, which is a text.
    #[inline]
    pub(crate) fn text(&self) -> Text<'a> {
        if self.lossy {
            let coded = if self.is_indefinite() { Coded::Chunks } else { Coded::Plain };
            return Text::lossy(coded, self.bytes);
        }
        if self.is_indefinite() {
            return Text::cbor_chunks(self.bytes, self.argument as u32);
        }
        Text::from(self.text)
    }

    /// The last item, which is a byte string.
    #[inline]
    pub(crate) fn bytes(&self) -> Bytes<'a> {
        if self.is_indefinite() {
            return Bytes::cbor_chunks(self.bytes, self.argument as u32);
        }
        Bytes::from(self.bytes)
    }

    /// The contents of the last item, which is a string, byte by byte.
    pub(crate) fn contents(&self) -> Contents<'a> {
        let left = if self.is_indefinite() { 0 } else { self.bytes.len() };
        Contents { rest: self.bytes, left }
    }

    /// Reads the next item.
    pub(crate) fn item(&mut self) -> Found {
        self.start = self.position;
        if self.head() {
            self.found = match self.first {
                ..0x40 => Found::Integer,
                0x40..0x80 => return self.string(),
                0x80..0xa0 => Found::Array,
                0xa0..0xc0 => Found::Map,
                0xc0..0xe0 => Found::Tag,
                0xf4 | 0xf5 => Found::Boolean,
                0xf6 => Found::Null,
                0xf9..=0xfb => Found::Float,
                Head::BREAK => Found::Break,
                _ => Found::Simple,
            };
            // Simple values below 32 have no form of two bytes.
            if self.first == 0xf8 && self.argument < 32 {
                self.fail_here(ErrorKind::InvalidCbor);
            }
        }
        self.found
    }

    /// Reads the next item as a value: a text may be invalid then, and of a string that the end of the
    /// payload cuts the error says where it starts, so that block-wise decoding can read it in pieces.
    #[cfg(any(feature = "cbor", feature = "lwm2m-cbor"))]
    pub(crate) fn value_item(&mut self) -> Found {
        if self.item() == Found::Nothing {
            self.mend();
        }
        self.found
    }

    /// Where the bytes of the last item are, which is a string.
    pub(crate) fn string_start(&self) -> u32 {
        let end = self.position - u32::from(self.is_indefinite());
        end.saturating_sub(self.bytes.len() as u32)
    }

    /// Reads a value again that is an invalid text, and turns the error of a string that the end of the
    /// payload cuts.
    #[cold]
    #[inline(never)]
    pub(crate) fn mend(&mut self) {
        if self.fault.error().is_some_and(|error| error.is(ErrorKind::InvalidUtf8)) {
            self.fault = Fault::new(self.fault.strictness());
            (self.position, self.lossy) = (self.start, true);
            self.item();
        }
        if let Some(error) = self.fault.error() {
            self.fault.replace(super::cut(error, self.payload, self.start as usize));
        }
    }

    /// Reads what stands at the root, which a leniency lets say that it is CBOR.
    #[cfg(any(feature = "senml-cbor", feature = "lwm2m-cbor"))]
    #[cold]
    #[inline(never)]
    pub(crate) fn root(&mut self) -> Found {
        while self.item() == Found::Tag && self.argument == super::SELF_DESCRIBED {
            let error = Error::new(ErrorKind::TagNotAllowed, self.start as usize);
            self.demand(Leniency::UnknownTags, error);
        }
        self.found
    }

    /// Reads the head at the position.
    #[cfg_attr(feature = "fast", inline(always))]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn head(&mut self) -> bool {
        let rest = self.payload.get(self.position as usize..).unwrap_or_default();
        let Some((head, rest)) = Head::split(rest) else { return self.odd_head() };
        (self.first, self.argument) = (head.first, head.argument);
        self.position = (self.payload.len() - rest.len()) as u32;
        true
    }

    /// Reads a head without argument, or none.
    #[cold]
    #[inline(never)]
    fn odd_head(&mut self) -> bool {
        let position = self.position as usize;
        match self.payload.get(position) {
            Some(&first @ (0x5f | 0x7f | 0x9f | 0xbf | Head::BREAK)) => {
                (self.first, self.argument) = (first, 0);
                self.position += 1;
                return true;
            }
            Some(first) if first & 0x1f >= 28 => {
                self.fail(Error::new(ErrorKind::InvalidCbor, position));
            }
            _ => self.fail(Error::new(ErrorKind::Truncated, self.payload.len())),
        }
        false
    }

    /// Reads the contents of a string, whose head was read.
    #[inline]
    fn string(&mut self) -> Found {
        self.found = if self.first < 0x60 { Found::Bytes } else { Found::Text };
        if self.is_indefinite() {
            return self.chunks();
        }
        self.run();
        self.found
    }

    /// Reads as many bytes as the head says.
    #[cfg_attr(feature = "fast", inline(always))]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn run(&mut self) {
        let rest = self.payload.get(self.position as usize..).unwrap_or_default();
        let length = usize::try_from(self.argument).unwrap_or(usize::MAX);
        let Some(bytes) = rest.get(..length) else {
            return self.fail(Error::new(ErrorKind::Truncated, self.payload.len()));
        };
        if self.first >= 0x60 && !self.lossy {
            match PlainText::check(bytes) {
                Ok(text) => self.text = text,
                Err(valid) => {
                    let error = Error::new(ErrorKind::InvalidUtf8, valid);
                    return self.fail(error.after(self.position));
                }
            }
        }
        self.bytes = bytes;
        self.position += length as u32;
    }

    /// Reads the chunks of a string of indefinite length, up to the break.
    #[cold]
    #[inline(never)]
    fn chunks(&mut self) -> Found {
        let (string, begin) = (self.first, self.position as usize);
        let mut length = 0;
        loop {
            let place = self.position as usize;
            if !self.head() {
                return Found::Nothing;
            }
            if self.first == Head::BREAK {
                self.bytes = self.payload.get(begin..place).unwrap_or_default();
                (self.first, self.argument) = (string, length);
                return self.found;
            }
            if (self.first ^ string) & 0xe0 != 0 || self.is_indefinite() {
                self.fail(Error::new(ErrorKind::InvalidCbor, place));
                return Found::Nothing;
            }
            self.run();
            if self.failed() {
                return Found::Nothing;
            }
            length += self.argument;
        }
    }
}

/// The bytes of a string, one by one.
#[derive(Debug)]
pub(crate) struct Contents<'a> {
    rest: &'a [u8],
    /// Bytes before the next chunk, or of a string that has none.
    left: usize,
}

impl Iterator for Contents<'_> {
    type Item = u8;

    #[inline(never)]
    fn next(&mut self) -> Option<u8> {
        while self.left == 0 {
            let (head, rest) = Head::split(self.rest)?;
            (self.rest, self.left) = (rest, head.argument as usize);
        }
        let (&byte, rest) = self.rest.split_first()?;
        (self.rest, self.left) = (rest, self.left - 1);
        Some(byte)
    }
}
