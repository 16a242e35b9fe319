//! Records in Python.

use std::hash::{DefaultHasher, Hash, Hasher};

use lwm2m_codec as core;
use lwm2m_codec::{Content, Context, DataType, RecordKind, TimeBasis, Timestamp, Value};
use pyo3::basic::CompareOp;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::error::wrong;
use crate::path::{Path, PathArgument};
use crate::python::Imported;
use crate::time::{self, Time};
use crate::value::{self, KindArgument};

/// One statement of a payload: a path, its value, and mostly nothing else.
///
/// >>> record = Record("/3/0/9", 95)
/// >>> record.path, record.value, record.type
/// (Path("/3/0/9"), 95, <DataType.INTEGER: 'integer'>)
///
/// Without a type, a record that is made so has the one that its value suggests; `encode` gives it
/// the type that the schema has for the resource, where the value is one of that as well.
///
/// Args:
///     path: The place in the data model.
///     value: An `int`, `float`, `str`, `bytes`, `bool`, `ObjectLink`, or `None`.
///     type: The type, by member or name.
///     time: Seconds or an aware `datetime`.
///     time_ns: The same in whole nanoseconds, instead.
///     relative: Whether the seconds count from the reception or from 1970. A `datetime` counts from
///         1970; a number otherwise from what the format that it is written in takes it for.
///
/// Raises:
///     TypeError: The value is not of the type.
///     ValueError: The value is out of the range of the type.
#[pyclass(frozen, module = "lwm2m_codec")]
pub(crate) struct Record {
    path: core::Path,
    time: Option<Timestamp>,
    kind: RecordKind,
    /// Whether the type is only that which the value suggests.
    likely: bool,
    /// The value, if there is one: of exactly the class that stands for its type.
    value: Option<Py<PyAny>>,
}

impl Record {
    /// The record in Python.
    #[inline]
    pub(crate) fn from_core(py: Python<'_>, record: &core::Record<'_>) -> PyResult<Py<Self>> {
        let value = match record.content {
            Content::Value(value) => Some(value::to_python(py, value)?),
            _ => None,
        };
        Self::new_object(py, record.path, record.time, record.content.kind(), value)
    }

    #[inline]
    pub(crate) fn new_object(
        py: Python<'_>,
        path: core::Path,
        time: Option<Timestamp>,
        kind: RecordKind,
        value: Option<Py<PyAny>>,
    ) -> PyResult<Py<Self>> {
        Py::new(py, Self { path, time, kind, likely: false, value })
    }

    /// The record to encode, borrowed from here.
    pub(crate) fn to_core<'a>(
        &'a self,
        py: Python<'a>,
        context: &Context<'_>,
    ) -> PyResult<core::Record<'a>> {
        let content = match (self.kind, &self.value) {
            (RecordKind::Value(data_type), Some(object)) => {
                let value = value::from_python(object.bind(py), data_type)?;
                match context.resource_type(self.path) {
                    Some(known) if self.likely => {
                        // What is not one of that type stays what it is.
                        Content::Value(value.cast(known.data_type).unwrap_or(value))
                    }
                    _ => Content::Value(value),
                }
            }
            (RecordKind::Value(_), None) => Content::Value(Value::None),
            (RecordKind::Path, _) => Content::Path,
            (RecordKind::Delete, _) => Content::Delete,
            (RecordKind::Empty, _) => Content::Empty,
        };
        let record = core::Record::with_content(self.path, content);
        Ok(match self.time {
            Some(time) => record.at(time),
            None => record,
        })
    }

    /// A record, or a tuple with the arguments of one.
    pub(crate) fn from_python<'py>(object: Bound<'py, PyAny>) -> PyResult<Bound<'py, Self>> {
        let object = match object.cast_into::<Self>() {
            Ok(record) => return Ok(record),
            Err(error) => error.into_inner(),
        };
        let py = object.py();
        let refused =
            || PyTypeError::new_err("records are Record, (path, value) or (path, value, type)");
        let arguments = object.cast::<PyTuple>().map_err(|_| refused())?;
        if !(2..=3).contains(&arguments.len()) {
            return Err(refused());
        }
        py.get_type::<Self>().call1(arguments)?.cast_into().map_err(Into::into)
    }

    /// The value as what records compare by, which tells floats from each other bit by bit.
    fn bits(&self, py: Python<'_>) -> PyResult<Option<u64>> {
        match (&self.value, self.kind) {
            (Some(value), RecordKind::Value(DataType::Float)) => {
                Ok(Some(value.extract::<f64>(py)?.to_bits()))
            }
            _ => Ok(None),
        }
    }

    fn is_equal(&self, py: Python<'_>, other: &Self) -> PyResult<bool> {
        if (self.path, self.time, self.kind) != (other.path, other.time, other.kind) {
            return Ok(false);
        }
        match (&self.value, &other.value) {
            (Some(_), Some(_)) if self.kind == RecordKind::Value(DataType::Float) => {
                Ok(self.bits(py)? == other.bits(py)?)
            }
            (Some(a), Some(b)) => a.bind(py).eq(b),
            (a, b) => Ok(a.is_none() && b.is_none()),
        }
    }
}

