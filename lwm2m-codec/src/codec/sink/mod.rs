//! Where encoders write.

#[cfg(all(
    feature = "fast",
    any(feature = "tlv", feature = "_senml", feature = "lwm2m-cbor", feature = "link")
))]
mod reserve;

#[cfg(all(
    feature = "fast",
    any(feature = "tlv", feature = "_senml", feature = "lwm2m-cbor")
))]
pub(crate) use self::reserve::Reserved;
#[cfg(feature = "_base64")]
use crate::encoding::base64::{self, Base64};
#[cfg(feature = "_cbor")]
use crate::encoding::cbor::split_chunk;
use crate::error::{Error, ErrorKind};
use crate::model::value::Bytes;
#[cfg(any(feature = "_cbor", feature = "_json"))]
use crate::model::value::Text;

/// Bytes of text after which a writer of blocks may stop.
#[cfg(feature = "_json")]
const TEXT_PART: usize = 256;

/// A buffer that takes what fits and counts the rest, so that one pass gives both the bytes and, if
/// there are too many, the length that is needed. An empty buffer only counts.
///
/// The fast encoders write to it too, and give up where the buffer ends.
pub(crate) struct Sink<'b> {
    buffer: &'b mut [u8],
    /// Bytes of the output that come before the buffer.
    skip: usize,
    /// Bytes of the output so far, with what was skipped and what did not fit.
    len: usize,
    /// How far a long text was written; only where a later sink goes on from there.
    mark: Option<&'b mut Mark>,
}

/// A place in a text that is being written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mark {
    /// Where the text starts in the output.
    start: usize,
    /// The pieces of the text that were left, counted before the one that holds the place.
    left: usize,
    /// The place in that piece, and in the output.
    index: usize,
    output: usize,
}

