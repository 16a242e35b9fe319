//! Objects as packed bytes, read where they are: the built-in registry, and files of it.
//!
//! # Layout
//!
//! | part | what each row holds |
//! |------|-----------------------------|
//! | head | [`MAGIC`]; the numbers of objects, resources, strings and bytes of text: 16 bits each |
//! | objects | ID, index of the first resource, number of resources: 16 bits each |
//! | resources | ID: 16 bits; flags |
//! | details of objects | name; flags; version, version of LwM2M: major, minor |
//! | details of resources | name; range, units: indices of strings |
//! | strings | where the string is in the text |
//! | text | UTF-8 |
//!
//! Numbers are little-endian, and 8 bits wide unless the table says otherwise. Names and strings
//! are given by where they start in the text (16 bits) and how long they are.
//!
//! Objects are sorted by ID, then by version: the last row with an ID is the newest version. The
//! resources of an object lie next to each other, sorted by ID; objects may share them. Details
//! have the order of the rows that they belong to. They are stored apart because decoders only need
//! types: firmware that never asks for a name does not contain one.

use zerocopy::FromBytes;

use super::resource::Resource;
use super::{Operations, ResourceType};
use crate::data_type::DataType;
use crate::model::version::Version;

/// What the bytes are, and the version of their layout.
const MAGIC: [u8; 8] = *b"LwM2M\0r\x02";

/// The parts of packed bytes, in their order.
pub(crate) struct Parts<'t> {
    pub(crate) objects: &'t [u8],
    pub(crate) resources: &'t [u8],
    pub(crate) object_details: &'t [u8],
    pub(crate) resource_details: &'t [u8],
    pub(crate) strings: &'t [u8],
    pub(crate) text: &'t [u8],
}

impl<'t> Parts<'t> {
    /// The parts of these bytes, or `None` if they are incomplete or have another layout.
    pub(crate) const fn split(bytes: &'t [u8]) -> Option<Self> {
        const fn take(bytes: &[u8], count: [u8; 2], size: usize) -> Option<(&[u8], &[u8])> {
            match (u16::from_le_bytes(count) as usize).checked_mul(size) {
                Some(len) => bytes.split_at_checked(len),
                None => None,
            }
        }
        let Some((&MAGIC, rest)) = bytes.split_first_chunk() else { return None };
        let Some((counts, rest)) = rest.split_first_chunk() else { return None };
        let &[o0, o1, r0, r1, s0, s1, t0, t1] = counts;
        let Some((objects, rest)) = take(rest, [o0, o1], 6) else { return None };
        let Some((resources, rest)) = take(rest, [r0, r1], 3) else { return None };
        let Some((object_details, rest)) = take(rest, [o0, o1], 8) else { return None };
        let Some((resource_details, rest)) = take(rest, [r0, r1], 5) else { return None };
        let Some((strings, rest)) = take(rest, [s0, s1], 3) else { return None };
        let Some((text, [])) = take(rest, [t0, t1], 1) else { return None };
        Some(Self { objects, resources, object_details, resource_details, strings, text })
    }
}

/// Packed objects.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Packed<'t> {
    pub(crate) types: Types<'t>,
    pub(crate) details: Details<'t>,
}

impl<'t> Packed<'t> {
    /// The objects in these bytes, or `None` if they are incomplete or have another layout.
    ///
    /// Rows are not checked here; an index that is out of range reads as empty.
    pub(crate) fn new(bytes: &'t [u8]) -> Option<Self> {
        let parts = Parts::split(bytes)?;
        let types = Types {
            objects: FromBytes::ref_from_bytes(parts.objects).ok()?,
            resources: FromBytes::ref_from_bytes(parts.resources).ok()?,
        };
        let details = Details {
            objects: FromBytes::ref_from_bytes(parts.object_details).ok()?,
            resources: FromBytes::ref_from_bytes(parts.resource_details).ok()?,
            strings: FromBytes::ref_from_bytes(parts.strings).ok()?,
            text: core::str::from_utf8(parts.text).ok()?,
        };
        Some(Self { types, details })
    }

    /// All objects.
    pub(crate) fn objects(&self) -> impl ExactSizeIterator<Item = PackedObject<'_>> + Clone {
        let rows = self.types.objects.iter().enumerate();
        rows.map(|(index, row)| self.object_at(index, row))
    }

    /// The newest version of an object.
    #[inline]
    pub(crate) fn newest(&self, id: u16) -> Option<PackedObject<'_>> {
        let index = find(self.types.objects, id)?;
        Some(self.object_at(index, self.types.objects.get(index)?))
    }

    fn object_at(&self, index: usize, &row: &[u8; 6]) -> PackedObject<'_> {
        let [id0, id1, first0, first1, ..] = row;
        let details = self.details.objects.get(index).copied().unwrap_or_default();
        let [start0, start1, len, flags, major, minor, lwm2m_major, lwm2m_minor] = details;
        PackedObject {
            id: u16::from_le_bytes([id0, id1]),
            name: self.details.text([start0, start1, len]),
            version: Version::new(major.into(), minor.into()),
            lwm2m_version: Version::new(lwm2m_major.into(), lwm2m_minor.into()),
            multiple: flags & MULTIPLE != 0,
            mandatory: flags & MANDATORY != 0,
            resources: PackedResources {
                rows: self.types.resources_of(row),
                first: u16::from_le_bytes([first0, first1]),
                details: &self.details,
            },
        }
    }
}

