//! The CBOR form of SenML packs, where nothing needs a closer look.

use super::encode::CborForm;
use crate::codec::context::Context;
use crate::codec::output::Output;
use crate::codec::room::Room;
use crate::formats::senml::encode::Form as _;
use crate::formats::senml::fast_encode::{Base, Entry, FastForm, Place};
use crate::formats::shared::cbor;
use crate::model::timestamp::Timestamp;

/// What stands before the value of a record.
#[derive(Clone, Copy)]
struct Fields<'v> {
    place: Place,
    entry: Entry<'v>,
}

impl cbor::Key for Fields<'_> {
    const LABELS: bool = true;

    #[inline(always)]
    fn put(self, room: &mut Room<'_>) {
        let entry = self.entry;
        if self.place != Place::Begun {
            room.put([0xa0 + entry.fields()]);
        }
        if entry.count > 0 {
            // The label and the head of the name, which has less than 24 bytes.
            let head = room.len() + 1;
            room.put([0, 0x60]);
            if entry.absolute {
                room.put([b'/']);
            }
            room.put_name(entry.ids, entry.count);
            room.set(head, 0x60 + (room.len() - head - 1) as u8);
        }
        if let Some(seconds) = entry.seconds {
            room.put([6]);
            cbor::fast_integer(room, seconds);
        }
    }
}

/// Writes base fields of less than 60 bytes, unless the head of the name takes two.
#[inline(always)]
fn put_base_fields(room: &mut Room<'_>, base: Base) -> Option<()> {
    room.put([0xa0 + base.fields]);
    if let Some(name) = base.name {
        let (path, whole) = name.parts();
        let head = room.len() + 1;
        room.put([0x21, 0x60, b'/']);
        room.put_name(path.word(), path.len() as u8);
        if !whole && path.len() > 0 {
            room.put([b'/']);
        }
        let length = room.len() - head - 1;
        if length > 23 {
            return None;
        }
        room.set(head, 0x60 + length as u8);
    }
    if let Some(seconds) = base.seconds {
        room.put([0x22]);
        cbor::fast_integer(room, seconds);
    }
    Some(())
}

/// SenML CBOR.
#[derive(Default)]
pub(crate) struct FastCbor;

impl FastForm for FastCbor {
    type General = CborForm;

    fn put_begin(output: &mut Output<'_>, records: usize) -> Option<()> {
        output.put_short(|room| cbor::put_head(room, 0x80, records as u64))
    }

    #[inline(never)]
    fn put_base(output: &mut Output<'_>, base: Base, context: &Context<'_>) -> Option<()> {
        if !context.alternate_path().is_empty() {
            return output.put_with(|sink| {
                let mut form = CborForm;
                form.begin_record(sink, base.fields.into());
                base.name
                    .into_iter()
                    .for_each(|name| form.base_name(sink, &name.base_name(context)));
                let time = base.seconds.map(Timestamp::from_seconds);
                time.into_iter().for_each(|time| form.base_time(sink, time));
                Ok(())
            });
        }
        let Some(mut room) = output.room() else {
            return output.put_short(|room| put_base_fields(room, base))?;
        };
        put_base_fields(&mut room, base)?;
        let length = room.len();
        output.take(length);
        Some(())
    }

    #[inline(always)]
    fn put_entry(&mut self, output: &mut Output<'_>, place: Place, entry: Entry<'_>) -> Option<()> {
        // That name alone takes a head of two bytes.
        let long = |ids: u64| (0..4).all(|id| (ids >> (16 * id)) as u16 >= 10_000);
        if entry.absolute && long(entry.ids) {
            return None;
        }
        cbor::fast_entry(output, Fields { place, entry }, entry.value, false)
    }

    fn put_end(_: &mut Output<'_>) -> Option<()> {
        Some(())
    }
}