#[pymethods]
impl Record {
    #[new]
    #[pyo3(signature = (path, value=None, r#type=None, *, time=None, time_ns=None, relative=None))]
    fn new(
        py: Python<'_>,
        path: PathArgument,
        value: Option<Bound<'_, PyAny>>,
        r#type: Option<KindArgument>,
        time: Option<Time>,
        time_ns: Option<i128>,
        relative: Option<bool>,
    ) -> PyResult<Self> {
        let value = value.unwrap_or_else(|| py.None().into_bound(py));
        let likely = r#type.is_none();
        let kind = match r#type {
            Some(KindArgument(kind)) => kind,
            None => RecordKind::Value(value::likely_type(&value)?),
        };
        let value = match kind {
            RecordKind::Value(data_type) => Some(value::normalized(&value, data_type)?),
            _ if value.is_none() => None,
            _ => return Err(wrong(format!("a record of type {} has no value", kind.name()))),
        };
        let time = match (time, time_ns) {
            (Some(_), Some(_)) => return Err(wrong("either time or time_ns")),
            (Some(time), None) => Some(time.0),
            (None, Some(nanoseconds)) => Some(time::from_nanoseconds(nanoseconds)?),
            (None, None) => None,
        };
        let time = match (time, relative) {
            (Some(time), Some(true)) => Some(time.with_basis(TimeBasis::Relative)),
            (Some(time), Some(false)) => Some(time.with_basis(TimeBasis::Absolute)),
            (None, Some(_)) => return Err(wrong("relative says something of a time")),
            (time, None) => time,
        };
        Ok(Self { path: path.0, time, kind, likely, value })
    }

    #[classattr]
    #[expect(non_upper_case_globals, reason = "the name in Python")]
    const __match_args__: (&'static str, &'static str, &'static str) = ("path", "value", "type");

    /// The place in the data model.
    #[getter]
    fn path(&self) -> Path {
        Path(self.path)
    }

    /// The value; `None` if there is none.
    #[getter]
    fn value(&self, py: Python<'_>) -> Py<PyAny> {
        self.value.as_ref().map_or(py.None(), |value| value.clone_ref(py))
    }

    /// The type of the value, or what the record says instead of a value.
    #[getter]
    fn r#type<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        value::member(py, self.kind)
    }

    /// When it held, in seconds since 1970 or after the reception; `relative` tells which.
    #[getter]
    fn time(&self) -> Option<f64> {
        self.time.map(Timestamp::as_f64)
    }

    /// The same in whole nanoseconds, without loss.
    #[getter]
    fn time_ns(&self) -> Option<i128> {
        self.time.map(time::nanoseconds)
    }

    /// Whether the time counts from the reception (`True`) or from 1970 (`False`); `None` without a
    /// time, and for a number that formats take for the one or the other.
    #[getter]
    fn relative(&self) -> Option<bool> {
        match self.time?.basis() {
            TimeBasis::Relative => Some(true),
            TimeBasis::Absolute => Some(false),
            TimeBasis::Unstated => None,
        }
    }

    /// When it held, with the time zone UTC and rounded down to microseconds.
    ///
    /// >>> Record("/3/0/9", 95, time=1700000000.5).datetime()
    /// datetime.datetime(2023, 11, 14, 22, 13, 20, 500000, tzinfo=datetime.timezone.utc)
    ///
    /// Args:
    ///     now: What relative times are added to; the current time unless given.
    ///
    /// Returns:
    ///     `None` if the record has no time.
    ///
    /// Raises:
    ///     OverflowError: The time is beyond the years of `datetime`.
    #[pyo3(signature = (now=None))]
    fn datetime<'py>(
        &self,
        py: Python<'py>,
        now: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        static DATETIME: Imported = Imported::new("lwm2m_codec._time", "to_datetime");
        let Some(time) = self.time else { return Ok(None) };
        DATETIME.call(py, (time::nanoseconds(time), time.is_relative(), now)).map(Some)
    }

    fn __richcmp__(
        &self,
        py: Python<'_>,
        other: PyRef<'_, Self>,
        operator: CompareOp,
    ) -> PyResult<Py<PyAny>> {
        let equal = match operator {
            CompareOp::Eq => self.is_equal(py, &other)?,
            CompareOp::Ne => !self.is_equal(py, &other)?,
            _ => return Ok(py.NotImplemented()),
        };
        Ok(equal.into_pyobject(py)?.to_owned().into_any().unbind())
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<u64> {
        let mut hasher = DefaultHasher::new();
        (self.path, self.time, self.kind).hash(&mut hasher);
        match (self.bits(py)?, &self.value) {
            (Some(bits), _) => bits.hash(&mut hasher),
            (None, Some(value)) => value.bind(py).hash()?.hash(&mut hasher),
            (None, None) => {}
        }
        Ok(hasher.finish())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut text = format!("Record(\"{}\"", self.path);
        if let Some(value) = &self.value {
            text += &format!(", {}", value.bind(py).repr()?);
        }
        let plain = [DataType::Integer, DataType::Float, DataType::Boolean, DataType::String];
        match self.kind {
            RecordKind::Value(DataType::Opaque | DataType::ObjectLink) => {}
            RecordKind::Value(data_type) if plain.contains(&data_type) => {}
            _ => text += &format!(", type=\"{}\"", self.kind.name()),
        }
        match self.time {
            Some(time) if time.nanoseconds() % 1000 == 0 => text += &format!(", time={time}"),
            Some(time) => text += &format!(", time_ns={}", time::nanoseconds(time)),
            None => {}
        }
        if let Some(time) = self.time.filter(|time| *time != time.with_basis(TimeBasis::Unstated)) {
            text += if time.is_relative() { ", relative=True" } else { ", relative=False" };
        }
        Ok(text + ")")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        static RESTORE: Imported = Imported::new("lwm2m_codec._restore", "record");
        let (py, record) = (slf.py(), slf.get());
        let kind = (!record.likely).then_some(record.kind.name());
        let (time, relative) = (record.time.map(time::nanoseconds), record.relative());
        let state = (Path(record.path), record.value(py), kind, time, relative);
        (RESTORE.get(py)?, state).into_pyobject(py).map(Bound::into_any)
    }
}
