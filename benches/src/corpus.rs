//! The corpora: shapes of payloads that clients and servers exchange.

use lwm2m_codec::link::{Formats, Lwm2mLink};
use lwm2m_codec::{
    ContentFormat, Context, DataType, Operation, OwnedContent, OwnedRecord, OwnedValue, Path,
    ResourceType, Table, Timestamp, Version, encode_to_vec,
};

use crate::random::Random;
use crate::senml::{self, Style};

/// How many digits the floats of a corpus have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Floats {
    /// Three or four, as sensors send them.
    Short,
    /// 14 to 17, as computed values have.
    Long,
}

/// Records, and what the request around a payload of them says.
#[derive(Clone, Debug)]
pub struct Corpus {
    /// A short name, such as `device`.
    pub name: &'static str,
    /// What it is.
    pub description: &'static str,
    /// The path of the request.
    pub base: Path,
    /// The operation of the request.
    pub operation: Operation,
    /// The records.
    pub records: Vec<OwnedRecord>,
    /// The types of their resources, which TLV and plain text do not carry.
    pub types: Table<'static>,
    /// [The same](Self::types) as a list.
    pub entries: &'static [(u16, u16, ResourceType)],
    /// The formats that can carry the records.
    pub formats: &'static [ContentFormat],
}

use ContentFormat::{Cbor, Lwm2mCbor, OmaJson, Opaque, SenmlCbor, SenmlJson, Text, Tlv};

/// The formats for any number of records.
const MANY: &[ContentFormat] = &[Tlv, SenmlJson, SenmlCbor, Lwm2mCbor, OmaJson];

/// The formats that carry times.
const TIMED: &[ContentFormat] = &[SenmlJson, SenmlCbor, OmaJson];

const fn single(object: u16, resource: u16, data_type: DataType) -> (u16, u16, ResourceType) {
    (object, resource, ResourceType::single(data_type))
}

const fn multiple(object: u16, resource: u16, data_type: DataType) -> (u16, u16, ResourceType) {
    (object, resource, ResourceType::multiple(data_type))
}

const DEVICE_TYPES: &[(u16, u16, ResourceType)] = &[
    single(3, 0, DataType::String),
    single(3, 1, DataType::String),
    single(3, 2, DataType::String),
    single(3, 3, DataType::String),
    multiple(3, 6, DataType::Integer),
    multiple(3, 7, DataType::Integer),
    multiple(3, 8, DataType::Integer),
    single(3, 9, DataType::Integer),
    single(3, 10, DataType::Integer),
    multiple(3, 11, DataType::Integer),
    single(3, 13, DataType::Time),
    single(3, 14, DataType::String),
    single(3, 15, DataType::String),
    single(3, 16, DataType::String),
    single(3, 17, DataType::String),
    single(3, 18, DataType::String),
    single(3, 19, DataType::String),
    single(3, 20, DataType::Integer),
    single(3, 21, DataType::Integer),
];

const SENSOR_TYPES: &[(u16, u16, ResourceType)] = &[
    single(3303, 5700, DataType::Float),
    single(3303, 5701, DataType::Float),
    single(3303, 5702, DataType::Float),
    single(3303, 5703, DataType::Float),
    single(3303, 5704, DataType::Float),
    single(3303, 5705, DataType::Float),
    single(3303, 5706, DataType::Float),
];

const LIGHT_TYPES: &[(u16, u16, ResourceType)] = &[single(3311, 5850, DataType::Boolean)];

const FIRMWARE_TYPES: &[(u16, u16, ResourceType)] = &[single(5, 0, DataType::Opaque)];

impl Corpus {
    /// All corpora of records.
    #[must_use]
    pub fn all() -> Vec<Self> {
        vec![
            Self::device(),
            Self::sensors(Floats::Short),
            Self::sensors(Floats::Long),
            Self::history(Floats::Short),
            Self::history(Floats::Long),
            Self::firmware(),
            Self::lights(),
            Self::reading(),
        ]
    }

