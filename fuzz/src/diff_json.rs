//! SenML JSON against `serde_json` and `base64`.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lwm2m_codec::{ErrorKind, Strictness, senml};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::fields::{self, Content, Fields, LABELS, Number, OBJECT_LINK};
use crate::{frame, request};

/// The input is as for SenML JSON.
pub fn diff_json(data: &[u8]) {
    let Some((_, choice, rest)) = request::split(data) else { return };
    let payload = frame::senml_json(choice >> 1, rest);
    let ours = senml::json::raw(&payload, Strictness::STRICT).collect::<Result<Vec<_>, _>>();
    let theirs = read(&payload);
    fields::compare(&ours, theirs, |error| match error.kind() {
        // The codec skips unknown members down to 128 levels, serde_json without recursion.
        ErrorKind::TooDeep => true,
        // Nor does serde_json look at the escapes of what it skips.
        ErrorKind::InvalidEscape => true,
        _ => false,
    });
    if let Ok(records) = ours {
        fields::check_encoding(&records, senml::json::encode_raw, |payload| {
            read(payload).expect("what was written can be read")
        });
    }
}

/// The members of an object in order, duplicates included.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(All)
    }
}

fn read(payload: &[u8]) -> Result<Vec<Fields>, String> {
    let text = str::from_utf8(payload).map_err(|error| error.to_string())?;
    let pack: Vec<Members<'_>> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    pack.into_iter().map(record).collect()
}

fn record(members: Members<'_>) -> Result<Fields, String> {
    let mut fields = Fields::new();
    for (name, value) in members.0 {
        let label = LABELS.iter().map(|label| label.0).chain([OBJECT_LINK]).find(|l| *l == name);
        match label {
            Some(label) => fields::insert(&mut fields, label, content(label, value.get())?)?,
            None if name.ends_with('_') => return Err(format!("{name} must be understood")),
            None => {}
        }
    }
    Ok(fields)
}

fn content(label: &str, json: &str) -> Result<Content, String> {
    Ok(match json.as_bytes() {
        [b'"', ..] => {
            let text: String = serde_json::from_str(json).map_err(|error| error.to_string())?;
            match label {
                "vd" => {
                    Content::Bytes(URL_SAFE_NO_PAD.decode(text).map_err(|error| error.to_string())?)
                }
                _ => Content::Text(text),
            }
        }
        [b'-' | b'0'..=b'9', ..] => Content::Number(Number::decimal(json)),
        b"true" => Content::Boolean(true),
        b"false" => Content::Boolean(false),
        b"null" => Content::Null,
        _ => return Err(format!("{label} has an array or object")),
    })
}
