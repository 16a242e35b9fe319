//! Conversion: what a target format cannot express is an error that names the record.

use lwm2m_codec::{
    Content, ContentFormat, Context, DataType, Error, ErrorKind, MAX_ID, Operation, Path, Position,
    Record, ResourceType, Timestamp, Value, convert_to_vec, decode, encode_to_vec,
};

fn path(ids: &[u16]) -> Path {
    Path::new(ids).unwrap()
}

fn floats(_: u16, _: u16) -> Option<ResourceType> {
    Some(ResourceType::new(DataType::Float))
}

/// Kind and index of the error that names a record.
fn record_error(result: Result<Vec<u8>, Error>) -> (ErrorKind, u32) {
    let error = result.unwrap_err();
    assert!(matches!(error.position(), Position::Record(_)), "{error}");
    (error.kind(), error.offset())
}

#[test]
fn a_number_that_json_lacks_is_named() {
    let context = Context::read(path(&[3, 0])).with_schema(&floats);
    let records = [Record::new(path(&[3, 0, 1]), 1.5), Record::new(path(&[3, 0, 2]), f64::NAN)];
    let tlv = encode_to_vec(ContentFormat::Tlv, records, &context).unwrap();
    for to in [ContentFormat::SenmlJson, ContentFormat::OmaJson] {
        let result = convert_to_vec(decode(ContentFormat::Tlv, &tlv, &context), to, &context);
        assert_eq!(record_error(result), (ErrorKind::NumberNotRepresentable, 1));
    }
    let cbor = convert_to_vec(
        decode(ContentFormat::Tlv, &tlv, &context),
        ContentFormat::SenmlCbor,
        &context,
    );
    let cbor = cbor.unwrap();
    let again: Result<Vec<_>, _> = decode(ContentFormat::SenmlCbor, &cbor, &context).collect();
    assert_eq!(again.unwrap(), records);
}

#[test]
fn times_do_not_get_lost() {
    let context = Context::new(Operation::Send, Path::ROOT);
    let send = br#"[{"n":"/3/0/9","v":1},{"n":"/3/0/10","v":2,"t":-5}]"#;
    let read = || decode(ContentFormat::SenmlJson, send, &context);
    let result = convert_to_vec(read(), ContentFormat::Lwm2mCbor, &context);
    assert_eq!(record_error(result), (ErrorKind::TimeNotRepresentable, 1));
    let instance = Context::read(path(&[3, 0]));
    let result = convert_to_vec(read(), ContentFormat::Tlv, &instance);
    assert_eq!(record_error(result), (ErrorKind::TimeNotRepresentable, 1));
}

#[test]
fn tlv_has_no_root() {
    let context = Context::new(Operation::Send, Path::ROOT);
    let send = br#"[{"n":"/3/0/9","v":1}]"#;
    let read = decode(ContentFormat::SenmlJson, send, &context);
    let result = convert_to_vec(read.clone(), ContentFormat::Tlv, &context);
    assert_eq!(record_error(result), (ErrorKind::OperationNotEncodable, 0));
    let root = Context::read(Path::ROOT);
    let result = convert_to_vec(read, ContentFormat::Tlv, &root);
    assert_eq!(record_error(result), (ErrorKind::BasePathNotEncodable, 0));
}

#[test]
fn empty_containers_do_not_get_lost() {
    let context = Context::read(path(&[3, 0]));
    // Resource 11 has instances, and there are none of them.
    let tlv = [0x80, 0x0b];
    for to in [ContentFormat::SenmlJson, ContentFormat::SenmlCbor, ContentFormat::Lwm2mCbor] {
        let result = convert_to_vec(decode(ContentFormat::Tlv, &tlv, &context), to, &context);
        assert_eq!(record_error(result), (ErrorKind::NotRepresentable, 0), "{to}");
    }
}

#[test]
fn untyped_values_need_a_schema() {
    let context = Context::read(path(&[3, 0]));
    let tlv = [0xc1, 0x09, 0x64];
    let read = || decode(ContentFormat::Tlv, &tlv, &context);
    let result = convert_to_vec(read(), ContentFormat::SenmlJson, &context);
    assert_eq!(record_error(result), (ErrorKind::TypeNotKnown, 0));
    assert_eq!(convert_to_vec(read(), ContentFormat::Tlv, &context).unwrap(), tlv);
}

#[test]
fn errors_of_the_source_keep_their_offset() {
    let context = Context::read(path(&[3, 0]));
    let twice = br#"[{"n":"/3/0/9","v":1},{"n":"/3/0/9","v":2}]"#;
    let read = decode(ContentFormat::SenmlJson, twice, &context);
    let error = convert_to_vec(read, ContentFormat::SenmlCbor, &context).unwrap_err();
    assert_eq!((error.kind(), error.position()), (ErrorKind::Duplicate, Position::Offset(22)));
}

