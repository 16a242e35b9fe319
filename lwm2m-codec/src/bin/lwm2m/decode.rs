//! `lwm2m decode`: what a payload says.

use std::io::{self, Write};

use lwm2m_codec::{Record, decode};

use crate::args::Reading;
use crate::failure::Failure;
use crate::output::record;
use crate::output::table::Columns;

const EXAMPLES: &str = "\
Examples:
  lwm2m decode -f tlv -p /3/0 device.tlv
  lwm2m decode -f tlv -p /3/0 --type /3/9=integer --hex --payload 'c1 09 64'
  lwm2m decode -f cbor -p /3/0/13 --type /3/13=time --json < time.cbor
  lwm2m decode -f text -p /19/0/0 --type /19/0=opaque --allow base64 --payload AQIDBAU

A payload with an error gives no records, only the message; inspect shows how far it is good.";

/// Show the records of a payload: a table, or with --json one JSON object per line.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    reading: Reading,
    /// Print one JSON object per line: path, type, value, and time where there is one
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<(), Failure> {
    let Args { reading, json } = args;
    let payload = reading.payload.read()?;
    let model = reading.model();
    let mut decoder = decode(reading.request.format, &payload, &reading.context(&model));
    let records: Result<Vec<_>, _> = decoder.by_ref().collect();
    let records = records.map_err(|error| reading.failure(error, &payload, decoder.path()))?;
    if *json {
        for record in &records {
            serde_json::to_writer(&mut *out, record).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        return Ok(());
    }
    write_table(&records, reading.full, out)?;
    out.flush()?;
    record::remark(&records, reading.request.format, &model);
    Ok(())
}

fn write_table(records: &[Record<'_>], full: bool, out: &mut impl Write) -> io::Result<()> {
    let rows: Vec<[String; 4]> = records
        .iter()
        .map(|item| {
            let type_name = record::type_name(item).to_owned();
            [item.path.to_string(), record::time(item), type_name, record::value(item, full)]
        })
        .collect();
    let mut columns = Columns::new(["path", "time", "type", "value"]);
    rows.iter().for_each(|row| columns.fit(row.each_ref().map(String::as_str)));
    if rows.is_empty() {
        return Ok(());
    }
    columns.write_heads(out)?;
    rows.iter().try_for_each(|row| columns.write(out, row.each_ref().map(String::as_str)))
}
