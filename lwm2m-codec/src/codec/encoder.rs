//! Encoding: one way out for all formats.

use core::marker::PhantomData;

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

impl<'r, I: Clone + Iterator<Item: IntoRecord<'r>>> Source<'r> for IntoRecords<'r, I> {
    #[cfg(any(
        feature = "tlv",
        feature = "lwm2m-cbor",
        all(feature = "serde", not(feature = "alloc"))
    ))]
    #[inline]
    fn look<T>(&mut self, look: impl FnOnce(&Record<'r>) -> T) -> Option<Result<T, Error>> {
        self.0.next().map(|record| record.look(look))
    }
}

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

#[cfg(all(feature = "fast", any(feature = "tlv", feature = "_senml", feature = "lwm2m-cbor")))]
impl<'r, I: Iterator<Item: IntoRecord<'r>>> IntoRecords<'r, I> {
    /// The next record as it comes.
    #[cfg(any(feature = "_senml", feature = "lwm2m-cbor"))]
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

/// Writes records step by step.
pub(crate) trait Write {
    /// Writes a part of the output, and says whether there is more.
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<bool, Error>;
}
