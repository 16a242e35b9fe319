//! What the fast encoders do with a sink: they write whole records into reserved bytes and change
//! what was written. Their sinks begin with the output, and they give up where the buffer ends.

use super::{Sink, copy};

impl Sink<'_> {
    /// Bytes for a record behind what was written, if the buffer has them; [`Sink::commit`] appends
    /// what was written to them.
    #[inline(always)]
    pub(crate) fn reserve(&mut self) -> Option<Reserved<'_>> {
        debug_assert!(self.skip == 0 && self.mark.is_none(), "fast encoders write from the start");
        let bytes = self.buffer.get_mut(self.len..)?.first_chunk_mut()?;
        Some(Reserved { bytes, len: 0 })
    }

    /// Appends the first bytes of those reserved.
    #[inline(always)]
    pub(crate) fn commit(&mut self, len: usize) {
        debug_assert!(len <= Reserved::SIZE);
        self.len += len;
    }

    /// Appends what `write` writes, also where the buffer has fewer bytes left than [`Sink::reserve`]
    /// lends; `None` if it is too small for them.
    #[inline]
    pub(crate) fn put_short<T>(&mut self, write: impl FnOnce(&mut Reserved<'_>) -> T) -> Option<T> {
        let mut bytes = [0; Reserved::SIZE];
        let mut reserved = Reserved { bytes: &mut bytes, len: 0 };
        let result = write(&mut reserved);
        let len = reserved.len;
        self.try_put(bytes.get(..len)?)?;
        Some(result)
    }

    /// Appends bytes; `None` if the buffer is too small for them.
    #[inline(always)]
    pub(crate) fn try_put(&mut self, bytes: &[u8]) -> Option<()> {
        debug_assert!(self.skip == 0);
        let place = self.buffer.get_mut(self.len..)?.get_mut(..bytes.len())?;
        copy(place, bytes);
        self.len += bytes.len();
        Some(())
    }

    /// `None` if more was put than the buffer holds.
    pub(crate) fn fits(&self) -> Option<()> {
        (self.len <= self.buffer.len()).then_some(())
    }

    /// Calls what is not inlined with a copy of the sink. As the sink itself is never lent, it stays
    /// in registers.
    #[inline(always)]
    pub(crate) fn out_of_line<T>(&mut self, call: impl FnOnce(&mut Self) -> T) -> T {
        let mut sink = Sink { len: self.len, ..Sink::new(core::mem::take(&mut self.buffer)) };
        let result = call(&mut sink);
        (self.buffer, self.len) = (sink.buffer, sink.len);
        result
    }

    /// A byte that was written.
    #[inline(always)]
    pub(crate) fn byte(&self, place: usize) -> u8 {
        debug_assert!(place < self.len);
        self.buffer.get(place).copied().unwrap_or_default()
    }

    /// Replaces bytes that were written.
    #[inline(always)]
    pub(crate) fn patch(&mut self, place: usize, bytes: &[u8]) {
        debug_assert!(place + bytes.len() <= self.len);
        if let Some(place) = self.buffer.get_mut(place..place + bytes.len()) {
            copy(place, bytes);
        }
    }

    /// Writes again what lies at a place.
    pub(crate) fn rewrite<T>(&mut self, place: usize, write: impl FnOnce(&mut Sink<'_>) -> T) -> T {
        debug_assert!(place <= self.len);
        let mut sink = Sink::new(self.buffer.get_mut(place..).unwrap_or_default());
        let result = write(&mut sink);
        debug_assert!(place + sink.len <= self.len, "more than was written there");
        result
    }

    /// Moves what was written from a place on, so that `count` more bytes can be written there; `None`
    /// if the buffer is too small.
    pub(crate) fn insert(&mut self, place: usize, count: usize) -> Option<()> {
        debug_assert!(place <= self.len);
        let bytes = self.buffer.get_mut(place..self.len.checked_add(count)?)?;
        bytes.copy_within(..bytes.len().checked_sub(count)?, count);
        self.len += count;
        Some(())
    }
}

/// Bytes that a sink reserved for a record. As their number is known to the compiler, most writes
/// need no check of bounds.
pub(crate) struct Reserved<'b> {
    bytes: &'b mut [u8; Reserved::SIZE],
    len: usize,
}

