//! The fast path for writing SenML CBOR.

use super::encode::CborForm;
use crate::codec::context::Context;
use crate::codec::sink::{Reserved, Sink};
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
    fn put(self, reserved: &mut Reserved<'_>) {
        let entry = self.entry;
        if self.place != Place::Begun {
            reserved.put([0xa0 + entry.fields()]);
        }
        if entry.count > 0 {
            // The label and the head of the name, which has less than 24 bytes.
            let head = reserved.len() + 1;
            reserved.put([0, 0x60]);
            if entry.absolute {
                reserved.put([b'/']);
            }
            reserved.put_ids(entry.ids, entry.count);
            reserved.patch(head, 0x60 + (reserved.len() - head - 1) as u8);
        }
        if let Some(seconds) = entry.seconds {
            reserved.put([6]);
            cbor::fast_integer(reserved, seconds);
        }
    }
}

/// Writes base fields of less than 60 bytes, unless the head of the name takes two.
#[inline(always)]
fn put_base_fields(reserved: &mut Reserved<'_>, base: Base) -> Option<()> {
    reserved.put([0xa0 + base.fields]);
    if let Some(name) = base.name {
        let (path, whole) = name.parts();
        let head = reserved.len() + 1;
        reserved.put([0x21, 0x60, b'/']);
        reserved.put_ids(path.word(), path.len() as u8);
        if !whole && path.len() > 0 {
            reserved.put([b'/']);
        }
        let length = reserved.len() - head - 1;
        if length > 23 {
            return None;
        }
        reserved.patch(head, 0x60 + length as u8);
    }
    if let Some(seconds) = base.seconds {
        reserved.put([0x22]);
        cbor::fast_integer(reserved, seconds);
    }
    Some(())
}

/// SenML CBOR.
#[derive(Default)]
pub(crate) struct FastCbor;

impl FastForm for FastCbor {
    type General = CborForm;

    fn put_begin(sink: &mut Sink<'_>, records: usize) -> Option<()> {
        sink.put_short(|reserved| cbor::put_head(reserved, 0x80, records as u64))
    }

    #[inline(never)]
    fn put_base(sink: &mut Sink<'_>, base: Base, context: &Context<'_>) -> Option<()> {
        if !context.alternate_path().is_empty() {
            let mut form = CborForm;
            form.begin_record(sink, base.fields.into());
            if let Some(name) = base.name {
                form.base_name(sink, &name.base_name(context));
            }
            if let Some(seconds) = base.seconds {
                form.base_time(sink, Timestamp::from_seconds(seconds));
            }
            return sink.fits();
        }
        let Some(mut reserved) = sink.reserve() else {
            return sink.put_short(|reserved| put_base_fields(reserved, base))?;
        };
        put_base_fields(&mut reserved, base)?;
        let len = reserved.len();
        sink.commit(len);
        Some(())
    }

    #[inline(always)]
    fn put_entry(
        &mut self,
        sink: &mut Sink<'_>,
        place: Place,
        entry: Entry<'_>,
        context: &Context<'_>,
    ) -> Option<()> {
        // That name alone takes a head of two bytes.
        let long = |ids: u64| (0..4).all(|id| (ids >> (16 * id)) as u16 >= 10_000);
        if entry.absolute && long(entry.ids) {
            return None;
        }
        cbor::fast_entry(sink, Fields { place, entry }, entry.value, context.tagged_time())
    }

    fn put_end(_: &mut Sink<'_>) -> Option<()> {
        Some(())
    }
}
