//! Encoding links.

use core::cell::Cell;
use core::ffi::c_void;

use lwm2m_codec::link::{self, AnyLink, Formats, IntoLink, NotificationAttributes};
use lwm2m_codec::{ContentFormat, Error, Text};

use crate::encode::{needed_length, put_length};
use crate::error::{ErrorInfo, report};
use crate::link::{Attribute, Link, Lwm2mLink, Version};
use crate::numbers::{self as n, Edge, LWM2MC_MAX_ATTRIBUTES};
use crate::pointer;
use crate::status::{Fault, Status, StatusCode};
use crate::storage;

/// Where links to encode come from: an array or a callback, which is asked for each index once, in
/// order, and by `lwm2mc_links_encoded_length()` as well.
#[repr(C)]
pub struct LinkSource {
    /// The links; `NULL` if there is a callback.
    pub links: *const Lwm2mLink,
    /// How many links the array has.
    pub count: usize,
    /// Gives the link with this index, from 0, which it finds filled with zeros; `NULL` if there is
    /// an array. What the link points to must stay valid until the next call. Returns `LWM2MC_OK`;
    /// `LWM2MC_END` if there is none; anything else ends the encoding, which returns it in turn.
    pub get: Option<
        unsafe extern "C" fn(user: *mut c_void, index: usize, link: *mut Lwm2mLink) -> Status,
    >,
    /// What the callback is given.
    pub user: *mut c_void,
}

/// The attributes and formats of the link that is being written.
struct Scratch<'a> {
    attributes: [link::Attribute<'a>; LWM2MC_MAX_ATTRIBUTES],
    formats: [ContentFormat; LWM2MC_MAX_ATTRIBUTES],
}

/// An iterator over the links of a source. It is not `Clone`: what it gave last lies in the scratch.
struct Iter<'a> {
    source: &'a LinkSource,
    index: usize,
    fault: &'a Cell<Option<Fault>>,
    scratch: *mut Scratch<'a>,
}

/// A link, which is written before the next one is asked for.
struct Item<'a>(AnyLink<'a>);

impl<'a> IntoLink<'a> for Item<'a> {
    fn into_link(self) -> Result<AnyLink<'a>, Error> {
        Ok(self.0)
    }
}

const MALFORMED: StatusCode = StatusCode::LWM2MC_ERROR_MALFORMED;

