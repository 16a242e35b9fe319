//! Objects as packed bytes, read where they are: the built-in registry, and files of it.
//!
//! # Layout
//!
//! | part | what each row holds |
//! |------|-----------------------------|
//! | head | [`MAGIC`]; the numbers of objects, resources, older resources, older versions, runs, strings and bytes of text: 16 bits each |
//! | objects | ID, index of the first resource, number of resources: 16 bits each |
//! | resources | ID: 16 bits; flags |
//! | older resources | the same |
//! | details of objects | name; flags; version, version of LwM2M: major, minor |
//! | details of resources, then of older ones | name; range, units: indices of strings |
//! | older versions | ID, index of the first run: 16 bits each; number of runs; details as those of objects |
//! | runs | index of the first resource: 16 bits; number of resources |
//! | strings | where the string is in the text |
//! | text | UTF-8 |
//!
//! Numbers are little-endian, and 8 bits wide unless the table says otherwise. Names and strings
//! are given by where they start in the text (16 bits) and how long they are.
//!
//! Objects are sorted by ID, and in their newest version. Their resources lie next to each other,
//! sorted by ID; objects may share them. Details have the order of the rows that they belong to.
//! They are stored apart because decoders only need types: firmware that never asks for a name does
//! not contain one.
//!
//! Older versions are sorted by ID and version. Most of their resources are those of the newest
//! version: a version is a list of runs of resources, wherever these are, by ascending ID. Runs
//! count the older resources on from the resources.

use zerocopy::FromBytes;

use super::resource::Resource;
use super::{Operations, ResourceType};
use crate::data_type::DataType;
use crate::model::version::Version;

/// What the bytes are, and the version of their layout.
const MAGIC: [u8; 8] = *b"LwM2M\0r\x03";

/// The parts of packed bytes, in their order.
pub(crate) struct Parts<'t> {
    pub(crate) objects: &'t [u8],
    pub(crate) resources: &'t [u8],
    pub(crate) older_resources: &'t [u8],
    pub(crate) object_details: &'t [u8],
    pub(crate) resource_details: &'t [u8],
    pub(crate) versions: &'t [u8],
    pub(crate) runs: &'t [u8],
    pub(crate) strings: &'t [u8],
    pub(crate) text: &'t [u8],
}

impl<'t> Parts<'t> {
    /// The parts of these bytes, or `None` if they are incomplete or have another layout.
    pub(crate) const fn split(bytes: &'t [u8]) -> Option<Self> {
        const fn take(bytes: &[u8], count: usize, size: usize) -> Option<(&[u8], &[u8])> {
            match count.checked_mul(size) {
                Some(len) => bytes.split_at_checked(len),
                None => None,
            }
        }
        const fn number(low: u8, high: u8) -> usize {
            u16::from_le_bytes([low, high]) as usize
        }
        let Some((&MAGIC, rest)) = bytes.split_first_chunk() else { return None };
        let Some((counts, rest)) = rest.split_first_chunk() else { return None };
        let &[o0, o1, r0, r1, x0, x1, v0, v1, n0, n1, s0, s1, t0, t1] = counts;
        let (object_count, resource_count) = (number(o0, o1), number(r0, r1));
        let older_count = number(x0, x1);
        let Some((objects, rest)) = take(rest, object_count, 6) else { return None };
        let Some((resources, rest)) = take(rest, resource_count, 3) else { return None };
        let Some((older_resources, rest)) = take(rest, older_count, 3) else { return None };
        let Some((object_details, rest)) = take(rest, object_count, 8) else { return None };
        let Some((resource_details, rest)) = take(rest, resource_count + older_count, 5) else {
            return None;
        };
        let Some((versions, rest)) = take(rest, number(v0, v1), 13) else { return None };
        let Some((runs, rest)) = take(rest, number(n0, n1), 3) else { return None };
        let Some((strings, rest)) = take(rest, number(s0, s1), 3) else { return None };
        let Some((text, [])) = take(rest, number(t0, t1), 1) else { return None };
        Some(Self {
            objects,
            resources,
            older_resources,
            object_details,
            resource_details,
            versions,
            runs,
            strings,
            text,
        })
    }
}

