//! Decoding SenML JSON.

use crate::codec::context::Context;
use crate::codec::decoder::{self, Input, Records, sealed::Machine};
use crate::codec::duplicates::Seen;
use crate::codec::long::Long;
use crate::encoding::base64::Base64;
use crate::error::{Error, ErrorKind, Strictness};
use crate::formats::senml::fields::{
    Collect, Fields, Label, Place, Rest, Rules, Scalar, Start, unknown_label,
};
use crate::formats::senml::pack::Pack;
use crate::formats::senml::raw::{self, RawRecord};
use crate::formats::senml::raw_encode;
use crate::formats::senml::resolve::Resolver;
use crate::formats::shared::json::{self, Json};
use crate::formats::shared::number::Number;
use crate::model::path::Path;
use crate::model::record::Record;

/// The state of a SenML JSON decoder.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub(super) walk: Walk,
    pub(super) etch: bool,
    pub(super) resolver: Resolver,
}

impl State {
    /// A decoder of SenML-ETCH JSON.
    pub(crate) fn etch() -> Self {
        Self { etch: true, ..Self::default() }
    }
}

/// A decoder of SenML JSON; from [`decode`].
pub type Decoder<'a, 's> = Records<'a, 's, State>;

/// Decodes a SenML JSON pack.
pub fn decode<'a, 's>(payload: &'a [u8], context: &Context<'s>) -> Decoder<'a, 's> {
    Records::new(payload, *context, State::default())
}

/// Decodes a SenML-ETCH JSON pack: a Fetch Pack in the operation
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
        let rules = Rules { pack, strictness: context.strictness() };
        json::begin_long(window, cut, |window| {
            let start = match self.walk.next::<Start<'_>>(window, rules) {
                Ok(start) => start,
                // All that precedes the value is valid, so the value is what must not be here.
                Err(error) => return Ok(Long { refused: Some(error), ..Long::default() }),
            };
            let long = self.resolver.begin_long(start, pack, context)?;
            Ok(long.in_base64(Base64::Url))
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
        let mut rest = Rest { labels: long.labels };
        match json::peek(window, 0)? {
            (b',', at) => members(window, at + 1, &mut rest, rules),
            (b'}', at) => Ok(at + 1),
            (_, at) => Err(Error::new(ErrorKind::InvalidJson, at)),
        }
    }
}

/// Iterates over the records of a pack without resolving names and times.
///
/// This is general SenML: names need not be paths, and units, sums and update times are kept.
///
/// ```
/// use lwm2m_codec::{Strictness, senml};
///
/// let pack = br#"[{"bn":"urn:dev:ow:10e2073a01080063:","u":"Cel","v":23.1,"s":10}]"#;
/// let record = senml::json::raw(pack, Strictness::STRICT).next().unwrap()?;
/// assert_eq!(record.base_name.unwrap(), "urn:dev:ow:10e2073a01080063:");
/// assert_eq!(record.unit.unwrap(), "Cel");
/// assert_eq!(record.sum.and_then(|sum| sum.to_f64()), Some(10.0));
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[must_use]
pub fn raw(payload: &[u8], strictness: Strictness) -> RawRecords<'_> {
    RawRecords { payload, strictness, walk: Walk::default(), done: false }
}

