//! Decimal numbers of few digits, which need not keep their text.

use super::digits::{MANTISSA_DIGITS, fast_digits, fast_fraction, read_digits};
use super::number::{Decimal, POWERS_OF_TEN, ROUNDS_ONCE};
use super::scan::{distance, read_eights};

/// A decimal number of at most 19 digits without an exponent.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Short {
    pub(crate) negative: bool,
    /// Its digits.
    pub(crate) mantissa: u64,
    /// The digits behind the point.
    places: usize,
}

impl Short {
    /// Scans the number at the start of `text` and returns the rest. The caller must check that the rest
    /// is no exponent.
    #[inline(always)]
    pub(crate) fn scan(text: &[u8]) -> Option<(Self, &[u8])> {
        match Self::scan_few(text) {
            Some((mantissa, places, rest)) => {
                Some((Self { negative: false, mantissa, places }, rest))
            }
            // With a sign, or with more digits.
            None => {
                let negative = text.first() == Some(&b'-');
                let (mantissa, places, length) = Self::scan_any(text);
                let rest = text.get(length as usize..)?;
                (length > 0).then_some((Self { negative, mantissa, places: places as usize }, rest))
            }
        }
    }

    /// Scans fewer than seven digits on either side of the point, which is what most numbers have.
    #[inline(always)]
    fn scan_few(text: &[u8]) -> Option<(u64, usize, &[u8])> {
        let (mantissa, _, rest) = fast_digits::<7>(text)?;
        let [b'.', fraction @ ..] = rest else { return Some((mantissa, 0, rest)) };
        // One test suffices for most longer numbers.
        if matches!(fraction, [_, _, _, _, _, _, b'0'..=b'9', ..]) {
            return None;
        }
        let (fraction, places, rest) = fast_fraction::<7>(fraction)?;
        // There are fewer than seven.
        let unit = *[1, 10, 100, 1000, 10_000, 100_000, 1_000_000].get(places)?;
        let mantissa = mantissa.wrapping_mul(unit).wrapping_add(fraction);
        (places > 0).then_some((mantissa, places, rest))
    }

    /// Scans any number: its digits, how many are behind the point, and its length, or 0 if it is no
    /// number. These fit in registers, an `Option` with a slice does not.
    #[inline(never)]
    fn scan_any(text: &[u8]) -> (u64, u32, u32) {
        let unsigned = match text {
            [b'-', rest @ ..] => rest,
            _ => text,
        };
        let (mut mantissa, mut rest) = match unsigned {
            [b'0', rest @ ..] => (0, rest),
            _ => read_digits(unsigned, 0),
        };
        let mut digits = distance(unsigned, rest);
        let mut places = 0;
        if let ([b'.', fraction @ ..], 1..) = (rest, digits) {
            (mantissa, rest) = read_eights(fraction, mantissa);
            (mantissa, rest) = read_digits(rest, mantissa);
            places = distance(fraction, rest);
            // A point needs digits after it.
            digits = if places == 0 { 0 } else { digits.wrapping_add(places) };
        }
        match digits {
            1..=MANTISSA_DIGITS => (mantissa, places as u32, distance(text, rest) as u32),
            _ => (0, 0, 0),
        }
    }

    /// Whether the number has no fraction digits.
    #[inline(always)]
    pub(crate) fn is_integer(&self) -> bool {
        self.places == 0
    }

    /// The nearest float.
    #[inline(always)]
    pub(crate) fn to_f64(self) -> Option<f64> {
        let Self { negative, mantissa, places } = self;
        let magnitude = match POWERS_OF_TEN.get(places) {
            Some(power) if ROUNDS_ONCE && mantissa <= 1 << 53 => mantissa as i64 as f64 / power,
            _ => eisel_lemire_at(mantissa, places)?,
        };
        // Branch-free: a branch would be mispredicted for every other number.
        Some(f64::from_bits(magnitude.to_bits() | u64::from(negative) << 63))
    }
}

/// The float nearest to `mantissa` / 10^`places`.
#[inline(never)]
fn eisel_lemire_at(mantissa: u64, places: usize) -> Option<f64> {
    let exponent = i32::try_from(places).ok()?.wrapping_neg();
    let text = &[];
    let (negative, truncated, plain_integer) = (false, false, false);
    Decimal { text, negative, mantissa, exponent, truncated, plain_integer }.by_integer_arithmetic()
}
