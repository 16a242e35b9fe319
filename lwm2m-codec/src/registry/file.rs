//! The table as a file, which programs load when they need it.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

#[cfg(feature = "alloc")]
use super::table::{OBJECTS, RESOURCES, STRINGS, TEXT};
use super::{ObjectRow, Registry, Row};
use crate::model::version::Version;
use crate::schema::{Object, Resource, ResourceType, Resources, Schema};

/// The first bytes of a file: what it is, and the version of its layout.
const MAGIC: [u8; 8] = *b"LwM2M\0r\x01";
/// A file starts with the magic and the counts of objects, resources and strings, and the length
/// of the text, as 32-bit numbers; these follow in this order. All numbers are little-endian.
const HEADER: usize = 24;

impl Registry {
    /// The table as the content of a file for [`RegistryFile`].
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn to_bytes(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEADER + Self::SIZE);
        out.extend(MAGIC);
        for count in [OBJECTS.len(), RESOURCES.len(), STRINGS.len(), TEXT.len()] {
            out.extend((count as u32).to_le_bytes());
        }
        OBJECTS.iter().for_each(|row| out.extend(row.to_bytes()));
        RESOURCES.iter().for_each(|row| out.extend(row.to_bytes()));
        for (start, len) in STRINGS {
            let [low, high] = start.to_le_bytes();
            out.extend([low, high, len]);
        }
        out.extend(TEXT.as_bytes());
        out
    }
}

/// The table of the registry, read from the bytes of a file that [`Registry::to_bytes`] made.
///
/// For programs that do not carry the table with them and load it when they need it. It answers as
/// [`Registry`] does, and takes no heap: the bytes are read where they are.
///
/// ```
/// use lwm2m_codec::Schema;
/// use lwm2m_codec::registry::{Registry, RegistryFile};
///
/// let bytes = Registry.to_bytes();
/// let registry = RegistryFile::new(&bytes).unwrap();
/// assert_eq!(registry.object(3, None), Registry.object(3, None));
/// assert_eq!(registry.resource(3, 9).unwrap().units, "/100");
/// assert!(RegistryFile::new(&bytes[1..]).is_none());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RegistryFile<'t> {
    objects: Rows<'t, 14>,
    resources: Rows<'t, 8>,
    strings: Rows<'t, 3>,
    text: &'t str,
}

impl<'t> RegistryFile<'t> {
    /// A table in these bytes, or `None` if they are not a whole file of this version.
    ///
    /// What lies within the rows is not checked: from bytes that were tampered with come wrong
    /// answers, no failure.
    #[must_use]
    pub fn new(bytes: &'t [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&MAGIC)?;
        let (counts, rest) = rest.split_at_checked(HEADER - MAGIC.len())?;
        let mut counts = counts
            .chunks_exact(4)
            .filter_map(|count| u32::from_le_bytes(count.try_into().ok()?).try_into().ok());
        let (objects, rest) = Rows::split(rest, counts.next()?)?;
        let (resources, rest) = Rows::split(rest, counts.next()?)?;
        let (strings, text) = Rows::split(rest, counts.next()?)?;
        let text = core::str::from_utf8(text).ok()?;
        (counts.next()? == text.len()).then_some(Self { objects, resources, strings, text })
    }

    /// All objects, by ascending ID.
    pub fn objects(&self) -> impl Iterator<Item = Object<'_>> + Clone {
        self.objects.iter().map(|row| self.object_of(ObjectRow::from_bytes(row)))
    }

    fn object_of(&self, row: ObjectRow) -> Object<'_> {
        let resources = Resources::filed(self, row.first, row.count);
        row.describe(self.slice(row.name, row.name_len), resources)
    }

    fn row(&self, object: u16) -> Option<ObjectRow> {
        Some(ObjectRow::from_bytes(
            self.objects.get(self.objects.find(object, 0..self.objects.len())?)?,
        ))
    }

    fn slice(&self, start: u16, len: u8) -> &'t str {
        super::slice(self.text, start, len)
    }

    /// The resource in a row of the file.
    pub(crate) fn resource_at(&self, index: usize) -> Option<Resource<'_>> {
        let row = Row::from_bytes(self.resources.get(index)?);
        let string = |index: u8| {
            let [low, high, len] = self.strings.get(index.into())?;
            Some(self.slice(u16::from_le_bytes([low, high]), len))
        };
        Some(row.describe(self.slice(row.name, row.name_len), string))
    }

    /// The row of a resource among some rows.
    pub(crate) fn find_resource(&self, id: u16, rows: core::ops::Range<usize>) -> Option<usize> {
        self.resources.find(id, rows)
    }
}

