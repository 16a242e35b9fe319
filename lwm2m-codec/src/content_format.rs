//! Content formats and the operations that may use them.

use core::fmt;
use core::str::FromStr;

use crate::path::Path;

/// What a payload is for. Answers and requests of composite operations differ in what they carry,
/// so they are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// The answer to a Read or Observe, or a notification.
    Read,
    /// Write, in either mode.
    Write,
    /// Create. Instance 65535 stands for an instance whose ID the client chooses.
    Create,
    /// Execute: the payload holds arguments.
    Execute,
    /// The request of a Read-Composite or Observe-Composite: a list of paths.
    ReadComposite,
    /// The answer to a Read-Composite or Observe-Composite, or its notifications.
    ReadCompositeAnswer,
    /// Write-Composite.
    WriteComposite,
    /// Send.
    Send,
    /// The answer to a Discover or Bootstrap-Discover.
    Discover,
    /// Register and Update.
    Register,
    /// Bootstrap-Write.
    BootstrapWrite,
    /// The answer to a Bootstrap-Read.
    BootstrapRead,
    /// The answer to a Bootstrap-Pack request.
    BootstrapPack,
}

/// Operation, name, what its payload is.
const OPERATIONS: [(Operation, &str, &str); 13] = [
    (Operation::Read, "read", "the answer to a Read or Observe, or a notification"),
    (Operation::Write, "write", "a Write, in either mode"),
    (Operation::Create, "create", "a Create"),
    (Operation::Execute, "execute", "the arguments of an Execute"),
    (
        Operation::ReadComposite,
        "read-composite",
        "the paths that a Read-Composite or Observe-Composite asks for",
    ),
    (
        Operation::ReadCompositeAnswer,
        "read-composite-answer",
        "the answer to a Read-Composite or Observe-Composite, or its notifications",
    ),
    (Operation::WriteComposite, "write-composite", "a Write-Composite"),
    (Operation::Send, "send", "a Send"),
    (Operation::Discover, "discover", "the answer to a Discover or Bootstrap-Discover"),
    (Operation::Register, "register", "a Register or Update"),
    (Operation::BootstrapWrite, "bootstrap-write", "a Bootstrap-Write"),
    (Operation::BootstrapRead, "bootstrap-read", "the answer to a Bootstrap-Read"),
    (Operation::BootstrapPack, "bootstrap-pack", "the answer to a Bootstrap-Pack request"),
];

impl Operation {
    /// All operations, in the order in which they are declared.
    pub const ALL: [Self; 13] = {
        let mut all = [Self::Read; 13];
        let mut i = 0;
        while i < OPERATIONS.len() {
            all[i] = OPERATIONS[i].0;
            i += 1;
        }
        all
    };

    fn row(self) -> Option<&'static (Self, &'static str, &'static str)> {
        OPERATIONS.iter().find(|row| row.0 == self)
    }

    /// The name, such as `write-composite`, which [`FromStr`] reads.
    ///
    /// ```
    /// use lwm2m_codec::Operation;
    ///
    /// assert_eq!(Operation::ReadCompositeAnswer.name(), "read-composite-answer");
    /// assert_eq!("create".parse(), Ok(Operation::Create));
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.1)
    }

    /// What a payload of the operation is, as a phrase.
    #[must_use]
    pub fn description(self) -> &'static str {
        self.row().map_or("", |row| row.2)
    }

    /// Whether the documents allow this format for a payload of the operation on this path.
    ///
    /// Formats 0, 42 and 60 hold a single value and need the path of a resource or resource
    /// instance. OMA JSON (11543) is counted where LwM2M 1.0 has it.
    ///
    /// ```
    /// use lwm2m_codec::{ContentFormat, Operation, Path};
    ///
    /// assert!(Operation::Send.allows(ContentFormat::Lwm2mCbor, Path::ROOT));
    /// assert!(!Operation::Send.allows(ContentFormat::Tlv, Path::ROOT));
    /// let instance = Path::new(&[3, 0]).unwrap();
    /// assert!(!Operation::Read.allows(ContentFormat::Text, instance));
    /// ```
    #[must_use]
    pub fn allows(self, format: ContentFormat, path: Path) -> bool {
        use ContentFormat as F;
        let single = matches!(format, F::Text | F::Opaque | F::Cbor) && path.len() >= 3;
        let senml = matches!(format, F::SenmlJson | F::SenmlCbor);
        let etch = matches!(format, F::EtchJson | F::EtchCbor);
        let hierarchical = senml || matches!(format, F::Tlv | F::Lwm2mCbor);
        match self {
            Self::Read | Self::Write => single || hierarchical || format == F::OmaJson,
            Self::BootstrapWrite => single || hierarchical,
            Self::Create => hierarchical || format == F::OmaJson,
            Self::BootstrapRead => hierarchical,
            Self::Execute => format == F::Text,
            Self::ReadComposite => senml || etch,
            Self::WriteComposite => senml || etch || format == F::Lwm2mCbor,
            Self::ReadCompositeAnswer | Self::Send | Self::BootstrapPack => {
                senml || format == F::Lwm2mCbor
            }
            Self::Discover | Self::Register => format == F::LinkFormat,
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The text names no operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownOperation;

impl fmt::Display for UnknownOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an operation: expected one of")?;
        OPERATIONS.iter().try_for_each(|row| write!(f, " {}", row.1))
    }
}

