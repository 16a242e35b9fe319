//! Encoding, whole or any block alone.

use core::cell::Cell;
use core::ffi::c_void;

use lwm2m_codec::{ContentFormat, Error, ErrorKind, blocks};

use crate::context::{self, Context};
use crate::error::{ErrorInfo, report};
use crate::pointer;
use crate::record::Record;
use crate::status::{Fault, Status, StatusCode};

/// Where records to encode come from: an array or a callback.
///
/// Encoders need lengths ahead of contents: they go through the records more than once, and a
/// callback is asked for an index more than once. It must give the same each time. What records
/// point to must stay valid until the encoding is over.
#[repr(C)]
pub struct Source {
    /// The records; `NULL` if there is a callback.
    pub records: *const Record,
    /// How many records the array has.
    pub count: usize,
    /// Gives the record with this index, from 0, which it finds filled with zeros; `NULL` if there
    /// is an array. Returns `LWM2MC_OK`; `LWM2MC_END` if there is none; anything else ends the
    /// encoding, which returns it in turn.
    pub get: Option<
        unsafe extern "C" fn(user: *mut c_void, index: usize, record: *mut Record) -> Status,
    >,
    /// What the callback is given.
    pub user: *mut c_void,
}

/// A source, and why it has ended before its end.
pub(crate) struct Shared<'a> {
    source: &'a Source,
    fault: Cell<Option<Fault>>,
}

impl<'a> Shared<'a> {
    /// The source at a pointer.
    ///
    /// # Safety
    /// The pointer, and what the source and its records point to, are `NULL` or valid within `'a`.
    pub(crate) unsafe fn new(source: *const Source) -> Result<Self, Fault> {
        // SAFETY: as the caller promises.
        let source = unsafe { pointer::reference(source) }?;
        if source.get.is_none() && source.count > 0 && source.records.is_null() {
            return Err(StatusCode::LWM2MC_ERROR_NULL.into());
        }
        Ok(Self { source, fault: Cell::new(None) })
    }

    /// The result, unless the source has ended before its end.
    pub(crate) fn judge<T>(&self, result: Result<T, Error>) -> Result<T, Fault> {
        match self.fault.get() {
            Some(fault) => Err(fault),
            None => result.map_err(Fault::from),
        }
    }

    fn get(&self, index: usize) -> Result<Option<lwm2m_codec::Record<'a>>, Fault> {
        let at = |status| Fault::Status(status, u32::try_from(index).unwrap_or(u32::MAX));
        let result = match self.source.get {
            Some(get) => {
                let mut record = Record::ZERO;
                // SAFETY: the callback is one that the caller gave for this.
                match unsafe { get(self.source.user, index, &raw mut record) } {
                    // SAFETY: what the record points to is valid, as the callback promises.
                    0 => unsafe { record.core() },
                    status if status == StatusCode::LWM2MC_END as Status => return Ok(None),
                    status => return Err(at(status)),
                }
            }
            None if index >= self.source.count => return Ok(None),
            // SAFETY: the caller guarantees this number of records, and that what they point to is valid.
            None => unsafe { (*self.source.records.add(index)).core() },
        };
        result.map(Some).map_err(|fault| at(fault.status()))
    }
}

/// An iterator over the records of a source.
#[derive(Clone)]
pub(crate) struct Iter<'a> {
    shared: &'a Shared<'a>,
    index: usize,
}

impl<'a> Iter<'a> {
    pub(crate) const fn new(shared: &'a Shared<'a>) -> Self {
        Self { shared, index: 0 }
    }
}

impl<'a> Iterator for Iter<'a> {
    type Item = lwm2m_codec::Record<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.shared.get(self.index) {
            Ok(record) => {
                self.index += usize::from(record.is_some());
                record
            }
            Err(fault) => {
                self.shared.fault.set(Some(fault));
                None
            }
        }
    }
}

/// Writes the length of the output, or the one that is needed.
///
/// # Safety
/// The pointer is `NULL` or valid.
pub(crate) unsafe fn put_length(length: *mut usize, result: &Result<usize, Fault>) {
    let known = match result {
        Ok(written) => *written,
        Err(Fault::Core(error, _)) if error.kind() == ErrorKind::BufferTooSmall => {
            error.offset() as usize
        }
        Err(_) => return,
    };
    // SAFETY: as the caller promises.
    unsafe { pointer::put(length, known) };
}

