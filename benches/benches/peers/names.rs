//! Joining base names with names to paths, and base times with times.

use super::item::Item;

/// The current base fields, with as much of the name parsed as possible.
#[derive(Default)]
pub(crate) struct Bases {
    name: Ids,
    time: Option<f64>,
}

/// The IDs of a name, the last of which may be incomplete.
#[derive(Clone, Copy, Default)]
struct Ids {
    ids: [u16; 4],
    len: u8,
}

impl Ids {
    /// Continues with more text; `None` if it is not a path.
    #[inline]
    fn read(mut self, text: &str) -> Option<Self> {
        for &byte in text.as_bytes() {
            if byte == b'/' {
                self.len += 1;
                *self.ids.get_mut(usize::from(self.len) - 1)? = 0;
            } else {
                let digit = byte.wrapping_sub(b'0');
                let id = self.ids.get_mut(usize::from(self.len).wrapping_sub(1))?;
                if digit > 9 {
                    return None;
                }
                *id = id.checked_mul(10)?.checked_add(digit.into())?;
            }
        }
        Some(self)
    }
}

impl Bases {
    /// Sets the bases that a record has.
    #[inline]
    pub(crate) fn set(&mut self, name: Option<&str>, time: Option<f64>) -> Option<()> {
        if let Some(name) = name {
            self.name = Ids::default().read(name)?;
        }
        self.time = time.or(self.time);
        Some(())
    }

    /// The path for a name, as IDs and their number.
    #[inline]
    pub(crate) fn path(&self, name: Option<&str>) -> Option<([u16; 4], u8)> {
        let Ids { ids, len } = match name {
            Some(name) => self.name.read(name)?,
            None => self.name,
        };
        Some((ids, len))
    }

    /// The time of a record.
    #[inline]
    pub(crate) fn time(&self, time: Option<f64>) -> Option<f64> {
        match (self.time, time) {
            (None, None) => None,
            (base, time) => Some(base.unwrap_or_default() + time.unwrap_or_default()),
        }
    }
}

/// The name of an item below a base of this many levels, or `None` for the base itself. The text is
/// written to memory that is reused for each name.
#[inline]
pub(crate) fn name<'t>(item: &Item<'_>, base: usize, text: &'t mut String) -> Option<&'t str> {
    text.clear();
    for &id in item.ids.get(base..usize::from(item.len))? {
        if !text.is_empty() {
            text.push('/');
        }
        text.push_str(itoa::Buffer::new().format(id));
    }
    (!text.is_empty()).then_some(text)
}

/// The levels of a base name.
pub(crate) fn levels(base: &str) -> usize {
    base.split('/').filter(|id| !id.is_empty()).count()
}
