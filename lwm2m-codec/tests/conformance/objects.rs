//! Structs from payloads and back.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use lwm2m_codec::objects::{
    Error, Reason, Scratch, Slot, Time, from_payload, from_payload_with, to_payload,
    to_payload_with, to_slice,
};
use lwm2m_codec::{
    ContentFormat, Context, DataType, ErrorKind, Leniency, Object, ObjectLink, ObjectTable,
    Operation, Operations, Path, Resource, ResourceType, Resources, Strictness,
};
use serde::{Deserialize, Serialize};

const FORMATS: [ContentFormat; 5] = [
    ContentFormat::Tlv,
    ContentFormat::SenmlJson,
    ContentFormat::SenmlCbor,
    ContentFormat::Lwm2mCbor,
    ContentFormat::OmaJson,
];

fn path(ids: &[u16]) -> Path {
    Path::new(ids).unwrap()
}

fn json<'de, T: Deserialize<'de>>(base: &[u16], payload: &'de str) -> Result<T, Error> {
    from_payload(ContentFormat::SenmlJson, path(base), payload.as_bytes())
}

fn kind(error: &Error) -> ErrorKind {
    match error.reason() {
        Reason::Codec(error) => error.kind(),
        reason => panic!("{reason:?}"),
    }
}

/// The Device object of the LwM2M documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Device {
    #[serde(rename = "0")]
    manufacturer: String,
    #[serde(rename = "1")]
    model_number: String,
    #[serde(rename = "2")]
    serial_number: String,
    #[serde(rename = "3")]
    firmware_version: String,
    #[serde(rename = "6")]
    power_sources: BTreeMap<u16, u8>,
    #[serde(rename = "7")]
    voltages: BTreeMap<u16, i64>,
    #[serde(rename = "8")]
    currents: Vec<i32>,
    #[serde(rename = "9")]
    battery_level: Option<i64>,
    #[serde(rename = "10")]
    memory_free: Option<u64>,
    #[serde(rename = "11")]
    error_codes: [u16; 1],
    #[serde(rename = "12")]
    reset_error_code: Option<()>,
    #[serde(rename = "13")]
    current_time: Option<Time>,
    #[serde(rename = "14")]
    utc_offset: Option<String>,
    #[serde(rename = "16")]
    binding: Option<Binding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Binding {
    U,
    T,
}

fn device() -> Device {
    Device {
        manufacturer: "Open Mobile Alliance".into(),
        model_number: "Lightweight M2M Client".into(),
        serial_number: "345000123".into(),
        firmware_version: "1.0".into(),
        power_sources: [(0, 1), (1, 5)].into(),
        voltages: [(0, 3800), (1, 5000)].into(),
        currents: vec![125, 900],
        battery_level: Some(100),
        memory_free: Some(15),
        error_codes: [0],
        reset_error_code: None,
        current_time: Some(Time(1_367_491_215)),
        utc_offset: Some("+02:00".into()),
        binding: Some(Binding::U),
    }
}

/// The classic payload of each format.
fn classic() -> Vec<(ContentFormat, Vec<u8>)> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/vectors.jsonl");
    let vectors = std::fs::read_to_string(file).unwrap();
    let mut payloads = Vec::new();
    for line in vectors.lines() {
        let vector: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = vector["id"].as_str().unwrap();
        if id.starts_with("classic-") && id.ends_with("-3-0") {
            let format = vector["format"].as_str().unwrap().parse().unwrap();
            payloads.push((format, hex::decode(vector["hex"].as_str().unwrap()).unwrap()));
        }
    }
    payloads
}

/// JSON without white space between tokens; the payloads have none within strings but spaces.
fn compact(format: ContentFormat, payload: &[u8]) -> Vec<u8> {
    match format.is_textual() {
        true => payload.iter().copied().filter(|byte| !b"\n\r\t".contains(byte)).collect(),
        false => payload.to_vec(),
    }
}

