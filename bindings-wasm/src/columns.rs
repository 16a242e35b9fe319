//! Records as columns, which JavaScript reads from the memory of the module.
//!
//! A record takes one place in each column: its IDs, its kind, its marks and its value. Strings lie
//! one after another in one text, so that JavaScript decodes them all at once; opaque values are
//! places in the payload wherever they lie there as they are.

use lwm2m_codec::{Bytes, Content, DataType, Path, Record, Text, Timestamp, Value};

use crate::output::Strings;

/// The time counts from the reception.
const RELATIVE: u8 = 0x08;
/// The value is a 64-bit integer that no double holds.
const BIG: u8 = 0x10;
/// The opaque value lies in [`Columns::bytes`], not in the payload.
const COPIED: u8 = 0x20;
/// There is a time, whose text is the next of [`Columns::times_text`].
const TIME_TEXT: u8 = 0x40;
/// There is a time.
const TIME: u8 = 0x80;

/// In the kind: the value is a piece of a longer one, and it is the last piece.
const PIECE: u8 = 0x10;
const LAST_PIECE: u8 = 0x20;

/// What stands for an ID that a path does not have.
const NO_ID: u16 = u16::MAX;
/// The largest integer up to which doubles hold every integer, as in `Number.MAX_SAFE_INTEGER`.
const SAFE: u64 = (1 << 53) - 1;

/// Records as columns.
#[derive(Default)]
pub(crate) struct Columns {
    /// Four IDs, the first one lowest.
    pub(crate) ids: Vec<u64>,
    /// The numbers of kinds of records, and flags of pieces.
    pub(crate) kinds: Vec<u8>,
    /// The number of IDs in the path, and flags.
    pub(crate) marks: Vec<u8>,
    /// Doubles; 64-bit integers; or two 32-bit numbers: the place and length of strings and bytes,
    /// the IDs of object links.
    pub(crate) values: Vec<u64>,
    /// Times, as long as the other columns if there is any.
    pub(crate) times: Vec<f64>,
    /// The texts of times that a double may not hold.
    times_text: Vec<Timestamp>,
    /// Where the texts of times begin among the strings.
    pub(crate) times_start: u32,
    pub(crate) strings: Strings,
    pub(crate) bytes: Vec<u8>,
    /// Whether all values are doubles.
    pub(crate) plain: bool,
}

impl Columns {
    /// Forgets all records.
    pub(crate) fn clear(&mut self) {
        self.ids.clear();
        self.kinds.clear();
        self.marks.clear();
        self.values.clear();
        self.times.clear();
        self.times_text.clear();
        self.strings.clear();
        self.bytes.clear();
        self.plain = true;
    }

    /// Adds a record that was read from this payload.
    // Optimised for size, the compiler would leave calls here, for each record: 15 % of decoding.
    #[inline(always)]
    pub(crate) fn push(&mut self, record: &Record<'_>, payload: &[u8]) {
        let (kind, flags, value) = match record.content {
            Content::Value(value) => self.value(value, payload),
            other => (other.kind().number(), 0, 0),
        };
        self.row(record.path, record.time, kind, flags, value);
    }

    /// Adds a value that is a piece of a longer one.
    pub(crate) fn push_piece(
        &mut self,
        path: Path,
        time: Option<Timestamp>,
        value: Value<'_>,
        last: bool,
        chunk: &[u8],
    ) {
        let (kind, flags, value) = self.value(value, chunk);
        let piece = if last { PIECE | LAST_PIECE } else { PIECE };
        self.row(path, time, kind | piece, flags, value);
    }

    #[inline(always)]
    fn row(&mut self, path: Path, time: Option<Timestamp>, kind: u8, flags: u8, value: u64) {
        let id = |level| u32::from(path.ids().get(level).copied().unwrap_or(NO_ID));
        let flags = match time {
            Some(time) => flags | self.time(time),
            None => flags,
        };
        self.ids.push(pair(id(0) | id(1) << 16, id(2) | id(3) << 16));
        self.kinds.push(kind);
        self.marks.push(path.len() as u8 | flags);
        self.values.push(value);
    }

