//! Encoding: one way out for all formats.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::codec::admission::admit_writing;
use crate::codec::context::Context;
use crate::codec::encoder::{IntoRecords, Source, Write, source};
#[cfg(any(feature = "text", feature = "opaque", feature = "cbor"))]
use crate::codec::single;
use crate::codec::sink::Sink;
use crate::error::{Error, ErrorKind};
#[cfg(feature = "_records")]
use crate::formats;
use crate::model::content_format::ContentFormat;
use crate::model::record::IntoRecord;

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
    write_to_vec(format, prepare(format, source(records), context)?, context)
}

/// Writes records that were prepared into a new `Vec`.
#[cfg(feature = "alloc")]
pub(crate) fn write_to_vec<'r, 'c, I>(
    format: ContentFormat,
    records: IntoRecords<'r, 'c, I>,
    context: &'c Context<'c>,
) -> Result<Vec<u8>, Error>
where
    I: Iterator<Item: IntoRecord<'r>> + Clone,
{
    // A guess that mostly saves the second pass.
    let mut payload = alloc::vec![0; 32 + 32 * records.size_hint().0];
    let mut length = write(format, records.clone(), context, &mut payload)?;
    if let Err(needed) = length {
        payload = alloc::vec![0; needed];
        length = write(format, records, context, &mut payload)?;
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
    records: IntoRecords<'r, '_, I>,
    context: &Context<'_>,
    buffer: &mut [u8],
) -> Result<Result<usize, usize>, Error>
where
    I: Iterator<Item: IntoRecord<'r>> + Clone,
{
    write(format, prepare(format, records, context)?, context, buffer)
}

/// Writes records that were prepared; the length is an error where the buffer has less.
pub(crate) fn write<'r, 'c, I>(
    format: ContentFormat,
    records: IntoRecords<'r, 'c, I>,
    context: &'c Context<'c>,
    buffer: &mut [u8],
) -> Result<Result<usize, usize>, Error>
where
    I: Iterator<Item: IntoRecord<'r>> + Clone,
{
    #[cfg(all(feature = "fast", any(feature = "tlv", feature = "_senml", feature = "lwm2m-cbor")))]
    if records.is_plain() {
        if let Some(length) = fast_encode(format, &records, context, buffer) {
            return Ok(Ok(length));
        }
    }
    let mut sink = Sink::new(buffer);
    let mut writer = AnyWriter::new(format, records, context)?;
    while writer.step(&mut sink)? {}
    match sink.finish() {
        Err(error) if error.is(ErrorKind::BufferTooSmall) => Ok(Err(sink.len())),
        length => length.map(Ok),
    }
}

/// The records as a writer takes them, once format and operation go together.
///
/// # Errors
/// [`ErrorKind::OperationNotEncodable`], and what the schema has against a record.
pub(crate) fn prepare<'r, 'c, I>(
    format: ContentFormat,
    records: IntoRecords<'r, '_, I>,
    context: &'c Context<'c>,
) -> Result<IntoRecords<'r, 'c, I>, Error>
where
    I: Iterator<Item: IntoRecord<'r>> + Clone,
{
    admit_writing(format, context)?;
    records.conforming(context)
}

/// The fast paths for records of common shapes, which give the bytes that the general path gives, or
/// leave everything to it.
#[cfg(all(feature = "fast", any(feature = "tlv", feature = "_senml", feature = "lwm2m-cbor")))]
fn fast_encode<'r, I>(
    format: ContentFormat,
    records: &IntoRecords<'r, '_, I>,
    context: &Context<'_>,
    buffer: &mut [u8],
) -> Option<usize>
where
    I: Iterator<Item: IntoRecord<'r>> + Clone,
{
    match format {
        #[cfg(feature = "tlv")]
        ContentFormat::Tlv => formats::tlv::fast_encode(records.clone(), context, buffer),
        #[cfg(feature = "senml-cbor")]
        ContentFormat::SenmlCbor | ContentFormat::EtchCbor => {
            use formats::senml::{FastCbor, fast_encode};
            let etch = format == ContentFormat::EtchCbor;
            fast_encode::<FastCbor, _>(records, etch, context, buffer)
        }
        #[cfg(feature = "senml-json")]
        ContentFormat::SenmlJson | ContentFormat::EtchJson => {
            use formats::senml::{FastJson, fast_encode};
            let etch = format == ContentFormat::EtchJson;
            fast_encode::<FastJson, _>(records, etch, context, buffer)
        }
        #[cfg(feature = "lwm2m-cbor")]
        ContentFormat::Lwm2mCbor => {
            formats::lwm2m_cbor::fast_encode(records.clone(), context, buffer)
        }
        _ => None,
    }
}

macro_rules! writer {
    (() $($feature:literal $name:ident {
        $state:ty, $writer:ty;
        $($content:ident: $make:ident(), new($($argument:expr),*);)+
    })*) => {
        /// Writes records in any format.
        #[derive(Clone)]
        pub(crate) enum AnyWriter<'c, S> {
            $(#[cfg(feature = $feature)] $name($writer),)*
            #[expect(dead_code, reason = "keeps the parameters where there is no format")]
            Unsupported(S, &'c Context<'c>),
        }

        impl<'r, 'c, S: Source<'r>> AnyWriter<'c, S> {
            #[cfg_attr(
                not(feature = "_records"),
                expect(unused_variables, reason = "there is no format")
            )]
            /// A writer for a format; passes ahead over the records happen here.
            pub(crate) fn new(
                format: ContentFormat,
                records: S,
                context: &'c Context<'c>,
            ) -> Result<Self, Error> {
                match format {
                    $($(
                        #[cfg(feature = $feature)]
                        ContentFormat::$content => {
                            <$writer>::new(records, $($argument,)* context).map(Self::$name)
                        }
                    )+)*
                    _ => Err(Error::new(ErrorKind::FormatNotEncodable, 0)),
                }
            }
        }

        impl<'r, S: Source<'r>> Write for AnyWriter<'_, S> {
            #[cfg_attr(
                not(feature = "_records"),
                expect(unused_variables, reason = "there is no format")
            )]
            fn step(&mut self, sink: &mut Sink<'_>) -> Result<bool, Error> {
                match self {
                    $(#[cfg(feature = $feature)] Self::$name(writer) => writer.step(sink),)*
                    Self::Unsupported(..) => Ok(false),
                }
            }
        }
    };
}

formats!(writer!());