    /// The corpus of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|corpus| corpus.name == name)
    }

    fn new(
        name: &'static str,
        description: &'static str,
        base: &[u16],
        records: Vec<OwnedRecord>,
        entries: &'static [(u16, u16, ResourceType)],
        formats: &'static [ContentFormat],
    ) -> Self {
        let base = path(base);
        let types = Table::new(entries).expect("types are sorted");
        let operation = Operation::Read;
        Self { name, description, base, operation, records, types, entries, formats }
    }

    /// A: one instance of Device, 23 records of strings, integers and a time.
    #[must_use]
    pub fn device() -> Self {
        use OwnedValue::{Integer, Time};
        let text = |text: &str| OwnedValue::String(text.to_owned());
        let values: [(&[u16], OwnedValue); 23] = [
            (&[0], text("Open Mobile Alliance")),
            (&[1], text("Lightweight M2M Client")),
            (&[2], text("345000123")),
            (&[3], text("1.0")),
            (&[6, 0], Integer(1)),
            (&[6, 1], Integer(5)),
            (&[7, 0], Integer(3800)),
            (&[7, 1], Integer(5000)),
            (&[8, 0], Integer(125)),
            (&[8, 1], Integer(900)),
            (&[9], Integer(100)),
            (&[10], Integer(15)),
            (&[11, 0], Integer(0)),
            (&[11, 1], Integer(2)),
            (&[13], Time(1_367_491_215)),
            (&[14], text("+02:00")),
            (&[15], text("Europe/Berlin")),
            (&[16], text("U")),
            (&[17], text("Environment sensor")),
            (&[18], text("2.4.1")),
            (&[19], text("3.12.0")),
            (&[20], Integer(0)),
            (&[21], Integer(262_144)),
        ];
        let device = path(&[3, 0]);
        let records =
            values.into_iter().map(|(ids, value)| record(device.join(path(ids)), value, None));
        let description = "one Device instance, 23 records of mixed types";
        Self::new("device", description, &[3, 0], records.collect(), DEVICE_TYPES, MANY)
    }

    /// B: 1001 floats, seven resources each of 143 temperature sensors.
    #[must_use]
    pub fn sensors(floats: Floats) -> Self {
        let mut random = Random::new(0xb);
        let records = (0..143).flat_map(|instance| (5700..=5706).map(move |id| (instance, id)));
        let records = records.map(|(instance, id)| {
            let value = OwnedValue::Float(float(&mut random, floats));
            record(Path::new(&[3303, instance, id]), value, None)
        });
        let (name, description) = match floats {
            Floats::Short => ("sensors", "1001 floats of 3 or 4 digits over 143 instances"),
            Floats::Long => ("sensors-long", "1001 floats of 14 to 17 digits over 143 instances"),
        };
        Self::new(name, description, &[3303], records.collect(), SENSOR_TYPES, MANY)
    }

    /// C: 1000 values of one resource, ten seconds apart.
    #[must_use]
    pub fn history(floats: Floats) -> Self {
        let mut random = Random::new(0xc);
        let records = (0..1000).map(|step| {
            let value = OwnedValue::Float(float(&mut random, floats));
            let time = Timestamp::from_seconds(1_700_000_000 + 10 * step);
            record(Path::new(&[3303, 0, 5700]), value, Some(time))
        });
        let (name, description) = match floats {
            Floats::Short => ("history", "1000 values of one path with times, 3 or 4 digits"),
            Floats::Long => ("history-long", "1000 values of one path with times, 14 to 17 digits"),
        };
        Self::new(name, description, &[3303, 0, 5700], records.collect(), SENSOR_TYPES, TIMED)
    }

    /// D: one Opaque value of 256 KiB.
    #[must_use]
    pub fn firmware() -> Self {
        let image = OwnedValue::Opaque(Random::new(0xd).bytes(256 * 1024));
        let records = vec![record(Path::new(&[5, 0, 0]), image, None)];
        let description = "one opaque value of 256 KiB";
        const FORMATS: &[ContentFormat] =
            &[Tlv, SenmlJson, SenmlCbor, Lwm2mCbor, OmaJson, Text, Opaque, Cbor];
        let corpus =
            Self::new("firmware", description, &[5, 0, 0], records, FIRMWARE_TYPES, FORMATS);
        Self { operation: Operation::Write, ..corpus }
    }

    /// Many instances, each with a single resource, so that records share nothing.
    #[must_use]
    pub fn lights() -> Self {
        let mut random = Random::new(0xf);
        let records = (0..1000).map(|instance| {
            let value = OwnedValue::Boolean(random.below(2) == 1);
            record(Path::new(&[3311, instance, 5850]), value, None)
        });
        let description = "1000 instances with one boolean each";
        Self::new("lights", description, &[3311], records.collect(), LIGHT_TYPES, MANY)
    }

    /// One float, as most notifications have.
    #[must_use]
    pub fn reading() -> Self {
        let records = vec![record(Path::new(&[3303, 0, 5700]), OwnedValue::Float(23.4), None)];
        const FORMATS: &[ContentFormat] =
            &[Tlv, SenmlJson, SenmlCbor, Lwm2mCbor, OmaJson, Text, Cbor];
        let description = "one float";
        Self::new("reading", description, &[3303, 0, 5700], records, SENSOR_TYPES, FORMATS)
    }

    /// The context of a payload in this format.
    ///
    /// TLV, plain text and OMA JSON are read with the schema, as they do not carry all types. The
    /// others are read without it, to the types on the wire, like their peers.
    #[must_use]
    pub fn context(&self, format: ContentFormat) -> Context<'_> {
        let context = Context::new(self.operation, self.base);
        match format {
            Tlv | Text | OmaJson => context.with_schema(&self.types),
            _ => context,
        }
    }

    /// The payload of the records in a format, as common senders write it.
    ///
    /// # Panics
    /// If the format cannot carry them.
    #[must_use]
    pub fn payload(&self, format: ContentFormat) -> Vec<u8> {
        match format {
            SenmlJson if self.records.len() > 1 => senml::json(self, Style::Usual),
            SenmlCbor if self.records.len() > 1 => senml::cbor(self, Style::Usual),
            _ => self.encoded(format),
        }
    }

    /// The records as the encoder under test writes them.
    ///
    /// # Panics
    /// If the format cannot carry them.
    #[must_use]
    pub fn encoded(&self, format: ContentFormat) -> Vec<u8> {
        encode_to_vec(format, &self.records, &self.context(format)).expect("the format can do it")
    }
}

