//! Paths: up to four numeric IDs that name a place in a client's data model.

use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;

#[cfg(all(feature = "fast", feature = "_senml"))]
use crate::encoding::decimal::digits::{fast_digits, read_digits};
use crate::error::{Error, ErrorKind, Leniency, Strictness};

/// The reserved ID 65535 (`MAX_ID`), which names nothing.
///
/// In a Create request it stands as an object instance ID for "let the client choose".
pub const MAX_ID: u16 = u16::MAX;

/// How deep a [`Path`] reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `/`
    Root,
    /// `/3`
    Object,
    /// `/3/0`
    ObjectInstance,
    /// `/3/0/7`
    Resource,
    /// `/3/0/7/1`
    ResourceInstance,
}

/// A place in a client's data model: `/`, or one to four 16-bit IDs (object, object instance,
/// resource, resource instance).
///
/// Paths are ordered by their IDs from left to right, a prefix before what lies below it.
///
/// [`MAX_ID`] is refused, except as an object instance ID, where Create requests use it for an
/// instance whose ID the client chooses; decoders and encoders accept it in that operation only.
///
/// ```
/// use lwm2m_codec::Path;
///
/// let path: Path = "/3/0/7/1".parse()?;
/// assert_eq!(path.ids(), [3, 0, 7, 1]);
/// assert_eq!(path.resource(), Some(7));
/// assert!(path.starts_with(Path::new(&[3, 0]).unwrap()));
/// assert_eq!(path.to_string(), "/3/0/7/1");
/// assert!("/3/00".parse::<Path>().is_err());
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Path {
    // Unused IDs are zero, so comparing all four compares the paths.
    ids: [u16; 4],
    len: u8,
}

impl Path {
    /// The root path `/`.
    pub const ROOT: Self = Self { ids: [0; 4], len: 0 };

    /// A path of up to four IDs, or `None` if there are more or one of them is reserved.
    #[must_use]
    pub const fn new(ids: &[u16]) -> Option<Self> {
        let mut path = Self::ROOT;
        let mut rest = ids;
        while let [id, tail @ ..] = rest {
            match path.child(*id) {
                Some(longer) => path = longer,
                None => return None,
            }
            rest = tail;
        }
        Some(path)
    }

