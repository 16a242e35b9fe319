//! Statuses: what functions return, and what each of them means as text.

use core::ffi::{CStr, c_char};

use lwm2m_codec::{Error, ErrorKind, Path};

pub(crate) use crate::numbers::StatusCode;

/// A status as it is passed: any number may come from C.
pub type Status = i32;

/// Why a function fails.
#[derive(Clone, Copy)]
pub(crate) enum Fault {
    /// For a reason that only the interface has, or one that a callback gave; with the index of
    /// the record.
    Status(Status, u32),
    /// For a reason that the core has, at the path of a payload.
    Core(Error, Path),
}

impl From<StatusCode> for Fault {
    fn from(status: StatusCode) -> Self {
        Self::Status(status as Status, 0)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Core(error, Path::ROOT)
    }
}

impl Fault {
    pub(crate) fn status(&self) -> Status {
        match *self {
            Self::Status(status, _) => status,
            Self::Core(error, _) => -(error.kind() as Status),
        }
    }
}

/// The length of all descriptions of the core, each with a NUL after it.
const LENGTH: usize = {
    let (mut length, mut rest) = (0, ErrorKind::ALL);
    while let [kind, tail @ ..] = rest {
        length += kind.description().len() + 1;
        rest = tail;
    }
    length
};

/// These descriptions.
static TEXTS: [u8; LENGTH] = {
    let (mut texts, mut at, mut rest) = ([0; LENGTH], 0, ErrorKind::ALL);
    while let [kind, tail @ ..] = rest {
        let mut text = kind.description().as_bytes();
        while let [byte, more @ ..] = text {
            texts[at] = *byte;
            at += 1;
            text = more;
        }
        at += 1;
        rest = tail;
    }
    texts
};

/// What a status means, as a phrase that ends with a NUL and is never freed; "unknown status" for
/// other numbers.
#[unsafe(no_mangle)]
pub extern "C" fn lwm2mc_status_text(status: Status) -> *const c_char {
    let is = |code: StatusCode| status == code as Status;
    let own: &CStr = if is(StatusCode::LWM2MC_OK) {
        c"done"
    } else if is(StatusCode::LWM2MC_END) {
        c"there is nothing more"
    } else if is(StatusCode::LWM2MC_PIECE) {
        c"a piece of a long value"
    } else if is(StatusCode::LWM2MC_ERROR_NULL) {
        c"a pointer is NULL that must not be"
    } else if is(StatusCode::LWM2MC_ERROR_NOT_INITIALIZED) {
        c"the state was not initialised"
    } else if is(StatusCode::LWM2MC_ERROR_ARGUMENT) {
        c"an argument that the function does not know"
    } else if is(StatusCode::LWM2MC_ERROR_MALFORMED) {
        c"a record, link or attribute to encode is malformed"
    } else if is(StatusCode::LWM2MC_ERROR_MOVED) {
        c"the state must stay where it was initialised"
    } else if is(StatusCode::LWM2MC_ERROR_BLOCK_PENDING) {
        c"there are items of the block before"
    } else {
        let mut at = 0;
        for kind in ErrorKind::ALL {
            if status == -(*kind as Status) {
                return TEXTS.get(at..).unwrap_or_default().as_ptr().cast();
            }
            at += kind.description().len() + 1;
        }
        c"unknown status"
    };
    own.as_ptr()
}
