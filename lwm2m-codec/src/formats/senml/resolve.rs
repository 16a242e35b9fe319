//! Resolves SenML fields into LwM2M records.

use crate::codec::context::Context;
use crate::codec::declared;
use crate::codec::decoder::Input;
use crate::codec::duplicates::Seen;
use crate::codec::fault::Fault;
use crate::codec::long::Long;
use crate::data_type::DataType;
use crate::encoding::decimal::Integral;
use crate::error::{Error, ErrorKind, Leniency};
use crate::formats::shared::core_link;
use crate::formats::shared::deletion;
use crate::formats::shared::link_text;
use crate::formats::shared::linked::Linked;
use crate::formats::shared::names::Name;
#[cfg(feature = "fast")]
use crate::formats::shared::names::Plain;
use crate::formats::shared::number::{self, Number};
use crate::model::operation::Operation;
use crate::model::path::Path;
use crate::model::record::{Content, Raw, Record};
use crate::model::timestamp::Timestamp;
use crate::model::value::Value;
#[cfg(feature = "senml-json")]
use crate::{encoding::base64::Base64, formats::shared::json};

use super::fields::{BaseValue, Field, Fields, Scalar};
use super::labels::Label;
use super::pack::Pack;

/// The base fields in force. A record can change them for itself and all that follow.
#[derive(Clone, Debug, Default)]
pub(crate) struct Resolver {
    /// The name after reading the base name.
    pub(super) base_name: Name,
    /// How names without leading slash or zeros continue the base name.
    #[cfg(feature = "fast")]
    pub(super) plain: Plain,
    pub(super) base_time: Timestamp,
    base_value: Option<BaseValue>,
    version: u8,
    pub(super) path: Path,
    /// The path of the last value.
    pub(super) last: Path,
    /// Whether records with base fields alone come right before the one that was read last.
    pub(super) passed: bool,
    linked: Linked,
}

/// The supported SenML version; also the default.
const VERSION: u64 = 10;

impl Resolver {
    /// The path of the record resolved last.
    pub(crate) const fn path(&self) -> Path {
        self.path
    }

    /// Falls back to the base path as the place of errors.
    pub(crate) const fn lose(&mut self, context: &Context<'_>) {
        self.path = context.base();
    }

