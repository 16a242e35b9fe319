//! TLV to records.

use super::state::NONE;
use super::{Kind, State};
use crate::codec::context::Context;
use crate::codec::declared;
use crate::codec::decoder::{
    self,
    sealed::{Input, Machine},
};
use crate::codec::duplicates::Seen;
use crate::codec::long::{Coding, Long, STAND_IN, with_stand_in};
use crate::data_type::DataType;
use crate::error::{Error, ErrorKind, Found, Leniency};
use crate::model::content_format::ContentFormat;
use crate::model::operation::Operation;
use crate::model::path::{MAX_ID, Path};
use crate::model::record::{Content, Raw, Record};
use crate::model::value::Value;

/// The header of one TLV.
pub(super) struct Header {
    pub(super) kind: Kind,
    pub(super) id: u16,
    /// Bytes of the header, and of the value after it.
    pub(super) size: u32,
    pub(super) length: u32,
}

impl Header {
    /// Reads the header at the start of some bytes, unless they cut it.
    #[cfg_attr(feature = "fast", inline(always))]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let &first = bytes.first()?;
        let kind = Kind::of(first);
        if cfg!(feature = "fast") {
            let wide = |high: u8, low: u8| u16::from_be_bytes([high, low]);
            let (id, size, length) = match (first >> 3 & 0b111, bytes) {
                (0b000, &[_, id, ..]) => (id.into(), 2, (first & 0b111).into()),
                (0b001, &[_, id, length, ..]) => (id.into(), 3, length.into()),
                (0b100, &[_, high, low, ..]) => (wide(high, low), 3, (first & 0b111).into()),
                (0b101, &[_, high, low, length, ..]) => (wide(high, low), 4, length.into()),
                (0b010, &[_, id, a, b, ..]) => (id.into(), 4, wide(a, b).into()),
                (0b011, &[_, id, a, b, c, ..]) => (id.into(), 5, u32::from_be_bytes([0, a, b, c])),
                (0b110, &[_, high, low, a, b, ..]) => (wide(high, low), 5, wide(a, b).into()),
                (0b111, &[_, high, low, a, b, c, ..]) => {
                    (wide(high, low), 6, u32::from_be_bytes([0, a, b, c]))
                }
                _ => return None,
            };
            return Some(Self { kind, id, size, length });
        }
        // The bytes of the ID and of the length, one after the other.
        let ids = 1 + usize::from(first >> 5 & 1);
        let lengths = usize::from(first >> 3 & 0b11);
        let size = 1 + ids + lengths;
        let (mut id, mut length) = (0, 0);
        for (place, &byte) in bytes.get(1..size)?.iter().enumerate() {
            let number = if place < ids { &mut id } else { &mut length };
            *number = *number << 8 | u32::from(byte);
        }
        if lengths == 0 {
            length = (first & 0b111).into();
        }
        Some(Self { kind, id: id as u16, size: size as u32, length })
    }
}

impl Kind {
    /// The kind that the first byte of a TLV says.
    #[inline(always)]
    pub(super) const fn of(first: u8) -> Self {
        match first >> 6 {
            0b00 => Self::ObjectInstance,
            0b01 => Self::ResourceInstance,
            0b10 => Self::MultipleResource,
            _ => Self::Resource,
        }
    }

    /// How many IDs lead to what contains it.
    #[inline(always)]
    const fn depth(self) -> usize {
        match self {
            Self::ObjectInstance => 1,
            Self::Resource | Self::MultipleResource => 2,
            Self::ResourceInstance => 3,
        }
    }
}

impl decoder::State for State {}

impl Machine for State {
    fn format(&self) -> Option<ContentFormat> {
        Some(ContentFormat::Tlv)
    }

