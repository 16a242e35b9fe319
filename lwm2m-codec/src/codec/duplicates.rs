//! The check for duplicates: whether a path and time have come before.

#[cfg(feature = "alloc")]
use alloc::{collections::BTreeSet, vec::Vec};

use crate::error::{Error, ErrorKind, Leniency};
use crate::model::path::Path;
use crate::model::timestamp::Timestamp;

/// How a decoder checks for duplicates, unless it is given scratch: see
/// [`Context::with_duplicate_check`](crate::Context::with_duplicate_check).
///
/// The default is [`Heap`](Self::Heap) with the feature `alloc` and [`Off`](Self::Off) without it.
/// Cargo unifies features, so any crate in the program can change the default by enabling `alloc`:
/// set the check explicitly where that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DuplicateCheck {
    /// No check: duplicates go unnoticed unless
    /// [`Records::check_duplicates`](crate::Records::check_duplicates) is given scratch. For payloads
    /// that were checked before, or where the heap must not be used.
    Off,
    /// Remembers paths on the heap. Allocates only for payloads whose records are not in path order;
    /// records up to the first that is out of order are then read again.
    #[cfg(feature = "alloc")]
    Heap,
}

impl DuplicateCheck {
    pub(crate) const DEFAULT: Self = {
        #[cfg(feature = "alloc")]
        let default = Self::Heap;
        #[cfg(not(feature = "alloc"))]
        let default = Self::Off;
        default
    };
}

impl Default for DuplicateCheck {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// One path and time that the duplicate check remembers; 24 bytes.
///
/// Without a heap, a caller gives a slice of these as scratch: one for each record of a payload,
/// and for TLV one more for each object instance and multiple-instance resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeenPath {
    /// The path as a number ([`Path::packed`]), and its length.
    ids: u64,
    len: u8,
    seconds: i64,
    nanoseconds: u32,
}

impl SeenPath {
    #[inline]
    pub(crate) const fn new(path: Path, time: Timestamp) -> Self {
        let (seconds, nanoseconds) = (time.seconds(), time.nanoseconds());
        Self { ids: path.packed(), len: path.len() as u8, seconds, nanoseconds }
    }
}

/// The memory of the duplicate check.
#[derive(Debug, Default)]
#[repr(u8)] // A niche in the `Vec` would be slower to test.
pub enum Seen<'s> {
    /// The last path and time, while they ascend; `broken` once they do not. The common case, as most
    /// payloads are in path order: one comparison per record and no memory. Listed first so that it
    /// is tested first.
    #[cfg(feature = "alloc")]
    Ascending { last: SeenPath, broken: bool },
    /// No check.
    #[default]
    Off,
    /// Sorted keys at the front of the caller's scratch.
    Scratch { keys: &'s mut [SeenPath], used: usize },
    /// The longest ascending run, and all keys out of order. Records in path order cost a comparison
    /// and a push, others logarithmic time. For payloads in blocks, and those that do not ascend.
    #[cfg(feature = "alloc")]
    Heap { ascending: Vec<SeenPath>, others: BTreeSet<SeenPath> },
}

/// Marks the calling branch as unlikely.
#[cfg(all(feature = "fast", any(feature = "tlv", feature = "lwm2m-cbor")))]
#[cold]
#[inline]
const fn rarely() {}

