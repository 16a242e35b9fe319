//! Decoding and encoding block by block: the same as whole, for every vector and every split.

#![allow(missing_docs, reason = "a test")]
#![cfg(all(feature = "std", feature = "formats"))]

#[path = "../examples/vectors/runner.rs"]
#[allow(dead_code, reason = "shared with the example")]
mod runner;

use std::collections::BTreeSet;

use lwm2m_codec::blocks::{BlockDecoder, Feed, Item};
use lwm2m_codec::{
    Content, ContentFormat, Context, Error, ErrorKind, OwnedRecord, Record, SeenPath, Strictness,
    Value, decode,
};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/vectors.jsonl");

/// The records of a payload, and the error that ended them.
type Outcome = (Vec<OwnedRecord>, Option<Error>);

fn whole(format: ContentFormat, payload: &[u8], context: &Context<'_>) -> Outcome {
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

fn in_blocks<'b>(
    format: ContentFormat,
    blocks: impl IntoIterator<Item = &'b [u8]>,
    context: &Context<'_>,
    scratch: usize,
) -> (Outcome, usize) {
    let mut scratch = vec![0; scratch];
    let mut seen = [SeenPath::default(); 400];
    let mut decoder =
        BlockDecoder::new(format, context, &mut scratch).check_duplicates(&mut seen);
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

#[test]
fn vectors_in_blocks_read_as_whole() {
    let mut excepted = BTreeSet::new();
    let (mut compared, mut pieces) = (0, 0);
    let mut failed = BTreeSet::new();
    for vector in runner::load(FILE).unwrap() {
        let (format, payload) = (vector.content_format().unwrap(), vector.payload().unwrap());
        let schema = vector.schema().unwrap();
        for (mode, strictness) in [("strict", Strictness::STRICT), ("lenient", Strictness::LENIENT)]
        {
            let context = vector.context().unwrap().schema(&schema).strictness(strictness);
            let expected = whole(format, &payload, &context);
            let mut compare = |blocks: &mut dyn Iterator<Item = &[u8]>, scratch, how: String| {
                let (outcome, long) = in_blocks(format, blocks, &context, scratch);
                compared += 1;
                pieces += long;
                if outcome == expected {
                    return;
                }
                match outcome.1.map(|error| error.kind()) {
                    Some(
                        kind @ (ErrorKind::ScratchTooSmall
                        | ErrorKind::LongValueFirst
                        | ErrorKind::BaseAfterEntries),
                    ) => {
                        excepted.insert(format!("{} {mode} {scratch} {}", vector.id, kind.name()));
                    }
                    _ => {
                        failed.insert(format!(
                            "{} {mode}, {how}, scratch {scratch}:\n  {outcome:?}\n  {expected:?}",
                            vector.id
                        ));
                    }
                }
            };
            for scratch in [28, 40, 64, 256] {
                for size in [1, 2, 16, 64] {
                    compare(&mut payload.chunks(size), scratch, format!("blocks of {size}"));
                }
                for at in 0..=payload.len() {
                    let (first, second) = payload.split_at(at);
                    compare(&mut [first, second].into_iter(), scratch, format!("split at {at}"));
                }
            }
        }
    }
    println!("{compared} readings compared, {pieces} pieces");
    println!("{} failed", failed.len());
    let excepted: Vec<_> = excepted.iter().map(String::as_str).collect();
    println!("{excepted:#?}");
    for (i, f) in failed.iter().enumerate() {
        if i < 40 {
            println!("{f}");
        }
    }
    assert!(failed.is_empty());
}
