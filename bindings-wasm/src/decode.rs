//! Payloads to records.

use lwm2m_codec::decode;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::failure;
use crate::model::Model;
use crate::output::fill;
use crate::request::{Request, format};

/// Decodes a payload into columns; false if it failed, and the tree says why. What was read before
/// is in the columns.
#[wasm_bindgen(js_name = decode)]
pub fn decode_payload(payload: &[u8], number: u16, request: &Request, model: &Model) -> bool {
    fill(|output| {
        let mut records = decode(format(number), payload, &request.context(model));
        while let Some(result) = records.next() {
            match result {
                Ok(record) => output.columns.push(&record, payload),
                Err(error) => {
                    let path = records.path();
                    failure::of_payload(&mut output.tree, error, format(number), payload, path);
                    return None;
                }
            }
        }
        Some(())
    })
}
