//! Every conformance vector cut short at every place, with every byte changed to every other, and
//! its first half joined to the second half of the next one of its format.

use std::sync::atomic::{AtomicBool, Ordering};

use lwm2m_codec::{ContentFormat, Strictness, convert_to_vec, decode, link};

use crate::common::check;
use crate::links::check_links;
use crate::testdata::{self, Vector};

/// Hands each vector to `damage`, with a check for what becomes of it, and counts the checks.
fn each(damage: impl Fn(&Vector, &[u8], &mut dyn FnMut(&[u8])) + Sync) -> usize {
    let vectors = testdata::vectors();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let checks_of = &|vector: &Vector| {
        let (format, payload) = (vector.content_format().unwrap(), vector.payload().unwrap());
        let schema = vector.schema().unwrap();
        let context = vector.context().unwrap().with_schema(&schema);
        let mut checks = 0;
        damage(vector, &payload, &mut |damaged| {
            checks += 1;
            match format {
                ContentFormat::LinkFormat => drop(check_links(damaged)),
                _ => drop(check(format, damaged, &context)),
            }
        });
        checks
    };
    std::thread::scope(|scope| {
        let start = |first| {
            let share = vectors.iter().skip(first).step_by(threads);
            scope.spawn(move || share.map(checks_of).sum::<usize>())
        };
        let started: Vec<_> = (0..threads).map(start).collect();
        started.into_iter().map(|thread| thread.join().unwrap()).sum()
    })
}

#[test]
fn cut_short_anywhere() {
    let checks =
        each(|_, payload, check| (0..payload.len()).for_each(|end| check(&payload[..end])));
    assert!(checks > 9_000, "{checks}");
}

#[test]
fn with_any_byte_changed() {
    let checks = each(|_, payload, check| {
        let mut damaged = payload.to_vec();
        for place in 0..payload.len() {
            for other in 0..=u8::MAX {
                damaged[place] = other;
                check(&damaged);
            }
            damaged[place] = payload[place];
        }
    });
    assert!(checks > 2_300_000, "{checks}");
}

#[test]
fn with_half_of_the_next_one() {
    let vectors = testdata::vectors();
    let checks = each(|vector, payload, check| {
        let mut others = vectors.iter().filter(|other| other.format == vector.format);
        let Some(_) = others.find(|other| other.id == vector.id) else { return };
        let Some(next) = others.next() else { return };
        let next = next.payload().unwrap();
        check(&[&payload[..payload.len() / 2], &next[next.len() / 2..]].concat());
    });
    assert!(checks > 350, "{checks}");
}

/// The hostile shapes of `resources/work.rs` are read in a stack of the same size.
#[test]
fn in_a_small_stack() {
    let encoded_any = AtomicBool::new(false);
    for vector in testdata::vectors() {
        let (format, payload) = (vector.content_format().unwrap(), vector.payload().unwrap());
        let schema = vector.schema().unwrap();
        let context = vector.context().unwrap().with_schema(&schema);
        let read = || {
            for strictness in [Strictness::STRICT, Strictness::LENIENT] {
                let context = context.with_strictness(strictness);
                let records = decode(format, &payload, &context);
                let links = link::decode(&payload, strictness);
                let encoded = match format {
                    ContentFormat::LinkFormat => link::encode_to_vec(links),
                    _ => convert_to_vec(records, format, &context),
                };
                encoded_any.fetch_or(encoded.is_ok(), Ordering::Relaxed);
            }
        };
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(64 * 1024);
            thread.spawn_scoped(scope, read).unwrap().join().unwrap();
        });
    }
    assert!(encoded_any.into_inner());
}
