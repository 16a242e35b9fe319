//! The fast path for writing LwM2M CBOR, in one pass over the records.
//!
//! Each ID that leads to more than one value gets a map of its own at first, whose head is one byte.
//! When a map ends, it is known how many entries it has: if there is one, its key joins the one of the
//! map, which takes as many bytes; if there are many, the head grows. That moves what the map contains,
//! at most once for each of the levels, so that the work stays linear. Nothing moves to the left, as
//! bytes behind the end of the output must stay as they are.

use crate::codec::context::Context;
use crate::codec::encoder::IntoRecords;
use crate::codec::sink::{Reserved, Sink};
use crate::formats::shared::cbor;
use crate::model::path::{MAX_ID, Path};
use crate::model::record::{Content, IntoRecord, Record};

/// Writes records whose groups ascend; `None` leaves them to the general path, and so do errors.
pub(crate) fn encode<'r, I>(
    records: IntoRecords<'r, '_, I>,
    context: &Context<'_>,
    buffer: &mut [u8],
) -> Option<usize>
where
    I: Iterator<Item: IntoRecord<'r>> + Clone,
{
    // Without records there are no bytes.
    if context.base().len() == 4 || records.clone().next_item().is_none() {
        return None;
    }
    let mut sink = Sink::new(buffer);
    // The head of the outermost map.
    sink.try_put(&[0xa0])?;
    let mut writer = Writer::new(context);
    let tagged_time = context.tagged_time();
    let (mut last, mut entries) = (0, 0);
    let mut rest = records;
    while let Some(item) = rest.next_item() {
        let put = |record: &Record<'r>| {
            let (Content::Value(value), None) = (&record.content, record.time) else { return None };
            let (ids, len) = (record.path.word(), record.path.len());
            if len != writer.len || ids & writer.above != writer.parent {
                let after = Run::after(record.path, rest.clone());
                let path = (ids, len);
                sink.out_of_line(|sink| writer.turn(sink, last, path, after, entries))?;
                entries = 0;
            }
            last = ids;
            entries += 1;
            // Whether it is the resource or the resource instance, which comes behind it.
            let id = (ids >> writer.shift) as u16;
            cbor::fast_entry(&mut sink, Id(id), value, tagged_time)
        };
        item.look(put).ok()??;
    }
    writer.finish(sink, entries)
}

/// A key of one ID.
#[derive(Clone, Copy)]
struct Id(u16);

impl cbor::Key for Id {
    const LABELS: bool = false;

    #[inline(always)]
    fn put(self, reserved: &mut Reserved<'_>) {
        cbor::put_head(reserved, 0, self.0.into());
    }
}

/// A map that is being written.
#[derive(Clone, Copy, Default)]
struct Map {
    /// The last ID that leads to it.
    id: u16,
    /// Where its key starts.
    key: usize,
    /// Where its head is, one byte.
    head: usize,
    entries: usize,
    /// The IDs of the key of its last entry, and whether that is a map.
    ids: u8,
    holds_map: bool,
    /// Whether any entry was a map, and how many entries had keys of several IDs.
    nested: bool,
    long_keys: u8,
    /// The greatest ID among its entries that started as maps, and one more.
    groups: u32,
}

/// What comes after a record that begins a map or more.
struct Run {
    /// The IDs that the next path has alike.
    alike: usize,
    /// Whether all of the object is one multiple-instance resource.
    is_resource: bool,
}

impl Run {
    #[inline]
    fn after<'r, I>(path: Path, ahead: IntoRecords<'r, '_, I>) -> Self
    where
        I: Iterator<Item: IntoRecord<'r>>,
    {
        // Mostly, the next path tells.
        let mut alike = None;
        let mut last_alike = 0;
        let _ = ahead.try_each(|record| {
            last_alike = Path::alike(record.path.differences(path));
            alike.get_or_insert(last_alike);
            (path.len() == 4 && last_alike >= 3).then_some(())
        });
        Self { alike: alike.unwrap_or(0), is_resource: last_alike == 0 || last_alike >= 3 }
    }
}

struct Writer {
    /// The IDs of the base, their bits, and the least length of paths.
    base: u64,
    base_bits: u64,
    least_len: usize,
    /// The length and the parent IDs that the next record must share to stay in the innermost map, and
    /// the mask of these IDs; `shift` locates its last ID.
    len: usize,
    parent: u64,
    above: u64,
    shift: u32,
    /// The maps that are open, each by the number of IDs that lead to it.
    maps: [Map; 4],
    open: usize,
    /// The length of the last path.
    last_len: usize,
}

impl Writer {
    fn new(context: &Context<'_>) -> Self {
        let base = context.base();
        Self {
            base: base.word(),
            base_bits: u64::MAX.checked_shr(64 - 16 * base.len() as u32).unwrap_or(0),
            least_len: base.len().max(3),
            // No path has it.
            len: usize::MAX,
            parent: 0,
            above: 0,
            shift: 0,
            maps: [Map::default(); 4],
            open: 0,
            last_len: 0,
        }
    }

