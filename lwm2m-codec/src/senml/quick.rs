//! The short cut for SenML: records with a name, then a value and perhaps a time, and no other field
//! but a base name.

use super::resolve::Resolver;
use crate::context::Context;
use crate::duplicates::Seen;
use crate::error::Error;
use crate::name::{Name, Plain};
use crate::path::Path;
use crate::record::{Content, Raw, Record};
use crate::time::Timestamp;
use crate::value::{DataType, Value};

/// What the name of a record says, and the new base name, if there is one.
pub(super) struct Named {
    path: Path,
    base: Option<Path>,
    pub(super) data_type: Option<DataType>,
}

impl Resolver {
    /// What a name says, after a new base name if there is one.
    #[inline(always)]
    pub(super) fn quick_name<'a>(
        &self,
        base: Option<Path>,
        name: Option<&'a [u8]>,
        context: &Context<'_>,
    ) -> Option<(Named, &'a [u8])> {
        let plain = match (self.plain, base) {
            (Plain::No, _) => return None,
            (_, Some(base)) => Plain::Below(base),
            (plain, None) => plain,
        };
        let (path, rest) = match (plain, name) {
            (Plain::Below(base), Some(name)) => {
                let (path, false, rest) = base.quick_below(name)? else { return None };
                (path, rest)
            }
            (Plain::Absolute, Some([b'/', name @ ..])) => {
                let (path, false, rest) = Path::ROOT.quick_below(name)? else { return None };
                (path, rest)
            }
            (Plain::Whole(path), None) => (path, &[][..]),
            _ => return None,
        };
        if path.len() < 3 || !path.starts_with(context.base()) {
            return None;
        }
        let data_type = context.resource_type(path).map(|resource| resource.data_type);
        Some((Named { path, base, data_type }, rest))
    }

    /// The path that a new base name makes, which must end with a slash, and what follows it.
    #[inline(always)]
    pub(super) fn quick_base<'a>(
        text: &'a [u8],
        context: &Context<'_>,
    ) -> Option<(Path, &'a [u8])> {
        let [b'/', text @ ..] = text else { return None };
        let (base, true, rest) = Path::ROOT.quick_below(text)? else { return None };
        (base != Path::ROOT && context.alternate_root().is_empty()).then_some((base, rest))
    }

    /// The record at `start..end`.
    #[inline(always)]
    pub(super) fn quick_record<'a>(
        &mut self,
        named: Named,
        value: Value<'a>,
        seconds: Option<i64>,
        (start, end): (u32, u32),
        seen: &mut Seen<'_>,
    ) -> Option<Result<Record<'a>, Error>> {
        let Named { path, base, .. } = named;
        let mut time = self.base_time;
        if let Some(seconds) = seconds {
            time = time.checked_add(Timestamp::from_seconds(seconds))?;
        }
        let time = (time != Timestamp::default()).then_some(time);
        seen.insert(path, time, start).ok()?;
        if let Some(base) = base {
            self.base_name = Name::at(base);
            self.plain = Plain::Below(base);
        }
        self.path = path;
        let content = Content::Value(value);
        Some(Ok(Record { path, time, content, start, end, raw: Raw::Typed }))
    }
}
