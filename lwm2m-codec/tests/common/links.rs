//! What holds of every payload as links, as arguments of Execute and as a query.

use std::collections::BTreeSet;

use lwm2m_codec::link::{
    self, DiscoverQuery, Link, RegisterQuery, Registration, RegistrationLinks, WriteAttributes,
};
use lwm2m_codec::{Error, Position, Strictness};

use crate::link_grammar::{self, Fault, RawLink};

/// Checks one payload in both modes; returns what strict mode makes of its links.
pub(crate) fn check_links(payload: &[u8]) -> Result<Vec<Link<'_>>, Error> {
    let strict = read(payload, Strictness::STRICT);
    let lenient = read(payload, Strictness::LENIENT);
    if strict.is_ok() {
        assert_eq!(strict, lenient, "lenient mode reads something else");
    }
    for strictness in [Strictness::STRICT, Strictness::LENIENT] {
        check_registration(payload, strictness);
        check_arguments(payload, strictness);
    }
    if let Ok(query) = std::str::from_utf8(payload) {
        check_queries(query);
    }
    strict
}

/// An error as the grammar gives it.
fn fault(error: Error) -> Fault {
    let (kind, leniency) = (error.kind(), error.leniency());
    Fault { kind, offset: error.offset() as usize, leniency }
}

/// A link as the grammar gives it.
fn raw(link: &Link<'_>) -> RawLink {
    let attributes = link.attributes().map(|attribute| {
        let value = attribute.value.map(|value| (value.to_string(), attribute.quoted));
        (attribute.name.to_owned(), value)
    });
    let attributes = attributes.collect();
    RawLink { target: link.target().to_owned(), attributes, range: link.range() }
}

/// Reads links; checks that the grammar says the same, places, and that they encode to what reads
/// alike.
fn read(payload: &[u8], strictness: Strictness) -> Result<Vec<Link<'_>>, Error> {
    let mut items = link::decode(payload, strictness);
    let mut links = Vec::new();
    let result = items.by_ref().try_for_each(|link| link.map(|link| links.push(link)));
    assert!(items.next().is_none(), "a link after an error");
    let said = (links.iter().map(raw).collect(), result.err().map(fault));
    assert_eq!(said, link_grammar::links(payload, strictness));
    let result = result.map(|()| links);
    let links = result.inspect_err(|&error| check_place(error, payload))?;
    let mut end = 0;
    for link in &links {
        let range = link.range();
        assert!(end <= range.start && range.start <= range.end, "{range:?}");
        end = range.end;
    }
    assert!(end <= payload.len());
    let encoded = link::encode_to_vec(&links).expect("what was read can be written");
    assert_eq!(link::encoded_len(&links), Ok(encoded.len()));
    let again: Vec<_> =
        link::decode(&encoded, strictness).collect::<Result<_, _>>().expect("what was written");
    assert_eq!(again, links);
    Ok(links)
}

fn check_place(error: Error, payload: &[u8]) {
    let Position::Offset(offset) = error.position() else { panic!("not an error of decoding") };
    assert!(offset as usize <= payload.len(), "{error:?} in {} bytes", payload.len());
}

/// The readings of LwM2M.
fn check_registration(payload: &[u8], strictness: Strictness) {
    let links = || link::decode(payload, strictness);
    for root in ["/", "/lwm2m"] {
        let mut below = links().below(root);
        let result: Result<Vec<_>, _> = below.by_ref().collect();
        assert!(below.next().is_none(), "a link after an error");
        match result {
            // This server ID is read, but never written.
            Ok(links) if links.iter().any(|link| link.ssid == Some(0)) => {
                assert_ne!(strictness, Strictness::STRICT);
            }
            Ok(links) => {
                let encoded = link::encode_to_vec(&links).expect("what was read can be written");
                let again = link::decode(&encoded, Strictness::STRICT).below(root);
                // What a leniency reads above the root stays there.
                if links.iter().all(|link| link.root == root) {
                    assert_eq!(again.collect::<Result<Vec<_>, _>>(), Ok(links));
                }
            }
            Err(error) => check_place(error, payload),
        }
    }
    match RegistrationLinks::new(links()) {
        Ok(links) => {
            let registration = Registration::from(&links);
            let objects: BTreeSet<_> = links.objects().collect();
            assert!(registration.objects.keys().eq(&objects));
            let encoded = link::encode_to_vec(registration.links()).expect("what was read");
            let again = Registration::from_links(link::decode(&encoded, Strictness::STRICT));
            assert_eq!(again, Ok(registration));
        }
        Err(error) => check_place(error, payload),
    }
}

fn check_arguments(payload: &[u8], strictness: Strictness) {
    let mut read = Vec::new();
    let result = link::arguments(payload, strictness).try_for_each(|argument| {
        argument.map(|argument| read.push((argument.digit, argument.value.map(str::to_owned))))
    });
    let said = (read, result.err().map(fault));
    assert_eq!(said, link_grammar::arguments(payload, strictness));
    match link::arguments(payload, strictness).collect::<Result<Vec<_>, _>>() {
        Ok(arguments) => {
            let mut buffer = vec![0; 2 * payload.len() + 16];
            // What only leniency reads need not have a form of its own.
            let Ok(length) = link::encode_arguments(arguments.iter().copied(), &mut buffer) else {
                assert_ne!(strictness, Strictness::STRICT);
                return;
            };
            let again = link::arguments(&buffer[..length], Strictness::STRICT);
            assert_eq!(again.collect::<Result<Vec<_>, _>>(), Ok(arguments));
        }
        Err(error) => check_place(error, payload),
    }
}

/// Reads a query, writes it and reads that.
macro_rules! round_trip {
    ($type:ty, $query:expr, $strictness:expr) => {
        match <$type>::parse($query, $strictness) {
            Ok(parsed) => {
                // Floats are written without exponents.
                let mut buffer = vec![0; 4 * $query.len() + 1200];
                let length = parsed.encode(&mut buffer).expect("what was read can be written");
                let written = std::str::from_utf8(&buffer[..length]).expect("queries are text");
                assert_eq!(<$type>::parse(written, Strictness::STRICT), Ok(parsed), "{written}");
            }
            Err(error) => check_place(error, $query.as_bytes()),
        }
    };
}

fn check_queries(query: &str) {
    for strictness in [Strictness::STRICT, Strictness::LENIENT] {
        round_trip!(RegisterQuery<'_>, query, strictness);
        round_trip!(WriteAttributes, query, strictness);
        round_trip!(DiscoverQuery, query, strictness);
    }
}
