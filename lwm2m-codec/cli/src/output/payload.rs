//! Where an encoded payload is written.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use lwm2m_codec::ContentFormat;

use crate::failure::Failure;

/// How to write a payload.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Raw,
    Hexadecimal,
    Base64,
}

impl Form {
    pub(crate) const fn new(hex: bool, base64: bool) -> Self {
        match (hex, base64) {
            (true, _) => Self::Hexadecimal,
            (_, true) => Self::Base64,
            _ => Self::Raw,
        }
    }
}

/// A file or standard output.
#[derive(clap::Args)]
pub(crate) struct Target {
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Target {
    /// Writes a payload; `options` are what to suggest for one that a terminal cannot show.
    pub(crate) fn write(
        &self,
        payload: Vec<u8>,
        format: ContentFormat,
        form: Form,
        options: &str,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        let to_terminal = self.output.is_none() && io::stdout().is_terminal();
        let bytes = match form {
            Form::Hexadecimal => (hex::encode(payload) + "\n").into_bytes(),
            Form::Base64 => (base64_simd::STANDARD.encode_to_string(&payload) + "\n").into_bytes(),
            Form::Raw if to_terminal && format.is_textual() => [&payload[..], b"\n"].concat(),
            Form::Raw if to_terminal => {
                let message = format!("this payload is not for terminals: add {options}");
                return Err(Failure::Usage(message));
            }
            Form::Raw => payload,
        };
        match &self.output {
            Some(path) => fs::write(path, bytes).map_err(|error| {
                Failure::Input(format!("cannot write {}: {error}", path.display()))
            }),
            None => Ok(out.write_all(&bytes)?),
        }
    }
}
