//! Contexts: what the request around a payload says.

use core::ffi::c_char;

use lwm2m_codec::{DuplicateCheck, Operation, Strictness};

use crate::numbers::{
    LWM2MC_ABSOLUTE_NAMES, LWM2MC_PADDED_BASE64, LWM2MC_TAGGED_TIME, LWM2MC_UNCHECKED_TYPES,
    LWM2MC_WIDE_UNSIGNED,
};
use crate::path::Path;
use crate::pointer;
use crate::schema::{self, Schema};
use crate::status::{Fault, StatusCode};

/// What the request around a payload says, and how to read and write it. One initialised with
/// zeros is of the answer to a Read of the root, strict, without schema.
///
/// The functions copy what they need from it; its schema and its alternate path must outlive the
/// states that were initialised with it.
#[repr(C)]
pub struct Context {
    /// The path of the request; the root for the composite operations and Send.
    pub base: Path,
    /// One of `lwm2mc_operation_t`.
    pub operation: u8,
    /// Any of `LWM2MC_ABSOLUTE_NAMES`, `LWM2MC_WIDE_UNSIGNED`, `LWM2MC_TAGGED_TIME`,
    /// `LWM2MC_PADDED_BASE64` and `LWM2MC_UNCHECKED_TYPES`.
    pub flags: u8,
    /// What decoders accept beyond the documents: bits `LWM2MC_LENIENCY_...`; 0 is strict,
    /// `LWM2MC_LENIENT` is all.
    pub leniencies: u64,
    /// The types of resources; `NULL` if nothing is known of them.
    pub schema: *const Schema,
    /// The path that the client registered with `rt="oma.lwm2m"`, such as `/lwm2m`; may be `NULL`.
    pub alternate_path: *const c_char,
    /// Its length.
    pub alternate_path_length: usize,
}

impl Context {
    /// The context of the core.
    ///
    /// # Safety
    /// The pointers are `NULL` or valid within `'a`.
    pub(crate) unsafe fn core<'a>(&self) -> Result<lwm2m_codec::Context<'a>, Fault> {
        let operation = Operation::ALL.get(usize::from(self.operation)).copied();
        let operation = operation.ok_or(StatusCode::LWM2MC_ERROR_ARGUMENT)?;
        let mut context = lwm2m_codec::Context::new(operation, self.base.core()?)
            .with_duplicate_check(DuplicateCheck::Off)
            .with_strictness(Strictness::from_bits_truncate(self.leniencies))
            .with_absolute_names(self.flags & LWM2MC_ABSOLUTE_NAMES != 0)
            .with_wide_unsigned(self.flags & LWM2MC_WIDE_UNSIGNED != 0)
            .with_tagged_time(self.flags & LWM2MC_TAGGED_TIME != 0)
            .with_padded_base64(self.flags & LWM2MC_PADDED_BASE64 != 0)
            .with_unchecked_types(self.flags & LWM2MC_UNCHECKED_TYPES != 0);
        if self.alternate_path_length > 0 {
            // SAFETY: as the caller promises.
            context = context.with_alternate_path(unsafe {
                pointer::text(
                    self.alternate_path.cast(),
                    self.alternate_path_length,
                    StatusCode::LWM2MC_ERROR_ARGUMENT,
                )?
            });
        }
        if !self.schema.is_null() {
            // SAFETY: as the caller promises.
            context = context.with_schema(unsafe { schema::checked(self.schema) }?);
        }
        Ok(context)
    }
}

/// The context at a pointer.
///
/// # Safety
/// The pointer and those in the context are `NULL` or valid, the latter within `'a`.
pub(crate) unsafe fn core<'a>(context: *const Context) -> Result<lwm2m_codec::Context<'a>, Fault> {
    // SAFETY: as the caller promises.
    unsafe { pointer::reference(context)?.core() }
}
