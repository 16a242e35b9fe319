//! Reading names of SenML and OMA JSON: paths as text, in one or two parts.

use crate::codec::context::Context;
use crate::error::{Error, ErrorKind, Leniency};
use crate::model::path::{MAX_ID, Path};
use crate::model::value::Text;

/// A path that is being read from text, byte by byte. Base name and name are read as one text, so the
/// state after the base name serves all records that it applies to.
///
/// Errors are kept until the end, as a base name alone need not be a path.
#[derive(Clone, Debug, Default)]
pub(crate) struct Name {
    path: Path,
    /// The current ID, and its number of digits without leading zeros.
    id: u32,
    digits: u8,
    /// Offset of the ID.
    first: u32,
    /// Bytes of the alternate path read so far.
    root: u16,
    /// Whether anything but the alternate path was read.
    started: bool,
    fault: Option<Error>,
}

/// How a base name is continued by names that are just IDs with slashes between them.
#[cfg(all(feature = "fast", feature = "_senml"))]
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Plain {
    /// Only the general path can tell.
    #[default]
    No,
    /// They follow this path. `slash` says whether the base name ends with a slash, `within` whether
    /// the path lies at or below the base path.
    After { path: Path, slash: bool, within: bool },
}

#[cfg(all(feature = "fast", feature = "_senml"))]
impl Plain {
    /// Starts after this path, with or without a slash.
    pub(crate) fn after(path: Path, slash: bool, context: &Context<'_>) -> Self {
        Self::After { path, slash, within: path.starts_with(context.base()) }
    }
}

impl Name {
    /// The path that a text without leading slash names below another path.
    #[cfg(feature = "oma-json")]
    pub(crate) fn below(
        base: Path,
        text: Text<'_>,
        offset: usize,
        context: &Context<'_>,
    ) -> Result<Path, Error> {
        let mut name = Self { path: base, started: true, ..Self::default() };
        name.read(text, offset, context);
        name.finish(offset, context)
    }

    /// Reads part of the name; its text starts at `offset` of the payload.
    pub(crate) fn read(&mut self, text: Text<'_>, offset: usize, context: &Context<'_>) {
        match text.as_str() {
            Some(plain) => {
                for (index, byte) in plain.bytes().enumerate() {
                    self.push(byte, offset + index, context);
                }
            }
            None => text.bytes().for_each(|byte| self.push(byte, offset, context)),
        }
    }

    /// Whether nothing was read.
    #[cfg(feature = "_senml")]
    pub(crate) const fn is_empty(&self) -> bool {
        !self.started && self.root == 0 && self.fault.is_none()
    }

    /// The path, after all parts. An error found only at the end is at `offset`.
    pub(crate) fn finish(mut self, offset: usize, context: &Context<'_>) -> Result<Path, Error> {
        let root = context.alternate_path();
        if !self.started && self.root == 1 && root.len() > 1 {
            // A lone slash is the root path without the alternate path.
            self.require(Leniency::MissingAlternatePath, ErrorKind::AlternatePath, offset, context);
        } else if !self.started && usize::from(self.root) < root.len() {
            self.fail(Error::new(ErrorKind::InvalidPath, offset));
        } else if self.digits > 0 {
            self.end_id();
        } else if self.path != Path::ROOT {
            self.require(Leniency::TrailingSlash, ErrorKind::InvalidPath, offset, context);
        }
        match self.fault {
            Some(error) => Err(error),
            None => Ok(self.path),
        }
    }

    /// A name of which this path was read, with or without a slash after it. `end` is the offset of the
    /// end of the text.
    #[cfg(all(feature = "fast", feature = "_senml"))]
    pub(crate) fn plainly(path: Path, slash: bool, end: u32) -> Self {
        let id = path.ids().last().map_or(0, |&id| id.into());
        let digits = 1 + u32::checked_ilog10(id).unwrap_or(0);
        let name = Self { path, started: true, ..Self::default() };
        if slash {
            return name;
        }
        let path = path.prefix(path.len().saturating_sub(1));
        Self { path, id, digits: digits as u8, first: end.wrapping_sub(digits), ..name }
    }

