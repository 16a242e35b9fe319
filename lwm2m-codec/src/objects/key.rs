//! Map keys and field names: IDs, and names of resources.

use serde::de::value::StrDeserializer;
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde::ser::{Impossible, Serialize, Serializer};

use super::error::{Error, Reason};
use crate::codec::context::Context;
use crate::model::path::Path;

/// An ID in decimal.
#[derive(Clone, Copy)]
pub(super) struct Decimal {
    digits: [u8; 5],
    start: usize,
}

impl Decimal {
    pub(super) fn new(mut id: u16) -> Self {
        let mut digits = [b'0'; 5];
        let mut start = 5;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (id % 10) as u8;
            start -= 1;
            id /= 10;
            if id == 0 {
                break;
            }
        }
        Self { digits, start }
    }

    pub(super) fn as_str(&self) -> &str {
        let digits = self.digits.get(self.start..).unwrap_or_default();
        core::str::from_utf8(digits).unwrap_or_default()
    }
}

/// The ID in a canonical decimal number.
fn parse_id(text: &str) -> Option<u16> {
    let canonical = text.bytes().all(|byte| byte.is_ascii_digit())
        && (text.len() == 1 || !text.starts_with('0'));
    text.parse().ok().filter(|_| canonical)
}

/// Whether a field stands for a resource of this name: the name itself, or its letters and digits in
/// lower case with underscores between the words.
fn names(field: &str, name: &str) -> bool {
    let mut rest = field.bytes();
    let mut gap = false;
    let mut started = false;
    field == name
        || name.bytes().all(|byte| {
            if !byte.is_ascii_alphanumeric() {
                gap = started;
                return true;
            }
            let joined = !core::mem::take(&mut gap) || rest.next() == Some(b'_');
            started = true;
            joined && rest.next() == Some(byte.to_ascii_lowercase())
        }) && rest.next().is_none()
            && started
}

/// The field that a resource is read into, if the schema gives it a name and none has its ID.
pub(super) fn field(
    context: &Context<'_>,
    path: Path,
    fields: &[&'static str],
) -> Option<&'static str> {
    let schema = context.schema()?;
    let (3, object, id) = (path.len(), path.object()?, path.resource()?) else { return None };
    if fields.contains(&Decimal::new(id).as_str()) {
        return None;
    }
    let name = schema.resource(object, id)?.name;
    fields.iter().copied().find(|field| names(field, name))
}

/// The ID of a field or key below this path.
fn find_id(context: &Context<'_>, path: Path, key: &str) -> Option<u16> {
    if let Some(id) = parse_id(key) {
        return Some(id);
    }
    let (2, object) = (path.len(), path.object()?) else { return None };
    let resources = context.schema()?.object(object, None)?.resources;
    resources.iter().find(|resource| names(key, resource.name)).map(|resource| resource.id)
}

/// The path of a field below a path.
pub(super) fn child(context: &Context<'_>, path: Path, key: &str) -> Result<Path, Error> {
    let id = find_id(context, path, key).ok_or(Error::new(Reason::InvalidKey).at_path(path))?;
    below(path, id)
}

/// A path with one more ID.
pub(super) fn below(path: Path, id: u16) -> Result<Path, Error> {
    path.child(id).ok_or(Error::new(Reason::InvalidKey).at_path(path))
}

/// A key being read.
pub(super) struct Key {
    pub(super) id: u16,
    pub(super) field: Option<&'static str>,
}

macro_rules! numbers {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_u16(self.id)
        })+
    };
}

impl<'de> Deserializer<'de> for Key {
    type Error = Error;

    // Text, as serde takes a number for the index of the field in the struct.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.field {
            Some(field) => visitor.visit_borrowed_str(field),
            None => visitor.visit_str(Decimal::new(self.id).as_str()),
        }
    }

    numbers! {
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let decimal = Decimal::new(self.id);
        let text: StrDeserializer<'_, Error> = decimal.as_str().into_deserializer();
        visitor.visit_enum(text)
    }

    forward_to_deserialize_any! {
        bool f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map
        struct identifier ignored_any
    }
}