    #[cfg_attr(feature = "fast", inline(never))]
    fn read<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Option<Result<Record<'a>, Error>> {
        #[cfg(feature = "fast")]
        if let Some(record) = self.fast_float(input) {
            return Some(Ok(record));
        }
        self.read_any(input)
    }

    fn next<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Result<Option<Record<'a>>, Error> {
        self.read_general(input).transpose()
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
        for offset in [&mut self.position, &mut self.end, &mut self.outer] {
            if *offset != NONE {
                *offset = offset.saturating_sub(bytes as u32);
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
        let header = window.get(cut..).and_then(Header::read).ok_or(truncated)?;
        let begin = cut + header.size as usize;
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
            let record = self.read_part(window, context, seen)?.ok_or(too_small)?;
            Ok::<_, Error>(Long::standing_for(&record))
        });
        let long = match leaf.ok_or(too_small)? {
            // Wrong values come out after their last byte, as no shorter payload has them.
            Err(error) if error.offset() as usize > cut + 1 => {
                Long { fault: Some(error.at(begin as u32)), ..Long::default() }
            }
            long => long?,
        };
        let coding = Coding::Definite(header.length.into());
        self.path = if long.fault.is_some() { self.path } else { long.path };
        Ok(Long { coding, begin: begin as u32, ..long })
    }
}

