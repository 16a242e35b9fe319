//! Reading names of SenML and OMA JSON: paths as text, in one or two parts.

use crate::codec::context::Context;
use crate::codec::fault::Fault;
use crate::error::{Error, ErrorKind, Leniency};
use crate::model::path::{MAX_ID, Path};
use crate::model::value::Text;

/// A path that is being read from text, byte by byte. Base name and name are read as one text, so the
/// state after the base name serves all records that it applies to.
///
/// Errors are kept until the end, as a base name alone need not be a path.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Name {
    path: Path,
    /// The current ID, whether it has digits, and where it begins.
    id: u32,
    has_digits: bool,
    first: u32,
    /// Bytes of the alternate path read so far.
    root: u16,
    /// Whether anything but the alternate path was read.
    started: bool,
    /// Whether the leading slash is missing, so that the path may be relative to that of the request.
    bare: bool,
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
    /// As [`Name::finish`].
    #[cfg(feature = "oma-json")]
    pub(crate) fn path(self, offset: usize, context: &Context<'_>) -> Result<Path, Error> {
        let mut fault = Fault::new(context.strictness());
        let path = self.finish(offset as u32, context, &mut fault);
        fault.error().map_or(Ok(path), Err)
    }

    /// Reads part of the name; its text starts at `offset` of the payload.
    #[cfg_attr(feature = "fast", inline)]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn read(&mut self, text: &Text<'_>, offset: u32, context: &Context<'_>) {
        match text.as_bytes() {
            Some(plain) => self.read_bytes(plain, offset, context),
            None => self.read_pieces(text, offset, context),
        }
    }

    /// Reads the name after the base name.
    #[cfg_attr(feature = "fast", inline)]
    pub(crate) fn join(&mut self, text: &Text<'_>, offset: u32, context: &Context<'_>) {
        if self.has_digits && self.id == 0 {
            self.join_zero(text, offset, context);
        }
        self.read(text, offset, context);
    }

    /// Puts a slash between a base name that ends in 0 and a digit: no ID goes on after a zero.
    #[cold]
    #[inline(never)]
    fn join_zero(&mut self, text: &Text<'_>, offset: u32, context: &Context<'_>) {
        if text.bytes().next().is_some_and(|first| first.is_ascii_digit()) {
            self.require(Leniency::MissingSlash, ErrorKind::InvalidPath, offset, context);
            self.end_id();
        }
    }

    /// Reads text that the payload does not hold as it is; errors are at its start.
    #[cold]
    #[inline(never)]
    fn read_pieces(&mut self, text: &Text<'_>, offset: u32, context: &Context<'_>) {
        text.bytes().for_each(|byte| self.read_bytes(&[byte], offset, context));
    }

    #[cfg_attr(feature = "fast", inline)]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn read_bytes(&mut self, bytes: &[u8], mut offset: u32, context: &Context<'_>) {
        for &byte in bytes {
            let digit = byte.wrapping_sub(b'0');
            if digit < 10 && self.started {
                self.read_digit(digit, offset, context);
            } else if byte == b'/' && self.has_digits {
                self.end_id();
            } else {
                self.read_other(byte, offset, context);
            }
            offset += 1;
        }
    }

    /// Whether nothing was read.
    #[cfg(feature = "_senml")]
    pub(crate) const fn is_empty(&self) -> bool {
        !self.started && self.root == 0 && self.fault.is_none()
    }

    /// The path, after all parts. An error found only at the end is at `offset`.
    #[cfg_attr(feature = "fast", inline)]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn finish(mut self, offset: u32, context: &Context<'_>, fault: &mut Fault) -> Path {
        if self.has_digits {
            self.end_id();
        } else {
            self.finish_without_id(offset, context);
        }
        if self.bare {
            self.finish_bare(offset, context);
        }
        if let Some(error) = self.fault {
            fault.report(error);
        }
        self.path
    }

    /// Without a leading slash a path is absolute if the request covers it, else relative.
    #[cold]
    #[inline(never)]
    fn finish_bare(&mut self, offset: u32, context: &Context<'_>) {
        let base = context.base();
        if self.path.starts_with(base) {
            return;
        }
        let path = core::mem::replace(&mut self.path, base);
        if !path.ids().iter().all(|&id| self.path.push(id)) {
            self.fail(ErrorKind::PathTooLong, offset);
        }
    }

    #[cold]
    #[inline(never)]
    fn finish_without_id(&mut self, offset: u32, context: &Context<'_>) {
        let root = context.alternate_path();
        if !self.started && self.root == 1 && root.len() > 1 {
            // A lone slash is the root path without the alternate path.
            self.require(Leniency::MissingAlternatePath, ErrorKind::AlternatePath, offset, context);
        } else if !self.started && usize::from(self.root) < root.len() {
            self.fail(ErrorKind::InvalidPath, offset);
        } else if self.path != Path::ROOT {
            self.require(Leniency::TrailingSlash, ErrorKind::InvalidPath, offset, context);
        }
    }

    /// A name of which this path was read, with or without a slash after it. `end` is the offset of the
    /// end of the text.
    #[cfg(all(feature = "fast", feature = "_senml"))]
    pub(crate) fn plainly(path: Path, slash: bool, end: u32) -> Self {
        let name = Self { path, started: true, ..Self::default() };
        if slash {
            return name;
        }
        let id = path.ids().last().map_or(0, |&id| id.into());
        let digits = 1 + u32::checked_ilog10(id).unwrap_or(0);
        let path = path.prefix(path.len().saturating_sub(1));
        Self { path, id, has_digits: true, first: end.wrapping_sub(digits), ..name }
    }

    /// How plain names continue this base name.
    #[cfg(all(feature = "fast", feature = "_senml"))]
    pub(crate) fn plain(&self, context: &Context<'_>) -> Plain {
        let path = match self.started {
            _ if self.fault.is_some() || self.bare => None,
            true if !self.has_digits => Some(self.path),
            true => u16::try_from(self.id)
                .ok()
                .filter(|&id| id != MAX_ID)
                .and_then(|id| self.path.child(id)),
            false if self.root == 0 && context.alternate_path().is_empty() => Some(Path::ROOT),
            false => None,
        };
        let slash = self.started && !self.has_digits;
        path.map_or(Plain::No, |path| Plain::after(path, slash, context))
    }

    /// Drops the first bytes of the payload: offsets then count from the byte after them, modulo 2^32.
    pub(crate) fn rebase(&mut self, bytes: usize) {
        let bytes = bytes as u32;
        self.first = self.first.wrapping_sub(bytes);
        self.fault = self.fault.map(|fault| fault.after(bytes.wrapping_neg()));
    }

    #[inline(always)]
    fn read_digit(&mut self, digit: u8, offset: u32, context: &Context<'_>) {
        if self.id == 0 {
            self.begin_id(offset, context);
        }
        // More digits do not matter.
        if self.id <= MAX_ID.into() {
            self.id = self.id * 10 + u32::from(digit);
        }
    }

    /// Begins an ID with its first digit, or goes on with one that has begun with zeros.
    #[inline]
    fn begin_id(&mut self, offset: u32, context: &Context<'_>) {
        if self.has_digits {
            self.require(Leniency::LeadingZeros, ErrorKind::InvalidPath, offset, context);
        } else {
            (self.has_digits, self.first) = (true, offset);
        }
    }

    /// Reads a byte before the first ID, of the alternate path, or its slash; and what does not belong
    /// into a name.
    #[inline(never)]
    fn read_other(&mut self, byte: u8, offset: u32, context: &Context<'_>) {
        if self.started {
            return self.fail(ErrorKind::InvalidPath, offset);
        }
        let root = context.alternate_path().as_bytes();
        let digit = byte.wrapping_sub(b'0');
        if root.len() > 1 {
            match root.get(usize::from(self.root)) {
                Some(&expected) if expected == byte => {
                    self.root = self.root.saturating_add(1);
                    return;
                }
                // Whether the alternate path is missing is settled by now.
                None if byte == b'/' => {}
                Some(_) if self.root == 0 && digit > 9 && root.get(1) == Some(&byte) => {
                    let leniency = Leniency::MissingLeadingSlash;
                    self.require(leniency, ErrorKind::InvalidPath, offset, context);
                    self.root = 2;
                    return;
                }
                Some(_) if self.root <= 1 => {
                    let leniency = Leniency::MissingAlternatePath;
                    let strictness = context.strictness();
                    let slash = self.root == 1 || strictness.allows(Leniency::MissingLeadingSlash);
                    if !slash && !strictness.allows(leniency) {
                        // None of the two leniencies would do alone.
                        return self.fail(ErrorKind::AlternatePath, offset);
                    }
                    self.require(leniency, ErrorKind::AlternatePath, offset, context);
                    if self.root == 1 {
                        self.started = true;
                        return self.read_bytes(&[byte], offset, context);
                    }
                }
                _ => return self.fail(ErrorKind::InvalidPath, offset),
            }
        }
        self.started = true;
        if digit < 10 {
            let leniency = Leniency::MissingLeadingSlash;
            self.require(leniency, ErrorKind::InvalidPath, offset, context);
            self.bare = true;
            self.read_digit(digit, offset, context);
        } else if byte != b'/' {
            self.fail(ErrorKind::InvalidPath, offset);
        }
    }

    #[cfg_attr(feature = "fast", inline)]
    fn end_id(&mut self) {
        if self.id >= MAX_ID.into() || !self.path.push(self.id as u16) {
            self.refuse_id();
        }
        self.id = 0;
        self.has_digits = false;
    }

    #[cold]
    #[inline(never)]
    fn refuse_id(&mut self) {
        let kind = match self.id {
            0x1_0000.. => ErrorKind::IdOutOfRange,
            _ if self.path.len() == 4 => ErrorKind::PathTooLong,
            _ => ErrorKind::ReservedId,
        };
        self.fail(kind, self.first);
    }

    /// Keeps the first fault.
    #[cold]
    #[inline(never)]
    fn fail(&mut self, kind: ErrorKind, offset: u32) {
        self.fault.get_or_insert(Error::new(kind, offset as usize));
    }

    /// Keeps a fault unless a leniency covers it.
    #[cold]
    #[inline(never)]
    fn require(&mut self, leniency: Leniency, kind: ErrorKind, offset: u32, context: &Context<'_>) {
        if !context.strictness().allows(leniency) {
            self.fault.get_or_insert(Error::new(kind, offset as usize).unless(leniency));
        }
    }
}
