//! Tests against exact arithmetic: of the table of powers, and of numbers at the midpoints of
//! floats, where rounding changes its direction.

use super::std::format;
use super::std::string::String;
use super::std::vec::Vec;

use proptest::prelude::*;

use super::super::eisel_lemire::{self, Nearest};
use super::super::powers::{LARGEST, LARGEST_EXACT, POWERS, SMALLEST};
use super::floats::check;

/// An unsigned integer of any size, its words from the lowest to the highest, none on top zero.
#[derive(Clone)]
struct Big(Vec<u32>);

impl Big {
    fn new(value: u128) -> Self {
        let words = (0..4).map(|index| (value >> (32 * index)) as u32);
        let mut integer = Self(words.collect());
        integer.trim();
        integer
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    /// Multiply by `base`^`exponent`.
    fn scale(mut self, base: u32, exponent: i32) -> Self {
        for _ in 0..exponent {
            let mut carry = 0;
            for word in &mut self.0 {
                carry += u64::from(*word) * u64::from(base);
                *word = carry as u32;
                carry >>= 32;
            }
            if carry != 0 {
                self.0.push(carry as u32);
            }
        }
        self
    }

    /// Subtract one from an integer above one.
    fn one_less(mut self) -> Self {
        let _ = self.0.iter_mut().find_map(|word| {
            let (less, borrows) = word.overflowing_sub(1);
            *word = less;
            (!borrows).then_some(())
        });
        self.trim();
        self
    }

    /// Add one to an integer that does not grow by that.
    fn one_more(mut self) -> Self {
        let _ = self.0.iter_mut().find_map(|word| {
            let (more, carries) = word.overflowing_add(1);
            *word = more;
            (!carries).then_some(())
        });
        self
    }

    /// What orders integers by their size.
    fn order(&self) -> (usize, impl Iterator<Item = &u32>) {
        (self.0.len(), self.0.iter().rev())
    }

    fn is_less_than(&self, other: &Self) -> bool {
        let ((length, words), (other_length, other_words)) = (self.order(), other.order());
        length < other_length || length == other_length && words.lt(other_words)
    }

    fn into_decimal(mut self) -> String {
        let mut digits = Vec::new();
        while !self.0.is_empty() {
            let mut remainder = 0;
            for word in self.0.iter_mut().rev() {
                let part = remainder << 32 | u64::from(*word);
                *word = (part / 10) as u32;
                remainder = part % 10;
            }
            digits.push(b'0' + remainder as u8);
            self.trim();
        }
        digits.reverse();
        String::from_utf8(digits).unwrap()
    }
}

#[test]
fn every_power_is_the_exact_one_rounded_down() {
    assert_eq!(POWERS.len() as i32, LARGEST - SMALLEST + 1);
    for (exponent, &power) in (SMALLEST..=LARGEST).zip(&POWERS) {
        assert_eq!(power.leading_zeros(), 0);
        // Compare power * 2^-shift to 5^exponent, with all powers moved to where they are positive.
        // That the shift is right proves the formula for the logarithm right as well.
        let shift = 127 - (((exponent * 217_706) >> 16) - exponent);
        let exact = || Big::new(1).scale(5, exponent).scale(2, shift);
        let scaled = |power: Big| power.scale(5, -exponent).scale(2, -shift);
        let next = match power.checked_add(1) {
            Some(next) => Big::new(next),
            None => Big::new(1).scale(2, 128),
        };
        assert!(!exact().is_less_than(&scaled(Big::new(power))), "{exponent}");
        assert!(exact().is_less_than(&scaled(next)), "{exponent}");
        let is_exact = !scaled(Big::new(power)).is_less_than(&exact());
        assert_eq!(is_exact, (0..=LARGEST_EXACT).contains(&exponent));
    }
}

#[test]
fn undecided_only_at_midpoints() {
    // 2^53 + 1 is decided as an integer, but not if a zero is behind its point.
    let below = 9_007_199_254_740_992_f64.to_bits();
    let midpoint = 9_007_199_254_740_993;
    assert_eq!(eisel_lemire::nearest(midpoint, 0), Nearest::Known(below));
    assert_eq!(eisel_lemire::nearest(midpoint * 10, -1), Nearest::ThisOrNext(below));
    assert_eq!(eisel_lemire::nearest(midpoint * 10 + 1, -1), Nearest::Known(below + 1));
    assert_eq!(eisel_lemire::nearest(midpoint * 10 - 1, -1), Nearest::Known(below));
}

/// Check numbers at and around the midpoint of the float with these bits and the next.
fn check_around(bits: u64) {
    // The midpoint is `midpoint` * 2^`binary`, and `digits` * 10^`decimal`.
    let fraction = bits & ((1 << 52) - 1);
    let (significand, ulp) = match (bits >> 52) as i32 {
        0 => (fraction, -1074),
        biased => (fraction | 1 << 52, biased - 1075),
    };
    let (midpoint, binary) = (Big::new(u128::from(2 * significand + 1)), ulp - 1);
    let exact = midpoint.scale(2, binary).scale(5, -binary);
    let (digits, decimal) = (exact.clone().into_decimal(), binary.min(0));
    let (less, more) = (exact.clone().one_less().into_decimal(), exact.one_more().into_decimal());
    let (zeros, nines) = ("0".repeat(900), "9".repeat(900));
    for text in [
        format!("{digits}{zeros}"),
        format!("{digits}{zeros}1"),
        format!("{less}{nines}"),
        less,
        more,
        digits.chars().take(19).collect(),
        digits.chars().take(20).collect(),
        digits.chars().take(25).collect(),
        digits.clone(),
    ] {
        // Where to put the point if all digits are behind it.
        let decimal = decimal + digits.len() as i32;
        check(&format!("0.{text}e{decimal}"));
        check(&format!("-0.00000{text}E{}", decimal + 5));
        if !text.starts_with('0') {
            check(&format!("{text}e{}", decimal - text.len() as i32));
        }
    }
}

#[test]
fn around_special_midpoints() {
    let exponents = [0, 1, 2, 1022, 1023, 1024, 1074, 1075, 1076, 1077, 1078, 1100, 2045, 2046];
    for exponent in exponents {
        for fraction in [0, 1, 2, (1 << 51) - 1, 1 << 51, (1 << 52) - 2, (1 << 52) - 1] {
            check_around(exponent << 52 | fraction);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn around_midpoints(bits in 0..0x7ff0_0000_0000_0000_u64, middle in 990..1090_u64) {
        check_around(bits);
        // Floats of middling size, whose midpoints are short.
        let fraction = bits & ((1 << 52) - 1);
        check_around(middle << 52 | fraction);
        // Floats of few significant bits, and subnormal ones.
        check_around(bits >> 32 << 32);
        check_around(fraction);
    }
}