    /// This path and one more ID, or `None` if it has four already or the ID is reserved here.
    #[must_use]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub const fn child(self, id: u16) -> Option<Self> {
        if id == MAX_ID && self.len != 1 {
            return None;
        }
        if self.len >= 4 {
            return None;
        }
        if cfg!(feature = "fast") {
            let word = self.word() | (id as u64) << (16 * self.len as u32);
            return Some(Self::from_word(word, self.len + 1));
        }
        // Small processors lack 64-bit shifts.
        let [a, b, c, _] = self.ids;
        let ids = match self.len {
            0 => [id, 0, 0, 0],
            1 => [a, id, 0, 0],
            2 => [a, b, id, 0],
            _ => [a, b, c, id],
        };
        Some(Self { ids, len: self.len + 1 })
    }

    /// This path followed by another's IDs, or `None` if that makes more than four.
    #[must_use]
    pub fn join(self, below: Self) -> Option<Self> {
        below.ids().iter().try_fold(self, |path, &id| path.child(id))
    }

    /// The path without its last ID; the root has no parent.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        Some(self.prefix(self.len().checked_sub(1)?))
    }

    /// The first `len` IDs, or the whole path if it is not longer than that.
    #[must_use]
    #[cfg_attr(feature = "fast", inline)]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub const fn prefix(self, len: usize) -> Self {
        if len >= self.len as usize {
            return self;
        }
        if !cfg!(feature = "fast") {
            let [a, b, c, _] = self.ids;
            let ids = match len {
                0 => [0; 4],
                1 => [a, 0, 0, 0],
                2 => [a, b, 0, 0],
                _ => [a, b, c, 0],
            };
            return Self { ids, len: len as u8 };
        }
        // Shifts the IDs below the prefix out.
        let below = match len {
            0 => return Self::ROOT,
            len => 64 - 16 * len as u32,
        };
        Self::from_word(self.word() << below >> below, len as u8)
    }

    /// The longest path that both start with.
    #[must_use]
    #[inline]
    pub fn common_prefix(self, other: Self) -> Self {
        let same = (self.word() ^ other.word()).trailing_zeros() / 16;
        self.prefix((same as usize).min(other.len()))
    }

    /// Whether this path equals `prefix` or lies below it.
    #[must_use]
    #[cfg_attr(feature = "fast", inline)]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub fn starts_with(self, prefix: Self) -> bool {
        if !cfg!(feature = "fast") {
            let mut ids = self.ids().iter();
            return prefix.ids().iter().all(|id| ids.next() == Some(id));
        }
        // Masks the IDs below the prefix. Two shifts, as a shift by 64 bits is not allowed.
        let half = 8 * u32::from(prefix.len);
        let below = u64::MAX.wrapping_shl(half).wrapping_shl(half);
        self.len >= prefix.len && (self.word() ^ prefix.word()) & !below == 0
    }

    /// The IDs, from the object on.
    #[must_use]
    pub fn ids(&self) -> &[u16] {
        self.ids.get(..self.len()).unwrap_or(&[])
    }

    /// The number of IDs: 0 for the root to 4 for a resource instance.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "the root path is not an empty one")]
    pub const fn len(&self) -> usize {
        self.len as usize
    }

    /// How deep the path reaches.
    #[must_use]
    pub const fn level(self) -> Level {
        match self.len {
            0 => Level::Root,
            1 => Level::Object,
            2 => Level::ObjectInstance,
            3 => Level::Resource,
            _ => Level::ResourceInstance,
        }
    }

    /// The object ID.
    #[must_use]
    pub fn object(self) -> Option<u16> {
        self.ids().first().copied()
    }

    /// The object instance ID.
    #[must_use]
    pub fn object_instance(self) -> Option<u16> {
        self.ids().get(1).copied()
    }

    /// The resource ID.
    #[must_use]
    pub fn resource(self) -> Option<u16> {
        self.ids().get(2).copied()
    }

    /// The resource instance ID.
    #[must_use]
    pub fn resource_instance(self) -> Option<u16> {
        self.ids().get(3).copied()
    }

    /// Whether the object instance is [`MAX_ID`]: the client chooses its ID.
    #[must_use]
    pub fn names_new_instance(self) -> bool {
        self.object_instance() == Some(MAX_ID)
    }

    /// The last ID; 0 for the root.
    #[inline]
    pub(crate) fn last_id(self) -> u16 {
        self.ids().last().copied().unwrap_or_default()
    }

    /// This path and one more ID, neither of which is checked; the path has one to three IDs.
    #[inline(always)]
    pub(crate) const fn below(self, id: u16) -> Self {
        let [a, b, c, _] = self.ids;
        match self.len {
            1 => Self { ids: [a, id, 0, 0], len: 2 },
            2 => Self { ids: [a, b, id, 0], len: 3 },
            _ => Self { ids: [a, b, c, id], len: 4 },
        }
    }

    /// Adds an ID, which is not checked; false if there are four already.
    #[cfg(any(feature = "lwm2m-cbor", feature = "_names"))]
    #[inline]
    pub(crate) fn push(&mut self, id: u16) -> bool {
        if cfg!(feature = "fast") {
            if self.len >= 4 {
                return false;
            }
            let word = self.word() | u64::from(id) << (16 * u32::from(self.len));
            *self = Self::from_word(word, self.len + 1);
            return true;
        }
        let Some(place) = self.ids.get_mut(usize::from(self.len)) else { return false };
        *place = id;
        self.len += 1;
        true
    }

    /// The IDs of the object and the resource, zero for what the path lacks.
    #[cfg(all(feature = "fast", feature = "_records"))]
    #[inline]
    pub(crate) const fn object_and_resource(self) -> (u16, u16) {
        let [object, _, resource, _] = self.ids;
        (object, resource)
    }

    /// The bits in which two paths differ, for [`Path::alike`]; combine them by `|`.
    #[cfg(any(feature = "lwm2m-cbor", all(feature = "fast", feature = "_senml")))]
    #[inline]
    pub(crate) const fn differences(self, other: Self) -> u64 {
        self.word() ^ other.word()
    }

    /// The number of leading IDs that do not differ.
    #[cfg(any(feature = "lwm2m-cbor", all(feature = "fast", feature = "_senml")))]
    #[inline]
    pub(crate) const fn alike(differences: u64) -> usize {
        differences.trailing_zeros() as usize / 16
    }

    /// Whether both have the same object and object instance, or the same object and no instance.
    #[cfg(feature = "_names")]
    #[inline]
    pub(crate) fn shares_instance(self, other: Self) -> bool {
        (self.word() ^ other.word()) << 32 == 0 && self.len.min(2) == other.len.min(2)
    }

    /// The IDs as one number, the first lowest: on most processors as they are in memory.
    #[inline(always)]
    pub(crate) const fn word(self) -> u64 {
        let [a, b, c, d] = self.ids;
        a as u64 | (b as u64) << 16 | (c as u64) << 32 | (d as u64) << 48
    }

    #[inline(always)]
    pub(crate) const fn from_word(word: u64, len: u8) -> Self {
        let ids = [word as u16, (word >> 16) as u16, (word >> 32) as u16, (word >> 48) as u16];
        Self { ids, len }
    }

    /// This path and these IDs below it, or `None` if that is not a path of three or four.
    #[cfg(all(feature = "fast", feature = "_senml"))]
    #[inline(always)]
    pub(crate) fn fast_join(self, below: FastIds) -> Option<Self> {
        let len = self.len + below.len;
        let places = match len {
            3 => 16,
            4 => 0,
            _ => return None,
        };
        Some(Self::from_word(self.word() | below.top >> places, len))
    }

    /// The IDs as one number that sorts as the path does among paths of equal length.
    #[inline(always)]
    pub(crate) const fn packed(self) -> u64 {
        // Reverses the four IDs: swaps the halves, and the IDs in each half.
        let halves = self.word().rotate_left(32);
        (halves & 0xffff_0000_ffff) << 16 | halves >> 16 & 0xffff_0000_ffff
    }
}

