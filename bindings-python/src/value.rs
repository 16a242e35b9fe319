//! Values as Python objects, and back.

use lwm2m_codec::{DataType, RecordKind, Value};
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyFloat, PyInt, PyString};

use crate::buffer::Payload;
use crate::error::wrong;
use crate::object_link::ObjectLink;
use crate::python::Imported;

/// The kind of a record by its name, or as the member of the enumeration in Python.
#[derive(Clone, Copy)]
pub(crate) struct KindArgument(pub(crate) RecordKind);

impl<'a, 'py> FromPyObject<'a, 'py> for KindArgument {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let name = object.cast::<PyString>()?;
        let name = name.to_str()?;
        name.parse().map(Self).map_err(|error| wrong(format!("{name:?} is {error}")))
    }
}

/// The place of a kind among [`RecordKind::ALL`], which are numbered from 1 on.
pub(crate) const fn index(kind: RecordKind) -> u8 {
    kind.number() - 1
}

/// The member of the enumeration in Python.
pub(crate) fn member<'py>(py: Python<'py>, kind: RecordKind) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: Imported = Imported::new("lwm2m_codec._enums", "DataType");
    static MEMBERS: PyOnceLock<Vec<Py<PyAny>>> = PyOnceLock::new();
    let members = MEMBERS.get_or_try_init(py, || {
        let members = RecordKind::ALL.iter().map(|kind| CLASS.call(py, (kind.name(),)));
        members.map(|member| member.map(Bound::unbind)).collect::<PyResult<_>>()
    })?;
    Ok(members[usize::from(index(kind))].bind(py).clone())
}

/// A value as a plain Python object.
pub(crate) fn to_python(py: Python<'_>, value: Value<'_>) -> PyResult<Py<PyAny>> {
    Ok(match value {
        Value::Float(number) => PyFloat::new(py, number).into_any().unbind(),
        Value::Integer(number) | Value::Time(number) => {
            number.into_pyobject(py)?.into_any().unbind()
        }
        Value::Unsigned(number) => number.into_pyobject(py)?.into_any().unbind(),
        Value::Boolean(truth) => PyBool::new(py, truth).to_owned().into_any().unbind(),
        Value::String(text) | Value::CoreLink(text) => match text.as_str() {
            Some(text) => PyString::new(py, text),
            None => PyString::new(py, &text.to_cow()),
        }
        .into_any()
        .unbind(),
        Value::Opaque(bytes) => match bytes.as_slice() {
            Some(bytes) => PyBytes::new(py, bytes),
            None => PyBytes::new(py, &bytes.to_cow()),
        }
        .into_any()
        .unbind(),
        Value::ObjectLink(link) => Py::new(py, ObjectLink(link))?.into_any(),
        // There are no other values.
        _ => py.None(),
    })
}

/// The type that a plain Python object most likely stands for.
pub(crate) fn likely_type(value: &Bound<'_, PyAny>) -> PyResult<DataType> {
    Ok(if value.is_instance_of::<PyBool>() {
        DataType::Boolean
    } else if value.is_instance_of::<PyInt>() {
        match value.extract::<i64>() {
            Ok(_) => DataType::Integer,
            Err(_) => DataType::Unsigned,
        }
    } else if value.is_instance_of::<PyFloat>() {
        DataType::Float
    } else if value.is_instance_of::<PyString>() {
        DataType::String
    } else if value.is_instance_of::<ObjectLink>() {
        DataType::ObjectLink
    } else if value.is_none() {
        DataType::None
    } else if value.extract::<Payload<'_>>().is_ok() {
        DataType::Opaque
    } else {
        let name = value.get_type().qualname()?;
        return Err(PyTypeError::new_err(format!("{name} cannot be the value of a record")));
    })
}

/// The plain Python object for a value of a type, from anything that is one.
pub(crate) fn normalized(value: &Bound<'_, PyAny>, data_type: DataType) -> PyResult<Py<PyAny>> {
    let py = value.py();
    let refused = |error: PyErr| {
        let shown = value.repr().map_or(String::new(), |shown| shown.to_string());
        let message = format!("{shown} is no value of type {data_type}");
        match error.is_instance_of::<PyOverflowError>(py) {
            true => wrong(message),
            false => PyTypeError::new_err(message),
        }
    };
    let is_bool = value.is_instance_of::<PyBool>();
    let value = match data_type {
        DataType::String | DataType::CoreLink => {
            let text = value.cast::<PyString>().map_err(|error| refused(error.into()))?;
            return Ok(PyString::new(py, text.to_str()?).into_any().unbind());
        }
        DataType::Opaque => {
            let bytes = value.extract::<Payload<'_>>().map_err(refused)?;
            return Ok(PyBytes::new(py, bytes.bytes()).into_any().unbind());
        }
        _ if is_bool != (data_type == DataType::Boolean) => {
            return Err(refused(PyTypeError::new_err("")));
        }
        DataType::Integer => Value::Integer(value.extract().map_err(refused)?),
        DataType::Time => Value::Time(value.extract().map_err(refused)?),
        DataType::Unsigned => Value::Unsigned(value.extract().map_err(refused)?),
        DataType::Float => Value::Float(value.extract().map_err(refused)?),
        DataType::Boolean => Value::Boolean(value.extract().map_err(refused)?),
        DataType::ObjectLink => {
            let link = value.cast::<ObjectLink>().map_err(|error| refused(error.into()))?;
            Value::ObjectLink(link.get().0)
        }
        DataType::None if value.is_none() => Value::None,
        DataType::None => return Err(refused(PyTypeError::new_err(""))),
    };
    to_python(py, value)
}

/// The value of a type, borrowed from the plain Python object for it.
pub(crate) fn from_python<'a>(
    value: &'a Bound<'_, PyAny>,
    data_type: DataType,
) -> PyResult<Value<'a>> {
    Ok(match data_type {
        DataType::Float => Value::Float(value.extract()?),
        DataType::Integer => Value::Integer(value.extract()?),
        DataType::Time => Value::Time(value.extract()?),
        DataType::Unsigned => Value::Unsigned(value.extract()?),
        DataType::Boolean => Value::Boolean(value.extract()?),
        DataType::String => Value::String(value.cast::<PyString>()?.to_str()?.into()),
        DataType::CoreLink => Value::CoreLink(value.cast::<PyString>()?.to_str()?.into()),
        DataType::Opaque => Value::Opaque(value.cast::<PyBytes>()?.as_bytes().into()),
        DataType::ObjectLink => Value::ObjectLink(value.cast::<ObjectLink>()?.get().0),
        DataType::None => Value::None,
    })
}
