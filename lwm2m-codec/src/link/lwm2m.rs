//! Links as LwM2M interprets them: paths with typed attributes.

use super::attribute::RawAttribute;
use super::notification::NotificationAttributes;
use super::parse;
use super::typed::{Slot, Typed};
use super::{Link, Links};
use crate::codec::decimal_text;
use crate::codec::sink::Sink;
use crate::error::{Error, ErrorKind, Leniency, Strictness};
use crate::model::content_format::ContentFormat;
use crate::model::path::Path;
use crate::model::value::{Text, TextBytes};
use crate::model::version::Version;

/// The resource type that marks the root of a client.
const ROOT_TYPE: &str = "oma.lwm2m";

/// The attribute that marks it.
pub(super) const ROOT_MARK: &[u8] = b";rt=\"oma.lwm2m\"";

/// The start of the version of an object.
pub(super) const VERSION: &[u8] = b";ver=";

/// An LwM2M link: a path with the attributes that LwM2M defines (Core, section 7.3).
///
/// [`Links::below`] reads them, [`encode`](super::encode) writes them.
///
/// ```
/// use lwm2m_codec::{Path, Version, link::{self, Lwm2mLink}};
///
/// let object = Path::new(&[3303]).unwrap();
/// let links = [
///     Lwm2mLink { ver: Some(Version::new(1, 1)), ..Lwm2mLink::new(object) },
///     Lwm2mLink::new(object.child(0).unwrap()),
/// ];
/// let mut buffer = [0; 64];
/// let length = link::encode(&links, &mut buffer)?;
/// assert_eq!(&buffer[..length], b"</3303>;ver=1.1,</3303/0>");
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lwm2mLink<'a> {
    /// What precedes the path: `/`, or an alternate path such as `/lwm2m`.
    pub root: &'a str,
    /// The path.
    pub path: Path,
    /// Whether the link is marked as the root of the client, by `rt="oma.lwm2m"`.
    pub marks_root: bool,
    /// The content formats that the client supports; on the root.
    pub ct: Option<Formats<'a>>,
    /// The version of the object; on objects, or on a sole instance.
    pub ver: Option<Version>,
    /// The version of LwM2M; on the root, in Bootstrap-Discover.
    pub lwm2m: Option<Version>,
    /// The number of resource instances; on multiple-instance resources.
    pub dim: Option<u16>,
    /// The short server ID, 1 to 65534, or with leniency 0; on instances of objects 0, 1 and 21.
    pub ssid: Option<u16>,
    /// The URI of the server; on instances of object 0.
    pub uri: Option<Text<'a>>,
    /// When values are reported.
    pub notification: NotificationAttributes,
}

impl<'a> Lwm2mLink<'a> {
    /// A link to a path, without attributes.
    #[must_use]
    pub const fn new(path: Path) -> Self {
        Self {
            root: "/",
            path,
            marks_root: false,
            ct: None,
            ver: None,
            lwm2m: None,
            dim: None,
            ssid: None,
            uri: None,
            notification: NotificationAttributes {
                pmin: None,
                pmax: None,
                epmin: None,
                epmax: None,
                gt: None,
                lt: None,
                st: None,
                edge: None,
                con: None,
                hqmax: None,
            },
        }
    }

    /// Reads a link into one without attributes; `false` if it is not below the root or not a path of
    /// IDs.
    fn read(
        &mut self,
        link: &Link<'a>,
        root: &'a str,
        strictness: Strictness,
    ) -> Result<bool, Error> {
        let Some((root, path)) = path(link, root, strictness)? else { return Ok(false) };
        (self.root, self.path) = (root, path);
        let mut rt = None;
        for attribute in link.raw_attributes() {
            self.read_attribute(&attribute, &mut rt, strictness)?;
        }
        self.marks_root = rt.is_some_and(is_root_type);
        Ok(true)
    }

