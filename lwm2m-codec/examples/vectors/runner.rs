//! Runs conformance vectors through the codec.
//!
//! A vector is a line of JSON; `testdata/README.md` describes its members. Types come from the
//! vector alone.

#[path = "links.rs"]
mod links;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lwm2m_codec::{
    Content, ContentFormat, Context, DataType, Error, ErrorKind, Operation, OwnedRecord, Path,
    Position, ResourceType, Strictness, TimeBasis, Timestamp, decode, encode, encode_to_vec,
    encoded_len,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// One vector.
#[derive(Deserialize)]
pub(crate) struct Vector {
    /// The name of the vector.
    pub(crate) id: String,
    /// The short name of the content format.
    pub(crate) format: String,
    base: String,
    /// The payload.
    pub(crate) hex: String,
    ok: bool,
    lenient: Option<bool>,
    op: Option<String>,
    /// The alternate path that the client registered.
    pub(crate) root: Option<String>,
    #[serde(default)]
    gateway: bool,
    records: Option<Vec<Value>>,
    #[serde(default)]
    empty: Vec<Path>,
    #[serde(default)]
    types: BTreeMap<String, DataType>,
    #[serde(default)]
    multiple: BTreeMap<String, bool>,
    links: Option<Value>,
    reg: Option<Value>,
}

/// What a payload decodes to.
#[derive(PartialEq)]
struct Reading {
    /// The records in order, including those of empty containers.
    records: Vec<OwnedRecord>,
}

impl Reading {
    /// The records other than those of empty containers.
    fn stated(&self) -> impl Iterator<Item = &OwnedRecord> {
        self.records.iter().filter(|record| record.as_record().content != Content::Empty)
    }

    /// The paths of empty containers.
    fn empty(&self) -> impl Iterator<Item = Path> {
        let empty = self.records.iter().filter(|r| r.as_record().content == Content::Empty);
        empty.map(|record| record.path)
    }

    /// The members of a dump.
    fn dump(&self) -> Map<String, Value> {
        let mut members = Map::new();
        members.insert("ok".into(), true.into());
        members.insert("records".into(), self.stated().map(|record| json!(record)).collect());
        if self.empty().next().is_some() {
            members.insert("empty".into(), self.empty().map(|path| json!(path)).collect());
        }
        members
    }
}

impl Vector {
    /// Why the vector is skipped, if it is.
    pub(crate) fn skipped(&self) -> Option<&'static str> {
        self.gateway.then_some("prefixes of the LwM2M Gateway are not supported")
    }

    /// The payload's bytes.
    pub(crate) fn payload(&self) -> Result<Vec<u8>, String> {
        hex::decode(&self.hex).map_err(|error| format!("hex: {error}"))
    }

    pub(crate) fn content_format(&self) -> Result<ContentFormat, String> {
        self.format.parse().map_err(|error| format!("format {}: {error}", self.format))
    }

    /// The declared types by object and resource, and whether they have instances where that is known.
    pub(crate) fn schema(
        &self,
    ) -> Result<impl Fn(u16, u16) -> Option<ResourceType> + Sync, String> {
        let mut types = BTreeMap::new();
        for (key, &data_type) in &self.types {
            let ids = key.parse::<Path>().map_err(|error| format!("types {key}: {error}"))?;
            let &[object, resource] = ids.ids() else { return Err(format!("types {key}")) };
            let multiple = self.multiple.get(key).copied();
            let resource_type = ResourceType { multiple, ..ResourceType::new(data_type) };
            types.insert((object, resource), resource_type);
        }
        Ok(move |object, resource| types.get(&(object, resource)).copied())
    }

