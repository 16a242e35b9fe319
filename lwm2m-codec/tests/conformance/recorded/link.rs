//! Links, which are no records, as text; also what queries and arguments a payload is.

use std::fmt::{Result, Write};

use lwm2m_codec::link::{
    self, DiscoverQuery, RegisterQuery, RegistrationLinks, WriteAttributes, arguments,
};
use lwm2m_codec::{Error, Strictness, Text};

use super::codec::{error, payload_or_error};

/// Writes all readings of a payload.
pub(crate) fn read(out: &mut impl Write, payload: &[u8], strictness: Strictness) -> Result {
    for link in link::decode(payload, strictness) {
        match link {
            Ok(link) => {
                let (range, target) = (link.range(), link.target().as_bytes());
                write!(out, "{}..{} {}", range.start, range.end, target.escape_ascii())?;
                for attribute in link.attributes() {
                    let has_value = attribute.value.is_some();
                    write!(out, ";{} {has_value} {}", attribute.name, attribute.quoted)?;
                    for piece in attribute.value.iter().flat_map(Text::pieces) {
                        write!(out, " {}", piece.as_str().as_bytes().escape_ascii())?;
                    }
                }
                writeln!(out)?;
            }
            Err(fault) => error(out, &fault, None)?,
        }
    }
    registration(out, payload, strictness)?;
    for argument in arguments(payload, strictness) {
        match argument {
            Ok(argument) => {
                let has_value = argument.value.is_some();
                let value = argument.value.unwrap_or_default().as_bytes().escape_ascii();
                writeln!(out, "argument {} {has_value} {value}", argument.digit)?;
            }
            Err(fault) => error(out, &fault, None)?,
        }
    }
    let Ok(query) = std::str::from_utf8(payload) else { return Ok(()) };
    query_or_error(out, |buffer| RegisterQuery::parse(query, Strictness::STRICT)?.encode(buffer))?;
    query_or_error(out, |buffer| {
        WriteAttributes::parse(query, Strictness::STRICT)?.encode(buffer)
    })?;
    query_or_error(out, |buffer| DiscoverQuery::parse(query, Strictness::STRICT)?.encode(buffer))
}

/// The readings of LwM2M.
fn registration(out: &mut impl Write, payload: &[u8], strictness: Strictness) -> Result {
    for root in ["/", "/lwm2m"] {
        for link in link::decode(payload, strictness).below(root) {
            match link {
                // What is encoded has all that was read.
                Ok(link) => payload_or_error(out, link::encode_to_vec([link]))?,
                Err(fault) => error(out, &fault, None)?,
            }
        }
    }
    let links = match RegistrationLinks::new(link::decode(payload, strictness)) {
        Ok(links) => links,
        Err(fault) => return error(out, &fault, None),
    };
    write!(out, "root {}", links.root().as_bytes().escape_ascii())?;
    links.formats().try_for_each(|format| write!(out, " {}", format.number()))?;
    for object in links.objects() {
        write!(out, " /{object}")?;
        if let Some(version) = links.version(object) {
            write!(out, " {}.{}", version.major, version.minor)?;
        }
    }
    for (object, instance) in links.instances() {
        write!(out, " /{object}/{instance}")?;
    }
    writeln!(out)
}

fn query_or_error(
    out: &mut impl Write,
    encode: impl FnOnce(&mut [u8]) -> std::result::Result<usize, Error>,
) -> Result {
    let mut buffer = vec![0; 4096];
    let length = encode(&mut buffer);
    payload_or_error(out, length.map(|length| buffer[..length].to_vec()))
}

/// Writes the payload that the links make.
pub(crate) fn encoded(out: &mut impl Write, payload: &[u8], strictness: Strictness) -> Result {
    payload_or_error(out, link::encode_to_vec(link::decode(payload, strictness)))
}
