//! Object definitions from DDF XML, the files in which OMA and vendors define objects.
//!
//! [`Definitions`] holds what files say, any number of objects and versions, and is a
//! [`Schema`]. It reads every file of the OMA registry: the children of an element may come in any
//! order, absent versions are 1.0, ranges may be anything. Files are UTF-8, UTF-16 with a byte order
//! mark, or windows-1252 if they say so. White space around and within names,
//! ranges and units counts as single spaces; descriptions are not kept.
//!
//! ```
//! use lwm2m_codec::ddf::Definitions;
//! use lwm2m_codec::{DataType, Schema};
//!
//! let xml = r#"<LWM2M><Object ObjectType="MODefinition">
//!   <Name>Tank</Name><ObjectID>33000</ObjectID>
//!   <MultipleInstances>Multiple</MultipleInstances><Mandatory>Optional</Mandatory>
//!   <Resources>
//!     <Item ID="0">
//!       <Name>Level</Name><Operations>R</Operations>
//!       <MultipleInstances>Single</MultipleInstances><Mandatory>Mandatory</Mandatory>
//!       <Type>Unsigned Integer</Type><RangeEnumeration>0..100</RangeEnumeration><Units>/100</Units>
//!     </Item>
//!   </Resources>
//! </Object></LWM2M>"#;
//! let definitions = Definitions::parse(xml)?;
//! assert_eq!(definitions.resource_type(33000, 0).unwrap().data_type, DataType::Unsigned);
//! assert_eq!(definitions.resource(33000, 0).unwrap().name, "Level");
//!
//! let error = Definitions::parse(xml.replace("Unsigned Integer", "Unsinged")).unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "8:13: LWM2M/Object/Resources/Item/Type: `Unsinged` is not a data type"
//! );
//! # Ok::<(), lwm2m_codec::ddf::DdfError>(())
//! ```

mod build;
mod encoding;
mod error;
mod load;
mod parse;

use alloc::vec::Vec;

pub use self::error::{DdfError, DdfErrorKind, NotAnObject};
pub use self::load::{Loaded, Skipped};
use crate::model::version::Version;
use crate::schema::owned::OwnedObject;
use crate::schema::{Object, ResourceType, Schema, find, find_newest_of};

/// Object definitions, read from DDF XML: any number of objects, each in any number of versions.
///
/// Look-ups without a version find the newest one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definitions {
    /// Sorted by ID and version.
    objects: Vec<OwnedObject>,
}

impl Definitions {
    /// No definitions.
    #[must_use]
    pub const fn new() -> Self {
        Self { objects: Vec::new() }
    }

    /// Reads the content of a file.
    ///
    /// # Errors
    /// What is wrong, with its line and element; [`DdfErrorKind::NotAnObject`] if the file holds
    /// something else than object definitions.
    pub fn parse(xml: impl AsRef<[u8]>) -> Result<Self, DdfError> {
        Ok(Self::from_objects(parse::objects(xml.as_ref())?))
    }

    /// Takes over all that these definitions do not have yet; what is there stays as it is.
    pub fn merge(&mut self, other: Self) {
        self.objects.extend(other.objects);
        *self = Self::from_objects(core::mem::take(&mut self.objects));
    }

    /// All objects, by ascending ID and version.
    pub fn objects(&self) -> impl ExactSizeIterator<Item = Object<'_>> + Clone {
        self.objects.iter().map(Object::from)
    }

    /// The newest version of each object, by ascending ID.
    pub fn newest(&self) -> impl Iterator<Item = Object<'_>> + Clone {
        // What stands last of an ID, in the order of versions.
        let ids = self.objects.iter().skip(1).map(|next| Some(next.id)).chain([None]);
        let last = self.objects.iter().zip(ids).filter(|(object, next)| Some(object.id) != *next);
        last.map(|(object, _)| Object::from(object))
    }

    /// The newest versions of the objects whose name contains a text, without regard to ASCII case.
    pub fn search(&self, text: &str) -> impl Iterator<Item = Object<'_>> + Clone {
        self.newest().filter(move |object| object.name_contains(text))
    }

    /// The first of each version of an object counts.
    fn from_objects(mut objects: Vec<OwnedObject>) -> Self {
        objects.sort_by_key(|object| (object.id, object.version));
        objects.dedup_by_key(|object| (object.id, object.version));
        Self { objects }
    }
}

impl Schema for Definitions {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        self.resource(object, resource)?.resource_type()
    }

    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        let index = find(&self.objects, object, version, |entry| (entry.id, entry.version))?;
        self.objects.get(index).map(Object::from)
    }

    fn newest_of(&self, object: u16, major: u16) -> Option<Object<'_>> {
        let key = |entry: &OwnedObject| (entry.id, entry.version);
        let index = find_newest_of(&self.objects, object, major, key)?;
        self.objects.get(index).map(Object::from)
    }
}
