//! The records and fields of SenML CBOR packs.

use crate::codec::fault::Fault;
use crate::data_type::DataType;
use crate::error::{Error, ErrorKind, Found, Leniency, Strictness};
use crate::formats::senml::fields::{Field, Scalar, unknown_label};
use crate::formats::senml::labels::Label;
use crate::formats::senml::pack::Pack;
use crate::formats::senml::read::Read;
use crate::formats::shared::cbor::{self, Cursor, UNTIL_BREAK};
use crate::model::value::Text;

/// How far a pack was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Walk {
    pub(super) position: u32,
    /// The number of records left, or [`UNTIL_BREAK`].
    pub(super) left: u32,
    pub(super) stage: Stage,
}

impl Walk {
    /// Whether the pack plainly ends here.
    #[cfg(feature = "fast")]
    #[inline]
    pub(super) fn is_over(&self, payload: &[u8]) -> bool {
        self.stage == Stage::Records && self.left == 0 && self.position as usize == payload.len()
    }

    /// Goes on after a record.
    #[inline(always)]
    pub(super) fn leave(&mut self, position: u32) {
        self.position = position;
        if self.left != UNTIL_BREAK {
            self.left -= 1;
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stage {
    #[default]
    Start,
    Records,
    End,
}

/// Reads the fields of a record.
pub(super) struct Reader<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) pack: Pack,
    /// Where the record starts.
    pub(super) start: u32,
    /// The number of fields left, or [`UNTIL_BREAK`].
    pub(super) left: u32,
    /// The field that was read last.
    pub(super) field: Field<'a>,
}

impl<'a> Read<'a> for Reader<'a> {
    type Walk = Walk;

    #[inline]
    fn new(payload: &'a [u8], strictness: Strictness, pack: Pack) -> Self {
        let cursor = Cursor::new(payload, 0, strictness);
        Self { cursor, pack, start: 0, left: 0, field: Field::EMPTY }
    }

    #[cfg_attr(feature = "fast", inline)]
    fn enter(&mut self, walk: &mut Walk) -> bool {
        self.cursor.position = walk.position;
        if walk.stage != Stage::Records && !self.begin(walk) {
            return false;
        }
        self.start = self.cursor.position;
        if walk.left == 0 || walk.left == UNTIL_BREAK && self.cursor.pass_break() {
            return self.end(walk);
        }
        let is_map = self.cursor.item() == Found::Map;
        if !is_map {
            self.refuse(ErrorKind::UnexpectedType);
        }
        self.left = self.cursor.count();
        is_map
    }

    #[cfg_attr(feature = "fast", inline(always))]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn next(&mut self) -> bool {
        while !self.cursor.failed() {
            match self.left {
                0 => return false,
                UNTIL_BREAK if self.cursor.pass_break() => return false,
                UNTIL_BREAK => {}
                _ => self.left -= 1,
            }
            self.field.key = self.cursor.position;
            if let Some(label) = self.label() {
                self.field.label = label;
                self.content();
                return true;
            }
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
    /// Reads the head of the pack; false after its end, and after an error.
    #[cold]
    #[inline(never)]
    fn begin(&mut self, walk: &mut Walk) -> bool {
        if walk.stage == Stage::End {
            // More of the payload may have come since.
            return self.end(walk);
        }
        let cursor = &mut self.cursor;
        if cursor.root() != Found::Array {
            cursor.misfit(ErrorKind::WrongRoot);
        }
        let left = cursor.count();
        if left == UNTIL_BREAK {
            let error = Error::new(ErrorKind::IndefiniteLength, cursor.start as usize);
            cursor.demand(Leniency::IndefiniteArray, error);
        }
        *walk = Walk { position: cursor.position, left, stage: Stage::Records };
        // Looks at the break only; the record or the end of the pack is read from here.
        let is_empty = left == 0 || left == UNTIL_BREAK && cursor.pass_break();
        cursor.position = walk.position;
        if is_empty && self.pack == Pack::Fetch {
            cursor.fail_here(ErrorKind::EmptyPathList);
        }
        !cursor.failed()
    }

    /// Ends the pack, which nothing may follow.
    #[cold]
    #[inline(never)]
    fn end(&mut self, walk: &mut Walk) -> bool {
        if self.cursor.is_at_end() {
            walk.stage = Stage::End;
        } else {
            let position = self.cursor.position as usize;
            self.cursor.fail(Error::new(ErrorKind::TrailingData, position));
        }
        false
    }

    /// Reports an item that has no place where it stands.
    #[cold]
    #[inline(never)]
    fn refuse(&mut self, kind: ErrorKind) {
        match self.cursor.found {
            Found::Break => self.cursor.fail_here(ErrorKind::InvalidCbor),
            _ => self.cursor.misfit(kind),
        }
    }

    /// Reads a label; of an unknown one the content too.
    #[cfg_attr(feature = "fast", inline(always))]
    fn label(&mut self) -> Option<Label> {
        match Label::from_byte(self.cursor.peek()) {
            None => self.odd_label(),
            label => {
                self.cursor.position += 1;
                label
            }
        }
    }

    /// Reads a label that is text, unknown, or longer than need be.
    #[cold]
    #[inline(never)]
    fn odd_label(&mut self) -> Option<Label> {
        let cursor = &mut self.cursor;
        let mut text = None;
        match cursor.item() {
            Found::Text => {
                let label = text_label(&cursor.text());
                // No extension can have such a name, so it stands for the label.
                if !matches!(label, None | Some(Label::LinkValue)) {
                    let error = Error::new(ErrorKind::InvalidLabel, cursor.start as usize);
                    cursor.demand(Leniency::TextLabels, error.found(Found::Text));
                }
                if label.is_some() {
                    return label.filter(|_| !cursor.failed());
                }
                text = Some(cursor.text());
            }
            Found::Integer => {
                let label = Label::from_number(cursor.is_negative(), cursor.argument);
                if label.is_some() {
                    return label;
                }
            }
            _ => self.refuse(ErrorKind::InvalidLabel),
        }
        let fault = &mut self.cursor.fault;
        unknown_label(text.as_ref(), self.field.key, self.pack, fault);
        if !fault.is_some() {
            self.cursor.skip();
        }
        None
    }

    /// Reads the content of a field.
    #[cfg_attr(feature = "fast", inline(always))]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn content(&mut self) {
        let at = self.cursor.position;
        (self.field.at, self.field.text) = (at, at);
        let found = self.cursor.item();
        let cursor = &self.cursor;
        let scalar = match found {
            Found::Integer | Found::Float => Scalar::Number(cbor::plain_number(cursor)),
            Found::Boolean => Scalar::Boolean(cursor.truth()),
            Found::Text | Found::Bytes => return self.string(),
            _ => return self.odd_content(),
        };
        self.field.scalar = scalar;
    }

