//! What becomes of a case.

use std::fmt::{Result, Write as _};
use std::slice;

use lwm2m_codec::{ContentFormat, Operation, Path, Record, Strictness, Timestamp};

use super::case::Case;
use super::change;
use super::codec::{self, Encoding, Setting};
use super::column::Column;
use super::{contexts, link, senml};

/// The names of the columns: of the payload itself, then of the changed ones.
pub(crate) const COLUMNS: [&str; 9] = [
    "strict",
    "lenient",
    "contexts",
    "encoded",
    "blocks",
    "changed-strict",
    "changed-lenient",
    "changed-encoded",
    "changed-blocks",
];

/// The sizes of blocks.
const BLOCKS: [usize; 3] = [1, 7, 64];

/// The outcomes of a case.
pub(crate) struct Outcomes<'c> {
    case: &'c Case<'c>,
    columns: [Column; COLUMNS.len()],
    /// How many payloads were read, and in how many settings each.
    readings: usize,
}

impl<'c> Outcomes<'c> {
    pub(crate) fn of(case: &'c Case<'c>, show: bool) -> Self {
        let columns = COLUMNS.map(|_| Column::new(show));
        let mut outcomes = Self { case, columns, readings: 0 };
        for request in &case.requests {
            outcomes.run(request).expect("columns take all text");
        }
        outcomes
    }

    /// The number of readings and the hashes.
    pub(crate) fn line(&self) -> String {
        let hashes = self.columns.iter().map(|column| format!(" {:016x}", column.hash()));
        self.readings.to_string() + &hashes.collect::<String>()
    }

    /// All that was hashed.
    pub(crate) fn text(&self) -> String {
        let Case { id, payload, .. } = self.case;
        let mut text = format!("\n{id}: {}\n", payload.escape_ascii());
        for (name, column) in COLUMNS.iter().zip(&self.columns) {
            text += &format!("\n== {name} {:016x}\n{}", column.hash(), column.text());
        }
        text
    }

    fn run(&mut self, request: &Setting<'_>) -> Result {
        for column in &mut self.columns {
            writeln!(column, "= {} {}", request.format.number(), request.base)?;
        }
        let Case { payload, schema, requests, .. } = self.case;
        let typed = Setting { schema: Some(&**schema), ..*request };
        let settings = [("typed", typed), ("untyped", *request)];
        for (name, setting) in &settings {
            self.whole(name, payload, setting)?;
        }
        let [_, _, contexts, ..] = &mut self.columns;
        contexts::write(contexts, self.case, request)?;
        // Blocks take the longest, so each change is read in blocks in one of the modes only.
        let mut in_turn = [typed, lenient(&typed)];
        change::each(payload, change::LIMIT / requests.len(), |change, payload| {
            for (name, setting) in &settings {
                self.changed(&format!("{name} {change}"), payload, setting)?;
            }
            let [.., in_blocks] = &mut self.columns;
            writeln!(in_blocks, "- {change}")?;
            in_turn.reverse();
            codec::read_in_blocks(in_blocks, payload, &in_turn[0], 7, 64)
        })
    }

    /// All that is done with the payload itself, in one of its settings.
    fn whole(&mut self, name: &str, payload: &[u8], setting: &Setting<'_>) -> Result {
        let [strictly, leniently, _, encoded, in_blocks, ..] = &mut self.columns;
        let modes = [(strictly, "strict", *setting), (leniently, "lenient", lenient(setting))];
        for (column, mode, setting) in modes {
            writeln!(column, "- {name}")?;
            writeln!(encoded, "- {name} {mode}")?;
            writeln!(in_blocks, "- {name} {mode}")?;
            let records = read(column, payload, &setting)?;
            self.readings += 1;
            for (size, scratch) in BLOCKS.into_iter().flat_map(|size| [(size, 64), (size, 256)]) {
                writeln!(in_blocks, ". {size} {scratch}")?;
                codec::read_in_blocks(in_blocks, payload, &setting, size, scratch)?;
            }
            for format in ContentFormat::ALL {
                codec::converted(encoded, payload, &setting, format)?;
            }
            let pack = senml::read(column, setting.format, payload, setting.strictness)?;
            senml::encoded(encoded, &pack)?;
            if setting.format == ContentFormat::LinkFormat {
                link::encoded(encoded, payload, setting.strictness)?;
            }
            if let Some(records) = records {
                codec::casts(column, &records, setting.strictness)?;
                encode(encoded, in_blocks, &records, &strict(&setting))?;
            }
        }
        Ok(())
    }

