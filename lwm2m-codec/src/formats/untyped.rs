//! Values of formats that carry no types, read as what the caller knows them to be.

use crate::data_type::DataType;
use crate::error::{Error, ErrorKind, Strictness};
use crate::model::record::{Raw, Record};
use crate::model::value::Value;

impl<'a> Record<'a> {
    /// The value as a certain data type, by the strict rules of the format it comes from.
    ///
    /// TLV and plain text do not tell the type. Decoded without a schema, their values are raw
    /// bytes and text; this reads them as what the caller knows them to be. A value that has a type
    /// already is returned if it is that type.
    ///
    /// ```
    /// use lwm2m_codec::{Context, ContentFormat, DataType, Path, Value, decode};
    ///
    /// let context = Context::read(Path::new(&[3, 0]).unwrap());
    /// let record = decode(ContentFormat::Tlv, &[0xc1, 0x09, 0x64], &context).next().unwrap()?;
    /// assert_eq!(record.value_as(DataType::Integer)?, Value::Integer(100));
    /// # Ok::<(), lwm2m_codec::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::UnexpectedType`] and the kinds of malformed values, with the offset in the
    /// payload.
    pub fn value_as(&self, data_type: DataType) -> Result<Value<'a>, Error> {
        self.value_with(data_type, Strictness::STRICT)
    }

    /// Like [`Record::value_as`], with the leniencies of `strictness`.
    ///
    /// # Errors
    /// As [`Record::value_as`].
    pub fn value_with(
        &self,
        data_type: DataType,
        strictness: Strictness,
    ) -> Result<Value<'a>, Error> {
        let mismatch = Error::new(ErrorKind::UnexpectedType, self.start as usize);
        let value = self.value().ok_or(mismatch.expected(data_type))?;
        match self.raw {
            #[cfg(feature = "tlv")]
            Raw::Tlv => {
                let bytes = value.as_bytes().and_then(|bytes| bytes.as_slice()).unwrap_or_default();
                let offset = (self.end as usize).saturating_sub(bytes.len());
                crate::formats::tlv::value(bytes, offset, data_type, strictness)
            }
            #[cfg(feature = "text")]
            Raw::Text => {
                let text = value.as_text().and_then(|text| text.as_bytes()).unwrap_or_default();
                crate::formats::text::value(text, data_type, strictness)
            }
            Raw::Typed if value.data_type() == data_type => Ok(value),
            Raw::Typed => {
                let _ = strictness;
                Err(mismatch.expected(data_type))
            }
        }
    }
}
