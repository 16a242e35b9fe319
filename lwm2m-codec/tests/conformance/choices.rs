//! The choices of encoders have an effect in each format that they are said to have one in, and in no
//! other; what comes out reads back.

use lwm2m_codec::{
    ContentFormat, Context, DataType, Operation, Path, Record, ResourceType, Strictness, Value,
    convert_to_vec, decode, encode_to_vec,
};

use crate::common::path;

/// The type of a resource is in its number.
fn schema(_: u16, resource: u16) -> Option<ResourceType> {
    let data_type = match resource {
        1 => DataType::Unsigned,
        2 => DataType::Time,
        3 => DataType::Opaque,
        _ => DataType::Integer,
    };
    Some(ResourceType::new(data_type))
}

type Choice = for<'c> fn(Context<'c>) -> Context<'c>;

/// A choice, and the formats whose output it changes.
fn choices() -> [(&'static str, Choice, &'static [ContentFormat]); 4] {
    use ContentFormat as F;
    [
        (
            "absolute names",
            |context| context.with_absolute_names(true),
            &[F::SenmlJson, F::SenmlCbor, F::EtchJson, F::EtchCbor, F::OmaJson],
        ),
        ("wide unsigned", |context| context.with_wide_unsigned(true), &[F::Tlv]),
        (
            "tagged time",
            |context| context.with_tagged_time(true),
            &[F::Cbor, F::SenmlCbor, F::EtchCbor, F::Lwm2mCbor],
        ),
        ("padded base64", |context| context.with_padded_base64(true), &[F::SenmlJson, F::EtchJson]),
    ]
}

#[test]
fn choices_have_an_effect_where_they_are_said_to() {
    use ContentFormat as F;
    let values = [
        Value::Integer(-7),
        Value::Unsigned(200),
        Value::Time(1_367_491_215),
        Value::Opaque([0xff, 0xef][..].into()),
    ];
    let records: Vec<_> = (0..)
        .zip(values)
        .map(|(resource, value)| Record::new(path(&[42, 0, resource]), value))
        .collect();
    for (name, choose, formats) in choices() {
        for format in F::ALL {
            let single = matches!(format, F::Text | F::Opaque | F::Cbor);
            let etch = matches!(format, F::EtchJson | F::EtchCbor);
            let requests: Vec<_> = match format {
                F::LinkFormat => continue,
                // The record at the path alone.
                _ if single => {
                    records.iter().map(|r| (Operation::Read, r.path, vec![*r])).collect()
                }
                _ if etch => vec![(Operation::WriteComposite, Path::ROOT, records.clone())],
                _ => vec![(Operation::Read, path(&[42]), records.clone())],
            };
            let mut changes = false;
            for (operation, base, records) in requests {
                let plain = Context::new(operation, base).with_schema(&schema);
                let chosen = choose(plain);
                let Ok(before) = encode_to_vec(format, &records, &plain) else {
                    assert_eq!(format, F::Opaque, "{name}");
                    continue;
                };
                let after = encode_to_vec(format, &records, &chosen).unwrap();
                changes |= before != after;
                // Converting is encoding.
                let read = || decode(format, &before, &chosen);
                assert_eq!(convert_to_vec(read(), format, &chosen).unwrap(), after, "{name}");
                // By the general path as well.
                #[cfg(feature = "std")]
                {
                    use lwm2m_codec::blocks::encode_block;
                    let mut block = vec![0; after.len()];
                    encode_block(format, &records, &chosen, 0, &mut block).unwrap();
                    assert_eq!(block, after, "{name} in {format}");
                }
                let lenient = chosen.with_strictness(Strictness::LENIENT);
                let again: Vec<_> =
                    decode(format, &after, &lenient).collect::<Result<_, _>>().unwrap();
                assert_eq!(again, records, "{name} in {format}");
            }
            assert_eq!(changes, formats.contains(&format), "{name} in {format}");
        }
    }
}

