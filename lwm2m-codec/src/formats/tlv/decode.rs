//! TLV to records.

use super::Kind;
use super::state::{End, State};
use crate::codec::context::Context;
#[cfg(feature = "fast")]
use crate::codec::decoder::Input;
use crate::codec::decoder::{self, sealed::Machine};
use crate::codec::duplicates::Seen;
use crate::codec::long::{Coding, Form, Long, STAND_IN, with_stand_in};
use crate::data_type::DataType;
use crate::error::{Error, ErrorKind, Found, Leniency};
use crate::model::operation::Operation;
use crate::model::path::{MAX_ID, Path};
use crate::model::record::{Content, Raw, Record};
use crate::model::value::Value;
use crate::schema::ResourceType;

/// The header of one TLV.
struct Header {
    kind: Kind,
    id: u16,
    /// Offset of the TLV, of its value, and of its end.
    start: u32,
    value: u32,
    end: u32,
}

impl Header {
    /// Reads a header at `start`, unless it is cut; the end it announces may lie past the end of the
    /// payload.
    fn read(payload: &[u8], start: u32) -> Option<Self> {
        let mut rest = payload.get(start as usize..)?;
        let first = take(&mut rest, 1)?;
        let kind = match first >> 6 {
            0b00 => Kind::ObjectInstance,
            0b01 => Kind::ResourceInstance,
            0b10 => Kind::MultipleResource,
            _ => Kind::Resource,
        };
        let id = take(&mut rest, 1 + (first >> 5 & 1))? as u16;
        let length = match first >> 3 & 0b11 {
            0 => first & 0b111,
            size => take(&mut rest, size)?,
        };
        // The payload is shorter than 4 GiB, so the offset of its rest fits.
        let value = (payload.len() - rest.len()) as u32;
        let end = value.checked_add(length).filter(|&end| end != End::NONE.0)?;
        Some(Self { kind, id, start, value, end })
    }

    /// This TLV does not belong here.
    fn unexpected(&self) -> Error {
        Error::new(ErrorKind::UnexpectedTlv, self.start as usize).found(match self.kind {
            Kind::ObjectInstance => Found::ObjectInstanceTlv,
            Kind::ResourceInstance => Found::ResourceInstanceTlv,
            Kind::MultipleResource => Found::MultipleResourceTlv,
            Kind::Resource => Found::ResourceTlv,
        })
    }

    /// The request stands for less.
    fn too_many(&self) -> Error {
        Error::new(ErrorKind::TooManyElements, self.start as usize)
    }

    /// An error at the ID.
    fn id_error(&self, kind: ErrorKind) -> Error {
        Error::new(kind, self.start as usize + 1)
    }
}

/// Splits a number of one to three bytes off the front.
fn take(rest: &mut &[u8], count: u32) -> Option<u32> {
    let (bytes, after) = rest.split_at_checked(count as usize)?;
    *rest = after;
    Some(bytes.iter().fold(0, |number, &byte| number << 8 | u32::from(byte)))
}

impl decoder::State for State {}

