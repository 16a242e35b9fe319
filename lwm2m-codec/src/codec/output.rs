//! Where the short cuts of encoders write: all of the output lies in one buffer, and what was written
//! can still be changed. Each step ends with `None` where the buffer is too small.

use crate::codec::room::Room;
use crate::codec::sink::Sink;
use crate::error::ErrorKind;

/// The part of a buffer that is written, and what is left of it.
#[derive(Default)]
pub(crate) struct Output<'b> {
    buffer: &'b mut [u8],
    len: usize,
}

impl<'b> Output<'b> {
    pub(crate) const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, len: 0 }
    }

    /// The bytes written.
    #[inline(always)]
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Lends the output to a function that is not inlined, so that it stays in registers around that.
    #[inline(always)]
    pub(crate) fn lend<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let mut output = core::mem::take(self);
        let result = work(&mut output);
        *self = output;
        result
    }

    /// Room for a short record, if the buffer has it; [`Output::take`] says how much of it was used.
    #[inline(always)]
    pub(crate) fn room(&mut self) -> Option<Room<'_>> {
        let bytes = self.buffer.get_mut(self.len..)?.first_chunk_mut()?;
        Some(Room::new(bytes))
    }

    /// Appends what was written to [`Output::room`].
    #[inline(always)]
    pub(crate) const fn take(&mut self, length: usize) {
        self.len += length;
    }

    /// Appends what is written to a room, where the buffer may have less room than a record needs.
    #[inline]
    pub(crate) fn put_short<T>(&mut self, write: impl FnOnce(&mut Room<'_>) -> T) -> Option<T> {
        let mut bytes = [0; Room::SIZE];
        let mut room = Room::new(&mut bytes);
        let result = write(&mut room);
        let length = room.len();
        self.put(bytes.get(..length)?)?;
        Some(result)
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
    pub(crate) fn put_with(
        &mut self,
        write: impl FnOnce(&mut Sink<'_>) -> Result<(), ErrorKind>,
    ) -> Option<()> {
        let mut sink = Sink::new(self.buffer.get_mut(self.len..)?);
        write(&mut sink).ok()?;
        self.len += sink.finish().ok()?;
        Some(())
    }

    /// Writes again what lies at a place.
    pub(crate) fn overwrite(
        &mut self,
        place: usize,
        write: impl FnOnce(&mut Sink<'_>) -> Result<(), ErrorKind>,
    ) -> Option<()> {
        write(&mut Sink::new(self.buffer.get_mut(place..)?)).ok()
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
        let bytes = self.buffer.get_mut(place..self.len.checked_add(count)?)?;
        bytes.copy_within(..bytes.len().checked_sub(count)?, count);
        self.len += count;
        Some(())
    }
}
