//! Numbers as decimal text.

#[cfg(feature = "link")]
use core::num::NonZeroU32;

use crate::codec::sink::Sink;
#[cfg(any(feature = "text", feature = "link"))]
use crate::encoding::decimal;

/// Writes a decimal integer.
#[cfg(any(feature = "text", feature = "_json"))]
pub(crate) fn put_unsigned(sink: &mut Sink<'_>, number: u64) {
    sink.put(itoa::Buffer::new().format(number).as_bytes());
}

/// Writes a decimal integer.
#[cfg(any(feature = "text", feature = "_json"))]
pub(crate) fn put_signed(sink: &mut Sink<'_>, number: i64) {
    sink.put(itoa::Buffer::new().format(number).as_bytes());
}

/// Writes a decimal integer of 32 bits, which small processors divide at once.
#[cfg(feature = "link")]
#[cfg_attr(not(feature = "fast"), inline(never))]
pub(crate) fn put_number(sink: &mut Sink<'_>, number: u32) {
    const TEN: NonZeroU32 = NonZeroU32::new(10).unwrap();
    let mut unit = NonZeroU32::MIN;
    while let Some(next) = unit.checked_mul(TEN).filter(|next| next.get() <= number) {
        unit = next;
    }
    loop {
        sink.put(&[b'0' + (number / unit % 10) as u8]);
        match NonZeroU32::new(unit.get() / 10) {
            Some(next) => unit = next,
            None => return,
        }
    }
}

/// Writes a finite float as the shortest decimal number that reads back as the same, without an
/// exponent.
#[cfg(any(feature = "text", feature = "link"))]
pub(crate) fn put_plain_float(sink: &mut Sink<'_>, number: f64) {
    // zmij takes four times the code.
    if !cfg!(feature = "fast") {
        if number.is_sign_negative() {
            sink.put(b"-");
        }
        let mut digits = [0; decimal::DIGITS];
        let (digits, exponent) = decimal::shortest(number, &mut digits);
        return put_shifted(sink, digits, &[], exponent as isize);
    }
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
#[cfg(any(feature = "text", feature = "link"))]
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

#[cfg(all(test, any(feature = "text", feature = "link")))]
mod tests {
    use super::*;

    #[test]
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
}
