//! Decoding SenML CBOR.

use super::read::{Reader, Walk};
use crate::codec::context::Context;
use crate::codec::decoder::{self, Input, Records, sealed::Machine};
use crate::codec::duplicates::Seen;
use crate::codec::long::Long;
use crate::error::{Error, ErrorKind, Leniency, Strictness};
use crate::formats::senml::fields::Fields;
use crate::formats::senml::pack::Pack;
use crate::formats::senml::raw::{self, RawRecord};
use crate::formats::senml::raw_encode;
use crate::formats::senml::read::{self, Read};
use crate::formats::senml::resolve::Resolver;
use crate::formats::shared::cbor;
use crate::model::content_format::ContentFormat;
use crate::model::path::Path;
use crate::model::record::Record;

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
    fn format(&self) -> Option<ContentFormat> {
        Some(if self.etch { ContentFormat::EtchCbor } else { ContentFormat::SenmlCbor })
    }

    #[inline]
    fn read<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Option<Result<Record<'a>, Error>> {
        #[cfg(feature = "fast")]
        {
            let record = self.fast_record::<false>(input);
            if record.is_some() {
                return record;
            }
        }
        self.read_other(input)
    }

    // Not by the fast path, so that blocks and whole payloads can be compared.
    fn next<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Result<Option<Record<'a>>, Error> {
        self.read_any(input).transpose()
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

    fn passes(&self) -> bool {
        self.resolver.passed
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
        let indefinite = window.get(cut).is_some_and(|first| first & 0x1f == 31);
        cbor::begin_long(window, cut, |window| {
            let mut reader = Reader::new(window, strictness, pack);
            let mut fields = Fields::new();
            if !reader.enter(&mut self.walk) && reader.error().is_none() {
                return Ok(Long::default());
            }
            // The stand-in ends the window.
            while (reader.cursor.position as usize) < window.len() && reader.next() {
                reader.take(&mut fields, &mut self.resolver, pack, context);
            }
            if let Some(error) = reader.error() {
                // All that precedes the value is valid, so the value is what must not be here.
                return Ok(Long { refused: Some(error), ..Long::default() });
            }
            let range = reader.leave(&mut self.walk);
            let long = self.resolver.begin_long(&fields, &reader.field, range, pack, context)?;
            let long = Long { left: reader.left, ..long };
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
        let mut reader = Reader::new(window, context.strictness(), pack);
        reader.left = long.left;
        match read::rest(&mut reader, long.labels, pack) {
            Some(error) => Err(error),
            None => Ok(reader.cursor.position as usize),
        }
    }
}

impl State {
    /// What there is if it is no record for the fast path.
    #[cfg_attr(feature = "fast", inline(never))]
    fn read_other<'a>(
        &mut self,
        input: &mut Input<'a, '_, '_>,
    ) -> Option<Result<Record<'a>, Error>> {
        #[cfg(feature = "fast")]
        if self.walk.is_over(input.payload) {
            return None;
        }
        self.read_any(input)
    }

    /// The next record of any shape.
    #[inline(never)]
    fn read_any<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Option<Result<Record<'a>, Error>> {
        input.begin_at(self.walk.position);
        read::record::<Reader<'a>>(&mut self.walk, self.etch, &mut self.resolver, input)
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
        raw::next::<Reader<'a>>(&mut self.done, self.payload, self.strictness, &mut self.walk)
    }
}
