//! From pointers of C to references.

use core::ffi::c_void;

use crate::status::{Fault, StatusCode};

/// The bytes at a pointer, which may be `NULL` if there are none.
///
/// # Safety
/// A pointer other than `NULL` points to this number of bytes, which do not change within `'a`.
pub(crate) unsafe fn bytes<'a>(start: *const c_void, length: usize) -> Result<&'a [u8], Fault> {
    if length == 0 {
        return Ok(&[]);
    }
    if start.is_null() || isize::try_from(length).is_err() {
        return Err(StatusCode::LWM2MC_ERROR_NULL.into());
    }
    // SAFETY: it is not NULL, and the rest is what the caller promises.
    Ok(unsafe { core::slice::from_raw_parts(start.cast(), length) })
}

/// The text at a pointer; a fault of this status if it is not UTF-8.
///
/// # Safety
/// As [`bytes`].
pub(crate) unsafe fn text<'a>(
    start: *const c_void,
    length: usize,
    status: StatusCode,
) -> Result<&'a str, Fault> {
    // SAFETY: as the caller promises.
    let bytes = unsafe { bytes(start, length) }?;
    if cfg!(feature = "fast") {
        return core::str::from_utf8(bytes).map_err(|_| status.into());
    }
    // The check that decoders have, too: another one would take 370 bytes of flash.
    match bytes.utf8_chunks().next() {
        Some(chunk) if chunk.invalid().is_empty() => Ok(chunk.valid()),
        Some(_) => Err(status.into()),
        None => Ok(""),
    }
}

/// The buffer at a pointer, which may be `NULL` if it has no room.
///
/// # Safety
/// A pointer other than `NULL` points to this number of bytes, which are used for nothing else within `'a`.
pub(crate) unsafe fn buffer<'a>(start: *mut c_void, length: usize) -> Result<&'a mut [u8], Fault> {
    if length == 0 {
        return Ok(&mut []);
    }
    if start.is_null() || isize::try_from(length).is_err() {
        return Err(StatusCode::LWM2MC_ERROR_NULL.into());
    }
    // SAFETY: it is not NULL, and the rest is what the caller promises. That the bytes may not be
    // initialised does not matter: they are only written before they are read.
    Ok(unsafe { core::slice::from_raw_parts_mut(start.cast(), length) })
}

/// What a pointer points to.
///
/// # Safety
/// A pointer other than `NULL` points to a `T` that does not change within `'a`.
pub(crate) unsafe fn reference<'a, T>(pointer: *const T) -> Result<&'a T, Fault> {
    // SAFETY: as the caller promises.
    unsafe { pointer.as_ref() }.ok_or(StatusCode::LWM2MC_ERROR_NULL.into())
}

/// Writes to where a result goes, unless that is `NULL`.
///
/// # Safety
/// A pointer other than `NULL` points to room for a `T`.
pub(crate) unsafe fn put<T>(place: *mut T, value: T) {
    if !place.is_null() {
        // SAFETY: it is not NULL, and the rest is what the caller promises.
        unsafe { place.write(value) };
    }
}
