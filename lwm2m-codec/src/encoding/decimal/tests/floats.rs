//! Tests of the conversion to floats, by comparing its results with those of `str::parse`.

use super::std::format;

use proptest::prelude::*;

use super::super::fixed::Fixed;
use super::super::{DIGITS, exact, shortest};
use super::{TooLarge, scan};

/// Check the float of a number against the standard library, bit by bit, and check that each
/// stage of rounding is right by itself.
pub(super) fn check(text: &str) {
    let expected: f64 = text.parse().unwrap();
    let number = scan(text);
    let finite = expected.is_finite().then_some(expected.to_bits());
    assert_eq!(number.to_f64().map(f64::to_bits), finite, "{text}");

    let magnitude = expected.abs().to_bits();
    let finite = expected.is_finite().then_some(magnitude);
    let rounded = number.by_integer_arithmetic().map(f64::to_bits);
    assert_eq!(rounded, finite, "{text} by integers");

    let mut fixed = Fixed::ZERO;
    let fits = fixed.set(&number, 0);
    let rounded = fits.and_then(|()| fixed.to_f64());
    assert_eq!(rounded, number.to_f64(), "{text} in fixed point");
    if !number.truncated {
        let integer = fits.map_or(TooLarge, |()| fixed.to_integer());
        assert_eq!(integer, number.to_integer(), "{text} as integer");
    }

    if expected.is_finite() && expected != 0.0 {
        let chosen = exact::nearest(&number, magnitude - 1);
        assert_eq!(chosen, magnitude, "{text} exactly, from below");
        let chosen = exact::nearest(&number, magnitude);
        assert_eq!(chosen, magnitude, "{text} exactly, from above");
    }
}

/// Numbers that are, or have been for other implementations, hard to round.
#[rustfmt::skip]
const HARD: &[&str] = &[
    "0", "-0", "0.0", "-0.0", "0e5", "-0e-999999999999999999999", "0e999999999999999999999", "1",
    "-1", "1e0", "20.5", "21.125", "0.1", "0.3", "1e22", "1e23", "8.5e22", "8.5e23", "123e35",
    "9007199254740991e22", "9007199254740992e22", "9007199254740993e22", "1e37", "1e38", "9e37",
    "90071992547409915e21", "5e-1", "9007199254740992", "9007199254740993", "9007199254740993.0",
    "9007199254740994", "9007199254740995", "9007199254740997e0", "1e44", "1e45", "1e-22", "1e-23",
    "9007199254740993.00000000000000000000000000000000000000000000000000000000000000000001",
    "9007199254740992.99999999999999999999999999999999999999999999999999999999999999999999",
    "18446744073709551615", "18446744073709551616", "9223372036854775807", "4503599627370496.5",
    "4503599627370497.5", "4503599627370497.49999999999999999999", "9223372036854775808e-30",
    "2.2250738585072011e-308", "2.2250738585072012e-308", "2.2250738585072014e-308",
    "2.225073858507201136057409796709131975934819546351645648023426109724822222021076945516e-308",
    "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "1.8e308",
    "4.9e-324", "5e-324", "2.4e-324", "2.5e-324", "2.4703282292062327e-324", "1e-323",
    "2.4703282292062328e-324", "2.47032822920623272e-324", "7.4109846876186982e-324", "1e-324",
    "1e-325", "9999999999999999999e-343", "9999999999999999999e-342", "10000000000000000001e-343",
    "18446744073709551615e-343", "99999999999999999999999e-345", "1e309", "1e308", "0.1e309",
    "0.00001e313", "1e-400", "1e400", "1e99999999999999999999", "1e-99999999999999999999",
    "1e2147483647", "1e-2147483648", "6.631236846766476e-316", "4.4501477170144023e-308",
    "12345678901234567890e2147483647", "12345678901234567891e-2147483648",
];

#[test]
fn hard_numbers() {
    for text in HARD {
        check(text);
    }
}

#[test]
fn long_rows_of_zeros() {
    for count in [0, 1, 17, 18, 19, 20, 300, 800, 1000] {
        let zeros = "0".repeat(count);
        check(&format!("0.{zeros}123456789012345678901234567890"));
        check(&format!("123{zeros}.{zeros}4"));
        check(&format!("1{zeros}e-{count}"));
        check(&format!("0.{zeros}1e{count}"));
        check(&format!("0.{zeros}0"));
        check(&format!("3.{zeros}0e+0{zeros}7"));
        check(&format!("9007199254740993.{zeros}1"));
        check(&format!("9007199254740993{zeros}e-{count}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn floats_as_printed(bits in any::<u64>(), shift in 0..52) {
        let float = f64::from_bits(bits);
        if float.is_finite() {
            check(&format!("{float}"));
            check(&format!("{float:e}"));
            check(&format!("{float:.17e}"));
            check(&format!("{float:.25e}"));
        }
        let subnormal = f64::from_bits(bits >> 12 >> shift);
        check(&format!("{subnormal:e}"));
        check(&format!("{subnormal:.17e}"));
        check(&format!("{}", f64::from(bits as i32) / 1000.0));
        check(&format!("{}", (bits >> shift) as f64 / 1e6));
    }

    #[test]
    fn mantissas_and_exponents(
        mantissa in any::<u64>(),
        shift in 0..64,
        exponent in -345..312,
    ) {
        let mantissa = mantissa >> shift;
        check(&format!("{mantissa}e{exponent}"));
        check(&format!("{mantissa}e{}", exponent % 40));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn long_numbers(
        digits in "[0-9]{1,800}",
        point in 0..800_usize,
        exponent in -1200..400_i32,
    ) {
        let (whole, fraction) = digits.split_at(point.min(digits.len()));
        let whole = match whole.trim_start_matches('0') {
            "" => "0",
            whole => whole,
        };
        check(&format!("{whole}.{fraction}0"));
        check(&format!("{whole}.{fraction}7e{exponent}"));
        check(&format!("-0.{digits}e{}", exponent % 330));
    }
}

/// Checks that the shortest decimal is the one that zmij finds.
fn check_shortest(float: f64) {
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(float.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    let last = exponent.parse::<i32>().unwrap() - fraction.len() as i32 + zeros as i32;
    let digits = digits.trim_matches('0');
    let expected = if digits.is_empty() { ("0", 0) } else { (digits, last) };

    let mut buffer = [0; DIGITS];
    let (digits, exponent) = shortest(float, &mut buffer);
    assert_eq!((core::str::from_utf8(digits).unwrap(), exponent), expected, "{text}");
}

#[test]
fn shortest_decimals() {
    for float in [0.0, -0.0, 0.1, 9.5, 1e22, 1e23, 5e-324, f64::MAX, f64::MIN_POSITIVE] {
        check_shortest(float);
    }
    // Around powers of two, below which floats lie closer.
    for exponent in 0..2047 {
        for bits in [0, 1, 2, (1 << 52) - 1] {
            check_shortest(f64::from_bits(exponent << 52 | bits));
        }
    }
    (0..300).for_each(|bits| check_shortest(f64::from_bits(bits)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn random_shortest_decimals(bits in any::<u64>(), number in any::<i32>(), digits in 0..9i32) {
        let float = f64::from_bits(bits);
        if float.is_finite() {
            check_shortest(float);
        }
        check_shortest(f64::from(number) / 10f64.powi(digits));
        check_shortest((bits >> 11) as f64);
    }
}
