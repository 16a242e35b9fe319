//! Encoding: one way out for all formats.

use core::marker::PhantomData;

#[cfg(feature = "adapt")]
use crate::codec::conform;
use crate::codec::conform::Conformity;
use crate::codec::context::Context;
use crate::codec::sink::Sink;
use crate::error::Error;
use crate::model::record::{IntoRecord, Record};

/// A sequence of records that can be gone through more than once: anything that iterates over
/// [`Record`]s, references to them or results of a decoder, and whose iterator is `Clone`.
///
/// Encoders need lengths ahead of contents, so they look ahead with clones of the iterator: each
/// record is visited a bounded number of times.
pub(crate) trait Source<'r>: Clone + Iterator<Item = Result<Record<'r>, Error>> {
    /// Looks at the next record where it is.
    #[cfg(any(
        feature = "tlv",
        feature = "lwm2m-cbor",
        all(feature = "serde", not(feature = "alloc"))
    ))]
    fn look<T>(&mut self, look: impl FnOnce(&Record<'r>) -> T) -> Option<Result<T, Error>>;
}

impl<'r, I: Clone + Iterator<Item: IntoRecord<'r>>> Source<'r> for IntoRecords<'r, '_, I> {
    #[cfg(any(
        feature = "tlv",
        feature = "lwm2m-cbor",
        all(feature = "serde", not(feature = "alloc"))
    ))]
    #[inline]
    fn look<T>(&mut self, look: impl FnOnce(&Record<'r>) -> T) -> Option<Result<T, Error>> {
        #[cfg(feature = "adapt")]
        if let Some(context) = self.adapt {
            let record = self.records.next()?.into_record();
            return Some(
                record.and_then(|record| conform::adapt(record, context).map(|r| look(&r))),
            );
        }
        self.records.next().map(|record| record.look(look))
    }
}

#[inline]
pub(crate) fn source<'r, I>(records: I) -> IntoRecords<'r, 'static, I::IntoIter>
where
    I: IntoIterator<Item: IntoRecord<'r>, IntoIter: Clone>,
{
    IntoRecords {
        records: records.into_iter(),
        #[cfg(feature = "adapt")]
        adapt: None,
        item: PhantomData,
    }
}

/// Records as all encoders take them.
#[derive(Clone)]
pub(crate) struct IntoRecords<'r, 'c, I> {
    records: I,
    /// Adapts values to the types that the schema of this context declares.
    #[cfg(feature = "adapt")]
    adapt: Option<&'c Context<'c>>,
    item: PhantomData<(Record<'r>, &'c ())>,
}

impl<'r, I: Iterator<Item: IntoRecord<'r>> + Clone> IntoRecords<'r, '_, I> {
    /// The same records, held against the schema of the context: values that have another type than
    /// the declared one are adapted.
    ///
    /// # Errors
    /// Those of [`Conformity::add`], with the index of the record.
    pub(crate) fn conforming<'c>(
        self,
        context: &'c Context<'c>,
    ) -> Result<IntoRecords<'r, 'c, I>, Error> {
        let mut conformity = Conformity::default();
        if Conformity::matters(context) {
            for (index, record) in self.records.clone().enumerate() {
                record.look(|record| conformity.add(record, index, context))??;
            }
        }
        Ok(self.adapting(&conformity, context))
    }

    /// The same records, adapted if they do not conform.
    pub(crate) fn adapting<'c>(
        self,
        conformity: &Conformity,
        context: &'c Context<'c>,
    ) -> IntoRecords<'r, 'c, I> {
        let _ = (conformity, context);
        IntoRecords {
            records: self.records,
            #[cfg(feature = "adapt")]
            adapt: if conformity.is_given() { None } else { Some(context) },
            item: PhantomData,
        }
    }

    /// Whether the records are written as they are.
    #[cfg(all(feature = "fast", any(feature = "tlv", feature = "_senml", feature = "lwm2m-cbor")))]
    pub(crate) const fn is_plain(&self) -> bool {
        #[cfg(feature = "adapt")]
        return self.adapt.is_none();
        #[cfg(not(feature = "adapt"))]
        true
    }
}

#[cfg(all(feature = "fast", any(feature = "tlv", feature = "_senml", feature = "lwm2m-cbor")))]
impl<'r, I: Iterator<Item: IntoRecord<'r>>> IntoRecords<'r, '_, I> {
    /// The next record as it comes.
    #[cfg(any(feature = "_senml", feature = "lwm2m-cbor"))]
    #[inline(always)]
    pub(crate) fn next_item(&mut self) -> Option<I::Item> {
        self.records.next()
    }

    /// Looks at one record after the other, up to the first error or `None`.
    #[inline]
    pub(crate) fn try_each(
        mut self,
        mut look: impl FnMut(&Record<'r>) -> Option<()>,
    ) -> Option<()> {
        self.records.try_for_each(|record| record.look(&mut look).ok()?)
    }
}

impl<'r, I: Iterator<Item: IntoRecord<'r>>> Iterator for IntoRecords<'r, '_, I> {
    type Item = Result<Record<'r>, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.nth(0)
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<Self::Item> {
        let record = if n == 0 { self.records.next() } else { self.records.nth(n) };
        let record = record.map(IntoRecord::into_record);
        #[cfg(feature = "adapt")]
        if let Some(context) = self.adapt {
            return record.map(|record| record.and_then(|record| conform::adapt(record, context)));
        }
        record
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.records.size_hint()
    }
}

/// Writes records step by step.
pub(crate) trait Write {
    /// Writes a part of the output, and says whether there is more.
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<bool, Error>;
}
