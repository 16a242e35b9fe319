//! Records to payloads.

use lwm2m_codec::{
    Content, ContentFormat, Context, DataType, Error, ErrorKind, Path, Position, Record,
    RecordKind, TimeBasis, Timestamp, Value, convert_to_vec, decode, encode, sort_records,
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::failure;
use crate::input::Strings;
use crate::model::Model;
use crate::output::{Output, fill, with_input};
use crate::request::{Request, format, with_context};
use crate::tree::Tree;

/// What a value is in JavaScript.
mod class {
    pub(super) const NUMBER: u32 = 0;
    pub(super) const BIGINT: u32 = 1;
    pub(super) const NEGATIVE_BIGINT: u32 = 2;
    pub(super) const BOOLEAN: u32 = 3;
    pub(super) const STRING: u32 = 4;
    pub(super) const BYTES: u32 = 5;
    pub(super) const NOTHING: u32 = 6;
}

/// There is a time, in seconds, or as a text that follows that of the path.
const TIME: u32 = 0x80;
const TIME_TEXT: u32 = 0x40;
/// What the time counts from is stated, in the word with the kind.
const ABSOLUTE: u32 = 0x10;
const RELATIVE: u32 = 0x20;
/// The path is a text.
const PATH_TEXT: u32 = 7;

/// The bytes of a record.
const ROW: usize = 32;

/// Encodes this number of records of the input, by what is selected; false if that failed, and the tree
/// says why. Each record has eight words: two of the value; two of the path, its IDs or the length
/// of its text; two of the time, a double or the length of its text; the length of a string or of
/// bytes; and a word with the kind, from the 8th bit on what the value is in JavaScript, and from the
/// 16th on the number of IDs. Then come the bytes of texts, and those of opaque values.
#[wasm_bindgen(js_name = encode)]
pub fn encode_records(count: usize, texts: usize, bytes: usize, number: u16, sort: bool) -> bool {
    with_input(count * ROW + texts + bytes, |input| {
        with_context(|context| {
            fill(|output| encode_input(output, input, (count, texts), context, number, sort))
        })
    })
}

fn encode_input(
    output: &mut Output,
    input: &[u8],
    (count, texts): (usize, usize),
    context: &Context<'_>,
    number: u16,
    sort: bool,
) -> Option<()> {
    let (rows, rest) = input.split_at_checked(count * ROW)?;
    let (texts, bytes) = rest.split_at_checked(texts)?;
    let strings = Strings::new(core::str::from_utf8(texts).ok()?);
    let mut input = Input { strings, bytes, context };
    let mut records = Vec::with_capacity(count);
    for (index, row) in rows.chunks_exact(ROW).enumerate() {
        match input.record(index, row) {
            Ok(record) => records.push(record),
            Err(wrong) => {
                wrong.write(&mut output.tree);
                return None;
            }
        }
    }
    if sort {
        sort_records(&mut records);
    }
    // The buffer is kept, so that what a payload needs is there when the next one comes.
    let mut result = encode(format(number), &records, context, &mut output.payload);
    if let Err(Position::Needed(bytes)) = result.map_err(|error| error.position()) {
        output.payload.resize((bytes as usize).next_power_of_two(), 0);
        result = encode(format(number), &records, context, &mut output.payload);
    }
    match result {
        Ok(length) => {
            output.payload_len = length;
            Some(())
        }
        Err(error) => {
            let path = index_of(error).and_then(|index| records.get(index));
            failure::of_record(&mut output.tree, error, path.map(|record| record.path));
            None
        }
    }
}

/// Converts a payload to another format. Nothing if that failed; the tree says why.
#[wasm_bindgen(js_name = convert)]
pub fn convert_payload(
    payload: &[u8],
    from: u16,
    to: u16,
    request: &Request,
    model: &Model,
) -> Option<Vec<u8>> {
    let context = request.context(model);
    let records = || decode(format(from), payload, &context);
    let result = convert_to_vec(records(), format(to), &context);
    result
        .map_err(|error| {
            fill(|output| describe(&mut output.tree, error, format(from), payload, records()))
        })
        .ok()
}

/// Tells of an error of conversion, with the path of the record where it arose.
fn describe<'a>(
    tree: &mut Tree,
    error: Error,
    format: ContentFormat,
    payload: &[u8],
    mut records: lwm2m_codec::Decoder<'a, '_>,
) -> Option<()> {
    match index_of(error) {
        Some(index) => {
            let record = records.nth(index).and_then(Result::ok);
            failure::of_record(tree, error, record.map(|record| record.path));
        }
        None => {
            records.by_ref().for_each(drop);
            failure::of_payload(tree, records.locate(error), format, payload);
        }
    }
    None
}

fn index_of(error: Error) -> Option<usize> {
    match error.position() {
        Position::Record(index) => Some(index as usize),
        _ => None,
    }
}

