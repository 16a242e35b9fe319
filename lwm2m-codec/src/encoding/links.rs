//! The grammar of lists of links (RFC 6690, section 2): which bytes may stand where, and whether a text
//! is such a list.

use crate::error::{Error, ErrorKind, Leniency, Strictness};

/// A set of ASCII characters, a bit for each.
pub(crate) struct Class([u32; 4]);

impl Class {
    /// Letters, digits and these.
    const fn alphanumeric_and(members: &[u8]) -> Self {
        let mut class = Self::of(members);
        let mut byte = 0;
        while byte < 128 {
            if (byte as u8).is_ascii_alphanumeric() {
                class.0[byte / 32] |= 1 << (byte % 32);
            }
            byte += 1;
        }
        class
    }

    const fn of(members: &[u8]) -> Self {
        let mut class = Self([0; 4]);
        let mut rest = members;
        while let [byte, tail @ ..] = rest {
            class.0[*byte as usize / 32] |= 1 << (*byte % 32);
            rest = tail;
        }
        class
    }

    #[inline]
    pub(crate) fn has(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte / 32)).is_some_and(|bits| bits >> (byte % 32) & 1 != 0)
    }
}

/// Targets.
pub(crate) static URI: Class = Class::alphanumeric_and(b"-._~:/?#[]@!$&'()*+,;=%");
/// Names of attributes.
pub(crate) static NAME: Class = Class::alphanumeric_and(b"`!#$&+-.^_|~");
/// Values without quotes.
pub(crate) static TOKEN: Class = Class::alphanumeric_and(b"`!#$%&'()*+-./:<=>?@[]^_{|}~");
/// Arguments of Execute.
#[cfg(feature = "link")]
pub(crate) static ARGUMENT: Class = Class::alphanumeric_and(b"`!#$%&()*+,-./:;<=>?@[]^_{|}~");

/// White space, which leniency allows around separators.
#[cfg(feature = "link")]
pub(crate) static SPACE: Class = Class::of(b" \t\r\n");

/// What came last in a list of links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    Nothing,
    Comma,
    Target,
    /// The bracket after a target, or the quote after a value.
    Closed,
    Semicolon,
    Name,
    Star,
    Equals,
    Token,
    Quoted,
    Backslash,
}

/// Checks, byte by byte, that a text is a list of links, as the value of a CoreLink resource must be. The
/// text must be UTF-8.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListCheck {
    last: Last,
    /// The number of bytes so far.
    length: u32,
}

impl ListCheck {
    pub(crate) const fn new() -> Self {
        Self { last: Last::Nothing, length: 0 }
    }

    /// Checks what comes next of the text; errors have the offset in the text.
    #[inline(never)]
    pub(crate) fn feed(&mut self, bytes: &mut dyn Iterator<Item = u8>) -> Result<(), Error> {
        for byte in bytes {
            self.last = match (self.last, byte) {
                (Last::Nothing | Last::Comma, b'<') => Last::Target,
                (Last::Target, b'>') => Last::Closed,
                (Last::Target, byte) if URI.has(byte) => Last::Target,
                (Last::Closed | Last::Name | Last::Star | Last::Token, b';') => Last::Semicolon,
                (Last::Closed | Last::Name | Last::Star | Last::Token, b',') => Last::Comma,
                (Last::Semicolon | Last::Name, byte) if NAME.has(byte) => Last::Name,
                (Last::Name, b'*') => Last::Star,
                (Last::Name | Last::Star, b'=') => Last::Equals,
                (Last::Equals, b'"') => Last::Quoted,
                (Last::Equals | Last::Token, byte) if TOKEN.has(byte) => Last::Token,
                (Last::Quoted, b'"') => Last::Closed,
                (Last::Quoted, b'\\') => Last::Backslash,
                (Last::Quoted | Last::Backslash, _) => Last::Quoted,
                (last, _) => return Err(Error::new(expected(last), self.length as usize)),
            };
            self.length = self.length.wrapping_add(1);
        }
        Ok(())
    }

    /// Checks that the text may end here.
    pub(crate) const fn end(&self) -> Result<(), Error> {
        match self.last {
            Last::Nothing | Last::Closed | Last::Name | Last::Star | Last::Token => Ok(()),
            // More bytes of the payload would not help.
            _ => Err(Error::new(ErrorKind::UnfinishedLinks, self.length as usize)),
        }
    }
}

/// The error for a byte that has no place after what came last.
const fn expected(last: Last) -> ErrorKind {
    match last {
        Last::Nothing | Last::Comma => ErrorKind::LinkStart,
        Last::Target => ErrorKind::InvalidTarget,
        Last::Semicolon => ErrorKind::InvalidAttributeName,
        Last::Equals => ErrorKind::InvalidAttributeValue,
        _ => ErrorKind::MissingSeparator,
    }
}

/// Checks that a whole text is a list of links, as the value of a CoreLink resource must be, unless
/// leniency takes any text. Errors have the offset in the text.
#[inline(never)]
pub(crate) fn check(
    bytes: &mut dyn Iterator<Item = u8>,
    strictness: Strictness,
) -> Result<(), Error> {
    if strictness.allows(Leniency::AnyCoreLink) {
        return Ok(());
    }
    let mut list = ListCheck::new();
    let checked = list.feed(bytes).and_then(|()| list.end());
    checked.map_err(|error| error.unless(Leniency::AnyCoreLink))
}

#[cfg(all(test, feature = "formats"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Checks that a text is a list exactly if the decoder of links reads it, and fails at the same byte.
    fn compare(text: &str) {
        // A slash after an ID is valid in a URI; only links of LwM2M must do without.
        if text.contains("/>") {
            return;
        }
        let read = crate::link::decode(text.as_bytes(), Strictness::STRICT).find_map(Result::err);
        let checked = check(&mut text.bytes(), Strictness::STRICT).err();
        assert_eq!(
            checked.map(|error| (error.kind(), error.offset())),
            read.map(|error| match error.kind() {
                ErrorKind::Truncated => (ErrorKind::UnfinishedLinks, error.offset()),
                kind => (kind, error.offset()),
            }),
            "{text}"
        );
        if let Some(error) = checked {
            assert_eq!(error.leniency(), Some(Leniency::AnyCoreLink), "{text}");
        }
        assert_eq!(check(&mut text.bytes(), Strictness::LENIENT), Ok(()));
    }

    #[test]
    fn lists_are_what_the_decoder_of_links_reads() {
        for text in [
            "",
            "</3/0>",
            "</3/0>,<a>;b;c*=d;e=\"f\\\"\u{e9},\";g=/",
            "x",
            "</3/0",
            "</3/0>;",
            "</3/0>,",
            "</3/0>;a=\"",
            "</3/0>;a=\"\\",
            "</3/0>;a=,",
            "</3 0>",
            "</3/0> ",
            "</3/0>;a*b",
            "\u{e9}",
        ] {
            compare(text);
        }
        let error = check(&mut "</1>x".bytes(), Strictness::STRICT).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::MissingSeparator, 4));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn any_text(
            text in "[</>,;=\"\\\\ a-b0-1*.\u{e9}]{0,32}",
            list in "(</?[a3][/a3]{0,3}>(;a[*]?(=(a|\"[a\\\\,]{0,3}\"))?){0,2},?){0,3}",
        ) {
            compare(&text);
            compare(&list);
        }
    }
}
