//! Decimal numbers of JSON text: scanning, and conversion to floats, integers and timestamps.
//!
//! [`Decimal::scan`] reads the text once and keeps a 64-bit mantissa and a decimal exponent.
//! The conversions work from these and read the text again only for numbers of more than
//! 19 digits. Nothing here allocates, and no input makes it panic or take more than linear time.
//!
//! Floats are rounded in three stages, each passing on what it cannot decide:
//! `Decimal::by_float_arithmetic` (Clinger), `eisel_lemire` and `exact`. Without the feature `fast`
//! there is one instead, for all conversions: `fixed`.

pub(crate) mod digits;
mod eisel_lemire;
mod exact;
mod fixed;
mod powers;
#[cfg(test)]
mod tests;

use digits::{
    MANTISSA_DIGITS, distance, read_digits, read_eights, read_exponent, reread_mantissa, saturate,
    significant_digits,
};
use eisel_lemire::Nearest;
use fixed::Fixed;

/// The bits of positive infinity; those of every finite positive float are below.
const INFINITY: u64 = 0x7ff0_0000_0000_0000;

/// Whether `f64` operations round once, to 53 bits. The x87 unit of old x86 rounds twice.
const ROUNDS_ONCE: bool = !cfg!(all(target_arch = "x86", not(target_feature = "sse2")));

/// The powers of ten that an `f64` holds exactly.
static POWERS_OF_TEN: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Whether numbers come as text, which may have more digits than fit the mantissa: those of CBOR have
/// no more.
const TEXT: bool = cfg!(any(feature = "_json", feature = "text", feature = "link"));

/// Nanoseconds in a second.
const NANOS: u32 = 1_000_000_000;

/// A decimal number as scanned from text.
///
/// Its value is (-1)^negative * mantissa * 10^exponent, plus the further digits if `truncated`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal<'a> {
    /// The text of the number.
    text: &'a [u8],
    /// The number starts with a minus sign.
    negative: bool,
    /// The first 19 significant digits, or all if there are fewer.
    mantissa: u64,
    /// Decimal exponent of the mantissa's last digit, saturating.
    exponent: i32,
    /// More digits follow those in the mantissa, and not all are zero.
    truncated: bool,
    /// Neither a fraction nor an exponent was written.
    plain_integer: bool,
}

/// A decimal number of at most 19 digits without an exponent.
#[cfg(feature = "senml-json")]
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Short {
    pub(crate) negative: bool,
    /// Its digits.
    pub(crate) mantissa: u64,
    /// The digits behind the point.
    places: usize,
}

#[cfg(feature = "senml-json")]
impl Short {
    /// Scans the number at the start of `text`, and returns what follows it, which the caller must
    /// not take if it is an exponent.
    #[inline(always)]
    pub(crate) fn scan(text: &[u8]) -> Option<(Self, &[u8])> {
        match Self::scan_few(text) {
            Some((mantissa, places, rest)) => {
                Some((Self { negative: false, mantissa, places }, rest))
            }
            // With a sign, or with more digits.
            None => {
                let negative = text.first() == Some(&b'-');
                let (mantissa, places, length) = Self::scan_any(text);
                let rest = text.get(length as usize..)?;
                (length > 0).then_some((Self { negative, mantissa, places: places as usize }, rest))
            }
        }
    }

    /// Scans digits, less than seven on either side of the point, which most numbers have not more of.
    #[inline(always)]
    fn scan_few(text: &[u8]) -> Option<(u64, usize, &[u8])> {
        let (mantissa, _, rest) = digits::fast_digits::<7>(text)?;
        let [b'.', fraction @ ..] = rest else { return Some((mantissa, 0, rest)) };
        // One look is enough for most numbers with more.
        if matches!(fraction, [_, _, _, _, _, _, b'0'..=b'9', ..]) {
            return None;
        }
        let (fraction, places, rest) = digits::fast_fraction::<7>(fraction)?;
        // There are less than seven.
        let unit = *[1, 10, 100, 1000, 10_000, 100_000, 1_000_000].get(places)?;
        let mantissa = mantissa.wrapping_mul(unit).wrapping_add(fraction);
        (places > 0).then_some((mantissa, places, rest))
    }

    /// Scans any number: its digits, how many are behind the point, and its length, 0 if it is none. In
    /// registers, which an `Option` with a slice does not fit.
    #[inline(never)]
    fn scan_any(text: &[u8]) -> (u64, u32, u32) {
        let unsigned = match text {
            [b'-', rest @ ..] => rest,
            _ => text,
        };
        let (mut mantissa, mut rest) = match unsigned {
            [b'0', rest @ ..] => (0, rest),
            _ => read_digits(unsigned, 0),
        };
        let mut digits = distance(unsigned, rest);
        let mut places = 0;
        if let ([b'.', fraction @ ..], 1..) = (rest, digits) {
            (mantissa, rest) = read_eights(fraction, mantissa);
            (mantissa, rest) = read_digits(rest, mantissa);
            places = distance(fraction, rest);
            // Without digits behind the point it is no number.
            digits = if places == 0 { 0 } else { digits.wrapping_add(places) };
        }
        match digits {
            1..=MANTISSA_DIGITS => (mantissa, places as u32, distance(text, rest) as u32),
            _ => (0, 0, 0),
        }
    }

