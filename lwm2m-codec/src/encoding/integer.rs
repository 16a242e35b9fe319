//! Integers as sign and magnitude, in floats, and short ones as decimal text.

/// A sign and magnitude as a signed number, if it fits.
#[cfg_attr(not(feature = "fast"), inline(never))]
pub(crate) fn signed(negative: bool, magnitude: u64) -> Option<i64> {
    if negative { 0i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
}

/// Sign and magnitude of a float's integral part, rounded towards zero, and the fraction as 64 bits
/// after the point, zero only without a fraction. `None` if the magnitude exceeds `u64::MAX`.
#[cfg(feature = "_scalar")]
#[cfg_attr(not(feature = "fast"), inline(never))]
pub(crate) fn split_float(number: f64) -> Option<(bool, u64, u64)> {
    let bits = number.to_bits();
    let biased = (bits >> 52) as u32 & 0x7ff;
    let fraction = bits & ((1 << 52) - 1);
    let significand = if biased == 0 { fraction } else { fraction | 1 << 52 };
    let negative = bits >> 63 != 0 && significand != 0;
    if !cfg!(feature = "fast") {
        // Small processors lack 64-bit shifts, and each takes more code than this loop.
        let (mut magnitude, mut fraction) = (0, significand << 11);
        if biased > 1086 {
            return None;
        }
        if biased < 1022 {
            fraction = fraction.checked_shr(1022 - biased).unwrap_or(0);
            // The lost bits are far below a nanosecond.
            fraction |= u64::from(biased < 1011 && significand != 0);
        }
        for _ in 1022..biased {
            magnitude = magnitude << 1 | fraction >> 63;
            fraction <<= 1;
        }
        return Some((negative, magnitude, fraction));
    }
    // The lowest bit of the significand has the exponent `biased - 1075`.
    let (magnitude, fraction) = match biased {
        1075..=1086 => (significand << (biased - 1075), 0),
        1023..=1074 => (significand >> (1075 - biased), significand << (biased - 1011)),
        1011..=1022 => (0, significand << (biased - 1011)),
        // The lost bits are far below a nanosecond.
        0..=1010 => {
            (0, significand.checked_shr(1011 - biased).unwrap_or(0) | u64::from(significand != 0))
        }
        _ => return None,
    };
    Some((negative, magnitude, fraction))
}

/// Seconds, rounded down, and the nanoseconds on top of them, rounded to the nearest; `None` if the
/// seconds do not fit.
#[cfg(feature = "_scalar")]
pub(crate) fn seconds_nanos(number: f64) -> Option<(i64, u32)> {
    let (negative, magnitude, fraction) = split_float(number)?;
    // The upper half of a product of 64 and 32 bits, rounded.
    let lower = ((fraction & u64::from(u32::MAX)) * 1_000_000_000) >> 32;
    let nanoseconds = ((fraction >> 32) * 1_000_000_000 + lower + (1 << 31)) >> 32;
    let (magnitude, nanoseconds) = match nanoseconds as u32 {
        1_000_000_000.. => (magnitude.checked_add(1)?, 0),
        nanoseconds => (magnitude, nanoseconds),
    };
    match (negative, nanoseconds) {
        (false, _) => Some((signed(false, magnitude)?, nanoseconds)),
        (true, 0) => Some((signed(true, magnitude)?, 0)),
        (true, _) => Some((signed(true, magnitude.checked_add(1)?)?, 1_000_000_000 - nanoseconds)),
    }
}

/// Writes a number into a buffer at an index and returns the index after it.
#[cfg(any(feature = "text", feature = "_scalar"))]
#[cfg_attr(feature = "fast", inline)]
#[cfg_attr(not(feature = "fast"), inline(never))]
pub(crate) fn write_decimal(text: &mut [u8], start: usize, mut number: u16) -> usize {
    // Less code than a logarithm.
    let digits = 1
        + usize::from(number >= 10)
        + usize::from(number >= 100)
        + usize::from(number >= 1000)
        + usize::from(number >= 10_000);
    let end = start + digits;
    debug_assert!(end <= text.len(), "the text is too short for the number");
    let Some(place) = text.get_mut(start..end) else { return start };
    for digit in place.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(feature = "_scalar")]
    fn seconds_round_down_and_nanoseconds_to_the_nearest() {
        assert_eq!(seconds_nanos(1_700_000_000.5), Some((1_700_000_000, 500_000_000)));
        assert_eq!(seconds_nanos(-0.25), Some((-1, 750_000_000)));
        assert_eq!(seconds_nanos(-3.0), Some((-3, 0)));
        assert_eq!(seconds_nanos(1.999_999_999_9), Some((2, 0)));
        assert_eq!(seconds_nanos(5e-10), Some((0, 1)));
        assert_eq!(seconds_nanos(4.999e-10), Some((0, 0)));
        assert_eq!(seconds_nanos(1e-300), Some((0, 0)));
        assert_eq!(seconds_nanos(-9.3e18), None);
    }

    #[test]
    #[cfg(feature = "_scalar")]
    fn floats_split_at_the_point() {
        assert_eq!(split_float(-2.5), Some((true, 2, 1 << 63)));
        assert_eq!(split_float(95.0), Some((false, 95, 0)));
        assert_eq!(split_float(18_446_744_073_709_549_568.0), Some((false, u64::MAX - 2047, 0)));
        assert_eq!(split_float(18_446_744_073_709_551_616.0), None);
        assert_eq!(split_float(0.75), Some((false, 0, 3 << 62)));
        assert_eq!(split_float(-0.0), Some((false, 0, 0)));
        assert_eq!(split_float(-5e-324), Some((true, 0, 1)));
        assert_eq!(split_float(f64::NAN), None);
        assert_eq!(split_float(f64::NEG_INFINITY), None);
    }

    #[test]
    fn magnitudes_take_a_sign_if_they_fit() {
        assert_eq!(signed(true, 1 << 63), Some(i64::MIN));
        assert_eq!(signed(false, 1 << 63), None);
        assert_eq!(signed(true, 0), Some(0));
    }
}
