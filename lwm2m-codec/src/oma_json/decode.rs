//! OMA JSON to records.

use crate::base64::Base64;
use crate::context::Context;
use crate::decode::{self, sealed::Machine};
use crate::duplicates::Seen;
use crate::error::{Error, ErrorKind};
use crate::name::Name;
use crate::object_link;
use crate::path::Path;
use crate::record::Record;
use crate::scalar::Number;
use crate::strictness::Leniency;
use crate::time::Timestamp;
use crate::value::{Bytes, DataType, Text, Value};
use crate::wire::json::{self, Json};

/// The state of an OMA JSON decoder.
#[derive(Clone, Debug, Default)]
pub struct State {
    position: u32,
    stage: Stage,
    base_name: Option<Name>,
    base_time: Timestamp,
    path: Path,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Start,
    FirstEntry,
    AfterEntry,
    End,
}

/// A member of the root object that means something here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Root {
    Entries = 0,
    BaseName = 1,
    BaseTime = 2,
}

/// The fields of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Name = 0,
    Time = 1,
    Number = 2,
    Boolean = 3,
    String = 4,
    Link = 5,
}

/// Whether two member names are the same text.
fn is(name: Text<'_>, label: &str) -> bool {
    name == *label
}

impl decode::State for State {}

impl Machine for State {
    fn next<'a>(
        &mut self,
        payload: &'a [u8],
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Result<Option<Record<'a>>, Error> {
        // Until an entry has its path, errors arise somewhere below the request path.
        let last = core::mem::replace(&mut self.path, context.base());
        if self.stage == Stage::Start {
            self.root(payload, context)?;
        }
        let start = match (self.stage, json::peek(payload, self.position as usize)?) {
            (Stage::End, _) | (Stage::FirstEntry | Stage::AfterEntry, (b']', _)) => {
                // What follows the entries was checked with the root.
                self.stage = Stage::End;
                self.path = last;
                return Ok(None);
            }
            (Stage::FirstEntry, (_, at)) => at,
            (_, (b',', at)) => json::peek(payload, at + 1)?.1,
            (_, (_, at)) => return Err(Error::new(ErrorKind::InvalidJson, at)),
        };
        let record = self.entry(payload, start, context)?;
        seen.insert(record.path, record.time, start as u32)?;
        self.position = record.end;
        self.stage = Stage::AfterEntry;
        Ok(Some(record))
    }

    fn path(&self) -> Path {
        self.path
    }
}

impl State {
    /// Reads the members of the root object, all but what is in the array of entries, whose
    /// position is kept: base name and base time may come after them.
    fn root(&mut self, payload: &[u8], context: &Context<'_>) -> Result<(), Error> {
        let start = json::skip_mark(payload, context.leniencies())?;
        let (byte, start) = json::peek(payload, start)?;
        if byte != b'{' {
            let known = matches!(byte, b'[' | b'"' | b'0'..=b'9' | b'-' | b't' | b'f' | b'n');
            let kind = if known { ErrorKind::WrongRoot } else { ErrorKind::InvalidJson };
            return Err(Error::new(kind, start));
        }
        let mut members = 0u8;
        let mut entries = None;
        let mut position = start + 1;
        let end = loop {
            match json::peek(payload, position)? {
                (b'}', end) if position == start + 1 => break end,
                _ => {}
            }
            let (key, name, next) = json::member(payload, position)?;
            let member = if is(name, "e") {
                Some(Root::Entries)
            } else if is(name, "bn") {
                Some(Root::BaseName)
            } else if is(name, "bt") {
                Some(Root::BaseTime)
            } else {
                None
            };
            if let Some(member) = member {
                check_duplicate(&mut members, member as u8, key, context)?;
            }
            let (offset, value, next) = json::value(payload, next)?;
            let mismatch = Error::new(ErrorKind::UnexpectedType, offset).found(value.found());
            match (member, value) {
                (None, _) => {}
                (Some(Root::Entries), Json::Array) => entries = Some(offset),
                (Some(Root::BaseName), Json::Text(text)) => {
                    let mut name = Name::default();
                    name.read(text, offset + 1, context);
                    self.base_name = Some(name);
                }
                (Some(Root::BaseTime), Json::Number(time)) => {
                    let out_of_range = Error::new(ErrorKind::ValueOutOfRange, offset);
                    self.base_time = Number::Json(time).to_timestamp().ok_or(out_of_range)?;
                }
                _ => return Err(mismatch),
            }
            match json::peek(payload, next)? {
                (b',', at) => position = at + 1,
                (b'}', at) => break at,
                (_, at) => return Err(Error::new(ErrorKind::InvalidJson, at)),
            }
        };
        json::end(payload, end + 1)?;
        let entries = entries.ok_or(Error::new(ErrorKind::MissingEntries, end))?;
        self.position = entries as u32 + 1;
        self.stage = Stage::FirstEntry;
        Ok(())
    }

