//! The cases that are measured: what is done, over which corpus, in which format and how.

use std::fmt;

use lwm2m_codec::ContentFormat::{self, LinkFormat, SenmlCbor, SenmlJson, Tlv};
use lwm2m_codec::link::Lwm2mLink;
use lwm2m_codec::{
    Context, DuplicateCheck, OwnedContent, OwnedValue, Record, Strictness, convert, decode, encode,
    link,
};

use crate::corpus::{self, Corpus};
use crate::senml::{self, Style};

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// From a payload to every record, its path, time and typed value.
    Decode,
    /// From records to bytes in a buffer.
    Encode,
    /// From a payload to SenML CBOR in a buffer.
    Convert,
}

/// How it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// Strictly, over payloads as common senders write them.
    Usual,
    /// With the full path and time in each record, without base name.
    Absolute,
    /// With labels in changing order.
    Shuffled,
    /// With all leniencies.
    Lenient,
    /// With a schema, where it is not needed.
    Schema,
    /// Without the check for duplicates.
    TrustUnique,
}

/// What instructions are counted per.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A record.
    Record,
    /// A byte of one long value that is read or written byte by byte.
    Byte,
}

/// One case.
#[derive(Clone, Copy, Debug)]
pub struct Case<'c> {
    /// What is done.
    pub task: Task,
    /// From or to this format.
    pub format: ContentFormat,
    /// Over these records; links have none.
    pub corpus: Option<&'c Corpus>,
    /// How it is done.
    pub variant: Variant,
}

impl fmt::Display for Case<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let task = match self.task {
            Task::Decode => "decode",
            Task::Encode => "encode",
            Task::Convert => "convert",
        };
        write!(f, "{task} {} {}", self.format, self.corpus_name())?;
        f.write_str(match self.variant {
            Variant::Usual => "",
            Variant::Absolute => " absolute",
            Variant::Shuffled => " shuffled",
            Variant::Lenient => " lenient",
            Variant::Schema => " schema",
            Variant::TrustUnique => " trust-unique",
        })
    }
}

impl<'c> Case<'c> {
    /// All cases over these corpora, and over links.
    #[must_use]
    pub fn all(corpora: &'c [Corpus]) -> Vec<Self> {
        let mut cases = Vec::new();
        for corpus in corpora {
            let case = |task, format, variant| Case { task, format, corpus: Some(corpus), variant };
            for &format in corpus.formats {
                cases.push(case(Task::Decode, format, Variant::Usual));
                cases.push(case(Task::Encode, format, Variant::Usual));
            }
            if corpus.name == "sensors" {
                for format in [Tlv, SenmlJson, SenmlCbor, ContentFormat::Lwm2mCbor] {
                    cases.push(case(Task::Decode, format, Variant::Lenient));
                    cases.push(case(Task::Decode, format, Variant::TrustUnique));
                }
                for format in [SenmlJson, SenmlCbor, ContentFormat::Lwm2mCbor] {
                    cases.push(case(Task::Decode, format, Variant::Schema));
                }
                for format in [Tlv, SenmlCbor, ContentFormat::Lwm2mCbor] {
                    cases.push(case(Task::Encode, format, Variant::Schema));
                }
            }
            if matches!(corpus.name, "sensors" | "history" | "device") {
                for format in [SenmlJson, SenmlCbor] {
                    cases.push(case(Task::Decode, format, Variant::Absolute));
                    cases.push(case(Task::Decode, format, Variant::Shuffled));
                    cases.push(case(Task::Encode, format, Variant::Absolute));
                }
            }
            if corpus.formats.contains(&Tlv) {
                cases.push(case(Task::Convert, Tlv, Variant::Usual));
            }
            // Besides the check, the bytes of base64 that decoding leaves as they are.
            if corpus.name == "firmware" {
                cases.push(case(Task::Convert, SenmlJson, Variant::Usual));
            }
        }
        for task in [Task::Decode, Task::Encode] {
            let variant = Variant::Usual;
            cases.push(Case { task, format: LinkFormat, corpus: None, variant });
        }
        cases
    }

    /// Whether the name of the case contains all of these words. The word `usual` means no variant.
    #[must_use]
    pub fn matches(&self, words: &[String]) -> bool {
        let usual = if self.variant == Variant::Usual { " usual" } else { "" };
        let name = format!("{self}{usual}");
        words.iter().all(|word| name.split(' ').any(|part| part == word))
    }

