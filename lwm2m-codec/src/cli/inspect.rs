//! `lwm2m inspect`: which bytes of a payload say what.

use std::io::Write;
use std::string::{String, ToString};
use std::vec::Vec;

use crate::cli::args::{Format, Reading};
use crate::cli::failure::Failure;
use crate::cli::model::Model;
use crate::cli::output::link as output_link;
use crate::cli::output::pieces::{Pieces, Said, said};
use crate::cli::output::printable;
use crate::cli::output::record::{self, Describer};
use crate::{ContentFormat, Path, Position, Record, decode, link};

const EXAMPLES: &str = "\
Every byte of the payload stands in exactly one row, beside the record that it belongs to. Bytes of
no record (headers of containers, brackets) are marked as container or structure. Where a record is
long, a row says how many bytes are left out; --full leaves out none. Offsets are decimal, as in
messages.

Examples:
  lwm2m inspect -f tlv -p /3/0 device.tlv
  lwm2m inspect -f senml-json -p /3/0 < pack.json
  lwm2m inspect -f tlv -p /1/0 --hex --payload 'c1 00 01 c4 01 00 01 51 80'";

/// Show the bytes of a payload beside what they say.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    reading: Reading,
    /// Shorten nothing, however long
    #[arg(long)]
    full: bool,
}

pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<(), Failure> {
    let Args { format: Format { format }, reading, full } = args;
    let payload = reading.payload.read()?;
    let model = reading.knowledge.load()?;
    if *format == ContentFormat::LinkFormat {
        return links(args, &payload, &model, out);
    }
    let mut decoder = decode(*format, &payload, &reading.context(&model));
    let mut records = Vec::new();
    let mut broken = None;
    for result in decoder.by_ref() {
        match result {
            Ok(record) => records.push(record),
            Err(error) => broken = Some(error),
        }
    }
    // The bytes stand beside the values, which need not be whole.
    let describer = Describer::new(&model, &records, false);
    let mut pieces = Pieces::new(&payload, *format);
    for record in &records {
        let before = || before(record, *format, &describer);
        pieces.add(record.range(), describer.cells(record), before);
    }
    let mut failure = None;
    if let Some(error) = broken {
        let path = decoder.path();
        let failed = reading.failure(error, *format, &payload, path, &model);
        if matches!(failed, Failure::Usage(_)) {
            return Err(failed);
        }
        if let Position::Offset(offset) = error.place() {
            let shown = if path == Path::ROOT { String::new() } else { path.to_string() };
            pieces.broken(offset as usize, shown, describer.name(path));
        }
        failure = Some(failed);
    }
    pieces.structure(payload.len(), structure);
    pieces.write(*full, out)?;
    out.flush()?;
    if let Some(failure) = failure {
        return Err(failure);
    }
    record::remark(&records, *format, &model);
    Ok(())
}

/// What the bytes before a record say.
fn before(record: &Record<'_>, format: ContentFormat, describer: &Describer<'_>) -> Said {
    // In formats that nest, what stands before a record opens what contains it.
    let nests = matches!(format, ContentFormat::Tlv | ContentFormat::Lwm2mCbor);
    match record.path.parent().filter(|_| nests) {
        Some(path) => said(path.to_string(), describer.name(path), "(container)"),
        None => structure(),
    }
}

fn structure() -> Said {
    said(String::new(), String::new(), "(structure)")
}

fn links(args: &Args, payload: &[u8], model: &Model, out: &mut impl Write) -> Result<(), Failure> {
    let Args { reading, full, .. } = args;
    let strictness = reading.tolerance.strictness();
    let root = match &reading.request.alternate_path {
        Some(root) => root.clone(),
        None => output_link::root(payload, strictness),
    };
    let mut pieces = Pieces::new(payload, ContentFormat::LinkFormat);
    let mut failure = None;
    for result in link::decode(payload, strictness) {
        match result {
            Ok(link) => {
                let path = output_link::path(&link, payload, &root, strictness);
                let name = path.map_or(String::new(), |path| printable(model.name(path)));
                let value = output_link::attributes(&link);
                pieces.add(link.range(), said(printable(link.target()), name, &value), structure);
            }
            Err(error) => {
                if let Position::Offset(offset) = error.place() {
                    pieces.broken(offset as usize, String::new(), String::new());
                }
                let format = ContentFormat::LinkFormat;
                failure = Some(reading.failure(error, format, payload, Path::ROOT, model));
            }
        }
    }
    pieces.structure(payload.len(), structure);
    pieces.write(*full, out)?;
    failure.map_or(Ok(()), Err)
}
