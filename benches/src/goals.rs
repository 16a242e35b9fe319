//! The performance goals.

use lwm2m_codec::ContentFormat::{LinkFormat, Lwm2mCbor, SenmlCbor, SenmlJson, Tlv};

use crate::case::{Case, Task, Variant};

/// The instructions per record on x86-64 that a case may take at most, which stand in for goals
/// against codecs in C, which cannot run here; or [per byte](crate::case::Unit).
#[must_use]
pub fn instructions(case: &Case<'_>) -> Option<u32> {
    match (case.task, case.format, case.corpus_name(), case.variant) {
        (Task::Decode, Tlv, "sensors", Variant::Usual) => Some(110),
        (Task::Decode, SenmlJson, "sensors", Variant::Usual) => Some(430),
        (Task::Decode, SenmlCbor, "sensors", Variant::Usual) => Some(310),
        (Task::Decode, Lwm2mCbor, "sensors", Variant::Usual) => Some(190),
        (Task::Encode, _, "firmware", Variant::Usual) if case.in_base64() => Some(3),
        _ => None,
    }
}

/// How many times as fast as a peer the codec is to be.
#[must_use]
pub fn speedup(case: &Case<'_>, peer: &str) -> Option<f64> {
    let large = ["device", "sensors", "sensors-long", "history", "history-long", "links"];
    if case.variant != Variant::Usual || !large.contains(&case.corpus_name()) {
        return None;
    }
    let long = case.corpus_name().ends_with("-long");
    match (case.task, case.format, peer) {
        (Task::Decode, SenmlJson, "sonic-rs" | "simd-json") => Some(if long { 2.5 } else { 4.0 }),
        (Task::Decode, SenmlCbor, "minicbor loop") => Some(2.0),
        (Task::Decode, SenmlCbor, "minicbor derive") => Some(3.0),
        (Task::Decode, Lwm2mCbor, "minicbor loop") => Some(1.0),
        (Task::Encode, SenmlJson, "serde_json") => Some(1.5),
        (Task::Encode, SenmlCbor, "minicbor loop" | "minicbor derive") => Some(1.4),
        (Task::Encode, Lwm2mCbor, "minicbor loop") => Some(1.2),
        (Task::Decode, LinkFormat, "coap-lite") => Some(1.2),
        _ => None,
    }
}
