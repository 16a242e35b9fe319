//! One column in Python.

use std::ffi::{CStr, c_int, c_void};
use std::ptr;
use std::sync::Arc;

use pyo3::exceptions::{PyBufferError, PyIndexError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString};
use pyo3::{IntoPyObjectExt, ffi};

use super::build::{Data, Table};

/// One column of `Columns`: a sequence, and a buffer unless it has text or bytes.
///
/// `numpy.asarray(column)` and `memoryview(column)` take the buffer without a copy.
#[pyclass(frozen, sequence, module = "lwm2m_codec")]
pub(crate) struct Column {
    table: Arc<Table>,
    index: usize,
    /// What a buffer points to.
    shape: [isize; 1],
    strides: [isize; 1],
}

/// The items of a column as a buffer: where they are, how long each is, and what.
fn buffer(data: &Data<'_>) -> Option<(*const c_void, isize, &'static CStr)> {
    fn of<T>(items: &[T], code: &'static CStr) -> Option<(*const c_void, isize, &'static CStr)> {
        Some((items.as_ptr().cast(), size_of::<T>() as isize, code))
    }
    match data {
        Data::U8(items) => of(items, c"B"),
        Data::Bool(items) => of(items, c"?"),
        Data::U16(items) => of(items, c"H"),
        Data::U32(items) => of(items, c"I"),
        Data::I64(items) => of(items, c"q"),
        Data::U64(items) => of(items, c"Q"),
        Data::F64(items) => of(items, c"d"),
        Data::Text(_) | Data::Bytes(_) => None,
    }
}

impl Column {
    pub(super) fn new(table: &Arc<Table>, name: &str) -> Option<Self> {
        let (index, (_, data)) =
            table.columns().enumerate().find(|(_, (column, _))| *column == name)?;
        let width = buffer(&data).map_or(0, |(_, width, _)| width);
        let shape = [table.len() as isize];
        Some(Self { table: table.clone(), index, shape, strides: [width] })
    }

    fn data(&self) -> Data<'_> {
        self.table.column(self.index).unwrap_or(Data::U8(&[]))
    }

    fn item<'py>(&self, py: Python<'py>, row: usize) -> PyResult<Option<Bound<'py, PyAny>>> {
        fn of<'py, T>(
            py: Python<'py>,
            items: &[T],
            row: usize,
        ) -> PyResult<Option<Bound<'py, PyAny>>>
        where
            T: IntoPyObject<'py, Error: Into<PyErr>> + Copy,
        {
            items.get(row).map(|&item| item.into_bound_py_any(py)).transpose()
        }
        match self.data() {
            Data::U8(items) => of(py, items, row),
            Data::Bool(items) => {
                items.get(row).map(|&item| (item != 0).into_bound_py_any(py)).transpose()
            }
            Data::U16(items) => of(py, items, row),
            Data::U32(items) => of(py, items, row),
            Data::I64(items) => of(py, items, row),
            Data::U64(items) => of(py, items, row),
            Data::F64(items) => of(py, items, row),
            Data::Text(items) => items
                .get(row)
                .map(|text| Ok(PyString::from_bytes(py, text)?.into_any()))
                .transpose(),
            Data::Bytes(items) => {
                Ok(items.get(row).map(|bytes| PyBytes::new(py, bytes).into_any()))
            }
        }
    }
}

#[pymethods]
impl Column {
    fn __len__(&self) -> usize {
        self.table.len()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: isize) -> PyResult<Bound<'py, PyAny>> {
        let index = if index < 0 { index + self.table.len() as isize } else { index };
        let item = match usize::try_from(index) {
            Ok(row) => self.item(py, row)?,
            Err(_) => None,
        };
        item.ok_or_else(|| PyIndexError::new_err("column index out of range"))
    }

    /// The items as a list.
    fn to_list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let items = (0..self.table.len()).map(|row| self.item(py, row));
        PyList::new(py, items.collect::<PyResult<Vec<_>>>()?)
    }

    /// # Safety
    /// As the buffer protocol has it: `view` points to a buffer to fill.
    unsafe fn __getbuffer__(
        slf: Bound<'_, Self>,
        view: *mut ffi::Py_buffer,
        flags: c_int,
    ) -> PyResult<()> {
        let column = slf.get();
        let refused = |why: &'static str| PyBufferError::new_err(why);
        let (items, width, code) = buffer(&column.data())
            .ok_or_else(|| refused("a column of text or bytes has no buffer"))?;
        if view.is_null() || flags & ffi::PyBUF_WRITABLE != 0 {
            return Err(refused("columns cannot be written to"));
        }
        let asked = |flag: c_int| flags & flag == flag;
        // SAFETY: The interpreter passes a view to fill. What it points to belongs to the
        // column, which does not change, and which the view keeps alive as its `obj`.
        unsafe {
            (*view).buf = items.cast_mut();
            (*view).len = column.shape[0] * width;
            (*view).readonly = 1;
            (*view).itemsize = width;
            (*view).ndim = 1;
            (*view).format = match asked(ffi::PyBUF_FORMAT) {
                true => code.as_ptr().cast_mut(),
                false => ptr::null_mut(),
            };
            (*view).shape = match asked(ffi::PyBUF_ND) {
                true => column.shape.as_ptr().cast_mut(),
                false => ptr::null_mut(),
            };
            (*view).strides = match asked(ffi::PyBUF_STRIDES) {
                true => column.strides.as_ptr().cast_mut(),
                false => ptr::null_mut(),
            };
            (*view).suboffsets = ptr::null_mut();
            (*view).internal = ptr::null_mut();
            (*view).obj = slf.into_ptr();
        }
        Ok(())
    }

    fn __repr__(&self) -> String {
        let name = self.table.columns().nth(self.index).map_or("", |(name, _)| name);
        format!("<Column {name}: {} items>", self.table.len())
    }
}
