//! SenML fields as independent readers see them, for comparison with the codec's raw records.

use std::collections::BTreeMap;
use std::fmt::Debug;

use lwm2m_codec::senml::{RawNumber, RawRecord, RawValue};
use lwm2m_codec::{Error, ErrorKind, Text};

/// What a field holds.
#[derive(Debug, PartialEq)]
pub(crate) enum Content {
    Text(String),
    Number(Number),
    Boolean(bool),
    Bytes(Vec<u8>),
    Null,
}

/// A number as the types that can represent it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number {
    float: Option<f64>,
    signed: Option<i64>,
    unsigned: Option<u64>,
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        // All NaNs are equal here.
        let bits = |number: &Self| match number.float {
            Some(float) if float.is_nan() => Some(f64::NAN.to_bits()),
            float => float.map(f64::to_bits),
        };
        (bits(self), self.signed, self.unsigned) == (bits(other), other.signed, other.unsigned)
    }
}

impl Number {
    pub(crate) fn integer(number: i128) -> Self {
        Self {
            float: Some(number as f64),
            signed: number.try_into().ok(),
            unsigned: number.try_into().ok(),
        }
    }

    pub(crate) fn float(number: f64) -> Self {
        // Larger doubles fit neither integer type, so it does not matter that this saturates.
        let exact = number as i128;
        let integral = (number.fract() == 0.0 && number.abs() < 4e19).then_some(exact);
        Self {
            float: Some(number),
            signed: integral.and_then(|number| number.try_into().ok()),
            unsigned: integral.and_then(|number| number.try_into().ok()),
        }
    }

    /// A decimal number of JSON: the nearest float by the standard library, exact integers by
    /// shifting the decimal point.
    pub(crate) fn decimal(text: &str) -> Self {
        let float = text.parse::<f64>().ok().filter(|float| float.is_finite());
        let integral = integral(text);
        Self {
            float,
            signed: integral.and_then(|number| number.try_into().ok()),
            unsigned: integral.and_then(|number| number.try_into().ok()),
        }
    }
}

/// The value of a decimal number that is an integer of at most 128 bits.
fn integral(text: &str) -> Option<i128> {
    let (text, negative) = text.strip_prefix('-').map_or((text, false), |text| (text, true));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return Some(0);
    }
    // Exponents beyond an i64 exceed any number of digits.
    let exponent: i64 = exponent.parse().ok()?;
    let dropped = i64::try_from(digits.len() - significant.len()).ok()?;
    let scale = exponent.checked_add(dropped)?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    let power = 10i128.checked_pow(u32::try_from(scale).ok()?)?;
    let magnitude = significant.parse::<i128>().ok()?.checked_mul(power)?;
    Some(if negative { -magnitude } else { magnitude })
}

/// The fields of a record by their names in JSON.
pub(crate) type Fields = BTreeMap<&'static str, Content>;

/// The labels of SenML in JSON and CBOR.
pub(crate) const LABELS: [(&str, i128); 15] = [
    ("bver", -1),
    ("bn", -2),
    ("bt", -3),
    ("bu", -4),
    ("bv", -5),
    ("bs", -6),
    ("n", 0),
    ("u", 1),
    ("v", 2),
    ("vs", 3),
    ("vb", 4),
    ("s", 5),
    ("t", 6),
    ("ut", 7),
    ("vd", 8),
];

/// LwM2M's label, which is text in CBOR too.
pub(crate) const OBJECT_LINK: &str = "vlo";

/// Adds a field; fails for content that its label does not allow, for a repeated label, and for a
/// second value.
pub(crate) fn insert(
    fields: &mut Fields,
    label: &'static str,
    content: Content,
) -> Result<(), &'static str> {
    let fits = match label {
        "bn" | "n" | "bu" | "u" | "vs" | OBJECT_LINK => matches!(content, Content::Text(_)),
        "vb" => matches!(content, Content::Boolean(_)),
        "vd" => matches!(content, Content::Bytes(_)),
        "v" => matches!(content, Content::Number(_) | Content::Null),
        "bver" => matches!(content, Content::Number(Number { unsigned: Some(1..), .. })),
        _ => matches!(content, Content::Number(_)),
    };
    if !fits {
        return Err("content of another type");
    }
    let is_value = |label: &str| label.starts_with('v');
    if is_value(label) && fields.keys().any(|&other| is_value(other)) {
        return Err("two values");
    }
    fields.insert(label, content).map_or(Ok(()), |_| Err("the same label twice"))
}

