//! Object links as text, `objectID:instanceID`, which all formats but TLV use.

use crate::error::{Error, ErrorKind};
use crate::number;
use crate::sink::Sink;
use crate::strictness::{Leniency, Strictness};
use crate::value::ObjectLink;

/// The length of the longest object link as text.
pub(crate) const MAX_LEN: usize = 11;

/// Reads an object link; errors are at offset 0.
pub(crate) fn parse(text: &[u8], strictness: Strictness) -> Result<ObjectLink, Error> {
    let invalid = Error::new(ErrorKind::InvalidObjectLink, 0);
    let (link, leniency) = match text {
        b"FFFF:FFFF" | b"ffff:ffff" => (ObjectLink::NULL, Leniency::HexNullLink),
        [link @ .., 0] => {
            (core::str::from_utf8(link).map_err(|_| invalid)?.parse()?, Leniency::LinkTrailingNul)
        }
        link => return core::str::from_utf8(link).map_err(|_| invalid)?.parse(),
    };
    if strictness.allows(leniency) { Ok(link) } else { Err(invalid.unless(leniency)) }
}

/// Writes an object link.
pub(crate) fn put(sink: &mut Sink<'_>, link: ObjectLink) {
    number::put_unsigned(sink, link.object().into());
    sink.put(b":");
    number::put_unsigned(sink, link.instance().into());
}
