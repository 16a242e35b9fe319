//! The names that options and results use.

use lwm2m_codec::{ContentFormat, DataType, Leniency, Operation};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::output::fill;

/// Puts all names into the tree: formats with number and media type; operations, leniencies (by
/// number) with descriptions; data types, by number from 1.
#[wasm_bindgen]
pub fn names() {
    fill(|output| {
        let tree = &mut output.tree;
        tree.list(4);
        tree.each(ContentFormat::ALL, |tree, format| {
            tree.list(3).maybe_string(format.name()).number(format.number());
            tree.maybe_string(format.media_type());
        });
        tree.each(Operation::ALL, |tree, operation| {
            tree.list(2).string(operation.name()).string(operation.description());
        });
        tree.each(Leniency::ALL, |tree, &leniency| {
            tree.list(3).string(leniency.name()).number(leniency as u8);
            tree.string(leniency.description());
        });
        tree.each(DataType::ALL, |tree, data_type| {
            tree.string(data_type.name());
        });
        Some(())
    });
}
