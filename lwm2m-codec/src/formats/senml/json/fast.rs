//! The fast path for reading SenML JSON.

use super::decode::State;
use super::read::Stage;
use crate::codec::decoder::Input;
use crate::data_type::DataType;
use crate::encoding::base64::Base64;
use crate::encoding::decimal::Short;
use crate::encoding::integer;
use crate::encoding::json::plain_len;
use crate::error::Error;
use crate::formats::senml::fast::Draft;
use crate::formats::shared::number;
use crate::model::record::Record;
use crate::model::value::{Bytes, Value};

impl State {
    /// The next record by the fast path. `BASE` admits base fields; without them the code for all other
    /// records is quicker.
    #[inline(never)]
    pub(super) fn fast_record<'a, const BASE: bool>(
        &mut self,
        input: &mut Input<'a, '_, '_>,
    ) -> Option<Result<Record<'a>, Error>> {
        let payload = input.payload;
        let rest = payload.get(self.walk.position as usize..)?;
        let mut rest = match (self.walk.stage, rest) {
            (Stage::AfterRecord, [b',', b'{', rest @ ..]) => rest,
            (Stage::Start, _) if !BASE => return self.fast_record::<true>(input),
            (Stage::Start, [b'[', b'{', rest @ ..]) => {
                self.resolver.fast_start(self.etch, &input.context)?;
                rest
            }
            _ => return None,
        };
        let mut draft = Draft::<BASE>::new();
        let mut leaf = Leaf::default();
        // Most records are a name or a time and then a number: they skip the loop.
        if let ([b'"', b'n', b'"', b':', b'"', name @ ..], false) = (rest, BASE) {
            let [b'"', b',', after @ ..] = draft.name(name)? else { return None };
            rest = after;
            if let [b'"', b'v', b'"', b':', number @ ..] = rest {
                draft.value()?;
                rest = match leaf.number(number)? {
                    [b'}', rest @ ..] => return self.fast_end(&draft, leaf, input, rest),
                    [b',', rest @ ..] => rest,
                    _ => return None,
                };
            }
        } else if let ([b'"', b't', b'"', b':', time @ ..], false) = (rest, BASE) {
            let (seconds, [b',', after @ ..]) = fast_seconds(time)? else { return None };
            draft.time(seconds)?;
            rest = after;
            if let [b'"', b'v', b'"', b':', number @ ..] = rest {
                draft.value()?;
                rest = match leaf.number(number)? {
                    [b'}', rest @ ..] => return self.fast_end(&draft, leaf, input, rest),
                    [b',', rest @ ..] => rest,
                    _ => return None,
                };
            }
        }
        loop {
            let (label, after) = rest.split_first_chunk()?;
            let label = u32::from_le_bytes(*label);
            // The two most common labels come first.
            rest = if label == NAME {
                after_quote(draft.name(after_quote(after)?)?)?
            } else if label == VALUE {
                draft.value()?;
                leaf.number(after)?
            } else if label == TIME {
                let (seconds, rest) = fast_seconds(after)?;
                draft.time(seconds)?;
                rest
            } else {
                let [b':', after @ ..] = after else { return None };
                match label {
                    BASE_NAME | BASE_TIME if !BASE => {
                        return self.fast_record::<true>(input);
                    }
                    BASE_NAME => after_quote(draft.base_name(after_quote(after)?, payload.len())?)?,
                    BASE_TIME => {
                        let (seconds, rest) = fast_seconds(after)?;
                        draft.base_time(seconds)?;
                        rest
                    }
                    label => {
                        draft.value()?;
                        leaf.other(label, after)?
                    }
                }
            };
            rest = match rest {
                [b',', rest @ ..] => rest,
                [b'}', after @ ..] => {
                    rest = after;
                    break;
                }
                _ => return None,
            };
        }
        self.fast_end(&draft, leaf, input, rest)
    }

    /// The record of these fields, which `rest` follows.
    #[inline(always)]
    fn fast_end<'a, const BASE: bool>(
        &mut self,
        draft: &Draft<BASE>,
        leaf: Leaf<'a>,
        input: &mut Input<'a, '_, '_>,
        rest: &[u8],
    ) -> Option<Result<Record<'a>, Error>> {
        let range = (self.walk.position + 1, (input.payload.len() - rest.len()) as u32);
        let (path, data_type) = self.resolver.fast_path(draft, &input.context)?;
        let value = leaf.typed(data_type)?;
        let Input { context, seen, .. } = input;
        let record = self.resolver.fast_record(draft, path, value, range, context, seen)?;
        self.walk.leave(range.1);
        Some(record)
    }
}

