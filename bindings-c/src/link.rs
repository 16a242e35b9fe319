//! Decoding links.

use core::ffi::{c_char, c_void};

use lwm2m_codec::link::{self, Edge, Formats};
use lwm2m_codec::{Strictness, Version as CoreVersion};

use crate::data::{Data, Wire};
use crate::error::{ErrorInfo, report};
use crate::numbers::{self as n, Edge as EdgeNumber};
use crate::path::Path;
use crate::pointer;
use crate::status::{Fault, Status, StatusCode};
use crate::storage::{self, Attributes, Links, Lwm2mLinks, Storage};

// SAFETY: only this module uses it, and as the trait says.
unsafe impl Storage for Links {
    type State = link::Links<'static>;
    const MARK: u32 = 0x4c32_0004;
}

// SAFETY: the same.
unsafe impl Storage for Lwm2mLinks {
    type State = link::Lwm2mLinks<'static>;
    const MARK: u32 = 0x4c32_0005;
}

// SAFETY: the same.
unsafe impl Storage for Attributes {
    type State = link::Attributes<'static>;
    const MARK: u32 = 0x4c32_0006;
}

/// A link as it is: a target with attributes.
///
/// One to encode needs a target and, if it has attributes, the array of them; the rest are zeros.
/// One that was decoded can be encoded as well, unless attributes were taken from it.
#[repr(C)]
pub struct Link {
    /// The target: a path, or any URI reference.
    pub target: *const c_char,
    /// Its length.
    pub target_length: usize,
    /// For encoders: the attributes. `NULL` in a link that was decoded, whose attributes
    /// `lwm2mc_link_next_attribute()` gives.
    pub attributes: *const Attribute,
    /// How many there are in the array, at most `LWM2MC_MAX_ATTRIBUTES`.
    pub attribute_count: usize,
    /// Of decoders: the bytes of the payload that the link was read from, without the comma.
    pub start: u32,
    /// The byte after these.
    pub end: u32,
    /// The attributes of a link that was decoded.
    pub private_attributes: Attributes,
}

/// An attribute of a link.
#[repr(C)]
pub struct Attribute {
    /// The name.
    pub name: *const c_char,
    /// Its length.
    pub name_length: usize,
    /// Whether there is a value: 0 or 1.
    pub has_value: u8,
    /// Whether the value stands between quotes: 0 or 1. Encoders also set quotes where the value
    /// needs them.
    pub quoted: u8,
    /// The value, without quotes.
    pub value: Data,
}

/// A version, `major.minor`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Version {
    /// The number before the point.
    pub major: u16,
    /// The number after the point.
    pub minor: u16,
}

/// A link as LwM2M reads it: a path with typed attributes. `present` says which ones there are.
#[repr(C)]
pub struct Lwm2mLink {
    /// For encoders: if it is not `NULL`, the link as it is, and all other members are ignored.
    pub plain: *const Link,
    /// What stands before the path: an alternate path such as `/lwm2m`; `/` if there is none.
    pub root: *const c_char,
    /// Its length; 0 is the same as `/`.
    pub root_length: usize,
    /// The path.
    pub path: Path,
    /// Whether the link is marked as the root of the client, by `rt="oma.lwm2m"`: 0 or 1.
    pub marks_root: u8,
    /// `edge`: when the change of a Boolean is reported, one of `lwm2mc_edge_t`.
    pub edge: u8,
    /// `con`: whether notifications are confirmable: 0 or 1.
    pub con: u8,
    /// Bits `LWM2MC_HAS_...`.
    pub present: u32,
    /// `ct`: the content formats that the client supports, for encoders. `NULL` in a link that was
    /// decoded, whose formats `lwm2mc_link_formats()` gives.
    pub formats: *const u16,
    /// How many there are in the array, at most `LWM2MC_MAX_ATTRIBUTES`.
    pub format_count: usize,
    /// `ver`: the version of the object.
    pub version: Version,
    /// `lwm2m`: the version of LwM2M.
    pub lwm2m_version: Version,
    /// `dim`: the number of resource instances.
    pub dim: u16,
    /// `ssid`: the short server ID.
    pub ssid: u16,
    /// `uri`: the URI of the server.
    pub uri: Data,
    /// `pmin`: seconds between two notifications at least.
    pub pmin: u32,
    /// `pmax`: seconds between two notifications at most.
    pub pmax: u32,
    /// `epmin`: seconds between two looks at the value at least.
    pub epmin: u32,
    /// `epmax`: seconds between two looks at the value at most.
    pub epmax: u32,
    /// `hqmax`: how many notifications a client keeps.
    pub hqmax: u32,
    /// `gt`: report when the value crosses this.
    pub gt: f64,
    /// `lt`: the same.
    pub lt: f64,
    /// `st`: report when the value has changed by this.
    pub st: f64,
    /// The formats of a link that was decoded.
    pub private_formats: Wire,
}

