//! Decoding OMA JSON.

use crate::codec::context::Context;
use crate::codec::declared;
use crate::codec::decoder::{self, Input, sealed::Machine};
use crate::codec::duplicates::Seen;
use crate::codec::long::Long;
use crate::data_type::DataType;
use crate::encoding::base64::Base64;
use crate::error::{Error, ErrorKind, Leniency, Strictness};
use crate::formats::shared::core_link;
use crate::formats::shared::json::{self, Json};
use crate::formats::shared::link_text;
use crate::formats::shared::linked::Linked;
use crate::formats::shared::names::Name;
use crate::formats::shared::number::Number;
use crate::model::content_format::ContentFormat;
use crate::model::path::Path;
use crate::model::record::Record;
use crate::model::timestamp::Timestamp;
use crate::model::value::{Text, Value};

/// The state of an OMA JSON decoder.
#[derive(Clone, Debug, Default)]
pub struct State {
    position: u32,
    stage: Stage,
    /// The members read so far, and those read ahead from behind the entries.
    members: u8,
    ahead: u8,
    /// Whether the member `e` was read.
    entries: bool,
    /// The offset and the fields of the last entry.
    start: u32,
    fields: u8,
    base_name: Option<Name>,
    base_time: Timestamp,
    path: Path,
    linked: Linked,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Start,
    FirstMember,
    AfterMember,
    FirstEntry,
    AfterEntry,
    End,
}

/// A known member of the root object.
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

impl decoder::State for State {}

impl Machine for State {
    fn format(&self) -> Option<ContentFormat> {
        Some(ContentFormat::OmaJson)
    }

    fn next<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Result<Option<Record<'a>>, Error> {
        let Input { payload, context, seen, .. } = input;
        // Until an entry has its path, errors are attributed to the base path.
        let last = core::mem::replace(&mut self.path, context.base());
        loop {
            let position = self.position as usize;
            match self.stage {
                Stage::Start => self.open(payload, context)?,
                Stage::FirstMember => match json::peek(payload, position)? {
                    (b'}', at) => self.close(at)?,
                    _ => self.member(payload, position, context)?,
                },
                Stage::AfterMember => match json::peek(payload, position)? {
                    (b'}', at) => self.close(at)?,
                    (b',', at) => self.member(payload, at + 1, context)?,
                    (_, at) => return Err(Error::new(ErrorKind::InvalidJson, at)),
                },
                Stage::FirstEntry | Stage::AfterEntry => {
                    let first = self.stage == Stage::FirstEntry;
                    let start = match json::peek(payload, position)? {
                        (b']', at) => {
                            self.position = at as u32 + 1;
                            self.stage = Stage::AfterMember;
                            continue;
                        }
                        (_, at) if first => at,
                        (b',', at) => json::peek(payload, at + 1)?.1,
                        (_, at) => return Err(Error::new(ErrorKind::InvalidJson, at)),
                    };
                    let record = self.entry(payload, start, context)?;
                    if declared::collide(last, record.path) {
                        return Err(Error::new(ErrorKind::ValueAndContainer, start));
                    }
                    seen.insert_leaf(record.path, record.time, start as u32)?;
                    return Ok(Some(record));
                }
                Stage::End => {
                    json::end(payload, position, context.strictness())?;
                    self.path = last;
                    return Ok(None);
                }
            }
        }
    }

    fn restart(&mut self) {
        *self = Self::default();
    }

    fn path(&self) -> Path {
        self.path
    }

    fn position(&self) -> usize {
        self.position as usize
    }

    fn seek(&mut self, position: usize) {
        self.position = position as u32;
    }

    fn rebase(&mut self, bytes: usize) {
        self.position = self.position.saturating_sub(bytes as u32);
        if let Some(name) = &mut self.base_name {
            name.rebase(bytes);
        }
    }

    fn begin_long(
        &mut self,
        window: &mut [u8],
        cut: usize,
        context: &Context<'_>,
        _: &mut Seen<'_>,
    ) -> Result<Long, Error> {
        json::begin_long(window, cut, |window| {
            let read = self.read_part(window, context, &mut Seen::off());
            let unnamed = self.fields & 1 << Field::Name as u8 == 0;
            let long = match read {
                Ok(Some(record)) => Long::standing_for(&record).in_base64(Base64::Standard),
                // All that precedes the value is valid, so the value is what must not be here.
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::DuplicateLabel | ErrorKind::MultipleValues
                    ) =>
                {
                    return Ok(Long { refused: Some(error), ..Long::default() });
                }
                // A name that makes the path valid may still follow.
                Err(error) if unnamed && (error.offset() as usize) < cut => {
                    return Err(Error::new(ErrorKind::LongValueFirst, cut));
                }
                Err(error) => Long { fault: Some(error), path: self.path, ..Long::default() },
                Ok(None) => return Err(Error::new(ErrorKind::ScratchTooSmall, cut)),
            };
            self.stage = Stage::AfterEntry;
            Ok(Long { labels: self.fields.into(), insert: true, start: self.start, ..long })
        })
    }

    fn end_long(
        &mut self,
        window: &[u8],
        long: &Long,
        context: &Context<'_>,
        _: bool,
    ) -> Result<usize, Error> {
        let mut rest = Entry { fields: long.labels as u8, after_value: true, ..Entry::default() };
        match json::peek(window, 0)? {
            (b',', at) => rest.members(window, at + 1, self.base_time, context),
            (b'}', at) => Ok(at + 1),
            (_, at) => Err(Error::new(ErrorKind::InvalidJson, at)),
        }
    }
}

