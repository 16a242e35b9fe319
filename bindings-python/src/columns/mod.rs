//! Many payloads at once, as columns.

mod arrow;
mod build;
mod column;

use std::sync::Arc;

use lwm2m_codec as core;
use lwm2m_codec::{Path as CorePath, RecordKind};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList, PyString, PyTuple};

use self::build::{Builder, Table};
pub(crate) use self::column::Column;
use crate::error::{in_payload, wrong};
use crate::path::PathArgument;
use crate::python::Imported;
use crate::request::{Format, OperationName, Request, SchemaArgument, strictness};

/// Bytes of payloads that are decoded before other threads and the callback get their turn.
const TURN: usize = 1 << 20;

/// Records of many payloads as columns, without a Python object for each record.
///
/// Columns are had by name: `columns["float"]` is a `Column`, which numpy and `memoryview` take
/// without a copy. As a whole, pyarrow, polars and pandas take it through the Arrow PyCapsule
/// interface, as in `pyarrow.table(columns)` or `polars.DataFrame(columns)`.
///
/// | name | type | what |
/// |---|---|---|
/// | `payload` | uint32 | index of the payload that the record comes from |
/// | `object`, `instance`, `resource`, `resource_instance` | uint16 | the path; 65535 is absent |
/// | `time` | float64 | seconds; NaN if there are none |
/// | `type` | uint8 | place of the record's type in `Columns.TYPES` |
/// | `integer` | int64 | the value of types integer and time |
/// | `unsigned` | uint64 | of unsigned |
/// | `float` | float64 | of float |
/// | `boolean` | bool | of boolean |
/// | `object_link` | uint32 | of objlnk: the object ID times 65536 plus the instance ID |
/// | `string` | str | of string and corelnk |
/// | `opaque` | bytes | of opaque |
///
/// In a column of values there is one for every record: 0 or nothing for those of other types. In
/// Arrow these are null, and so is what is absent from paths and times.
#[pyclass(frozen, module = "lwm2m_codec")]
pub(crate) struct Columns {
    table: Arc<Table>,
    errors: Vec<(usize, Py<PyAny>)>,
}

#[pymethods]
impl Columns {
    /// The names of types, which the numbers in column `type` count.
    #[classattr]
    #[allow(non_snake_case)]
    fn TYPES(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        PyTuple::new(py, RecordKind::ALL.map(RecordKind::name))
    }

    /// The names of the columns.
    #[getter]
    fn names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.table.columns().map(|(name, _)| name))
    }

    /// The payloads with errors, by index; they have no rows.
    #[getter]
    fn errors<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.errors.iter().map(|(index, error)| (index, error)))
    }

    /// The number of records.
    fn __len__(&self) -> usize {
        self.table.len()
    }

    fn __bool__(&self) -> bool {
        true
    }

    fn __getitem__(&self, py: Python<'_>, name: &str) -> PyResult<Column> {
        let column = Column::new(&self.table, name);
        column
            .ok_or_else(|| pyo3::exceptions::PyKeyError::new_err(PyString::new(py, name).unbind()))
    }

    /// The columns as numpy arrays, by name; those of fixed width are not copied.
    ///
    /// Raises:
    ///     ImportError: numpy is not installed.
    fn to_numpy<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        static TO_NUMPY: Imported = Imported::new("lwm2m_codec._numpy", "to_numpy");
        TO_NUMPY.call(slf.py(), (slf,))
    }

    /// The Arrow PyCapsule interface: the columns as a stream of one batch.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // Producers that cannot cast give what they have.
        let _ = requested_schema;
        arrow::stream(py, self.table.clone())
    }

    /// The schema of that.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        arrow::schema(py, &self.table)
    }

    fn __repr__(&self) -> String {
        let names: Vec<_> = self.table.columns().map(|(name, _)| name).collect();
        format!(
            "<Columns: {} records, {} errors: {}>",
            self.table.len(),
            self.errors.len(),
            names.join(", ")
        )
    }
}

