//! Strings and opaque values.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use lwm2m_codec::{ByteSource, Bytes, Text};

use crate::error::{ErrorInfo, report};
use crate::pointer;
use crate::status::{Fault, Status, StatusCode};

/// How a string or opaque value is given.
#[repr(u8)]
#[expect(non_camel_case_types, reason = "the names of C")]
pub enum DataForm {
    /// `data` points to it.
    LWM2MC_DATA_PLAIN = 0,
    /// Of decoders: text in chunks, with escapes, or with parts that are not UTF-8, as it lies in
    /// the payload. `data` is `NULL`; `lwm2mc_data_copy()` gives the text. Encoders take it.
    LWM2MC_DATA_WIRE_TEXT = 1,
    /// Of decoders: the same for an opaque value, in chunks or in base64.
    LWM2MC_DATA_WIRE_BYTES = 2,
    /// For encoders: `data` points to a `lwm2mc_byte_source_t`, which gives an opaque value.
    LWM2MC_DATA_SOURCE = 3,
}

const PLAIN: u8 = DataForm::LWM2MC_DATA_PLAIN as u8;
const WIRE_TEXT: u8 = DataForm::LWM2MC_DATA_WIRE_TEXT as u8;
const WIRE_BYTES: u8 = DataForm::LWM2MC_DATA_WIRE_BYTES as u8;
const SOURCE: u8 = DataForm::LWM2MC_DATA_SOURCE as u8;

/// A string or an opaque value. It has no NUL at its end.
///
/// One to encode needs `data` and `length` only, the rest zeros.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Data {
    /// The bytes; in a record that was decoded they lie in the payload (or in the block or the
    /// scratch, which see). `NULL` if the value lies there in another form, see `form`.
    pub data: *const c_void,
    /// The length of the value in bytes, also where `data` is `NULL`.
    pub length: usize,
    /// One of `lwm2mc_data_form_t`.
    pub form: u8,
    /// Where the value lies in another form.
    pub private_wire: Wire,
}

/// A part of a payload that is not the value itself; for the library alone.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Wire {
    /// What it holds.
    pub private_words: [MaybeUninit<u32>; 2],
    /// The same.
    pub private_pointers: [MaybeUninit<*const c_void>; 2],
}

impl Wire {
    pub(crate) const EMPTY: Self = Self {
        private_words: [MaybeUninit::zeroed(); 2],
        private_pointers: [MaybeUninit::zeroed(); 2],
    };

    /// Keeps a view of the core.
    pub(crate) fn keep<T: Copy>(view: T) -> Self {
        const {
            assert!(size_of::<T>() <= size_of::<Self>());
            assert!(align_of::<T>() <= align_of::<Self>());
        }
        let mut wire = Self::EMPTY;
        // SAFETY: there is room, which was just checked.
        unsafe { (&raw mut wire).cast::<T>().write(view) };
        wire
    }

    /// The view that was kept.
    ///
    /// # Safety
    /// It was kept as the same `T`.
    pub(crate) unsafe fn view<T: Copy>(self) -> T {
        // SAFETY: as the caller promises.
        unsafe { (&raw const self).cast::<T>().read() }
    }
}

/// Bytes that are read piece by piece when they are encoded, such as an image in flash memory.
///
/// Several threads may use one at the same time if the callback allows that.
#[repr(C)]
pub struct SourceOfBytes {
    /// How many bytes there are, always the same.
    pub length: usize,
    /// Fills the buffer with the bytes from `offset` on; it is never asked for more than there are.
    pub read: Option<
        unsafe extern "C" fn(user: *mut c_void, offset: usize, buffer: *mut u8, length: usize),
    >,
    /// What the callback is given.
    pub user: *mut c_void,
}

// SAFETY: it is only read here, and the caller who shares one between threads sees to it that its
// callback allows that.
unsafe impl Sync for SourceOfBytes {}

impl ByteSource for SourceOfBytes {
    fn len(&self) -> usize {
        self.length
    }

    fn read(&self, offset: usize, buffer: &mut [u8]) {
        if let Some(read) = self.read {
            // SAFETY: the callback is one that the caller gave for this.
            unsafe { read(self.user, offset, buffer.as_mut_ptr(), buffer.len()) }
        }
    }
}

