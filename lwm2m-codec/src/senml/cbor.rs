//! SenML CBOR, `application/senml+cbor` (112), and SenML-ETCH CBOR (322).
//!
//! A pack is a definite-length array of maps with integer labels; the label of object links is the
//! text `vlo`. Maps may be indefinite, labels come in any order, unknown ones are skipped whole,
//! nested up to 128 levels.
//!
//! ```
//! use lwm2m_codec::{Context, Path, Value, senml};
//!
//! let payload = b"\x81\xa3\x02\x18\x5f\x00\x619\x21\x65/3/0/";
//! let context = Context::read(Path::new(&[3, 0]).unwrap());
//! let record = senml::cbor::decode(payload, &context).next().unwrap()?;
//! assert_eq!(record.path.to_string(), "/3/0/9");
//! assert_eq!(record.value(), Some(Value::Integer(95)));
//! # Ok::<(), lwm2m_codec::Error>(())
//! ```

use super::fields::{Fields, Label, Scalar, unknown_label};
use super::resolve::{Pack, Resolver};
use crate::context::Context;
use crate::decode::{self, Records, sealed::Machine};
use crate::duplicates::Seen;
use crate::error::{Error, ErrorKind, Found};
use crate::path::Path;
use crate::record::Record;
use crate::scalar::Number;
use crate::strictness::{Leniency, Strictness};
use crate::value::{DataType, Text, Value};
use crate::wire::cbor::{self, Item};

/// The state of a SenML CBOR decoder.
#[derive(Clone, Debug, Default)]
pub struct State {
    position: u32,
    stage: Stage,
    etch: bool,
    resolver: Resolver,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Start,
    /// Records are left: so many, or those until the break.
    Records(Option<u64>),
    End,
}

impl State {
    /// A decoder of SenML-ETCH CBOR.
    pub(crate) fn etch() -> Self {
        Self { etch: true, ..Self::default() }
    }
}

/// A decoder of SenML CBOR; from [`decode`].
pub type Decoder<'a, 's> = Records<'a, 's, State>;

/// Decodes a SenML CBOR pack.
pub fn decode<'a, 's>(payload: &'a [u8], context: &Context<'s>) -> Decoder<'a, 's> {
    Records::new(payload, *context, State::default())
}

/// Decodes a SenML-ETCH CBOR pack: a Fetch Pack in the operation
/// [`ReadComposite`](crate::Operation::ReadComposite), a Patch Pack in
/// [`WriteComposite`](crate::Operation::WriteComposite).
pub fn decode_etch<'a, 's>(payload: &'a [u8], context: &Context<'s>) -> Decoder<'a, 's> {
    Records::new(payload, *context, State::etch())
}

impl decode::State for State {}

impl Machine for State {
    fn next<'a>(
        &mut self,
        payload: &'a [u8],
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Result<Option<Record<'a>>, Error> {
        let pack = Pack::new(self.etch, context.operation())?;
        if self.stage == Stage::Start {
            let (left, position) = root(payload, pack, context)?;
            self.position = position as u32;
            self.stage = Stage::Records(left);
        }
        let Stage::Records(left) = self.stage else { return Ok(None) };
        let start = self.position as usize;
        let left = match left {
            Some(0) => return self.finish(payload, start),
            Some(left) => Some(left - 1),
            None if payload.get(start) == Some(&cbor::BREAK) => {
                return self.finish(payload, start + 1);
            }
            None => None,
        };
        let (fields, end) = record(payload, start, pack, context)?;
        let record = self.resolver.resolve(&fields, (start, end), pack, context, seen)?;
        self.position = end as u32;
        self.stage = Stage::Records(left);
        Ok(Some(record))
    }

    fn path(&self) -> Path {
        self.resolver.path()
    }
}

impl State {
    fn finish<'a>(
        &mut self,
        payload: &[u8],
        position: usize,
    ) -> Result<Option<Record<'a>>, Error> {
        if position != payload.len() {
            return Err(Error::new(ErrorKind::TrailingData, position));
        }
        self.stage = Stage::End;
        Ok(None)
    }
}

/// The head of the pack: the number of records, unless it is indefinite, and the position after it.
fn root(
    payload: &[u8],
    pack: Pack,
    context: &Context<'_>,
) -> Result<(Option<u64>, usize), Error> {
    let (item, next) = cbor::item(payload, 0)?;
    match item {
        Item::Array(Some(0)) if pack == Pack::Fetch => {
            Err(Error::new(ErrorKind::EmptyPathList, 0))
        }
        Item::Array(None) if !context.leniencies().allows(Leniency::IndefiniteArray) => {
            Err(Error::new(ErrorKind::IndefiniteLength, 0).unless(Leniency::IndefiniteArray))
        }
        Item::Array(None)
            if pack == Pack::Fetch && payload.get(next) == Some(&cbor::BREAK) =>
        {
            Err(Error::new(ErrorKind::EmptyPathList, 0))
        }
        Item::Array(left) => Ok((left, next)),
        item => Err(Error::new(ErrorKind::WrongRoot, 0).found(item.found())),
    }
}

