//! Where JavaScript leaves input and finds results: places in memory, whose contents hold until the
//! next call.

use core::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::columns::Columns;
use crate::tree::Tree;

/// Room that is not kept for the next call.
const LARGE: usize = 1 << 20;

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static OUTPUT: RefCell<Output> = RefCell::default();
}

/// Makes room for this number of input bytes and returns its address; valid until the next call.
/// That spares calls an allocation each.
#[wasm_bindgen]
pub fn room(bytes: usize) -> *const u8 {
    INPUT.with_borrow_mut(|input| {
        *input = vec![0; bytes];
        input.as_ptr()
    })
}

/// Does something with the first bytes of the input.
pub(crate) fn with_input<T>(bytes: usize, action: impl FnOnce(&[u8]) -> T) -> T {
    INPUT.with_borrow(|input| action(input.get(..bytes).unwrap_or_default()))
}

/// The results of a call.
#[derive(Default)]
pub(crate) struct Output {
    pub(crate) columns: Columns,
    pub(crate) tree: Tree,
    /// What was encoded, at the start of a buffer that is kept.
    pub(crate) payload: Vec<u8>,
    pub(crate) payload_len: usize,
    block: Vec<u64>,
    header: [u32; 19],
}

/// Strings, one after another, with the length that they have in JavaScript.
#[derive(Default)]
pub(crate) struct Strings {
    text: String,
    units: u32,
}

impl Strings {
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.units = 0;
    }

    #[inline]
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.units += utf16_len(text);
    }

    /// The UTF-16 units so far.
    pub(crate) const fn units(&self) -> u32 {
        self.units
    }
}

/// The length that a string has in JavaScript.
pub(crate) fn utf16_len(text: &str) -> u32 {
    if text.is_ascii() {
        return text.len() as u32;
    }
    text.chars().map(|c| c.len_utf16() as u32).sum()
}

/// Fills the output anew, and says whether that went well.
pub(crate) fn fill<F: FnOnce(&mut Output) -> Option<()>>(action: F) -> bool {
    OUTPUT.with_borrow_mut(|output| {
        let columns = &output.columns;
        let most = columns.ids.capacity().max(columns.bytes.capacity());
        if most.max(output.payload.capacity()).max(output.block.capacity()) > LARGE {
            *output = Output::default();
        }
        output.columns.clear();
        output.tree.clear();
        output.payload_len = 0;
        let done = action(output).is_some();
        output.columns.finish();
        done
    })
}

/// The place of the header: counts, and where columns and trees lie.
#[wasm_bindgen]
pub fn header() -> *const u32 {
    OUTPUT.with_borrow_mut(|output| {
        let Output { columns: c, tree, payload, payload_len, header, .. } = output;
        *header = [
            c.kinds.len() as u32,
            c.ids.as_ptr() as u32,
            c.kinds.as_ptr() as u32,
            c.marks.as_ptr() as u32,
            c.values.as_ptr() as u32,
            c.times.as_ptr() as u32,
            c.times.len() as u32,
            c.strings.text.as_ptr() as u32,
            c.strings.text.len() as u32,
            c.bytes.as_ptr() as u32,
            u32::from(c.plain),
            tree.words.as_ptr() as u32,
            tree.words.len() as u32,
            tree.strings.text.as_ptr() as u32,
            tree.strings.text.len() as u32,
            c.times_start,
            c.bytes.len() as u32,
            payload.as_ptr() as u32,
            *payload_len as u32,
        ];
        header.as_ptr()
    })
}

/// Gathers the columns, and says where.
#[wasm_bindgen]
pub fn block() -> *const u64 {
    OUTPUT.with_borrow_mut(|output| {
        output.columns.gather(&mut output.block);
        output.block.as_ptr()
    })
}
