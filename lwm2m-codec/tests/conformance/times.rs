//! What the times of records count from, what encoders make of it, and times under tags.

use lwm2m_codec::{
    ContentFormat, Context, DataType, ErrorKind, Leniency, Operation, Path, Position, Record,
    ResourceType, Strictness, TimeBasis, Timestamp, Value, decode, encode_to_vec, senml,
};

use crate::common::{path, stated};

#[test]
fn encoders_refuse_what_their_format_takes_for_another_time() {
    use ContentFormat as F;
    use TimeBasis::{Absolute, Relative, Unstated};
    let edge = 1 << 28;
    // The number, its basis, and whether SenML and OMA JSON can say it.
    let table = [
        (-5, Relative, true, true),
        (-5, Absolute, false, false),
        (5, Unstated, true, true),
        (5, Relative, true, false),
        (5, Absolute, false, true),
        (edge - 1, Unstated, true, true),
        (edge - 1, Relative, true, false),
        (edge - 1, Absolute, false, true),
        (edge, Absolute, true, true),
        (edge, Relative, false, false),
        (0, Relative, false, false),
        (0, Absolute, false, false),
    ];
    let place = path(&[3303, 0, 5700]);
    for (format, operation, base) in [
        (F::SenmlJson, Operation::Read, place),
        (F::SenmlCbor, Operation::Read, place),
        (F::EtchJson, Operation::WriteComposite, Path::ROOT),
        (F::EtchCbor, Operation::WriteComposite, Path::ROOT),
        (F::OmaJson, Operation::Read, place),
    ] {
        let context = Context::new(operation, base);
        for (seconds, basis, in_senml, in_oma_json) in table {
            let time = Timestamp::from_seconds(seconds).with_basis(basis);
            let records = [Record::new(place, 1i64), Record::new(place, 2i64).at(time)];
            let fits = if format == F::OmaJson { in_oma_json } else { in_senml };
            match encode_to_vec(format, records, &context) {
                Ok(payload) => {
                    assert!(fits, "{format} {time:?}");
                    let read: Result<Vec<_>, _> = decode(format, &payload, &context).collect();
                    assert_eq!(read.unwrap()[1].time, Some(stated(format, time)));
                }
                Err(error) => {
                    assert!(!fits, "{format} {time:?}");
                    let found = (error.kind(), error.position());
                    assert_eq!(found, (ErrorKind::TimeNotRepresentable, Position::Record(1)));
                }
            }
        }
    }
}

#[test]
fn a_tag_changes_nothing_of_a_time() {
    let text = |text: &str| [&[0xc0, 0x60 + text.len() as u8], text.as_bytes()].concat();
    let double = |number: f64| [&[0xc1, 0xfb], &number.to_be_bytes()[..]].concat();
    let half = Timestamp::new(1_700_000_000, 500_000_000);
    for (item, time) in [
        (b"\xc1\x1a\x65\x53\xf1\x00".to_vec(), Timestamp::new(1_700_000_000, 0)),
        (double(1_700_000_000.0), Timestamp::new(1_700_000_000, 0)),
        (double(1_700_000_000.5), half),
        (double(-0.25), Timestamp::new(-1, 750_000_000)),
        (b"\xc1\xf9\x3e\x00".to_vec(), stated_in_senml(1, 500_000_000)),
        (text("2023-11-14T22:13:20Z"), Timestamp::new(1_700_000_000, 0)),
        (text("2023-11-14T22:13:20.5"), None),
        (text("2023-11-14T22:13:20.5Z"), half),
        (text("1969-12-31T23:59:59.75Z"), Timestamp::new(-1, 750_000_000)),
    ] {
        for label in [0x22, 0x06] {
            let mut pack = b"\x81\xa3\x00\x6c/3303/0/5700".to_vec();
            pack.push(label);
            pack.extend(&item);
            pack.extend(b"\x02\x01");
            let context = Context::new(Operation::Send, Path::ROOT);
            let read = |leniencies: &[Leniency]| {
                let strictness = leniencies.iter().fold(Strictness::STRICT, |s, l| s.with(*l));
                let context = context.with_strictness(strictness);
                decode(ContentFormat::SenmlCbor, &pack, &context).next().unwrap()
            };
            let error = read(&[]).unwrap_err();
            let at = pack.len() as u32 - 2 - item.len() as u32;
            assert_eq!((error.kind(), error.offset()), (ErrorKind::TagNotAllowed, at));
            assert_eq!(error.leniency(), Some(Leniency::TimeTags));
            // The tag is the only deviation.
            let record = read(&[Leniency::TimeTags]);
            assert_eq!(record.ok().and_then(|record| record.time), time, "{pack:02x?}");
            let raw = senml::cbor::raw(&pack, Strictness::LENIENT).next().unwrap().ok();
            let raw =
                raw.and_then(|raw| raw.base_time.or(raw.time)).map(senml::RawNumber::to_timestamp);
            let bare = |time: Timestamp| time.with_basis(TimeBasis::Unstated);
            assert_eq!(raw.flatten().map(bare), time.map(bare), "{pack:02x?}");
        }
    }
}