    /// The kind, flags and value of a value.
    #[inline(always)]
    fn value(&mut self, value: Value<'_>, payload: &[u8]) -> (u8, u8, u64) {
        let (flags, bits) = match value {
            Value::Float(number) => (0, number.to_bits()),
            Value::Integer(number) | Value::Time(number) if number.unsigned_abs() <= SAFE => {
                (0, (number as f64).to_bits())
            }
            Value::Unsigned(number) if number <= SAFE => (0, (number as f64).to_bits()),
            Value::Boolean(truth) => (0, f64::from(u8::from(truth)).to_bits()),
            other => {
                self.plain = false;
                match other {
                    Value::Integer(number) | Value::Time(number) => (BIG, number as u64),
                    Value::Unsigned(number) => (BIG, number),
                    Value::String(text) | Value::CoreLink(text) => (0, self.text(text)),
                    Value::Opaque(bytes) => self.opaque(bytes, payload),
                    Value::ObjectLink(link) => {
                        (0, pair(link.object().into(), link.instance().into()))
                    }
                    _ => (0, 0),
                }
            }
        };
        (value.data_type() as u8, flags, bits)
    }

    /// Puts the columns one after another, so that JavaScript copies them at once: values as
    /// doubles, IDs, times if there are any, values as they are if those are not all doubles; and,
    /// each up to a whole word, kinds and marks.
    pub(crate) fn gather(&self, block: &mut Vec<u64>) {
        block.clear();
        if self.plain {
            block.extend_from_slice(&self.values);
        } else {
            let marked = self.kinds.iter().zip(&self.marks).zip(&self.values);
            block.extend(marked.map(|((&kind, &mark), &value)| double(kind, mark, value)));
        }
        block.extend_from_slice(&self.ids);
        block.extend(self.times.iter().map(|time| time.to_bits()));
        if !self.plain {
            block.extend_from_slice(&self.values);
        }
        for column in [&self.kinds, &self.marks] {
            block.extend(column.chunks(8).map(|bytes| {
                let mut word = [0; 8];
                word.iter_mut().zip(bytes).for_each(|(to, &byte)| *to = byte);
                u64::from_le_bytes(word)
            }));
        }
    }

    fn text(&mut self, text: Text<'_>) -> u64 {
        let start = self.strings.units();
        match text.as_str() {
            Some(text) => self.strings.push(text),
            None => text.pieces().for_each(|piece| self.strings.push(piece.as_str())),
        }
        pair(start, self.strings.units() - start)
    }

    fn opaque(&mut self, bytes: Bytes<'_>, payload: &[u8]) -> (u8, u64) {
        let length = bytes.len() as u32;
        if let Some(slice) = bytes.as_slice() {
            let start = (slice.as_ptr() as usize).wrapping_sub(payload.as_ptr() as usize);
            if start <= payload.len() && slice.len() <= payload.len() - start {
                return (0, pair(start as u32, length));
            }
        }
        let start = self.bytes.len() as u32;
        bytes.pieces().for_each(|piece| self.bytes.extend(piece.as_slice()));
        (COPIED, pair(start, length))
    }

    #[inline(always)]
    fn time(&mut self, time: Timestamp) -> u8 {
        if self.times.len() < self.kinds.len() {
            self.times.resize(self.kinds.len(), f64::NAN);
        }
        let relative = if time.is_relative() { RELATIVE } else { 0 };
        if time.nanoseconds() == 0 && time.seconds().unsigned_abs() <= SAFE {
            self.times.push(time.seconds() as f64);
            TIME | relative
        } else {
            self.times.push(time.as_f64());
            self.times_text.push(time);
            TIME | TIME_TEXT | relative
        }
    }

    /// Puts what comes after the last record: the texts of times, and times up to the end.
    pub(crate) fn finish(&mut self) {
        if !self.times.is_empty() {
            self.times.resize(self.kinds.len(), f64::NAN);
        }
        self.times_start = self.strings.units();
        for time in core::mem::take(&mut self.times_text) {
            self.strings.push(&time.to_string());
            self.strings.push("\n");
        }
    }
}

/// The bits of the double next to a value, or of NaN if it is no number.
fn double(kind: u8, mark: u8, value: u64) -> u64 {
    let big = mark & BIG != 0;
    match DataType::try_from(kind) {
        Ok(DataType::Unsigned) if big => (value as f64).to_bits(),
        Ok(DataType::Integer | DataType::Time) if big => (value as i64 as f64).to_bits(),
        Ok(
            DataType::Integer
            | DataType::Unsigned
            | DataType::Float
            | DataType::Boolean
            | DataType::Time,
        ) => value,
        _ => f64::NAN.to_bits(),
    }
}

const fn pair(low: u32, high: u32) -> u64 {
    low as u64 | (high as u64) << 32
}