/// IDs with slashes between them.
#[cfg(all(feature = "fast", feature = "_senml"))]
#[derive(Clone, Copy, Default)]
pub(crate) struct FastIds {
    /// The IDs as in [`Path::word`], but the last one at the top.
    top: u64,
    len: u8,
}

#[cfg(all(feature = "fast", feature = "_senml"))]
impl FastIds {
    /// Reads valid IDs at the start of a text. Returns them, whether a slash ended them or there were
    /// none, and the rest.
    #[inline(always)]
    pub(crate) fn scan(mut text: &[u8]) -> Option<(Self, bool, &[u8])> {
        let mut ids = Self::default();
        loop {
            let (id, rest) = match fast_digits::<6>(text) {
                Some((id, _, rest)) => (id, rest),
                None => match scan_last(text)? {
                    (None, rest) => return Some((ids, true, rest)),
                    (Some(id), rest) => (id, rest),
                },
            };
            if id >= u64::from(MAX_ID) || ids.len == 4 {
                return None;
            }
            ids = Self { top: ids.top >> 16 | id << 48, len: ids.len + 1 };
            match rest {
                [b'/', rest @ ..] => text = rest,
                _ => return Some((ids, false, rest)),
            }
        }
    }

    /// The path of these IDs.
    pub(crate) const fn path(self) -> Path {
        match self.len {
            0 => Path::ROOT,
            len => Path::from_word(self.top >> (64 - 16 * len as u32), len),
        }
    }
}

/// Reads an ID if less than six bytes are left, as at the end of a payload, or no ID.
#[cfg(all(feature = "fast", feature = "_senml"))]
#[cold]
fn scan_last(text: &[u8]) -> Option<(Option<u64>, &[u8])> {
    let (id, rest) = read_digits(text, 0);
    match text.len().checked_sub(rest.len())? {
        0 => Some((None, rest)),
        1 => Some((Some(id), rest)),
        2..=5 if !text.starts_with(b"0") => Some((Some(id), rest)),
        _ => None,
    }
}

impl Ord for Path {
    fn cmp(&self, other: &Self) -> Ordering {
        self.packed().cmp(&other.packed()).then(self.len.cmp(&other.len))
    }
}

