//! Raw SenML records to packs.

use super::labels::Label;
use super::raw::{RawRecord, RawValue};
use crate::codec::sink::Sink;
use crate::error::{Error, ErrorKind};
use crate::formats::shared::number::Number;
use crate::model::value::{Bytes, Text};

/// The content of a field.
pub(crate) enum Content<'a> {
    Text(Text<'a>),
    Number(Number<'a>),
    Boolean(bool),
    Data(Bytes<'a>),
    Null,
}

/// The syntax of a raw SenML pack.
pub(crate) trait RawForm {
    fn begin(&mut self, sink: &mut Sink<'_>, records: usize);
    fn begin_record(&mut self, sink: &mut Sink<'_>, fields: usize);
    /// Writes a field; the error is the kind of what the form cannot express.
    fn field(
        &mut self,
        sink: &mut Sink<'_>,
        label: Label,
        content: &Content<'_>,
    ) -> Result<(), ErrorKind>;
    fn end_record(&mut self, sink: &mut Sink<'_>);
    fn end(&mut self, sink: &mut Sink<'_>);
}

/// Writes raw records into `buffer` and says how many bytes they take.
pub(crate) fn encode(
    records: &[RawRecord<'_>],
    mut form: impl RawForm,
    buffer: &mut [u8],
) -> Result<usize, Error> {
    let mut sink = Sink::new(buffer);
    form.begin(&mut sink, records.len());
    for (index, record) in records.iter().enumerate() {
        let fields = fields(record);
        form.begin_record(&mut sink, fields.iter().flatten().count());
        for (label, content) in fields.iter().flatten() {
            form.field(&mut sink, *label, content).map_err(|kind| Error::new(kind, index))?;
        }
        form.end_record(&mut sink);
    }
    form.end(&mut sink);
    sink.finish()
}

/// The fields of a record: base fields first, as readers of streams need them.
fn fields<'a>(record: &RawRecord<'a>) -> [Option<(Label, Content<'a>)>; 12] {
    let text = |label, text: Option<Text<'a>>| text.map(|text| (label, Content::Text(text)));
    let number = |label, number: Option<super::RawNumber<'a>>| {
        number.map(|number| (label, Content::Number(number.into())))
    };
    let version = record.base_version.map(|version| {
        let version = Number::Integer { negative: false, magnitude: version };
        (Label::BaseVersion, Content::Number(version))
    });
    let value = record.value.map(|value| match value {
        RawValue::Number(number) => (Label::Value, Content::Number(number.into())),
        RawValue::String(text) => (Label::StringValue, Content::Text(text)),
        RawValue::Boolean(truth) => (Label::BooleanValue, Content::Boolean(truth)),
        RawValue::Data(bytes) => (Label::DataValue, Content::Data(bytes)),
        RawValue::ObjectLink(text) => (Label::LinkValue, Content::Text(text)),
        RawValue::Null => (Label::Value, Content::Null),
    });
    [
        version,
        text(Label::BaseName, record.base_name),
        number(Label::BaseTime, record.base_time),
        text(Label::BaseUnit, record.base_unit),
        number(Label::BaseValue, record.base_value),
        number(Label::BaseSum, record.base_sum),
        text(Label::Name, record.name),
        text(Label::Unit, record.unit),
        value,
        number(Label::Sum, record.sum),
        number(Label::Time, record.time),
        number(Label::UpdateTime, record.update_time),
    ]
}
