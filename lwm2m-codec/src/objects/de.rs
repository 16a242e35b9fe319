//! The deserializer of everything at or below a path, whatever its level.

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};

use super::TIME;
use super::error::{Error, Reason};
use super::input::Input;
use super::key::{self, Key};
use super::value::{found, link_text, out_of_range, read, visit};
use crate::data_type::DataType;
use crate::error::{ErrorKind, Found, Leniency};
use crate::model::located_error::LocatedError;
use crate::model::path::Path;
use crate::model::record::{Content, Raw, Record};
use crate::model::value::Value;
use crate::serde_impl::OBJECT_LINK;

/// Everything at or below a path: the next records, while they are.
pub(super) struct Node<'a, 'de, 's> {
    pub(super) input: &'a mut Input<'de, 's>,
    pub(super) path: Path,
}

impl<'a, 'de, 's> Node<'a, 'de, 's> {
    /// The record with the value of the path.
    fn take(&mut self) -> Result<Record<'de>, Error> {
        match self.input.peek_in(self.path)?.copied() {
            Some(record) if record.path == self.path => {
                self.input.advance();
                Ok(record)
            }
            record => {
                let position = self.input.position() as usize;
                let error = match record {
                    Some(_) => crate::Error::new(ErrorKind::Multiplicity, position),
                    None => {
                        crate::Error::new(ErrorKind::UnexpectedType, position).found(Found::Nothing)
                    }
                };
                Err(LocatedError::new(error, self.path).into())
            }
        }
    }

    /// The value of the path, and its record.
    fn value(&mut self, data_type: DataType) -> Result<(Value<'de>, Record<'de>), Error> {
        let record = self.take()?;
        Ok((read(self.input, &record, data_type)?, record))
    }

    /// The children of the path.
    fn open(self, fields: &'static [&'static str]) -> Result<Children<'a, 'de, 's>, Error> {
        let Self { input, path } = self;
        let mut single = false;
        let record = input.peek_in(path)?.filter(|record| record.path == path);
        if let Some(record) = record.copied() {
            single = matches!(record.content, Content::Value(_));
            if !single {
                input.advance();
            } else if path.len() != 3
                || !input.context().strictness().allows(Leniency::SingleForMultiple)
            {
                let error = crate::Error::new(ErrorKind::Multiplicity, record.start as usize);
                let error = match path.len() {
                    3 => error.unless(Leniency::SingleForMultiple),
                    _ => error.found(found(&record)),
                };
                return Err(LocatedError::new(error, path).into());
            }
        }
        Ok(Children { input, path, fields, child: None, single })
    }
}

/// The children of a path.
struct Children<'a, 'de, 's> {
    input: &'a mut Input<'de, 's>,
    path: Path,
    fields: &'static [&'static str],
    /// The child whose value comes next, and the offset of its first record.
    child: Option<(Path, u32)>,
    /// A single value, read as resource instance 0.
    single: bool,
}

impl<'de> Children<'_, 'de, '_> {
    /// Adds the place where the visitor failed, unless it is known.
    fn close<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|error| error.at(self.input.position(), self.path))
    }

    /// Finds the next child and returns its ID.
    fn next(&mut self) -> Result<Option<u16>, Error> {
        let Some(record) = self.input.peek_in(self.path)? else { return Ok(None) };
        let (child, id) = match record.path.ids().get(self.path.len()) {
            Some(&id) => (record.path.prefix(self.path.len() + 1), id),
            None if self.single => (self.path, 0),
            // The path has a value and also children.
            None => return Err(Error::new(Reason::Leftover).at(record.start, record.path)),
        };
        self.single = false;
        self.child = Some((child, record.start));
        if record.path.len() > child.len() {
            self.input.enter(child)?;
        }
        Ok(Some(id))
    }

    /// Reads the child that was found.
    fn value<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        let Some((path, _)) = self.child.take() else {
            return Err(Error::new(Reason::Unsupported));
        };
        let value = match seed.deserialize(Node { input: &mut *self.input, path }) {
            Ok(value) => value,
            Err(error) if error.is_placed() => return Err(error),
            Err(error) => {
                let position = self.input.value_position(path);
                return Err(error.at(position, path));
            }
        };
        match self.input.peek_in(path)? {
            Some(record) => Err(Error::new(Reason::Leftover).at(record.start, record.path)),
            None => Ok(value),
        }
    }
}

impl<'de> MapAccess<'de> for &mut Children<'_, 'de, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(id) = self.next()? else { return Ok(None) };
        let Some((path, start)) = self.child else { return Ok(None) };
        let field = match self.fields {
            [] => None,
            fields => key::field(self.input.context(), path, fields),
        };
        let key = seed.deserialize(Key { id, field });
        key.map(Some).map_err(|error| error.at(start, path))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        self.value(seed)
    }
}

