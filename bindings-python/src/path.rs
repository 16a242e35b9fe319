//! Paths in Python.

use std::hash::{DefaultHasher, Hash, Hasher};

use lwm2m_codec as core;
use pyo3::basic::CompareOp;
use pyo3::exceptions::{PyIndexError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyString, PyTuple};

use crate::error::{in_text, wrong};

/// A place in the data model: the root, or up to four IDs.
///
/// It is written as text, as IDs, or as another path:
///
/// >>> Path("/3/0/9") == Path(3, 0, 9) == Path("/3/0") / 9
/// True
///
/// It behaves like a tuple of its IDs, and is ordered as such:
///
/// >>> object_id, *rest = Path("/3/0/9")
/// >>> object_id, rest
/// (3, [0, 9])
/// >>> str(max(Path("/3/0/9"), Path("/3/0")))
/// '/3/0/9'
///
/// Wherever a function takes a path, text and sequences of IDs will do.
///
/// Raises:
///     CodecError: The text is no path, or an ID is reserved.
#[pyclass(frozen, module = "lwm2m_codec", from_py_object)]
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Path(pub(crate) core::Path);

#[pymethods]
impl Path {
    #[new]
    #[pyo3(signature = (*ids))]
    fn new(ids: &Bound<'_, PyTuple>) -> PyResult<Self> {
        match ids.len() {
            1 if ids.get_item(0)?.extract::<u16>().is_err() => {
                Ok(Self(ids.get_item(0)?.extract::<PathArgument>()?.0))
            }
            _ => Ok(Self(ids.as_any().extract::<PathArgument>()?.0)),
        }
    }

    #[classattr]
    #[expect(non_upper_case_globals, reason = "the name in Python")]
    const __match_args__: (&'static str, &'static str, &'static str, &'static str) =
        ("object", "instance", "resource", "resource_instance");

    /// The object ID, `None` in the root path.
    #[getter]
    fn object(&self) -> Option<u16> {
        self.0.object()
    }

    /// The object instance ID.
    #[getter]
    fn instance(&self) -> Option<u16> {
        self.0.object_instance()
    }

    /// The resource ID.
    #[getter]
    fn resource(&self) -> Option<u16> {
        self.0.resource()
    }

    /// The resource instance ID.
    #[getter]
    fn resource_instance(&self) -> Option<u16> {
        self.0.resource_instance()
    }

    /// The path without its last ID; `None` for the root.
    #[getter]
    fn parent(&self) -> Option<Self> {
        self.0.parent().map(Self)
    }

    /// Whether this path equals another or lies below it.
    ///
    /// >>> Path("/3/0/9").starts_with("/3")
    /// True
    fn starts_with(&self, prefix: PathArgument) -> bool {
        self.0.starts_with(prefix.0)
    }

    fn __truediv__(&self, id: u16) -> PyResult<Self> {
        let child = self.0.child(id).map(Self);
        child.ok_or_else(|| wrong(format!("{} can have no ID {id} below it", self.0)))
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __bool__(&self) -> bool {
        true
    }

    fn __getitem__(&self, index: isize) -> PyResult<u16> {
        let ids = self.0.ids();
        let index = if index < 0 { index + ids.len() as isize } else { index };
        let id = usize::try_from(index).ok().and_then(|index| ids.get(index));
        id.copied().ok_or_else(|| PyIndexError::new_err("path index out of range"))
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        PyTuple::new(py, self.0.ids())?.try_iter()
    }

    fn __richcmp__(&self, other: PyRef<'_, Self>, operator: CompareOp) -> bool {
        operator.matches(self.0.cmp(&other.0))
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.hash(&mut hasher);
        hasher.finish()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("Path(\"{}\")", self.0)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (String,)) {
        (slf.get_type().into_any(), (slf.get().0.to_string(),))
    }
}

/// A path, its text, or a sequence of IDs.
#[derive(Clone, Copy)]
pub(crate) struct PathArgument(pub(crate) core::Path);

impl<'a, 'py> FromPyObject<'a, 'py> for PathArgument {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(path) = object.cast::<Path>() {
            return Ok(Self(path.get().0));
        }
        if let Ok(text) = object.cast::<PyString>() {
            let text = text.to_str()?;
            let error = |error| in_text(object.py(), error, "path", text);
            return text.parse().map(Self).map_err(error);
        }
        let ids: Vec<u16> = object.extract().map_err(|_| {
            PyTypeError::new_err("a path is a Path, text such as \"/3/0\", or a sequence of IDs")
        })?;
        let path = core::Path::new(&ids).map(Self);
        path.ok_or_else(|| wrong(format!("{ids:?} is no path: too many IDs, or a reserved one")))
    }
}
