//! Reading runs of decimal digits.

/// The most decimal digits that always fit a `u64`.
pub(super) const MANTISSA_DIGITS: usize = 19;

/// Written exponents stop growing here: beyond any text length, yet far from overflowing.
const EXPONENT_LIMIT: i64 = 1 << 56;

/// Read the mantissa of a number again, as there are more digits than it can hold.
///
/// `last_place` is the decimal exponent of the last digit in the text. Returns the mantissa, its
/// exponent, and whether any of the digits left over is not zero.
#[cold]
#[inline(never)]
pub(super) fn reread_mantissa(text: &[u8], last_place: i64) -> (u64, i32, bool) {
    let mut digits = significant_digits(text);
    let mut mantissa = 0;
    for digit in digits.by_ref().take(MANTISSA_DIGITS) {
        mantissa = append(mantissa, digit);
    }
    let mut left_over = 0_i64;
    let mut truncated = false;
    for digit in digits {
        left_over = left_over.wrapping_add(1);
        truncated |= digit != 0;
    }
    let exponent = saturate(last_place.wrapping_add(left_over));
    (mantissa, exponent, truncated)
}

/// The digits of a number's text from the first that is not zero, without those of the exponent.
pub(super) fn significant_digits(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter()
        .take_while(|byte| !matches!(byte, b'e' | b'E'))
        .filter_map(|byte| digit(*byte))
        .skip_while(|digit| *digit == 0)
}

/// The value of a digit, if `byte` is one.
#[inline(always)]
fn digit(byte: u8) -> Option<u8> {
    let value = byte.wrapping_sub(b'0');
    (value < 10).then_some(value)
}

/// `number` with one more digit at its end.
#[inline(always)]
pub(super) fn append(number: u64, digit: u8) -> u64 {
    number.wrapping_mul(10).wrapping_add(u64::from(digit))
}

/// How far `rest` is into the text of which it is the end.
pub(super) fn distance(text: &[u8], rest: &[u8]) -> usize {
    text.len().wrapping_sub(rest.len())
}

/// Append the digits at the start of `text` to `number`, and return what follows them.
///
/// The number wraps if there are too many of them, which the caller can tell from their count.
#[inline(always)]
pub(crate) fn read_digits(mut text: &[u8], mut number: u64) -> (u64, &[u8]) {
    while let [byte, rest @ ..] = text {
        let Some(digit) = digit(*byte) else { break };
        number = append(number, digit);
        text = rest;
    }
    (number, text)
}

/// Append as many digits at the start of `text` as can be read eight at a time.
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
pub(super) fn read_exponent(text: &[u8]) -> (i64, usize, &[u8]) {
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
pub(super) fn saturate(exponent: i64) -> i32 {
    exponent.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32
}

/// The number that the digits at the start of a text spell, less than `N` and without leading zeros; how
/// many there are, and what follows. `None` if there are others or none, or the text is shorter than `N`.
///
/// Each digit has a branch of its own, which processors mostly predict: with the place of the end
/// computed from the bytes, all that follows would have to wait for it, a fifth of the time longer.
#[cfg(feature = "_senml")]
#[inline(always)]
pub(crate) fn fast_digits<const N: usize>(text: &[u8]) -> Option<(u64, usize, &[u8])> {
    let (number, count, rest) = fast_fraction::<N>(text)?;
    let leading_zero = count > 1 && text.first() == Some(&b'0');
    (count > 0 && !leading_zero).then_some((number, count, rest))
}

/// The same with leading zeros, and perhaps without digits.
#[cfg(feature = "_senml")]
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
