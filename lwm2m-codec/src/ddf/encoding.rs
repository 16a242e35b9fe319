//! From the bytes of a file to its text.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::{DdfError, DdfErrorKind};

/// The text of a file in UTF-8, UTF-16 with a byte order mark, or windows-1252.
pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, DdfError> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => match declared(bytes).to_ascii_lowercase().as_str() {
            // The declaration could not be read in UTF-16 without a mark: the file was converted
            // and kept the name.
            "" | "utf-8" | "utf8" | "us-ascii" | "utf-16" => utf8(bytes),
            // As browsers do: what calls itself Latin-1 is windows-1252.
            "windows-1252" | "cp1252" | "iso-8859-1" | "latin1" => {
                Ok(bytes.iter().map(|&byte| windows_1252(byte)).collect())
            }
            _ => {
                let kind = DdfErrorKind::Encoding(declared(bytes));
                Err(DdfError::at("", 0, String::new(), kind))
            }
        },
    }
}

/// The encoding that the declaration of the file names; empty if it names none.
fn declared(bytes: &[u8]) -> String {
    match Reader::from_reader(bytes).read_event() {
        Ok(Event::Decl(declaration)) => match declaration.encoding() {
            Some(Ok(name)) => String::from_utf8_lossy(&name).into_owned(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, DdfError> {
    let text = core::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let valid = core::str::from_utf8(valid).unwrap_or_default();
        DdfError::at(valid, valid.len(), String::new(), DdfErrorKind::Utf8)
    })?;
    Ok(Cow::Borrowed(text))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, DdfError> {
    let pairs = bytes.chunks_exact(2);
    let units: Vec<u16> =
        pairs.clone().filter_map(|pair| Some(unit(*pair.first_chunk()?))).collect();
    let mut text = String::new();
    let mut whole = pairs.remainder().is_empty();
    for decoded in char::decode_utf16(units) {
        match decoded {
            Ok(character) => text.push(character),
            Err(_) => {
                whole = false;
                break;
            }
        }
    }
    match whole {
        true => Ok(Cow::Owned(text)),
        false => Err(DdfError::at(&text, text.len(), String::new(), DdfErrorKind::Utf16)),
    }
}

/// What windows-1252 has where Latin-1 has control characters; the same where it has nothing.
// A table, as crates for this bring those of all encodings along.
const FROM_80: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|index| FROM_80.get(usize::from(index)));
    special.copied().unwrap_or(char::from(byte))
}
