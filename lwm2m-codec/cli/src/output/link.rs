//! Links in readable form.

use lwm2m_codec::link::{Attribute, Link};

use super::printable;

/// The attributes of a link, on one line.
pub(crate) fn attributes(link: &Link<'_>) -> String {
    link.attributes().map(|attribute| text(&attribute)).collect::<Vec<_>>().join(" ")
}

fn text(attribute: &Attribute<'_>) -> String {
    let name = printable(attribute.name);
    match attribute.value {
        Some(value) if attribute.quoted => format!("{name}={:?}", value.to_cow()),
        Some(value) => format!("{name}={}", printable(&value.to_cow())),
        None => name,
    }
}
