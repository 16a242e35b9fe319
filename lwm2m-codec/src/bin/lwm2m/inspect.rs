//! `lwm2m inspect`: which bytes of a payload say what.

use core::ops::Range;
use std::io::{self, Write};

use lwm2m_codec::{ContentFormat, Path, Position, Record, decode};

use crate::args::Reading;
use crate::failure::Failure;
use crate::output::dump::Dump;
use crate::output::record;
use crate::output::table::Columns;

const EXAMPLES: &str = "\
Every byte of the payload stands in exactly one row, beside the record that it belongs to. Bytes of
no record (headers of containers, brackets) are marked as container or structure. Where a record is
long, a row says how many bytes are left out; --full leaves out none. Offsets are decimal, as in
messages.

Examples:
  lwm2m inspect -f tlv -p /3/0 device.tlv
  lwm2m inspect -f tlv -p /1/0 --hex --payload 'c1 00 01 c4 01 00 01 51 80'";

/// Show the bytes of a payload beside what they say.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    reading: Reading,
}

pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<(), Failure> {
    let reading = &args.reading;
    let format = reading.request.format;
    let payload = reading.payload.read()?;
    let model = reading.model();
    let mut decoder = decode(format, &payload, &reading.context(&model));
    let mut pieces = Pieces::new(&payload, format);
    let mut records = Vec::new();
    let mut failure = None;
    while let Some(result) = decoder.next() {
        match result {
            Ok(record) => {
                pieces.record(&record);
                records.push(record);
            }
            Err(error) => {
                let failed = reading.failure(error, &payload, decoder.path());
                if matches!(failed, Failure::Usage(_)) {
                    return Err(failed);
                }
                if let Position::Offset(offset) = error.place() {
                    pieces.broken(offset as usize);
                }
                failure = Some(failed);
            }
        }
    }
    pieces.structure(payload.len(), None);
    pieces.write(reading.full, out)?;
    out.flush()?;
    if let Some(failure) = failure {
        return Err(failure);
    }
    record::remark(&records, format, &model);
    Ok(())
}

/// A part of the payload and what it says.
struct Piece {
    range: Range<usize>,
    path: String,
    type_name: &'static str,
    value: String,
}

/// The parts of a payload, one after the other without gaps.
struct Pieces<'p> {
    payload: &'p [u8],
    format: ContentFormat,
    pieces: Vec<Piece>,
    /// Where the next piece begins.
    end: usize,
}

impl<'p> Pieces<'p> {
    const fn new(payload: &'p [u8], format: ContentFormat) -> Self {
        Self { payload, format, pieces: Vec::new(), end: 0 }
    }

    /// Adds a record, and the structure before it.
    fn record(&mut self, record: &Record<'_>) {
        let range = record.range();
        self.structure(range.start, Some(record.path));
        // The bytes stand beside it.
        let value = record::value(record, false);
        let value = match (record::time(record), value) {
            (time, value) if time.is_empty() => value,
            (time, value) => format!("{value} @ {time}"),
        };
        self.push(range.end, record.path.to_string(), record::type_name(record), value);
    }

    /// Adds what stands before `end`, or before a record with a path, and belongs to no record.
    fn structure(&mut self, end: usize, before: Option<Path>) {
        let Some(bytes) = self.payload.get(self.end..end).filter(|bytes| !bytes.is_empty()) else {
            return;
        };
        let is_separator = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
        match self.pieces.last_mut() {
            // Rows of their own for commas and line ends would be hard on the eye.
            Some(last) if self.format.is_textual() && bytes.iter().all(is_separator) => {
                last.range.end = end;
                self.end = end;
            }
            _ => {
                // In formats that nest, what stands before a record opens what contains it.
                let nests = matches!(self.format, ContentFormat::Tlv | ContentFormat::Lwm2mCbor);
                let container = before.and_then(Path::parent).filter(|_| nests);
                let (path, what) = match container {
                    Some(path) => (path.to_string(), "(container)"),
                    None => (String::new(), "(structure)"),
                };
                self.push(end, path, "", what.to_owned());
            }
        }
    }

    /// Adds the rest of a payload that is broken at `offset`.
    fn broken(&mut self, offset: usize) {
        if offset > self.end {
            self.push(offset, String::new(), "", "(incomplete)".to_owned());
        }
        self.push(self.payload.len(), String::new(), "", "<-- broken from here".to_owned());
    }

    fn push(&mut self, end: usize, path: String, type_name: &'static str, value: String) {
        // Whatever a format says of its records: no byte is shown twice.
        let end = end.clamp(self.end, self.payload.len());
        self.pieces.push(Piece { range: self.end..end, path, type_name, value });
        self.end = end;
    }

    fn write(&self, full: bool, out: &mut impl Write) -> io::Result<()> {
        let (dump, bytes_head) = match self.format.is_textual() {
            true => (Dump::text(full), "text"),
            false => (Dump::hexadecimal(full), "bytes"),
        };
        let digits = self.payload.len().to_string().len().max("byte".len());
        let offset = |at: usize| format!("{at:>digits$}");
        let mut columns = Columns::new(["byte", bytes_head, "path", "type", "value"]);
        for piece in &self.pieces {
            let Piece { range, path, type_name, value } = piece;
            columns.fit([&offset(range.start), "", path, type_name, value]);
            for row in dump.rows(self.payload.get(range.clone()).unwrap_or_default()) {
                columns.fit(["", &row.text, "", "", ""]);
            }
        }
        if !self.pieces.is_empty() {
            columns.write_heads(out)?;
        }
        for piece in &self.pieces {
            let Piece { range, path, type_name, value } = piece;
            let mut said = [path.as_str(), type_name, value.as_str()];
            for row in dump.rows(self.payload.get(range.clone()).unwrap_or_default()) {
                let [path, type_name, value] = core::mem::take(&mut said);
                let at = row.offset.map_or(String::new(), |at| offset(range.start + at));
                columns.write(out, [&at, &row.text, path, type_name, value])?;
            }
        }
        Ok(())
    }
}
