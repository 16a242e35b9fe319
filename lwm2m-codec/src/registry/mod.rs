//! The objects of the OMA LwM2M registry, built in.
//!
//! [`Registry`] has each version of each registered object as a table of facts: IDs, names,
//! versions, multiplicity, operations, data types, ranges and units, but no descriptions. It takes
//! 68 kB of constant data ([`Registry::SIZE`] bytes), and neither heap nor initialisation. Firmware
//! that only asks for the types of the newest versions contains 11 kB of it.
//!
//! Programs that cannot spare that can load the table from a file, as [`RegistryFile`].
//!
//! Look-ups without a version find the newest one, which is not what every client has: some
//! resources changed their type. [`Versioned`](crate::Versioned) reads what a client sends in the
//! versions that it registered. What a program defines itself goes before the table, as in
//! `(mine, Registry)`.
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
use crate::schema::packed::{Details, Older, Packed, Parts, Types};
use crate::schema::{Object, ResourceType, Schema};

/// The copyright notices of the object definitions that the table is made from, to be passed on
/// with programs that contain it.
pub const NOTICE: &str = include_str!("NOTICE");

/// The objects of the OMA LwM2M registry, in all versions.
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
/// let first = Registry.object(1, Some("1.0".parse()?)).unwrap();
/// assert!(first.resources.len() < Registry.object(1, None).unwrap().resources.len());
///
/// let found = Registry.search("firmware").map(|object| object.id);
/// assert!(found.eq([5]));
/// # Ok::<(), lwm2m_codec::Error>(())
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

    /// The newest version of each object, by ascending ID.
    pub fn objects(self) -> impl ExactSizeIterator<Item = Object<'static>> + Clone {
        TABLE.objects()
    }

    /// All versions of an object, from the oldest to the newest.
    ///
    /// ```
    /// use lwm2m_codec::registry::Registry;
    ///
    /// let versions = Registry.versions(3416).map(|object| object.version.to_string());
    /// assert!(versions.eq(["1.0", "2.0"]));
    /// ```
    pub fn versions(self, object: u16) -> impl Iterator<Item = Object<'static>> + Clone {
        TABLE.versions(object)
    }

    /// The newest versions of the objects whose name contains a text, without regard to ASCII case.
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

    fn newest_of(&self, object: u16, major: u16) -> Option<Object<'_>> {
        TABLE.newest_of(object, major)
    }
}

// The file is taken apart at compile time. Each part is a static of its own, so that the linker can
// drop the details from programs that only ask for types.
const PARTS: Parts<'static> = Parts::split(Registry::BYTES).expect("complete, and of this layout");
static OBJECTS: [[u8; 6]; PARTS.objects.len() / 6] = rows(PARTS.objects);
static RESOURCES: [[u8; 3]; PARTS.resources.len() / 3] = rows(PARTS.resources);
static OBJECT_DETAILS: [[u8; 8]; OBJECTS.len()] = rows(PARTS.object_details);
static RESOURCE_DETAILS: [[u8; 5]; RESOURCES.len() + OLDER_RESOURCES.len()] =
    rows(PARTS.resource_details);
static OLDER_RESOURCES: [[u8; 3]; PARTS.older_resources.len() / 3] = rows(PARTS.older_resources);
static VERSIONS: [[u8; 13]; PARTS.versions.len() / 13] = rows(PARTS.versions);
static RUNS: [[u8; 3]; PARTS.runs.len() / 3] = rows(PARTS.runs);
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
    older: Older { resources: &OLDER_RESOURCES, versions: &VERSIONS, runs: &RUNS },
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