impl<'a> Iter<'a> {
    fn get(&mut self) -> Result<Option<Item<'a>>, Fault> {
        let mut given = Lwm2mLink::ZERO;
        let link = match self.source.get {
            Some(get) => {
                // SAFETY: the callback is one that the caller gave for this.
                match unsafe { get(self.source.user, self.index, &raw mut given) } {
                    0 => &given,
                    status if status == StatusCode::LWM2MC_END as Status => return Ok(None),
                    status => return Err(Fault::Status(status, 0)),
                }
            }
            None if self.index >= self.source.count => return Ok(None),
            // SAFETY: the caller guarantees this number of links.
            None => unsafe { &*self.source.links.add(self.index) },
        };
        // SAFETY: what the links point to is valid, as the caller promises.
        unsafe {
            Ok(Some(Item(match link.plain.as_ref() {
                Some(plain) => AnyLink::Link(self.plain(plain)?),
                None => AnyLink::Lwm2m(self.lwm2m(link)?),
            })))
        }
    }

    /// # Safety
    /// The pointers in the link are `NULL` or valid within `'a`.
    unsafe fn plain(&mut self, link: &Link) -> Result<link::Link<'a>, Fault> {
        // SAFETY: the scratch outlives this; links that were read from it before were written and
        // are not used any more. Pointers are as the caller promises.
        unsafe {
            let target = pointer::text(link.target.cast(), link.target_length, MALFORMED)?;
            let places = &mut (*self.scratch).attributes;
            let mut count = 0;
            let mut add = |attribute| {
                *places.get_mut(count).ok_or(MALFORMED)? = attribute;
                count += 1;
                Ok::<_, Fault>(())
            };
            let wire = (&raw const link.private_attributes).cast_mut();
            match storage::place_of(wire) {
                Ok(attributes) => (*attributes).clone().try_for_each(add)?,
                Err(_) if link.attribute_count == 0 => {}
                Err(_) => {
                    for index in 0..link.attribute_count {
                        let attributes = pointer::reference(link.attributes)? as *const Attribute;
                        add((*attributes.add(index)).core()?)?;
                    }
                }
            }
            let attributes = (&raw const (*self.scratch).attributes).cast::<link::Attribute<'a>>();
            Ok(link::Link::new(target, core::slice::from_raw_parts(attributes, count)))
        }
    }

    /// # Safety
    /// As [`Iter::plain`].
    unsafe fn lwm2m(&mut self, link: &Lwm2mLink) -> Result<link::Lwm2mLink<'a>, Fault> {
        // SAFETY: as in `plain`.
        let (root, formats, uri) = unsafe {
            let root = match link.root_length {
                0 => "/",
                length => pointer::text(link.root.cast(), length, MALFORMED)?,
            };
            let formats = match link.wire_formats() {
                Some(formats) => Some(formats),
                None if link.formats.is_null() => None,
                None => Some(self.formats(link)?),
            };
            let has_uri = link.present & n::LWM2MC_HAS_URI != 0;
            (root, formats, if has_uri { Some(link.uri.text()?) } else { None })
        };
        let path = link.path.core().map_err(|_| Fault::from(MALFORMED))?;
        let has = |bit| link.present & bit != 0;
        let version = |bit, version: Version| {
            has(bit).then(|| lwm2m_codec::Version::new(version.major, version.minor))
        };
        let number = |bit, number: u32| has(bit).then_some(number);
        let threshold = |bit, number: f64| has(bit).then_some(number);
        let edge = match link.edge {
            _ if !has(n::LWM2MC_HAS_EDGE) => None,
            edge if edge == Edge::LWM2MC_EDGE_FALLING as u8 => Some(link::Edge::Falling),
            edge if edge == Edge::LWM2MC_EDGE_RISING as u8 => Some(link::Edge::Rising),
            _ => return Err(MALFORMED.into()),
        };
        Ok(link::Lwm2mLink {
            root,
            marks_root: link.marks_root != 0,
            ct: formats,
            ver: version(n::LWM2MC_HAS_VERSION, link.version),
            lwm2m: version(n::LWM2MC_HAS_LWM2M_VERSION, link.lwm2m_version),
            dim: has(n::LWM2MC_HAS_DIM).then_some(link.dim),
            ssid: has(n::LWM2MC_HAS_SSID).then_some(link.ssid),
            uri,
            notification: NotificationAttributes {
                pmin: number(n::LWM2MC_HAS_PMIN, link.pmin),
                pmax: number(n::LWM2MC_HAS_PMAX, link.pmax),
                epmin: number(n::LWM2MC_HAS_EPMIN, link.epmin),
                epmax: number(n::LWM2MC_HAS_EPMAX, link.epmax),
                hqmax: number(n::LWM2MC_HAS_HQMAX, link.hqmax),
                gt: threshold(n::LWM2MC_HAS_GT, link.gt),
                lt: threshold(n::LWM2MC_HAS_LT, link.lt),
                st: threshold(n::LWM2MC_HAS_ST, link.st),
                con: has(n::LWM2MC_HAS_CON).then_some(link.con != 0),
                edge,
            },
            ..link::Lwm2mLink::new(path)
        })
    }

    /// # Safety
    /// As [`Iter::plain`]; the link has an array of formats.
    unsafe fn formats(&mut self, link: &Lwm2mLink) -> Result<Formats<'a>, Fault> {
        // SAFETY: as in `plain`.
        unsafe {
            let places = &mut (*self.scratch).formats;
            for index in 0..link.format_count {
                let number = *link.formats.add(index);
                *places.get_mut(index).ok_or(MALFORMED)? = ContentFormat::from_number(number);
            }
            let formats = (&raw const (*self.scratch).formats).cast::<ContentFormat>();
            Ok(Formats::new(core::slice::from_raw_parts(formats, link.format_count)))
        }
    }
}