    /// Takes the content of a field that is a string.
    #[cfg_attr(feature = "fast", inline)]
    fn string(&mut self) {
        let cursor = &self.cursor;
        let scalar = match (cursor.found, self.field.label) {
            (Found::Bytes, _) => Scalar::Bytes(cursor.bytes()),
            // In CBOR, data is a byte string, never base64.
            (_, Label::DataValue) => return self.field.scalar = Scalar::Other(Found::Text),
            (_, Label::Value | Label::Time | Label::BaseTime) => {
                return self.field.scalar = Scalar::Date(cursor.text());
            }
            _ => {
                // The head gives the length, also that of all chunks.
                self.field.text = cursor.position.saturating_sub(cursor.argument as u32);
                Scalar::Text(cursor.text())
            }
        };
        self.field.scalar = scalar;
        if self.cursor.is_indefinite() {
            let error = Error::new(ErrorKind::IndefiniteLength, self.field.at as usize);
            self.cursor.demand(Leniency::IndefiniteString, error);
        }
    }

    /// Reads the content of a field if it is something uncommon or wrong.
    #[cold]
    #[inline(never)]
    fn odd_content(&mut self) {
        let found = self.cursor.found;
        self.field.scalar = match found {
            Found::Null => Scalar::Null,
            Found::Tag => return self.tagged(),
            _ => Scalar::Other(found),
        };
        match found {
            Found::Array | Found::Map => {
                self.cursor.position = self.cursor.start;
                self.cursor.skip();
            }
            Found::Break => self.cursor.fail_here(ErrorKind::InvalidCbor),
            Found::Nothing if self.field.label.is_value() => {
                self.cursor.mend();
                if self.cursor.found == Found::Text {
                    self.string();
                    self.field.text = self.cursor.string_start();
                    self.cursor.lossy = false;
                }
            }
            _ => {}
        }
    }

    /// Reads what follows a tag: a decimal fraction, or what a leniency accepts.
    fn tagged(&mut self) {
        let cursor = &mut self.cursor;
        let tag = cursor.argument;
        let error = Error::new(ErrorKind::TagNotAllowed, cursor.start as usize);
        match tag {
            0 | 1 => cursor.demand(Leniency::TimeTags, error),
            2 | 3 => cursor.demand(Leniency::Bignum, error),
            4 => {}
            _ => cursor.fail(error),
        }
        if cursor.failed() {
            return;
        }
        self.field.scalar = match tag {
            0 | 1 => Scalar::Time(cbor::seconds(cursor, tag, Some(DataType::Time))),
            4 => Scalar::Number(cbor::decimal_fraction(cursor)),
            _ => Scalar::Number(cbor::bignum(cursor, tag == 3)),
        };
    }
}

/// The label that a text stands for: its name in JSON, or its number in CBOR.
fn text_label(text: &Text<'_>) -> Option<Label> {
    if let Some(label) = Label::from_text(text) {
        return Some(label);
    }
    let (negative, digits) = match text.as_bytes()? {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    let mut number = 0u32;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.min(100) * 10 + u32::from(digit);
    }
    match number {
        _ if digits.is_empty() => None,
        0 => Some(Label::Name),
        number => Label::from_number(negative, (number - u32::from(negative)).into()),
    }
}
