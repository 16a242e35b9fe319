//! CoRE link format, `application/link-format` (40): the links of Register and Discover.
//!
//! Links are not records. [`decode`] yields them as in RFC 6690, targets with attributes, and
//! [`encode`] writes them. LwM2M's interpretation builds on that: [`Links::below`] for Discover and
//! Bootstrap-Discover, [`RegistrationLinks`] and [`Registration`] for Register and Update, which
//! clients write with [`register`]. The corresponding queries, [`RegisterQuery`], [`WriteAttributes`] and [`DiscoverQuery`], are here
//! too, as are the [arguments of Execute](arguments), whose syntax is similar.
//!
//! ```
//! use lwm2m_codec::{Path, Strictness, Version, link};
//!
//! let payload = br#"</>;rt="oma.lwm2m";ct="110 112",</3>;ver=1.1,</3/0>"#;
//! let links = link::decode(payload, Strictness::STRICT);
//!
//! // Links as in RFC 6690.
//! let object = links.clone().nth(1).unwrap()?;
//! assert_eq!(object.target(), "/3");
//! assert_eq!(object.attribute("ver").unwrap().value.unwrap(), "1.1");
//!
//! // As a registration.
//! let registration = link::RegistrationLinks::new(links)?;
//! assert_eq!(registration.root(), "/");
//! assert!(registration.formats().map(|format| format.number()).eq([110, 112]));
//! assert_eq!(registration.version(3), Some(Version::new(1, 1)));
//! let paths = registration.links().map(|link| link.path);
//! assert!(paths.eq([Path::ROOT, Path::new(&[3]).unwrap(), Path::new(&[3, 0]).unwrap()]));
//! # Ok::<(), lwm2m_codec::Error>(())
//! ```
//!
//! Where the specifications leave it open: LwM2M's interpretation takes the first of a repeated
//! attribute; a quoted string may contain any character; a target with a slash after its last ID is
//! refused although it is a valid URI, because LwM2M 1.0 uses it for a path.

mod attribute;
mod execute;
mod lwm2m;
mod notification;
mod parse;
mod query;
pub mod register;
mod registration;
mod typed;
mod versions;
mod write;

use core::fmt;
use core::ops::Range;

use self::attribute::RawAttributes;
pub use self::attribute::{Attribute, Attributes};
pub use self::execute::{Argument, Arguments, arguments, encode_arguments};
pub use self::lwm2m::{Formats, Lwm2mLink, Lwm2mLinks};
pub use self::notification::{
    Change, Edge, Inconsistency, NotificationAttributes, WriteAttributes,
};
use self::parse::Cursor;
pub use self::query::{DiscoverQuery, Parameter, Parameters, RegisterQuery, parameters};
pub use self::registration::RegistrationLinks;
#[cfg(feature = "alloc")]
pub use self::registration::{RegisteredObject, Registration};
#[cfg(feature = "alloc")]
pub use self::write::encode_to_vec;
pub use self::write::{AnyLink, IntoLink, encode, encoded_len};
use crate::codec::decoder::check_length;
use crate::encoding::utf8::PlainText;
use crate::error::{Error, ErrorKind, Leniency, Strictness};
use crate::model::path::Path;

/// Decodes a payload into an iterator over its links, which ends after an error.
///
/// Attributes are validated here and parsed on demand.
///
/// ```
/// use lwm2m_codec::{ErrorKind, Leniency, Strictness, link};
///
/// let spaced = b"</1/0>, </3/0>";
/// let error = link::decode(spaced, Strictness::STRICT).nth(1).unwrap().unwrap_err();
/// assert_eq!((error.kind(), error.offset()), (ErrorKind::LinkStart, 7));
/// assert_eq!(error.leniency(), Some(Leniency::LinkSpaces));
/// let links = link::decode(spaced, Strictness::STRICT.with(Leniency::LinkSpaces));
/// assert_eq!(links.filter_map(Result::ok).count(), 2);
/// ```
#[must_use]
pub fn decode(payload: &[u8], strictness: Strictness) -> Links<'_> {
    // Links before the first invalid byte are still read.
    let fits = u32::try_from(payload.len()).is_ok();
    let text = PlainText::valid_start(if fits { payload } else { &[] });
    Links { text, position: 0, length: payload.len(), strictness }
}