/// Makes a decoder of links as they are, which RFC 6690 defines.
///
/// The payload must outlive the decoder and stay as it is. `leniencies` are as those of a context.
///
/// Returns `LWM2MC_OK` or `LWM2MC_ERROR_NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_links_init(
    links: *mut Links,
    payload: *const c_void,
    length: usize,
    leniencies: u64,
) -> Status {
    let outcome = || {
        // SAFETY: the caller keeps the payload.
        unsafe {
            storage::initialize(links, |place| {
                let payload = pointer::bytes::<'static>(payload, length)?;
                place.write(link::decode(payload, Strictness::from_bits_truncate(leniencies)));
                Ok(())
            })
        }?;
        Ok(StatusCode::LWM2MC_OK)
    };
    // SAFETY: there is no error to fill in.
    unsafe { report(outcome(), core::ptr::null_mut()) }
}

/// Gives the next link. It points into the payload.
///
/// Returns `LWM2MC_OK` if there is a link; `LWM2MC_END` at the end of the payload and after an
/// error; `LWM2MC_ERROR_NULL`, `LWM2MC_ERROR_NOT_INITIALIZED`, or an error of decoding with the
/// offset in the payload.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_links_next(
    links: *mut Links,
    link: *mut Link,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        // SAFETY: the decoder is NULL or valid.
        let state = unsafe { storage::state(links) }?;
        if link.is_null() {
            return Err(StatusCode::LWM2MC_ERROR_NULL.into());
        }
        let Some(next) = state.next().transpose()? else { return Ok(StatusCode::LWM2MC_END) };
        let range = next.range();
        // SAFETY: there is room for a link, all of whose members are numbers and pointers.
        unsafe {
            link.write_bytes(0, 1);
            let attributes = &raw mut (*link).private_attributes;
            storage::initialize(attributes, |place| {
                place.write(next.attributes());
                Ok(())
            })?;
            (*link).target = next.target().as_ptr().cast();
            (*link).target_length = next.target().len();
            (*link).start = range.start as u32;
            (*link).end = range.end as u32;
        }
        Ok(StatusCode::LWM2MC_OK)
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}

/// Gives the next attribute of a link that was decoded, and takes it from it. It points into the
/// payload.
///
/// Returns `LWM2MC_OK` if there is an attribute; `LWM2MC_END` if there is none any more;
/// `LWM2MC_ERROR_NULL` or `LWM2MC_ERROR_NOT_INITIALIZED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_link_next_attribute(
    link: *mut Link,
    attribute: *mut Attribute,
) -> Status {
    let outcome = || {
        if link.is_null() || attribute.is_null() {
            return Err(StatusCode::LWM2MC_ERROR_NULL.into());
        }
        // SAFETY: the link is valid.
        let state = unsafe { storage::state(&raw mut (*link).private_attributes) }?;
        let Some(next) = state.next() else { return Ok(StatusCode::LWM2MC_END) };
        let new = Attribute {
            name: next.name.as_ptr().cast(),
            name_length: next.name.len(),
            has_value: next.value.is_some().into(),
            quoted: next.quoted.into(),
            value: next.value.map_or(Data::from(""), Data::from),
        };
        // SAFETY: there is room for an attribute.
        unsafe { pointer::put(attribute, new) };
        Ok(StatusCode::LWM2MC_OK)
    };
    // SAFETY: there is no error to fill in.
    unsafe { report(outcome(), core::ptr::null_mut()) }
}