/// The number of links in [`links`].
pub const LINKS: usize = 205;

/// The objects of a registration, with their versions and the number of their instances.
const REGISTERED: [(u16, Option<Version>, u16); 5] = [
    (1, None, 2),
    (2, None, 0),
    (3, Some(Version::new(1, 2)), 1),
    (5, None, 1),
    (3303, Some(Version::new(1, 1)), 197),
];

/// E: the payload of a registration in CoRE link format.
#[must_use]
pub fn links() -> Vec<u8> {
    let mut payload = String::from(r#"</>;rt="oma.lwm2m";ct="60 110 112 11542 11544""#);
    for (object, version, instances) in REGISTERED {
        // An object needs a link of its own for its version, or if it has no instances.
        if version.is_some() || instances == 0 {
            payload += &format!(",</{object}>");
        }
        if let Some(version) = version {
            payload += &format!(";ver={version}");
        }
        (0..instances).for_each(|instance| payload += &format!(",</{object}/{instance}>"));
    }
    payload.into_bytes()
}

/// The same links as a program holds them.
#[must_use]
pub fn typed_links() -> Vec<Lwm2mLink<'static>> {
    const FORMATS: &[ContentFormat] = &[Cbor, SenmlJson, SenmlCbor, Tlv, Lwm2mCbor];
    let root = Lwm2mLink::new(Path::ROOT);
    let mut links = vec![Lwm2mLink { marks_root: true, ct: Some(Formats::new(FORMATS)), ..root }];
    for (object, ver, instances) in REGISTERED {
        let link = Lwm2mLink { ver, ..Lwm2mLink::new(path(&[object])) };
        links.extend((ver.is_some() || instances == 0).then_some(link));
        links.extend((0..instances).map(|instance| Lwm2mLink::new(path(&[object, instance]))));
    }
    links
}

fn path(ids: &[u16]) -> Path {
    Path::new(ids).expect("a path")
}