#[test]
fn deletions_need_etch() {
    let context = Context::new(Operation::WriteComposite, Path::ROOT);
    let patch = br#"[{"n":"/34/0/1/3","v":null},{"n":"/34/0/1/4","vs":"Red"}]"#;
    let read = || decode(ContentFormat::EtchJson, patch, &context);
    let result = convert_to_vec(read(), ContentFormat::SenmlJson, &context);
    assert_eq!(record_error(result), (ErrorKind::NotRepresentable, 0));
    let cbor = convert_to_vec(read(), ContentFormat::EtchCbor, &context).unwrap();
    let records: Vec<_> =
        decode(ContentFormat::EtchCbor, &cbor, &context).collect::<Result<_, _>>().unwrap();
    assert_eq!(records[0].content, Content::Delete);
    assert_eq!(records[1].value(), Some(Value::from("Red")));
}

#[test]
fn records_that_are_not_grouped_are_named() {
    let context = Context::read(path(&[3])).with_schema(&floats);
    let record = |instance, resource| Record::new(path(&[3, instance, resource]), 1.0);
    let records = [record(0, 1), record(1, 1), record(0, 2)];
    let result = encode_to_vec(ContentFormat::Tlv, records, &context);
    assert_eq!(record_error(result), (ErrorKind::RecordsNotGrouped, 2));
    let mut sorted = records;
    lwm2m_codec::sort_records(&mut sorted);
    assert!(encode_to_vec(ContentFormat::Tlv, sorted, &context).is_ok());
    // LwM2M CBOR nests what follows one another only.
    let records = [record(0, 1), record(0, 3), record(1, 1), record(0, 2), record(0, 4)];
    let result = encode_to_vec(ContentFormat::Lwm2mCbor, records, &context);
    assert_eq!(record_error(result), (ErrorKind::RecordsNotGrouped, 3));
    // An instance that has resources is not empty.
    let empty = Record::with_content(path(&[3, 0]), Content::Empty);
    for records in [[record(0, 1), empty], [empty, record(0, 1)], [empty, empty]] {
        let result = encode_to_vec(ContentFormat::Tlv, records, &context);
        assert_eq!(record_error(result), (ErrorKind::RecordsNotGrouped, 1));
    }
}

#[test]
fn names_and_times_are_short_or_absolute() {
    let context = Context::new(Operation::Send, Path::ROOT);
    let time = |seconds: i64| Timestamp::from_seconds(1_700_000_000 + seconds);
    let place = path(&[3303, 0, 5700]);
    let history = [
        Record::new(place, 20.5).at(time(0)),
        Record::new(place, 20.25).at(time(-60)),
        Record::new(place, 21.0).at(Timestamp::new(1_700_000_000, 500_000_000).unwrap()),
    ];
    fn text(records: &[Record<'_>], context: &Context<'_>) -> String {
        let pack = encode_to_vec(ContentFormat::SenmlJson, records, context).unwrap();
        String::from_utf8(pack).unwrap()
    }
    assert_eq!(
        text(&history, &context),
        r#"[{"bn":"/3303/0/5700","bt":1700000000,"v":20.5},{"t":-60,"v":20.25},{"t":0.5,"v":21.0}]"#
    );
    assert_eq!(
        text(&history[..1], &context.with_absolute_names(true)),
        r#"[{"n":"/3303/0/5700","t":1700000000,"v":20.5}]"#
    );
    let under_root = context.with_alternate_path("/lwm2m");
    assert_eq!(
        text(&[Record::new(path(&[3, 0, 9]), 95i64)], &under_root),
        r#"[{"n":"/lwm2m/3/0/9","v":95}]"#
    );
    // Several instances with much in each: a base name for each of them is shortest.
    let many: Vec<_> = [1000u16, 2000]
        .into_iter()
        .flat_map(|instance| {
            (0..9).map(move |r| Record::new(path(&[3300 + instance / 1000, instance, r]), 1i64))
        })
        .collect();
    let pack = text(&many, &context);
    assert_eq!(pack.matches("\"bn\"").count(), 2, "{pack}");
    assert!(pack.len() < text(&many, &context.with_absolute_names(true)).len());
}

#[test]
fn a_new_instance_without_resources_is_not_lost_in_tlv() {
    let base = Path::new(&[42]).unwrap();
    let context = Context::new(Operation::Create, base);
    let record = Record::with_content(base.child(MAX_ID).unwrap(), Content::Empty);
    let payload = encode_to_vec(ContentFormat::Tlv, [record], &context).unwrap();
    assert_eq!(payload, [0x20, 0xff, 0xff]);
    let read: Vec<_> =
        decode(ContentFormat::Tlv, &payload, &context).collect::<Result<_, _>>().unwrap();
    assert_eq!(read, [record]);
}
