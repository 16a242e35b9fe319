//! A decimal as an integer, and as seconds and nanoseconds.

use super::fixed::Fixed;
use super::number::{Decimal, Integral};
#[cfg(feature = "_scalar")]
use super::number::{NANOS, POWERS_OF_TEN};

#[allow(
    clippy::wrong_self_convention,
    reason = "copying the struct right after it was written stalls the processor"
)]
impl Decimal<'_> {
    /// The number as an integer, exactly.
    #[cfg_attr(feature = "fast", inline)]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn to_integer(&self) -> Integral {
        if self.is_truncated() {
            return self.long_integer();
        }
        if !cfg!(feature = "fast") {
            let mut fixed = Fixed::ZERO;
            return match fixed.set(self, 0) {
                Some(()) => fixed.to_integer(),
                None => Integral::TooLarge,
            };
        }
        let (mut magnitude, mut exponent) = (self.mantissa, self.exponent);
        if magnitude == 0 {
            return self.integer(0);
        }
        // Neither loop runs more than 20 times, as the magnitude is never zero.
        while exponent < 0 {
            if magnitude % 10 != 0 {
                return Integral::Fractional;
            }
            magnitude /= 10;
            exponent = exponent.wrapping_add(1);
        }
        while exponent > 0 {
            let Some(product) = magnitude.checked_mul(10) else {
                return Integral::TooLarge;
            };
            magnitude = product;
            exponent = exponent.wrapping_sub(1);
        }
        self.integer(magnitude)
    }

    /// The number as whole seconds, rounded down, and the nanoseconds on top of them.
    ///
    /// The number is first rounded to the nearest nanosecond, from halfway away from zero.
    /// `None` if the seconds do not fit an `i64`.
    #[cfg(feature = "_scalar")]
    #[cfg_attr(feature = "fast", inline)]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn to_seconds_nanos(&self) -> Option<(i64, u32)> {
        let split = if cfg!(feature = "fast") { self.split_mantissa() } else { None };
        let Some((seconds, nanos)) = split else {
            let mut fixed = Fixed::ZERO;
            fixed.set(self, 9)?;
            return fixed.split_nanoseconds();
        };
        if !self.negative {
            return Some((i64::try_from(seconds).ok()?, nanos));
        }
        let seconds = 0_i64.checked_sub_unsigned(seconds)?;
        match nanos {
            0 => Some((seconds, 0)),
            _ => Some((seconds.checked_sub(1)?, NANOS.wrapping_sub(nanos))),
        }
    }

    /// An integer of this number's sign.
    fn integer(&self, magnitude: u64) -> Integral {
        Integral::Integer { negative: self.negative && magnitude != 0, magnitude }
    }

    /// The number as an integer if its mantissa is truncated.
    #[cold]
    #[inline(never)]
    fn long_integer(&self) -> Integral {
        // The number of further digits before the point.
        let places = usize::try_from(self.exponent).unwrap_or(0);
        if self.further_digits().skip(places).any(|digit| digit != 0) {
            return Integral::Fractional;
        }
        let next = self.further_digits().next().unwrap_or(0);
        let magnitude = match places {
            1 => self.mantissa.checked_mul(10),
            _ => None, // more than 20 digits
        };
        match magnitude.and_then(|magnitude| magnitude.checked_add(u64::from(next))) {
            Some(magnitude) => self.integer(magnitude),
            None => Integral::TooLarge,
        }
    }

    /// Seconds and nanoseconds by one division; `None` unless the mantissa is the whole number
    /// and ends at most nine places behind the point.
    #[cfg(feature = "_scalar")]
    fn split_mantissa(&self) -> Option<(u64, u32)> {
        if self.is_truncated() || self.exponent > 0 {
            return None;
        }
        let places = usize::try_from(self.exponent.unsigned_abs()).ok()?;
        let unit = *POWERS_OF_TEN.get(places)? as u64;
        let to_nanos = *POWERS_OF_TEN.get(9_usize.checked_sub(places)?)? as u32;
        let seconds = self.mantissa.checked_div(unit)?;
        let fraction = self.mantissa.wrapping_sub(seconds.wrapping_mul(unit));
        Some((seconds, (fraction as u32).wrapping_mul(to_nanos)))
    }
}
