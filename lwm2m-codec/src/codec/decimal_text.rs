//! Numbers between types, and as decimal text.

#[cfg(feature = "_decimal")]
use crate::codec::sink::Sink;

/// A sign and magnitude as a signed number, if it fits.
#[cfg_attr(not(feature = "fast"), inline(never))]
pub(crate) fn signed(negative: bool, magnitude: u64) -> Option<i64> {
    if negative { 0i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
}

/// Sign and magnitude of a float's integral part, rounded towards zero, and the bits behind the
/// point, which are zero only if there is no fraction; `None` if the magnitude is above `u64::MAX`.
#[cfg(feature = "_scalar")]
#[cfg_attr(not(feature = "fast"), inline(never))]
pub(crate) fn split_float(number: f64) -> Option<(bool, u64, u64)> {
    let bits = number.to_bits();
    let biased = (bits >> 52) as u32 & 0x7ff;
    let fraction = bits & ((1 << 52) - 1);
    let significand = if biased == 0 { fraction } else { fraction | 1 << 52 };
    let negative = bits >> 63 != 0 && significand != 0;
    // The lowest bit of the significand has the exponent `biased - 1075`.
    let (magnitude, fraction) = match biased {
        1075..=1086 => (significand << (biased - 1075), 0),
        1023..=1074 => (significand >> (1075 - biased), significand << (biased - 1011)),
        1011..=1022 => (0, significand << (biased - 1011)),
        // What is lost is less than a thousand millionth of a nanosecond.
        0..=1010 => {
            (0, significand.checked_shr(1011 - biased).unwrap_or(0) | u64::from(significand != 0))
        }
        _ => return None,
    };
    Some((negative, magnitude, fraction))
}

/// Seconds rounded down and the nanoseconds beyond them, rounded to the nearest; `None` for what does
/// not fit.
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

/// Writes a decimal integer.
#[cfg(feature = "_decimal")]
pub(crate) fn put_unsigned(sink: &mut Sink<'_>, number: u64) {
    sink.put(itoa::Buffer::new().format(number).as_bytes());
}

/// Writes a decimal integer.
#[cfg(feature = "_decimal")]
pub(crate) fn put_signed(sink: &mut Sink<'_>, number: i64) {
    sink.put(itoa::Buffer::new().format(number).as_bytes());
}

/// Writes a finite float as the shortest decimal number that reads back as the same, without an
/// exponent.
#[cfg(feature = "_decimal")]
pub(crate) fn put_plain_float(sink: &mut Sink<'_>, number: f64) {
    let mut buffer = zmij::Buffer::new();
    let shortest = buffer.format_finite(number).as_bytes();
    let shortest = match shortest {
        [b'-', rest @ ..] => {
            sink.put(b"-");
            rest
        }
        rest => rest,
    };
    let mut parts = shortest.splitn(2, |&byte| byte == b'e');
    let mantissa = parts.next().unwrap_or_default();
    let exponent = parts.next().map_or(0, |digits| {
        let (negative, digits) = match digits {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let digits = digits.iter().filter(|byte| byte.is_ascii_digit());
        let size = digits.fold(0isize, |size, digit| size * 10 + isize::from(digit - b'0'));
        if negative { -size } else { size }
    });
    let mut parts = mantissa.splitn(2, |&byte| byte == b'.');
    let whole = parts.next().unwrap_or_default();
    let fraction = match parts.next().unwrap_or_default() {
        b"0" => &[],
        digits => digits,
    };
    put_shifted(sink, whole, fraction, exponent);
}

/// Writes `whole.fraction` with the point moved to the right by `shift` places.
#[cfg(feature = "_decimal")]
fn put_shifted(sink: &mut Sink<'_>, whole: &[u8], fraction: &[u8], shift: isize) {
    let zeros = |sink: &mut Sink<'_>, count: usize| (0..count).for_each(|_| sink.put(b"0"));
    let places = shift.unsigned_abs();
    if shift >= 0 {
        let (moved, rest) = fraction.split_at_checked(places).unwrap_or((fraction, &[]));
        sink.put(whole);
        sink.put(moved);
        zeros(sink, places - moved.len());
        if !rest.is_empty() {
            sink.put(b".");
            sink.put(rest);
        }
    } else {
        let kept = whole.len().saturating_sub(places);
        let (whole, moved) = whole.split_at_checked(kept).unwrap_or((whole, &[]));
        sink.put(if whole.is_empty() { b"0" } else { whole });
        sink.put(b".");
        zeros(sink, places - moved.len());
        sink.put(moved);
        sink.put(fraction);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(feature = "_decimal")]
    fn floats_have_no_exponent_and_read_back() {
        for (number, text) in [
            (6.667e-11, "0.00000000006667"),
            (1e23, "100000000000000000000000"),
            (1.5e3, "1500"),
            (-0.0, "-0"),
            (20.5, "20.5"),
            (1.25e-7, "0.000000125"),
            (123_456_789_012_345_680.0, "123456789012345680"),
            (-1.797_693_134_862_315_7e308, ""),
            (5e-324, ""),
        ] {
            let mut buffer = [0; 400];
            let mut sink = Sink::new(&mut buffer);
            put_plain_float(&mut sink, number);
            let length = sink.finish().unwrap();
            let written = core::str::from_utf8(&buffer[..length]).unwrap();
            assert_eq!(written.parse::<f64>().map(f64::to_bits), Ok(number.to_bits()), "{written}");
            assert!(!written.contains('e'));
            assert!(text.is_empty() || written == text, "{written}");
        }
    }

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
