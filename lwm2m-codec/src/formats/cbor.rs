//! CBOR, `application/cbor` (60): one value as one CBOR data item.
//!
//! Every well-formed encoding of a value is accepted: wide integers, half, single and double
//! floats, indefinite-length strings, decimal fractions (tag 4) for Float, and for Time a number
//! or, tagged, an RFC 3339 date (tag 0) or a number (tag 1). What is written is the shortest.
//!
//! The documents of LwM2M 1.2 call Time unsigned in CBOR, later ones signed: negative ones are
//! read and written.
//!
//! ```
//! use lwm2m_codec::{Context, Path, Value, cbor};
//!
//! let context = Context::read(Path::new(&[3, 0, 13]).unwrap());
//! let payload = b"\xc0\x74\x32013-05-02T10:40:15Z";
//! let record = cbor::decode(payload, &context).next().unwrap()?;
//! assert_eq!(record.value(), Some(Value::Time(1_367_491_215)));
//! # Ok::<(), lwm2m_codec::Error>(())
//! ```

use crate::codec::context::Context;
use crate::codec::decoder::{
    self, Records,
    sealed::{Extent, Machine},
};
use crate::codec::duplicates::Seen;
use crate::codec::encoder::Source;
use crate::codec::long::Long;
use crate::codec::single::{Single, single_value};
use crate::codec::sink::Sink;
use crate::error::{Error, ErrorKind};
use crate::formats::shared::cbor;
use crate::model::path::Path;
use crate::model::record::Record;

/// The state of a CBOR decoder.
#[derive(Clone, Debug, Default)]
pub struct State(Single);

/// A decoder of single CBOR values; from [`decode`].
pub type Decoder<'a, 's> = Records<'a, 's, State>;

/// Decodes one CBOR value.
pub fn decode<'a, 's>(payload: &'a [u8], context: &Context<'s>) -> Decoder<'a, 's> {
    Records::new(payload, *context, State::default())
}

impl decoder::State for State {}

impl Machine for State {
    fn next<'a>(
        &mut self,
        payload: &'a [u8],
        context: &Context<'_>,
        _: &mut Seen<'_>,
    ) -> Result<Option<Record<'a>>, Error> {
        let Some(path) = self.0.start(context)? else { return Ok(None) };
        let data_type = context.resource_type(path).map(|resource| resource.data_type);
        let (value, end) = cbor::leaf(payload, 0, data_type, context.strictness())?;
        if end != payload.len() {
            return Err(Error::new(ErrorKind::TrailingData, end));
        }
        Ok(Some(Record::new(path, value).spanning(0, end as u32)))
    }

    fn restart(&mut self) {
        *self = Self::default();
    }

    fn path(&self) -> Path {
        self.0.path()
    }

    fn position(&self) -> usize {
        0
    }

    fn seek(&mut self, _: usize) {}

    fn rebase(&mut self, _: usize) {}

    fn extent(&self) -> Extent {
        Extent::Item
    }

    fn begin_long(
        &mut self,
        window: &mut [u8],
        cut: usize,
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Result<Long, Error> {
        cbor::begin_long(window, cut, |window| match self.next(window, context, seen) {
            Ok(Some(record)) => Ok(Long::standing_for(&record)),
            Ok(None) => Err(Error::new(ErrorKind::ScratchTooSmall, cut)),
            // What is wrong with a value comes out after its last byte.
            Err(error) => Ok(Long { refused: Some(error), ..Long::default() }),
        })
    }

    fn end_long(
        &mut self,
        window: &[u8],
        _: &Long,
        _: &Context<'_>,
        last: bool,
    ) -> Result<usize, Error> {
        match (window, last) {
            ([], true) => Ok(0),
            ([], false) => Err(Error::new(ErrorKind::Truncated, 0)),
            _ => Err(Error::new(ErrorKind::TrailingData, 0)),
        }
    }
}

/// Writes one value as CBOR.
pub(crate) fn write<'r>(
    records: impl Source<'r>,
    context: &Context<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Error> {
    cbor::put(sink, &single_value(records, context)?, context);
    Ok(())
}