impl PartialOrd for Path {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.len == 0 {
            return f.write_str("/");
        }
        self.ids().iter().try_for_each(|id| write!(f, "/{id}"))
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Path {
    type Err = Error;

    /// Reads the canonical text form: decimal IDs without sign or leading zeros, each after a
    /// slash, no trailing slash.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidPath`], [`ErrorKind::PathTooLong`], [`ErrorKind::IdOutOfRange`] or
    /// [`ErrorKind::ReservedId`], with the byte offset in the text.
    fn from_str(text: &str) -> Result<Self, Error> {
        // There is no leniency to name.
        Self::parse(text.as_bytes(), Strictness::STRICT)
            .map_err(|error| Error::new(error.kind(), error.offset() as usize))
    }
}

impl Path {
    /// The same from bytes, with leniency also with leading zeros and without the first slash.
    pub(crate) fn parse(bytes: &[u8], strictness: Strictness) -> Result<Self, Error> {
        if let b"/" = bytes {
            return Ok(Self::ROOT);
        }
        let byte = |at: usize| bytes.get(at).copied();
        let mut path = Self::ROOT;
        let invalid = |at| Error::new(ErrorKind::InvalidPath, at);
        let check = |leniency, at| match strictness.allows(leniency) {
            true => Ok(()),
            false => Err(invalid(at).unless(leniency)),
        };
        let mut at = 0;
        loop {
            match byte(at) {
                Some(b'/') => at += 1,
                Some(b'0'..=b'9') if at == 0 => check(Leniency::MissingLeadingSlash, at)?,
                _ => return Err(invalid(at)),
            }
            let start = at;
            let mut id = 0u32;
            while let Some(digit @ b'0'..=b'9') = byte(at) {
                // Digits that follow leave it out of range.
                id = (10 * id + u32::from(digit - b'0')).min(1 << 16);
                at += 1;
            }
            let rest = byte(at);
            let ends = matches!(rest, None | Some(b'/'));
            if byte(start) == Some(b'0') && !ends {
                return Err(invalid(start));
            }
            if at == start || !ends {
                return Err(invalid(at));
            }
            if byte(start) == Some(b'0') && at - start > 1 {
                check(Leniency::LeadingZeros, start)?;
            }
            let kind = match (path.ids.get_mut(usize::from(path.len)), u16::try_from(id)) {
                (None, _) => ErrorKind::PathTooLong,
                (_, Err(_)) => ErrorKind::IdOutOfRange,
                (_, Ok(MAX_ID)) if path.len != 1 => ErrorKind::ReservedId,
                (Some(place), Ok(id)) => {
                    *place = id;
                    path.len += 1;
                    if rest.is_none() {
                        return Ok(path);
                    }
                    continue;
                }
            };
            return Err(Error::new(kind, start));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_at(text: &str) -> (ErrorKind, u32) {
        let error = text.parse::<Path>().unwrap_err();
        (error.kind(), error.offset())
    }

    #[test]
    fn malformed_text_is_refused_where_it_breaks() {
        assert_eq!(kind_at(""), (ErrorKind::InvalidPath, 0));
        assert_eq!(kind_at("3/0"), (ErrorKind::InvalidPath, 0));
        assert_eq!(kind_at("/3//0"), (ErrorKind::InvalidPath, 3));
        assert_eq!(kind_at("/3/0/"), (ErrorKind::InvalidPath, 5));
        assert_eq!(kind_at("/3/00"), (ErrorKind::InvalidPath, 3));
        assert_eq!(kind_at("/+3"), (ErrorKind::InvalidPath, 1));
        assert_eq!(kind_at("/3/1x"), (ErrorKind::InvalidPath, 4));
        assert_eq!(kind_at("/1/2/3/4/5"), (ErrorKind::PathTooLong, 9));
        assert_eq!(kind_at("/3/65536"), (ErrorKind::IdOutOfRange, 3));
        assert_eq!(kind_at("/65535"), (ErrorKind::ReservedId, 1));
        assert_eq!(kind_at("/3/0/65535"), (ErrorKind::ReservedId, 5));
    }

    #[test]
    fn order_puts_a_prefix_first() {
        let path = |ids: &[u16]| Path::new(ids).unwrap();
        let sorted =
            [Path::ROOT, path(&[0]), path(&[3]), path(&[3, 0]), path(&[3, 0, 0]), path(&[3, 0, 9])];
        assert!(sorted.is_sorted());
        assert!(path(&[3, 0, 9, 1]) < path(&[3, 1]));
    }

    #[test]
    fn prefixes_and_joins() {
        let path = |ids: &[u16]| Path::new(ids).unwrap();
        let full = path(&[3, 0, 7, 1]);
        assert_eq!(full.parent(), Some(path(&[3, 0, 7])));
        assert_eq!(Path::ROOT.parent(), None);
        assert!(full.starts_with(Path::ROOT) && full.starts_with(full));
        assert!(!path(&[3]).starts_with(path(&[3, 0])));
        assert_eq!(full.common_prefix(path(&[3, 0, 9])), path(&[3, 0]));
        assert_eq!(path(&[3, 0]).join(path(&[7, 1])), Some(full));
        assert_eq!(path(&[3, 0, 7]).join(path(&[1, 2])), None);
        assert_eq!(Path::new(&[1, 2, 3, 4, 5]), None);
        assert!(Path::new(&[3, MAX_ID]).unwrap().names_new_instance());
    }
}