    /// All that is done with a changed payload, in one of its settings.
    fn changed(&mut self, name: &str, payload: &[u8], setting: &Setting<'_>) -> Result {
        let [.., strictly, leniently, encoded, _] = &mut self.columns;
        writeln!(strictly, "- {name}")?;
        writeln!(leniently, "- {name}")?;
        let records = read(strictly, payload, setting)?;
        let leniently_read = read(leniently, payload, &lenient(setting))?;
        if setting.schema.is_none() {
            senml::read(strictly, setting.format, payload, Strictness::STRICT)?;
            senml::read(leniently, setting.format, payload, Strictness::LENIENT)?;
        }
        self.readings += 2;
        // What is right in strict mode is the same in lenient mode.
        if let Some(records) = records.or(leniently_read) {
            writeln!(encoded, "- {name}")?;
            for format in ContentFormat::ALL {
                codec::encoded(encoded, &records, &Setting { format, ..*setting })?;
            }
        }
        Ok(())
    }
}

fn strict<'c>(setting: &Setting<'c>) -> Setting<'c> {
    Setting { strictness: Strictness::STRICT, ..*setting }
}

fn lenient<'c>(setting: &Setting<'c>) -> Setting<'c> {
    Setting { strictness: Strictness::LENIENT, ..*setting }
}

/// Writes what is read as records, and as links where that is the format.
fn read<'a>(
    column: &mut Column,
    payload: &'a [u8],
    setting: &Setting<'_>,
) -> std::result::Result<Option<Vec<Record<'a>>>, std::fmt::Error> {
    if setting.format == ContentFormat::LinkFormat {
        link::read(column, payload, setting.strictness)?;
    }
    codec::read(column, payload, setting)
}

/// Encodes records in every way.
fn encode(
    encoded: &mut Column,
    in_blocks: &mut Column,
    records: &[Record<'_>],
    setting: &Setting<'_>,
) -> Result {
    for format in ContentFormat::ALL {
        let setting = Setting { format, ..*setting };
        for encoding in Encoding::ALL {
            codec::encoded(encoded, records, &Setting { encoding, ..setting })?;
        }
        codec::encoded_length(encoded, records, &setting)?;
        // Formats of composite operations refuse others, those of single values need their path.
        let (operation, base) = (Operation::WriteComposite, Path::ROOT);
        codec::encoded(encoded, records, &Setting { operation, base, ..setting })?;
        for record in records {
            let setting = Setting { base: record.path, ..setting };
            codec::encoded(encoded, slice::from_ref(record), &setting)?;
        }
        for size in BLOCKS {
            codec::encoded_in_blocks(in_blocks, records, &setting, size)?;
        }
        for other in others(records) {
            codec::encoded(encoded, &other, &setting)?;
            codec::encoded_in_blocks(in_blocks, &other, &setting, 7)?;
        }
    }
    Ok(())
}

/// What encoders may refuse, or write in another way: the records in reverse, every other one first,
/// twice, and with times.
fn others<'r>(records: &[Record<'r>]) -> [Vec<Record<'r>>; 4] {
    let every_other = |first| records.iter().skip(first).step_by(2).copied();
    let seconds = (1_700_000_000..).map(Timestamp::from_seconds);
    [
        records.iter().rev().copied().collect(),
        every_other(0).chain(every_other(1)).collect(),
        [records, records].concat(),
        records.iter().zip(seconds).map(|(record, time)| record.at(time)).collect(),
    ]
}
