//! Long values: strings and opaque values that come in pieces.

#[cfg(feature = "_cbor")]
pub(crate) mod cbor;
#[cfg(feature = "_json")]
pub(crate) mod json;

use core::ops::Range;

use crate::data_type::DataType;
#[cfg(feature = "_base64")]
use crate::encoding::base64::{Base64, Check};
use crate::encoding::links::ListCheck;
use crate::error::{Error, ErrorKind, Leniency, Strictness};
use crate::model::path::Path;
#[cfg(any(feature = "tlv", feature = "_scalar"))]
use crate::model::record::{Raw, Record};
use crate::model::timestamp::Timestamp;
#[cfg(feature = "_base64")]
use crate::model::value::Bytes;
#[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
use crate::model::value::Coded;
use crate::model::value::{Text, Value};

/// The byte that fills the stand-in for a long value: valid text and valid base64.
#[cfg_attr(not(feature = "_cbor"), allow(dead_code, reason = "not all formats have it"))]
pub(crate) const STAND_IN: u8 = b'A';

/// Runs `read` on the window up to `at` with a stand-in after it; `None` if that does not fit.
#[cfg_attr(not(feature = "_cbor"), allow(dead_code, reason = "not all formats have it"))]
pub(crate) fn with_stand_in<T>(
    window: &mut [u8],
    at: usize,
    stand_in: &[u8],
    read: impl FnOnce(&[u8]) -> T,
) -> Option<T> {
    let end = at.checked_add(stand_in.len())?;
    let mut kept = [0; 20];
    let kept = kept.get_mut(..stand_in.len())?;
    kept.copy_from_slice(window.get(at..end)?);
    window.get_mut(at..end)?.copy_from_slice(stand_in);
    let result = read(window.get(..end)?);
    window.get_mut(at..end)?.copy_from_slice(kept);
    Some(result)
}

/// Where a long value ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Coding {
    /// After this many bytes.
    #[cfg_attr(not(feature = "tlv"), allow(dead_code, reason = "not all formats have it"))]
    Definite(u64),
    /// After the chunks of a CBOR string; `left` counts the remaining bytes of the open one.
    #[cfg(feature = "_cbor")]
    Chunks { major: u8, left: Option<u64> },
    /// At the quote of a JSON string.
    #[cfg(feature = "_json")]
    Json,
    /// At the end of the payload.
    Payload,
}

/// How to treat bytes that are not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Utf8 {
    #[cfg_attr(
        not(any(feature = "tlv", feature = "text", feature = "_scalar")),
        expect(dead_code, reason = "for formats that have texts")
    )]
    Required,
    /// Required, but [`Leniency::InvalidUtf8`] would accept them.
    Refused,
    /// Replaced by U+FFFD.
    Lossy,
}

/// The content of a long value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    Bytes,
    Text(Utf8),
    #[cfg(feature = "_base64")]
    Base64 {
        variant: Base64,
        strict: Checked,
        lenient: Checked,
    },
}

/// The check so far, or the offset of the first invalid character.
#[cfg(feature = "_base64")]
pub(crate) type Checked = Result<Check, usize>;

impl Form {
    #[cfg(feature = "_base64")]
    pub(crate) const fn base64(variant: Base64) -> Self {
        let check = Ok(Check::new());
        Self::Base64 { variant, strict: check, lenient: check }
    }

    /// The same as strictness has it: [`Leniency::InvalidUtf8`] applies to texts.
    pub(crate) fn with_strictness(self, strictness: Strictness) -> Self {
        match (self, strictness.allows(Leniency::InvalidUtf8)) {
            (Self::Text(_), true) => Self::Text(Utf8::Lossy),
            (Self::Text(_), false) => Self::Text(Utf8::Refused),
            (form, _) => form,
        }
    }
}

/// A long value that is being read.
#[derive(Clone, Debug)]
pub struct Long {
    pub(crate) path: Path,
    pub(crate) time: Option<Timestamp>,
    /// The type, if the format or the schema determines it.
    pub(crate) data_type: Option<DataType>,
    pub(crate) coding: Coding,
    pub(crate) content: Form,
    /// Where the content starts.
    pub(crate) begin: u32,
    /// Where the record starts.
    pub(crate) start: u32,
    /// An error of the record, to be reported after its end.
    pub(crate) fault: Option<Error>,
    /// An error of the string, to be reported after its end.
    pub(crate) refused: Option<Error>,
    /// In SenML: the labels seen, the number of fields left, and whether to check for duplicates.
    pub(crate) labels: u16,
    #[cfg_attr(not(feature = "senml-cbor"), expect(dead_code, reason = "for SenML CBOR"))]
    pub(crate) left: u32,
    pub(crate) insert: bool,
    pub(crate) progress: Reading,
}

