//! `lwm2m inspect`: what each byte of a payload means.

use std::io::Write;

use lwm2m_codec::{ContentFormat, Span, SpanKind, inspect};

use crate::args::{Format, Reading};
use crate::failure::Failure;
use crate::model::Model;
use crate::output::link::attributes;
use crate::output::printable;
use crate::output::record::{self, Describer};
use crate::output::spans::{self, Said};

const EXAMPLES: &str = "\
Every byte of the payload stands in exactly one row, beside the record that it belongs to. Bytes of
no record (headers of containers, brackets) are marked as container or structure. Where a record is
long, a row says how many bytes are left out; --full leaves out none. Offsets are decimal, as in
messages.

Examples:
  lwm2m inspect -f tlv -p /3/0 device.tlv
  lwm2m inspect -f senml-json -p /3/0 < pack.json
  lwm2m inspect -f tlv -p /1/0 --hex --payload 'c1 00 01 c4 01 00 01 51 80'";

/// Show the bytes of a payload beside what they mean.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    reading: Reading,
    /// Do not shorten long values
    #[arg(long)]
    full: bool,
}

pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<(), Failure> {
    args.reading.knowledge.with(|model| show(args, model, out))
}

fn show(args: &Args, model: &Model, out: &mut impl Write) -> Result<(), Failure> {
    let Args { format: Format { format }, reading, full } = args;
    let payload = reading.payload.read()?;
    let spans = inspect(*format, &payload, &reading.context(model));
    let failure = spans.iter().find_map(|span| match span.kind {
        SpanKind::Broken(error) => Some(reading.failure(error, *format, &payload, model)),
        _ => None,
    });
    if let Some(failure @ Failure::Usage(_)) = failure {
        return Err(failure);
    }
    let records: Vec<_> = spans
        .iter()
        .filter_map(|span| match span.kind {
            SpanKind::Record(record) => Some(record),
            _ => None,
        })
        .collect();
    // The bytes are shown beside the values, so these may be shortened.
    let describer = Describer::new(model, &records, false);
    spans::write(&payload, *format, &spans, |span| said(span, &describer), *full, out)?;
    out.flush()?;
    if failure.is_none() && *format != ContentFormat::LinkFormat {
        record::remark(&records, *format, model);
    }
    failure.map_or(Ok(()), Err)
}

/// What to show beside a part of the payload.
fn said(span: &Span<'_>, describer: &Describer<'_>) -> Said {
    let path = span.path.map_or(String::new(), |path| path.to_string());
    let name = || span.path.map_or(String::new(), |path| describer.name(path));
    let (path, name, value) = match &span.kind {
        SpanKind::Record(record) => return describer.cells(record),
        SpanKind::Link(link) => (printable(link.target()), name(), attributes(link)),
        SpanKind::Broken(_) => (path, name(), "<-- broken from here".to_owned()),
        kind => (path, name(), format!("({})", kind.name())),
    };
    [path, name, String::new(), value, String::new(), String::new()]
}
