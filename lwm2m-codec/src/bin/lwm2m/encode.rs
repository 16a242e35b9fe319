//! `lwm2m encode`: a payload from records in JSON.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use base64ct::{Base64, Encoding};
use lwm2m_codec::{Error, OwnedRecord, Position, encode_to_vec};

use crate::args::Request;
use crate::failure::Failure;
use crate::input::Source;

const EXAMPLES: &str = r#"Records are JSON objects as `lwm2m decode --json` prints them, one per line:
  {"path":"/3/0/9","type":"integer","value":95}
  {"path":"/3/0/14","type":"string","value":"+02:00"}
Types: string, integer, unsigned, float, boolean, opaque (in hexadecimal), time (in seconds),
objlnk ("66:1"), corelnk, none; and path, delete and empty, which have no value.

Examples:
  lwm2m encode -f tlv -p /3/0 records.jsonl -o device.tlv
  lwm2m encode -f tlv -p /3/0 --hex < records.jsonl
  lwm2m decode -f tlv -p /3/0 device.tlv --json | lwm2m encode -f tlv -p /3/0 --hex"#;

/// Make a payload from records, which are read as JSON, one per line.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    request: Request,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write the payload as hexadecimal text
    #[arg(long, conflicts_with = "base64")]
    hex: bool,
    /// Write the payload as base64 text
    #[arg(long)]
    base64: bool,
}

pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<(), Failure> {
    let Args { source, request, output, hex, base64 } = args;
    let text = source.read()?;
    let (records, lines) = read(&text).map_err(|message| source.failure(&message))?;
    let payload = encode_to_vec(request.format, &records, &request.context()).map_err(|error| {
        request.misuse(&error).unwrap_or_else(|| source.failure(&message(&error, &lines)))
    })?;
    let payload = match (hex, base64) {
        (true, _) => (hex::encode(payload) + "\n").into_bytes(),
        (_, true) => (Base64::encode_string(&payload) + "\n").into_bytes(),
        _ if output.is_none() && !request.format.is_textual() && io::stdout().is_terminal() => {
            let message = "this payload is not for terminals: add --hex, --base64 or --output FILE";
            return Err(Failure::Usage(message.to_owned()));
        }
        _ => payload,
    };
    match output {
        Some(path) => fs::write(path, payload)
            .map_err(|error| Failure::Input(format!("cannot write {}: {error}", path.display()))),
        None => Ok(out.write_all(&payload)?),
    }
}

/// Reads records and the lines that they begin in; an error is a message that names the line.
fn read(text: &[u8]) -> Result<(Vec<OwnedRecord>, Vec<usize>), String> {
    let mut records = Vec::new();
    let mut lines = Vec::new();
    let mut stream = serde_json::Deserializer::from_slice(text).into_iter();
    let mut counter = LineCounter { text, offset: 0, line: 1 };
    loop {
        let begin = counter.line_at(stream.byte_offset());
        match stream.next() {
            None => return Ok((records, lines)),
            Some(Ok(record)) => {
                records.push(record);
                lines.push(begin);
            }
            Some(Err(error)) => {
                let (line, column) = (error.line(), error.column());
                let text = error.to_string();
                let place = format!(" at line {line} column {column}");
                return Err(match text.strip_suffix(&place) {
                    Some(message) => format!("line {line}, column {column}: {message}"),
                    // A record as a whole has no place of its own.
                    None => format!("line {begin}: {text}"),
                });
            }
        }
    }
}

/// Counts lines, forward only.
struct LineCounter<'t> {
    text: &'t [u8],
    offset: usize,
    line: usize,
}

impl LineCounter<'_> {
    /// The line of the first thing at or after `offset` that is not white space.
    fn line_at(&mut self, offset: usize) -> usize {
        let rest = self.text.get(offset..).unwrap_or_default();
        let white_space = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let end = (offset + white_space).min(self.text.len());
        let skipped = self.text.get(self.offset..end).unwrap_or_default();
        self.line += skipped.iter().filter(|&&byte| byte == b'\n').count();
        self.offset = end;
        self.line
    }
}

/// The message of an error, with the line of the record instead of its index.
fn message(error: &Error, lines: &[usize]) -> String {
    let text = error.to_string();
    match error.place() {
        Position::Record(index) => {
            let message = text.strip_prefix(&format!("record {index}: ")).unwrap_or(&text);
            match lines.get(index as usize) {
                Some(line) => format!("line {line}: {message}"),
                None => message.to_owned(),
            }
        }
        _ => text,
    }
}
