//! What can be said of a payload before its first byte is read.

use crate::codec::context::Context;
use crate::error::{Error, ErrorKind, Leniency};
use crate::model::content_format::ContentFormat;
use crate::model::operation::Operation;
use crate::model::path::Path;

/// Whether there is anything to read: an empty payload of a format of records says that nothing is
/// there (Transport, section 6.4.4), in an answer and in a Create without a New Value. Formats that
/// are not built in answer for themselves.
///
/// # Errors
/// [`ErrorKind::OperationNotAllowed`] if the format does not serve the operation;
/// [`ErrorKind::Truncated`] for an empty payload where something must come.
pub(crate) fn admit(
    format: Option<ContentFormat>,
    is_empty: bool,
    context: &Context<'_>,
) -> Result<bool, Error> {
    let Some(format) = format else { return Ok(true) };
    let (operation, base) = (context.operation(), context.base());
    if !operation.carries(format) {
        return Err(Error::new(ErrorKind::OperationNotAllowed, 0));
    }
    // TLV has no payloads for the root.
    let at_root = format == ContentFormat::Tlv && base == Path::ROOT;
    if !is_empty || format.holds_one_value() || at_root {
        return Ok(true);
    }
    let error = Error::new(ErrorKind::Truncated, 0);
    if may_be_empty(context) {
        Ok(false)
    } else if !operation.is_answer() {
        Err(error)
    } else if context.strictness().allows(Leniency::EmptyPayload) {
        Ok(false)
    } else {
        Err(error.unless(Leniency::EmptyPayload))
    }
}

/// Whether an empty payload says that nothing is there.
pub(crate) fn may_be_empty(context: &Context<'_>) -> bool {
    let answers = context.operation().is_answer() && context.base().len() < 3;
    answers || context.operation() == Operation::Create
}
