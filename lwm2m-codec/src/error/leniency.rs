//! Strictness: what a decoder accepts beyond the specifications, one named switch per deviation.

use core::fmt;

use super::numbered::numbered;

numbered! {
    /// One deviation from the specifications that real peers send.
    ///
    /// Each says who needs it. The numbers are fixed: bindings expose them.
    ///
    /// ```
    /// use lwm2m_codec::Leniency;
    ///
    /// assert_eq!("HexNullLink".parse(), Ok(Leniency::HexNullLink));
    /// assert_eq!("hex-null-link".parse(), Ok(Leniency::HexNullLink));
    /// assert_eq!(Leniency::try_from(5), Ok(Leniency::HexNullLink));
    /// assert_eq!(Leniency::HexNullLink.to_string(), "HexNullLink");
    /// ```
    pub enum Leniency, or UnknownLeniency: "not a leniency";
    /// Signs, leading zeros and an integral fraction in plain-text numbers (parsers built on
    /// `strtol` and senders that print every number as a float).
    LooseNumbers = 1, "plain-text numbers with signs, leading zeros or `.0`";
    /// `nan`, `inf` and `-inf` as plain-text floats (Wakaama prints them).
    FloatWords = 2, "the words nan and inf as plain-text floats";
    /// `true` and `false` as plain-text Booleans.
    BooleanWords = 3, "the words true and false as plain-text Booleans";
    /// Either base64 alphabet, with or without padding (Zephyr until 2026, Wakaama).
    Base64 = 4, "either base64 alphabet, with or without padding";
    /// The null object link in hexadecimal, `FFFF:FFFF` (an example of the OMA specifications).
    HexNullLink = 5, "the null object link as FFFF:FFFF";
    /// A NUL at the end of a text that is not a String, of a JSON payload or of a list of links
    /// (Zephyr and other clients written in C count it into the length).
    TrailingNul = 6, "a NUL byte at the end";
    /// Invalid UTF-8 and lone surrogates in values that are strings, read with U+FFFD for what is
    /// invalid (devices that cut texts to a number of bytes).
    InvalidUtf8 = 7, "invalid UTF-8, with U+FFFD in its place";
    /// An octet stream for a resource that is not Opaque; its bytes are kept.
    OpaqueForOther = 8, "an octet stream for a resource that is not Opaque";
    /// A float without fraction for an integer type, in CBOR (devices that send 95.0 for 95).
    FloatForInteger = 9, "an integral float for an integer";
    /// The numbers 0 and 1 for a Boolean.
    NumberForBoolean = 10, "the numbers 0 and 1 for a Boolean";
    /// CBOR `true` and `false` for an integer type, in CBOR and LwM2M CBOR.
    BooleanForNumber = 11, "CBOR true and false for the integers 1 and 0";
    /// A Time with a fraction, which is cut down to the second.
    FractionalTime = 12, "a Time with a fraction, rounded down";
    /// Unknown CBOR tags around a value (Anjay skips every tag), and the tag of self-described CBOR around
    /// a payload of SenML CBOR or LwM2M CBOR.
    UnknownTags = 13, "unknown CBOR tags around a value";
    /// CBOR bignums that fit 64 bits.
    Bignum = 14, "CBOR bignums that fit 64 bits";
    /// A date and time as untagged CBOR text for a Time resource.
    TextForTime = 15, "a date and time as CBOR text without a tag";
    /// TLV integers of 3, 5, 6 or 7 bytes (Leshan reads them).
    IntegerWidth = 16, "TLV integers of 3, 5, 6 or 7 bytes";
    /// TLV Booleans of one or two bytes with any value, non-zero being true (Zephyr).
    BooleanByte = 17, "TLV Booleans other than the bytes 00 and 01";
    /// An Object Instance TLV around a resource that the request named, or a Multiple Resource
    /// TLV around the resource instance (Leshan reads both).
    SuperfluousLevel = 18, "a TLV around what the request named";
    /// Resources without the Object Instance TLV in an answer about an object, read as instance
    /// 0, or Resource Instances without their Multiple Resource TLV (Leshan).
    MissingLevel = 19, "resources or resource instances without the TLV that should contain them";
    /// The same path and time twice, or the same TLV sibling twice: all are kept, in order
    /// (Anjay's and Anjay Lite's encoders repeat a path).
    Duplicates = 20, "the same path and time twice, of which all are kept";
    /// A single value for a multiple-instance resource, in any format, read as resource instance 0.
    SingleForMultiple = 21, "a single value for a multiple-instance resource";
    /// A slash after a name (older devices, leshan issue 1651), or after the last ID in the target
    /// of a link (LwM2M 1.0 Bootstrap-Discover).
    TrailingSlash = 22, "a slash after a name or the target of a link";
    /// A name or the target of a link without its leading slash: absolute if that lies at or below
    /// the request path, else relative to it.
    MissingLeadingSlash = 23, "a name or the target of a link without its leading slash";
    /// IDs with leading zeros in names, object links (tables of the OMA specifications print `10:03`)
    /// and targets of links.
    LeadingZeros = 24, "IDs with leading zeros";
    /// Names without the alternate path that the client registered (LwM2M 1.1 senders), and links
    /// of a registration without the one that it names (Wakaama).
    MissingAlternatePath = 25, "names and links without the client's alternate path";
    /// A string field for an object link (`vs` or `sv` for `vlo` or `ov`).
    StringForObjectLink = 26, "a SenML or OMA JSON string for an object link";
    /// The same label or member twice in a record; the last one counts.
    DuplicateLabels = 27, "the same label twice in a record, of which the last counts";
    /// A byte order mark before JSON.
    ByteOrderMark = 28, "a byte order mark before JSON";
    /// An indefinite-length array as a SenML CBOR pack (Leshan and Anjay read it) or as a decimal fraction
    /// of CBOR.
    IndefiniteArray = 29, "an indefinite-length array as SenML pack or decimal fraction";
    /// Indefinite-length strings in SenML CBOR.
    IndefiniteString = 30, "indefinite-length strings in SenML CBOR";
    /// SenML labels as text, by their name in JSON or their number, in SenML CBOR (leshan issue 1654).
    TextLabels = 31, "text labels in SenML CBOR";
    /// CBOR tags 0 and 1 on times and values of SenML CBOR (Anjay Lite, leshan issue 1631).
    TimeTags = 32, "CBOR time tags in SenML CBOR";
    /// Values in the path list of a composite read; they are ignored.
    ValueInPathList = 33, "values in a path list, which are ignored";
    /// A null that deletes a whole resource.
    NullDeletesResource = 34, "null as the deletion of a resource";
    /// A null that deletes in a Write-Composite of another format than SenML-ETCH: LwM2M CBOR (Anjay),
    /// SenML JSON and SenML CBOR.
    NullWithoutEtch = 35, "null as a deletion in another format than SenML-ETCH";
    /// Empty maps in LwM2M CBOR (Anjay Lite answers an empty read with one).
    EmptyMap = 36, "empty maps in LwM2M CBOR";
    /// LwM2M CBOR keys relative to the request path in Write and Create (LwM2M 1.2.0).
    RelativeKeys = 37, "LwM2M CBOR keys relative to the request path";
    /// White space around the separators of links and attributes (examples of the OMA specifications
    /// have it after commas).
    LinkSpaces = 40, "white space around the separators of links";
    /// A comma after the last link.
    LinkTrailingComma = 41, "a comma after the last link";
    /// The version of LwM2M before the first link instead of as an attribute of the root (LwM2M
    /// 1.0 Bootstrap-Discover).
    BareLwm2mVersion = 42, "the version of LwM2M before the first link";
    /// Spaces after the commas between arguments of Execute, and spaces and other characters in them that
    /// the grammar leaves out (examples of the OMA specifications have both).
    ArgumentText = 43, "any text without a single quote as an argument of Execute";
    /// An empty payload as the answer about a resource or resource instance (clients that answer so
    /// for a multiple-instance resource without instances).
    EmptyPayload = 44, "an empty payload as the answer about a resource";
    /// Instance 0 of a single-instance resource, read as the resource.
    InstanceForSingle = 45, "instance 0 of a single-instance resource";
    /// No slash between a base name that ends in the ID 0 and a name that starts with a digit (leshan
    /// issue 694): it is put in.
    MissingSlash = 46, "no slash between a base name that ends in 0 and a name";
    /// White space and line ends around texts that are not Strings and around lists of links
    /// (payloads from a shell or an editor).
    SurroundingSpace = 47, "white space around a text that is not a String";
    /// Numbers and Booleans as ASCII digits in TLV, where their length is none that a binary number
    /// has, and the digits 0 and 1 for a Boolean.
    AsciiNumbers = 48, "numbers and Booleans as ASCII digits in TLV";
    /// Numbers as strings under `v`, `t` and `bt` of SenML JSON and OMA JSON.
    NumberAsText = 49, "numbers as strings";
    /// The Short Server ID 0 in links (clients name the bootstrap server so).
    ZeroServerId = 50, "the Short Server ID 0";
    /// Exponents in numeric attributes.
    AttributeExponents = 51, "numeric attributes with an exponent";
    /// Versions of three parts, of which the last is ignored (`1.0.2`).
    LongVersions = 52, "versions of three parts";
    /// A query parameter with an empty value, which is read as unset (`pmin=`).
    EmptyAttribute = 53, "a query parameter with an empty value";
    /// A SenML record with base fields alone: it sets them for those that follow.
    BaseFieldsOnly = 54, "a record with base fields alone";
    /// Any text as the value of a CoreLink resource.
    AnyCoreLink = 55, "any text as a list of links";
}