#[test]
fn the_classic_device_is_one_struct_in_all_formats() {
    let payloads = classic();
    assert_eq!(payloads.len(), FORMATS.len());
    let base = path(&[3, 0]);
    for (format, payload) in payloads {
        assert!(FORMATS.contains(&format));
        let read: Device = from_payload(format, base, &payload).unwrap();
        assert_eq!(read, device(), "{format}");
        let written = to_payload(format, base, &read).unwrap();
        assert_eq!(written, compact(format, &payload), "{format}");

        let mut scratch = Scratch { slots: &mut [Slot::FREE; 16], text: &mut [0; 80] };
        let mut buffer = [0; 512];
        let context = Context::read(base);
        let length = to_slice(format, &context, &read, &mut scratch, &mut buffer).unwrap();
        assert_eq!(buffer[..length], written, "{format}");
    }
}

#[test]
fn order_does_not_count() {
    for (format, payload) in classic() {
        let base = path(&[3, 0]);
        let context = Context::read(base);
        let mut records: Vec<_> = lwm2m_codec::decode(format, &payload, &context)
            .map(|record| lwm2m_codec::OwnedRecord::from(record.unwrap()))
            .collect();
        // Raw values of TLV encode as the bytes that they are. Its groups must stay together.
        match format {
            ContentFormat::Tlv | ContentFormat::Lwm2mCbor => records.reverse(),
            _ => records.sort_by_key(|record| record.path.resource_instance()),
        }
        let shuffled = lwm2m_codec::encode_to_vec(format, &records, &context).unwrap();
        assert_ne!(shuffled, payload);
        assert_eq!(from_payload::<Device>(format, base, &shuffled).unwrap(), device(), "{format}");
    }
}