/// Reads the fields of the record at `start` and the position after it.
#[inline]
fn record<'a>(
    payload: &'a [u8],
    start: usize,
    pack: Pack,
    context: &Context<'_>,
) -> Result<(Fields<'a>, usize), Error> {
    let mut fields = Fields::default();
    let (mut left, mut position) = match cbor::item(payload, start)? {
        (Item::Map(left), next) => (left, next),
        (Item::Break, _) => return Err(Error::new(ErrorKind::InvalidCbor, start)),
        (item, _) => {
            return Err(Error::new(ErrorKind::UnexpectedType, start).found(item.found()));
        }
    };
    loop {
        match &mut left {
            Some(0) => return Ok((fields, position)),
            Some(left) => *left -= 1,
            None if payload.get(position) == Some(&cbor::BREAK) => {
                return Ok((fields, position + 1));
            }
            None => {}
        }
        let key = position;
        let (label, text, next) = read_label(payload, key, context.leniencies())?;
        match label {
            Some(label) => {
                let (scalar, offset, content, next) =
                    scalar(payload, next, label, context.leniencies())?;
                fields.set(label, scalar, (key, offset, content), pack, context)?;
                position = next;
            }
            None => {
                unknown_label(text, key, pack)?;
                position = cbor::skip(payload, next)?;
            }
        }
    }
}

/// Reads a label: the one that it is, if it is known, its text, if it is text, and the position
/// after it.
#[inline]
fn read_label(
    payload: &[u8],
    position: usize,
    strictness: Strictness,
) -> Result<(Option<Label>, Option<Text<'_>>, usize), Error> {
    let (item, next) = cbor::item(payload, position)?;
    match item {
        Item::Unsigned(number) => Ok((Label::from_number(false, number), None, next)),
        Item::Negative(number) => {
            let label = number.checked_add(1).and_then(|number| Label::from_number(true, number));
            Ok((label, None, next))
        }
        Item::Text(text) => {
            let label = Label::from_text(text).or_else(|| number_as_text(text)).filter(|&label| {
                label == Label::LinkValue || strictness.allows(Leniency::TextLabels)
            });
            Ok((label, Some(text), next))
        }
        Item::Break => Err(Error::new(ErrorKind::InvalidCbor, position)),
        item => Err(Error::new(ErrorKind::InvalidKey, position).found(item.found())),
    }
}

/// The label that a number, written as text, stands for.
fn number_as_text(text: Text<'_>) -> Option<Label> {
    let number = text.as_str()?.parse::<i8>().ok()?;
    Label::from_number(number < 0, number.unsigned_abs().into())
}

/// Reads the content of a field: the scalar, where it starts, where the content of a string starts,
/// and the position after it.
#[inline]
fn scalar(
    payload: &[u8],
    position: usize,
    label: Label,
    strictness: Strictness,
) -> Result<(Scalar<'_>, usize, usize, usize), Error> {
    let (item, next) = cbor::item(payload, position)?;
    let check_definite = |plain: bool| {
        if plain || strictness.allows(Leniency::IndefiniteString) {
            return Ok(());
        }
        let error = Error::new(ErrorKind::IndefiniteLength, position);
        Err(error.unless(Leniency::IndefiniteString))
    };
    let scalar = match item {
        Item::Unsigned(magnitude) => {
            Scalar::Number(Number::Integer { negative: false, magnitude })
        }
        Item::Negative(number) => match number.checked_add(1) {
            Some(magnitude) => Scalar::Number(Number::Integer { negative: true, magnitude }),
            None => Scalar::Number(Number::Float(-18_446_744_073_709_551_616.0)),
        },
        Item::Float(number) => Scalar::Number(Number::Float(number)),
        // Data in CBOR are bytes, never base64.
        Item::Text(_) if label == Label::DataValue => Scalar::Other(Found::Text),
        Item::Text(text) => {
            check_definite(text.as_str().is_some())?;
            let content = next.saturating_sub(text.len());
            return Ok((Scalar::Text(text), position, content, next));
        }
        Item::Bytes(bytes) => {
            check_definite(bytes.as_slice().is_some())?;
            Scalar::Bytes(bytes)
        }
        Item::Boolean(truth) => Scalar::Boolean(truth),
        Item::Null => Scalar::Null,
        Item::Tag(tag) => {
            let (scalar, next) = tagged(payload, position, tag, next, strictness)?;
            return Ok((scalar, position, position, next));
        }
        Item::Break => return Err(Error::new(ErrorKind::InvalidCbor, position)),
        Item::Array(_) | Item::Map(_) => {
            return Ok((
                Scalar::Other(item.found()),
                position,
                position,
                cbor::skip(payload, position)?,
            ));
        }
        Item::Simple => Scalar::Other(item.found()),
    };
    Ok((scalar, position, position, next))
}

/// Reads a tagged item: a decimal fraction, and what leniencies accept beside it.
#[cold]
fn tagged(
    payload: &[u8],
    position: usize,
    tag: u64,
    next: usize,
    strictness: Strictness,
) -> Result<(Scalar<'_>, usize), Error> {
    if tag == 4 {
        let (number, next) = cbor::decimal_fraction(payload, next)?;
        return Ok((Scalar::Number(number), next));
    }
    if !matches!(tag, 0 | 1) || !strictness.allows(Leniency::TimeTags) {
        let error = Error::new(ErrorKind::TagNotAllowed, position);
        return Err(if matches!(tag, 0 | 1) { error.unless(Leniency::TimeTags) } else { error });
    }
    let (value, next) = cbor::leaf(payload, position, Some(DataType::Time), strictness)?;
    match value {
        Value::Time(time) => Ok((Scalar::Time(time), next)),
        _ => Err(Error::new(ErrorKind::InvalidTime, position)),
    }
}
