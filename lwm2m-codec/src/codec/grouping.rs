//! The order that nesting formats need: a group, once left, must not be entered again.

use crate::codec::encoder::Source;
use crate::error::{Error, ErrorKind};
use crate::model::path::Path;
use crate::model::record::Content;

/// How often an encoder may search all earlier records for a group. Groups whose IDs ascend or descend
/// need no search; the limit keeps the work linear.
const LOOK_BACKS: u8 = 64;

/// A range of groups so far: what is outside it is new.
#[derive(Clone, Copy)]
struct Order<T> {
    least: T,
    greatest: T,
}

impl<T: Ord + Copy> Order<T> {
    /// Adds a group and says whether it was outside the range.
    fn extends(order: &mut Option<Self>, group: T) -> bool {
        let Self { least, greatest } = order.unwrap_or(Self { least: group, greatest: group });
        let extends = order.is_none() || group < least || group > greatest;
        *order = Some(Self { least: least.min(group), greatest: greatest.max(group) });
        extends
    }
}

/// The groups entered so far: objects, object instances, and multiple-instance resources.
#[derive(Clone, Default)]
pub(crate) struct Groups {
    /// For each level, the siblings in the group above, if that was entered.
    siblings: [Option<Order<u16>>; 3],
    /// All groups of each level below the first, by [packed](Path::packed) path. LwM2M CBOR enters
    /// some without the group above.
    all: [Option<Order<u64>>; 2],
    /// The group entered last, and how many IDs lead to the first of those around it that were entered.
    last: Path,
    depth: u8,
    look_backs: u8,
}

impl Groups {
    /// Enters the group of records below a path; the first has this index.
    ///
    /// # Errors
    /// [`ErrorKind::RecordsNotGrouped`] if it was entered before; [`ErrorKind::RecordsNotSorted`] if
    /// too many groups are out of order to find that out in linear work.
    pub(crate) fn enter<'r>(
        &mut self,
        group: Path,
        records: &impl Source<'r>,
        index: usize,
    ) -> Result<(), Error> {
        let level = group.len().saturating_sub(1);
        let follows = level >= self.depth.into() && self.last.starts_with(group.prefix(level));
        if !follows {
            self.depth = group.len() as u8;
        }
        let mut extends = false;
        if let Some(all) = level.checked_sub(1).and_then(|place| self.all.get_mut(place)) {
            extends |= Order::extends(all, group.packed());
        }
        if let Some(siblings) = self.siblings.get_mut(level) {
            extends |= Order::extends(siblings, group.last_id()) && follows;
        }
        self.siblings.iter_mut().skip(level + 1).for_each(|order| *order = None);
        self.last = group;
        if extends {
            return Ok(());
        }
        if self.look_backs == LOOK_BACKS {
            return Err(Error::new(ErrorKind::RecordsNotSorted, index));
        }
        self.look_backs += 1;
        let mut records = records.clone();
        for _ in 0..index {
            let in_group = records.look(|record| {
                let inside =
                    record.path.len() > group.len() || matches!(record.content, Content::Empty);
                inside && record.path.starts_with(group)
            });
            match in_group {
                Some(Ok(false)) => {}
                Some(Ok(true)) => return Err(Error::new(ErrorKind::RecordsNotGrouped, index)),
                Some(Err(error)) => return Err(error),
                None => break,
            }
        }
        Ok(())
    }
}