/// An iterator over the links of a payload; from [`decode`].
#[derive(Clone, Debug)]
pub struct Links<'a> {
    text: PlainText<'a>,
    position: usize,
    /// The length of the payload; `text` is shorter if invalid UTF-8 follows it.
    length: usize,
    strictness: Strictness,
}

impl<'a> Links<'a> {
    /// The LwM2M links below a path: `/`, or the alternate path that the client registered. Other
    /// links, and attributes unknown to LwM2M, are skipped.
    ///
    /// ```
    /// use lwm2m_codec::{Path, Strictness, link};
    ///
    /// let payload = b"</3/0/7>;dim=2;gt=50;lt=42.2,</3/0/7/0>;pmin=10";
    /// let mut links = link::decode(payload, Strictness::STRICT).below("/");
    /// let resource = links.next().unwrap()?;
    /// assert_eq!(resource.path, Path::new(&[3, 0, 7]).unwrap());
    /// assert_eq!(resource.dim, Some(2));
    /// assert_eq!(resource.notification.lt, Some(42.2));
    /// assert_eq!(links.next().unwrap()?.notification.pmin, Some(10));
    /// # Ok::<(), lwm2m_codec::Error>(())
    /// ```
    #[must_use]
    pub const fn below(self, root: &'a str) -> Lwm2mLinks<'a> {
        Lwm2mLinks::new(self, root)
    }

    pub(crate) const fn strictness(&self) -> Strictness {
        self.strictness
    }

    /// The next link if it has no attributes, as most have none, and nothing about it is special.
    #[cfg(feature = "fast")]
    #[inline]
    fn fast_read(&mut self) -> Option<Link<'a>> {
        let start = self.position + 1;
        let [b',', b'<', rest @ ..] = self.text.as_bytes().get(self.position..)? else {
            return None;
        };
        let length = parse::target_length(rest);
        let end = start + 2 + length;
        match rest.split_at_checked(length)? {
            ([.., b'/'], _) => return None,
            (_, [b'>'] | [b'>', b',', ..]) if self.position > 0 => {}
            _ => return None,
        }
        let target = self.text.slice(start + 1..end - 1);
        self.position = end;
        let form = Form::Wire(self.text, end as u32, end as u32);
        Some(Link { target, form, start: start as u32 })
    }

    /// The next link, in general.
    #[inline(never)]
    fn read(&mut self) -> Result<Option<Link<'a>>, Error> {
        let mut cursor = Cursor::new(self.text, self.position, self.strictness);
        match self.position {
            0 => cursor.surroundings(ErrorKind::LinkStart)?,
            _ => self.comma(&mut cursor)?,
        }
        let start = cursor.position();
        let is_bare = || {
            let rest = self.text.as_bytes().get(start..);
            self.position == 0 && rest.is_some_and(|rest| rest.starts_with(b"lwm2m="))
        };
        let (target, attributes) = match cursor.peek() {
            None => return Ok(None),
            Some(b'l') if is_bare() => {
                cursor.bare_version()?;
                (PlainText::from_str("/"), start)
            }
            _ => cursor.link()?,
        };
        let end = cursor.position();
        self.position = end;
        let form = Form::Wire(self.text, attributes as u32, end as u32);
        Ok(Some(Link { target, form, start: start as u32 }))
    }

    /// Takes the comma before a link; with leniency, also one at the end.
    #[inline]
    fn comma(&self, cursor: &mut Cursor<'_>) -> Result<(), Error> {
        cursor.surroundings(ErrorKind::MissingSeparator)?;
        if cursor.peek().is_none() {
            return Ok(());
        }
        if !cursor.separator(b',', ErrorKind::LinkStart)? {
            return Err(cursor.error(ErrorKind::MissingSeparator));
        }
        if cursor.peek().is_none() && !self.strictness.allows(Leniency::LinkTrailingComma) {
            let error = cursor.error(ErrorKind::Truncated);
            return Err(error.unless(Leniency::LinkTrailingComma));
        }
        Ok(())
    }

    /// Ends the iteration, with the error to report, if any.
    #[cold]
    fn end(&mut self, error: Option<Error>) -> Option<Error> {
        let Self { text, length, .. } = core::mem::replace(self, decode(b"", self.strictness));
        let at_end = error.is_none_or(|error| error.is(ErrorKind::Truncated));
        if let Err(too_long) = check_length(length) {
            Some(too_long)
        } else if at_end && text.as_bytes().len() < length {
            // Blame the invalid UTF-8 rather than the truncation that it causes.
            Some(Error::new(ErrorKind::InvalidUtf8, text.as_bytes().len()))
        } else {
            error
        }
    }
}