    /// Whether there is nothing behind the point.
    #[inline(always)]
    pub(crate) fn is_integer(&self) -> bool {
        self.places == 0
    }

    /// The nearest float.
    #[inline(always)]
    pub(crate) fn to_f64(self) -> Option<f64> {
        let Self { negative, mantissa, places } = self;
        let magnitude = match POWERS_OF_TEN.get(places) {
            Some(power) if ROUNDS_ONCE && mantissa <= 1 << 53 => mantissa as i64 as f64 / power,
            _ => eisel_lemire_at(mantissa, places)?,
        };
        // Not a branch, which processors guess wrong for every other number.
        Some(f64::from_bits(magnitude.to_bits() | u64::from(negative) << 63))
    }
}

/// The float nearest to `mantissa` / 10^`places`.
#[cfg(feature = "senml-json")]
#[inline(never)]
fn eisel_lemire_at(mantissa: u64, places: usize) -> Option<f64> {
    let exponent = i32::try_from(places).ok()?.wrapping_neg();
    let text = &[];
    let (negative, truncated, plain_integer) = (false, false, false);
    Decimal { text, negative, mantissa, exponent, truncated, plain_integer }.by_integer_arithmetic()
}

/// The sum of two floats, if it is finite. Without the feature `fast`, it takes a third of the code
/// that addition has where there is no floating-point unit.
#[cfg(feature = "_senml")]
pub(crate) fn sum(a: f64, b: f64) -> Option<f64> {
    if cfg!(feature = "fast") {
        return Some(a + b).filter(|sum| sum.is_finite());
    }
    exact_sum(a, b)
}

#[cfg(feature = "_senml")]
#[inline(never)] // Its number would burden the stack of all the rest.
fn exact_sum(a: f64, b: f64) -> Option<f64> {
    if !a.is_finite() || !b.is_finite() {
        return None;
    }
    let mut fixed = Fixed::ZERO;
    fixed.add(a);
    fixed.add(b);
    fixed.settle();
    fixed.to_f64()
}

