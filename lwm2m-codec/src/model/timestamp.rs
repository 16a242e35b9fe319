//! Timestamps of records.

use core::fmt;
use core::num::NonZeroU32;
use core::str::FromStr;

use crate::error::{Error, ErrorKind};

/// What a [`Timestamp`] counts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum TimeBasis {
    /// Not stated: it is whatever the format that carries the number takes it for.
    #[default]
    Unstated = 0,
    /// 1970-01-01T00:00:00Z.
    Absolute = 1,
    /// The time of reception.
    Relative = 2,
}

/// A point in time: seconds and nanoseconds, and what they [count from](TimeBasis).
///
/// Formats write the number alone. SenML counts numbers below 2^28 from the time of reception and
/// others from 1970 ([RFC 8428, section 4.5.3]); OMA JSON counts all numbers above 0 from 1970. So
/// only numbers between 0 and 2^28 can be either: decoders state which it is, and encoders refuse
/// what their format would take for the other. A bare number from there has no basis, and means what
/// the format that it is written in takes it for.
///
/// Times are equal if they have the same number and the same basis; they are ordered by the number
/// first.
///
/// ```
/// use lwm2m_codec::{TimeBasis, Timestamp};
///
/// let time = Timestamp::new(-2, 500_000_000).unwrap();
/// assert_eq!(time.to_string(), "-1.5");
/// assert_eq!("-1.5".parse(), Ok(time));
///
/// assert_eq!(time.basis(), TimeBasis::Relative);
/// assert_eq!(Timestamp::from_seconds(1_700_000_000).basis(), TimeBasis::Absolute);
/// let bare = Timestamp::from_seconds(86_400);
/// assert_eq!(bare.basis(), TimeBasis::Unstated);
/// assert_ne!(bare, bare.with_basis(TimeBasis::Absolute)); // 1970-01-02
/// ```
///
/// [RFC 8428, section 4.5.3]: https://www.rfc-editor.org/rfc/rfc8428#section-4.5.3
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    seconds: i64,
    /// The nanoseconds, and in the lowest two bits one more than the number of the basis: never
    /// zero, so that `Option<Timestamp>` takes no more memory.
    rest: NonZeroU32,
}

/// From here on, all formats count seconds from 1970.
const ALWAYS_ABSOLUTE: i64 = 1 << 28;

impl Timestamp {
    /// `seconds` plus `nanoseconds`, or `None` if the latter are 10^9 or more.
    #[must_use]
    pub const fn new(seconds: i64, nanoseconds: u32) -> Option<Self> {
        if nanoseconds < 1_000_000_000 { Some(Self::of(seconds, nanoseconds)) } else { None }
    }

