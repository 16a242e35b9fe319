//! What the codec means to reach.

use lwm2m_codec::ContentFormat::{Lwm2mCbor, SenmlCbor, SenmlJson, Tlv};

use crate::case::{Case, Task, Variant};

/// The instructions per record on x86-64 that a case may take at most; they stand for goals against
/// codecs in C, which cannot run here.
#[must_use]
pub fn instructions(case: &Case<'_>) -> Option<u32> {
    match (case.task, case.format, case.corpus_name(), case.variant) {
        (Task::Decode, Tlv, "sensors", Variant::Usual) => Some(110),
        (Task::Decode, SenmlJson, "sensors", Variant::Usual) => Some(430),
        (Task::Decode, SenmlCbor, "sensors", Variant::Usual) => Some(310),
        (Task::Decode, Lwm2mCbor, "sensors", Variant::Usual) => Some(190),
        _ => None,
    }
}