impl Machine for State {
    fn next<'a>(
        &mut self,
        payload: &'a [u8],
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Result<Option<Record<'a>>, Error> {
        if context.base() == Path::ROOT {
            return Err(Error::new(ErrorKind::BasePath, 0));
        }
        #[cfg(feature = "fast")]
        self.fast.forget_container();
        loop {
            self.resource_end.close_at(self.position);
            self.instance_end.close_at(self.position);
            let container = self.container();
            if container.is_none() && self.position as usize == payload.len() {
                return self.finish(payload, context);
            }
            // What is no element that belongs here is a fault of what contains it.
            self.path = container.unwrap_or(context.base());
            let header = self.header(payload)?;
            let path = self.locate(&header, context, container.is_some())?;
            self.path = path;
            if path.len() == context.base().len() && path.len() >= 2 {
                self.named = true;
            }
            seen.insert(path, None, header.start)?;
            if let Some(record) = self.enter(&header, path, payload, context)? {
                return Ok(Some(record));
            }
        }
    }

    #[cfg(feature = "fast")]
    #[inline]
    fn fast_leaf<'a>(&mut self, input: &mut Input<'a, '_>) -> Option<Result<Record<'a>, Error>> {
        self.fast_leaf(input)
    }

    #[cfg(feature = "fast")]
    #[inline]
    fn fast_enter<'a>(&mut self, input: &mut Input<'a, '_>) -> Option<Result<Record<'a>, Error>> {
        self.fast_element(input)
    }

    #[cfg(feature = "fast")]
    #[inline]
    fn is_over(&self, input: &Input<'_, '_>) -> bool {
        self.fast_is_over(input)
    }

    fn restart(&mut self) {
        *self = Self::default();
    }

    fn path(&self) -> Path {
        self.path
    }

    fn position(&self) -> usize {
        self.position as usize
    }

    fn seek(&mut self, position: usize) {
        self.position = position as u32;
    }

    fn rebase(&mut self, bytes: usize) {
        let rebase = |offset: u32| offset.saturating_sub(bytes as u32);
        self.position = rebase(self.position);
        for end in [&mut self.instance_end, &mut self.resource_end] {
            if end.is_open() {
                *end = End(rebase(end.0));
            }
        }
    }

    fn begin_long(
        &mut self,
        window: &mut [u8],
        cut: usize,
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Result<Long, Error> {
        let too_small = Error::new(ErrorKind::ScratchTooSmall, cut);
        let truncated = Error::new(ErrorKind::Truncated, window.len());
        let header = Header::read(window, cut as u32).ok_or(truncated)?;
        // The same header, but for a length of 16 in one byte, and the value that goes with it.
        let mut stand_in = [STAND_IN; 20];
        let [high, low] = header.id.to_be_bytes();
        let first = window.get(cut).copied().unwrap_or_default() & 0b1110_0000 | 0b0_1000;
        let wide = first & 0b10_0000 != 0;
        match &mut stand_in {
            [a, b, c, d, ..] if wide => (*a, *b, *c, *d) = (first, high, low, 16),
            [a, b, c, ..] => (*a, *b, *c) = (first, low, 16),
        }
        let stand_in = stand_in.get(..19 + usize::from(wide)).unwrap_or_default();
        let leaf = with_stand_in(window, cut, stand_in, |window| {
            let record = self.next(window, context, seen)?.ok_or(too_small)?;
            Ok::<_, Error>(Long::standing_for(&record))
        });
        let long = match leaf.ok_or(too_small)? {
            // Wrong values come out after their last byte, as no shorter payload has them.
            Err(error) if error.offset() as usize > cut + 1 => {
                Long { fault: Some(error.at(header.value)), ..Long::default() }
            }
            long => long?,
        };
        let content = match long.content {
            Form::Text(_) => Form::text_or_lossy(context.strictness()),
            content => content,
        };
        let coding = Coding::Definite((header.end - header.value).into());
        self.path = if long.fault.is_some() { self.path } else { long.path };
        Ok(Long { content, coding, begin: header.value, ..long })
    }
}

impl State {
    /// The path of the innermost open container.
    fn container(&self) -> Option<Path> {
        match (self.resource_end.is_open(), self.instance_end.is_open()) {
            (true, _) => Some(self.path.prefix(3)),
            (false, true) => Some(self.path.prefix(2)),
            (false, false) => None,
        }
    }

    /// The next header, whose TLV fits in the innermost container.
    fn header(&self, payload: &[u8]) -> Result<Header, Error> {
        let End(limit) = self.resource_end.min(self.instance_end);
        let container = payload.get(..limit as usize);
        match Header::read(container.unwrap_or(payload), self.position) {
            Some(header) if header.end <= limit => Ok(header),
            // A header that is cut by its container will not be mended by more bytes.
            None if container.is_none() => Err(Error::new(ErrorKind::Truncated, payload.len())),
            _ => Err(Error::new(ErrorKind::ContainerOverrun, self.position as usize)),
        }
    }

    /// The path of a TLV, if it belongs where it stands: in the container of this path, or at the top.
    fn locate(
        &mut self,
        header: &Header,
        context: &Context<'_>,
        contained: bool,
    ) -> Result<Path, Error> {
        let base = context.base();
        let creates = context.operation() == Operation::Create;
        if header.id == MAX_ID && !(creates && header.kind == Kind::ObjectInstance) {
            return Err(header.id_error(ErrorKind::ReservedId));
        }
        // How many IDs lead to what contains it.
        let depth = match header.kind {
            Kind::ObjectInstance => 1,
            Kind::Resource | Kind::MultipleResource => 2,
            Kind::ResourceInstance => 3,
        };
        let mut parent = self.path;
        if !contained {
            self.check_top(header, context, depth)?;
            self.top = Some(header.kind);
            parent = base.prefix(depth);
            if parent.len() < depth {
                // A resource without its object instance.
                let instance = if creates { MAX_ID } else { 0 };
                parent = parent.child(instance).ok_or(header.unexpected())?;
            }
        } else if parent.len() != depth {
            return Err(header.unexpected());
        }
        let path = parent.child(header.id).ok_or(header.id_error(ErrorKind::ReservedId))?;
        if !path.starts_with(base) && !base.starts_with(path) {
            return Err(header.id_error(ErrorKind::OutsideBase));
        }
        if path.len() >= 2 && path.len() == base.len() && self.named {
            return Err(header.too_many());
        }
        Ok(path)
    }

