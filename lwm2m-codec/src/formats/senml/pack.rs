//! The kinds of SenML pack.

use crate::error::{Error, ErrorKind};
use crate::model::operation::Operation;

/// The kind of a pack, which decides what its records may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pack {
    /// Records with values (RFC 8428).
    Values,
    /// The path list of a composite read as a plain SenML pack, as in LwM2M 1.1.
    PathList,
    /// A Fetch Pack (RFC 8790, section 3.1).
    Fetch,
    /// A Patch Pack (RFC 8790, section 3.2).
    Patch,
}

impl Pack {
    /// The kind of pack that a format carries in an operation.
    pub(crate) const fn new(etch: bool, operation: Operation) -> Result<Self, Error> {
        match (etch, operation) {
            (true, Operation::ReadComposite) => Ok(Self::Fetch),
            (true, Operation::WriteComposite) => Ok(Self::Patch),
            (true, _) => Err(Error::new(ErrorKind::OperationNotAllowed, 0)),
            (false, Operation::ReadComposite) => Ok(Self::PathList),
            (false, _) => Ok(Self::Values),
        }
    }

    /// Whether each record has a value.
    pub(super) const fn has_values(self) -> bool {
        matches!(self, Self::Values | Self::Patch)
    }
}