    /// Adds a field to those of its record. Base fields apply at once: nothing is read after an error.
    #[cfg_attr(feature = "fast", inline(always))]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn take<'a>(
        &mut self,
        fields: &mut Fields<'a>,
        field: &Field<'a>,
        pack: Pack,
        fault: &mut Fault,
        context: &Context<'_>,
    ) {
        let label = field.label;
        let had_value = fields.has_value();
        let again = field.check_label(&mut fields.labels, pack, fault);
        let mut at = field.at;
        match (label, &field.scalar) {
            (Label::Name, Scalar::Text(text)) => {
                fields.name = *text;
                at = field.text;
            }
            _ if label.is_value() => {
                if had_value && !again {
                    fault.report(Error::new(ErrorKind::MultipleValues, field.key as usize));
                }
                fields.value = label;
            }
            (Label::Time, Scalar::Number(number)) => fields.time = fields.timestamp(label, number),
            (Label::BaseName, Scalar::Text(text)) => {
                at = field.text;
                self.base_name = Name::default();
                self.base_name.read(text, at, context);
            }
            _ => self.take_other(fields, field, fault),
        }
        fields.set_at(label, at);
    }

    #[inline(never)]
    fn take_other(&mut self, fields: &mut Fields<'_>, field: &Field<'_>, fault: &mut Fault) {
        let label = field.label;
        let is_unit = matches!(label, Label::Unit | Label::BaseUnit);
        if is_unit && matches!(field.scalar, Scalar::Text(_)) {
            return;
        }
        let Some(number) = field.number(fault) else { return };
        match label {
            Label::Time => fields.time = fields.timestamp(label, &number),
            Label::BaseTime => self.base_time = fields.timestamp(label, &number),
            Label::BaseValue => {
                self.base_value = match number.to_integer() {
                    Integral::Integer { negative, magnitude } => {
                        Some(BaseValue::Integer { negative, magnitude })
                    }
                    _ => number.to_f64().map(BaseValue::Float),
                };
                fields.note_range(label, self.base_value.is_some());
            }
            Label::BaseVersion => fields.version = field.version(fault).unwrap_or_default(),
            Label::BaseSum | Label::Sum | Label::UpdateTime => {}
            _ => field.mismatch(fault),
        }
    }

    /// Takes a record at `start` that has base fields alone, which hold for what follows.
    #[cold]
    #[inline(never)]
    pub(super) fn take_bases(
        &mut self,
        fields: &Fields<'_>,
        start: u32,
        pack: Pack,
        fault: &mut Fault,
        context: &Context<'_>,
    ) {
        self.check_version(fields, fault);
        self.check_range(fields, fault);
        let error = Error::new(ErrorKind::MissingValue, start as usize);
        fault.allows(Leniency::BaseFieldsOnly, error);
        self.set_plain(pack, context);
    }

    /// Notes how the fast path continues the base name.
    #[cfg_attr(feature = "fast", inline(always))]
    fn set_plain(&mut self, pack: Pack, context: &Context<'_>) {
        #[cfg(feature = "fast")]
        {
            self.plain = match (pack, self.base_value) {
                (Pack::Values, None) => self.base_name.plain(context),
                _ => Plain::No,
            };
        }
        let _ = (pack, context);
    }

    /// Resolves the record at `start..end`, with the field of its value.
    #[cfg_attr(feature = "fast", inline(always))]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn resolve<'a>(
        &mut self,
        fields: &Fields<'a>,
        value: &Field<'a>,
        (start, end): (u32, u32),
        pack: Pack,
        fault: &mut Fault,
        input: &mut Input<'a, '_, '_>,
    ) -> Option<Result<Record<'a>, Error>> {
        let context = &input.context;
        self.lose(context);
        if fields.has_bases() {
            self.check_version(fields, fault);
        }
        let mut path = self.locate(fields, start, pack, fault, context);
        if fields.excessive != 0 {
            self.check_range(fields, fault);
        }
        let (content, time) = if matches!(pack, Pack::Fetch | Pack::PathList) {
            if pack == Pack::PathList && fields.has_value() {
                let error = Error::new(ErrorKind::FieldNotAllowed, value.at as usize);
                fault.allows(Leniency::ValueInPathList, error);
                value.check_text(fault);
            }
            (Content::Path, None)
        } else {
            let content = self.content(fields, value, start, pack, fault, context);
            let time = self.time(fields, fault);
            path = self.path;
            if pack == Pack::Values && !fault.is_some() {
                if declared::collide(self.last, path) {
                    fault.report(Error::new(ErrorKind::ValueAndContainer, start as usize));
                } else if let Err(error) = input.seen.insert_leaf(path, time, start) {
                    fault.report(error);
                }
            }
            (content, time)
        };
        self.set_plain(pack, context);
        if let Some(error) = fault.error() {
            return Some(Err(error));
        }
        self.last = path;
        Some(Ok(Record { path, time, content, start, end, raw: Raw::Typed }))
    }

    /// The path that base name and name make.
    #[cfg_attr(feature = "fast", inline)]
    fn locate(
        &mut self,
        fields: &Fields<'_>,
        start: u32,
        pack: Pack,
        fault: &mut Fault,
        context: &Context<'_>,
    ) -> Path {
        let mut name = self.base_name;
        let name_start = fields.name_start(start);
        let mut end = name_start;
        if fields.has(Label::Name) {
            name.join(&fields.name, name_start, context);
            end += fields.name.as_bytes().map_or(0, <[u8]>::len) as u32;
        }
        let unnamed =
            pack == Pack::Fetch && !fields.has(Label::Name) && !fields.has(Label::BaseName);
        if name.is_empty() || unnamed {
            fault.report(Error::new(ErrorKind::MissingName, start as usize));
        }
        let path = name.finish(end, context, fault);
        if !fault.is_some() {
            self.path = path;
            if !path.starts_with(context.base()) {
                if let Err(error) = self.linked.check(path, name_start) {
                    fault.report(error);
                }
            }
        }
        path
    }

    /// Drops the first bytes of the payload; offsets then count from the byte after them.
    pub(crate) fn rebase(&mut self, bytes: usize) {
        self.base_name.rebase(bytes);
    }

    /// Resolves a record up to its long value, for which a short stand-in was read.
    ///
    /// Errors are reported after the record's last byte, as if it had been read whole.
    pub(crate) fn begin_long(
        &mut self,
        fields: &Fields<'_>,
        value: &Field<'_>,
        (start, end): (u32, u32),
        pack: Pack,
        context: &Context<'_>,
    ) -> Result<Long, Error> {
        let late = if fields.has_value() { value.at } else { start };
        let late = Error::new(ErrorKind::LongValueFirst, late as usize);
        let named = fields.has(Label::Name) || fields.has(Label::BaseName);
        if !named && self.base_name.is_empty() {
            return Err(late);
        }
        let mut fault = Fault::new(context.strictness());
        let mut input = Input::new(&[], *context, Seen::off());
        let record = self.resolve(fields, value, (start, end), pack, &mut fault, &mut input);
        let long = match record {
            Some(Ok(record)) if record.value().is_some() => Long::standing_for(&record),
            // A name that makes the path valid may still follow.
            Some(Err(error)) if !fields.has(Label::Name) && error.offset() < late.offset() => {
                return Err(late);
            }
            Some(Err(error)) => Long { fault: Some(error), path: self.path, ..Long::default() },
            // Values in a path list are ignored.
            _ => return Err(Error::new(ErrorKind::ScratchTooSmall, start as usize)),
        };
        Ok(Long { labels: fields.labels, insert: pack == Pack::Values, start, ..long })
    }

    /// Checks that the version is supported and the same throughout the pack.
    #[cold]
    #[inline(never)]
    fn check_version(&mut self, fields: &Fields<'_>, fault: &mut Fault) {
        if fields.has(Label::BaseVersion) {
            let differs = self.version != 0 && u64::from(self.version) != fields.version;
            if !(1..=VERSION).contains(&fields.version) || differs {
                let at = fields.at(Label::BaseVersion) as usize;
                fault.report(Error::new(ErrorKind::UnsupportedVersion, at));
            }
            self.version = fields.version as u8;
        }
    }

    /// Reports base fields that are out of range.
    #[cold]
    #[inline(never)]
    fn check_range(&self, fields: &Fields<'_>, fault: &mut Fault) {
        for label in [Label::BaseTime, Label::BaseValue] {
            if fields.excessive & label.bit() != 0 {
                fault.report(Error::new(ErrorKind::ValueOutOfRange, fields.at(label) as usize));
            }
        }
    }

    /// Base time plus time; 0 means no time. Below 2^28, the sum counts from now.
    #[cfg_attr(feature = "fast", inline)]
    fn time(&self, fields: &Fields<'_>, fault: &mut Fault) -> Option<Timestamp> {
        let mut sum = self.base_time;
        if fields.has(Label::Time) {
            match sum.checked_add(fields.time) {
                Some(time) if fields.excessive & Label::Time.bit() == 0 => sum = time,
                _ => {
                    let at = fields.at(Label::Time) as usize;
                    fault.report(Error::new(ErrorKind::ValueOutOfRange, at));
                }
            }
        }
        (!sum.is_zero()).then_some(sum.in_senml())
    }

    /// The content of a record with a value.
    #[cfg_attr(feature = "fast", inline(always))]
    fn content<'a>(
        &mut self,
        fields: &Fields<'a>,
        value: &Field<'a>,
        start: u32,
        pack: Pack,
        fault: &mut Fault,
        context: &Context<'_>,
    ) -> Content<'a> {
        let path = self.path;
        if !fields.has_value() || path.len() < 3 || fault.is_some() {
            let (kind, at) = match fields.has_value() {
                false => (ErrorKind::MissingValue, start),
                true => (ErrorKind::NotAResource, fields.name_start(start)),
            };
            fault.report(Error::new(kind, at as usize));
            return Content::Delete;
        }
        if matches!(value.scalar, Scalar::Null)
            && value.label == Label::Value
            && context.operation() == Operation::WriteComposite
        {
            let error = Error::new(ErrorKind::NullValue, value.at as usize);
            deletion::demand(pack == Pack::Patch, path, error, fault);
            let single = context.resource_type(path).is_some_and(|r| r.multiple == Some(false));
            if single && path.len() == 4 {
                let at = fields.name_start(start) as usize;
                fault.report(Error::new(ErrorKind::Multiplicity, at));
            }
            return Content::Delete;
        }
        let (data_type, multiple) = declared::of(path, context);
        if !declared::agrees(path, data_type, multiple) {
            let places = (fields.name_start(start), value.at);
            if let Err(error) = declared::settle(&mut self.path, data_type, context, places) {
                fault.report(error);
                return Content::Delete;
            }
        }
        let value = self.value(value, data_type, fault);
        if let Value::ObjectLink(link) = value {
            self.linked.note(link, context);
        }
        Content::Value(value)
    }

    /// The value of a field, as the declared data type.
    #[cfg_attr(feature = "fast", inline(always))]
    fn value<'a>(
        &self,
        field: &Field<'a>,
        data_type: Option<DataType>,
        fault: &mut Fault,
    ) -> Value<'a> {
        use DataType as T;
        match (field.label, &field.scalar, data_type) {
            (Label::Value, Scalar::Number(number), _) => match self.base_value {
                None => {
                    number.typed_or(data_type, fault.strictness(), field.at as usize, fault.slot())
                }
                Some(base) => sum(base, number, field.at, data_type, fault),
            },
            (Label::StringValue, &Scalar::Text(text), None | Some(T::String))
                if !text.is_lossy() =>
            {
                Value::String(text)
            }
            (Label::BooleanValue, &Scalar::Boolean(truth), None | Some(T::Boolean)) => {
                Value::Boolean(truth)
            }
            _ => odd_value(field, data_type, self.base_value, fault),
        }
    }
}

