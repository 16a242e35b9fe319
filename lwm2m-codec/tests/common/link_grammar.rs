//! The grammars of links and of the arguments of Execute, written with nom, for comparison: the
//! library reads both without it, as that takes less code.

use lwm2m_codec::{ErrorKind, Leniency, Strictness};
use nom::branch::alt;
use nom::bytes::complete::{is_not, tag, take, take_till, take_while, take_while1};
use nom::combinator::{cut, opt, recognize, verify};
use nom::error::ParseError;
use nom::multi::{many0, many0_count};
use nom::sequence::{preceded, terminated};
use nom::{Err, IResult, Parser};

/// What is wrong, where, and which leniency would accept it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fault {
    pub(crate) kind: ErrorKind,
    /// While parsing, the number of bytes from there to the end.
    pub(crate) offset: usize,
    pub(crate) leniency: Option<Leniency>,
}

/// A link: its target, its attributes, and where it starts and ends.
#[derive(Debug, PartialEq)]
pub(crate) struct RawLink {
    pub(crate) target: String,
    pub(crate) attributes: Vec<RawAttribute>,
    pub(crate) range: std::ops::Range<usize>,
}

/// A name, and the value with and whether it is quoted.
pub(crate) type RawAttribute = (String, Option<(String, bool)>);

type Parsed<'a, O> = IResult<&'a [u8], O, Fault>;

impl ParseError<&[u8]> for Fault {
    fn from_error_kind(input: &[u8], _: nom::error::ErrorKind) -> Self {
        fault(ErrorKind::MissingSeparator, input)
    }

    fn append(_: &[u8], _: nom::error::ErrorKind, other: Self) -> Self {
        other
    }
}

/// A fault at the start of `input`: of this kind, or `Truncated` if nothing is left.
fn fault(kind: ErrorKind, input: &[u8]) -> Fault {
    let kind = if input.is_empty() { ErrorKind::Truncated } else { kind };
    Fault { kind, offset: input.len(), leniency: None }
}

/// A parser that must succeed: its errors become failures of this kind.
fn expect<'a, O>(
    kind: ErrorKind,
    mut parser: impl Parser<&'a [u8], Output = O, Error = Fault>,
) -> impl FnMut(&'a [u8]) -> Parsed<'a, O> {
    move |input| parser.parse(input).map_err(|_| Err::Failure(fault(kind, input)))
}

fn is_uri(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"`!#$&+-.^_|~".contains(&byte)
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"`!#$%&'()*+-./:<=>?@[]^_{|}~".contains(&byte)
}

fn is_space(byte: u8) -> bool {
    b" \t\r\n".contains(&byte)
}

fn is_argument(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\"'\\".contains(&byte)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// A separator; white space around it needs a leniency.
fn separator<'a>(
    wanted: &'static str,
    next: ErrorKind,
    strictness: Strictness,
) -> impl FnMut(&'a [u8]) -> Parsed<'a, ()> {
    move |input| {
        let missing = |_| Err::Error(fault(ErrorKind::MissingSeparator, input));
        let spaces = || take_while(is_space);
        let (after, before) = terminated(spaces(), tag(wanted)).parse(input).map_err(missing)?;
        let (rest, behind) = spaces()(after)?;
        let fault = match (before, behind) {
            ([], []) => return Ok((rest, ())),
            _ if strictness.allows(Leniency::LinkSpaces) => return Ok((rest, ())),
            ([], _) => fault(next, after),
            _ => fault(ErrorKind::MissingSeparator, input),
        };
        Err(Err::Failure(Fault { leniency: Some(Leniency::LinkSpaces), ..fault }))
    }
}

/// White space before the first link, or after the last with a NUL, each of which needs a leniency.
fn surroundings(input: &[u8], first: bool, strictness: Strictness) -> Parsed<'_, ()> {
    let kind = if first { ErrorKind::LinkStart } else { ErrorKind::MissingSeparator };
    let (behind, spaces) = take_while(is_space)(input)?;
    let (rest, has_nul) = match behind {
        [0] => (&behind[1..], true),
        _ => (behind, false),
    };
    if !first && !rest.is_empty() {
        return Ok((input, ()));
    }
    for (found, leniency, place) in [
        (!spaces.is_empty(), Leniency::SurroundingSpace, input),
        (has_nul, Leniency::TrailingNul, behind),
    ] {
        if found && !strictness.allows(leniency) {
            let leniency = Some(leniency);
            return Err(Err::Failure(Fault { leniency, ..fault(kind, place) }));
        }
    }
    Ok((rest, ()))
}

/// `quoted-string = <"> *( qdtext / quoted-pair ) <">`, without the quotes.
fn quoted(input: &[u8]) -> Parsed<'_, (String, bool)> {
    let (inside, _) = tag("\"")(input)?;
    let pair = recognize(preceded(tag("\\"), take(1usize)));
    let (rest, raw) = recognize(many0_count(alt((pair, is_not("\"\\"))))).parse(inside)?;
    let truncated = |_: Err<Fault>| Err::Failure(fault(ErrorKind::Truncated, b""));
    let (rest, _) = tag("\"")(rest).map_err(truncated)?;
    let mut characters = text(raw).chars().collect::<Vec<_>>().into_iter();
    let mut value = String::new();
    while let Some(character) = characters.next() {
        value.extend(if character == '\\' { characters.next() } else { Some(character) });
    }
    Ok((rest, (value, true)))
}

