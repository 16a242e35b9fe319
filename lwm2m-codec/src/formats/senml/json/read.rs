//! The records and fields of SenML JSON packs.

use crate::codec::fault::Fault;
use crate::error::{Error, ErrorKind, Found, Strictness};
use crate::formats::senml::fields::{Field, Scalar, unknown_label};
use crate::formats::senml::labels::Label;
use crate::formats::senml::pack::Pack;
use crate::formats::senml::read::Read;
use crate::formats::shared::json::{self, Cursor};
use crate::formats::shared::number::Number;

/// How far a pack was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Walk {
    pub(super) position: u32,
    pub(super) stage: Stage,
}

impl Walk {
    /// Whether the pack plainly ends here.
    #[cfg(feature = "fast")]
    #[inline]
    pub(super) fn is_over(&self, payload: &[u8]) -> bool {
        self.stage == Stage::AfterRecord
            && matches!(payload.get(self.position as usize..), Some(b"]"))
    }

    /// Goes on after a record.
    #[inline(always)]
    pub(super) fn leave(&mut self, position: u32) {
        *self = Self { position, stage: Stage::AfterRecord };
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stage {
    #[default]
    Start,
    AfterRecord,
    End,
}

/// Reads the fields of a record.
pub(super) struct Reader<'a> {
    pub(super) cursor: Cursor<'a>,
    pack: Pack,
    /// Where the record starts.
    pub(super) start: u32,
    /// Whether the next field is the first.
    first: bool,
    /// The field that was read last.
    pub(super) field: Field<'a>,
}

impl<'a> Read<'a> for Reader<'a> {
    type Walk = Walk;

    #[inline]
    fn new(payload: &'a [u8], strictness: Strictness, pack: Pack) -> Self {
        let cursor = Cursor::new(payload, 0, strictness);
        Self { cursor, pack, start: 0, first: false, field: Field::EMPTY }
    }

    #[cfg_attr(feature = "fast", inline)]
    fn enter(&mut self, walk: &mut Walk) -> bool {
        self.cursor.position = walk.position;
        if walk.stage == Stage::AfterRecord && self.cursor.peek() == b',' {
            self.cursor.position += 1;
        } else if !self.begin(walk) {
            return false;
        }
        let first = self.cursor.peek();
        self.start = self.cursor.position;
        if first != b'{' {
            self.refuse();
            return false;
        }
        self.cursor.position += 1;
        self.first = true;
        true
    }

    #[cfg_attr(feature = "fast", inline(always))]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn next(&mut self) -> bool {
        while !self.cursor.fault.is_some() {
            match (self.cursor.peek(), self.first) {
                (b',', false) => self.cursor.position += 1,
                (b'}', _) => {
                    self.cursor.position += 1;
                    return false;
                }
                (_, true) => {}
                _ => {
                    self.cursor.invalid();
                    return false;
                }
            }
            self.first = false;
            self.field.key = self.cursor.name();
            if self.cursor.fault.is_some() {
                return false;
            }
            if let Some(label) = Label::from_text(&self.cursor.text) {
                self.field.label = label;
                self.content();
                return true;
            }
            self.pass_unknown();
        }
        false
    }

    #[cold]
    #[inline(never)]
    fn read_again(&mut self, label: Label, at: u32) {
        self.cursor.position = at;
        self.field.label = label;
        self.content();
    }

    fn leave(&self, walk: &mut Walk) -> (u32, u32) {
        walk.leave(self.cursor.position);
        (self.start, walk.position)
    }

    fn last(&mut self) -> (&Field<'a>, &mut Fault) {
        (&self.field, &mut self.cursor.fault)
    }
}