/// How far a long value was read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reading {
    /// The error for the first bytes that are not UTF-8.
    not_utf8: Option<Error>,
    /// Whether a JSON string has escapes.
    escaped: bool,
    /// The check of a list of links.
    links: Option<ListCheck>,
    /// The error of that check, with its offset in the text.
    not_links: Option<Error>,
    /// Decoded bytes so far.
    pub(crate) offset: u32,
    /// Whether a piece was yielded.
    pub(crate) begun: bool,
    /// Whether the content has ended.
    pub(crate) over: bool,
    /// Whether the last piece was yielded.
    pub(crate) done: bool,
}

impl Default for Long {
    fn default() -> Self {
        Self::new(Path::ROOT, None, Coding::Payload, Form::Bytes)
    }
}

/// The result of reading one window.
#[derive(Debug)]
pub(crate) struct Step {
    /// The number of bytes of the window that were consumed.
    pub(crate) used: usize,
    /// The range of them that forms a piece.
    pub(crate) piece: Range<usize>,
}

impl Long {
    pub(crate) const fn new(
        path: Path,
        data_type: Option<DataType>,
        coding: Coding,
        content: Form,
    ) -> Self {
        Self {
            path,
            time: None,
            data_type,
            coding,
            content,
            begin: 0,
            start: 0,
            fault: None,
            refused: None,
            labels: 0,
            left: 0,
            insert: false,
            progress: Reading {
                not_utf8: None,
                escaped: false,
                links: None,
                not_links: None,
                offset: 0,
                begun: false,
                over: false,
                done: false,
            },
        }
    }

    /// The long value that the stand-in in this record represents.
    #[cfg(any(feature = "tlv", feature = "_scalar"))]
    pub(crate) fn standing_for(record: &Record<'_>) -> Self {
        let content = match record.value() {
            Some(Value::String(_) | Value::CoreLink(_)) => Form::Text(Utf8::Required),
            _ => Form::Bytes,
        };
        let data_type = record.value().map(|value| value.data_type());
        let data_type = data_type.filter(|_| record.raw == Raw::Typed);
        let long = Self::new(record.path, data_type, Coding::Payload, content);
        Self { time: record.time, start: record.start, ..long }
    }

    /// The same for a format that encodes bytes in base64.
    #[cfg(feature = "_json")]
    pub(crate) fn in_base64(self, variant: Base64) -> Self {
        match self.content {
            Form::Bytes => Self { content: Form::base64(variant), ..self },
            Form::Text(_) | Form::Base64 { .. } => self,
        }
    }

    /// Continues in the window, which starts at `base` of the payload. A step that uses nothing
    /// needs more bytes, unless the content has ended.
    pub(crate) fn read(&mut self, window: &[u8], base: u32, last: bool) -> Result<Step, Error> {
        match self.coding {
            Coding::Definite(left) => {
                let (step, left) = self.counted(window, base, left);
                self.coding = Coding::Definite(left);
                self.progress.over = left == 0;
                Ok(step)
            }
            #[cfg(feature = "_cbor")]
            Coding::Chunks { major, left: Some(left) } => {
                let (step, left) = self.counted(window, base, left);
                let left = (left > 0).then_some(left);
                self.coding = Coding::Chunks { major, left };
                Ok(step)
            }
            #[cfg(feature = "_cbor")]
            Coding::Chunks { major, left: None } => {
                let (length, used) = match crate::encoding::cbor::chunk(window, 0, major) {
                    Err(error) if error.is(ErrorKind::Truncated) => (Some(0), 0),
                    chunk => chunk.map_err(|error| error.after(base))?,
                };
                self.progress.over = length.is_none();
                self.coding = Coding::Chunks { major, left: length.filter(|&length| length > 0) };
                Ok(Step { used, piece: 0..0 })
            }
            #[cfg(feature = "_json")]
            Coding::Json => self.json(window, base),
            Coding::Payload => {
                let used = self.take(window, base, last);
                self.progress.over = last;
                Ok(Step { used, piece: 0..used })
            }
        }
    }

    /// Reports errors of the string, after its end. Where more of the record follows, they are errors
    /// of the value.
    pub(crate) fn check_string(&self) -> Result<(), Error> {
        let not_utf8 = self.progress.not_utf8.filter(|_| self.labels == 0);
        self.refused.or(not_utf8).map_or(Ok(()), Err)
    }

