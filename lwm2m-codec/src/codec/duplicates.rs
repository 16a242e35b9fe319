//! The check for duplicates: whether a path and time have come before.

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, collections::BTreeSet, vec::Vec};

use core::cmp::Ordering;

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
    /// Remembers paths on the heap. Allocates only for payloads whose records are not in path order, of
    /// which records up to the first that is out of order are then read again, and for answers whose
    /// object links lead to more than four instances outside the request.
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

    /// The key of a path without time.
    #[cfg(feature = "alloc")]
    const fn of(path: Path) -> Self {
        Self::new(path, Timestamp::from_seconds(0))
    }

    /// The fields as numbers that compare from left to right.
    const fn words(&self) -> [u32; 6] {
        let (ids, seconds) = (self.ids, (self.seconds as u64) ^ 1 << 63);
        let [ids, below] = [(ids >> 32) as u32, ids as u32];
        [ids, below, self.len as u32, (seconds >> 32) as u32, seconds as u32, self.nanoseconds]
    }

    /// Above all keys.
    #[cfg(feature = "alloc")]
    const HIGHEST: Self =
        Self { ids: u64::MAX, len: u8::MAX, seconds: i64::MAX, nanoseconds: u32::MAX };

    /// Whether it is of a value of the resource to which the path of this one leads: no container, which
    /// has a mark in place of the time.
    #[cfg(feature = "_named")]
    const fn is_value_above(&self, key: &Self) -> bool {
        key.len == 4 && self.len == 3 && self.ids == key.ids & !0xffff && self.seconds < CONTAINER
    }

    /// Whether this follows another key. Paths mostly differ, which settles it.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    fn follows(&self, last: &Self) -> bool {
        if self.ids == last.ids { *self > *last } else { self.ids > last.ids }
    }
}

impl Ord for SeenPath {
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn cmp(&self, other: &Self) -> Ordering {
        if cfg!(feature = "fast") {
            let fields = |key: &Self| (key.ids, key.len, key.seconds, key.nanoseconds);
            return fields(self).cmp(&fields(other));
        }
        // A loop over words is a third of the code.
        self.words().cmp(&other.words())
    }
}

impl PartialOrd for SeenPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Where the marks of containers begin, beyond the times that records have.
#[cfg(feature = "_named")]
const CONTAINER: i64 = i64::MAX - 32;

/// The check for duplicates.
#[derive(Debug)]
pub struct Seen<'s> {
    /// The last key while keys ascend; [`SeenPath::HIGHEST`] if all of them are remembered.
    #[cfg(feature = "alloc")]
    last: SeenPath,
    /// Where keys go that do not follow the last one; `None` without a check. Whoever asks for a check
    /// installs it, so that other programs do not link it.
    remember: Option<Remember>,
    memory: Memory<'s>,
}

/// Remembers a key, unless it is known.
type Remember = fn(&mut Memory<'_>, SeenPath, Kind, u32) -> Result<(), Error>;

/// What must not repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A path and time.
    Key,
    /// The path and time of a value, which must not lie above or below another one either.
    Leaf,
}

/// What the check remembers.
#[derive(Debug, Default)]
enum Memory<'s> {
    #[default]
    None,
    /// Keys did not ascend, so that only a memory of all of them can find duplicates.
    #[cfg(feature = "alloc")]
    Broken,
    /// Sorted keys at the front of the caller's scratch.
    Scratch { keys: &'s mut [SeenPath], used: u32 },
    #[cfg(feature = "alloc")]
    Heap(Box<Heap>),
}

/// The longest ascending run, and all keys out of order: those in path order cost a comparison and a
/// push, others logarithmic time.
#[cfg(feature = "alloc")]
#[derive(Debug, Default)]
struct Heap {
    ascending: Vec<SeenPath>,
    others: BTreeSet<SeenPath>,
}

impl Default for Seen<'_> {
    fn default() -> Self {
        Self::off()
    }
}

impl<'s> Seen<'s> {
    /// No check.
    pub(crate) const fn off() -> Self {
        Self {
            #[cfg(feature = "alloc")]
            last: SeenPath::of(Path::ROOT),
            remember: None,
            memory: Memory::None,
        }
    }