impl core::error::Error for UnknownOperation {}

impl FromStr for Operation {
    type Err = UnknownOperation;

    /// Reads a name.
    fn from_str(text: &str) -> Result<Self, UnknownOperation> {
        OPERATIONS.iter().find(|row| row.1 == text).map(|row| row.0).ok_or(UnknownOperation)
    }
}

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
    /// 1542 and 99 (TLV), 1543 (OMA JSON). They are never emitted.
    #[must_use]
    pub const fn from_number(number: u16) -> Self {
        // Not by the table, so that programs that need no names are without them.
        match number {
            0 | 1541 => Self::Text,
            40 => Self::LinkFormat,
            42 => Self::Opaque,
            60 => Self::Cbor,
            110 => Self::SenmlJson,
            112 => Self::SenmlCbor,
            320 => Self::EtchJson,
            322 => Self::EtchCbor,
            99 | 1542 | 11542 => Self::Tlv,
            1543 | 11543 => Self::OmaJson,
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

    /// Whether payloads of the format are text for people.
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

    /// Reads a short name, a media type or a CoAP number.
    fn from_str(text: &str) -> Result<Self, UnknownContentFormat> {
        let named = FORMATS.iter().find(|row| row.1 == text || row.2 == text).map(|row| row.0);
        named.or_else(|| text.parse().ok().map(Self::from_number)).ok_or(UnknownContentFormat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_formats_are_one_to_one() {
        for format in ContentFormat::ALL {
            assert_eq!(ContentFormat::from_number(format.number()), format);
            assert_eq!(format.name().unwrap().parse(), Ok(format));
            assert_eq!(format.media_type().unwrap().parse(), Ok(format));
        }
        assert_eq!(ContentFormat::from_number(50), ContentFormat::Unknown(50));
        assert_eq!(ContentFormat::Unknown(50).number(), 50);
        assert_eq!("nonsense".parse::<ContentFormat>(), Err(UnknownContentFormat));
    }

    #[test]
    fn operations_have_names_of_their_own() {
        for (index, operation) in Operation::ALL.into_iter().enumerate() {
            assert_eq!(operation as usize, index, "{operation}");
            assert_eq!(operation.name().parse(), Ok(operation));
            assert!(!operation.description().is_empty());
        }
        for text in ["", "Read", "read-composite-", "observe"] {
            assert_eq!(text.parse::<Operation>(), Err(UnknownOperation));
        }
    }

    #[test]
    fn single_value_formats_need_a_resource() {
        let resource = Path::new(&[3, 0, 9]).unwrap();
        for operation in [Operation::Read, Operation::Write, Operation::BootstrapWrite] {
            assert!(operation.allows(ContentFormat::Cbor, resource));
            assert!(!operation.allows(ContentFormat::Cbor, resource.prefix(2)));
        }
        assert!(!Operation::Create.allows(ContentFormat::Text, resource.prefix(1)));
        assert!(Operation::WriteComposite.allows(ContentFormat::EtchCbor, Path::ROOT));
        assert!(!Operation::ReadCompositeAnswer.allows(ContentFormat::EtchCbor, Path::ROOT));
    }
}
