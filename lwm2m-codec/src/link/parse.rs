//! The grammar of RFC 6690, section 2.

use core::ops::Range;

use super::attribute::RawAttribute;
use crate::encoding::links::{Class, NAME, SPACE, TOKEN, URI};
use crate::encoding::utf8::PlainText;
use crate::error::{Error, ErrorKind, Leniency, Strictness};
use crate::model::value::Text;

/// Whether `target` may appear between angle brackets.
pub(super) fn is_target(target: &[u8]) -> bool {
    target.iter().all(|byte| URI.has(*byte))
}

/// Whether `name` is a valid attribute name.
pub(super) fn is_name(name: &str) -> bool {
    let stem = name.strip_suffix('*').unwrap_or(name);
    !stem.is_empty() && stem.bytes().all(|byte| NAME.has(byte))
}

/// Whether a value needs no quotes.
pub(super) fn is_token(mut value: impl Iterator<Item = u8> + Clone) -> bool {
    value.clone().next().is_some() && value.all(|byte| TOKEN.has(byte))
}

/// Reads a text from left to right.
pub(super) struct Cursor<'a> {
    text: PlainText<'a>,
    at: usize,
    strictness: Strictness,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(text: PlainText<'a>, at: usize, strictness: Strictness) -> Self {
        Self { text, at, strictness }
    }

    /// The offset of the next byte.
    pub(super) const fn position(&self) -> usize {
        self.at
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Takes a byte, if it comes next.
    fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// Takes bytes of a class, and returns where they are.
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn run(&mut self, class: &Class) -> Range<usize> {
        let start = self.at;
        while self.peek().is_some_and(|byte| class.has(byte)) {
            self.at += 1;
        }
        start..self.at
    }

    /// An error at the next byte: of this kind, or `Truncated` if there is none.
    #[cold]
    pub(super) fn error(&self, kind: ErrorKind) -> Error {
        let kind = if self.peek().is_none() { ErrorKind::Truncated } else { kind };
        Error::new(kind, self.at)
    }

    /// Takes a separator, with the white space around it that leniency allows; `false` if it does not
    /// come next. `next` is the kind of error for white space after it.
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(super) fn separator(&mut self, wanted: u8, next: ErrorKind) -> Result<bool, Error> {
        let before = self.run(&SPACE);
        if !self.take(wanted) {
            self.at = before.start;
            return Ok(false);
        }
        let after = self.run(&SPACE);
        let error = if !before.is_empty() {
            Error::new(ErrorKind::MissingSeparator, before.start)
        } else if !after.is_empty() {
            Error::new(next, after.start)
        } else {
            return Ok(true);
        };
        if self.strictness.allows(Leniency::LinkSpaces) {
            return Ok(true);
        }
        Err(error.unless(Leniency::LinkSpaces))
    }

    /// Takes white space before the first link or after the last one, and a NUL at the end, which leniency
    /// allows. `kind` is the kind of error without it.
    #[inline]
    pub(super) fn surroundings(&mut self, kind: ErrorKind) -> Result<(), Error> {
        match self.peek() {
            Some(byte) if SPACE.has(byte) || byte == 0 => self.spaces_at_end(kind),
            _ => Ok(()),
        }
    }

    #[cold]
    #[inline(never)]
    fn spaces_at_end(&mut self, kind: ErrorKind) -> Result<(), Error> {
        let spaces = self.run(&SPACE);
        let nul = self.at;
        let has_nul = self.text.as_bytes().len() == nul + 1 && self.take(0);
        if spaces.start > 0 && self.peek().is_some() {
            // Separators and links follow.
            self.at = spaces.start;
            return Ok(());
        }
        let missing = if !spaces.is_empty() && !self.strictness.allows(Leniency::SurroundingSpace) {
            Error::new(kind, spaces.start).unless(Leniency::SurroundingSpace)
        } else if has_nul && !self.strictness.allows(Leniency::TrailingNul) {
            Error::new(kind, nul).unless(Leniency::TrailingNul)
        } else {
            return Ok(());
        };
        Err(missing)
    }

    /// `link = "<" URI-Reference ">" *( ";" attribute )`. Returns the target and where what follows
    /// it starts.
    pub(super) fn link(&mut self) -> Result<(PlainText<'a>, usize), Error> {
        if !self.take(b'<') {
            return Err(self.error(ErrorKind::LinkStart));
        }
        let range = self.run(&URI);
        if !self.take(b'>') {
            return Err(self.error(ErrorKind::InvalidTarget));
        }
        let attributes = self.at;
        let target = self.text.slice(range.clone());
        self.check_slash(range.start, target.as_bytes())?;
        while self.separator(b';', ErrorKind::InvalidAttributeName)? {
            self.attribute()?;
        }
        Ok((target, attributes))
    }

    /// Refuses slashes at the end of a target that follow an ID.
    fn check_slash(&self, start: usize, target: &[u8]) -> Result<(), Error> {
        let mut path = target;
        while let [shorter @ .., b'/'] = path {
            path = shorter;
        }
        let mut before = path;
        while let [shorter @ .., b'0'..=b'9'] = before {
            before = shorter;
        }
        let slashes = target.len() - path.len();
        let has_id = before.len() < path.len() && before.ends_with(b"/") && path.starts_with(b"/");
        if slashes == 0 || !has_id {
            return Ok(());
        }
        // Blame the first of them.
        let error = Error::new(ErrorKind::InvalidTarget, start + path.len());
        match slashes {
            1 if self.strictness.allows(Leniency::TrailingSlash) => Ok(()),
            1 => Err(error.unless(Leniency::TrailingSlash)),
            _ => Err(error),
        }
    }

    /// The bare `lwm2m="1.0"` before the first link, an attribute of the root.
    pub(super) fn bare_version(&mut self) -> Result<(), Error> {
        let error = self.error(ErrorKind::LinkStart);
        self.attribute()?;
        match self.strictness.allows(Leniency::BareLwm2mVersion) {
            true => Ok(()),
            false => Err(error.unless(Leniency::BareLwm2mVersion)),
        }
    }

    /// `attribute = name [ "=" ( token / quoted-string ) ]`
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(super) fn attribute(&mut self) -> Result<RawAttribute<'a>, Error> {
        let mut name = self.run(&NAME);
        if name.is_empty() {
            return Err(self.error(ErrorKind::InvalidAttributeName));
        }
        self.take(b'*');
        name.end = self.at;
        let name_at = name.start as u32;
        let name = self.text.slice(name);
        let mut attribute =
            RawAttribute { name, value: None, quoted: false, name_at, value_at: name_at };
        if self.separator(b'=', ErrorKind::InvalidAttributeValue)? {
            attribute.quoted = self.take(b'"');
            let start = self.at;
            let (end, escapes) = match attribute.quoted {
                true => self.quoted()?,
                false => (self.run(&TOKEN).end, 0),
            };
            if !attribute.quoted && end == start {
                return Err(self.error(ErrorKind::InvalidAttributeValue));
            }
            attribute.value_at = start as u32;
            attribute.value = Some(Text::quoted(self.text.slice(start..end), escapes));
        }
        Ok(attribute)
    }

    /// The rest of a quoted string after its opening quote; returns where the closing quote is, and the
    /// number of backslashes that escape a character.
    fn quoted(&mut self) -> Result<(usize, usize), Error> {
        let mut escapes = 0;
        loop {
            let at = self.at;
            // The bytes of a multi-byte character are never quotes or backslashes.
            match self.peek() {
                Some(b'\\') => {
                    escapes += 1;
                    self.at += 2;
                }
                Some(byte) => {
                    self.at += 1;
                    if byte == b'"' {
                        return Ok((at, escapes));
                    }
                }
                None => return Err(Error::new(ErrorKind::Truncated, self.text.as_bytes().len())),
            }
        }
    }
}

/// The length of the target that the text starts with.
#[cfg(feature = "fast")]
#[inline]
pub(super) fn target_length(text: &[u8]) -> usize {
    // Most are paths of IDs.
    let ids = text.iter().position(|byte| !matches!(byte, b'/'..=b'9'));
    match ids {
        Some(end) if text.get(end) == Some(&b'>') => end,
        _ => text.iter().position(|byte| !URI.has(*byte)).unwrap_or(text.len()),
    }
}
