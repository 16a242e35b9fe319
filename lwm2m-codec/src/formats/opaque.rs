//! Octet stream, `application/octet-stream` (42): the bytes of one Opaque value.
//!
//! ```
//! use lwm2m_codec::{Context, Path, opaque};
//!
//! let context = Context::write(Path::new(&[5, 0, 0]).unwrap());
//! let record = opaque::decode(&[0xca, 0xfe], &context).next().unwrap()?;
//! assert_eq!(record.value().unwrap().as_bytes().unwrap(), [0xca, 0xfe]);
//! # Ok::<(), lwm2m_codec::Error>(())
//! ```

use crate::codec::context::Context;
use crate::codec::decoder::{
    self, Records,
    sealed::{Extent, Machine},
};
use crate::codec::duplicates::Seen;
use crate::codec::encoder::Source;
use crate::codec::long::{Coding, Form, Long};
use crate::codec::single::{Single, single_value};
use crate::codec::sink::Sink;
use crate::data_type::DataType;
use crate::error::{Error, ErrorKind, Found, Leniency};
use crate::model::path::Path;
use crate::model::record::Record;
use crate::model::value::Value;

/// The state of an octet-stream decoder.
#[derive(Clone, Debug, Default)]
pub struct State(Single);

/// A decoder of octet streams; from [`decode`].
pub type Decoder<'a, 's> = Records<'a, 's, State>;

/// Decodes an octet stream.
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
        match context.resource_type(path).map(|resource| resource.data_type) {
            None | Some(DataType::Opaque) => {}
            Some(_) if context.strictness().allows(Leniency::OpaqueForOther) => {}
            Some(data_type) => {
                let error = Error::new(ErrorKind::UnexpectedType, 0).expected(data_type);
                return Err(error.found(Found::Bytes).unless(Leniency::OpaqueForOther));
            }
        }
        Ok(Some(Record::new(path, payload).spanning(0, payload.len() as u32)))
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
        Extent::Payload
    }

    fn begin_long(
        &mut self,
        window: &mut [u8],
        _: usize,
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Result<Long, Error> {
        let too_small = Error::new(ErrorKind::ScratchTooSmall, 0);
        let path = self.next(window, context, seen)?.ok_or(too_small)?.path;
        Ok(Long::new(path, Some(DataType::Opaque), Coding::Payload, Form::Bytes))
    }
}

/// Writes one Opaque value.
pub(crate) fn write<'r>(
    records: impl Source<'r>,
    context: &Context<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Error> {
    match single_value(records, context)? {
        Value::Opaque(bytes) => sink.put_bytes(&bytes),
        _ => return Err(Error::new(ErrorKind::NotRepresentable, 0)),
    }
    Ok(())
}
