//! CBOR, `application/cbor` (60): one value as one CBOR data item.
//!
//! Every well-formed encoding of a value is accepted: wide integers, half, single and double
//! floats, indefinite-length strings, decimal fractions (tag 4) for Float, and for Time a number
//! or, tagged, an RFC 3339 date (tag 0) or a number (tag 1). What is written is the shortest.
//!
//! The specifications of LwM2M 1.2 call Time unsigned in CBOR, later ones signed: negative ones are
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
use crate::codec::decoder::{self, Records, sealed::Extent};
use crate::codec::long::Long;
use crate::codec::single::{Progress, SingleValue};
use crate::codec::sink::Sink;
use crate::data_type::DataType;
use crate::error::{Error, ErrorKind, Strictness};
use crate::formats::shared::cbor::{self, Cursor};
use crate::model::content_format::ContentFormat;
use crate::model::path::Path;
use crate::model::record::{Raw, Record};
use crate::model::value::Value;

/// The state of a CBOR decoder.
#[derive(Clone, Debug, Default)]
pub struct State(Progress);

/// A decoder of single CBOR values; from [`decode`].
pub type Decoder<'a, 's> = Records<'a, 's, State>;

/// Decodes one CBOR value.
pub fn decode<'a, 's>(payload: &'a [u8], context: &Context<'s>) -> Decoder<'a, 's> {
    Records::new(payload, *context, State::default())
}

impl decoder::State for State {}

impl SingleValue for State {
    const FORMAT: ContentFormat = ContentFormat::Cbor;
    const EXTENT: Extent = Extent::Item;

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
        let mut cursor = Cursor::new(payload, 0, strictness);
        cursor.value_item();
        let value = cbor::value(&mut cursor, data_type);
        if !cursor.is_at_end() {
            cursor.fail(Error::new(ErrorKind::TrailingData, cursor.position as usize));
        }
        cursor.error().map_or(Ok((value, Raw::Typed)), Err)
    }

    fn begin_long(
        path: Path,
        data_type: Option<DataType>,
        window: &mut [u8],
        cut: usize,
        strictness: Strictness,
    ) -> Result<Long, Error> {
        cbor::begin_long(window, cut, |window| match Self::read(window, data_type, strictness) {
            Ok((value, _)) => Ok(Long::standing_for(&Record::new(path, value))),
            // What is wrong with a value comes out after its last byte.
            Err(error) => Ok(Long { refused: Some(error), ..Long::default() }),
        })
    }

    fn end_long(window: &[u8], last: bool) -> Result<usize, Error> {
        match (window, last) {
            ([], true) => Ok(0),
            ([], false) => Err(Error::new(ErrorKind::Truncated, 0)),
            _ => Err(Error::new(ErrorKind::TrailingData, 0)),
        }
    }

    fn write(value: &Value<'_>, context: &Context<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
        // Null is read only where the resource is executable.
        if *value == Value::None && !context.is_executable(context.base()) {
            return Err(Error::new(ErrorKind::NotRepresentable, 0));
        }
        cbor::put(sink, value, context);
        Ok(())
    }
}
