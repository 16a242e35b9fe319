//! Tests of scanning and of the conversions to integers and timestamps.

extern crate std;

mod floats;
mod midpoints;

use std::format;
use std::string::String;

use proptest::prelude::*;

use super::Integral::{Fractional, TooLarge};
#[cfg(feature = "_senml")]
use super::exact_sum;
use super::fixed::Fixed;
use super::scan::read_eights;
use super::{Decimal, Integral, digits};

/// Scan a text that is a number as a whole.
fn scan(text: &str) -> Decimal<'_> {
    match Decimal::scan(text.as_bytes()) {
        Ok((number, length)) if length == text.len() => number,
        result => panic!("{text}: {result:?}"),
    }
}

/// Texts that start with a number, and the length of that.
#[rustfmt::skip]
const NUMBERS: &[(&str, usize)] = &[
    ("0", 1), ("-0", 2), ("01", 1), ("-01", 2), ("00", 1), ("0x1", 1), ("1", 1), ("10,", 2),
    ("12 ", 2), ("1.5]", 3), ("1e5}", 3), ("1E+05", 5), ("1e-5-", 4), ("0.0e0e", 5), ("1.5.5", 3),
    ("1-", 1), ("0e0", 3), ("18446744073709551616,", 20), ("-1.25e+3\n", 8), ("1\u{0660}", 1),
    ("123456789:", 9), ("0.12345678/", 10), ("0.123456789012345678:1", 20), ("1e0000000001e", 12),
];

/// Texts that start with no number, and the offset of the first byte that is wrong.
#[rustfmt::skip]
const NO_NUMBERS: &[(&str, usize)] = &[
    ("", 0), ("-", 1), ("+1", 0), (".5", 0), ("-.5", 1), ("--1", 1), ("- 1", 1), ("e5", 0),
    ("1.", 2), ("1.e5", 2), ("1.x", 2), ("1e", 2), ("1e+", 3), ("1E-", 3), ("1ex", 2), ("1e+-5", 3),
    ("1.5e", 4), ("1.5e ", 4), ("0.", 2), ("-0.", 3), ("0e", 2), ("NaN", 0), ("-Infinity", 1),
    ("\u{0661}", 0), ("\"1\"", 0), ("/", 0), (":", 0), ("1./", 2), ("1.:", 2), ("12345678.", 9),
    ("123456789012345678901234567890e", 31), ("1.12345678e", 11), (" 1", 0), ("1e+ 1", 3),
];

/// Integers, whether they are negative, and their magnitude.
#[rustfmt::skip]
const INTEGERS: &[(&str, bool, u64)] = &[
    ("0", false, 0), ("-0", false, 0), ("-0.0e-5", false, 0), ("0.00e5", false, 0),
    ("0e999999999999", false, 0), ("0e-999999999999", false, 0), ("1", false, 1), ("-1", true, 1),
    ("1.638435e9", false, 1_638_435_000), ("95.0", false, 95), ("9.5e1", false, 95),
    ("95.00000000000000000000000000000000000000000000", false, 95), ("120e-1", false, 12),
    ("1000000000000000000000e-5", false, 10_000_000_000_000_000), ("1e2", false, 100),
    ("18446744073709551615", false, u64::MAX), ("18446744073709551615.000", false, u64::MAX),
    ("-18446744073709551615", true, u64::MAX), ("1.8446744073709551615e19", false, u64::MAX),
    ("18446744073709551615000000000000000000000e-21", false, u64::MAX),
    ("0.000000000000000000000000018446744073709551615e45", false, u64::MAX),
    ("18446744073709551610", false, 18_446_744_073_709_551_610),
    ("-9223372036854775808", true, 1 << 63), ("1e19", false, 10_000_000_000_000_000_000),
    ("9999999999999999999", false, 9_999_999_999_999_999_999),
    ("10000000000000000001", false, 10_000_000_000_000_000_001),
    ("0.00000000000000000000000000001e29", false, 1),
];

