//! Object links in Python.

use std::hash::{DefaultHasher, Hash, Hasher};

use lwm2m_codec as core;
use pyo3::basic::CompareOp;
use pyo3::prelude::*;

use crate::error::{in_text, wrong};

/// A link to an object instance.
///
/// >>> ObjectLink("66:1") == ObjectLink(66, 1)
/// True
/// >>> str(ObjectLink.NULL), ObjectLink.NULL.is_null
/// ('65535:65535', True)
///
/// Raises:
///     CodecError: The text is no object link.
///     ValueError: The object is 65535, but not the instance.
#[pyclass(frozen, module = "lwm2m_codec")]
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct ObjectLink(pub(crate) core::ObjectLink);

/// The text of a link, or the object ID.
#[derive(FromPyObject)]
enum Target {
    Object(u16),
    Text(String),
}

#[pymethods]
impl ObjectLink {
    #[new]
    #[pyo3(signature = (object, instance=None, /))]
    fn new(py: Python<'_>, object: Target, instance: Option<u16>) -> PyResult<Self> {
        match (object, instance) {
            (Target::Text(text), None) => {
                text.parse().map(Self).map_err(|error| in_text(py, error, "object link", &text))
            }
            (Target::Object(u16::MAX), Some(u16::MAX)) => Ok(Self(core::ObjectLink::NULL)),
            (Target::Object(object), Some(instance)) => {
                let link = core::ObjectLink::new(object, instance).map(Self);
                link.ok_or_else(|| wrong(format!("{object}:{instance} is no object link")))
            }
            _ => Err(wrong("an object link is \"66:1\", or object and instance")),
        }
    }

    #[classattr]
    #[expect(non_upper_case_globals, reason = "the name in Python")]
    const __match_args__: (&'static str, &'static str) = ("object", "instance");

    /// The link to nothing, `65535:65535`.
    #[classattr]
    const NULL: Self = Self(core::ObjectLink::NULL);

    /// The object ID.
    #[getter]
    fn object(&self) -> u16 {
        self.0.object()
    }

    /// The object instance ID.
    #[getter]
    fn instance(&self) -> u16 {
        self.0.instance()
    }

    /// Whether it links to nothing.
    #[getter]
    fn is_null(&self) -> bool {
        self.0.is_null()
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
        format!("ObjectLink(\"{}\")", self.0)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (String,)) {
        (slf.get_type().into_any(), (slf.get().0.to_string(),))
    }
}