/// What a decoder accepts: a set of [`Leniency`] switches.
///
/// [`Strictness::STRICT`], the default, follows the specifications. [`Strictness::LENIENT`] switches
/// every leniency on, for a server that faces real devices.
///
/// ```
/// use lwm2m_codec::{Leniency, Strictness};
///
/// let strictness = Strictness::STRICT.with(Leniency::Base64).with(Leniency::Duplicates);
/// assert!(strictness.allows(Leniency::Base64));
/// assert!(!strictness.allows(Leniency::BooleanWords));
/// assert!(!Strictness::LENIENT.without(Leniency::Duplicates).allows(Leniency::Duplicates));
///
/// let names = ["base64", "duplicates"];
/// let parsed: Result<Strictness, _> = names.iter().map(|name| name.parse::<Leniency>()).collect();
/// assert_eq!(parsed, Ok(strictness));
/// assert!(strictness.iter().eq([Leniency::Base64, Leniency::Duplicates]));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Strictness(u64);

impl Strictness {
    /// Follows the specifications.
    pub const STRICT: Self = Self(0);

    /// Accepts everything that real peers are known to send and that has one plain reading.
    pub const LENIENT: Self = {
        let mut set = Self::STRICT;
        let mut rest = Leniency::ALL;
        while let [leniency, tail @ ..] = rest {
            set = set.with(*leniency);
            rest = tail;
        }
        set
    };

