//! Schemas made of schemas.

use core::fmt;

use super::{Object, Resource, ResourceType, Schema};
use crate::model::version::Version;

impl Schema for &dyn Schema {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        (**self).resource_type(object, resource)
    }

    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        (**self).object(object, version)
    }

    fn resource(&self, object: u16, resource: u16) -> Option<Resource<'_>> {
        (**self).resource(object, resource)
    }
}

/// Asks the first schema, then the second for what the first does not know.
///
/// Every question goes its own way: if the first has the object without the resource that is asked
/// for, the second is asked for the resource.
///
/// ```
/// use lwm2m_codec::{DataType, ResourceType, Schema, Table};
///
/// let mine = [(3, 9, ResourceType::single(DataType::Float))];
/// let device = [
///     (3, 9, ResourceType::single(DataType::Integer)),
///     (3, 13, ResourceType::single(DataType::Time)),
/// ];
/// let schema = (Table::new(&mine).unwrap(), Table::new(&device).unwrap());
/// assert_eq!(schema.resource_type(3, 9).unwrap().data_type, DataType::Float);
/// assert_eq!(schema.resource_type(3, 13).unwrap().data_type, DataType::Time);
///
/// // What is not to be moved or differs at run time goes in as a reference.
/// let borrowed = (&schema as &dyn Schema, Table::new(&device).unwrap());
/// assert_eq!(borrowed.resource_type(3, 9).unwrap().data_type, DataType::Float);
/// ```
impl<A: Schema, B: Schema> Schema for (A, B) {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        self.0.resource_type(object, resource).or_else(|| self.1.resource_type(object, resource))
    }

    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        self.0.object(object, version).or_else(|| self.1.object(object, version))
    }

    fn resource(&self, object: u16, resource: u16) -> Option<Resource<'_>> {
        self.0.resource(object, resource).or_else(|| self.1.resource(object, resource))
    }
}

/// A schema in which objects have the versions that a client registered for them.
///
/// A version that the schema does not have gives way to the newest one if both have the same major
/// number, since minor numbers stand for compatible changes. Objects without a version here are
/// answered as the schema answers them. Tables of types alone know no versions: put them before
/// this, `(table, versioned)`, rather than within.
///
/// ```
/// use lwm2m_codec::{DataType, Object, ObjectTable, Operations, Resource, Resources};
/// use lwm2m_codec::{Schema, Version, Versioned};
///
/// let old = [Resource::new(0, "Level", DataType::Integer, Operations::READ)];
/// let new = [Resource::new(0, "Level", DataType::Float, Operations::READ)];
/// let objects = [
///     Object::new(33000, "Tank", Resources::new(&old).unwrap()),
///     Object {
///         version: Version::new(2, 0),
///         ..Object::new(33000, "Tank", Resources::new(&new).unwrap())
///     },
/// ];
/// let table = ObjectTable::new(&objects).unwrap();
/// assert_eq!(table.resource_type(33000, 0).unwrap().data_type, DataType::Float);
///
/// let registered = [(33000, Version::new(1, 0))];
/// let client = Versioned::new(&table, &registered);
/// assert_eq!(client.resource_type(33000, 0).unwrap().data_type, DataType::Integer);
/// ```
#[derive(Clone, Copy)]
pub struct Versioned<'s> {
    schema: &'s dyn Schema,
    versions: &'s [(u16, Version)],
}

impl<'s> Versioned<'s> {
    /// The schema with these versions of objects, in any order.
    #[must_use]
    pub const fn new(schema: &'s dyn Schema, versions: &'s [(u16, Version)]) -> Self {
        Self { schema, versions }
    }

    fn version(&self, object: u16) -> Option<Version> {
        self.versions.iter().find(|entry| entry.0 == object).map(|entry| entry.1)
    }

    fn pinned(&self, object: u16, version: Version) -> Option<Object<'_>> {
        self.schema.object(object, Some(version)).or_else(|| {
            let newest = self.schema.object(object, None)?;
            (newest.version.major == version.major).then_some(newest)
        })
    }
}

impl Schema for Versioned<'_> {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        match self.version(object) {
            // Schemas that know types alone have no versions to choose from.
            Some(version) if self.schema.object(object, None).is_some() => {
                self.pinned(object, version)?.resource(resource)?.resource_type()
            }
            _ => self.schema.resource_type(object, resource),
        }
    }

    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        match (version, self.version(object)) {
            (None, Some(version)) => self.pinned(object, version),
            _ => self.schema.object(object, version),
        }
    }
}

impl fmt::Debug for Versioned<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Versioned").field("versions", &self.versions).finish_non_exhaustive()
    }
}
