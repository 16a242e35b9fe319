//! Decoding: one way in for all formats.

use crate::codec::context::Context;
use crate::codec::decoder::{
    Input, Records, State,
    sealed::{self, Extent},
};
use crate::codec::duplicates::Seen;
use crate::codec::long::Long;
use crate::error::{Error, ErrorKind};
#[cfg(feature = "_records")]
use crate::formats;
use crate::model::content_format::ContentFormat;
use crate::model::path::Path;
use crate::model::record::Record;

/// The decoder of any format that is built in; from [`decode`].
pub type Decoder<'a, 's> = Records<'a, 's, AnyState>;

/// The state of the decoder of any format.
#[derive(Clone, Debug)]
pub struct AnyState(Machine);

macro_rules! machine {
    (() $($feature:literal $name:ident {
        $state:ty, $writer:ty;
        $($content:ident: $make:ident(), new($($argument:expr),*);)+
    })*) => {
        #[derive(Clone, Debug)]
        #[repr(u8)] // Not hidden in what a format has, which takes longer to look at.
        enum Machine {
            $(#[cfg(feature = $feature)] $name($state),)*
            Unsupported,
        }

        impl Machine {
            fn new(format: ContentFormat) -> Self {
                match format {
                    $($(
                        #[cfg(feature = $feature)]
                        ContentFormat::$content => Self::$name(<$state>::$make()),
                    )+)*
                    _ => Self::Unsupported,
                }
            }
        }
    };
}

formats!(machine!());

/// Decodes a payload of any format into an iterator over its records.
///
/// The `context` says what the request around the payload is and how strictly to read. A wrong
/// payload gives one error, after which the iterator ends; so does a format that is not built in
/// or holds no records ([`ErrorKind::UnsupportedFormat`]).
///
/// ```
/// use lwm2m_codec::{Context, ContentFormat, Path, decode};
///
/// let context = Context::read(Path::new(&[3, 0]).unwrap());
/// let payload = [0x86, 0x06, 0x41, 0x00, 0x01, 0x41, 0x01, 0x05, 0xc1, 0x09, 0x64];
/// let paths: Result<Vec<_>, _> = decode(ContentFormat::Tlv, &payload, &context)
///     .map(|record| record.map(|record| record.path.to_string()))
///     .collect();
/// assert_eq!(paths?, ["/3/0/6/0", "/3/0/6/1", "/3/0/9"]);
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
pub fn decode<'a, 's>(
    format: ContentFormat,
    payload: &'a [u8],
    context: &Context<'s>,
) -> Decoder<'a, 's> {
    Records::new(payload, *context, AnyState::new(format))
}

impl State for AnyState {}

impl AnyState {
    pub(crate) fn new(format: ContentFormat) -> Self {
        Self(Machine::new(format))
    }
}

/// Does the same with the state of whatever format it is.
macro_rules! each {
    (($machine:expr, $state:ident => $then:expr, $otherwise:expr)
        $($feature:literal $name:ident $row:tt)*) => {
        match $machine {
            $(#[cfg(feature = $feature)] Machine::$name($state) => $then,)*
            Machine::Unsupported => $otherwise,
        }
    };
    ($machine:expr, $state:ident => $then:expr, $otherwise:expr) => {
        formats!(each!($machine, $state => $then, $otherwise))
    };
}

#[cfg(feature = "_records")]
impl AnyState {
    /// The next record in any format.
    #[inline(never)]
    fn read_other<'a>(
        &mut self,
        input: &mut Input<'a, '_, '_>,
    ) -> Option<Result<Record<'a>, Error>> {
        use sealed::Machine as _;
        each!(&mut self.0, state => state.read(input), Some(Err(UNSUPPORTED)))
    }
}

const UNSUPPORTED: Error = Error::new(ErrorKind::UnsupportedFormat, 0);

#[cfg_attr(not(feature = "_records"), expect(unused_variables, reason = "there is no format"))]
impl sealed::Machine for AnyState {
    fn format(&self) -> Option<ContentFormat> {
        each!(&self.0, state => state.format(), None)
    }

    #[inline(always)]
    fn read<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Option<Result<Record<'a>, Error>> {
        // Reading a TLV takes so little that a jump through a table would show.
        #[cfg(feature = "tlv")]
        if let Machine::Tlv(state) = &mut self.0 {
            return state.read(input);
        }
        #[cfg(feature = "_records")]
        return self.read_other(input);
        #[cfg(not(feature = "_records"))]
        Some(Err(UNSUPPORTED))
    }

    fn next<'a>(&mut self, input: &mut Input<'a, '_, '_>) -> Result<Option<Record<'a>>, Error> {
        each!(&mut self.0, state => state.next(input), Err(UNSUPPORTED))
    }

    fn restart(&mut self) {
        each!(&mut self.0, state => state.restart(), ());
    }

    fn path(&self) -> Path {
        each!(&self.0, state => state.path(), Path::ROOT)
    }

    fn position(&self) -> usize {
        each!(&self.0, state => state.position(), 0)
    }

    fn seek(&mut self, position: usize) {
        each!(&mut self.0, state => state.seek(position), ());
    }

    fn rebase(&mut self, bytes: usize) {
        each!(&mut self.0, state => state.rebase(bytes), ());
    }

    fn passes(&self) -> bool {
        each!(&self.0, state => state.passes(), false)
    }

    fn extent(&self) -> Extent {
        each!(&self.0, state => state.extent(), Extent::Record)
    }

    fn begin_long(
        &mut self,
        window: &mut [u8],
        cut: usize,
        context: &Context<'_>,
        seen: &mut Seen<'_>,
    ) -> Result<Long, Error> {
        each!(&mut self.0, state => state.begin_long(window, cut, context, seen), Err(UNSUPPORTED))
    }

    fn end_long(
        &mut self,
        window: &[u8],
        long: &Long,
        context: &Context<'_>,
        last: bool,
    ) -> Result<usize, Error> {
        each!(&mut self.0, state => state.end_long(window, long, context, last), Ok(0))
    }
}
