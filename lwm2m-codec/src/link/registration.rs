//! The links of Register and Update.

#[cfg(feature = "alloc")]
use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::String,
    vec::Vec,
};

use super::lwm2m::{self, Formats, Lwm2mLink, is_root_type};
use super::{Link, Links};
use crate::error::{Error, ErrorKind};
use crate::model::content_format::ContentFormat;
use crate::model::path::Path;
use crate::model::version::Version;

/// The payload of a Register or Update request, validated (Core, section 6.2.1).
///
/// Links that are not LwM2M's, and attributes unknown to it, are skipped. `Registration` is the
/// owned form, without duplicates.
///
/// ```
/// use lwm2m_codec::{Strictness, link};
///
/// let payload = br#"</lwm2m>;rt="oma.lwm2m",</lwm2m/1/0>,</lwm2m/3/0>;ver=1.2,</lwm2m/5>,</temp>"#;
/// let links = link::decode(payload, Strictness::STRICT);
/// let registration = link::RegistrationLinks::new(links)?;
/// assert_eq!(registration.root(), "/lwm2m");
/// assert_eq!(registration.version(3).unwrap().to_string(), "1.2");
/// assert!(registration.objects().eq([1, 3, 5]));
/// assert!(registration.instances().eq([(1, 0), (3, 0)]));
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct RegistrationLinks<'a> {
    links: Links<'a>,
    root: &'a str,
}

impl<'a> RegistrationLinks<'a> {
    /// Reads links from [`decode`](super::decode) as a registration.
    ///
    /// # Errors
    /// Those of the links, [`ErrorKind::InvalidAlternatePath`], and the kinds of malformed paths
    /// and attribute values.
    pub fn new(links: Links<'a>) -> Result<Self, Error> {
        let mut root = None;
        for link in links.clone() {
            let link = link?;
            let types = link.attribute("rt").and_then(|attribute| attribute.value);
            if root.is_none() && types.is_some_and(is_root_type) {
                root = Some(alternate_path(&link)?);
            }
        }
        let root = root.unwrap_or("/");
        links.clone().below(root).try_for_each(|link| link.map(drop))?;
        Ok(Self { links, root })
    }

    /// The root of the client: `/`, or the alternate path, without a trailing slash.
    #[must_use]
    pub const fn root(&self) -> &'a str {
        self.root
    }

    /// The LwM2M links, in payload order.
    pub fn links(&self) -> impl Iterator<Item = Lwm2mLink<'a>> + Clone + use<'a> {
        self.links.clone().below(self.root).map_while(Result::ok)
    }

    /// The content formats that the client announces, besides the mandatory ones.
    pub fn formats(&self) -> impl Iterator<Item = ContentFormat> + Clone + use<'a> {
        let formats = self.at(Path::ROOT).find_map(|link| link.ct);
        formats.unwrap_or(Formats::new(&[])).iter()
    }

    /// The version of an object, from a link to it or else to one of its instances. `None` stands
    /// for the version that goes with the client's LwM2M version, or 1.0.
    #[must_use]
    pub fn version(&self, object: u16) -> Option<Version> {
        let path = Path::new(&[object])?;
        let of_instance = || {
            let below = |link: &Lwm2mLink<'_>| link.path.len() == 2 && link.path.starts_with(path);
            self.links().filter(below).find_map(|link| link.ver)
        };
        self.at(path).find_map(|link| link.ver).or_else(of_instance)
    }

    /// The objects, in payload order. An object repeats if links to others separate its links.
    pub fn objects(&self) -> impl Iterator<Item = u16> + Clone + use<'a> {
        let mut last = None;
        // Links to resources do not belong in a registration.
        let links = self.links().filter(|link| link.path.len() <= 2);
        links.filter_map(|link| link.path.object()).filter(move |&object| {
            let new = last != Some(object);
            last = Some(object);
            new
        })
    }

    /// The object instances, as object and instance ID, in payload order, duplicates included.
    pub fn instances(&self) -> impl Iterator<Item = (u16, u16)> + Clone + use<'a> {
        self.links()
            .filter(|link| link.path.len() == 2)
            .filter_map(|link| Some((link.path.object()?, link.path.object_instance()?)))
    }

    fn at(&self, path: Path) -> impl Iterator<Item = Lwm2mLink<'a>> + use<'a> {
        self.links().filter(move |link| link.path == path)
    }
}

