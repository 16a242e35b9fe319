//! Parsers of bytes for RFC 6690, section 2, and for OMA's Execute arguments.

use nom::bytes::complete::{take_till, take_while, take_while1};
use nom::combinator::opt;
use nom::error::ParseError;
use nom::multi::many0_count;
use nom::sequence::{delimited, preceded};
use nom::{Err, IResult, Parser};

use crate::error::{Error, ErrorKind, Leniency, Strictness};

/// What parsers return: the remaining input and an output, or an error.
pub(super) type Parsed<'a, O> = IResult<&'a [u8], O, Fault>;

/// An error whose offset counts back from the end of the input, as a parser sees only what is left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault(Error);

impl Fault {
    /// The error with its offset in a text of this length.
    pub(super) fn resolve(self, length: usize) -> Error {
        let left = self.0.offset() as usize;
        self.0.at(length.saturating_sub(left) as u32)
    }
}

impl ParseError<&[u8]> for Fault {
    fn from_error_kind(input: &[u8], _: nom::error::ErrorKind) -> Self {
        Self(error(ErrorKind::MissingSeparator, input))
    }

    fn append(_: &[u8], _: nom::error::ErrorKind, other: Self) -> Self {
        other
    }
}

/// An error at the start of `input`: of this kind, or `Truncated` if nothing is left.
fn error(kind: ErrorKind, input: &[u8]) -> Error {
    Error::new(if input.is_empty() { ErrorKind::Truncated } else { kind }, input.len())
}

/// A failure, which stops nom from trying alternatives.
pub(super) fn fail<O>(error: Error) -> Result<O, Err<Fault>> {
    Err(Err::Failure(Fault(error)))
}

/// A parser that must succeed: its errors become failures of this kind.
#[inline]
fn expect<'a, O>(
    kind: ErrorKind,
    mut parser: impl Parser<&'a [u8], Output = O, Error = Fault>,
) -> impl FnMut(&'a [u8]) -> Parsed<'a, O> {
    move |input| parser.parse(input).or_else(|_| fail(error(kind, input)))
}

/// The input that a parser consumes. nom's `recognize` does the same, but its indexing leaves a
/// panic.
#[inline]
fn taken<'a, O>(
    mut parser: impl Parser<&'a [u8], Output = O, Error = Fault>,
) -> impl FnMut(&'a [u8]) -> Parsed<'a, &'a [u8]> {
    move |input| {
        let (rest, _) = parser.parse(input)?;
        Ok((rest, input.get(..input.len() - rest.len()).unwrap_or_default()))
    }
}

/// One specific byte.
#[inline]
fn byte<'a>(wanted: u8) -> impl FnMut(&'a [u8]) -> Parsed<'a, ()> {
    move |input| match input {
        [found, rest @ ..] if *found == wanted => Ok((rest, ())),
        _ => Err(Err::Error(Fault(error(ErrorKind::MissingSeparator, input)))),
    }
}

/// Byte classes, as bits.
const URI: u8 = 1;
const NAME: u8 = 2;
const TOKEN: u8 = 4;
const SPACE: u8 = 8;
const ARGUMENT: u8 = 16;

/// The classes of each byte.
static CLASSES: [u8; 256] = {
    const fn add(mut classes: [u8; 256], class: u8, members: &[u8]) -> [u8; 256] {
        let mut rest = members;
        while let [byte, tail @ ..] = rest {
            classes[*byte as usize] |= class;
            rest = tail;
        }
        classes
    }
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            classes[byte] = URI | NAME | TOKEN;
        }
        byte += 1;
    }
    classes = add(classes, URI, b"-._~:/?#[]@!$&'()*+,;=%");
    classes = add(classes, NAME, b"`!#$&+-.^_|~");
    classes = add(classes, TOKEN, b"`!#$%&'()*+-./:<=>?@[]^_{|}~");
    classes = add(classes, SPACE, b" \t\r\n");
    let mut byte = b'!';
    while byte <= b'~' {
        if !matches!(byte, b'"' | b'\'' | b'\\') {
            classes = add(classes, ARGUMENT, &[byte]);
        }
        byte += 1;
    }
    classes
};

/// Whether a byte belongs to a class.
#[inline]
fn is(class: u8) -> impl Fn(u8) -> bool {
    move |byte| CLASSES.get(usize::from(byte)).is_some_and(|classes| classes & class != 0)
}