    /// Reports errors of the value or its record, after the end of both. `text` is the offset of
    /// the string's text in the payload.
    pub(crate) fn check_value(&self, strictness: Strictness, text: u32) -> Result<(), Error> {
        if let Some(fault) = self.fault.or(self.progress.not_utf8) {
            return Err(fault);
        }
        #[cfg(feature = "_base64")]
        if let Form::Base64 { variant, strict, lenient } = self.content {
            let strict = strict.and_then(|check| check.finish(variant));
            let lenient = lenient.and_then(|check| check.finish(Base64::Lenient));
            // Escapes shift the offsets, so blame the opening quote.
            let error = |at: usize| match self.progress.escaped {
                true => Error::new(ErrorKind::InvalidBase64, 0).after(text.wrapping_sub(1)),
                false => Error::new(ErrorKind::InvalidBase64, at).after(text),
            };
            match (strict, lenient) {
                (Err(at), Ok(_)) if !strictness.allows(Leniency::Base64) => {
                    return Err(error(at).unless(Leniency::Base64));
                }
                (Err(_), Err(at)) => return Err(error(at)),
                _ => {}
            }
        }
        if let Some(error) = self.not_links(strictness) {
            // As above, and so do the heads of chunks.
            return Err(match self.progress.escaped || self.in_chunks() {
                true => error.at(text.wrapping_sub(1)),
                false => error.after(text),
            });
        }
        Ok(())
    }

    const fn in_chunks(&self) -> bool {
        #[cfg(feature = "_cbor")]
        return matches!(self.coding, Coding::Chunks { .. });
        #[cfg(not(feature = "_cbor"))]
        false
    }

    /// Checks a piece of a list of links.
    pub(crate) fn check_links(&mut self, piece: &mut dyn Iterator<Item = u8>) {
        if self.data_type == Some(DataType::CoreLink) && self.progress.not_links.is_none() {
            let list = self.progress.links.get_or_insert(ListCheck::new());
            self.progress.not_links = list.feed(piece).err();
        }
    }

    /// What is wrong with a list of links, after its end.
    fn not_links(&self, strictness: Strictness) -> Option<Error> {
        if strictness.allows(Leniency::AnyCoreLink) {
            return None;
        }
        let unfinished = || self.progress.links.as_ref()?.end().err();
        let error = self.progress.not_links.or_else(unfinished)?;
        Some(error.unless(Leniency::AnyCoreLink))
    }

