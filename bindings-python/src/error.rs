//! Errors of the codec as Python exceptions.

use lwm2m_codec::ddf::{DdfError, DdfErrorKind};
use lwm2m_codec::{ContentFormat, Error, ErrorKind, LocatedError, Path, Position, Report};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::python::Imported;

static CODEC_ERROR: Imported = Imported::new("lwm2m_codec._errors", "CodecError");

/// An error of decoding, shown with the payload around its place.
pub(crate) fn in_payload(
    py: Python<'_>,
    error: impl Into<LocatedError>,
    format: ContentFormat,
    payload: &[u8],
) -> PyErr {
    let error = error.into();
    exception(py, error, Report::new(error, format, payload).to_string())
}

/// An error of decoding a payload that is not there as a whole.
pub(crate) fn in_blocks(py: Python<'_>, error: LocatedError) -> PyErr {
    exception(py, error, error.to_string())
}

/// An error of encoding, with the path of the record that it is about.
pub(crate) fn in_records(
    py: Python<'_>,
    error: Error,
    path: impl FnOnce(usize) -> Option<Path>,
) -> PyErr {
    let path = match error.position() {
        Position::Record(index) => path(index as usize),
        _ => None,
    };
    let located = LocatedError::new(error, path.unwrap_or_default());
    let message = located.to_string();
    let message = match error.kind() {
        ErrorKind::TypeNotKnown => message + "\n  a schema can tell the type",
        _ => message,
    };
    exception(py, located, message)
}

/// An error in a text that is not a payload.
pub(crate) fn in_text(py: Python<'_>, error: Error, what: &str, text: &str) -> PyErr {
    exception(py, error.into(), format!("{what} {text:?}: {error}"))
}

/// An error in object definitions.
pub(crate) fn in_definitions(py: Python<'_>, error: DdfError) -> PyErr {
    let message = error.to_string();
    match error.kind() {
        DdfErrorKind::Io(source) => std::io::Error::new(source.kind(), message).into(),
        _ => raise(py, (message, "Definitions", None, None, None, None)),
    }
}

fn exception(py: Python<'_>, located: LocatedError, message: String) -> PyErr {
    let error = located.error();
    let (offset, record) = match error.position() {
        Position::Offset(offset) => (Some(offset), None),
        Position::Record(index) => (None, Some(index)),
        _ => (None, None),
    };
    let path = Some(located.path()).filter(|path| *path != Path::ROOT).map(crate::path::Path);
    let leniency = error.leniency().map(lwm2m_codec::Leniency::name);
    raise(py, (message, error.kind().name(), offset, path, record, leniency))
}

type Arguments<'a> =
    (String, &'a str, Option<u32>, Option<crate::path::Path>, Option<u32>, Option<&'a str>);

fn raise(py: Python<'_>, arguments: Arguments<'_>) -> PyErr {
    match CODEC_ERROR.call(py, arguments) {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

/// A value that Python programs get wrong.
pub(crate) fn wrong(message: impl Into<String>) -> PyErr {
    PyValueError::new_err(message.into())
}
