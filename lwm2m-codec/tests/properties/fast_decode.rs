//! The fast path of decoders gives what the general path gives: payloads with one byte changed, read
//! as a whole, which takes the fast path, and as one block, which does not.

use lwm2m_codec::{
    ContentFormat, Context, DataType, Path, Record, ResourceType, Strictness, Timestamp, Value,
    encode_to_vec,
};

use crate::common::stated;
use crate::in_blocks::{in_blocks, whole};
use crate::testdata;

/// Bytes that mean something in one of the formats.
const BYTES: &[u8] =
    b"\x00\x01\x02\x18\x20\x41\x5f\x60\x80\x82\xa1\xbf\xc1\xe8\xf6\xfa\xff\"\\,-./09:eE{}[]tv";

fn compare(format: ContentFormat, payload: &[u8], context: &Context<'_>, what: &str) {
    let fast = whole(format, payload, context);
    let (general, _) = in_blocks(format, [payload], context, payload.len() + 64);
    assert_eq!(fast, general, "{what}: {payload:x?}");
}

/// Compares readings of a payload with each byte changed, left out and repeated; `step` leaves out
/// some of the places.
fn compare_changed(format: ContentFormat, payload: &[u8], context: &Context<'_>, what: &str) {
    compare(format, payload, context, what);
    for place in 0..payload.len() {
        let mut changed = payload.to_vec();
        for &byte in BYTES {
            changed[place] = byte;
            compare(format, &changed, context, what);
        }
        let byte = payload[place];
        changed[place] = byte ^ 1;
        compare(format, &changed, context, what);
        changed[place] = byte;
        changed.insert(place, byte);
        compare(format, &changed, context, what);
        changed.drain(place..=place + 1);
        compare(format, &changed, context, what);
        compare(format, &payload[..place], context, what);
    }
}

