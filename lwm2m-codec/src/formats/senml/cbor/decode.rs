//! Decoding SenML CBOR.

use crate::codec::context::Context;
use crate::codec::decoder::{self, Input, Records, sealed::Machine};
use crate::codec::duplicates::Seen;
use crate::codec::long::Long;
use crate::data_type::DataType;
use crate::encoding::cbor::Head;
use crate::error::{Error, ErrorKind, Found, Leniency, Strictness};
use crate::formats::senml::fields::{
    Collect, Fields, Label, Place, Rest, Rules, Scalar, Start, unknown_label,
};
use crate::formats::senml::pack::Pack;
use crate::formats::senml::raw::{self, RawRecord};
use crate::formats::senml::raw_encode;
use crate::formats::senml::resolve::Resolver;
use crate::formats::shared::cbor::{self, Item};
use crate::formats::shared::number::Number;
use crate::model::path::Path;
use crate::model::record::Record;
use crate::model::value::{Text, Value};

/// The state of a SenML CBOR decoder.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub(super) walk: Walk,
    pub(super) etch: bool,
    pub(super) resolver: Resolver,
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

impl decoder::State for State {}

impl Machine for State {
    fn next<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Result<Option<Record<'a>>, Error> {
        let Input { payload, context, seen, .. } = input;
        let pack = Pack::new(self.etch, context.operation())?;
        let rules = Rules { pack, strictness: context.strictness() };
        let fields = self.walk.next::<Fields<'_>>(payload, rules);
        let fields = fields.inspect_err(|_| self.resolver.lose(context))?;
        let Some((fields, start, end)) = fields else { return Ok(None) };
        let record = self.resolver.resolve(&fields, (start, end), pack, context, seen)?;
        Ok(Some(record))
    }

    #[cfg(feature = "fast")]
    #[inline]
    fn fast_leaf<'a>(
        &mut self,
        input: &mut Input<'a, '_, '_>,
    ) -> Option<Result<Record<'a>, Error>> {
        self.fast_record::<false>(input)
    }

    fn restart(&mut self) {
        *self = Self { etch: self.etch, ..Self::default() };
    }

    fn path(&self) -> Path {
        self.resolver.path()
    }

    fn position(&self) -> usize {
        self.walk.position as usize
    }

    fn seek(&mut self, position: usize) {
        self.walk.position = position as u32;
    }

    fn rebase(&mut self, bytes: usize) {
        self.walk.position = self.walk.position.saturating_sub(bytes as u32);
        self.resolver.rebase(bytes);
    }

    fn begin_long(
        &mut self,
        window: &mut [u8],
        cut: usize,
        context: &Context<'_>,
        _: &mut Seen<'_>,
    ) -> Result<Long, Error> {
        let pack = Pack::new(self.etch, context.operation())?;
        let strictness = context.strictness();
        let rules = Rules { pack, strictness };
        let indefinite = window.get(cut).is_some_and(|first| first & 0x1f == 31);
        cbor::begin_long(window, cut, |window| {
            let start = match self.walk.next::<Start<'_>>(window, rules) {
                Ok(start) => start,
                // All that precedes the value is valid, so the value is what must not be here.
                Err(error) => return Ok(Long { refused: Some(error), ..Long::default() }),
            };
            let long = self.resolver.begin_long(start, pack, context)?;
            if !indefinite || strictness.allows(Leniency::IndefiniteString) {
                return Ok(long);
            }
            let error = Error::new(ErrorKind::IndefiniteLength, cut);
            Ok(Long { refused: Some(error.unless(Leniency::IndefiniteString)), ..long })
        })
    }

    fn end_long(
        &mut self,
        window: &[u8],
        long: &Long,
        context: &Context<'_>,
        _: bool,
    ) -> Result<usize, Error> {
        let pack = Pack::new(self.etch, context.operation())?;
        let rules = Rules { pack, strictness: context.strictness() };
        fields(window, 0, long.left, &mut Rest { labels: long.labels }, rules)
    }
}

/// Iterates over the records of a pack without resolving names and times.
///
/// This is general SenML: names need not be paths, and units, sums and update times are kept.
///
/// ```
/// use lwm2m_codec::{Strictness, senml};
///
/// let pack = b"\x81\xa3\x00\x64temp\x01\x63Cel\x02\x17";
/// let record = senml::cbor::raw(pack, Strictness::STRICT).next().unwrap()?;
/// assert_eq!(record.name.unwrap(), "temp");
/// assert_eq!(record.unit.unwrap(), "Cel");
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[must_use]
pub fn raw(payload: &[u8], strictness: Strictness) -> RawRecords<'_> {
    RawRecords { payload, strictness, walk: Walk::default(), done: false }
}