    /// Ends and begins maps on the way from the last path to the next. `entries` were written to the
    /// innermost map since the last call.
    #[inline(never)]
    fn turn(
        &mut self,
        sink: &mut Sink<'_>,
        last: u64,
        (ids, len): (u64, usize),
        after: Run,
        entries: usize,
    ) -> Option<()> {
        // Neither may lead to the other.
        let related = len != self.last_len && (ids ^ last) << 16 == 0 && self.last_len > 0;
        // Groups that do not ascend may have been left before.
        let ascends = Path::from_word(ids, 4).packed() > Path::from_word(last, 4).packed();
        if self.last_len > 0 && !ascends {
            return None;
        }
        let outside = (ids ^ self.base) & self.base_bits != 0 || len < self.least_len;
        if related || outside || (ids >> 16) as u16 == MAX_ID {
            return None;
        }
        self.maps.get_mut(self.open)?.entries += entries;
        let alike = Path::alike((ids & self.above) ^ self.parent);
        self.end_maps(sink, alike)?;
        self.last_len = len;
        if after.is_resource && self.open == 0 && len == 4 && after.alike > 0 {
            // Three keys would join, which takes a move to the left and leaves bytes behind the end.
            return None;
        }
        while self.open < len - 1 {
            // A key of two IDs is as short as two nested keys; siblings keep to one layout.
            let nested = len == self.open + 2 && self.maps.get(self.open)?.nested;
            if after.alike <= self.open && !nested {
                return self.put_long_key(sink, ids, len);
            }
            self.begin_map(sink, (ids >> (16 * self.open)) as u16)?;
        }
        self.shift = 16 * self.open as u32;
        self.above = (1 << self.shift) - 1;
        self.parent = ids & self.above;
        // Where the base is a leaf, each record must be checked against it.
        let leaf = self.base_bits > self.above;
        self.len = if leaf { usize::MAX } else { len };
        Some(())
    }

    /// Writes all but the last ID of a key of several, for a value that no other is to share one with.
    fn put_long_key(&mut self, sink: &mut Sink<'_>, ids: u64, len: usize) -> Option<()> {
        sink.try_put(&[0x80 | (len - self.open) as u8])?;
        for depth in self.open..len - 1 {
            let id = (ids >> (16 * depth)) as u16;
            let [high, low] = id.to_be_bytes();
            match id {
                0..24 => sink.try_put(&[low])?,
                24..256 => sink.try_put(&[24, low])?,
                _ => sink.try_put(&[25, high, low])?,
            }
        }
        let map = self.maps.get_mut(self.open)?;
        map.long_keys = map.long_keys.saturating_add(1);
        self.shift = 16 * (len - 1) as u32;
        self.above = (1 << (16 * self.open)) - 1;
        self.parent = ids & self.above;
        self.len = usize::MAX;
        Some(())
    }

    /// Begins a map in the innermost one.
    #[inline(always)]
    fn begin_map(&mut self, sink: &mut Sink<'_>, id: u16) -> Option<()> {
        let map = self.maps.get_mut(self.open)?;
        if u32::from(id) < map.groups {
            return None;
        }
        map.groups = u32::from(id) + 1;
        let key = sink.len();
        let [high, low] = id.to_be_bytes();
        match id {
            0..24 => sink.try_put(&[low, 0xa0])?,
            24..256 => sink.try_put(&[24, low, 0xa0])?,
            _ => sink.try_put(&[25, high, low, 0xa0])?,
        }
        let head = sink.len() - 1;
        self.open += 1;
        *self.maps.get_mut(self.open)? = Map { id, key, head, ids: 1, ..Map::default() };
        Some(())
    }

    /// Ends maps until `depth` IDs lead to the innermost.
    fn end_maps(&mut self, sink: &mut Sink<'_>, depth: usize) -> Option<()> {
        while self.open > depth {
            let map = *self.maps.get(self.open)?;
            self.open -= 1;
            let parent = self.maps.get_mut(self.open)?;
            // A key of two IDs is as short as two nested keys; siblings keep to one layout.
            let nested = parent.nested && map.ids == 1;
            parent.entries += 1;
            parent.ids = 1;
            parent.holds_map = map.entries > 1 || map.holds_map;
            parent.nested |= parent.holds_map;
            if map.entries != 1 {
                if map.entries == 2 && map.long_keys == 2 && map.id < 24 {
                    // Then two keys of several IDs may be as short without a map around them.
                    return None;
                }
                map.put_entries(sink)?;
                continue;
            }
            parent.ids = map.ids + 1;
            parent.long_keys = parent.long_keys.saturating_add(1);
            if !map.holds_map && nested {
                sink.patch(map.head, &[0xa1]);
            } else {
                map.join_keys(sink)?;
            }
        }
        Some(())
    }

    fn finish(mut self, mut sink: Sink<'_>, entries: usize) -> Option<usize> {
        self.maps.get_mut(self.open)?.entries += entries;
        self.end_maps(&mut sink, 0)?;
        let map = *self.maps.first()?;
        if map.entries == 0 {
            return None;
        }
        map.put_entries(&mut sink)?;
        sink.finish().ok()
    }
}

impl Map {
    /// Makes the key of the map and that of its only entry one.
    fn join_keys(&self, sink: &mut Sink<'_>) -> Option<()> {
        if self.ids > 1 {
            return None;
        }
        for place in (self.key..self.head).rev() {
            sink.patch(place + 1, &[sink.byte(place)]);
        }
        sink.patch(self.key, &[0x80 | (self.ids + 1)]);
        Some(())
    }

    /// Writes the number of entries.
    #[inline]
    fn put_entries(&self, sink: &mut Sink<'_>) -> Option<()> {
        if self.entries < 24 {
            sink.patch(self.head, &[0xa0 | self.entries as u8]);
            return Some(());
        }
        self.put_many_entries(sink)
    }

    #[cold]
    fn put_many_entries(&self, sink: &mut Sink<'_>) -> Option<()> {
        let put_head = |sink: &mut Sink<'_>| cbor::put_argument(sink, 0xa0, self.entries as u64);
        let mut head = Sink::new(&mut []);
        put_head(&mut head);
        sink.insert(self.head, head.len() - 1)?;
        sink.rewrite(self.head, put_head);
        Some(())
    }
}
