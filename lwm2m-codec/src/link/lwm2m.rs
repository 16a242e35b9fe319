//! Links as LwM2M interprets them: paths with typed attributes.

use super::attribute::Attribute;
use super::notification::NotificationAttributes;
use super::parse;
use super::typed::Typed;
use super::{Link, Links};
use crate::codec::decimal_text;
use crate::codec::sink::Sink;
use crate::error::{Error, ErrorKind, Leniency, Strictness};
use crate::model::content_format::ContentFormat;
use crate::model::path::Path;
use crate::model::value::Text;
use crate::model::version::Version;

/// The resource type that marks the root of a client.
const ROOT_TYPE: &str = "oma.lwm2m";

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
    /// The short server ID, 1 to 65534; on instances of objects 0, 1 and 21.
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

    /// Reads a link; `None` if it is not below the root or not a path of IDs.
    fn read(link: &Link<'a>, root: &'a str, strictness: Strictness) -> Result<Option<Self>, Error> {
        let Some((root, path)) = path(link, root, strictness)? else { return Ok(None) };
        let mut read = Self { root, ..Self::new(path) };
        let mut rt = None;
        for attribute in link.attributes() {
            match attribute.name {
                "rt" if rt.is_none() => rt = Some(attribute.text()?),
                "ct" if read.ct.is_none() => read.ct = Some(Formats::read(&attribute)?),
                "ver" if read.ver.is_none() => read.ver = Some(attribute.read()?),
                "lwm2m" if read.lwm2m.is_none() => read.lwm2m = Some(attribute.read()?),
                "dim" if read.dim.is_none() => read.dim = Some(attribute.read()?),
                "ssid" if read.ssid.is_none() => read.ssid = Some(ssid(&attribute)?),
                "uri" if read.uri.is_none() => read.uri = Some(attribute.text()?),
                _ => read.notification.read(&attribute)?,
            }
        }
        read.marks_root = rt.is_some_and(is_root_type);
        Ok(Some(read))
    }

    pub(super) fn put(&self, sink: &mut Sink<'_>) -> Result<(), ErrorKind> {
        let stem = self.root.trim_end_matches('/');
        let absolute = stem.is_empty() || stem.starts_with('/');
        if !absolute || !parse::is_target(stem) || self.path.names_new_instance() {
            return Err(ErrorKind::NotRepresentable);
        }
        sink.put(b"<");
        sink.put(stem.as_bytes());
        for &id in self.path.ids() {
            sink.put(b"/");
            decimal_text::put_unsigned(sink, id.into());
        }
        sink.put(if stem.is_empty() && self.path == Path::ROOT { b"/>" } else { b">" });
        if self.marks_root {
            sink.put(b";rt=\"oma.lwm2m\"");
        }
        if let Some(formats) = &self.ct {
            formats.put(sink);
        }
        put(sink, b";ver=", self.ver)?;
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
fn put(sink: &mut Sink<'_>, start: &[u8], value: Option<impl Typed>) -> Result<(), ErrorKind> {
    let Some(value) = value else { return Ok(()) };
    sink.put(start);
    value.put(sink)
}

/// A short server ID; 0 and 65535 are reserved.
fn ssid(attribute: &Attribute<'_>) -> Result<u16, Error> {
    match attribute.read()? {
        0 | u16::MAX => Err(Error::new(ErrorKind::ValueOutOfRange, attribute.value_at as usize)),
        ssid => Ok(ssid),
    }
}

/// Whether [`ROOT_TYPE`] is among these space-separated types.
pub(super) fn is_root_type(types: Text<'_>) -> bool {
    // How much of `ROOT_TYPE` the current type matches; `None` once it differs.
    let mut matched = Some(0);
    for byte in types.bytes() {
        if byte != b' ' {
            matched = matched.filter(|&at| ROOT_TYPE.as_bytes().get(at) == Some(&byte));
            matched = matched.map(|at| at + 1);
        } else if matched == Some(ROOT_TYPE.len()) {
            return true;
        } else {
            matched = Some(0);
        }
    }
    matched == Some(ROOT_TYPE.len())
}

/// Splits the target of a link into root and path.
pub(super) fn path<'a>(
    link: &Link<'a>,
    root: &'a str,
    strictness: Strictness,
) -> Result<Option<(&'a str, Path)>, Error> {
    let target = link.target();
    let stem = root.trim_end_matches('/');
    let below = target.strip_prefix(stem);
    let below = below.filter(|rest| rest.starts_with('/') || (rest.is_empty() && !stem.is_empty()));
    let (root, text) = match below {
        Some(text) => (root, text),
        None if strictness.allows(Leniency::MissingAlternatePath) => ("/", target),
        None => return Ok(None),
    };
    if matches!(text, "" | "/") {
        return Ok(below.is_some().then_some((root, Path::ROOT)));
    }
    if !text.starts_with('/') || !text.bytes().all(|byte| byte == b'/' || byte.is_ascii_digit()) {
        return Ok(None);
    }
    let start = link.range().start + 1 + (target.len() - text.len());
    let path = match text.strip_suffix('/') {
        Some(path) if strictness.allows(Leniency::TrailingSlash) => path,
        _ => text,
    };
    let at = |error: Error| Error::new(error.kind(), start + error.offset() as usize);
    let path = path.parse::<Path>().map_err(at)?;
    if path.names_new_instance() {
        let instance = text.bytes().skip(1).position(|byte| byte == b'/').map_or(0, |at| at + 2);
        return Err(Error::new(ErrorKind::ReservedId, start + instance));
    }
    Ok(Some((root, path)))
}

