//! Errors with their place, and as messages.

use core::ffi::c_char;

use lwm2m_codec::{DataType, Error, ErrorKind, Found, Position};

use crate::numbers::Counts;
use crate::path::Path;
use crate::pointer;
use crate::status::{self, Fault, Status, StatusCode};

/// What went wrong and where. Functions fill it in when they fail.
#[repr(C)]
pub struct ErrorInfo {
    /// What went wrong: the same as the function returned.
    pub status: Status,
    /// Where.
    pub position: u32,
    /// What the position counts, one of `lwm2mc_counts_t`.
    pub counts: u8,
    /// The data type that was expected, one of `lwm2mc_type_t`; 0 where that is not the matter.
    pub expected: u8,
    /// Of decoders: the path in the data model where it arose.
    pub path: Path,
    /// The leniency that would have accepted the input, as a bit for `leniencies`; 0 if none would.
    pub leniency: u64,
    /// For `lwm2mc_error_message()`.
    pub private_words: [u32; 2],
}

const _: () = assert!(size_of::<Error>() == size_of::<[u32; 2]>());

const OFFSET: u8 = Counts::LWM2MC_COUNTS_OFFSET as u8;
const RECORD: u8 = Counts::LWM2MC_COUNTS_RECORD as u8;

/// What the position of an error counts.
pub(crate) fn counts(error: &Error) -> u8 {
    let counts = match error.position() {
        Position::Offset(_) => Counts::LWM2MC_COUNTS_OFFSET,
        Position::Needed(_) => Counts::LWM2MC_COUNTS_NEEDED,
        _ => Counts::LWM2MC_COUNTS_RECORD,
    };
    counts as u8
}

impl ErrorInfo {
    fn new(fault: Fault) -> Self {
        let empty = Self {
            status: fault.status(),
            position: 0,
            counts: Counts::LWM2MC_COUNTS_RECORD as u8,
            expected: 0,
            path: Path::default(),
            leniency: 0,
            private_words: [0; 2],
        };
        match fault {
            Fault::Status(_, position) => Self { position, ..empty },
            Fault::Core(error, path) => Self {
                position: error.offset(),
                counts: counts(&error),
                expected: error.expected_type().map_or(0, |data_type| data_type as u8),
                path: path.into(),
                leniency: error.leniency().map_or(0, |leniency| 1 << leniency as u8),
                // SAFETY: an error is one number of this size.
                private_words: unsafe { core::mem::transmute::<Error, [u32; 2]>(error) },
                ..empty
            },
        }
    }

    /// The error of the core, if there is one.
    fn core(&self) -> Option<Error> {
        let made_by_core = (-255..0).contains(&self.status) && self.private_words != [0; 2];
        // SAFETY: the words come from an error of the core, as no other status is in this range,
        // and nobody but this module writes them.
        made_by_core.then(|| unsafe { core::mem::transmute::<[u32; 2], Error>(self.private_words) })
    }
}

/// Turns the outcome of a function into what it returns, and fills in the error.
///
/// # Safety
/// `error` is `NULL` or points to room for an error.
pub(crate) unsafe fn report(outcome: Result<StatusCode, Fault>, error: *mut ErrorInfo) -> Status {
    match outcome {
        Ok(status) => status as Status,
        Err(fault) => {
            // SAFETY: as the caller promises.
            unsafe { pointer::put(error, ErrorInfo::new(fault)) };
            fault.status()
        }
    }
}

/// Text in a buffer of the caller, with a NUL after it, as much as there is room for.
///
/// `core::fmt` would do the same, but brings panics along.
pub(crate) struct Text<'a> {
    buffer: &'a mut [u8],
    length: usize,
}

impl<'a> Text<'a> {
    pub(crate) fn new(buffer: &'a mut [u8]) -> Self {
        Self { buffer, length: 0 }
    }

    pub(crate) fn put(&mut self, text: &[u8]) {
        let room = self.buffer.get_mut(self.length..).unwrap_or_default();
        for (place, &byte) in room.iter_mut().zip(text) {
            *place = byte;
        }
        self.length = self.length.saturating_add(text.len());
    }

    fn put_number(&mut self, number: u32) {
        if let Some(more) = number.checked_div(10).filter(|&more| more > 0) {
            self.put_number(more);
        }
        self.put(&[b'0' + (number % 10) as u8]);
    }

    pub(crate) fn put_path(&mut self, path: &Path) {
        if path.length == 0 {
            self.put(b"/");
        }
        for &id in path.ids.iter().take(path.length.into()) {
            self.put(b"/");
            self.put_number(id.into());
        }
    }

    /// What went wrong, without the place.
    fn put_meaning(&mut self, error: &Error) {
        let expected = error.expected_type().map(DataType::name);
        let found = error.found_item().map(Found::description);
        if error.kind() != ErrorKind::UnexpectedType || expected.is_none() || found.is_none() {
            self.put(error.kind().description().as_bytes());
            self.put(if expected.or(found).is_some() { b": " } else { b"" });
        }
        if let Some(expected) = expected {
            self.put(b"expected ");
            self.put(expected.as_bytes());
        }
        if let Some(found) = found {
            if expected.is_none() || error.kind() == ErrorKind::UnexpectedType {
                self.put(if expected.is_some() { b", found " } else { b"found " });
                self.put(found.as_bytes());
            }
        }
    }

    /// Ends the text, and gives the length of all of it.
    pub(crate) fn finish(self) -> usize {
        let end = self.length.min(self.buffer.len().saturating_sub(1));
        if let Some(end) = self.buffer.get_mut(end) {
            *end = 0;
        }
        self.length
    }
}

/// Writes a message about an error into `buffer`, with a NUL after it; what there is no room for is
/// left out. It reads such as "byte 46, /3/0/9: expected integer, found text".
///
/// Returns the length of the whole message without the NUL, as `snprintf` does; 0 if `error` is
/// `NULL`, or if `buffer` is and `capacity` is not 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_error_message(
    error: *const ErrorInfo,
    buffer: *mut c_char,
    capacity: usize,
) -> usize {
    // SAFETY: both are NULL or valid.
    let (error, buffer) =
        unsafe { (pointer::reference(error), pointer::buffer(buffer.cast(), capacity)) };
    let (Ok(error), Ok(buffer)) = (error, buffer) else { return 0 };
    let mut text = Text::new(buffer);
    let Some(core) = error.core() else {
        text.put(status::text(error.status));
        return text.finish();
    };
    let before = match error.counts {
        OFFSET => &b"byte "[..],
        RECORD => b"record ",
        _ => {
            text.put_meaning(&core);
            text.put(b": ");
            text.put_number(error.position);
            text.put(b" bytes are needed");
            return text.finish();
        }
    };
    text.put(before);
    text.put_number(error.position);
    if error.path.length > 0 {
        text.put(b", ");
        text.put_path(&error.path);
    }
    text.put(b": ");
    text.put_meaning(&core);
    text.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_those_of_the_core() {
        for &kind in ErrorKind::ALL {
            assert_eq!(status::text(-(kind as Status)), kind.description().as_bytes());
        }
        assert_eq!(status::text(7), b"unknown status");
    }
}
