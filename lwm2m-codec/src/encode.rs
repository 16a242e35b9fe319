//! Encoding: one way out for all formats.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use core::marker::PhantomData;

use crate::content_format::ContentFormat;
use crate::context::Context;
use crate::error::{Error, ErrorKind};
use crate::record::{IntoRecord, Record};
use crate::sink::Sink;

/// A sequence of records that can be gone through more than once: anything that iterates over
/// [`Record`]s, references to them or results of a decoder, and whose iterator is `Clone`.
///
/// Encoders need lengths ahead of contents, so they look ahead with clones of the iterator: each
/// record is visited a bounded number of times.
pub(crate) trait Source<'r>: Clone + Iterator<Item = Result<Record<'r>, Error>> {}

impl<'r, I: Clone + Iterator<Item = Result<Record<'r>, Error>>> Source<'r> for I {}

#[inline]
pub(crate) fn source<'r, I>(records: I) -> IntoRecords<'r, I::IntoIter>
where
    I: IntoIterator<Item: IntoRecord<'r>, IntoIter: Clone>,
{
    IntoRecords(records.into_iter(), PhantomData)
}

/// Records as all encoders take them.
#[derive(Clone)]
pub(crate) struct IntoRecords<'r, I>(I, PhantomData<Record<'r>>);

#[cfg(feature = "fast")]
impl<'r, I: Iterator<Item: IntoRecord<'r>>> IntoRecords<'r, I> {
    /// The next record as it comes.
    #[inline(always)]
    pub(crate) fn next_item(&mut self) -> Option<I::Item> {
        self.0.next()
    }

    /// Looks at one record after the other, up to the first error or `None`.
    #[inline]
    pub(crate) fn try_each(
        mut self,
        mut look: impl FnMut(&Record<'r>) -> Option<()>,
    ) -> Option<()> {
        self.0.try_for_each(|record| record.look(&mut look).ok()?)
    }
}

impl<'r, I: Iterator<Item: IntoRecord<'r>>> Iterator for IntoRecords<'r, I> {
    type Item = Result<Record<'r>, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(IntoRecord::into_record)
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<Self::Item> {
        self.0.nth(n).map(IntoRecord::into_record)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

/// Encodes records into the start of `buffer` and says how many bytes they take.
///
/// Records must come grouped where the format nests them: in TLV the records of an object instance
/// and of a multiple-instance resource must follow one another.
///
/// ```
/// use lwm2m_codec::{Context, ContentFormat, Path, Record, encode};
///
/// let battery = Path::new(&[3, 0, 9]).unwrap();
/// let mut buffer = [0; 16];
/// let context = Context::read(battery);
/// let length = encode(ContentFormat::Tlv, &[Record::new(battery, 100i64)], &context, &mut buffer)?;
/// assert_eq!(buffer[..length], [0xc1, 0x09, 0x64]);
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::BufferTooSmall`] with the length that is needed, the encoding kinds with the index
/// of the record, and errors that stand in the source.
pub fn encode<'r, I>(
    format: ContentFormat,
    records: I,
    context: &Context<'_>,
    buffer: &mut [u8],
) -> Result<usize, Error>
where
    I: IntoIterator<Item: IntoRecord<'r>, IntoIter: Clone>,
{
    encode_all(format, source(records), context, buffer)?
        .map_err(|needed| Error::new(ErrorKind::BufferTooSmall, needed))
}

/// How many bytes [`encode`] will write.
///
/// # Errors
/// As [`encode`], except that no buffer can be too small.
pub fn encoded_len<'r, I>(
    format: ContentFormat,
    records: I,
    context: &Context<'_>,
) -> Result<usize, Error>
where
    I: IntoIterator<Item: IntoRecord<'r>, IntoIter: Clone>,
{
    encode_all(format, source(records), context, &mut [])
        .map(|length| length.unwrap_or_else(|needed| needed))
}

/// Encodes records into a new `Vec`.
///
/// ```
/// use lwm2m_codec::{Context, ContentFormat, Path, Record, encode_to_vec};
///
/// let path = Path::new(&[3, 0, 13]).unwrap();
/// let record = Record::new(path, lwm2m_codec::Value::Time(1_367_491_215));
/// let payload = encode_to_vec(ContentFormat::Cbor, [record], &Context::read(path))?;
/// assert_eq!(payload, [0x1a, 0x51, 0x82, 0x42, 0x8f]);
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
///
/// # Errors
/// As [`encode`], except that no buffer can be too small.
#[cfg(feature = "alloc")]
pub fn encode_to_vec<'r, I>(
    format: ContentFormat,
    records: I,
    context: &Context<'_>,
) -> Result<Vec<u8>, Error>
where
    I: IntoIterator<Item: IntoRecord<'r>, IntoIter: Clone>,
{
    let records = source(records);
    // A guess that mostly saves the second pass.
    let mut payload = alloc::vec![0; 32 + 32 * records.size_hint().0];
    let mut length = encode_all(format, records.clone(), context, &mut payload)?;
    if let Err(needed) = length {
        payload = alloc::vec![0; needed];
        length = encode_all(format, records, context, &mut payload)?;
    }
    payload.truncate(length.unwrap_or_default());
    Ok(payload)
}

