//! The fast path of TLV: right leaves in the open container.

use super::Kind;
use super::decode::Header;
use super::state::{NONE, State};
use crate::codec::declared;
use crate::codec::decoder::sealed::Input;
use crate::data_type::DataType;
use crate::error::Strictness;
use crate::model::path::{MAX_ID, Path};
use crate::model::record::{Content, Raw, Record};
use crate::model::value::Value;

impl State {
    /// The next record, if it is a single float in the open object instance; otherwise changes nothing.
    #[inline(always)]
    pub(super) fn fast_float<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Option<Record<'a>> {
        let rest = input.payload.get(self.position as usize..self.end as usize)?;
        let (id, value, size) = float(rest)?;
        if !self.in_instance() || id == MAX_ID || !self.types.is_single(id, DataType::Float) {
            return None;
        }
        let path = Path::from_word(self.container.word() | u64::from(id) << 32, 3);
        if !cfg!(feature = "alloc") && declared::collide(self.path, path) {
            return None;
        }
        let ascends = input.seen.ascend(path.packed(), 3);
        ascends.then(|| self.commit(path, Value::Float(value), Raw::Typed, size))
    }

    /// Whether the innermost open container is an object instance whose resources need no look at the
    /// request.
    #[inline(always)]
    fn in_instance(&self) -> bool {
        self.plain && self.container.len() == 2 && self.end != NONE
    }

    /// The next record of any type, after entering containers whose children need no look at the
    /// request.
    #[inline(always)]
    pub(super) fn fast_any<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Option<Record<'a>> {
        if self.fast_instance(input) {
            let record = self.fast_float(input);
            if record.is_some() {
                return record;
            }
        }
        let mut header;
        let mut bytes;
        loop {
            if self.position == self.end {
                self.close(&input.context);
            }
            let rest = self.rest(input.payload);
            header = Header::read(rest)?;
            if !self.expects(&header) {
                return None;
            }
            bytes = rest.get(header.size as usize..)?.get(..header.length as usize)?;
            match header.kind {
                Kind::Resource | Kind::ResourceInstance => break,
                Kind::MultipleResource if !bytes.is_empty() => {}
                _ => return None,
            }
            let path = self.container.below(header.id);
            match self.types.ask(path, &input.context) {
                (_, Some(false)) | (Some(DataType::None), _) => return None,
                _ if path == self.path => return None,
                (data_type, _) => self.data_type = data_type,
            }
            input.seen.insert(path, None, self.position).ok()?;
            self.path = path;
            self.open(&header);
        }
        let path = self.container.below(header.id);
        let data_type = match header.kind {
            Kind::ResourceInstance => self.data_type,
            _ => match self.types.ask(path, &input.context) {
                (_, Some(true)) => return None,
                (data_type, _) => data_type,
            },
        };
        let (value, raw) = match data_type {
            Some(data_type) => (fast_value(bytes, data_type)?, Raw::Typed),
            None => (Value::from(bytes), Raw::Tlv),
        };
        let ascends = input.seen.ascend(path.packed(), path.len() as u8);
        if !ascends || !cfg!(feature = "alloc") {
            // A resource after instances of it does not ascend.
            if header.kind == Kind::Resource && declared::collide(self.path, path) {
                return None;
            }
            if !ascends {
                input.seen.insert(path, None, self.position).ok()?;
            }
        }
        Some(self.commit(path, value, raw, header.size + header.length))
    }

    /// Opens the object instance that follows another one.
    #[inline(always)]
    fn fast_instance(&mut self, input: &mut Input<'_, '_, '_>) -> bool {
        if !self.in_instance() || self.position != self.end || self.outer != NONE {
            return false;
        }
        self.close(&input.context);
        let rest = self.rest(input.payload);
        let Some(header) = Header::read(rest) else { return false };
        let fits = header.length > 0 && (header.size + header.length) as usize <= rest.len();
        if !fits || header.kind != Kind::ObjectInstance || !self.expects(&header) {
            return false;
        }
        let path = self.container.below(header.id);
        let ascends = input.seen.ascend(path.packed(), 2);
        if ascends {
            self.path = path;
            self.open(&header);
        }
        ascends
    }

    /// Goes on after a leaf, and makes the record of it.
    #[inline(always)]
    fn commit<'a>(&mut self, path: Path, value: Value<'a>, raw: Raw, size: u32) -> Record<'a> {
        let start = self.position;
        self.path = path;
        self.position = start + size;
        let content = Content::Value(value);
        Record { path, time: None, content, start, end: start + size, raw }
    }
}

/// The ID and value of a resource, if its value has the length of a float, and how long it is.
#[inline(always)]
fn float(rest: &[u8]) -> Option<(u16, f64, u32)> {
    // Double and single precision, with IDs of two bytes and of one.
    if let Some(&[0xe8, high, low, 8, number @ ..]) = rest.first_chunk::<12>() {
        return Some((u16::from_be_bytes([high, low]), f64::from_be_bytes(number), 12));
    }
    if let Some(&[0xe4, high, low, number @ ..]) = rest.first_chunk::<7>() {
        return Some((u16::from_be_bytes([high, low]), f32::from_be_bytes(number).into(), 7));
    }
    if let Some(&[0xc8, id, 8, number @ ..]) = rest.first_chunk::<11>() {
        return Some((id.into(), f64::from_be_bytes(number), 11));
    }
    match rest.first_chunk::<6>() {
        Some(&[0xc4, id, number @ ..]) => Some((id.into(), f32::from_be_bytes(number).into(), 6)),
        _ => None,
    }
}

/// The bytes of a leaf as a data type, if strictness has no say in it.
#[inline(always)]
fn fast_value(bytes: &[u8], data_type: DataType) -> Option<Value<'_>> {
    let integer = |bytes: &[u8]| match *bytes {
        [a] => Some(i8::from_be_bytes([a]).into()),
        [a, b] => Some(i16::from_be_bytes([a, b]).into()),
        [a, b, c, d] => Some(i32::from_be_bytes([a, b, c, d]).into()),
        [a, b, c, d, e, f, g, h] => Some(i64::from_be_bytes([a, b, c, d, e, f, g, h])),
        _ => None,
    };
    match (data_type, bytes) {
        (DataType::Integer, _) => integer(bytes).map(Value::Integer),
        (DataType::Time, _) => integer(bytes).map(Value::Time),
        (DataType::Boolean, &[truth @ 0..=1]) => Some(Value::Boolean(truth == 1)),
        (DataType::String, _) => Some(Value::from(core::str::from_utf8(bytes).ok()?)),
        (DataType::Float, &[a, b, c, d]) => {
            Some(Value::Float(f32::from_be_bytes([a, b, c, d]).into()))
        }
        (DataType::Float, &[a, b, c, d, e, f, g, h]) => {
            Some(Value::Float(f64::from_be_bytes([a, b, c, d, e, f, g, h])))
        }
        (DataType::Opaque, _) => Some(Value::from(bytes)),
        _ => super::value(bytes, 0, data_type, Strictness::STRICT).ok(),
    }
}
