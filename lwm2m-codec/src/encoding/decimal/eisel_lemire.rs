//! Rounding a decimal to a float by one multiplication with a 128-bit power of five.
//!
//! This is the method of Michael Eisel and Daniel Lemire ("Number Parsing at a Gigabyte per
//! Second", 2021), with plain interval arithmetic in place of the paper's case distinctions: the
//! product and the bound on its error show on which side of a midpoint the number is, or that
//! this remains open. The latter happens for numbers with a negative exponent that are exactly
//! midway between two floats, and otherwise practically never.

use super::number::INFINITY;
use super::powers::{LARGEST_EXACT, power};

/// The exponent of the smallest float, 2^-1074.
const SMALLEST_ULP: i32 = -1074;

/// What is known of the float nearest to a decimal. Floats are given by their bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nearest {
    /// It is this one, which may be infinity.
    Known(u64),
    /// It is this finite one or the next larger one.
    ThisOrNext(u64),
}

/// Find the float nearest to `mantissa` * 10^`exponent`, for a mantissa above zero.
pub(super) fn nearest(mantissa: u64, exponent: i32) -> Nearest {
    let Some(power) = power(exponent) else {
        // 2^64 * 10^-343 still rounds to zero, and 10^309 is above the range.
        return Nearest::Known(if exponent < 0 { 0 } else { INFINITY });
    };

    // The upper 128 of the 192 bits of the product of mantissa and power. If the power is
    // truncated, the exact product is less than 2 above these.
    let leading_zeros = mantissa.leading_zeros();
    let factor = u128::from(mantissa.wrapping_shl(leading_zeros));
    let upper = factor.wrapping_mul(power >> 64);
    let lower = factor.wrapping_mul(power & u128::from(u64::MAX));
    let product = upper.wrapping_add(lower >> 64);
    let power_is_exact = (0..=LARGEST_EXACT).contains(&exponent);

    // The product's unit is 2^scale, and that of the float is 2^ulp: 53 bits remain, or fewer
    // if the float is subnormal. The multiplication is floor(log2(10^exponent)).
    let scale =
        (exponent.wrapping_mul(217_706) >> 16).wrapping_sub(63).wrapping_sub(leading_zeros as i32);
    let ulp = scale.wrapping_add(75).wrapping_sub(product.leading_zeros() as i32).max(SMALLEST_ULP);
    let dropped = ulp.wrapping_sub(scale) as u32;
    if dropped > 128 {
        return Nearest::Known(0); // less than half of the smallest float
    }
    let kept = product.checked_shr(dropped).unwrap_or(0) as u64;
    let half = 1_u128.wrapping_shl(dropped.wrapping_sub(1));
    let rest = product & half.wrapping_shl(1).wrapping_sub(1);

    // The leading bit of what was kept adds one to the exponent, unless the float is subnormal.
    let biased = ulp.wrapping_sub(SMALLEST_ULP) as u64;
    let bits = kept.wrapping_add(biased.wrapping_shl(52));
    if bits >= INFINITY {
        return Nearest::Known(INFINITY);
    }
    if !power_is_exact && half.wrapping_sub(rest) < 2 {
        return Nearest::ThisOrNext(bits);
    }
    let above_half = rest > half || rest == half && (lower as u64 != 0 || kept & 1 != 0);
    // Where all bits are ones, the carry goes on into the exponent, as it should.
    Nearest::Known(bits.wrapping_add(u64::from(above_half)))
}
