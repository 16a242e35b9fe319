//! Operations and the content formats that they may use.

use core::fmt;
use core::str::FromStr;

use super::content_format::ContentFormat;
use super::path::Path;

/// What a payload is for. Requests and responses of composite operations carry different things, so
/// they are operations of their own.
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
    ReadCompositeResponse,
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
        Operation::ReadCompositeResponse,
        "read-composite-response",
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
    /// assert_eq!(Operation::ReadCompositeResponse.name(), "read-composite-response");
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

    /// Whether the specifications allow this format for a payload of the operation on this path.
    ///
    /// Formats 0, 42 and 60 hold a single value and need the path of a resource or resource
    /// instance. OMA JSON (11543) is allowed where LwM2M 1.0 has it, also in a Bootstrap-Write, for
    /// which 1.0 refers to Write.
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
        let is_single = format.holds_one_value();
        self.carries(format) && (!is_single || self == Self::Execute || path.len() >= 3)
    }

    /// Whether the specifications allow this format for the operation on any path.
    pub(crate) const fn carries(self, format: ContentFormat) -> bool {
        use ContentFormat as F;
        // A set each, so that asking takes a few instructions.
        const SENML: u16 = F::SenmlJson.bit() | F::SenmlCbor.bit();
        const ETCH: u16 = F::EtchJson.bit() | F::EtchCbor.bit();
        const HIERARCHICAL: u16 = SENML | F::Tlv.bit() | F::Lwm2mCbor.bit();
        const SINGLE: u16 = F::Text.bit() | F::Opaque.bit() | F::Cbor.bit();
        let formats = match self {
            Self::Read | Self::Write | Self::BootstrapWrite => {
                SINGLE | HIERARCHICAL | F::OmaJson.bit()
            }
            Self::Create => HIERARCHICAL | F::OmaJson.bit(),
            Self::BootstrapRead => HIERARCHICAL,
            Self::Execute => F::Text.bit(),
            Self::ReadComposite => SENML | ETCH,
            Self::WriteComposite => SENML | ETCH | F::Lwm2mCbor.bit(),
            Self::ReadCompositeResponse | Self::Send | Self::BootstrapPack => {
                SENML | F::Lwm2mCbor.bit()
            }
            Self::Discover | Self::Register => F::LinkFormat.bit(),
        };
        formats & format.bit() != 0
    }

    /// Whether its payload is an answer, which may be empty.
    pub(crate) const fn is_answer(self) -> bool {
        matches!(
            self,
            Self::Read | Self::ReadCompositeResponse | Self::BootstrapRead | Self::BootstrapPack
        )
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

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(!Operation::ReadCompositeResponse.allows(ContentFormat::EtchCbor, Path::ROOT));
    }
}
