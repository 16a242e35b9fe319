//! A scanned decimal number, before any conversion.

use super::digits::{MANTISSA_DIGITS, significant_digits};

/// The bits of positive infinity; those of every finite positive float are below.
pub(super) const INFINITY: u64 = 0x7ff0_0000_0000_0000;

/// Whether `f64` operations round once, to 53 bits. The x87 unit of old x86 rounds twice.
pub(super) const ROUNDS_ONCE: bool = !cfg!(all(target_arch = "x86", not(target_feature = "sse2")));

/// The powers of ten that an `f64` holds exactly.
pub(super) static POWERS_OF_TEN: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Whether a format has numbers as text, whose digits may exceed the mantissa; those of CBOR do not.
pub(super) const TEXT: bool = cfg!(feature = "_numerals");

/// Nanoseconds in a second.
#[cfg(feature = "_scalar")]
pub(super) const NANOS: u32 = 1_000_000_000;

/// A number converted to an integer.
#[cfg(any(feature = "text", feature = "_scalar"))]
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
    #[cfg_attr(
        not(any(feature = "text", feature = "_scalar")),
        expect(dead_code, reason = "links have no integers")
    )]
    pub(super) plain_integer: bool,
}

impl<'a> Decimal<'a> {
    /// Zero.
    #[cfg(feature = "_json")]
    pub(crate) const ZERO: Self = Self {
        text: &[],
        negative: false,
        mantissa: 0,
        exponent: 0,
        truncated: false,
        plain_integer: true,
    };

    /// The text that was scanned.
    #[cfg(feature = "senml-json")]
    pub(crate) const fn text(&self) -> &'a [u8] {
        self.text
    }

    /// The number (-1)^negative * mantissa * 10^exponent.
    #[cfg(any(feature = "_cbor", feature = "text", feature = "link"))]
    pub(crate) const fn from_parts(negative: bool, mantissa: u64, exponent: i32) -> Self {
        Self { text: &[], negative, mantissa, exponent, truncated: false, plain_integer: false }
    }

    /// Whether neither a fraction nor an exponent was written.
    #[cfg(any(feature = "text", feature = "_scalar"))]
    pub(crate) fn is_plain_integer(&self) -> bool {
        self.plain_integer
    }

    /// Whether the number starts with a minus sign, which `-0` does as well.
    #[cfg(any(feature = "text", feature = "link"))]
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