#[test]
fn changed_vectors() {
    let mut compared = 0;
    for vector in testdata::vectors() {
        let (format, payload) = (vector.content_format().unwrap(), vector.payload().unwrap());
        let schema = vector.schema().unwrap();
        for strictness in [Strictness::STRICT, Strictness::LENIENT] {
            let context =
                vector.context().unwrap().with_schema(&schema).with_strictness(strictness);
            compare_changed(format, &payload, &context, &vector.id);
        }
        compared += 1;
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn changed_packs() {
    let path = |ids: &[u16]| Path::new(ids).unwrap();
    let schema = |object: u16, resource: u16| {
        let types = [DataType::Float, DataType::Integer, DataType::String, DataType::Boolean];
        let data_type = *types.get(usize::from(resource % 8))?;
        (object != 9).then_some(match resource {
            8.. => ResourceType::multiple(data_type),
            _ => ResourceType::single(data_type),
        })
    };
    let mut records = Vec::new();
    for instance in [0, 1, 300] {
        records.extend([
            Record::new(path(&[3, instance, 0]), -21.5),
            Record::new(path(&[3, instance, 1]), 1_234_567i64),
            Record::new(path(&[3, instance, 2]), "text"),
            Record::new(path(&[3, instance, 3]), true),
            Record::new(path(&[3, instance, 8, 0]), 0.1),
            Record::new(path(&[3, instance, 8, 700]), 1e300),
            Record::new(path(&[3, instance, 9, 1]), -7i64),
        ]);
    }
    let timed: Vec<_> = (0..4)
        .map(|i| Record::new(path(&[3, 0, 0]), Value::Float(i.into())))
        .zip(1_700_000_000..)
        .map(|(record, seconds)| record.at(Timestamp::from_seconds(seconds)))
        .collect();
    let context = Context::read(path(&[3]));
    for format in [
        ContentFormat::Tlv,
        ContentFormat::SenmlJson,
        ContentFormat::SenmlCbor,
        ContentFormat::Lwm2mCbor,
    ] {
        let name = format.to_string();
        let typed = context.with_schema(&schema);
        let payload = encode_to_vec(format, &records, &context).unwrap();
        assert_eq!(whole(format, &payload, &typed).0.len(), records.len());
        for context in [typed, typed.lenient(), context] {
            compare_changed(format, &payload, &context, &name);
        }
        if matches!(format, ContentFormat::SenmlJson | ContentFormat::SenmlCbor) {
            let payload = encode_to_vec(format, &timed, &context).unwrap();
            compare_changed(format, &payload, &typed, &name);
            let payload =
                encode_to_vec(format, &records, &context.with_absolute_names(true)).unwrap();
            compare_changed(format, &payload, &typed, &name);
        }
    }
}

/// Requests of each level, IDs of one byte and of two, and floats of both widths.
#[test]
fn changed_payloads_without_names() {
    let schema = |object: u16, resource: u16| match (object, resource) {
        (3303, 5700..=5702) => Some(ResourceType::single(DataType::Float)),
        (3303, 5703) => Some(ResourceType::new(DataType::Float)),
        (3303, 5704) => Some(ResourceType::single(DataType::Time)),
        (3303, 5705) => Some(ResourceType::multiple(DataType::Integer)),
        (3303, 7) => Some(ResourceType::new(DataType::Boolean)),
        (3303, 8) => Some(ResourceType::single(DataType::Opaque)),
        _ => None,
    };
    let long = [7; 300];
    let of = |instance| {
        let record = |id, value| Record::new(Path::new(&[3303, instance, id]).unwrap(), value);
        let item = |id| Path::new(&[3303, instance, 5705, id]).unwrap();
        [
            record(7, Value::Boolean(true)),
            record(8, Value::from(&long[..])),
            record(5700, Value::Float(21.53)),
            record(5701, Value::Float(0.5)),
            record(5702, Value::Float(-0.1)),
            record(5703, Value::Float(1e100)),
            record(5704, Value::Time(1_700_000_000)),
            Record::new(item(0), -1i64),
            Record::new(item(300), 70_000i64),
        ]
    };
    let records: Vec<_> = [0, 1, 300].into_iter().flat_map(of).collect();
    for (base, records) in [
        (&[3303][..], &records[..]),
        (&[3303, 300], &records[18..]),
        (&[3303, 300, 5700], &records[20..21]),
        (&[3303, 300, 5705], &records[25..]),
        (&[3303, 300, 5705, 300], &records[26..]),
    ] {
        for format in [ContentFormat::Tlv, ContentFormat::Lwm2mCbor] {
            let context = Context::read(Path::new(base).unwrap());
            let payload = encode_to_vec(format, records, &context).unwrap();
            let typed = context.with_schema(&schema);
            assert_eq!(whole(format, &payload, &typed).0.len(), records.len());
            for context in [typed, typed.lenient(), context] {
                compare_changed(format, &payload, &context, &format!("{format} {base:?}"));
            }
        }
    }
}

/// What requests of every level may be answered with, rightly or not.
#[test]
fn changed_answers_of_other_levels() {
    let schema = |_: u16, resource: u16| match resource {
        6 => Some(ResourceType::multiple(DataType::Integer)),
        _ => Some(ResourceType::single(DataType::Integer)),
    };
    let answers: [&[u8]; 5] = [
        b"\x06\x00\xc1\x09\x64\xc1\x0a\x05",
        b"\x08\x00\x08\x86\x06\x41\x00\x01\x41\x01\x05\x03\x01\xc1\x09\x64",
        b"\x86\x06\x41\x00\x01\x41\x01\x05\xc1\x09\x64",
        b"\xc1\x09\x64\xc1\x0a\x05",
        b"\x41\x00\x01\x41\x01\x05",
    ];
    let bases: [&[u16]; 6] = [&[], &[3], &[3, 0], &[3, 0, 9], &[3, 0, 6], &[3, 0, 6, 1]];
    for (base, answer) in bases.iter().flat_map(|base| answers.map(|answer| (*base, answer))) {
        let base = Path::new(base).unwrap();
        for context in [Context::read(base), Context::write(base)] {
            let typed = context.with_schema(&schema);
            for context in [context, typed, typed.lenient()] {
                compare_changed(ContentFormat::Tlv, answer, &context, &base.to_string());
            }
        }
    }
}

#[test]
fn packs_in_any_order() {
    let path = |ids: &[u16]| Path::new(ids).unwrap();
    let mut records: Vec<_> = [0, 1, 2]
        .iter()
        .flat_map(|&instance| (0..4).map(move |resource| [3, instance, resource]))
        .map(|ids| Record::new(path(&ids), i64::from(ids[2])))
        .collect();
    let context = Context::read(path(&[3])).with_absolute_names(true);
    let mut seed = 1u64;
    for round in 0..400 {
        // Fisher and Yates; every other time one record twice.
        for last in (1..records.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            records.swap(last, (seed >> 33) as usize % (last + 1));
        }
        let mut some: Vec<_> = records[..round % 12 + 1].to_vec();
        if round % 2 == 1 {
            some.push(some[(seed >> 40) as usize % some.len()]);
        }
        for format in [ContentFormat::SenmlJson, ContentFormat::SenmlCbor, ContentFormat::OmaJson] {
            let payload = encode_to_vec(format, &some, &context).unwrap();
            let (read, error) = whole(format, &payload, &context);
            assert_eq!(error.is_some(), round % 2 == 1, "{format}: {some:?}");
            assert!(round % 2 == 1 || read.len() == some.len());
            compare(format, &payload, &context, &format.to_string());
        }
    }
}

/// The types of resources that the packs below write.
fn types(_: u16, resource: u16) -> Option<ResourceType> {
    let types =
        [DataType::Float, DataType::Integer, DataType::String, DataType::Boolean, DataType::Opaque];
    types.get(usize::from(resource)).copied().map(ResourceType::single)
}

/// Packs as the encoders do not write them: base fields in any record, labels in any order.
#[test]
fn changed_packs_of_other_senders() {
    let json: [&[u8]; 4] = [
        br#"[{"bn":"/3/0/","bt":1700000000,"n":"0","t":-5,"v":-21.5},{"v":3,"n":"1"},{"t":1,"v":2.5,"n":"8/0"},{"vs":"text","n":"2","bn":"/3/1/"},{"vb":false,"n":"3"},{"bt":0,"vd":"AQID_-8","n":"4"}]"#,
        br#"[{"v":21.5,"bn":"/3/0/0"},{"t":10,"v":20},{"bn":"/3/0","n":"/1","v":7},{"v":0.125,"n":"/8/65534"}]"#,
        br#"[{"n":"/3/0/0","v":12.3456},{"v":-1234567,"n":"/3/0/1"},{"vd":"","n":"/3/0/4"}]"#,
        br#"[{"vlo":"66:1","n":"/3/0/5"},{"v":1,"u":"Cel","n":"/3/0/6"},{"n":"/3/0/7","ut":1,"v":2}]"#,
    ];
    let cbor: [&[u8]; 3] = [
        b"\x86\xa5\x21\x65/3/0/\x22\x1a\x65\x53\xf1\x00\x00\x610\x06\x24\x02\xfb\xc0\x35\x80\0\0\0\0\0\
          \xa2\x02\x03\x00\x611\xa3\x06\x01\x02\xf9\x41\x00\x00\x638/0\
          \xa3\x03\x64text\x00\x612\x21\x65/3/1/\xa2\x04\xf5\x00\x613\xa3\x22\x00\x08\x43\x01\x02\x03\x00\x614",
        b"\x84\xa2\x02\x15\x21\x66/3/0/0\xa2\x06\x0a\x02\x14\xa3\x21\x64/3/0\x00\x62/1\x02\x07\
          \xa2\x02\xf9\x38\x00\x00\x68/8/65534",
        b"\x83\xa2\x00\x66/3/0/0\x02\xfa\x41\x45\x33\x33\xa2\x02\x3a\x00\x12\xd6\x86\x00\x66/3/0/1\
          \xa2\x08\x40\x00\x66/3/0/4",
    ];
    let context = Context::read(Path::new(&[3]).unwrap());
    let json = json.iter().map(|payload| (ContentFormat::SenmlJson, *payload));
    let cbor = cbor.iter().map(|payload| (ContentFormat::SenmlCbor, *payload));
    for (format, payload) in json.chain(cbor) {
        assert_eq!(whole(format, payload, &context).1, None, "{format}");
        for context in [context, context.with_schema(&types), context.lenient()] {
            compare_changed(format, payload, &context, "other senders");
        }
        for context in
            [Context::read(Path::ROOT).with_alternate_path("/l"), context.with_alternate_path("/l")]
        {
            compare(format, payload, &context, "an alternate path");
        }
    }
}

#[test]
fn labels_in_any_order() {
    let mut members = [r#""bn":"/3/0/""#, r#""bt":5"#, r#""n":"0""#, r#""t":-1"#, r#""v":2.5"#];
    let mut fields: [&[u8]; 5] =
        [b"\x21\x65/3/0/", b"\x22\x05", b"\x00\x610", b"\x06\x20", b"\x02\xf9\x41\x00"];
    let context = Context::read(Path::ROOT);
    let first = Record::new(Path::new(&[3, 0, 0]).unwrap(), 2.5);
    // Heap's algorithm, without recursion.
    let mut counters = [0; 5];
    let (mut place, mut orders) = (0, 1);
    loop {
        let json =
            format!(r#"[{{{}}},{{"v":7,"n":"1"}},{{"t":-5,"v":1,"n":"0"}}]"#, members.join(","));
        let records = [
            &b"\x83\xa5"[..],
            &fields.concat(),
            b"\xa2\x02\x07\x00\x611\xa3\x06\x24\x02\x01\x00\x610",
        ];
        let cbor = records.concat();
        for (format, payload) in
            [(ContentFormat::SenmlJson, json.as_bytes()), (ContentFormat::SenmlCbor, &cbor)]
        {
            compare(format, payload, &context, "in some order");
            let (read, error) = whole(format, payload, &context);
            assert_eq!((read.len(), error), (3, None), "{json}");
            assert_eq!(read[0], first.at(stated(format, Timestamp::from_seconds(4))).into());
            assert_eq!(read[2].time, None);
        }
        while place < 5 && counters[place] == place {
            counters[place] = 0;
            place += 1;
        }
        if place == 5 {
            break;
        }
        let other = if place % 2 == 0 { 0 } else { counters[place] };
        members.swap(place, other);
        fields.swap(place, other);
        counters[place] += 1;
        place = 0;
        orders += 1;
    }
    assert_eq!(orders, 120);
}

/// Numbers and names of all lengths, and such as are none, in the middle of a payload and at its end.
#[test]
fn numbers_and_names() {
    let digits = "12345678901234567890";
    let mut numbers: Vec<String> =
        ["", "-", "-0", "0", "00", "01", "-01", "0.", ".5", "0.0", "1.e1"]
            .iter()
            .chain(&[
                "1e2", "1E2", "1.5e2", "0x1", "1.2.3", "1-", "1\u{e9}", "--1", "+1", "1 ", " 1",
            ])
            .chain(&["9223372036854775807", "9223372036854775808", "-9223372036854775808"])
            .chain(&["18446744073709551615", "18446744073709551616", "99999999.5", "0.00000001"])
            .map(ToString::to_string)
            .collect();
    for length in 1..=digits.len() {
        let digits = &digits[..length];
        numbers.push(format!("-{digits}"));
        for point in 0..=length {
            let (whole, fraction) = digits.split_at(point);
            numbers.push(format!("{whole}.{fraction}"));
        }
    }
    let ids = ["0", "7", "10", "99", "100", "999", "1000", "9999", "10000", "65534"];
    let wrong = [
        "", "/", "00", "01", "0001", "65535", "65536", "99999", "100000", "1234567", "1:", "x",
        "-1", "1\u{e9}",
    ];
    let mut names: Vec<String> = ids.iter().chain(&wrong).map(ToString::to_string).collect();
    for first in ids.iter().chain(&wrong) {
        for second in ids.iter().chain(&wrong) {
            names.push(format!("{first}/{second}"));
            names.push(format!("/{first}/0/{second}"));
            names.push(format!("/3/{first}/{second}/{first}"));
        }
    }
    let context = Context::read(Path::ROOT);
    let typed = context.with_schema(&types);
    let read = |format, payload: &[u8], what: &str| {
        for context in [context, typed] {
            compare(format, payload, &context, what);
        }
    };
    for number in &numbers {
        for resource in [0, 1, 2, 9] {
            let path = format!("/3/0/{resource}");
            read(
                ContentFormat::SenmlJson,
                format!(r#"[{{"n":"{path}","v":{number}}}]"#).as_bytes(),
                number,
            );
            let other =
                format!(r#"[{{"n":"/3/0/0","v":0}},{{"v":{number},"n":"{path}/1","t":{number}}}]"#);
            read(ContentFormat::SenmlJson, other.as_bytes(), number);
        }
        read(
            ContentFormat::SenmlJson,
            format!(r#"[{{"n":"/3/0/1","v":{number}"#).as_bytes(),
            number,
        );
    }
    let mut right = 0;
    for name in &names {
        let json = format!(r#"[{{"bn":"/3/1/","n":"0","v":0}},{{"n":"{name}","v":1}}]"#);
        read(ContentFormat::SenmlJson, json.as_bytes(), name);
        let absolute = format!(r#"[{{"v":1,"bn":"{name}"}},{{"n":"/9","v":1}}]"#);
        read(ContentFormat::SenmlJson, absolute.as_bytes(), name);
        let text = |name: &str| [&[0x78, name.len() as u8], name.as_bytes()].concat();
        let short = |name: &str| [&[0x60 + name.len() as u8], name.as_bytes()].concat();
        for name in [text(name), short(name)] {
            let first = b"\x82\xa3\x21\x65/3/1/\x00\x610\x02\x00\xa2";
            for rest in
                [[&b"\x02\x01\x00"[..], &name].concat(), [b"\x00", &name[..], b"\x02\x01"].concat()]
            {
                let cbor = [&first[..], &rest].concat();
                read(ContentFormat::SenmlCbor, &cbor, "a name");
                right += usize::from(whole(ContentFormat::SenmlCbor, &cbor, &context).1.is_none());
            }
        }
    }
    assert!(right > 200, "{right}");
}

/// Base64 of all lengths, and with each character wrong.
#[test]
fn base64_of_all_lengths() {
    let opaque = |_, _| Some(ResourceType::single(DataType::Opaque));
    let context = Context::read(Path::ROOT).with_schema(&opaque);
    for length in 0..200 {
        let bytes: Vec<u8> = (0..length).map(|byte| (byte * 37) as u8).collect();
        let record = Record::new(Path::new(&[5, 0, 0]).unwrap(), bytes.as_slice());
        for format in [ContentFormat::SenmlJson, ContentFormat::OmaJson] {
            let payload = encode_to_vec(format, &[record], &context).unwrap();
            let (read, error) = whole(format, &payload, &context);
            assert_eq!((read, error), (vec![record.into()], None), "{format} {length}");
            compare(format, &payload, &context, "base64");
            if length % 16 > 2 {
                continue;
            }
            for place in 0..payload.len() {
                let mut changed = payload.clone();
                for byte in [
                    b'=', b'+', b'/', b'-', b'_', b'.', b'"', b'\\', b'@', b'[', b'`', b'{', b':',
                    b'z', 0, 0x80, 0xff,
                ] {
                    changed[place] = byte;
                    for context in [context, context.lenient()] {
                        compare(format, &changed, &context, "base64");
                    }
                }
            }
        }
    }
}
