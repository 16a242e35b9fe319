//! Encoding block by block.

use core::ffi::c_void;

use lwm2m_codec::{ContentFormat, blocks};

use crate::context::{self, Context};
use crate::encode::{Iter, Shared, Source};
use crate::error::{ErrorInfo, report};
use crate::pointer;
use crate::status::{Status, StatusCode};
use crate::storage::{self, BlockEncoder, Storage};

/// What is in the memory of an encoder: the last member borrows the others, so that all of it must
/// stay where it is.
pub(crate) struct State {
    context: lwm2m_codec::Context<'static>,
    shared: Shared<'static>,
    /// Where the state was initialised.
    address: *const State,
    encoder: blocks::BlockEncoder<'static, 'static, Iter<'static>>,
}

// SAFETY: only this module uses it, and as the trait says.
unsafe impl Storage for BlockEncoder {
    type State = State;
    const MARK: u32 = 0x4c32_0003;
}

/// Makes an encoder that fills block after block, after one pass over the records that finds what
/// is wrong with them.
///
/// The source and what its records point to, the schema and the alternate path must outlive the
/// encoder and stay as they are.
///
/// Returns `LWM2MC_OK`, with the length of the whole payload in `total` if that is not `NULL`; or
/// what `lwm2mc_encode()` returns except `LWM2MC_ERROR_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_block_encoder_init(
    encoder: *mut BlockEncoder,
    format: u16,
    source: *const Source,
    context: *const Context,
    total: *mut usize,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        // SAFETY: the caller keeps what the encoder borrows, which includes its own memory.
        unsafe {
            storage::initialize(encoder, |state| {
                (&raw mut (*state).context).write(context::core(context)?);
                (&raw mut (*state).shared).write(Shared::new(source)?);
                (&raw mut (*state).address).write(state);
                let (context, shared) = (&(*state).context, &(*state).shared);
                let format = ContentFormat::from_number(format);
                let made = blocks::BlockEncoder::new(format, Iter::new(shared), context);
                let made = shared.judge(made)?;
                pointer::put(total, made.total());
                (&raw mut (*state).encoder).write(made);
                Ok(())
            })
        }?;
        Ok(StatusCode::LWM2MC_OK)
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}

/// Fills a block with what follows the last one.
///
/// Returns `LWM2MC_OK`, with the number of bytes in `length`: less than `capacity` only in the last
/// block, and 0 after it. `LWM2MC_ERROR_NULL`, `LWM2MC_ERROR_NOT_INITIALIZED`,
/// `LWM2MC_ERROR_MOVED`, and those of the records if the source gives others than before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_block_encoder_fill(
    encoder: *mut BlockEncoder,
    block: *mut c_void,
    capacity: usize,
    length: *mut usize,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        // SAFETY: all are NULL or valid. The state is not borrowed as a whole, since its encoder
        // borrows from it.
        let (state, block) =
            unsafe { (storage::place_of(encoder)?, pointer::buffer(block, capacity)?) };
        if length.is_null() {
            return Err(StatusCode::LWM2MC_ERROR_NULL.into());
        }
        // SAFETY: the state was initialised.
        if unsafe { (*state).address } != state {
            return Err(StatusCode::LWM2MC_ERROR_MOVED.into());
        }
        // SAFETY: the encoder is borrowed apart from what it borrows.
        let (encoder, shared) = unsafe { (&mut (*state).encoder, &(*state).shared) };
        let filled = shared.judge(encoder.fill(block))?;
        // SAFETY: it is not NULL.
        unsafe { pointer::put(length, filled) };
        Ok(StatusCode::LWM2MC_OK)
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}