impl<'a> Iterator for Links<'a> {
    type Item = Result<Link<'a>, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        #[cfg(feature = "fast")]
        if let Some(link) = self.fast_read() {
            return Some(Ok(link));
        }
        match self.read() {
            Ok(Some(link)) => Some(Ok(link)),
            Ok(None) => self.end(None).map(Err),
            Err(error) => self.end(Some(error)).map(Err),
        }
    }
}

impl core::iter::FusedIterator for Links<'_> {}

/// A link: a target with attributes.
///
/// ```
/// use lwm2m_codec::link::{self, Attribute, Link};
///
/// let attributes = [Attribute::new("if", "sensor"), Attribute::new("title", "A, B"), Attribute::flag("obs")];
/// let mut buffer = [0; 64];
/// let length = link::encode([Link::new("/temp", &attributes)], &mut buffer)?;
/// assert_eq!(&buffer[..length], br#"</temp>;if=sensor;title="A, B";obs"#);
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Link<'a> {
    target: PlainText<'a>,
    form: Form<'a>,
    /// Where the link starts in the payload.
    start: u32,
}

/// Where the attributes of a link come from.
#[derive(Clone, Copy)]
enum Form<'a> {
    /// The payload, and where its attributes, which are valid, start and end.
    Wire(PlainText<'a>, u32, u32),
    /// The caller.
    List(&'a [Attribute<'a>]),
}

impl<'a> Link<'a> {
    /// A link with these attributes.
    #[must_use]
    pub const fn new(target: &'a str, attributes: &'a [Attribute<'a>]) -> Self {
        Self { target: PlainText::from_str(target), form: Form::List(attributes), start: 0 }
    }

    /// The target: a path, or any URI reference.
    #[must_use]
    pub const fn target(&self) -> &'a str {
        self.target.as_str()
    }

    /// The attributes, in the order of the payload.
    #[must_use]
    pub fn attributes(&self) -> Attributes<'a> {
        match self.form {
            Form::Wire(..) => Attributes::wire(self.raw_attributes()),
            Form::List(list) => Attributes::list(list),
        }
    }

    /// The attributes in the payload.
    fn raw_attributes(&self) -> RawAttributes<'a> {
        match self.form {
            Form::Wire(payload, start, end) if start < end => {
                RawAttributes { payload: payload.slice(0..end as usize), start }
            }
            _ => RawAttributes { payload: PlainText::from_str(""), start: 0 },
        }
    }

    /// The first attribute with this name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<Attribute<'a>> {
        self.attributes().find(|attribute| attribute.name == name)
    }

    /// The target as a path below a root: `/`, or the alternate path that the client registered.
    /// `None` if it is not an LwM2M path, or not one that `strictness` accepts.
    ///
    /// ```
    /// use lwm2m_codec::{Path, Strictness, link::Link};
    ///
    /// let link = Link::new("/lwm2m/3/0", &[]);
    /// assert_eq!(link.path("/lwm2m", Strictness::STRICT), Path::new(&[3, 0]));
    /// assert_eq!(link.path("/", Strictness::STRICT), None);
    /// ```
    #[must_use]
    pub fn path(&self, root: &str, strictness: Strictness) -> Option<Path> {
        lwm2m::path(self, root, strictness).ok()?.map(|(_, path)| path)
    }

    /// The bytes of the payload that hold the link, without the comma; empty unless it was decoded.
    #[must_use]
    pub const fn range(&self) -> Range<usize> {
        match self.form {
            Form::Wire(_, _, end) => self.start as usize..end as usize,
            Form::List(_) => 0..0,
        }
    }
}

impl PartialEq for Link<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.target.as_bytes() == other.target.as_bytes()
            && self.attributes().eq(other.attributes())
    }
}

impl Eq for Link<'_> {}

impl fmt::Debug for Link<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.target())?;
        self.attributes().try_for_each(|attribute| write!(f, ";{attribute:?}"))
    }
}
