//! What the codec is asked, and its answers as text in which no name of Rust stands. Whatever of its
//! interface gets another name is called in one place here.

use std::fmt::{Result, Write};

use lwm2m_codec::blocks::{BlockDecoder, BlockEncoder, Item, encode_block};
use lwm2m_codec::{
    Bytes, Content, ContentFormat, Context, DataType, Decoder, DuplicateCheck, Error, Operation,
    Path, Position, Record, Schema, SeenPath, Strictness, Text, Timestamp, Value, convert_to_vec,
    decode, encode, encode_to_vec, encoded_len,
};

/// All that a payload is read or written with.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'c> {
    pub(crate) format: ContentFormat,
    pub(crate) operation: Operation,
    pub(crate) base: Path,
    pub(crate) alternate_path: &'c str,
    pub(crate) schema: Option<&'c dyn Schema>,
    pub(crate) strictness: Strictness,
    pub(crate) duplicates: Duplicates,
    pub(crate) encoding: Encoding,
}

/// How duplicates are looked for.
#[derive(Clone, Copy)]
pub(crate) enum Duplicates {
    /// As by default.
    Default,
    /// In a scratch with so many places, up to eight.
    Scratch(usize),
    /// Not at all.
    Off,
}

/// The choices of encoders.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Encoding {
    Plain,
    AbsoluteNames,
    WideUnsigned,
    TaggedTime,
}

impl Encoding {
    pub(crate) const ALL: [Self; 4] =
        [Self::Plain, Self::AbsoluteNames, Self::WideUnsigned, Self::TaggedTime];
}

impl<'c> Setting<'c> {
    /// Strict, and without schema.
    pub(crate) fn new(format: ContentFormat, operation: Operation, base: Path) -> Self {
        Self {
            format,
            operation,
            base,
            alternate_path: "",
            schema: None,
            strictness: Strictness::STRICT,
            duplicates: Duplicates::Default,
            encoding: Encoding::Plain,
        }
    }

    fn context(&self) -> Context<'c> {
        let context = Context::new(self.operation, self.base)
            .with_strictness(self.strictness)
            .with_alternate_path(self.alternate_path)
            .with_absolute_names(self.encoding == Encoding::AbsoluteNames)
            .with_wide_unsigned(self.encoding == Encoding::WideUnsigned)
            .with_tagged_time(self.encoding == Encoding::TaggedTime);
        match self.schema {
            Some(schema) => context.with_schema(schema),
            None => context,
        }
    }

    fn decoder<'a, 's>(&self, payload: &'a [u8], seen: &'s mut [SeenPath]) -> Decoder<'a, 's>
    where
        'c: 's,
    {
        let context = self.context();
        match self.duplicates {
            Duplicates::Default => decode(self.format, payload, &context),
            Duplicates::Scratch(places) => {
                decode(self.format, payload, &context).check_duplicates(&mut seen[..places])
            }
            Duplicates::Off => {
                let context = context.with_duplicate_check(DuplicateCheck::Off);
                decode(self.format, payload, &context)
            }
        }
    }

    fn block_decoder<'m>(
        &self,
        scratch: &'m mut [u8],
        seen: &'m mut [SeenPath],
    ) -> BlockDecoder<'m, 'c> {
        BlockDecoder::new(self.format, &self.context(), scratch).check_duplicates(seen)
    }
}

// --- Decoding -------------------------------------------------------------------------------------

/// Writes what is read, and gives the records if all is right.
pub(crate) fn read<'a>(
    out: &mut impl Write,
    payload: &'a [u8],
    setting: &Setting<'_>,
) -> std::result::Result<Option<Vec<Record<'a>>>, std::fmt::Error> {
    let mut seen = [SeenPath::default(); 8];
    let mut decoder = setting.decoder(payload, &mut seen);
    let mut records = Vec::new();
    while let Some(item) = decoder.next() {
        match item {
            Ok(read) => {
                record(out, &read)?;
                records.push(read);
            }
            Err(fault) => {
                error(out, &fault, Some(decoder.path()))?;
                return Ok(None);
            }
        }
    }
    Ok(Some(records))
}

