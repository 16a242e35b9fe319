//! Reading decimal numbers in text.

use super::digits::{MANTISSA_DIGITS, append, digit, read_digits, significant_digits};
use super::number::Decimal;

/// Written exponents stop growing here: beyond any text length, yet far from overflowing.
const EXPONENT_LIMIT: i64 = 1 << 56;

impl<'a> Decimal<'a> {
    /// Scan the number at the start of `text`, by the grammar of JSON:
    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
    ///
    /// Returns the number and how many bytes it takes. What follows is left to the caller: of `01`
    /// only the `0` is taken. The error is the offset of the first byte that breaks the grammar,
    /// which is the length of `text` if that ends too early.
    #[inline]
    pub(crate) fn scan(text: &'a [u8]) -> Result<(Self, usize), usize> {
        let (negative, unsigned) = match text {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, text),
        };
        let (mut mantissa, mut rest) = match unsigned {
            [b'0', rest @ ..] => (0, rest),
            _ => read_digits(unsigned, 0),
        };
        let integer_digits = distance(unsigned, rest);
        if integer_digits == 0 {
            return Err(distance(text, rest));
        }
        let plain_integer = !matches!(rest, [b'.' | b'e' | b'E', ..]);

        let mut fraction_digits = 0;
        if let [b'.', fraction @ ..] = rest {
            rest = fraction;
            if cfg!(feature = "fast") {
                (mantissa, rest) = read_eights(rest, mantissa);
            }
            (mantissa, rest) = read_digits(rest, mantissa);
            fraction_digits = distance(fraction, rest);
            if fraction_digits == 0 {
                return Err(distance(text, rest));
            }
        }

        let mut written_exponent = 0;
        if let [b'e' | b'E', exponent @ ..] = rest {
            let digits;
            (written_exponent, digits, rest) = read_exponent(exponent);
            if digits == 0 {
                return Err(distance(text, rest));
            }
        }

        let length = distance(text, rest);
        let text = text.get(..length).unwrap_or(text);
        let last_place = written_exponent.wrapping_sub(fraction_digits as i64);
        let few = integer_digits.wrapping_add(fraction_digits) <= MANTISSA_DIGITS;
        // One way to the mantissa takes less code.
        let (mantissa, exponent, truncated) = if cfg!(feature = "fast") && few {
            (mantissa, saturate(last_place), false)
        } else {
            reread_mantissa(text, last_place)
        };
        let number = Self { text, negative, mantissa, exponent, truncated, plain_integer };
        Ok((number, length))
    }
}

/// Read the mantissa of a number again if it has more digits than fit.
///
/// `last_place` is the decimal exponent of the last digit in the text. Returns the mantissa, its
/// exponent, and whether any of the digits left over is not zero.
#[cold]
#[inline(never)]
fn reread_mantissa(text: &[u8], last_place: i64) -> (u64, i32, bool) {
    let (mut mantissa, mut count) = (0, 0);
    let mut left_over = 0_i64;
    let mut truncated = false;
    for digit in significant_digits(text) {
        if count < MANTISSA_DIGITS {
            mantissa = append(mantissa, digit);
            count = count.wrapping_add(1);
        } else {
            left_over = left_over.wrapping_add(1);
            truncated |= digit != 0;
        }
    }
    let exponent = saturate(last_place.wrapping_add(left_over));
    (mantissa, exponent, truncated)
}

/// The offset of `rest` in the text that it is the end of.
pub(super) fn distance(text: &[u8], rest: &[u8]) -> usize {
    text.len().wrapping_sub(rest.len())
}

/// Append digits at the start of `text` while there are eight at a time.
#[inline(always)]
pub(super) fn read_eights(mut text: &[u8], mut number: u64) -> (u64, &[u8]) {
    while let Some((bytes, rest)) = text.split_first_chunk() {
        let Some(digits) = eight_digits(u64::from_le_bytes(*bytes)) else {
            break;
        };
        number = number.wrapping_mul(100_000_000).wrapping_add(digits);
        text = rest;
    }
    (number, text)
}

/// The number that eight bytes spell, if all are digits; the first digit is in the lowest byte.
#[inline(always)]
fn eight_digits(bytes: u64) -> Option<u64> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let digits = bytes ^ (ONES * 0x30);
    // A byte above nine has its upper half set, or has it set by adding six. No byte that carries
    // into the next goes unnoticed, as its upper half was set before.
    if (digits | digits.wrapping_add(ONES * 6)) & (ONES * 0xf0) != 0 {
        return None;
    }
    // Join neighbours to pairs, pairs to fours, and these to eight: each multiplication adds a
    // field, scaled, to the one above it, and the shift keeps only the sums that are wanted.
    let pairs = (digits.wrapping_mul((10 << 8) + 1) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul((100 << 16) + 1) >> 16) & 0x0000_ffff_0000_ffff;
    Some(fours.wrapping_mul((10_000 << 32) + 1) >> 32)
}

/// Read what follows the letter `e`. Returns the exponent, its number of digits, and the rest.
fn read_exponent(text: &[u8]) -> (i64, usize, &[u8]) {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let mut exponent = 0_i64;
    let mut rest = digits;
    while let [byte, after @ ..] = rest {
        let Some(digit) = digit(*byte) else { break };
        if exponent < EXPONENT_LIMIT {
            exponent = exponent.wrapping_mul(10).wrapping_add(i64::from(digit));
        }
        rest = after;
    }
    if negative {
        exponent = exponent.wrapping_neg();
    }
    (exponent, distance(digits, rest), rest)
}

/// The nearest `i32`.
fn saturate(exponent: i64) -> i32 {
    exponent.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32
}
