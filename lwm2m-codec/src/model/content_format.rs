//! Content formats.

use core::fmt;
use core::str::FromStr;

/// A CoAP content format.
///
/// ```
/// use lwm2m_codec::ContentFormat;
///
/// assert_eq!(ContentFormat::from_number(112), ContentFormat::SenmlCbor);
/// assert_eq!(ContentFormat::Tlv.number(), 11542);
/// assert_eq!(ContentFormat::Tlv.media_type(), Some("application/vnd.oma.lwm2m+tlv"));
/// // Numbers from before registration are read as the modern ones.
/// assert_eq!(ContentFormat::from_number(1542), ContentFormat::Tlv);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ContentFormat {
    /// `text/plain;charset=utf-8`, 0: one value as text.
    Text,
    /// `application/link-format`, 40: links of Register and Discover.
    LinkFormat,
    /// `application/octet-stream`, 42: one Opaque value.
    Opaque,
    /// `application/cbor`, 60: one value as a CBOR item.
    Cbor,
    /// `application/senml+json`, 110.
    SenmlJson,
    /// `application/senml+cbor`, 112.
    SenmlCbor,
    /// `application/senml-etch+json`, 320: composite requests.
    EtchJson,
    /// `application/senml-etch+cbor`, 322: composite requests.
    EtchCbor,
    /// `application/vnd.oma.lwm2m+tlv`, 11542.
    Tlv,
    /// `application/vnd.oma.lwm2m+json`, 11543, of LwM2M 1.0.
    OmaJson,
    /// `application/vnd.oma.lwm2m+cbor`, 11544, since LwM2M 1.2.
    Lwm2mCbor,
    /// Any other number.
    Unknown(u16),
}

/// Format, short name, media type.
const FORMATS: [(ContentFormat, &str, &str); 11] = [
    (ContentFormat::Text, "text", "text/plain;charset=utf-8"),
    (ContentFormat::LinkFormat, "link", "application/link-format"),
    (ContentFormat::Opaque, "opaque", "application/octet-stream"),
    (ContentFormat::Cbor, "cbor", "application/cbor"),
    (ContentFormat::SenmlJson, "senml-json", "application/senml+json"),
    (ContentFormat::SenmlCbor, "senml-cbor", "application/senml+cbor"),
    (ContentFormat::EtchJson, "etch-json", "application/senml-etch+json"),
    (ContentFormat::EtchCbor, "etch-cbor", "application/senml-etch+cbor"),
    (ContentFormat::Tlv, "tlv", "application/vnd.oma.lwm2m+tlv"),
    (ContentFormat::OmaJson, "json", "application/vnd.oma.lwm2m+json"),
    (ContentFormat::Lwm2mCbor, "lwm2m-cbor", "application/vnd.oma.lwm2m+cbor"),
];

/// Media types from before registration, and those of formats that are read as others.
const OLD_MEDIA_TYPES: [(ContentFormat, &str); 4] = [
    (ContentFormat::Text, "application/vnd.oma.lwm2m+text"),
    (ContentFormat::Text, "text/plain"),
    (ContentFormat::Opaque, "application/vnd.oma.lwm2m+opaque"),
    (ContentFormat::OmaJson, "application/json"),
];

impl ContentFormat {
    /// All formats of LwM2M, in the order of their numbers.
    pub const ALL: [Self; 11] = {
        let mut all = [Self::Text; 11];
        let mut i = 0;
        while i < FORMATS.len() {
            all[i] = FORMATS[i].0;
            i += 1;
        }
        all
    };

    /// The format with this CoAP number.
    ///
    /// The numbers that drafts and early clients used are read as the modern formats: 1541 (text),
    /// 1542 and 99 (TLV), 1543 (OMA JSON), 50 (plain JSON, read as OMA JSON) and 1544 (octet stream).
    /// They are never emitted.
    #[must_use]
    pub const fn from_number(number: u16) -> Self {
        // A `match`, so name strings are linked only if used.
        match number {
            0 | 1541 => Self::Text,
            40 => Self::LinkFormat,
            42 | 1544 => Self::Opaque,
            60 => Self::Cbor,
            110 => Self::SenmlJson,
            112 => Self::SenmlCbor,
            320 => Self::EtchJson,
            322 => Self::EtchCbor,
            99 | 1542 | 11542 => Self::Tlv,
            50 | 1543 | 11543 => Self::OmaJson,
            11544 => Self::Lwm2mCbor,
            number => Self::Unknown(number),
        }
    }

