//! All conversions of decimals and floats through one exact fixed-point number: slow but small, for
//! builds without the feature `fast`.

use core::num::NonZeroU32;

#[cfg(any(feature = "text", feature = "_scalar"))]
use super::number::Integral;
use super::number::{Decimal, INFINITY, TEXT};

/// Words of 16 bits before the point, as small processors divide 32 bits at once. Enough for the sum
/// of the two largest floats, or for all digits of text that can matter in rounding.
const INTEGER: usize = if TEXT || cfg!(test) { 167 } else { 65 };

/// Words after the point: more than the least float needs.
const FRACTION: usize = 68;

/// The number of bits below those of floats; the first decides the rounding.
const BELOW: usize = 16 * FRACTION - 1074;

/// The number of digits that are read exactly. No midpoint of two floats has more than 768, so of the
/// rest it only matters whether any is not zero.
const DIGITS: usize = 780;

/// A number, and whether the exact value is slightly greater.
pub(super) struct Fixed {
    negative: bool,
    /// Words from the lowest to the highest.
    words: [u16; FRACTION + INTEGER],
    inexact: bool,
}

impl Fixed {
    pub(super) const ZERO: Self =
        Self { negative: false, words: [0; FRACTION + INTEGER], inexact: false };

    /// Sets the number to a decimal times a power of ten; in place, as it is large. `None` if it does
    /// not fit.
    pub(super) fn set(&mut self, number: &Decimal<'_>, power: i32) -> Option<()> {
        self.negative = number.negative;
        let mut magnitude = number.mantissa;
        for word in self.words.iter_mut().skip(FRACTION).take(4) {
            *word = magnitude as u16;
            magnitude >>= 16;
        }
        let mut exponent = number.exponent.saturating_add(power);
        if number.is_truncated() {
            for (count, digit) in number.further_digits().enumerate() {
                if count < DIGITS {
                    self.multiply(10, digit.into());
                    exponent = exponent.saturating_sub(1);
                } else {
                    self.inexact |= digit != 0;
                }
            }
        }
        // Further powers leave zero, or overflow.
        let digits = if number.is_truncated() { DIGITS as i32 } else { 0 };
        self.scale(exponent.clamp(-365 - digits, 330))
    }

    /// Multiplies by a power of ten; positive powers must come before negative ones. `None` on overflow.
    fn scale(&mut self, mut exponent: i32) -> Option<()> {
        while exponent != 0 {
            let (step, factor) = if exponent.abs() < 4 { (1, 10) } else { (4, 10_000) };
            if exponent > 0 {
                if self.multiply(factor, 0) != 0 {
                    return None;
                }
                exponent -= step;
            } else {
                self.inexact |= divide(&mut self.words, factor) != 0;
                exponent += step;
            }
        }
        Some(())
    }

    /// Adds a finite float. The words are the complement of the magnitude while a sum is negative;
    /// [`Fixed::settle`] corrects that.
    #[cfg(feature = "_senml")]
    pub(super) fn add(&mut self, number: f64) {
        let bits = number.to_bits();
        let (biased, fraction) = ((bits >> 52) as usize & 0x7ff, bits & ((1 << 52) - 1));
        let significand = if biased == 0 { fraction } else { fraction | 1 << 52 };
        let place = BELOW + biased.saturating_sub(1);
        let mut rest = u128::from(significand) << (place % 16);
        let mut carry = 0;
        for word in self.words.iter_mut().skip(place / 16) {
            let term = i32::from(rest as u16);
            let term = if number.is_sign_negative() { -term } else { term };
            carry += i32::from(*word) + term;
            *word = carry as u16;
            carry >>= 16;
            rest >>= 16;
        }
    }

    /// Moves the sign of a sum from its words into the flag.
    #[cfg(feature = "_senml")]
    pub(super) fn settle(&mut self) {
        self.negative = self.bit(16 * self.words.len() - 1) == 1;
        if self.negative {
            let mut carry = 1;
            for word in &mut self.words {
                carry += u32::from(!*word);
                *word = carry as u16;
                carry >>= 16;
            }
        }
    }

    /// Multiplies an integer, adds to it, and returns the overflow.
    fn multiply(&mut self, factor: u32, term: u32) -> u32 {
        self.words.iter_mut().skip(FRACTION).fold(term, |carry, word| {
            let product = u32::from(*word) * factor + carry;
            *word = product as u16;
            product >> 16
        })
    }

