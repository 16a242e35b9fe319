//! What the formats of one value share: the path that is the request's, and the one record.

use super::context::Context;
use super::encoder::Source;
use crate::error::{Error, ErrorKind};
use crate::model::path::Path;
use crate::model::value::Value;

/// The progress of a format whose payload is one value of the request path.
#[derive(Clone, Debug, Default)]
pub(crate) struct Single {
    path: Path,
    done: bool,
}

impl Single {
    /// The path of the one value, the first time.
    ///
    /// # Errors
    /// [`ErrorKind::BasePath`] if the request names no resource or resource instance.
    pub(crate) fn start(&mut self, context: &Context<'_>) -> Result<Option<Path>, Error> {
        if core::mem::replace(&mut self.done, true) {
            return Ok(None);
        }
        self.path = context.base();
        if self.path.len() < 3 || self.path.names_new_instance() {
            return Err(Error::new(ErrorKind::BasePath, 0));
        }
        Ok(Some(self.path))
    }

    pub(crate) const fn path(&self) -> Path {
        self.path
    }
}

/// The one value of a format that holds one, which must be that of the base path.
pub(crate) fn single_value<'r>(
    mut records: impl Source<'r>,
    context: &Context<'_>,
) -> Result<Value<'r>, Error> {
    let fail = |kind, index| Err(Error::new(kind, index));
    let base = context.base();
    if base.len() < 3 || base.names_new_instance() {
        return fail(ErrorKind::BasePathNotEncodable, 0);
    }
    let Some(record) = records.next().transpose()? else {
        return fail(ErrorKind::SingleValueOnly, 0);
    };
    if record.path != base {
        return fail(ErrorKind::RecordOutsideBase, 0);
    }
    if record.time.is_some() {
        return fail(ErrorKind::TimeNotRepresentable, 0);
    }
    let Some(value) = record.value() else {
        return fail(ErrorKind::NotRepresentable, 0);
    };
    match records.next().transpose()? {
        Some(_) => fail(ErrorKind::SingleValueOnly, 1),
        None => Ok(value),
    }
}