    /// A check without memory, which works while records ascend; see [`Seen::is_broken`]. Most payloads
    /// are in path order.
    #[cfg(feature = "alloc")]
    pub(crate) const fn ascending() -> Self {
        let broken: Remember = |memory, _, _, offset| {
            *memory = Memory::Broken;
            Err(Error::new(ErrorKind::ScratchFull, offset as usize))
        };
        Self { last: SeenPath::of(Path::ROOT), remember: Some(broken), memory: Memory::None }
    }

    /// Whether there is no check.
    #[cfg(all(feature = "fast", feature = "_senml"))]
    #[inline(always)]
    pub(crate) const fn is_off(&self) -> bool {
        self.remember.is_none()
    }

    /// Whether records stopped ascending, so that only a memory of all of them can find duplicates.
    #[cfg(feature = "alloc")]
    pub(crate) const fn is_broken(&self) -> bool {
        matches!(self.memory, Memory::Broken)
    }

    /// A check in the caller's scratch, of which the first keys are in use.
    pub(crate) fn in_scratch(keys: &'s mut [SeenPath], used: u32) -> Self {
        Self::in_memory(Memory::Scratch { keys, used })
    }

    /// A check on the heap.
    #[cfg(feature = "alloc")]
    pub(crate) fn on_heap() -> Self {
        Self::in_memory(Memory::Heap(Box::default()))
    }

    fn in_memory(memory: Memory<'s>) -> Self {
        Self {
            #[cfg(feature = "alloc")]
            last: SeenPath::HIGHEST,
            remember: Some(remember),
            memory,
        }
    }

    /// The check without its scratch, and how much of that it uses. For payloads in blocks, where it is
    /// in scratch, on the heap or off.
    pub(crate) fn detach(self) -> (Seen<'static>, u32) {
        match self.memory {
            Memory::Scratch { used, .. } => (Seen::off(), used),
            #[cfg(feature = "alloc")]
            Memory::Heap(heap) => (Seen::in_memory(Memory::Heap(heap)), 0),
            _ => (Seen::off(), 0),
        }
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
        if !cfg!(feature = "alloc") && self.remember.is_none() {
            return Ok(());
        }
        let key = SeenPath::new(path, time.unwrap_or_default());
        if self.follow(key) { Ok(()) } else { self.remember(key, Kind::Key, offset) }
    }

    /// As [`Seen::insert`], for a path without time that follows all others. Otherwise returns false
    /// and changes nothing.
    ///
    /// The IDs are [packed](Path::packed): callers inside a container already hold the packed prefix.
    #[cfg(all(feature = "fast", any(feature = "tlv", feature = "lwm2m-cbor")))]
    #[inline(always)]
    pub(crate) fn ascend(&mut self, ids: u64, len: u8) -> bool {
        #[cfg(feature = "alloc")]
        {
            let follows = self.last.ids < ids || self.last.ids == ids && self.last.len < len;
            if follows {
                self.last = SeenPath { ids, len, seconds: 0, nanoseconds: 0 };
            }
            follows
        }
        #[cfg(not(feature = "alloc"))]
        {
            let _ = (ids, len);
            self.remember.is_none()
        }
    }

    /// Moves on to a key that follows all others. Otherwise returns false and changes nothing.
    #[inline(always)]
    fn follow(&mut self, key: SeenPath) -> bool {
        #[cfg(feature = "alloc")]
        {
            let follows = key.follows(&self.last);
            if follows {
                self.last = key;
            }
            follows
        }
        #[cfg(not(feature = "alloc"))]
        {
            let _ = key;
            self.remember.is_none()
        }
    }

    #[cfg_attr(feature = "fast", inline(never))]
    fn remember(&mut self, key: SeenPath, kind: Kind, offset: u32) -> Result<(), Error> {
        match self.remember {
            Some(remember) => remember(&mut self.memory, key, kind, offset),
            None => Ok(()),
        }
    }
}

