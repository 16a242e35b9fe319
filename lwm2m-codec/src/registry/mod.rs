//! The objects of the OMA LwM2M registry, built in.
//!
//! [`Registry`] has the newest version of each registered object as a table of facts: IDs, names,
//! versions, multiplicity, operations, data types, ranges and units, but no descriptions. It takes
//! 65 kB of constant data ([`Registry::SIZE`] bytes), and neither heap nor initialisation. Firmware
//! that only asks for types, as decoders do, contains 11 kB of it.
//!
//! Programs that cannot spare that can load the table from a file, as [`RegistryFile`].
//!
//! Older versions come from object definition files (feature `ddf`); what a program defines itself
//! goes before the table, as in `(mine, Registry)`.
//!
//! # Where it comes from
//!
//! `registry.bin` is generated from a copy of the registry's XML files, by the command below. The
//! same files give the same bytes, which a test checks wherever the files are at hand.
//!
//! ```text
//! cargo run --example registry --features ddf -- ../lwm2m-registry
//! ```
//!
//! The copyright of the definitions lies with OMA and the companies that registered them; their
//! licence (mostly BSD-3-Clause) asks for the attribution in [`NOTICE`].

mod file;

pub use self::file::RegistryFile;
use crate::model::version::Version;
use crate::schema::packed::{Details, Packed, Parts, Types};
use crate::schema::{Object, ResourceType, Schema};

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
    /// The table as the content of a file for [`RegistryFile`].
    ///
    /// Look-ups do not read these bytes: a program that uses both contains the table twice.
    pub const BYTES: &'static [u8] = include_bytes!("registry.bin");

    /// How many bytes of constant data the table takes.
    pub const SIZE: usize = Self::BYTES.len();

    /// All objects, by ascending ID.
    pub fn objects(self) -> impl ExactSizeIterator<Item = Object<'static>> + Clone {
        TABLE.objects()
    }

    /// The objects whose name contains a text, without regard to ASCII case.
    pub fn search(self, text: &str) -> impl Iterator<Item = Object<'static>> + Clone {
        self.objects().filter(move |object| object.name_contains(text))
    }
}

impl Schema for Registry {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        TYPES.resource_type(object, resource)
    }

    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        TABLE.object(object, version)
    }
}

// The file is taken apart at compile time. Each part is a static of its own, so that the linker can
// drop the details from programs that only ask for types.
const PARTS: Parts<'static> = Parts::split(Registry::BYTES).expect("complete, and of this layout");
static OBJECTS: [[u8; 6]; PARTS.objects.len() / 6] = rows(PARTS.objects);
static RESOURCES: [[u8; 3]; PARTS.resources.len() / 3] = rows(PARTS.resources);
static OBJECT_DETAILS: [[u8; 8]; OBJECTS.len()] = rows(PARTS.object_details);
static RESOURCE_DETAILS: [[u8; 5]; RESOURCES.len()] = rows(PARTS.resource_details);
static STRINGS: [[u8; 3]; PARTS.strings.len() / 3] = rows(PARTS.strings);
static TEXT: [u8; PARTS.text.len()] = *PARTS.text.first_chunk().expect("as long as the text");

const TYPES: Types<'static> = Types { objects: &OBJECTS, resources: &RESOURCES };
static TABLE: RegistryFile<'static> = RegistryFile(Packed {
    types: TYPES,
    details: Details {
        objects: &OBJECT_DETAILS,
        resources: &RESOURCE_DETAILS,
        strings: &STRINGS,
        text: match core::str::from_utf8(&TEXT) {
            Ok(text) => text,
            Err(_) => panic!("the text is not UTF-8"),
        },
    },
});

/// A part of the file as rows; runs at compile time only.
const fn rows<const N: usize, const COUNT: usize>(mut part: &[u8]) -> [[u8; N]; COUNT] {
    let mut rows = [[0; N]; COUNT];
    let mut empty: &mut [[u8; N]] = &mut rows;
    while let ([row, below @ ..], Some((bytes, rest))) = (empty, part.split_first_chunk()) {
        *row = *bytes;
        (empty, part) = (below, rest);
    }
    rows
}
