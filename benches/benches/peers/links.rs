//! coap-lite, for CoRE link format.

use std::hint::black_box;

use coap_lite::link_format::{LinkFormatParser, LinkFormatWrite};
use lwm2m_codec::{Path, Strictness, link};

use super::Contender;

const NAME: &str = "coap-lite";

/// Reads links: targets, and names and values of attributes.
pub(crate) fn decoder(payload: &[u8]) -> Contender<'_> {
    let ours = link::decode(payload, Strictness::STRICT).map(|link| link.expect("a link"));
    let mut ours = ours.map(|link| {
        let attributes = link.attributes().map(|attribute| {
            let value = attribute.value.map_or(String::new(), |value| value.to_string());
            (attribute.name.to_owned(), value)
        });
        (link.target().to_owned(), attributes.collect::<Vec<_>>())
    });
    for link in parser(payload) {
        let (target, attributes) = link.expect("a link");
        let attributes =
            attributes.map(|(name, value)| (name.to_owned(), value.to_cow().into_owned()));
        assert_eq!(ours.next(), Some((target.to_owned(), attributes.collect())), "{NAME}");
    }
    assert_eq!(ours.next(), None);

    let run = move || {
        for link in parser(black_box(payload)) {
            let (target, attributes) = link.expect("a link");
            black_box(target);
            for (name, value) in attributes {
                black_box((&name, &value));
            }
        }
    };
    Contender { name: NAME, run: Box::new(run) }
}

fn parser(payload: &[u8]) -> LinkFormatParser<'_> {
    LinkFormatParser::new(std::str::from_utf8(payload).expect("text"))
}

/// A link as a program holds it: the IDs of a path, and attributes with their values and whether
/// these are quoted.
type Link = (Vec<u16>, Vec<(String, String, bool)>);

/// Writes links.
pub(crate) fn encoder(payload: &[u8]) -> Contender<'_> {
    let links = link::decode(payload, Strictness::STRICT).map(|link| link.expect("a link"));
    let links = links.map(|link| {
        let path: Path = link.target().parse().expect("a path");
        let attributes = link.attributes().map(|attribute| {
            let value = attribute.value.map_or(String::new(), |value| value.to_string());
            (attribute.name.to_owned(), value, attribute.quoted)
        });
        (path.ids().to_vec(), attributes.collect())
    });
    let links: Vec<Link> = links.collect();
    let mut buffer = String::with_capacity(2 * payload.len());
    write(&links, &mut buffer);
    // It quotes more values.
    let written = link::decode(buffer.as_bytes(), Strictness::STRICT);
    assert!(written.eq(link::decode(payload, Strictness::STRICT)), "{NAME}");
    let run = move || {
        buffer.clear();
        write(black_box(&links), &mut buffer);
        black_box(buffer.as_str());
    };
    Contender { name: NAME, run: Box::new(run) }
}

fn write(links: &[Link], buffer: &mut String) {
    let mut writer = LinkFormatWrite::new(buffer);
    let mut target = String::with_capacity(32);
    for (ids, attributes) in links {
        target.clear();
        ids.iter().for_each(|&id| {
            target.push('/');
            target.push_str(itoa::Buffer::new().format(id));
        });
        if ids.is_empty() {
            target.push('/');
        }
        let link = writer.link(&target);
        let link = attributes.iter().fold(link, |link, (name, value, quoted)| match quoted {
            true => link.attr_quoted(name, value),
            false => link.attr(name, value),
        });
        link.finish().expect("the buffer takes all");
    }
    writer.finish().expect("the buffer takes all");
}
