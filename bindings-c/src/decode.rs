//! Decoding whole payloads, and converting them.

use core::ffi::c_void;

use lwm2m_codec::{AnyState, ContentFormat, Records, SeenPath};

use crate::context::{self, Context};
use crate::error::{ErrorInfo, report};
use crate::pointer;
use crate::record::Record;
use crate::status::{Fault, Status, StatusCode};
use crate::storage::{self, Decoder, Seen, Storage};

/// What is in the memory of a decoder. What it borrows belongs to the caller, who keeps it.
type State = Records<'static, 'static, AnyState>;

// SAFETY: only this module uses it, and as the trait says.
unsafe impl Storage for Decoder {
    type State = State;
    const MARK: u32 = 0x4c32_0001;
}

const _: () = assert!(size_of::<SeenPath>() == size_of::<Seen>());
const _: () = assert!(align_of::<SeenPath>() <= align_of::<Seen>());

/// Makes a decoder of a whole payload, of any format with records.
///
/// The payload, the schema and the alternate path must outlive the decoder and stay as they are.
/// There is no check for duplicates unless `lwm2mc_decoder_check_duplicates()` adds it.
///
/// Returns `LWM2MC_OK`; `LWM2MC_ERROR_NULL`; `LWM2MC_ERROR_ARGUMENT` for a malformed context. What
/// is wrong with the payload or the format, the first `lwm2mc_decoder_next()` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_decoder_init(
    decoder: *mut Decoder,
    format: u16,
    payload: *const c_void,
    length: usize,
    context: *const Context,
) -> Status {
    let outcome = || {
        // SAFETY: the caller keeps what the decoder borrows.
        unsafe {
            storage::initialize(decoder, |place| {
                let payload = pointer::bytes::<'static>(payload, length)?;
                let context = context::core::<'static>(context)?;
                let format = ContentFormat::from_number(format);
                place.write(lwm2m_codec::decode(format, payload, &context));
                Ok(())
            })
        }?;
        Ok(StatusCode::LWM2MC_OK)
    };
    // SAFETY: there is no error to fill in.
    unsafe { report(outcome(), core::ptr::null_mut()) }
}

/// The scratch of a duplicate check, ready for use.
///
/// # Safety
/// The pointer is `NULL` or points to this number, which are used for nothing else within `'a`.
pub(crate) unsafe fn scratch<'a>(
    seen: *mut Seen,
    count: usize,
) -> Result<&'a mut [SeenPath], Fault> {
    if count == 0 {
        return Ok(&mut []);
    }
    if seen.is_null() {
        return Err(StatusCode::LWM2MC_ERROR_NULL.into());
    }
    let seen = seen.cast::<SeenPath>();
    for index in 0..count {
        // SAFETY: there is room for this number.
        unsafe { seen.add(index).write(SeenPath::default()) };
    }
    // SAFETY: all of them are initialised now, and the rest is what the caller promises.
    Ok(unsafe { core::slice::from_raw_parts_mut(seen, count) })
}

/// Adds the check for duplicates to a decoder that has not given a record yet: strict decoding then
/// refuses a second value for the same path and time. With `LWM2MC_LENIENCY_DUPLICATES` it does
/// nothing.
///
/// `scratch` must outlive the decoder and be left alone. It needs one for each record of the
/// payload, and for TLV one more for each object instance and multiple-instance resource; if there
/// are too few, decoding ends with `LWM2MC_ERROR_SCRATCH_FULL`.
///
/// Returns `LWM2MC_OK`, `LWM2MC_ERROR_NULL` or `LWM2MC_ERROR_NOT_INITIALIZED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_decoder_check_duplicates(
    decoder: *mut Decoder,
    scratch: *mut Seen,
    count: usize,
) -> Status {
    let outcome = || {
        // SAFETY: the decoder is NULL or valid, and the caller keeps the scratch.
        let (state, scratch) =
            unsafe { (storage::state(decoder)?, self::scratch::<'static>(scratch, count)?) };
        *state = state.clone().check_duplicates(scratch);
        Ok(StatusCode::LWM2MC_OK)
    };
    // SAFETY: there is no error to fill in.
    unsafe { report(outcome(), core::ptr::null_mut()) }
}

/// Gives the next record.
///
/// Strings and opaque values in it point into the payload.
///
/// Returns `LWM2MC_OK` if there is a record; `LWM2MC_END` at the end of the payload and after an
/// error; `LWM2MC_ERROR_NULL`, `LWM2MC_ERROR_NOT_INITIALIZED`, or an error of decoding, one of
/// `LWM2MC_ERROR_TRUNCATED` to -127, with the offset in the payload.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_decoder_next(
    decoder: *mut Decoder,
    record: *mut Record,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        // SAFETY: the decoder is NULL or valid.
        let state = unsafe { storage::state(decoder) }?;
        if record.is_null() {
            return Err(StatusCode::LWM2MC_ERROR_NULL.into());
        }
        match state.next() {
            None => Ok(StatusCode::LWM2MC_END),
            Some(Err(error)) => Err(Fault::Core(error, state.path())),
            Some(Ok(next)) => {
                // SAFETY: there is room for a record.
                unsafe { pointer::put(record, Record::new(&next)) };
                Ok(StatusCode::LWM2MC_OK)
            }
        }
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}

/// Converts what is left of a payload to another format, into `buffer`, which must not overlap
/// with the payload. The decoder is used up and must be initialised anew. TLV and plain text carry
/// no types, so that converting them takes a schema.
///
/// Returns `LWM2MC_OK`, with the length in `length` if that is not `NULL`;
/// `LWM2MC_ERROR_BUFFER_TOO_SMALL`, with the length that is needed in `length` too;
/// `LWM2MC_ERROR_NULL`; `LWM2MC_ERROR_NOT_INITIALIZED`; `LWM2MC_ERROR_ARGUMENT`; errors of
/// decoding, with the offset in the payload; errors of encoding, with the index of the record, for
/// what the other format cannot express; `LWM2MC_ERROR_TYPE_NOT_KNOWN`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_convert(
    decoder: *mut Decoder,
    format: u16,
    context: *const Context,
    buffer: *mut c_void,
    capacity: usize,
    length: *mut usize,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        // SAFETY: all are NULL or valid.
        let (context, buffer) =
            unsafe { (context::core(context)?, pointer::buffer(buffer, capacity)?) };
        // SAFETY: the decoder is NULL or valid.
        let from = unsafe { storage::take(decoder) }?;
        let format = ContentFormat::from_number(format);
        let result = lwm2m_codec::convert(from, format, &context, buffer).map_err(Fault::from);
        // SAFETY: it is NULL or valid.
        unsafe { crate::encode::put_length(length, &result) };
        result.map(|_| StatusCode::LWM2MC_OK)
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}
