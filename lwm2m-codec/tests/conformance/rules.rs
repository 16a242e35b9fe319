//! Rules of the data model and of requests, which are the same in every format.

use lwm2m_codec::blocks::{BlockDecoder, Item};
use lwm2m_codec::{
    Content, ContentFormat as F, Context, DataType as T, DuplicateCheck, Error, ErrorKind as K,
    Leniency as L, ObjectLink, Operation, OwnedRecord, Record, ResourceType, Strictness, Value,
    decode, encode_to_vec,
};

use crate::common::path;

const RECORD_FORMATS: [F; 5] = [F::Tlv, F::SenmlJson, F::SenmlCbor, F::Lwm2mCbor, F::OmaJson];
const SINGLE_FORMATS: [F; 3] = [F::Text, F::Opaque, F::Cbor];

/// The records of a payload up to the first error, whole and in blocks alike.
fn read(
    format: F,
    payload: &[u8],
    context: &Context<'_>,
) -> Result<Vec<OwnedRecord>, (K, u32, Option<L>)> {
    let name = |error: Error| (error.kind(), error.offset(), error.leniency());
    let whole: Result<Vec<_>, _> =
        decode(format, payload, context).map(|record| record.map(OwnedRecord::from)).collect();
    for size in [1, 7, 1000] {
        let mut scratch = [0; 512];
        let mut decoder =
            BlockDecoder::new(format, context, &mut scratch).check_duplicates_on_heap();
        let mut blocks: Vec<_> = payload.chunks(size).map(Some).collect();
        blocks.push(None);
        let mut records = Ok(Vec::new());
        let mut pieces = String::new();
        for block in blocks {
            let mut items = match block {
                Some(block) => decoder.feed(block),
                None => decoder.finish(),
            };
            while let Some(item) = items.next() {
                match (item, &mut records) {
                    (Ok(Item::Record(record)), Ok(records)) => {
                        records.push(OwnedRecord::from(record));
                    }
                    (Ok(Item::Piece(piece)), Ok(records)) => {
                        pieces.push_str(&piece.value.as_text().unwrap().to_string());
                        if piece.last {
                            let value = match piece.value {
                                Value::CoreLink(_) => Value::CoreLink(pieces.as_str().into()),
                                _ => Value::from(pieces.as_str()),
                            };
                            records.push(OwnedRecord::from(Record::new(piece.path, value)));
                        }
                    }
                    (Err(error), Ok(_)) => records = Err(error),
                    other => panic!("{format}: {other:?}"),
                }
            }
        }
        assert_eq!(records.map_err(name), whole.clone().map_err(name), "{format} by {size}");
    }
    whole.map_err(name)
}

fn paths(records: &[OwnedRecord]) -> Vec<String> {
    records.iter().map(|record| record.path.to_string()).collect()
}

/// A context that writes records as they are, to make payloads that break rules.
fn unchecked(operation: Operation, base: &[u16]) -> Context<'static> {
    Context::new(operation, path(base))
}

