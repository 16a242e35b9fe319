//! What the schema declares of a resource, against where a value of it stands. Whether a resource has
//! instances is a rule of the data model, and so the same in every format.

use crate::codec::context::Context;
use crate::data_type::DataType;
use crate::error::{Error, ErrorKind, Leniency};
use crate::model::path::Path;
#[cfg(all(feature = "fast", feature = "_senml"))]
use crate::schema::Schema;

/// The type and multiplicity of the resource that a path leads to, as far as they are known.
#[inline]
pub(crate) fn of(path: Path, context: &Context<'_>) -> (Option<DataType>, Option<bool>) {
    match context.resource_type(path) {
        Some(resource) => (Some(resource.data_type), resource.multiple),
        None => (None, None),
    }
}

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

/// The data type of the resource that a path leads to, if it is known: out of line, so that those who
/// have no schema keep the path in a register. `None` if no value belongs there.
#[cfg(all(feature = "fast", feature = "_senml"))]
#[inline(always)]
#[expect(clippy::option_option, reason = "not known, and not to be read here")]
pub(crate) fn fast_type(path: Path, context: &Context<'_>) -> Option<Option<DataType>> {
    #[inline(never)]
    fn look_up(schema: &dyn Schema, path: u64, len: u8) -> Option<Option<DataType>> {
        let (object, resource) = (path as u16, (path >> 32) as u16);
        let Some(resource) = schema.resource_type(object, resource) else { return Some(None) };
        let data_type = Some(resource.data_type);
        agrees(Path::from_word(path, len), data_type, resource.multiple).then_some(data_type)
    }
    match context.schema() {
        Some(schema) => look_up(schema, path.word(), path.len() as u8),
        None => Some(None),
    }
}
