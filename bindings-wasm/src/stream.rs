//! Payloads that come in chunks.

use lwm2m_codec::blocks::{BlockDecoder, BlockState, Item};
use lwm2m_codec::{ContentFormat, Error};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::columns::Columns;
use crate::failure;
use crate::model::Model;
use crate::output::fill;
use crate::request::{Request, format};

/// A decoder that takes chunks. Request and schema must be the same in each call.
#[wasm_bindgen]
pub struct ChunkDecoder {
    format: ContentFormat,
    /// Nothing before the first chunk.
    state: Option<BlockState>,
    scratch: Vec<u8>,
}

#[wasm_bindgen]
impl ChunkDecoder {
    /// A decoder with this number of bytes for what chunks cut.
    #[wasm_bindgen(constructor)]
    pub fn new(number: u16, scratch: usize) -> Self {
        let scratch = vec![0; scratch.max(BlockDecoder::LEAST_SCRATCH)];
        Self { format: format(number), state: None, scratch }
    }

    /// Decodes what the next chunk completes into columns; false if it failed, and the tree says
    /// why. `last` says that no chunk follows.
    pub fn push(&mut self, chunk: &[u8], last: bool, request: &Request, model: &Model) -> bool {
        fill(|output| {
            let context = request.context(model);
            let mut decoder = match self.state.take() {
                Some(state) => state.resume(&context, &mut self.scratch),
                None => BlockDecoder::new(self.format, &context, &mut self.scratch)
                    .check_duplicates_on_heap(),
            };
            let mut error = read(&mut decoder, chunk, false, &mut output.columns);
            if last && error.is_none() {
                error = read(&mut decoder, &[], true, &mut output.columns);
            }
            let error = error.map(|error| decoder.locate(error));
            self.state = Some(decoder.pause());
            let Some(error) = error else { return Some(()) };
            // The payload around the place is gone: the report is the message.
            failure::of_payload(&mut output.tree, error, self.format, &[]);
            None
        })
    }
}

/// Goes through what a chunk completes, and returns the error that ends it.
fn read(
    decoder: &mut BlockDecoder<'_, '_>,
    chunk: &[u8],
    last: bool,
    columns: &mut Columns,
) -> Option<Error> {
    let mut items = if last { decoder.finish() } else { decoder.feed(chunk) };
    while let Some(item) = items.next() {
        match item {
            Ok(Item::Record(record)) => columns.push(&record, chunk),
            Ok(Item::Piece(piece)) => {
                columns.push_piece(piece.path, piece.time, piece.value, piece.last, chunk);
            }
            Err(error) => return Some(error),
        }
    }
    None
}
