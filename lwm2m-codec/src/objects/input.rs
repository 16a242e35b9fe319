//! The records of a payload, one at a time, container by container.

use crate::codec::context::Context;
use crate::codec::duplicates::DuplicateCheck;
#[cfg(any(test, not(feature = "alloc")))]
use crate::codec::encoder::source;
#[cfg(any(test, not(feature = "alloc")))]
use crate::codec::grouping::Groups;
use crate::data_type::DataType;
use crate::error::ErrorKind;
use crate::formats::any::{Decoder, decode};
use crate::model::content_format::ContentFormat;
use crate::model::located_error::LocatedError;
use crate::model::path::Path;
use crate::model::record::{Raw, Record};
use crate::model::value::Value;
use crate::schema::ResourceType;

use super::error::{Error, Reason};
use super::value::found;

/// How often a payload may be read again for a single value. The limit keeps the work linear.
const REREADS: u8 = 64;

/// The source of the records.
#[allow(clippy::large_enum_variant, reason = "there is one to a payload")]
enum Source<'de, 's> {
    /// Straight from the decoder: they must ascend, or they are sorted.
    #[cfg(feature = "alloc")]
    Ascending(Decoder<'de, 's>),
    /// Straight from the decoder: they must be grouped.
    #[cfg(any(test, not(feature = "alloc")))]
    Grouped { all: Decoder<'de, 's>, rest: Decoder<'de, 's>, groups: Groups },
    /// Collected and sorted.
    #[cfg(feature = "alloc")]
    Sorted(alloc::vec::IntoIter<Record<'de>>),
}

/// The records of a payload, with a lookahead of one.
pub(super) struct Input<'de, 's> {
    format: ContentFormat,
    payload: &'de [u8],
    context: Context<'s>,
    source: Source<'de, 's>,
    ahead: Option<Record<'de>>,
    /// Whether the next record has not been read ahead.
    behind: bool,
    /// The error that ended the payload, which no target may ignore.
    failed: Option<Error>,
    /// The path of the lookahead record, or of the last one.
    path: Path,
    /// The number of records before the lookahead.
    index: usize,
    rereads: u8,
    /// Whether a record did not ascend.
    #[cfg(feature = "alloc")]
    unsorted: bool,
}

impl<'de, 's> Input<'de, 's> {
    fn new(
        format: ContentFormat,
        context: &Context<'s>,
        payload: &'de [u8],
        source: Source<'de, 's>,
    ) -> Self {
        Self {
            format,
            payload,
            context: *context,
            source,
            ahead: None,
            behind: true,
            failed: None,
            path: Path::ROOT,
            index: 0,
            rereads: 0,
            #[cfg(feature = "alloc")]
            unsorted: false,
        }
    }

    /// Records in the order of the payload, which must be that of paths.
    #[cfg(feature = "alloc")]
    pub(super) fn ascending(
        format: ContentFormat,
        context: &Context<'s>,
        payload: &'de [u8],
    ) -> Self {
        let records = decode(format, payload, context);
        Self::new(format, context, payload, Source::Ascending(records))
    }

    /// Records in the order of the payload, which must leave containers together.
    #[cfg(any(test, not(feature = "alloc")))]
    pub(super) fn grouped(
        format: ContentFormat,
        context: &Context<'s>,
        payload: &'de [u8],
    ) -> Self {
        let rest = decode(format, payload, context);
        let source = Source::Grouped { all: rest.clone(), rest, groups: Groups::default() };
        Self::new(format, context, payload, source)
    }

    /// Records in path order, whatever their order in the payload.
    #[cfg(feature = "alloc")]
    pub(super) fn sorted(
        format: ContentFormat,
        context: &Context<'s>,
        payload: &'de [u8],
    ) -> Result<Self, Error> {
        let mut decoder = decode(format, payload, context);
        let mut records = alloc::vec::Vec::new();
        while let Some(record) = decoder.next() {
            records.push(record.map_err(|error| decoder.locate(error))?);
        }
        records.sort_by_key(|record| record.path);
        Ok(Self::new(format, context, payload, Source::Sorted(records.into_iter())))
    }

    /// Whether any record, read or not, is out of order.
    #[cfg(feature = "alloc")]
    pub(super) fn is_unsorted(&mut self) -> bool {
        while let Ok(Some(_)) = self.read() {}
        self.unsorted
    }

    pub(super) const fn format(&self) -> ContentFormat {
        self.format
    }

    pub(super) const fn context(&self) -> &Context<'s> {
        &self.context
    }

