//! `lwm2m decode`: the records of a payload.

use std::io::{self, Write};

use lwm2m_codec::{Record, decode};

use crate::args::{Format, Reading};
use crate::failure::Failure;
use crate::model::Model;
use crate::output::record::{self, Describer};
use crate::output::table::Columns;

const EXAMPLES: &str = "\
Examples:
  lwm2m decode -f tlv -p /3/0 device.tlv
  lwm2m decode -f tlv -p /33000/0 --schema tank.xml --hex --payload 'c1 00 64'
  lwm2m decode -f tlv -p /33000/0 --type /33000/0=integer --hex --payload 'c1 00 64'
  lwm2m decode -f cbor -p /3/0/13 --json < time.cbor
  lwm2m decode -f text -p /19/0/0 --allow base64 --payload AQIDBAU

A payload with an error gives no records, only the message; inspect shows how far it is good.";

/// Show the records of a payload: a table, or with --json one JSON object per line.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    reading: Reading,
    /// Print one JSON object per line: path, type, value, and time where there is one
    #[arg(long)]
    json: bool,
    /// Do not shorten long values
    #[arg(long)]
    full: bool,
}

pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<(), Failure> {
    args.reading.knowledge.with(|model| show(args, model, out))
}

fn show(args: &Args, model: &Model, out: &mut impl Write) -> Result<(), Failure> {
    let Args { format: Format { format }, reading, json, full } = args;
    let payload = reading.payload.read()?;
    let records = decode(*format, &payload, &reading.context(model)).located();
    let records: Result<Vec<_>, _> = records.collect();
    let records = records.map_err(|error| reading.failure(error, *format, &payload, model))?;
    if *json {
        for record in &records {
            serde_json::to_writer(&mut *out, record).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        return Ok(());
    }
    write_table(&records, model, *full, out)?;
    out.flush()?;
    record::remark(&records, *format, model);
    Ok(())
}

fn write_table(
    records: &[Record<'_>],
    model: &Model,
    full: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let describer = Describer::new(model, records, full);
    let rows: Vec<_> = records.iter().map(|item| describer.cells(item)).collect();
    Columns::new(record::HEADS).write_all(out, &rows)
}