/// Encodes records into `buffer`.
///
/// Records must come grouped where the format nests them: in TLV the records of an object instance
/// and of a multiple-instance resource must follow one another.
///
/// Returns `LWM2MC_OK`, with the length in `length` if that is not `NULL`;
/// `LWM2MC_ERROR_BUFFER_TOO_SMALL`, with the length that is needed in `length` and in the error;
/// `LWM2MC_ERROR_NULL`; `LWM2MC_ERROR_ARGUMENT` for a malformed context; what a callback returned;
/// `LWM2MC_ERROR_MALFORMED` and errors of encoding, one of `LWM2MC_ERROR_RECORD_OUTSIDE_BASE` to
/// -255, with the index of the record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_encode(
    format: u16,
    source: *const Source,
    context: *const Context,
    buffer: *mut c_void,
    capacity: usize,
    length: *mut usize,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        // SAFETY: all are NULL or valid.
        let (shared, context, buffer) = unsafe {
            (Shared::new(source)?, context::core(context)?, pointer::buffer(buffer, capacity)?)
        };
        let format = ContentFormat::from_number(format);
        let result = lwm2m_codec::encode(format, Iter::new(&shared), &context, buffer);
        let result = shared.judge(result);
        // SAFETY: it is NULL or valid.
        unsafe { put_length(length, &result) };
        result.map(|_| StatusCode::LWM2MC_OK)
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}

/// Says how many bytes `lwm2mc_encode()` will write.
///
/// Returns `LWM2MC_OK`, or what `lwm2mc_encode()` returns except `LWM2MC_ERROR_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_encoded_length(
    format: u16,
    source: *const Source,
    context: *const Context,
    length: *mut usize,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        // SAFETY: all are NULL or valid.
        let (shared, context) = unsafe { (Shared::new(source)?, context::core(context)?) };
        if length.is_null() {
            return Err(StatusCode::LWM2MC_ERROR_NULL.into());
        }
        let format = ContentFormat::from_number(format);
        // Not the function of the core for this: with the same one for both, there is less code.
        let result = lwm2m_codec::encode(format, Iter::new(&shared), &context, &mut []);
        // SAFETY: it is not NULL.
        unsafe { needed_length(length, shared.judge(result)) }
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}

/// Writes the length that is needed, of which an empty buffer is told.
///
/// # Safety
/// The pointer is `NULL` or valid.
pub(crate) unsafe fn needed_length(
    length: *mut usize,
    result: Result<usize, Fault>,
) -> Result<StatusCode, Fault> {
    // SAFETY: as the caller promises.
    unsafe { put_length(length, &result) };
    match result {
        Err(Fault::Core(error, _)) if error.kind() == ErrorKind::BufferTooSmall => {
            Ok(StatusCode::LWM2MC_OK)
        }
        result => result.map(|_| StatusCode::LWM2MC_OK),
    }
}

/// A block of an encoded payload.
#[repr(C)]
pub struct Block {
    /// The bytes of the block: less than its size only in the last one, none after that.
    pub length: usize,
    /// The length of the whole payload.
    pub total: usize,
    /// Whether more blocks follow: 0 or 1.
    pub more: u8,
}

/// Encodes the block with this number, from 0, alone; `size` is the size of blocks. It goes through
/// all records for each block, and keeps nothing in between.
///
/// Returns `LWM2MC_OK`, or what `lwm2mc_encode()` returns except `LWM2MC_ERROR_BUFFER_TOO_SMALL`;
/// `LWM2MC_ERROR_ARGUMENT` also if `size` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_encode_block(
    format: u16,
    source: *const Source,
    context: *const Context,
    number: u32,
    buffer: *mut c_void,
    size: usize,
    block: *mut Block,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        // SAFETY: all are NULL or valid.
        let (shared, context, buffer) = unsafe {
            (Shared::new(source)?, context::core(context)?, pointer::buffer(buffer, size)?)
        };
        if buffer.is_empty() {
            return Err(StatusCode::LWM2MC_ERROR_ARGUMENT.into());
        }
        let format = ContentFormat::from_number(format);
        let records = Iter::new(&shared);
        let result = blocks::encode_block(format, records, &context, number, buffer);
        let blocks::Block { len, total, more } = shared.judge(result)?;
        // SAFETY: it is NULL or valid.
        unsafe { pointer::put(block, Block { length: len, total, more: more.into() }) };
        Ok(StatusCode::LWM2MC_OK)
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}