fn record(
    path: impl Into<Option<Path>>,
    value: OwnedValue,
    time: Option<Timestamp>,
) -> OwnedRecord {
    let path = path.into().expect("a path");
    OwnedRecord { path, time, content: OwnedContent::Value(value) }
}

/// A float between 10 and 100 that 32 bits cannot hold.
fn float(random: &mut Random, floats: Floats) -> f64 {
    loop {
        let value = match floats {
            Floats::Short => (1000 + random.below(9000)) as f64 / 100.0,
            Floats::Long => 10.0 + (random.next() >> 11) as f64 * (90.0 / (1u64 << 53) as f64),
        };
        let digits = value.to_string().len() - 1;
        let wanted = match floats {
            Floats::Short => 3..=4,
            Floats::Long => 14..=17,
        };
        if wanted.contains(&digits) && f64::from(value as f32) != value {
            return value;
        }
    }
}

#[cfg(test)]
mod tests {
    use lwm2m_codec::{Strictness, decode, link};

    use super::*;

    /// The records that a payload decodes to, with values of the types in the corpus.
    fn decoded(corpus: &Corpus, format: ContentFormat, payload: &[u8]) -> Vec<OwnedRecord> {
        let context = corpus.context(format).with_schema(&corpus.types);
        let records = decode(format, payload, &context);
        records.map(|record| record.expect("a payload without errors").into()).collect()
    }

    #[test]
    fn payloads_hold_the_records_in_every_format() {
        for corpus in Corpus::all() {
            for &format in corpus.formats {
                let name = corpus.name;
                let payload = corpus.payload(format);
                assert!(decoded(&corpus, format, &payload) == corpus.records, "{name} {format}");
                assert!(corpus.records.len() > 1 || payload == corpus.encoded(format));
            }
        }
    }

    #[test]
    fn styles_hold_the_same_records() {
        let corpora = Corpus::all().into_iter().filter(|corpus| corpus.records.len() > 1);
        for corpus in corpora {
            let usual = corpus.payload(SenmlJson);
            for style in [Style::Usual, Style::Absolute, Style::Shuffled] {
                let (json, cbor) = (senml::json(&corpus, style), senml::cbor(&corpus, style));
                assert_eq!(json == usual, style == Style::Usual);
                assert!(decoded(&corpus, SenmlJson, &json) == corpus.records);
                assert!(decoded(&corpus, SenmlCbor, &cbor) == corpus.records);
            }
        }
    }

    #[test]
    fn bytes_per_record_are_those_that_goals_were_set_for() {
        let bytes = |name: &str, format| {
            let corpus = Corpus::named(name).expect("a corpus");
            corpus.payload(format).len() as f64 / corpus.records.len() as f64
        };
        for (name, format, expected) in [
            ("device", Tlv, 8.0),
            ("sensors", Tlv, 12.4),
            ("device", SenmlJson, 24.4),
            ("sensors", SenmlJson, 25.9),
            ("history", SenmlJson, 20.8),
            ("device", SenmlCbor, 12.6),
            ("sensors", SenmlCbor, 20.2),
            ("history", SenmlCbor, 15.0),
            ("device", Lwm2mCbor, 7.7),
            ("sensors", Lwm2mCbor, 12.4),
        ] {
            let bytes = bytes(name, format);
            assert!((bytes - expected).abs() < 0.3, "{name} {format}: {bytes:.2}");
        }
    }

    #[test]
    fn links_are_a_registration() {
        let payload = links();
        let links = link::decode(&payload, Strictness::STRICT);
        assert_eq!(links.clone().filter_map(Result::ok).count(), LINKS);
        let registration = link::RegistrationLinks::new(links).expect("a registration");
        assert_eq!(registration.instances().count(), 201);
        assert_eq!(link::encode_to_vec(&typed_links()), Ok(payload));
    }

    #[test]
    fn floats_have_the_digits_that_the_names_say() {
        for (floats, digits) in [(Floats::Short, 3..=4), (Floats::Long, 14..=17)] {
            for record in Corpus::sensors(floats).records {
                let OwnedContent::Value(OwnedValue::Float(value)) = record.content else {
                    panic!("{record:?}")
                };
                assert!(digits.contains(&(value.to_string().len() - 1)), "{value}");
            }
        }
    }
}
