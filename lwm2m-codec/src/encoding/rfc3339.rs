//! Dates of RFC 3339, as CBOR tag 0 carries them.

/// A point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    /// Seconds since 1970-01-01T00:00:00Z, rounded down.
    pub(crate) seconds: i64,
    /// On top of them, so many 10^-7 of a second; one at least if there is any fraction.
    pub(crate) ticks: u32,
}

/// Reads a date such as `2013-05-02T10:40:15Z`, with any offset and any fraction.
pub(crate) fn parse(text: &mut dyn Iterator<Item = u8>) -> Option<Date> {
    let mut fields = [0; 7];
    for (field, separator) in fields.iter_mut().zip(*b"\0\0--T::") {
        if separator != 0 {
            let found = text.next()?;
            if found != separator && !(separator == b'T' && matches!(found, b't' | b' ')) {
                return None;
            }
        }
        *field = two_digits(text)?;
    }
    let [century, year, month, day, hour, minute, second] = fields;
    let leap_year = year % 4 == 0 && (year != 0 || century % 4 == 0);
    let days = match month {
        2 => 28 + i32::from(leap_year),
        // Long and short months take turns, but July and August are both long.
        1..=12 => 30 + ((month ^ month >> 3) & 1),
        _ => return None,
    };
    // A leap second counts as the first second of the next minute.
    if day == 0 || day > days || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let mut byte = text.next()?;
    let mut ticks = 0;
    if byte == b'.' {
        byte = text.next().filter(u8::is_ascii_digit)?;
        let mut place = 1_000_000;
        while byte.is_ascii_digit() {
            let digit = u32::from(byte - b'0');
            ticks = (ticks + place * digit) | u32::from(place == 0 && digit > 0);
            place /= 10;
            byte = text.next()?;
        }
    }
    let mut minutes = hour * 60 + minute;
    if byte | 0x20 != b'z' {
        let hours = two_digits(text)?;
        let colon = text.next()?;
        let rest = two_digits(text)?;
        let offset = hours * 60 + rest;
        minutes += match byte {
            _ if colon != b':' || hours > 23 || rest > 59 => return None,
            b'+' => -offset,
            b'-' => offset,
            _ => return None,
        };
    }
    if text.next().is_some() {
        return None;
    }
    // Years from March on have the leap day last. Adding 400 keeps them positive.
    let (year, month) = if month > 2 { (year + 400, month - 3) } else { (year + 399, month + 9) };
    let year = 100 * century + year;
    let leap_days = year / 4 - year / 100 + year / 400;
    // 719468 days lie between 0000-03-01 and 1970-01-01, and 146097 are 400 years.
    let days = 365 * year + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468 - 146_097;
    Some(Date { seconds: i64::from(days) * 86_400 + i64::from(minutes * 60 + second), ticks })
}

/// Reads a number of two digits.
fn two_digits(text: &mut dyn Iterator<Item = u8>) -> Option<i32> {
    let mut number = 0;
    for _ in 0..2 {
        number = number * 10 + i32::from(text.next().filter(u8::is_ascii_digit)? - b'0');
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<i64> {
        parse(&mut text.bytes()).map(|date| date.seconds)
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
        let fraction = |text: &str| parse(&mut text.bytes()).unwrap().ticks > 0;
        assert!(fraction("2013-05-02T10:40:15.001Z"));
        assert!(!fraction("2013-05-02T10:40:15.000Z"));
        let ticks = |text: &str| parse(&mut text.bytes()).unwrap().ticks;
        assert_eq!(ticks("2013-05-02T10:40:15.25Z"), 2_500_000);
        assert_eq!(ticks("2013-05-02T10:40:15.00000019+01:00"), 1);
        assert_eq!(ticks("2013-05-02T10:40:15.999999999Z"), 9_999_999);
        assert_eq!(ticks("2013-05-02T10:40:15.0000000001Z"), 1);
    }
}