impl Attribute {
    /// The attribute of the core.
    ///
    /// # Safety
    /// Its pointers are `NULL` or valid within `'a`.
    unsafe fn core<'a>(&self) -> Result<link::Attribute<'a>, Fault> {
        // SAFETY: as the caller promises.
        let (name, value) = unsafe {
            let name = pointer::text(self.name.cast(), self.name_length, MALFORMED)?;
            (name, if self.has_value != 0 { Some(self.value.text()?) } else { None })
        };
        let attribute = value.map_or(link::Attribute::flag(name), |value: Text<'a>| {
            link::Attribute::new(name, value)
        });
        Ok(if self.quoted != 0 { attribute.quoted() } else { attribute })
    }
}

impl<'a> Iterator for Iter<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.get() {
            Ok(link) => {
                self.index += 1;
                link
            }
            Err(fault) => {
                let index = u32::try_from(self.index).unwrap_or(u32::MAX);
                self.fault.set(Some(Fault::Status(fault.status(), index)));
                None
            }
        }
    }
}

/// Encodes links into `buffer`: the payload of Register, Update or the answer to Discover.
///
/// Returns `LWM2MC_OK`, with the length in `length` if that is not `NULL`;
/// `LWM2MC_ERROR_BUFFER_TOO_SMALL`, with the length that is needed in `length` and in the error;
/// `LWM2MC_ERROR_NULL`; what a callback returned; with the index of the link
/// `LWM2MC_ERROR_MALFORMED`, `LWM2MC_ERROR_NOT_REPRESENTABLE` for a target that is no URI or the
/// name of an attribute that is none, and `LWM2MC_ERROR_NUMBER_NOT_REPRESENTABLE` for a number
/// outside what the attribute has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_links_encode(
    source: *const LinkSource,
    buffer: *mut c_void,
    capacity: usize,
    length: *mut usize,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        // SAFETY: all are NULL or valid.
        let result = unsafe { encode(source, pointer::buffer(buffer, capacity)?) };
        // SAFETY: the same.
        unsafe { put_length(length, &result) };
        result.map(|_| StatusCode::LWM2MC_OK)
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}

/// # Safety
/// The source is `NULL` or valid.
unsafe fn encode(source: *const LinkSource, buffer: &mut [u8]) -> Result<usize, Fault> {
    // SAFETY: as the caller promises.
    let source = unsafe { pointer::reference(source) }?;
    if source.get.is_none() && source.count > 0 && source.links.is_null() {
        return Err(StatusCode::LWM2MC_ERROR_NULL.into());
    }
    let mut scratch = Scratch {
        attributes: [link::Attribute::flag(""); LWM2MC_MAX_ATTRIBUTES],
        formats: [ContentFormat::Text; LWM2MC_MAX_ATTRIBUTES],
    };
    let fault = Cell::new(None);
    let links = Iter { source, index: 0, fault: &fault, scratch: &raw mut scratch };
    let result = link::encode(links, buffer);
    match fault.get() {
        Some(fault) => Err(fault),
        None => result.map_err(Fault::from),
    }
}

/// Says how many bytes `lwm2mc_links_encode()` will write.
///
/// Returns `LWM2MC_OK`, or what `lwm2mc_links_encode()` returns except
/// `LWM2MC_ERROR_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_links_encoded_length(
    source: *const LinkSource,
    length: *mut usize,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        if length.is_null() {
            return Err(StatusCode::LWM2MC_ERROR_NULL.into());
        }
        // SAFETY: the source is NULL or valid, the length is not NULL.
        unsafe { needed_length(length, encode(source, &mut [])) }
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}
