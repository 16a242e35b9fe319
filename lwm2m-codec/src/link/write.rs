//! Encoding of CoRE link format.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use super::{Link, Lwm2mLink, parse};
use crate::codec::sink::Sink;
use crate::error::{Error, ErrorKind};
use crate::model::value::Text;

/// A link to encode, with generic or with typed attributes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AnyLink<'a> {
    /// Any link.
    Link(Link<'a>),
    /// An LwM2M link.
    Lwm2m(Lwm2mLink<'a>),
}

/// What [`encode`] accepts: [`Link`]s and [`Lwm2mLink`]s, references to them, and results of
/// decoders, whose errors end encoding.
pub trait IntoLink<'a> {
    /// The link, or the error that the source yielded instead.
    ///
    /// # Errors
    /// The error that the source yielded.
    fn into_link(self) -> Result<AnyLink<'a>, Error>;
}

macro_rules! into_link {
    ($($link:ident => $variant:ident;)+) => {
        $(impl<'a> IntoLink<'a> for $link<'a> {
            fn into_link(self) -> Result<AnyLink<'a>, Error> {
                Ok(AnyLink::$variant(self))
            }
        }

        impl<'a> IntoLink<'a> for &$link<'a> {
            fn into_link(self) -> Result<AnyLink<'a>, Error> {
                Ok(AnyLink::$variant(*self))
            }
        }

        impl<'a> IntoLink<'a> for Result<$link<'a>, Error> {
            fn into_link(self) -> Result<AnyLink<'a>, Error> {
                self.map(AnyLink::$variant)
            }
        })+
    };
}

into_link! {
    Link => Link;
    Lwm2mLink => Lwm2m;
}

/// Encodes links into the start of `buffer` and returns their length in bytes.
///
/// ```
/// use lwm2m_codec::{Strictness, link};
///
/// // Strictly decoded links are written back unchanged.
/// let payload = br#"</3/0/7>;dim=2;title="a, \"b\"",</3/0/7/1>;lt=45"#;
/// let mut buffer = [0; 64];
/// let length = link::encode(link::decode(payload, Strictness::STRICT), &mut buffer)?;
/// assert_eq!(&buffer[..length], payload);
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::BufferTooSmall`] with the required length; with the index of the link,
/// [`ErrorKind::NotRepresentable`] for a target that is not a URI or an invalid attribute name, and
/// [`ErrorKind::NumberNotRepresentable`] for a number outside the attribute's range; and errors
/// from the source.
pub fn encode<'a, I>(links: I, buffer: &mut [u8]) -> Result<usize, Error>
where
    I: IntoIterator<Item: IntoLink<'a>>,
{
    let mut sink = Sink::new(buffer);
    put_all(links, &mut sink)?;
    sink.finish()
}

/// How many bytes [`encode`] will write.
///
/// # Errors
/// As [`encode`], except that no buffer can be too small.
pub fn encoded_len<'a, I>(links: I) -> Result<usize, Error>
where
    I: IntoIterator<Item: IntoLink<'a>>,
{
    let mut sink = Sink::new(&mut []);
    put_all(links, &mut sink)?;
    match sink.finish() {
        Err(error) if error.is(ErrorKind::BufferTooSmall) => Ok(sink.len()),
        result => result,
    }
}

/// Encodes links into a new `Vec`.
///
/// # Errors
/// As [`encode`], except that no buffer can be too small.
#[cfg(feature = "alloc")]
pub fn encode_to_vec<'a, I>(links: I) -> Result<Vec<u8>, Error>
where
    I: IntoIterator<Item: IntoLink<'a>, IntoIter: Clone>,
{
    let links = links.into_iter();
    let mut payload = alloc::vec![0; encoded_len(links.clone())?];
    let length = encode(links, &mut payload)?;
    payload.truncate(length);
    Ok(payload)
}

fn put_all<'a, I>(links: I, sink: &mut Sink<'_>) -> Result<(), Error>
where
    I: IntoIterator<Item: IntoLink<'a>>,
{
    for (index, link) in links.into_iter().enumerate() {
        if index > 0 {
            sink.put(b",");
        }
        match link.into_link()? {
            AnyLink::Link(link) => put_link(&link, sink),
            AnyLink::Lwm2m(link) => link.put(sink),
        }
        .map_err(|kind| Error::new(kind, index))?;
    }
    Ok(())
}

fn put_link(link: &Link<'_>, sink: &mut Sink<'_>) -> Result<(), ErrorKind> {
    if !parse::is_target(link.target()) {
        return Err(ErrorKind::NotRepresentable);
    }
    sink.put(b"<");
    sink.put(link.target().as_bytes());
    sink.put(b">");
    for attribute in link.attributes() {
        if !parse::is_name(attribute.name) {
            return Err(ErrorKind::NotRepresentable);
        }
        sink.put(b";");
        sink.put(attribute.name.as_bytes());
        match attribute.value {
            None => {}
            Some(value) if !attribute.quoted && parse::is_token(value.bytes()) => {
                sink.put(b"=");
                sink.put_pieces(value.pieces());
            }
            Some(value) => {
                sink.put(b"=");
                put_quoted(sink, value);
            }
        }
    }
    Ok(())
}

/// Writes a quoted string.
pub(super) fn put_quoted(sink: &mut Sink<'_>, text: Text<'_>) {
    sink.put(b"\"");
    for piece in text.pieces() {
        for run in piece.as_str().as_bytes().split_inclusive(|byte| matches!(byte, b'"' | b'\\')) {
            // Only the last byte of a run can need a backslash.
            match run {
                [plain @ .., special @ (b'"' | b'\\')] => {
                    sink.put(plain);
                    sink.put(&[b'\\', *special]);
                }
                plain => sink.put(plain),
            }
        }
    }
    sink.put(b"\"");
}
