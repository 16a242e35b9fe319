//! Columns through the [Arrow C data interface] and its PyCapsules.
//!
//! The three structures are all that is needed of Arrow, and they never change; the crates that
//! have them bring many times the code of this package.
//!
//! [Arrow C data interface]: https://arrow.apache.org/docs/format/CDataInterface.html

use std::ffi::{CString, c_char, c_int, c_void};
use std::ptr;
use std::sync::Arc;

use lwm2m_codec::RecordKind;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::build::{ABSENT, Data, Table};

/// `ArrowSchema` of the interface.
#[repr(C)]
struct Schema {
    format: *const c_char,
    name: *const c_char,
    metadata: *const c_char,
    flags: i64,
    n_children: i64,
    children: *mut *mut Schema,
    dictionary: *mut Schema,
    release: Option<unsafe extern "C" fn(*mut Schema)>,
    private_data: *mut c_void,
}

/// `ArrowArray` of the interface.
#[repr(C)]
struct Array {
    length: i64,
    null_count: i64,
    offset: i64,
    n_buffers: i64,
    n_children: i64,
    buffers: *mut *const c_void,
    children: *mut *mut Array,
    dictionary: *mut Array,
    release: Option<unsafe extern "C" fn(*mut Array)>,
    private_data: *mut c_void,
}

/// `ArrowArrayStream` of the interface.
#[repr(C)]
struct Stream {
    get_schema: Option<unsafe extern "C" fn(*mut Stream, *mut Schema) -> c_int>,
    get_next: Option<unsafe extern "C" fn(*mut Stream, *mut Array) -> c_int>,
    get_last_error: Option<unsafe extern "C" fn(*mut Stream) -> *const c_char>,
    release: Option<unsafe extern "C" fn(*mut Stream)>,
    private_data: *mut c_void,
}

// SAFETY: What the pointers lead to is owned by the structure alone or never changes.
unsafe impl Send for Schema {}
// SAFETY: Likewise.
unsafe impl Send for Stream {}

/// `ARROW_FLAG_NULLABLE`.
const NULLABLE: i64 = 2;

/// What a schema owns.
struct SchemaParts {
    _texts: [CString; 2],
    children: Vec<*mut Schema>,
    dictionary: *mut Schema,
}

impl Schema {
    fn new(format: &str, name: &str, children: Vec<Schema>, dictionary: Option<Schema>) -> Self {
        // No name here has a NUL.
        let texts = [format, name].map(|text| CString::new(text).unwrap_or_default());
        let [format, name] = texts.each_ref().map(|text| text.as_ptr());
        let boxed = |schema| Box::into_raw(Box::new(schema));
        let mut parts = Box::new(SchemaParts {
            _texts: texts,
            children: children.into_iter().map(boxed).collect(),
            dictionary: dictionary.map_or(ptr::null_mut(), boxed),
        });
        Self {
            format,
            name,
            metadata: ptr::null(),
            flags: NULLABLE,
            n_children: parts.children.len() as i64,
            children: parts.children.as_mut_ptr(),
            dictionary: parts.dictionary,
            release: Some(release_schema),
            private_data: Box::into_raw(parts).cast(),
        }
    }

    fn of(table: &Table) -> Self {
        let columns = table.columns().map(|(name, data)| {
            let dictionary = (name == "type").then(|| Self::new("u", "", Vec::new(), None));
            let format = match data {
                Data::U8(_) => "C",
                Data::Bool(_) => "b",
                Data::U16(_) => "S",
                Data::U32(_) => "I",
                Data::I64(_) => "l",
                Data::U64(_) => "L",
                Data::F64(_) => "g",
                Data::Text(_) => "U",
                Data::Bytes(_) => "Z",
            };
            Self::new(format, name, Vec::new(), dictionary)
        });
        let columns = columns.collect();
        Self { flags: 0, ..Self::new("+s", "", columns, None) }
    }
}

/// Releases what `schema` owns, as the interface asks.
unsafe extern "C" fn release_schema(schema: *mut Schema) {
    // SAFETY: The caller passes what `Schema::new` made and nobody released: its private data and
    // children are boxes. A child that was moved away has no `release` any more.
    unsafe {
        let parts = Box::from_raw((*schema).private_data.cast::<SchemaParts>());
        for &child in
            parts.children.iter().chain((!parts.dictionary.is_null()).then_some(&parts.dictionary))
        {
            if let Some(release) = (*child).release {
                release(child);
            }
            drop(Box::from_raw(child));
        }
        (*schema).release = None;
    }
}