    /// The magnitude of the integral part, if it fits.
    #[cfg(any(feature = "text", feature = "_scalar"))]
    fn magnitude(&self) -> Option<u64> {
        let words = self.words.iter().skip(FRACTION).rev();
        words.copied().try_fold(0u64, |number, word| {
            (number >> 48 == 0).then_some(number << 16 | u64::from(word))
        })
    }

    fn bit(&self, place: usize) -> u64 {
        self.words.get(place / 16).map_or(0, |word| u64::from(word >> (place % 16) & 1))
    }

    /// The nearest float, of two equally near ones the even; `None` if the range is exceeded.
    pub(super) fn to_f64(&self) -> Option<f64> {
        let mut end = 16 * self.words.len();
        while end > BELOW && self.bit(end - 1) == 0 {
            end -= 1;
        }
        // The 53 bits of a float, or as many as there are.
        let lowest = end.saturating_sub(53).max(BELOW);
        let significand = (lowest..end).rev().fold(0, |bits, place| bits << 1 | self.bit(place));
        // The highest of the 53 bits adds one to the exponent; so does a carry from rounding.
        let mut bits = significand + ((lowest - BELOW) as u64) * (1 << 52);
        if self.bit(lowest - 1) == 1 {
            let rest = self.inexact || (0..lowest - 1).any(|place| self.bit(place) == 1);
            bits += bits & 1 | u64::from(rest);
        }
        let sign = u64::from(self.negative) << 63;
        (bits < INFINITY).then_some(f64::from_bits(bits | sign))
    }

    /// The number as an integer, exactly.
    #[cfg(any(feature = "text", feature = "_scalar"))]
    pub(super) fn to_integer(&self) -> Integral {
        let fraction = self.words.iter().take(FRACTION).any(|&word| word != 0);
        match self.magnitude() {
            _ if fraction || self.inexact => Integral::Fractional,
            None => Integral::TooLarge,
            Some(magnitude) => {
                Integral::Integer { negative: self.negative && magnitude != 0, magnitude }
            }
        }
    }

    /// A number of nanoseconds as whole seconds, rounded down, and nanoseconds, rounded to the nearest,
    /// halves away from zero.
    #[cfg(feature = "_scalar")]
    pub(super) fn split_nanoseconds(&mut self) -> Option<(i64, u32)> {
        self.multiply(1, self.bit(16 * FRACTION - 1) as u32);
        let (mut nanos, mut unit) = (0, 1);
        for _ in 0..9 {
            let integer = self.words.get_mut(FRACTION..).unwrap_or_default();
            nanos += divide(integer, 10) * unit;
            unit *= 10;
        }
        let seconds = self.magnitude()?;
        if self.negative {
            let seconds = 0i64.checked_sub_unsigned(seconds)?;
            return Some(match nanos {
                0 => (seconds, 0),
                _ => (seconds.checked_sub(1)?, unit - nanos),
            });
        }
        Some((i64::try_from(seconds).ok()?, nanos))
    }
}

/// A product of powers, `magnitude` * 2^`binary` * 10^`decimal`, rounded down; the lowest bit is also
/// set if that is not exact. It must be below 2^64, and the powers those of finite floats.
#[cfg(any(feature = "text", feature = "link"))]
#[inline(never)] // Its number would burden the stack of all the rest.
pub(super) fn scaled(magnitude: u64, binary: i32, decimal: i32) -> u64 {
    let mut fixed = Fixed::ZERO;
    let fits = fixed.set(&Decimal::from_parts(false, magnitude, decimal), 0);
    debug_assert!(fits.is_some());
    let point = (16 * FRACTION).saturating_add_signed(-binary as isize);
    let bits = (point..point + 64).rev().fold(0, |bits, place| bits << 1 | fixed.bit(place));
    let rest = fixed.inexact || (0..point).rev().any(|place| fixed.bit(place) == 1);
    bits | u64::from(rest)
}

/// Divides a number, whose words go from the lowest to the highest, and returns the remainder.
fn divide(words: &mut [u16], divisor: u32) -> u32 {
    // Rules out a division by zero.
    let divisor = NonZeroU32::new(divisor).unwrap_or(NonZeroU32::MIN);
    words.iter_mut().rev().fold(0, |remainder, word| {
        let part = remainder << 16 | u32::from(*word);
        *word = (part / divisor) as u16;
        part % divisor
    })
}
