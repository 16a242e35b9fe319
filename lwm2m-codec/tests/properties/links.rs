//! Links: what is read is what the grammar says, and a registration is the same whoever writes it.

use std::collections::{BTreeMap, BTreeSet};

use lwm2m_codec::link::register::{self, Entry, Root};
use lwm2m_codec::link::{self, RegisteredObject, Registration};
use lwm2m_codec::{ContentFormat, ErrorKind, Path, Strictness, Version};
use proptest::prelude::*;

use crate::check_links::check_links;

fn payload() -> impl Strategy<Value = Vec<u8>> {
    let value = r#"(\"([^\"\\]|\\.){0,5}\"?|[0-9a-z.,-]{0,5})"#;
    let attribute = format!("[ ]?;[ ]?(ver|ct|gt|rt|uri|x[*]|Y|=)?([ ]?=[ ]?{value})?");
    let link =
        format!("<([0-9]{{1,2}})?(/[0-9]{{0,6}}|/[a-z]{{1,3}}){{0,5}}/?/?>?({attribute}){{0,3}}");
    let links = format!("[ \n]?(lwm2m=[0-9.\"]{{0,5}},?)?({link}[ ]?,?[ ]?){{0,4}}\n?\0?");
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..64),
        "[</>,;=\"\\\\ a-b0-3.lwm]{0,48}".prop_map(String::into_bytes),
        prop::string::string_regex(&links).unwrap().prop_map(String::into_bytes),
        "( ?[0-9a](='?[a-z \"\u{e9}]{0,3}'?)?,?){0,5}".prop_map(String::into_bytes),
    ]
}

fn registration() -> impl Strategy<Value = Registration> {
    let version =
        prop::option::of((any::<u16>(), any::<u16>()).prop_map(|(a, b)| Version::new(a, b)));
    let id = || prop_oneof![0..10u16, 0..u16::MAX];
    let object = (version, prop::collection::btree_set(id(), 0..5))
        .prop_map(|(version, instances)| RegisteredObject { version, instances });
    let root = prop_oneof![Just("/".to_owned()), "/[a-z._~%-]{1,40}(/[a-z][0-9]){0,2}"];
    let formats = prop::collection::vec(any::<u16>().prop_map(ContentFormat::from_number), 0..4);
    (root, formats, prop::collection::btree_map(id(), object, 0..6))
        .prop_map(|(root, formats, objects)| Registration { root, formats, objects })
}

/// The entries of a registration, in the order in which it gives its links.
fn entries(objects: &BTreeMap<u16, RegisteredObject>) -> Vec<Entry> {
    let entry = |ids: &[u16]| Entry::new(Path::new(ids).unwrap());
    let mut entries = Vec::new();
    for (&id, RegisteredObject { version, instances }) in objects {
        if version.is_some() || instances.is_empty() {
            entries.push(Entry { version: *version, ..entry(&[id]) });
        }
        entries.extend(instances.iter().map(|&instance| entry(&[id, instance])));
    }
    entries
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn links_are_read_as_the_grammar_says(payload in payload()) {
        drop(check_links(&payload));
    }

    #[test]
    fn a_registration_is_what_other_links_are(
        registration in registration(),
        slash in any::<bool>(),
        missing in 1..40usize,
    ) {
        let payload = link::encode_to_vec(registration.links()).unwrap();
        let path = registration.root.clone() + if slash { "/" } else { "" };
        let root = Root { path: &path, formats: &registration.formats };
        let entries = entries(&registration.objects);

        let mut buffer = vec![0xaa; payload.len() + 100];
        prop_assert_eq!(register::encode(&root, &entries, &mut buffer), Ok(payload.len()));
        let (written, behind) = buffer.split_at(payload.len());
        prop_assert_eq!(written, &payload);
        prop_assert!(behind.iter().all(|&byte| byte == 0xaa));
        prop_assert_eq!(register::encode(&root, &entries, &mut buffer[..payload.len()]), Ok(payload.len()));
        if let Some(short) = payload.len().checked_sub(missing) {
            let error = register::encode(&root, entries, &mut buffer[..short]).unwrap_err();
            let needed = (ErrorKind::BufferTooSmall, payload.len() as u32);
            prop_assert_eq!((error.kind(), error.offset()), needed);
        }

        let read = Registration::from_links(link::decode(&payload, Strictness::STRICT));
        prop_assert_eq!(read, Ok(registration));
    }

    #[test]
    fn paths_alone_are_entries_too(objects in prop::collection::btree_set(0..u16::MAX, 0..8)) {
        let paths = objects.iter().map(|&object| Path::new(&[object, 0]).unwrap());
        let mut buffer = [0; 128];
        let length = register::encode(&Root::default(), paths, &mut buffer).unwrap();
        let links = link::decode(&buffer[..length], Strictness::STRICT);
        let read = Registration::from_links(links).unwrap().objects;
        prop_assert!(read.values().all(|object| object.instances == BTreeSet::from([0])));
        prop_assert!(read.into_keys().eq(objects));
    }
}
