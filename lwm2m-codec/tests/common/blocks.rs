//! Decoding and encoding in blocks, put together again.

use lwm2m_codec::blocks::{BlockDecoder, BlockEncoder, Feed, Item};
use lwm2m_codec::{
    Content, ContentFormat, Context, Error, OwnedRecord, Record, SeenPath, Value, decode,
};

/// The records of a payload, and the error that ended them.
pub(crate) type Outcome = (Vec<OwnedRecord>, Option<Error>);

/// Decodes as usual.
pub(crate) fn whole(format: ContentFormat, payload: &[u8], context: &Context<'_>) -> Outcome {
    let mut records = Vec::new();
    for record in decode(format, payload, context) {
        match record {
            Ok(record) => records.push(OwnedRecord::from(record)),
            Err(error) => return (records, Some(error)),
        }
    }
    (records, None)
}

/// Puts records together from items.
#[derive(Default)]
struct Assembly {
    records: Vec<OwnedRecord>,
    text: String,
    bytes: Vec<u8>,
    pieces: usize,
    open: bool,
}

impl Assembly {
    fn take(&mut self, mut feed: Feed<'_, '_, '_, '_>) -> Result<(), Error> {
        while let Some(item) = feed.next() {
            match item? {
                Item::Record(record) => {
                    assert!(!self.open);
                    self.records.push(record.into());
                }
                Item::Piece(piece) => {
                    assert_eq!(piece.first, !self.open);
                    self.open = !piece.last;
                    self.pieces += 1;
                    assert_eq!(piece.offset as usize, self.text.len() + self.bytes.len());
                    let value = match piece.value {
                        Value::String(text) => {
                            self.text += &text.to_cow();
                            Value::from(self.text.as_str())
                        }
                        Value::CoreLink(text) => {
                            self.text += &text.to_cow();
                            Value::CoreLink(self.text.as_str().into())
                        }
                        Value::Opaque(bytes) => {
                            self.bytes.extend_from_slice(&bytes.to_cow());
                            Value::from(self.bytes.as_slice())
                        }
                        value => panic!("a piece of {value:?}"),
                    };
                    if piece.last {
                        let record = Record::with_content(piece.path, Content::Value(value));
                        let record = piece.time.map_or(record, |time| record.at(time));
                        self.records.push(record.into());
                        self.text.clear();
                        self.bytes.clear();
                    }
                }
            }
        }
        Ok(())
    }
}

/// Decodes in blocks; also gives the number of pieces.
pub(crate) fn in_blocks<'b>(
    format: ContentFormat,
    blocks: impl IntoIterator<Item = &'b [u8]>,
    context: &Context<'_>,
    scratch: usize,
) -> (Outcome, usize) {
    let mut scratch = vec![0; scratch];
    let mut seen = [SeenPath::default(); 400];
    let mut decoder = BlockDecoder::new(format, context, &mut scratch).check_duplicates(&mut seen);
    let mut assembly = Assembly::default();
    let run = || {
        for block in blocks {
            assembly.take(decoder.feed(block))?;
        }
        assembly.take(decoder.finish())
    };
    let error = run().err();
    assert!(decoder.finish().next().is_none());
    ((assembly.records, error), assembly.pieces)
}

/// Encodes in blocks of a size.
pub(crate) fn encode_in_blocks(
    format: ContentFormat,
    records: &[OwnedRecord],
    context: &Context<'_>,
    size: usize,
) -> Result<Vec<u8>, Error> {
    let mut encoder = BlockEncoder::new(format, records, context)?;
    let mut payload = Vec::new();
    loop {
        let mut block = vec![0; size];
        let length = encoder.fill(&mut block)?;
        payload.extend_from_slice(&block[..length]);
        if length < size {
            assert_eq!(payload.len(), encoder.total());
            return Ok(payload);
        }
    }
}

/// As [`in_blocks`], with a decoder that is put aside after each block; `heap` says where duplicates
/// are looked for.
pub(crate) fn with_pauses<'b>(
    format: ContentFormat,
    blocks: impl IntoIterator<Item = &'b [u8]>,
    context: &Context<'_>,
    heap: bool,
) -> Outcome {
    let mut scratch = [0; 256];
    let mut seen = [SeenPath::default(); 400];
    let mut state = BlockDecoder::new(format, context, &mut scratch);
    if heap {
        state = state.check_duplicates_on_heap();
    }
    let mut state = state.pause();
    let mut assembly = Assembly::default();
    for block in blocks.into_iter().map(Some).chain([None]) {
        let mut decoder = state.resume(context, &mut scratch);
        if !heap {
            decoder = decoder.check_duplicates(&mut seen);
        }
        let items = match block {
            Some(block) => decoder.feed(block),
            None => decoder.finish(),
        };
        if let Err(error) = assembly.take(items) {
            return (assembly.records, Some(error));
        }
        state = decoder.pause();
    }
    (assembly.records, None)
}