/// What is wrong with a record from JavaScript.
struct Wrong {
    index: usize,
    kind: ErrorKind,
    path: Option<Path>,
    expected: Option<DataType>,
}

impl Wrong {
    fn write(&self, tree: &mut Tree) {
        failure::of_input(tree, self.kind, self.index, self.path, self.expected);
    }
}

struct Input<'a, 'c> {
    strings: Strings<'a>,
    bytes: &'a [u8],
    context: &'c Context<'c>,
}

impl<'a> Input<'a, '_> {
    fn record(&mut self, index: usize, row: &[u8]) -> Result<Record<'a>, Wrong> {
        let wrong = |kind, path| Wrong { index, kind, path, expected: None };
        let [value, path, time, last] = words(row);
        let (length, what) = (last as u32, (last >> 32) as u32);
        let path = self.path(path, what >> 16).map_err(|kind| wrong(kind, None))?;
        let time = match what & (TIME | TIME_TEXT) {
            0 => None,
            TIME => Some(Timestamp::from_seconds(f64::from_bits(time) as i64)),
            _ => Some(
                self.strings
                    .take(time as u32)
                    .parse::<Timestamp>()
                    .map_err(|error| wrong(error.kind(), Some(path)))?,
            ),
        };
        // The number of no kind says that the type is not given.
        let content = match RecordKind::try_from((what & 0x0f) as u8) {
            Ok(RecordKind::Path) => Content::Path,
            Ok(RecordKind::Delete) => Content::Delete,
            Ok(RecordKind::Empty) => Content::Empty,
            kind => {
                let given = Given { bits: value, length, class: what >> 8 & 0xff };
                let declared = match kind {
                    Ok(RecordKind::Value(data_type)) => Some(data_type),
                    _ => None,
                };
                let declared = declared
                    .or_else(|| self.context.resource_type(path).map(|known| known.data_type))
                    .or(given.own_type())
                    .ok_or(wrong(ErrorKind::TypeNotKnown, Some(path)))?;
                let value = self.value(&given).cast(declared);
                Content::Value(value.map_err(|kind| Wrong {
                    index,
                    kind,
                    path: Some(path),
                    expected: Some(declared),
                })?)
            }
        };
        let time = match what & (ABSOLUTE | RELATIVE) {
            ABSOLUTE => time.map(|time| time.with_basis(TimeBasis::Absolute)),
            RELATIVE => time.map(|time| time.with_basis(TimeBasis::Relative)),
            _ => time,
        };
        let record = Record::with_content(path, content);
        Ok(time.map_or(record, |time| record.at(time)))
    }

    /// A path of this number of IDs, or from its text.
    fn path(&mut self, ids: u64, level: u32) -> Result<Path, ErrorKind> {
        if level == PATH_TEXT {
            return self.strings.take(ids as u32).parse().map_err(|error: Error| error.kind());
        }
        let ids = [ids as u16, (ids >> 16) as u16, (ids >> 32) as u16, (ids >> 48) as u16];
        ids.get(..level as usize).and_then(Path::new).ok_or(ErrorKind::InvalidPath)
    }

    /// The value as JavaScript has it, before it is cast.
    fn value(&mut self, given: &Given) -> Value<'a> {
        match given.class {
            class::NUMBER => Value::Float(f64::from_bits(given.bits)),
            class::BIGINT => Value::Unsigned(given.bits),
            class::NEGATIVE_BIGINT => Value::Integer(given.bits as i64),
            class::BOOLEAN => Value::Boolean(given.bits != 0),
            class::STRING => Value::String(self.strings.take(given.length).into()),
            class::BYTES => {
                let split = self.bytes.split_at_checked(given.length as usize);
                let (bytes, rest) = split.unwrap_or((self.bytes, &[]));
                self.bytes = rest;
                Value::Opaque(bytes.into())
            }
            _ => Value::None,
        }
    }
}

/// The words of a row, two by two.
fn words(row: &[u8]) -> [u64; 4] {
    let mut words = [0; 4];
    let bytes = row.chunks_exact(8).map(|bytes| bytes.try_into().map_or(0, u64::from_le_bytes));
    words.iter_mut().zip(bytes).for_each(|(to, word)| *to = word);
    words
}

/// A value as JavaScript has it.
struct Given {
    bits: u64,
    length: u32,
    class: u32,
}

impl Given {
    /// The type that the value has of its own; a number may be of several.
    const fn own_type(&self) -> Option<DataType> {
        match self.class {
            class::BIGINT | class::NEGATIVE_BIGINT => Some(DataType::Integer),
            class::BOOLEAN => Some(DataType::Boolean),
            class::STRING => Some(DataType::String),
            class::BYTES => Some(DataType::Opaque),
            class::NOTHING => Some(DataType::None),
            _ => None,
        }
    }
}