/// What an array owns.
struct ArrayParts {
    /// Whose memory the buffers are.
    _table: Option<Arc<Table>>,
    _own: Vec<Vec<u8>>,
    buffers: Vec<*const c_void>,
    children: Vec<*mut Array>,
    dictionary: *mut Array,
}

impl Array {
    fn new(length: usize, nulls: usize, parts: ArrayParts) -> Self {
        let mut parts = Box::new(parts);
        Self {
            length: length as i64,
            null_count: nulls as i64,
            offset: 0,
            n_buffers: parts.buffers.len() as i64,
            n_children: parts.children.len() as i64,
            buffers: parts.buffers.as_mut_ptr(),
            children: parts.children.as_mut_ptr(),
            dictionary: parts.dictionary,
            release: Some(release_array),
            private_data: Box::into_raw(parts).cast(),
        }
    }

    fn of(table: &Arc<Table>) -> Self {
        let columns = table.columns().map(|(name, data)| {
            let dictionary = (name == "type").then(Self::of_kinds);
            let (bits, nulls) = validity(table, name, &data);
            let mut own = Vec::from_iter(bits);
            let validity = own.first().map_or(ptr::null(), |bits| bits.as_ptr().cast());
            let mut buffers = vec![validity];
            match data {
                Data::U8(items) => buffers.push(items.as_ptr().cast()),
                Data::U16(items) => buffers.push(items.as_ptr().cast()),
                Data::U32(items) => buffers.push(items.as_ptr().cast()),
                Data::I64(items) => buffers.push(items.as_ptr().cast()),
                Data::U64(items) => buffers.push(items.as_ptr().cast()),
                Data::F64(items) => buffers.push(items.as_ptr().cast()),
                Data::Bool(items) => {
                    let bits = packed(items.iter().map(|&item| item != 0)).0;
                    buffers.push(bits.as_ptr().cast());
                    own.push(bits);
                }
                Data::Text(items) | Data::Bytes(items) => {
                    buffers.push(items.offsets.as_ptr().cast());
                    buffers.push(items.bytes.as_ptr().cast());
                }
            }
            let dictionary =
                dictionary.map_or(ptr::null_mut(), |array| Box::into_raw(Box::new(array)));
            let parts = ArrayParts {
                _table: Some(table.clone()),
                _own: own,
                buffers,
                children: Vec::new(),
                dictionary,
            };
            Box::into_raw(Box::new(Self::new(table.len(), nulls, parts)))
        });
        let parts = ArrayParts {
            _table: None,
            _own: Vec::new(),
            buffers: vec![ptr::null()],
            children: columns.collect(),
            dictionary: ptr::null_mut(),
        };
        Self::new(table.len(), 0, parts)
    }

    /// The names that the column `type` counts.
    fn of_kinds() -> Self {
        let names = RecordKind::ALL.map(RecordKind::name);
        let mut offsets = 0i32.to_ne_bytes().to_vec();
        let mut end = 0;
        for name in names {
            end += name.len() as i32;
            offsets.extend(end.to_ne_bytes());
        }
        let text = names.concat().into_bytes();
        let buffers = vec![ptr::null(), offsets.as_ptr().cast(), text.as_ptr().cast()];
        let parts = ArrayParts {
            _table: None,
            _own: vec![offsets, text],
            buffers,
            children: Vec::new(),
            dictionary: ptr::null_mut(),
        };
        Self::new(names.len(), 0, parts)
    }
}

