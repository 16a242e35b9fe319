//! The objects of the OMA LwM2M registry, built in.
//!
//! [`Registry`] has the newest version of each registered object as a table of facts: IDs, names,
//! versions, multiplicity, operations, data types, ranges and units, but no descriptions. It takes
//! 70 kB of constant data ([`Registry::SIZE`] bytes), and neither heap nor initialisation.
//!
//! Programs that cannot spare that everywhere put the table into a file, and load that as
//! [`RegistryFile`].
//!
//! Older versions come from object definition files (feature `ddf`); what a program defines itself
//! goes before the table, as in `(mine, Registry)`.
//!
//! # Where it comes from
//!
//! `table.rs` is generated from a copy of the registry's XML files. The same files give the same
//! table, byte for byte, and a test compares the two wherever the files are at hand:
//!
//! ```text
//! cargo run --example registry --features ddf -- ../lwm2m-registry > lwm2m-codec/src/registry/table.rs
//! ```
//!
//! The copyright of the definitions lies with OMA and the companies that registered them; their
//! licence (mostly BSD-3-Clause) asks for the attribution in [`NOTICE`].

mod file;
#[rustfmt::skip]
mod table;

pub use self::file::RegistryFile;
use self::table::{OBJECTS, RESOURCES, STRINGS, TEXT};
use crate::data_type::DataType;
use crate::model::version::Version;
use crate::schema::{Object, Operations, Resource, ResourceType, Resources, Schema};

/// The copyright notices of the object definitions that the table is made from, to be passed on
/// with programs that contain it.
pub const NOTICE: &str = include_str!("NOTICE");

/// The newest version of each object of the OMA LwM2M registry.
///
/// ```
/// use lwm2m_codec::Schema;
/// use lwm2m_codec::registry::Registry;
///
/// let device = Registry.object(3, None).unwrap();
/// assert_eq!((device.name, device.multiple), ("Device", false));
/// let battery = device.resource(9).unwrap();
/// assert_eq!((battery.name, battery.range, battery.units), ("Battery Level", "0..100", "/100"));
///
/// let found = Registry.search("firmware").map(|object| object.id);
/// assert!(found.eq([5]));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Registry;

impl Registry {
    /// How many bytes of constant data the table takes.
    pub const SIZE: usize =
        TEXT.len() + size_of_val(&OBJECTS) + size_of_val(&RESOURCES) + size_of_val(&STRINGS);

    /// All objects, by ascending ID.
    pub fn objects(self) -> impl ExactSizeIterator<Item = Object<'static>> + Clone {
        OBJECTS.iter().map(ObjectRow::as_object)
    }

    /// The objects whose name contains a text, without regard to ASCII case.
    pub fn search(self, text: &str) -> impl Iterator<Item = Object<'static>> + Clone {
        self.objects().filter(move |object| object.name_contains(text))
    }

    fn row(object: u16) -> Option<&'static ObjectRow> {
        OBJECTS.get(OBJECTS.binary_search_by_key(&object, |row| row.id).ok()?)
    }
}

impl Schema for Registry {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        let rows = Self::row(object)?.rows();
        rows.get(rows.binary_search_by_key(&resource, |row| row.id).ok()?)?.resource_type()
    }

    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        let object = Self::row(object)?.as_object();
        version.is_none_or(|version| version == object.version).then_some(object)
    }
}

/// An object in the table.
struct ObjectRow {
    id: u16,
    version: [u8; 2],
    lwm2m_version: [u8; 2],
    name: u16,
    name_len: u8,
    flags: u8,
    first: u16,
    count: u16,
}

/// `o(id, name, name_len, version, lwm2m_version, flags, first, count)`: an object, the place of
/// its name in `TEXT` and of its resources in `RESOURCES`.
#[expect(clippy::too_many_arguments, reason = "a row of a table")]
const fn o(
    id: u16,
    name: u16,
    name_len: u8,
    version: [u8; 2],
    lwm2m_version: [u8; 2],
    flags: u8,
    first: u16,
    count: u16,
) -> ObjectRow {
    ObjectRow { id, version, lwm2m_version, name, name_len, flags, first, count }
}

