//! Decoding of payloads that come in blocks.

use std::sync::{Mutex, PoisonError};

use lwm2m_codec::blocks::{BlockState, Item, Piece};
use lwm2m_codec::{DataType, Path, RecordKind, Value};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString};

use crate::buffer::Payload;
use crate::error::{in_blocks, wrong};
use crate::path::PathArgument;
use crate::record::Record;
use crate::request::{Format, OperationName, Request, SchemaArgument, strictness};

/// Decodes a payload that comes in blocks, as the blocks come.
///
/// >>> decoder = BlockDecoder("tlv", "/3/0")
/// >>> decoder.feed(b"\xc1\x09\x64\xc1")
/// [Record("/3/0/9", 100)]
/// >>> decoder.feed(b"\x0a\x0f")
/// [Record("/3/0/10", 15)]
/// >>> decoder.finish()
/// []
///
/// What a block cuts is kept, in at most `scratch` bytes. A value that is longer than that must be
/// text or opaque. The arguments are those of `decode`.
///
/// Args:
///     scratch: Bytes, at least 64. The longest record, apart from its value, must fit.
#[pyclass(frozen, module = "lwm2m_codec")]
pub(crate) struct BlockDecoder {
    request: Request,
    /// What is between two blocks; `None` once the payload ended.
    inside: Mutex<Option<Inside>>,
}

struct Inside {
    state: BlockState,
    scratch: Box<[u8]>,
    /// The value that comes in pieces.
    long: Vec<u8>,
    /// Whether this is the first block.
    new: bool,
}

#[pymethods]
impl BlockDecoder {
    #[new]
    #[pyo3(signature = (format, path=PathArgument(Path::ROOT), *, operation=OperationName::READ,
        schema=SchemaArgument::default(), strict=true, allow=Vec::new(), alternate_path=None,
        scratch=4096))]
    #[expect(clippy::too_many_arguments, reason = "keywords in Python")]
    fn new(
        format: Format,
        path: PathArgument,
        operation: OperationName,
        schema: SchemaArgument,
        strict: bool,
        allow: Vec<String>,
        alternate_path: Option<String>,
        scratch: usize,
    ) -> PyResult<Self> {
        if scratch < 64 {
            return Err(wrong("the scratch needs at least 64 bytes"));
        }
        let strictness = strictness(strict, &allow)?;
        let request = Request::new(path, operation, schema, strictness, alternate_path);
        let inside = Inside {
            state: BlockState::new(format.0),
            scratch: vec![0; scratch].into(),
            long: Vec::new(),
            new: true,
        };
        Ok(Self { request, inside: Mutex::new(Some(inside)) })
    }

    /// Takes the next block of the payload.
    ///
    /// Returns:
    ///     The records that it completes.
    ///
    /// Raises:
    ///     CodecError: The payload is wrong; the decoder has ended. The records of this block
    ///         before the error are in its attribute `records`.
    ///     ValueError: The decoder has ended.
    fn feed<'py>(&self, py: Python<'py>, block: Payload<'_>) -> PyResult<Bound<'py, PyList>> {
        self.advance(py, Some(block.bytes()))
    }

    /// Ends the payload.
    ///
    /// Returns:
    ///     The records that its end completes.
    ///
    /// Raises:
    ///     CodecError: The payload ends too early.
    ///     ValueError: The decoder has ended.
    fn finish<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.advance(py, None)
    }
}

impl BlockDecoder {
    fn advance<'py>(&self, py: Python<'py>, block: Option<&[u8]>) -> PyResult<Bound<'py, PyList>> {
        let taken = self.inside.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(inside) = taken else { return Err(wrong("the payload has ended")) };
        let Inside { state, mut scratch, mut long, new } = inside;
        let context = self.request.context();
        let mut decoder = state.resume(&context, &mut scratch);
        if new {
            decoder = decoder.check_duplicates_on_heap();
        }
        let mut records = Vec::new();
        let mut failed = None;
        let mut items = match block {
            Some(block) => decoder.feed(block),
            None => decoder.finish(),
        };
        while let Some(item) = items.next() {
            match item {
                Ok(Item::Record(record)) => records.push(Record::from_core(py, &record)?),
                Ok(Item::Piece(piece)) => records.extend(joined(py, &piece, &mut long)?),
                Err(error) => failed = Some(error),
            }
        }
        let records = PyList::new(py, records)?;
        if let Some(error) = failed {
            let error = in_blocks(py, decoder.locate(error));
            error.value(py).setattr("records", records)?;
            return Err(error);
        }
        let state = decoder.pause();
        if block.is_some() {
            let inside = Inside { state, scratch, long, new: false };
            *self.inside.lock().unwrap_or_else(PoisonError::into_inner) = Some(inside);
        }
        Ok(records)
    }
}

/// The record with a value that came in pieces, once the last one is there.
fn joined(py: Python<'_>, piece: &Piece<'_>, long: &mut Vec<u8>) -> PyResult<Option<Py<Record>>> {
    match piece.value {
        Value::Opaque(bytes) => long.extend_from_slice(&bytes.to_cow()),
        Value::String(text) | Value::CoreLink(text) => {
            long.extend_from_slice(text.to_cow().as_bytes());
        }
        _ => {}
    }
    if !piece.last {
        return Ok(None);
    }
    let bytes = core::mem::take(long);
    let data_type = piece.value.data_type();
    let value = match data_type {
        DataType::Opaque => PyBytes::new(py, &bytes).into_any(),
        _ => PyString::from_bytes(py, &bytes)?.into_any(),
    };
    let kind = RecordKind::Value(data_type);
    Record::new_object(py, piece.path, piece.time, kind, Some(value.unbind())).map(Some)
}
