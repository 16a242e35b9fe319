//! Paths.

use core::ffi::c_char;

use crate::error::{ErrorInfo, Text, report};
use crate::pointer;
use crate::status::{Fault, Status, StatusCode};

/// A path in the data model: up to four IDs. Of more IDs than `length` says, the rest is ignored.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Path {
    /// The IDs of the object, the object instance, the resource and the resource instance.
    pub ids: [u16; 4],
    /// How many of them there are, 0 to 4. The root has none.
    pub length: u8,
}

impl From<lwm2m_codec::Path> for Path {
    fn from(path: lwm2m_codec::Path) -> Self {
        let mut ids = [0; 4];
        for (place, &id) in ids.iter_mut().zip(path.ids()) {
            *place = id;
        }
        Self { ids, length: path.len() as u8 }
    }
}

impl Path {
    /// The path of the core, if it is one.
    pub(crate) fn core(&self) -> Result<lwm2m_codec::Path, Fault> {
        let ids = self.ids.get(..usize::from(self.length));
        ids.and_then(lwm2m_codec::Path::new).ok_or(StatusCode::LWM2MC_ERROR_ARGUMENT.into())
    }
}

/// Reads a path such as `/3/0/9`; `/` is the root.
///
/// Returns `LWM2MC_OK`; `LWM2MC_ERROR_INVALID_PATH`, `LWM2MC_ERROR_PATH_TOO_LONG`,
/// `LWM2MC_ERROR_ID_OUT_OF_RANGE` or `LWM2MC_ERROR_RESERVED_ID` with the offset in the text;
/// `LWM2MC_ERROR_ARGUMENT` if it is not UTF-8; `LWM2MC_ERROR_NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_path_parse(
    text: *const c_char,
    length: usize,
    path: *mut Path,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        // SAFETY: the text is NULL or valid.
        let text =
            unsafe { pointer::text(text.cast(), length, StatusCode::LWM2MC_ERROR_ARGUMENT)? };
        if path.is_null() {
            return Err(StatusCode::LWM2MC_ERROR_NULL.into());
        }
        let read = text.parse::<lwm2m_codec::Path>()?;
        // SAFETY: there is room for a path.
        unsafe { pointer::put(path, read.into()) };
        Ok(StatusCode::LWM2MC_OK)
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}

/// Writes a path into `buffer`, with a NUL after it; 25 bytes hold any.
///
/// Returns the length of the whole text without the NUL, as `snprintf` does; 0 if `path` is `NULL`
/// or malformed, or if `buffer` is `NULL` and `capacity` is not 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_path_format(
    path: *const Path,
    buffer: *mut c_char,
    capacity: usize,
) -> usize {
    // SAFETY: both are NULL or valid.
    let (path, buffer) =
        unsafe { (pointer::reference(path), pointer::buffer(buffer.cast(), capacity)) };
    let (Ok(path), Ok(buffer)) = (path, buffer) else { return 0 };
    if path.core().is_err() {
        return 0;
    }
    let mut text = Text::new(buffer);
    text.put_path(path);
    text.finish()
}
