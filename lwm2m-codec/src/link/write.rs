//! Encoding of CoRE link format.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use super::{Link, Lwm2mLink, parse};
use crate::codec::decimal_text;
use crate::codec::sink::Sink;
use crate::error::{Error, ErrorKind};
use crate::model::path::Path;
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

    /// Writes the link. Where its kind is known, it is not copied, and the other kind not linked.
    #[doc(hidden)]
    fn put(self, writer: &mut Writer<'_>) -> Result<(), Error>
    where
        Self: Sized,
    {
        match self.into_link()? {
            AnyLink::Link(link) => writer.put_link(&link),
            AnyLink::Lwm2m(link) => writer.put_lwm2m(&link),
        }
    }
}

macro_rules! into_link {
    ($($link:ident => $variant:ident, $put:ident;)+) => {
        $(impl<'a> IntoLink<'a> for $link<'a> {
            fn into_link(self) -> Result<AnyLink<'a>, Error> {
                Ok(AnyLink::$variant(self))
            }

            fn put(self, writer: &mut Writer<'_>) -> Result<(), Error> {
                writer.$put(&self)
            }
        }

        impl<'a> IntoLink<'a> for &$link<'a> {
            fn into_link(self) -> Result<AnyLink<'a>, Error> {
                Ok(AnyLink::$variant(*self))
            }

            fn put(self, writer: &mut Writer<'_>) -> Result<(), Error> {
                writer.$put(self)
            }
        }

        impl<'a> IntoLink<'a> for Result<$link<'a>, Error> {
            fn into_link(self) -> Result<AnyLink<'a>, Error> {
                self.map(AnyLink::$variant)
            }

            fn put(self, writer: &mut Writer<'_>) -> Result<(), Error> {
                writer.$put(&self?)
            }
        })+
    };
}

into_link! {
    Link => Link, put_link;
    Lwm2mLink => Lwm2m, put_lwm2m;
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
    let mut writer = Writer::new(buffer);
    links.into_iter().try_for_each(|link| link.put(&mut writer))?;
    writer.finish()
}

/// How many bytes [`encode`] will write.
///
/// # Errors
/// As [`encode`], except that no buffer can be too small.
pub fn encoded_len<'a, I>(links: I) -> Result<usize, Error>
where
    I: IntoIterator<Item: IntoLink<'a>>,
{
    let mut writer = Writer::new(&mut []);
    links.into_iter().try_for_each(|link| link.put(&mut writer))?;
    match writer.finish() {
        Err(error) if error.is(ErrorKind::BufferTooSmall) => Ok(writer.sink.len()),
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

/// Writes links one after another.
pub struct Writer<'b> {
    sink: Sink<'b>,
    /// The number of links so far.
    count: usize,
}

impl<'b> Writer<'b> {
    pub(super) const fn new(buffer: &'b mut [u8]) -> Self {
        Self { sink: Sink::new(buffer), count: 0 }
    }

    /// Where to write the next link, behind a comma if it is not the first.
    #[inline]
    pub(super) fn begin(&mut self) -> &mut Sink<'b> {
        if self.count > 0 {
            self.sink.put(b",");
        }
        self.count += 1;
        &mut self.sink
    }

    pub(super) fn finish(&self) -> Result<usize, Error> {
        self.sink.finish()
    }

    #[inline(never)]
    fn put_lwm2m(&mut self, link: &Lwm2mLink<'_>) -> Result<(), Error> {
        let index = self.count;
        link.put(self.begin()).map_err(|kind| Error::new(kind, index))
    }

    #[inline(never)]
    fn put_link(&mut self, link: &Link<'_>) -> Result<(), Error> {
        let index = self.count;
        put_link(link, self.begin()).map_err(|kind| Error::new(kind, index))
    }
}

/// Writes the target of a link: a path below a root without its final slash.
pub(super) fn put_target(sink: &mut Sink<'_>, stem: &str, path: Path) {
    #[cfg(feature = "fast")]
    if stem.is_empty() && path != Path::ROOT && fast_target(sink, path).is_some() {
        return;
    }
    sink.put(b"<");
    sink.put(if stem.is_empty() && path == Path::ROOT { b"/" } else { stem.as_bytes() });
    for &id in path.ids() {
        sink.put(b"/");
        decimal_text::put_number(sink, id.into());
    }
    sink.put(b">");
}

/// The same for most paths, if the sink has room for any.
#[cfg(feature = "fast")]
#[inline]
fn fast_target(sink: &mut Sink<'_>, path: Path) -> Option<()> {
    let mut text = sink.reserve()?;
    text.put([b'<']);
    for &id in path.ids() {
        text.put([b'/']);
        text.put_exactly(id);
    }
    text.put([b'>']);
    let length = text.len();
    sink.commit(length);
    Some(())
}

fn put_link(link: &Link<'_>, sink: &mut Sink<'_>) -> Result<(), ErrorKind> {
    let target = link.target.as_bytes();
    if !parse::is_target(target) {
        return Err(ErrorKind::NotRepresentable);
    }
    sink.put(b"<");
    sink.put(target);
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
        let mut rest = piece.as_ref();
        while let Some(at) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) {
            let (plain, special) = rest.split_at_checked(at).unwrap_or_default();
            sink.put(plain);
            sink.put(b"\\");
            let (special, after) = special.split_at_checked(1).unwrap_or_default();
            sink.put(special);
            rest = after;
        }
        sink.put(rest);
    }
    sink.put(b"\"");
}
