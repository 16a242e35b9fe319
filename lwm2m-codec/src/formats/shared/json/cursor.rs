//! Reading JSON value by value (RFC 8259), with an error that sticks.

#[cfg(feature = "oma-json")]
use super::read::lossy_string;
use super::read::{MAX_DEPTH, escaped_string};
use crate::codec::fault::Fault;
use crate::encoding::decimal::Decimal;
use crate::encoding::json::plain_len;
use crate::encoding::utf8::PlainText;
use crate::error::{Error, ErrorKind, Found, Strictness};
use crate::model::value::Text;

/// A place in a payload, and what was read before it.
pub(crate) struct Cursor<'a> {
    pub(crate) payload: &'a [u8],
    pub(crate) position: u32,
    pub(crate) fault: Fault,
    /// The text and number that were read last.
    pub(crate) text: Text<'a>,
    pub(crate) number: Decimal<'a>,
    /// Whether the last literal was `true`.
    pub(crate) truth: bool,
    /// Whether strings may be invalid text.
    #[cfg(feature = "oma-json")]
    pub(super) lossy: bool,
}

impl<'a> Cursor<'a> {
    #[inline]
    pub(crate) fn new(payload: &'a [u8], position: u32, strictness: Strictness) -> Self {
        Self {
            payload,
            position,
            fault: Fault::new(strictness),
            text: Text::from(""),
            number: Decimal::ZERO,
            truth: false,
            #[cfg(feature = "oma-json")]
            lossy: false,
        }
    }

    /// Reports an error.
    #[cold]
    #[inline(never)]
    pub(crate) fn fail(&mut self, kind: ErrorKind, at: u32) -> Found {
        self.fault.report(Error::new(kind, at as usize));
        Found::Nothing
    }

    /// Reports a byte that does not belong where it stands.
    #[cold]
    #[inline(never)]
    pub(crate) fn invalid(&mut self) -> Found {
        self.fail(ErrorKind::InvalidJson, self.position)
    }

    #[cold]
    #[inline(never)]
    fn truncated(&mut self) -> Found {
        self.fail(ErrorKind::Truncated, self.payload.len() as u32)
    }

