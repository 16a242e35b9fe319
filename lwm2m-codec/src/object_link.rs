//! Object links as text, `objectID:instanceID`, which all formats but TLV use.

use crate::error::{Error, ErrorKind};
use crate::number;
use crate::sink::Sink;
use crate::strictness::{Leniency, Strictness};
use crate::value::ObjectLink;
#[cfg(feature = "_scalar")]
use crate::value::Text;

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

/// Reads an object link whose errors are at `offset`.
#[cfg(feature = "_scalar")]
pub(crate) fn read(
    text: Text<'_>,
    offset: usize,
    strictness: Strictness,
) -> Result<ObjectLink, Error> {
    // Two numbers, colon and the NUL that a leniency accepts.
    let mut buffer = [0; MAX_LEN + 1];
    let text =
        text.copy_to(&mut buffer).map_err(|_| Error::new(ErrorKind::InvalidObjectLink, offset))?;
    parse(text.as_bytes(), strictness).map_err(|error| error.at(offset as u32))
}

/// Writes an object link.
pub(crate) fn put(sink: &mut Sink<'_>, link: ObjectLink) {
    number::put_unsigned(sink, link.object().into());
    sink.put(b":");
    number::put_unsigned(sink, link.instance().into());
}