/// The first four bytes of the common members.
const fn first_bytes(member: &[u8; 4]) -> u32 {
    u32::from_le_bytes(*member)
}

const NAME: u32 = first_bytes(b"\"n\":");
const VALUE: u32 = first_bytes(b"\"v\":");
const TIME: u32 = first_bytes(b"\"t\":");
const STRING_VALUE: u32 = first_bytes(b"\"vs\"");
const BOOLEAN_VALUE: u32 = first_bytes(b"\"vb\"");
const DATA_VALUE: u32 = first_bytes(b"\"vd\"");
const BASE_NAME: u32 = first_bytes(b"\"bn\"");
const BASE_TIME: u32 = first_bytes(b"\"bt\"");

/// A value before its data type is known.
#[derive(Default)]
struct Leaf<'a> {
    kind: Kind,
    number: Short,
    text: &'a [u8],
}

#[derive(Clone, Copy, Default)]
enum Kind {
    #[default]
    Number,
    Text,
    Data,
    False,
    True,
}

impl<'a> Leaf<'a> {
    /// Reads a number and returns the rest.
    #[inline(always)]
    fn number(&mut self, rest: &'a [u8]) -> Option<&'a [u8]> {
        let (number, rest) = Short::scan(rest)?;
        self.number = number;
        Some(rest)
    }

    /// Reads the value of another label and returns the rest.
    #[inline(always)]
    fn other(&mut self, label: u32, rest: &'a [u8]) -> Option<&'a [u8]> {
        if label == BOOLEAN_VALUE {
            let truth = rest.strip_prefix(b"true");
            self.kind = if truth.is_some() { Kind::True } else { Kind::False };
            return truth.or_else(|| rest.strip_prefix(b"false"));
        }
        self.kind = match label {
            STRING_VALUE => Kind::Text,
            DATA_VALUE => Kind::Data,
            _ => return None,
        };
        let text = after_quote(rest)?;
        let (text, rest) = text.split_at_checked(plain_len(text)?)?;
        self.text = text;
        after_quote(rest)
    }

    /// The value, if it has the data type without conversion.
    #[inline(always)]
    fn typed(self, data_type: Option<DataType>) -> Option<Value<'a>> {
        let Self { kind, number, text } = self;
        match (kind, data_type) {
            (Kind::Number, _) if number.is_integer() => {
                number::fast_integer(number.negative, number.mantissa, data_type)
            }
            (Kind::Number, None | Some(DataType::Float)) => Some(Value::Float(number.to_f64()?)),
            (Kind::Text, _) => number::fast_text(text, data_type),
            (Kind::Data, None | Some(DataType::Opaque)) => {
                let text = core::str::from_utf8(text).ok()?.into();
                Some(Value::Opaque(Bytes::base64(text, Base64::Url).ok()?))
            }
            (Kind::False, None | Some(DataType::Boolean)) => Some(Value::Boolean(false)),
            (Kind::True, None | Some(DataType::Boolean)) => Some(Value::Boolean(true)),
            _ => None,
        }
    }
}

/// The rest after a leading quote. Unlike `strip_prefix`, this is always inlined.
#[inline(always)]
fn after_quote(rest: &[u8]) -> Option<&[u8]> {
    match rest {
        [b'"', rest @ ..] => Some(rest),
        _ => None,
    }
}

/// Reads a time in whole seconds and returns the rest.
#[inline(always)]
fn fast_seconds(rest: &[u8]) -> Option<(i64, &[u8])> {
    let (number, rest) = Short::scan(rest)?;
    let seconds = integer::signed(number.negative, number.mantissa)?;
    number.is_integer().then_some((seconds, rest))
}