    /// What is left of the payload.
    #[inline]
    fn rest(&self) -> &'a [u8] {
        self.payload.get(self.position as usize..).unwrap_or_default()
    }

    /// Skips white space and returns the byte after it; zero after reporting that there is none.
    #[cfg_attr(feature = "fast", inline(always))]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn peek(&mut self) -> u8 {
        loop {
            match self.payload.get(self.position as usize) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.position += 1,
                Some(&byte) => return byte,
                None => {
                    self.truncated();
                    return 0;
                }
            }
        }
    }

    /// Reads a value; arrays and objects are skipped. Says what it is, or `Nothing` after an error.
    #[cfg_attr(feature = "fast", inline(always))]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn value(&mut self) -> Found {
        let first = self.peek();
        if matches!(first, b'[' | b'{') { self.skip() } else { self.scalar(first) }
    }

    /// Reads a scalar that starts with this byte.
    #[cfg_attr(feature = "fast", inline(always))]
    fn scalar(&mut self, first: u8) -> Found {
        match first {
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(),
            _ => self.literal(first),
        }
    }

    /// Reads the string at the position.
    #[cfg_attr(feature = "fast", inline)]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    fn string(&mut self) -> Found {
        self.position += 1;
        let rest = self.rest();
        let Some(length) = plain_len(rest) else { return self.truncated() };
        let Some((plain, [b'"', ..])) = rest.split_at_checked(length) else {
            return self.odd_string(length);
        };
        match PlainText::check(plain) {
            Ok(text) => self.text = Text::from(text),
            Err(valid) => {
                let at = self.position + valid as u32;
                return self.invalid_string(Error::new(ErrorKind::InvalidUtf8, at as usize));
            }
        }
        self.position += length as u32 + 1;
        Found::Text
    }

    /// Reads a string with escapes, after `plain` bytes.
    #[cold]
    #[inline(never)]
    fn odd_string(&mut self, plain: usize) -> Found {
        let start = self.position as usize;
        if self.rest().get(plain) != Some(&b'\\') {
            return self.fail(ErrorKind::InvalidJson, (start + plain) as u32);
        }
        match escaped_string(self.payload, start, plain) {
            Ok((text, position)) => {
                (self.text, self.position) = (text, position as u32);
                Found::Text
            }
            Err(error) => self.invalid_string(error),
        }
    }

    /// Reports an error of the string after the quote at the position, unless it may be invalid text.
    #[cold]
    #[inline(never)]
    fn invalid_string(&mut self, error: Error) -> Found {
        #[cfg(feature = "oma-json")]
        if self.lossy {
            if let Some(Ok((text, position))) =
                lossy_string(self.payload, self.position as usize - 1)
            {
                (self.text, self.position) = (text, position as u32);
                return Found::Text;
            }
        }
        self.fault.report(error);
        Found::Nothing
    }

    /// Reads the number at the position.
    #[cfg_attr(feature = "fast", inline(always))]
    fn number(&mut self) -> Found {
        match Decimal::scan(self.rest()) {
            Ok((number, length)) => {
                self.number = number;
                self.position += length as u32;
                if number.is_plain_integer() { Found::Integer } else { Found::Float }
            }
            Err(at) if self.position as usize + at == self.payload.len() => self.truncated(),
            Err(_) => self.invalid(),
        }
    }

    /// Reads the literal at the position, which starts with this byte.
    #[inline(never)]
    fn literal(&mut self, first: u8) -> Found {
        let (word, found): (&[u8], _) = match first {
            b't' => (b"true", Found::Boolean),
            b'f' => (b"false", Found::Boolean),
            b'n' => (b"null", Found::Null),
            _ => return self.invalid(),
        };
        let rest = self.rest();
        if !rest.starts_with(word) {
            return if word.starts_with(rest) { self.truncated() } else { self.invalid() };
        }
        self.truth = first == b't';
        self.position += word.len() as u32;
        found
    }

    /// Reads the name of a member and its colon, and returns where the name starts.
    #[cfg_attr(feature = "fast", inline(always))]
    #[cfg_attr(not(feature = "fast"), inline(never))]
    pub(crate) fn name(&mut self) -> u32 {
        let first = self.peek();
        let start = self.position;
        if first != b'"' {
            self.invalid();
        } else if self.string() == Found::Text {
            if self.peek() != b':' {
                self.invalid();
            }
            self.position += 1;
        }
        start
    }

    /// Skips an array or object, to at most [`MAX_DEPTH`] levels.
    #[cold]
    #[inline(never)]
    fn skip(&mut self) -> Found {
        let found = if self.peek() == b'[' { Found::Array } else { Found::Map };
        // A bit for each level, the innermost lowest: whether it is an object.
        let mut objects = 0u128;
        let mut depth = 0;
        while !self.fault.is_some() {
            // A value is due.
            let first = self.peek();
            if matches!(first, b'[' | b'{') {
                if depth == MAX_DEPTH {
                    return self.fail(ErrorKind::TooDeep, self.position);
                }
                let is_object = first == b'{';
                depth += 1;
                objects = objects << 1 | u128::from(is_object);
                self.position += 1;
                if self.peek() != if is_object { b'}' } else { b']' } {
                    if is_object {
                        self.name();
                    }
                    continue;
                }
            } else {
                self.scalar(first);
            }
            // A value has been read, or the end of an empty container comes next.
            loop {
                if self.fault.is_some() {
                    return Found::Nothing;
                }
                if depth == 0 {
                    return found;
                }
                let in_object = objects & 1 == 1;
                match self.peek() {
                    b',' => {
                        self.position += 1;
                        if in_object {
                            self.name();
                        }
                        break;
                    }
                    b'}' if in_object => {}
                    b']' if !in_object => {}
                    _ => return self.invalid(),
                }
                self.position += 1;
                depth -= 1;
                objects >>= 1;
            }
        }
        Found::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skipped(text: &[u8]) -> Result<u32, (ErrorKind, u32)> {
        let mut cursor = Cursor::new(text, 0, Strictness::STRICT);
        cursor.skip();
        match cursor.fault.error() {
            Some(error) => Err((error.kind(), error.offset())),
            None => Ok(cursor.position),
        }
    }

    #[test]
    fn containers_are_skipped_whole() {
        assert_eq!(skipped(b"[]x"), Ok(2));
        assert_eq!(skipped(br#"{"a":[1,{"b":{}}, "]"],"c":null }"#), Ok(33));
        assert_eq!(skipped(b"[1,]"), Err((ErrorKind::InvalidJson, 3)));
        assert_eq!(skipped(b"[1}"), Err((ErrorKind::InvalidJson, 2)));
        assert_eq!(skipped(b"{1:2}"), Err((ErrorKind::InvalidJson, 1)));
        assert_eq!(skipped(b"[[]"), Err((ErrorKind::Truncated, 3)));
    }

    #[test]
    fn depth_is_limited() {
        let mut text = [b'['; 258];
        text[128..256].fill(b']');
        assert_eq!(skipped(&text[..256]), Ok(256));
        text[128] = b'[';
        text[129..].fill(b']');
        assert_eq!(skipped(&text), Err((ErrorKind::TooDeep, 128)));
    }

    #[test]
    fn escapes_are_decoded() {
        let text = |json: &'static str| {
            let mut cursor = Cursor::new(json.as_bytes(), 0, Strictness::STRICT);
            cursor.value();
            cursor.fault.error().map_or(Ok(cursor.text), Err)
        };
        assert_eq!(text(r#""a\n\u00e9\ud83d\ude00\/""#).unwrap(), "a\né😀/");
        for (json, kind, offset) in [
            (r#""\ud83d""#, ErrorKind::InvalidEscape, 1),
            (r#""\ude00""#, ErrorKind::InvalidEscape, 1),
            (r#""a\x""#, ErrorKind::InvalidEscape, 2),
            (r#""a\u12"#, ErrorKind::Truncated, 6),
            ("\"a\nb\"", ErrorKind::InvalidJson, 2),
            ("\"ab", ErrorKind::Truncated, 3),
        ] {
            let error = text(json).unwrap_err();
            assert_eq!((error.kind(), error.offset()), (kind, offset), "{json}");
        }
    }
}
