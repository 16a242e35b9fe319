//! A record as the peers produce it.

use lwm2m_codec::{OwnedContent, OwnedRecord, OwnedValue, Path, Timestamp};

/// A path, a time in seconds and a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item<'a> {
    pub(crate) ids: [u16; 4],
    pub(crate) len: u8,
    pub(crate) time: Option<f64>,
    pub(crate) value: Scalar<'a>,
}

/// A value of one of the types that the formats distinguish.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scalar<'a> {
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl<'a> Item<'a> {
    pub(crate) fn from_record(record: &'a OwnedRecord) -> Self {
        let mut ids = [0; 4];
        let len = record.path.len();
        ids[..len].copy_from_slice(record.path.ids());
        let OwnedContent::Value(value) = &record.content else { unreachable!("a value") };
        let value = match value {
            OwnedValue::Integer(number) | OwnedValue::Time(number) => Scalar::Integer(*number),
            OwnedValue::Float(number) => Scalar::Float(*number),
            OwnedValue::Boolean(truth) => Scalar::Boolean(*truth),
            OwnedValue::String(text) => Scalar::Text(text),
            OwnedValue::Opaque(bytes) => Scalar::Bytes(bytes),
            value => unreachable!("no corpus has {value:?}"),
        };
        Self { ids, len: len as u8, time: record.time.map(Timestamp::as_f64), value }
    }

    pub(crate) fn to_record(self) -> OwnedRecord {
        let path = Path::new(&self.ids[..usize::from(self.len)]).expect("a path");
        let value = match self.value {
            Scalar::Integer(number) => OwnedValue::Integer(number),
            Scalar::Float(number) => OwnedValue::Float(number),
            Scalar::Boolean(truth) => OwnedValue::Boolean(truth),
            Scalar::Text(text) => OwnedValue::String(text.to_owned()),
            Scalar::Bytes(bytes) => OwnedValue::Opaque(bytes.to_owned()),
        };
        let time = self.time.map(|seconds| {
            assert_eq!(seconds.fract(), 0.0);
            Timestamp::from_seconds(seconds as i64)
        });
        OwnedRecord { path, time, content: OwnedContent::Value(value) }
    }
}