impl Seen<'_> {
    /// A check without memory, which works while records ascend; see [`Seen::is_broken`].
    #[cfg(feature = "alloc")]
    pub(crate) fn ascending() -> Self {
        Self::Ascending { last: SeenPath::default(), broken: false }
    }

    /// Whether records stopped ascending, so that only a memory of all of them can find duplicates.
    #[cfg(feature = "alloc")]
    pub(crate) fn is_broken(&self) -> bool {
        matches!(self, Self::Ascending { broken: true, .. })
    }

    #[cfg(feature = "alloc")]
    pub(crate) const fn heap() -> Self {
        Self::Heap { ascending: Vec::new(), others: BTreeSet::new() }
    }

    /// Remembers a path and time.
    ///
    /// # Errors
    /// [`ErrorKind::Duplicate`] for a repetition, [`ErrorKind::ScratchFull`] if there is no room; both
    /// at `offset`.
    #[cfg_attr(feature = "fast", inline(always))]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn insert(
        &mut self,
        path: Path,
        time: Option<Timestamp>,
        offset: u32,
    ) -> Result<(), Error> {
        let key = SeenPath::new(path, time.unwrap_or_default());
        if cfg!(feature = "fast") && self.follow(key) {
            Ok(())
        } else {
            self.insert_between(key, offset)
        }
    }

    /// As [`Seen::insert`], for a path without time that follows all others, and if no memory is
    /// needed. Otherwise returns false and changes nothing.
    ///
    /// The IDs are [packed](Path::packed): callers inside a container already hold the packed prefix.
    #[cfg(all(feature = "fast", any(feature = "tlv", feature = "lwm2m-cbor")))]
    #[inline(always)]
    pub(crate) fn ascend(&mut self, ids: u64, len: u8) -> bool {
        #[cfg(feature = "alloc")]
        if let Self::Ascending { last, .. } = self {
            let ascends = last.ids < ids || last.ids == ids && last.len < len;
            if ascends {
                *last = SeenPath { ids, len, seconds: 0, nanoseconds: 0 };
            }
            return ascends;
        }
        let _ = (ids, len);
        rarely();
        matches!(self, Self::Off)
    }

    /// As [`Seen::insert`], but returns false and changes nothing for a repetition, or where memory
    /// would first have to be set up.
    #[cfg(all(feature = "fast", feature = "_senml"))]
    #[inline(always)]
    pub(crate) fn fast_insert(&mut self, path: Path, time: Timestamp, offset: u32) -> bool {
        #[cfg(feature = "alloc")]
        if let Self::Ascending { last, .. } = self {
            let key = SeenPath::new(path, time);
            // Paths mostly differ, which settles it.
            if last.ids < key.ids {
                *last = key;
                return true;
            }
            let follows = last.ids == key.ids && *last < key;
            if follows {
                *last = key;
            }
            return follows;
        }
        self.insert_apart(path, time, offset)
    }

    /// The rest of [`Seen::fast_insert`], out of line.
    #[cfg(all(feature = "fast", feature = "_senml"))]
    #[inline(never)]
    fn insert_apart(&mut self, path: Path, time: Timestamp, offset: u32) -> bool {
        self.insert(path, Some(time), offset).is_ok()
    }

    /// As [`Seen::insert`], for a key that follows all others. Otherwise returns false and changes
    /// nothing.
    #[inline(always)]
    fn follow(&mut self, key: SeenPath) -> bool {
        match self {
            Self::Off => true,
            #[cfg(feature = "alloc")]
            Self::Ascending { last, .. } => {
                let follows = *last < key;
                if follows {
                    *last = key;
                }
                follows
            }
            Self::Scratch { keys, used } => {
                let last = used.checked_sub(1).and_then(|last| keys.get(last));
                let follows = last.is_none_or(|&last| last < key);
                match keys.get_mut(*used) {
                    Some(place) if follows => {
                        *place = key;
                        *used += 1;
                        true
                    }
                    _ => false,
                }
            }
            #[cfg(feature = "alloc")]
            Self::Heap { ascending, others } => {
                let follows = others.is_empty() && ascending.last().is_none_or(|&last| last < key);
                if follows {
                    ascending.push(key);
                }
                follows
            }
        }
    }

    /// Remembers a key anywhere in the order.
    #[cfg_attr(feature = "fast", inline(never))]
    fn insert_between(&mut self, key: SeenPath, offset: u32) -> Result<(), Error> {
        let duplicate =
            Error::new(ErrorKind::Duplicate, offset as usize).unless(Leniency::Duplicates);
        match self {
            Self::Off => Ok(()),
            #[cfg(feature = "alloc")]
            Self::Ascending { broken, .. } => {
                *broken = true;
                Err(Error::new(ErrorKind::ScratchFull, offset as usize))
            }
            Self::Scratch { keys, used } => {
                let known = keys.get(..*used).unwrap_or_default();
                let place = known.binary_search(&key).err().ok_or(duplicate)?;
                let full = Error::new(ErrorKind::ScratchFull, offset as usize);
                // Swapping the key through moves all later keys up by one.
                let moved = keys.get_mut(place..=*used).ok_or(full)?;
                moved.iter_mut().fold(key, |key, place| core::mem::replace(place, key));
                *used += 1;
                Ok(())
            }
            #[cfg(feature = "alloc")]
            Self::Heap { ascending, others } => {
                if ascending.last().is_none_or(|&last| last < key) {
                    // A key that came out of order may be the same.
                    if !others.is_empty() && others.contains(&key) {
                        return Err(duplicate);
                    }
                    ascending.push(key);
                    Ok(())
                } else if ascending.binary_search(&key).is_ok() || !others.insert(key) {
                    Err(duplicate)
                } else {
                    Ok(())
                }
            }
        }
    }
}