/// Makes a decoder of links as LwM2M reads them, for Discover and Bootstrap-Discover: those below
/// `root`, which is `/` or the alternate path that the client registered. Others, and attributes
/// unknown to LwM2M, are left out.
///
/// The payload and the root must outlive the decoder and stay as they are.
///
/// Returns `LWM2MC_OK`, `LWM2MC_ERROR_NULL`, or `LWM2MC_ERROR_ARGUMENT` for a root that is not
/// UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_lwm2m_links_init(
    links: *mut Lwm2mLinks,
    payload: *const c_void,
    length: usize,
    root: *const c_char,
    root_length: usize,
    leniencies: u64,
) -> Status {
    let outcome = || {
        // SAFETY: the caller keeps the payload and the root.
        unsafe {
            storage::initialize(links, |place| {
                let payload = pointer::bytes::<'static>(payload, length)?;
                let fault = StatusCode::LWM2MC_ERROR_ARGUMENT;
                let root = pointer::text::<'static>(root.cast(), root_length, fault)?;
                place.write(
                    link::decode(payload, Strictness::from_bits_truncate(leniencies)).below(root),
                );
                Ok(())
            })
        }?;
        Ok(StatusCode::LWM2MC_OK)
    };
    // SAFETY: there is no error to fill in.
    unsafe { report(outcome(), core::ptr::null_mut()) }
}

/// Makes a decoder of the links of Register and Update, after all of them were checked, and finds
/// the root of the client: `/`, or the alternate path, which points into the payload.
///
/// The version of an object is that of the link to it or else of one to an instance of it; the
/// content formats are those of the link whose path is the root.
///
/// The payload must outlive the decoder and stay as it is.
///
/// Returns `LWM2MC_OK`, with the root if `root` and `root_length` are not `NULL`;
/// `LWM2MC_ERROR_NULL`, or an error of decoding with the offset in the payload.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_registration_init(
    links: *mut Lwm2mLinks,
    payload: *const c_void,
    length: usize,
    leniencies: u64,
    root: *mut *const c_char,
    root_length: *mut usize,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        // SAFETY: the caller keeps the payload, and the other pointers are NULL or valid.
        unsafe {
            storage::initialize(links, |place| {
                let payload = pointer::bytes::<'static>(payload, length)?;
                let decoded = link::decode(payload, Strictness::from_bits_truncate(leniencies));
                let found = link::RegistrationLinks::new(decoded.clone())?.root();
                pointer::put(root, found.as_ptr().cast());
                pointer::put(root_length, found.len());
                place.write(decoded.below(found));
                Ok(())
            })
        }?;
        Ok(StatusCode::LWM2MC_OK)
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}

/// Gives the next link. It points into the payload.
///
/// Returns as `lwm2mc_links_next()`; errors are also those of malformed paths and attribute values.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_lwm2m_links_next(
    links: *mut Lwm2mLinks,
    link: *mut Lwm2mLink,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        // SAFETY: the decoder is NULL or valid.
        let state = unsafe { storage::state(links) }?;
        if link.is_null() {
            return Err(StatusCode::LWM2MC_ERROR_NULL.into());
        }
        let Some(next) = state.next().transpose()? else { return Ok(StatusCode::LWM2MC_END) };
        // SAFETY: there is room for a link.
        unsafe { pointer::put(link, Lwm2mLink::new(&next)) };
        Ok(StatusCode::LWM2MC_OK)
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}