impl<'b> Sink<'b> {
    pub(crate) const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, skip: 0, len: 0, mark: None }
    }

    /// A sink for the part of the output that follows its first `skip` bytes.
    pub(crate) const fn after(skip: usize, buffer: &'b mut [u8]) -> Self {
        Self { buffer, skip, len: 0, mark: None }
    }

    /// A sink for one block: it follows the first `skip` bytes, and long texts end with the buffer.
    /// The mark comes from the sink of the block before, at first a new one.
    pub(crate) const fn going_on(skip: usize, buffer: &'b mut [u8], mark: &'b mut Mark) -> Self {
        Self { buffer, skip, len: 0, mark: Some(mark) }
    }

    /// The part of the next `length` bytes that the buffer takes, and where.
    fn window(&mut self, length: usize) -> (usize, &mut [u8]) {
        let end = self.len.saturating_add(length);
        let limit = self.skip.saturating_add(self.buffer.len());
        let (from, to) = (self.len.max(self.skip), end.min(limit));
        let (start, first) = (from.saturating_sub(self.skip), from.saturating_sub(self.len));
        self.len = end;
        let place = self.buffer.get_mut(start..to.saturating_sub(self.skip));
        debug_assert!(place.is_some() || from >= to);
        (first, place.unwrap_or_default())
    }

    /// Appends bytes that the buffer may take in part.
    #[cfg_attr(feature = "fast", cold)]
    fn put_part(&mut self, bytes: &[u8]) {
        let (first, place) = self.window(bytes.len());
        let part = bytes.get(first..).and_then(|rest| rest.get(..place.len()));
        debug_assert!(part.is_some() || place.is_empty());
        if let Some(part) = part {
            place.copy_from_slice(part);
        }
    }

    /// Appends bytes. Of a source or of base64, only those are read that the buffer takes.
    pub(crate) fn put_bytes(&mut self, bytes: &Bytes<'_>) {
        #[cfg(feature = "_base64")]
        if bytes.is_base64() {
            return self.put_decoded(bytes);
        }
        #[cfg(feature = "_cbor")]
        if let Some(chunks) = bytes.chunks() {
            return self.put_chunks(chunks);
        }
        if let Some(source) = bytes.source() {
            let (first, place) = self.window(source.len());
            if !place.is_empty() {
                source.read(first, place);
            }
            return;
        }
        // Only base64 with JSON escapes is left.
        #[cfg(feature = "_json")]
        if bytes.as_slice().is_none() {
            return self.put_pieces(bytes.pieces());
        }
        self.put(bytes.as_slice().unwrap_or_default());
    }

    /// Appends text. It was checked, so that the contents of chunks need no second look.
    #[cfg(feature = "_cbor")]
    pub(crate) fn put_text(&mut self, text: &Text<'_>) {
        if let Some(chunks) = text.chunks() {
            return self.put_chunks(chunks);
        }
        if text.as_bytes().is_none() {
            return self.put_pieces(text.pieces());
        }
        self.put(text.as_bytes().unwrap_or_default());
    }

    /// Appends what the chunks of a CBOR string hold.
    #[cfg(feature = "_cbor")]
    #[inline(never)]
    fn put_chunks(&mut self, mut chunks: &[u8]) {
        while let Some((chunk, rest)) = split_chunk(chunks) {
            self.put(chunk);
            chunks = rest;
        }
    }

    /// Appends bytes that come from base64.
    #[cfg(feature = "_base64")]
    fn put_decoded(&mut self, bytes: &Bytes<'_>) {
        let start = self.len;
        let (first, place) = self.window(bytes.len());
        if place.is_empty() {
            return;
        }
        if place.len() < bytes.len() || bytes.copy_to(place).is_err() {
            let end = core::mem::replace(&mut self.len, start.saturating_add(first));
            bytes.read_from(first, |piece| {
                self.put(piece);
                self.len < self.limit()
            });
            self.len = end;
        }
    }

    /// The output up to which the buffer reaches.
    fn limit(&self) -> usize {
        self.skip.saturating_add(self.buffer.len())
    }

    /// Appends text that `escape` writes, to the end of the buffer if a later sink goes on from there.
    #[cfg(feature = "_json")]
    pub(crate) fn put_escaped(&mut self, text: Text<'_>, escape: impl Fn(&mut Self, &[u8])) {
        let start = self.len;
        let (mut pieces, mut index) = (text.pieces(), 0);
        if let Some(mark) = self.mark.as_deref().filter(|mark| mark.start == start) {
            (pieces, index) = (pieces.at(mark.left), mark.index);
            self.len = mark.output;
        }
        loop {
            let left = pieces.left();
            let Some(piece) = pieces.next() else { return };
            let rest = piece.as_ref().get(index..).unwrap_or_default();
            for part in rest.chunks(TEXT_PART) {
                let limit = self.limit();
                if let Some(mark) = &mut self.mark {
                    if self.len > limit {
                        return;
                    }
                    **mark = Mark { start, left, index, output: self.len };
                }
                escape(self, part);
                index += part.len();
            }
            index = 0;
        }
    }

    /// Appends bytes as base64, of which only those are read that the buffer takes.
    ///
    /// Never inlined, so that its frame is not part of all other values.
    #[cfg(feature = "_base64")]
    #[inline(never)]
    pub(crate) fn put_base64(&mut self, bytes: &Bytes<'_>, variant: Base64) {
        let length = base64::encoded_len(bytes.len(), variant);
        let end = self.len.saturating_add(length);
        let groups = self.skip.saturating_sub(self.len).min(length) / 4;
        self.len = self.len.saturating_add(groups * 4);
        if self.len >= self.limit() {
            self.len = end;
            return;
        }
        // What is left of a piece, to be encoded with the next one.
        let (mut group, mut count) = ([0; 3], 0);
        bytes.read_from(groups * 3, |piece| {
            let missing = (3 - count) % 3;
            let (first, rest) = piece.split_at_checked(missing).unwrap_or((piece, &[]));
            for (place, &byte) in group.iter_mut().skip(count).zip(first) {
                *place = byte;
                count += 1;
            }
            if count == 3 {
                self.put_groups(&group, variant);
                count = 0;
            }
            let whole = rest.len() / 3 * 3;
            let (whole, rest) = rest.split_at_checked(whole).unwrap_or_default();
            self.put_groups(whole, variant);
            for (place, &byte) in group.iter_mut().zip(rest) {
                *place = byte;
                count += 1;
            }
            self.len < self.limit()
        });
        self.put_groups(group.get(..count).unwrap_or_default(), variant);
        self.len = end;
    }

    /// Appends groups of three bytes as base64, or a shorter one that ends the value; those are left
    /// out that the buffer does not take.
    #[cfg(feature = "_base64")]
    fn put_groups(&mut self, mut bytes: &[u8], variant: Base64) {
        while !bytes.is_empty() && self.len < self.limit() {
            // As many as the buffer takes whole, or else one that it takes in part.
            let room = if self.len < self.skip { 0 } else { self.limit() - self.len };
            let groups = (room / 4).max(1);
            let (run, rest) = bytes.split_at_checked(groups * 3).unwrap_or((bytes, &[]));
            bytes = rest;
            let length = base64::encoded_len(run.len(), variant);
            if length <= room {
                let (_, place) = self.window(length);
                base64::encode(run, variant, place);
            } else {
                let mut characters = [0; 4];
                let characters = characters.get_mut(..length).unwrap_or_default();
                base64::encode(run, variant, characters);
                self.put(characters);
            }
        }
    }

    /// Appends bytes.
    #[cfg_attr(feature = "fast", inline)]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn put(&mut self, bytes: &[u8]) {
        if !cfg!(feature = "fast") {
            return self.put_part(bytes);
        }
        if self.skip > 0 || self.len.saturating_add(bytes.len()) > self.buffer.len() {
            return self.put_part(bytes);
        }
        let end = self.len.saturating_add(bytes.len());
        debug_assert!(end <= self.buffer.len());
        if let Some(place) = self.buffer.get_mut(self.len..end) {
            copy(place, bytes);
        }
        self.len = end;
    }

    /// Appends the pieces of a value.
    pub(crate) fn put_pieces<P: AsRef<[u8]>>(&mut self, pieces: impl Iterator<Item = P>) {
        for piece in pieces {
            self.put(piece.as_ref());
        }
    }

    /// The number of bytes written, or an error if they are more than the buffer holds.
    pub(crate) fn finish(&self) -> Result<usize, Error> {
        debug_assert!(self.skip == 0, "the buffer holds a part of the output");
        if u32::try_from(self.len).is_err() {
            Err(Error::new(ErrorKind::OutputTooLong, 0))
        } else if self.len > self.buffer.len() {
            Err(Error::new(ErrorKind::BufferTooSmall, self.len))
        } else {
            Ok(self.len)
        }
    }

    /// The number of bytes written or counted.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }
}

/// Fills a place.
#[inline(always)]
fn copy(place: &mut [u8], bytes: &[u8]) {
    debug_assert_eq!(place.len(), bytes.len());
    // Always true; stating it lets the optimiser drop the panic.
    if place.len() == bytes.len() {
        place.copy_from_slice(bytes);
    }
}
