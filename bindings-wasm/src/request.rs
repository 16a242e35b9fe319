//! What a call says of the request around a payload.

use lwm2m_codec::{ContentFormat, Context, Leniency, Operation, Path, Strictness};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::model::Model;

/// Encoders write whole paths as names.
const ABSOLUTE_NAMES: u32 = 1;
/// TLV encoders make Unsigned values wide.
const WIDE_UNSIGNED: u32 = 2;
/// CBOR encoders mark times.
const TAGGED_TIME: u32 = 4;

/// The options of a call, except for format and schema.
#[wasm_bindgen]
pub struct Request {
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
        Some(Self {
            base: base.parse().ok()?,
            operation: Operation::ALL.get(operation).copied().unwrap_or(Operation::Read),
            strictness: strictness(lenient_low, lenient_high),
            alternate_path,
            flags,
        })
    }
}

impl Request {
    /// The context.
    pub(crate) fn context<'s>(&'s self, model: &'s Model) -> Context<'s> {
        Context::new(self.operation, self.base)
            .schema(model.schema())
            .strictness(self.strictness)
            .alternate_path(&self.alternate_path)
            .absolute_names(self.flags & ABSOLUTE_NAMES != 0)
            .wide_unsigned(self.flags & WIDE_UNSIGNED != 0)
            .tagged_time(self.flags & TAGGED_TIME != 0)
    }

    /// How strictly to read.
    pub(crate) const fn strictness(&self) -> Strictness {
        self.strictness
    }
}

fn strictness(low: u32, high: u32) -> Strictness {
    let bits = u64::from(low) | u64::from(high) << 32;
    let chosen = Leniency::ALL.iter().filter(|&&leniency| bits >> leniency as u8 & 1 != 0);
    chosen.fold(Strictness::STRICT, |set, &leniency| set.with(leniency))
}

/// The content format with a number.
pub(crate) fn format(number: u16) -> ContentFormat {
    ContentFormat::from_number(number)
}
