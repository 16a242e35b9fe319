//! Decoding block by block.

use core::ffi::c_void;

use lwm2m_codec::ContentFormat;
use lwm2m_codec::blocks::{self, Item};

use crate::context::{self, Context};
use crate::error::{ErrorInfo, report};
use crate::record::{Record, Value};
use crate::status::{Fault, Status, StatusCode};
use crate::storage::{self, BlockDecoder, Seen, Storage};
use crate::{decode, pointer};

/// What is in the memory of a decoder. What it borrows belongs to the caller, who keeps it.
pub(crate) struct State {
    decoder: blocks::BlockDecoder<'static, 'static>,
    /// What is left of the block.
    block: &'static [u8],
    /// Whether there is a block, or the end, of which not all items were taken.
    pending: bool,
    /// Whether it is the end.
    last: bool,
}

// SAFETY: only this module uses it, and as the trait says.
unsafe impl Storage for BlockDecoder {
    type State = State;
    const MARK: u32 = 0x4c32_0002;
}

/// A piece of a value that is too long for the scratch. Only the last one tells that the value and
/// its record are right: what came before is to be thrown away if an error comes instead.
#[repr(C)]
pub struct Piece {
    /// The decoded bytes before this piece.
    pub offset: u32,
    /// Whether this is the first piece: 0 or 1.
    pub first: u8,
    /// Whether this is the last piece, which may be empty: 0 or 1.
    pub last: u8,
    /// Whether the type of the value is known: 0 or 1. If not, text is just as good as bytes.
    pub typed: u8,
}

/// Makes a decoder of a payload in blocks, of any format with records.
///
/// What a block cuts is kept in `scratch`, 64 bytes at least; 256 are plenty. The scratch, the
/// schema and the alternate path must outlive the decoder and be left alone.
///
/// Returns `LWM2MC_OK`; `LWM2MC_ERROR_NULL`; `LWM2MC_ERROR_ARGUMENT` for a malformed context. What
/// is wrong with the payload or the format, `lwm2mc_block_decoder_next()` says, and at once
/// `LWM2MC_ERROR_SCRATCH_TOO_SMALL` if there is no scratch.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_block_decoder_init(
    decoder: *mut BlockDecoder,
    format: u16,
    context: *const Context,
    scratch: *mut c_void,
    size: usize,
) -> Status {
    let outcome = || {
        // SAFETY: the caller keeps what the decoder borrows.
        unsafe {
            storage::initialize(decoder, |place| {
                // The core looks at no more of it than it has written.
                scratch.cast::<u8>().write_bytes(0, if scratch.is_null() { 0 } else { size });
                let scratch = pointer::buffer::<'static>(scratch, size)?;
                let context = context::core::<'static>(context)?;
                let format = ContentFormat::from_number(format);
                let decoder = blocks::BlockDecoder::new(format, &context, scratch);
                place.write(State { decoder, block: &[], pending: false, last: false });
                Ok(())
            })
        }?;
        Ok(StatusCode::LWM2MC_OK)
    };
    // SAFETY: there is no error to fill in.
    unsafe { report(outcome(), core::ptr::null_mut()) }
}

/// Adds the check for duplicates to a decoder that has had no block yet, as
/// `lwm2mc_decoder_check_duplicates()` does.
///
/// Returns `LWM2MC_OK`, `LWM2MC_ERROR_NULL` or `LWM2MC_ERROR_NOT_INITIALIZED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_block_decoder_check_duplicates(
    decoder: *mut BlockDecoder,
    scratch: *mut Seen,
    count: usize,
) -> Status {
    let outcome = || {
        // SAFETY: the decoder is NULL or valid, and the caller keeps the scratch.
        unsafe {
            let state = storage::state(decoder)?;
            let scratch = decode::scratch::<'static>(scratch, count)?;
            let decoder = &raw mut state.decoder;
            // Nothing is dropped, and nothing can fail in between.
            decoder.write(decoder.read().check_duplicates(scratch));
        }
        Ok(StatusCode::LWM2MC_OK)
    };
    // SAFETY: there is no error to fill in.
    unsafe { report(outcome(), core::ptr::null_mut()) }
}

