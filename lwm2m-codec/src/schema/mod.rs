//! Schemas: what the data model says of objects and resources.

mod layers;
mod object;
#[cfg(feature = "ddf")]
pub(crate) mod owned;
#[cfg(feature = "registry")]
pub(crate) mod packed;
mod range;
mod resource;
mod versions;

use core::ops::{BitOr, BitOrAssign};

pub use self::object::{Object, ResourceIter, Resources};
pub use self::range::{RangeNumber, RangePart, Ranges};
pub use self::resource::Resource;
pub use self::versions::Versioned;
use crate::data_type::DataType;
use crate::model::version::Version;

/// What may be done with a resource.
///
/// ```
/// use lwm2m_codec::Operations;
///
/// let mut operations = Operations::READ | Operations::WRITE;
/// assert!(operations.contains(Operations::WRITE));
/// assert!(!operations.contains(Operations::EXECUTE));
/// operations |= Operations::EXECUTE;
/// assert_eq!(operations, Operations::ANY);
///
/// const READ_WRITE: Operations = Operations::READ.union(Operations::WRITE);
/// assert_eq!(READ_WRITE, Operations::READ | Operations::WRITE);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Operations(u8);

impl Operations {
    /// None of them: only the bootstrap server touches the resource.
    pub const NONE: Self = Self(0);
    /// Read, Observe, Discover.
    pub const READ: Self = Self(1);
    /// Write.
    pub const WRITE: Self = Self(2);
    /// Execute.
    pub const EXECUTE: Self = Self(4);
    /// All of them; for schemas that do not tell.
    pub const ANY: Self = Self(7);

    /// These and others: `|` for constants.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of the others are among these.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Operations {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl BitOrAssign for Operations {
    fn bitor_assign(&mut self, other: Self) {
        *self = self.union(other);
    }
}

/// What a [`Schema`] says of a resource, as far as payloads need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ResourceType {
    /// The data type of the resource or of each of its instances.
    pub data_type: DataType,
    /// Whether the resource has instances; `None` if that is not known.
    pub multiple: Option<bool>,
    /// What may be done with it.
    pub operations: Operations,
}

impl ResourceType {
    /// A resource of this type, of which nothing else is known.
    #[must_use]
    pub const fn new(data_type: DataType) -> Self {
        Self { data_type, multiple: None, operations: Operations::ANY }
    }

    /// A resource with a single value.
    #[must_use]
    pub const fn single(data_type: DataType) -> Self {
        Self { multiple: Some(false), ..Self::new(data_type) }
    }

    /// A resource with instances.
    #[must_use]
    pub const fn multiple(data_type: DataType) -> Self {
        Self { multiple: Some(true), ..Self::new(data_type) }
    }
}

/// Knows the types of resources, and what else people need to see of them.
///
/// TLV and plain text carry no types, and JSON and CBOR cannot tell Time from Integer: with a
/// schema decoders yield the declared type and check the value against it. That is all of a schema
/// that decoders and encoders use. Names, versions and the like are for people; not every schema
/// has them.
///
/// Implemented by closures and [`Table`], which know types alone; by [`ObjectTable`] for tables of
/// whole objects; by the built-in table (feature `registry`) and by what is loaded from object
/// definition files (feature `ddf`). A pair `(A, B)` of schemas asks first `A`, then `B`;
/// [`Versioned`] pins the versions that a client has registered.
///
/// ```
/// use lwm2m_codec::{Context, ContentFormat, DataType, Path, ResourceType, Value, decode};
///
/// let schema = |object, resource| match (object, resource) {
///     (3, 13) => Some(ResourceType::single(DataType::Time)),
///     _ => None,
/// };
/// let context = Context::read(Path::new(&[3, 0, 13]).unwrap()).with_schema(&schema);
/// let payload = [0xc4, 0x0d, 0x51, 0x82, 0x42, 0x8f];
/// let record = decode(ContentFormat::Tlv, &payload, &context).next().unwrap()?;
/// assert_eq!(record.value(), Some(Value::Time(1_367_491_215)));
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
pub trait Schema: Sync {
    /// The type of a resource, or `None` if the schema does not know it. A decoder may remember the
    /// answer for the rest of a payload.
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType>;

    /// The object in this version, or in the newest; `None` if the schema does not know it.
    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        let _ = (object, version);
        None
    }

    /// The newest version of the object that has this major number, and so is compatible with the
    /// others that have it.
    fn newest_of(&self, object: u16, major: u16) -> Option<Object<'_>> {
        self.object(object, None).filter(|newest| newest.version.major == major)
    }

    /// The resource, in the newest version of the object.
    fn resource(&self, object: u16, resource: u16) -> Option<Resource<'_>> {
        self.object(object, None)?.resource(resource)
    }
}