/// What the rows of an object say.
pub(crate) struct PackedObject<'t> {
    pub(crate) id: u16,
    pub(crate) name: &'t str,
    pub(crate) version: Version,
    pub(crate) lwm2m_version: Version,
    pub(crate) multiple: bool,
    pub(crate) mandatory: bool,
    pub(crate) resources: PackedResources<'t>,
}

/// The resources of a packed object.
#[derive(Clone, Copy)]
pub(crate) struct PackedResources<'t> {
    rows: &'t [[u8; 3]],
    /// The index of the first row among those of all objects.
    first: u16,
    details: &'t Details<'t>,
}

impl<'t> PackedResources<'t> {
    pub(crate) const fn len(&self) -> usize {
        self.rows.len()
    }

    /// The resource with an ID.
    pub(crate) fn get(&self, id: u16) -> Option<Resource<'t>> {
        self.at(find(self.rows, id)?)
    }

    /// The resource in this row.
    pub(crate) fn at(&self, index: usize) -> Option<Resource<'t>> {
        let &[id0, id1, flags] = self.rows.get(index)?;
        let details = self.details;
        let &[start0, start1, len, range, units] =
            details.resources.get(usize::from(self.first) + index)?;
        Some(Resource {
            id: u16::from_le_bytes([id0, id1]),
            name: details.text([start0, start1, len]),
            data_type: data_type(flags),
            multiple: flags & MULTIPLE != 0,
            mandatory: flags & MANDATORY != 0,
            operations: operations(flags),
            range: details.string(range),
            units: details.string(units),
        })
    }
}

/// What decoders need: the types of resources.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Types<'t> {
    pub(crate) objects: &'t [[u8; 6]],
    pub(crate) resources: &'t [[u8; 3]],
}

impl<'t> Types<'t> {
    /// The type of a resource, in the newest version of the object.
    // Inlined so that the built-in registry is searched with its length as a constant.
    #[inline(always)]
    pub(crate) fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        let rows = self.resources_of(*self.objects.get(find(self.objects, object)?)?);
        let &[_, _, flags] = rows.get(find(rows, resource)?)?;
        Some(ResourceType {
            data_type: data_type(flags)?,
            multiple: Some(flags & MULTIPLE != 0),
            operations: operations(flags),
        })
    }

    /// The rows of the resources of an object.
    fn resources_of(&self, [_, _, first0, first1, count0, count1]: [u8; 6]) -> &'t [[u8; 3]] {
        let first = usize::from(u16::from_le_bytes([first0, first1]));
        let count = usize::from(u16::from_le_bytes([count0, count1]));
        self.resources.get(first..first + count).unwrap_or_default()
    }
}

/// What only people need: names, versions, ranges and units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Details<'t> {
    pub(crate) objects: &'t [[u8; 8]],
    pub(crate) resources: &'t [[u8; 5]],
    pub(crate) strings: &'t [[u8; 3]],
    pub(crate) text: &'t str,
}

impl<'t> Details<'t> {
    /// A range or units.
    fn string(&self, index: u8) -> &'t str {
        self.strings.get(usize::from(index)).map_or("", |&place| self.text(place))
    }

    /// A name or string.
    fn text(&self, [start0, start1, len]: [u8; 3]) -> &'t str {
        let start = usize::from(u16::from_le_bytes([start0, start1]));
        self.text.get(start..start + usize::from(len)).unwrap_or_default()
    }
}

/// The last row with an ID, among rows that start with their ID and are sorted by it.
fn find<const N: usize>(rows: &[[u8; N]], id: u16) -> Option<usize> {
    let id_of = |row: &[u8; N]| row.first_chunk().map(|id| u16::from_le_bytes(*id));
    let last = rows.partition_point(|row| id_of(row) <= Some(id)).checked_sub(1)?;
    (id_of(rows.get(last)?) == Some(id)).then_some(last)
}

// The flags: a data type in the lower half, 0 if it is not known; the rest in the upper half.
const MULTIPLE: u8 = 0x10;
const MANDATORY: u8 = 0x20;
const READ: u8 = 0x40;
const WRITE: u8 = 0x80;

fn data_type(flags: u8) -> Option<DataType> {
    DataType::try_from(flags & 0x0f).ok()
}

fn operations(flags: u8) -> Operations {
    let mut operations = Operations::NONE;
    if flags & READ != 0 {
        operations |= Operations::READ;
    }
    if flags & WRITE != 0 {
        operations |= Operations::WRITE;
    }
    if data_type(flags) == Some(DataType::None) {
        operations |= Operations::EXECUTE;
    }
    operations
}
