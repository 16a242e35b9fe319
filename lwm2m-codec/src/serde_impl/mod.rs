//! `serde` for the data model, in the record form: `{"path": "/3/0/9", "type": "integer",
//! "value": 95}`, with `"time"` where there is one.
//!
//! Integers beyond ±2^53 are decimal strings, Opaque is hexadecimal, object links are
//! `"66:1"`, NaN and the infinities are `"NaN"`, `"Infinity"` and `"-Infinity"`. Records without a
//! value have the types `path`, `delete` and `empty` and the value null. Times are numbers of
//! seconds, or strings where a double is not exact; `"relative"` says whether they count from the time
//! of reception or from 1970, where the number alone does not.

#[cfg(feature = "alloc")]
mod owned;
mod stack;

use core::fmt;
use core::marker::PhantomData;

use serde::de::{Unexpected, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(crate) use self::stack::StackText;
use crate::data_type::DataType;
use crate::model::content_format::ContentFormat;
use crate::model::object_link::ObjectLink;
use crate::model::path::Path;
use crate::model::record::Record;
use crate::model::timestamp::{TimeBasis, Timestamp};
use crate::model::value::{Bytes, Text, Value};

/// Integers beyond this may not survive a reader that keeps numbers as doubles.
const EXACT: u64 = 1 << 53;

/// The name of the newtype around the text of an object link, by which the serializer and the
/// deserializer of payloads recognise it.
pub(crate) const OBJECT_LINK: &str = "$lwm2m_codec::ObjectLink";

/// Reads a value from its text form.
struct FromText<T, F> {
    parse: F,
    what: &'static str,
    value: PhantomData<T>,
}

impl<T, F: Fn(&str) -> Option<T>> FromText<T, F> {
    const fn new(what: &'static str, parse: F) -> Self {
        Self { parse, what, value: PhantomData }
    }
}

impl<'de, T, F: Fn(&str) -> Option<T>> Visitor<'de> for FromText<T, F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self.what))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<T, D::Error> {
        inner.deserialize_str(self)
    }
}

/// The longest text of a double written without an exponent.
const FLOAT_LEN: usize = 352;

macro_rules! as_text {
    ($($name:ty, $what:literal;)+) => {
        $(impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(FromText::new($what, |text| text.parse().ok()))
            }
        })+
    };
}

as_text! {
    Path, "a path such as /3/0/9";
    ContentFormat, "the name, number or media type of a content format";
}

impl Serialize for ObjectLink {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(OBJECT_LINK, &AsText(self))
    }
}

impl<'de> Deserialize<'de> for ObjectLink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let link = FromText::new("an object link such as 66:1", |text: &str| text.parse().ok());
        deserializer.deserialize_newtype_struct(OBJECT_LINK, link)
    }
}

/// Serializes as its text form.
struct AsText<T>(T);

impl<T: fmt::Display> Serialize for AsText<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Serialize for DataType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for DataType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromText::new("a data type", |text: &str| text.parse().ok()))
    }
}

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::String(text) | Self::CoreLink(text) => text.serialize(serializer),
            Self::Integer(number) | Self::Time(number) if number.unsigned_abs() <= EXACT => {
                serializer.serialize_i64(number)
            }
            Self::Integer(number) | Self::Time(number) => serializer.collect_str(&number),
            Self::Unsigned(number) if number <= EXACT => serializer.serialize_u64(number),
            Self::Unsigned(number) => serializer.collect_str(&number),
            Self::Float(number) if number.is_finite() => serializer.serialize_f64(number),
            Self::Float(number) if number.is_nan() => serializer.serialize_str("NaN"),
            Self::Float(number) if number > 0.0 => serializer.serialize_str("Infinity"),
            Self::Float(_) => serializer.serialize_str("-Infinity"),
            Self::Boolean(truth) => serializer.serialize_bool(truth),
            Self::Opaque(bytes) => bytes.serialize(serializer),
            Self::ObjectLink(link) => link.serialize(serializer),
            Self::None => serializer.serialize_unit(),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let double = self.as_f64();
        if self.nanoseconds() == 0 && self.seconds().unsigned_abs() <= EXACT {
            serializer.serialize_i64(self.seconds())
        } else if from_double(double).is_some_and(|time| time.with_basis(self.basis()) == *self) {
            serializer.serialize_f64(double)
        } else {
            serializer.collect_str(self)
        }
    }
}

/// Rounds to the nearest nanosecond; `None` if out of range.
fn from_double(seconds: f64) -> Option<Timestamp> {
    // Display prints the shortest decimal number that reads back as this double.
    let mut text = StackText::<FLOAT_LEN>::new();
    fmt::write(&mut text, format_args!("{seconds}")).ok()?;
    text.as_str().parse().ok()
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seconds;
        impl Visitor<'_> for Seconds {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of seconds")
            }

            fn visit_i64<E: serde::de::Error>(self, seconds: i64) -> Result<Timestamp, E> {
                Ok(Timestamp::from_seconds(seconds))
            }

            fn visit_u64<E: serde::de::Error>(self, seconds: u64) -> Result<Timestamp, E> {
                let signed = i64::try_from(seconds);
                signed
                    .map(Timestamp::from_seconds)
                    .map_err(|_| E::invalid_value(Unexpected::Unsigned(seconds), &self))
            }

            fn visit_f64<E: serde::de::Error>(self, seconds: f64) -> Result<Timestamp, E> {
                from_double(seconds)
                    .ok_or_else(|| E::invalid_value(Unexpected::Float(seconds), &self))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Timestamp, E> {
                text.parse().map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_any(Seconds)
    }
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let relative = self.time.and_then(stated_relative);
        let fields = 3 + usize::from(self.time.is_some()) + usize::from(relative.is_some());
        let mut record = serializer.serialize_struct("Record", fields)?;
        record.serialize_field("path", &self.path)?;
        record.serialize_field("type", self.content.kind().name())?;
        record.serialize_field("value", &self.value())?;
        match &self.time {
            Some(time) => record.serialize_field("time", time)?,
            None => record.skip_field("time")?,
        }
        match &relative {
            Some(relative) => record.serialize_field("relative", relative)?,
            None => record.skip_field("relative")?,
        }
        record.end()
    }
}

/// Whether the time is relative, if its number does not say so.
fn stated_relative(time: Timestamp) -> Option<bool> {
    (time != time.with_basis(TimeBasis::Unstated)).then(|| time.is_relative())
}