impl State {
    /// Reads the next record of any kind.
    #[inline(never)]
    fn read_any<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Option<Result<Record<'a>, Error>> {
        input.begin_at(self.position);
        #[cfg(feature = "fast")]
        if self.plain {
            if let Some(record) = self.fast_any(input) {
                return Some(Ok(record));
            }
        }
        self.read_general(input)
    }

    /// Reads the next record by the general path.
    #[cfg_attr(feature = "fast", inline(never))]
    fn read_general<'a>(
        &mut self,
        input: &mut Input<'a, '_, '_>,
    ) -> Option<Result<Record<'a>, Error>> {
        // The record is written where the caller wants it.
        let mut slot = Some(Ok(Record::with_content(Path::ROOT, Content::Empty)));
        let Some(Ok(record)) = &mut slot else { return None };
        match self.step(input, record) {
            Ok(true) => slot,
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }

    /// Reads the next record; false at the end.
    fn step<'a>(
        &mut self,
        input: &mut Input<'a, '_, '_>,
        record: &mut Record<'a>,
    ) -> Result<bool, Error> {
        loop {
            let start = self.position;
            let rest = self.rest(input.payload);
            let last = self.path;
            let header = match Header::read(rest) {
                Some(header) if header.size + header.length <= self.end - start => header,
                None if rest.is_empty() => match self.leave(input)? {
                    true => continue,
                    false => return Ok(false),
                },
                _ => return Err(self.cut(input)),
            };
            if self.expects(&header) {
                self.path = self.container.below(header.id);
            } else {
                self.locate(&header, &input.context)?;
            }
            if self.turns_back(&header, last) {
                return Err(self.error(ErrorKind::ValueAndContainer));
            }
            input.seen.insert(self.path, None, start)?;
            if matches!(header.kind, Kind::Resource | Kind::ResourceInstance) {
                self.leaf(&header, rest, &input.context, record)?;
            } else {
                self.enter(&header, &input.context)?;
                // What has no children is itself what there is to say, unless it only wraps what was
                // named.
                if header.length > 0 || self.path.len() < input.context.base().len() {
                    continue;
                }
            }
            (record.path, record.start, record.end) = (self.path, start, self.position);
            return Ok(true);
        }
    }

    /// Whether the resource reached was just read in the other of its forms, as a value or as instances.
    #[inline(always)]
    pub(super) fn turns_back(&self, header: &Header, last: Path) -> bool {
        match header.kind {
            Kind::Resource => declared::collide(last, self.path),
            Kind::MultipleResource => last == self.path && header.length > 0,
            _ => false,
        }
    }

    /// What is left of the innermost container, as far as the payload has it.
    #[inline(always)]
    pub(super) fn rest<'a>(&self, payload: &'a [u8]) -> &'a [u8] {
        let limit = (self.end as usize).min(payload.len());
        payload.get(self.position as usize..limit).unwrap_or_default()
    }

    /// Whether a TLV belongs where it stands, by what is known of its container.
    #[inline(always)]
    pub(super) fn expects(&self, header: &Header) -> bool {
        self.plain && header.id != MAX_ID && header.kind.depth() == self.container.len()
    }

    /// The error for a TLV that does not fit where it stands, which is a fault of what contains it.
    #[cold]
    fn cut(&mut self, input: &Input<'_, '_, '_>) -> Error {
        self.path = self.container;
        let length = input.payload.len();
        let rest = input.payload.get(self.position as usize..).unwrap_or_default();
        // A header that is cut by its container will not be mended by more bytes.
        if self.end as usize > length && Header::read(rest).is_none() {
            Error::new(ErrorKind::Truncated, length)
        } else {
            self.error(ErrorKind::ContainerOverrun)
        }
    }

    /// An error at the start of the TLV.
    #[cold]
    #[inline(never)]
    fn error(&self, kind: ErrorKind) -> Error {
        Error::new(kind, self.position as usize)
    }

    /// An error at the ID of the TLV.
    #[cold]
    fn id_error(&self, kind: ErrorKind) -> Error {
        Error::new(kind, self.position as usize + 1)
    }

    /// Leaves the innermost container, which has no more bytes; false at the end of the payload.
    fn leave(&mut self, input: &Input<'_, '_, '_>) -> Result<bool, Error> {
        if self.position != self.end {
            return self.finish(input);
        }
        if input.context.base() == Path::ROOT {
            return Err(Error::new(ErrorKind::BasePath, 0));
        }
        self.close(&input.context);
        Ok(true)
    }

    /// At the end of the payload: all containers end, and what the request named has come.
    fn finish(&mut self, input: &Input<'_, '_, '_>) -> Result<bool, Error> {
        let bare_instances = self.top == Some(Kind::ResourceInstance);
        if self.end != NONE {
            self.path = self.container;
        } else if input.context.base().len() < 3 || self.named || bare_instances {
            return Ok(false);
        }
        Err(Error::new(ErrorKind::Truncated, input.payload.len()))
    }

    /// Sets the kind of TLVs at the top level, and whether more of them belong there without further
    /// checks.
    fn set_top(&mut self, top: Option<Kind>, context: &Context<'_>) {
        self.top = top;
        self.plain = matches!(
            (top, context.base().len()),
            (Some(Kind::ObjectInstance), 1) | (Some(Kind::Resource | Kind::MultipleResource), 2)
        );
    }

    /// Finds the path of a TLV about which its container does not say enough, if it belongs there.
    #[inline(never)]
    fn locate(&mut self, header: &Header, context: &Context<'_>) -> Result<(), Error> {
        self.path = self.container;
        let base = context.base();
        let depth = header.kind.depth();
        let creates = context.operation() == Operation::Create;
        if header.id == MAX_ID && !(creates && depth == 1) {
            return Err(self.id_error(ErrorKind::ReservedId));
        }
        let mut parent = self.container;
        if self.end == NONE {
            self.check_top(header.kind, context)?;
            self.set_top(Some(header.kind), context);
            parent = base.prefix(depth);
            if parent.len() < depth {
                // A resource without its object instance.
                parent = parent.below(if creates { MAX_ID } else { 0 });
            }
        } else if parent.len() != depth {
            return Err(self.unexpected(header.kind));
        }
        if base.ids().get(depth).is_some_and(|&id| id != header.id) {
            return Err(self.id_error(ErrorKind::OutsideBase));
        }
        if depth + 1 == base.len() {
            if self.named {
                return Err(self.error(ErrorKind::TooManyElements));
            }
            self.named = true;
        }
        self.path = parent.below(header.id);
        Ok(())
    }

    /// The error for a kind of TLV that does not belong here.
    #[cold]
    #[inline(never)]
    fn unexpected(&self, kind: Kind) -> Error {
        let found = match kind {
            Kind::ObjectInstance => Found::ObjectInstanceTlv,
            Kind::ResourceInstance => Found::ResourceInstanceTlv,
            Kind::MultipleResource => Found::MultipleResourceTlv,
            Kind::Resource => Found::ResourceTlv,
        };
        self.error(ErrorKind::UnexpectedTlv).found(found)
    }

    /// Whether a kind of TLV belongs at the top level, which depends on the request path.
    fn check_top(&self, kind: Kind, context: &Context<'_>) -> Result<(), Error> {
        let (depth, level) = (kind.depth(), context.base().len());
        let creates = context.operation() == Operation::Create;
        // Either object instances or what lies in one; and of resources only what is named.
        let several = match self.top {
            None => true,
            Some(top) if level <= 2 => (top == Kind::ObjectInstance) == (depth == 1),
            Some(Kind::ResourceInstance) if level == 3 => depth == 3,
            Some(_) => return Err(self.error(ErrorKind::TooManyElements)),
        };
        let leniency = match (depth, level) {
            _ if !several => return Err(self.unexpected(kind)),
            (2, 4) if kind == Kind::MultipleResource => Leniency::SuperfluousLevel,
            (2, 1) if !creates => Leniency::MissingLevel,
            (3, 3) => Leniency::MissingLevel,
            (2, 4) | (3, ..3) => return Err(self.unexpected(kind)),
            _ => return Ok(()),
        };
        context.strictness().check(leniency, || self.unexpected(kind))
    }

    /// Enters a container.
    fn enter(&mut self, header: &Header, context: &Context<'_>) -> Result<(), Error> {
        let mut single = false;
        if header.kind == Kind::MultipleResource {
            let (data_type, multiple) = self.resource_type(context);
            if multiple == Some(false) || data_type == Some(DataType::None) {
                // Of a single resource, instance 0 alone may be read.
                let mut instance = self.path.below(if header.length > 0 { 0 } else { MAX_ID });
                let place = (self.position, self.position);
                declared::settle(&mut instance, data_type, context, place)?;
                single = true;
            }
            self.data_type = data_type;
        }
        self.open(header);
        self.plain = context.base().len() <= 2 && !single;
        Ok(())
    }

    /// Goes on within the container with this header.
    #[cfg_attr(feature = "fast", inline(always))]
    pub(super) fn open(&mut self, header: &Header) {
        let begin = self.position + header.size;
        (self.position, self.outer, self.end) = (begin, self.end, begin + header.length);
        self.container = self.path;
    }

    /// Goes on after the innermost container.
    #[cfg_attr(feature = "fast", inline(always))]
    pub(super) fn close(&mut self, context: &Context<'_>) {
        (self.end, self.outer) = (self.outer, NONE);
        if self.end != NONE {
            self.container = self.container.prefix(2);
        } else {
            self.container = context.base();
            self.set_top(self.top, context);
        }
    }

    /// Type and multiplicity of the resource that was reached.
    #[cfg_attr(feature = "fast", inline(always))]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn resource_type(&mut self, context: &Context<'_>) -> (Option<DataType>, Option<bool>) {
        #[cfg(feature = "fast")]
        return self.types.ask(self.path, context);
        #[cfg(not(feature = "fast"))]
        declared::of(self.path, context)
    }

    /// Reads a leaf, which is at the start of `rest`.
    fn leaf<'a>(
        &mut self,
        header: &Header,
        rest: &'a [u8],
        context: &Context<'_>,
        record: &mut Record<'a>,
    ) -> Result<(), Error> {
        let mut path = self.path;
        let mut data_type = self.data_type;
        if header.kind == Kind::Resource || !self.plain {
            let multiple;
            (data_type, multiple) = self.resource_type(context);
            if !declared::agrees(path, data_type, multiple) {
                let places = (self.position, self.position + header.size);
                declared::settle(&mut path, data_type, context, places)?;
            }
        }
        let value = self.position + header.size;
        let bytes = rest.get(header.size as usize..(header.size + header.length) as usize);
        let bytes = bytes.ok_or_else(|| Error::cut(self.position as usize))?;
        self.path = path;
        record.content = Content::Value(Value::from(bytes));
        match (data_type, &mut record.content) {
            (Some(data_type), Content::Value(read)) => {
                super::value::read(bytes, value, data_type, context.strictness(), read)?;
            }
            _ => record.raw = Raw::Tlv,
        }
        self.position = value + header.length;
        Ok(())
    }
}
