//! The links of Register and Discover.

use std::collections::BTreeMap;

use lwm2m_codec::link::{self, Attribute, Link, RegisteredObject, Registration};
use lwm2m_codec::{ContentFormat, Error};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::failure;
use crate::input::Strings;
use crate::output::fill;
use crate::request::Request;
use crate::tree::Tree;

/// Decodes links into the tree, each a target, its place, and attributes; false if it failed, and
/// the tree says why.
#[wasm_bindgen(js_name = decodeLinks)]
pub fn decode_links(payload: &[u8], request: &Request) -> bool {
    fill(|output| {
        let links = link::decode(payload, request.strictness());
        let mut failed = None;
        let links = links.map_while(|link| link.map_err(|error| failed = Some(error)).ok());
        output.tree.each(links, write_link);
        finish(&mut output.tree, payload, failed)
    })
}

/// Decodes a registration into the tree; false if it failed, and the tree says why.
#[wasm_bindgen(js_name = decodeRegistration)]
pub fn decode_registration(payload: &[u8], request: &Request) -> bool {
    fill(|output| {
        let registration = Registration::from_links(link::decode(payload, request.strictness()));
        let failed = match registration {
            Ok(registration) => {
                write_registration(&mut output.tree, &registration);
                None
            }
            Err(error) => Some(error),
        };
        finish(&mut output.tree, payload, failed)
    })
}

fn finish(tree: &mut Tree, payload: &[u8], failed: Option<Error>) -> Option<()> {
    let Some(error) = failed else { return Some(()) };
    tree.clear();
    failure::of_payload(tree, error, ContentFormat::LinkFormat, payload);
    None
}

pub(crate) fn write_link(tree: &mut Tree, link: Link<'_>) {
    let range = link.range();
    tree.list(4).string(link.target());
    tree.number(range.start as u32).number(range.end as u32);
    tree.each(link.attributes(), |tree, attribute| {
        tree.list(2).string(attribute.name);
        tree.maybe_string(attribute.value.map(|value| value.to_cow()).as_deref());
    });
}

fn write_registration(tree: &mut Tree, registration: &Registration) {
    tree.list(3).string(&registration.root);
    tree.each(&registration.formats, |tree, format| {
        tree.number(format.number());
    });
    tree.each(&registration.objects, |tree, (&id, object)| {
        tree.list(3).number(id);
        tree.maybe_string(object.version.map(|version| version.to_string()).as_deref());
        tree.each(&object.instances, |tree, &instance| {
            tree.number(instance);
        });
    });
}

/// Encodes links: of each the length of its target and the number of its attributes, then of each
/// of these the lengths of name and value, that of a value that is not there being -1. Nothing if
/// it failed; the tree says why.
#[wasm_bindgen(js_name = encodeLinks)]
pub fn encode_links(text: &str, words: &[i32]) -> Option<Vec<u8>> {
    let mut strings = Strings::new(text);
    let mut words = words.iter().copied();
    let mut links = Vec::new();
    while let (Some(target), Some(count)) = (words.next(), words.next()) {
        let target = strings.take(target as u32);
        let mut attributes = Vec::new();
        for _ in 0..count {
            let (Some(name), Some(value)) = (words.next(), words.next()) else { break };
            let name = strings.take(name as u32);
            attributes.push(match u32::try_from(value) {
                Ok(value) => Attribute::new(name, strings.take(value)),
                Err(_) => Attribute::flag(name),
            });
        }
        links.push((target, attributes));
    }
    let links = links.iter().map(|(target, attributes)| Link::new(target, attributes));
    encoded(link::encode_to_vec(links))
}

/// Encodes a registration: the lengths of its root, and the number of formats, which follow; then
/// of each object ID, length of version or -1, and number of instances, which follow. Nothing if a
/// version is none, or it failed; the tree says why.
#[wasm_bindgen(js_name = encodeRegistration)]
pub fn encode_registration(text: &str, words: &[i32]) -> Option<Vec<u8>> {
    match registration(text, words)? {
        Ok(registration) => encoded(link::encode_to_vec(registration.links())),
        Err(error) => encoded(Err(error)),
    }
}

/// A registration from the same text and numbers.
pub(crate) fn registration(text: &str, words: &[i32]) -> Option<Result<Registration, Error>> {
    let mut strings = Strings::new(text);
    let mut words = words.iter().copied();
    let id = |word: i32| word as u16;
    let root = strings.take(words.next()? as u32).into();
    let count = words.next()? as usize;
    let formats = words.by_ref().take(count).map(id).map(ContentFormat::from_number).collect();
    let mut registration = Registration { root, formats, objects: BTreeMap::new() };
    while let (Some(object), Some(version), Some(count)) =
        (words.next(), words.next(), words.next())
    {
        let version = match u32::try_from(version).map(|units| strings.take(units).parse()) {
            Ok(Ok(version)) => Some(version),
            Ok(Err(error)) => return Some(Err(error)),
            Err(_) => None,
        };
        let instances = words.by_ref().take(count as usize).map(id).collect();
        registration.objects.insert(id(object), RegisteredObject { version, instances });
    }
    Some(Ok(registration))
}

fn encoded(result: Result<Vec<u8>, Error>) -> Option<Vec<u8>> {
    match result {
        Ok(payload) => Some(payload),
        Err(error) => {
            fill(|output| {
                failure::of_record(&mut output.tree, error, None);
                None
            });
            None
        }
    }
}