/// Whether `target` may appear between angle brackets.
pub(super) fn is_target(target: &str) -> bool {
    target.bytes().all(is(URI))
}

/// Whether `name` is a valid attribute name.
pub(super) fn is_name(name: &str) -> bool {
    let stem = name.strip_suffix('*').unwrap_or(name);
    !stem.is_empty() && stem.bytes().all(is(NAME))
}

/// Whether a value needs no quotes.
pub(super) fn is_token(mut value: impl Iterator<Item = u8> + Clone) -> bool {
    value.clone().next().is_some() && value.all(is(TOKEN))
}

/// A link as slices of the payload.
pub(super) struct RawLink<'a> {
    /// `None` for a bare version before the first link, which belongs to the root.
    pub(super) target: Option<&'a [u8]>,
    /// The attributes with their separators.
    pub(super) attributes: &'a [u8],
}

/// An attribute as slices of the payload.
pub(super) struct RawAttribute<'a> {
    pub(super) name: &'a [u8],
    pub(super) value: Option<RawValue<'a>>,
}

/// The value of an attribute as a slice of the payload.
pub(super) struct RawValue<'a> {
    /// The token, or the text between the quotes.
    pub(super) text: &'a [u8],
    pub(super) quoted: bool,
    /// The number of backslashes that escape a character.
    pub(super) escapes: usize,
}

/// `link = "<" URI-Reference ">" *( ";" attribute )`
#[inline]
pub(super) fn link(input: &[u8], strictness: Strictness) -> Parsed<'_, RawLink<'_>> {
    let (rest, target) = delimited(
        expect(ErrorKind::LinkStart, byte(b'<')),
        take_while(is(URI)),
        expect(ErrorKind::InvalidTarget, byte(b'>')),
    )
    .parse(input)?;
    if let [.., b'/'] = target {
        check_slash(target, rest, strictness)?;
    }
    // Most links have no attributes.
    if let [] | [b',', ..] = rest {
        return Ok((rest, RawLink { target: Some(target), attributes: &[] }));
    }
    let attributes = many0_count(preceded(
        separator(b';', ErrorKind::InvalidAttributeName, strictness),
        |input| attribute(input, strictness),
    ));
    let (rest, attributes) = taken(attributes).parse(rest)?;
    Ok((rest, RawLink { target: Some(target), attributes }))
}

/// The bare `lwm2m="1.0"` before the first link, read as an attribute of the root.
pub(super) fn bare_version(input: &[u8], strictness: Strictness) -> Parsed<'_, RawLink<'_>> {
    let (rest, attributes) = taken(|input| attribute(input, strictness)).parse(input)?;
    if strictness.allows(Leniency::BareLwm2mVersion) {
        return Ok((rest, RawLink { target: None, attributes }));
    }
    fail(error(ErrorKind::LinkStart, input).unless(Leniency::BareLwm2mVersion))
}

/// Refuses a slash after the last ID of a target; `rest` is what follows the target.
fn check_slash(target: &[u8], rest: &[u8], strictness: Strictness) -> Result<(), Err<Fault>> {
    let [path @ .., b'/'] = target else { return Ok(()) };
    let mut path = path;
    while let [shorter @ .., b'/'] = path {
        path = shorter;
    }
    let last = path.rsplit(|&byte| byte == b'/').next().unwrap_or_default();
    if last.is_empty() || !path.starts_with(b"/") || !last.iter().all(u8::is_ascii_digit) {
        return Ok(());
    }
    let single = path.len() + 1 == target.len();
    if single && strictness.allows(Leniency::TrailingSlash) {
        return Ok(());
    }
    // Blame the first extra slash. Offsets count from the end here, so include the `>`.
    let left = rest.len().saturating_add(1).saturating_add(target.len() - path.len());
    let error = Error::new(ErrorKind::InvalidTarget, left);
    fail(if single { error.unless(Leniency::TrailingSlash) } else { error })
}