/// Checks that both readers agree: on the records, or that there is an error.
pub(crate) fn compare<W: Debug>(
    ours: &Result<Vec<RawRecord<'_>>, Error>,
    theirs: Result<Vec<Fields>, W>,
    is_tolerated: impl FnOnce(&Error) -> bool,
) {
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => {
            let ours: Vec<_> = ours.iter().cloned().map(fields).collect();
            assert_eq!(ours, theirs);
        }
        (Ok(ours), Err(why)) => panic!("accepted: {ours:?}\nrefused by the other: {why:?}"),
        (Err(error), Ok(theirs)) if !is_tolerated(error) => {
            panic!("refused: {error}\naccepted by the other: {theirs:?}")
        }
        (Err(_), _) => {}
    }
}

/// Checks that raw records survive encoding, except for integers that a float cannot represent.
pub(crate) fn check_encoding(
    records: &[RawRecord<'_>],
    encode: impl Fn(&[RawRecord<'_>], &mut [u8]) -> Result<usize, Error>,
    decode: impl Fn(&[u8]) -> Vec<Fields>,
) {
    let length = match encode(records, &mut []) {
        Ok(0) => 0,
        Err(error) if error.kind() == ErrorKind::BufferTooSmall => error.offset() as usize,
        // JSON has no NaN, and neither format has numbers beyond the range of floats.
        Err(error) if error.kind() == ErrorKind::NumberNotRepresentable => return,
        result => panic!("encoded without a buffer: {result:?}"),
    };
    let mut buffer = vec![0; length];
    assert_eq!(encode(records, &mut buffer), Ok(length));
    let floats = |fields: Fields| -> Fields {
        let float = |content| match content {
            Content::Number(number) => {
                Content::Number(Number { signed: None, unsigned: None, ..number })
            }
            content => content,
        };
        fields.into_iter().map(|(label, content)| (label, float(content))).collect()
    };
    let again: Vec<_> = decode(&buffer).into_iter().map(floats).collect();
    let before: Vec<_> = records.iter().cloned().map(|record| floats(fields(record))).collect();
    assert_eq!(again, before);
}

/// A raw record of the codec as fields.
pub(crate) fn fields(record: RawRecord<'_>) -> Fields {
    let text = |text: Text<'_>| Content::Text(text.to_string());
    let number = |number: RawNumber<'_>| {
        Content::Number(Number {
            float: number.to_f64(),
            signed: number.to_i64(),
            unsigned: number.to_u64(),
        })
    };
    let value = record.value.map(|value| match value {
        RawValue::Number(value) => ("v", number(value)),
        RawValue::String(value) => ("vs", text(value)),
        RawValue::Boolean(value) => ("vb", Content::Boolean(value)),
        RawValue::Data(value) => ("vd", Content::Bytes(value.to_cow().into_owned())),
        RawValue::ObjectLink(value) => (OBJECT_LINK, text(value)),
        RawValue::Null => ("v", Content::Null),
        value => panic!("an unknown value: {value:?}"),
    });
    let version = record.base_version.map(|version| Number::integer(version.into()));
    let fields = [
        ("bn", record.base_name.map(text)),
        ("bt", record.base_time.map(number)),
        ("bu", record.base_unit.map(text)),
        ("bv", record.base_value.map(number)),
        ("bs", record.base_sum.map(number)),
        ("bver", version.map(Content::Number)),
        ("n", record.name.map(text)),
        ("u", record.unit.map(text)),
        ("s", record.sum.map(number)),
        ("t", record.time.map(number)),
        ("ut", record.update_time.map(number)),
    ];
    let present = fields.into_iter().filter_map(|(label, content)| Some((label, content?)));
    present.chain(value).collect()
}
