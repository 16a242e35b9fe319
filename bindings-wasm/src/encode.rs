//! Records to payloads.

use lwm2m_codec::{
    Content, ContentFormat, Context, DataType, Error, ErrorKind, Path, Position, Record, Timestamp,
    Value, convert_to_vec, decode, encode_to_vec, sort_records,
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::columns::{DELETE, EMPTY, PATH};
use crate::failure;
use crate::input::Strings;
use crate::model::Model;
use crate::output::fill;
use crate::request::{Request, format};
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

/// There is a time, whose text follows the path.
const TIME: u32 = 0x80;

/// The words of a record.
const WORDS: usize = 6;

/// Encodes records. Each has six words: two of the value, the lengths of path, time and string or
/// bytes, and the kind with, above eight bits, what the value is in JavaScript. Nothing if that
/// failed; the tree says why.
#[wasm_bindgen(js_name = encode)]
pub fn encode_records(
    words: &[u32],
    text: &str,
    bytes: &[u8],
    number: u16,
    request: &Request,
    model: &Model,
    sort: bool,
) -> Option<Vec<u8>> {
    let context = request.context(model);
    let mut payload = None;
    fill(|output| {
        let mut input = Input { strings: Strings::new(text), bytes, context: &context };
        let rows = words.chunks_exact(WORDS).enumerate();
        let records = rows.map(|(index, row)| input.record(index, row));
        let mut records = match records.collect::<Result<Vec<_>, _>>() {
            Ok(records) => records,
            Err(wrong) => {
                wrong.write(&mut output.tree);
                return None;
            }
        };
        if sort {
            sort_records(&mut records);
        }
        match encode_to_vec(format(number), &records, &context) {
            Ok(encoded) => payload = Some(encoded),
            Err(error) => {
                let path = index_of(error).and_then(|index| records.get(index));
                failure::of_record(&mut output.tree, error, path.map(|record| record.path));
            }
        }
        Some(())
    });
    payload
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
            failure::of_payload(tree, error, format, payload, records.path());
        }
    }
    None
}

fn index_of(error: Error) -> Option<usize> {
    match error.place() {
        Position::Record(index) => Some(index as usize),
        _ => None,
    }
}

/// What is wrong with a record that JavaScript handed over.
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
    fn record(&mut self, index: usize, row: &[u32]) -> Result<Record<'a>, Wrong> {
        let &[low, high, path, time, length, what] = row else {
            return Err(Wrong { index, kind: ErrorKind::InvalidPath, path: None, expected: None });
        };
        let wrong = |kind, path| Wrong { index, kind, path, expected: None };
        let path: Path =
            self.strings.take(path).parse().map_err(|e: Error| wrong(e.kind(), None))?;
        let time = match what & TIME {
            0 => None,
            _ => Some(
                self.strings
                    .take(time)
                    .parse::<Timestamp>()
                    .map_err(|error| wrong(error.kind(), Some(path)))?,
            ),
        };
        let content = match (what & 0x7f) as u8 {
            PATH => Content::Path,
            DELETE => Content::Delete,
            EMPTY => Content::Empty,
            kind => {
                let given = Given {
                    bits: u64::from(low) | u64::from(high) << 32,
                    length,
                    class: what >> 8,
                };
                let declared = DataType::ALL.into_iter().find(|&known| known as u8 == kind);
                let declared = declared
                    .or_else(|| self.context.resource_type(path).map(|known| known.data_type))
                    .or(given.own_type())
                    .ok_or(wrong(ErrorKind::TypeNotKnown, Some(path)))?;
                let value = self.value(&given, declared);
                Content::Value(value.map_err(|kind| Wrong {
                    index,
                    kind,
                    path: Some(path),
                    expected: Some(declared),
                })?)
            }
        };
        let record = Record::with_content(path, content);
        Ok(time.map_or(record, |time| record.at(time)))
    }

    fn value(&mut self, given: &Given, data_type: DataType) -> Result<Value<'a>, ErrorKind> {
        let text = match given.class {
            class::STRING => self.strings.take(given.length),
            _ => "",
        };
        let bytes = match given.class {
            class::BYTES => {
                let split = self.bytes.split_at_checked(given.length as usize);
                let (bytes, rest) = split.unwrap_or((self.bytes, &[]));
                self.bytes = rest;
                bytes
            }
            _ => &[],
        };
        Ok(match (data_type, given.class) {
            (DataType::String, class::STRING) => Value::String(text.into()),
            (DataType::CoreLink, class::STRING) => Value::CoreLink(text.into()),
            (DataType::ObjectLink, class::STRING) => {
                Value::ObjectLink(text.parse().map_err(|error: Error| error.kind())?)
            }
            (DataType::Integer, _) => Value::Integer(given.integer()?),
            (DataType::Time, _) => Value::Time(given.integer()?),
            (DataType::Unsigned, _) => Value::Unsigned(given.integer()?),
            (DataType::Float, class::NUMBER) => Value::Float(f64::from_bits(given.bits)),
            (DataType::Boolean, class::BOOLEAN) => Value::Boolean(given.bits != 0),
            (DataType::Opaque, class::BYTES) => Value::Opaque(bytes.into()),
            (DataType::None, class::NOTHING) => Value::None,
            _ => return Err(ErrorKind::UnexpectedType),
        })
    }
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

    fn integer<T: TryFrom<i64> + TryFrom<u64>>(&self) -> Result<T, ErrorKind> {
        let fits = match self.class {
            class::NUMBER => {
                let number = f64::from_bits(self.bits);
                // Beyond 2^53 a number may stand for another one that was meant.
                if number.abs() > 9_007_199_254_740_992.0 || number.is_nan() {
                    return Err(ErrorKind::ValueOutOfRange);
                }
                if number as i64 as f64 != number {
                    return Err(ErrorKind::FractionalNumber);
                }
                T::try_from(number as i64).ok()
            }
            class::BIGINT => T::try_from(self.bits).ok(),
            class::NEGATIVE_BIGINT => T::try_from(self.bits as i64).ok(),
            _ => return Err(ErrorKind::UnexpectedType),
        };
        fits.ok_or(ErrorKind::ValueOutOfRange)
    }
}
