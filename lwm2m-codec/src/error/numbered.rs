//! Enumerations with fixed numbers: what goes between a variant, its number and its texts.

/// Declares an enumeration of numbered variants, each with a phrase for people, and the error of
/// names and numbers that are not among them.
macro_rules! numbered {
    (
        $(#[$meta:meta])*
        pub enum $enum:ident, or $unknown:ident: $message:literal;
        $($(#[$doc:meta])+ $name:ident = $number:literal, $text:literal;)+
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        #[non_exhaustive]
        pub enum $enum { $($(#[$doc])+ $name = $number,)+ }

        impl $enum {
            /// All of them, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name, as it stands in this enumeration.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }

            /// The one with this number.
            pub(crate) const fn from_number(number: u8) -> Option<Self> {
                match number { $($number => Some(Self::$name),)+ _ => None }
            }

            /// What it means, as a phrase.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }
        }

        impl core::fmt::Display for $enum {
            /// Writes the name.
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.name())
            }
        }

        impl core::str::FromStr for $enum {
            type Err = $unknown;

            /// Reads a name, written as in this enumeration (`CamelCase`) or as on command lines
            /// (`kebab-case`).
            fn from_str(text: &str) -> Result<Self, $unknown> {
                let named = |item: &Self| crate::error::numbered::names(text, item.name());
                Self::ALL.iter().copied().find(named).ok_or($unknown)
            }
        }

        impl TryFrom<u8> for $enum {
            type Error = $unknown;

            /// Reads a number.
            fn try_from(number: u8) -> Result<Self, $unknown> {
                Self::from_number(number).ok_or($unknown)
            }
        }

        #[doc = concat!("The text or number is none of [`", stringify!($enum), "`].")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $unknown;

        impl core::fmt::Display for $unknown {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str($message)
            }
        }

        impl core::error::Error for $unknown {}
    };
}
pub(super) use numbered;

/// Whether a text is a name in camel case, or the same in kebab case: in lower case, with a hyphen
/// between its words.
pub(super) fn names(text: &str, camel: &str) -> bool {
    let kebab = camel.bytes().enumerate().flat_map(|(index, letter)| {
        let hyphen = (index > 0 && letter.is_ascii_uppercase()).then_some(b'-');
        hyphen.into_iter().chain([letter.to_ascii_lowercase()])
    });
    text == camel || text.bytes().eq(kebab)
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use alloc::string::ToString;

    use crate::error::{ErrorKind, Found, Leniency, UnknownErrorKind, UnknownLeniency};

    #[test]
    fn names_are_read_in_both_spellings() {
        assert_eq!("hex-null-link".parse(), Ok(Leniency::HexNullLink));
        assert_eq!("base64".parse(), Ok(Leniency::Base64));
        assert_eq!("invalid-utf8".parse(), Ok(ErrorKind::InvalidUtf8));
        let wrong = ["", "hexNullLink", "hex_null_link", "hex-null", "hex-null-link-", "-base64"];
        for wrong in wrong {
            assert_eq!(wrong.parse::<Leniency>(), Err(UnknownLeniency), "{wrong}");
        }
        assert_eq!("hex-null-link".parse::<ErrorKind>(), Err(UnknownErrorKind));
    }

    #[test]
    fn names_and_numbers_lead_back() {
        macro_rules! check {
            ($($enum:ident)+) => {$(
                for &item in $enum::ALL {
                    assert_eq!(item.to_string().parse(), Ok(item));
                    assert_eq!($enum::try_from(item as u8), Ok(item));
                }
                let known = (0..=u8::MAX).filter(|&number| $enum::try_from(number).is_ok());
                assert_eq!(known.count(), $enum::ALL.len());
            )+};
        }
        check!(Leniency ErrorKind Found);
    }
}
