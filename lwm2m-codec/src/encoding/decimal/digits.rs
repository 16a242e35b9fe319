//! Reading runs of decimal digits.

/// The most decimal digits that always fit a `u64`.
pub(super) const MANTISSA_DIGITS: usize = 19;

/// The digits of a number's text from the first that is not zero, without those of the exponent.
pub(super) const fn significant_digits(text: &[u8]) -> SignificantDigits<'_> {
    SignificantDigits { rest: text, zeros: true }
}

/// An iterator over digits; from [`significant_digits`].
pub(super) struct SignificantDigits<'a> {
    rest: &'a [u8],
    /// No digit other than zero came yet.
    zeros: bool,
}

impl Iterator for SignificantDigits<'_> {
    type Item = u8;

    #[cfg_attr(feature = "fast", inline)]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn next(&mut self) -> Option<u8> {
        while let [byte, rest @ ..] = self.rest {
            self.rest = rest;
            match digit(*byte) {
                Some(0) if self.zeros => {}
                Some(digit) => {
                    self.zeros = false;
                    return Some(digit);
                }
                None if matches!(byte, b'e' | b'E') => self.rest = &[],
                None => {}
            }
        }
        None
    }
}

/// The value of a digit, if `byte` is one.
#[inline(always)]
pub(super) fn digit(byte: u8) -> Option<u8> {
    let value = byte.wrapping_sub(b'0');
    (value < 10).then_some(value)
}

/// `number` with one more digit at its end.
#[inline(always)]
pub(super) fn append(number: u64, digit: u8) -> u64 {
    number.wrapping_mul(10).wrapping_add(u64::from(digit))
}

/// Append the digits at the start of `text` to `number`, and return what follows them.
///
/// The number wraps if there are too many of them, which the caller can tell from their count.
#[cfg(any(feature = "_numerals", all(feature = "fast", feature = "_senml")))]
#[inline(always)]
pub(crate) fn read_digits(mut text: &[u8], mut number: u64) -> (u64, &[u8]) {
    while let [byte, rest @ ..] = text {
        let Some(digit) = digit(*byte) else { break };
        number = append(number, digit);
        text = rest;
    }
    (number, text)
}

/// Reads fewer than `N` digits without leading zeros. Returns the number, the count of digits and the
/// rest; `None` for anything else, or if the text is shorter than `N`.
///
/// A branch per digit is mostly predicted, whereas computing the end from the bytes would delay
/// everything after it.
#[cfg(all(feature = "fast", feature = "_senml"))]
#[inline(always)]
pub(crate) fn fast_digits<const N: usize>(text: &[u8]) -> Option<(u64, usize, &[u8])> {
    let (number, count, rest) = fast_fraction::<N>(text)?;
    let leading_zero = count > 1 && text.first() == Some(&b'0');
    (count > 0 && !leading_zero).then_some((number, count, rest))
}

/// The same, but allows leading zeros and no digits at all.
#[cfg(all(feature = "fast", feature = "_senml"))]
#[inline(always)]
pub(super) fn fast_fraction<const N: usize>(text: &[u8]) -> Option<(u64, usize, &[u8])> {
    let bytes: &[u8; N] = text.first_chunk()?;
    let mut number = 0;
    let mut count = 0;
    for &byte in bytes {
        let Some(digit) = digit(byte) else {
            return Some((number, count, text.get(count..)?));
        };
        number = append(number, digit);
        count = count.wrapping_add(1);
    }
    None
}