#[test]
fn answers_hold_linked_instances() {
    let link = |object, instance| Value::ObjectLink(ObjectLink::new(object, instance).unwrap());
    let root = unchecked(Operation::Read, &[]);
    let object = path(&[65]);
    let instance = path(&[65, 0]);
    let allowed = [
        // Directly, through another linked instance, and of the object that was asked for.
        vec![(&[65, 0, 0, 0][..], link(66, 0)), (&[66, 0, 0], Value::from("x"))],
        vec![(&[65, 0, 2], link(66, 3)), (&[66, 3, 2], link(67, 1)), (&[67, 1, 0], 1i64.into())],
        vec![(&[65, 0, 2], link(66, 3)), (&[66, 3, 2, 5], 1i64.into()), (&[65, 0, 3], 2i64.into())],
    ];
    let refused = [
        // Not linked, linked later, linked as a whole object, or nothing at all.
        vec![(&[65, 0, 0, 0][..], link(66, 0)), (&[66, 1, 0], Value::from("x"))],
        vec![(&[66, 0, 0], Value::from("x")), (&[65, 0, 0, 0], link(66, 0))],
        vec![(&[65, 0, 0], link(66, 65535)), (&[66, 0, 0], Value::from("x"))],
        vec![(&[65, 0, 0], Value::ObjectLink(ObjectLink::NULL)), (&[66, 0, 0], 1i64.into())],
    ];
    let records = |rows: &[(&[u16], Value<'static>)]| -> Vec<_> {
        rows.iter().map(|&(ids, value)| Record::new(path(ids), value)).collect()
    };
    for format in [F::SenmlJson, F::SenmlCbor, F::OmaJson] {
        for rows in &allowed {
            let records = records(rows);
            let expected: Vec<_> = records.iter().copied().map(OwnedRecord::from).collect();
            let payload = encode_to_vec(format, &records, &root).unwrap();
            for base in [object, instance] {
                let context = Context::read(base);
                assert_eq!(read(format, &payload, &context).unwrap(), expected, "{format}");
                let again = encode_to_vec(format, &records, &context).unwrap();
                assert_eq!(read(format, &again, &context).unwrap(), expected, "{format}");
                // Requests and answers about a resource hold nothing else.
                let write = Context::write(base);
                assert_eq!(read(format, &payload, &write).unwrap_err().0, K::OutsideBase);
                let error = encode_to_vec(format, &records, &write).unwrap_err();
                assert_eq!(error.kind(), K::RecordOutsideBase);
            }
        }
        for rows in &refused {
            let records = records(rows);
            let payload = encode_to_vec(format, &records, &root).unwrap();
            let error = read(format, &payload, &Context::read(instance).lenient()).unwrap_err();
            assert_eq!((error.0, error.2), (K::OutsideBase, None), "{format}: {rows:?}");
            assert!(encode_to_vec(format, &records, &Context::read(instance)).is_err());
        }
        // Without a heap, four linked instances are known; more are refused, never let through.
        for (count, off) in [(4, true), (5, true), (300, false)] {
            let mut records: Vec<_> =
                (0..count).map(|id| Record::new(path(&[65, 0, 0, id]), link(66, id))).collect();
            records.push(Record::new(path(&[66, count - 1, 0]), 1i64));
            let payload = encode_to_vec(format, &records, &root).unwrap();
            let context = Context::read(instance);
            let check = if off { DuplicateCheck::Off } else { DuplicateCheck::Heap };
            let found: Result<Vec<_>, _> =
                decode(format, &payload, &context.with_duplicate_check(check)).collect();
            match count {
                5 => assert_eq!(found.unwrap_err().kind(), K::ScratchFull, "{format}"),
                _ => assert_eq!(found.unwrap(), records, "{format}"),
            }
        }
    }
    // TLV cannot name another object, and LwM2M CBOR does not foresee it.
    let records = records(&allowed[0]);
    let payload = encode_to_vec(F::Lwm2mCbor, &records, &root).unwrap();
    assert_eq!(
        read(F::Lwm2mCbor, &payload, &Context::read(instance)).unwrap_err().0,
        K::OutsideBase
    );
}

#[test]
fn nothing_is_an_empty_payload() {
    let answers = [Operation::Read, Operation::ReadCompositeResponse, Operation::BootstrapPack];
    let bases: [&[u16]; 4] = [&[], &[3], &[3, 0], &[3, 0, 6]];
    for format in RECORD_FORMATS {
        for operation in Operation::ALL {
            for base in bases {
                let context = Context::new(operation, path(base));
                let at_root = format == F::Tlv && base.is_empty();
                let creates = operation == Operation::Create && base.len() != 1;
                if !operation.allows(format, path(base)) || at_root || creates {
                    continue;
                }
                let is_answer =
                    answers.contains(&operation) || operation == Operation::BootstrapRead;
                let expected = match base.len() {
                    _ if operation == Operation::Create => Ok(vec![]),
                    ..3 if is_answer => Ok(vec![]),
                    _ if is_answer => Err((K::Truncated, 0, Some(L::EmptyPayload))),
                    _ => Err((K::Truncated, 0, None)),
                };
                assert_eq!(read(format, b"", &context), expected, "{format} {operation} {base:?}");
                let lenient = Strictness::STRICT.with(L::EmptyPayload);
                let lenient = read(format, b"", &context.with_strictness(lenient));
                assert_eq!(lenient.is_ok(), is_answer || expected.is_ok(), "{format} {operation}");

                let none: [Record<'_>; 0] = [];
                let encoded = encode_to_vec(format, none, &context);
                match format {
                    _ if operation == Operation::ReadComposite => {
                        assert_eq!(encoded.unwrap_err().kind(), K::NoRecords);
                    }
                    F::SenmlJson => assert_eq!(encoded.unwrap(), b"[]"),
                    F::SenmlCbor => assert_eq!(encoded.unwrap(), [0x80]),
                    F::OmaJson => assert_eq!(encoded.unwrap(), br#"{"e":[]}"#),
                    _ if expected.is_ok() => assert_eq!(encoded.unwrap(), b""),
                    _ => assert_eq!(encoded.unwrap_err().kind(), K::NoRecords, "{format}"),
                }
            }
        }
    }
    let resource = Context::read(path(&[3, 0, 9]));
    assert_eq!(read(F::Cbor, b"", &resource).unwrap_err().0, K::Truncated);
    assert_eq!(read(F::Text, b"", &resource).unwrap().len(), 1);
}

#[test]
fn formats_serve_operations() {
    let battery = path(&[3, 0, 9]);
    for format in [&RECORD_FORMATS[..], &SINGLE_FORMATS, &[F::EtchJson, F::EtchCbor]].concat() {
        for operation in Operation::ALL {
            let context = Context::new(operation, battery);
            let allows = operation.allows(format, battery);
            let refused = (K::OperationNotAllowed, 0, None);
            for payload in [&b""[..], b"x", b"[]", b"\x80"] {
                let found = read(format, payload, &context.lenient());
                assert_eq!(found == Err(refused), !allows, "{format} {operation} {payload:?}");
            }
            let records = [Record::new(battery, Value::from(&b"x"[..]))];
            let found = encode_to_vec(format, records, &context);
            let refused = Err(K::OperationNotEncodable);
            assert_eq!(
                found.map_err(|error| error.kind()) == refused,
                !allows,
                "{format} {operation}"
            );
        }
    }
}

/// /42: resource 1 has instances, 2 has not, of 3 it is not known, and 4 is executable.
fn schema(object: u16, resource: u16) -> Option<ResourceType> {
    match (object, resource) {
        (42, 1) => Some(ResourceType::multiple(T::Integer)),
        (42, 2) => Some(ResourceType::single(T::Integer)),
        (42, 3) => Some(ResourceType::new(T::Integer)),
        (42, 4) => Some(ResourceType::single(T::None)),
        _ => None,
    }
}

#[test]
fn multiplicity_is_the_same_everywhere() {
    type Row<'a> = (&'a [u16], K, Option<(L, &'a str)>);
    let rows: [Row<'_>; 4] = [
        (&[42, 0, 1], K::Multiplicity, Some((L::SingleForMultiple, "/42/0/1/0"))),
        (&[42, 0, 2, 0], K::Multiplicity, Some((L::InstanceForSingle, "/42/0/2"))),
        (&[42, 0, 2, 7], K::Multiplicity, None),
        (&[42, 0, 4], K::NoValue, None),
    ];
    for (ids, kind, leniency) in rows {
        for format in [&RECORD_FORMATS[..], &[F::Text, F::Cbor]].concat() {
            let single = SINGLE_FORMATS.contains(&format);
            for base in [&ids[..2], &ids[..3], ids] {
                // What a resource holds is named one by one in these formats, as is in TLV what
                // the request names.
                if single && base.len() < ids.len() || ids.len() == 4 && base.len() == 4 {
                    continue;
                }
                let record = Record::new(path(ids), 5i64);
                let payload = encode_to_vec(format, [record], &Context::read(path(base))).unwrap();
                let context = Context::read(path(base)).with_schema(&schema);
                let error = read(format, &payload, &context).unwrap_err();
                let named = leniency.map(|(leniency, _)| leniency);
                if ids == [42, 0, 2, 7] && format == F::Tlv {
                    // It is the multiple resource that must not be there; instance 0 of it may.
                    assert_eq!((error.0, error.2), (kind, Some(L::InstanceForSingle)));
                } else {
                    assert_eq!((error.0, error.2), (kind, named), "{format} {ids:?} at {base:?}");
                }
                let lenient = read(format, &payload, &context.lenient());
                match leniency {
                    Some((_, settled)) => {
                        assert_eq!(paths(&lenient.unwrap()), [settled], "{format} at {base:?}");
                    }
                    None => assert_eq!(lenient.unwrap_err().0, kind, "{format}"),
                }
                // Nor is it written.
                let refused = encode_to_vec(format, [record], &context).unwrap_err();
                let expected =
                    if kind == K::NoValue { K::TypeMismatch } else { K::MultiplicityMismatch };
                assert_eq!((refused.kind(), refused.offset()), (expected, 0), "{format}");
            }
        }
    }
    // A path is a value or a container, also where the schema does not say which.
    let value = Record::new(path(&[42, 0, 3]), 5i64);
    let instance = Record::new(path(&[42, 0, 3, 1]), 6i64);
    let other = Record::new(path(&[42, 0, 5]), 7i64);
    for format in RECORD_FORMATS {
        for records in [vec![value, instance], vec![instance, value]] {
            let context = Context::read(path(&[42, 0]));
            let error = encode_to_vec(format, &records, &context).unwrap_err();
            assert_eq!((error.kind(), error.offset()), (K::MultiplicityMismatch, 1), "{format}");
        }
    }
    let text = |record: &Record<'_>| format!(r#"{{"n":"{}","v":5}}"#, record.path);
    for records in [[value, instance, other], [instance, value, other], [value, other, instance]] {
        let entries = records.each_ref().map(text).join(",");
        for (format, payload) in [
            (F::SenmlJson, format!("[{entries}]")),
            (F::OmaJson, format!(r#"{{"e":[{entries}]}}"#)),
        ] {
            let context = Context::read(path(&[42, 0])).with_schema(&schema);
            let error = read(format, payload.as_bytes(), &context).unwrap_err();
            assert_eq!((error.0, error.2), (K::ValueAndContainer, None), "{format} {entries}");
        }
    }
}

#[test]
fn values_are_written_as_declared() {
    let types = [T::String, T::Integer, T::Unsigned, T::Float, T::Boolean, T::Opaque, T::Time];
    let types = [&types[..], &[T::ObjectLink, T::CoreLink]].concat();
    let values = [
        Value::from("text"),
        Value::from("66:1"),
        Value::from("</3/0>"),
        Value::Integer(95),
        Value::Integer(-1),
        Value::Integer(i64::MIN),
        Value::Unsigned(200),
        Value::Unsigned(u64::MAX),
        Value::Float(95.0),
        Value::Float(21.5),
        Value::Boolean(true),
        Value::from(&b"1"[..]),
        Value::Time(1_700_000_000),
        Value::ObjectLink(ObjectLink::NULL),
        Value::CoreLink("</1>".into()),
        Value::None,
    ];
    let place = path(&[42, 0, 9]);
    for &declared in &types {
        let schema = move |_, _| Some(ResourceType::single(declared));
        let context = Context::read(place).with_schema(&schema);
        for value in values {
            let record = Record::new(place, value);
            for format in [&RECORD_FORMATS[..], &SINGLE_FORMATS].concat() {
                if format == F::Opaque && declared != T::Opaque {
                    continue;
                }
                let encoded = encode_to_vec(format, [record], &context);
                let text = value.as_text().map(|text| text.to_string()).unwrap_or_default();
                match value.cast(declared) {
                    Ok(cast) if declared != T::CoreLink || text.starts_with('<') => {
                        let payload = encoded.unwrap_or_else(|e| panic!("{format} {value:?}: {e}"));
                        let expected = [OwnedRecord::from(Record::new(place, cast))];
                        assert_eq!(read(format, &payload, &context).unwrap(), expected, "{format}");
                    }
                    _ => {
                        let error = encoded.unwrap_err();
                        assert_eq!(error.kind(), K::TypeMismatch, "{format} {value:?} {declared}");
                        assert_eq!((error.offset(), error.expected_type()), (0, Some(declared)));
                    }
                }
                // Those who know better write what they like, where the format can say it.
                let own = encode_to_vec(format, [record], &context.with_unchecked_types(true));
                let untyped = encode_to_vec(format, [record], &Context::read(place));
                assert_eq!(own, untyped, "{format} {value:?}");
            }
        }
    }
}

#[test]
fn raw_values_are_written_as_declared() {
    let battery = path(&[42, 0, 2]);
    let context = Context::read(battery);
    let typed = context.with_schema(&schema);
    for (format, payload) in [(F::Tlv, &b"\xc1\x02\x5f"[..]), (F::Text, b"95")] {
        let records: Vec<_> = decode(format, payload, &context).map(Result::unwrap).collect();
        assert_eq!(
            encode_to_vec(F::SenmlJson, &records, &typed).unwrap(),
            br#"[{"n":"/42/0/2","v":95}]"#
        );
    }
    let records: Vec<_> = decode(F::Text, b"x", &context).map(Result::unwrap).collect();
    let error = encode_to_vec(F::Tlv, &records, &typed).unwrap_err();
    assert_eq!(error.kind(), K::TypeMismatch);
    assert!(matches!(records[0].content, Content::Value(_)));
}

#[test]
fn core_links_are_lists_of_links() {
    let schema = |_, resource| match resource {
        1 => Some(ResourceType::single(T::CoreLink)),
        _ => None,
    };
    let place = path(&[42, 0, 1]);
    let context = Context::read(place).with_schema(&schema);
    let lenient = context.with_strictness(Strictness::STRICT.with(L::AnyCoreLink));
    let long = format!("</3/0>;title=\"{}\"", "x".repeat(1000));
    let texts = [
        ("", None),
        ("</3/0>,</1/0>;ver=1.1", None),
        (long.as_str(), None),
        ("x", Some((K::LinkStart, 0))),
        ("</3/0>;title=\"\u{e9}\"x", Some((K::MissingSeparator, 17))),
        (&long[..900], Some((K::UnfinishedLinks, 900))),
    ];
    for format in [&RECORD_FORMATS[..], &[F::Text, F::Cbor]].concat() {
        for (text, fault) in texts {
            let record = Record::new(place, text);
            let payload = encode_to_vec(format, [record], &Context::read(place)).unwrap();
            let expected = OwnedRecord::from(Record::new(place, Value::CoreLink(text.into())));
            match fault {
                None => assert_eq!(read(format, &payload, &context), Ok(vec![expected.clone()])),
                Some((kind, offset)) => {
                    let error = read(format, &payload, &context).unwrap_err();
                    assert_eq!((error.0, error.2), (kind, Some(L::AnyCoreLink)), "{format} {text}");
                    // Where there are no escapes, the byte is the one in the text.
                    let places = payload.windows(text.len());
                    if let Some(start) = places.into_iter().position(|w| w == text.as_bytes()) {
                        assert_eq!(error.1 as usize, start + offset, "{format} {text}");
                    }
                    let refused = encode_to_vec(format, [record], &context).unwrap_err();
                    assert_eq!(refused.kind(), K::TypeMismatch, "{format} {text}");
                }
            }
            assert_eq!(read(format, &payload, &lenient), Ok(vec![expected]), "{format} {text}");
        }
    }
}

#[test]
fn a_single_resource_has_no_instance_to_delete() {
    let context = Context::new(Operation::WriteComposite, path(&[])).with_schema(&schema);
    let record = Record::with_content(path(&[42, 0, 2, 0]), Content::Delete);
    for format in [F::EtchJson, F::EtchCbor] {
        let own = encode_to_vec(format, [record], &context.with_unchecked_types(true)).unwrap();
        assert_eq!(read(format, &own, &context).unwrap_err().0, K::Multiplicity, "{format}");
        let error = encode_to_vec(format, [record], &context).unwrap_err();
        assert_eq!(error.kind(), K::MultiplicityMismatch, "{format}");
    }
    // Null is a value of executable resources alone.
    let context = Context::read(path(&[42, 0, 5]));
    let nothing = Record::new(path(&[42, 0, 5]), Value::None);
    for format in [F::Cbor, F::Lwm2mCbor] {
        let error = encode_to_vec(format, [nothing], &context).unwrap_err();
        assert_eq!(error.kind(), K::NotRepresentable, "{format}");
    }
}
