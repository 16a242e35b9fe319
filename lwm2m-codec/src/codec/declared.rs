//! What the schema declares of a resource, against where a value of it stands. Whether a resource has
//! instances is a rule of the data model, and so the same in every format.

use crate::codec::context::Context;
use crate::data_type::DataType;
use crate::error::{Error, ErrorKind, Leniency};
use crate::model::path::Path;

/// Whether a resource of this type and multiplicity, as far as they are known, may have a value at this
/// path.
#[inline(always)]
pub(crate) fn agrees(path: Path, data_type: Option<DataType>, multiple: Option<bool>) -> bool {
    let placed = multiple.is_none_or(|multiple| multiple == (path.len() == 4));
    placed && data_type != Some(DataType::None)
}

/// Moves the path of a value that does not [agree](agrees) with the schema: a single value is read as
/// instance 0, and instance 0 as the resource unless the request names it.
///
/// # Errors
/// [`ErrorKind::NoValue`] at `value` for an executable resource; [`ErrorKind::Multiplicity`] at
/// `place`, where what leads to the value starts, unless a leniency allows it.
#[cold]
#[inline(never)]
pub(crate) fn settle(
    path: &mut Path,
    data_type: Option<DataType>,
    context: &Context<'_>,
    (place, value): (u32, u32),
) -> Result<(), Error> {
    if data_type == Some(DataType::None) {
        return Err(Error::new(ErrorKind::NoValue, value as usize));
    }
    let error = Error::new(ErrorKind::Multiplicity, place as usize);
    let is_instance = path.len() == 4;
    if is_instance && (path.last_id() != 0 || context.base().len() == 4) {
        return Err(error);
    }
    let leniency = match is_instance {
        true => Leniency::InstanceForSingle,
        false => Leniency::SingleForMultiple,
    };
    if !context.strictness().allows(leniency) {
        return Err(error.unless(leniency));
    }
    *path = if is_instance { path.prefix(3) } else { path.below(0) };
    Ok(())
}

/// Whether one of two paths leads to a resource and the other to an instance of it.
#[inline(always)]
pub(crate) fn collide(a: Path, b: Path) -> bool {
    // The resource instance stands in the highest bits.
    a.len() != b.len() && (a.word() ^ b.word()) << 16 == 0 && a.len() >= 3 && b.len() >= 3
}
