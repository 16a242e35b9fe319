//! What each byte of a payload means.

use alloc::vec::Vec;
use core::ops::Range;

use crate::codec::context::Context;
use crate::error::Position;
use crate::formats::any::decode;
#[cfg(feature = "link")]
use crate::link::{self, Link, RegistrationLinks};
use crate::model::content_format::ContentFormat;
use crate::model::located_error::LocatedError;
use crate::model::path::Path;
use crate::model::record::Record;

/// A part of a payload and its meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Span<'a> {
    /// The bytes.
    pub range: Range<usize>,
    /// The path that they belong to, if known.
    pub path: Option<Path>,
    /// Their meaning.
    pub kind: SpanKind<'a>,
}

/// The meaning of a [`Span`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum SpanKind<'a> {
    /// A record.
    Record(Record<'a>),
    /// A link.
    #[cfg(feature = "link")]
    Link(Link<'a>),
    /// The start of an object instance or resource that contains what follows.
    Container,
    /// Syntax of the format, such as brackets.
    Structure,
    /// The start of something that an error cuts short.
    Incomplete,
    /// The rest of the payload, which cannot be read; empty if the payload ends too early.
    Broken(LocatedError),
}

impl SpanKind<'_> {
    /// The kind as a word: `record`, `link`, `container`, `structure`, `incomplete` or `broken`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Record(_) => "record",
            #[cfg(feature = "link")]
            Self::Link(_) => "link",
            Self::Container => "container",
            Self::Structure => "structure",
            Self::Incomplete => "incomplete",
            Self::Broken(_) => "broken",
        }
    }
}

/// Splits a payload of any format into spans, in order and without gaps: every byte belongs to
/// exactly one of them.
///
/// Unlike [`decode`](crate::decode), this shows how far a broken payload is valid. In textual
/// formats the comma and the white space between two records or links belong to the span of the
/// first. Links are resolved below the alternate path of the context, or else of the payload.
///
/// ```
/// use lwm2m_codec::{Context, ContentFormat, Path, inspect};
///
/// let context = Context::read(Path::new(&[3, 0]).unwrap());
/// let payload = [0x86, 0x06, 0x41, 0x00, 0x01, 0x41, 0x01, 0x05, 0xc2, 0x09, 0x64];
/// let spans = inspect(ContentFormat::Tlv, &payload, &context);
/// let shown: Vec<_> = spans.iter().map(|span| (span.range.clone(), span.kind.name())).collect();
/// assert_eq!(shown, [
///     (0..2, "container"), // of /3/0/6
///     (2..5, "record"),
///     (5..8, "record"),
///     (8..11, "incomplete"),
///     (11..11, "broken"),
/// ]);
/// ```
#[must_use]
pub fn inspect<'a>(
    format: ContentFormat,
    payload: &'a [u8],
    context: &Context<'_>,
) -> Vec<Span<'a>> {
    let mut spans = Spans { payload, format, spans: Vec::new(), end: 0 };
    #[cfg(feature = "link")]
    if format == ContentFormat::LinkFormat {
        spans.links(context);
        return spans.finish();
    }
    let mut decoder = decode(format, payload, context);
    while let Some(result) = decoder.next() {
        match result {
            Ok(record) => spans.record(record),
            Err(error) => spans.broken(decoder.locate(error)),
        }
    }
    spans.finish()
}

/// The spans so far, without gaps.
struct Spans<'a> {
    payload: &'a [u8],
    format: ContentFormat,
    spans: Vec<Span<'a>>,
    /// Where the next span begins.
    end: usize,
}

impl<'a> Spans<'a> {
    fn record(&mut self, record: Record<'a>) {
        // In formats that nest, the bytes before a record open its container.
        let nests = matches!(self.format, ContentFormat::Tlv | ContentFormat::Lwm2mCbor);
        let (path, kind) = match record.path.parent().filter(|_| nests) {
            Some(path) => (Some(path), SpanKind::Container),
            None => (None, SpanKind::Structure),
        };
        self.fill(record.range().start, path, kind);
        self.push(record.range().end, Some(record.path), SpanKind::Record(record));
    }

    #[cfg(feature = "link")]
    fn links(&mut self, context: &Context<'_>) {
        let strictness = context.strictness();
        let links = link::decode(self.payload, strictness);
        let root = match context.alternate_path() {
            "" => RegistrationLinks::new(links.clone()).map_or("/", |links| links.root()),
            root => root,
        };
        for result in links {
            match result {
                Ok(link) => {
                    let path = link.path(root, strictness);
                    self.fill(link.range().start, None, SpanKind::Structure);
                    self.push(link.range().end, path, SpanKind::Link(link));
                }
                Err(error) => self.broken(error.into()),
            }
        }
    }

    /// Adds the rest of a payload after an error.
    fn broken(&mut self, error: LocatedError) {
        let Position::Offset(offset) = error.error().position() else { return };
        let path = Some(error.path()).filter(|&path| path != Path::ROOT);
        self.fill(offset as usize, path, SpanKind::Incomplete);
        self.push(self.payload.len(), path, SpanKind::Broken(error));
    }

    /// Adds the bytes before `end` that belong to no span yet.
    fn fill(&mut self, end: usize, path: Option<Path>, kind: SpanKind<'a>) {
        let Some(bytes) = self.payload.get(self.end..end).filter(|bytes| !bytes.is_empty()) else {
            return;
        };
        let is_separator = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
        match self.spans.last_mut() {
            Some(last) if self.format.is_textual() && bytes.iter().all(is_separator) => {
                last.range.end = end;
                self.end = end;
            }
            _ => self.push(end, path, kind),
        }
    }

    fn push(&mut self, end: usize, path: Option<Path>, kind: SpanKind<'a>) {
        // Whatever range a record claims, no byte may be in two spans.
        let end = end.clamp(self.end, self.payload.len());
        self.spans.push(Span { range: self.end..end, path, kind });
        self.end = end;
    }

    fn finish(mut self) -> Vec<Span<'a>> {
        self.fill(self.payload.len(), None, SpanKind::Structure);
        self.spans
    }
}
