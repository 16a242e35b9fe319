//! What a call says of the request around a payload.

use core::cell::RefCell;
use std::rc::Rc;

use lwm2m_codec::{ContentFormat, Context, Operation, Path, Strictness};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::model::Model;

/// Encoders write whole paths as names.
const ABSOLUTE_NAMES: u32 = 1;
/// TLV encoders make Unsigned values wide.
const WIDE_UNSIGNED: u32 = 2;
/// CBOR encoders mark times.
const TAGGED_TIME: u32 = 4;
/// SenML JSON encoders write base64 with padding.
const PADDED_BASE64: u32 = 8;
const UNCHECKED_TYPES: u32 = 16;

thread_local! {
    static SELECTED: RefCell<Option<(Rc<Options>, Model)>> = const { RefCell::new(None) };
}

/// Selects request and schema of the calls that follow, which are mostly those of the one before.
#[wasm_bindgen]
pub fn select(request: &Request, model: &Model) {
    SELECTED.set(Some((Rc::clone(&request.0), model.clone())));
}

/// Does something in the context of what is selected.
pub(crate) fn with_context<T: Default>(action: impl FnOnce(&Context<'_>) -> T) -> T {
    SELECTED.with_borrow(|selected| match selected {
        Some((options, model)) => action(&options.context(model)),
        None => T::default(),
    })
}

/// The options of a call, except for format and schema.
#[wasm_bindgen]
pub struct Request(Rc<Options>);

struct Options {
    base: Path,
    operation: Operation,
    strictness: Strictness,
    alternate_path: String,
    flags: u32,
}

#[wasm_bindgen]
impl Request {
    /// The request with this base path; nothing if it is none. Operation and leniencies are given
    /// by their numbers, the latter as two halves of 64 bits.
    pub fn create(
        base: &str,
        operation: usize,
        lenient_low: u32,
        lenient_high: u32,
        alternate_path: String,
        flags: u32,
    ) -> Option<Self> {
        Some(Self(Rc::new(Options {
            base: base.parse().ok()?,
            operation: Operation::ALL.get(operation).copied().unwrap_or(Operation::Read),
            strictness: Strictness::from_bits_truncate(
                u64::from(lenient_low) | u64::from(lenient_high) << 32,
            ),
            alternate_path,
            flags,
        })))
    }
}

impl Request {
    /// The context.
    pub(crate) fn context<'s>(&'s self, model: &'s Model) -> Context<'s> {
        self.0.context(model)
    }

    /// How strictly to read.
    pub(crate) fn strictness(&self) -> Strictness {
        self.0.strictness
    }
}

impl Options {
    fn context<'s>(&'s self, model: &'s Model) -> Context<'s> {
        Context::new(self.operation, self.base)
            .with_schema(model.schema())
            .with_strictness(self.strictness)
            .with_alternate_path(&self.alternate_path)
            .with_absolute_names(self.flags & ABSOLUTE_NAMES != 0)
            .with_wide_unsigned(self.flags & WIDE_UNSIGNED != 0)
            .with_tagged_time(self.flags & TAGGED_TIME != 0)
            .with_padded_base64(self.flags & PADDED_BASE64 != 0)
            .with_unchecked_types(self.flags & UNCHECKED_TYPES != 0)
    }
}

/// The content format with a number.
pub(crate) fn format(number: u16) -> ContentFormat {
    ContentFormat::from_number(number)
}
