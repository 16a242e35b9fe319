//! Payloads in blocks of random sizes decode and encode as whole ones do.

use lwm2m_codec::{ContentFormat as F, Context, Error, ErrorKind, encode_to_vec};

use crate::in_blocks::{encode_in_blocks, in_blocks, whole, with_pauses};
use crate::request;

const FORMATS: [F; 10] = [
    F::Tlv,
    F::SenmlJson,
    F::EtchJson,
    F::SenmlCbor,
    F::EtchCbor,
    F::Lwm2mCbor,
    F::OmaJson,
    F::Text,
    F::Cbor,
    F::Opaque,
];

/// Three bytes choose the format, the block sizes and the scratch; the rest is an input of the
/// format's target.
pub fn blocks(data: &[u8]) {
    let Some((&[format, sizes, scratch], rest)) = data.split_first_chunk() else { return };
    let Some((context, _, payload)) = request::split(rest) else { return };
    let format = FORMATS[usize::from(format) % FORMATS.len()];
    let sizes = [usize::from(sizes & 15) + 1, usize::from(sizes >> 4) * 5 + 1];
    for context in [context, context.lenient()] {
        check(format, payload, &context, sizes, 64 + usize::from(scratch));
    }
}

fn check(format: F, payload: &[u8], context: &Context<'_>, sizes: [usize; 2], scratch: usize) {
    let expected = whole(format, payload, context);
    let heap = scratch.is_multiple_of(2);
    let (outcome, _) = in_blocks(format, split(payload, sizes), context, scratch);
    if outcome != expected {
        assert!(
            is_tolerated(outcome.1, expected.1),
            "in blocks {outcome:?}\nas whole {expected:?}"
        );
        assert!(expected.0.starts_with(&outcome.0), "{outcome:?}\nas whole {expected:?}");
    }
    // With more records the duplicate check in scratch runs out of room; the one on the heap does
    // not.
    if expected.0.len() < 400 {
        let paused = with_pauses(format, split(payload, sizes), context, heap);
        assert_eq!(paused, in_blocks(format, split(payload, sizes), context, 256).0);
    }
    if let (records, None) = expected {
        let encoded = encode_to_vec(format, &records, context);
        assert_eq!(encode_in_blocks(format, &records, context, sizes[0]), encoded);
    }
}

/// Whether reading in blocks may end with this error where reading the whole payload ends with that
/// one.
fn is_tolerated(in_blocks: Option<Error>, whole: Option<Error>) -> bool {
    match in_blocks.map(|error| error.kind()) {
        // Only blocks are limited by the scratch.
        Some(ErrorKind::ScratchTooSmall) => true,
        // The name or time of a value came after its first pieces were yielded.
        Some(ErrorKind::LongValueFirst) => true,
        // A base came after records that it applies to were yielded.
        Some(ErrorKind::BaseAfterEntries) => true,
        // The duplicate check of blocks has scratch for 400 records.
        Some(ErrorKind::ScratchFull) => true,
        // Of several faults in a record, another one may be reported.
        Some(_) => whole.is_some(),
        None => false,
    }
}

/// Blocks of two sizes in turn.
fn split(mut payload: &[u8], sizes: [usize; 2]) -> impl Iterator<Item = &[u8]> {
    sizes.into_iter().cycle().map_while(move |size| {
        if payload.is_empty() {
            return None;
        }
        let (block, rest) = payload.split_at(size.min(payload.len()));
        payload = rest;
        Some(block)
    })
}