/// Numbers that are no integers.
#[rustfmt::skip]
const FRACTIONS: &[&str] = &[
    "0.5", "-0.5", "1e-1", "1e-400", "1e-99999999999999", "1.5", "95.01", "11e-1",
    "18446744073709551615.5", "18446744073709551616.5", "1234567890123456789.5",
    "100000000000000000000000000000.1", "12345678901234567890123e-1", "1.00000000000000000001",
    "1.00000000000000000001e19", "0.1234567890123456789012345e24", "123456789012345678901.1",
];

/// Integers whose magnitude is above `u64::MAX`.
#[rustfmt::skip]
const TOO_LARGE: &[&str] = &[
    "18446744073709551616", "-18446744073709551616", "1e400", "1e20", "2e19", "1e999999999999",
    "100000000000000000000", "123456789012345678901234567890", "1844674407370955161.6e1",
    "18446744073709551620", "99999999999999999999", "99999999999999999999.0", "1.5e308",
    "123456789012345678901e5", "184467440737095516160e-1",
];

/// Numbers, and the seconds and nanoseconds they are.
#[rustfmt::skip]
const SECONDS: &[(&str, i64, u32)] = &[
    ("0", 0, 0), ("-0.0", 0, 0), ("0e99999", 0, 0), ("1", 1, 0), ("-1", -1, 0),
    ("1.5", 1, 500_000_000), ("-1.5", -2, 500_000_000), ("-0.25", -1, 750_000_000),
    ("1638435000.123456789", 1_638_435_000, 123_456_789), ("1.638435e9", 1_638_435_000, 0),
    ("1276020076.305e0", 1_276_020_076, 305_000_000), ("0.000000001", 0, 1), ("12e1", 120, 0),
    ("-0.000000001", -1, 999_999_999), ("1e-9", 0, 1), ("0.0000000005", 0, 1),
    ("0.00000000049999999999999999999999", 0, 0), ("-0.0000000005", -1, 999_999_999),
    ("-0.0000000004", 0, 0), ("5e-10", 0, 1), ("49e-11", 0, 0), ("1e-400", 0, 0),
    ("1e-99999999999", 0, 0), ("0.9999999995", 1, 0), ("0.99999999949", 0, 999_999_999),
    ("-0.9999999995", -1, 0), ("-1.9999999995", -2, 0), ("123456789e-3", 123_456, 789_000_000),
    ("1234567890123456789.987654321", 1_234_567_890_123_456_789, 987_654_321),
    ("1234567890123456789.9876543214999", 1_234_567_890_123_456_789, 987_654_321),
    ("1.2345678901234567899876543215e18", 1_234_567_890_123_456_789, 987_654_322),
    ("9223372036854775807", i64::MAX, 0), ("9223372036854775807.9", i64::MAX, 900_000_000),
    ("9223372036854775807.999999999", i64::MAX, 999_999_999), ("0.00000000001e11", 1, 0),
    ("-9223372036854775808", i64::MIN, 0), ("-9223372036854775808.0000000001", i64::MIN, 0),
    ("-9223372036854775807.5", i64::MIN, 500_000_000), ("5e18", 5_000_000_000_000_000_000, 0),
    ("1700000000000000000000000e-15", 1_700_000_000, 0),
    ("12345678901234567890123456789e-19", 1_234_567_890, 123_456_789),
];

/// Numbers of seconds that are outside the range.
#[rustfmt::skip]
const NO_SECONDS: &[&str] = &[
    "9223372036854775808", "9223372036854775807.9999999995", "-9223372036854775808.000000001",
    "-9223372036854775809", "1e19", "-1e400", "1e99999999999", "18446744073709551616",
    "99999999999999999999.9", "9999999999999999999.9999999999",
];

