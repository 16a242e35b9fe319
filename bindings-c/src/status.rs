//! Statuses: what functions return, and what each of them means as text.

use core::ffi::c_char;

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

/// What the statuses of the interface mean.
const OWN: &[(StatusCode, &str)] = &[
    (StatusCode::LWM2MC_OK, "done"),
    (StatusCode::LWM2MC_END, "there is nothing more"),
    (StatusCode::LWM2MC_PIECE, "a piece of a long value"),
    (StatusCode::LWM2MC_ERROR_NULL, "a pointer is NULL that must not be"),
    (StatusCode::LWM2MC_ERROR_NOT_INITIALIZED, "the state was not initialised"),
    (StatusCode::LWM2MC_ERROR_ARGUMENT, "an argument that the function does not know"),
    (StatusCode::LWM2MC_ERROR_MALFORMED, "a record, link or attribute to encode is malformed"),
    (StatusCode::LWM2MC_ERROR_MOVED, "the state must stay where it was initialised"),
    (StatusCode::LWM2MC_ERROR_BLOCK_PENDING, "there are items of the block before"),
];

/// How many statuses there are, with one more for those that there are not.
const COUNT: usize = OWN.len() + ErrorKind::ALL.len() + 1;

/// All statuses with their texts, and the length of these with a NUL after each.
const ALL: ([(Status, &str); COUNT], usize) = {
    let (mut all, mut length, mut at) = ([(0, ""); COUNT], 0, 0);
    while at < COUNT {
        all[at] = if at < OWN.len() {
            (OWN[at].0 as Status, OWN[at].1)
        } else if at < COUNT - 1 {
            let kind = ErrorKind::ALL[at - OWN.len()];
            (-(kind as Status), kind.description())
        } else {
            (Status::MIN, "unknown status")
        };
        length += all[at].1.len() + 1;
        at += 1;
    }
    (all, length)
};

/// The numbers and the lengths of the texts, and the texts one after the other, each with a NUL.
/// As data of their own they are only in programs that ask for texts.
static NUMBERS: [(i16, u8); COUNT] = {
    let (mut numbers, mut at) = ([(0, 0); COUNT], 0);
    while at < COUNT {
        let (status, text) = ALL.0[at];
        assert!(text.len() < 255);
        numbers[at] = (status as i16, text.len() as u8 + 1);
        at += 1;
    }
    numbers
};
static TEXTS: [u8; ALL.1] = {
    let (mut texts, mut place, mut at) = ([0; ALL.1], 0, 0);
    while at < COUNT {
        let mut text = ALL.0[at].1.as_bytes();
        while let [byte, rest @ ..] = text {
            texts[place] = *byte;
            place += 1;
            text = rest;
        }
        place += 1;
        at += 1;
    }
    texts
};

/// The text of a status, without the NUL that follows it.
pub(crate) fn text(status: Status) -> &'static [u8] {
    let mut texts = TEXTS.as_slice();
    for &(number, length) in &NUMBERS {
        let (text, rest) = texts.split_at_checked(length.into()).unwrap_or_default();
        if Status::from(number) == status || rest.is_empty() {
            return text.split_last().map_or(b"", |(_, text)| text);
        }
        texts = rest;
    }
    b""
}

/// What a status means, as a phrase that ends with a NUL and is never freed; "unknown status" for
/// other numbers.
#[unsafe(no_mangle)]
pub extern "C" fn lwm2mc_status_text(status: Status) -> *const c_char {
    text(status).as_ptr().cast()
}