    /// A whole number of seconds.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self::of(seconds, 0)
    }

    /// A bare number, whose basis is stated if it is the same in all formats.
    #[inline]
    const fn of(seconds: i64, nanoseconds: u32) -> Self {
        let basis = if seconds >= ALWAYS_ABSOLUTE {
            TimeBasis::Absolute
        } else if seconds < 0 || seconds == 0 && nanoseconds == 0 {
            TimeBasis::Relative
        } else {
            TimeBasis::Unstated
        };
        Self::on(basis, seconds, nanoseconds)
    }

    #[inline(always)]
    const fn on(basis: TimeBasis, seconds: i64, nanoseconds: u32) -> Self {
        let rest = match NonZeroU32::new(nanoseconds << 2 | (basis as u32 + 1)) {
            Some(rest) => rest,
            None => NonZeroU32::MIN,
        };
        Self { seconds, rest }
    }

    /// Seconds, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds beyond [`Timestamp::seconds`], less than 10^9.
    #[must_use]
    pub const fn nanoseconds(self) -> u32 {
        self.rest.get() >> 2
    }

    /// What the time counts from: as its source states, or for a bare number as all formats agree.
    #[must_use]
    pub const fn basis(self) -> TimeBasis {
        match self.rest.get() & 3 {
            1 => TimeBasis::Unstated,
            2 => TimeBasis::Absolute,
            _ => TimeBasis::Relative,
        }
    }

    /// The same number on another basis; [`TimeBasis::Unstated`] makes it a bare number.
    #[must_use]
    pub const fn with_basis(self, basis: TimeBasis) -> Self {
        match basis {
            TimeBasis::Unstated => Self::of(self.seconds, self.nanoseconds()),
            basis => Self::on(basis, self.seconds, self.nanoseconds()),
        }
    }

    /// The time that SenML has for the number.
    #[cfg(feature = "_senml")]
    #[inline(always)]
    pub(crate) const fn in_senml(self) -> Self {
        let is_absolute = self.seconds >= ALWAYS_ABSOLUTE;
        let basis = if is_absolute { TimeBasis::Absolute } else { TimeBasis::Relative };
        Self::on(basis, self.seconds, self.nanoseconds())
    }

    /// The time that OMA JSON has for the number.
    #[cfg(feature = "oma-json")]
    pub(crate) const fn in_oma_json(self) -> Self {
        let is_absolute = self.seconds >= 0 && !self.is_zero();
        let basis = if is_absolute { TimeBasis::Absolute } else { TimeBasis::Relative };
        Self::on(basis, self.seconds, self.nanoseconds())
    }

    /// Whether SenML has this time for the number, or the time is a bare number.
    #[cfg(feature = "_senml")]
    #[inline(always)]
    pub(crate) const fn fits_senml(self) -> bool {
        // Bare numbers count as relative here, and all of them are below.
        self.is_relative() == (self.seconds < ALWAYS_ABSOLUTE)
    }

    /// The same for OMA JSON.
    #[cfg(feature = "oma-json")]
    pub(crate) fn fits_oma_json(self) -> bool {
        self.basis() == TimeBasis::Unstated || self == self.in_oma_json()
    }

    /// Whether the number is zero, which stands for no time in all formats.
    #[cfg(any(feature = "_senml", feature = "oma-json"))]
    #[inline]
    pub(crate) const fn is_zero(self) -> bool {
        self.seconds == 0 && self.nanoseconds() == 0
    }

    /// Whether the time counts from the time of reception. A bare number does if SenML takes it so:
    /// if it is below 2^28, about 8.5 years.
    #[must_use]
    #[inline]
    pub const fn is_relative(self) -> bool {
        // What `rest` holds for `Absolute` is even, the others are odd.
        self.rest.get() & 1 != 0
    }

    /// The absolute time: a [relative](Self::is_relative) time is added to `now`.
    /// `None` if the sum overflows.
    ///
    /// ```
    /// use lwm2m_codec::Timestamp;
    ///
    /// let now = Timestamp::from_seconds(1_700_000_000);
    /// let ago = Timestamp::from_seconds(-10);
    /// assert_eq!(ago.resolve(now), Some(Timestamp::from_seconds(1_699_999_990)));
    /// assert_eq!(now.resolve(now), Some(now));
    /// ```
    #[must_use]
    pub const fn resolve(self, now: Self) -> Option<Self> {
        match self.is_relative() {
            true => match now.checked_add(self) {
                Some(sum) => Some(sum.with_basis(TimeBasis::Absolute)),
                None => None,
            },
            false => Some(self),
        }
    }

    /// The sum of two numbers as a bare number, or `None` on overflow.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        let nanoseconds = self.nanoseconds() + other.nanoseconds();
        let (carry, nanoseconds) = match nanoseconds {
            1_000_000_000.. => (1, nanoseconds - 1_000_000_000),
            _ => (0, nanoseconds),
        };
        let Some(seconds) = self.seconds.checked_add(other.seconds) else { return None };
        match seconds.checked_add(carry) {
            Some(seconds) => Some(Self::of(seconds, nanoseconds)),
            None => None,
        }
    }

    /// The difference of two numbers as a bare number, or `None` on overflow.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        let (borrow, nanoseconds) = match self.nanoseconds().checked_sub(other.nanoseconds()) {
            Some(nanoseconds) => (0, nanoseconds),
            None => (1, self.nanoseconds() + 1_000_000_000 - other.nanoseconds()),
        };
        let Some(seconds) = self.seconds.checked_sub(other.seconds) else { return None };
        match seconds.checked_sub(borrow) {
            Some(seconds) => Some(Self::of(seconds, nanoseconds)),
            None => None,
        }
    }

    /// The nearest double-precision number of seconds; of two equally near ones the even.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "the nearest double is what is asked for")]
    pub fn as_f64(self) -> f64 {
        let nanoseconds = self.nanoseconds();
        let below = self.seconds < 0 && nanoseconds > 0;
        let mut rest = if below { 1_000_000_000 - nanoseconds } else { nanoseconds };
        let mut significand = self.seconds.unsigned_abs() - u64::from(below);
        let mut places = 0;
        // A sum of two doubles would be rounded twice. So this takes one bit behind the point after the
        // other, until there are two more than a double has.
        while significand >> 54 == 0 && rest > 0 {
            rest *= 2;
            significand *= 2;
            if rest >= 1_000_000_000 {
                rest -= 1_000_000_000;
                significand += 1;
            }
            places += 1;
        }
        let double = (significand | u64::from(rest > 0)) as f64;
        let bits = double.to_bits() - if significand == 0 { 0 } else { places << 52 };
        f64::from_bits(bits | u64::from(self.seconds < 0) << 63)
    }
}

