//! `serde` for the data model, in the record form: `{"path": "/3/0/9", "type": "integer",
//! "value": 95}`, with `"time"` where there is one.
//!
//! Integers beyond ±2^53 are decimal strings, Opaque is hexadecimal, object links are
//! `"66:1"`, NaN and the infinities are `"NaN"`, `"Infinity"` and `"-Infinity"`. Records without a
//! value have the types `path`, `delete` and `empty` and the value null. Times are numbers of
//! seconds, or strings where a double is not exact.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use core::fmt;
use core::str::FromStr;

use serde::de::{Error as _, Unexpected, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::content_format::ContentFormat;
use crate::owned::{OwnedContent, OwnedRecord, OwnedValue};
use crate::path::Path;
use crate::record::{Content, Record};
use crate::time::Timestamp;
use crate::value::{Bytes, DataType, ObjectLink, Text, Value};

/// Integers beyond this may not survive a reader that keeps numbers as doubles.
const EXACT: u64 = 1 << 53;

macro_rules! as_text {
    ($($name:ty, $what:literal;)+) => {
        $(impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                <$name>::from_str(&text)
                    .map_err(|_| D::Error::invalid_value(Unexpected::Str(&text), &$what))
            }
        })+
    };
}

as_text! {
    Path, "a path such as /3/0/9";
    ObjectLink, "an object link such as 66:1";
    ContentFormat, "the name, number or media type of a content format";
}

impl Serialize for DataType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for DataType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Cow::<'de, str>::deserialize(deserializer)?;
        Self::from_name(&name)
            .ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&name), &"a data type"))
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
        } else if from_double(double) == Some(*self) {
            serializer.serialize_f64(double)
        } else {
            serializer.collect_str(self)
        }
    }
}

/// Whole seconds and the nearest nanosecond; `None` for what does not fit.
fn from_double(seconds: f64) -> Option<Timestamp> {
    // Display gives the exact decimal digits that the double stands for to its reader.
    parse_seconds(&seconds.to_string())
}

/// A decimal number of seconds without exponent.
fn parse_seconds(text: &str) -> Option<Timestamp> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    if !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut nanoseconds = 0u32;
    let mut places = fraction.bytes();
    for _ in 0..9 {
        nanoseconds = nanoseconds * 10 + u32::from(places.next().map_or(0, |digit| digit - b'0'));
    }
    nanoseconds += u32::from(places.next().is_some_and(|digit| digit >= b'5'));
    let seconds = whole.parse::<i128>().ok()?;
    let total = seconds.checked_mul(1_000_000_000)? + i128::from(nanoseconds);
    let total = if negative { -total } else { total };
    let seconds = i64::try_from(total.div_euclid(1_000_000_000)).ok()?;
    Timestamp::new(seconds, u32::try_from(total.rem_euclid(1_000_000_000)).ok()?)
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
                parse_seconds(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_any(Seconds)
    }
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = 3 + usize::from(self.time.is_some());
        let mut record = serializer.serialize_struct("Record", fields)?;
        record.serialize_field("path", &self.path)?;
        let (name, value) = match self.content {
            Content::Value(value) => (value.data_type().name(), Some(value)),
            Content::Path => ("path", None),
            Content::Delete => ("delete", None),
            Content::Empty => ("empty", None),
        };
        record.serialize_field("type", name)?;
        record.serialize_field("value", &value)?;
        match &self.time {
            Some(time) => record.serialize_field("time", time)?,
            None => record.skip_field("time")?,
        }
        record.end()
    }
}

impl Serialize for OwnedRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_record().serialize(serializer)
    }
}

/// A value before its type is known.
#[derive(Deserialize)]
#[serde(untagged)]
enum Plain {
    Boolean(bool),
    Unsigned(u64),
    Integer(i64),
    Float(f64),
    Text(String),
    Nothing(()),
}

impl Plain {
    /// The value as a data type, if it is one.
    fn typed(self, data_type: DataType) -> Option<OwnedValue> {
        use DataType as T;
        Some(match (data_type, self) {
            (T::String, Self::Text(text)) => OwnedValue::String(text),
            (T::CoreLink, Self::Text(text)) => OwnedValue::CoreLink(text),
            (T::Integer, plain) => OwnedValue::Integer(plain.integer()?),
            (T::Time, plain) => OwnedValue::Time(plain.integer()?),
            (T::Unsigned, plain) => OwnedValue::Unsigned(plain.integer()?),
            (T::Float, Self::Unsigned(number)) => OwnedValue::Float(number as f64),
            (T::Float, Self::Integer(number)) => OwnedValue::Float(number as f64),
            (T::Float, Self::Float(number)) => OwnedValue::Float(number),
            (T::Float, Self::Text(text)) => OwnedValue::Float(match text.as_str() {
                "NaN" => f64::NAN,
                "Infinity" => f64::INFINITY,
                "-Infinity" => f64::NEG_INFINITY,
                _ => return None,
            }),
            (T::Boolean, Self::Boolean(truth)) => OwnedValue::Boolean(truth),
            (T::Opaque, Self::Text(text)) => OwnedValue::Opaque(hex::decode(text).ok()?),
            (T::ObjectLink, Self::Text(text)) => OwnedValue::ObjectLink(text.parse().ok()?),
            (T::None, Self::Nothing(())) => OwnedValue::None,
            _ => return None,
        })
    }

    fn integer<T: TryFrom<u64> + TryFrom<i64> + FromStr>(self) -> Option<T> {
        match self {
            Self::Unsigned(number) => T::try_from(number).ok(),
            Self::Integer(number) => T::try_from(number).ok(),
            Self::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for OwnedRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename = "Record", deny_unknown_fields)]
        struct Form {
            path: Path,
            #[serde(rename = "type")]
            name: String,
            #[serde(default = "nothing")]
            value: Plain,
            #[serde(default)]
            time: Option<Timestamp>,
        }
        const fn nothing() -> Plain {
            Plain::Nothing(())
        }
        let form = Form::deserialize(deserializer)?;
        let content = match form.name.as_str() {
            "path" => OwnedContent::Path,
            "delete" => OwnedContent::Delete,
            "empty" => OwnedContent::Empty,
            name => {
                let data_type = DataType::from_name(name).ok_or_else(|| {
                    D::Error::invalid_value(Unexpected::Str(name), &"a data type")
                })?;
                let value = form.value.typed(data_type);
                OwnedContent::Value(value.ok_or_else(|| {
                    D::Error::custom(format_args!("the value of {} is not {name}", form.path))
                })?)
            }
        };
        Ok(Self { path: form.path, time: form.time, content })
    }
}