#[cfg(feature = "_named")]
impl Seen<'_> {
    /// Remembers a map by its path, the length of the enclosing map's path, and whether its key is an
    /// array.
    ///
    /// # Errors
    /// As [`Seen::insert`].
    #[cfg(feature = "lwm2m-cbor")]
    pub(crate) fn insert_container(
        &mut self,
        path: Path,
        parent: usize,
        array: bool,
        offset: u32,
    ) -> Result<(), Error> {
        let mark = CONTAINER + 2 * parent as i64 + i64::from(array);
        self.insert(path, Some(Timestamp::from_seconds(mark)), offset)
    }

    /// Remembers the path and time of a value. The path must not lie above or below that of another
    /// value, whatever their times.
    ///
    /// # Errors
    /// As [`Seen::insert`], and [`ErrorKind::ValueAndContainer`].
    #[cfg_attr(feature = "fast", inline(always))]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn insert_leaf(
        &mut self,
        path: Path,
        time: Option<Timestamp>,
        offset: u32,
    ) -> Result<(), Error> {
        if self.remember.is_none() {
            return Ok(());
        }
        let key = SeenPath::new(path, time.unwrap_or_default());
        #[cfg(feature = "alloc")]
        if self.last.is_value_above(&key) {
            return Err(Error::new(ErrorKind::ValueAndContainer, offset as usize));
        } else if self.follow(key) {
            return Ok(());
        }
        self.remember(key, Kind::Leaf, offset)
    }
}

/// Remembers a key anywhere in the order.
fn remember(memory: &mut Memory<'_>, key: SeenPath, kind: Kind, offset: u32) -> Result<(), Error> {
    #[cfg(feature = "_named")]
    if kind == Kind::Leaf && memory.has_relative(key) {
        return Err(Error::new(ErrorKind::ValueAndContainer, offset as usize));
    }
    let _ = kind;
    let duplicate = Error::new(ErrorKind::Duplicate, offset as usize).unless(Leniency::Duplicates);
    match memory {
        Memory::Scratch { keys, used } => {
            let known = keys.get(..*used as usize).unwrap_or_default();
            // Most keys follow all others.
            let place = match known.last() {
                Some(last) if *last >= key => known.binary_search(&key).err().ok_or(duplicate)?,
                _ => *used as usize,
            };
            let full = Error::new(ErrorKind::ScratchFull, offset as usize);
            // Swapping the key through moves all later keys up by one.
            let moved = keys.get_mut(place..=*used as usize).ok_or(full)?;
            moved.iter_mut().fold(key, |key, place| core::mem::replace(place, key));
            *used += 1;
            Ok(())
        }
        #[cfg(feature = "alloc")]
        Memory::Heap(heap) => {
            let Heap { ascending, others } = &mut **heap;
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
        _ => Ok(()),
    }
}

#[cfg(feature = "_named")]
impl Memory<'_> {
    /// Whether a value was seen right above this path of a value, or anything right below it.
    fn has_relative(&self, key: SeenPath) -> bool {
        // The first key that a relative can have: a value of the resource, or its instance 0.
        let len = if key.len == 3 { 4 } else { 3 };
        let ids = key.ids & !0xffff;
        let first = SeenPath { ids, len, seconds: i64::MIN, nanoseconds: 0 };
        let related = |found: Option<&SeenPath>| {
            found.is_some_and(|found| match key.len {
                3 => found.ids >> 16 == ids >> 16,
                _ => found.is_value_above(&key),
            })
        };
        let first_after = |keys: &[SeenPath]| {
            let (Ok(place) | Err(place)) = keys.binary_search(&first);
            related(keys.get(place))
        };
        match self {
            Self::Scratch { keys, used } => {
                first_after(keys.get(..*used as usize).unwrap_or_default())
            }
            #[cfg(feature = "alloc")]
            Self::Heap(heap) => {
                let Heap { ascending, others } = &**heap;
                ascending.last().is_some_and(|last| *last >= first) && first_after(ascending)
                    || !others.is_empty() && related(others.range(first..).next())
            }
            _ => false,
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
        finds_duplicates(Seen::in_scratch(&mut scratch, 0));
        let mut seen = Seen::in_scratch(&mut scratch[..1], 0);
        assert_eq!(seen.insert(path(2), None, 0), Ok(()));
        assert_eq!(seen.insert(path(1), None, 3).unwrap_err().kind(), ErrorKind::ScratchFull);
        assert_eq!(seen.insert(path(2), None, 3).unwrap_err().kind(), ErrorKind::Duplicate);
    }

    #[test]
    #[cfg(feature = "alloc")]
    fn heap_finds_duplicates() {
        finds_duplicates(Seen::on_heap());
    }
}
