//! The arguments of Execute (Core, section 6.3.5).

use crate::codec::decoder::check_length;
use crate::codec::sink::Sink;
use crate::encoding::links::ARGUMENT;
use crate::error::{Error, ErrorKind, Leniency, Strictness};

/// An argument of Execute: a digit with an optional value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Argument<'a> {
    /// The number of the argument, 0 to 9.
    pub digit: u8,
    /// The value, without quotes.
    pub value: Option<&'a str>,
}

/// Decodes an Execute payload into an iterator over its arguments, which ends after an error.
///
/// An empty payload has no arguments. No digit may repeat.
///
/// ```
/// use lwm2m_codec::{Strictness, link::{self, Argument}};
///
/// let arguments: Result<Vec<_>, _> = link::arguments(b"5,2='10.3'", Strictness::STRICT).collect();
/// let expected =
///     [Argument { digit: 5, value: None }, Argument { digit: 2, value: Some("10.3") }];
/// assert_eq!(arguments?, expected);
///
/// let mut buffer = [0; 16];
/// let length = link::encode_arguments(expected, &mut buffer)?;
/// assert_eq!(&buffer[..length], b"5,2='10.3'");
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[must_use]
pub const fn arguments(payload: &[u8], strictness: Strictness) -> Arguments<'_> {
    Arguments { payload, position: 0, seen: Digits(0), strictness, done: false }
}

/// An iterator over the arguments of Execute; from [`arguments`].
#[derive(Clone, Debug)]
pub struct Arguments<'a> {
    payload: &'a [u8],
    position: usize,
    seen: Digits,
    strictness: Strictness,
    done: bool,
}

/// A set of digits.
#[derive(Clone, Copy, Debug)]
struct Digits(u16);

impl Digits {
    /// Adds a digit and returns whether it was new.
    fn insert(&mut self, digit: u8) -> bool {
        let bit = 1u16.checked_shl(digit.into()).unwrap_or(0);
        let new = self.0 & bit == 0;
        self.0 |= bit;
        new
    }
}

impl<'a> Arguments<'a> {
    fn read(&mut self) -> Result<Option<Argument<'a>>, Error> {
        if self.position == self.payload.len() {
            return Ok(None);
        }
        let mut at = self.position;
        if at > 0 {
            at = self.expect(at, b',', ErrorKind::MissingSeparator)?;
        }
        if self.byte(at) == Some(b' ') && at > 0 {
            at = self.skip_spaces(at)?;
        }
        let start = at;
        let Some(digit @ b'0'..=b'9') = self.byte(at) else {
            return Err(self.error(at, ErrorKind::InvalidArgument));
        };
        at += 1;
        let mut value = None;
        if self.byte(at) == Some(b'=') {
            let from = self.expect(at + 1, b'\'', ErrorKind::InvalidArgumentValue)?;
            at = self.text_end(from);
            if self.byte(at).is_some_and(|byte| byte != b'\'') {
                let error = Error::new(ErrorKind::InvalidArgumentValue, at);
                return Err(error.unless(Leniency::ArgumentText));
            }
            value = self.payload.get(from..at);
            at = self.expect(at, b'\'', ErrorKind::Truncated)?;
        }
        let digit = digit - b'0';
        if !self.seen.insert(digit) {
            return Err(Error::new(ErrorKind::Duplicate, start));
        }
        let text = |value| {
            // The value follows the digit, `=` and the quote.
            core::str::from_utf8(value).map_err(|error| {
                Error::new(ErrorKind::InvalidUtf8, start + 3 + error.valid_up_to())
            })
        };
        let value = value.map(text).transpose()?;
        self.position = at;
        Ok(Some(Argument { digit, value }))
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.payload.get(at).copied()
    }

    /// An error of this kind, or `Truncated` if nothing is left.
    fn error(&self, at: usize, kind: ErrorKind) -> Error {
        Error::new(if at < self.payload.len() { kind } else { ErrorKind::Truncated }, at)
    }

    /// The offset after a byte that must come next.
    fn expect(&self, at: usize, byte: u8, kind: ErrorKind) -> Result<usize, Error> {
        if self.byte(at) == Some(byte) { Ok(at + 1) } else { Err(self.error(at, kind)) }
    }

    /// The offset behind spaces after a comma, which an example of the OMA specifications has.
    #[cold]
    fn skip_spaces(&self, at: usize) -> Result<usize, Error> {
        if !self.strictness.allows(Leniency::ArgumentText) {
            return Err(Error::new(ErrorKind::InvalidArgument, at).unless(Leniency::ArgumentText));
        }
        let mut end = at;
        while self.byte(end) == Some(b' ') {
            end += 1;
        }
        Ok(end)
    }

    /// Where what may be in a value ends.
    fn text_end(&self, from: usize) -> usize {
        let any = self.strictness.allows(Leniency::ArgumentText);
        let mut at = from;
        while self.byte(at).is_some_and(|byte| ARGUMENT.has(byte) || any && byte != b'\'') {
            at += 1;
        }
        at
    }
}

impl<'a> Iterator for Arguments<'a> {
    type Item = Result<Argument<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let argument = check_length(self.payload.len()).and_then(|()| self.read());
        self.done = !matches!(argument, Ok(Some(_)));
        argument.transpose()
    }
}

impl core::iter::FusedIterator for Arguments<'_> {}

