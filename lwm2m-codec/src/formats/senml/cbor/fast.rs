//! The fast path for reading SenML CBOR.

use super::decode::State;
use super::read::{Stage, Walk};
use crate::codec::decoder::Input;
use crate::data_type::DataType;
use crate::encoding::cbor::Head;
use crate::error::Error;
use crate::formats::senml::fast::Draft;
use crate::formats::shared::cbor::{self, UNTIL_BREAK};
use crate::formats::shared::number;
use crate::model::record::Record;
use crate::model::value::Value;

impl State {
    /// The next record by the fast path. `BASE` admits base fields; without them the code for all other
    /// records is quicker.
    #[inline(never)]
    pub(super) fn fast_record<'a, const BASE: bool>(
        &mut self,
        input: &mut Input<'a, '_, '_>,
    ) -> Option<Result<Record<'a>, Error>> {
        let payload = input.payload;
        if self.walk.stage != Stage::Records {
            return self.fast_start(input);
        }
        if matches!(self.walk.left, 0 | UNTIL_BREAK) {
            return None;
        }
        let rest = payload.get(self.walk.position as usize..)?;
        let [head @ 0xa1..=0xa5, rest @ ..] = rest else { return None };
        let (mut rest, mut fields) = (rest, head - 0xa0);
        let mut draft = Draft::<BASE>::new();
        let mut leaf = Leaf::default();
        // Most records are a name or a time and then a number: they skip the loop.
        if let ([0, name @ ..], false) = (rest, BASE) {
            let (name, length) = fast_text(name)?;
            rest = ends(draft.name(name)?, length)?;
            fields -= 1;
            if let ([2, number @ ..], 1) = (rest, fields) {
                draft.value()?;
                let rest = leaf.number(number)?;
                return self.fast_end(&draft, leaf, input, rest);
            }
        } else if let ([6, time @ ..], 2, false) = (rest, fields, BASE) {
            let (seconds, after) = fast_seconds(time)?;
            draft.time(seconds)?;
            rest = after;
            fields -= 1;
            if let [2, number @ ..] = rest {
                draft.value()?;
                let rest = leaf.number(number)?;
                return self.fast_end(&draft, leaf, input, rest);
            }
        }
        while fields > 0 {
            let [label, after @ ..] = rest else { return None };
            // The two most common labels come first.
            rest = if *label == 0 {
                let (name, length) = fast_text(after)?;
                ends(draft.name(name)?, length)?
            } else if *label == 2 {
                draft.value()?;
                leaf.number(after)?
            } else {
                match label {
                    6 => {
                        let (seconds, rest) = fast_seconds(after)?;
                        draft.time(seconds)?;
                        rest
                    }
                    0x21 | 0x22 if !BASE => {
                        return self.fast_record::<true>(input);
                    }
                    0x21 => {
                        let (name, length) = fast_text(after)?;
                        ends(draft.base_name(name, payload.len())?, length)?
                    }
                    0x22 => {
                        let (seconds, rest) = fast_seconds(after)?;
                        draft.base_time(seconds)?;
                        rest
                    }
                    label => {
                        draft.value()?;
                        leaf.other(*label, after)?
                    }
                }
            };
            fields -= 1;
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
        let range = (self.walk.position, (input.payload.len() - rest.len()) as u32);
        let (path, data_type) = self.resolver.fast_path(draft, &input.context)?;
        let value = leaf.typed(data_type)?;
        let Input { context, seen, .. } = input;
        let record = self.resolver.fast_record(draft, path, value, range, context, seen)?;
        self.walk.leave(range.1);
        Some(record)
    }

    /// The first record by the fast path.
    #[inline(never)]
    fn fast_start<'a>(
        &mut self,
        input: &mut Input<'a, '_, '_>,
    ) -> Option<Result<Record<'a>, Error>> {
        if self.walk.stage != Stage::Start {
            return None;
        }
        self.resolver.fast_start(self.etch, &input.context)?;
        let (head, rest) = Head::split(input.payload)?;
        let (0x80..0xa0, left @ 1..) = (head.first, head.argument) else { return None };
        let position = (input.payload.len() - rest.len()) as u32;
        let left = u32::try_from(left).ok().filter(|&left| left != UNTIL_BREAK)?;
        self.walk = Walk { position, left, stage: Stage::Records };
        self.fast_record::<true>(input)
    }
}

/// A value before its data type is known: its head, and the bytes of a string.
#[derive(Default)]
struct Leaf<'a> {
    head: Head,
    string: &'a [u8],
}

impl<'a> Leaf<'a> {
    /// Reads a number and returns the rest.
    #[inline(always)]
    fn number(&mut self, rest: &'a [u8]) -> Option<&'a [u8]> {
        // Most numbers are floats of double precision.
        if let Some(&[first @ 0xfb, ref bytes @ ..]) = rest.first_chunk::<9>() {
            self.head = Head { first, argument: u64::from_be_bytes(*bytes) };
            return rest.get(9..);
        }
        let (head, rest) = Head::split(rest)?;
        self.head = head;
        matches!(head.first, 0x00..0x40 | 0xf9..=0xfb).then_some(rest)
    }

    /// Reads the value of another label and returns the rest.
    #[inline(always)]
    fn other(&mut self, label: u8, rest: &'a [u8]) -> Option<&'a [u8]> {
        let (head, rest) = Head::split(rest)?;
        self.head = head;
        match (label, head.first) {
            (3, 0x60..0x80) | (8, 0x40..0x60) => {
                let (string, rest) = rest.split_at_checked(usize::try_from(head.argument).ok()?)?;
                self.string = string;
                Some(rest)
            }
            (4, 0xf4 | 0xf5) => Some(rest),
            _ => None,
        }
    }

    /// The value, if it has the data type without conversion.
    #[inline(always)]
    fn typed(self, data_type: Option<DataType>) -> Option<Value<'a>> {
        let Self { head, string } = self;
        match (head.first, data_type) {
            (0x00..0x40 | 0xf9.., _) => cbor::fast_number(head, data_type),
            (0x60..0x80, _) => number::fast_text(string, data_type),
            (0x40..0x60, None | Some(DataType::Opaque)) => Some(Value::Opaque(string.into())),
            (0xf4 | 0xf5, None | Some(DataType::Boolean)) => {
                Some(Value::Boolean(head.first == 0xf5))
            }
            _ => None,
        }
    }
}

/// The rest after the head of a text of less than 24 bytes, and the length of the rest after the text.
#[inline(always)]
fn fast_text(rest: &[u8]) -> Option<(&[u8], usize)> {
    // Nearly all names are short.
    if let [head @ 0x60..0x78, text @ ..] = rest {
        return Some((text, text.len().checked_sub(usize::from(head - 0x60))?));
    }
    let (head, text) = Head::split(rest)?;
    let after = text.len().checked_sub(usize::try_from(head.argument).ok()?)?;
    matches!(head.first, 0x60..0x80).then_some((text, after))
}

/// The rest after a name, if the name ends where its text does.
#[inline(always)]
fn ends(rest: &[u8], length: usize) -> Option<&[u8]> {
    (rest.len() == length).then_some(rest)
}

/// Reads a time in whole seconds and returns the rest.
#[inline(always)]
fn fast_seconds(rest: &[u8]) -> Option<(i64, &[u8])> {
    let (head, rest) = Head::split(rest)?;
    let argument = i64::try_from(head.argument).ok()?;
    match head.first {
        0x00..0x20 => Some((argument, rest)),
        0x20..0x40 => Some((-1 - argument, rest)),
        _ => None,
    }
}
