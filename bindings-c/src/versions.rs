//! The versions of objects that a client has.

use core::ffi::c_void;

use lwm2m_codec::{Strictness, Version as CoreVersion, link};

use crate::error::{ErrorInfo, report};
use crate::link::Version;
use crate::pointer;
use crate::status::{Fault, Status, StatusCode};

/// The version of an object.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ObjectVersion {
    /// The object ID.
    pub object: u16,
    /// Its version.
    pub version: Version,
}

/// The versions of the objects of a client, in an array of the caller. One initialised with zeros
/// and given an array and its capacity is empty.
#[repr(C)]
pub struct Versions {
    /// The array, in any order.
    pub objects: *mut ObjectVersion,
    /// How many elements the array has room for.
    pub capacity: usize,
    /// How many of them are there.
    pub count: usize,
}

impl Versions {
    /// The versions that are there.
    ///
    /// # Safety
    /// The array is `NULL` or has these elements, which do not change within `'a`.
    unsafe fn known<'a>(&self) -> &'a [ObjectVersion] {
        if self.objects.is_null() {
            return &[];
        }
        // SAFETY: it is not NULL, and the rest is what the caller promises.
        unsafe { core::slice::from_raw_parts(self.objects, self.count.min(self.capacity)) }
    }
}

fn of(versions: &[ObjectVersion], object: u16) -> Option<CoreVersion> {
    let found = versions.iter().find(|known| known.object == object)?.version;
    Some(CoreVersion::new(found.major, found.minor))
}

/// Finds the versions of the objects of a client in the payload of Register or Update: those that
/// it gives, and for objects without one those that go with its version of LwM2M, or 1.0 for
/// objects outside of the core. What was there is replaced.
///
/// `lwm2m` is from the query of Register. Where it is `NULL`, or it is not known which versions go
/// with it, core objects are left out; that is known for 1.0 and 1.2.
///
/// Returns `LWM2MC_OK`; `LWM2MC_ERROR_BUFFER_TOO_SMALL` if there are more than `capacity`, with
/// a number that is enough in `count`; `LWM2MC_ERROR_NULL`, or an error of decoding with the offset in the
/// payload, both with a `count` of 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_registration_versions(
    versions: *mut Versions,
    payload: *const c_void,
    length: usize,
    leniencies: u64,
    lwm2m: *const Version,
    error: *mut ErrorInfo,
) -> Status {
    let outcome = || {
        // SAFETY: the pointers are NULL or valid.
        let (versions, lwm2m) = unsafe { (versions.as_mut(), lwm2m.as_ref()) };
        let versions = versions.ok_or(StatusCode::LWM2MC_ERROR_NULL)?;
        versions.count = 0;
        if versions.objects.is_null() && versions.capacity > 0 {
            return Err(Fault::from(StatusCode::LWM2MC_ERROR_NULL));
        }
        // SAFETY: the caller keeps the payload.
        let payload = unsafe { pointer::bytes(payload, length) }?;
        let links = link::decode(payload, Strictness::from_bits_truncate(leniencies));
        let registration = link::RegistrationLinks::new(links)?;
        let lwm2m = lwm2m.map(|version| CoreVersion::new(version.major, version.minor));
        let mut last = None;
        let mut beyond = 0;
        for (object, version) in registration.versions(lwm2m) {
            // SAFETY: so many elements were written.
            if of(unsafe { versions.known() }, object).is_some() {
                continue;
            }
            if versions.count < versions.capacity {
                let version = Version { major: version.major, minor: version.minor };
                // SAFETY: there is room for this element.
                unsafe {
                    versions.objects.add(versions.count).write(ObjectVersion { object, version });
                }
                versions.count += 1;
            } else if last != Some(object) {
                last = Some(object);
                beyond += 1;
            }
        }
        versions.count += beyond;
        match beyond {
            0 => Ok(StatusCode::LWM2MC_OK),
            _ => Err(StatusCode::LWM2MC_ERROR_BUFFER_TOO_SMALL.into()),
        }
    };
    // SAFETY: the error is NULL or valid.
    unsafe { report(outcome(), error) }
}

/// What the registry of OMA says of a resource, in the version of its object that a client has: a
/// callback for `resource_type` of a schema, whose `user` is an `lwm2mc_versions_t`. Objects that it
/// does not name are read in the newest version.
///
/// Returns as `lwm2mc_registry_type()`; 0 also where no version of the object with the same major
/// number is known. The table behind it takes 68 kB, only in programs that use it.
#[cfg(feature = "registry")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lwm2mc_registry_type_of_version(
    user: *mut c_void,
    object: u16,
    resource: u16,
) -> u8 {
    use lwm2m_codec::registry::Registry;
    use lwm2m_codec::{Schema as _, Versioned};

    // SAFETY: the caller gives versions, or NULL.
    let versions = unsafe { user.cast::<Versions>().as_ref() };
    // SAFETY: the array of valid versions is valid.
    let known = versions.map_or(&[][..], |versions| unsafe { versions.known() });
    let version = of(known, object).map(|version| (object, version));
    let found = Versioned::new(&Registry, version.as_slice()).resource_type(object, resource);
    crate::schema::pack(found)
}
