//! `serde` for owned records.

use alloc::string::String;

use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::data_type::DataType;
use crate::model::owned::{OwnedContent, OwnedRecord, OwnedValue};
use crate::model::path::Path;
use crate::model::record_kind::RecordKind;
use crate::model::timestamp::{TimeBasis, Timestamp};
use crate::model::value::Value;

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
    /// The value as a data type, if it is one: by the rules of [`Value::cast`], and as the record form
    /// spells what JSON has no form for.
    fn typed(&self, data_type: DataType) -> Option<OwnedValue> {
        use DataType as T;
        let value = match (data_type, self) {
            (T::Opaque, Self::Text(text)) => {
                let mut bytes = alloc::vec![0; text.len() / 2];
                hex::decode_to_slice(text, &mut bytes).ok()?;
                return Some(OwnedValue::Opaque(bytes));
            }
            (T::Float, Self::Text(text)) => Value::Float(match text.as_str() {
                "NaN" => f64::NAN,
                "Infinity" => f64::INFINITY,
                "-Infinity" => f64::NEG_INFINITY,
                _ => return None,
            }),
            (T::Integer | T::Time | T::Unsigned, Self::Text(text)) => {
                let signed = text.parse().map(Value::Integer);
                signed.or_else(|_| text.parse().map(Value::Unsigned)).ok()?
            }
            // Numbers of JSON are decimal: the nearest float is what they mean.
            (T::Float, Self::Unsigned(number)) => Value::Float(*number as f64),
            (T::Float, Self::Integer(number)) => Value::Float(*number as f64),
            (_, Self::Text(text)) => Value::String(text.as_str().into()),
            (_, Self::Unsigned(number)) => Value::Unsigned(*number),
            (_, Self::Integer(number)) => Value::Integer(*number),
            (_, Self::Float(number)) => Value::Float(*number),
            (_, Self::Boolean(truth)) => Value::Boolean(*truth),
            (_, Self::Nothing(())) => Value::None,
        };
        value.cast(data_type).ok().map(OwnedValue::from)
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
            #[serde(default)]
            relative: Option<bool>,
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
        let time = match (form.time, form.relative) {
            (Some(time), Some(true)) => Some(time.with_basis(TimeBasis::Relative)),
            (Some(time), Some(false)) => Some(time.with_basis(TimeBasis::Absolute)),
            (time, None) => time,
            (None, Some(_)) => return Err(D::Error::missing_field("time")),
        };
        Ok(Self { path: form.path, time, content })
    }
}
