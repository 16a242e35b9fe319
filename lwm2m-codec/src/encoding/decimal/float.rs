//! The float nearest to a decimal.

use super::eisel_lemire::{self, Nearest};
use super::exact;
use super::fixed::Fixed;
use super::number::{Decimal, INFINITY, POWERS_OF_TEN, ROUNDS_ONCE};

#[allow(
    clippy::wrong_self_convention,
    reason = "copying the struct right after it was written stalls the processor"
)]
impl Decimal<'_> {
    /// The nearest float, of two equally near ones the even; `None` if the range is exceeded.
    ///
    /// Zero keeps its sign, and too small numbers become subnormal or zero.
    #[cfg_attr(feature = "fast", inline)]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn to_f64(&self) -> Option<f64> {
        if !cfg!(feature = "fast") {
            let mut fixed = Fixed::ZERO;
            fixed.set(self, 0)?;
            return fixed.to_f64();
        }
        let magnitude = match self.by_float_arithmetic() {
            Some(magnitude) => magnitude,
            None => self.by_integer_arithmetic()?,
        };
        Some(if self.negative { -magnitude } else { magnitude })
    }

    /// The magnitude by one operation on floats that hold both operands exactly, and therefore
    /// rounded once; `None` if they cannot.
    fn by_float_arithmetic(&self) -> Option<f64> {
        if !ROUNDS_ONCE || self.is_truncated() || self.mantissa > 1 << 53 {
            return None;
        }
        let mantissa = self.mantissa as i64 as f64; // converting from i64 is quicker
        let power = usize::try_from(self.exponent.unsigned_abs()).ok()?;
        if self.exponent < 0 {
            return Some(mantissa / POWERS_OF_TEN.get(power)?);
        }
        if let Some(power) = POWERS_OF_TEN.get(power) {
            return Some(mantissa * power);
        }
        // Of a larger power, a short mantissa has room for what exceeds 10^22.
        let excess = *POWERS_OF_TEN.get(power.wrapping_sub(22))? as u64;
        let mantissa = self.mantissa.checked_mul(excess)?;
        (mantissa <= 1 << 53).then_some(mantissa as i64 as f64 * 1e22)
    }

    /// The magnitude rounded by integer arithmetic, which works for every number.
    #[inline(never)]
    pub(super) fn by_integer_arithmetic(&self) -> Option<f64> {
        if self.mantissa == 0 {
            return Some(0.0);
        }
        let nearest = eisel_lemire::nearest(self.mantissa, self.exponent);
        let bits = match nearest {
            Nearest::Known(bits) if !self.is_truncated() => bits,
            // The number is between this mantissa and the next, so what both round to is right.
            Nearest::Known(bits)
                if nearest
                    == eisel_lemire::nearest(self.mantissa.wrapping_add(1), self.exponent) =>
            {
                bits
            }
            Nearest::Known(bits) | Nearest::ThisOrNext(bits) => exact::nearest(self, bits),
        };
        (bits < INFINITY).then_some(f64::from_bits(bits))
    }
}
