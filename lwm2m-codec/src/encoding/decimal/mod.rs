//! Decimal numbers of JSON text: scanning, and conversion to floats, integers and timestamps.
//!
//! [`Decimal::scan`] reads the text once and keeps a 64-bit mantissa and a decimal exponent.
//! The conversions work from these and read the text again only for numbers of more than
//! 19 digits. Nothing here allocates, and no input makes it panic or take more than linear time.
//!
//! Floats are rounded in three stages, each passing on what it cannot decide:
//! `Decimal::by_float_arithmetic` (Clinger), `eisel_lemire` and `exact`. Without the feature `fast`
//! there is one instead, for all conversions: `fixed`.

pub(crate) mod digits;
mod eisel_lemire;
mod exact;
mod fixed;
mod float;
mod number;
mod powers;
#[cfg(feature = "senml-json")]
mod short;
#[cfg(test)]
mod tests;

use self::fixed::Fixed;
pub(crate) use self::number::{Decimal, Integral};
use self::number::{NANOS, POWERS_OF_TEN};
#[cfg(feature = "senml-json")]
pub(crate) use self::short::Short;

/// The sum of two floats, if it is finite. Without the feature `fast`, it takes a third of the code
/// that addition has where there is no floating-point unit.
#[cfg(feature = "_senml")]
pub(crate) fn sum(a: f64, b: f64) -> Option<f64> {
    if cfg!(feature = "fast") {
        return Some(a + b).filter(|sum| sum.is_finite());
    }
    exact_sum(a, b)
}

#[cfg(feature = "_senml")]
#[inline(never)] // Its number would burden the stack of all the rest.
fn exact_sum(a: f64, b: f64) -> Option<f64> {
    if !a.is_finite() || !b.is_finite() {
        return None;
    }
    let mut fixed = Fixed::ZERO;
    fixed.add(a);
    fixed.add(b);
    fixed.settle();
    fixed.to_f64()
}

/// The float nearest to a time in seconds and nanoseconds.
#[cfg(feature = "senml-cbor")]
pub(crate) fn time_as_f64(seconds: i64, nanoseconds: u32) -> Option<f64> {
    let mut fixed = Fixed::ZERO;
    fixed.set_time(seconds, nanoseconds)?;
    fixed.to_f64()
}

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
        // Neither loop turns more than 20 times, as the magnitude is never zero.
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
        // So many of the further digits are left of the point.
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
