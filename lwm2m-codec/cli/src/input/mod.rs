//! Where input comes from: a file, standard input or the command line, as it is or in hexadecimal
//! or base64.

pub(crate) mod records;

use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::PathBuf;

use crate::failure::{Failure, note};

/// A file or standard input.
#[derive(clap::Args)]
pub(crate) struct Source {
    /// The file to read; `-`, the default, is standard input
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Source {
    /// Reads it to its end.
    pub(crate) fn read(&self) -> Result<Vec<u8>, Failure> {
        let result = match self.path() {
            Some(path) => fs::read(path),
            None => {
                if io::stdin().is_terminal() {
                    note("reading from the terminal; Ctrl-D ends the input");
                }
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }
        };
        result.map_err(|error| Failure::Input(format!("cannot read {}: {error}", self.name())))
    }

    /// The failure for bad input.
    pub(crate) fn failure(&self, message: &str) -> Failure {
        Failure::Input(format!("{}: {message}", self.name()))
    }

    fn name(&self) -> String {
        self.path().map_or("standard input".to_owned(), |path| path.display().to_string())
    }

    fn path(&self) -> Option<&PathBuf> {
        self.file.as_ref().filter(|path| path.as_os_str() != "-")
    }
}

/// A payload, from any source.
#[derive(clap::Args)]
pub(crate) struct Payload {
    #[command(flatten)]
    source: Source,
    /// The payload itself, instead of a file
    #[arg(long, value_name = "TEXT", conflicts_with = "file", allow_hyphen_values = true)]
    payload: Option<String>,
    /// The input is hexadecimal text; white space is ignored
    #[arg(long, conflicts_with = "base64")]
    hex: bool,
    /// The input is base64 text; white space, padding and alphabet do not matter
    #[arg(long)]
    base64: bool,
}

impl Payload {
    /// The bytes of the payload.
    pub(crate) fn read(&self) -> Result<Vec<u8>, Failure> {
        let bytes = match &self.payload {
            Some(text) => text.clone().into_bytes(),
            None => self.source.read().map_err(|failure| match failure {
                // Perhaps the file name is meant to be the payload, as in `--hex c10964`.
                Failure::Input(message) if self.hex || self.base64 => Failure::Input(
                    message + "\n  to give the payload itself, put --payload before it",
                ),
                failure => failure,
            })?,
        };
        let decoded = match (self.hex, self.base64) {
            (true, _) => from_hex(&bytes),
            (_, true) => from_base64(&bytes),
            _ => Ok(bytes),
        };
        decoded.map_err(|message| self.failure(&message))
    }

    /// The failure for a bad payload.
    pub(crate) fn failure(&self, message: &str) -> Failure {
        match self.payload {
            Some(_) => Failure::Input(message.to_owned()),
            None => self.source.failure(message),
        }
    }
}

fn from_hex(text: &[u8]) -> Result<Vec<u8>, String> {
    let digits = digits(text, "hexadecimal", u8::is_ascii_hexdigit)?;
    hex::decode(digits).map_err(|_| "not hexadecimal: the last byte lacks a digit".to_owned())
}

fn from_base64(text: &[u8]) -> Result<Vec<u8>, String> {
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte);
    let digits = digits(text, "base64", is_digit)?.replace('-', "+").replace('_', "/");
    base64_simd::STANDARD_NO_PAD.decode_to_vec(digits.trim_end_matches('=')).map_err(|_| {
        "not base64: the length, the padding or the last character is wrong".to_owned()
    })
}

/// The text without white space, if the rest is digits of an encoding.
fn digits(text: &[u8], encoding: &str, is_digit: impl Fn(&u8) -> bool) -> Result<String, String> {
    let wrong = |byte: &u8| !byte.is_ascii_whitespace() && !is_digit(byte);
    match text.iter().position(wrong) {
        Some(offset) => Err(wrong_character(encoding, text, offset)),
        None => {
            let digits = text.iter().filter(|byte| !byte.is_ascii_whitespace());
            Ok(digits.copied().map(char::from).collect())
        }
    }
}

/// The message for a character that is not in an encoding.
fn wrong_character(encoding: &str, text: &[u8], offset: usize) -> String {
    let (before, after) = text.split_at(offset);
    let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
    let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let column = 1 + String::from_utf8_lossy(&before[line_start..]).chars().count();
    let character = match after.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next())
    {
        Some(character) => format!("{character:?}"),
        None => format!("the byte {:02x}", after[0]),
    };
    format!("not {encoding}: {character} in line {line}, column {column}")
}
