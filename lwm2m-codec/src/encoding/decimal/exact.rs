//! The last resort in rounding: comparing a decimal with the midpoint of two floats, exactly.

use core::cmp::Ordering;

use super::digits::{MANTISSA_DIGITS, append};
use super::number::Decimal;

/// Number of digits that are compared. No midpoint of two floats has more than 768, so of the
/// digits after these it only matters whether any is not zero.
const DIGITS: usize = 770;

/// Number of words of the integers compared. The largest is about 2^54 * 5^1093, below 2^2600:
/// it is at the subnormals, where the 770th digit is worth 10^-1093.
const WORDS: usize = 42;

/// One more than the largest number of as many digits as fit a word.
const FULL: u64 = 10_u64.pow(MANTISSA_DIGITS as u32);

/// Choose between the float of these `bits` and the next larger one the one that is nearer to
/// the magnitude of `number`, which must be between the two or very close.
#[cold]
#[inline(never)]
pub(super) fn nearest(number: &Decimal<'_>, bits: u64) -> u64 {
    // The midpoint of the two is `midpoint` * 2^`binary`.
    let fraction = bits & ((1 << 52) - 1);
    let (significand, ulp) = match (bits >> 52) as i32 {
        0 => (fraction, -1074),
        biased => (fraction | 1 << 52, biased.wrapping_sub(1075)),
    };
    let mut midpoint = Integer::new(significand.wrapping_mul(2).wrapping_add(1));
    let binary = ulp.wrapping_sub(1);

    // The number is `value` * 10^`decimal`, or a bit more if `inexact`.
    let mut value = Integer::new(number.mantissa);
    let mut decimal = number.exponent;
    let mut digits = number.further_digits();
    let (mut chunk, mut scale) = (0, 1_u64);
    for digit in digits.by_ref().take(DIGITS - MANTISSA_DIGITS) {
        chunk = append(chunk, digit);
        scale = scale.wrapping_mul(10);
        decimal = decimal.wrapping_sub(1);
        if scale == FULL {
            value.multiply_add(scale, chunk);
            (chunk, scale) = (0, 1);
        }
    }
    value.multiply_add(scale, chunk);
    let inexact = digits.any(|digit| digit != 0);

    // Multiply both sides so that no negative power is left: first of five, then of two.
    match decimal {
        0.. => value.multiply_by_power(5, 27, decimal),
        _ => midpoint.multiply_by_power(5, 27, decimal.wrapping_neg()),
    }
    match decimal.wrapping_sub(binary) {
        shift @ 0.. => value.multiply_by_power(2, 63, shift),
        shift => midpoint.multiply_by_power(2, 63, shift.wrapping_neg()),
    }
    match value.compare(&midpoint) {
        Ordering::Less => bits,
        Ordering::Equal if !inexact => bits.wrapping_add(bits & 1), // the even one
        _ => bits.wrapping_add(1),
    }
}

/// A large unsigned integer.
struct Integer {
    /// Its words from the lowest to the highest, followed by zeros.
    words: [u64; WORDS],
    /// Number of words in use.
    length: usize,
}

impl Integer {
    /// An integer of one word.
    fn new(value: u64) -> Self {
        let mut integer = Self { words: [0; WORDS], length: 0 };
        integer.multiply_add(0, value);
        integer
    }

    /// Multiply by `factor`, then add `term`.
    fn multiply_add(&mut self, factor: u64, term: u64) {
        let mut carry = u128::from(term);
        for word in self.words.iter_mut().take(self.length) {
            carry = carry.wrapping_add(u128::from(*word).wrapping_mul(u128::from(factor)));
            *word = carry as u64;
            carry >>= 64;
        }
        if carry != 0 {
            debug_assert!(self.length < WORDS, "the bound on the size is wrong");
            if let Some(word) = self.words.get_mut(self.length) {
                *word = carry as u64;
                self.length = self.length.wrapping_add(1);
            }
        }
    }

    /// Multiply by `base`^`exponent`, where `base`^`step` is the largest power to fit one word.
    fn multiply_by_power(&mut self, base: u64, step: u32, exponent: i32) {
        let mut exponent = exponent.unsigned_abs();
        while exponent != 0 {
            let part = exponent.min(step);
            self.multiply_add(base.wrapping_pow(part), 0);
            exponent = exponent.wrapping_sub(part);
        }
    }

    /// Compare with another integer.
    fn compare(&self, other: &Self) -> Ordering {
        self.words.iter().rev().cmp(other.words.iter().rev())
    }
}
