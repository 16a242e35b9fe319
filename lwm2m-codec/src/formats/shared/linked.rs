//! Hierarchical answers: the answer about an object or object instance may also hold the instances that
//! its object links lead to (Core, section on SenML; LwM2M 1.0, section 6.4.4).

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, collections::BTreeSet};

use crate::codec::context::Context;
use crate::codec::declared;
#[cfg(feature = "alloc")]
use crate::codec::duplicates::DuplicateCheck;
use crate::error::{Error, ErrorKind};
use crate::model::object_link::ObjectLink;
use crate::model::operation::Operation;
use crate::model::path::Path;
use crate::model::record::{Content, Record};
use crate::model::value::Value;

/// How many linked instances are known without a heap.
const PLACES: usize = 4;

/// The instances outside the request that object links so far lead to.
///
/// The first four are kept in place. More of them take the heap, where the context lets decoding use
/// it; otherwise records of other instances are then refused with [`ErrorKind::ScratchFull`], as it
/// is not known whether they are linked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Linked {
    known: [u32; PLACES],
    count: u8,
    /// Whether there were more than are known.
    more: bool,
    #[cfg(feature = "alloc")]
    heap: Option<Box<Set>>,
}

/// In a box, as hardly any payload needs it.
#[cfg(feature = "alloc")]
#[derive(Clone, Debug, Default)]
struct Set(BTreeSet<u32>);

impl Linked {
    /// Takes note of a link, if what it leads to may follow.
    #[cold]
    #[inline(never)]
    pub(crate) fn note(&mut self, link: ObjectLink, context: &Context<'_>) {
        let instance = u32::from(link.object()) | u32::from(link.instance()) << 16;
        let inside = match *context.base().ids() {
            [object] => object == link.object(),
            [object, instance] => (object, instance) == (link.object(), link.instance()),
            _ => true,
        };
        if inside || context.operation() != Operation::Read || self.holds(instance) {
            return;
        }
        if let Some(place) = self.known.get_mut(usize::from(self.count)) {
            *place = instance;
            self.count += 1;
            return;
        }
        #[cfg(feature = "alloc")]
        if context.duplicate_check() == DuplicateCheck::Heap {
            self.heap.get_or_insert_default().0.insert(instance);
            return;
        }
        self.more = true;
    }

    /// Refuses a path outside the request, unless its instance is linked.
    #[cold]
    #[inline(never)]
    pub(crate) fn check(&self, path: Path, offset: u32) -> Result<(), Error> {
        let kind = match self.more {
            _ if path.len() >= 2 && self.holds(path.word() as u32) => return Ok(()),
            false => ErrorKind::OutsideBase,
            true => ErrorKind::ScratchFull,
        };
        Err(Error::new(kind, offset as usize))
    }

    /// Takes the next record to be written, after that of the path `last`.
    ///
    /// # Errors
    /// [`ErrorKind::RecordOutsideBase`] if it lies outside the request and is not linked, and
    /// [`ErrorKind::MultiplicityMismatch`] if one of the two is a resource and the other an instance of
    /// it.
    pub(crate) fn record(
        &mut self,
        record: &Record<'_>,
        last: Path,
        context: &Context<'_>,
    ) -> Result<(), ErrorKind> {
        let path = record.path;
        if !path.starts_with(context.base()) {
            self.check(path, 0).map_err(|_| ErrorKind::RecordOutsideBase)?;
        }
        match record.content {
            Content::Value(_) if declared::collide(last, path) => {
                return Err(ErrorKind::MultiplicityMismatch);
            }
            Content::Value(Value::ObjectLink(link)) => self.note(link, context),
            _ => {}
        }
        Ok(())
    }

    fn holds(&self, instance: u32) -> bool {
        #[cfg(feature = "alloc")]
        if self.heap.as_ref().is_some_and(|heap| heap.0.contains(&instance)) {
            return true;
        }
        self.known.iter().take(self.count.into()).any(|&known| known == instance)
    }
}
