//! SenML CBOR, LwM2M CBOR and CBOR against `ciborium`.

use lwm2m_codec::{
    Content, ContentFormat as F, Context, Error, ErrorKind, Leniency, OwnedValue, Path, Record,
    Strictness, Value, decode, senml,
};

use crate::cbor::{self, Item, Result};
use crate::fields::{self, Fields, LABELS, Number, OBJECT_LINK};
use crate::{frame, request};

/// The input is as for SenML CBOR, LwM2M CBOR or CBOR with a single value; the lowest bits of the
/// choice select which.
pub fn diff_cbor(data: &[u8]) {
    let Some((_, choice, rest)) = request::split(data) else { return };
    match choice & 3 {
        0 | 1 => senml(&frame::senml_cbor(choice >> 2, rest)),
        2 => lwm2m(&frame::lwm2m_cbor(choice >> 2, rest)),
        _ => single(rest),
    }
}

/// Whether the error is about a simple value below 32 in two bytes, which is not well-formed (RFC
/// 8949, section 3.3) but which `ciborium` reads.
fn is_short_simple(payload: &[u8], error: &Error) -> bool {
    matches!(payload.get(error.offset() as usize..), Some([0xf8, 0..32, ..]))
}

// --- SenML CBOR ---

fn senml(payload: &[u8]) {
    let ours =
        senml::cbor::raw(payload, Strictness::STRICT).collect::<std::result::Result<Vec<_>, _>>();
    let theirs = cbor::read(payload).and_then(pack);
    fields::compare(&ours, theirs, |error| match error.kind() {
        ErrorKind::InvalidCbor => is_short_simple(payload, error),
        // The codec skips unknown items down to 128 levels, the other reader down to 300.
        ErrorKind::TooDeep => true,
        _ => false,
    });
    if let Ok(records) = ours {
        fields::check_encoding(&records, senml::cbor::encode_raw, |payload| {
            cbor::read(payload).and_then(pack).expect("what was written can be read")
        });
    }
}

fn pack(item: Item) -> Result<Vec<Fields>> {
    let Item::Array(records, false) = item else { return Err("no array of known length") };
    records.into_iter().map(record).collect()
}

fn record(item: Item) -> Result<Fields> {
    let Item::Map(entries) = item else { return Err("a record is no map") };
    let mut fields = Fields::new();
    for (key, value) in entries {
        match key {
            Item::Integer(key) => {
                if let Some((label, _)) = LABELS.into_iter().find(|(_, number)| *number == key) {
                    fields::insert(&mut fields, label, content(value)?)?;
                }
            }
            Item::Text(key, _) if key == OBJECT_LINK => {
                fields::insert(&mut fields, OBJECT_LINK, content(value)?)?;
            }
            Item::Text(key, _) if means_label(&key) => return Err("a label as text"),
            Item::Text(key, _) if key.ends_with('_') => return Err("to be understood"),
            Item::Text(..) => {}
            _ => return Err("a key is no label"),
        }
    }
    Ok(fields)
}

/// Whether text is a label that has a number.
fn means_label(text: &str) -> bool {
    let number = text.parse::<i8>().map(i128::from).ok();
    LABELS.into_iter().any(|(name, label)| name == text || Some(label) == number)
}

fn content(item: Item) -> Result<fields::Content> {
    Ok(match item {
        Item::Integer(number) => fields::Content::Number(Number::integer(number)),
        Item::Float(number) => fields::Content::Number(Number::float(number)),
        Item::Tag(4, item) => fields::Content::Number(Number::decimal(&fraction(*item)?)),
        Item::Text(text, false) => fields::Content::Text(text),
        Item::Bytes(bytes, false) => fields::Content::Bytes(bytes),
        Item::Simple(20) => fields::Content::Boolean(false),
        Item::Simple(21) => fields::Content::Boolean(true),
        Item::Simple(22) => fields::Content::Null,
        _ => return Err("content that no label has"),
    })
}

/// A decimal fraction as a decimal number.
fn fraction(item: Item) -> Result<String> {
    match item {
        Item::Array(parts, false) => match parts.as_slice() {
            // In the codec each has 64 bits and a sign.
            [Item::Integer(exponent), Item::Integer(mantissa)]
                if *exponent.min(mantissa) > -(1 << 64) =>
            {
                Ok(format!("{mantissa}e{exponent}"))
            }
            _ => Err("no fraction"),
        },
        _ => Err("no fraction"),
    }
}

// --- LwM2M CBOR and CBOR ---

/// A value as the other reader sees it.
#[derive(Debug)]
enum Leaf {
    Value(OwnedValue),
    /// A date, which only the codec reads.
    Date,
    /// A number after tag 1.
    Time(Number),
}

impl Leaf {
    fn is(&self, content: &Content<'_>) -> bool {
        let Content::Value(value) = content else { return false };
        match self {
            Self::Value(expected) => expected.as_value() == *value,
            Self::Date => matches!(value, Value::Time(_)),
            Self::Time(number) => {
                matches!(value, Value::Time(time) if *number == Number::integer((*time).into()))
            }
        }
    }
}