/// Encodes raw records as a SenML JSON pack into the start of `buffer` and says how many bytes they
/// take.
///
/// ```
/// use lwm2m_codec::senml;
///
/// let mut record = senml::RawRecord::default();
/// record.name = Some("urn:dev:ow:10e2073a01080063".into());
/// record.unit = Some("Cel".into());
/// record.value = Some(senml::RawValue::Number(23.1.into()));
/// let mut buffer = [0; 64];
/// let length = senml::json::encode_raw(&[record], &mut buffer)?;
/// let pack = br#"[{"n":"urn:dev:ow:10e2073a01080063","u":"Cel","v":23.1}]"#;
/// assert_eq!(buffer[..length], pack[..]);
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::BufferTooSmall`] with the length that is needed, and
/// [`ErrorKind::NumberNotRepresentable`] with the index of the record.
pub fn encode_raw(records: &[RawRecord<'_>], buffer: &mut [u8]) -> Result<usize, Error> {
    raw_encode::encode(records, super::JsonForm::default(), buffer)
}

/// The raw records of a SenML JSON pack; from [`raw`]. It ends after an error.
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
    AfterRecord,
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
        let start = match self.stage {
            Stage::Start => match first(payload, rules)? {
                Ok(start) => start,
                Err(end) => return self.finish(payload, end),
            },
            Stage::AfterRecord => match json::peek(payload, self.position as usize)? {
                (b',', at) => json::peek(payload, at + 1)?.1,
                (b']', at) => return self.finish(payload, at + 1),
                (_, at) => return Err(Error::new(ErrorKind::InvalidJson, at)),
            },
            Stage::End => return self.finish(payload, self.position as usize),
        };
        let (fields, end) = record(payload, start, rules)?;
        self.position = end as u32;
        self.stage = Stage::AfterRecord;
        Ok(Some((fields, start, end)))
    }

    fn finish<T>(&mut self, payload: &[u8], position: usize) -> Result<Option<T>, Error> {
        json::end(payload, position)?;
        self.position = position as u32;
        self.stage = Stage::End;
        Ok(None)
    }
}

/// The position of the first record, or of the end of an empty pack.
fn first(payload: &[u8], rules: Rules) -> Result<Result<usize, usize>, Error> {
    let start = json::skip_mark(payload, rules.strictness)?;
    match json::peek(payload, start)? {
        (b'[', at) => match json::peek(payload, at + 1)? {
            (b']', _) if rules.pack == Pack::Fetch => Err(Error::new(ErrorKind::EmptyPathList, at)),
            (b']', end) => Ok(Err(end + 1)),
            (_, record) => Ok(Ok(record)),
        },
        (b'{' | b'"' | b'0'..=b'9' | b'-' | b't' | b'f' | b'n', at) => {
            Err(Error::new(ErrorKind::WrongRoot, at))
        }
        (_, at) => Err(Error::new(ErrorKind::InvalidJson, at)),
    }
}

/// Reads the fields of the record at `start` and the position after it.
#[inline]
fn record<'a, C: Collect<'a>>(
    payload: &'a [u8],
    start: usize,
    rules: Rules,
) -> Result<(C, usize), Error> {
    let mut fields = C::default();
    let position = json::open_object(payload, start)?;
    if let (b'}', end) = json::peek(payload, position)? {
        return Ok((fields, end + 1));
    }
    let end = members(payload, position, &mut fields, rules)?;
    Ok((fields, end))
}

/// Reads members from `position` on and returns the position after the record.
#[inline]
fn members<'a, C: Collect<'a>>(
    payload: &'a [u8],
    mut position: usize,
    fields: &mut C,
    rules: Rules,
) -> Result<usize, Error> {
    loop {
        let (key, name, next) = json::member(payload, position)?;
        let label = Label::from_text(name);
        let (offset, value, next) = json::value(payload, next).map_err(|error| match label {
            Some(label) if label.is_value() => json::cut(error, payload, next),
            _ => error,
        })?;
        match label {
            Some(label) => {
                let scalar = match value {
                    Json::Number(number) => Scalar::Number(Number::Json(number)),
                    Json::Text(text) => Scalar::Text(text),
                    Json::Boolean(truth) => Scalar::Boolean(truth),
                    Json::Null => Scalar::Null,
                    Json::Array | Json::Object => Scalar::Other(value.found()),
                };
                let place = Place { label: key, content: offset, text: offset + 1 };
                fields.take(label, scalar, place, rules)?;
            }
            None => unknown_label(Some(name), key, rules.pack)?,
        }
        match json::peek(payload, next)? {
            (b',', at) => position = at + 1,
            (b'}', at) => return Ok(at + 1),
            (_, at) => return Err(Error::new(ErrorKind::InvalidJson, at)),
        }
    }
}
