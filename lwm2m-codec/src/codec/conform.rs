//! Records against the schema, before they are encoded: what is written is what the schema declares.

use crate::codec::context::Context;
use crate::codec::declared;
#[cfg(all(feature = "fast", feature = "_records"))]
use crate::codec::type_cache::Recent;
use crate::data_type::DataType;
use crate::encoding::links;
use crate::error::{Error, ErrorKind, Strictness};
use crate::model::record::{Content, Raw, Record};

/// Whether records conform: whether all values have the types that the schema declares. If not,
/// [`adapt`] makes them so.
#[derive(Default)]
pub(crate) struct Conformity {
    fails: bool,
    #[cfg(all(feature = "fast", feature = "_records"))]
    types: Recent,
}

impl Conformity {
    /// Whether records must be looked at.
    pub(crate) fn matters(context: &Context<'_>) -> bool {
        context.schema().is_some() && !context.unchecked_types()
    }

    /// Looks at the record with this index.
    ///
    /// # Errors
    /// With the index of the record: [`ErrorKind::TypeMismatch`] for a value that has no lossless form
    /// in the declared type, and [`ErrorKind::MultiplicityMismatch`] for one where instances must be,
    /// or the reverse.
    #[inline]
    pub(crate) fn add(
        &mut self,
        record: &Record<'_>,
        index: usize,
        context: &Context<'_>,
    ) -> Result<(), Error> {
        #[cfg(all(feature = "fast", feature = "_records"))]
        let declared = self.types.ask(record.path, context);
        #[cfg(not(all(feature = "fast", feature = "_records")))]
        let declared = declared::of(record.path, context);
        let fits =
            fits(record, declared, context.strictness()).map_err(|error| error.at(index as u32))?;
        self.fails |= !fits;
        Ok(())
    }

    /// Whether all records conformed.
    #[cfg(feature = "adapt")]
    pub(crate) const fn is_given(&self) -> bool {
        !self.fails
    }
}

/// The record with its value as the declared type, which [`Conformity::add`] found to be possible.
#[cfg(feature = "adapt")]
#[cold]
#[inline(never)]
pub(crate) fn adapt<'r>(record: Record<'r>, context: &Context<'_>) -> Result<Record<'r>, Error> {
    match context.resource_type(record.path) {
        Some(resource) if matches!(record.content, Content::Value(_)) => {
            cast(&record, resource.data_type)
        }
        _ => Ok(record),
    }
}

/// The record with its value as another type.
#[cfg(feature = "adapt")]
#[cold]
#[inline(never)]
fn cast<'r>(record: &Record<'r>, data_type: DataType) -> Result<Record<'r>, Error> {
    let value = match (record.raw, record.value()) {
        (Raw::Typed, Some(value)) => value.cast(data_type).ok(),
        _ => record.value_as(data_type).ok(),
    };
    match value {
        Some(value) => {
            let content = Content::Value(value);
            Ok(Record { content, raw: Raw::Typed, ..*record })
        }
        None => Err(mismatch(data_type)),
    }
}

/// The error for a value that is none of the declared type.
#[cold]
fn mismatch(data_type: DataType) -> Error {
    Error::new(ErrorKind::TypeMismatch, 0).expected(data_type)
}

/// Whether a record needs no adapting.
fn fits(
    record: &Record<'_>,
    (data_type, multiple): (Option<DataType>, Option<bool>),
    strictness: Strictness,
) -> Result<bool, Error> {
    let Some(data_type) = data_type else { return Ok(true) };
    let path = record.path;
    let misplaced = match record.content {
        Content::Value(_) => !declared::agrees(path, None, multiple),
        Content::Delete => path.len() == 4 && multiple == Some(false),
        Content::Empty => path.len() == 3 && multiple == Some(false),
        Content::Path => false,
    };
    if misplaced {
        return Err(Error::new(ErrorKind::MultiplicityMismatch, 0));
    }
    if data_type == DataType::CoreLink {
        // Whatever text it is, it must be a list of links.
        let text = record.value().and_then(|value| value.as_text());
        if text.is_some_and(|text| links::check(&mut text.bytes(), strictness).is_err()) {
            return Err(mismatch(data_type));
        }
    }
    match &record.content {
        Content::Value(value) if record.raw != Raw::Typed || value.data_type() != data_type => {
            #[cfg(feature = "adapt")]
            return cast(record, data_type).map(|_| false);
            #[cfg(not(feature = "adapt"))]
            Err(mismatch(data_type))
        }
        _ => Ok(true),
    }
}
