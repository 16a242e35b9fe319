//! The attributes of links.

use core::fmt;

use super::parse::Cursor;
use super::typed::Slot;
use crate::encoding::utf8::PlainText;
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
        Self { name, value: None, quoted: false }
    }

    /// The same attribute with its value quoted, whether or not it needs to be.
    #[must_use]
    pub const fn quoted(self) -> Self {
        Self { quoted: true, ..self }
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
    Wire(RawAttributes<'a>),
    List(core::slice::Iter<'a, Attribute<'a>>),
}

impl<'a> Attributes<'a> {
    pub(super) const fn wire(attributes: RawAttributes<'a>) -> Self {
        Self(Source::Wire(attributes))
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
            Source::Wire(attributes) => {
                let RawAttribute { name, value, quoted, .. } = attributes.next()?;
                Some(Attribute { name: name.as_str(), value, quoted })
            }
        }
    }
}

impl core::iter::FusedIterator for Attributes<'_> {}

/// An attribute in a payload.
pub(super) struct RawAttribute<'a> {
    pub(super) name: PlainText<'a>,
    pub(super) value: Option<Text<'a>>,
    pub(super) quoted: bool,
    /// Offsets of the name and of the value without quotes in the payload.
    pub(super) name_at: u32,
    pub(super) value_at: u32,
}

impl<'a> RawAttribute<'a> {
    /// The value, or [`ErrorKind::ValueRequired`].
    pub(super) fn text(&self) -> Result<Text<'a>, Error> {
        self.value.ok_or(Error::new(ErrorKind::ValueRequired, self.name_at as usize))
    }

    /// Reads the value into its place.
    pub(super) fn read(&self, slot: Slot<'_>, strictness: Strictness) -> Result<(), Error> {
        let text = self.text()?;
        match text.as_bytes() {
            Some(text) => slot
                .read(text, strictness)
                .map_err(|error| error.at(self.value_at.saturating_add(error.offset()))),
            None => read_escaped(text, slot, strictness).map_err(|error| error.at(self.value_at)),
        }
    }
}

/// Reads a value with escapes, which are legal in numbers, but no peer writes them.
#[cold]
#[inline(never)]
fn read_escaped(text: Text<'_>, slot: Slot<'_>, strictness: Strictness) -> Result<(), Error> {
    let mut buffer = [0; 64];
    buffer.iter_mut().zip(text.bytes()).for_each(|(place, byte)| *place = byte);
    slot.read(buffer.get(..text.len()).unwrap_or_default(), strictness)
}

/// An iterator over the attributes of a link in a payload, which were checked when it was read.
#[derive(Clone, Debug)]
pub(super) struct RawAttributes<'a> {
    /// The payload up to the last of them.
    pub(super) payload: PlainText<'a>,
    /// Where those that are left start.
    pub(super) start: u32,
}

impl<'a> Iterator for RawAttributes<'a> {
    type Item = RawAttribute<'a>;

    #[inline]
    fn next(&mut self) -> Option<RawAttribute<'a>> {
        if self.start as usize == self.payload.as_bytes().len() {
            return None;
        }
        let mut cursor = Cursor::new(self.payload, self.start as usize, Strictness::LENIENT);
        // A bare version has no semicolon before it.
        cursor.separator(b';', ErrorKind::InvalidAttributeName).ok()?;
        let attribute = cursor.attribute().ok()?;
        self.start = cursor.position() as u32;
        Some(attribute)
    }
}