/// `attribute = name [ "=" ( token / quoted-string ) ]`
fn attribute(input: &[u8], strictness: Strictness) -> Parsed<'_, RawAttribute> {
    let name = recognize((take_while1(is_name), opt(tag("*"))));
    let token = expect(ErrorKind::InvalidAttributeValue, take_while1(is_token));
    let value = alt((quoted, token.map(|token| (text(token), false))));
    let equals = separator("=", ErrorKind::InvalidAttributeValue, strictness);
    let (rest, (name, value)) =
        (expect(ErrorKind::InvalidAttributeName, name), opt(preceded(equals, cut(value))))
            .parse(input)?;
    Ok((rest, (text(name), value)))
}

/// `link = "<" URI-Reference ">" *( ";" attribute )`
fn link(input: &[u8], strictness: Strictness) -> Parsed<'_, (String, Vec<RawAttribute>)> {
    let (inside, _) = expect(ErrorKind::LinkStart, tag("<"))(input)?;
    let (rest, target) =
        terminated(take_while(is_uri), expect(ErrorKind::InvalidTarget, tag(">"))).parse(inside)?;
    let target = text(target);
    let path = target.trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap();
    let is_id = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    if path.starts_with('/') && is_id && path != target {
        let leniency = (target.len() == path.len() + 1).then_some(Leniency::TrailingSlash);
        if !leniency.is_some_and(|leniency| strictness.allows(leniency)) {
            let kind = ErrorKind::InvalidTarget;
            return Err(Err::Failure(Fault { kind, offset: inside.len() - path.len(), leniency }));
        }
    }
    let semicolon = separator(";", ErrorKind::InvalidAttributeName, strictness);
    let attribute = |input| attribute(input, strictness);
    let (rest, attributes) = many0(preceded(semicolon, attribute)).parse(rest)?;
    Ok((rest, (target, attributes)))
}

/// The bare `lwm2m="1.0"` before the first link, an attribute of the root.
fn bare_version(input: &[u8], strictness: Strictness) -> Parsed<'_, (String, Vec<RawAttribute>)> {
    let (rest, attribute) = attribute(input, strictness)?;
    if !strictness.allows(Leniency::BareLwm2mVersion) {
        let leniency = Some(Leniency::BareLwm2mVersion);
        return Err(Err::Failure(Fault { leniency, ..fault(ErrorKind::LinkStart, input) }));
    }
    Ok((rest, ("/".to_owned(), vec![attribute])))
}

/// The comma between links; with leniency, also one at the end.
fn comma(input: &[u8], strictness: Strictness) -> Parsed<'_, ()> {
    let (rest, ()) = separator(",", ErrorKind::LinkStart, strictness)(input)?;
    if rest.is_empty() && !strictness.allows(Leniency::LinkTrailingComma) {
        let leniency = Some(Leniency::LinkTrailingComma);
        return Err(Err::Failure(Fault { leniency, ..fault(ErrorKind::Truncated, rest) }));
    }
    Ok((rest, ()))
}

/// Gives a fault the offset from the start of a text of this length.
fn resolve(error: Err<Fault>, length: usize) -> Fault {
    match error {
        Err::Error(fault) | Err::Failure(fault) => Fault { offset: length - fault.offset, ..fault },
        Err::Incomplete(_) => unreachable!("the parsers are complete ones"),
    }
}