impl<'a> Reader<'a> {
    /// Begins or ends the pack; true if a record follows.
    #[cold]
    #[inline(never)]
    fn begin(&mut self, walk: &mut Walk) -> bool {
        if walk.stage == Stage::AfterRecord {
            return self.end(walk);
        }
        if walk.stage == Stage::End {
            return self.finish(walk);
        }
        match json::skip_mark(self.cursor.payload, self.cursor.fault.strictness()) {
            Ok(position) => self.cursor.position = position as u32,
            Err(error) => self.cursor.fault.report(error),
        }
        let first = self.cursor.peek();
        let at = self.cursor.position;
        match first {
            b'[' => self.cursor.position += 1,
            b'{' | b'"' | b'0'..=b'9' | b'-' | b't' | b'f' | b'n' => {
                self.cursor.fail(ErrorKind::WrongRoot, at);
            }
            _ => {
                self.cursor.invalid();
            }
        }
        if !self.cursor.fault.is_some() && self.cursor.peek() == b']' {
            if self.pack == Pack::Fetch {
                self.cursor.fail(ErrorKind::EmptyPathList, at);
            }
            return self.end(walk);
        }
        !self.cursor.fault.is_some()
    }

    /// Reads the bracket that ends the pack.
    fn end(&mut self, walk: &mut Walk) -> bool {
        if self.cursor.peek() != b']' {
            self.cursor.invalid();
        }
        if !self.cursor.fault.is_some() {
            self.cursor.position += 1;
            self.finish(walk);
        }
        false
    }

    /// Ends the pack, which nothing but white space may follow.
    fn finish(&mut self, walk: &mut Walk) -> bool {
        let position = self.cursor.position;
        match json::end(self.cursor.payload, position as usize, self.cursor.fault.strictness()) {
            Ok(()) => *walk = Walk { position, stage: Stage::End },
            Err(error) => self.cursor.fault.report(error),
        }
        false
    }

    /// Reports what is no record.
    #[cold]
    #[inline(never)]
    fn refuse(&mut self) {
        let found = self.cursor.value();
        let error = Error::new(ErrorKind::UnexpectedType, self.start as usize);
        self.cursor.fault.report(error.found(found));
    }

    /// Skips the content of a field with an unknown label.
    #[cold]
    #[inline(never)]
    fn pass_unknown(&mut self) {
        let label = self.cursor.text;
        self.cursor.value();
        unknown_label(Some(&label), self.field.key, self.pack, &mut self.cursor.fault);
    }

    /// Reads the content of a field.
    #[cfg_attr(feature = "fast", inline(always))]
    fn content(&mut self) {
        self.cursor.peek();
        let at = self.cursor.position;
        (self.field.at, self.field.text) = (at, at + 1);
        let found = self.cursor.value();
        self.field.scalar = match found {
            Found::Integer | Found::Float => Scalar::Number(Number::Json(self.cursor.number)),
            Found::Text => Scalar::Text(self.cursor.text),
            Found::Boolean => Scalar::Boolean(self.cursor.truth),
            Found::Null => Scalar::Null,
            Found::Nothing if self.field.label.is_value() => self.mend(),
            found => Scalar::Other(found),
        };
    }

    /// Reads an invalid string again, and says where one starts that the end of the payload cuts, which
    /// decoding block by block reads in pieces.
    #[cold]
    #[inline(never)]
    fn mend(&mut self) -> Scalar<'a> {
        let at = self.field.at as usize;
        let cursor = &mut self.cursor;
        let error = cursor.fault.error();
        let lossy = error.filter(|&error| json::is_lossy(error));
        match lossy.and_then(|_| json::lossy_string(cursor.payload, at)) {
            Some(Ok((text, position))) => {
                cursor.fault = Fault::new(cursor.fault.strictness());
                cursor.position = position as u32;
                return Scalar::Text(text);
            }
            Some(Err(error)) => cursor.fault.replace(error),
            None => {}
        }
        if let Some(error) = cursor.fault.error() {
            cursor.fault.replace(json::cut(error, cursor.payload, at));
        }
        Scalar::Other(Found::Nothing)
    }
}
