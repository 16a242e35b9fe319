//! The JSON form of SenML packs.

use crate::codec::context::Context;
use crate::codec::sink::Sink;
use crate::encoding::base64::Base64;
use crate::error::ErrorKind;
use crate::formats::senml::encode::Form;
use crate::formats::senml::labels::Label;
use crate::formats::senml::raw_encode::{Content, RawForm};
use crate::formats::shared::json;
use crate::formats::shared::link_text::LinkText;
use crate::formats::shared::names::PathText;
use crate::model::timestamp::Timestamp;
use crate::model::value::{Bytes, Value};

/// SenML JSON without white space.
#[derive(Clone, Default)]
pub(crate) struct JsonForm {
    /// Whether a record, and a field of the open record, came before.
    record: bool,
    field: bool,
}

impl JsonForm {
    /// Starts a field with a comma, unless it is the first of its record.
    fn key(&mut self, sink: &mut Sink<'_>, key: &[u8]) {
        if core::mem::replace(&mut self.field, true) {
            sink.put(b",");
        }
        sink.put(key);
    }
}

impl RawForm for JsonForm {
    fn begin(&mut self, sink: &mut Sink<'_>, records: usize) {
        Form::begin(self, sink, records);
    }

    fn begin_record(&mut self, sink: &mut Sink<'_>, fields: usize) {
        Form::begin_record(self, sink, fields);
    }

    fn field(
        &mut self,
        sink: &mut Sink<'_>,
        label: Label,
        content: &Content<'_>,
    ) -> Result<(), ErrorKind> {
        self.key(sink, b"\"");
        sink.put(label.text());
        sink.put(b"\":");
        match content {
            Content::Text(text) => json::put_text(sink, *text),
            Content::Number(number) => json::put_raw_number(sink, *number)?,
            Content::Boolean(truth) => sink.put(if *truth { b"true" } else { b"false" }),
            Content::Data(bytes) => put_data(sink, *bytes, Base64::Url),
            Content::Null => sink.put(b"null"),
        }
        Ok(())
    }

    fn end_record(&mut self, sink: &mut Sink<'_>) {
        Form::end_record(self, sink);
    }

    fn end(&mut self, sink: &mut Sink<'_>) {
        Form::end(self, sink);
    }
}

/// Bytes as base64, in quotes.
fn put_data(sink: &mut Sink<'_>, bytes: Bytes<'_>, alphabet: Base64) {
    sink.put(b"\"");
    sink.put_base64(&bytes, alphabet);
    sink.put(b"\"");
}

impl Form for JsonForm {
    // "bn":"",
    const BASE_NAME: usize = 8;

    fn begin(&mut self, sink: &mut Sink<'_>, _: usize) {
        sink.put(b"[");
    }

    fn begin_record(&mut self, sink: &mut Sink<'_>, _: usize) {
        self.field = false;
        let comma = core::mem::replace(&mut self.record, true);
        sink.put(if comma { b",{" } else { b"{" });
    }

    fn base_name(&mut self, sink: &mut Sink<'_>, name: &PathText<'_>) {
        self.key(sink, b"\"bn\":");
        json::put_name(sink, name);
    }

    fn base_time(&mut self, sink: &mut Sink<'_>, time: Timestamp) {
        self.key(sink, b"\"bt\":");
        json::put_time(sink, time);
    }

    fn name(&mut self, sink: &mut Sink<'_>, name: &PathText<'_>) {
        self.key(sink, b"\"n\":");
        json::put_name(sink, name);
    }

    fn time(&mut self, sink: &mut Sink<'_>, time: Timestamp) {
        self.key(sink, b"\"t\":");
        json::put_time(sink, time);
    }

    fn value(
        &mut self,
        sink: &mut Sink<'_>,
        value: &Value<'_>,
        context: &Context<'_>,
    ) -> Result<(), ErrorKind> {
        self.key(sink, b"");
        match value {
            Value::String(text) | Value::CoreLink(text) => {
                sink.put(b"\"vs\":");
                json::put_text(sink, *text);
            }
            Value::Boolean(truth) => {
                sink.put(if *truth { b"\"vb\":true" } else { b"\"vb\":false" });
            }
            Value::Opaque(bytes) => {
                sink.put(b"\"vd\":");
                let padded = context.padded_base64();
                put_data(sink, *bytes, if padded { Base64::Standard } else { Base64::Url });
            }
            Value::ObjectLink(link) => {
                sink.put(b"\"vlo\":\"");
                sink.put(LinkText::new(*link).as_bytes());
                sink.put(b"\"");
            }
            Value::None => return Err(ErrorKind::NotRepresentable),
            number => {
                sink.put(b"\"v\":");
                json::put_number(sink, number)?;
            }
        }
        Ok(())
    }

    fn null(&mut self, sink: &mut Sink<'_>) {
        self.key(sink, b"\"v\":null");
    }

    fn end_record(&mut self, sink: &mut Sink<'_>) {
        sink.put(b"}");
    }

    fn end(&mut self, sink: &mut Sink<'_>) {
        sink.put(b"]");
    }
}
