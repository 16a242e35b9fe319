//! The path that a decoder names after an error: that of the record, as far as it is known.

use lwm2m_codec::ContentFormat as F;
use lwm2m_codec::ErrorKind as E;
use lwm2m_codec::{ContentFormat, Context, ErrorKind, Operation, Path, decode};

#[track_caller]
fn check(format: ContentFormat, payload: &[u8], kind: ErrorKind, path: &str) {
    let base = if format == F::EtchJson { Path::ROOT } else { Path::new(&[3, 0]).unwrap() };
    let operation = if format == F::EtchJson { Operation::ReadComposite } else { Operation::Read };
    let context = Context::new(operation, base);
    let mut records = decode(format, payload, &context);
    let results: Vec<_> = records.by_ref().collect();
    // A good record stands before the broken one.
    assert!(results.len() == 2 && results[0].is_ok(), "{results:?}");
    assert_eq!(results[1].unwrap_err().kind(), kind);
    assert_eq!(records.path().to_string(), path);
}

#[test]
fn the_record_before_is_not_to_blame() {
    let json = |format, rest: &str, kind, path| {
        let start = match format {
            F::OmaJson => r#"{"bn":"/3/0/","e":[{"n":"9","v":1},"#,
            _ => r#"[{"bn":"/3/0/","n":"9","v":1},"#,
        };
        check(format, format!("{start}{rest}").as_bytes(), kind, path);
    };
    json(F::SenmlJson, r#"{"n":"10","v""#, E::Truncated, "/3/0");
    json(F::SenmlJson, r#"{"n":"10","v":x"#, E::InvalidJson, "/3/0");
    json(F::SenmlJson, r#"{"n":"x","v":1}]"#, E::InvalidPath, "/3/0");
    json(F::SenmlJson, r#"{"bver":11,"n":"10","v":1}]"#, E::UnsupportedVersion, "/3/0");
    json(F::SenmlJson, r#"{"n":"10"}]"#, E::MissingValue, "/3/0/10");
    json(F::SenmlJson, r#"{"n":"9","v":1}]"#, E::Duplicate, "/3/0/9");
    json(F::OmaJson, r#"{"n":"x","v":1}]}"#, E::InvalidPath, "/3/0");
    json(F::OmaJson, r#"{"v":1,"sv":""}]}"#, E::MultipleValues, "/3/0");
    json(F::OmaJson, r#"{"n":"10"}]}"#, E::MissingValue, "/3/0/10");
    let cbor = |rest: &[u8], kind, path| {
        let payload = [&b"\x82\xa3\x21\x65/3/0/\x00\x619\x02\x01"[..], rest].concat();
        check(F::SenmlCbor, &payload, kind, path);
    };
    cbor(b"\xa2\x00\x6210\x02", E::Truncated, "/3/0");
    cbor(b"\xa2\x00\x6210\x02\x61x", E::UnexpectedType, "/3/0/10");
    let lwm2m_cbor = |rest: &[u8], kind, path| {
        let payload = [&b"\xa1\x82\x03\x00\xa2\x09\x01"[..], rest].concat();
        check(F::Lwm2mCbor, &payload, kind, path);
    };
    lwm2m_cbor(b"\x0a", E::Truncated, "/3/0/10");
    lwm2m_cbor(b"\x19\x01", E::Truncated, "/3/0");
    lwm2m_cbor(b"\x61A", E::InvalidKey, "/3/0");
    check(F::EtchJson, br#"[{"n":"/3/0/9"},{}]"#, E::MissingName, "/");
}