    /// The context without schema and strictness.
    pub(crate) fn context(&self) -> Result<Context<'_>, String> {
        let base = self.base.parse::<Path>().map_err(|error| format!("base: {error}"))?;
        let operation = match self.op.as_deref() {
            None | Some("read" | "notify") => Operation::Read,
            Some("write") if base == Path::ROOT => Operation::WriteComposite,
            Some("write") => Operation::Write,
            Some("create") => Operation::Create,
            Some("send") => Operation::Send,
            Some("fetch" | "fetch-senml") => Operation::ReadComposite,
            Some("patch") => Operation::WriteComposite,
            Some(other) => return Err(format!("unknown operation {other}")),
        };
        let root = self.root.as_deref().unwrap_or_default();
        Ok(Context::new(operation, base).with_alternate_path(root))
    }

    /// Decodes the payload in one mode.
    fn read(&self, strictness: Strictness) -> Result<Result<Reading, Error>, String> {
        let (format, payload, schema) = (self.content_format()?, self.payload()?, self.schema()?);
        let context = self.context()?.with_schema(&schema).with_strictness(strictness);
        let records = decode(format, &payload, &context)
            .map(|record| record.map(OwnedRecord::from))
            .collect::<Result<_, _>>();
        Ok(records.map(|records| Reading { records }))
    }

    /// The result in one mode, as members of a dump.
    fn read_members(
        &self,
        strictness: Strictness,
    ) -> Result<Result<Map<String, Value>, Error>, String> {
        if self.is_links() {
            return Ok(links::Reading::new(&self.payload()?, strictness).map(|links| links.dump()));
        }
        Ok(self.read(strictness)?.map(|reading| reading.dump()))
    }

    /// Links are not records, so these vectors are checked on their own.
    fn is_links(&self) -> bool {
        self.content_format() == Ok(ContentFormat::LinkFormat)
    }

    /// Checks the links in one mode against the vector.
    fn check_links(&self, strictness: Strictness, accepts: bool) -> Result<(), String> {
        let payload = self.payload()?;
        match (links::Reading::new(&payload, strictness), accepts) {
            (Ok(links), true) => links.check(self.links.as_ref(), self.reg.as_ref(), strictness),
            (Ok(links), false) => Err(format!("accepted: {}", Value::Object(links.dump()))),
            (Err(error), true) => Err(format!("refused: {error}")),
            (Err(error), false) => self.check_offset(error),
        }
    }

    /// The results in both modes as one line of JSON.
    pub(crate) fn dump(&self) -> String {
        let mode = |strictness| match self.read_members(strictness) {
            Ok(Ok(members)) => Value::Object(members),
            Ok(Err(error)) => {
                json!({"ok": false, "error": error.kind().name(), "offset": error.offset()})
            }
            Err(error) => json!({"ok": false, "error": error}),
        };
        let (strict, lenient) = (mode(Strictness::STRICT), mode(Strictness::LENIENT));
        json!({"id": self.id, "strict": strict, "lenient": lenient}).to_string()
    }

    /// Checks both modes against the vector; the error lists all differences.
    pub(crate) fn check(&self) -> Result<(), String> {
        let mut faults = String::new();
        let expectations = [
            ("strict", Strictness::STRICT, self.ok),
            ("lenient", Strictness::LENIENT, self.lenient.unwrap_or(self.ok)),
        ];
        for (name, strictness, accepts) in expectations {
            let checked = match (self.read(strictness)?, accepts) {
                _ if self.is_links() => self.check_links(strictness, accepts),
                (Ok(reading), true) => {
                    self.compare(&reading).and_then(|()| self.encode_again(&reading, strictness))
                }
                (Ok(reading), false) => {
                    Err(format!("accepted: {:?}", reading.records.iter().collect::<Vec<_>>()))
                }
                (Err(error), true) => Err(format!("refused: {error}")),
                (Err(error), false) => self.check_offset(error),
            };
            if let Err(fault) = checked {
                let _ = write!(faults, "\n  {name}: {fault}");
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    fn check_offset(&self, error: Error) -> Result<(), String> {
        match error.position() {
            Position::Offset(offset) if offset as usize <= self.hex.len() / 2 => Ok(()),
            position => Err(format!("the error is not in the payload: {position:?}")),
        }
    }

    fn compare(&self, reading: &Reading) -> Result<(), String> {
        let expected = self.records.as_deref().unwrap_or_default().iter();
        let format = self.content_format()?;
        let expected = expected
            .map(|record| serde_json::from_value(record.clone()))
            .map(|record| record.map(|record| with_basis(record, format)))
            .collect::<Result<Vec<OwnedRecord>, _>>()
            .map_err(|error| format!("expected records: {error}"))?;
        if !reading.stated().eq(&expected) {
            let found: Vec<_> = reading.stated().collect();
            return Err(format!("expected {expected:?}\n    found {found:?}"));
        }
        if !reading.empty().eq(self.empty.iter().copied()) {
            let found: Vec<_> = reading.empty().collect();
            return Err(format!("expected empty {:?}, found {found:?}", self.empty));
        }
        Ok(())
    }

    /// Encodes what was read, which must have the announced length and decode to the same records.
    fn encode_again(&self, reading: &Reading, strictness: Strictness) -> Result<(), String> {
        let (format, schema) = (self.content_format()?, self.schema()?);
        let context = self.context()?.with_schema(&schema).with_strictness(strictness);
        // Unless the schema declares a Time, only its tag identifies it; SenML must not have any.
        let context = match (format, strictness) {
            (ContentFormat::SenmlCbor | ContentFormat::EtchCbor, Strictness::STRICT) => context,
            _ => context.with_tagged_time(true),
        };
        let again = |error: Error| format!("encoding: {error}");
        let payload = match encode_to_vec(format, &reading.records, &context) {
            // What only a leniency accepts may have no conforming form; then encoding must fail.
            Err(error)
                if !self.ok
                    && matches!(
                        error.kind(),
                        ErrorKind::NumberNotRepresentable
                            | ErrorKind::NotRepresentable
                            | ErrorKind::RecordOutsideBase
                            | ErrorKind::NoRecords
                            | ErrorKind::TypeMismatch
                    ) =>
            {
                return Ok(());
            }
            result => result.map_err(again)?,
        };
        let length = encoded_len(format, &reading.records, &context).map_err(again)?;
        let mut exact = vec![0; length];
        let written = encode(format, &reading.records, &context, &mut exact).map_err(again)?;
        if written != length || exact != payload {
            return Err("the encoded lengths or bytes differ".into());
        }
        let records = decode(format, &payload, &context)
            .map(|record| record.map(OwnedRecord::from))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| format!("decoding {}: {error}", hex::encode(&payload)))?;
        if records != reading.records {
            return Err(format!("{} decodes to {records:?}", hex::encode(&payload)));
        }
        Ok(())
    }

    /// The vector's records, encoded.
    pub(crate) fn encoded(&self) -> Result<Vec<u8>, String> {
        let reading = self.read(Strictness::STRICT)?.map_err(|error| error.to_string())?;
        let schema = self.schema()?;
        let context = self.context()?.with_schema(&schema);
        encode_to_vec(self.content_format()?, &reading.records, &context)
            .map_err(|error| error.to_string())
    }
}

/// The record with what the format says of the basis of its time; vectors give the number.
fn with_basis(record: OwnedRecord, format: ContentFormat) -> OwnedRecord {
    let from = match format {
        ContentFormat::OmaJson => Timestamp::new(0, 1),
        _ => Timestamp::new(1 << 28, 0),
    };
    let is_absolute = |time: Timestamp| {
        let number = |time: Timestamp| (time.seconds(), time.nanoseconds());
        Some(number(time)) >= from.map(number)
    };
    let time = record.time.map(|time| {
        time.with_basis(if is_absolute(time) { TimeBasis::Absolute } else { TimeBasis::Relative })
    });
    OwnedRecord { time, ..record }
}

/// The vectors of files, one per line.
pub(crate) fn load(path: &str) -> Result<Vec<Vector>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|error| format!("{path}:{}: {error}", index + 1))
        })
        .collect()
}
