//! UTF-8.

/// Text that was checked.
///
/// Without the feature `fast` it is kept as bytes, so that firmware which only passes these on does not
/// link the check of the standard library, which takes half a kilobyte.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlainText<'a> {
    #[cfg(feature = "fast")]
    text: &'a str,
    #[cfg(not(feature = "fast"))]
    text: &'a [u8],
}

impl<'a> PlainText<'a> {
    /// Checks bytes; the error is the length of the valid part.
    #[cfg(any(
        feature = "tlv",
        feature = "text",
        feature = "_cbor",
        feature = "_json",
        feature = "link"
    ))]
    pub(crate) fn check(bytes: &'a [u8]) -> Result<Self, usize> {
        #[cfg(feature = "fast")]
        return match core::str::from_utf8(bytes) {
            Ok(text) => Ok(Self { text }),
            Err(error) => Err(error.valid_up_to()),
        };
        #[cfg(not(feature = "fast"))]
        match first_invalid(bytes) {
            None => Ok(Self { text: bytes }),
            Some((valid, _)) => Err(valid),
        }
    }

    /// The longest valid start of bytes.
    #[cfg(feature = "link")]
    pub(crate) fn valid_start(bytes: &'a [u8]) -> Self {
        let valid = match Self::check(bytes) {
            Ok(text) => return text,
            Err(valid) => bytes.get(..valid).unwrap_or_default(),
        };
        #[cfg(feature = "fast")]
        return Self { text: core::str::from_utf8(valid).unwrap_or_default() };
        #[cfg(not(feature = "fast"))]
        Self { text: valid }
    }

    /// A part of the text; empty unless the range starts and ends at characters.
    #[cfg(feature = "link")]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn slice(self, range: core::ops::Range<usize>) -> Self {
        Self { text: self.text.get(range).unwrap_or_default() }
    }

    pub(crate) const fn from_str(text: &'a str) -> Self {
        #[cfg(feature = "fast")]
        return Self { text };
        #[cfg(not(feature = "fast"))]
        Self { text: text.as_bytes() }
    }

    pub(crate) const fn as_str(self) -> &'a str {
        #[cfg(feature = "fast")]
        return self.text;
        #[cfg(not(feature = "fast"))]
        match core::str::from_utf8(self.text) {
            Ok(text) => text,
            // It was checked.
            Err(_) => "",
        }
    }

    pub(crate) const fn as_bytes(self) -> &'a [u8] {
        #[cfg(feature = "fast")]
        return self.text.as_bytes();
        #[cfg(not(feature = "fast"))]
        self.text
    }
}

/// Where the first invalid sequence begins, and how long it is: the longest that begins a character, or
/// one byte.
#[cfg(any(
    test,
    feature = "tlv",
    feature = "text",
    feature = "_scalar",
    all(feature = "link", not(feature = "fast"))
))]
pub(crate) fn first_invalid(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut start = 0;
    while let Some(&first) = bytes.get(start) {
        // How many bytes follow, and the bounds of the second one.
        let (more, bounds) = match first {
            0..=0x7f => (0, (0, 0)),
            0xc2..=0xdf => (1, (0x80, 0xbf)),
            0xe0 => (2, (0xa0, 0xbf)),
            0xed => (2, (0x80, 0x9f)),
            0xe1..=0xef => (2, (0x80, 0xbf)),
            0xf0 => (3, (0x90, 0xbf)),
            0xf1..=0xf3 => (3, (0x80, 0xbf)),
            0xf4 => (3, (0x80, 0x8f)),
            _ => return Some((start, 1)),
        };
        let (mut low, mut high) = bounds;
        for place in 1..=more {
            match bytes.get(start + place) {
                Some(next) if (low..=high).contains(next) => (low, high) = (0x80, 0xbf),
                _ => return Some((start, place)),
            }
        }
        start += 1 + more;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agrees(bytes: &[u8]) {
        let chunk = bytes.utf8_chunks().find(|chunk| !chunk.invalid().is_empty());
        let valid = core::str::from_utf8(bytes).map_err(|error| error.valid_up_to());
        let expected = chunk.map(|chunk| (valid.unwrap_err(), chunk.invalid().len()));
        assert_eq!(first_invalid(bytes), expected, "{bytes:x?}");
    }

    #[test]
    fn agrees_with_the_standard_library() {
        for first in 0..=u8::MAX {
            agrees(&[first]);
            for second in 0..=u8::MAX {
                agrees(&[b'a', first, second]);
                for third in [0, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff] {
                    agrees(&[first, second, third]);
                    agrees(&[first, second, third, 0x80]);
                    agrees(&[first, second, third, b'a', 0xff]);
                }
            }
        }
    }
}