    /// The name of the corpus.
    #[must_use]
    pub fn corpus_name(&self) -> &'static str {
        self.corpus.map_or("links", |corpus| corpus.name)
    }

    /// The number of records.
    #[must_use]
    pub fn records(&self) -> usize {
        self.corpus.map_or(corpus::LINKS, |corpus| corpus.records.len())
    }

    /// What instructions are counted per, and how many of them there are.
    #[must_use]
    pub fn units(&self) -> (Unit, usize) {
        let image = self.corpus.filter(|corpus| corpus.name == "firmware");
        match image.and_then(|corpus| corpus.records.first()).map(|record| &record.content) {
            Some(OwnedContent::Value(OwnedValue::Opaque(bytes))) if self.in_base64() => {
                (Unit::Byte, bytes.len())
            }
            _ => (Unit::Record, self.records()),
        }
    }

    /// Whether opaque values are in base64.
    #[must_use]
    pub fn in_base64(&self) -> bool {
        matches!(self.format, SenmlJson | ContentFormat::OmaJson | ContentFormat::Text)
    }

    /// The payload to decode, and the context to decode it with.
    #[must_use]
    pub fn payload(&self) -> (Vec<u8>, Context<'c>) {
        let Some(corpus) = self.corpus else {
            return (corpus::links(), Context::read(lwm2m_codec::Path::ROOT));
        };
        let style = match self.variant {
            Variant::Absolute => Style::Absolute,
            Variant::Shuffled => Style::Shuffled,
            _ => Style::Usual,
        };
        let payload = match (self.format, style) {
            (_, Style::Usual) => corpus.payload(self.format),
            (SenmlJson, _) => senml::json(corpus, style),
            _ => senml::cbor(corpus, style),
        };
        (payload, self.variant(corpus, corpus.context(self.format)))
    }

    /// The context to encode the records with. They have types of their own, so that a schema serves
    /// only to check them.
    fn encoding(&self) -> Context<'c> {
        match self.corpus {
            Some(corpus) => self.variant(corpus, Context::new(corpus.operation, corpus.base)),
            None => Context::read(lwm2m_codec::Path::ROOT),
        }
    }

    fn variant(&self, corpus: &'c Corpus, context: Context<'c>) -> Context<'c> {
        match self.variant {
            Variant::Lenient => context.lenient(),
            Variant::Schema => context.with_schema(&corpus.types),
            Variant::Absolute => context.with_absolute_names(true),
            Variant::TrustUnique => context.with_duplicate_check(DuplicateCheck::Off),
            _ => context,
        }
    }

    /// Prepares everything, so that the work can be done any number of times.
    #[must_use]
    pub fn prepare(&self) -> Work<'c> {
        let (payload, mut context) = self.payload();
        if self.task == Task::Encode {
            context = self.encoding();
        }
        let records = self.corpus.iter().flat_map(|corpus| &corpus.records);
        let records = records.map(lwm2m_codec::OwnedRecord::as_record).collect();
        // Large enough for every format.
        let buffer = vec![0; 2 * payload.len() + 64 * self.records()];
        let (task, format) = (self.task, self.format);
        let links = corpus::typed_links();
        Work { task, format, payload, context, records, links, buffer }
    }
}

/// The work of a [`Case`], ready to be done.
#[derive(Debug)]
pub struct Work<'c> {
    task: Task,
    format: ContentFormat,
    payload: Vec<u8>,
    context: Context<'c>,
    records: Vec<Record<'c>>,
    links: Vec<Lwm2mLink<'static>>,
    buffer: Vec<u8>,
}

/// Uses what a caller wants of a record.
#[inline]
fn take(record: &Record<'_>) {
    std::hint::black_box((&record.path, &record.time, &record.content));
}

impl Work<'_> {
    /// Does the work once, through the public interface.
    ///
    /// # Panics
    /// If the codec refuses the input.
    pub fn run(&mut self) {
        let payload = std::hint::black_box(self.payload.as_slice());
        let done = match (self.task, self.format) {
            (Task::Decode, LinkFormat) => {
                for link in link::decode(payload, Strictness::STRICT) {
                    let link = link.expect("a payload without errors");
                    std::hint::black_box(link.target());
                    for attribute in link.attributes() {
                        std::hint::black_box((&attribute.name, &attribute.value));
                    }
                }
                return;
            }
            (Task::Encode, LinkFormat) => {
                link::encode(std::hint::black_box(&self.links), &mut self.buffer)
            }
            (Task::Decode, format) => {
                let mut records = decode(format, payload, &self.context);
                // By reference, as moving the record would distort the measurement.
                while let Some(record) = records.next().as_ref() {
                    take(record.as_ref().expect("a payload without errors"));
                }
                return;
            }
            (Task::Encode, format) => {
                let records = std::hint::black_box(self.records.as_slice());
                encode(format, records, &self.context, &mut self.buffer)
            }
            (Task::Convert, format) => {
                let records = decode(format, payload, &self.context);
                convert(records, SenmlCbor, &self.context, &mut self.buffer)
            }
        };
        let length = done.expect("the buffer is large enough");
        std::hint::black_box(&self.buffer[..length]);
    }
}