impl<'de> SeqAccess<'de> for &mut Children<'_, 'de, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        match self.next()? {
            Some(_) => self.value(seed).map(Some),
            None => Ok(None),
        }
    }
}

macro_rules! integers {
    ($($method:ident $visit:ident $number:ty, $data_type:ident;)+) => {
        $(fn $method<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
            let (value, record) = self.value(DataType::$data_type)?;
            let number = match value {
                Value::Integer(number) => <$number>::try_from(number).ok(),
                Value::Unsigned(number) => <$number>::try_from(number).ok(),
                _ => None,
            };
            match number {
                Some(number) => visitor.$visit(number),
                None => Err(out_of_range(self.input, record.path, DataType::$data_type)),
            }
        })+
    };
}

macro_rules! typed {
    ($($data_type:ident: $($method:ident)+;)+) => {
        $($(fn $method<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
            visit(&self.value(DataType::$data_type)?.0, visitor)
        })+)+
    };
}

macro_rules! text {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
            let record = self.take()?;
            match record.value() {
                Some(link @ Value::ObjectLink(_)) => visit(&link, visitor),
                _ => visit(&read(self.input, &record, DataType::String)?, visitor),
            }
        })+
    };
}

impl<'de> Deserializer<'de> for Node<'_, 'de, '_> {
    type Error = Error;

    integers! {
        deserialize_i8 visit_i8 i8, Integer;
        deserialize_i16 visit_i16 i16, Integer;
        deserialize_i32 visit_i32 i32, Integer;
        deserialize_i64 visit_i64 i64, Integer;
        deserialize_i128 visit_i128 i128, Integer;
        deserialize_u8 visit_u8 u8, Unsigned;
        deserialize_u16 visit_u16 u16, Unsigned;
        deserialize_u32 visit_u32 u32, Unsigned;
        deserialize_u64 visit_u64 u64, Unsigned;
        deserialize_u128 visit_u128 u128, Unsigned;
    }

    typed! {
        Boolean: deserialize_bool;
        Float: deserialize_f32 deserialize_f64;
        Opaque: deserialize_bytes deserialize_byte_buf;
    }

    text! { deserialize_char deserialize_str deserialize_string deserialize_identifier }

    fn deserialize_any<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        match self.input.peek_in(self.path)? {
            Some(record) if record.path == self.path && record.content != Content::Empty => {
                match self.take()?.content {
                    Content::Value(value) => visit(&value, visitor),
                    _ => visitor.visit_unit(),
                }
            }
            _ => self.deserialize_map(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let absent = match self.input.peek_in(self.path)? {
            Some(record) => {
                record.path == self.path
                    && matches!(record.content, Content::Path | Content::Delete)
            }
            None => true,
        };
        if absent { self.deserialize_unit(visitor) } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        if self.input.peek_in(self.path)?.is_some() {
            let record = self.take()?;
            if matches!(record.content, Content::Value(value) if value != Value::None) {
                read(self.input, &record, DataType::None)?;
            }
        }
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        mut self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let data_type = match name {
            OBJECT_LINK => DataType::ObjectLink,
            TIME => DataType::Time,
            _ => return visitor.visit_newtype_struct(self),
        };
        match self.value(data_type)?.0 {
            Value::ObjectLink(link) => {
                let text = link_text(link);
                let text: StrDeserializer<'_, Error> = text.as_str().into_deserializer();
                visitor.visit_newtype_struct(text)
            }
            value => {
                let seconds = value.as_i64().unwrap_or_default();
                visitor.visit_newtype_struct(IntoDeserializer::<Error>::into_deserializer(seconds))
            }
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut children = self.open(&[])?;
        let result = visitor.visit_seq(&mut children);
        children.close(result)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut children = self.open(&[])?;
        let result = visitor.visit_map(&mut children);
        children.close(result)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let mut children = self.open(fields)?;
        let result = visitor.visit_map(&mut children);
        children.close(result)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        mut self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let record = self.take()?;
        if record.raw == Raw::Typed && found(&record) == Found::Integer {
            let number = record.value().and_then(|value| value.as_u64());
            let number = number.and_then(|number| u32::try_from(number).ok());
            let number =
                number.ok_or_else(|| out_of_range(self.input, record.path, DataType::Unsigned))?;
            return visitor.visit_enum(IntoDeserializer::<Error>::into_deserializer(number));
        }
        let Value::String(text) = read(self.input, &record, DataType::String)? else {
            return Err(Error::new(Reason::Unsupported));
        };
        let mut buffer = [0; 256];
        let text = text.copy_to(&mut buffer).map_err(|_| Error::new(Reason::TooLong))?;
        let text: StrDeserializer<'_, Error> = text.into_deserializer();
        visitor.visit_enum(text)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        while self.input.peek_in(self.path)?.is_some() {
            self.input.advance();
        }
        visitor.visit_unit()
    }
}