/// A separator, with the white space around it that leniency allows. `next` is the kind of error
/// for white space after it.
#[inline]
pub(super) fn separator<'a>(
    wanted: u8,
    next: ErrorKind,
    strictness: Strictness,
) -> impl FnMut(&'a [u8]) -> Parsed<'a, ()> {
    let space = |input: &[u8]| input.first().is_some_and(|&byte| is(SPACE)(byte));
    move |input| match byte(wanted)(input) {
        Ok((rest, ())) if !space(rest) => Ok((rest, ())),
        Err(missing) if !space(input) => Err(missing),
        _ => spaced_separator(input, wanted, next, strictness),
    }
}

/// The rare case: white space around a separator, or without one.
#[cold]
fn spaced_separator(
    input: &[u8],
    wanted: u8,
    next: ErrorKind,
    strictness: Strictness,
) -> Parsed<'_, ()> {
    let (at, before) = take_while(is(SPACE))(input)?;
    let missing = |_| Err::Error(Fault(error(ErrorKind::MissingSeparator, input)));
    let (after, ()) = byte(wanted)(at).map_err(missing)?;
    if strictness.allows(Leniency::LinkSpaces) {
        let (rest, _) = take_while(is(SPACE))(after)?;
        return Ok((rest, ()));
    }
    let (kind, input) = match before {
        [] => (next, after),
        _ => (ErrorKind::MissingSeparator, input),
    };
    fail(error(kind, input).unless(Leniency::LinkSpaces))
}

/// `attribute = name [ "=" ( token / quoted-string ) ]`
#[inline]
pub(super) fn attribute(input: &[u8], strictness: Strictness) -> Parsed<'_, RawAttribute<'_>> {
    let (rest, name) = expect(ErrorKind::InvalidAttributeName, name)(input)?;
    let equals = separator(b'=', ErrorKind::InvalidAttributeValue, strictness);
    let (rest, value) = opt(preceded(equals, value)).parse(rest)?;
    Ok((rest, RawAttribute { name, value }))
}

#[inline]
fn name(input: &[u8]) -> Parsed<'_, &[u8]> {
    let (rest, stem) = take_while1(is(NAME))(input)?;
    match rest {
        [b'*', rest @ ..] => Ok((rest, input.get(..=stem.len()).unwrap_or_default())),
        _ => Ok((rest, stem)),
    }
}

#[inline]
fn value(input: &[u8]) -> Parsed<'_, RawValue<'_>> {
    if let [b'"', inside @ ..] = input {
        return quoted(inside);
    }
    let (rest, text) = expect(ErrorKind::InvalidAttributeValue, take_while1(is(TOKEN)))(input)?;
    Ok((rest, RawValue { text, quoted: false, escapes: 0 }))
}

/// The rest of a quoted string after its opening quote.
fn quoted(inside: &[u8]) -> Parsed<'_, RawValue<'_>> {
    let (mut rest, mut escapes) = (inside, 0);
    loop {
        // The bytes of a multi-byte character are never quotes or backslashes.
        (rest, escapes) = match rest {
            [b'"', after @ ..] => {
                let text = inside.get(..inside.len() - rest.len()).unwrap_or_default();
                return Ok((after, RawValue { text, quoted: true, escapes }));
            }
            [b'\\', _, after @ ..] => (after, escapes + 1),
            [_, after @ ..] if !after.is_empty() => (after, escapes),
            _ => return fail(Error::new(ErrorKind::Truncated, 0)),
        };
    }
}

/// Whether a value may appear in an argument of Execute.
pub(super) fn is_argument(value: &str) -> bool {
    value.bytes().all(is(ARGUMENT))
}

/// `argument = DIGIT [ "=" "'" *CHAR "'" ]`
pub(super) fn argument(input: &[u8], strictness: Strictness) -> Parsed<'_, (u8, Option<&[u8]>)> {
    let [digit @ b'0'..=b'9', rest @ ..] = input else {
        return fail(error(ErrorKind::InvalidArgument, input));
    };
    let [b'=', rest @ ..] = rest else { return Ok((rest, (digit - b'0', None))) };
    let (rest, _) = expect(ErrorKind::InvalidArgumentValue, byte(b'\'')).parse(rest)?;
    let (rest, value) = if strictness.allows(Leniency::ArgumentText) {
        take_till(|byte| byte == b'\'')(rest)?
    } else {
        take_while(is(ARGUMENT))(rest)?
    };
    match rest {
        [b'\'', rest @ ..] => Ok((rest, (digit - b'0', Some(value)))),
        [] => fail(error(ErrorKind::Truncated, rest)),
        _ => fail(error(ErrorKind::InvalidArgumentValue, rest).unless(Leniency::ArgumentText)),
    }
}