#[test]
fn the_base_path_says_what_the_type_stands_for() {
    let payload =
        r#"[{"n":"/3/0/9","v":1},{"n":"/3303/0/5700","v":2.5},{"n":"/3303/1/5700","v":3}]"#;
    type Values = BTreeMap<u16, f64>;
    let objects: BTreeMap<u16, BTreeMap<u16, Values>> = json(&[], payload).unwrap();
    assert_eq!(objects[&3][&0][&9], 1.0);
    assert_eq!(objects[&3303][&1][&5700], 3.0);

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Objects {
        #[serde(rename = "3")]
        device: HashMap<u16, Values>,
        #[serde(rename = "3303")]
        temperatures: Vec<Temperature>,
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Temperature {
        #[serde(rename = "5700")]
        value: f32,
    }
    let objects: Objects = json(&[], payload).unwrap();
    assert_eq!(objects.temperatures, [Temperature { value: 2.5 }, Temperature { value: 3.0 }]);
    for format in [ContentFormat::SenmlJson, ContentFormat::SenmlCbor, ContentFormat::Lwm2mCbor] {
        let written = to_payload(format, Path::ROOT, &objects).unwrap();
        assert_eq!(from_payload::<Objects>(format, Path::ROOT, &written).unwrap(), objects);
    }

    let instances: Vec<Temperature> =
        json(&[3303], r#"[{"n":"/3303/0/5700","v":2.5},{"n":"/3303/7/5700","v":3}]"#).unwrap();
    assert_eq!(instances, objects.temperatures);
    for format in FORMATS {
        let written = to_payload(format, path(&[3303]), &instances).unwrap();
        let read: Vec<Temperature> = from_payload(format, path(&[3303]), &written).unwrap();
        assert_eq!(read, instances, "{format}");
    }
    assert_eq!(json::<u8>(&[3, 0, 9], r#"[{"n":"/3/0/9","v":7}]"#).unwrap(), 7);
    assert_eq!(json::<[u8; 1]>(&[3, 0, 6], r#"[{"n":"/3/0/6/2","v":7}]"#).unwrap(), [7]);
    assert_eq!(json::<u8>(&[3, 0, 6, 2], r#"[{"n":"/3/0/6/2","v":7}]"#).unwrap(), 7);
    // Single values, by formats that hold nothing else.
    let battery = path(&[3, 0, 9]);
    assert_eq!(from_payload::<u8>(ContentFormat::Text, battery, b"95").unwrap(), 95);
    assert_eq!(from_payload::<u8>(ContentFormat::Cbor, battery, b"\x18\x5f").unwrap(), 95);
    assert_eq!(to_payload(ContentFormat::Text, battery, &95).unwrap(), b"95");
    assert_eq!(to_payload(ContentFormat::Cbor, battery, &95).unwrap(), b"\x18\x5f");
    // A Create that leaves the choice of the ID to the client.
    let context = Context::new(Operation::Create, path(&[3303]));
    let new: BTreeMap<u16, Temperature> = [(65535, Temperature { value: 1.0 })].into();
    let written = to_payload_with(ContentFormat::Tlv, &context, &new).unwrap();
    let read = from_payload_with(ContentFormat::Tlv, &context, &written);
    assert_eq!(read, Ok(new));
}

#[test]
fn text_and_bytes_are_borrowed_where_the_wire_allows_it() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Borrowed<'a> {
        #[serde(rename = "0")]
        text: &'a str,
        #[serde(rename = "1", borrow)]
        bytes: &'a serde_bytes::Bytes,
    }
    let value = Borrowed { text: "abc", bytes: serde_bytes::Bytes::new(b"\x00\xff") };
    for format in [ContentFormat::Tlv, ContentFormat::SenmlCbor, ContentFormat::Lwm2mCbor] {
        let payload = to_payload(format, path(&[19, 0]), &value).unwrap();
        let read: Borrowed<'_> = from_payload(format, path(&[19, 0]), &payload).unwrap();
        assert_eq!(read, value);
        assert!(payload.as_ptr_range().contains(&read.text.as_ptr()));
        assert!(payload.as_ptr_range().contains(&read.bytes.as_ptr()));
    }
    // Base64 and escapes cannot be borrowed, but owned.
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Owned<'a> {
        #[serde(rename = "0", borrow)]
        text: Cow<'a, str>,
        #[serde(rename = "1")]
        bytes: serde_bytes::ByteBuf,
    }
    for length in [2, 255, 256, 257, 1000] {
        let value = Owned { text: "\n".repeat(length).into(), bytes: vec![0xfb; length].into() };
        for format in FORMATS {
            let payload = to_payload(format, path(&[19, 0]), &value).unwrap();
            let read = from_payload::<Owned<'_>>(format, path(&[19, 0]), &payload);
            assert_eq!(read.as_ref(), Ok(&value), "{format}");
            let refused = from_payload::<Borrowed<'_>>(format, path(&[19, 0]), &payload);
            assert_eq!(refused.is_err(), format.is_textual(), "{format}");
        }
    }
}

#[test]
fn object_links_and_times_are_types_integers_and_strings() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Typed {
        #[serde(rename = "0")]
        link: ObjectLink,
        #[serde(rename = "1")]
        time: Time,
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Plain {
        #[serde(rename = "0")]
        link: String,
        #[serde(rename = "1")]
        time: i64,
    }
    let base = path(&[6, 0]);
    let typed = Typed { link: ObjectLink::new(66, 1).unwrap(), time: Time(-5) };
    let plain = Plain { link: "66:1".into(), time: -5 };
    let schema = |_, resource| {
        let types = [DataType::ObjectLink, DataType::Time];
        types.get(usize::from(resource)).map(|&data_type| ResourceType::single(data_type))
    };
    let context = Context::read(base).with_schema(&schema);
    for format in FORMATS {
        let payload = to_payload(format, base, &typed).unwrap();
        assert_eq!(to_payload_with(format, &context, &typed).unwrap(), payload);
        assert_eq!(to_payload_with(format, &context, &plain).unwrap(), payload);
        assert_eq!(from_payload(format, base, &payload).as_ref(), Ok(&typed));
        assert_eq!(from_payload_with(format, &context, &payload).as_ref(), Ok(&typed));
        let read = from_payload_with(format, &context, &payload);
        assert_eq!(read, Ok(Plain { link: "66:1".into(), time: -5 }), "{format}");
    }
    // In other formats of serde they are text and numbers.
    assert_eq!(serde_json::to_string(&typed).unwrap(), r#"{"0":"66:1","1":-5}"#);
    assert_eq!(serde_json::from_str::<Typed>(r#"{"0":"66:1","1":-5}"#).unwrap(), typed);
    let wrong = serde_json::from_str::<Typed>(r#"{"0":"66-1","1":-5}"#).unwrap_err();
    assert!(wrong.to_string().contains("an object link such as 66:1"), "{wrong}");
    // Times with the tag that only some read.
    let tagged = Context::read(path(&[6, 0, 1])).with_tagged_time(true);
    assert_eq!(to_payload_with(ContentFormat::Cbor, &tagged, &Time(5)).unwrap(), [0xc1, 5]);
    assert_eq!(to_payload_with(ContentFormat::Cbor, &tagged, &5).unwrap(), [5]);
}

#[test]
fn declared_types_come_first() {
    let schema = |_, resource| {
        let types = [DataType::Float, DataType::Unsigned, DataType::String, DataType::Integer];
        types.get(usize::from(resource)).map(|&data_type| ResourceType::single(data_type))
    };
    let context = Context::read(path(&[9, 0])).with_schema(&schema);
    let payload =
        to_payload_with(ContentFormat::Tlv, &context, &BTreeMap::from([(0, 1), (1, 200)])).unwrap();
    assert_eq!(payload, b"\xc4\x00\x3f\x80\x00\x00\xc1\x01\xc8");
    // Without one, the bytes mean the same to those who read them as signed.
    assert_eq!(
        to_payload(ContentFormat::Tlv, path(&[9, 0, 1]), &200u8).unwrap(),
        b"\xc2\x01\x00\xc8"
    );
    let large = to_payload(ContentFormat::Tlv, path(&[9, 0, 1]), &u64::MAX).unwrap();
    assert_eq!(from_payload(ContentFormat::Tlv, path(&[9, 0, 1]), &large), Ok(u64::MAX));

    fn refusal<T: Serialize>(context: &Context<'_>, value: T) -> String {
        let error = to_payload_with(ContentFormat::Tlv, context, &value).unwrap_err();
        assert_eq!((error.offset(), error.path()), (None, context.base()));
        error.to_string()
    }
    let at = |id| Context::read(path(&[9, 0, id])).with_schema(&schema);
    let range = "the number does not fit the data type: expected";
    assert_eq!(refusal(&at(2), 5), "/9/0/2: expected string, found integer");
    assert_eq!(refusal(&at(1), -5), format!("/9/0/1: {range} unsigned"));
    assert_eq!(refusal(&at(0), u64::MAX), format!("/9/0/0: {range} float"));
    assert_eq!(refusal(&at(3), true), "/9/0/3: expected integer, found boolean");

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Level {
        Low,
        High,
    }
    for format in FORMATS {
        for (id, context) in [(3, context), (2, context), (2, Context::read(path(&[9, 0])))] {
            let levels = BTreeMap::from([(id, Level::High)]);
            let payload = to_payload_with(format, &context, &levels).unwrap();
            assert_eq!(from_payload_with(format, &context, &payload), Ok(levels), "{format} {id}");
        }
    }
    assert_eq!(json::<Level>(&[9, 0, 3], r#"[{"n":"/9/0/3","v":1}]"#), Ok(Level::High));
}

#[test]
fn fields_may_have_the_names_of_resources() {
    let read = Operations::READ;
    let resources = [
        Resource::new(0, "Manufacturer", DataType::String, read),
        Resource {
            multiple: true,
            ..Resource::new(7, "Power Source Voltage", DataType::Integer, read)
        },
        Resource::new(9, "Battery Level", DataType::Integer, read),
        Resource::new(13, "Current Time", DataType::Time, read),
    ];
    let objects = [Object::new(3, "Device", Resources::new(&resources).unwrap())];
    let schema = ObjectTable::new(&objects).unwrap();
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Named {
        #[serde(rename = "Manufacturer")]
        manufacturer: String,
        power_source_voltage: BTreeMap<u16, i64>,
        battery_level: Option<u8>,
        #[serde(rename = "13")]
        now: i64,
    }
    let named = Named {
        manufacturer: "OMA".into(),
        power_source_voltage: [(1, 3800)].into(),
        battery_level: Some(100),
        now: 5,
    };
    let context = Context::read(path(&[3, 0])).with_schema(&schema);
    for format in FORMATS {
        let payload = to_payload_with(format, &context, &named).unwrap();
        assert_eq!(from_payload_with(format, &context, &payload).as_ref(), Ok(&named), "{format}");
        // Without the schema the names mean nothing.
        let error = to_payload(format, path(&[3, 0]), &named).unwrap_err();
        assert_eq!((error.reason(), error.path()), (&Reason::InvalidKey, path(&[3, 0])));
        let error = from_payload::<Named>(format, path(&[3, 0]), &payload).unwrap_err();
        assert_eq!((error.reason(), error.path()), (&Reason::UnknownField, path(&[3, 0, 0])));
    }
}

#[test]
fn absent_and_unknown_resources() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Loose {
        #[serde(rename = "1")]
        one: Option<i64>,
        #[serde(rename = "2", default, skip_serializing_if = "BTreeMap::is_empty")]
        two: BTreeMap<u16, i64>,
    }
    let unknown = r#"[{"n":"/9/0/0/3","v":1},{"n":"/9/0/1","v":1},{"n":"/9/0/5","vs":"x"}]"#;
    let read: Loose = json(&[9, 0], unknown).unwrap();
    assert_eq!(read, Loose { one: Some(1), two: BTreeMap::new() });
    let none = Loose { one: None, two: BTreeMap::new() };
    assert_eq!(json(&[9, 0], "[]").as_ref(), Ok(&none));
    assert_eq!(to_payload(ContentFormat::SenmlJson, path(&[9, 0]), &none).unwrap(), b"[]");
    assert_eq!(to_payload(ContentFormat::Tlv, path(&[9, 0]), &none).unwrap(), b"");
    assert_eq!(from_payload(ContentFormat::Tlv, path(&[9, 0]), b"").as_ref(), Ok(&none));

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        #[serde(rename = "1")]
        _one: i64,
    }
    let error = json::<Strict>(&[9, 0], unknown).unwrap_err();
    assert_eq!(error.to_string(), "byte 1, /9/0/0: unknown field");
    let error = json::<Strict>(&[9, 0], r#"[]"#).unwrap_err();
    assert_eq!(error.to_string(), "byte 2, /9/0: missing field 1");
    let nested = r#"[{"n":"/9/0/1","v":1},{"n":"/9/1/3","v":1}]"#;
    let read: BTreeMap<u16, Loose> = json(&[9], nested).unwrap();
    assert_eq!(read[&0].one, Some(1));
    let error = json::<BTreeMap<u16, Strict>>(&[9], nested).unwrap_err();
    assert_eq!(error.to_string(), "byte 22, /9/1/3: unknown field");

    // Containers that are there and empty.
    let empty: BTreeMap<u16, BTreeMap<u16, i64>> = BTreeMap::from([(2, BTreeMap::new())]);
    let payload = to_payload(ContentFormat::Tlv, path(&[9, 0]), &empty).unwrap();
    assert_eq!(payload, [0x80, 2]);
    assert_eq!(from_payload(ContentFormat::Tlv, path(&[9, 0]), &payload), Ok(empty.clone()));
    let error = to_payload(ContentFormat::SenmlJson, path(&[9, 0]), &empty).unwrap_err();
    assert_eq!((kind(&error), error.path()), (ErrorKind::NotRepresentable, path(&[9, 0, 2])));
}

#[test]
fn errors_name_the_byte_and_the_path() {
    let fails = |result: Result<BTreeMap<u16, i8>, Error>| result.unwrap_err().to_string();
    let json = |text: &str| fails(json(&[3, 0], text));
    assert_eq!(
        json(r#"[{"n":"/3/0/1","v":1},{"n":"/3/0/9","vs":"x"}]"#),
        "byte 41, /3/0/9: expected integer, found text"
    );
    assert_eq!(
        json(r#"[{"n":"/3/0/9","v":200}]"#),
        "byte 19, /3/0/9: the number does not fit the data type: expected integer"
    );
    assert_eq!(
        json(r#"[{"n":"/3/0/9","v":1.5}]"#),
        "byte 19, /3/0/9: a number with a fraction where an integer is due: expected integer"
    );
    assert_eq!(
        json(r#"[{"n":"/3/0/9/0","v":1}]"#),
        "byte 1, /3/0/9: single and multiple-instance resources must not be mixed up"
    );
    assert_eq!(
        json(r#"[{"n":"/3/0/9","v":1"#),
        "byte 20, /3/0: the payload ends here, but more must follow"
    );
    let tlv = |bytes: &[u8]| fails(from_payload(ContentFormat::Tlv, path(&[3, 0]), bytes));
    assert_eq!(
        tlv(b"\xc1\x01\x05\xc3\x09\x01\x02\x03"),
        "byte 5, /3/0/9: the data type has no values of this length: expected integer"
    );
    assert_eq!(
        tlv(b"\xc1\x01\x05\xc2\x09\x01\x02"),
        "byte 5, /3/0/9: the number does not fit the data type: expected integer"
    );
    let cbor = |bytes: &[u8]| fails(from_payload(ContentFormat::Lwm2mCbor, path(&[3, 0]), bytes));
    assert_eq!(cbor(b"\xa1\x83\x03\x00\x09\x61x"), "byte 5, /3/0/9: expected integer, found text");
    assert_eq!(
        cbor(b"\xa1\x83\x03\x00\x09\xf9\x3c\x00"),
        "byte 5, /3/0/9: expected integer, found float"
    );

    // What a type says itself is placed too.
    let port = br#"[{"n":"/1/0/7","vs":"localhost"}]"#;
    let error = from_payload::<std::net::IpAddr>(ContentFormat::SenmlJson, path(&[1, 0, 7]), port);
    assert_eq!(error.unwrap_err().to_string(), "byte 20, /1/0/7: invalid IP address syntax");
}

#[test]
fn one_path_has_one_value() {
    let twice = r#"[{"n":"/3/0/9","v":1,"t":1},{"n":"/3/0/9","v":2,"t":2}]"#;
    let error = json::<BTreeMap<u16, i64>>(&[3, 0], twice).unwrap_err();
    assert_eq!((error.reason(), error.offset()), (&Reason::Leftover, Some(28)));
    assert_eq!(json::<i64>(&[3, 0, 9], twice).unwrap_err().reason(), &Reason::Leftover);
    let both = r#"[{"n":"/3/0/9","v":1},{"n":"/3/0/9/0","v":2}]"#;
    let error = json::<BTreeMap<u16, i64>>(&[3, 0], both).unwrap_err();
    assert_eq!(kind(&error), ErrorKind::ValueAndContainer);
    let many = r#"[{"n":"/3/0/9/1","v":1},{"n":"/3/0/9/2","v":2}]"#;
    assert_eq!(json::<[i64; 1]>(&[3, 0, 9], many).unwrap_err().reason(), &Reason::Leftover);
    assert_eq!(json::<(i64, i64)>(&[3, 0, 9], many), Ok((1, 2)));
    let error = json::<[i64; 3]>(&[3, 0, 9], many).unwrap_err();
    assert_eq!(
        error.to_string(),
        "byte 47, /3/0/9: invalid length 2, expected an array of length 3"
    );
}

#[test]
fn leniencies_hold_for_what_the_target_asks_for() {
    let base = path(&[3, 0, 6]);
    let context = Context::read(base);
    let lenient = |leniency| context.with_strictness(Strictness::STRICT.with(leniency));
    let tlv = b"\xc1\x06\x05";
    let error = from_payload_with::<Vec<u8>>(ContentFormat::Tlv, &context, tlv).unwrap_err();
    assert_eq!(kind(&error), ErrorKind::Multiplicity);
    let context = lenient(Leniency::SingleForMultiple);
    let read = from_payload_with(ContentFormat::Tlv, &context, tlv);
    assert_eq!(read, Ok(BTreeMap::from([(0u16, 5u8)])));

    let context = lenient(Leniency::FloatForInteger);
    assert_eq!(from_payload_with(ContentFormat::Cbor, &context, b"\xf9\x3c\x00"), Ok(1i64));
    let context = lenient(Leniency::NumberForBoolean);
    assert_eq!(from_payload_with(ContentFormat::Cbor, &context, b"\x01"), Ok(true));
    assert!(from_payload::<bool>(ContentFormat::Cbor, base, b"\x01").is_err());
    let context = lenient(Leniency::HexNullLink);
    let null = from_payload_with(ContentFormat::Cbor, &context, b"\x69FFFF:FFFF");
    assert_eq!(null, Ok(ObjectLink::NULL));
    // JSON has one type of numbers.
    assert_eq!(json(&[3, 0, 9], r#"[{"n":"/3/0/9","v":1e2}]"#), Ok(100u8));
    assert_eq!(
        json(&[3, 0, 9], r#"[{"n":"/3/0/9","v":9007199254740993.0}]"#),
        Ok(9007199254740993i64)
    );
}

#[test]
fn flattened_and_untagged_types_read_ids() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Outer {
        #[serde(rename = "0")]
        name: String,
        #[serde(flatten)]
        rest: BTreeMap<String, f64>,
    }
    let payload = r#"[{"n":"/9/0/0","vs":"x"},{"n":"/9/0/1","v":1.5},{"n":"/9/0/10","v":2}]"#;
    let read: Outer = json(&[9, 0], payload).unwrap();
    assert_eq!(read.rest, [("1".into(), 1.5), ("10".into(), 2.0)].into());
    let written = to_payload(ContentFormat::SenmlJson, path(&[9, 0]), &read).unwrap();
    assert_eq!(json::<Outer>(&[9, 0], std::str::from_utf8(&written).unwrap()), Ok(read));

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(i64),
        Text(String),
        Record {
            #[serde(rename = "1")]
            one: f64,
            #[serde(rename = "0")]
            zero: String,
        },
    }
    assert_eq!(json(&[9, 0, 0], r#"[{"n":"/9/0/0","vs":"x"}]"#), Ok(Either::Text("x".into())));
    assert_eq!(json(&[9, 0, 0], r#"[{"n":"/9/0/0","v":1}]"#), Ok(Either::Number(1)));
    let record = Either::Record { one: 1.5, zero: "x".into() };
    assert_eq!(json(&[9, 0], payload), Ok(record));
}

#[test]
fn scratch_that_is_too_small_is_an_error() {
    let context = Context::read(path(&[3, 0, 6]));
    let write = |slots: &mut [Slot], text: &mut [u8], buffer: &mut [u8], value: &[&str]| {
        let mut scratch = Scratch { slots, text };
        to_slice(ContentFormat::Tlv, &context, value, &mut scratch, buffer)
    };
    let two = ["ab", "c"];
    let slots = &mut [Slot::FREE; 2];
    assert_eq!(write(slots, &mut [0; 3], &mut [0; 9], &two), Ok(9));
    let error = write(slots, &mut [0; 2], &mut [0; 9], &two).unwrap_err();
    assert_eq!((error.reason(), error.path()), (&Reason::ScratchFull, path(&[3, 0, 6, 1])));
    let error = write(&mut [Slot::FREE], &mut [0; 3], &mut [0; 9], &two).unwrap_err();
    assert_eq!(error.reason(), &Reason::ScratchFull);
    let error = write(slots, &mut [0; 3], &mut [0; 8], &two).unwrap_err();
    assert_eq!(error.to_string(), "the buffer is too small: 9 bytes are needed");
}

#[test]
fn no_target_passes_over_a_broken_payload() {
    /// Takes whatever there is, or nothing.
    #[derive(Debug, PartialEq, Default)]
    struct Meek(BTreeMap<u16, i64>);
    impl<'de> Deserialize<'de> for Meek {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Ok(Self(Deserialize::deserialize(deserializer).unwrap_or_default()))
        }
    }
    let error = json::<Meek>(&[9, 0], r#"[{"n":"/9/0/1","v":1},{"n":"/9/0/2"}]"#).unwrap_err();
    assert_eq!((kind(&error), error.offset()), (ErrorKind::MissingValue, Some(22)));
}
