//! `lwm2m convert`: a payload of one format to another.

use std::io::Write;

use lwm2m_codec::{ContentFormat, ErrorKind, convert_to_vec, decode};

use crate::args::{Choices, Reading};
use crate::encode::{encode_records, index};
use crate::failure::Failure;
use crate::model::Model;
use crate::output::payload::{Form, Target};

const EXAMPLES: &str = "\
Both payloads are for the same request. Formats that nest need the records of an instance together:
where they are not, they are sorted, which a note tells.

Examples:
  lwm2m convert --from tlv --to senml-json -p /3/0 device.tlv
  lwm2m convert --from senml-json --to senml-cbor -p /3/0 < pack.json --to-hex
  lwm2m convert --from lwm2m-cbor --to tlv -p /3/0 device.cbor -o device.tlv";

/// Convert a payload to another format.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Content format of the payload, by name, CoAP number or media type
    #[arg(long, value_name = "FORMAT")]
    from: ContentFormat,
    /// Content format to convert to
    #[arg(long, value_name = "FORMAT")]
    to: ContentFormat,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    choices: Choices,
    #[command(flatten)]
    target: Target,
    /// Write the payload as hexadecimal text
    #[arg(long, conflicts_with = "to_base64")]
    to_hex: bool,
    /// Write the payload as base64 text
    #[arg(long)]
    to_base64: bool,
}

pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<(), Failure> {
    args.reading.knowledge.with(|model| convert(args, model, out))
}

fn convert(args: &Args, model: &Model, out: &mut impl Write) -> Result<(), Failure> {
    let Args { from, to, reading, choices, target, to_hex, to_base64 } = args;
    let source = reading.payload.read()?;
    let context = choices.apply(reading.context(model));
    let records: Result<Vec<_>, _> = decode(*from, &source, &context).located().collect();
    let records = records.map_err(|error| reading.failure(error, *from, &source, model))?;
    let converted = match convert_to_vec(decode(*from, &source, &context), *to, &context) {
        Ok(payload) => Ok(payload),
        Err(error) if error.kind() == ErrorKind::TypeNotKnown => Err((error, index(&error))),
        // Sorting the records may help.
        Err(_) => encode_records(*to, &records, &context),
    };
    let payload = converted.map_err(|(error, at)| {
        let place = match records.get(at) {
            Some(record) => format!("record {at}, {}: ", record.path),
            None => String::new(),
        };
        let advice = match error.kind() {
            ErrorKind::TypeNotKnown => "\n  definitions come with --schema, types with --type",
            _ => "",
        };
        let misuse = reading.request.misuse(&error, *to);
        let text = format!("{place}{}{advice}", error.message());
        misuse.unwrap_or_else(|| reading.payload.failure(&text))
    })?;
    let form = Form::new(*to_hex, *to_base64);
    target.write(payload, *to, form, "--to-hex, --to-base64 or --output FILE", out)
}