    /// Reads an attribute, unless one of its name came before.
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn read_attribute(
        &mut self,
        attribute: &RawAttribute<'a>,
        rt: &mut Option<Text<'a>>,
        strictness: Strictness,
    ) -> Result<(), Error> {
        let slot = match attribute.name.as_bytes() {
            b"rt" if rt.is_none() => {
                *rt = Some(attribute.text()?);
                return Ok(());
            }
            b"uri" if self.uri.is_none() => {
                self.uri = Some(attribute.text()?);
                return Ok(());
            }
            b"ct" if self.ct.is_none() => {
                self.ct = Some(Formats::read(attribute)?);
                return Ok(());
            }
            b"ver" => Slot::from(&mut self.ver),
            b"lwm2m" => Slot::from(&mut self.lwm2m),
            b"dim" => Slot::from(&mut self.dim),
            b"ssid" => Slot::from(&mut self.ssid),
            name => match self.notification.slot(name) {
                Some(slot) => slot,
                None => return Ok(()),
            },
        };
        if !slot.is_filled() {
            attribute.read(slot, strictness)?;
        }
        match self.ssid {
            Some(0) if strictness.allows(Leniency::ZeroServerId) => Ok(()),
            Some(ssid @ (0 | u16::MAX)) => {
                let error = Error::new(ErrorKind::ValueOutOfRange, attribute.value_at as usize);
                Err(if ssid == 0 { error.unless(Leniency::ZeroServerId) } else { error })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn put(&self, sink: &mut Sink<'_>) -> Result<(), ErrorKind> {
        let stem = stem(self.root);
        let absolute = stem.is_empty() || stem.starts_with('/');
        if !absolute || !parse::is_target(stem.as_bytes()) || self.path.names_new_instance() {
            return Err(ErrorKind::NotRepresentable);
        }
        super::write::put_target(sink, stem, self.path);
        if self.marks_root {
            sink.put(ROOT_MARK);
        }
        if let Some(formats) = &self.ct {
            put_formats(sink, formats.iter());
        }
        put(sink, VERSION, self.ver)?;
        put(sink, b";lwm2m=", self.lwm2m)?;
        put(sink, b";dim=", self.dim)?;
        match self.ssid {
            Some(0 | u16::MAX) => return Err(ErrorKind::NumberNotRepresentable),
            ssid => put(sink, b";ssid=", ssid)?,
        }
        if let Some(uri) = self.uri {
            sink.put(b";uri=");
            super::write::put_quoted(sink, uri);
        }
        self.notification.put(sink)
    }
}

/// Writes an attribute that is present.
#[inline]
fn put(sink: &mut Sink<'_>, start: &[u8], value: Option<impl Typed>) -> Result<(), ErrorKind> {
    let Some(value) = value else { return Ok(()) };
    value.put(start, sink)
}

/// Whether [`ROOT_TYPE`] is among these space-separated types.
pub(super) fn is_root_type(types: Text<'_>) -> bool {
    // How much of it the current type matches; more than all of it once that differs.
    let mut matched = 0;
    for byte in types.bytes() {
        match ROOT_TYPE.as_bytes().get(matched) {
            Some(next) if *next == byte => matched += 1,
            None if byte == b' ' && matched == ROOT_TYPE.len() => return true,
            _ if byte == b' ' => matched = 0,
            _ => matched = usize::MAX,
        }
    }
    matched == ROOT_TYPE.len()
}

/// Splits the target of a link into root and path.
pub(super) fn path<'a>(
    link: &Link<'a>,
    root: &'a str,
    strictness: Strictness,
) -> Result<Option<(&'a str, Path)>, Error> {
    let target = link.target.as_bytes();
    let stem = stem(root).as_bytes();
    let below = target.strip_prefix(stem);
    let below = below.filter(|rest| match rest {
        [] => !stem.is_empty(),
        [first, ..] => *first == b'/' || stem.is_empty() && first.is_ascii_digit(),
    });
    let (root, text) = match below {
        Some(text) => (root, text),
        None if strictness.allows(Leniency::MissingAlternatePath) => ("/", target),
        None => return Ok(None),
    };
    if let b"" | b"/" = text {
        return Ok(below.is_some().then_some((root, Path::ROOT)));
    }
    if !text.iter().all(|byte| matches!(byte, b'/'..=b'9')) {
        return Ok(None);
    }
    let start = link.range().start + 1 + (target.len() - text.len());
    let path = match text {
        [path @ .., b'/'] if strictness.allows(Leniency::TrailingSlash) => path,
        _ => text,
    };
    let error = match Path::parse(path, strictness) {
        Ok(path) if !path.names_new_instance() => return Ok(Some((root, path))),
        Ok(_) => {
            let instance = text.iter().skip(1).position(|byte| *byte == b'/').unwrap_or_default();
            Error::new(ErrorKind::ReservedId, instance + 2)
        }
        Err(error) => error,
    };
    Err(error.at((start as u32).saturating_add(error.offset())))
}

/// A root without the slashes at its end.
#[cfg_attr(not(feature = "fast"), inline(never))]
pub(super) fn stem(root: &str) -> &str {
    let mut stem = root;
    while let Some(shorter) = stem.strip_suffix("/") {
        stem = shorter;
    }
    stem
}

/// An iterator over the LwM2M links of a payload, which ends after an error; from [`Links::below`].
#[derive(Clone, Debug)]
pub struct Lwm2mLinks<'a> {
    links: Links<'a>,
    root: &'a str,
}

impl<'a> Lwm2mLinks<'a> {
    pub(super) const fn new(links: Links<'a>, root: &'a str) -> Self {
        Self { links, root }
    }