impl<F: Fn(u16, u16) -> Option<ResourceType> + Sync> Schema for F {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        self(object, resource)
    }
}

/// A schema in a slice of `(object, resource, type)`, sorted by object and resource.
///
/// ```
/// use lwm2m_codec::{DataType, ResourceType, Schema, Table};
///
/// let entries = [
///     (3, 0, ResourceType::single(DataType::String)),
///     (3, 6, ResourceType::multiple(DataType::Integer)),
/// ];
/// let table = Table::new(&entries).unwrap();
/// assert_eq!(table.resource_type(3, 6).unwrap().data_type, DataType::Integer);
/// assert_eq!(table.resource_type(3, 7), None);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Table<'t>(&'t [(u16, u16, ResourceType)]);

impl<'t> Table<'t> {
    /// A table over these entries, or `None` if they are not sorted or name a resource twice.
    #[must_use]
    pub fn new(entries: &'t [(u16, u16, ResourceType)]) -> Option<Self> {
        let key = |&(object, resource, _): &(u16, u16, _)| (object, resource);
        entries.is_sorted_by(|a, b| key(a) < key(b)).then_some(Self(entries))
    }
}

impl Schema for Table<'_> {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        // As one number each: that takes half the instructions of comparing pairs.
        let key = |object: u16, resource: u16| u32::from(object) << 16 | u32::from(resource);
        let sought = key(object, resource);
        let found = self.0.binary_search_by_key(&sought, |&(o, r, _)| key(o, r)).ok()?;
        self.0.get(found).map(|&(_, _, resource_type)| resource_type)
    }
}

/// A schema in a slice of objects, sorted by ID and version; an object may be there in several
/// versions.
///
/// ```
/// use lwm2m_codec::{DataType, Object, ObjectTable, Operations, Resource, Resources, Schema};
///
/// let resources = [Resource {
///     units: "s",
///     ..Resource::new(0, "Interval", DataType::Integer, Operations::READ | Operations::WRITE)
/// }];
/// let objects = [Object::new(33000, "Schedule", Resources::new(&resources).unwrap())];
/// let table = ObjectTable::new(&objects).unwrap();
/// assert_eq!(table.resource_type(33000, 0).unwrap().data_type, DataType::Integer);
/// assert_eq!(table.resource(33000, 0).unwrap().units, "s");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ObjectTable<'t>(&'t [Object<'t>]);

impl<'t> ObjectTable<'t> {
    /// A table of these objects, or `None` if they are not sorted by ID and version or name a
    /// version of an object twice.
    #[must_use]
    pub fn new(objects: &'t [Object<'t>]) -> Option<Self> {
        let sorted = objects.is_sorted_by(|a, b| (a.id, a.version) < (b.id, b.version));
        sorted.then_some(Self(objects))
    }

    /// The objects, by ascending ID and version.
    #[must_use]
    pub const fn objects(&self) -> &'t [Object<'t>] {
        self.0
    }
}

impl Schema for ObjectTable<'_> {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        self.resource(object, resource)?.resource_type()
    }

    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        let index = find(self.0, object, version, |entry| (entry.id, entry.version))?;
        self.0.get(index).copied()
    }

    fn newest_of(&self, object: u16, major: u16) -> Option<Object<'_>> {
        let index = find_newest_of(self.0, object, major, |entry| (entry.id, entry.version))?;
        self.0.get(index).copied()
    }
}

/// Finds an object in entries that are sorted by ID and version: the version asked for, or the
/// last.
pub(crate) fn find<T>(
    entries: &[T],
    object: u16,
    version: Option<Version>,
    key: impl Fn(&T) -> (u16, Version),
) -> Option<usize> {
    match version {
        Some(version) => entries.binary_search_by_key(&(object, version), key).ok(),
        None => {
            let index = entries.partition_point(|entry| key(entry).0 <= object).checked_sub(1)?;
            (key(entries.get(index)?).0 == object).then_some(index)
        }
    }
}

/// Finds the newest version with a major number of an object, in entries sorted as for [`find`].
pub(crate) fn find_newest_of<T>(
    entries: &[T],
    object: u16,
    major: u16,
    key: impl Fn(&T) -> (u16, Version),
) -> Option<usize> {
    let highest = (object, Version::new(major, u16::MAX));
    let index = entries.partition_point(|entry| key(entry) <= highest).checked_sub(1)?;
    let (id, version) = key(entries.get(index)?);
    ((id, version.major) == (object, major)).then_some(index)
}