fn leaf(item: Item) -> Result<Leaf> {
    Ok(Leaf::Value(match item {
        Item::Integer(number) => integer(number)?,
        Item::Float(number) => OwnedValue::Float(number),
        Item::Text(text, _) => OwnedValue::String(text),
        Item::Bytes(bytes, _) => OwnedValue::Opaque(bytes),
        Item::Simple(20) => OwnedValue::Boolean(false),
        Item::Simple(21) => OwnedValue::Boolean(true),
        Item::Tag(0, item) => match *item {
            Item::Text(..) => return Ok(Leaf::Date),
            _ => return Err("no date"),
        },
        Item::Tag(1, item) => match *item {
            Item::Integer(number) => return Ok(Leaf::Time(Number::integer(number))),
            _ => return Err("no number of seconds"),
        },
        Item::Tag(4, item) => {
            let number: f64 = fraction(*item)?.parse().map_err(|_| "no number")?;
            if number.is_infinite() {
                return Err("out of range");
            }
            OwnedValue::Float(number)
        }
        Item::Tag(55799, item) => return leaf(*item),
        _ => return Err("no value"),
    }))
}

fn integer(number: i128) -> Result<OwnedValue> {
    match (i64::try_from(number), u64::try_from(number)) {
        (Ok(number), _) => Ok(OwnedValue::Integer(number)),
        (_, Ok(number)) => Ok(OwnedValue::Unsigned(number)),
        _ => Err("out of range"),
    }
}

fn single(payload: &[u8]) {
    let path = Path::new(&[9, 0, 0]).expect("three IDs");
    let theirs = cbor::read(payload).and_then(leaf).map(|leaf| vec![(path, leaf)]);
    compare(F::Cbor, payload, path, theirs);
}

fn lwm2m(payload: &[u8]) {
    let theirs = cbor::read(payload).and_then(|item| {
        let mut leaves = Vec::new();
        flatten(item, Path::ROOT, &mut leaves)?;
        for (index, (path, _)) in leaves.iter().enumerate() {
            let others = || leaves.iter().skip(index + 1).map(|(other, _)| other);
            if others().any(|other| other.starts_with(*path) || path.starts_with(*other)) {
                return Err("a path twice, or one above another");
            }
        }
        Ok(leaves)
    });
    compare(F::Lwm2mCbor, payload, Path::ROOT, theirs);
}

/// The values of a map and of those within it.
fn flatten(item: Item, path: Path, leaves: &mut Vec<(Path, Leaf)>) -> Result<()> {
    let Item::Map(entries) = item else { return Err("no map") };
    if entries.is_empty() {
        return Err("an empty map");
    }
    let mut containers = Vec::new();
    for (key, value) in entries {
        let is_array = matches!(key, Item::Array(..));
        let path = ids(key)?.into_iter().try_fold(path, |path, id| {
            let id = u16::try_from(id).ok().filter(|&id| id != u16::MAX).ok_or("no ID")?;
            path.child(id).ok_or("too many IDs")
        })?;
        if !matches!(value, Item::Map(..)) {
            if path.len() < 3 {
                return Err("a value of no resource");
            }
            leaves.push((path, leaf(value)?));
            continue;
        }
        if containers.contains(&(path, is_array)) {
            return Err("a key twice");
        }
        containers.push((path, is_array));
        flatten(value, path, leaves)?;
    }
    Ok(())
}

fn ids(key: Item) -> Result<Vec<i128>> {
    let id = |item| match item {
        Item::Integer(id) => Ok(id),
        _ => Err("a key of something else"),
    };
    match key {
        Item::Array(ids, _) if ids.is_empty() => Err("an empty key"),
        Item::Array(ids, _) => ids.into_iter().map(id).collect(),
        key => Ok(vec![id(key)?]),
    }
}

/// Checks that both readers agree: on the values, or that there is an error.
fn compare(format: F, payload: &[u8], base: Path, theirs: Result<Vec<(Path, Leaf)>>) {
    let context = Context::read(base);
    let ours: std::result::Result<Vec<Record<'_>>, Error> =
        decode(format, payload, &context).collect();
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => {
            let pairs = ours.iter().zip(&theirs);
            let same = |(record, (path, leaf)): (&Record<'_>, &(Path, Leaf))| {
                record.path == *path && leaf.is(&record.content)
            };
            let all = ours.len() == theirs.len() && pairs.into_iter().all(same);
            assert!(all, "{format}: {ours:?}\nthe other: {theirs:?}");
        }
        // An empty payload is an empty answer, but no CBOR.
        (Ok(ours), Err(_)) if payload.is_empty() => assert!(ours.is_empty()),
        (Ok(ours), Err(why)) => panic!("{format} accepted: {ours:?}\nrefused by the other: {why}"),
        (Err(error), Ok(theirs)) => {
            let tolerated = match error.kind() {
                ErrorKind::InvalidCbor => is_short_simple(payload, &error),
                // The other reader does not parse dates.
                ErrorKind::InvalidTime => theirs.iter().any(|(_, leaf)| matches!(leaf, Leaf::Date)),
                ErrorKind::FractionalNumber => error.leniency() == Some(Leniency::FractionalTime),
                // Nor does it check the range of times.
                ErrorKind::ValueOutOfRange => {
                    theirs.iter().any(|(_, leaf)| matches!(leaf, Leaf::Time(_)))
                }
                _ => false,
            };
            assert!(tolerated, "{format} refused: {error}\naccepted by the other: {theirs:?}");
        }
        (Err(_), Err(_)) => {}
    }
}