/// Writes what is read of a payload that comes in blocks of this size, with a scratch of that size.
pub(crate) fn read_in_blocks(
    out: &mut impl Write,
    payload: &[u8],
    setting: &Setting<'_>,
    size: usize,
    scratch: usize,
) -> Result {
    let (mut scratch, mut seen) = (vec![0; scratch], [SeenPath::default(); 32]);
    let mut decoder = setting.block_decoder(&mut scratch, &mut seen);
    let mut blocks = payload.chunks(size);
    loop {
        let block = blocks.next();
        let mut items = match block {
            Some(block) => decoder.feed(block),
            None => decoder.finish(),
        };
        while let Some(item) = items.next() {
            match item {
                Ok(Item::Record(read)) => record(out, &read)?,
                Ok(Item::Piece(piece)) => {
                    let (typed, first, last) = (piece.typed, piece.first, piece.last);
                    write!(out, "{} {} {typed} {first} {last} ", piece.path, piece.offset)?;
                    time(out, piece.time)?;
                    value(out, &piece.value)?;
                    writeln!(out)?;
                }
                Err(fault) => return error(out, &fault, Some(decoder.path())),
            }
        }
        if block.is_none() {
            return Ok(());
        }
    }
}

/// Writes what the values of records are as each type, where they can be had as it.
pub(crate) fn casts(
    out: &mut impl Write,
    records: &[Record<'_>],
    strictness: Strictness,
) -> Result {
    for record in records {
        for data_type in DataType::ALL {
            write!(out, "{} as {}: ", record.path, data_type as u8)?;
            match record.value_with(data_type, strictness) {
                Ok(cast) => {
                    value(out, &cast)?;
                    writeln!(out)?;
                }
                Err(fault) => error(out, &fault, None)?,
            }
        }
    }
    Ok(())
}

// --- Encoding -------------------------------------------------------------------------------------

/// Writes the payload that records make.
pub(crate) fn encoded(
    out: &mut impl Write,
    records: &[Record<'_>],
    setting: &Setting<'_>,
) -> Result {
    write!(out, "{}: ", setting.format.number())?;
    // Room enough: a buffer that might be too small is no place for the fast path.
    let mut buffer = [0; 4096];
    let length = encode(setting.format, records, &setting.context(), &mut buffer);
    payload_or_error(out, length.map(|length| buffer[..length].to_vec()))
}

/// Writes the payload of another format that a payload makes, right or not.
pub(crate) fn converted(
    out: &mut impl Write,
    payload: &[u8],
    setting: &Setting<'_>,
    to: ContentFormat,
) -> Result {
    write!(out, "to {}: ", to.number())?;
    let decoder = setting.decoder(payload, &mut []);
    payload_or_error(out, convert_to_vec(decoder, to, &setting.context()))
}

/// Writes the length that a payload will have, and what becomes of it without a buffer, in a short one,
/// and as its second block alone.
pub(crate) fn encoded_length(
    out: &mut impl Write,
    records: &[Record<'_>],
    setting: &Setting<'_>,
) -> Result {
    let context = setting.context();
    match encoded_len(setting.format, records, &context) {
        Ok(length) => writeln!(out, "length {length}")?,
        Err(fault) => return error(out, &fault, None),
    }
    payload_or_error(out, encode_to_vec(setting.format, records, &context))?;
    match encode(setting.format, records, &context, &mut [0; 8]) {
        Ok(length) => writeln!(out, "in 8 bytes {length}")?,
        Err(fault) => error(out, &fault, None)?,
    }
    let mut second = [0; 8];
    let block = encode_block(setting.format, records, &context, 1, &mut second);
    payload_or_error(out, block.map(|block| second[..block.len].to_vec()))
}

/// Writes the payload that records make in blocks of this size.
pub(crate) fn encoded_in_blocks(
    out: &mut impl Write,
    records: &[Record<'_>],
    setting: &Setting<'_>,
    size: usize,
) -> Result {
    write!(out, "{} by {size}: ", setting.format.number())?;
    let context = setting.context();
    let payload = || {
        let mut encoder = BlockEncoder::new(setting.format, records, &context)?;
        let mut payload = vec![0; encoder.total()];
        for block in payload.chunks_mut(size) {
            encoder.fill(block)?;
        }
        Ok(payload)
    };
    payload_or_error(out, payload())
}

pub(crate) fn payload_or_error(
    out: &mut impl Write,
    payload: std::result::Result<Vec<u8>, Error>,
) -> Result {
    match payload {
        Ok(payload) => writeln!(out, "{}", payload.escape_ascii()),
        Err(fault) => error(out, &fault, None),
    }
}

// --- Text -----------------------------------------------------------------------------------------

fn record(out: &mut impl Write, record: &Record<'_>) -> Result {
    let range = record.range();
    write!(out, "{} {}..{} ", record.path, range.start, range.end)?;
    time(out, record.time)?;
    match record.content {
        Content::Value(content) => value(out, &content)?,
        Content::Path => write!(out, "path")?,
        Content::Delete => write!(out, "delete")?,
        Content::Empty => write!(out, "empty")?,
        content => panic!("{content:?} has no text here"),
    }
    writeln!(out)
}

fn time(out: &mut impl Write, time: Option<Timestamp>) -> Result {
    match time {
        Some(time) => write!(out, "@{}+{}ns ", time.seconds(), time.nanoseconds()),
        None => Ok(()),
    }
}

/// The text, its length, and whether it lies in the payload as it is.
pub(crate) fn text(out: &mut impl Write, text: &Text<'_>) -> Result {
    for piece in text.pieces() {
        write!(out, "{}", piece.as_str().as_bytes().escape_ascii())?;
    }
    write!(out, " ({}, {})", text.len(), text.as_str().is_some())
}

/// The same of bytes.
pub(crate) fn bytes(out: &mut impl Write, bytes: &Bytes<'_>) -> Result {
    for piece in bytes.pieces() {
        write!(out, "{}", piece.as_slice().escape_ascii())?;
    }
    write!(out, " ({}, {})", bytes.len(), bytes.as_slice().is_some())
}

/// The number of the type, and the value.
fn value(out: &mut impl Write, value: &Value<'_>) -> Result {
    write!(out, "{} ", value.data_type() as u8)?;
    match value {
        Value::String(text) | Value::CoreLink(text) => self::text(out, text),
        Value::Opaque(bytes) => self::bytes(out, bytes),
        Value::Integer(number) | Value::Time(number) => write!(out, "{number}"),
        Value::Unsigned(number) => write!(out, "{number}"),
        Value::Float(number) => write!(out, "{:016x}", number.to_bits()),
        Value::Boolean(truth) => write!(out, "{truth}"),
        Value::ObjectLink(link) => write!(out, "{}:{}", link.object(), link.instance()),
        Value::None => write!(out, "none"),
        value => panic!("{value:?} has no text here"),
    }
}

/// What the position counts, and what it is.
fn place(error: &Error) -> (&'static str, u32) {
    match error.position() {
        Position::Offset(offset) => ("byte", offset),
        Position::Needed(bytes) => ("needed", bytes),
        Position::Record(index) => ("record", index),
        place => panic!("{place:?} has no text here"),
    }
}

/// The numbers of the error: kind, place, and then leniency, expected type and found item, or 0.
pub(crate) fn error(out: &mut impl Write, error: &Error, path: Option<Path>) -> Result {
    let (counts, number) = place(error);
    let leniency = error.leniency().map_or(0, |leniency| leniency as u8);
    let expected = error.expected_type().map_or(0, |data_type| data_type as u8);
    let found = error.found_item().map_or(0, |found| found as u8);
    let kind = error.kind() as u8;
    write!(out, "! {kind} {counts} {number} leniency {leniency} types {expected} {found}")?;
    match path {
        Some(path) => writeln!(out, " at {path}"),
        None => writeln!(out),
    }
}