#[cfg(feature = "lwm2m-cbor")]
impl Seen<'_> {
    /// Remembers a map by its path, the length of the enclosing map's path, and whether its key is an
    /// array.
    ///
    /// # Errors
    /// As [`Seen::insert`].
    pub(crate) fn insert_container(
        &mut self,
        path: Path,
        parent: usize,
        array: bool,
        offset: u32,
    ) -> Result<(), Error> {
        // Values have no time in this format, so a mark in its place tells containers apart.
        let mark = 1 + 2 * parent as i64 + i64::from(array);
        self.insert(path, Some(Timestamp::from_seconds(mark)), offset)
    }

    /// Remembers the path of a value, which must not repeat another path, nor lie above or below one.
    ///
    /// # Errors
    /// As [`Seen::insert`], and [`ErrorKind::ValueAndContainer`].
    pub(crate) fn insert_leaf(&mut self, path: Path, offset: u32) -> Result<(), Error> {
        if matches!(self, Self::Off) {
            return Ok(());
        }
        let at = |path| SeenPath::new(path, Timestamp::default());
        #[cfg(feature = "alloc")]
        if let Self::Ascending { last, .. } = *self {
            if last >= at(path) {
                return self.insert_between(at(path), offset);
            }
        }
        let conflict = match path.len() {
            // Everything below a resource sorts between it and its last instance.
            3 => self.any_between(at(path), path),
            _ => self.contains(at(path.prefix(3))),
        };
        if conflict {
            return Err(Error::new(ErrorKind::ValueAndContainer, offset as usize));
        }
        self.insert(path, None, offset)
    }

    /// As [`Seen::insert_leaf`], if the path follows all others. The caller has checked that it does not
    /// conflict with the path before it.
    #[cfg(feature = "fast")]
    #[inline(always)]
    pub(crate) fn follow_leaf(&mut self, path: Path, offset: u32) -> bool {
        match self {
            Self::Off => true,
            #[cfg(feature = "alloc")]
            Self::Ascending { .. } => self.follow(SeenPath::new(path, Timestamp::default())),
            _ => self.insert_leaf(path, offset).is_ok(),
        }
    }

    fn contains(&self, key: SeenPath) -> bool {
        match self {
            Self::Off => false,
            // The caller compared it with its neighbour.
            #[cfg(feature = "alloc")]
            Self::Ascending { last, .. } => *last == key,
            Self::Scratch { keys, used } => {
                keys.get(..*used).unwrap_or_default().binary_search(&key).is_ok()
            }
            #[cfg(feature = "alloc")]
            Self::Heap { ascending, others } => {
                // Most values follow all others.
                let behind = ascending.last().is_some_and(|&last| last >= key);
                behind && ascending.binary_search(&key).is_ok() || others.contains(&key)
            }
        }
    }

    /// Whether anything after `key` lies at or below `prefix`.
    fn any_between(&self, key: SeenPath, prefix: Path) -> bool {
        let first_after = |keys: &[SeenPath]| {
            if cfg!(feature = "fast") && keys.last().is_none_or(|&last| last <= key) {
                return None;
            }
            let after = keys.binary_search(&key).map_or_else(|place| place, |place| place + 1);
            keys.get(after).copied()
        };
        let below = |found: Option<SeenPath>| {
            found.is_some_and(|found| found.ids >> 16 == prefix.packed() >> 16)
        };
        match self {
            Self::Off => false,
            #[cfg(feature = "alloc")]
            Self::Ascending { .. } => false,
            Self::Scratch { keys, used } => {
                below(first_after(keys.get(..*used).unwrap_or_default()))
            }
            #[cfg(feature = "alloc")]
            Self::Heap { ascending, others } => {
                let after = (core::ops::Bound::Excluded(key), core::ops::Bound::Unbounded);
                below(first_after(ascending))
                    || !others.is_empty() && below(others.range(after).next().copied())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(id: u16) -> Path {
        Path::new(&[3, 0, id]).unwrap()
    }

    fn finds_duplicates(mut seen: Seen<'_>) {
        for (offset, id) in [(0, 5), (1, 9), (2, 7), (3, 1), (4, 8), (5, 12), (6, 10)] {
            assert_eq!(seen.insert(path(id), None, offset), Ok(()));
        }
        for id in [5, 9, 7, 1, 8, 12, 10] {
            let error = seen.insert(path(id), None, 77).unwrap_err();
            assert_eq!((error.kind(), error.offset()), (ErrorKind::Duplicate, 77));
        }
        let time = Some(Timestamp::from_seconds(1));
        assert_eq!(seen.insert(path(9), time, 8), Ok(()));
        assert!(seen.insert(path(9), time, 9).is_err());
    }

    #[test]
    fn scratch_finds_duplicates_and_says_when_it_is_full() {
        let mut scratch = [SeenPath::default(); 8];
        finds_duplicates(Seen::Scratch { keys: &mut scratch, used: 0 });
        let mut seen = Seen::Scratch { keys: &mut scratch[..1], used: 0 };
        assert_eq!(seen.insert(path(2), None, 0), Ok(()));
        assert_eq!(seen.insert(path(1), None, 3).unwrap_err().kind(), ErrorKind::ScratchFull);
        assert_eq!(seen.insert(path(2), None, 3).unwrap_err().kind(), ErrorKind::Duplicate);
    }

    #[test]
    #[cfg(feature = "alloc")]
    fn heap_finds_duplicates() {
        finds_duplicates(Seen::heap());
    }
}
