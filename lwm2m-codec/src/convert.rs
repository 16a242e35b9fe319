//! Conversion: from a decoder of one format straight into the encoder of another.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::codec::admission::admit_writing;
use crate::codec::conform::Conformity;
use crate::codec::context::Context;
use crate::codec::decoder::{Records, State};
use crate::codec::encoder::{IntoRecords, source};
use crate::error::{Error, ErrorKind};
use crate::formats::any::write;
#[cfg(feature = "alloc")]
use crate::formats::any::write_to_vec;
use crate::model::content_format::ContentFormat;
use crate::model::record::Raw;

/// Converts what a decoder reads into another format without using the heap, and returns the length
/// of the result in bytes.
///
/// The payload is read a fixed number of times: once to check all of it, then once for each pass of
/// the encoder. TLV and plain text carry no types, so decoding them needs a schema.
///
/// ```
/// use lwm2m_codec::{
///     Context, ContentFormat, DataType, Path, ResourceType, convert, decode,
/// };
///
/// let schema = |_, _| Some(ResourceType::new(DataType::Integer));
/// let context = Context::read(Path::new(&[3, 0, 9]).unwrap()).with_schema(&schema);
/// let tlv = decode(ContentFormat::Tlv, &[0xc1, 0x09, 0x64], &context);
/// let mut buffer = [0; 64];
/// let length = convert(tlv, ContentFormat::SenmlJson, &context, &mut buffer)?;
/// assert_eq!(&buffer[..length], br#"[{"n":"/3/0/9","v":100}]"#);
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
///
/// # Errors
/// Those of decoding, with the offset in the source; those of [`encode`](crate::encode), with the index
/// of the record, for what the target format cannot express; [`ErrorKind::TypeNotKnown`].
pub fn convert<S: State>(
    from: Records<'_, '_, S>,
    to: ContentFormat,
    context: &Context<'_>,
    buffer: &mut [u8],
) -> Result<usize, Error> {
    write(to, check(from, to, context)?, context, buffer)?
        .map_err(|needed| Error::new(ErrorKind::BufferTooSmall, needed))
}

/// Like [`convert`], into a new `Vec`.
///
/// # Errors
/// As [`convert`], except that no buffer can be too small.
#[cfg(feature = "alloc")]
pub fn convert_to_vec<S: State>(
    from: Records<'_, '_, S>,
    to: ContentFormat,
    context: &Context<'_>,
) -> Result<Vec<u8>, Error> {
    write_to_vec(to, check(from, to, context)?, context)
}

/// Reads the source to its end to find any error, duplicates included, and what the target's schema has
/// against a record; returns what reads it again.
fn check<'a, 's, 'c, S: State>(
    from: Records<'a, 's, S>,
    to: ContentFormat,
    context: &'c Context<'c>,
) -> Result<IntoRecords<'a, 'c, Records<'a, 's, S>>, Error> {
    let again = source(from.clone());
    let mut conformity = Conformity::default();
    let matters = Conformity::matters(context) && !from.conforms_to(context);
    let mut allowed = admit_writing(to, context);
    for (index, record) in from.enumerate() {
        let record = record?;
        let untyped_in: Option<ContentFormat> = match record.raw {
            Raw::Typed => None,
            #[cfg(feature = "tlv")]
            Raw::Tlv => Some(ContentFormat::Tlv),
            #[cfg(feature = "text")]
            Raw::Text => Some(ContentFormat::Text),
        };
        if matters && allowed.is_ok() {
            allowed = conformity.add(&record, index, context);
        }
        // A schema of the target may know the type.
        let is_known = || matters && context.resource_type(record.path).is_some();
        if untyped_in.is_some_and(|format| format != to) && !is_known() {
            return Err(Error::new(ErrorKind::TypeNotKnown, index));
        }
    }
    // What is wrong with the source comes first.
    allowed?;
    Ok(again.adapting(&conformity, context))
}