/// The links of a payload up to the first fault, and the fault.
pub(crate) fn links(payload: &[u8], strictness: Strictness) -> (Vec<RawLink>, Option<Fault>) {
    let valid = std::str::from_utf8(payload).map_or_else(|error| error.valid_up_to(), str::len);
    let mut links = Vec::new();
    let mut rest = &payload[..valid];
    let mut next = || {
        (rest, ()) = surroundings(rest, true, strictness)?;
        let first = rest.len();
        while !rest.is_empty() {
            let start = valid - rest.len();
            let bare = rest.len() == first && rest.starts_with(b"lwm2m=");
            let parser = if bare { bare_version } else { link };
            let (target, attributes);
            (rest, (target, attributes)) = parser(rest, strictness)?;
            links.push(RawLink { target, attributes, range: start..valid - rest.len() });
            (rest, ()) = surroundings(rest, false, strictness)?;
            if !rest.is_empty() {
                (rest, ()) = comma(rest, strictness)?;
            }
        }
        Ok(())
    };
    let fault = next().map_err(|error| resolve(error, valid)).err();
    let at_end = fault.is_none_or(|fault| fault.kind == ErrorKind::Truncated);
    if at_end && valid < payload.len() {
        let fault = Fault { kind: ErrorKind::InvalidUtf8, offset: valid, leniency: None };
        return (links, Some(fault));
    }
    (links, fault)
}

/// `argument = DIGIT [ "=" "'" *CHAR "'" ]`
fn argument(input: &[u8], strictness: Strictness) -> Parsed<'_, (u8, Option<&[u8]>)> {
    let digit = verify(take(1usize), |digit: &[u8]| digit[0].is_ascii_digit());
    let (rest, digit) = expect(ErrorKind::InvalidArgument, digit)(input)?;
    let digit = digit[0] - b'0';
    let Ok((rest, _)) = tag::<_, _, Fault>("=")(rest) else { return Ok((rest, (digit, None))) };
    let (rest, _) = expect(ErrorKind::InvalidArgumentValue, tag("'"))(rest)?;
    let (rest, value) = match strictness.allows(Leniency::ArgumentText) {
        true => take_till(|byte| byte == b'\'')(rest)?,
        false => take_while(is_argument)(rest)?,
    };
    let (rest, _) = expect(ErrorKind::InvalidArgumentValue, tag("'"))(rest).map_err(|error| {
        let leniency = (!rest.is_empty()).then_some(Leniency::ArgumentText);
        error.map(|fault| Fault { leniency, ..fault })
    })?;
    Ok((rest, (digit, Some(value))))
}

/// Spaces after a comma between arguments, which need a leniency.
fn spaces(input: &[u8], strictness: Strictness) -> Parsed<'_, ()> {
    let (rest, spaces) = take_while(|byte| byte == b' ')(input)?;
    if !spaces.is_empty() && !strictness.allows(Leniency::ArgumentText) {
        let leniency = Some(Leniency::ArgumentText);
        let fault = fault(ErrorKind::InvalidArgument, input);
        return Err(Err::Failure(Fault { leniency, ..fault }));
    }
    Ok((rest, ()))
}

/// The arguments of a payload up to the first fault, and the fault.
pub(crate) fn arguments(
    payload: &[u8],
    strictness: Strictness,
) -> (Vec<(u8, Option<String>)>, Option<Fault>) {
    let mut arguments = Vec::<(u8, Option<String>)>::new();
    let mut rest = payload;
    while !rest.is_empty() {
        let separated = match arguments.len() {
            0 => Ok((rest, ())),
            _ => expect(ErrorKind::MissingSeparator, tag(",").map(drop))(rest)
                .and_then(|(input, ())| spaces(input, strictness)),
        };
        let parsed = separated.and_then(|(input, ())| {
            let (after, (digit, value)) = argument(input, strictness)?;
            let at = |kind, offset| Err::Failure(Fault { kind, offset, leniency: None });
            if arguments.iter().any(|&(earlier, _)| earlier == digit) {
                return Err(at(ErrorKind::Duplicate, input.len()));
            }
            let invalid = |error: std::str::Utf8Error| {
                // The value follows the digit, `=` and the quote.
                at(ErrorKind::InvalidUtf8, input.len() - 3 - error.valid_up_to())
            };
            let value = value.map(std::str::from_utf8).transpose().map_err(invalid)?;
            Ok((after, (digit, value.map(str::to_owned))))
        });
        match parsed {
            Ok((after, argument)) => {
                arguments.push(argument);
                rest = after;
            }
            Err(error) => return (arguments, Some(resolve(error, payload.len()))),
        }
    }
    (arguments, None)
}