impl Lwm2mLink {
    fn new(link: &link::Lwm2mLink<'_>) -> Self {
        let mut present = 0;
        let version = |version: CoreVersion| Version { major: version.major, minor: version.minor };
        let of = &link.notification;
        let mut new = Self {
            root: link.root.as_ptr().cast(),
            root_length: link.root.len(),
            path: link.path.into(),
            marks_root: link.marks_root.into(),
            ..Self::ZERO
        };
        let mut has = |bit: u32| present |= bit;
        macro_rules! take {
            ($($value:expr => $member:ident, $bit:ident, $convert:expr;)+) => {
                $(if let Some(value) = $value {
                    has(n::$bit);
                    new.$member = $convert(value);
                })+
            };
        }
        take! {
            link.ct => private_formats, LWM2MC_HAS_FORMATS, Wire::keep::<Formats<'_>>;
            link.ver => version, LWM2MC_HAS_VERSION, version;
            link.lwm2m => lwm2m_version, LWM2MC_HAS_LWM2M_VERSION, version;
            link.dim => dim, LWM2MC_HAS_DIM, u16::from;
            link.ssid => ssid, LWM2MC_HAS_SSID, u16::from;
            link.uri => uri, LWM2MC_HAS_URI, Data::from;
            of.pmin => pmin, LWM2MC_HAS_PMIN, u32::from;
            of.pmax => pmax, LWM2MC_HAS_PMAX, u32::from;
            of.epmin => epmin, LWM2MC_HAS_EPMIN, u32::from;
            of.epmax => epmax, LWM2MC_HAS_EPMAX, u32::from;
            of.hqmax => hqmax, LWM2MC_HAS_HQMAX, u32::from;
            of.gt => gt, LWM2MC_HAS_GT, f64::from;
            of.lt => lt, LWM2MC_HAS_LT, f64::from;
            of.st => st, LWM2MC_HAS_ST, f64::from;
            of.con => con, LWM2MC_HAS_CON, u8::from;
            of.edge => edge, LWM2MC_HAS_EDGE, |edge| match edge {
                Edge::Falling => EdgeNumber::LWM2MC_EDGE_FALLING as u8,
                Edge::Rising => EdgeNumber::LWM2MC_EDGE_RISING as u8,
            };
        }
        new.present = present;
        new
    }

    /// A link of zeros, for a callback to fill in.
    // SAFETY: all members are numbers and pointers, for which zeros will do.
    pub(crate) const ZERO: Self = unsafe { core::mem::zeroed() };

    /// The formats of the link, if they are those of a payload.
    ///
    /// # Safety
    /// Nobody but this module writes the private members.
    pub(crate) unsafe fn wire_formats<'a>(&self) -> Option<Formats<'a>> {
        let wire = self.present & n::LWM2MC_HAS_FORMATS != 0 && self.formats.is_null();
        // SAFETY: where there are formats, but no array, those of a payload were kept.
        wire.then(|| unsafe { self.private_formats.view() })
    }
}

/// Gives the content formats of a link that was decoded.
///
/// Returns `LWM2MC_OK`, with the number of formats in `count`; `LWM2MC_ERROR_BUFFER_TOO_SMALL` if
/// there are more than `capacity`, with their number in `count`; `LWM2MC_END` if the link has none;
/// `LWM2MC_ERROR_NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_link_formats(
    link: *const Lwm2mLink,
    formats: *mut u16,
    capacity: usize,
    count: *mut usize,
) -> Status {
    let outcome = || {
        // SAFETY: the link is NULL or valid, and its private members are untouched.
        let found = unsafe { pointer::reference(link)?.wire_formats() };
        if count.is_null() || formats.is_null() && capacity > 0 {
            return Err(Fault::from(StatusCode::LWM2MC_ERROR_NULL));
        }
        let Some(found) = found else { return Ok(StatusCode::LWM2MC_END) };
        let mut number = 0;
        for format in found.iter() {
            if number < capacity {
                // SAFETY: there is room for this number.
                unsafe { formats.add(number).write(format.number()) };
            }
            number += 1;
        }
        // SAFETY: it is not NULL.
        unsafe { pointer::put(count, number) };
        match number > capacity {
            true => Err(StatusCode::LWM2MC_ERROR_BUFFER_TOO_SMALL.into()),
            false => Ok(StatusCode::LWM2MC_OK),
        }
    };
    // SAFETY: there is no error to fill in.
    unsafe { report(outcome(), core::ptr::null_mut()) }
}
