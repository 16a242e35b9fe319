//! Times from one format to another: the nearest double, and the same time.

use lwm2m_codec::{
    ContentFormat, Context, Error, ErrorKind, Operation, Path, Strictness, Timestamp,
    convert_to_vec, decode, senml,
};
use proptest::prelude::*;

use crate::common::stated;

/// A Send of two values at `t` and at `bt` plus `later`, written without CBOR.
fn json(time: &str, later: &str) -> Vec<u8> {
    let path = "/3303/0/5700";
    format!(r#"[{{"n":"{path}","t":{time},"v":1}},{{"bt":{time},"n":"{path}","t":{later},"v":2}}]"#)
        .into_bytes()
}

fn convert(payload: &[u8], from: ContentFormat, to: ContentFormat) -> Result<Vec<u8>, Error> {
    let (operation, base) = match ContentFormat::OmaJson {
        oma if oma == from || oma == to => (Operation::Read, "/3303".parse().unwrap()),
        _ => (Operation::Send, Path::ROOT),
    };
    let context = Context::new(operation, base);
    convert_to_vec(decode(from, payload, &context), to, &context)
}

/// The numbers under `bt` and `t` of a pack, in order.
fn numbers(pack: &[u8]) -> Vec<f64> {
    let records = senml::cbor::raw(pack, Strictness::STRICT).map(Result::unwrap);
    records
        .flat_map(|record| [record.base_time, record.time])
        .flatten()
        .map(|number| number.to_f64().unwrap())
        .collect()
}

/// Checks that the time comes out of each conversion as the nearest double, and goes back.
fn check(text: &str) {
    use ContentFormat as F;
    let nearest: f64 = text.parse().unwrap();
    let time: Timestamp = text.parse().unwrap();
    assert_eq!(time.as_f64().to_bits(), nearest.to_bits(), "{text}");

    let cbor = convert(&json(text, "0.0625"), F::SenmlJson, F::SenmlCbor).unwrap();
    assert_eq!(numbers(&cbor), [nearest, 0.0625], "{text}");
    let lone = format!(r#"[{{"n":"/3303/0/5700","t":{text},"v":1}}]"#);
    let cbor = convert(lone.as_bytes(), F::SenmlJson, F::SenmlCbor).unwrap();
    assert_eq!(numbers(&cbor), [nearest], "{text}");
    let back = convert(&cbor, F::SenmlCbor, F::SenmlJson).unwrap();
    assert_eq!(String::from_utf8(back).unwrap(), lone);

    let oma = format!(r#"{{"bn":"/3303/0/","e":[{{"n":"5700","t":{text},"v":1}}]}}"#);
    let relative = nearest < (1u32 << 28).into();
    match convert(oma.as_bytes(), F::OmaJson, F::SenmlCbor) {
        Ok(cbor) => assert_eq!(numbers(&cbor), [nearest], "{text}"),
        // What OMA JSON counts from 1970 and SenML from now.
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::TimeNotRepresentable, "{text}");
            assert!(relative && nearest > 0.0, "{text}");
        }
    }
}

#[test]
fn every_time_of_three_decimals_is_the_nearest_double() {
    for thousandths in 1..1000 {
        let text = format!("{thousandths:03}");
        let text = text.trim_end_matches('0');
        for whole in ["0", "-0", "1", "-1", "-12", "268435455", "268435456", "1700000000"] {
            check(&format!("{whole}.{text}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_times_are_the_nearest_double(
        whole in any::<i64>(),
        shift in 30u32..64,
        decimals in 1usize..=9,
        fraction in 1u32..1_000_000_000,
    ) {
        let whole = whole >> shift;
        let fraction = format!("{fraction:09}");
        let fraction = fraction[..decimals].trim_end_matches('0');
        prop_assume!(!fraction.is_empty());
        let sign = if whole < 0 { "-" } else { "" };
        check(&format!("{sign}{}.{fraction}", whole.unsigned_abs()));
    }

    /// Of any size, beyond what packs hold.
    #[test]
    fn a_double_is_the_nearest(seconds in any::<i64>(), shift in 0u32..64, nanoseconds in 0u32..1_000_000_000) {
        let time = Timestamp::new(seconds >> shift, nanoseconds).unwrap();
        let nearest: f64 = time.to_string().parse().unwrap();
        prop_assert_eq!(time.as_f64().to_bits(), nearest.to_bits(), "{}", time);
    }

    /// From format to format a time keeps its number and its basis, or an error names the record.
    #[test]
    fn times_stay_what_they_are(seconds in prop_oneof![-9i64..9, (1i64 << 28) - 2..(1 << 28) + 2], nanoseconds in prop_oneof![Just(0), Just(500_000_000)]) {
        use ContentFormat as F;
        let number = Timestamp::new(seconds, nanoseconds).unwrap();
        let place: Path = "/3303/0/5700".parse().unwrap();
        let context = Context::read("/3303".parse().unwrap());
        let formats = [F::SenmlJson, F::SenmlCbor, F::OmaJson];
        prop_assume!(seconds != 0 || nanoseconds != 0);
        for from in formats {
            let records = [
                lwm2m_codec::Record::new(place, 1i64),
                lwm2m_codec::Record::new(place, 2i64).at(number),
            ];
            let payload = lwm2m_codec::encode_to_vec(from, records, &context).unwrap();
            let read: Vec<_> = decode(from, &payload, &context).collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(read[1].time, Some(stated(from, number)));
            for to in formats {
                let converted = convert_to_vec(decode(from, &payload, &context), to, &context);
                if stated(from, number) == stated(to, number) {
                    let converted = converted.unwrap();
                    let again: Result<Vec<_>, _> = decode(to, &converted, &context).collect();
                    prop_assert_eq!(again.unwrap(), read.clone());
                } else {
                    let error = converted.unwrap_err();
                    let found = (error.kind(), error.offset());
                    prop_assert_eq!(found, (ErrorKind::TimeNotRepresentable, 1), "{} to {}", from, to);
                }
            }
        }
    }
}