/// The fields of an entry, before they are resolved.
#[derive(Default)]
struct Entry<'a> {
    fields: u8,
    name: Option<(Text<'a>, usize)>,
    time: Timestamp,
    value: Option<(Field, Json<'a>, usize)>,
    /// Whether the value was already returned in pieces.
    after_value: bool,
}

impl<'a> Entry<'a> {
    /// Reads members from `position` on and returns the position after the entry.
    fn members(
        &mut self,
        payload: &'a [u8],
        mut position: usize,
        base_time: Timestamp,
        context: &Context<'_>,
    ) -> Result<usize, Error> {
        loop {
            let (key, label, next) = json::member(payload, position)?;
            let field = field(label);
            let (offset, content, next) = match field {
                Some(Field::String | Field::Link) => json::text_value(payload, next)?,
                _ => json::value(payload, next)?,
            };
            if let Some(field) = field {
                let again = self.fields & 1 << field as u8 != 0;
                check_duplicate(&mut self.fields, field as u8, key, context)?;
                let named = matches!(field, Field::Name | Field::Time);
                if self.after_value && (named || again) {
                    // It would change the value that was already returned in pieces.
                    return Err(Error::new(ErrorKind::LongValueFirst, key));
                }
            }
            let mismatch = Error::new(ErrorKind::UnexpectedType, offset).found(content.found());
            match (field, content) {
                (None, _) => {}
                (Some(Field::Name), Json::Text(text)) => self.name = Some((text, offset + 1)),
                (Some(Field::Time), content) => {
                    let own = time(content, offset, context.strictness())?;
                    let out_of_range = Error::new(ErrorKind::ValueOutOfRange, offset);
                    self.time = base_time.checked_add(own).ok_or(out_of_range)?;
                }
                (Some(Field::Name), _) => return Err(mismatch),
                (Some(field), content) => {
                    let several = self.value.is_some_and(|(other, _, _)| other != field);
                    if several || self.after_value {
                        return Err(Error::new(ErrorKind::MultipleValues, key));
                    }
                    self.value = Some((field, content, offset));
                }
            }
            match json::peek(payload, next)? {
                (b',', at) => position = at + 1,
                (b'}', at) => return Ok(at + 1),
                (_, at) => return Err(Error::new(ErrorKind::InvalidJson, at)),
            }
        }
    }
}

impl State {
    /// Opens the root object.
    fn open(&mut self, payload: &[u8], context: &Context<'_>) -> Result<(), Error> {
        let start = json::skip_mark(payload, context.strictness())?;
        let (byte, start) = json::peek(payload, start)?;
        if byte != b'{' {
            let known = matches!(byte, b'[' | b'"' | b'0'..=b'9' | b'-' | b't' | b'f' | b'n');
            let kind = if known { ErrorKind::WrongRoot } else { ErrorKind::InvalidJson };
            return Err(Error::new(kind, start));
        }
        self.position = start as u32 + 1;
        self.stage = Stage::FirstMember;
        Ok(())
    }

    /// Ends the root object, whose closing brace is at `end`.
    fn close(&mut self, end: usize) -> Result<(), Error> {
        if self.members & 1 << Root::Entries as u8 == 0 {
            return Err(Error::new(ErrorKind::MissingEntries, end));
        }
        self.position = end as u32 + 1;
        self.stage = Stage::End;
        Ok(())
    }

    /// Reads a member of the root object; of `e` only the opening bracket.
    fn member(
        &mut self,
        payload: &[u8],
        position: usize,
        context: &Context<'_>,
    ) -> Result<(), Error> {
        let (key, name, next) = json::member(payload, position)?;
        let member = root_member(name);
        if member == Some(Root::Entries) {
            if let (b'[', at) = json::peek(payload, next)? {
                check_duplicate(&mut self.members, Root::Entries as u8, key, context)?;
                self.position = at as u32 + 1;
                self.stage = Stage::FirstEntry;
                self.look_ahead(payload, at, context);
                return Ok(());
            }
        }
        let (offset, value, next) = json::value(payload, next)?;
        if let Some(member) = member {
            check_duplicate(&mut self.members, member as u8, key, context)?;
            if self.ahead & 1 << member as u8 == 0 {
                if self.entries {
                    return Err(Error::new(ErrorKind::BaseAfterEntries, key));
                }
                self.take(member, value, offset, context)?;
            }
        }
        self.position = next as u32;
        self.stage = Stage::AfterMember;
        Ok(())
    }

    /// Reads base name and base time ahead from behind the entries, which start at `entries`. Stops at
    /// the first error, which is reported when reading gets there.
    fn look_ahead(&mut self, payload: &[u8], entries: usize, context: &Context<'_>) {
        let Ok(mut position) = json::skip(payload, entries) else { return };
        while let Ok((b',', at)) = json::peek(payload, position) {
            let Ok((_, name, next)) = json::member(payload, at + 1) else { return };
            let Ok((offset, value, next)) = json::value(payload, next) else { return };
            if let Some(member) = root_member(name).filter(|&member| member != Root::Entries) {
                if self.take(member, value, offset, context).is_err() {
                    return;
                }
                self.ahead |= 1 << member as u8;
            }
            position = next;
        }
    }

    /// Stores the value of a member.
    fn take(
        &mut self,
        member: Root,
        value: Json<'_>,
        offset: usize,
        context: &Context<'_>,
    ) -> Result<(), Error> {
        match (member, value) {
            (Root::BaseName, Json::Text(text)) => {
                let mut name = Name::default();
                name.read(&text, offset as u32 + 1, context);
                self.base_name = Some(name);
            }
            (Root::BaseTime, value) => {
                self.base_time = time(value, offset, context.strictness())?;
            }
            (_, value) => {
                return Err(Error::new(ErrorKind::UnexpectedType, offset).found(value.found()));
            }
        }
        Ok(())
    }

    /// Reads the entry at `start`.
    fn entry<'a>(
        &mut self,
        payload: &'a [u8],
        start: usize,
        context: &Context<'_>,
    ) -> Result<Record<'a>, Error> {
        let mut entry = Entry::default();
        let first = json::open_object(payload, start)?;
        let end = match json::peek(payload, first)? {
            (b'}', end) => end + 1,
            _ => entry.members(payload, first, self.base_time, context)?,
        };
        self.start = start as u32;
        self.position = end as u32;
        self.stage = Stage::AfterEntry;
        self.fields = entry.fields;
        self.entries = true;
        let time = match entry.fields & 1 << Field::Time as u8 {
            0 => self.base_time,
            _ => entry.time,
        };
        // No name can leave the instance ID to the client.
        if context.base().names_new_instance() {
            let offset = entry.name.map_or(start, |(_, offset)| offset);
            return Err(Error::new(ErrorKind::ReservedId, offset));
        }
        let (path, offset) = self.resolve(entry.name, entry.value.is_some(), start, context)?;
        self.path = path;
        if !path.starts_with(context.base()) {
            self.linked.check(path, offset as u32)?;
        }
        let value = entry.value.ok_or(Error::new(ErrorKind::MissingValue, start))?;
        if path.len() < 3 {
            return Err(Error::new(ErrorKind::NotAResource, offset));
        }
        let (data_type, multiple) = declared::of(path, context);
        if !declared::agrees(path, data_type, multiple) {
            let places = (offset as u32, value.2 as u32);
            declared::settle(&mut self.path, data_type, context, places)?;
        }
        let value = typed(value, data_type, context.strictness())?;
        if let Value::ObjectLink(link) = value {
            self.linked.note(link, context);
        }
        let record = Record::new(self.path, value);
        let time = (!time.is_zero()).then_some(time.in_oma_json());
        Ok(Record { time, ..record }.spanning(start as u32, end as u32))
    }

    /// The path of an entry. Without a base name, the name is all of it.
    fn resolve(
        &self,
        name: Option<(Text<'_>, usize)>,
        has_value: bool,
        start: usize,
        context: &Context<'_>,
    ) -> Result<(Path, usize), Error> {
        let (text, offset) = name.unwrap_or((Text::from(""), start));
        if self.base_name.is_none() && text.is_empty() {
            if context.base().len() < 3 || !has_value {
                return Ok((context.base(), offset));
            }
            let error = Error::new(ErrorKind::InvalidPath, offset);
            context.strictness().check(Leniency::MissingLeadingSlash, || error)?;
            return Ok((context.base(), offset));
        }
        let mut name = self.base_name.unwrap_or_default();
        name.join(&text, offset as u32, context);
        Ok((name.path(offset + text.as_bytes().map_or(0, <[u8]>::len), context)?, offset))
    }
}