/// Hands the next block of the payload to a decoder, of any length. Then
/// `lwm2mc_block_decoder_next()` gives what it completes, until that returns `LWM2MC_END`; so long
/// the block must stay as it is.
///
/// Returns `LWM2MC_OK`, `LWM2MC_ERROR_NULL`, `LWM2MC_ERROR_NOT_INITIALIZED` or
/// `LWM2MC_ERROR_BLOCK_PENDING`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_block_decoder_feed(
    decoder: *mut BlockDecoder,
    block: *const c_void,
    length: usize,
) -> Status {
    // SAFETY: the caller keeps the block until all items were taken.
    let outcome = || unsafe { begin(decoder, pointer::bytes(block, length)?, false) };
    // SAFETY: there is no error to fill in.
    unsafe { report(outcome(), core::ptr::null_mut()) }
}

/// Tells a decoder that there are no more blocks. Then `lwm2mc_block_decoder_next()` gives what is
/// left; a payload that ends early gives `LWM2MC_ERROR_TRUNCATED`.
///
/// Returns as `lwm2mc_block_decoder_feed()`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_block_decoder_finish(decoder: *mut BlockDecoder) -> Status {
    // SAFETY: the decoder is NULL or valid.
    let outcome = || unsafe { begin(decoder, &[], true) };
    // SAFETY: there is no error to fill in.
    unsafe { report(outcome(), core::ptr::null_mut()) }
}

/// # Safety
/// The decoder is `NULL` or valid.
unsafe fn begin(
    decoder: *mut BlockDecoder,
    block: &'static [u8],
    last: bool,
) -> Result<StatusCode, Fault> {
    // SAFETY: as the caller promises.
    let state = unsafe { storage::state(decoder) }?;
    if state.pending {
        return Err(StatusCode::LWM2MC_ERROR_BLOCK_PENDING.into());
    }
    (state.block, state.last, state.pending) = (block, last, true);
    Ok(StatusCode::LWM2MC_OK)
}

/// Gives the next record, or piece of a value, that the block completes.
///
/// Strings and opaque values in it point into the block or the scratch: they are valid until the
/// next call for this decoder. With a piece, `record` has the path, the time and the piece as its
/// value, and `piece` says where it belongs.
///
/// Returns `LWM2MC_OK` if there is a record; `LWM2MC_PIECE` if there is a piece; `LWM2MC_END` if
/// there is nothing more in this block, and after an error; `LWM2MC_ERROR_NULL`,
/// `LWM2MC_ERROR_NOT_INITIALIZED`, or an error of decoding, one of `LWM2MC_ERROR_TRUNCATED` to
/// -127, with the offset in the payload.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_block_decoder_next(
    decoder: *mut BlockDecoder,
    record: *mut Record,
    piece: *mut Piece,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        // SAFETY: the decoder is NULL or valid.
        let state = unsafe { storage::state(decoder) }?;
        if record.is_null() || piece.is_null() {
            return Err(StatusCode::LWM2MC_ERROR_NULL.into());
        }
        if !state.pending {
            return Ok(StatusCode::LWM2MC_END);
        }
        let before = state.decoder.received();
        let mut items =
            if state.last { state.decoder.finish() } else { state.decoder.feed(state.block) };
        // SAFETY: there is room for a record and a piece.
        let outcome = unsafe {
            match items.next() {
                None => Ok(StatusCode::LWM2MC_END),
                Some(Err(error)) => Err(error),
                Some(Ok(Item::Record(next))) => {
                    pointer::put(record, Record::new(&next));
                    Ok(StatusCode::LWM2MC_OK)
                }
                Some(Ok(Item::Piece(next))) => {
                    let mut part = Record::piece(next.path, next.time);
                    (part.data_type, part.value) = Value::new(&next.value);
                    pointer::put(record, part);
                    pointer::put(
                        piece,
                        Piece {
                            offset: next.offset,
                            first: next.first.into(),
                            last: next.last.into(),
                            typed: next.typed.into(),
                        },
                    );
                    Ok(StatusCode::LWM2MC_PIECE)
                }
            }
        };
        let taken = state.decoder.received().wrapping_sub(before) as usize;
        state.block = state.block.get(taken..).unwrap_or_default();
        state.pending = matches!(outcome, Ok(StatusCode::LWM2MC_OK | StatusCode::LWM2MC_PIECE));
        outcome.map_err(|error| Fault::Core(error, state.decoder.path()))
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}
