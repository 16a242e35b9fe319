//! The serializer: values to records.

use serde::ser::{
    Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    SerializeTupleStruct, Serializer,
};

use super::TIME;
use super::error::{Error, Reason};
use super::key::{self, KeyWriter};
use super::store::Store;
use crate::codec::context::Context;
use crate::data_type::DataType;
use crate::error::{ErrorKind, Found};
use crate::model::located_error::LocatedError;
use crate::model::object_link::ObjectLink;
use crate::model::path::Path;
use crate::model::value::{Value, integer};
use crate::serde_impl::{OBJECT_LINK, StackText};

/// Writes everything at or below a path.
pub(super) struct Writer<'a, 'b> {
    pub(super) store: &'a mut Store<'b>,
    pub(super) context: &'a Context<'a>,
    pub(super) path: Path,
    /// The data type set by the Rust type.
    pub(super) data_type: Option<DataType>,
}

impl<'a, 'b> Writer<'a, 'b> {
    /// The data type of the value: that of the Rust type, or the declared one.
    fn data_type(&self) -> Option<DataType> {
        self.data_type.or_else(|| {
            let declared = self.context.resource_type(self.path)?.data_type;
            // Executable resources take their arguments as text.
            (declared != DataType::None).then_some(declared)
        })
    }

    fn refuse(&self, kind: ErrorKind, found: Found) -> Error {
        let error = crate::Error::new(kind, 0);
        let error = match self.data_type() {
            Some(data_type) => error.expected(data_type),
            None => error,
        };
        let error = if kind == ErrorKind::UnexpectedType { error.found(found) } else { error };
        Error::from(LocatedError::new(error, self.path)).without_offset()
    }

    fn put(self, value: Option<Value<'static>>, found: Found) -> Result<(), Error> {
        match value {
            Some(value) => self.store.value(self.path, value),
            None => Err(self.refuse(ErrorKind::UnexpectedType, found)),
        }
    }

    /// An integer as the declared type. Without one it is an Integer if it can be, whose bytes read
    /// the same as Integer and as Unsigned.
    fn integer(self, number: i128) -> Result<(), Error> {
        let large = number > i64::MAX.into();
        let own = if large { DataType::Unsigned } else { DataType::Integer };
        match integer(number, self.data_type().unwrap_or(own)) {
            Ok(value) => self.store.value(self.path, value),
            Err(kind) => Err(self.refuse(kind, Found::Integer)),
        }
    }

    fn text(self, text: &str) -> Result<(), Error> {
        match self.data_type() {
            None | Some(DataType::String) => {
                self.store.copied(self.path, text.as_bytes(), DataType::String)
            }
            Some(DataType::CoreLink) => {
                self.store.copied(self.path, text.as_bytes(), DataType::CoreLink)
            }
            Some(DataType::ObjectLink) => {
                let link = text.parse::<ObjectLink>().ok();
                self.put(link.map(Value::ObjectLink), Found::Text)
            }
            Some(_) => self.put(None, Found::Text),
        }
    }

    const fn container(self) -> Container<'a, 'b> {
        let Self { store, context, path, .. } = self;
        Container { store, context, path, next: 0, child: None, any: false }
    }

    fn unsupported<T>(self) -> Result<T, Error> {
        Err(Error::new(Reason::Unsupported).at_path(self.path))
    }
}

/// Writes the children of a path.
pub(super) struct Container<'a, 'b> {
    store: &'a mut Store<'b>,
    context: &'a Context<'a>,
    path: Path,
    /// The ID of the next element of a sequence.
    next: u16,
    /// The path of the map entry whose value comes next.
    child: Option<Path>,
    any: bool,
}

impl Container<'_, '_> {
    fn child<T: Serialize + ?Sized>(&mut self, path: Path, value: &T) -> Result<(), Error> {
        let before = self.store.len();
        let (store, context) = (&mut *self.store, self.context);
        let writer = Writer { store, context, path, data_type: None };
        value.serialize(writer).map_err(|error| error.at_path(path))?;
        self.any |= self.store.len() > before;
        Ok(())
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let path = key::below(self.path, self.next)?;
        self.next = self.next.saturating_add(1);
        self.child(path, value)
    }

    /// An empty container is a record too, unless it is the base path.
    fn finish(self) -> Result<(), Error> {
        if self.any || self.path == self.context.base() {
            return Ok(());
        }
        self.store.empty(self.path)
    }
}

