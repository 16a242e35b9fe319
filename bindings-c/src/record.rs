//! Records.

use lwm2m_codec::{DataType, ObjectLink, TimeBasis, Timestamp};

use crate::data::Data;
use crate::numbers;
use crate::path::Path;
use crate::status::{Fault, StatusCode};

/// A time in seconds.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Time {
    /// Whole seconds, rounded down.
    pub seconds: i64,
    /// What is left, 0 to 999999999.
    pub nanoseconds: u32,
    /// What they count from, one of `lwm2mc_time_basis_t`; encoders refuse a time that their format
    /// would take for another one.
    pub basis: u8,
}

/// A link to an object instance.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Objlnk {
    /// The object ID.
    pub object: u16,
    /// The object instance ID; 65535 is the whole object, and with object 65535 nothing.
    pub instance: u16,
}

/// A value. The data type says which member holds it.
#[repr(C)]
#[derive(Clone, Copy)]
pub union Value {
    /// Of `LWM2MC_TYPE_INTEGER`, and of `LWM2MC_TYPE_TIME` in seconds since 1970.
    pub integer: i64,
    /// Of `LWM2MC_TYPE_UNSIGNED`.
    pub unsigned_integer: u64,
    /// Of `LWM2MC_TYPE_FLOAT`.
    pub real: f64,
    /// Of `LWM2MC_TYPE_BOOLEAN`: 0 or 1.
    pub boolean: u8,
    /// Of `LWM2MC_TYPE_OBJECT_LINK`.
    pub object_link: Objlnk,
    /// Of `LWM2MC_TYPE_STRING`, `LWM2MC_TYPE_CORE_LINK` and `LWM2MC_TYPE_OPAQUE`.
    pub data: Data,
}

/// One statement of a payload: decoders give it, encoders take it.
///
/// One to encode needs its path and its content; the rest may be zeros.
#[repr(C)]
pub struct Record {
    /// The place in the data model.
    pub path: Path,
    /// What is said of it, one of `lwm2mc_content_t`.
    pub content: u8,
    /// Of a value: its data type, one of `lwm2mc_type_t`.
    pub data_type: u8,
    /// Whether there is a time.
    pub has_time: u8,
    /// When it held.
    pub time: Time,
    /// The value.
    pub value: Value,
    /// Of decoders: the bytes of the payload that the record was read from.
    pub start: u32,
    /// The byte after these.
    pub end: u32,
}

const VALUE: u8 = numbers::Content::LWM2MC_CONTENT_VALUE as u8;
const PATH: u8 = numbers::Content::LWM2MC_CONTENT_PATH as u8;
const DELETE: u8 = numbers::Content::LWM2MC_CONTENT_DELETE as u8;
const EMPTY: u8 = numbers::Content::LWM2MC_CONTENT_EMPTY as u8;

const UNSTATED: u8 = numbers::TimeBasis::LWM2MC_TIME_UNSTATED as u8;
const ABSOLUTE: u8 = numbers::TimeBasis::LWM2MC_TIME_ABSOLUTE as u8;
const RELATIVE: u8 = numbers::TimeBasis::LWM2MC_TIME_RELATIVE as u8;

impl Record {
    /// A record of zeros, for a callback to fill in.
    pub(crate) const ZERO: Self = Self {
        path: Path { ids: [0; 4], length: 0 },
        content: VALUE,
        data_type: 0,
        has_time: 0,
        time: Time { seconds: 0, nanoseconds: 0, basis: UNSTATED },
        // SAFETY: a value is numbers and pointers, for which zeros will do.
        value: unsafe { core::mem::zeroed() },
        start: 0,
        end: 0,
    };

    pub(crate) fn new(record: &lwm2m_codec::Record<'_>) -> Self {
        use lwm2m_codec::Content as From;
        let range = record.range();
        let mut new = Self::piece(record.path, record.time);
        new.start = range.start as u32;
        new.end = range.end as u32;
        match record.content {
            From::Value(value) => (new.data_type, new.value) = Value::new(&value),
            From::Path => new.content = PATH,
            From::Delete => new.content = DELETE,
            _ => new.content = EMPTY,
        }
        new
    }

