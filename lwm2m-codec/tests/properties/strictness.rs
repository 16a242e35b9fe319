//! Leniencies one by one: switching one on never rejects more, and never reads otherwise.

use std::sync::LazyLock;

use lwm2m_codec::{ContentFormat, Context, Error, Leniency, Record, Strictness, decode, link};
use proptest::prelude::*;

use crate::testdata::{self, Vector};

static VECTORS: LazyLock<Vec<Vector>> = LazyLock::new(testdata::vectors);

/// Checks that what the stricter mode reads, the other one with a leniency more reads alike.
fn check(vector: &Vector, payload: &[u8], strictness: Strictness, leniency: Leniency) -> bool {
    let more = strictness.with(leniency);
    let format = vector.content_format().unwrap();
    if format == ContentFormat::LinkFormat {
        let read = |strictness| link::decode(payload, strictness).collect::<Result<Vec<_>, _>>();
        let links = read(strictness);
        assert!(links.is_err() || read(more) == links, "{leniency:?} {payload:02x?}");
        return links.is_ok();
    }
    let schema = vector.schema().unwrap();
    let context = vector.context().unwrap().with_schema(&schema);
    let records = records(format, payload, &context.with_strictness(strictness));
    let others = self::records(format, payload, &context.with_strictness(more));
    assert!(
        records.is_err() || others == records,
        "{format} {leniency:?} {payload:02x?}: {records:?}, with it {others:?}"
    );
    records.is_ok()
}

fn records<'a>(
    format: ContentFormat,
    payload: &'a [u8],
    context: &Context<'_>,
) -> Result<Vec<Record<'a>>, Error> {
    decode(format, payload, context).collect()
}

#[test]
fn one_leniency_more_rejects_no_vector() {
    let mut accepted = 0;
    for vector in VECTORS.iter() {
        let payload = vector.payload().unwrap();
        for &leniency in Leniency::ALL {
            for strictness in [Strictness::STRICT, Strictness::LENIENT] {
                let strictness = strictness.without(leniency);
                accepted += usize::from(check(vector, &payload, strictness, leniency));
            }
        }
    }
    assert!(accepted > 15_000, "{accepted}");
}

fn strictness() -> impl Strategy<Value = Strictness> {
    proptest::collection::vec(any::<bool>(), Leniency::ALL.len()).prop_map(|switches| {
        let on = Leniency::ALL.iter().zip(switches).filter(|(_, on)| *on);
        on.fold(Strictness::STRICT, |set, (&leniency, _)| set.with(leniency))
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 20_000, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn one_leniency_more_rejects_no_damaged_vector(
        vector in 0..VECTORS.len(),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
        strictness in strictness(),
        leniency in prop::sample::select(Leniency::ALL),
    ) {
        let vector = &VECTORS[vector];
        let mut payload = vector.payload().unwrap();
        for (place, byte) in damage {
            if !payload.is_empty() {
                let place = place.index(payload.len());
                payload[place] = byte;
            }
        }
        check(vector, &payload, strictness.without(leniency), leniency);
    }
}
