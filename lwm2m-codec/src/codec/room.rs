//! Where short records are written.

#[cfg(feature = "fast")]
/// Room for a short record, in which a place costs no look at the whole buffer.
pub(crate) struct Room<'b> {
    bytes: &'b mut [u8; Room::SIZE],
    len: usize,
}

/// Writes a decimal number at a place of a buffer, and returns the place after it; what does not fit
/// is left out.
#[cfg_attr(feature = "fast", inline(always))]
#[cfg_attr(not(feature = "fast"), inline(never))]
pub(crate) fn write_id(buffer: &mut [u8], start: usize, mut id: u16) -> usize {
    let digits = 1
        + usize::from(id >= 10)
        + usize::from(id >= 100)
        + usize::from(id >= 1000)
        + usize::from(id >= 10_000);
    let end = start + digits;
    let Some(place) = buffer.get_mut(start..end) else { return start };
    for digit in place.iter_mut().rev() {
        *digit = b'0' + (id % 10) as u8;
        id /= 10;
    }
    end
}

#[cfg(feature = "fast")]
impl<'b> Room<'b> {
    /// More than any record takes without its text or bytes.
    pub(crate) const SIZE: usize = 96;

    #[inline(always)]
    pub(crate) const fn new(bytes: &'b mut [u8; Room::SIZE]) -> Self {
        Self { bytes, len: 0 }
    }

    /// Appends bytes; what does not fit is left out.
    #[inline(always)]
    pub(crate) fn put<const N: usize>(&mut self, bytes: [u8; N]) {
        if let Some(place) = self.bytes.get_mut(self.len..self.len + N) {
            place.copy_from_slice(&bytes);
            self.len += N;
        }
    }

    /// Appends bytes; what does not fit is left out.
    #[inline(always)]
    pub(crate) fn put_slice(&mut self, bytes: &[u8]) {
        if let Some(place) = self.bytes.get_mut(self.len..self.len + bytes.len()) {
            place.copy_from_slice(bytes);
            self.len += bytes.len();
        }
    }

    /// Appends a decimal number.
    #[inline(always)]
    pub(crate) fn put_id(&mut self, id: u16) {
        self.len = write_id(self.bytes, self.len, id);
    }

    /// Sets a byte that was written.
    #[inline(always)]
    pub(crate) fn set(&mut self, index: usize, byte: u8) {
        if let Some(place) = self.bytes.get_mut(index) {
            *place = byte;
        }
    }

    /// The bytes written.
    #[inline(always)]
    pub(crate) const fn len(&self) -> usize {
        self.len
    }
}

#[cfg(all(feature = "fast", feature = "_senml"))]
impl Room<'_> {
    /// Appends so many IDs, the first of which is lowest, with slashes between them.
    #[inline(always)]
    pub(crate) fn put_name(&mut self, mut ids: u64, count: u8) {
        for left in (0..count).rev() {
            self.put_quick_id(ids as u16);
            if left > 0 {
                self.put([b'/']);
            }
            ids >>= 16;
        }
    }

    /// Appends a decimal number, with 20 instructions for any below 10,000. This may write up to two
    /// bytes too many; in every format, at least two follow.
    #[inline(always)]
    pub(crate) fn put_quick_id(&mut self, id: u16) {
        match id {
            0..10 => return self.put([b'0' + id as u8]),
            10_000.. => return self.put_id(id),
            _ => {}
        }
        let [pair, rest] = [u32::from(id / 100), u32::from(id % 100)];
        let pairs = pair | rest << 16;
        // The tens of both pairs, and then their ones behind.
        let tens = ((pairs * 103) >> 10) & 0x000f_000f;
        let digits = tens | (pairs - tens * 10) << 8;
        let zeros = (digits | 1 << 24).trailing_zeros() & !7;
        let text = (digits | 0x3030_3030) >> zeros;
        if let Some(place) = self.bytes.get_mut(self.len..self.len + 4) {
            place.copy_from_slice(&text.to_le_bytes());
            self.len += 4 - zeros as usize / 8;
        }
    }
}

#[cfg(all(feature = "fast", feature = "senml-json"))]
impl Room<'_> {
    /// Appends a decimal number.
    #[cfg(feature = "_json")]
    #[inline(always)]
    pub(crate) fn put_integer(&mut self, number: i64) {
        match number {
            0..10_000 => self.put_quick_id(number as u16),
            _ => self.put_few(itoa::Buffer::new().format(number).as_bytes()),
        }
    }

    /// Appends up to 24 bytes.
    #[inline(always)]
    pub(crate) fn put_few(&mut self, bytes: &[u8]) {
        let start = self.len;
        let mut put = |index: usize, part: &[u8; 8]| {
            if let Some(place) = self.bytes.get_mut(start + index..start + index + 8) {
                place.copy_from_slice(part);
            }
        };
        let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) else {
            return self.put_slice(bytes);
        };
        put(0, first);
        if let Some(second) = bytes.get(8..).and_then(|rest| rest.first_chunk()) {
            put(8, second);
        }
        put(bytes.len() - 8, last);
        self.len += bytes.len();
    }

    /// Takes the last bytes back.
    #[inline(always)]
    pub(crate) fn cut(&mut self, count: usize) {
        self.len = self.len.saturating_sub(count);
    }
}