    /// How plain names continue this base name.
    #[cfg(all(feature = "fast", feature = "_senml"))]
    pub(crate) fn plain(&self, context: &Context<'_>) -> Plain {
        let path = match self.started {
            _ if self.fault.is_some() => None,
            true if self.digits == 0 => Some(self.path),
            true => u16::try_from(self.id)
                .ok()
                .filter(|&id| id != MAX_ID)
                .and_then(|id| self.path.child(id)),
            false if self.root == 0 && context.alternate_path().is_empty() => Some(Path::ROOT),
            false => None,
        };
        let slash = self.started && self.digits == 0;
        path.map_or(Plain::No, |path| Plain::after(path, slash, context))
    }

    /// Drops the first bytes of the payload: offsets then count from the byte after them, modulo 2^32.
    pub(crate) fn rebase(&mut self, bytes: usize) {
        let bytes = bytes as u32;
        self.first = self.first.wrapping_sub(bytes);
        self.fault = self.fault.map(|fault| fault.after(bytes.wrapping_neg()));
    }

    #[inline]
    fn push(&mut self, byte: u8, offset: usize, context: &Context<'_>) {
        match byte {
            b'0'..=b'9' if self.started => {
                if self.digits == 1 && self.id == 0 {
                    let leniency = Leniency::LeadingZeros;
                    self.require(leniency, ErrorKind::InvalidPath, offset, context);
                }
                if self.digits == 0 {
                    self.first = offset as u32;
                }
                self.id = self.id.saturating_mul(10).saturating_add(u32::from(byte - b'0'));
                self.digits = self.digits.saturating_add(1);
                // Leading zeros are not counted.
                if self.id == 0 {
                    self.digits = 1;
                }
            }
            b'/' if self.started => {
                if self.digits == 0 {
                    self.fail(Error::new(ErrorKind::InvalidPath, offset));
                }
                self.end_id();
            }
            _ => self.push_first(byte, offset, context),
        }
    }

    /// Reads a byte before the first ID: of the alternate path, or its slash.
    fn push_first(&mut self, byte: u8, offset: usize, context: &Context<'_>) {
        let root = context.alternate_path().as_bytes();
        if self.started {
            return self.fail(Error::new(ErrorKind::InvalidPath, offset));
        }
        if root.len() > 1 {
            match root.get(usize::from(self.root)) {
                Some(&expected) if expected == byte => {
                    self.root = self.root.saturating_add(1);
                    return;
                }
                // Whether the alternate path is missing is settled by now.
                None if byte == b'/' => {}
                Some(_) if self.root <= 1 => {
                    let leniency = Leniency::MissingAlternatePath;
                    self.require(leniency, ErrorKind::AlternatePath, offset, context);
                    if self.root == 1 {
                        self.started = true;
                        return self.push(byte, offset, context);
                    }
                }
                _ => return self.fail(Error::new(ErrorKind::InvalidPath, offset)),
            }
        }
        self.started = true;
        match byte {
            b'/' => {}
            b'0'..=b'9' => {
                let leniency = Leniency::MissingLeadingSlash;
                self.require(leniency, ErrorKind::InvalidPath, offset, context);
                self.path = context.base();
                self.push(byte, offset, context);
            }
            _ => self.fail(Error::new(ErrorKind::InvalidPath, offset)),
        }
    }

    fn end_id(&mut self) {
        let first = self.first as usize;
        match (u16::try_from(self.id), self.path.len()) {
            (Err(_), _) => self.fail(Error::new(ErrorKind::IdOutOfRange, first)),
            (Ok(_), 4) => self.fail(Error::new(ErrorKind::PathTooLong, first)),
            (Ok(MAX_ID), _) => self.fail(Error::new(ErrorKind::ReservedId, first)),
            (Ok(id), _) => self.path = self.path.child(id).unwrap_or(self.path),
        }
        self.id = 0;
        self.digits = 0;
    }

    /// Keeps the first fault.
    #[cold]
    fn fail(&mut self, error: Error) {
        self.fault.get_or_insert(error);
    }

    /// Keeps a fault unless a leniency covers it.
    #[cold]
    fn require(
        &mut self,
        leniency: Leniency,
        kind: ErrorKind,
        offset: usize,
        context: &Context<'_>,
    ) {
        if !context.strictness().allows(leniency) {
            self.fail(Error::new(kind, offset).unless(leniency));
        }
    }
}
