//! Payloads from Python.

use std::borrow::Cow;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyMemoryView};

/// The bytes of an object with a buffer. Those of `bytes` are borrowed; everything else may change
/// while it is read, and is copied.
pub(crate) struct Payload<'a>(Cow<'a, [u8]>);

impl Payload<'_> {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Payload<'a> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = <Cow<'a, [u8]> as FromPyObject<'a, 'py>>::extract(object) {
            return Ok(Self(bytes));
        }
        let view = PyMemoryView::from(&object).map_err(|_| {
            let name = object.get_type().qualname();
            let name = name.map_or("this object".to_owned(), |name| name.to_string());
            PyTypeError::new_err(format!("a bytes-like object is required, not {name}"))
        })?;
        let bytes = view.call_method0("tobytes")?;
        Ok(Self(Cow::Owned(bytes.cast::<PyBytes>()?.as_bytes().to_vec())))
    }
}
