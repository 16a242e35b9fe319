//! Encoding block by block.

use crate::codec::context::Context;
use crate::codec::encoder::{IntoRecords, Write, source};
use crate::codec::sink::{Mark, Sink};
use crate::error::{Error, ErrorKind};
use crate::formats::any::{AnyWriter, prepare};
use crate::model::content_format::ContentFormat;
use crate::model::record::IntoRecord;

/// Encodes records block by block, each continuing where the last one ended.
///
/// The bytes are those that [`encode`](crate::encode) writes. Between blocks it keeps the iterator
/// and a small state of the format, see the [module](super). A value cut by a block continues in
/// the next one.
///
/// ```
/// use lwm2m_codec::blocks::BlockEncoder;
/// use lwm2m_codec::{ContentFormat, Context, Path, Record};
///
/// let battery = Path::new(&[3, 0, 9]).unwrap();
/// let (records, context) = ([Record::new(battery, 100i64)], Context::read(battery));
/// let mut encoder = BlockEncoder::new(ContentFormat::Tlv, &records, &context)?;
/// assert_eq!(encoder.total(), 3);
/// let mut block = [0; 2];
/// assert_eq!(encoder.fill(&mut block)?, 2);
/// assert_eq!(block, [0xc1, 0x09]);
/// assert_eq!(encoder.fill(&mut block)?, 1);
/// assert_eq!(block[0], 0x64);
/// assert_eq!(encoder.fill(&mut block)?, 0);
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[derive(Clone)]
pub struct BlockEncoder<'c, 'r, I: Iterator> {
    writer: AnyWriter<'c, IntoRecords<'r, 'c, I>>,
    /// How many bytes of the next step were already written.
    cut: usize,
    /// How far a long text in that step was already written.
    mark: Mark,
    total: usize,
    over: bool,
}

impl<'c, 'r, I: Clone + Iterator<Item: IntoRecord<'r>>> BlockEncoder<'c, 'r, I> {
    /// Checks the records and counts the bytes, in one pass over them.
    ///
    /// # Errors
    /// As [`encode`](crate::encode), except that no buffer can be too small.
    pub fn new(
        format: ContentFormat,
        records: impl IntoIterator<IntoIter = I, Item = I::Item>,
        context: &'c Context<'c>,
    ) -> Result<Self, Error> {
        let writer = AnyWriter::new(format, prepare(format, source(records), context)?, context)?;
        let mut counting = writer.clone();
        let mut sink = Sink::new(&mut []);
        while counting.step(&mut sink)? {}
        match sink.finish() {
            Err(error) if error.kind() != ErrorKind::BufferTooSmall => Err(error),
            _ => Ok(Self { writer, cut: 0, mark: Mark::default(), total: sink.len(), over: false }),
        }
    }

    /// The length of the whole payload.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.total
    }

    /// Fills a block and returns its length, which is less than `block.len()` only at the end.
    ///
    /// # Errors
    /// Those of the records, if the iterator yields other ones than for [`BlockEncoder::new`].
    pub fn fill(&mut self, block: &mut [u8]) -> Result<usize, Error> {
        let mut filled = 0;
        while !self.over {
            let room = block.get_mut(filled..).unwrap_or_default();
            let space = room.len();
            if space == 0 {
                break;
            }
            let before = self.writer.clone();
            let mut sink = Sink::going_on(self.cut, room, &mut self.mark);
            let more = self.writer.step(&mut sink)?;
            let written = sink.len().saturating_sub(self.cut);
            if written > space {
                // Repeat the step for the next block, from where this one ends.
                self.writer = before;
                self.cut += space;
                return Ok(block.len());
            }
            (self.cut, self.mark) = (0, Mark::default());
            self.over = !more;
            filled += written;
        }
        Ok(filled)
    }
}

/// A block of an encoded payload; from [`encode_block`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// The length of the block: less than the buffer's only for the last one, 0 after that.
    pub len: usize,
    /// The length of the whole payload.
    pub total: usize,
    /// Whether more blocks follow.
    pub more: bool,
}

/// Encodes just the block with this number, from 0; the buffer's length is the block size.
///
/// With this, a server answers any Block2 request without keeping state. Each call goes over all
/// records, as [`encode`](crate::encode) does, but writes only the bytes of the block.
///
/// ```
/// use lwm2m_codec::blocks::encode_block;
/// use lwm2m_codec::{ContentFormat, Context, Path, Record};
///
/// let path = Path::new(&[3, 0, 0]).unwrap();
/// let record = Record::new(path, "Open Mobile Alliance");
/// let mut buffer = [0; 16];
/// let context = Context::read(path);
/// let block = encode_block(ContentFormat::Text, [record], &context, 1, &mut buffer)?;
/// assert_eq!(&buffer[..block.len], b"ance");
/// assert_eq!((block.total, block.more), (20, false));
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
///
/// # Errors
/// As [`encode`](crate::encode), except that no buffer can be too small.
pub fn encode_block<'r, I>(
    format: ContentFormat,
    records: I,
    context: &Context<'_>,
    number: u32,
    buffer: &mut [u8],
) -> Result<Block, Error>
where
    I: IntoIterator<Item: IntoRecord<'r>, IntoIter: Clone>,
{
    let size = buffer.len();
    let skip = usize::try_from(number).unwrap_or(usize::MAX).saturating_mul(size);
    let mut writer = AnyWriter::new(format, prepare(format, source(records), context)?, context)?;
    let mut sink = Sink::after(skip, buffer);
    while writer.step(&mut sink)? {}
    let total = sink.len();
    if u32::try_from(total).is_err() {
        return Err(Error::new(ErrorKind::OutputTooLong, 0));
    }
    let rest = total.saturating_sub(skip);
    Ok(Block { len: rest.min(size), total, more: rest > size })
}
