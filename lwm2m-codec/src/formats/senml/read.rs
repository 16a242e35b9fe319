//! Reading the records of a pack, in either encoding.

use super::fields::{Field, Fields, take_rest};
use super::labels::Label;
use super::pack::Pack;
use super::resolve::Resolver;
use crate::codec::context::Context;
use crate::codec::decoder::Input;
use crate::codec::fault::Fault;
use crate::error::{Error, ErrorKind, Strictness};
use crate::model::record::Record;

/// Reads the records of a pack in one encoding, and their fields.
pub(super) trait Read<'a>: Sized {
    /// How far a pack was read, between two records.
    type Walk;

    fn new(payload: &'a [u8], strictness: Strictness, pack: Pack) -> Self;

    /// Enters the next record; false at the end of the pack, and after an error.
    fn enter(&mut self, walk: &mut Self::Walk) -> bool;

    /// Reads the next field with a known label; false at the end of the record, and after an error.
    fn next(&mut self) -> bool;

    /// Reads a field anew whose content is at `at`.
    fn read_again(&mut self, label: Label, at: u32);

    /// Goes on after the record, and returns its range.
    fn leave(&self, walk: &mut Self::Walk) -> (u32, u32);

    /// The field that was read last, and the first error.
    fn last(&mut self) -> (&Field<'a>, &mut Fault);

    fn error(&mut self) -> Option<Error> {
        self.last().1.error()
    }

    /// Adds the field that was read last to those of its record.
    #[cfg_attr(feature = "fast", inline(always))]
    fn take(
        &mut self,
        fields: &mut Fields<'a>,
        resolver: &mut Resolver,
        pack: Pack,
        context: &Context<'_>,
    ) {
        let (field, fault) = self.last();
        resolver.take(fields, field, pack, fault, context);
    }
}

/// The next record of a pack.
#[cfg_attr(feature = "fast", inline(always))]
pub(super) fn record<'a, R: Read<'a>>(
    walk: &mut R::Walk,
    etch: bool,
    resolver: &mut Resolver,
    input: &mut Input<'a, '_, '_>,
) -> Option<Result<Record<'a>, Error>> {
    let pack = match Pack::new(etch, input.context.operation()) {
        Ok(pack) => pack,
        Err(error) => return Some(Err(error)),
    };
    let mut reader = R::new(input.payload, input.context.strictness(), pack);
    resolver.passed = false;
    loop {
        let mut fields = Fields::new();
        if reader.enter(walk) {
            while reader.next() {
                reader.take(&mut fields, resolver, pack, &input.context);
            }
        } else if reader.error().is_none() {
            return None;
        }
        if let Some(error) = reader.error() {
            // Base fields alone were read for good: the path of the last record still counts.
            if !(resolver.passed && error.is(ErrorKind::Truncated)) {
                resolver.lose(&input.context);
            }
            return Some(Err(error));
        }
        let range = reader.leave(walk);
        if fields.has_only_bases() && pack.has_values() {
            resolver.take_bases(&fields, range.0, pack, reader.last().1, &input.context);
            if reader.error().is_none() {
                resolver.passed = true;
                continue;
            }
        }
        if let Some((label, at)) = fields.other_value(reader.last().0) {
            reader.read_again(label, at);
        }
        let (field, fault) = reader.last();
        return resolver.resolve(&fields, field, range, pack, fault, input);
    }
}

/// Reads the fields that follow a long value, after those with these labels; the first error, if there
/// is one.
pub(super) fn rest<'a, R: Read<'a>>(reader: &mut R, mut labels: u16, pack: Pack) -> Option<Error> {
    while reader.next() {
        let (field, fault) = reader.last();
        take_rest(&mut labels, field, pack, fault);
    }
    reader.error()
}
