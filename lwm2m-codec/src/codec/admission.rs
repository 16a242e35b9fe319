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
#[cfg_attr(feature = "fast", inline(always))]
pub(crate) fn admit(
    format: Option<ContentFormat>,
    is_empty: bool,
    context: &Context<'_>,
) -> Result<bool, Error> {
    let Some(format) = format else { return Ok(true) };
    if !context.operation().carries(format) {
        return Err(Error::new(ErrorKind::OperationNotAllowed, 0));
    }
    if is_empty { admit_nothing(format, context) } else { Ok(true) }
}

/// The same for an empty payload.
#[cold]
fn admit_nothing(format: ContentFormat, context: &Context<'_>) -> Result<bool, Error> {
    // TLV has no payloads for the root.
    let at_root = format == ContentFormat::Tlv && context.base() == Path::ROOT;
    if format.holds_one_value() || at_root {
        return Ok(true);
    }
    let error = Error::new(ErrorKind::Truncated, 0);
    if may_be_empty(context) {
        Ok(false)
    } else if !context.operation().is_answer() {
        Err(error)
    } else if context.strictness().allows(Leniency::EmptyPayload) {
        Ok(false)
    } else {
        Err(error.unless(Leniency::EmptyPayload))
    }
}

/// Whether a format serves an operation; formats without records answer for themselves.
///
/// # Errors
/// [`ErrorKind::OperationNotEncodable`] if it does not.
pub(crate) fn admit_writing(format: ContentFormat, context: &Context<'_>) -> Result<(), Error> {
    let holds_records = !matches!(format, ContentFormat::LinkFormat | ContentFormat::Unknown(_));
    if holds_records && !context.operation().carries(format) {
        return Err(Error::new(ErrorKind::OperationNotEncodable, 0));
    }
    Ok(())
}

/// Whether an empty payload says that nothing is there.
pub(crate) fn may_be_empty(context: &Context<'_>) -> bool {
    let answers = context.operation().is_answer() && context.base().len() < 3;
    answers || context.operation() == Operation::Create
}
