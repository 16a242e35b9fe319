//! The table as a file, which programs load when they need it.

#[cfg(doc)]
use super::Registry;
use crate::model::version::Version;
use crate::schema::packed::Packed;
use crate::schema::{Object, ResourceType, Schema};

/// The table of the registry, read from a file that holds [`Registry::BYTES`].
///
/// For programs that do not contain the table but load it when they need it. It answers as
/// [`Registry`] does, and takes no heap: the bytes are read where they are.
///
/// ```
/// use lwm2m_codec::Schema;
/// use lwm2m_codec::registry::{Registry, RegistryFile};
///
/// let bytes = Registry::BYTES; // from a file
/// let registry = RegistryFile::new(bytes).unwrap();
/// assert_eq!(registry.object(3, None), Registry.object(3, None));
/// assert_eq!(registry.resource(3, 9).unwrap().units, "/100");
/// assert!(RegistryFile::new(&bytes[1..]).is_none());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RegistryFile<'t>(pub(super) Packed<'t>);

impl<'t> RegistryFile<'t> {
    /// The table in these bytes, or `None` if they are incomplete or have another layout.
    ///
    /// The rows of the table are not checked: bytes that somebody tampered with give wrong answers,
    /// but nothing fails.
    #[must_use]
    pub fn new(bytes: &'t [u8]) -> Option<Self> {
        Packed::new(bytes).map(Self)
    }

    /// The newest version of each object, by ascending ID.
    pub fn objects(&self) -> impl ExactSizeIterator<Item = Object<'_>> + Clone {
        self.0.objects().map(Object::from)
    }

    /// All versions of an object, from the oldest to the newest.
    pub fn versions(&self, object: u16) -> impl Iterator<Item = Object<'_>> + Clone {
        self.0.older(object).chain(self.0.newest(object)).map(Object::from)
    }
}

impl Schema for RegistryFile<'_> {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        self.0.types.resource_type(object, resource)
    }

    // Inlined so that the built-in registry is searched with its length as a constant.
    #[inline(always)]
    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        let newest = Object::from(self.0.newest(object)?);
        match version {
            Some(version) if version != newest.version => {
                self.0.older(object).find(|older| older.version == version).map(Object::from)
            }
            _ => Some(newest),
        }
    }

    fn newest_of(&self, object: u16, major: u16) -> Option<Object<'_>> {
        let newest = self.0.newest(object)?;
        let mut versions = self.0.older(object).chain([newest]).rev();
        versions.find(|known| known.version.major == major).map(Object::from)
    }
}
