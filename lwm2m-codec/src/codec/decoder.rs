//! Decoding: one way in for all formats.
//!
//! Each format has a state machine behind [`State`], small and of fixed size, which holds no
//! reference to the payload: it is handed the payload again for every record. [`Records`] joins
//! one with a payload into an iterator.

pub(crate) use self::sealed::Input;
use crate::codec::admission::admit;
use crate::codec::context::Context;
#[cfg(feature = "alloc")]
use crate::codec::duplicates::DuplicateCheck;
use crate::codec::duplicates::{Seen, SeenPath};
use crate::error::{Error, ErrorKind, Leniency};
use crate::model::located_error::LocatedError;
use crate::model::path::Path;
use crate::model::record::Record;

/// The state of one format's decoder.
pub trait State: sealed::Machine {}

pub(crate) mod sealed {
    use super::{Context, Error, Path, Record, Seen};
    use crate::codec::long::Long;
    use crate::model::content_format::ContentFormat;

    /// What a format's decoder does, apart from the payload that it reads.
    #[expect(unnameable_types, reason = "the trait is sealed")]
    pub trait Machine: Sized + Clone {
        /// The content format, unless it is one that is not built in.
        fn format(&self) -> Option<ContentFormat>;

        /// The next record by the general path, or `None` at the end of the payload.
        ///
        /// [`ErrorKind::Truncated`](super::ErrorKind::Truncated) says that more bytes are needed,
        /// every other error that no more bytes can help.
        fn next<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Result<Option<Record<'a>>, Error>;

        /// The next record, or the error in its place. Formats with a fast path try that first, and
        /// write the record where the caller wants it.
        #[inline]
        fn read<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Option<Result<Record<'a>, Error>> {
            input.begin_at(self.position() as u32);
            self.next(input).transpose()
        }

        /// The next record of a part of the payload.
        fn read_part<'a>(
            &mut self,
            payload: &'a [u8],
            context: &Context<'_>,
            seen: &mut Seen<'_>,
        ) -> Result<Option<Record<'a>>, Error> {
            let mut input = Input::new(payload, *context, core::mem::take(seen));
            let read = self.next(&mut input);
            *seen = input.seen;
            read
        }

        /// Goes back to before the first record.
        fn restart(&mut self);

        /// The path of what is being read.
        fn path(&self) -> Path;

        /// Where reading goes on; 0 for formats of one value.
        fn position(&self) -> usize;

        /// Sets where reading goes on.
        fn seek(&mut self, position: usize);

        /// Forgets the first bytes of the payload, so that offsets count from what follows them.
        fn rebase(&mut self, bytes: usize);

        /// Whether what was read up to the [position](Self::position) stays read when the record after
        /// it is cut.
        fn passes(&self) -> bool {
            false
        }

        /// How much of the payload one record takes.
        fn extent(&self) -> Extent {
            Extent::Record
        }

        /// Begins the long value that [`Error::cut`] told of, of which `window` holds the start.
        fn begin_long(
            &mut self,
            window: &mut [u8],
            cut: usize,
            context: &Context<'_>,
            seen: &mut Seen<'_>,
        ) -> Result<Long, Error>;

        /// Reads what is left of the record after a long value, at the start of the window, and
        /// returns its length. `last` says that nothing follows the window.
        fn end_long(
            &mut self,
            window: &[u8],
            long: &Long,
            context: &Context<'_>,
            last: bool,
        ) -> Result<usize, Error> {
            let _ = (window, long, context, last);
            Ok(0)
        }
    }

    /// What records are read from, and what with.
    #[derive(Debug)]
    #[expect(unnameable_types, reason = "the trait is sealed")]
    pub struct Input<'a, 's, 'm> {
        pub(crate) payload: &'a [u8],
        pub(crate) context: Context<'s>,
        pub(crate) seen: Seen<'m>,
        /// Where reading of the next record began, unless it is one that cannot be a duplicate.
        #[cfg(feature = "alloc")]
        pub(crate) begin: u32,
    }

    impl<'a, 's, 'm> Input<'a, 's, 'm> {
        /// A payload or a part of it, from its start.
        pub(crate) const fn new(payload: &'a [u8], context: Context<'s>, seen: Seen<'m>) -> Self {
            Self {
                payload,
                context,
                seen,
                #[cfg(feature = "alloc")]
                begin: 0,
            }
        }

        /// Notes where reading of a record begins.
        #[inline(always)]
        pub(crate) const fn begin_at(&mut self, position: u32) {
            #[cfg(feature = "alloc")]
            {
                self.begin = position;
            }
            let _ = position;
        }
    }

    /// How much of the payload one record takes.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[expect(unnameable_types, reason = "the trait is sealed")]
    pub enum Extent {
        /// As much as its syntax says; more may follow.
        Record,
        /// As much as its syntax says, and nothing may follow.
        Item,
        /// All of it.
        Payload,
    }
}

/// An iterator over the records of a payload; it ends after an error.
///
/// [`decode`](crate::decode()) makes one for any format, the modules of the formats make one for theirs.
///
/// Duplicates are looked for as the [context](Context::with_duplicate_check) says: by default on the
/// heap with the feature `alloc`, and not at all without it. [`Records::check_duplicates`] takes
/// scratch instead.
#[derive(Debug)]
pub struct Records<'a, 's, S> {
    input: Input<'a, 's, 's>,
    state: S,
    stage: Stage,
}

const TOO_LONG: Error = Error::new(ErrorKind::PayloadTooLong, u32::MAX as usize);