/// One path for all payloads, or one for each.
pub(crate) enum Paths {
    One(PathArgument),
    Each(Vec<PathArgument>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Paths {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        // A list of texts or paths; anything else that is wrong is a path that is wrong.
        match object.extract() {
            Err(_) if object.is_instance_of::<PyList>() => object.extract().map(Self::Each),
            path => path.map(Self::One),
        }
    }
}

/// Decodes many payloads into columns.
///
/// >>> columns = decode_columns([b"\xc1\x09\x64", b"\xc1", b"\xc1\x09\x5f"], "tlv", "/3/0")
/// >>> len(columns), list(columns["payload"]), list(columns["integer"])
/// (2, [0, 2], [100, 95])
/// >>> for index, error in columns.errors:
/// ...     print(index, error.kind, error.offset)
/// 1 Truncated 1
///
/// A payload that is wrong gives no records, and does not keep the others from theirs.
///
/// Args:
///     payloads: The payloads, as a sequence.
///     format: The content format: a `ContentFormat`, any CoAP number, a name or a media type.
///     path: The path of the request, or a list with one for each payload.
///     operation: What the payloads are for.
///     schema: What types resources have; `None` if nothing is known.
///     strict: Whether what devices send against the documents is refused.
///     allow: Deviations to accept nevertheless, as members or names of `Leniency`.
///     alternate_path: The path that the client registered for its objects, such as `/lwm2m`.
///     progress: Called about once per megabyte with the number of payloads done and the number of
///         all; what it raises ends the work.
///
/// Raises:
///     ValueError: There are not as many paths as payloads.
#[pyfunction]
#[pyo3(signature = (payloads, format, path=Paths::One(PathArgument(CorePath::ROOT)), *,
    operation=OperationName::READ, schema=SchemaArgument::default(), strict=true,
    allow=Vec::new(), alternate_path=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "keywords in Python")]
pub(crate) fn decode_columns(
    py: Python<'_>,
    payloads: &Bound<'_, PyAny>,
    format: Format,
    path: Paths,
    operation: OperationName,
    schema: SchemaArgument,
    strict: bool,
    allow: Vec<String>,
    alternate_path: Option<String>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Columns> {
    let payloads: Vec<Bound<'_, PyAny>> = payloads.try_iter()?.collect::<PyResult<_>>()?;
    let (base, each) = match path {
        Paths::One(path) => (path, None),
        Paths::Each(paths) if paths.len() == payloads.len() => {
            (PathArgument(CorePath::ROOT), Some(paths))
        }
        Paths::Each(paths) => {
            let (paths, payloads) = (paths.len(), payloads.len());
            return Err(wrong(format!("{paths} paths for {payloads} payloads")));
        }
    };
    let strictness = strictness(strict, &allow)?;
    let request = Request::new(base, operation, schema, strictness, alternate_path);
    let mut builder = Builder::default();
    let mut errors = Vec::new();
    let mut rest = &payloads[..];
    let mut done = 0;
    while !rest.is_empty() {
        let mut turn = Vec::new();
        let mut bytes = 0;
        while let ([payload, tail @ ..], true) = (rest, bytes < TURN) {
            let payload: crate::buffer::Payload<'_> = payload.extract()?;
            bytes += payload.bytes().len() + size_of::<usize>();
            turn.push(payload);
            rest = tail;
        }
        let first = done;
        let failed = py.detach(|| {
            let mut failed = Vec::new();
            for (index, payload) in (first..).zip(&turn) {
                let path = each.as_ref().map_or(base, |paths| paths[index]).0;
                let context = request.context_at(path);
                let mut decoder = core::decode(format.0, payload.bytes(), &context);
                if let Err(error) = builder.extend(index, &mut decoder) {
                    failed.push((index, decoder.locate(error)));
                }
            }
            failed
        });
        for (index, error) in failed {
            let payload = turn[index - first].bytes();
            let error = in_payload(py, error, format.0, payload);
            errors.push((index, error.into_value(py).into_any()));
        }
        done += turn.len();
        py.check_signals()?;
        if let Some(progress) = &progress {
            progress.call1((done, payloads.len()))?;
        }
    }
    Ok(Columns { table: Arc::new(builder.finish()), errors })
}
