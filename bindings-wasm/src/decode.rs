//! Payloads to records.

use lwm2m_codec::{Context, decode};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::failure;
use crate::output::{fill, with_input};
use crate::request::{format, with_context};

/// Decodes this number of bytes of the input, by what is selected, into columns; false if it failed, and
/// the tree says why. What was read before is in the columns.
#[wasm_bindgen(js_name = decode)]
pub fn decode_payload(bytes: usize, number: u16) -> bool {
    let decode = |payload: &[u8], context: &Context<'_>| {
        fill(|output| {
            let mut records = decode(format(number), payload, context);
            while let Some(result) = records.next() {
                match result {
                    Ok(record) => output.columns.push(&record, payload),
                    Err(error) => {
                        let error = records.locate(error);
                        failure::of_payload(&mut output.tree, error, format(number), payload);
                        return None;
                    }
                }
            }
            Some(())
        })
    };
    with_input(bytes, |payload| with_context(|context| decode(payload, context)))
}