macro_rules! sequences {
    ($($trait:ident $method:ident;)+) => {
        $(impl $trait for Container<'_, '_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.element(value)
            }

            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        })+
    };
}

sequences! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
}

impl SerializeMap for Container<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        let writer = KeyWriter { context: self.context, path: self.path };
        self.child = Some(key.serialize(writer).map_err(|error| error.at_path(self.path))?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let path = self.child.take().ok_or(Error::new(Reason::InvalidKey).at_path(self.path))?;
        self.child(path, value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}

impl SerializeStruct for Container<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let path = key::child(self.context, self.path, name)?;
        self.child(path, value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}

macro_rules! integers {
    ($($method:ident $number:ty;)+) => {
        $(fn $method(self, number: $number) -> Result<(), Error> {
            self.integer(number.into())
        })+
    };
}

impl<'a, 'b> Serializer for Writer<'a, 'b> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Container<'a, 'b>;
    type SerializeTuple = Container<'a, 'b>;
    type SerializeTupleStruct = Container<'a, 'b>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Container<'a, 'b>;
    type SerializeStruct = Container<'a, 'b>;
    type SerializeStructVariant = Impossible<(), Error>;

    integers! {
        serialize_i8 i8;
        serialize_i16 i16;
        serialize_i32 i32;
        serialize_i64 i64;
        serialize_i128 i128;
        serialize_u8 u8;
        serialize_u16 u16;
        serialize_u32 u32;
        serialize_u64 u64;
    }

    fn serialize_u128(self, number: u128) -> Result<(), Error> {
        self.integer(i128::try_from(number).unwrap_or(i128::MAX))
    }

    fn serialize_bool(self, truth: bool) -> Result<(), Error> {
        let fits = matches!(self.data_type(), None | Some(DataType::Boolean));
        self.put(fits.then_some(Value::Boolean(truth)), Found::Boolean)
    }

    fn serialize_f32(self, number: f32) -> Result<(), Error> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Error> {
        let fits = matches!(self.data_type(), None | Some(DataType::Float));
        self.put(fits.then_some(Value::Float(number)), Found::Float)
    }

    fn serialize_char(self, character: char) -> Result<(), Error> {
        self.text(character.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        self.text(text)
    }

    fn collect_str<T: core::fmt::Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        let mut text = StackText::<256>::new();
        if core::fmt::write(&mut text, format_args!("{value}")).is_ok() {
            return self.text(text.as_str());
        }
        #[cfg(feature = "alloc")]
        return self.text(&alloc::string::ToString::to_string(value));
        #[cfg(not(feature = "alloc"))]
        Err(Error::new(Reason::TooLong).at_path(self.path))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Error> {
        match self.data_type() {
            None | Some(DataType::Opaque) => self.store.copied(self.path, bytes, DataType::Opaque),
            Some(_) => self.put(None, Found::Bytes),
        }
    }

    fn serialize_none(self) -> Result<(), Error> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        let fits = self.data_type().is_none();
        self.put(fits.then_some(Value::None), Found::Nothing)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        match self.data_type() {
            Some(DataType::Integer | DataType::Unsigned) => self.serialize_u32(index),
            _ => self.text(variant),
        }
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let data_type = match name {
            OBJECT_LINK => Some(DataType::ObjectLink),
            TIME => Some(DataType::Time),
            _ => None,
        };
        // The declared type takes precedence: the value must have it.
        if let (Some(own), Some(declared)) = (data_type, self.data_type()) {
            let found = if own == DataType::Time { Found::Integer } else { Found::ObjectLink };
            let integer = matches!(declared, DataType::Integer | DataType::Unsigned);
            if own != declared && !(own == DataType::Time && integer) {
                return self.put(None, found);
            }
            return value.serialize(self);
        }
        value.serialize(Writer { data_type, ..self })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        self.unsupported()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Container<'a, 'b>, Error> {
        Ok(self.container())
    }

    fn serialize_tuple(self, _: usize) -> Result<Container<'a, 'b>, Error> {
        Ok(self.container())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Container<'a, 'b>, Error> {
        Ok(self.container())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        self.unsupported()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Container<'a, 'b>, Error> {
        Ok(self.container())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Container<'a, 'b>, Error> {
        Ok(self.container())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        self.unsupported()
    }
}
