//! The check for duplicates: whether a path and time have come before.

#[cfg(feature = "alloc")]
use alloc::{collections::BTreeSet, vec::Vec};

use crate::error::{Error, ErrorKind, Leniency};
use crate::model::path::Path;
use crate::model::timestamp::Timestamp;

/// What looks for duplicates in a payload without scratch of the caller:
/// [`Context::with_duplicate_check`](crate::Context::with_duplicate_check).
///
/// The default is [`Heap`](Self::Heap) where there is a heap, that is with the feature `alloc`, and
/// [`Off`](Self::Off) otherwise. Cargo unites features: the default changes when any crate of the
/// program switches `alloc` on. Programs to which that matters say what they want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DuplicateCheck {
    /// Nothing: duplicates pass unseen, unless scratch is given to
    /// [`Records::check_duplicates`](crate::Records::check_duplicates). For payloads that were
    /// checked before, or where a heap must not be used.
    Off,
    /// A memory on the heap. It is taken only for payloads whose records do not come in path order:
    /// those up to there are then read once more.
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
    /// The IDs of the path as one number, and how many there are.
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
#[repr(u8)] // Not hidden in the capacity of the `Vec`: that takes five instructions to look at.
pub enum Seen<'s> {
    /// The last path and time, as long as they ascend; `broken` says that they do no longer. Most
    /// payloads are in path order, and cost one comparison a record and no memory: it comes first,
    /// as number 0, to be asked for first.
    #[cfg(feature = "alloc")]
    Ascending { last: SeenPath, broken: bool },
    /// No check.
    #[default]
    Off,
    /// Sorted keys at the front of the caller's scratch.
    Scratch { keys: &'s mut [SeenPath], used: usize },
    /// The longest ascending run, and what came out of order: records in path order cost one
    /// comparison and one push, others logarithmic time. For payloads in blocks, and those that do not
    /// ascend.
    #[cfg(feature = "alloc")]
    Heap { ascending: Vec<SeenPath>, others: BTreeSet<SeenPath> },
}

/// Says to the compiler that what stands around a call of this is not what comes mostly.
#[cfg(all(feature = "fast", any(feature = "tlv", feature = "lwm2m-cbor")))]
#[cold]
#[inline]
const fn rarely() {}

impl Seen<'_> {
    /// No memory as long as records ascend; [`Seen::is_broken`] tells when they do not.
    #[cfg(feature = "alloc")]
    pub(crate) fn ascending() -> Self {
        Self::Ascending { last: SeenPath::default(), broken: false }
    }

    /// Whether only a memory of all records can tell whether there is a duplicate.
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
    /// [`ErrorKind::Duplicate`] if it came before, [`ErrorKind::ScratchFull`] if there is no room,
    /// both at `offset`.
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

    /// Remembers a path without time as [`Seen::insert`] does, if its IDs come after those of all
    /// others and that takes no memory. Otherwise false, and nothing is remembered.
    ///
    /// The IDs are [packed](Path::packed): who reads a container has most of them at hand.
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

    /// Remembers a path and time as [`Seen::insert`] does, or nothing if they come before others and no
    /// memory of those is at hand, or repeat them: then it says false.
    #[cfg(all(feature = "fast", feature = "_senml"))]
    #[inline(always)]
    pub(crate) fn fast_insert(&mut self, path: Path, time: Timestamp, offset: u32) -> bool {
        #[cfg(feature = "alloc")]
        if let Self::Ascending { last, .. } = self {
            let key = SeenPath::new(path, time);
            // Paths mostly differ, so that there is nothing else to look at.
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

    /// The same out of line.
    #[cfg(all(feature = "fast", feature = "_senml"))]
    #[inline(never)]
    fn insert_apart(&mut self, path: Path, time: Timestamp, offset: u32) -> bool {
        self.insert(path, Some(time), offset).is_ok()
    }

    /// Remembers a path and time as [`Seen::insert`] does, if that is simple: if they come after all
    /// others. Otherwise false, and nothing is remembered.
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

    /// Remembers a key that need not come after all others.
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
                // Swapping the key through moves what follows it by one place.
                let moved = keys.get_mut(place..=*used).ok_or(full)?;
                moved.iter_mut().fold(key, |key, place| core::mem::replace(place, key));
                *used += 1;
                Ok(())
            }
            #[cfg(feature = "alloc")]
            Self::Heap { ascending, others } => {
                if ascending.last().is_none_or(|&last| last < key) {
                    // What comes out of order later may still repeat it: look there too.
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
    /// Remembers a map under a key: the path that it makes, how much of that lies outside the map
    /// that the key is in, and whether the key is an array.
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
        // Values have no time here, so that a mark in its place keeps containers apart.
        let mark = 1 + 2 * parent as i64 + i64::from(array);
        self.insert(path, Some(Timestamp::from_seconds(mark)), offset)
    }

    /// Remembers the path of a value, which must be neither a duplicate nor at or above or below
    /// another value or map with a resource's path.
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
            // Whatever lies below a resource sorts between it and its last instance.
            3 => self.any_between(at(path), path),
            _ => self.contains(at(path.prefix(3))),
        };
        if conflict {
            return Err(Error::new(ErrorKind::ValueAndContainer, offset as usize));
        }
        self.insert(path, None, offset)
    }

    /// Remembers the path of a value as [`Seen::insert_leaf`] does, if that is simple. What comes right
    /// after the value must not conflict with it.
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
            // What comes right after it was compared with it.
            #[cfg(feature = "alloc")]
            Self::Ascending { last, .. } => *last == key,
            Self::Scratch { keys, used } => {
                keys.get(..*used).unwrap_or_default().binary_search(&key).is_ok()
            }
            #[cfg(feature = "alloc")]
            Self::Heap { ascending, others } => {
                // Most values come in order, past all before them.
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
