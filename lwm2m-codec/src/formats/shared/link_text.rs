//! Object links as text, `objectID:instanceID`, as in all formats but TLV.

use crate::encoding::integer::write_decimal;
use crate::error::{Error, ErrorKind, Leniency, Strictness};
use crate::formats::shared::trimmed::trimmed;
use crate::model::object_link::ObjectLink;
#[cfg(feature = "_names")]
use crate::model::value::Text;

/// Reads an object link; errors are at offset 0, or at what surrounds it.
pub(crate) fn parse(text: &[u8], strictness: Strictness) -> Result<ObjectLink, Error> {
    ObjectLink::from_bytes(text, false)
        .or_else(|error| trimmed(text, strictness, error, &|text| parse_odd(text, strictness)))
}

/// Reads an object link in a form that a leniency accepts.
#[cold]
fn parse_odd(text: &[u8], strictness: Strictness) -> Result<ObjectLink, Error> {
    let canonical = ObjectLink::from_bytes(text, false);
    let (link, leniency) = match canonical {
        Err(_) if is_hex_null(text) => (ObjectLink::NULL, Leniency::HexNullLink),
        Err(error) if error.is(ErrorKind::InvalidObjectLink) => {
            (ObjectLink::from_bytes(text, true)?, Leniency::LeadingZeros)
        }
        canonical => return canonical,
    };
    if strictness.allows(leniency) {
        return Ok(link);
    }
    Err(Error::new(ErrorKind::InvalidObjectLink, 0).unless(leniency))
}

/// Whether a text is `FFFF:FFFF` or `ffff:ffff`.
fn is_hex_null(text: &[u8]) -> bool {
    let [first, ..] = text else { return false };
    text.len() == 9
        && text.iter().zip(0..).all(|(byte, place)| *byte == if place == 4 { b':' } else { *first })
}

/// Reads an object link whose errors are at `offset`.
#[cfg(feature = "_names")]
pub(crate) fn read(
    text: Text<'_>,
    offset: usize,
    strictness: Strictness,
) -> Result<ObjectLink, Error> {
    read_bytes(&mut text.bytes(), offset, strictness)
}

/// The same of a text that comes byte by byte.
#[cfg(feature = "_scalar")]
pub(crate) fn read_bytes(
    text: &mut dyn Iterator<Item = u8>,
    offset: usize,
    strictness: Strictness,
) -> Result<ObjectLink, Error> {
    // With room for the zeros, white space and NUL that leniencies accept.
    let mut buffer = [0; 2 * ObjectLink::MAX_TEXT + 2];
    let mut length = 0;
    for byte in text {
        let place = buffer.get_mut(length);
        *place.ok_or(Error::new(ErrorKind::InvalidObjectLink, offset))? = byte;
        length += 1;
    }
    let text = buffer.get(..length).unwrap_or_default();
    parse(text, strictness).map_err(|error| error.at(offset as u32))
}

/// An object link as text.
pub(crate) struct LinkText([u8; ObjectLink::MAX_TEXT], usize);

impl LinkText {
    pub(crate) fn new(link: ObjectLink) -> Self {
        let mut text = [0; ObjectLink::MAX_TEXT];
        let colon = write_decimal(&mut text, 0, link.object());
        if let Some(place) = text.get_mut(colon) {
            *place = b':';
        }
        let length = write_decimal(&mut text, colon + 1, link.instance());
        Self(text, length)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.get(..self.1).unwrap_or_default()
    }
}
