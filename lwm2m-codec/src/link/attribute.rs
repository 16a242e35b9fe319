//! The attributes of links.

use core::fmt;

use nom::Offset;

use super::parse::{self, RawAttribute};
use super::typed::Typed;
use crate::error::{Error, ErrorKind, Strictness};
use crate::model::value::Text;

/// An attribute of a link: a name, usually with a value.
///
/// ```
/// use lwm2m_codec::{Strictness, link};
///
/// let link = link::decode(br#"</a>;obs;title="say \"x\"""#, Strictness::STRICT).next().unwrap()?;
/// let mut attributes = link.attributes();
/// assert_eq!(attributes.next(), Some(link::Attribute::flag("obs")));
/// let title = attributes.next().unwrap();
/// assert!(title.quoted);
/// assert_eq!(title.value.unwrap(), r#"say "x""#);
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Attribute<'a> {
    /// The name.
    pub name: &'a str,
    /// The value, without quotes.
    pub value: Option<Text<'a>>,
    /// Whether the value is quoted. [`encode`](super::encode) also quotes values that need it.
    /// Attributes compare equal with and without quotes.
    pub quoted: bool,
    /// Offsets of the name and of the value without quotes in the payload.
    pub(super) name_at: u32,
    pub(super) value_at: u32,
}

impl<'a> Attribute<'a> {
    /// An attribute with a value.
    #[must_use]
    pub fn new(name: &'a str, value: impl Into<Text<'a>>) -> Self {
        Self { value: Some(value.into()), ..Self::flag(name) }
    }

    /// An attribute without a value.
    #[must_use]
    pub const fn flag(name: &'a str) -> Self {
        Self { name, value: None, quoted: false, name_at: 0, value_at: 0 }
    }

    /// The same attribute with its value quoted, whether or not it needs to be.
    #[must_use]
    pub const fn quoted(self) -> Self {
        Self { quoted: true, ..self }
    }

    /// The value, or [`ErrorKind::ValueRequired`].
    pub(super) fn text(&self) -> Result<Text<'a>, Error> {
        self.value.ok_or(Error::new(ErrorKind::ValueRequired, self.name_at as usize))
    }

    /// The value parsed as `T`.
    pub(super) fn read<T: Typed>(&self) -> Result<T, Error> {
        let text = self.text()?;
        match text.as_str() {
            Some(text) => T::read(text.as_bytes())
                .map_err(|error| error.at(self.value_at.saturating_add(error.offset()))),
            None => {
                // Escapes in a number are legal, but no peer writes them.
                let mut buffer = [0; 64];
                let text = text.copy_to(&mut buffer).unwrap_or_default();
                T::read(text.as_bytes()).map_err(|error| error.at(self.value_at))
            }
        }
    }
}

impl PartialEq for Attribute<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.value == other.value
    }
}

impl Eq for Attribute<'_> {}

impl fmt::Debug for Attribute<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "{}={value:?}", self.name),
            None => f.write_str(self.name),
        }
    }
}

/// An iterator over the attributes of a link; from [`Link::attributes`](super::Link::attributes).
#[derive(Clone, Debug)]
pub struct Attributes<'a>(Source<'a>);

#[derive(Clone, Debug)]
enum Source<'a> {
    /// The attribute text left to read, and its offset in the payload.
    Wire(&'a str, u32),
    List(core::slice::Iter<'a, Attribute<'a>>),
}

impl<'a> Attributes<'a> {
    pub(super) const fn wire(text: &'a str, offset: u32) -> Self {
        Self(Source::Wire(text, offset))
    }

    pub(super) fn list(list: &'a [Attribute<'a>]) -> Self {
        Self(Source::List(list.iter()))
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Attribute<'a>;

    #[inline]
    fn next(&mut self) -> Option<Attribute<'a>> {
        match &mut self.0 {
            Source::List(list) => list.next().copied(),
            Source::Wire("", _) => None,
            Source::Wire(text, offset) => next(text, offset),
        }
    }
}

/// Splits the next attribute off `text`.
fn next<'a>(text: &mut &'a str, offset: &mut u32) -> Option<Attribute<'a>> {
    let input = text.as_bytes();
    // The link was checked when it was parsed. A bare version has no semicolon before it.
    let all = Strictness::LENIENT;
    let mut semicolon = parse::separator(b';', ErrorKind::InvalidAttributeName, all);
    let after = semicolon(input).map_or(input, |(after, ())| after);
    let (rest, RawAttribute { name, value }) = parse::attribute(after, all).ok()?;
    let slice = |part: &[u8]| {
        let at = input.offset(part);
        (text.get(at..at + part.len()).unwrap_or_default(), offset.saturating_add(at as u32))
    };
    let (name, name_at) = slice(name);
    let mut attribute = Attribute { name_at, value_at: name_at, ..Attribute::flag(name) };
    if let Some(raw) = value {
        let (inside, at) = slice(raw.text);
        attribute.value = Some(Text::quoted(inside, raw.escapes));
        attribute.quoted = raw.quoted;
        attribute.value_at = at;
    }
    let used = input.len() - rest.len();
    *offset = offset.saturating_add(used as u32);
    *text = text.get(used..).unwrap_or_default();
    Some(attribute)
}

impl core::iter::FusedIterator for Attributes<'_> {}
