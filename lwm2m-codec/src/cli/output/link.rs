//! Links for people.

use std::borrow::ToOwned;
use std::format;
use std::string::String;
use std::vec::Vec;

use super::printable;
use crate::link::{self, Attribute, Link, RegistrationLinks};
use crate::{Path, Strictness};

/// The root of the client that a payload of links tells, as far as it does.
pub(crate) fn root(payload: &[u8], strictness: Strictness) -> String {
    let registration = RegistrationLinks::new(link::decode(payload, strictness));
    registration.map_or("/".to_owned(), |registration| registration.root().to_owned())
}

/// The path that a link of a payload leads to, if it is one of LwM2M.
pub(crate) fn path(
    link: &Link<'_>,
    payload: &[u8],
    root: &str,
    strictness: Strictness,
) -> Option<Path> {
    let alone = payload.get(link.range())?;
    let found = link::decode(alone, strictness).below(root).next()?;
    found.ok().map(|link| link.path)
}

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
