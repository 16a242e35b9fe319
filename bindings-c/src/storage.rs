//! The states that callers provide memory for: their sizes, and the way in and out.

use core::ffi::c_void;
use core::mem::{MaybeUninit, align_of, needs_drop, size_of};

use crate::status::{Fault, StatusCode};

/// The state of a decoder of a whole payload. It may be moved and copied.
///
/// It takes 288 bytes, 240 on 32-bit targets.
#[repr(C)]
pub struct Decoder {
    /// Set while the state is initialised.
    pub private_mark: u32,
    /// What the state holds.
    pub private_words: [MaybeUninit<u64>; 23],
    /// The same.
    pub private_pointers: [MaybeUninit<*mut c_void>; 12],
}

/// The state of a decoder of a payload in blocks. It may be moved and copied.
///
/// It takes 544 bytes, 448 on 32-bit targets.
#[repr(C)]
pub struct BlockDecoder {
    /// Set while the state is initialised.
    pub private_mark: u32,
    /// What the state holds.
    pub private_words: [MaybeUninit<u64>; 43],
    /// The same.
    pub private_pointers: [MaybeUninit<*mut c_void>; 24],
}

/// The state of an encoder of blocks. It must stay where it was initialised.
///
/// It takes 440 bytes, 296 on 32-bit targets.
#[repr(C)]
pub struct BlockEncoder {
    /// Set while the state is initialised.
    pub private_mark: u32,
    /// What the state holds.
    pub private_words: [MaybeUninit<u64>; 18],
    /// The same.
    pub private_pointers: [MaybeUninit<*mut c_void>; 36],
}

/// Scratch of the duplicate check for one path and time.
///
/// It takes 24 bytes.
#[repr(C)]
pub struct Seen {
    /// What it holds.
    pub private_words: [u64; 3],
}

/// The state of a decoder of links as they are. It may be moved and copied.
///
/// It takes 48 bytes, 32 on 32-bit targets.
#[repr(C)]
pub struct Links {
    /// Set while the state is initialised.
    pub private_mark: u32,
    /// What the state holds.
    pub private_words: [MaybeUninit<u64>; 1],
    /// The same.
    pub private_pointers: [MaybeUninit<*mut c_void>; 4],
}

/// The state of a decoder of links as LwM2M reads them. It may be moved and copied.
///
/// It takes 72 bytes, 48 on 32-bit targets.
#[repr(C)]
pub struct Lwm2mLinks {
    /// Set while the state is initialised.
    pub private_mark: u32,
    /// What the state holds.
    pub private_words: [MaybeUninit<u64>; 2],
    /// The same.
    pub private_pointers: [MaybeUninit<*mut c_void>; 6],
}

/// The attributes of a link that are still to come.
///
/// It takes 32 bytes, 16 on 32-bit targets.
#[repr(C)]
pub struct Attributes {
    /// Set while the state is initialised.
    pub private_mark: u32,
    /// What the state holds.
    pub private_pointers: [MaybeUninit<*mut c_void>; 3],
}

// The sizes that are stated above.
const fn size<T>(on_64_bit: usize, on_32_bit: usize) {
    assert!(
        size_of::<T>() == if cfg!(target_pointer_width = "64") { on_64_bit } else { on_32_bit }
    );
}
const _: () = {
    size::<Decoder>(288, 240);
    size::<BlockDecoder>(544, 448);
    size::<BlockEncoder>(440, 296);
    size::<Links>(48, 32);
    size::<Lwm2mLinks>(72, 48);
    size::<Attributes>(32, 16);
    size::<Seen>(24, 24);
};

/// Memory of a caller that holds a state.
///
/// # Safety
/// [`Storage::State`] is what is stored there and nowhere else; [`Storage::MARK`] is a number of
/// its own, the mark is the first member, and the memory has room and alignment for the state, which
/// [`Storage::FITS`] checks when it is used.
pub(crate) unsafe trait Storage: Sized {
    /// What is stored, without destructor.
    type State;
    /// Marks memory that holds one.
    const MARK: u32;
    /// Where the state lies.
    const OFFSET: usize = {
        let align = align_of::<Self::State>();
        size_of::<u32>().next_multiple_of(align)
    };
    /// Whether everything is as it must be.
    const FITS: () = {
        assert!(Self::OFFSET + size_of::<Self::State>() <= size_of::<Self>());
        assert!(align_of::<Self::State>() <= align_of::<Self>());
        assert!(!needs_drop::<Self::State>());
    };
}

/// Where the state lies in the memory.
fn place<S: Storage>(storage: *mut S) -> Result<*mut S::State, Fault> {
    let () = S::FITS;
    if storage.is_null() || !storage.is_aligned() {
        return Err(StatusCode::LWM2MC_ERROR_NULL.into());
    }
    Ok(storage.wrapping_byte_add(S::OFFSET).cast())
}

/// Initialises a state in the memory; it is marked only if that goes well.
///
/// # Safety
/// The pointer is `NULL` or points to room for the storage.
pub(crate) unsafe fn initialize<S: Storage>(
    storage: *mut S,
    state: impl FnOnce(*mut S::State) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let place = place(storage)?;
    let mark = storage.cast::<u32>();
    // SAFETY: the storage is there, and starts with the mark.
    unsafe { mark.write(0) };
    state(place)?;
    // SAFETY: the same.
    unsafe { mark.write(S::MARK) };
    Ok(())
}

/// Where the state lies in the memory, if there is one.
///
/// # Safety
/// The pointer is `NULL` or points to the storage.
pub(crate) unsafe fn place_of<S: Storage>(storage: *mut S) -> Result<*mut S::State, Fault> {
    let place = place(storage)?;
    // SAFETY: the storage is there, and starts with the mark.
    match unsafe { storage.cast::<u32>().read() } == S::MARK {
        true => Ok(place),
        false => Err(StatusCode::LWM2MC_ERROR_NOT_INITIALIZED.into()),
    }
}

/// The state in the memory.
///
/// # Safety
/// The pointer is `NULL` or points to the storage, whose state is used for nothing else within `'a`.
pub(crate) unsafe fn state<'a, S: Storage>(storage: *mut S) -> Result<&'a mut S::State, Fault> {
    // SAFETY: as the caller promises; with the mark, a state was initialised there.
    Ok(unsafe { &mut *place_of(storage)? })
}

/// The state out of the memory, which holds none any more.
///
/// # Safety
/// The pointer is `NULL` or points to the storage.
pub(crate) unsafe fn take<S: Storage>(storage: *mut S) -> Result<S::State, Fault> {
    // SAFETY: as the caller promises; with the mark, which goes, a state was initialised there.
    unsafe {
        let state = place_of(storage)?.read();
        storage.cast::<u32>().write(0);
        Ok(state)
    }
}