    /// Reads the next link into `link`; otherwise as [`next`](Iterator::next). As links are large, this
    /// takes less stack.
    ///
    /// ```
    /// use lwm2m_codec::{Path, Strictness, link::{self, Lwm2mLink}};
    ///
    /// let mut links = link::decode(b"</1/0>,</3/0>", Strictness::STRICT).below("/");
    /// let mut link = Lwm2mLink::new(Path::ROOT);
    /// while let Some(result) = links.next_into(&mut link) {
    ///     result?;
    ///     assert_eq!(link.path.object_instance(), Some(0));
    /// }
    /// # Ok::<(), lwm2m_codec::Error>(())
    /// ```
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub fn next_into(&mut self, link: &mut Lwm2mLink<'a>) -> Option<Result<(), Error>> {
        *link = Lwm2mLink::new(Path::ROOT);
        loop {
            let found = match self.links.next()? {
                Ok(next) => link.read(&next, self.root, self.links.strictness()),
                Err(error) => Err(error),
            };
            match found {
                Ok(true) => return Some(Ok(())),
                Ok(false) => {}
                Err(error) => {
                    // Nothing follows it.
                    let _ = self.links.end(None);
                    return Some(Err(error));
                }
            }
        }
    }
}

impl<'a> Iterator for Lwm2mLinks<'a> {
    type Item = Result<Lwm2mLink<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut link = Lwm2mLink::new(Path::ROOT);
        Some(self.next_into(&mut link)?.map(|()| link))
    }
}

impl core::iter::FusedIterator for Lwm2mLinks<'_> {}

/// A list of content formats: the value of `ct`.
///
/// ```
/// use lwm2m_codec::{ContentFormat, link::Formats};
///
/// let formats = Formats::new(&[ContentFormat::SenmlCbor, ContentFormat::Lwm2mCbor]);
/// assert!(formats.iter().map(|format| format.number()).eq([112, 11544]));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Formats<'a>(List<'a>);

#[derive(Clone, Copy, Debug)]
enum List<'a> {
    /// Checked decimal numbers, separated by spaces.
    Wire(Text<'a>),
    Formats(&'a [ContentFormat]),
}

impl<'a> Formats<'a> {
    /// A list of these formats.
    #[must_use]
    pub const fn new(formats: &'a [ContentFormat]) -> Self {
        Self(List::Formats(formats))
    }

    /// The formats, in the order of the payload.
    pub fn iter(&self) -> impl Iterator<Item = ContentFormat> + Clone + use<'a> {
        match self.0 {
            List::Wire(text) => FormatIter::Wire(text.bytes()),
            List::Formats(formats) => FormatIter::Formats(formats.iter()),
        }
    }

    fn read(attribute: &RawAttribute<'a>) -> Result<Self, Error> {
        let text = attribute.text()?;
        let mut bytes = text.bytes();
        let mut number = cardinal(&mut bytes);
        while let Some(Some(_)) = number {
            number = cardinal(&mut bytes);
            if number.is_none() {
                return Ok(Self(List::Wire(text)));
            }
        }
        // None, or something else than a number.
        Err(Error::new(ErrorKind::InvalidInteger, attribute.value_at as usize))
    }
}

/// Writes a list of content formats, if it is not empty.
pub(super) fn put_formats(sink: &mut Sink<'_>, mut formats: impl Iterator<Item = ContentFormat>) {
    let Some(first) = formats.next() else { return };
    let mut next = formats.next();
    let quoted = next.is_some();
    sink.put(if quoted { b";ct=\"" } else { b";ct=" });
    let mut format = first;
    loop {
        decimal_text::put_number(sink, format.number().into());
        let Some(following) = next else { break };
        sink.put(b" ");
        format = following;
        next = formats.next();
    }
    if quoted {
        sink.put(b"\"");
    }
}

/// An iterator over a list of formats.
#[derive(Clone)]
enum FormatIter<'a> {
    Wire(TextBytes<'a>),
    Formats(core::slice::Iter<'a, ContentFormat>),
}

impl Iterator for FormatIter<'_> {
    type Item = ContentFormat;

    fn next(&mut self) -> Option<ContentFormat> {
        match self {
            Self::Wire(bytes) => cardinal(bytes)?.map(ContentFormat::from_number),
            Self::Formats(formats) => formats.next().copied(),
        }
    }
}

impl PartialEq for Formats<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Formats<'_> {}

/// The next of the space-separated numbers in a text; `Some(None)` for one that is not a `u16`.
fn cardinal(bytes: &mut TextBytes<'_>) -> Option<Option<u16>> {
    let mut byte = bytes.find(|&byte| byte != b' ')?;
    let mut number = 0u32;
    loop {
        // Digits that follow leave it out of range, and so does anything else.
        number = match byte {
            b'0'..=b'9' => (10 * number + u32::from(byte - b'0')).min(1 << 16),
            _ => 1 << 16,
        };
        match bytes.next() {
            Some(next) if next != b' ' => byte = next,
            _ => return Some(u16::try_from(number).ok()),
        }
    }
}
