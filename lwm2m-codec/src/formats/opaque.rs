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
use crate::codec::decoder::{self, Records, sealed::Extent};
use crate::codec::long::{Coding, Form, Long};
use crate::codec::single::{Progress, SingleValue};
use crate::codec::sink::Sink;
use crate::data_type::DataType;
use crate::error::{Error, ErrorKind, Found, Leniency, Strictness};
use crate::model::content_format::ContentFormat;
use crate::model::path::Path;
use crate::model::record::Raw;
use crate::model::value::Value;

/// The state of an octet-stream decoder.
#[derive(Clone, Debug, Default)]
pub struct State(Progress);

/// A decoder of octet streams; from [`decode`].
pub type Decoder<'a, 's> = Records<'a, 's, State>;

/// Decodes an octet stream.
pub fn decode<'a, 's>(payload: &'a [u8], context: &Context<'s>) -> Decoder<'a, 's> {
    Records::new(payload, *context, State::default())
}

impl decoder::State for State {}

impl SingleValue for State {
    const FORMAT: ContentFormat = ContentFormat::Opaque;
    const EXTENT: Extent = Extent::Payload;

    fn progress(&self) -> &Progress {
        &self.0
    }

    fn progress_mut(&mut self) -> &mut Progress {
        &mut self.0
    }

    fn read(
        payload: &[u8],
        data_type: Option<DataType>,
        strictness: Strictness,
    ) -> Result<(Value<'_>, Raw), Error> {
        match data_type {
            None | Some(DataType::Opaque) => {}
            Some(_) if strictness.allows(Leniency::OpaqueForOther) => {}
            Some(data_type) => {
                let error = Error::new(ErrorKind::UnexpectedType, 0).expected(data_type);
                return Err(error.found(Found::Bytes).unless(Leniency::OpaqueForOther));
            }
        }
        Ok((Value::from(payload), Raw::Typed))
    }

    fn begin_long(
        path: Path,
        data_type: Option<DataType>,
        window: &mut [u8],
        _: usize,
        strictness: Strictness,
    ) -> Result<Long, Error> {
        Self::read(window, data_type, strictness)?;
        Ok(Long::new(path, Some(DataType::Opaque), Coding::Payload, Form::Bytes))
    }

    fn write(value: &Value<'_>, _: &Context<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
        let Value::Opaque(bytes) = value else {
            return Err(Error::new(ErrorKind::NotRepresentable, 0));
        };
        sink.put_bytes(bytes);
        Ok(())
    }
}
