//! Schemas: what the data model says of a resource.

use crate::value::DataType;

/// What may be done with a resource.
///
/// ```
/// use lwm2m_codec::Operations;
///
/// let operations = Operations::READ.and(Operations::WRITE);
/// assert!(operations.contains(Operations::WRITE));
/// assert!(!operations.contains(Operations::EXECUTE));
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

    /// These and others.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of the others are among these.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
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

/// Knows the types of resources.
///
/// TLV and plain text carry no types, and JSON and CBOR cannot tell Time from Integer: with a
/// schema decoders yield the declared type and check the value against it.
///
/// Implemented by closures, and by [`Table`] for sorted tables.
///
/// ```
/// use lwm2m_codec::{Context, ContentFormat, DataType, Path, ResourceType, Value, decode};
///
/// let schema = |object, resource| match (object, resource) {
///     (3, 13) => Some(ResourceType::single(DataType::Time)),
///     _ => None,
/// };
/// let context = Context::read(Path::new(&[3, 0, 13]).unwrap()).schema(&schema);
/// let payload = [0xc4, 0x0d, 0x51, 0x82, 0x42, 0x8f];
/// let record = decode(ContentFormat::Tlv, &payload, &context).next().unwrap()?;
/// assert_eq!(record.value(), Some(Value::Time(1_367_491_215)));
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
pub trait Schema: Sync {
    /// The type of a resource, or `None` if the schema does not know it.
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType>;
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
        let found = self.0.binary_search_by_key(&(object, resource), |&(o, r, _)| (o, r)).ok()?;
        self.0.get(found).map(|&(_, _, resource_type)| resource_type)
    }
}
