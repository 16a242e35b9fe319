//! The types of attributes and query parameters.

use super::notification::Edge;
use crate::codec::decimal_text;
use crate::codec::sink::Sink;
use crate::data_type::DataType;
use crate::encoding::decimal::Decimal;
use crate::error::{Error, ErrorKind, Leniency, Strictness};
use crate::model::version::Version;

/// The type of an attribute or parameter value.
pub(super) trait Typed: Copy {
    /// Reads a value; error offsets are relative to `text`.
    fn read(text: &[u8], strictness: Strictness) -> Result<Self, Error>;

    /// Writes `start`, and the value behind it.
    fn put(self, start: &[u8], sink: &mut Sink<'_>) -> Result<(), ErrorKind>;
}

/// Where the value of an attribute goes.
pub(super) enum Slot<'s> {
    Short(&'s mut Option<u16>),
    Unsigned(&'s mut Option<u32>),
    Boolean(&'s mut Option<bool>),
    Edge(&'s mut Option<Edge>),
    Float(&'s mut Option<f64>),
    Version(&'s mut Option<Version>),
}

macro_rules! slots {
    ($($type:ident => $variant:ident,)+) => {
        $(impl<'s> From<&'s mut Option<$type>> for Slot<'s> {
            fn from(place: &'s mut Option<$type>) -> Self {
                Self::$variant(place)
            }
        })+

        impl Slot<'_> {
            /// Whether an earlier attribute gave the value.
            pub(super) const fn is_filled(&self) -> bool {
                match self {
                    $(Self::$variant(place) => place.is_some(),)+
                }
            }

            /// Reads a value; error offsets are relative to `text`.
            #[cfg_attr(not(feature = "fast"), inline(never))]
            pub(super) fn read(self, text: &[u8], strictness: Strictness) -> Result<(), Error> {
                match self {
                    $(Self::$variant(place) => *place = Some($type::read(text, strictness)?),)+
                }
                Ok(())
            }
        }
    };
}

slots! {
    u16 => Short,
    u32 => Unsigned,
    bool => Boolean,
    Edge => Edge,
    f64 => Float,
    Version => Version,
}

/// `1*DIGIT`, at most `greatest`.
fn cardinal(text: &[u8], greatest: u32) -> Result<u32, Error> {
    let invalid = |at| Error::new(ErrorKind::InvalidInteger, at).expected(DataType::Unsigned);
    if let Some(at) = text.iter().position(|byte| !byte.is_ascii_digit()) {
        return Err(invalid(at));
    }
    let number =
        text.iter().map(|digit| u32::from(digit - b'0')).try_fold(0u32, |number, digit| {
            number.checked_mul(10)?.checked_add(digit).filter(|&number| number <= greatest)
        });
    match number {
        _ if text.is_empty() => Err(invalid(0)),
        Some(number) => Ok(number),
        None => Err(Error::new(ErrorKind::ValueOutOfRange, 0)),
    }
}

impl Typed for u32 {
    fn read(text: &[u8], _: Strictness) -> Result<Self, Error> {
        cardinal(text, Self::MAX)
    }

    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn put(self, start: &[u8], sink: &mut Sink<'_>) -> Result<(), ErrorKind> {
        sink.put(start);
        decimal_text::put_number(sink, self);
        Ok(())
    }
}

impl Typed for u16 {
    fn read(text: &[u8], _: Strictness) -> Result<Self, Error> {
        Ok(cardinal(text, Self::MAX.into())? as Self)
    }

    fn put(self, start: &[u8], sink: &mut Sink<'_>) -> Result<(), ErrorKind> {
        u32::from(self).put(start, sink)
    }
}

impl Typed for bool {
    fn read(text: &[u8], _: Strictness) -> Result<Self, Error> {
        match text {
            b"0" => Ok(false),
            b"1" => Ok(true),
            _ => Err(Error::new(ErrorKind::InvalidBoolean, 0)),
        }
    }

    fn put(self, start: &[u8], sink: &mut Sink<'_>) -> Result<(), ErrorKind> {
        u32::from(self).put(start, sink)
    }
}

impl Typed for f64 {
    #[cfg_attr(not(feature = "fast"), inline(never))] // It would burden the stack of all the rest.
    fn read(text: &[u8], strictness: Strictness) -> Result<Self, Error> {
        let (negative, mut digits) = match text {
            [sign @ (b'-' | b'+'), digits @ ..] => (*sign == b'-', digits),
            digits => (false, digits),
        };
        // `Decimal` follows JSON, which forbids leading zeros.
        while let [b'0', b'0'..=b'9', ..] = digits {
            digits = digits.get(1..).unwrap_or_default();
        }
        let skipped = text.len() - digits.len();
        let invalid = |at| Error::new(ErrorKind::InvalidFloat, skipped + at);
        match Decimal::scan(digits) {
            Ok((number, _)) if number.is_negative() => Err(invalid(0)),
            Ok((number, length)) if length == digits.len() => match number.to_f64() {
                Some(number) => {
                    if !strictness.allows(Leniency::AttributeExponents) {
                        let exponent = digits.iter().position(|byte| matches!(byte, b'e' | b'E'));
                        if let Some(at) = exponent {
                            return Err(invalid(at).unless(Leniency::AttributeExponents));
                        }
                    }
                    Ok(if negative { -number } else { number })
                }
                None => Err(Error::new(ErrorKind::ValueOutOfRange, 0)),
            },
            Ok((_, at)) | Err(at) => Err(invalid(at)),
        }
    }

    fn put(self, start: &[u8], sink: &mut Sink<'_>) -> Result<(), ErrorKind> {
        if !self.is_finite() {
            return Err(ErrorKind::NumberNotRepresentable);
        }
        sink.put(start);
        decimal_text::put_plain_float(sink, self);
        Ok(())
    }
}

impl Typed for Version {
    fn read(text: &[u8], strictness: Strictness) -> Result<Self, Error> {
        Self::parse(text, strictness)
    }

    fn put(self, start: &[u8], sink: &mut Sink<'_>) -> Result<(), ErrorKind> {
        self.major.put(start, sink)?;
        self.minor.put(b".", sink)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_decimal_numbers() {
        for (text, number) in [
            ("50", 50.0),
            ("42.2", 42.2),
            ("-110", -110.0),
            ("+5", 5.0),
            ("4.2e+21", 4.2e21),
            ("007.50", 7.5),
        ] {
            assert_eq!(f64::read(text.as_bytes(), Strictness::LENIENT), Ok(number), "{text}");
        }
        for (text, at) in [
            ("", 0),
            ("+", 1),
            ("--1", 1),
            ("+-1", 1),
            ("-", 1),
            (".5", 0),
            ("5.", 2),
            ("0x1", 1),
            ("00-1", 2),
            ("1,5", 1),
            ("nan", 0),
        ] {
            let error = f64::read(text.as_bytes(), Strictness::LENIENT).unwrap_err();
            assert_eq!((error.kind(), error.offset()), (ErrorKind::InvalidFloat, at), "{text}");
        }
        assert_eq!(
            f64::read(b"1e999", Strictness::LENIENT).unwrap_err().kind(),
            ErrorKind::ValueOutOfRange
        );
    }

    #[test]
    fn exponents_are_lenient() {
        for (text, at) in [("4.2e+21", 3), ("-001E2", 4), ("1e-3", 1)] {
            let error = f64::read(text.as_bytes(), Strictness::STRICT).unwrap_err();
            assert_eq!((error.kind(), error.offset()), (ErrorKind::InvalidFloat, at), "{text}");
            assert_eq!(error.leniency(), Some(Leniency::AttributeExponents));
            let lenient = Strictness::STRICT.with(Leniency::AttributeExponents);
            assert!(f64::read(text.as_bytes(), lenient).is_ok());
        }
    }

    #[test]
    fn cardinals_have_digits_only() {
        assert_eq!(u32::read(b"4294967295", Strictness::LENIENT), Ok(u32::MAX));
        assert_eq!(u32::read(b"0000000000000007", Strictness::LENIENT), Ok(7));
        assert_eq!(u16::read(b"65535", Strictness::LENIENT), Ok(u16::MAX));
        assert_eq!(
            u32::read(b"4294967296", Strictness::LENIENT).unwrap_err().kind(),
            ErrorKind::ValueOutOfRange
        );
        assert_eq!(
            u16::read(b"65536", Strictness::LENIENT).unwrap_err().kind(),
            ErrorKind::ValueOutOfRange
        );
        for (text, at) in [("", 0), ("-1", 0), ("10.5", 2), ("1 ", 1)] {
            let error = u32::read(text.as_bytes(), Strictness::LENIENT).unwrap_err();
            assert_eq!((error.kind(), error.offset()), (ErrorKind::InvalidInteger, at), "{text}");
        }
    }
}
