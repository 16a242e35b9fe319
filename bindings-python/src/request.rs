//! The arguments that say what a payload is: its format, and what the request around it says.

use std::sync::Arc;

use lwm2m_codec::{ContentFormat, Context, Leniency, Operation, Path, Strictness};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::error::wrong;
use crate::path::PathArgument;
use crate::schema::{Layers, Schema};

/// A content format by its CoAP number, or by its name or media type.
#[derive(Clone, Copy)]
pub(crate) struct Format(pub(crate) ContentFormat);

impl<'a, 'py> FromPyObject<'a, 'py> for Format {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(name) = object.cast::<PyString>() {
            let name = name.to_str()?;
            return name.parse().map(Self).map_err(|error| wrong(format!("{name:?}: {error}")));
        }
        // Enumerations of other packages, such as that of aiocoap, are integers.
        let number: u16 = object.extract()?;
        Ok(Self(ContentFormat::from_number(number)))
    }
}

/// An operation by its name.
#[derive(Clone, Copy)]
pub(crate) struct OperationName(Operation);

impl OperationName {
    pub(crate) const READ: Self = Self(Operation::Read);
}

impl<'a, 'py> FromPyObject<'a, 'py> for OperationName {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let name = object.cast::<PyString>()?;
        let name = name.to_str()?;
        name.parse().map(Self).map_err(|_| wrong(format!("{name:?} is no operation")))
    }
}

/// A schema, none, or the one that serves unless another is given.
#[derive(Default)]
pub(crate) enum SchemaArgument {
    #[default]
    Registry,
    Given(Option<Arc<Layers>>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for SchemaArgument {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_none() {
            return Ok(Self::Given(None));
        }
        Ok(Self::Given(Some(object.cast::<Schema>()?.get().layers())))
    }
}

/// What is accepted beyond the documents.
pub(crate) fn strictness(strict: bool, allow: &[String]) -> PyResult<Strictness> {
    let start = if strict { Strictness::STRICT } else { Strictness::LENIENT };
    allow.iter().try_fold(start, |strictness, name| {
        let leniency = name.parse::<Leniency>();
        let leniency = leniency.map_err(|error| wrong(format!("{name:?} is {error}")))?;
        Ok(strictness.with(leniency))
    })
}

/// What the request around a payload says, and how strictly to read.
pub(crate) struct Request {
    base: Path,
    operation: Operation,
    schema: Option<Arc<Layers>>,
    strictness: Strictness,
    alternate_path: String,
}

impl Request {
    pub(crate) fn new(
        path: PathArgument,
        operation: OperationName,
        schema: SchemaArgument,
        strictness: Strictness,
        alternate_path: Option<String>,
    ) -> Self {
        let schema = match schema {
            SchemaArgument::Registry => Some(Layers::registry()),
            SchemaArgument::Given(schema) => schema,
        };
        let alternate_path = alternate_path.unwrap_or_default();
        Self { base: path.0, operation: operation.0, schema, strictness, alternate_path }
    }

    pub(crate) fn context(&self) -> Context<'_> {
        self.context_at(self.base)
    }

    /// The same request to another path.
    pub(crate) fn context_at(&self, path: Path) -> Context<'_> {
        let context = Context::new(self.operation, path)
            .with_strictness(self.strictness)
            .with_alternate_path(&self.alternate_path);
        match &self.schema {
            Some(schema) => context.with_schema(&**schema),
            None => context,
        }
    }
}

/// The number of a content format.
#[pyfunction]
pub(crate) fn content_format(format: Format) -> u16 {
    format.0.number()
}
