//! Dates of RFC 3339, as CBOR tag 0 carries them.

/// A point in time, in seconds since 1970-01-01T00:00:00Z, rounded down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) seconds: i64,
    /// Whether there was a fraction of a second other than zero.
    pub(crate) has_fraction: bool,
}

/// Reads a date such as `2013-05-02T10:40:15Z`, with any offset and any fraction.
pub(crate) fn parse(text: impl Iterator<Item = u8>) -> Option<Date> {
    let mut reader = Reader(text);
    let date = reader.date()?;
    reader.0.next().is_none().then_some(date)
}

struct Reader<I>(I);

impl<I: Iterator<Item = u8>> Reader<I> {
    fn date(&mut self) -> Option<Date> {
        let year = self.digits(4)?;
        self.expect(b"-")?;
        let month = self.digits(2)?;
        self.expect(b"-")?;
        let day = self.digits(2)?;
        self.expect(b"Tt ")?;
        let hour = self.digits(2)?;
        self.expect(b":")?;
        let minute = self.digits(2)?;
        self.expect(b":")?;
        let second = self.digits(2)?;
        let leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap_year => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        // A leap second counts as the first second of the next minute.
        if !(1..=days).contains(&day) || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let (has_fraction, sign) = self.fraction()?;
        let offset = match sign {
            b'Z' | b'z' => 0,
            b'+' | b'-' => {
                let hours = self.digits(2)?;
                self.expect(b":")?;
                let minutes = self.digits(2)?;
                if hours > 23 || minutes > 59 {
                    return None;
                }
                let seconds = hours * 3600 + minutes * 60;
                if sign == b'+' { seconds } else { -seconds }
            }
            _ => return None,
        };
        // Years that start in March put the leap day last.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let day_of_year = (153 * month + 2) / 5 + day - 1;
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        // 719468 days lie between 0000-03-01 and 1970-01-01.
        let days = 365 * year + leap_days + day_of_year - 719_468;
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset;
        Some(Date { seconds, has_fraction })
    }

    /// Whether there is a fraction that is not zero, and the byte after it.
    fn fraction(&mut self) -> Option<(bool, u8)> {
        let mut byte = self.0.next()?;
        if byte != b'.' {
            return Some((false, byte));
        }
        byte = self.0.next().filter(u8::is_ascii_digit)?;
        let mut has_fraction = false;
        while byte.is_ascii_digit() {
            has_fraction |= byte != b'0';
            byte = self.0.next()?;
        }
        Some((has_fraction, byte))
    }

    fn digits(&mut self, count: usize) -> Option<i64> {
        let mut number = 0;
        for _ in 0..count {
            number = number * 10 + i64::from(self.0.next().filter(u8::is_ascii_digit)? - b'0');
        }
        Some(number)
    }

    fn expect(&mut self, one_of: &[u8]) -> Option<()> {
        self.0.next().filter(|byte| one_of.contains(byte)).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<i64> {
        parse(text.bytes()).map(|date| date.seconds)
    }

    #[test]
    fn dates_count_from_1970() {
        assert_eq!(seconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(seconds("2013-05-02T10:40:15Z"), Some(1_367_491_215));
        assert_eq!(seconds("1970-01-01T00:00:01-00:00"), Some(1));
        assert_eq!(seconds("2000-02-29T23:59:60+01:00"), Some(951_865_200));
        assert_eq!(seconds("0000-01-01T00:00:00Z"), Some(-62_167_219_200));
        assert_eq!(seconds("9999-12-31T23:59:59Z"), Some(253_402_300_799));
        assert_eq!(seconds("1969-12-31T23:59:59.5Z"), Some(-1));
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in [
            "",
            "abc",
            "2013-05-02",
            "2013-05-02T10:40:15",
            "2013-05-02T10:40:15.Z",
            "2013-13-02T10:40:15Z",
            "2013-02-29T10:40:15Z",
            "2013-05-00T10:40:15Z",
            "2013-05-02T24:00:00Z",
            "2013-05-02T10:40:15Zx",
            "2013-05-02T10:40:15+1:00",
            "+013-05-02T10:40:15Z",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
        let fraction = |text: &str| parse(text.bytes()).unwrap().has_fraction;
        assert!(fraction("2013-05-02T10:40:15.001Z"));
        assert!(!fraction("2013-05-02T10:40:15.000Z"));
    }
}
