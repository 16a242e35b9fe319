//! `lwm2m encode`: a payload from records in JSON.

use std::io::Write;

use lwm2m_codec::{ContentFormat, Context, Error, ErrorKind, Position, Record, encode_to_vec};

use crate::args::{Choices, Format, Request};
use crate::failure::{Failure, note};
use crate::input::Source;
use crate::input::records::{self, Entry};
use crate::model::{Knowledge, Model};
use crate::output::payload::{Form, Target};

const EXAMPLES: &str = r#"Records are JSON objects as `lwm2m decode --json` prints them, one after the other or in an array:
  {"path":"/3/0/9","type":"integer","value":95}
  {"path":"/3/0/14","type":"string","value":"+02:00"}
Types: string, integer, unsigned, float, boolean, opaque (in hexadecimal), time (in seconds),
objlnk ("66:1"), corelnk, none; and path, delete and empty, which have no value. Without a type, it
is the one that definitions give. "time" has seconds, and "relative":true or false says whether they
count from now or from 1970 where the format would take them for the other. Formats that nest need the records of an instance together: where
they are not, they are sorted, which a note tells.

Examples:
  lwm2m encode -f tlv -p /3/0 records.jsonl -o device.tlv
  lwm2m encode -f tlv -p /3/0 --hex < records.jsonl
  lwm2m decode -f tlv -p /3/0 device.tlv --json | lwm2m encode -f senml-cbor -p /3/0 --hex"#;

/// Make a payload from records in JSON.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    request: Request,
    #[command(flatten)]
    knowledge: Knowledge,
    #[command(flatten)]
    choices: Choices,
    #[command(flatten)]
    target: Target,
    /// Write the payload as hexadecimal text
    #[arg(long, conflicts_with = "base64")]
    hex: bool,
    /// Write the payload as base64 text
    #[arg(long)]
    base64: bool,
}

pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<(), Failure> {
    args.knowledge.with(|model| encode(args, model, out))
}

fn encode(args: &Args, model: &Model, out: &mut impl Write) -> Result<(), Failure> {
    let Args { source, format: Format { format }, request, choices, .. } = args;
    let text = source.read()?;
    let entries = records::read(&text, model).map_err(|message| source.failure(&message))?;
    let context = choices.apply(request.context().with_schema(model));
    let records: Vec<_> = entries.iter().map(|entry| entry.record.as_record()).collect();
    let payload = encode_records(*format, &records, &context).map_err(|(error, index)| {
        let misuse = request.misuse(&error, *format);
        misuse.unwrap_or_else(|| {
            let place = entries.get(index).map_or(String::new(), Entry::place);
            source.failure(&format!("{place}{}", error.message()))
        })
    })?;
    let form = Form::new(args.hex, args.base64);
    args.target.write(payload, *format, form, "--hex, --base64 or --output FILE", out)
}

/// Encodes records, sorted by path if the format cannot take the given order. An error comes with
/// the index of its record, which is out of range if the error concerns no record.
pub(crate) fn encode_records(
    format: ContentFormat,
    records: &[Record<'_>],
    context: &Context<'_>,
) -> Result<Vec<u8>, (Error, usize)> {
    match encode_to_vec(format, records, context) {
        Err(error) if is_disorder(error.kind()) => {
            let mut order: Vec<_> = (0..records.len()).collect();
            order.sort_by_key(|&index| records.get(index).map(|item| (item.path, item.time)));
            let sorted = order.iter().filter_map(|&index| records.get(index));
            let payload = encode_to_vec(format, sorted, context).map_err(|error| {
                (error, order.get(index(&error)).copied().unwrap_or(usize::MAX))
            })?;
            note(&format!("the records are sorted by path, as {format} needs it"));
            Ok(payload)
        }
        result => result.map_err(|error| (error, index(&error))),
    }
}

/// Whether the error is only about the order of the records.
const fn is_disorder(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::RecordsNotGrouped | ErrorKind::RecordsNotSorted)
}

/// The index of the record that an error is about.
pub(crate) const fn index(error: &Error) -> usize {
    match error.position() {
        Position::Record(index) => index as usize,
        _ => usize::MAX,
    }
}
