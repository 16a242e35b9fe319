//! Decoding in blocks comes to an end, in steps that grow no faster than the payload, whatever the
//! payload and however little scratch there is.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use lwm2m_codec::blocks::{BlockDecoder, Feed};
use lwm2m_codec::{ContentFormat, Context, Error, ErrorKind, Path, Strictness};

use crate::testdata;

const FORMATS: [ContentFormat; 10] = [
    ContentFormat::Text,
    ContentFormat::Opaque,
    ContentFormat::Cbor,
    ContentFormat::SenmlJson,
    ContentFormat::SenmlCbor,
    ContentFormat::EtchJson,
    ContentFormat::EtchCbor,
    ContentFormat::Tlv,
    ContentFormat::OmaJson,
    ContentFormat::Lwm2mCbor,
];

/// Calls `next` until there is nothing more, and counts that.
fn drain(mut feed: Feed<'_, '_, '_, '_>, calls: &mut usize, most: usize) -> Result<(), Error> {
    loop {
        *calls += 1;
        assert!(*calls <= most, "{calls} calls");
        match feed.next() {
            None => return Ok(()),
            Some(item) => item?,
        };
    }
}

/// Decodes a payload in blocks to its end or the first error, after which nothing comes, and returns
/// that and the number of calls.
fn decode(
    format: ContentFormat,
    payload: &[u8],
    context: &Context<'_>,
    scratch: &mut [u8],
    size: usize,
) -> (Result<(), Error>, usize) {
    let mut decoder = BlockDecoder::new(format, context, scratch);
    // A piece or record for each byte, and for each block and the end a call that gives nothing; a
    // value has a last piece too, which may be empty.
    let most = 3 * payload.len() + 8;
    let mut calls = 0;
    let mut run = |decoder: &mut BlockDecoder<'_, '_>| {
        for block in payload.chunks(size) {
            drain(decoder.feed(block), &mut calls, most)?;
        }
        drain(decoder.finish(), &mut calls, most)
    };
    let outcome = run(&mut decoder);
    assert!(decoder.feed(b"x").next().is_none() && decoder.finish().next().is_none());
    (outcome, calls)
}

/// Decodes the payload of every vector, in its format with all lengths of scratch and in the others
/// with some. Reports each vector before it is decoded.
fn decode_vectors(report: &dyn Fn(String)) -> usize {
    let mut scratch = [0; 80];
    let mut total = 0;
    for vector in testdata::vectors() {
        let (own, payload) = (vector.content_format().unwrap(), vector.payload().unwrap());
        let schema = vector.schema().unwrap();
        for strictness in [Strictness::STRICT, Strictness::LENIENT] {
            let context = vector.context().unwrap().with_strictness(strictness);
            let context = context.with_schema(&schema);
            for format in FORMATS {
                report(format!("{} as {format}", vector.id));
                for length in 0..=80 {
                    if format != own && ![0, 1, 2, 3, 8, 19, 28, 64].contains(&length) {
                        continue;
                    }
                    for size in [1, 2, 16, payload.len().max(1)] {
                        let scratch = &mut scratch[..length];
                        let (outcome, calls) = decode(format, &payload, &context, scratch, size);
                        total += calls;
                        if length == 0 {
                            let error = outcome.unwrap_err();
                            assert_eq!(
                                (error.kind(), error.offset()),
                                (ErrorKind::ScratchTooSmall, 0)
                            );
                            assert_eq!(calls, 1);
                        }
                    }
                }
            }
        }
    }
    total
}

#[test]
fn every_payload_ends_in_linear_steps_with_any_scratch() {
    let (sender, receiver) = mpsc::channel();
    let decoding = thread::spawn(move || decode_vectors(&|vector| sender.send(vector).unwrap()));
    // A loop within a call does not come back: it is found by the clock.
    let mut vector = String::new();
    loop {
        match receiver.recv_timeout(Duration::from_secs(60)) {
            Ok(next) => vector = next,
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("{vector} does not end"),
        }
    }
    let total = decoding.join().unwrap_or_else(|_| panic!("{vector}"));
    assert!(total > 1_000_000, "{total}");
}

#[test]
fn no_scratch_is_refused_at_once() {
    for format in FORMATS {
        for payload in [&b""[..], &[0xc1, 0x09, 0x64]] {
            let context = Context::read(Path::new(&[3, 0]).unwrap());
            let mut decoder = BlockDecoder::new(format, &context, &mut []);
            let error = decoder.feed(payload).next().unwrap().unwrap_err();
            assert_eq!((error.kind(), error.offset()), (ErrorKind::ScratchTooSmall, 0));
            assert!(decoder.feed(payload).next().is_none());
            assert!(decoder.finish().next().is_none());
            let mut decoder = BlockDecoder::new(format, &context, &mut []);
            let error = decoder.finish().next().unwrap().unwrap_err();
            assert_eq!((error.kind(), error.offset()), (ErrorKind::ScratchTooSmall, 0));
        }
    }
}