    /// Whether a TLV with `depth` IDs above it belongs at the top level, which depends on the base
    /// path.
    fn check_top(&self, header: &Header, context: &Context<'_>, depth: usize) -> Result<(), Error> {
        let level = context.base().len();
        let creates = context.operation() == Operation::Create;
        let is_instance = depth == 1;
        // Either object instances or what lies in one; and of resources only what is named.
        let several = match self.top {
            None => true,
            Some(Kind::ObjectInstance) if level == 1 && creates && is_instance => {
                return Err(header.too_many());
            }
            Some(top) if level <= 2 => (top == Kind::ObjectInstance) == is_instance,
            Some(Kind::ResourceInstance) if level == 3 => depth == 3,
            Some(_) => return Err(header.too_many()),
        };
        let leniency = match (depth, level) {
            _ if !several => return Err(header.unexpected()),
            (1, 3..) => Leniency::SuperfluousLevel,
            (2, 4) if header.kind == Kind::MultipleResource => Leniency::SuperfluousLevel,
            (2, 1) if !creates => Leniency::MissingLevel,
            (3, 3) => Leniency::MissingLevel,
            (2, 4) | (3, ..3) => return Err(header.unexpected()),
            _ => return Ok(()),
        };
        context.strictness().check(leniency, || header.unexpected())
    }

    /// Opens a container, or makes a record of a leaf or an empty container.
    fn enter<'a>(
        &mut self,
        header: &Header,
        path: Path,
        payload: &'a [u8],
        context: &Context<'_>,
    ) -> Result<Option<Record<'a>>, Error> {
        let (start, end) = (header.start, header.end);
        match header.kind {
            Kind::ObjectInstance => {
                self.position = header.value;
                self.instance_end = End(end);
            }
            Kind::MultipleResource => {
                let resource = context.resource_type(path);
                if resource.is_some_and(|resource| resource.multiple == Some(false)) {
                    return Err(Error::new(ErrorKind::Multiplicity, start as usize));
                }
                self.position = header.value;
                self.resource_end = End(end);
                self.data_type = resource.map(|resource| resource.data_type);
            }
            Kind::Resource | Kind::ResourceInstance => {
                let (path, data_type) = self.leaf(header, path, context)?;
                let bytes = payload
                    .get(header.value as usize..end as usize)
                    .ok_or_else(|| Error::cut(start as usize))?;
                self.path = path;
                let (value, raw) = match data_type {
                    Some(data_type) => {
                        let offset = header.value as usize;
                        let value = super::value(bytes, offset, data_type, context.strictness())?;
                        (value, Raw::Typed)
                    }
                    None => (Value::from(bytes), Raw::Tlv),
                };
                self.position = end;
                let record = Record::new(path, value).spanning(start, end);
                return Ok(Some(Record { raw, ..record }));
            }
        }
        // What has no children is itself what there is to say, unless it only wraps what was named.
        let empty = header.value == end && path.starts_with(context.base());
        Ok(empty.then(|| Record::with_content(path, Content::Empty).spanning(start, end)))
    }

    /// The path and type of a leaf.
    fn leaf(
        &self,
        header: &Header,
        path: Path,
        context: &Context<'_>,
    ) -> Result<(Path, Option<DataType>), Error> {
        if self.resource_end.is_open() {
            return Ok((path, self.data_type));
        }
        let Some(ResourceType { data_type, multiple, .. }) = context.resource_type(path) else {
            return Ok((path, None));
        };
        let mixed_up = Error::new(ErrorKind::Multiplicity, header.start as usize);
        match (header.kind, multiple) {
            (Kind::Resource, Some(true)) => {
                if !context.strictness().allows(Leniency::SingleForMultiple) {
                    return Err(mixed_up.unless(Leniency::SingleForMultiple));
                }
                Ok((path.child(0).ok_or(mixed_up)?, Some(data_type)))
            }
            (Kind::ResourceInstance, Some(false)) => Err(mixed_up),
            _ => Ok((path, Some(data_type))),
        }
    }

    /// At the end: what the request named must have come.
    fn finish<'a>(
        &mut self,
        payload: &[u8],
        context: &Context<'_>,
    ) -> Result<Option<Record<'a>>, Error> {
        let bare_instances = self.top == Some(Kind::ResourceInstance);
        if context.base().len() >= 3 && !self.named && !bare_instances {
            return Err(Error::new(ErrorKind::Truncated, payload.len()));
        }
        Ok(None)
    }
}
