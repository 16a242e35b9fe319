//! `serde` for owned records.

use alloc::string::String;
use core::str::FromStr;

use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::data_type::DataType;
use crate::model::owned::{OwnedContent, OwnedRecord, OwnedValue};
use crate::model::path::Path;
use crate::model::record_kind::RecordKind;
use crate::model::timestamp::Timestamp;

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
    /// The value as this data type, if it fits.
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
            (T::Opaque, Self::Text(text)) => OwnedValue::Opaque({
                let mut bytes = alloc::vec![0; text.len() / 2];
                hex::decode_to_slice(text, &mut bytes).ok()?;
                bytes
            }),
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
        let kind = form.name.parse::<RecordKind>();
        let content = match kind
            .map_err(|_| D::Error::invalid_value(Unexpected::Str(&form.name), &"a data type"))?
        {
            RecordKind::Path => OwnedContent::Path,
            RecordKind::Delete => OwnedContent::Delete,
            RecordKind::Empty => OwnedContent::Empty,
            RecordKind::Value(data_type) => {
                let value = form.value.typed(data_type);
                OwnedContent::Value(value.ok_or_else(|| {
                    D::Error::custom(format_args!("the value of {} is not {data_type}", form.path))
                })?)
            }
        };
        Ok(Self { path: form.path, time: form.time, content })
    }
}
