//! Where the short cuts of encoders write: all of the output lies in one buffer, and what was written
//! can still be changed. Each step ends with `None` where the buffer is too small.

use crate::sink::{Room, Sink};

/// The part of a buffer that is written, and what is left of it.
pub(crate) struct Output<'b> {
    buffer: &'b mut [u8],
    len: usize,
    /// Takes the last records, when the buffer has less room than a record may need.
    beside: [u8; Room::SIZE],
}

impl<'b> Output<'b> {
    pub(crate) const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, len: 0, beside: [0; Room::SIZE] }
    }

    /// The bytes written.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Appends what is written to a room, unless that ends with `None`.
    #[inline(always)]
    pub(crate) fn put_short<T>(
        &mut self,
        write: impl FnOnce(&mut Room<'_>) -> Option<T>,
    ) -> Option<T> {
        let (bytes, beside) = match self.buffer.get_mut(self.len..)?.first_chunk_mut() {
            Some(bytes) => (bytes, false),
            None => (&mut self.beside, true),
        };
        let mut room = Room::new(bytes);
        let result = write(&mut room)?;
        let length = room.len();
        if beside {
            self.put_beside(length)?;
        }
        self.len += length;
        Some(result)
    }

    /// Copies what was written beside the buffer.
    #[cold]
    fn put_beside(&mut self, length: usize) -> Option<()> {
        let place = self.buffer.get_mut(self.len..)?.get_mut(..length)?;
        place.iter_mut().zip(&self.beside).for_each(|(to, &from)| *to = from);
        Some(())
    }

    /// Appends bytes.
    #[inline(always)]
    pub(crate) fn put(&mut self, bytes: &[u8]) -> Option<()> {
        let place = self.buffer.get_mut(self.len..)?.get_mut(..bytes.len())?;
        if place.len() == bytes.len() {
            place.copy_from_slice(bytes);
        }
        self.len += bytes.len();
        Some(())
    }

    /// Appends what the general way writes.
    #[cold]
    pub(crate) fn put_with<T>(
        &mut self,
        write: impl FnOnce(&mut Sink<'_>) -> Result<T, crate::error::ErrorKind>,
    ) -> Option<T> {
        let mut sink = Sink::new(self.buffer.get_mut(self.len..)?);
        let result = write(&mut sink).ok()?;
        self.len += sink.finish().ok()?;
        Some(result)
    }

    /// Changes a byte.
    #[inline(always)]
    pub(crate) fn set(&mut self, index: usize, byte: u8) {
        if let Some(place) = self.buffer.get_mut(index) {
            *place = byte;
        }
    }

    /// A byte that was written.
    #[inline(always)]
    pub(crate) fn byte(&self, index: usize) -> u8 {
        self.buffer.get(index).copied().unwrap_or_default()
    }

    /// Makes room for so many more bytes at a place, and moves what stands there and behind.
    pub(crate) fn insert(&mut self, place: usize, count: usize) -> Option<()> {
        let bytes =
            self.buffer.get_mut(place..)?.get_mut(..(self.len + count).checked_sub(place)?)?;
        bytes.copy_within(..bytes.len().checked_sub(count)?, count);
        self.len += count;
        Some(())
    }

    /// Takes bytes out, and moves what stands behind.
    pub(crate) fn remove(&mut self, place: usize, count: usize) -> Option<()> {
        let bytes = self.buffer.get_mut(place..self.len)?;
        if bytes.len() < count {
            return None;
        }
        bytes.copy_within(count.., 0);
        self.len -= count;
        Some(())
    }
}