/// An iterator over the LwM2M links of a payload, which ends after an error; from [`Links::below`].
#[derive(Clone, Debug)]
pub struct Lwm2mLinks<'a> {
    links: Links<'a>,
    root: &'a str,
    done: bool,
}

impl<'a> Lwm2mLinks<'a> {
    pub(super) const fn new(links: Links<'a>, root: &'a str) -> Self {
        Self { links, root, done: false }
    }
}

impl<'a> Iterator for Lwm2mLinks<'a> {
    type Item = Result<Lwm2mLink<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let read = match self.links.next()? {
                Ok(link) => Lwm2mLink::read(&link, self.root, self.links.strictness()),
                Err(error) => Err(error),
            };
            match read {
                Ok(Some(link)) => return Some(Ok(link)),
                Ok(None) => {}
                Err(error) => {
                    self.done = true;
                    return Some(Err(error));
                }
            }
        }
        None
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
        let (wire, formats) = match self.0 {
            List::Wire(text) => (text, &[][..]),
            List::Formats(formats) => (Text::from(""), formats),
        };
        let read = cardinals(wire.bytes()).flatten().map(ContentFormat::from_number);
        formats.iter().copied().chain(read)
    }

    fn read(attribute: &Attribute<'a>) -> Result<Self, Error> {
        let text = attribute.text()?;
        let mut numbers = cardinals(text.bytes());
        // At least one, and nothing but numbers.
        if numbers.next().flatten().is_none() || numbers.any(|number| number.is_none()) {
            return Err(Error::new(ErrorKind::InvalidInteger, attribute.value_at as usize));
        }
        Ok(Self(List::Wire(text)))
    }

    fn put(&self, sink: &mut Sink<'_>) {
        let mut formats = self.iter().map(|format| u64::from(format.number()));
        let (Some(first), second) = (formats.next(), formats.next()) else { return };
        sink.put(if second.is_some() { b";ct=\"" } else { b";ct=" });
        decimal_text::put_unsigned(sink, first);
        for number in second.into_iter().chain(formats) {
            sink.put(b" ");
            decimal_text::put_unsigned(sink, number);
        }
        if second.is_some() {
            sink.put(b"\"");
        }
    }
}

impl PartialEq for Formats<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Formats<'_> {}

/// The space-separated numbers in text; `None` for one that is not a `u16`.
fn cardinals(
    mut bytes: impl Iterator<Item = u8> + Clone,
) -> impl Iterator<Item = Option<u16>> + Clone {
    core::iter::from_fn(move || {
        let mut byte = bytes.find(|&byte| byte != b' ')?;
        let mut number = Some(0u16);
        loop {
            number = number.filter(|_| byte.is_ascii_digit()).and_then(|number| {
                number.checked_mul(10)?.checked_add(u16::from(byte.wrapping_sub(b'0')))
            });
            match bytes.next() {
                Some(next) if next != b' ' => byte = next,
                _ => return Some(number),
            }
        }
    })
}