impl Reserved<'_> {
    /// More than any record takes without its text or bytes.
    pub(crate) const SIZE: usize = 96;

    /// The number of bytes written.
    #[inline(always)]
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Writes bytes at a place; none of them count as written.
    #[inline(always)]
    fn set(&mut self, place: usize, bytes: &[u8]) {
        debug_assert!(place + bytes.len() <= Self::SIZE, "a record of more than was reserved");
        if let Some(place) = self.bytes.get_mut(place..place + bytes.len()) {
            copy(place, bytes);
        }
    }

    /// Appends bytes.
    #[inline(always)]
    pub(crate) fn put<const N: usize>(&mut self, bytes: [u8; N]) {
        debug_assert!(self.len + N <= Self::SIZE, "a record of more than was reserved");
        if let Some(place) = self.bytes.get_mut(self.len..self.len + N) {
            place.copy_from_slice(&bytes);
            self.len += N;
        }
    }

    /// Replaces a byte that was written.
    #[inline(always)]
    pub(crate) fn patch(&mut self, place: usize, byte: u8) {
        debug_assert!(place < self.len);
        self.set(place, &[byte]);
    }

    /// Appends `count` IDs, the first of which is lowest, with slashes between them.
    #[inline(always)]
    pub(crate) fn put_ids(&mut self, mut ids: u64, count: u8) {
        for left in (0..count).rev() {
            self.put_id(ids as u16);
            if left > 0 {
                self.put([b'/']);
            }
            ids >>= 16;
        }
    }

    /// Appends a decimal number; bytes behind it do not change.
    #[cfg(feature = "link")]
    #[inline(always)]
    pub(crate) fn put_exactly(&mut self, id: u16) {
        if id < 10 {
            return self.put([b'0' + id as u8]);
        }
        if id >= 10_000 {
            self.put([b'0' + (id / 10_000) as u8]);
        }
        let digits = u32::from_le_bytes(four_digits(id % 10_000)) | 0x3030_3030;
        let [a, b, c, d] = digits.to_le_bytes();
        match id {
            ..100 => self.put([c, d]),
            100..1000 => self.put([b, c, d]),
            _ => self.put([a, b, c, d]),
        }
    }

    /// Appends a decimal number. Up to two bytes behind it change too: in every format, more follow.
    #[inline(always)]
    pub(crate) fn put_id(&mut self, id: u16) {
        if id < 10 {
            return self.put([b'0' + id as u8]);
        }
        if id >= 10_000 {
            self.put([b'0' + (id / 10_000) as u8]);
            return self.put(four_digits(id % 10_000).map(|digit| b'0' + digit));
        }
        let digits = u32::from_le_bytes(four_digits(id));
        let zeros = (digits | 1 << 24).trailing_zeros() & !7;
        self.set(self.len, &((digits | 0x3030_3030) >> zeros).to_le_bytes());
        self.len += 4 - zeros as usize / 8;
    }
}

/// The digits of a number below 10,000.
#[inline(always)]
fn four_digits(number: u16) -> [u8; 4] {
    let [pair, rest] = [u32::from(number / 100), u32::from(number % 100)];
    let pairs = pair | rest << 16;
    // The tens of both pairs, and then their ones behind.
    let tens = ((pairs * 103) >> 10) & 0x000f_000f;
    (tens | (pairs - tens * 10) << 8).to_le_bytes()
}

#[cfg(feature = "senml-json")]
impl Reserved<'_> {
    /// Appends a decimal number.
    #[inline(always)]
    pub(crate) fn put_integer(&mut self, number: i64) {
        match number {
            0..10_000 => self.put_id(number as u16),
            _ => self.put_digits(itoa::Buffer::new().format(number).as_bytes()),
        }
    }

    /// Appends up to 24 bytes, in words that may overlap.
    #[inline(always)]
    pub(crate) fn put_digits(&mut self, digits: &[u8]) {
        debug_assert!(digits.len() <= 24);
        let start = self.len;
        self.len += digits.len();
        let (Some(first), Some(last)) = (digits.first_chunk::<8>(), digits.last_chunk::<8>())
        else {
            return self.set(start, digits);
        };
        self.set(start, first);
        if let Some(second) = digits.get(8..).and_then(|rest| rest.first_chunk::<8>()) {
            self.set(start + 8, second);
        }
        self.set(self.len - 8, last);
    }

    /// Takes the last byte back.
    #[inline(always)]
    pub(crate) fn pop(&mut self) {
        debug_assert!(self.len > 0);
        self.len = self.len.saturating_sub(1);
    }
}