    /// A record without a value.
    pub(crate) fn piece(path: lwm2m_codec::Path, time: Option<Timestamp>) -> Self {
        let mut new = Self { path: path.into(), ..Self::ZERO };
        if let Some(time) = time {
            new.has_time = 1;
            new.time = Time::new(time);
        }
        new
    }

    /// The record of the core.
    ///
    /// # Safety
    /// Its pointers are `NULL` or valid within `'a`.
    pub(crate) unsafe fn core<'a>(&self) -> Result<lwm2m_codec::Record<'a>, Fault> {
        use lwm2m_codec::Content as To;
        let malformed = Fault::from(StatusCode::LWM2MC_ERROR_MALFORMED);
        let path = self.path.core().map_err(|_| malformed)?;
        let content = match self.content {
            // SAFETY: as the caller promises.
            VALUE => To::Value(unsafe { self.value.core(self.data_type) }?),
            PATH => To::Path,
            DELETE => To::Delete,
            EMPTY => To::Empty,
            _ => return Err(malformed),
        };
        let record = lwm2m_codec::Record::with_content(path, content);
        if self.has_time == 0 {
            return Ok(record);
        }
        Ok(record.at(self.time.core().ok_or(malformed)?))
    }
}

impl Time {
    const fn new(time: Timestamp) -> Self {
        let basis = match time.basis() {
            TimeBasis::Unstated => UNSTATED,
            TimeBasis::Absolute => ABSOLUTE,
            TimeBasis::Relative => RELATIVE,
        };
        Self { seconds: time.seconds(), nanoseconds: time.nanoseconds(), basis }
    }

    /// The time of the core.
    fn core(self) -> Option<Timestamp> {
        let basis = match self.basis {
            UNSTATED => TimeBasis::Unstated,
            ABSOLUTE => TimeBasis::Absolute,
            RELATIVE => TimeBasis::Relative,
            _ => return None,
        };
        Some(Timestamp::new(self.seconds, self.nanoseconds)?.with_basis(basis))
    }
}

impl Value {
    /// The data type and the value.
    pub(crate) fn new(value: &lwm2m_codec::Value<'_>) -> (u8, Self) {
        use lwm2m_codec::Value as From;
        let mut new = Record::ZERO.value;
        match *value {
            From::String(text) | From::CoreLink(text) => new.data = text.into(),
            From::Integer(number) | From::Time(number) => new.integer = number,
            From::Unsigned(number) => new.unsigned_integer = number,
            From::Float(number) => new.real = number,
            From::Boolean(truth) => new.boolean = truth.into(),
            From::Opaque(bytes) => new.data = bytes.into(),
            From::ObjectLink(link) => {
                new.object_link = Objlnk { object: link.object(), instance: link.instance() };
            }
            _ => {}
        }
        (value.data_type() as u8, new)
    }

    /// The value of the core.
    ///
    /// # Safety
    /// As [`Record::core`].
    unsafe fn core<'a>(&self, number: u8) -> Result<lwm2m_codec::Value<'a>, Fault> {
        use lwm2m_codec::Value as To;
        let malformed = Fault::from(StatusCode::LWM2MC_ERROR_MALFORMED);
        // SAFETY: all members are numbers and pointers, for which any bytes will do, and all of
        // them are initialised, if only with zeros; strings are as the caller promises.
        unsafe {
            Ok(match DataType::try_from(number).map_err(|_| malformed)? {
                DataType::String => To::String(self.data.text()?),
                DataType::Integer => To::Integer(self.integer),
                DataType::Unsigned => To::Unsigned(self.unsigned_integer),
                DataType::Float => To::Float(self.real),
                DataType::Boolean if self.boolean <= 1 => To::Boolean(self.boolean == 1),
                DataType::Boolean => return Err(malformed),
                DataType::Opaque => To::Opaque(self.data.bytes()?),
                DataType::Time => To::Time(self.integer),
                DataType::ObjectLink => To::ObjectLink(
                    ObjectLink::new(self.object_link.object, self.object_link.instance)
                        .ok_or(malformed)?,
                ),
                DataType::CoreLink => To::CoreLink(self.data.text()?),
                DataType::None => To::None,
            })
        }
    }
}