impl Data {
    const fn new(data: &[u8]) -> Self {
        Self {
            data: data.as_ptr().cast(),
            length: data.len(),
            form: PLAIN,
            private_wire: Wire::EMPTY,
        }
    }

    fn kept(form: u8, length: usize, wire: Wire) -> Self {
        Self { data: core::ptr::null(), length, form, private_wire: wire }
    }

    /// The text of a value or attribute.
    ///
    /// # Safety
    /// The pointers are `NULL` or valid within `'a`, and nobody but this module writes the private
    /// members.
    pub(crate) unsafe fn text<'a>(&self) -> Result<Text<'a>, Fault> {
        match self.form {
            PLAIN => {
                let fault = StatusCode::LWM2MC_ERROR_MALFORMED;
                // SAFETY: as the caller promises.
                unsafe { pointer::text(self.data, self.length, fault) }.map(Text::from)
            }
            // SAFETY: with this form, a text was kept.
            WIRE_TEXT => Ok(unsafe { self.private_wire.view() }),
            _ => Err(StatusCode::LWM2MC_ERROR_MALFORMED.into()),
        }
    }

    /// The bytes of an opaque value.
    ///
    /// # Safety
    /// As [`Data::text`].
    pub(crate) unsafe fn bytes<'a>(&self) -> Result<Bytes<'a>, Fault> {
        match self.form {
            // SAFETY: as the caller promises.
            PLAIN => Ok(unsafe { pointer::bytes(self.data, self.length) }?.into()),
            // SAFETY: with this form, bytes were kept.
            WIRE_BYTES => Ok(unsafe { self.private_wire.view() }),
            SOURCE => {
                // SAFETY: with this form, the pointer is to a source, as the caller promises.
                let source = unsafe { pointer::reference(self.data.cast::<SourceOfBytes>()) }?;
                match source.read {
                    Some(_) => Ok(Bytes::from_source(source)),
                    None => Err(StatusCode::LWM2MC_ERROR_NULL.into()),
                }
            }
            _ => Err(StatusCode::LWM2MC_ERROR_MALFORMED.into()),
        }
    }
}

impl From<Text<'_>> for Data {
    fn from(text: Text<'_>) -> Self {
        match text.as_bytes() {
            Some(plain) => Self::new(plain),
            None => Self::kept(WIRE_TEXT, text.len(), Wire::keep(text)),
        }
    }
}

impl From<&str> for Data {
    fn from(text: &str) -> Self {
        Self::new(text.as_bytes())
    }
}

impl From<Bytes<'_>> for Data {
    fn from(bytes: Bytes<'_>) -> Self {
        match bytes.as_slice() {
            Some(plain) => Self::new(plain),
            None => Self::kept(WIRE_BYTES, bytes.len(), Wire::keep(bytes)),
        }
    }
}

/// Copies a string or opaque value into a buffer, whatever form it has in the payload. No NUL is
/// added.
///
/// Returns `LWM2MC_OK`, with the length in `length` if that is not `NULL`;
/// `LWM2MC_ERROR_BUFFER_TOO_SMALL`, with the length that is needed in `length` and in the error;
/// `LWM2MC_ERROR_NULL`; `LWM2MC_ERROR_MALFORMED` for a form that there is not, or a text to encode
/// that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_data_copy(
    data: *const Data,
    buffer: *mut c_void,
    capacity: usize,
    length: *mut usize,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        // SAFETY: both are NULL or valid.
        let (data, buffer) =
            unsafe { (pointer::reference(data)?, pointer::buffer(buffer, capacity)?) };
        let needed = if data.form == WIRE_TEXT {
            // SAFETY: the pointers in it are valid, and its private members are untouched.
            let text = unsafe { data.text() }?;
            (text.len(), text.copy_to(buffer).map(drop))
        } else {
            // SAFETY: the same.
            let bytes = unsafe { data.bytes() }?;
            (bytes.len(), bytes.copy_to(buffer).map(drop))
        };
        // SAFETY: it is NULL or valid.
        unsafe { pointer::put(length, needed.0) };
        needed.1?;
        Ok(StatusCode::LWM2MC_OK)
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}