/// Refuses payloads of a length that offsets do not reach; `u32::MAX` is a sentinel.
pub(crate) fn check_length(bytes: usize) -> Result<(), Error> {
    let fits = u32::try_from(bytes).is_ok_and(|length| length < u32::MAX);
    if fits { Ok(()) } else { Err(TOO_LONG) }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Reading,
    /// Offsets in the payload do not fit.
    TooLong,
    /// The request does not go with the payload.
    Refused,
    Over,
}

impl<'a, 's, S: State> Records<'a, 's, S> {
    pub(crate) fn new(payload: &'a [u8], context: Context<'s>, state: S) -> Self {
        let seen = match context.duplicate_check() {
            #[cfg(feature = "alloc")]
            DuplicateCheck::Heap if !context.strictness().allows(Leniency::Duplicates) => {
                Seen::ascending()
            }
            _ => Seen::off(),
        };
        let (payload, stage) = match check_length(payload.len()) {
            Ok(()) => match admit(state.format(), payload.is_empty(), &context) {
                Ok(true) => (payload, Stage::Reading),
                Ok(false) => (payload, Stage::Over),
                Err(_) => (payload, Stage::Refused),
            },
            Err(_) => (&[][..], Stage::TooLong),
        };
        Self { input: Input::new(payload, context, seen), state, stage }
    }

    /// Checks for duplicates in this scratch, without heap, whatever the context says.
    ///
    /// Without the `alloc` feature this is the only way to have the check. With
    /// [`Leniency::Duplicates`] there is none. Scratch that is too small for a payload gives
    /// [`ErrorKind::ScratchFull`], never a pass.
    ///
    /// Records in path order cost one comparison each; one that comes out of order also moves the
    /// keys that follow it, so the work for it grows with the size of the scratch.
    #[must_use]
    pub fn check_duplicates(mut self, scratch: &'s mut [SeenPath]) -> Self {
        if !self.input.context.strictness().allows(Leniency::Duplicates) {
            self.input.seen = Seen::in_scratch(scratch, 0);
        }
        self
    }

    /// Whether all records have the types and multiplicity that the schema of this context declares,
    /// since they were read with that.
    pub(crate) fn conforms_to(&self, context: &Context<'_>) -> bool {
        let own = &self.input.context;
        // With that, bytes stand for any type.
        let bends = own.strictness().allows(Leniency::OpaqueForOther);
        match (own.schema(), context.schema()) {
            (Some(a), Some(b)) if !bends => {
                // One without a size is anywhere.
                size_of_val(a) > 0 && size_of_val(a) == size_of_val(b) && core::ptr::addr_eq(a, b)
            }
            _ => false,
        }
    }

    /// The path of what was read last; after an error, the path where it arose.
    #[must_use]
    pub fn path(&self) -> Path {
        self.state.path()
    }

    /// An error that this decoder gave, with the path where it arose.
    #[must_use]
    pub fn locate(&self, error: Error) -> LocatedError {
        LocatedError::new(error, self.path())
    }

    /// The same records, with errors that carry the path where they arose.
    pub fn located(mut self) -> impl Iterator<Item = Result<Record<'a>, LocatedError>> {
        core::iter::from_fn(move || {
            let result = self.next()?;
            Some(result.map_err(|error| self.locate(error)))
        })
    }
}

/// A clone continues from the same position, but does not check for duplicates: the original does.
impl<S: Clone> Clone for Records<'_, '_, S> {
    fn clone(&self) -> Self {
        let Input { payload, context, .. } = self.input;
        let input = Input::new(payload, context, Seen::off());
        Self { input, state: self.state.clone(), stage: self.stage }
    }
}

impl<'a, S: State> Iterator for Records<'a, '_, S> {
    type Item = Result<Record<'a>, Error>;

    #[cfg_attr(feature = "fast", inline(always))]
    fn next(&mut self) -> Option<Self::Item> {
        if self.stage != Stage::Reading {
            return self.stop(None);
        }
        // One variable, so that the record is written where the caller wants it.
        let mut record = self.state.read(&mut self.input);
        if !matches!(record, Some(Ok(_))) {
            record = self.stop(record.and_then(Result::err));
        }
        record
    }
}

impl<'a, S: State> Records<'a, '_, S> {
    /// What there is instead of a record: the end, an error, or after all a record.
    #[cold]
    #[inline(never)]
    fn stop(&mut self, error: Option<Error>) -> Option<Result<Record<'a>, Error>> {
        #[cfg(feature = "alloc")]
        if error.is_some() && self.input.seen.is_broken() {
            return self.read_again();
        }
        let error = match self.stage {
            Stage::Reading => error.map(|error| error.at_end_of(self.input.payload)),
            Stage::TooLong => Some(TOO_LONG),
            Stage::Refused => {
                let Input { payload, context, .. } = &self.input;
                admit(self.state.format(), payload.is_empty(), context).err()
            }
            Stage::Over => None,
        };
        self.stage = Stage::Over;
        error.map(Err)
    }

    /// Once records stop ascending, reads the earlier ones again to remember them all, and goes on.
    #[cfg(feature = "alloc")]
    fn read_again(&mut self) -> Option<Result<Record<'a>, Error>> {
        let before = self.input.begin as usize;
        self.input.seen = Seen::on_heap();
        self.state.restart();
        while self.state.position() < before {
            match self.state.read(&mut self.input) {
                Some(Ok(_)) => {}
                end => return self.stop(end.and_then(Result::err)),
            }
        }
        self.next()
    }
}

impl<S: State> core::iter::FusedIterator for Records<'_, '_, S> {}
