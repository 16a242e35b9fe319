//! Formats of one value: the request names its path, and the payload holds nothing else.

use core::marker::PhantomData;

use super::context::Context;
use super::declared;
use super::decoder::sealed::{Extent, Input, Machine};
use super::duplicates::Seen;
use super::encoder::{Source, Write};
use super::long::Long;
use super::sink::Sink;
use crate::data_type::DataType;
use crate::error::{Error, ErrorKind, Strictness};
use crate::model::content_format::ContentFormat;
use crate::model::operation::Operation;
use crate::model::path::Path;
use crate::model::record::{Raw, Record};
use crate::model::value::Value;

/// A format of one value, by the state of its decoder, which is a [`Machine`] with that.
pub(crate) trait SingleValue: Clone + Default {
    const FORMAT: ContentFormat;

    /// How much of the payload the value takes.
    const EXTENT: Extent;

    fn progress(&self) -> &Progress;

    fn progress_mut(&mut self) -> &mut Progress;

    /// Reads the payload, as the data type that the schema declares.
    fn read(
        payload: &[u8],
        data_type: Option<DataType>,
        strictness: Strictness,
    ) -> Result<(Value<'_>, Raw), Error>;

    /// Begins the value of this path if it is long; as [`Machine::begin_long`].
    fn begin_long(
        path: Path,
        data_type: Option<DataType>,
        window: &mut [u8],
        cut: usize,
        strictness: Strictness,
    ) -> Result<Long, Error>;

    /// Reads what follows a long value; as [`Machine::end_long`].
    fn end_long(window: &[u8], last: bool) -> Result<usize, Error> {
        let _ = (window, last);
        Ok(0)
    }

    fn write(value: &Value<'_>, context: &Context<'_>, sink: &mut Sink<'_>) -> Result<(), Error>;
}

/// How far the payload was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress {
    path: Path,
    done: bool,
}

impl Progress {
    /// The path and declared type of the one value, the first time.
    ///
    /// # Errors
    /// [`ErrorKind::BasePath`] if the request names no resource or resource instance.
    fn start(
        &mut self,
        format: ContentFormat,
        context: &Context<'_>,
    ) -> Result<Option<(Path, Option<DataType>)>, Error> {
        if core::mem::replace(&mut self.done, true) {
            return Ok(None);
        }
        self.path = context.base();
        if self.path.len() < 3 || self.path.names_new_instance() {
            return Err(Error::new(ErrorKind::BasePath, 0));
        }
        if context.operation() == Operation::Execute {
            // The arguments are text, whatever the resource is.
            return Ok(Some((self.path, Some(DataType::String))));
        }
        let (data_type, multiple) = declared::of(self.path, context);
        // In CBOR, what an executable resource has is null.
        let held = data_type.filter(|_| format != ContentFormat::Cbor);
        if !declared::agrees(self.path, held, multiple) {
            declared::settle(&mut self.path, held, context, (0, 0))?;
        }
        Ok(Some((self.path, data_type)))
    }
}

impl<F: SingleValue> Machine for F {
    fn format(&self) -> Option<ContentFormat> {
        Some(F::FORMAT)
    }

    fn next<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Result<Option<Record<'a>>, Error> {
        let Input { payload, context, .. } = input;
        let started = self.progress_mut().start(F::FORMAT, context)?;
        let Some((path, data_type)) = started else { return Ok(None) };
        let (value, raw) = F::read(payload, data_type, context.strictness())?;
        let record = Record::new(path, value).spanning(0, payload.len() as u32);
        Ok(Some(Record { raw, ..record }))
    }

    fn restart(&mut self) {
        *self = Self::default();
    }

    fn path(&self) -> Path {
        self.progress().path
    }

    fn position(&self) -> usize {
        0
    }

    fn seek(&mut self, _: usize) {}

    fn rebase(&mut self, _: usize) {}

    fn extent(&self) -> Extent {
        F::EXTENT
    }

    fn begin_long(
        &mut self,
        window: &mut [u8],
        cut: usize,
        context: &Context<'_>,
        _: &mut Seen<'_>,
    ) -> Result<Long, Error> {
        let too_small = Error::new(ErrorKind::ScratchTooSmall, cut);
        let (path, data_type) = self.progress_mut().start(F::FORMAT, context)?.ok_or(too_small)?;
        F::begin_long(path, data_type, window, cut, context.strictness())
    }

    fn end_long(
        &mut self,
        window: &[u8],
        _: &Long,
        _: &Context<'_>,
        last: bool,
    ) -> Result<usize, Error> {
        F::end_long(window, last)
    }
}

/// Writes the one value.
#[derive(Clone)]
pub(crate) struct Writer<'c, S, F> {
    records: S,
    context: &'c Context<'c>,
    format: PhantomData<F>,
}

impl<'c, S, F> Writer<'c, S, F> {
    /// As other formats have it, which look at the records here.
    pub(crate) fn new(records: S, context: &'c Context<'c>) -> Result<Self, Error> {
        Ok(Self { records, context, format: PhantomData })
    }
}

impl<'r, S: Source<'r>, F: SingleValue> Write for Writer<'_, S, F> {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<bool, Error> {
        let value = single_value(self.records.clone(), self.context)?;
        F::write(&value, self.context, sink)?;
        Ok(false)
    }
}

/// The one value of a format that holds one, which must be that of the base path.
fn single_value<'r>(
    mut records: impl Source<'r>,
    context: &Context<'_>,
) -> Result<Value<'r>, Error> {
    let fail = |kind, index| Err(Error::new(kind, index));
    let base = context.base();
    if base.len() < 3 || base.names_new_instance() {
        return fail(ErrorKind::BasePathNotEncodable, 0);
    }
    let Some(record) = records.next().transpose()? else {
        return fail(ErrorKind::SingleValueOnly, 0);
    };
    if record.path != base {
        return fail(ErrorKind::RecordOutsideBase, 0);
    }
    if record.time.is_some() {
        return fail(ErrorKind::TimeNotRepresentable, 0);
    }
    let Some(value) = record.value() else {
        return fail(ErrorKind::NotRepresentable, 0);
    };
    match records.next().transpose()? {
        Some(_) => fail(ErrorKind::SingleValueOnly, 1),
        None => Ok(value),
    }
}