fn stated_in_senml(seconds: i64, nanoseconds: u32) -> Option<Timestamp> {
    Timestamp::new(seconds, nanoseconds).map(|time| stated(ContentFormat::SenmlCbor, time))
}

#[test]
fn the_value_of_a_time_resource_is_rounded_down() {
    let schema = |_, _| Some(ResourceType::new(DataType::Time));
    let context = Context::read(path(&[3, 0, 13])).with_schema(&schema);
    let date = b"\x81\xa2\x00\x67/3/0/13\x02\xc0\x762013-05-02T10:40:15.5Z";
    let number = &1_367_491_215.5f64.to_be_bytes();
    let number = [b"\x81\xa2\x00\x67/3/0/13\x02\xc1\xfb", &number[..]].concat();
    for pack in [&date[..], &number] {
        let strictness = Strictness::STRICT.with(Leniency::TimeTags);
        let read =
            |context: &Context<'_>| decode(ContentFormat::SenmlCbor, pack, context).next().unwrap();
        let error = read(&context.with_strictness(strictness)).unwrap_err();
        assert_eq!(error.leniency(), Some(Leniency::FractionalTime));
        let strictness = strictness.with(Leniency::FractionalTime);
        let record = read(&context.with_strictness(strictness)).unwrap();
        assert_eq!(record.value(), Some(Value::Time(1_367_491_215)));
    }
}

#[test]
fn raw_zeros_keep_their_sign() {
    for zero in [0.0, -0.0f64] {
        let mut record = senml::RawRecord::default();
        record.value = Some(senml::RawValue::Number(zero.into()));
        record.base_time = Some(zero.into());
        let records = [record];
        let (mut json, mut cbor) = ([0; 64], [0; 64]);
        let length = senml::json::encode_raw(&records, &mut json).unwrap();
        let from_json = senml::json::raw(&json[..length], Strictness::STRICT).next().unwrap();
        let length = senml::cbor::encode_raw(&records, &mut cbor).unwrap();
        let from_cbor = senml::cbor::raw(&cbor[..length], Strictness::STRICT).next().unwrap();
        // What was JSON becomes CBOR, and the other way round.
        let read = [from_json.unwrap(), from_cbor.unwrap()];
        let (mut json, mut cbor) = ([0; 64], [0; 64]);
        let length = senml::json::encode_raw(&read, &mut json).unwrap();
        let again = senml::json::raw(&json[..length], Strictness::STRICT);
        let length = senml::cbor::encode_raw(&read, &mut cbor).unwrap();
        let again = again.map(Result::unwrap).collect::<Vec<_>>();
        let also: Vec<_> =
            senml::cbor::raw(&cbor[..length], Strictness::STRICT).map(Result::unwrap).collect();
        for record in read.iter().chain(&again).chain(&also) {
            let Some(senml::RawValue::Number(value)) = record.value else { panic!("{record:?}") };
            for number in [value, record.base_time.unwrap()] {
                assert_eq!(number.to_f64().map(f64::to_bits), Some(zero.to_bits()));
                assert_eq!(number.to_i64(), Some(0));
            }
        }
    }
}

#[test]
#[cfg(feature = "serde")]
fn relative_times_of_the_record_form_are_numbers() {
    let record = Record::new(Path::new(&[3, 0, 9]).unwrap(), 1i64);
    let time = Timestamp::new(0, 500_000_000).unwrap();
    let time = time.with_basis(TimeBasis::Relative);
    let form = serde_json::to_value(record.at(time)).unwrap();
    assert_eq!((&form["time"], &form["relative"]), (&0.5.into(), &true.into()));
}