/// A time, which may be a string where that is allowed.
fn time(content: Json<'_>, offset: usize, strictness: Strictness) -> Result<Timestamp, Error> {
    if let Json::Number(number) = content {
        let out_of_range = Error::new(ErrorKind::ValueOutOfRange, offset);
        return Number::Json(number).to_timestamp().ok_or(out_of_range);
    }
    let mismatch = Error::new(ErrorKind::UnexpectedType, offset).found(content.found());
    let time = content.number_as_text().and_then(|number| number.to_timestamp()).ok_or(mismatch)?;
    strictness.check(Leniency::NumberAsText, || mismatch)?;
    Ok(time)
}

fn root_member(name: Text<'_>) -> Option<Root> {
    [("e", Root::Entries), ("bn", Root::BaseName), ("bt", Root::BaseTime)]
        .into_iter()
        .find_map(|(label, member)| is(name, label).then_some(member))
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

/// Adds a member, and refuses a repetition unless leniency allows it.
fn check_duplicate(
    members: &mut u8,
    member: u8,
    key: usize,
    context: &Context<'_>,
) -> Result<(), Error> {
    let bit = 1 << member;
    if *members & bit != 0 && !context.strictness().allows(Leniency::DuplicateLabels) {
        return Err(Error::new(ErrorKind::DuplicateLabel, key).unless(Leniency::DuplicateLabels));
    }
    *members |= bit;
    Ok(())
}

/// The value of a field as its declared type.
fn typed<'a>(
    (field, content, offset): (Field, Json<'a>, usize),
    data_type: Option<DataType>,
    strictness: Strictness,
) -> Result<Value<'a>, Error> {
    use DataType as T;
    let mismatch = Error::new(ErrorKind::UnexpectedType, offset).found(content.found());
    let mismatch = match data_type {
        Some(data_type) => mismatch.expected(data_type),
        None => mismatch,
    };
    if let (Field::String, Json::Text(text), None | Some(T::String | T::CoreLink)) =
        (field, content, data_type)
    {
        if let Some(error) = text.invalid(offset as u32 + 1) {
            strictness.check(Leniency::InvalidUtf8, || error)?;
        }
    }
    Ok(match (field, content, data_type) {
        (Field::Number, Json::Number(number), _) => {
            Number::Json(number).typed(data_type, strictness, offset)?
        }
        (Field::Number, Json::Text(_), _) => {
            let number = content.number_as_text().ok_or(mismatch)?;
            match number.typed(data_type, strictness, offset) {
                Ok(value) => {
                    strictness.check(Leniency::NumberAsText, || mismatch)?;
                    value
                }
                Err(error) if strictness.allows(Leniency::NumberAsText) => return Err(error),
                // The leniency alone would not help.
                Err(_) => return Err(mismatch),
            }
        }
        (Field::Boolean, Json::Boolean(truth), None | Some(T::Boolean)) => Value::Boolean(truth),
        (Field::String, Json::Text(text), None | Some(T::String)) => Value::String(text),
        (Field::String, Json::Text(text), Some(T::CoreLink)) => {
            let token = offset as u32;
            core_link::read(text, (token, token + 1), strictness)?
        }
        (Field::String, Json::Text(text), Some(T::Opaque)) => {
            Value::Opaque(json::data(text, Base64::Standard, offset, strictness)?)
        }
        (Field::Link, Json::Text(text), None | Some(T::ObjectLink)) => {
            link_text::read(text, offset, strictness)?.into()
        }
        (Field::String, Json::Text(text), Some(T::ObjectLink)) => {
            if !strictness.allows(Leniency::StringForObjectLink) {
                return Err(mismatch.unless(Leniency::StringForObjectLink));
            }
            link_text::read(text, offset, strictness)?.into()
        }
        _ => return Err(mismatch),
    })
}
