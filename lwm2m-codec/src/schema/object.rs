//! What a schema tells people of an object.

use core::fmt;

#[cfg(feature = "ddf")]
use super::owned::{OwnedObject, OwnedResource};
#[cfg(feature = "registry")]
use super::packed::{PackedObject, PackedResources};
use super::resource::{Resource, contains};
use crate::model::version::Version;

/// What a [`Schema`](super::Schema) says of an object.
///
/// ```
/// use lwm2m_codec::{DataType, Object, Operations, Resource, Resources, Version};
///
/// let resources = [
///     Resource { range: "0..100", units: "%", ..Resource::new(0, "Level", DataType::Integer, Operations::READ) },
///     Resource::new(1, "Reset", DataType::None, Operations::EXECUTE),
/// ];
/// let tank = Object {
///     version: Version::new(1, 1),
///     multiple: true,
///     ..Object::new(26999, "Tank", Resources::new(&resources).unwrap())
/// };
/// assert_eq!(tank.resource(1).unwrap().name, "Reset");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Object<'s> {
    /// The object ID.
    pub id: u16,
    /// The name.
    pub name: &'s str,
    /// The version of the object.
    pub version: Version,
    /// The lowest version of the enabler that can host the object.
    pub lwm2m_version: Version,
    /// Whether the object may have several instances.
    pub multiple: bool,
    /// Whether every client has the object.
    pub mandatory: bool,
    /// The resources, sorted by ID.
    pub resources: Resources<'s>,
}

impl<'s> Object<'s> {
    /// An optional object of a single instance and version 1.0.
    #[must_use]
    pub const fn new(id: u16, name: &'s str, resources: Resources<'s>) -> Self {
        Self {
            id,
            name,
            version: Version::new(1, 0),
            lwm2m_version: Version::new(1, 0),
            multiple: false,
            mandatory: false,
            resources,
        }
    }

    /// The resource with this ID.
    #[must_use]
    pub fn resource(&self, id: u16) -> Option<Resource<'s>> {
        self.resources.get(id)
    }

    /// Whether the name contains a text, without regard to ASCII case.
    #[must_use]
    pub fn name_contains(&self, text: &str) -> bool {
        contains(self.name, text)
    }
}

#[cfg(feature = "registry")]
impl<'s> From<PackedObject<'s>> for Object<'s> {
    fn from(object: PackedObject<'s>) -> Self {
        Self {
            id: object.id,
            name: object.name,
            version: object.version,
            lwm2m_version: object.lwm2m_version,
            multiple: object.multiple,
            mandatory: object.mandatory,
            resources: Resources(Source::Packed(object.resources)),
        }
    }
}

#[cfg(feature = "ddf")]
impl<'s> From<&'s OwnedObject> for Object<'s> {
    fn from(object: &'s OwnedObject) -> Self {
        Self {
            id: object.id,
            name: &object.name,
            version: object.version,
            lwm2m_version: object.lwm2m_version,
            multiple: object.multiple,
            mandatory: object.mandatory,
            resources: Resources(Source::Owned(&object.resources)),
        }
    }
}

/// The resources of an [`Object`], sorted by ID.
///
/// ```
/// use lwm2m_codec::{DataType, Operations, Resource, Resources};
///
/// let label = Resource::new(7, "Label", DataType::String, Operations::READ);
/// let slice = [label];
/// let resources = Resources::new(&slice).unwrap();
/// assert_eq!(resources.get(7), Some(label));
/// assert_eq!(resources.iter().count(), 1);
/// assert!(Resources::new(&[label, label]).is_none());
/// ```
#[derive(Clone, Copy)]
pub struct Resources<'s>(Source<'s>);

/// Where resources come from.
#[derive(Clone, Copy)]
enum Source<'s> {
    Slice(&'s [Resource<'s>]),
    #[cfg(feature = "ddf")]
    Owned(&'s [OwnedResource]),
    #[cfg(feature = "registry")]
    Packed(PackedResources<'s>),
}

impl<'s> Resources<'s> {
    /// These resources, or `None` if they are not sorted by ID or name an ID twice.
    #[must_use]
    pub const fn new(resources: &'s [Resource<'s>]) -> Option<Self> {
        let mut rest = resources;
        while let [first, tail @ ..] = rest {
            if let [second, ..] = tail {
                if first.id >= second.id {
                    return None;
                }
            }
            rest = tail;
        }
        Some(Self(Source::Slice(resources)))
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self.0 {
            Source::Slice(resources) => resources.len(),
            #[cfg(feature = "ddf")]
            Source::Owned(resources) => resources.len(),
            #[cfg(feature = "registry")]
            Source::Packed(resources) => resources.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The resource with this ID.
    #[must_use]
    pub fn get(&self, id: u16) -> Option<Resource<'s>> {
        let index = match self.0 {
            Source::Slice(resources) => resources.binary_search_by_key(&id, |entry| entry.id),
            #[cfg(feature = "ddf")]
            Source::Owned(resources) => resources.binary_search_by_key(&id, |entry| entry.id),
            #[cfg(feature = "registry")]
            Source::Packed(resources) => return resources.get(id),
        };
        self.at(index.ok()?)
    }

    /// All of them, by ascending ID.
    #[must_use]
    pub const fn iter(&self) -> ResourceIter<'s> {
        ResourceIter { resources: *self, next: 0 }
    }

    fn at(&self, index: usize) -> Option<Resource<'s>> {
        match self.0 {
            Source::Slice(resources) => resources.get(index).copied(),
            #[cfg(feature = "ddf")]
            Source::Owned(resources) => Some(resources.get(index)?.as_resource()),
            #[cfg(feature = "registry")]
            Source::Packed(resources) => resources.at(index),
        }
    }
}

impl<'s> IntoIterator for Resources<'s> {
    type Item = Resource<'s>;
    type IntoIter = ResourceIter<'s>;

    fn into_iter(self) -> ResourceIter<'s> {
        self.iter()
    }
}

impl PartialEq for Resources<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Resources<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The iterator over [`Resources`].
#[derive(Clone, Debug)]
pub struct ResourceIter<'s> {
    resources: Resources<'s>,
    next: usize,
}

impl<'s> Iterator for ResourceIter<'s> {
    type Item = Resource<'s>;

    fn next(&mut self) -> Option<Resource<'s>> {
        let resource = self.resources.at(self.next)?;
        self.next += 1;
        Some(resource)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.resources.len().saturating_sub(self.next);
        (left, Some(left))
    }
}

impl ExactSizeIterator for ResourceIter<'_> {}
impl core::iter::FusedIterator for ResourceIter<'_> {}