#[test]
fn grammar() {
    for &(text, length) in NUMBERS {
        let (number, taken) = Decimal::scan(text.as_bytes()).expect(text);
        assert_eq!(taken, length, "{text}");
        assert_eq!(number.text, &text.as_bytes()[..length]);
        assert_eq!(number.is_negative(), text.starts_with('-'), "{text}");
        let plain = !text[..length].contains(['.', 'e', 'E']);
        assert_eq!(number.is_plain_integer(), plain, "{text}");
    }
    for &(text, offset) in NO_NUMBERS {
        let result = Decimal::scan(text.as_bytes());
        assert_eq!(result.err(), Some(offset), "{text}");
    }
}

#[test]
fn eight_digits_at_a_time() {
    for position in 0..24 {
        for byte in 0..=u8::MAX {
            let mut text = *b"123456789012345678901234";
            text[position] = byte;
            let (number, rest) = read_eights(&text, 0);
            let (expected, _) = digits::read_digits(&text[..24 - rest.len()], 0);
            assert_eq!(number, expected);
            let complete = if byte.is_ascii_digit() { 24 } else { position / 8 * 8 };
            assert_eq!(24 - rest.len(), complete, "{byte} at {position}");
        }
    }
}

#[test]
fn integers() {
    for &(text, negative, magnitude) in INTEGERS {
        let expected = Integral::Integer { negative, magnitude };
        assert_eq!(scan(text).to_integer(), expected, "{text}");
    }
    for text in FRACTIONS {
        assert_eq!(scan(text).to_integer(), Fractional, "{text}");
    }
    for text in TOO_LARGE {
        assert_eq!(scan(text).to_integer(), TooLarge, "{text}");
    }
}

#[test]
fn seconds_and_nanoseconds() {
    for &(text, seconds, nanos) in SECONDS {
        let expected = Some((seconds, nanos));
        assert_eq!(scan(text).to_seconds_nanos(), expected, "{text}");
    }
    for text in NO_SECONDS {
        assert_eq!(scan(text).to_seconds_nanos(), None, "{text}");
    }
}