/// Encodes records to a writer and says how many bytes they take.
///
/// # Errors
/// Those of the writer, and those of [`encode`] as [`std::io::ErrorKind::InvalidData`].
#[cfg(feature = "std")]
pub fn encode_to_writer<'r, I>(
    format: ContentFormat,
    records: I,
    context: &Context<'_>,
    mut writer: impl std::io::Write,
) -> std::io::Result<usize>
where
    I: IntoIterator<Item: IntoRecord<'r>, IntoIter: Clone>,
{
    let payload = encode_to_vec(format, records, context)
        .map_err(|error| std::io::Error::new(std::io::ErrorKind::InvalidData, error))?;
    writer.write_all(&payload)?;
    Ok(payload.len())
}

/// Encodes records into the start of a buffer; the length is an error where the buffer has less.
fn encode_all<'r, I>(
    format: ContentFormat,
    records: IntoRecords<'r, I>,
    context: &Context<'_>,
    buffer: &mut [u8],
) -> Result<Result<usize, usize>, Error>
where
    I: Iterator<Item: IntoRecord<'r>> + Clone,
{
    #[cfg(feature = "fast")]
    if let Some(length) = quick_encode(format, &records, context, buffer) {
        return Ok(Ok(length));
    }
    let mut sink = Sink::new(buffer);
    let mut writer = AnyWriter::new(format, records, context)?;
    while writer.step(&mut sink)? {}
    match sink.finish() {
        Err(error) if error.kind() == ErrorKind::BufferTooSmall => Ok(Err(sink.len())),
        length => length.map(Ok),
    }
}

/// The short cuts for records of common shapes, which give the bytes that the general way gives, or
/// leave everything to it.
#[cfg(feature = "fast")]
fn quick_encode<'r, I>(
    format: ContentFormat,
    records: &IntoRecords<'r, I>,
    context: &Context<'_>,
    buffer: &mut [u8],
) -> Option<usize>
where
    I: Iterator<Item: IntoRecord<'r>> + Clone,
{
    let length = match format {
        #[cfg(feature = "tlv")]
        ContentFormat::Tlv => crate::tlv::quick_encode(records.clone(), context, buffer),
        #[cfg(feature = "senml-cbor")]
        ContentFormat::SenmlCbor | ContentFormat::EtchCbor => {
            use crate::senml::{QuickCbor, quick_encode};
            let etch = format == ContentFormat::EtchCbor;
            quick_encode::<QuickCbor, _>(records, etch, context, buffer)
        }
        #[cfg(feature = "senml-json")]
        ContentFormat::SenmlJson | ContentFormat::EtchJson => {
            use crate::senml::{QuickJson, quick_encode};
            let etch = format == ContentFormat::EtchJson;
            quick_encode::<QuickJson, _>(records, etch, context, buffer)
        }
        #[cfg(feature = "lwm2m-cbor")]
        ContentFormat::Lwm2mCbor => {
            crate::lwm2m_cbor::quick_encode(records.clone(), context, buffer)
        }
        _ => None,
    }?;
    // The general way has an error for what is longer.
    u32::try_from(length).is_ok().then_some(length)
}

/// Writes records step by step.
pub(crate) trait Write {
    /// Writes a part of the output, and says whether there is more.
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<bool, Error>;
}

