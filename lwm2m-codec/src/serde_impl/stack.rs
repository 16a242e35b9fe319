//! Text on the stack.

use core::fmt;

/// Text of at most `N` bytes.
pub(crate) struct StackText<const N: usize> {
    buffer: [u8; N],
    len: usize,
}

impl<const N: usize> StackText<N> {
    pub(crate) const fn new() -> Self {
        Self { buffer: [0; N], len: 0 }
    }

    pub(crate) fn as_str(&self) -> &str {
        core::str::from_utf8(self.buffer.get(..self.len).unwrap_or_default()).unwrap_or_default()
    }
}

impl<const N: usize> fmt::Write for StackText<N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        self.buffer.get_mut(self.len..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}