/// That it takes linear work is counted by `tests/resources/work.rs`.
#[test]
fn a_megabyte_of_digits() {
    const LENGTH: usize = 1 << 20;
    let hundred = scan("100").to_integer();
    let (ones, zeros) = ("1".repeat(LENGTH), "0".repeat(LENGTH));
    for (text, float, integer) in [
        (ones.clone(), None, TooLarge),
        (format!("0.{ones}"), Some(1.0 / 9.0), Fractional),
        (format!("{ones}e-{}", LENGTH - 2), Some(100.0 / 9.0), Fractional),
        (format!("1e{ones}"), None, TooLarge),
        (format!("1e-{ones}"), Some(0.0), Fractional),
        (format!("1e{zeros}2"), Some(100.0), hundred),
        (format!("0.{zeros}1e{}", LENGTH + 3), Some(100.0), hundred),
        (format!("1{zeros}e-{}", LENGTH - 2), Some(100.0), hundred),
        (format!("100.{zeros}"), Some(100.0), hundred),
        (format!("9007199254740993.{zeros}1"), Some(9007199254740994.0), Fractional),
    ] {
        let number = scan(&text);
        assert_eq!(number.to_f64(), float);
        assert_eq!(number.to_integer(), integer);
        let _ = number.to_seconds_nanos();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn integers_as_computed(
        mantissa in any::<u64>(),
        shift in 0..64,
        exponent in -19..=19_i32,
        zeros in 0..30_usize,
    ) {
        let mantissa = u128::from(mantissa >> shift).max(1);
        let power = 10_u128.pow(exponent.unsigned_abs());
        let magnitude = match exponent {
            0.. => Some(mantissa * power),
            _ if mantissa % power == 0 => Some(mantissa / power),
            _ => None,
        };
        let expected = match magnitude.map(u64::try_from) {
            Some(Ok(magnitude)) => Integral::Integer { negative: false, magnitude },
            Some(Err(_)) => TooLarge,
            None => Fractional,
        };
        let text = format!("{mantissa}e{exponent}");
        prop_assert_eq!(scan(&text).to_integer(), expected);
        let more_zeros = "0".repeat(zeros);
        let text = format!("{mantissa}{more_zeros}e{}", exponent - zeros as i32);
        prop_assert_eq!(scan(&text).to_integer(), expected);
        let text = format!("{mantissa}.{more_zeros}0e{exponent}");
        prop_assert_eq!(scan(&text).to_integer(), expected);
    }

    #[test]
    fn seconds_as_computed(
        seconds in any::<i64>(),
        shift in 0..63_u32,
        digits in "[0-9]{1,30}",
        negative in any::<bool>(),
    ) {
        let seconds = i64::unsigned_abs(seconds >> shift);
        let sign = if negative { "-" } else { "" };
        let text = format!("{sign}{seconds}.{digits}");
        let number = scan(&text);

        let nanos: i128 = format!("{digits:0<9}")[..9].parse().unwrap();
        let round = digits.as_bytes().get(9).is_some_and(|digit| *digit >= b'5');
        let total = i128::from(seconds) * 1_000_000_000 + nanos + i128::from(round);
        let total = if negative { -total } else { total };
        let expected = i64::try_from(total.div_euclid(1_000_000_000))
            .ok()
            .map(|seconds| (seconds, total.rem_euclid(1_000_000_000) as u32));
        prop_assert_eq!(number.to_seconds_nanos(), expected);
        // Both ways of splitting agree.
        let mut fixed = Fixed::ZERO;
        let split = fixed.set(&number, 9).and_then(|()| fixed.split_nanoseconds());
        prop_assert_eq!(number.to_seconds_nanos(), split);
    }

    #[test]
    fn scanning_any_text(text in "[-+0-9.eE]{0,12}|\\PC{0,8}") {
        match Decimal::scan(text.as_bytes()) {
            Ok((number, length)) => {
                floats::check(&text[..length]);
                let _ = (number.to_integer(), number.to_seconds_nanos());
            }
            Err(offset) => {
                // What is before the wrong byte can be completed to a number.
                let completed: String = format!("{}1", &text[..offset]);
                let result = Decimal::scan(completed.as_bytes());
                prop_assert_eq!(result.map(|(_, length)| length), Ok(completed.len()));
            }
        }
    }
}

#[test]
#[cfg(feature = "_cbor")]
fn numbers_made_of_parts_have_seconds_too() {
    for (mantissa, exponent, expected) in [
        (17_000_000_005, -1, Some((1_700_000_000, 500_000_000))),
        (17, 8, Some((1_700_000_000, 0))),
        (1_234_567_890_123_456_789, -12, Some((1_234_567, 890_123_457))),
        (u64::MAX, 0, None),
        (1, i32::MAX, None),
        (5, i32::MIN, Some((0, 0))),
        (0, 5, Some((0, 0))),
    ] {
        let number = Decimal::from_parts(false, mantissa, exponent);
        assert_eq!(number.to_seconds_nanos(), expected, "{mantissa}e{exponent}");
    }
}

#[cfg(feature = "_senml")]
proptest! {
    #[test]
    fn sums_are_those_of_floats(a in any::<u64>(), b in any::<u64>(), near in 0..120_u64) {
        let finite = |number: f64| number.is_finite().then_some(number);
        // Of any size, of about the same size, and of the size of times.
        let close = a ^ b & 1 << 63 ^ near << 52 ^ (b & 0xffff_ffff);
        for b in [b, close, a ^ 1 << 63, (b % 4_000_000_000) as f64 as u64] {
            let (a, b) = (f64::from_bits(a), f64::from_bits(b));
            let expected = finite(a).and(finite(b)).and(finite(a + b));
            // A sum of zeros has no sign here.
            let expected = expected.map(|sum| if sum == 0.0 { 0 } else { sum.to_bits() });
            prop_assert_eq!(exact_sum(a, b).map(f64::to_bits), expected, "{} {}", a, b);
        }
        let (a, b) = (a as i32 as f64 / 1e3, b as i64 as f64 / 1e6);
        let sum = if a + b == 0.0 { 0.0 } else { a + b };
        prop_assert_eq!(exact_sum(a, b), Some(sum));
    }
}