#[test]
fn choices_look_as_old_readers_want_them() {
    let opaque = Record::new(path(&[42, 0, 3]), &[0xff, 0xef][..]);
    let time = Record::new(path(&[42, 0, 2]), Value::Time(1_367_491_215));
    let context = Context::read(path(&[42, 0]));
    let padded = context.with_padded_base64(true);
    let pack = encode_to_vec(ContentFormat::SenmlJson, [opaque], &padded).unwrap();
    assert_eq!(pack, br#"[{"n":"/42/0/3","vd":"/+8="}]"#);
    // Unlike the value, the time of a record has no tag.
    let timed = time.at(lwm2m_codec::Timestamp::from_seconds(-5));
    let tagged = context.with_tagged_time(true);
    let pack = encode_to_vec(ContentFormat::SenmlCbor, [timed], &tagged).unwrap();
    assert_eq!(pack, b"\x81\xa3\x00\x67/42/0/2\x06\x24\x02\xc1\x1a\x51\x82\x42\x8f");
}

#[test]
fn each_entry_of_oma_json_has_a_name_from_the_resource_on() {
    fn text(paths: &[&[u16]], context: &Context<'_>) -> String {
        let records = paths.iter().map(|ids| Record::new(path(ids), true));
        let records: Vec<_> = records.collect();
        let json = encode_to_vec(ContentFormat::OmaJson, &records, context).unwrap();
        let read: Vec<_> =
            decode(ContentFormat::OmaJson, &json, context).collect::<Result<_, _>>().unwrap();
        assert_eq!(read, records);
        String::from_utf8(json).unwrap().replace(r#","bv":true"#, "")
    }
    for (base, paths, bn, n, whole) in [
        (&[3, 0, 9][..], &[&[3, 0, 9][..]][..], "/3/0/", &["9"][..], &["/3/0/9"][..]),
        (&[3, 0, 7, 1], &[&[3, 0, 7, 1]], "/3/0/", &["7/1"], &["/3/0/7/1"]),
        (
            &[3, 0, 7],
            &[&[3, 0, 7, 0], &[3, 0, 7, 1]],
            "/3/0/",
            &["7/0", "7/1"],
            &["/3/0/7/0", "/3/0/7/1"],
        ),
        (&[3, 0], &[&[3, 0, 9], &[3, 0, 7, 1]], "/3/0/", &["9", "7/1"], &["/3/0/9", "/3/0/7/1"]),
        (&[3], &[&[3, 0, 9], &[3, 1, 9]], "/3/", &["0/9", "1/9"], &["/3/0/9", "/3/1/9"]),
        (&[], &[&[3, 0, 9], &[4, 0, 9]], "/", &["3/0/9", "4/0/9"], &["/3/0/9", "/4/0/9"]),
    ] {
        let names = |names: &[&str]| {
            let entries: Vec<_> = names.iter().map(|n| format!(r#"{{"n":"{n}"}}"#)).collect();
            entries.join(",")
        };
        let context = Context::read(path(base));
        let expected = format!(r#"{{"bn":"{bn}","e":[{}]}}"#, names(n));
        assert_eq!(text(paths, &context), expected);
        let expected = format!(r#"{{"e":[{}]}}"#, names(whole));
        assert_eq!(text(paths, &context.with_absolute_names(true)), expected);
        let rooted = context.with_alternate_path("/lwm2m");
        let expected = format!(r#"{{"bn":"/lwm2m{bn}","e":[{}]}}"#, names(n));
        assert_eq!(text(paths, &rooted), expected);
    }
    // The same resource at several times.
    let place = path(&[3303, 0, 5700]);
    let at = |seconds, value: i64| {
        Record::new(place, value).at(lwm2m_codec::Timestamp::from_seconds(seconds))
    };
    let history = [at(1_700_000_000, 1), at(1_699_999_990, 2)];
    let json = encode_to_vec(ContentFormat::OmaJson, history, &Context::read(place)).unwrap();
    assert_eq!(
        String::from_utf8(json).unwrap(),
        r#"{"bn":"/3303/0/","bt":1700000000,"e":[{"n":"5700","v":1},{"n":"5700","t":-10,"v":2}]}"#
    );
}