/// Writes records in any format.
#[derive(Clone)]
pub(crate) enum AnyWriter<'c, S> {
    #[cfg(feature = "tlv")]
    Tlv(crate::tlv::Writer<'c, S>),
    #[cfg(feature = "text")]
    Text(S, &'c Context<'c>),
    #[cfg(feature = "opaque")]
    Opaque(S, &'c Context<'c>),
    #[cfg(feature = "cbor")]
    Cbor(S, &'c Context<'c>),
    #[cfg(feature = "senml-json")]
    SenmlJson(crate::senml::Writer<'c, S, crate::senml::JsonForm>),
    #[cfg(feature = "senml-cbor")]
    SenmlCbor(crate::senml::Writer<'c, S, crate::senml::CborForm>),
    #[cfg(feature = "lwm2m-cbor")]
    Lwm2mCbor(crate::lwm2m_cbor::Writer<'c, S>),
    #[cfg(feature = "oma-json")]
    OmaJson(crate::oma_json::Writer<'c, S>),
    #[allow(dead_code, reason = "keeps the parameters where there is no format")]
    Unsupported(S, &'c Context<'c>),
}

impl<'r, 'c, S: Source<'r>> AnyWriter<'c, S> {
    /// A writer for a format; passes ahead over the records happen here.
    pub(crate) fn new(
        format: ContentFormat,
        records: S,
        context: &'c Context<'c>,
    ) -> Result<Self, Error> {
        Ok(match format {
            #[cfg(feature = "tlv")]
            ContentFormat::Tlv => Self::Tlv(crate::tlv::Writer::new(records, context)?),
            #[cfg(feature = "text")]
            ContentFormat::Text => Self::Text(records, context),
            #[cfg(feature = "opaque")]
            ContentFormat::Opaque => Self::Opaque(records, context),
            #[cfg(feature = "cbor")]
            ContentFormat::Cbor => Self::Cbor(records, context),
            #[cfg(feature = "senml-json")]
            ContentFormat::SenmlJson | ContentFormat::EtchJson => {
                let etch = format == ContentFormat::EtchJson;
                let form = crate::senml::JsonForm::default();
                Self::SenmlJson(crate::senml::Writer::new(records, form, etch, context)?)
            }
            #[cfg(feature = "senml-cbor")]
            ContentFormat::SenmlCbor | ContentFormat::EtchCbor => {
                let (form, etch) = (crate::senml::CborForm, format == ContentFormat::EtchCbor);
                Self::SenmlCbor(crate::senml::Writer::new(records, form, etch, context)?)
            }
            #[cfg(feature = "lwm2m-cbor")]
            ContentFormat::Lwm2mCbor => {
                Self::Lwm2mCbor(crate::lwm2m_cbor::Writer::new(records, context)?)
            }
            #[cfg(feature = "oma-json")]
            ContentFormat::OmaJson => {
                Self::OmaJson(crate::oma_json::Writer::new(records, context)?)
            }
            _ => return Err(Error::new(ErrorKind::FormatNotEncodable, 0)),
        })
    }
}

impl<'r, S: Source<'r>> Write for AnyWriter<'_, S> {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<bool, Error> {
        match self {
            #[cfg(feature = "tlv")]
            Self::Tlv(writer) => writer.step(sink),
            #[cfg(feature = "text")]
            Self::Text(records, context) => {
                crate::text::write(records.clone(), context, sink).map(|()| false)
            }
            #[cfg(feature = "opaque")]
            Self::Opaque(records, context) => {
                crate::opaque::write(records.clone(), context, sink).map(|()| false)
            }
            #[cfg(feature = "cbor")]
            Self::Cbor(records, context) => {
                crate::cbor::write(records.clone(), context, sink).map(|()| false)
            }
            #[cfg(feature = "senml-json")]
            Self::SenmlJson(writer) => writer.step(sink),
            #[cfg(feature = "senml-cbor")]
            Self::SenmlCbor(writer) => writer.step(sink),
            #[cfg(feature = "lwm2m-cbor")]
            Self::Lwm2mCbor(writer) => writer.step(sink),
            #[cfg(feature = "oma-json")]
            Self::OmaJson(writer) => writer.step(sink),
            Self::Unsupported(..) => Ok(false),
        }
    }
}

/// The one value of a format that holds one, which must be that of the base path.
#[cfg(any(feature = "text", feature = "opaque", feature = "cbor"))]
pub(crate) fn single_value<'r>(
    mut records: impl Source<'r>,
    context: &Context<'_>,
) -> Result<crate::value::Value<'r>, Error> {
    let fail = |kind, index| Err(Error::new(kind, index));
    let base = context.base();
    if base.len() < 3 || base.names_new_instance() {
        return fail(ErrorKind::BasePathNotEncodable, 0);
    }
    let Some(record) = records.next().transpose()? else {
        return fail(ErrorKind::SingleValueOnly, 0);
    };
    if record.path != base {
        return fail(ErrorKind::RecordOutsideBase, 0);
    }
    if record.time.is_some() {
        return fail(ErrorKind::TimeNotRepresentable, 0);
    }
    let Some(value) = record.value() else {
        return fail(ErrorKind::NotRepresentable, 0);
    };
    match records.next().transpose()? {
        Some(_) => fail(ErrorKind::SingleValueOnly, 1),
        None => Ok(value),
    }
}
