//! The labels of SenML (RFC 8428, section 4.3), and `vlo` of LwM2M.

use crate::model::value::Text;

/// A label: first those with the numbers 0 to 8 in CBOR, then those from -1 to -6, and `vlo`, which has
/// none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Label {
    Name,
    Unit,
    Value,
    StringValue,
    BooleanValue,
    Sum,
    Time,
    UpdateTime,
    DataValue,
    BaseVersion,
    BaseName,
    BaseTime,
    BaseUnit,
    BaseValue,
    BaseSum,
    LinkValue,
}

use Label as L;

/// The labels with their texts in JSON, which zeros pad.
const TABLE: [(Label, [u8; 4]); 16] = [
    (L::Name, *b"n\0\0\0"),
    (L::Unit, *b"u\0\0\0"),
    (L::Value, *b"v\0\0\0"),
    (L::StringValue, *b"vs\0\0"),
    (L::BooleanValue, *b"vb\0\0"),
    (L::Sum, *b"s\0\0\0"),
    (L::Time, *b"t\0\0\0"),
    (L::UpdateTime, *b"ut\0\0"),
    (L::DataValue, *b"vd\0\0"),
    (L::BaseVersion, *b"bver"),
    (L::BaseName, *b"bn\0\0"),
    (L::BaseTime, *b"bt\0\0"),
    (L::BaseUnit, *b"bu\0\0"),
    (L::BaseValue, *b"bv\0\0"),
    (L::BaseSum, *b"bs\0\0"),
    (L::LinkValue, *b"vlo\0"),
];

impl Label {
    /// The label as text: in JSON, and `vlo` in CBOR too.
    pub(crate) fn from_text(text: &Text<'_>) -> Option<Self> {
        let mut label = [0; 4];
        // Zeros pad shorter labels.
        if !text.short(&mut label)?.iter().all(|&byte| byte > 0) {
            return None;
        }
        TABLE.iter().find(|(_, known)| *known == label).map(|&(label, _)| label)
    }

    /// The label of a number in CBOR, or of -1 minus the number.
    #[cfg(feature = "senml-cbor")]
    #[cfg_attr(feature = "fast", inline)]
    pub(crate) fn from_number(negative: bool, number: u64) -> Option<Self> {
        let (first, count) = if negative { (9, 6) } else { (0, 9) };
        if number >= count {
            return None;
        }
        TABLE.get(first + number as usize).map(|&(label, _)| label)
    }

    /// The label that one byte of CBOR is.
    #[cfg(feature = "senml-cbor")]
    #[cfg_attr(feature = "fast", inline(always))]
    pub(crate) fn from_byte(byte: u8) -> Option<Self> {
        let place = match byte {
            0..9 => byte,
            0x20..0x26 => byte - 0x20 + 9,
            _ => return None,
        };
        TABLE.get(usize::from(place)).map(|&(label, _)| label)
    }

    /// The number of the label in CBOR; `vlo` has none.
    #[cfg(feature = "senml-cbor")]
    pub(crate) const fn number(self) -> Option<i8> {
        match self as i8 {
            number @ 0..=8 => Some(number),
            number @ 9..=14 => Some(8 - number),
            _ => None,
        }
    }

    /// The label in JSON.
    #[cfg(feature = "senml-json")]
    pub(crate) fn text(self) -> &'static [u8] {
        let text = TABLE.get(self as usize).map_or(&[][..], |(_, text)| text);
        text.split(|&byte| byte == 0).next().unwrap_or_default()
    }

    /// Its bit in a set of labels.
    #[inline]
    pub(super) const fn bit(self) -> u16 {
        1 << self as u8
    }

    /// Whether the field gives the record its value.
    #[inline]
    pub(super) const fn is_value(self) -> bool {
        self.bit() & VALUES != 0
    }
}

/// The labels of values.
pub(super) const VALUES: u16 = L::Value.bit()
    | L::StringValue.bit()
    | L::BooleanValue.bit()
    | L::DataValue.bit()
    | L::LinkValue.bit();

/// The labels that may stand in a Fetch Pack (RFC 8790, section 3.1).
pub(super) const SELECTORS: u16 = L::Name.bit()
    | L::BaseName.bit()
    | L::Time.bit()
    | L::BaseTime.bit()
    | L::Unit.bit()
    | L::BaseUnit.bit();

/// The labels of fields that apply to later records too.
pub(super) const BASES: u16 =
    L::BaseVersion.bit() | L::BaseName.bit() | L::BaseTime.bit() | L::BaseValue.bit();

/// The labels of all base fields.
pub(super) const ALL_BASES: u16 = BASES | L::BaseUnit.bit() | L::BaseSum.bit();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_where_their_numbers_say() {
        for (place, (label, text)) in TABLE.into_iter().enumerate() {
            assert_eq!(label as usize, place);
            let text = core::str::from_utf8(&text).unwrap().trim_end_matches('\0');
            assert_eq!(Label::from_text(&text.into()), Some(label));
            #[cfg(feature = "senml-json")]
            assert_eq!(label.text(), text.as_bytes());
            #[cfg(feature = "senml-cbor")]
            if let Some(number) = label.number() {
                let (negative, number) =
                    (number < 0, if number < 0 { -1 - number } else { number });
                assert_eq!(Label::from_number(negative, number as u64), Some(label));
            }
        }
    }

    #[test]
    fn what_is_no_label_is_none() {
        for text in ["", "x", "bvers", "vl", "n\0", "\0", "verb"] {
            assert_eq!(Label::from_text(&text.into()), None, "{text:?}");
        }
        #[cfg(feature = "senml-cbor")]
        for (negative, number) in [(false, 9), (true, 6), (false, u64::MAX), (true, u64::MAX)] {
            assert_eq!(Label::from_number(negative, number), None);
        }
    }
}
