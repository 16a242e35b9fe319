//! The CBOR form of SenML packs.

use crate::codec::context::Context;
use crate::codec::sink::Sink;
use crate::encoding::decimal::Integral;
use crate::encoding::integer;
use crate::error::ErrorKind;
use crate::formats::senml::encode::Form;
use crate::formats::senml::labels::Label;
use crate::formats::senml::raw_encode::{Content, RawForm};
use crate::formats::shared::cbor;
use crate::formats::shared::names::PathText;
use crate::formats::shared::number::Number;
use crate::model::timestamp::Timestamp;
use crate::model::value::Value;

/// SenML CBOR with definite lengths.
#[derive(Clone)]
pub(crate) struct CborForm;

/// Writes a label that is a number.
fn put_label(sink: &mut Sink<'_>, label: i8) {
    cbor::put_integer(sink, label.into());
}

fn put_name(sink: &mut Sink<'_>, label: i8, name: &PathText<'_>) {
    put_label(sink, label);
    cbor::put_argument(sink, 0x60, name.len() as u64);
    sink.put(name.root.as_bytes());
    sink.put(name.ids());
}

/// The time as a float, if that reads back.
fn as_float(time: Timestamp) -> Option<f64> {
    let double = time.as_f64();
    let read = integer::seconds_nanos(double);
    (read == Some((time.seconds(), time.nanoseconds()))).then_some(double)
}

/// The time in nanoseconds.
fn as_nanoseconds(time: Timestamp) -> Option<i64> {
    let seconds = time.seconds().checked_mul(1_000_000_000)?;
    seconds.checked_add(time.nanoseconds().into())
}

/// A time as the shortest number that is exact: an integer, a float, or a decimal fraction.
fn put_time(sink: &mut Sink<'_>, label: i8, time: Timestamp) {
    put_label(sink, label);
    if time.nanoseconds() == 0 {
        cbor::put_integer(sink, time.seconds());
    } else if let Some(double) = as_float(time) {
        cbor::put_float(sink, double);
    } else {
        // A decimal fraction with the exponent -9.
        sink.put(&[0xc4, 0x82, 0x28]);
        cbor::put_integer(sink, as_nanoseconds(time).unwrap_or_default());
    }
}

/// Writes a number in its shortest form: as an integer if it is one, except -0.0.
fn put_number(sink: &mut Sink<'_>, number: &Number<'_>) -> Result<(), ErrorKind> {
    let float = number.to_f64();
    let minus_zero = float.filter(|float| float.to_bits() == 1 << 63);
    match (number.to_integer(), minus_zero) {
        (Integral::Integer { negative: false, magnitude }, None) => {
            cbor::put_argument(sink, 0, magnitude);
            return Ok(());
        }
        (Integral::Integer { negative: true, magnitude }, None) => {
            if let Some(number) = integer::signed(true, magnitude) {
                cbor::put_integer(sink, number);
                return Ok(());
            }
        }
        _ => {}
    }
    cbor::put_float(sink, float.ok_or(ErrorKind::NumberNotRepresentable)?);
    Ok(())
}

impl RawForm for CborForm {
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
        match label.number() {
            Some(number) => put_label(sink, number),
            None => sink.put(LINK_LABEL),
        }
        match *content {
            Content::Text(text) => cbor::put_plain(sink, &Value::String(text)),
            Content::Boolean(truth) => cbor::put_plain(sink, &Value::Boolean(truth)),
            Content::Data(bytes) => cbor::put_plain(sink, &Value::Opaque(bytes)),
            Content::Null => cbor::put_plain(sink, &Value::None),
            Content::Number(number) => put_number(sink, &number)?,
        }
        Ok(())
    }

    fn end_record(&mut self, _: &mut Sink<'_>) {}

    fn end(&mut self, _: &mut Sink<'_>) {}
}

/// The label of object links, which is text.
const LINK_LABEL: &[u8] = b"\x63vlo";

impl Form for CborForm {
    // The label and the head of the text.
    const BASE_NAME: usize = 2;

    fn fits(time: Timestamp) -> bool {
        time.nanoseconds() == 0 || as_float(time).is_some() || as_nanoseconds(time).is_some()
    }

    fn begin(&mut self, sink: &mut Sink<'_>, records: usize) {
        cbor::put_argument(sink, 0x80, records as u64);
    }

    fn begin_record(&mut self, sink: &mut Sink<'_>, fields: usize) {
        cbor::put_argument(sink, 0xa0, fields as u64);
    }

    fn base_name(&mut self, sink: &mut Sink<'_>, name: &PathText<'_>) {
        put_name(sink, -2, name);
    }

    fn base_time(&mut self, sink: &mut Sink<'_>, time: Timestamp) {
        put_time(sink, -3, time);
    }

    fn name(&mut self, sink: &mut Sink<'_>, name: &PathText<'_>) {
        put_name(sink, 0, name);
    }

    fn time(&mut self, sink: &mut Sink<'_>, time: Timestamp) {
        put_time(sink, 6, time);
    }

    fn value(
        &mut self,
        sink: &mut Sink<'_>,
        value: &Value<'_>,
        context: &Context<'_>,
    ) -> Result<(), ErrorKind> {
        let label: &[u8] = match value {
            Value::String(_) | Value::CoreLink(_) => &[3],
            Value::Boolean(_) => &[4],
            Value::Opaque(_) => &[8],
            Value::ObjectLink(_) => LINK_LABEL,
            Value::None => return Err(ErrorKind::NotRepresentable),
            _ => &[2],
        };
        sink.put(label);
        cbor::put(sink, value, context);
        Ok(())
    }

    fn null(&mut self, sink: &mut Sink<'_>) {
        sink.put(&[2, 0xf6]);
    }

    fn end_record(&mut self, _: &mut Sink<'_>) {}

    fn end(&mut self, _: &mut Sink<'_>) {}
}
