//! Links, also as LwM2M interprets them, arguments and queries; links are compared with
//! `coap-lite`.

use coap_lite::link_format::LinkFormatParser;
use lwm2m_codec::link::Link;

use crate::check_links::check_links;

/// The whole input is the payload.
pub fn links(payload: &[u8]) {
    if let Ok(links) = check_links(payload) {
        compare(payload, &links);
    }
}

/// Compares with `coap-lite`, which accepts nearly everything: it must agree on what strict mode
/// accepts.
fn compare(payload: &[u8], links: &[Link<'_>]) {
    let text = str::from_utf8(payload).expect("links are UTF-8");
    let theirs: Vec<_> = LinkFormatParser::new(text)
        .map(|link| link.expect("coap-lite refuses what strict mode accepts"))
        .collect();
    assert_eq!(links.len(), theirs.len(), "{links:?}");
    for (ours, (target, attributes)) in links.iter().zip(theirs) {
        assert_eq!(ours.target(), target);
        let theirs: Vec<_> =
            attributes.map(|(name, value)| (name, value.to_cow().into_owned())).collect();
        let ours: Vec<_> = ours
            .attributes()
            // coap-lite reads an attribute without a value as one with an empty value.
            .map(|a| (a.name, a.value.map(|value| value.to_string()).unwrap_or_default()))
            .collect();
        assert_eq!(ours, theirs, "{target}");
    }
}
