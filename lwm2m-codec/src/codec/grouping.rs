//! Encoders that nest records: no group may be left and entered again.

use crate::codec::encoder::Source;
use crate::error::{Error, ErrorKind};
use crate::model::path::Path;
use crate::model::record::Content;

/// How often an encoder looks back through the records for a group that may have come before.
///
/// Groups whose IDs ascend or descend need no look back. The limit keeps the work linear.
const LOOK_BACKS: u8 = 64;

/// The IDs of sibling groups so far, as far as they matter to know that a further one is new.
#[derive(Clone, Copy, Default)]
struct Order(Option<(u16, u16)>);

impl Order {
    /// Whether the ID is above or below all before; either way it counts from now on.
    fn extends(&mut self, id: u16) -> bool {
        let (least, greatest) = self.0.unwrap_or((id, id));
        let extends = self.0.is_none() || id < least || id > greatest;
        self.0 = Some((least.min(id), greatest.max(id)));
        extends
    }
}

/// The groups that were entered: objects, object instances, and resources with instances.
#[derive(Clone, Default)]
pub(crate) struct Groups {
    /// One for each level, of the siblings under the group above.
    orders: [Order; 3],
    look_backs: u8,
}

impl Groups {
    /// Enters the group of all records below a path, the first of which has this index.
    ///
    /// # Errors
    /// [`ErrorKind::RecordsNotGrouped`] if it was entered before; [`ErrorKind::RecordsNotSorted`] if
    /// the order of groups is too wild to find that out in linear work.
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
        for record in records.clone().take(index) {
            let record = record?;
            let in_group = record.path.len() > group.len() || record.content == Content::Empty;
            if in_group && record.path.starts_with(group) {
                return Err(Error::new(ErrorKind::RecordsNotGrouped, index));
            }
        }
        Ok(())
    }
}
