//! SenML packs as common senders write them: one base name, that of the request.
//!
//! The encoder under test writes shorter packs, with more base names. Those are less work to read,
//! so comparing decoders over them would flatter this codec.

use std::convert::Infallible;
use std::fmt::Write as _;

use lwm2m_codec::{OwnedContent, OwnedRecord, OwnedValue, Timestamp};
use minicbor::Encoder;

use crate::corpus::Corpus;

/// How a pack is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// One base name and base time, labels in the usual order.
    Usual,
    /// The full path and time in each record.
    Absolute,
    /// As usual, with the labels of each record in another order.
    Shuffled,
}

/// A field of a record.
enum Field<'a> {
    BaseName(String),
    BaseTime(i64),
    Name(String),
    Time(i64),
    Value(&'a OwnedValue),
}

/// The pack in JSON.
///
/// # Panics
/// If a value is of a type that only corpora of a single record have.
#[must_use]
pub fn json(corpus: &Corpus, style: Style) -> Vec<u8> {
    let records = corpus.records.iter().enumerate().map(|(index, record)| {
        let fields = fields(corpus, record, index, style);
        let fields: Vec<_> = fields.iter().map(json_field).collect();
        format!("{{{}}}", fields.join(","))
    });
    let records: Vec<_> = records.collect();
    format!("[{}]", records.join(",")).into_bytes()
}

fn json_field(field: &Field<'_>) -> String {
    match field {
        Field::BaseName(name) => format!(r#""bn":"{name}""#),
        Field::BaseTime(time) => format!(r#""bt":{time}"#),
        Field::Name(name) => format!(r#""n":"{name}""#),
        Field::Time(time) => format!(r#""t":{time}"#),
        Field::Value(OwnedValue::String(text)) => format!(r#""vs":"{text}""#),
        Field::Value(OwnedValue::Integer(number) | OwnedValue::Time(number)) => {
            format!(r#""v":{number}"#)
        }
        Field::Value(OwnedValue::Float(number)) => format!(r#""v":{number}"#),
        Field::Value(OwnedValue::Boolean(truth)) => format!(r#""vb":{truth}"#),
        Field::Value(value) => unreachable!("no corpus has many of {value:?}"),
    }
}

/// The pack in CBOR.
///
/// # Panics
/// As [`json`].
#[must_use]
pub fn cbor(corpus: &Corpus, style: Style) -> Vec<u8> {
    let mut encoder = Encoder::new(Bytes(Vec::new()));
    let result: Written = (|| {
        encoder.array(corpus.records.len() as u64)?;
        for (index, record) in corpus.records.iter().enumerate() {
            let fields = fields(corpus, record, index, style);
            encoder.map(fields.len() as u64)?;
            fields.iter().try_for_each(|field| cbor_field(field, &mut encoder))?;
        }
        Ok(())
    })();
    result.expect("a vector takes all");
    encoder.into_writer().0
}

/// A vector to write to. minicbor has the same behind its feature `alloc`, but that would also
/// change the codec under test.
struct Bytes(Vec<u8>);

impl minicbor::encode::Write for Bytes {
    type Error = Infallible;

    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Infallible> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}

type Written = Result<(), minicbor::encode::Error<Infallible>>;

fn cbor_field(field: &Field<'_>, encoder: &mut Encoder<Bytes>) -> Written {
    match field {
        Field::BaseName(name) => encoder.i8(-2)?.str(name)?,
        Field::BaseTime(time) => encoder.i8(-3)?.i64(*time)?,
        Field::Name(name) => encoder.i8(0)?.str(name)?,
        Field::Time(time) => encoder.i8(6)?.i64(*time)?,
        Field::Value(OwnedValue::String(text)) => encoder.i8(3)?.str(text)?,
        Field::Value(OwnedValue::Integer(number) | OwnedValue::Time(number)) => {
            encoder.i8(2)?.i64(*number)?
        }
        Field::Value(OwnedValue::Float(number)) => encoder.i8(2)?.f64(*number)?,
        Field::Value(OwnedValue::Boolean(truth)) => encoder.i8(4)?.bool(*truth)?,
        Field::Value(value) => unreachable!("no corpus has many of {value:?}"),
    };
    Ok(())
}

fn fields<'a>(
    corpus: &Corpus,
    record: &'a OwnedRecord,
    index: usize,
    style: Style,
) -> Vec<Field<'a>> {
    let base = corpus.base;
    let mut fields = Vec::new();
    let mut base_time = 0;
    if style == Style::Absolute {
        fields.push(Field::Name(record.path.to_string()));
    } else {
        base_time = corpus.records[0].time.map_or(0, Timestamp::seconds);
        // The slash between base name and name belongs to the base name.
        let mut base_name = base.to_string();
        let mut name = String::new();
        if record.path != base {
            base_name.push('/');
            for (index, id) in record.path.ids()[base.len()..].iter().enumerate() {
                let slash = if index > 0 { "/" } else { "" };
                write!(name, "{slash}{id}").expect("a string takes all");
            }
        }
        if index == 0 {
            fields.push(Field::BaseName(base_name));
            if base_time != 0 {
                fields.push(Field::BaseTime(base_time));
            }
        }
        if !name.is_empty() {
            fields.push(Field::Name(name));
        }
    }
    let time = record.time.map(|time| time.seconds() - base_time);
    fields.extend(time.filter(|&time| time != 0).map(Field::Time));
    match &record.content {
        OwnedContent::Value(value) => fields.push(Field::Value(value)),
        content => unreachable!("no corpus has {content:?}"),
    }
    if style == Style::Shuffled {
        // Rotated or reversed, so that no record has the order of the one before.
        let count = fields.len();
        match index % 3 {
            0 => fields.reverse(),
            1 => fields.rotate_left(1 % count),
            _ => {}
        }
    }
    fields
}
