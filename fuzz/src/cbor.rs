//! CBOR items as trees, read with the low-level reader of `ciborium`.

use ciborium_io::Read as _;
use ciborium_ll::{Decoder, Header};

/// Deeper items are refused.
const MAX_DEPTH: usize = 300;

/// A data item. Strings and arrays say whether their length is indefinite.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    Integer(i128),
    Float(f64),
    Simple(u8),
    Tag(u64, Box<Self>),
    Bytes(Vec<u8>, bool),
    Text(String, bool),
    Array(Vec<Self>, bool),
    Map(Vec<(Self, Self)>),
}

pub(crate) type Result<T> = std::result::Result<T, &'static str>;

/// Reads one item that takes up the whole payload.
pub(crate) fn read(payload: &[u8]) -> Result<Item> {
    let mut reader = Reader { decoder: payload.into(), length: payload.len() };
    let header = reader.header()?;
    let item = reader.item(header, 0)?;
    // Reading succeeds only if a byte is left.
    match reader.decoder.read_exact(&mut [0]) {
        Ok(()) => Err("bytes after the item"),
        Err(_) => Ok(item),
    }
}

struct Reader<'p> {
    decoder: Decoder<&'p [u8]>,
    length: usize,
}

impl Reader<'_> {
    fn header(&mut self) -> Result<Header> {
        self.decoder.pull().map_err(|_| "a head is ill-formed or cut")
    }

    fn item(&mut self, header: Header, depth: usize) -> Result<Item> {
        if depth == MAX_DEPTH {
            return Err("too deep");
        }
        Ok(match header {
            Header::Positive(number) => Item::Integer(number.into()),
            Header::Negative(number) => Item::Integer(!i128::from(number)),
            Header::Float(number) => Item::Float(number),
            Header::Simple(number) => Item::Simple(number),
            Header::Tag(tag) => {
                let header = self.header()?;
                Item::Tag(tag, Box::new(self.item(header, depth + 1)?))
            }
            Header::Break => return Err("a break out of place"),
            Header::Bytes(length) => {
                let chunk = |header| if let Header::Bytes(length) = header { length } else { None };
                Item::Bytes(self.chunks(length, chunk, |_| true)?.concat(), length.is_none())
            }
            Header::Text(length) => {
                let chunk = |header| if let Header::Text(length) = header { length } else { None };
                let is_text = |chunk: &[u8]| str::from_utf8(chunk).is_ok();
                let text = self.chunks(length, chunk, is_text)?.concat();
                Item::Text(String::from_utf8(text).expect("of text"), length.is_none())
            }
            Header::Array(length) => {
                let mut items = Vec::new();
                while let Some(item) = self.next(length, items.len(), depth)? {
                    items.push(item);
                }
                Item::Array(items, length.is_none())
            }
            Header::Map(length) => {
                let mut entries = Vec::new();
                while let Some(key) = self.next(length, entries.len(), depth)? {
                    let header = self.header()?;
                    entries.push((key, self.item(header, depth + 1)?));
                }
                Item::Map(entries)
            }
        })
    }

    /// The next element; `None` after `all` of them or, without a length, after a break.
    fn next(&mut self, all: Option<usize>, read: usize, depth: usize) -> Result<Option<Item>> {
        if all == Some(read) {
            return Ok(None);
        }
        match (self.header()?, all) {
            (Header::Break, None) => Ok(None),
            (header, _) => self.item(header, depth + 1).map(Some),
        }
    }

    /// The bytes of a string, or of each of its chunks up to a break.
    fn chunks(
        &mut self,
        length: Option<usize>,
        length_of: impl Fn(Header) -> Option<usize>,
        is_valid: impl Fn(&[u8]) -> bool,
    ) -> Result<Vec<Vec<u8>>> {
        if let Some(length) = length {
            return Ok(vec![self.chunk(length, is_valid)?]);
        }
        let mut chunks = Vec::new();
        loop {
            match self.header()? {
                Header::Break => return Ok(chunks),
                header => {
                    let length = length_of(header).ok_or("a chunk of something else")?;
                    chunks.push(self.chunk(length, &is_valid)?);
                }
            }
        }
    }

    fn chunk(&mut self, length: usize, is_valid: impl Fn(&[u8]) -> bool) -> Result<Vec<u8>> {
        if length > self.length {
            return Err("a string is cut");
        }
        let mut chunk = vec![0; length];
        self.decoder.read_exact(&mut chunk).map_err(|_| "a string is cut")?;
        if is_valid(&chunk) { Ok(chunk) } else { Err("no UTF-8") }
    }
}