/// The target of a root link, without a trailing slash.
fn alternate_path<'a>(link: &Link<'a>) -> Result<&'a str, Error> {
    let target = link.target();
    let root = lwm2m::stem(target);
    if root.is_empty() && !target.is_empty() {
        return Ok("/");
    }
    if !is_alternate_path(root) {
        return Err(Error::new(ErrorKind::InvalidAlternatePath, link.range().start + 1));
    }
    Ok(root)
}

/// Whether a path is absolute and no segment of it could be taken for an ID.
pub(super) fn is_alternate_path(path: &str) -> bool {
    let numeric = |segment: &[u8]| !segment.is_empty() && segment.iter().all(u8::is_ascii_digit);
    path.starts_with('/') && !path.as_bytes().split(|&byte| byte == b'/').any(numeric)
}

/// What a client registers, in owned form.
///
/// ```
/// use lwm2m_codec::{Strictness, link::{self, Registration}};
///
/// let payload = br#"</>;rt="oma.lwm2m";ct="110 112",</1/0>,</1/1>,</3>;ver=1.1,</3/0>,</5>"#;
/// let registration = Registration::from_links(link::decode(payload, Strictness::STRICT))?;
/// assert!(registration.objects[&1].instances.iter().eq(&[0, 1]));
/// assert_eq!(registration.objects[&3].version.unwrap().to_string(), "1.1");
/// assert!(registration.objects[&5].instances.is_empty());
/// assert_eq!(link::encode_to_vec(registration.links())?, payload);
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[cfg(feature = "alloc")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The root of the client: `/` or the alternate path.
    pub root: String,
    /// The content formats that the client announces.
    pub formats: Vec<ContentFormat>,
    /// The objects by their IDs.
    pub objects: BTreeMap<u16, RegisteredObject>,
}

/// An object of a [`Registration`].
#[cfg(feature = "alloc")]
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RegisteredObject {
    /// The version, if given.
    pub version: Option<Version>,
    /// The IDs of its instances.
    pub instances: BTreeSet<u16>,
}

#[cfg(feature = "alloc")]
impl Registration {
    /// Reads links from [`decode`](super::decode).
    ///
    /// # Errors
    /// As [`RegistrationLinks::new`].
    pub fn from_links(links: Links<'_>) -> Result<Self, Error> {
        Ok(Self::from(&RegistrationLinks::new(links)?))
    }

    /// The links to [`encode`](super::encode): the root if it has anything to announce, then for
    /// each object one to itself if it has a version or no instances, and those to its instances.
    pub fn links(&self) -> impl Iterator<Item = Lwm2mLink<'_>> + Clone {
        let root = Lwm2mLink {
            root: &self.root,
            marks_root: true,
            ct: (!self.formats.is_empty()).then_some(Formats::new(&self.formats)),
            ..Lwm2mLink::new(Path::ROOT)
        };
        let is_default = root.ct.is_none() && self.root == "/";
        let link =
            |ids: &[u16]| Some(Lwm2mLink { root: &self.root, ..Lwm2mLink::new(Path::new(ids)?) });
        let objects = self.objects.iter().flat_map(move |(&id, object)| {
            let needed = object.version.is_some() || object.instances.is_empty();
            let itself = link(&[id]).filter(|_| needed);
            let itself = itself.map(|link| Lwm2mLink { ver: object.version, ..link });
            itself
                .into_iter()
                .chain(object.instances.iter().filter_map(move |&instance| link(&[id, instance])))
        });
        (!is_default).then_some(root).into_iter().chain(objects)
    }
}

#[cfg(feature = "alloc")]
impl From<&RegistrationLinks<'_>> for Registration {
    fn from(registration: &RegistrationLinks<'_>) -> Self {
        let mut objects = BTreeMap::<u16, RegisteredObject>::new();
        // The version on a link to the object takes precedence over one on an instance.
        for length in [1, 2] {
            for link in registration.links().filter(|link| link.path.len() == length) {
                let Some(id) = link.path.object() else { continue };
                let object = objects.entry(id).or_default();
                object.version = object.version.or(link.ver);
                object.instances.extend(link.path.object_instance());
            }
        }
        Self {
            root: registration.root().into(),
            formats: registration.formats().collect(),
            objects,
        }
    }
}
