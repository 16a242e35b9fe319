//! Which version of an object a client has.

use core::fmt;

use super::{Object, ResourceType, Schema};
use crate::model::version::Version;

/// A schema in which objects have the versions that a client registered for them.
///
/// [`Registration::versions`](crate::link::Registration::versions) and
/// [`RegistrationLinks::versions`](crate::link::RegistrationLinks::versions) say which these are.
///
/// A version that the schema does not have gives way to the newest one with the same major number,
/// since minor numbers stand for compatible changes; if there is none, the object is unknown, as
/// what another major version says would be wrong. Objects without a version here are
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
    /// The schema with these versions of objects, in any order; the first of an object counts.
    #[must_use]
    pub const fn new(schema: &'s dyn Schema, versions: &'s [(u16, Version)]) -> Self {
        Self { schema, versions }
    }

    fn version(&self, object: u16) -> Option<Version> {
        self.versions.iter().find(|entry| entry.0 == object).map(|entry| entry.1)
    }

    /// As [`Schema::object`], for as long as the schema within lives.
    #[must_use]
    pub fn get(&self, object: u16, version: Option<Version>) -> Option<Object<'s>> {
        match (version, self.version(object)) {
            (None, Some(version)) => self.pinned(object, version),
            _ => self.schema.object(object, version),
        }
    }

    fn pinned(&self, object: u16, version: Version) -> Option<Object<'s>> {
        let known = self.schema.object(object, Some(version));
        known.or_else(|| self.schema.newest_of(object, version.major))
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
        self.get(object, version)
    }

    fn newest_of(&self, object: u16, major: u16) -> Option<Object<'_>> {
        self.schema.newest_of(object, major)
    }
}

impl fmt::Debug for Versioned<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Versioned").field("versions", &self.versions).finish_non_exhaustive()
    }
}