impl Schema for RegistryFile<'_> {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        let object = self.row(object)?;
        let first = usize::from(object.first);
        let rows = first..first + usize::from(object.count);
        Row::from_bytes(self.resources.get(self.resources.find(resource, rows)?)?).resource_type()
    }

    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        let object = self.object_of(self.row(object)?);
        version.is_none_or(|version| version == object.version).then_some(object)
    }
}

/// Rows of `N` bytes, which begin with a 16-bit ID if they are sorted.
#[derive(Clone, Copy, Debug)]
struct Rows<'t, const N: usize>(&'t [u8]);

impl<'t, const N: usize> Rows<'t, N> {
    /// Takes so many rows from the start of the bytes.
    fn split(bytes: &'t [u8], count: usize) -> Option<(Self, &'t [u8])> {
        let (rows, rest) = bytes.split_at_checked(count.checked_mul(N)?)?;
        Some((Self(rows), rest))
    }

    const fn len(self) -> usize {
        self.0.len() / N
    }

    fn get(self, index: usize) -> Option<[u8; N]> {
        self.0.get(index.checked_mul(N)?..)?.first_chunk().copied()
    }

    fn iter(self) -> impl Iterator<Item = [u8; N]> + Clone + use<'t, N> {
        self.0.chunks_exact(N).filter_map(|row| row.try_into().ok())
    }

    /// The row with an ID, in a sorted range of rows.
    fn find(self, id: u16, rows: core::ops::Range<usize>) -> Option<usize> {
        let (mut low, mut high) = (rows.start, rows.end.min(self.len()));
        while low < high {
            let middle = low.midpoint(high);
            let found = u16::from_le_bytes(*self.get(middle)?.first_chunk()?);
            match found.cmp(&id) {
                core::cmp::Ordering::Less => low = middle + 1,
                core::cmp::Ordering::Greater => high = middle,
                core::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

impl ObjectRow {
    #[cfg(feature = "alloc")]
    fn to_bytes(&self) -> [u8; 14] {
        let [id, name, first, count] =
            [self.id, self.name, self.first, self.count].map(u16::to_le_bytes);
        let [[i0, i1], [n0, n1], [f0, f1], [c0, c1]] = [id, name, first, count];
        let ([v0, v1], [l0, l1]) = (self.version, self.lwm2m_version);
        [i0, i1, n0, n1, f0, f1, c0, c1, self.name_len, self.flags, v0, v1, l0, l1]
    }

    const fn from_bytes(bytes: [u8; 14]) -> Self {
        let [i0, i1, n0, n1, f0, f1, c0, c1, name_len, flags, v0, v1, l0, l1] = bytes;
        Self {
            id: u16::from_le_bytes([i0, i1]),
            name: u16::from_le_bytes([n0, n1]),
            first: u16::from_le_bytes([f0, f1]),
            count: u16::from_le_bytes([c0, c1]),
            name_len,
            flags,
            version: [v0, v1],
            lwm2m_version: [l0, l1],
        }
    }
}

impl Row {
    #[cfg(feature = "alloc")]
    const fn to_bytes(self) -> [u8; 8] {
        let ([i0, i1], [n0, n1]) = (self.id.to_le_bytes(), self.name.to_le_bytes());
        [i0, i1, n0, n1, self.name_len, self.range, self.units, self.flags]
    }

    const fn from_bytes(bytes: [u8; 8]) -> Self {
        let [i0, i1, n0, n1, name_len, range, units, flags] = bytes;
        let (id, name) = (u16::from_le_bytes([i0, i1]), u16::from_le_bytes([n0, n1]));
        Self { id, name, name_len, range, units, flags }
    }
}