    /// The same with one leniency switched on.
    #[must_use]
    pub const fn with(self, leniency: Leniency) -> Self {
        Self(self.0 | 1 << leniency as u8)
    }

    /// The same with one leniency switched off.
    #[must_use]
    pub const fn without(self, leniency: Leniency) -> Self {
        Self(self.0 & !(1 << leniency as u8))
    }

    /// Whether this leniency is switched on.
    #[must_use]
    pub const fn allows(self, leniency: Leniency) -> bool {
        self.0 & 1 << leniency as u8 != 0
    }

    /// The leniencies that are switched on, in the order of their numbers.
    pub fn iter(self) -> impl Iterator<Item = Leniency> + Clone {
        Leniency::ALL.iter().copied().filter(move |&leniency| self.allows(leniency))
    }

    /// The set as bits, to be stored or passed on: each leniency is the bit of its number.
    ///
    /// ```
    /// use lwm2m_codec::{Leniency, Strictness};
    ///
    /// let strictness = Strictness::STRICT.with(Leniency::Base64);
    /// assert_eq!(strictness.bits(), 1 << Leniency::Base64 as u8);
    /// assert_eq!(Strictness::from_bits(strictness.bits()), Some(strictness));
    /// // No leniency has the number 0.
    /// assert_eq!(Strictness::from_bits(1), None);
    /// assert_eq!(Strictness::from_bits_truncate(1), Strictness::STRICT);
    /// ```
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The set with these bits; `None` if one of them belongs to no leniency, such as one that a
    /// later version added.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Option<Self> {
        if bits & !Self::LENIENT.0 == 0 { Some(Self(bits)) } else { None }
    }

    /// The set with these bits, without those that belong to no leniency: what this version does
    /// not know stays forbidden.
    #[must_use]
    pub const fn from_bits_truncate(bits: u64) -> Self {
        Self(bits & Self::LENIENT.0)
    }
}

impl Extend<Leniency> for Strictness {
    fn extend<I: IntoIterator<Item = Leniency>>(&mut self, leniencies: I) {
        *self = leniencies.into_iter().fold(*self, Self::with);
    }
}

impl FromIterator<Leniency> for Strictness {
    /// [`Strictness::STRICT`] with these leniencies switched on.
    fn from_iter<I: IntoIterator<Item = Leniency>>(leniencies: I) -> Self {
        leniencies.into_iter().fold(Self::STRICT, Self::with)
    }
}

impl fmt::Debug for Strictness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_the_numbers_of_leniencies() {
        for &leniency in Leniency::ALL {
            let bit = 1 << leniency as u8;
            assert_eq!(Strictness::from_bits(bit), Some(Strictness::STRICT.with(leniency)));
            assert!(Strictness::from_bits_truncate(bit).iter().eq([leniency]));
        }
        for number in 0..64 {
            let known = Leniency::try_from(number).is_ok();
            assert_eq!(Strictness::from_bits(1 << number).is_some(), known, "{number}");
            assert_eq!(Strictness::from_bits_truncate(1 << number).bits() != 0, known, "{number}");
        }
        assert_eq!(Strictness::from_bits_truncate(u64::MAX), Strictness::LENIENT);
    }

    #[test]
    fn sets_are_collected_and_gone_through() {
        let all: Strictness = Leniency::ALL.iter().copied().collect();
        assert_eq!(all, Strictness::LENIENT);
        assert!(all.iter().eq(Leniency::ALL.iter().copied()));
        let mut some = Strictness::STRICT.with(Leniency::Base64);
        some.extend([Leniency::Duplicates, Leniency::FloatWords]);
        assert!(some.iter().eq([Leniency::FloatWords, Leniency::Base64, Leniency::Duplicates]));
    }
}