/// Encodes raw records as a SenML CBOR pack into the start of `buffer` and says how many bytes they
/// take.
///
/// ```
/// use lwm2m_codec::senml;
///
/// let mut record = senml::RawRecord::default();
/// record.name = Some("temp".into());
/// record.unit = Some("Cel".into());
/// record.value = Some(senml::RawValue::Number(23.5.into()));
/// let mut buffer = [0; 64];
/// let length = senml::cbor::encode_raw(&[record], &mut buffer)?;
/// assert_eq!(buffer[..length], *b"\x81\xa3\x00\x64temp\x01\x63Cel\x02\xf9\x4d\xe0");
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::BufferTooSmall`] with the length that is needed, and
/// [`ErrorKind::NumberNotRepresentable`] with the index of the record.
pub fn encode_raw(records: &[RawRecord<'_>], buffer: &mut [u8]) -> Result<usize, Error> {
    raw_encode::encode(records, super::CborForm, buffer)
}

/// The raw records of a SenML CBOR pack; from [`raw`]. It ends after an error.
#[derive(Clone, Debug)]
pub struct RawRecords<'a> {
    payload: &'a [u8],
    strictness: Strictness,
    walk: Walk,
    done: bool,
}

impl<'a> Iterator for RawRecords<'a> {
    type Item = Result<RawRecord<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        raw::next(&mut self.done, self.payload, self.strictness, |payload, rules| {
            self.walk.next(payload, rules)
        })
    }
}

/// A walk over the records of a pack.
#[derive(Clone, Debug, Default)]
pub(super) struct Walk {
    pub(super) position: u32,
    pub(super) stage: Stage,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stage {
    #[default]
    Start,
    /// The number of records left, or `None` if a break ends the pack.
    Records(Option<u64>),
    End,
}

impl Walk {
    /// Reads the next record and returns where it starts and ends.
    #[inline]
    fn next<'a, C: Collect<'a>>(
        &mut self,
        payload: &'a [u8],
        rules: Rules,
    ) -> Result<Option<(C, usize, usize)>, Error> {
        if self.stage == Stage::Start {
            let (left, position) = root(payload, rules)?;
            self.position = position as u32;
            self.stage = Stage::Records(left);
        }
        let Stage::Records(left) = self.stage else { return Ok(None) };
        let start = self.position as usize;
        let left = match left {
            Some(0) => return self.finish(payload, start),
            Some(left) => Some(left - 1),
            None if payload.get(start) == Some(&Head::BREAK) => {
                return self.finish(payload, start + 1);
            }
            None => None,
        };
        let (fields, end) = record(payload, start, rules)?;
        self.position = end as u32;
        self.stage = Stage::Records(left);
        Ok(Some((fields, start, end)))
    }

    fn finish<T>(&mut self, payload: &[u8], position: usize) -> Result<Option<T>, Error> {
        if position != payload.len() {
            return Err(Error::new(ErrorKind::TrailingData, position));
        }
        self.stage = Stage::End;
        Ok(None)
    }
}

/// The head of the pack: the number of records, unless it is indefinite, and the position after it.
fn root(payload: &[u8], rules: Rules) -> Result<(Option<u64>, usize), Error> {
    let (item, next) = cbor::item(payload, 0)?;
    let empty = Error::new(ErrorKind::EmptyPathList, 0);
    let fetch = rules.pack == Pack::Fetch;
    match item {
        Item::Array(Some(0)) if fetch => Err(empty),
        Item::Array(None) if !rules.strictness.allows(Leniency::IndefiniteArray) => {
            Err(Error::new(ErrorKind::IndefiniteLength, 0).unless(Leniency::IndefiniteArray))
        }
        Item::Array(None) if fetch && payload.get(next) == Some(&Head::BREAK) => Err(empty),
        Item::Array(left) => Ok((left, next)),
        item => Err(Error::new(ErrorKind::WrongRoot, 0).found(item.found())),
    }
}

/// Reads the fields of the record at `start` and the position after it.
#[inline]
fn record<'a, C: Collect<'a>>(
    payload: &'a [u8],
    start: usize,
    rules: Rules,
) -> Result<(C, usize), Error> {
    let mut collected = C::default();
    let (left, position) = match cbor::item(payload, start)? {
        (Item::Map(left), next) => (left, next),
        (Item::Break, _) => return Err(Error::new(ErrorKind::InvalidCbor, start)),
        (item, _) => {
            return Err(Error::new(ErrorKind::UnexpectedType, start).found(item.found()));
        }
    };
    let end = fields(payload, position, left, &mut collected, rules)?;
    Ok((collected, end))
}

/// Reads fields from `position` on, `left` of them or until a break, and returns the position after
/// them.
#[inline]
fn fields<'a, C: Collect<'a>>(
    payload: &'a [u8],
    mut position: usize,
    mut left: Option<u64>,
    fields: &mut C,
    rules: Rules,
) -> Result<usize, Error> {
    loop {
        match &mut left {
            Some(0) => return Ok(position),
            Some(left) => *left -= 1,
            None if payload.get(position) == Some(&Head::BREAK) => return Ok(position + 1),
            None => {}
        }
        let key = position;
        let (label, text, next) = read_label(payload, key, rules.strictness)?;
        match label {
            Some(label) => {
                let (scalar, text, end) =
                    scalar(payload, next, label, rules.strictness).map_err(|error| match label
                        .is_value()
                    {
                        true => cbor::cut(error, payload, next),
                        false => error,
                    })?;
                fields.take(label, scalar, Place { label: key, content: next, text }, rules)?;
                position = end;
            }
            None => {
                unknown_label(text, key, rules.pack)?;
                position = cbor::skip(payload, next)?;
            }
        }
        if C::PARTIAL && position == payload.len() {
            fields.left(left);
            return Ok(position);
        }
    }
}

/// Reads a label. Returns the label if it is known, its text if it is text, and the position after
/// it.
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
            let label = text_label(text);
            // No extension can have such a name, so it stands for the label.
            if !matches!(label, None | Some(Label::LinkValue))
                && !strictness.allows(Leniency::TextLabels)
            {
                let error = Error::new(ErrorKind::InvalidKey, position).found(Found::Text);
                return Err(error.unless(Leniency::TextLabels));
            }
            Ok((label, Some(text), next))
        }
        Item::Break => Err(Error::new(ErrorKind::InvalidCbor, position)),
        item => Err(Error::new(ErrorKind::InvalidKey, position).found(item.found())),
    }
}

/// The label that a text stands for: its name in JSON, or its number in CBOR.
fn text_label(text: Text<'_>) -> Option<Label> {
    Label::from_text(text).or_else(|| {
        let number = text.as_str()?.parse::<i8>().ok()?;
        Label::from_number(number < 0, number.unsigned_abs().into())
    })
}

/// Reads the content of a field. Returns the scalar, the offset of a string's text, and the position
/// after it.
#[inline]
fn scalar(
    payload: &[u8],
    position: usize,
    label: Label,
    strictness: Strictness,
) -> Result<(Scalar<'_>, usize, usize), Error> {
    let (item, next) = cbor::item(payload, position)?;
    let check_definite = |plain: bool| {
        if plain || strictness.allows(Leniency::IndefiniteString) {
            return Ok(());
        }
        let error = Error::new(ErrorKind::IndefiniteLength, position);
        Err(error.unless(Leniency::IndefiniteString))
    };
    let scalar = match item {
        Item::Unsigned(magnitude) => Scalar::Number(Number::Integer { negative: false, magnitude }),
        Item::Negative(number) => match number.checked_add(1) {
            Some(magnitude) => Scalar::Number(Number::Integer { negative: true, magnitude }),
            None => Scalar::Number(Number::Float(-18_446_744_073_709_551_616.0)),
        },
        Item::Float(number) => Scalar::Number(Number::Float(number)),
        // In CBOR, data is a byte string, never base64.
        Item::Text(_) if label == Label::DataValue => Scalar::Other(Found::Text),
        Item::Text(text) if label == Label::Value => Scalar::Date(text),
        Item::Text(text) => {
            check_definite(text.as_str().is_some())?;
            return Ok((Scalar::Text(text), next.saturating_sub(text.len()), next));
        }
        Item::Bytes(bytes) => {
            check_definite(bytes.as_slice().is_some())?;
            Scalar::Bytes(bytes)
        }
        Item::Boolean(truth) => Scalar::Boolean(truth),
        Item::Null => Scalar::Null,
        Item::Tag(tag) => {
            let (scalar, next) = tagged(payload, position, tag, next, strictness)?;
            return Ok((scalar, position, next));
        }
        Item::Break => return Err(Error::new(ErrorKind::InvalidCbor, position)),
        Item::Array(_) | Item::Map(_) => {
            return Ok((Scalar::Other(item.found()), position, cbor::skip(payload, position)?));
        }
        Item::Simple => Scalar::Other(item.found()),
    };
    Ok((scalar, position, next))
}

/// Reads a tagged item: a decimal fraction, or what a leniency accepts.
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
    let error = Error::new(ErrorKind::TagNotAllowed, position);
    let leniency = match tag {
        0 | 1 => Leniency::TimeTags,
        2 | 3 => Leniency::Bignum,
        _ => return Err(error),
    };
    if !strictness.allows(leniency) {
        return Err(error.unless(leniency));
    }
    if leniency == Leniency::Bignum {
        let (number, next) = cbor::bignum(payload, next, tag == 3)?;
        return Ok((Scalar::Number(number), next));
    }
    let (value, next) = cbor::leaf(payload, position, Some(DataType::Time), strictness)?;
    match value {
        Value::Time(time) => Ok((Scalar::Time(time), next)),
        _ => Err(Error::new(ErrorKind::InvalidTime, position)),
    }
}
