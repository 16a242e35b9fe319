//! Schemas made of schemas.

use super::{Object, Resource, ResourceType, Schema};
use crate::model::version::Version;

impl Schema for &dyn Schema {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        (**self).resource_type(object, resource)
    }

    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        (**self).object(object, version)
    }

    fn newest_of(&self, object: u16, major: u16) -> Option<Object<'_>> {
        (**self).newest_of(object, major)
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

    fn newest_of(&self, object: u16, major: u16) -> Option<Object<'_>> {
        self.0.newest_of(object, major).or_else(|| self.1.newest_of(object, major))
    }

    fn resource(&self, object: u16, resource: u16) -> Option<Resource<'_>> {
        self.0.resource(object, resource).or_else(|| self.1.resource(object, resource))
    }
}
