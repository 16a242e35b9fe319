//! The shortest decimal that reads back as the same float, for builds without the feature `fast`.
//!
//! This is the method of Raffaello Giulietti ("The Schubfach way to render doubles", 2021) on exact
//! numbers in place of a table of powers.

use super::fixed::scaled;

/// The most digits that [`shortest`] writes, before it drops zeros at the end.
pub(crate) const DIGITS: usize = 18;

/// Writes the digits of the shortest decimal that reads back as the magnitude of a finite float, of
/// several that nearest to it, and returns them with the exponent of the last digit.
pub(crate) fn shortest(number: f64, text: &mut [u8; DIGITS]) -> (&[u8], i32) {
    let bits = number.to_bits();
    let (biased, fraction) = ((bits >> 52) as i32 & 0x7ff, bits & ((1 << 52) - 1));
    let (significand, binary) = match biased {
        0 => (fraction, -1074),
        _ => (fraction | 1 << 52, biased - 1075),
    };
    if significand == 0 {
        return (b"0", 0);
    }
    // Below a power of two, floats lie twice as close.
    let narrow = fraction == 0 && biased > 1;
    // The greatest power of ten below the width of the numbers that read back as the float: the
    // logarithm of 2^binary, or of 3/4 of it.
    let decimal = (binary * 1_262_611 - if narrow { 524_031 } else { 0 }) >> 22;
    // Quarters of that power: the float, and the ends of the interval, which count if it is even.
    let scale = |quarters| scaled(quarters, binary, -decimal);
    let odd = significand & 1;
    let value = scale(4 * significand);
    let lower = scale(4 * significand - if narrow { 1 } else { 2 }) + odd;
    let upper = scale(4 * significand + 2) - odd;
    let inside = |number: u64| (lower..=upper).contains(&(4 * number));

    let whole = value / 4;
    let tens = whole - u64::from(split_digit(&mut { whole }));
    let mut digits = match (inside(tens), inside(tens + 10)) {
        (true, false) => tens,
        (false, true) => tens + 10,
        // Two candidates with all digits are left.
        _ => match (inside(whole), inside(whole + 1)) {
            (true, false) => whole,
            (false, true) => whole + 1,
            _ => whole + u64::from(value % 4 + (whole & 1) > 2),
        },
    };
    let mut start = DIGITS;
    for place in text.iter_mut().rev() {
        *place = b'0' + split_digit(&mut digits);
        start -= 1;
        if digits == 0 {
            break;
        }
    }
    let mut digits = text.get(start..).unwrap_or_default();
    let mut exponent = decimal;
    while let [rest @ .., b'0'] = digits {
        (digits, exponent) = (rest, exponent + 1);
    }
    (digits, exponent)
}

/// Splits the last digit off a number. Small processors divide no more than 32 bits at once.
#[inline(never)]
fn split_digit(number: &mut u64) -> u8 {
    let mut quotient = 0;
    let mut digit = 0;
    for shift in [48, 32, 16, 0] {
        let part = digit << 16 | (*number >> shift) as u32 & 0xffff;
        quotient = quotient << 16 | u64::from(part / 10);
        digit = part % 10;
    }
    *number = quotient;
    digit as u8
}
