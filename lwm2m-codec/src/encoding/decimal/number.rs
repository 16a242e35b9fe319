//! A decimal number as it is scanned, before any conversion.

use super::digits::{
    MANTISSA_DIGITS, distance, read_digits, read_eights, read_exponent, reread_mantissa, saturate,
    significant_digits,
};

/// The bits of positive infinity; those of every finite positive float are below.
pub(super) const INFINITY: u64 = 0x7ff0_0000_0000_0000;

/// Whether `f64` operations round once, to 53 bits. The x87 unit of old x86 rounds twice.
pub(super) const ROUNDS_ONCE: bool = !cfg!(all(target_arch = "x86", not(target_feature = "sse2")));

/// The powers of ten that an `f64` holds exactly.
pub(super) static POWERS_OF_TEN: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Whether numbers come as text, which may have more digits than fit the mantissa: those of CBOR have
/// no more.
pub(super) const TEXT: bool = cfg!(any(feature = "_json", feature = "text", feature = "link"));

/// Nanoseconds in a second.
pub(super) const NANOS: u32 = 1_000_000_000;

/// A decimal number as scanned from text.
///
/// Its value is (-1)^negative * mantissa * 10^exponent, plus the further digits if `truncated`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal<'a> {
    /// The text of the number.
    pub(super) text: &'a [u8],
    /// The number starts with a minus sign.
    pub(super) negative: bool,
    /// The first 19 significant digits, or all if there are fewer.
    pub(super) mantissa: u64,
    /// Decimal exponent of the mantissa's last digit, saturating.
    pub(super) exponent: i32,
    /// More digits follow those in the mantissa, and not all are zero.
    pub(super) truncated: bool,
    /// Neither a fraction nor an exponent was written.
    pub(super) plain_integer: bool,
}

/// What a number is when looked at as an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Integral {
    /// An integer as sign and magnitude; zero is never negative.
    Integer {
        /// The integer is below zero.
        negative: bool,
        /// The integer without its sign.
        magnitude: u64,
    },
    /// The number has a fractional part.
    Fractional,
    /// The number is an integer, but its magnitude is above `u64::MAX`.
    TooLarge,
}

impl<'a> Decimal<'a> {
    /// Scan the number at the start of `text`, by the grammar of JSON:
    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
    ///
    /// Returns the number and how many bytes it takes. What follows is left to the caller: of `01`
    /// only the `0` is taken. The error is the offset of the first byte that breaks the grammar,
    /// which is the length of `text` if that ends too early.
    #[inline]
    pub(crate) fn scan(text: &'a [u8]) -> Result<(Self, usize), usize> {
        let (negative, unsigned) = match text {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, text),
        };
        let (mut mantissa, mut rest) = match unsigned {
            [b'0', rest @ ..] => (0, rest),
            _ => read_digits(unsigned, 0),
        };
        let integer_digits = distance(unsigned, rest);
        if integer_digits == 0 {
            return Err(distance(text, rest));
        }
        let plain_integer = !matches!(rest, [b'.' | b'e' | b'E', ..]);

        let mut fraction_digits = 0;
        if let [b'.', fraction @ ..] = rest {
            (mantissa, rest) = read_eights(fraction, mantissa);
            (mantissa, rest) = read_digits(rest, mantissa);
            fraction_digits = distance(fraction, rest);
            if fraction_digits == 0 {
                return Err(distance(text, rest));
            }
        }

        let mut written_exponent = 0;
        if let [b'e' | b'E', exponent @ ..] = rest {
            let digits;
            (written_exponent, digits, rest) = read_exponent(exponent);
            if digits == 0 {
                return Err(distance(text, rest));
            }
        }

        let length = distance(text, rest);
        let text = text.get(..length).unwrap_or(text);
        let last_place = written_exponent.wrapping_sub(fraction_digits as i64);
        let (mantissa, exponent, truncated) =
            if integer_digits.wrapping_add(fraction_digits) > MANTISSA_DIGITS {
                reread_mantissa(text, last_place)
            } else {
                (mantissa, saturate(last_place), false)
            };
        let number = Self { text, negative, mantissa, exponent, truncated, plain_integer };
        Ok((number, length))
    }

    /// The text that was scanned.
    #[cfg(feature = "senml-json")]
    pub(crate) const fn text(&self) -> &'a [u8] {
        self.text
    }

    /// The number (-1)^negative * mantissa * 10^exponent.
    #[cfg(feature = "_cbor")]
    pub(crate) const fn from_parts(negative: bool, mantissa: u64, exponent: i32) -> Self {
        Self { text: &[], negative, mantissa, exponent, truncated: false, plain_integer: false }
    }

    /// Whether neither a fraction nor an exponent was written.
    pub(crate) fn is_plain_integer(&self) -> bool {
        self.plain_integer
    }

    /// Whether the number starts with a minus sign, which `-0` does as well.
    pub(crate) fn is_negative(&self) -> bool {
        self.negative
    }

    /// The digits after those in the mantissa.
    pub(super) fn further_digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        significant_digits(self.text).skip(MANTISSA_DIGITS)
    }

    pub(super) const fn is_truncated(&self) -> bool {
        TEXT && self.truncated
    }
}
