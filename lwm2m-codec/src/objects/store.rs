//! Records being collected: a serializer passes text on only to be copied.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use super::error::{Error, Reason};
use crate::data_type::DataType;
use crate::model::path::Path;
use crate::model::record::{Content, Record};
use crate::model::value::Value;

/// A slot for one record of a struct being written; see [`Scratch`].
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    path: Path,
    held: Held,
}

#[derive(Clone, Copy, Debug)]
enum Held {
    Value(Value<'static>),
    /// Bytes or text in the store.
    Copied {
        start: usize,
        end: usize,
        data_type: DataType,
    },
    Empty,
}

impl Slot {
    /// A free slot.
    pub const FREE: Self = Self { path: Path::ROOT, held: Held::Empty };

    pub(super) const fn path(&self) -> Path {
        self.path
    }

    /// The record; `bytes` holds its text.
    pub(super) fn record<'b>(&self, bytes: &'b [u8]) -> Record<'b> {
        let content = match self.held {
            Held::Value(value) => Content::Value(value),
            Held::Empty => Content::Empty,
            Held::Copied { start, end, data_type } => {
                let bytes = bytes.get(start..end).unwrap_or_default();
                // It was text when it was copied.
                let text = core::str::from_utf8(bytes).unwrap_or_default();
                Content::Value(match data_type {
                    DataType::Opaque => Value::from(bytes),
                    DataType::CoreLink => Value::CoreLink(text.into()),
                    _ => Value::from(text),
                })
            }
        };
        Record::with_content(self.path, content)
    }
}

impl Default for Slot {
    fn default() -> Self {
        Self::FREE
    }
}

/// Memory for [`to_slice`](super::to_slice): a slot for each value, and room for a copy of all text
/// and bytes.
#[derive(Debug)]
pub struct Scratch<'b> {
    /// A slot for each record.
    pub slots: &'b mut [Slot],
    /// Room for the bytes of all strings and Opaque values together.
    pub text: &'b mut [u8],
}

/// The collected records.
pub(super) enum Store<'b> {
    Fixed {
        scratch: Scratch<'b>,
        slots: usize,
        text: usize,
    },
    #[cfg(feature = "alloc")]
    Growing {
        slots: Vec<Slot>,
        text: Vec<u8>,
    },
}

impl<'b> Store<'b> {
    pub(super) const fn fixed(scratch: Scratch<'b>) -> Self {
        Self::Fixed { scratch, slots: 0, text: 0 }
    }

    #[cfg(feature = "alloc")]
    pub(super) const fn growing() -> Self {
        Self::Growing { slots: Vec::new(), text: Vec::new() }
    }

    /// The number of records.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Fixed { slots, .. } => *slots,
            #[cfg(feature = "alloc")]
            Self::Growing { slots, .. } => slots.len(),
        }
    }

    fn push(&mut self, slot: Slot) -> Result<(), Error> {
        match self {
            Self::Fixed { scratch, slots, .. } => {
                let full = Error::new(Reason::ScratchFull).at_path(slot.path);
                *scratch.slots.get_mut(*slots).ok_or(full)? = slot;
                *slots += 1;
            }
            #[cfg(feature = "alloc")]
            Self::Growing { slots, .. } => slots.push(slot),
        }
        Ok(())
    }

    pub(super) fn value(&mut self, path: Path, value: Value<'static>) -> Result<(), Error> {
        self.push(Slot { path, held: Held::Value(value) })
    }

    pub(super) fn empty(&mut self, path: Path) -> Result<(), Error> {
        self.push(Slot { path, held: Held::Empty })
    }

    pub(super) fn copied(
        &mut self,
        path: Path,
        bytes: &[u8],
        data_type: DataType,
    ) -> Result<(), Error> {
        let (start, end) = match self {
            Self::Fixed { scratch, text, .. } => {
                let full = Error::new(Reason::ScratchFull).at_path(path);
                let (start, end) = (*text, *text + bytes.len());
                scratch.text.get_mut(start..end).ok_or(full)?.copy_from_slice(bytes);
                *text = end;
                (start, end)
            }
            #[cfg(feature = "alloc")]
            Self::Growing { text, .. } => {
                let start = text.len();
                text.extend_from_slice(bytes);
                (start, text.len())
            }
        };
        self.push(Slot { path, held: Held::Copied { start, end, data_type } })
    }

    /// The records in the order of paths, and the bytes of their text.
    pub(super) fn sorted(&mut self) -> (&[Slot], &[u8]) {
        let (slots, text) = match self {
            Self::Fixed { scratch, slots, text } => (
                scratch.slots.get_mut(..*slots).unwrap_or_default(),
                scratch.text.get(..*text).unwrap_or_default(),
            ),
            #[cfg(feature = "alloc")]
            Self::Growing { slots, text } => (slots.as_mut_slice(), text.as_slice()),
        };
        if !slots.is_sorted_by_key(Slot::path) {
            slots.sort_unstable_by_key(Slot::path);
        }
        (slots, text)
    }
}