    /// The next record, without consuming it.
    #[inline]
    pub(super) fn peek(&mut self) -> Result<Option<&Record<'de>>, Error> {
        if self.behind {
            if let Some(error) = &self.failed {
                return Err(error.clone());
            }
            match self.read() {
                Ok(record) => self.ahead = record,
                Err(error) => return Err(self.failed.insert(error).clone()),
            }
            self.behind = false;
        }
        Ok(self.ahead.as_ref())
    }

    fn read(&mut self) -> Result<Option<Record<'de>>, Error> {
        let decoder = match &mut self.source {
            #[cfg(feature = "alloc")]
            Source::Ascending(records) => records,
            #[cfg(any(test, not(feature = "alloc")))]
            Source::Grouped { rest, .. } => rest,
            #[cfg(feature = "alloc")]
            Source::Sorted(records) => return Ok(records.next()),
        };
        let record = match decoder.next().transpose() {
            Ok(record) => record,
            Err(error) => return Err(decoder.locate(error).into()),
        };
        if let Some(record) = &record {
            #[cfg(feature = "alloc")]
            if matches!(self.source, Source::Ascending(_)) && record.path < self.path {
                self.unsorted = true;
                return Err(Error::new(Reason::NotGrouped).at(record.start, record.path));
            }
            self.path = record.path;
        }
        Ok(record)
    }

    /// The next record if it lies at or below a path, without consuming it.
    #[inline]
    pub(super) fn peek_in(&mut self, path: Path) -> Result<Option<&Record<'de>>, Error> {
        Ok(self.peek()?.filter(|record| record.path.starts_with(path)))
    }

    /// Consumes the next record.
    #[inline]
    pub(super) fn advance(&mut self) {
        self.behind = true;
        self.index += 1;
    }

    /// Enters the group of all records below a path, the first of which is the next.
    pub(super) fn enter(&mut self, group: Path) -> Result<(), Error> {
        match &mut self.source {
            #[cfg(any(test, not(feature = "alloc")))]
            Source::Grouped { all, groups, .. } => groups
                .enter(group, &source(all.clone()), self.index)
                .map_err(|_| Error::new(Reason::NotGrouped).at(self.position(), group)),
            #[cfg(feature = "alloc")]
            Source::Ascending(_) | Source::Sorted(_) => {
                let _ = group;
                Ok(())
            }
        }
    }

    /// The offset of the next record, or of the end of the payload.
    pub(super) fn position(&self) -> u32 {
        let end = u32::try_from(self.payload.len()).unwrap_or(u32::MAX);
        match (&self.source, &self.ahead) {
            #[cfg(feature = "alloc")]
            (Source::Sorted(_), _) => end,
            (_, Some(record)) if !self.behind => record.start,
            _ => end,
        }
    }

    /// Where the value of a path starts that was read last, or else what follows.
    #[cold]
    pub(super) fn value_position(&mut self, path: Path) -> u32 {
        let Some(record) = self.ahead.filter(|record| record.path == path) else {
            return self.position();
        };
        #[cfg(feature = "tlv")]
        if record.raw == Raw::Tlv {
            let length = record.value().and_then(|value| value.as_bytes()).map_or(0, |b| b.len());
            return record.end.saturating_sub(length as u32);
        }
        // No value has this type, so the decoder reports where the value is.
        let error = self.reread(&record, DataType::None).err();
        error.and_then(|error| error.offset()).unwrap_or(record.start)
    }

    /// Decodes a record again, with the data type that its resource has according to the target:
    /// finds what is wrong with the value, and where, or what few senders write.
    #[cold]
    pub(super) fn reread(
        &mut self,
        record: &Record<'de>,
        data_type: DataType,
    ) -> Result<Value<'de>, Error> {
        let path = record.path;
        let mismatch = crate::Error::new(ErrorKind::UnexpectedType, record.start as usize);
        let mismatch = mismatch.expected(data_type).found(found(record));
        let mismatch = Err(LocatedError::new(mismatch, path).into());
        if self.rereads == REREADS || record.raw != Raw::Typed {
            return mismatch;
        }
        self.rereads += 1;
        let ids = (path.object(), path.resource());
        let model = self.context.schema();
        let hint = move |object, resource| {
            let declared = model.and_then(|model| model.resource_type(object, resource));
            if ids != (Some(object), Some(resource)) {
                return declared;
            }
            let multiple = declared.and_then(|declared| declared.multiple);
            Some(ResourceType { multiple, ..ResourceType::new(data_type) })
        };
        // The records up to here were checked when first read.
        let context = self.context.with_schema(&hint).with_duplicate_check(DuplicateCheck::Off);
        let mut decoder = decode(self.format, self.payload, &context);
        loop {
            match decoder.next() {
                Some(Ok(next)) if next.path == path && next.start == record.start => {
                    let value = next.value().filter(|value| value.data_type() == data_type);
                    return value.map_or(mismatch, Ok);
                }
                Some(Ok(_)) => {}
                Some(Err(error)) if decoder.path() == path => {
                    return Err(decoder.locate(error).into());
                }
                _ => return mismatch,
            }
        }
    }
}

#[cfg(all(test, feature = "senml-json"))]
mod tests {
    extern crate std;
    use std::collections::BTreeMap;
    use std::string::ToString;

    use super::*;

    type Instance = BTreeMap<u16, BTreeMap<u16, i64>>;

    fn grouped(payload: &str) -> Result<Instance, Error> {
        let context = Context::read(Path::new(&[3, 0]).unwrap());
        let format = ContentFormat::SenmlJson;
        crate::objects::read(&mut Input::grouped(format, &context, payload.as_bytes()))
    }

    #[test]
    fn without_a_heap_groups_may_come_in_any_order() {
        let payload = r#"[{"n":"/3/0/8/1","v":4},{"n":"/3/0/8/0","v":3},
            {"n":"/3/0/9/0","v":5},{"n":"/3/0/7/0","v":2}]"#;
        let read = grouped(payload).unwrap();
        assert_eq!(read[&8], BTreeMap::from([(0, 3), (1, 4)]));
        assert_eq!(read.len(), 3);
    }

    #[test]
    fn without_a_heap_groups_must_stay_together() {
        let payload = r#"[{"n":"/3/0/7/0","v":1},{"n":"/3/0/8/0","v":2},{"n":"/3/0/7/1","v":3}]"#;
        let error = grouped(payload).unwrap_err();
        assert_eq!(error.reason(), &Reason::NotGrouped);
        assert_eq!(error.to_string().split(": ").next(), Some("byte 47, /3/0/7"));
        // With one they need not.
        let read: Instance = crate::objects::from_payload(
            ContentFormat::SenmlJson,
            Path::new(&[3, 0]).unwrap(),
            payload.as_bytes(),
        )
        .unwrap();
        assert_eq!(read[&7], BTreeMap::from([(0, 1), (1, 3)]));
    }
}
