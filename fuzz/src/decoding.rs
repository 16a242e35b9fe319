//! A target for each format that holds records.
//!
//! `common::check`, which the core's tests use too, asserts in strict and lenient mode: no panic;
//! offsets and ranges are inside the payload; nothing follows an error; lenient mode reads what
//! strict mode accepts in the same way; values agree with their pieces; decoded records encode to
//! the announced length and decode to the same records.

use lwm2m_codec::ContentFormat as F;

use crate::common::check;
use crate::{frame, request};

fn target(data: &[u8], format: F, framed: fn(u8, &[u8]) -> Vec<u8>) {
    if let Some((context, choice, rest)) = request::split(data) {
        check(format, &framed(choice, rest), &context);
    }
}

/// OMA TLV.
pub fn tlv(data: &[u8]) {
    target(data, F::Tlv, frame::tlv);
}

/// LwM2M CBOR.
pub fn lwm2m_cbor(data: &[u8]) {
    target(data, F::Lwm2mCbor, frame::lwm2m_cbor);
}

/// OMA JSON.
pub fn oma_json(data: &[u8]) {
    target(data, F::OmaJson, frame::oma_json);
}

/// SenML JSON and SenML-ETCH JSON.
pub fn senml_json(data: &[u8]) {
    senml_or_etch(data, F::SenmlJson, F::EtchJson, frame::senml_json);
}

/// SenML CBOR and SenML-ETCH CBOR.
pub fn senml_cbor(data: &[u8]) {
    senml_or_etch(data, F::SenmlCbor, F::EtchCbor, frame::senml_cbor);
}

/// The lowest bit of the choice selects SenML-ETCH.
fn senml_or_etch(data: &[u8], senml: F, etch: F, framed: fn(u8, &[u8]) -> Vec<u8>) {
    if let Some((context, choice, rest)) = request::split(data) {
        let format = if choice & 1 == 0 { senml } else { etch };
        check(format, &framed(choice >> 1, rest), &context);
    }
}

/// Plain text, octet stream and CBOR: one value.
pub fn single(data: &[u8]) {
    if let Some((context, choice, payload)) = request::split(data) {
        let format = [F::Text, F::Cbor, F::Opaque][usize::from(choice) % 3];
        check(format, payload, &context);
    }
}
