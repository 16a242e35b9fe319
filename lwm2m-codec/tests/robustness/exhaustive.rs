//! Every payload of up to two bytes, and with `--ignored` of three, in every format and mode.
//!
//! Three bytes are 17 million payloads for each format and request; in a release build they take
//! some minutes: `cargo test --release --test robustness -- --ignored`.

use lwm2m_codec::{ContentFormat, Context, Operation};

use crate::common::{check, path, schema};
use crate::links::check_links;

/// Requests whose payloads these can be: with values of every kind, and without a schema.
fn contexts(format: ContentFormat) -> Vec<Context<'static>> {
    use ContentFormat as F;
    let read = |ids: &[u16]| Context::read(path(ids));
    match format {
        F::Text | F::Cbor | F::Opaque => {
            let typed = (1..=9).map(|id| read(&[42, 0, id]).with_schema(&schema));
            typed.chain([read(&[9, 0, 1])]).collect()
        }
        F::Tlv => vec![
            read(&[42]).with_schema(&schema),
            read(&[42, 0]).with_schema(&schema),
            read(&[42, 0, 2]).with_schema(&schema),
            read(&[42, 0, 34]).with_schema(&schema),
            read(&[42, 0, 34, 0]).with_schema(&schema),
            read(&[9, 0]),
            Context::new(Operation::Create, path(&[42])).with_schema(&schema),
        ],
        F::EtchJson | F::EtchCbor => vec![
            Context::new(Operation::ReadComposite, path(&[])),
            Context::new(Operation::WriteComposite, path(&[])),
        ],
        _ => vec![read(&[]), read(&[42, 0, 2]).with_schema(&schema)],
    }
}

fn check_all(length: usize) {
    let mut payload = vec![0; length];
    for format in ContentFormat::ALL {
        for context in contexts(format) {
            for number in 0..1u32 << (8 * length) {
                payload.copy_from_slice(&number.to_le_bytes()[..length]);
                check(format, &payload, &context);
            }
        }
    }
    for number in 0..1u32 << (8 * length) {
        payload.copy_from_slice(&number.to_le_bytes()[..length]);
        drop(check_links(&payload));
    }
}

#[test]
fn every_payload_of_up_to_two_bytes() {
    (0..=2).for_each(check_all);
}

#[test]
#[ignore = "takes minutes"]
fn every_payload_of_three_bytes() {
    check_all(3);
}