impl Default for Timestamp {
    /// Zero seconds.
    fn default() -> Self {
        Self::from_seconds(0)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timestamp")
            .field("seconds", &self.seconds)
            .field("nanoseconds", &self.nanoseconds())
            .field("basis", &self.basis())
            .finish()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.nanoseconds() == 0 {
            return write!(f, "{}", self.seconds);
        }
        // The written fraction of a negative time counts away from zero.
        let below = self.seconds < 0;
        let whole = if below { self.seconds + 1 } else { self.seconds }.unsigned_abs();
        let mut fraction =
            if below { 1_000_000_000 - self.nanoseconds() } else { self.nanoseconds() };
        let mut width = 9;
        while fraction % 10 == 0 {
            fraction /= 10;
            width -= 1;
        }
        write!(f, "{}{whole}.{fraction:0width$}", if below { "-" } else { "" })
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    /// Reads a decimal number of seconds without exponent, rounded to the nearest nanosecond.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidTime`], or [`ErrorKind::ValueOutOfRange`] for seconds beyond 64 bits.
    fn from_str(text: &str) -> Result<Self, Error> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !is_number(whole) || !is_number(fraction) {
            return Err(Error::new(ErrorKind::InvalidTime, 0));
        }
        let mut nanoseconds = 0u32;
        let mut places = fraction.bytes();
        for _ in 0..9 {
            let digit = places.next().map_or(0, |digit| digit - b'0');
            nanoseconds = nanoseconds * 10 + u32::from(digit);
        }
        nanoseconds += u32::from(places.next().is_some_and(|digit| digit >= b'5'));
        let total = || {
            let total = whole.parse::<i128>().ok()?.checked_mul(1_000_000_000)?;
            let total = total.checked_add(nanoseconds.into())?;
            let total = if negative { -total } else { total };
            let seconds = i64::try_from(total.div_euclid(1_000_000_000)).ok()?;
            Self::new(seconds, u32::try_from(total.rem_euclid(1_000_000_000)).ok()?)
        };
        total().ok_or(Error::new(ErrorKind::ValueOutOfRange, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_to_the_nearest_nanosecond() {
        let time = |seconds, nanoseconds| Ok(Timestamp::new(seconds, nanoseconds).unwrap());
        assert_eq!("0".parse(), time(0, 0));
        assert_eq!("-0.25".parse(), time(-1, 750_000_000));
        assert_eq!("1.0000000014".parse(), time(1, 1));
        assert_eq!("1.9999999995".parse(), time(2, 0));
        assert_eq!("-9223372036854775808".parse(), time(i64::MIN, 0));
        for wrong in ["", "-", ".5", "5.", "1e3", "+1", "1.-5", "1 "] {
            let error = wrong.parse::<Timestamp>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidTime, "{wrong}");
        }
        for far in ["9223372036854775808", "170141183460469231731687303715884105728"] {
            let error = far.parse::<Timestamp>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::ValueOutOfRange);
        }
    }

    #[test]
    fn bare_numbers_have_a_basis_where_all_formats_agree() {
        use TimeBasis as B;
        let edge = 1 << 28;
        for (seconds, nanoseconds, basis) in [
            (i64::MIN, 0, B::Relative),
            (-1, 999_999_999, B::Relative),
            (0, 0, B::Relative),
            (0, 1, B::Unstated),
            (edge - 1, 999_999_999, B::Unstated),
            (edge, 0, B::Absolute),
            (i64::MAX, 999_999_999, B::Absolute),
        ] {
            let bare = Timestamp::new(seconds, nanoseconds).unwrap();
            assert_eq!(bare.basis(), basis, "{bare:?}");
            for stated in [B::Relative, B::Absolute] {
                let time = bare.with_basis(stated);
                assert_eq!(time.basis(), stated);
                assert_eq!((time.seconds(), time.nanoseconds()), (seconds, nanoseconds));
                assert_eq!(time == bare, stated == basis);
                assert_eq!(time.is_relative(), stated == B::Relative);
                assert_eq!(time.with_basis(B::Unstated), bare);
            }
        }
        let one = Timestamp::from_seconds(1).with_basis(B::Absolute);
        assert!(one < Timestamp::new(1, 1).unwrap().with_basis(B::Relative));
        assert_eq!(size_of::<Option<Timestamp>>(), 16);
    }
}
