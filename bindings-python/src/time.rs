//! Times of records in Python.

use lwm2m_codec::{TimeBasis, Timestamp};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat};

use crate::error::wrong;
use crate::python::Imported;

const BILLION: i128 = 1_000_000_000;

/// A time as Python programs give it: seconds, or a `datetime` with a time zone, which is absolute.
pub(crate) struct Time(pub(crate) Timestamp);

impl<'a, 'py> FromPyObject<'a, 'py> for Time {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let refused = || PyTypeError::new_err("a time is seconds or a datetime with a time zone");
        if object.is_instance_of::<PyBool>() {
            return Err(refused());
        }
        if let Ok(seconds) = object.extract::<i64>() {
            return Ok(Self(Timestamp::from_seconds(seconds)));
        }
        if let Ok(seconds) = object.cast::<PyFloat>() {
            let number = seconds.extract()?;
            return from_float(number)
                .map(Self)
                .ok_or_else(|| wrong(format!("{number} is no time")));
        }
        static NANOSECONDS: Imported = Imported::new("lwm2m_codec._time", "nanoseconds");
        let nanoseconds: i128 = NANOSECONDS.call(object.py(), (object,))?.extract()?;
        from_nanoseconds(nanoseconds).map(|time| Self(time.with_basis(TimeBasis::Absolute)))
    }
}

/// The time that the shortest decimal form of a number stands for.
fn from_float(seconds: f64) -> Option<Timestamp> {
    let bound = 2f64.powi(63);
    if !(-bound..bound).contains(&seconds) {
        return None;
    }
    // Unlike the number itself, what it is written as has no digits that nobody meant.
    let text = format!("{seconds:.9}");
    let shortest = format!("{seconds}");
    let text = if shortest.len() < text.len() { shortest } else { text };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let nanoseconds: i128 = format!("{fraction:0<9}").parse().ok()?;
    let whole: i128 = whole.parse().ok()?;
    let sign = if text.starts_with('-') { -1 } else { 1 };
    from_nanoseconds(whole * BILLION + sign * nanoseconds).ok()
}

/// The time at this number of nanoseconds after 1970, or after reception.
pub(crate) fn from_nanoseconds(nanoseconds: i128) -> PyResult<Timestamp> {
    let seconds = i64::try_from(nanoseconds.div_euclid(BILLION));
    let time = seconds.ok().and_then(|seconds| {
        Timestamp::new(seconds, u32::try_from(nanoseconds.rem_euclid(BILLION)).ok()?)
    });
    time.ok_or_else(|| wrong(format!("{nanoseconds} ns is out of range")))
}

pub(crate) fn nanoseconds(time: Timestamp) -> i128 {
    i128::from(time.seconds()) * BILLION + i128::from(time.nanoseconds())
}
