//! Resolves SenML fields into LwM2M records.

use crate::codec::context::Context;
use crate::codec::duplicates::Seen;
use crate::codec::long::Long;
use crate::data_type::DataType;
use crate::error::{Error, ErrorKind, Leniency};
use crate::formats::shared::link_text;
use crate::formats::shared::names::Name;
#[cfg(feature = "fast")]
use crate::formats::shared::names::Plain;
use crate::formats::shared::number::Number;
use crate::model::path::Path;
use crate::model::record::{Content, Record};
use crate::model::timestamp::Timestamp;
use crate::model::value::Value;
#[cfg(feature = "senml-json")]
use crate::{encoding::base64::Base64, formats::shared::json};

use super::fields::{Fields, Label, Scalar, Start};
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
    pub(super) base_value: Option<BaseValue>,
    version: u8,
    pub(super) path: Path,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum BaseValue {
    Integer { negative: bool, magnitude: u64 },
    Float(f64),
}

impl From<BaseValue> for Number<'_> {
    fn from(value: BaseValue) -> Self {
        match value {
            BaseValue::Integer { negative, magnitude } => Self::Integer { negative, magnitude },
            BaseValue::Float(number) => Self::Float(number),
        }
    }
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

    /// Resolves the record at `start..end`.
    ///
    /// The base fields change only if the record is valid.
    #[inline]
    pub(crate) fn resolve<'a>(
        &mut self,
        fields: &Fields<'a>,
        (start, end): (usize, usize),
        pack: Pack,
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Result<Record<'a>, Error> {
        self.lose(context);
        self.take_version(fields)?;
        if let Some((text, offset)) = fields.base_name {
            self.base_name = Name::default();
            self.base_name.read(text, offset, context);
        }
        let mut name = self.base_name.clone();
        let mut name_offset = fields.base_name.map_or(start, |(_, offset)| offset);
        if let Some((text, offset)) = fields.name {
            name.read(text, offset, context);
            name_offset = offset + text.as_str().map_or(0, str::len);
        }
        let unnamed = pack == Pack::Fetch && fields.name.is_none() && fields.base_name.is_none();
        if name.is_empty() || unnamed {
            return Err(Error::new(ErrorKind::MissingName, start));
        }
        let path = name.finish(name_offset, context)?;
        self.path = path;
        let name_start = fields.name.or(fields.base_name).map_or(start, |(_, offset)| offset);
        if !path.starts_with(context.base()) {
            return Err(Error::new(ErrorKind::OutsideBase, name_start));
        }
        if let Some((number, offset)) = fields.base_time {
            let out_of_range = Error::new(ErrorKind::ValueOutOfRange, offset);
            self.base_time = number.to_timestamp().ok_or(out_of_range)?;
        }
        if let Some((number, offset)) = fields.base_value {
            self.base_value = Some(match number.to_integer() {
                crate::encoding::decimal::Integral::Integer { negative, magnitude } => {
                    BaseValue::Integer { negative, magnitude }
                }
                _ => BaseValue::Float(
                    number.to_f64().ok_or(Error::new(ErrorKind::ValueOutOfRange, offset))?,
                ),
            });
        }
        let record = match pack {
            Pack::Fetch => Record::with_content(path, Content::Path),
            Pack::PathList => {
                if let Some((_, _, offset)) = fields.value {
                    if !context.strictness().allows(Leniency::ValueInPathList) {
                        let error = Error::new(ErrorKind::FieldNotAllowed, offset);
                        return Err(error.unless(Leniency::ValueInPathList));
                    }
                }
                Record::with_content(path, Content::Path)
            }
            Pack::Values | Pack::Patch => {
                let content = self.content(fields, start, path, name_start, pack, context)?;
                let record =
                    Record { time: self.time(fields)?, ..Record::with_content(path, content) };
                if pack == Pack::Values {
                    seen.insert(path, record.time, start as u32)?;
                }
                record
            }
        };
        #[cfg(feature = "fast")]
        {
            self.plain = match (pack, self.base_value) {
                (Pack::Values, None) => self.base_name.plain(context),
                _ => Plain::No,
            };
        }
        Ok(record.spanning(start as u32, end as u32))
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
        start: Option<(Start<'_>, usize, usize)>,
        pack: Pack,
        context: &Context<'_>,
    ) -> Result<Long, Error> {
        let Some((fields, start, end)) = start else { return Ok(Long::default()) };
        let (labels, left) = (fields.labels(), fields.left);
        let fields = fields.fields;
        let late =
            Error::new(ErrorKind::LongValueFirst, fields.value.map_or(start, |(_, _, at)| at));
        if fields.name.is_none() && fields.base_name.is_none() && self.base_name.is_empty() {
            return Err(late);
        }
        let resolved = self.resolve(&fields, (start, end), pack, context, &mut Seen::off());
        let long = match resolved {
            Ok(record) if record.value().is_some() => Long::standing_for(&record),
            // Values in a path list are ignored.
            Ok(_) => return Err(Error::new(ErrorKind::ScratchTooSmall, start)),
            // A name that makes the path valid may still follow.
            Err(error) if fields.name.is_none() && error.offset() < late.offset() => {
                return Err(late);
            }
            Err(error) => Long { fault: Some(error), path: self.path, ..Long::default() },
        };
        Ok(Long { labels, left, insert: pack == Pack::Values, start: start as u32, ..long })
    }

    /// Checks that the version is supported and the same throughout the pack.
    fn take_version(&mut self, fields: &Fields<'_>) -> Result<(), Error> {
        let Some((version, offset)) = fields.version else { return Ok(()) };
        let differs = self.version != 0 && u64::from(self.version) != version;
        if !(1..=VERSION).contains(&version) || differs {
            return Err(Error::new(ErrorKind::UnsupportedVersion, offset));
        }
        self.version = version as u8;
        Ok(())
    }

    /// Base time plus time; 0 means no time.
    fn time(&self, fields: &Fields<'_>) -> Result<Option<Timestamp>, Error> {
        let sum = match fields.time {
            None => self.base_time,
            Some((time, offset)) => time
                .to_timestamp()
                .and_then(|time| self.base_time.checked_add(time))
                .ok_or(Error::new(ErrorKind::ValueOutOfRange, offset))?,
        };
        Ok((sum != Timestamp::default()).then_some(sum))
    }

    /// The content of the record.
    fn content<'a>(
        &self,
        fields: &Fields<'a>,
        start: usize,
        path: Path,
        name_start: usize,
        pack: Pack,
        context: &Context<'_>,
    ) -> Result<Content<'a>, Error> {
        let (label, scalar, offset) =
            fields.value.ok_or(Error::new(ErrorKind::MissingValue, start))?;
        if path.len() < 3 {
            return Err(Error::new(ErrorKind::NotAResource, name_start));
        }
        if pack == Pack::Patch && label == Label::Value && matches!(scalar, Scalar::Null) {
            return match path.len() {
                4 => Ok(Content::Delete),
                _ if context.strictness().allows(Leniency::NullDeletesResource) => {
                    Ok(Content::Delete)
                }
                _ => {
                    let error = Error::new(ErrorKind::NullValue, offset);
                    Err(error.unless(Leniency::NullDeletesResource))
                }
            };
        }
        let data_type = context.resource_type(path).map(|resource| resource.data_type);
        self.value(label, scalar, offset, data_type, context).map(Content::Value)
    }

    /// The value of a field, as the declared data type.
    fn value<'a>(
        &self,
        label: Label,
        scalar: Scalar<'a>,
        offset: usize,
        data_type: Option<DataType>,
        context: &Context<'_>,
    ) -> Result<Value<'a>, Error> {
        use DataType as T;
        let strictness = context.strictness();
        let mismatch = Error::new(ErrorKind::UnexpectedType, offset).found(scalar.found());
        let mismatch = match data_type {
            Some(data_type) => mismatch.expected(data_type),
            None => mismatch,
        };
        Ok(match (label, scalar, data_type) {
            (Label::Value, Scalar::Number(number), _) => {
                let number = match self.base_value {
                    None => number,
                    Some(base) => Number::from(base)
                        .add(number)
                        .ok_or(Error::new(ErrorKind::ValueOutOfRange, offset))?,
                };
                number.typed(data_type, strictness, offset)?
            }
            (Label::Value, Scalar::Time(time), None | Some(T::Time)) => Value::Time(time),
            #[cfg(feature = "senml-cbor")]
            (Label::Value, Scalar::Date(text), Some(T::Time)) => {
                if !strictness.allows(Leniency::TextForTime) {
                    return Err(mismatch.unless(Leniency::TextForTime));
                }
                let date = crate::encoding::rfc3339::parse(text.bytes());
                Value::Time(date.ok_or(Error::new(ErrorKind::InvalidTime, offset))?.seconds)
            }
            (Label::StringValue, Scalar::Text(text), None | Some(T::String)) => Value::String(text),
            (Label::StringValue, Scalar::Text(text), Some(T::CoreLink)) => Value::CoreLink(text),
            (Label::StringValue, Scalar::Text(text), Some(T::ObjectLink)) => {
                if !strictness.allows(Leniency::StringForObjectLink) {
                    return Err(mismatch.unless(Leniency::StringForObjectLink));
                }
                link_text::read(text, offset, strictness)?.into()
            }
            (Label::LinkValue, Scalar::Text(text), None | Some(T::ObjectLink)) => {
                link_text::read(text, offset, strictness)?.into()
            }
            (Label::BooleanValue, Scalar::Boolean(truth), None | Some(T::Boolean)) => {
                Value::Boolean(truth)
            }
            (Label::DataValue, Scalar::Bytes(bytes), None | Some(T::Opaque)) => {
                Value::Opaque(bytes)
            }
            #[cfg(feature = "senml-json")]
            (Label::DataValue, Scalar::Text(text), None | Some(T::Opaque)) => {
                Value::Opaque(json::data(text, Base64::Url, offset, strictness)?)
            }
            _ => return Err(mismatch),
        })
    }
}