/// Whether a value may appear in an argument.
fn is_argument(value: &str) -> bool {
    value.bytes().all(|byte| ARGUMENT.has(byte))
}

/// Encodes arguments of Execute into the start of `buffer` and returns their length in bytes.
///
/// # Errors
/// [`ErrorKind::BufferTooSmall`] with the required length, and [`ErrorKind::NotRepresentable`] with
/// the index of the argument: for a digit above 9 or a repeated one, and for a value that contains
/// anything but ASCII letters, digits and punctuation other than `"`, `'` and `\`.
pub fn encode_arguments<'a>(
    arguments: impl IntoIterator<Item = Argument<'a>>,
    buffer: &mut [u8],
) -> Result<usize, Error> {
    let mut sink = Sink::new(buffer);
    let mut seen = Digits(0);
    for (index, Argument { digit, value }) in arguments.into_iter().enumerate() {
        if digit > 9 || !seen.insert(digit) || !value.is_none_or(is_argument) {
            return Err(Error::new(ErrorKind::NotRepresentable, index));
        }
        if index > 0 {
            sink.put(b",");
        }
        sink.put(&[b'0' + digit]);
        if let Some(value) = value {
            sink.put(b"='");
            sink.put(value.as_bytes());
            sink.put(b"'");
        }
    }
    sink.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(payload: &[u8], strictness: Strictness) -> Option<Error> {
        arguments(payload, strictness).find_map(Result::err)
    }

    #[test]
    fn well_formed_arguments_round_trip() {
        for payload in ["", "5", "2='10.3'", "0,1,2,3,4,5,6,7,8,9", "0='',1='<&>[]!#'"] {
            let read = arguments(payload.as_bytes(), Strictness::STRICT).map(Result::unwrap);
            let mut buffer = [0; 32];
            let length = encode_arguments(read, &mut buffer).unwrap();
            assert_eq!(&buffer[..length], payload.as_bytes());
        }
    }

    #[test]
    fn malformed_arguments_are_refused_where_they_break() {
        for (payload, kind, at) in [
            (&b","[..], ErrorKind::InvalidArgument, 0),
            (b"a", ErrorKind::InvalidArgument, 0),
            (b"10", ErrorKind::MissingSeparator, 1),
            (b"0,", ErrorKind::Truncated, 2),
            (b"0=", ErrorKind::Truncated, 2),
            (b"0=5", ErrorKind::InvalidArgumentValue, 2),
            (b"0='", ErrorKind::Truncated, 3),
            (b"0='a'b", ErrorKind::MissingSeparator, 5),
            (b"0,1,0", ErrorKind::Duplicate, 4),
            (b" 0", ErrorKind::InvalidArgument, 0),
            (b"0 ,1", ErrorKind::MissingSeparator, 1),
        ] {
            for strictness in [Strictness::STRICT, Strictness::LENIENT] {
                let error = error(payload, strictness).unwrap();
                assert_eq!((error.kind(), error.offset()), (kind, at), "{payload:?}");
            }
        }
        let invalid = error(b"1,0='\xc3('", Strictness::LENIENT).unwrap();
        assert_eq!((invalid.kind(), invalid.offset()), (ErrorKind::InvalidUtf8, 5));
    }

    #[test]
    fn lenient_values_may_contain_spaces_as_in_the_example_of_the_specification() {
        let payload = b"7,0=' <https://example.com>'";
        let error = error(payload, Strictness::STRICT).unwrap();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::InvalidArgumentValue, 5));
        assert_eq!(error.leniency(), Some(Leniency::ArgumentText));
        let read = arguments(payload, Strictness::LENIENT).last().unwrap().unwrap();
        assert_eq!(read.value, Some(" <https://example.com>"));
        let error = encode_arguments([read], &mut [0; 64]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotRepresentable);
    }

    #[test]
    fn spaces_after_commas_are_lenient() {
        let payload = b"7, 0='x',  1";
        for (end, at) in [(8, 2), (payload.len(), 2)] {
            let error = error(&payload[..end], Strictness::STRICT).unwrap();
            assert_eq!((error.kind(), error.offset()), (ErrorKind::InvalidArgument, at));
            assert_eq!(error.leniency(), Some(Leniency::ArgumentText));
        }
        let lenient = Strictness::STRICT.with(Leniency::ArgumentText);
        let argument = |digit, value| Argument { digit, value };
        let expected = [argument(7, None), argument(0, Some("x")), argument(1, None)];
        assert!(arguments(payload, lenient).map(Result::unwrap).eq(expected));
        let cut = error(b"7,  ", Strictness::LENIENT).unwrap();
        assert_eq!((cut.kind(), cut.offset()), (ErrorKind::Truncated, 4));
        let letter = error(b"7, x", Strictness::LENIENT).unwrap();
        assert_eq!((letter.kind(), letter.offset()), (ErrorKind::InvalidArgument, 3));
    }

    #[test]
    fn digits_are_single_and_unique() {
        let argument = |digit| Argument { digit, value: None };
        let fail = |digits: [u8; 2]| {
            encode_arguments(digits.map(argument), &mut [0; 8]).unwrap_err().offset()
        };
        assert_eq!(fail([10, 0]), 0);
        assert_eq!(fail([255, 0]), 0);
        assert_eq!(fail([7, 7]), 1);
    }
}