/// Writes a key; the output is the path that it makes.
pub(super) struct KeyWriter<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) path: Path,
}

macro_rules! ids {
    ($($method:ident $number:ty,)+) => {
        $(fn $method(self, number: $number) -> Result<Path, Error> {
            let id = u16::try_from(number);
            below(self.path, id.map_err(|_| Error::new(Reason::InvalidKey).at_path(self.path))?)
        })+
    };
}

macro_rules! no_keys {
    ($($method:ident($($argument:ty),*),)+) => {
        $(fn $method(self $(, _: $argument)*) -> Result<Path, Error> {
            Err(Error::new(Reason::InvalidKey).at_path(self.path))
        })+
    };
}

macro_rules! no_containers {
    ($($method:ident($($argument:ty),*) $result:ident,)+) => {
        $(fn $method(self $(, _: $argument)*) -> Result<Self::$result, Error> {
            Err(Error::new(Reason::InvalidKey).at_path(self.path))
        })+
    };
}

impl Serializer for KeyWriter<'_> {
    type Ok = Path;
    type Error = Error;
    type SerializeSeq = Impossible<Path, Error>;
    type SerializeTuple = Impossible<Path, Error>;
    type SerializeTupleStruct = Impossible<Path, Error>;
    type SerializeTupleVariant = Impossible<Path, Error>;
    type SerializeMap = Impossible<Path, Error>;
    type SerializeStruct = Impossible<Path, Error>;
    type SerializeStructVariant = Impossible<Path, Error>;

    ids! {
        serialize_u8 u8,
        serialize_u16 u16,
        serialize_u32 u32,
        serialize_u64 u64,
        serialize_i8 i8,
        serialize_i16 i16,
        serialize_i32 i32,
        serialize_i64 i64,
    }

    fn serialize_str(self, key: &str) -> Result<Path, Error> {
        child(self.context, self.path, key)
    }

    fn collect_str<T: core::fmt::Display + ?Sized>(self, key: &T) -> Result<Path, Error> {
        let mut text = crate::serde_impl::StackText::<256>::new();
        let fits = core::fmt::write(&mut text, format_args!("{key}")).is_ok();
        child(self.context, self.path, if fits { text.as_str() } else { "" })
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Path, Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        key: &T,
    ) -> Result<Path, Error> {
        key.serialize(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, key: &T) -> Result<Path, Error> {
        key.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Path, Error> {
        Err(Error::new(Reason::InvalidKey).at_path(self.path))
    }

    no_keys! {
        serialize_bool(bool),
        serialize_f32(f32),
        serialize_f64(f64),
        serialize_char(char),
        serialize_bytes(&[u8]),
        serialize_none(),
        serialize_unit(),
        serialize_unit_struct(&'static str),
    }

    no_containers! {
        serialize_seq(Option<usize>) SerializeSeq,
        serialize_tuple(usize) SerializeTuple,
        serialize_tuple_struct(&'static str, usize) SerializeTupleStruct,
        serialize_tuple_variant(&'static str, u32, &'static str, usize) SerializeTupleVariant,
        serialize_map(Option<usize>) SerializeMap,
        serialize_struct(&'static str, usize) SerializeStruct,
        serialize_struct_variant(&'static str, u32, &'static str, usize) SerializeStructVariant,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_canonical_decimal_numbers() {
        for id in [0, 9, 10, 305, 65535] {
            assert_eq!(parse_id(Decimal::new(id).as_str()), Some(id));
        }
        for text in ["", "+1", "01", "65536", "1 ", "x"] {
            assert_eq!(parse_id(text), None, "{text}");
        }
    }

    #[test]
    fn names_match_exactly_or_in_snake_case() {
        assert!(names("Battery Level", "Battery Level"));
        assert!(names("battery_level", "Battery Level"));
        assert!(names("rssi_dbm", "RSSI (dBm)"));
        assert!(names("a_b", " a - b"));
        for field in ["batterylevel", "battery_levels", "battery_", "_battery_level", "", "Battery"]
        {
            assert!(!names(field, "Battery Level"), "{field}");
        }
        assert!(!names("", "()"));
    }
}