    /// Reads the entry at `start`.
    fn entry<'a>(
        &mut self,
        payload: &'a [u8],
        start: usize,
        context: &Context<'_>,
    ) -> Result<Record<'a>, Error> {
        let mut fields = 0u8;
        let mut name = None;
        let mut time = Timestamp::default();
        let mut value = None;
        let first = json::expect(payload, start, b'{')?;
        let mut position = first;
        let end = loop {
            match json::peek(payload, position)? {
                (b'}', end) if position == first => break end,
                _ => {}
            }
            let (key, label, next) = json::member(payload, position)?;
            let (offset, content, next) = json::value(payload, next)?;
            let field = field(label);
            if let Some(field) = field {
                check_duplicate(&mut fields, field as u8, key, context)?;
            }
            let mismatch = Error::new(ErrorKind::UnexpectedType, offset).found(content.found());
            match (field, content) {
                (None, _) => {}
                (Some(Field::Name), Json::Text(text)) => name = Some((text, offset + 1)),
                (Some(Field::Time), Json::Number(number)) => {
                    let out_of_range = Error::new(ErrorKind::ValueOutOfRange, offset);
                    let own = Number::Json(number).to_timestamp();
                    let sum = own.and_then(|own| self.base_time.checked_add(own));
                    time = sum.ok_or(out_of_range)?;
                }
                (Some(Field::Name | Field::Time), _) => return Err(mismatch),
                (Some(field), content) => {
                    if value.is_some_and(|(other, _, _)| other != field) {
                        return Err(Error::new(ErrorKind::MultipleValues, key));
                    }
                    value = Some((field, content, offset));
                }
            }
            match json::peek(payload, next)? {
                (b',', at) => position = at + 1,
                (b'}', at) => break at,
                (_, at) => return Err(Error::new(ErrorKind::InvalidJson, at)),
            }
        };
        if fields & 1 << Field::Time as u8 == 0 {
            time = self.base_time;
        }
        let (path, offset) = self.resolve(name, start, context)?;
        self.path = path;
        if !path.starts_with(context.base()) {
            return Err(Error::new(ErrorKind::OutsideBase, offset));
        }
        let value = value.ok_or(Error::new(ErrorKind::MissingValue, start))?;
        if path.len() < 3 {
            return Err(Error::new(ErrorKind::NotAResource, offset));
        }
        let record = Record::new(path, typed(value, path, context)?);
        let time = (time != Timestamp::default()).then_some(time);
        Ok(Record { time, ..record }.spanning(start as u32, end as u32 + 1))
    }

    /// The path of an entry. Without a base name, names are relative to the request path unless
    /// they start with a slash.
    fn resolve(
        &self,
        name: Option<(Text<'_>, usize)>,
        start: usize,
        context: &Context<'_>,
    ) -> Result<(Path, usize), Error> {
        let (text, offset) = name.unwrap_or((Text::from(""), start));
        let relative = text.bytes().next().is_none_or(|first| first != b'/');
        let path = match &self.base_name {
            Some(base_name) => {
                let mut name = base_name.clone();
                name.read(text, offset, context);
                name.finish(offset, context)?
            }
            None if text.is_empty() => context.base(),
            None if relative => Name::below(context.base(), text, offset, context)?,
            None => {
                let mut name = Name::default();
                name.read(text, offset, context);
                name.finish(offset, context)?
            }
        };
        Ok((path, offset))
    }
}

fn field(label: Text<'_>) -> Option<Field> {
    [
        ("n", Field::Name),
        ("t", Field::Time),
        ("v", Field::Number),
        ("bv", Field::Boolean),
        ("sv", Field::String),
        ("ov", Field::Link),
    ]
    .into_iter()
    .find_map(|(name, field)| is(label, name).then_some(field))
}

/// Notes a member, and refuses it the second time unless that is allowed.
fn check_duplicate(
    members: &mut u8,
    member: u8,
    key: usize,
    context: &Context<'_>,
) -> Result<(), Error> {
    let bit = 1 << member;
    if *members & bit != 0 && !context.leniencies().allows(Leniency::DuplicateLabels) {
        return Err(Error::new(ErrorKind::DuplicateLabel, key).unless(Leniency::DuplicateLabels));
    }
    *members |= bit;
    Ok(())
}

/// The value of a field as the declared data type.
fn typed<'a>(
    (field, content, offset): (Field, Json<'a>, usize),
    path: Path,
    context: &Context<'_>,
) -> Result<Value<'a>, Error> {
    use DataType as T;
    let strictness = context.leniencies();
    let data_type = context.resource_type(path).map(|resource| resource.data_type);
    let mismatch = Error::new(ErrorKind::UnexpectedType, offset).found(content.found());
    let mismatch = match data_type {
        Some(data_type) => mismatch.expected(data_type),
        None => mismatch,
    };
    Ok(match (field, content, data_type) {
        (Field::Number, Json::Number(number), _) => {
            Number::Json(number).typed(data_type, strictness, offset)?
        }
        (Field::Boolean, Json::Boolean(truth), None | Some(T::Boolean)) => Value::Boolean(truth),
        (Field::String, Json::Text(text), None | Some(T::String)) => Value::String(text),
        (Field::String, Json::Text(text), Some(T::CoreLink)) => Value::CoreLink(text),
        (Field::String, Json::Text(text), Some(T::Opaque)) => {
            let bytes = Bytes::base64_or_lenient(text, Base64::Standard, strictness);
            Value::Opaque(bytes.map_err(|(at, leniency)| {
                // With escapes the offsets of the text are not those of the payload.
                let at = if text.as_str().is_some() { offset + 1 + at } else { offset };
                let error = Error::new(ErrorKind::InvalidBase64, at);
                match leniency {
                    Some(leniency) => error.unless(leniency),
                    None => error,
                }
            })?)
        }
        (Field::Link, Json::Text(text), None | Some(T::ObjectLink)) => {
            object_link::read(text, offset, strictness)?.into()
        }
        (Field::String, Json::Text(text), Some(T::ObjectLink)) => {
            if !strictness.allows(Leniency::StringForObjectLink) {
                return Err(mismatch.unless(Leniency::StringForObjectLink));
            }
            object_link::read(text, offset, strictness)?.into()
        }
        _ => return Err(mismatch),
    })
}