    /// These bytes as a piece; `None` once the value is known to be invalid.
    pub(crate) fn value<'a>(&self, bytes: &'a [u8]) -> Option<Value<'a>> {
        if self.fault.is_some() || self.refused.is_some() || self.progress.not_utf8.is_some() {
            return None;
        }
        let text = |text: Text<'a>| match self.data_type {
            Some(DataType::CoreLink) => Value::CoreLink(text),
            _ => Value::String(text),
        };
        Some(match self.content {
            Form::Bytes => Value::Opaque(bytes.into()),
            #[cfg(feature = "_json")]
            Form::Text(Utf8::Lossy) if matches!(self.coding, Coding::Json) => {
                text(match bytes.contains(&b'\\') || core::str::from_utf8(bytes).is_err() {
                    true => Text::lossy(Coded::Json, bytes),
                    false => self.text(bytes)?,
                })
            }
            #[cfg(any(feature = "tlv", feature = "text", feature = "_scalar"))]
            Form::Text(Utf8::Lossy) if core::str::from_utf8(bytes).is_err() => {
                text(Text::lossy(Coded::Plain, bytes))
            }
            Form::Text(_) => text(self.text(bytes)?),
            #[cfg(feature = "_base64")]
            Form::Base64 { .. } => {
                Value::Opaque(Bytes::base64(self.text(bytes)?, Base64::Lenient).ok()?)
            }
        })
    }

    fn text<'a>(&self, bytes: &'a [u8]) -> Option<Text<'a>> {
        let text = core::str::from_utf8(bytes).ok()?;
        #[cfg(feature = "_json")]
        if matches!(self.coding, Coding::Json) && bytes.contains(&b'\\') {
            let length = Text::json(text, 0).bytes().count();
            return Some(Text::json(text, length as u32));
        }
        Some(text.into())
    }

    /// Takes what the window holds of a run of `left` bytes, and returns how many remain.
    fn counted(&mut self, window: &[u8], base: u32, left: u64) -> (Step, u64) {
        let length = usize::try_from(left).unwrap_or(usize::MAX);
        let (run, whole) = match window.get(..length) {
            Some(run) => (run, true),
            None => (window, false),
        };
        let used = self.take(run, base, whole);
        (Step { used, piece: 0..used }, left - used as u64)
    }

    /// How much of a run of bytes can be taken: no partial character, unless the run is complete.
    fn take(&mut self, run: &[u8], base: u32, whole: bool) -> usize {
        match self.content {
            Form::Bytes => run.len(),
            Form::Text(Utf8::Lossy) => {
                let mut start = 0;
                loop {
                    let rest = run.get(start..).unwrap_or_default();
                    let Err(error) = core::str::from_utf8(rest) else { return run.len() };
                    let valid = start + error.valid_up_to();
                    match error.error_len() {
                        Some(length) => start = valid + length,
                        None => return if whole { run.len() } else { valid },
                    }
                }
            }
            Form::Text(utf8) => self.take_text(run, base, whole, utf8),
            #[cfg(feature = "_base64")]
            Form::Base64 { .. } => {
                let length = if whole { run.len() } else { run.len() / 4 * 4 };
                self.check(run.get(..length).unwrap_or_default());
                length
            }
        }
    }

    /// Takes text, recording the first invalid UTF-8.
    fn take_text(&mut self, run: &[u8], base: u32, whole: bool, utf8: Utf8) -> usize {
        let Err(error) = core::str::from_utf8(run) else { return run.len() };
        if error.error_len().is_none() && !whole {
            return error.valid_up_to();
        }
        let error = Error::new(ErrorKind::InvalidUtf8, error.valid_up_to()).after(base);
        let error = match utf8 {
            Utf8::Refused => error.unless(Leniency::InvalidUtf8),
            _ => error,
        };
        self.progress.not_utf8.get_or_insert(error);
        run.len()
    }

    /// Records a lone surrogate of a JSON string, if nothing before it is invalid.
    #[cfg(feature = "_json")]
    #[cold]
    fn refuse_surrogate(&mut self, error: Error) {
        let error = match self.content {
            Form::Text(Utf8::Lossy) => return,
            Form::Text(_) => error.unless(Leniency::InvalidUtf8),
            _ => error,
        };
        let first = self.progress.not_utf8.filter(|first| first.offset() < error.offset());
        self.progress.not_utf8 = first.or(Some(error));
    }

    /// Checks characters of base64, up to the first error.
    #[cfg(feature = "_base64")]
    fn check(&mut self, text: &[u8]) {
        let Form::Base64 { variant, strict, lenient } = &mut self.content else { return };
        for (checked, variant) in [(strict, *variant), (lenient, Base64::Lenient)] {
            if let Ok(check) = checked {
                if let Err(at) = check.take(text, variant) {
                    *checked = Err(at);
                }
            }
        }
    }

    /// Continues a JSON string.
    #[cfg(feature = "_json")]
    fn json(&mut self, window: &[u8], base: u32) -> Result<Step, Error> {
        use crate::encoding::json::{SURROGATE, is_surrogate, unescape};
        let fail = |kind, at: usize| Err(Error::new(kind, at).after(base));
        let mut end = 0;
        let mut characters = 0usize;
        // The end of the last whole group of four characters, the unit of base64.
        let mut group = 0;
        let mut surrogate = None;
        let over = loop {
            if characters % 4 == 0 {
                group = end;
            }
            match window.get(end) {
                Some(b'"') => break true,
                Some(b'\\') => {
                    let rest = window.get(end..).unwrap_or_default();
                    match unescape(rest) {
                        Ok((_, length)) => end += length,
                        Err(true) => break false,
                        Err(false) if is_surrogate(rest) => {
                            surrogate.get_or_insert(end);
                            end += SURROGATE;
                        }
                        Err(false) => return fail(ErrorKind::InvalidEscape, end),
                    }
                    self.progress.escaped = true;
                }
                Some(0x20..) => end += 1,
                Some(_) => return fail(ErrorKind::InvalidJson, end),
                None => break false,
            }
            characters += 1;
        };
        let groups = !matches!(self.content, Form::Text(_) | Form::Bytes);
        let end = if groups && !over { group } else { end };
        let run = window.get(..end).unwrap_or_default();
        let before = self.progress.not_utf8;
        let used = match self.content {
            Form::Text(_) => self.take(run, base, over),
            _ => self.take_text(run, base, over, Utf8::Required),
        };
        if let Some(at) = surrogate.filter(|&at| at < used && before.is_none()) {
            self.refuse_surrogate(Error::new(ErrorKind::InvalidEscape, at).after(base));
        }
        if groups {
            if let Some(text) = self.text(window.get(..used).unwrap_or_default()) {
                text.pieces().for_each(|piece| self.check(piece.as_ref()));
            }
        }
        self.progress.over = over;
        Ok(Step { used: used + usize::from(over), piece: 0..used })
    }
}