/// Packed objects.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Packed<'t> {
    pub(crate) types: Types<'t>,
    pub(crate) details: Details<'t>,
    pub(crate) older: Older<'t>,
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
        let older = Older {
            resources: FromBytes::ref_from_bytes(parts.older_resources).ok()?,
            versions: FromBytes::ref_from_bytes(parts.versions).ok()?,
            runs: FromBytes::ref_from_bytes(parts.runs).ok()?,
        };
        Some(Self { types, details, older })
    }

    /// All objects, in their newest versions.
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

    /// The older versions of an object, ascending.
    pub(crate) fn older(
        &self,
        id: u16,
    ) -> impl DoubleEndedIterator<Item = PackedObject<'_>> + Clone {
        let rows = self.older.versions;
        let end = find(rows, id).map_or(0, |last| last + 1);
        let start = id
            .checked_sub(1)
            .map_or(0, |before| rows.partition_point(|row| id_of(row) <= Some(before)));
        rows.get(start..end).unwrap_or_default().iter().map(|row| self.older_object(row))
    }

    fn object_at(&self, index: usize, &row: &[u8; 6]) -> PackedObject<'_> {
        let [id0, id1, first0, first1, ..] = row;
        let details = self.details.objects.get(index).copied().unwrap_or_default();
        let resources = PackedResources {
            rows: self.types.resources_of(row),
            first: u16::from_le_bytes([first0, first1]),
            runs: &[],
            packed: self,
        };
        self.object(u16::from_le_bytes([id0, id1]), details, resources)
    }

    fn older_object(&self, row: &[u8; 13]) -> PackedObject<'_> {
        let &[id0, id1, first0, first1, count, a, b, c, d, e, f, g, h] = row;
        let first = usize::from(u16::from_le_bytes([first0, first1]));
        let runs = self.older.runs.get(first..first + usize::from(count)).unwrap_or_default();
        let resources = PackedResources { rows: &[], first: 0, runs, packed: self };
        self.object(u16::from_le_bytes([id0, id1]), [a, b, c, d, e, f, g, h], resources)
    }

    fn object<'p>(
        &'p self,
        id: u16,
        [start0, start1, len, flags, major, minor, lwm2m_major, lwm2m_minor]: [u8; 8],
        resources: PackedResources<'p>,
    ) -> PackedObject<'p> {
        PackedObject {
            id,
            name: self.details.text([start0, start1, len]),
            version: Version::new(major.into(), minor.into()),
            lwm2m_version: Version::new(lwm2m_major.into(), lwm2m_minor.into()),
            multiple: flags & MULTIPLE != 0,
            mandatory: flags & MANDATORY != 0,
            resources,
        }
    }

    /// The rows of a run, and the index of the first.
    const fn run(&self, [first0, first1, count]: [u8; 3]) -> (&'t [[u8; 3]], u16) {
        let first = u16::from_le_bytes([first0, first1]);
        let (rows, start) = match (first as usize).checked_sub(self.types.resources.len()) {
            Some(start) => (self.older.resources, start),
            None => (self.types.resources, first as usize),
        };
        let rows = match rows.split_at_checked(start) {
            Some((_, rows)) => rows.split_at_checked(count as usize),
            None => None,
        };
        match rows {
            Some((rows, _)) => (rows, first),
            None => (&[], 0),
        }
    }
}

/// What the rows of an object say.
#[derive(Clone)]
pub(crate) struct PackedObject<'t> {
    pub(crate) id: u16,
    pub(crate) name: &'t str,
    pub(crate) version: Version,
    pub(crate) lwm2m_version: Version,
    pub(crate) multiple: bool,
    pub(crate) mandatory: bool,
    pub(crate) resources: PackedResources<'t>,
}

/// The resources of a packed object: rows, then those of runs.
#[derive(Clone, Copy)]
pub(crate) struct PackedResources<'t> {
    rows: &'t [[u8; 3]],
    /// The index of the first row among those of all objects.
    first: u16,
    runs: &'t [[u8; 3]],
    packed: &'t Packed<'t>,
}

impl<'t> PackedResources<'t> {
    /// These, from the first run on.
    const fn next_run(self) -> Option<Self> {
        match self.runs {
            &[run, ref runs @ ..] => {
                let (rows, first) = self.packed.run(run);
                Some(Self { rows, first, runs, ..self })
            }
            [] => None,
        }
    }

    pub(crate) const fn len(&self) -> usize {
        let mut len = self.rows.len();
        let mut rest = *self;
        while let Some(next) = rest.next_run() {
            len += next.rows.len();
            rest = next;
        }
        len
    }

    /// The resource with an ID.
    pub(crate) fn get(&self, id: u16) -> Option<Resource<'t>> {
        let mut part = *self;
        loop {
            match find(part.rows, id) {
                Some(index) => return part.row(index),
                None => part = part.next_run()?,
            }
        }
    }

    /// The resource in this row.
    pub(crate) fn at(&self, mut index: usize) -> Option<Resource<'t>> {
        let mut part = *self;
        while let Some(beyond) = index.checked_sub(part.rows.len()) {
            (index, part) = (beyond, part.next_run()?);
        }
        part.row(index)
    }

    /// The resource in this row of the first part.
    fn row(&self, index: usize) -> Option<Resource<'t>> {
        let &[id0, id1, flags] = self.rows.get(index)?;
        let details = &self.packed.details;
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

/// Versions before the newest, and the resources that only they have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Older<'t> {
    pub(crate) resources: &'t [[u8; 3]],
    pub(crate) versions: &'t [[u8; 13]],
    pub(crate) runs: &'t [[u8; 3]],
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
    let last = rows.partition_point(|row| id_of(row) <= Some(id)).checked_sub(1)?;
    (id_of(rows.get(last)?) == Some(id)).then_some(last)
}

/// The ID that a row starts with.
fn id_of<const N: usize>(row: &[u8; N]) -> Option<u16> {
    row.first_chunk().map(|id| u16::from_le_bytes(*id))
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