/// The float nearest to a time in seconds and nanoseconds.
#[cfg(feature = "senml-cbor")]
pub(crate) fn time_as_f64(seconds: i64, nanoseconds: u32) -> Option<f64> {
    let mut fixed = Fixed::ZERO;
    fixed.set_time(seconds, nanoseconds)?;
    fixed.to_f64()
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

#[allow(
    clippy::wrong_self_convention,
    reason = "copying the struct right after it was written stalls the processor"
)]
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

    /// The nearest float, of two equally near ones the even; `None` if the range is exceeded.
    ///
    /// Zero keeps its sign, and too small numbers become subnormal or zero.
    #[cfg_attr(feature = "fast", inline)]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn to_f64(&self) -> Option<f64> {
        if !cfg!(feature = "fast") {
            let mut fixed = Fixed::ZERO;
            fixed.set(self, 0)?;
            return fixed.to_f64();
        }
        let magnitude = match self.by_float_arithmetic() {
            Some(magnitude) => magnitude,
            None => self.by_integer_arithmetic()?,
        };
        Some(if self.negative { -magnitude } else { magnitude })
    }

    /// The number as an integer, exactly.
    #[cfg_attr(feature = "fast", inline)]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn to_integer(&self) -> Integral {
        if self.is_truncated() {
            return self.long_integer();
        }
        if !cfg!(feature = "fast") {
            let mut fixed = Fixed::ZERO;
            return match fixed.set(self, 0) {
                Some(()) => fixed.to_integer(),
                None => Integral::TooLarge,
            };
        }
        let (mut magnitude, mut exponent) = (self.mantissa, self.exponent);
        if magnitude == 0 {
            return self.integer(0);
        }
        // Neither loop turns more than 20 times, as the magnitude is never zero.
        while exponent < 0 {
            if magnitude % 10 != 0 {
                return Integral::Fractional;
            }
            magnitude /= 10;
            exponent = exponent.wrapping_add(1);
        }
        while exponent > 0 {
            let Some(product) = magnitude.checked_mul(10) else {
                return Integral::TooLarge;
            };
            magnitude = product;
            exponent = exponent.wrapping_sub(1);
        }
        self.integer(magnitude)
    }

    /// The number as whole seconds, rounded down, and the nanoseconds on top of them.
    ///
    /// The number is first rounded to the nearest nanosecond, from halfway away from zero.
    /// `None` if the seconds do not fit an `i64`.
    #[cfg_attr(feature = "fast", inline)]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn to_seconds_nanos(&self) -> Option<(i64, u32)> {
        let split = if cfg!(feature = "fast") { self.split_mantissa() } else { None };
        let Some((seconds, nanos)) = split else {
            let mut fixed = Fixed::ZERO;
            fixed.set(self, 9)?;
            return fixed.split_nanoseconds();
        };
        if !self.negative {
            return Some((i64::try_from(seconds).ok()?, nanos));
        }
        let seconds = 0_i64.checked_sub_unsigned(seconds)?;
        match nanos {
            0 => Some((seconds, 0)),
            _ => Some((seconds.checked_sub(1)?, NANOS.wrapping_sub(nanos))),
        }
    }

    /// The digits after those in the mantissa.
    fn further_digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        significant_digits(self.text).skip(MANTISSA_DIGITS)
    }

    /// The magnitude by one operation on floats that hold both operands exactly, and therefore
    /// rounded once; `None` if they cannot.
    fn by_float_arithmetic(&self) -> Option<f64> {
        if !ROUNDS_ONCE || self.is_truncated() || self.mantissa > 1 << 53 {
            return None;
        }
        let mantissa = self.mantissa as i64 as f64; // converting from i64 is quicker
        let power = usize::try_from(self.exponent.unsigned_abs()).ok()?;
        if self.exponent < 0 {
            return Some(mantissa / POWERS_OF_TEN.get(power)?);
        }
        if let Some(power) = POWERS_OF_TEN.get(power) {
            return Some(mantissa * power);
        }
        // Of a larger power, a short mantissa has room for what exceeds 10^22.
        let excess = *POWERS_OF_TEN.get(power.wrapping_sub(22))? as u64;
        let mantissa = self.mantissa.checked_mul(excess)?;
        (mantissa <= 1 << 53).then_some(mantissa as i64 as f64 * 1e22)
    }

    /// The magnitude rounded by integer arithmetic, which works for every number.
    #[inline(never)]
    fn by_integer_arithmetic(&self) -> Option<f64> {
        if self.mantissa == 0 {
            return Some(0.0);
        }
        let nearest = eisel_lemire::nearest(self.mantissa, self.exponent);
        let bits = match nearest {
            Nearest::Known(bits) if !self.is_truncated() => bits,
            // The number is between this mantissa and the next, so what both round to is right.
            Nearest::Known(bits)
                if nearest
                    == eisel_lemire::nearest(self.mantissa.wrapping_add(1), self.exponent) =>
            {
                bits
            }
            Nearest::Known(bits) | Nearest::ThisOrNext(bits) => exact::nearest(self, bits),
        };
        (bits < INFINITY).then_some(f64::from_bits(bits))
    }

    const fn is_truncated(&self) -> bool {
        TEXT && self.truncated
    }

    /// An integer of this number's sign.
    fn integer(&self, magnitude: u64) -> Integral {
        Integral::Integer { negative: self.negative && magnitude != 0, magnitude }
    }

    /// The number as an integer if its mantissa is truncated.
    #[cold]
    #[inline(never)]
    fn long_integer(&self) -> Integral {
        // So many of the further digits are left of the point.
        let places = usize::try_from(self.exponent).unwrap_or(0);
        if self.further_digits().skip(places).any(|digit| digit != 0) {
            return Integral::Fractional;
        }
        let next = self.further_digits().next().unwrap_or(0);
        let magnitude = match places {
            1 => self.mantissa.checked_mul(10),
            _ => None, // more than 20 digits
        };
        match magnitude.and_then(|magnitude| magnitude.checked_add(u64::from(next))) {
            Some(magnitude) => self.integer(magnitude),
            None => Integral::TooLarge,
        }
    }

    /// Seconds and nanoseconds by one division; `None` unless the mantissa is the whole number
    /// and ends at most nine places behind the point.
    fn split_mantissa(&self) -> Option<(u64, u32)> {
        if self.is_truncated() || self.exponent > 0 {
            return None;
        }
        let places = usize::try_from(self.exponent.unsigned_abs()).ok()?;
        let unit = *POWERS_OF_TEN.get(places)? as u64;
        let to_nanos = *POWERS_OF_TEN.get(9_usize.checked_sub(places)?)? as u32;
        let seconds = self.mantissa.checked_div(unit)?;
        let fraction = self.mantissa.wrapping_sub(seconds.wrapping_mul(unit));
        Some((seconds, (fraction as u32).wrapping_mul(to_nanos)))
    }
}
