//! Timestamps of records.

use core::fmt;
use core::num::NonZeroU32;
use core::str::FromStr;

use crate::error::{Error, ErrorKind};

/// A point in time as a payload states it: seconds and nanoseconds.
///
/// In SenML a sum of base time and time below 2^28 is relative to the time of reception, from
/// 2^28 on it counts from 1970-01-01T00:00:00Z ([RFC 8428, section 4.5.3]).
///
/// ```
/// use lwm2m_codec::Timestamp;
///
/// let time = Timestamp::new(-2, 500_000_000).unwrap();
/// assert_eq!(time.to_string(), "-1.5");
/// assert_eq!("-1.5".parse(), Ok(time));
/// ```
///
/// [RFC 8428, section 4.5.3]: https://www.rfc-editor.org/rfc/rfc8428#section-4.5.3
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    seconds: i64,
    /// The nanoseconds plus one, so that `Option<Timestamp>` takes no more memory.
    nanoseconds: NonZeroU32,
}

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

    const fn of(seconds: i64, nanoseconds: u32) -> Self {
        Self { seconds, nanoseconds: NonZeroU32::MIN.saturating_add(nanoseconds) }
    }

    /// Seconds, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds beyond [`Timestamp::seconds`], less than 10^9.
    #[must_use]
    pub const fn nanoseconds(self) -> u32 {
        self.nanoseconds.get() - 1
    }

    /// Whether SenML takes the time as relative to the time of reception: it is below 2^28, about
    /// 8.5 years.
    ///
    /// Examples of the LwM2M specifications show small times that are meant to be absolute; use the raw
    /// value for these.
    #[must_use]
    pub const fn is_relative(self) -> bool {
        self.seconds < 1 << 28
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
        if self.is_relative() { now.checked_add(self) } else { Some(self) }
    }

    /// The sum of two times, or `None` on overflow.
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

    /// The difference of two times, or `None` on overflow.
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

    /// The nearest double-precision number of seconds.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "the nearest double is what is asked for")]
    pub fn as_f64(self) -> f64 {
        self.seconds as f64 + f64::from(self.nanoseconds()) / 1e9
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
}
