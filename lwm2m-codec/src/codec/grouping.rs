//! The order that nesting formats need: a group, once left, must not be entered again.

use crate::codec::encoder::Source;
use crate::error::{Error, ErrorKind};
use crate::model::path::Path;
use crate::model::record::Content;

/// How often an encoder may search all earlier records for a group. Groups whose IDs ascend or descend
/// need no search; the limit keeps the work linear.
const LOOK_BACKS: u8 = 64;

/// The range of sibling IDs so far, at first an empty one: an ID outside it is new.
#[derive(Clone, Copy)]
struct Order {
    least: u16,
    greatest: u16,
}

impl Default for Order {
    fn default() -> Self {
        Self { least: u16::MAX, greatest: 0 }
    }
}

impl Order {
    /// Adds an ID and says whether it was outside the range.
    fn extends(&mut self, id: u16) -> bool {
        let extends = id < self.least || id > self.greatest;
        self.least = self.least.min(id);
        self.greatest = self.greatest.max(id);
        extends
    }
}

/// The groups entered so far: objects, object instances, and multiple-instance resources.
#[derive(Clone, Default)]
pub(crate) struct Groups {
    /// For each level, the siblings within the group above.
    orders: [Order; 3],
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
        let id = group.ids().last().copied().unwrap_or_default();
        let extends = self.orders.get_mut(level).is_none_or(|order| order.extends(id));
        self.orders.iter_mut().skip(level + 1).for_each(|order| *order = Order::default());
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
