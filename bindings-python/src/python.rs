//! Objects that the Python part of the package defines.

use lwm2m_codec::{ContentFormat, DataType, ErrorKind, Leniency, Operation};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

/// A name in a module of the package, looked up once.
pub(crate) struct Imported {
    module: &'static str,
    name: &'static str,
    found: PyOnceLock<Py<PyAny>>,
}

impl Imported {
    pub(crate) const fn new(module: &'static str, name: &'static str) -> Self {
        Self { module, name, found: PyOnceLock::new() }
    }

    pub(crate) fn get<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyAny>> {
        let found = self
            .found
            .get_or_try_init(py, || py.import(self.module)?.getattr(self.name).map(Bound::unbind));
        Ok(found?.bind(py))
    }

    /// Calls it, as a class mostly.
    pub(crate) fn call<'py, A>(&self, py: Python<'py>, arguments: A) -> PyResult<Bound<'py, PyAny>>
    where
        A: pyo3::call::PyCallArgs<'py>,
    {
        self.get(py)?.call1(arguments)
    }
}

/// The names that the codec knows, for a test that the enumerations in Python have them all.
#[pyfunction]
pub(crate) fn known_names(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let names = PyDict::new(py);
    names.set_item("data_types", PyTuple::new(py, DataType::ALL.map(DataType::name))?)?;
    names.set_item("operations", PyTuple::new(py, Operation::ALL.map(Operation::name))?)?;
    let leniencies = Leniency::ALL.iter().map(|leniency| (leniency.name(), leniency.description()));
    names.set_item("leniencies", leniencies.collect::<Vec<_>>())?;
    let kinds = ErrorKind::ALL.iter().map(|kind| (kind.name(), kind.description()));
    names.set_item("error_kinds", kinds.collect::<Vec<_>>())?;
    let formats = (0..=u16::MAX).filter_map(|number| {
        let format = ContentFormat::from_number(number);
        // Some formats have an older number beside their own.
        let row = (number, format.name()?, format.media_type()?);
        (format.number() == number).then_some(row)
    });
    names.set_item("formats", formats.collect::<Vec<_>>())?;
    Ok(names)
}
