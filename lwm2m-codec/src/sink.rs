//! Where encoders write: a buffer that counts on past its end.

use crate::error::{Error, ErrorKind};

/// A buffer that takes what fits and counts the rest, so that one pass gives both the bytes and,
/// if there were too many, the length that is needed. An empty buffer only counts.
pub(crate) struct Sink<'b> {
    buffer: &'b mut [u8],
    len: usize,
}

impl<'b> Sink<'b> {
    pub(crate) const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, len: 0 }
    }

    /// Appends bytes.
    #[inline]
    pub(crate) fn put(&mut self, bytes: &[u8]) {
        let end = self.len.saturating_add(bytes.len());
        if let Some(place) = self.buffer.get_mut(self.len..end) {
            if place.len() == bytes.len() {
                place.copy_from_slice(bytes);
            }
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

#[cfg(feature = "_cbor")]
impl minicbor::encode::Write for Sink<'_> {
    type Error = core::convert::Infallible;

    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Self::Error> {
        self.put(bytes);
        Ok(())
    }
}