    /// The CoAP number.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::Text => 0,
            Self::LinkFormat => 40,
            Self::Opaque => 42,
            Self::Cbor => 60,
            Self::SenmlJson => 110,
            Self::SenmlCbor => 112,
            Self::EtchJson => 320,
            Self::EtchCbor => 322,
            Self::Tlv => 11542,
            Self::OmaJson => 11543,
            Self::Lwm2mCbor => 11544,
            Self::Unknown(number) => number,
        }
    }

    /// The media type, of known formats.
    #[must_use]
    pub fn media_type(self) -> Option<&'static str> {
        FORMATS.iter().find(|row| row.0 == self).map(|row| row.2)
    }

    /// A short name, of known formats: `text`, `link`, `opaque`, `cbor`, `senml-json`,
    /// `senml-cbor`, `etch-json`, `etch-cbor`, `tlv`, `json` or `lwm2m-cbor`.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        FORMATS.iter().find(|row| row.0 == self).map(|row| row.1)
    }

    /// Whether the format holds a single value, of which the request names the path.
    #[must_use]
    pub const fn holds_one_value(self) -> bool {
        matches!(self, Self::Text | Self::Opaque | Self::Cbor)
    }

    /// A bit of its own, for sets of formats; none for unknown ones.
    pub(crate) const fn bit(self) -> u16 {
        match self {
            Self::Text => 1,
            Self::LinkFormat => 1 << 1,
            Self::Opaque => 1 << 2,
            Self::Cbor => 1 << 3,
            Self::SenmlJson => 1 << 4,
            Self::SenmlCbor => 1 << 5,
            Self::EtchJson => 1 << 6,
            Self::EtchCbor => 1 << 7,
            Self::Tlv => 1 << 8,
            Self::OmaJson => 1 << 9,
            Self::Lwm2mCbor => 1 << 10,
            Self::Unknown(_) => 0,
        }
    }

    /// Whether payloads of the format are readable text.
    #[must_use]
    pub const fn is_textual(self) -> bool {
        matches!(
            self,
            Self::Text | Self::LinkFormat | Self::SenmlJson | Self::EtchJson | Self::OmaJson
        )
    }
}

impl fmt::Display for ContentFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "{}", self.number()),
        }
    }
}

/// The text names no content format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownContentFormat;

impl fmt::Display for UnknownContentFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a content format: expected one of")?;
        FORMATS.iter().try_for_each(|row| write!(f, " {}", row.1))?;
        f.write_str(", a CoAP number or a media type")
    }
}

impl core::error::Error for UnknownContentFormat {}

impl FromStr for ContentFormat {
    type Err = UnknownContentFormat;

    /// Reads a short name, a media type or a CoAP number; also those from before registration.
    fn from_str(text: &str) -> Result<Self, UnknownContentFormat> {
        let old = || OLD_MEDIA_TYPES.iter().find(|row| row.1 == text).map(|row| row.0);
        let named = FORMATS.iter().find(|row| row.1 == text || row.2 == text).map(|row| row.0);
        named
            .or_else(old)
            .or_else(|| text.parse().ok().map(Self::from_number))
            .ok_or(UnknownContentFormat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_numbers_and_names_are_read_and_never_written() {
        for (number, format) in [
            (50, ContentFormat::OmaJson),
            (99, ContentFormat::Tlv),
            (1541, ContentFormat::Text),
            (1542, ContentFormat::Tlv),
            (1543, ContentFormat::OmaJson),
            (1544, ContentFormat::Opaque),
        ] {
            assert_eq!(ContentFormat::from_number(number), format);
            assert_ne!(format.number(), number);
        }
        for (format, name) in OLD_MEDIA_TYPES {
            assert_eq!(name.parse(), Ok(format));
            assert_ne!(format.media_type(), Some(name));
        }
    }

    #[test]
    fn numbers_and_formats_are_one_to_one() {
        for format in ContentFormat::ALL {
            assert_eq!(ContentFormat::from_number(format.number()), format);
            assert_eq!(format.name().unwrap().parse(), Ok(format));
            assert_eq!(format.media_type().unwrap().parse(), Ok(format));
        }
        assert_eq!(ContentFormat::from_number(51), ContentFormat::Unknown(51));
        assert_eq!(ContentFormat::Unknown(51).number(), 51);
        assert_eq!("nonsense".parse::<ContentFormat>(), Err(UnknownContentFormat));
    }
}
