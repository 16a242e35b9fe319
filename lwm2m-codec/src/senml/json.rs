//! SenML JSON, `application/senml+json` (110), and SenML-ETCH JSON (320).
//!
//! Fields come in any order; unknown ones are skipped whole, nested up to 128 levels. Duplicate
//! members are found among the labels that SenML knows. Strings may hold escapes, numbers keep
//! 64-bit integers exact and floats correctly rounded.
//!
//! ```
//! use lwm2m_codec::{Context, Operation, Path, Value, senml};
//!
//! let payload = br#"[{"bn":"/6/0/","n":"0","v":43.61092},{"n":"1","v":3.87723}]"#;
//! let context = Context::new(Operation::Send, Path::ROOT);
//! let record = senml::json::decode(payload, &context).nth(1).unwrap()?;
//! assert_eq!(record.path.to_string(), "/6/0/1");
//! assert_eq!(record.value(), Some(Value::Float(3.87723)));
//! # Ok::<(), lwm2m_codec::Error>(())
//! ```

use super::fields::{Fields, Label, Scalar, unknown_label};
use super::resolve::{Pack, Resolver};
use crate::context::Context;
use crate::decode::{self, Records, sealed::Machine};
use crate::duplicates::Seen;
use crate::error::{Error, ErrorKind};
use crate::path::Path;
use crate::record::Record;
use crate::scalar::Number;
use crate::wire::json::{self, Json};

/// The state of a SenML JSON decoder.
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
    AfterRecord,
    End,
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

impl decode::State for State {}

impl Machine for State {
    fn next<'a>(
        &mut self,
        payload: &'a [u8],
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Result<Option<Record<'a>>, Error> {
        let pack = Pack::new(self.etch, context.operation())?;
        let start = match self.stage {
            Stage::Start => {
                let start = json::skip_mark(payload, context)?;
                match json::peek(payload, start)? {
                    (b'[', at) => match json::peek(payload, at + 1)? {
                        (b']', _) if pack == Pack::Fetch => {
                            return Err(Error::new(ErrorKind::EmptyPathList, at));
                        }
                        (b']', end) => return self.finish(payload, end + 1),
                        (_, record) => record,
                    },
                    (b'{' | b'"' | b'0'..=b'9' | b'-' | b't' | b'f' | b'n', at) => {
                        return Err(Error::new(ErrorKind::WrongRoot, at));
                    }
                    (_, at) => return Err(Error::new(ErrorKind::InvalidJson, at)),
                }
            }
            Stage::AfterRecord => match json::peek(payload, self.position as usize)? {
                (b',', at) => json::peek(payload, at + 1)?.1,
                (b']', at) => return self.finish(payload, at + 1),
                (_, at) => return Err(Error::new(ErrorKind::InvalidJson, at)),
            },
            Stage::End => return Ok(None),
        };
        let (fields, end) = record(payload, start, pack, context)?;
        let record = self.resolver.resolve(&fields, (start, end), pack, context, seen)?;
        self.position = end as u32;
        self.stage = Stage::AfterRecord;
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
        json::end(payload, position)?;
        self.stage = Stage::End;
        Ok(None)
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
    let mut position = json::expect(payload, start, b'{')?;
    if let (b'}', end) = json::peek(payload, position)? {
        return Ok((fields, end + 1));
    }
    loop {
        let (key, name, next) = json::member(payload, position)?;
        let (offset, value, next) = json::value(payload, next)?;
        match Label::from_text(name) {
            Some(label) => {
                let scalar = match value {
                    Json::Number(number) => Scalar::Number(Number::Json(number)),
                    Json::Text(text) => Scalar::Text(text),
                    Json::Boolean(truth) => Scalar::Boolean(truth),
                    Json::Null => Scalar::Null,
                    Json::Array | Json::Object => Scalar::Other(value.found()),
                };
                fields.set(label, scalar, (key, offset, offset + 1), pack, context)?;
            }
            None => unknown_label(Some(name), key, pack)?,
        }
        match json::peek(payload, next)? {
            (b',', at) => position = at + 1,
            (b'}', at) => return Ok((fields, at + 1)),
            (_, at) => return Err(Error::new(ErrorKind::InvalidJson, at)),
        }
    }
}