impl ObjectRow {
    fn rows(&self) -> &'static [Row] {
        let first = usize::from(self.first);
        RESOURCES.get(first..first + usize::from(self.count)).unwrap_or_default()
    }

    fn as_object(&self) -> Object<'static> {
        self.describe(slice(TEXT, self.name, self.name_len), Resources::packed(self.rows()))
    }

    /// The object, with what lies elsewhere.
    fn describe<'t>(&self, name: &'t str, resources: Resources<'t>) -> Object<'t> {
        let version = |[major, minor]: [u8; 2]| Version::new(major.into(), minor.into());
        Object {
            id: self.id,
            name,
            version: version(self.version),
            lwm2m_version: version(self.lwm2m_version),
            multiple: self.flags & MULTIPLE != 0,
            mandatory: self.flags & MANDATORY != 0,
            resources,
        }
    }
}

/// A resource in the table.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) id: u16,
    name: u16,
    name_len: u8,
    range: u8,
    units: u8,
    flags: u8,
}

/// `r(id, name, name_len, range, units, flags)`: a resource, the place of its name in `TEXT`, and
/// the indices of its range and units in `STRINGS`.
const fn r(id: u16, name: u16, name_len: u8, range: u8, units: u8, flags: u8) -> Row {
    Row { id, name, name_len, range, units, flags }
}

// The flags: a data type in the lower half, 0 if it is not known; the rest in the upper half.
const STRING: u8 = DataType::String as u8;
const INTEGER: u8 = DataType::Integer as u8;
const UNSIGNED: u8 = DataType::Unsigned as u8;
const FLOAT: u8 = DataType::Float as u8;
const BOOLEAN: u8 = DataType::Boolean as u8;
const OPAQUE: u8 = DataType::Opaque as u8;
const TIME: u8 = DataType::Time as u8;
const OBJLNK: u8 = DataType::ObjectLink as u8;
const CORELNK: u8 = DataType::CoreLink as u8;
const EXECUTE: u8 = DataType::None as u8;
const UNKNOWN: u8 = 0;
const MULTIPLE: u8 = 0x10;
const MANDATORY: u8 = 0x20;
const READ: u8 = 0x40;
const WRITE: u8 = 0x80;

impl Row {
    const fn is(self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    const fn data_type(self) -> Option<DataType> {
        Some(match self.flags & 0x0f {
            STRING => DataType::String,
            INTEGER => DataType::Integer,
            UNSIGNED => DataType::Unsigned,
            FLOAT => DataType::Float,
            BOOLEAN => DataType::Boolean,
            OPAQUE => DataType::Opaque,
            TIME => DataType::Time,
            OBJLNK => DataType::ObjectLink,
            CORELNK => DataType::CoreLink,
            EXECUTE => DataType::None,
            _ => return None,
        })
    }

    const fn operations(self) -> Operations {
        let mut operations = Operations::NONE;
        if self.is(READ) {
            operations = operations.union(Operations::READ);
        }
        if self.is(WRITE) {
            operations = operations.union(Operations::WRITE);
        }
        if self.flags & 0x0f == EXECUTE {
            operations = operations.union(Operations::EXECUTE);
        }
        operations
    }

    fn resource_type(self) -> Option<ResourceType> {
        Some(ResourceType {
            data_type: self.data_type()?,
            multiple: Some(self.is(MULTIPLE)),
            operations: self.operations(),
        })
    }

    pub(crate) fn as_resource(self) -> Resource<'static> {
        let string = |index: u8| {
            let &(start, len) = STRINGS.get(usize::from(index))?;
            Some(slice(TEXT, start, len))
        };
        self.describe(slice(TEXT, self.name, self.name_len), string)
    }

    /// The resource, with what lies elsewhere.
    fn describe<'t>(self, name: &'t str, string: impl Fn(u8) -> Option<&'t str>) -> Resource<'t> {
        Resource {
            id: self.id,
            name,
            data_type: self.data_type(),
            multiple: self.is(MULTIPLE),
            mandatory: self.is(MANDATORY),
            operations: self.operations(),
            range: string(self.range).unwrap_or_default(),
            units: string(self.units).unwrap_or_default(),
        }
    }
}

fn slice(text: &str, start: u16, len: u8) -> &str {
    let start = usize::from(start);
    text.get(start..start + usize::from(len)).unwrap_or_default()
}
