//! The other codecs, each doing the same work as this one: from a payload to the path, time and
//! typed value of every record, and back.
//!
//! What the libraries do not do, such as joining names, is written here with the same care, and
//! without the checks that this codec makes in strict mode. The results are compared record by
//! record and bit by bit before anything is measured.

mod ciborium;
mod encode;
mod item;
mod json;
mod links;
mod lwm2m_cbor;
mod minicbor;
mod names;
mod records;

use std::hint::black_box;

use lwm2m_codec::ContentFormat::{LinkFormat, Lwm2mCbor, SenmlCbor, SenmlJson};
use lwm2m_codec::{OwnedRecord, decode};
use lwm2m_codec_benches::case::{Case, Task, Variant};

use self::item::Item;

/// A codec that takes part in a comparison.
pub(crate) struct Contender<'a> {
    /// Its name; the first of a comparison is this codec.
    pub(crate) name: &'static str,
    /// Does the work once.
    pub(crate) run: Box<dyn FnMut() + 'a>,
}

/// The name of this codec among contenders.
pub(crate) const OURS: &str = "lwm2m-codec";

/// The input of a case, for [`contenders`].
pub(crate) struct Input<'c> {
    case: Case<'c>,
    payload: Vec<u8>,
    items: Vec<Item<'c>>,
    base: String,
}

impl<'c> Input<'c> {
    pub(crate) fn new(case: Case<'c>) -> Self {
        let records = case.corpus.iter().flat_map(|corpus| &corpus.records);
        let items: Vec<_> = records.map(Item::from_record).collect();
        let base = case.corpus.map_or(String::new(), |corpus| {
            // Base name and name are joined without a slash in between.
            let below = corpus.records.iter().any(|record| record.path != corpus.base);
            format!("{}{}", corpus.base, if below { "/" } else { "" })
        });
        Self { payload: case.payload().0, case, items, base }
    }

    /// The records of the case with the types on the wire.
    fn records(&self) -> Vec<OwnedRecord> {
        self.items.iter().map(|item| item.to_record()).collect()
    }
}

/// The codecs that can do the work of a case, all checked to give the same result.
///
/// # Panics
/// If one of them gives another result.
pub(crate) fn contenders<'a>(input: &'a Input<'_>) -> Vec<Contender<'a>> {
    check_ours(input);
    let case = &input.case;
    let mut work = case.prepare();
    let mut contenders = vec![Contender { name: OURS, run: Box::new(move || work.run()) }];
    // Peers have no leniencies, schema or check for duplicates to compare with.
    if !matches!(case.variant, Variant::Usual | Variant::Absolute | Variant::Shuffled) {
        return contenders;
    }
    let single_opaque = case.corpus_name() == "firmware";

    /// Adds a decoder, which shows each record to a closure.
    macro_rules! decoder {
        ($name:literal, $decode:path) => {{
            let mut decoded = Vec::new();
            $decode(&input.payload, &mut |item: &Item<'_>| decoded.push(item.to_record()));
            assert!(decoded == input.records(), "{}: {case}", $name);
            let run = move || {
                $decode(black_box(&input.payload), &mut |item: &Item<'_>| {
                    black_box((&item.ids, &item.len, &item.time, &item.value));
                });
            };
            contenders.push(Contender { name: $name, run: Box::new(run) });
        }};
    }

    /// Adds an encoder, which writes to a buffer that is large enough.
    macro_rules! encoder {
        ($name:literal, $encode:path) => {{
            let mut buffer = Vec::with_capacity(2 * input.payload.len() + 1024);
            $encode(&input.items, &input.base, &mut buffer);
            check_encoded(input, &buffer, $name);
            let run = move || {
                buffer.clear();
                $encode(black_box(&input.items), &input.base, &mut buffer);
                black_box(buffer.as_slice());
            };
            contenders.push(Contender { name: $name, run: Box::new(run) });
        }};
    }

    match (case.task, case.format) {
        (Task::Decode, SenmlJson) if !single_opaque => {
            decoder!("serde_json", json::serde_json);
            decoder!("simd-json", json::simd_json);
            decoder!("sonic-rs", json::sonic_rs);
        }
        (Task::Decode, SenmlCbor) => {
            decoder!("minicbor loop", minicbor::decode);
            decoder!("minicbor derive", minicbor::decode_derived);
            decoder!("cbor4ii", records::cbor4ii);
            decoder!("ciborium", ciborium::decode);
        }
        (Task::Decode, Lwm2mCbor) => {
            decoder!("minicbor loop", lwm2m_cbor::decode);
            decoder!("ciborium Value", ciborium::decode_lwm2m);
        }
        (Task::Decode, LinkFormat) => contenders.push(links::decoder(&input.payload)),
        (Task::Encode, LinkFormat) => contenders.push(links::encoder(&input.payload)),
        (Task::Encode, SenmlJson) if !single_opaque && case.variant == Variant::Usual => {
            encoder!("serde_json", encode::serde_json);
            encoder!("sonic-rs", encode::sonic_rs);
        }
        (Task::Encode, SenmlCbor) if case.variant == Variant::Usual => {
            encoder!("minicbor loop", minicbor::encode);
            encoder!("minicbor derive", minicbor::encode_derived);
            encoder!("cbor4ii", encode::cbor4ii);
            encoder!("ciborium", encode::ciborium);
        }
        (Task::Encode, Lwm2mCbor) => encoder!("minicbor loop", lwm2m_cbor::encode),
        _ => {}
    }
    contenders
}

/// Checks that this codec yields the records of the corpus.
fn check_ours(input: &Input<'_>) {
    let case = &input.case;
    if case.corpus.is_none() {
        return;
    }
    let (payload, context) = case.payload();
    let records = decode(case.format, &payload, &context).map(|record| record.expect("a record"));
    let records = records.map(OwnedRecord::from);
    // Not every format distinguishes times from integers.
    let records: Vec<_> = records.map(|record| Item::from_record(&record).to_record()).collect();
    assert!(records == input.records(), "{OURS}: {case}");
}

/// Checks that what a peer wrote contains the records.
fn check_encoded(input: &Input<'_>, payload: &[u8], name: &str) {
    let case = &input.case;
    let context = case.corpus.expect("a corpus").context(case.format);
    let records = decode(case.format, payload, &context).map(|record| record.expect(name));
    let records: Vec<_> = records.map(OwnedRecord::from).collect();
    assert!(records == input.records(), "{name}: {case}");
}