/// Which items of a column are there, and how many are not; nothing if all are.
fn validity(table: &Table, name: &str, data: &Data<'_>) -> (Option<Vec<u8>>, usize) {
    let of_types = |names: &'static [&'static str]| {
        let known = RecordKind::ALL.map(RecordKind::name).map(|name| names.contains(&name));
        packed(table.kinds().iter().map(|&kind| known.get(usize::from(kind)) == Some(&true)))
    };
    let (bits, nulls) = match (name, data) {
        ("integer", _) => of_types(&["integer", "time"]),
        ("unsigned", _) => of_types(&["unsigned"]),
        ("float", _) => of_types(&["float"]),
        ("boolean", _) => of_types(&["boolean"]),
        ("object_link", _) => of_types(&["objlnk"]),
        ("string", _) => of_types(&["string", "corelnk"]),
        ("opaque", _) => of_types(&["opaque"]),
        (_, Data::U16(ids)) => packed(ids.iter().map(|&id| id != ABSENT)),
        ("time", Data::F64(times)) => packed(times.iter().map(|time| !time.is_nan())),
        _ => (Vec::new(), 0),
    };
    ((nulls > 0).then_some(bits), nulls)
}

/// Truths as bits, the first one lowest, and how many are false.
fn packed(truths: impl ExactSizeIterator<Item = bool>) -> (Vec<u8>, usize) {
    let mut bits = vec![0u8; truths.len().div_ceil(8)];
    let mut falses = 0;
    for (index, truth) in truths.enumerate() {
        bits[index / 8] |= u8::from(truth) << (index % 8);
        falses += usize::from(!truth);
    }
    (bits, falses)
}

/// Releases what `array` owns, as the interface asks.
unsafe extern "C" fn release_array(array: *mut Array) {
    // SAFETY: As in `release_schema`.
    unsafe {
        let parts = Box::from_raw((*array).private_data.cast::<ArrayParts>());
        for &child in
            parts.children.iter().chain((!parts.dictionary.is_null()).then_some(&parts.dictionary))
        {
            if let Some(release) = (*child).release {
                release(child);
            }
            drop(Box::from_raw(child));
        }
        (*array).release = None;
    }
}

/// What a stream has still to give.
struct StreamParts {
    table: Arc<Table>,
    done: bool,
}

unsafe extern "C" fn get_schema(stream: *mut Stream, out: *mut Schema) -> c_int {
    // SAFETY: The stream is one of `stream` below and was not released; `out` may be written to.
    unsafe {
        let parts = &*(*stream).private_data.cast::<StreamParts>();
        out.write(Schema::of(&parts.table));
    }
    0
}

unsafe extern "C" fn get_next(stream: *mut Stream, out: *mut Array) -> c_int {
    // SAFETY: As in `get_schema`; a stream is used by one thread at a time.
    unsafe {
        let parts = &mut *(*stream).private_data.cast::<StreamParts>();
        if core::mem::replace(&mut parts.done, true) {
            // The end is an array that is released already.
            ptr::addr_of_mut!((*out).release).write(None);
        } else {
            out.write(Array::of(&parts.table));
        }
    }
    0
}

unsafe extern "C" fn get_last_error(_: *mut Stream) -> *const c_char {
    ptr::null()
}

unsafe extern "C" fn release_stream(stream: *mut Stream) {
    // SAFETY: As in `get_schema`; the private data is a box of the stream alone.
    unsafe {
        drop(Box::from_raw((*stream).private_data.cast::<StreamParts>()));
        (*stream).release = None;
    }
}

/// The columns as a stream of one batch.
pub(super) fn stream(py: Python<'_>, table: Arc<Table>) -> PyResult<Bound<'_, PyCapsule>> {
    let parts = Box::new(StreamParts { table, done: false });
    let stream = Stream {
        get_schema: Some(get_schema),
        get_next: Some(get_next),
        get_last_error: Some(get_last_error),
        release: Some(release_stream),
        private_data: Box::into_raw(parts).cast(),
    };
    let name = c"arrow_array_stream";
    PyCapsule::new_with_value_and_destructor(py, stream, name, |mut stream: Stream, _| {
        if let Some(release) = stream.release {
            // SAFETY: Nobody took the stream out of the capsule, or its `release` would be gone.
            unsafe { release(&raw mut stream) }
        }
    })
}

/// What the columns of the stream are.
pub(super) fn schema<'py>(py: Python<'py>, table: &Table) -> PyResult<Bound<'py, PyCapsule>> {
    let name = c"arrow_schema";
    let schema = Schema::of(table);
    PyCapsule::new_with_value_and_destructor(py, schema, name, |mut schema: Schema, _| {
        if let Some(release) = schema.release {
            // SAFETY: As in `stream`.
            unsafe { release(&raw mut schema) }
        }
    })
}
