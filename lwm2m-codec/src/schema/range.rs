//! Ranges and enumerations of resources, which are free text with a convention.

use core::fmt;

/// The parts of a range, as far as it follows the convention of object definitions: numbers and
/// pairs `low..high`, in a list.
///
/// For String and Opaque resources the numbers are lengths in bytes; a single number is an upper
/// bound or a length. Ranges are written by people and bound nobody: what does not follow the
/// convention gives no parts at all.
///
/// ```
/// use lwm2m_codec::{RangePart, Ranges};
///
/// let mut parts = Ranges::parse("0..247, 255");
/// let Some(RangePart::Between(low, high)) = parts.next() else { panic!() };
/// assert_eq!((low.as_i64(), high.as_i64()), (Some(0), Some(247)));
/// assert_eq!(parts.next().unwrap().to_string(), "255");
/// assert_eq!(Ranges::parse("10 or 26 Bytes").count(), 0);
/// ```
#[derive(Clone, Debug)]
pub struct Ranges<'s> {
    rest: Option<&'s str>,
}

impl<'s> Ranges<'s> {
    /// The parts of this text.
    ///
    /// Read as ranges are `a..b`, `a...b`, `a-b` (also with an en dash), single numbers, lists of
    /// these with commas or semicolons, and a unit of length after each (`bytes`, `bits`).
    #[must_use]
    pub fn parse(text: &'s str) -> Self {
        let parts = Self { rest: Some(text) };
        let readable = text.split(LIST).all(|part| RangePart::parse(part).is_some());
        if readable { parts } else { Self { rest: None } }
    }
}

const LIST: [char; 2] = [',', ';'];

impl<'s> Iterator for Ranges<'s> {
    type Item = RangePart<'s>;

    fn next(&mut self) -> Option<RangePart<'s>> {
        let text = self.rest?;
        let (part, rest) = match text.split_once(LIST) {
            Some((part, rest)) => (part, Some(rest)),
            None => (text, None),
        };
        self.rest = rest;
        RangePart::parse(part)
    }
}

impl core::iter::FusedIterator for Ranges<'_> {}

/// A part of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangePart<'s> {
    /// One number.
    Number(RangeNumber<'s>),
    /// The numbers from the first to the second, in the order in which they are written.
    Between(RangeNumber<'s>, RangeNumber<'s>),
}

impl<'s> RangePart<'s> {
    fn parse(text: &'s str) -> Option<Self> {
        let (first, rest) = RangeNumber::split(without_unit(text.trim()))?;
        let rest = rest.trim_start();
        if rest.is_empty() {
            return Some(Self::Number(first));
        }
        let rest = ["...", "..", "-", "–"].into_iter().find_map(|dots| rest.strip_prefix(dots))?;
        match RangeNumber::split(rest.trim_start())? {
            (second, "") => Some(Self::Between(first, second)),
            _ => None,
        }
    }
}

/// The text without a unit of length at its end.
fn without_unit(text: &str) -> &str {
    const UNITS: [&str; 9] =
        ["bytes", "byte", "octets", "octet", "characters", "chars", "char", "bits", "bit"];
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text.strip_prefix(number).unwrap_or_default();
    if UNITS.iter().any(|known| unit.eq_ignore_ascii_case(known)) {
        number.trim_end().trim_end_matches('-').trim_end()
    } else {
        text
    }
}

impl fmt::Display for RangePart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Between(low, high) => write!(f, "{low}..{high}"),
        }
    }
}

/// A decimal number in a range, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RangeNumber<'s>(&'s str);

impl<'s> RangeNumber<'s> {
    /// The number that a text starts with, and the rest.
    fn split(text: &'s str) -> Option<(Self, &'s str)> {
        let digits = |text: &'s str| text.trim_start_matches(|c: char| c.is_ascii_digit());
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let whole = digits(unsigned);
        if whole.len() == unsigned.len() {
            return None;
        }
        let rest = match whole.strip_prefix('.').map(|fraction| (fraction, digits(fraction))) {
            Some((fraction, rest)) if rest.len() < fraction.len() => rest,
            _ => whole,
        };
        Some((Self(text.strip_suffix(rest)?), rest))
    }

    /// The number as it is written.
    #[must_use]
    pub const fn as_str(&self) -> &'s str {
        self.0
    }

    /// The number, if it is an integer that fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// The number, if it is an integer that fits.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    /// The number, or the closest that is there.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }
}

impl fmt::Display for RangeNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

#[cfg(test)]
mod tests {
    extern crate alloc;

    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    use super::*;

    fn parsed(text: &str) -> String {
        let parts: Vec<String> = Ranges::parse(text).map(|part| part.to_string()).collect();
        parts.join(" | ")
    }

    #[test]
    fn strings_of_the_registry_are_read_tolerantly() {
        for (text, expected) in [
            ("0..100", "0..100"),
            ("0.000001..1.0", "0.000001..1.0"),
            ("0..255", "0..255"),
            ("0..255 bytes", "0..255"),
            ("0-255 bytes", "0..255"),
            ("8-Bits", "8"),
            ("16-bit", "16"),
            ("8 bit", "8"),
            ("12 Bytes ", "12"),
            ("255", "255"),
            ("64", "64"),
            ("0-999", "0..999"),
            ("0–999", "0..999"),
            ("1...15", "1..15"),
            ("-110..-48", "-110..-48"),
            ("-30..-120", "-30..-120"),
            ("-5--1", "-5..-1"),
            ("+1 .. +2.5", "+1..+2.5"),
            ("0..18446744073709551615", "0..18446744073709551615"),
            ("10,26", "10 | 26"),
            ("16,32,48", "16 | 32 | 48"),
            ("5, 10, 15, 20", "5 | 10 | 15 | 20"),
            ("0..247, 255", "0..247 | 255"),
            ("0; 3.8..20.5", "0 | 3.8..20.5"),
            ("", ""),
            ("\n      ", ""),
            ("2 Instances", ""),
            ("10 or 26 Bytes", ""),
            ("0 or 26 Bytes", ""),
            ("16-32-48 bytes", ""),
            ("<7 to >12.5", ""),
            ("ON;OFF", ""),
            ("[1:4]", ""),
            ("0..", ""),
            ("..5", ""),
            ("1..2..3", ""),
            ("1,", ""),
            ("1,,2", ""),
            ("bytes", ""),
            ("-", ""),
            ("1.", ""),
            ("0: RELEASED 1: PRESSED 2: FAULT", ""),
            ("0..3, see 5.3.1.1", ""),
        ] {
            assert_eq!(parsed(text), expected, "{text:?}");
        }
    }

    #[test]
    fn numbers_keep_what_is_written() {
        let Some(RangePart::Between(low, high)) =
            Ranges::parse("-1.50..18446744073709551615").next()
        else {
            panic!("no range");
        };
        assert_eq!((low.as_str(), low.as_i64(), low.as_u64()), ("-1.50", None, None));
        assert_eq!(low.as_f64().to_bits(), (-1.5f64).to_bits());
        assert_eq!((high.as_i64(), high.as_u64()), (None, Some(u64::MAX)));
    }
}