/// The sum of base value and value.
#[cold]
#[inline(never)]
fn sum<'a>(
    base: BaseValue,
    number: &Number<'_>,
    at: u32,
    data_type: Option<DataType>,
    fault: &mut Fault,
) -> Value<'a> {
    let mut sum = Number::from(base).add(*number);
    // JSON has one type of numbers, so the sum may be an integer where its parts are none.
    if let (Number::Json(_), Some(float), Some(_)) = (number, &sum, data_type) {
        if let Integral::Integer { negative, magnitude } = float.to_integer() {
            sum = Some(Number::Integer { negative, magnitude });
        }
    }
    match sum {
        Some(sum) => sum.typed_or(data_type, fault.strictness(), at as usize, fault.slot()),
        None => {
            fault.report(Error::new(ErrorKind::ValueOutOfRange, at as usize));
            Value::None
        }
    }
}

/// A value that takes a conversion or is uncommon, or does not have its data type.
#[inline(never)]
fn odd_value<'a>(
    field: &Field<'a>,
    data_type: Option<DataType>,
    base: Option<BaseValue>,
    fault: &mut Fault,
) -> Value<'a> {
    use DataType as T;
    let at = field.at as usize;
    let strictness = fault.strictness();
    let result = match (field.label, &field.scalar, data_type) {
        (Label::StringValue, &Scalar::Text(text), None | Some(T::String)) => {
            field.check_text(fault);
            return Value::String(text);
        }
        (Label::StringValue, &Scalar::Text(text), Some(T::CoreLink)) => {
            field.check_text(fault);
            core_link::read(text, (field.at, field.text), strictness)
        }
        (Label::DataValue, &Scalar::Bytes(bytes), None | Some(T::Opaque)) => {
            return Value::Opaque(bytes);
        }
        (Label::Value, Scalar::Time(seconds), None | Some(T::Time)) => {
            let time = Some(T::Time);
            return match base {
                None => seconds.typed_or(time, strictness, at, fault.slot()),
                Some(base) => sum(base, seconds, field.at, time, fault),
            };
        }
        (Label::Value, _, _) if field.number_as_text().is_some() => {
            return text_value(field, data_type, base, fault);
        }
        #[cfg(feature = "senml-cbor")]
        (Label::Value, Scalar::Date(text), Some(T::Time)) => {
            if !fault.allows(Leniency::TextForTime, mismatch(field, data_type)) {
                return Value::None;
            }
            match crate::encoding::rfc3339::parse(&mut text.bytes()) {
                Some(date) => return Value::Time(date.seconds),
                None => Err(Error::new(ErrorKind::InvalidTime, at)),
            }
        }
        (Label::StringValue, Scalar::Text(text), Some(T::ObjectLink)) => {
            if !fault.allows(Leniency::StringForObjectLink, mismatch(field, data_type)) {
                return Value::None;
            }
            link_text::read(*text, at, strictness).map(Value::ObjectLink)
        }
        (Label::LinkValue, Scalar::Text(text), None | Some(T::ObjectLink)) => {
            link_text::read(*text, at, strictness).map(Value::ObjectLink)
        }
        #[cfg(feature = "senml-json")]
        (Label::DataValue, Scalar::Text(text), None | Some(T::Opaque)) => {
            json::data(*text, Base64::Url, at, strictness).map(Value::Opaque)
        }
        _ => Err(mismatch(field, data_type)),
    };
    match result {
        Ok(value) => value,
        Err(error) => {
            fault.report(error);
            Value::None
        }
    }
}

/// The value of a string that is a number.
#[cold]
#[inline(never)]
fn text_value<'a>(
    field: &Field<'a>,
    data_type: Option<DataType>,
    base: Option<BaseValue>,
    fault: &mut Fault,
) -> Value<'a> {
    let strictness = fault.strictness();
    let mut own = Fault::new(strictness);
    let value = match (field.number_as_text(), base) {
        (Some(number), Some(base)) => sum(base, &number, field.at, data_type, &mut own),
        (Some(number), None) => {
            number.typed_or(data_type, strictness, field.at as usize, own.slot())
        }
        (None, _) => Value::None,
    };
    match own.error() {
        None => {
            fault.allows(Leniency::NumberAsText, mismatch(field, data_type));
        }
        Some(error) if strictness.allows(Leniency::NumberAsText) => fault.report(error),
        // The leniency alone would not help.
        Some(_) => fault.report(mismatch(field, data_type)),
    }
    value
}

/// The error for a value that does not have its data type.
#[cold]
#[inline(never)]
fn mismatch(field: &Field<'_>, data_type: Option<DataType>) -> Error {
    let error = number::fault(ErrorKind::UnexpectedType, data_type, field.at as usize);
    error.found(field.scalar.found())
}
