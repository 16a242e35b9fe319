//! What is known of resources: a table or a callback of the caller, or the registry.

use core::ffi::c_void;

use lwm2m_codec::{DataType, ResourceType};

use crate::pointer;
use crate::status::{Fault, StatusCode};

/// A row of a table of resources.
#[repr(C)]
pub struct Resource {
    /// The object ID.
    pub object: u16,
    /// The resource ID.
    pub resource: u16,
    /// One of `lwm2mc_type_t`; also joined with `LWM2MC_SINGLE` or `LWM2MC_MULTIPLE`, where that
    /// is known.
    pub data_type: u8,
}

/// What is known of resources. The table is asked first; the callback is asked for what it lacks.
/// One initialised with zeros knows nothing.
///
/// Several threads may use one at the same time if the callback allows that.
#[repr(C)]
pub struct Schema {
    /// The table, in ascending order by object and resource, each one once.
    pub resources: *const Resource,
    /// How many rows the table has.
    pub count: usize,
    /// Asks for what the table lacks, may be `NULL`: returns a type as in a row of the table, or 0
    /// if the resource is not known. `lwm2mc_registry_type` and
    /// `lwm2mc_registry_type_of_version` are such.
    pub resource_type:
        Option<unsafe extern "C" fn(user: *mut c_void, object: u16, resource: u16) -> u8>,
    /// What the callback is given.
    pub user: *mut c_void,
}

// SAFETY: it is only read here, and the caller who shares one between threads sees to it that its
// callback allows that.
unsafe impl Sync for Schema {}

impl Schema {
    fn rows(&self) -> Result<&[Resource], Fault> {
        if self.count > 0 && self.resources.is_null() {
            return Err(StatusCode::LWM2MC_ERROR_NULL.into());
        }
        if self.count == 0 {
            return Ok(&[]);
        }
        // SAFETY: it is not NULL, and the caller guarantees this number of rows.
        Ok(unsafe { core::slice::from_raw_parts(self.resources, self.count) })
    }

    /// Whether the table is in order.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        let mut before = None;
        for row in self.rows()? {
            let key = Some((row.object, row.resource));
            if before >= key || unpack(row.data_type).is_none() {
                return Err(StatusCode::LWM2MC_ERROR_ARGUMENT.into());
            }
            before = key;
        }
        Ok(())
    }
}

impl lwm2m_codec::Schema for Schema {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        let rows = self.rows().unwrap_or_default();
        let row = rows.binary_search_by_key(&(object, resource), |row| (row.object, row.resource));
        if let Some(row) = row.ok().and_then(|row| rows.get(row)) {
            return unpack(row.data_type);
        }
        // SAFETY: the callback is one that the caller gave for this.
        unpack(unsafe { self.resource_type?(self.user, object, resource) })
    }
}

const SINGLE: u8 = crate::numbers::Type::LWM2MC_SINGLE as u8;
const MULTIPLE: u8 = crate::numbers::Type::LWM2MC_MULTIPLE as u8;

fn unpack(number: u8) -> Option<ResourceType> {
    let data_type = DataType::try_from(number & !(SINGLE | MULTIPLE)).ok()?;
    let multiple = match number & (SINGLE | MULTIPLE) {
        SINGLE => Some(false),
        MULTIPLE => Some(true),
        _ => None,
    };
    Some(ResourceType { multiple, ..ResourceType::new(data_type) })
}

/// What the registry of OMA says of a resource, in the newest version of its object: a callback
/// for `resource_type` of a schema, which ignores `user`.
///
/// Returns a type as in a row of a table, or 0 if the resource is not known. The table behind it
/// takes 11 kB, only in programs that use it.
#[cfg(feature = "registry")]
#[unsafe(no_mangle)]
pub extern "C" fn lwm2mc_registry_type(user: *mut c_void, object: u16, resource: u16) -> u8 {
    let _ = user;
    let found =
        lwm2m_codec::Schema::resource_type(&lwm2m_codec::registry::Registry, object, resource);
    pack(found)
}

/// A type as in a row of a table, or 0.
#[cfg(feature = "registry")]
pub(crate) fn pack(found: Option<ResourceType>) -> u8 {
    found.map_or(0, |found| {
        let multiple =
            found.multiple.map_or(0, |multiple| if multiple { MULTIPLE } else { SINGLE });
        found.data_type as u8 | multiple
    })
}

/// The schema at a pointer, checked.
///
/// # Safety
/// As [`pointer::reference`].
pub(crate) unsafe fn checked<'a>(schema: *const Schema) -> Result<&'a Schema, Fault> {
    // SAFETY: as the caller promises.
    let schema = unsafe { pointer::reference(schema) }?;
    schema.check()?;
    Ok(schema)
}
