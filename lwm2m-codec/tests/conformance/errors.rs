//! Malformed payloads: the kind of the error, its place, and the leniency that would accept them.

use lwm2m_codec::{
    ContentFormat, Context, ErrorKind, ErrorKind as K, Leniency, Leniency as L, Operation,
    Strictness,
};

use crate::common::{path, read, schema};

/// A payload in hexadecimal (or text, for textual formats), what it answers, and what is wrong.
struct Row(&'static str, &'static str, ErrorKind, u32, Option<Leniency>);

fn error(format: ContentFormat, payload: &[u8], context: &Context<'_>) -> Option<(ErrorKind, u32)> {
    read(format, payload, context).1.map(|error| (error.kind(), error.offset()))
}

fn check(format: ContentFormat, operation: Operation, rows: &[Row]) {
    let mut faults = Vec::new();
    for &Row(base, payload, kind, offset, leniency) in rows {
        let bytes = if format.is_textual() {
            payload.as_bytes().to_vec()
        } else {
            hex::decode(payload.replace([' ', '|'], "")).unwrap()
        };
        let context = Context::new(operation, base.parse().unwrap()).with_schema(&schema);
        let found = read(format, &bytes, &context).1;
        let found = found.map(|error| (error.kind(), error.offset(), error.leniency()));
        if found != Some((kind, offset, leniency)) {
            faults.push(format!("{base} {payload}: {found:?}"));
            continue;
        }

        // The leniency is enough, and without one nothing helps.
        let lenient = leniency.map_or(Strictness::LENIENT, |l| Strictness::STRICT.with(l));
        let outcome = error(format, &bytes, &context.with_strictness(lenient));
        let expected = if leniency.is_some() { None } else { Some((kind, offset)) };
        if outcome != expected {
            faults.push(format!("{base} {payload}, lenient: {outcome:?}"));
        }
    }
    assert!(faults.is_empty(), "{format}:\n{}", faults.join("\n"));
}

#[test]
#[cfg(feature = "tlv")]
fn tlv() {
    let rows = [
        Row("/", "c10964", K::BasePath, 0, None),
        // Truncation: the place of the missing byte.
        Row("/9/0", "c1", K::Truncated, 1, None),
        Row("/9/0", "e100", K::Truncated, 2, None),
        Row("/9/0", "d00901", K::Truncated, 3, None),
        Row("/9/0", "c20964", K::Truncated, 3, None),
        Row("/9/0/1", "", K::Truncated, 0, Some(L::EmptyPayload)),
        Row("/9", "0305 c20964", K::ContainerOverrun, 2, None),
        Row("/9", "0305 c10964 0306c1", K::Truncated, 8, None),
        Row("/9", "0306 8306 420005", K::ContainerOverrun, 2, None),
        Row("/9/0/6", "8206 4101", K::ContainerOverrun, 2, None),
        Row("/9/0/6", "8306 420105", K::ContainerOverrun, 2, None),
        // Headers out of place.
        Row("/9", "02000000", K::UnexpectedTlv, 2, None),
        Row("/9/0", "410001", K::UnexpectedTlv, 0, None),
        Row("/9/0/6", "8306 c10001", K::UnexpectedTlv, 2, None),
        Row("/9", "0300c10964 c10964", K::UnexpectedTlv, 5, None),
        Row("/9/0", "c10964 0300c10964", K::UnexpectedTlv, 3, None),
        Row("/9", "c10964", K::UnexpectedTlv, 0, Some(L::MissingLevel)),
        Row("/9/0/6", "410001410105", K::UnexpectedTlv, 0, Some(L::MissingLevel)),
        Row("/9/0/9", "0301c10964", K::OutsideBase, 1, None),
        Row("/9/0/6/1", "8306 410105", K::UnexpectedTlv, 0, Some(L::SuperfluousLevel)),
        Row("/9/0/9", "c10964 c10a0f", K::TooManyElements, 3, None),
        Row("/9/0/6/1", "410105 410205", K::TooManyElements, 3, None),
        // IDs.
        Row("/9/0", "e1ffff01", K::ReservedId, 1, None),
        Row("/9", "20ffff", K::ReservedId, 1, None),
        Row("/9/0", "0301c10964", K::OutsideBase, 1, None),
        Row("/9/0/9", "c10a64", K::OutsideBase, 1, None),
        Row("/9/0/6/1", "410205", K::OutsideBase, 1, None),
        Row("/9/0", "c10964 c10965", K::Duplicate, 3, Some(L::Duplicates)),
        Row("/9", "0300c10964 0300c10a65", K::Duplicate, 5, Some(L::Duplicates)),
        Row("/9/0", "8606 410101 410102", K::Duplicate, 5, Some(L::Duplicates)),
        // Values.
        Row("/42/0", "c002", K::ValueLength, 2, None),
        Row("/42/0", "c302 000102", K::ValueLength, 2, Some(L::IntegerWidth)),
        Row("/42/0", "c803 09 000000000000000000", K::ValueLength, 3, None),
        Row("/42/0", "c204 3e00", K::ValueLength, 2, None),
        Row("/42/0", "c005", K::ValueLength, 2, None),
        Row("/42/0", "c105 02", K::InvalidBoolean, 2, Some(L::BooleanByte)),
        Row("/42/0", "c205 0001", K::ValueLength, 2, Some(L::BooleanByte)),
        Row("/42/0", "c308 000000", K::ValueLength, 2, None),
        Row("/42/0", "c408 ffff0001", K::ValueOutOfRange, 2, None),
        Row("/42/0", "c301 61c328", K::InvalidUtf8, 3, Some(L::InvalidUtf8)),
        Row("/42/0", "c10a 00", K::NoValue, 2, None),
        Row("/42/0", "8302 410001", K::Multiplicity, 0, Some(L::InstanceForSingle)),
        Row("/42/0", "8002", K::Multiplicity, 0, None),
        Row("/42/0", "c122 05", K::Multiplicity, 0, Some(L::SingleForMultiple)),
    ];
    check(ContentFormat::Tlv, Operation::Read, &rows);
    let rows = [Row("/9", "c10001 e1ffff01", K::ReservedId, 4, None)];
    check(ContentFormat::Tlv, Operation::Create, &rows);

    // A superfluous wrapper is no substitute for what was named.
    let context = Context::read("/9/0/9".parse().unwrap()).lenient();
    let (records, error) = read(ContentFormat::Tlv, &[0x03, 0x00], &context);
    let error = error.unwrap();
    assert_eq!((records.len(), error.kind(), error.offset()), (0, K::Truncated, 2));
}

#[test]
#[cfg(feature = "text")]
fn text() {
    let rows = [
        Row("/42/0", "x", K::BasePath, 0, None),
        Row("/", "x", K::BasePath, 0, None),
        Row("/42/0/2", "", K::InvalidInteger, 0, None),
        Row("/42/0/2", "-", K::InvalidInteger, 1, None),
        Row("/42/0/2", "0x10", K::InvalidInteger, 1, None),
        Row("/42/0/2", "12 3", K::InvalidInteger, 2, None),
        Row("/42/0/2", "--1", K::InvalidInteger, 1, None),
        Row("/42/0/2", "5.5", K::InvalidInteger, 0, None),
        Row("/42/0/2", "007", K::InvalidInteger, 0, Some(L::LooseNumbers)),
        Row("/42/0/2", "+7", K::InvalidInteger, 0, Some(L::LooseNumbers)),
        Row("/42/0/2", "7\n", K::InvalidInteger, 0, Some(L::SurroundingSpace)),
        Row("/42/0/2", "5.0", K::InvalidInteger, 0, Some(L::LooseNumbers)),
        Row("/42/0/2", "9223372036854775808", K::ValueOutOfRange, 0, None),
        Row("/42/0/2", "-9223372036854775809", K::ValueOutOfRange, 0, None),
        Row("/42/0/7", "99999999999999999999", K::ValueOutOfRange, 0, None),
        Row("/42/0/7", "2013-05-02T10:40:15Z", K::InvalidInteger, 4, None),
        Row("/42/0/3", "-1", K::ValueOutOfRange, 0, None),
        Row("/42/0/3", "18446744073709551616", K::ValueOutOfRange, 0, None),
        Row("/42/0/4", "", K::InvalidFloat, 0, None),
        Row("/42/0/4", "1.", K::InvalidFloat, 2, None),
        Row("/42/0/4", "1e", K::InvalidFloat, 2, None),
        Row("/42/0/4", "1,5", K::InvalidFloat, 1, None),
        Row("/42/0/4", "1e400", K::ValueOutOfRange, 0, None),
        Row("/42/0/4", "nan", K::InvalidFloat, 0, Some(L::FloatWords)),
        Row("/42/0/4", "-inf", K::InvalidFloat, 0, Some(L::FloatWords)),
        Row("/42/0/4", " 1.5", K::InvalidFloat, 0, Some(L::SurroundingSpace)),
        Row("/42/0/5", "", K::InvalidBoolean, 0, None),
        Row("/42/0/5", "2", K::InvalidBoolean, 0, None),
        Row("/42/0/5", "true", K::InvalidBoolean, 0, Some(L::BooleanWords)),
        Row("/42/0/6", "AQ=I", K::InvalidBase64, 2, None),
        Row("/42/0/6", "AQI*", K::InvalidBase64, 3, None),
        Row("/42/0/6", "A", K::InvalidBase64, 1, None),
        Row("/42/0/6", "AQIDBAU", K::InvalidBase64, 7, Some(L::Base64)),
        Row("/42/0/6", "AQIDBAV=", K::InvalidBase64, 6, Some(L::Base64)),
        Row("/42/0/6", "_-8=", K::InvalidBase64, 0, Some(L::Base64)),
        Row("/42/0/8", "66", K::InvalidObjectLink, 0, None),
        Row("/42/0/8", "66:01", K::InvalidObjectLink, 0, Some(L::LeadingZeros)),
        Row("/42/0/8", "66:1 ", K::InvalidObjectLink, 0, Some(L::SurroundingSpace)),
        Row("/42/0/2", "95\0", K::InvalidInteger, 2, Some(L::TrailingNul)),
        Row("/42/0/8", "65535:0", K::ValueOutOfRange, 0, None),
        Row("/42/0/8", "FFFF:FFFF", K::InvalidObjectLink, 0, Some(L::HexNullLink)),
        Row("/42/0/8", "0:0\0", K::InvalidObjectLink, 0, Some(L::TrailingNul)),
    ];
    check(ContentFormat::Text, Operation::Read, &rows);

    for resource in [1, 9] {
        let base = lwm2m_codec::Path::new(&[42, 0, resource]).unwrap();
        let context = Context::read(base).with_schema(&schema);
        let found = error(ContentFormat::Text, b"ab\xc3(", &context);
        assert_eq!(found, Some((K::InvalidUtf8, 2)));
        assert_eq!(error(ContentFormat::Text, b"ab\xc3(", &context.lenient()), None);
    }
}

#[test]
#[cfg(feature = "opaque")]
fn opaque() {
    let rows = [
        Row("/42/0", "00", K::BasePath, 0, None),
        Row("/", "", K::BasePath, 0, None),
        Row("/42/65535/6", "00", K::BasePath, 0, None),
        Row("/42/0/1", "6869", K::UnexpectedType, 0, Some(L::OpaqueForOther)),
        Row("/42/0/2", "00", K::UnexpectedType, 0, Some(L::OpaqueForOther)),
    ];
    check(ContentFormat::Opaque, Operation::Read, &rows);
}

#[test]
#[cfg(feature = "cbor")]
fn cbor() {
    let rows = [
        Row("/42/0", "00", K::BasePath, 0, None),
        // Truncation: the place of the missing byte.
        Row("/42/0/2", "", K::Truncated, 0, None),
        Row("/42/0/2", "1a000000", K::Truncated, 4, None),
        Row("/42/0/1", "6361", K::Truncated, 2, None),
        Row("/42/0/1", "7f6161", K::Truncated, 3, None),
        Row("/42/0/6", "5bffffffffffffffff00", K::Truncated, 10, None),
        Row("/42/0/7", "c1", K::Truncated, 1, None),
        Row("/42/0/4", "c48221", K::Truncated, 3, None),
        Row("/42/0/2", "0000", K::TrailingData, 1, None),
        // Not well-formed.
        Row("/42/0/2", "1c", K::InvalidCbor, 0, None),
        Row("/42/0/2", "1f", K::InvalidCbor, 0, None),
        Row("/42/0/2", "ff", K::InvalidCbor, 0, None),
        Row("/42/0/2", "f800", K::InvalidCbor, 0, None),
        Row("/42/0/2", "f81f", K::InvalidCbor, 0, None),
        Row("/42/0/1", "7f 6161 4161 ff", K::InvalidCbor, 3, None),
        Row("/42/0/6", "5f 5f ff ff", K::InvalidCbor, 1, None),
        Row("/42/0/1", "63 61c328", K::InvalidUtf8, 2, Some(L::InvalidUtf8)),
        Row("/42/0/1", "7f 6161 62c328 ff", K::InvalidUtf8, 4, Some(L::InvalidUtf8)),
        // Tags.
        Row("/42/0/2", "d820 05", K::TagNotAllowed, 0, Some(L::UnknownTags)),
        Row("/42/0/3", "c2 4101", K::TagNotAllowed, 0, Some(L::Bignum)),
        Row("/42/0/3", "d9d9f7 c2 4101", K::TagNotAllowed, 3, Some(L::Bignum)),
        Row("/42/0/4", "c4 05", K::InvalidCbor, 1, None),
        Row("/42/0/4", "c4 82 21 f5", K::InvalidCbor, 3, None),
        Row("/42/0/4", "c4 82 190190 01", K::ValueOutOfRange, 1, None),
        Row("/42/0/7", "c0 63616263", K::InvalidTime, 1, None),
        Row("/42/0/7", "c0 05", K::UnexpectedType, 1, None),
        Row("/42/0/7", "c1 6131", K::UnexpectedType, 1, None),
        Row("/42/0/7", "c1 fb41d46090a3e00000", K::FractionalNumber, 1, Some(L::FractionalTime)),
        // Values of another type, or out of range.
        Row("/42/0/2", "1b8000000000000000", K::ValueOutOfRange, 0, None),
        Row("/42/0/2", "3b8000000000000000", K::ValueOutOfRange, 0, None),
        Row("/42/0/3", "20", K::ValueOutOfRange, 0, None),
        Row("/42/0/2", "f94500", K::UnexpectedType, 0, Some(L::FloatForInteger)),
        Row("/42/0/2", "f94100", K::FractionalNumber, 0, None),
        Row("/42/0/2", "f97c00", K::ValueOutOfRange, 0, None),
        Row("/42/0/2", "f5", K::UnexpectedType, 0, Some(L::BooleanForNumber)),
        Row("/42/0/2", "f6", K::UnexpectedType, 0, None),
        Row("/42/0/2", "f7", K::UnexpectedType, 0, None),
        Row("/42/0/2", "a10001", K::UnexpectedType, 0, None),
        Row("/42/0/2", "8101", K::UnexpectedType, 0, None),
        Row("/42/0/5", "01", K::UnexpectedType, 0, Some(L::NumberForBoolean)),
        Row("/42/0/5", "02", K::UnexpectedType, 0, None),
        Row("/42/0/6", "6161", K::UnexpectedType, 0, None),
        Row("/42/0/1", "4161", K::UnexpectedType, 0, None),
        Row("/42/0/8", "6430313a30", K::InvalidObjectLink, 0, Some(L::LeadingZeros)),
        Row(
            "/42/0/8",
            "6d 30303030303030303030303a30",
            K::InvalidObjectLink,
            0,
            Some(L::LeadingZeros),
        ),
        Row("/42/0/8", "67 36353533353a30", K::ValueOutOfRange, 0, None),
        Row("/42/0/8", "64303a3000", K::InvalidObjectLink, 0, Some(L::TrailingNul)),
        Row(
            "/42/0/7",
            "74323031332d30352d30325431303a34303a31355a",
            K::UnexpectedType,
            0,
            Some(L::TextForTime),
        ),
        Row("/9/0/1", "f6", K::UnexpectedType, 0, None),
        Row("/9/0/1", "80", K::UnexpectedType, 0, None),
    ];
    check(ContentFormat::Cbor, Operation::Read, &rows);
}

#[test]
#[cfg(feature = "senml-json")]
fn senml_json() {
    let rows = [
        // JSON itself.
        Row("/42/0/1", "", K::Truncated, 0, Some(L::EmptyPayload)),
        Row("/", "x", K::InvalidJson, 0, None),
        Row("/", "[", K::Truncated, 1, None),
        Row("/", "{}", K::WrongRoot, 0, None),
        Row("/", " 1", K::WrongRoot, 1, None),
        Row("/", "[] x", K::TrailingData, 3, None),
        Row("/", r#"[{"n":"/42/0/2","v":1},]"#, K::InvalidJson, 23, None),
        Row("/", "[1]", K::UnexpectedType, 1, None),
        Row("/", "[[", K::Truncated, 2, None),
        Row("/", r#"[{"n":"/42/0/2","v":1}"#, K::Truncated, 22, None),
        Row("/", r#"[{"n":"/42/0/2","v":1,}]"#, K::InvalidJson, 22, None),
        Row("/", r#"[{"n":"/42/0/2" "v":1}]"#, K::InvalidJson, 16, None),
        Row("/", r#"[{"n":"/42/0/2","v":01}]"#, K::InvalidJson, 21, None),
        Row("/", r#"[{"n":"/42/0/2","v":1.}]"#, K::InvalidJson, 20, None),
        Row("/", r#"[{"n":"/42/0/4","v":NaN}]"#, K::InvalidJson, 20, None),
        Row("/", r#"[{"n":"/42/0/1","vs":"a\x"}]"#, K::InvalidEscape, 23, None),
        Row("/", r#"[{"n":"/42/0/1","vs":"\ud800"}]"#, K::InvalidEscape, 22, Some(L::InvalidUtf8)),
        Row("/", "[{\"n\":\"/42/0/1\",\"vs\":\"a\nb\"}]", K::InvalidJson, 23, None),
        Row("/", r#"[{"n":"/42/0/1","vs":"ab"#, K::Truncated, 24, None),
        Row("/", r#"[{"n":"/42/0/5","vb":tru"#, K::Truncated, 24, None),
        Row("/", "\u{feff}[]", K::InvalidJson, 0, Some(L::ByteOrderMark)),
        // Names.
        Row("/", r#"[{"v":1}]"#, K::MissingName, 1, None),
        Row("/", r#"[{"n":"","v":1}]"#, K::MissingName, 1, None),
        Row("/", r#"[{"n":"/42/0//2","v":1}]"#, K::InvalidPath, 13, None),
        Row("/", r#"[{"n":"/42/0/2/","v":1}]"#, K::InvalidPath, 15, Some(L::TrailingSlash)),
        Row("/", r#"[{"bn":"/42/0/2/","v":1}]"#, K::InvalidPath, 8, Some(L::TrailingSlash)),
        Row("/", r#"[{"n":"/42/0/02","v":1}]"#, K::InvalidPath, 14, Some(L::LeadingZeros)),
        Row("/42/0", r#"[{"n":"2","v":1}]"#, K::InvalidPath, 7, Some(L::MissingLeadingSlash)),
        Row("/", r#"[{"n":"/42/0/2?","v":1}]"#, K::InvalidPath, 14, None),
        Row("/", r#"[{"bn":"/42/x/","n":"2","v":1}]"#, K::InvalidPath, 12, None),
        Row("/", r#"[{"n":"/42/0/2/1/0","v":1}]"#, K::PathTooLong, 17, None),
        Row("/", r#"[{"n":"/42/65536/2","v":1}]"#, K::IdOutOfRange, 11, None),
        Row("/", r#"[{"n":"/42/65535/2","v":1}]"#, K::ReservedId, 11, None),
        Row("/", r#"[{"n":"/42/0","v":1}]"#, K::NotAResource, 7, None),
        Row("/42/0", r#"[{"n":"/9/0/2","v":1}]"#, K::OutsideBase, 7, None),
        // Fields.
        Row("/", r#"[{"n":"/42/0/2"}]"#, K::MissingValue, 1, None),
        Row("/", r#"[{"n":"/42/0/2","v":1,"vs":"1"}]"#, K::MultipleValues, 22, None),
        Row(
            "/",
            r#"[{"n":"/42/0/2","v":1,"v":2}]"#,
            K::DuplicateLabel,
            22,
            Some(L::DuplicateLabels),
        ),
        Row("/", r#"[{"n":5,"v":1}]"#, K::UnexpectedType, 6, None),
        Row(
            "/",
            r#"[{"n":"/42/0/2","v":1,"t":"1"}]"#,
            K::UnexpectedType,
            26,
            Some(L::NumberAsText),
        ),
        Row("/", r#"[{"n":"/42/0/2","v":1,"t":1e30}]"#, K::ValueOutOfRange, 26, None),
        Row("/", r#"[{"n":"/42/0/2","v":1,"x_":1}]"#, K::MustUnderstand, 22, None),
        Row("/", r#"[{"bver":11,"n":"/42/0/2","v":1}]"#, K::UnsupportedVersion, 9, None),
        // Values.
        Row("/", r#"[{"n":"/42/0/2","v":null}]"#, K::UnexpectedType, 20, None),
        Row("/", r#"[{"n":"/42/0/2","v":1.5}]"#, K::FractionalNumber, 20, None),
        Row("/", r#"[{"n":"/42/0/2","v":1e19}]"#, K::ValueOutOfRange, 20, None),
        Row("/", r#"[{"n":"/42/0/3","v":-1}]"#, K::ValueOutOfRange, 20, None),
        Row("/", r#"[{"n":"/42/0/4","v":1e400}]"#, K::ValueOutOfRange, 20, None),
        Row("/", r#"[{"n":"/42/0/5","v":1}]"#, K::UnexpectedType, 20, Some(L::NumberForBoolean)),
        Row("/", r#"[{"n":"/42/0/6","vd":"A+8"}]"#, K::InvalidBase64, 23, Some(L::Base64)),
        Row("/", r#"[{"n":"/42/0/6","vd":"A"}]"#, K::InvalidBase64, 23, None),
        Row("/", r#"[{"n":"/42/0/7","v":1.5}]"#, K::FractionalNumber, 20, Some(L::FractionalTime)),
        Row("/", r#"[{"n":"/42/0/8","vlo":"66"}]"#, K::InvalidObjectLink, 22, None),
        Row(
            "/",
            r#"[{"n":"/42/0/8","vs":"6:1"}]"#,
            K::UnexpectedType,
            21,
            Some(L::StringForObjectLink),
        ),
        Row(
            "/",
            r#"[{"n":"/42/0/2","v":1},{"n":"/42/0/2","v":1}]"#,
            K::Duplicate,
            23,
            Some(L::Duplicates),
        ),
    ];
    check(ContentFormat::SenmlJson, Operation::Read, &rows);
    let deep = format!(r#"[{{"x":{}"#, "[".repeat(200));
    let context = Context::read(path(&[])).with_schema(&schema);
    let found = error(ContentFormat::SenmlJson, deep.as_bytes(), &context.lenient());
    assert_eq!(found, Some((K::TooDeep, 134)));
}

#[test]
#[cfg(feature = "senml-json")]
fn senml_etch_json() {
    let fetch = [
        Row("/", "[]", K::EmptyPathList, 0, None),
        Row("/", "[{}]", K::MissingName, 1, None),
        Row("/", r#"[{"bn":"/3/0/","n":"1"},{}]"#, K::MissingName, 24, None),
        Row("/", r#"[{"n":"/3","v":1}]"#, K::FieldNotAllowed, 11, None),
        Row("/", r#"[{"n":"/3","vs":"1"}]"#, K::FieldNotAllowed, 11, None),
        Row("/", r#"[{"n":"/3","ut":1}]"#, K::FieldNotAllowed, 11, None),
        Row("/", r#"[{"bver":10,"n":"/3"}]"#, K::FieldNotAllowed, 2, None),
        Row("/", r#"[{"n":"/3","x":1}]"#, K::FieldNotAllowed, 11, None),
        Row("/", r#"[{"n":"/3","n":"/4"}]"#, K::DuplicateLabel, 11, Some(L::DuplicateLabels)),
        Row("/", r#"[{"n":"3"}]"#, K::InvalidPath, 7, Some(L::MissingLeadingSlash)),
        Row("/", r#"[{"n":"/3/65535"}]"#, K::ReservedId, 10, None),
        Row("/", r#"{"n":"/3"}"#, K::WrongRoot, 0, None),
    ];
    check(ContentFormat::EtchJson, Operation::ReadComposite, &fetch);
    let patch = [
        Row("/", r#"[{"n":"/42/0/34/1"}]"#, K::MissingValue, 1, None),
        Row("/", r#"[{"n":"/42/0/2","v":null}]"#, K::NullValue, 20, Some(L::NullDeletesResource)),
        Row("/", r#"[{"n":"/42/0","v":null}]"#, K::NotAResource, 7, None),
        Row("/", r#"[{"n":"/42/0/33/1","vs":null}]"#, K::UnexpectedType, 24, None),
        Row("/", r#"[{"n":"/42/0/2","vb":true}]"#, K::UnexpectedType, 21, None),
        Row("/", r#"[{"n":"/42/0/2","v":1,"vb":true}]"#, K::MultipleValues, 22, None),
    ];
    check(ContentFormat::EtchJson, Operation::WriteComposite, &patch);
    let elsewhere = [Row("/42/0/2", r#"[{"n":"/42/0/2","v":1}]"#, K::OperationNotAllowed, 0, None)];
    check(ContentFormat::EtchJson, Operation::Read, &elsewhere);
}

#[test]
#[cfg(feature = "senml-cbor")]
fn senml_cbor() {
    let rows = [
        // CBOR itself. 68 2f34322f302f3x is the name /42/0/x.
        Row("/42/0/1", "", K::Truncated, 0, Some(L::EmptyPayload)),
        Row("/", "81", K::Truncated, 1, None),
        Row("/", "a0", K::WrongRoot, 0, None),
        Row("/", "01", K::WrongRoot, 0, None),
        Row("/", "9c", K::InvalidCbor, 0, None),
        Row("/", "8000", K::TrailingData, 1, None),
        Row("/", "9f ff", K::IndefiniteLength, 0, Some(L::IndefiniteArray)),
        Row("/", "81 01", K::UnexpectedType, 1, None),
        Row("/", "81 ff", K::InvalidCbor, 1, None),
        Row("/", "81 a2 00 67 2f34322f302f32 02", K::Truncated, 12, None),
        Row("/", "81 a1 00 67 2f34", K::Truncated, 6, None),
        Row("/", "81 a1 00 62 c328", K::InvalidUtf8, 4, None),
        Row("/", "82 a2 00 67 2f34322f302f32 02 01", K::Truncated, 13, None),
        Row("/", "81 a1 00 7b ffffffffffffffff", K::Truncated, 12, None),
        Row(
            "/",
            "81 a2 00 7f 67 2f34322f302f32 ff 02 01",
            K::IndefiniteLength,
            3,
            Some(L::IndefiniteString),
        ),
        // Names.
        Row("/", "81 a1 02 01", K::MissingName, 1, None),
        Row("/", "81 a2 00 64 2f2f3432 02 01", K::InvalidPath, 5, None),
        Row("/", "81 a2 00 64 2f343200 02 01", K::InvalidPath, 7, None),
        Row("/", "81 a2 21 68 2f34322f302f322f 02 01", K::InvalidPath, 4, Some(L::TrailingSlash)),
        Row("/", "81 a2 61 6e 67 2f34322f302f32 02 01", K::InvalidLabel, 2, Some(L::TextLabels)),
        Row("/", "81 a2 00 67 2f34322f302f32 61 32 02", K::InvalidLabel, 11, Some(L::TextLabels)),
        Row("/9", "81 a2 00 67 2f34322f302f32 02 01", K::OutsideBase, 4, None),
        // Labels.
        Row("/", "81 a1 80 01", K::InvalidLabel, 2, None),
        Row("/", "81 a1 ff", K::InvalidCbor, 2, None),
        Row("/", "81 a2 00 67 2f34322f302f32 61 78 01", K::MissingValue, 1, None),
        Row("/", "81 a3 00 67 2f34322f302f32 02 01 62 785f 01", K::MustUnderstand, 13, None),
        Row(
            "/",
            "81 a3 00 67 2f34322f302f32 02 01 02 02",
            K::DuplicateLabel,
            13,
            Some(L::DuplicateLabels),
        ),
        Row("/", "81 a3 00 67 2f34322f302f32 02 01 04 f5", K::MultipleValues, 13, None),
        Row("/", "81 a2 20 0b 02 01", K::UnsupportedVersion, 3, None),
        Row("/", "81 a1 00 01", K::UnexpectedType, 3, None),
        // Values.
        Row("/", "81 a2 00 67 2f34322f302f32 02 f6", K::UnexpectedType, 12, None),
        Row(
            "/",
            "81 a2 00 67 2f34322f302f32 02 f94500",
            K::UnexpectedType,
            12,
            Some(L::FloatForInteger),
        ),
        Row("/", "81 a2 00 67 2f34322f302f32 02 f94100", K::FractionalNumber, 12, None),
        Row("/", "81 a2 00 67 2f34322f302f33 02 20", K::ValueOutOfRange, 12, None),
        Row("/", "81 a2 00 67 2f34322f302f36 08 61 41", K::UnexpectedType, 12, None),
        Row("/", "81 a2 00 67 2f34322f302f37 02 c1 01", K::TagNotAllowed, 12, Some(L::TimeTags)),
        Row("/", "81 a2 00 67 2f34322f302f32 02 c2 4101", K::TagNotAllowed, 12, Some(L::Bignum)),
        Row("/", "81 a2 00 67 2f34322f302f32 02 d820 01", K::TagNotAllowed, 12, None),
        Row("/", "81 a2 00 67 2f34322f302f34 02 c4 01", K::InvalidCbor, 13, None),
        Row("/", "81 a2 00 67 2f34322f302f38 63 766c6f 61 36", K::InvalidObjectLink, 15, None),
        Row(
            "/",
            "82 a2 00 67 2f34322f302f32 02 01 a2 00 67 2f34322f302f32 02 01",
            K::Duplicate,
            13,
            Some(L::Duplicates),
        ),
    ];
    check(ContentFormat::SenmlCbor, Operation::Read, &rows);
    let fetch = [
        Row("/", "80", K::EmptyPathList, 0, None),
        Row("/", "81 a0", K::MissingName, 1, None),
        Row("/", "81 a2 00 62 2f33 02 01", K::FieldNotAllowed, 6, None),
    ];
    check(ContentFormat::EtchCbor, Operation::ReadComposite, &fetch);
    let patch = [
        Row(
            "/",
            "81 a2 00 67 2f34322f302f32 02 f6",
            K::NullValue,
            12,
            Some(L::NullDeletesResource),
        ),
        Row("/", "81 a2 00 67 2f34322f302f31 03 f6", K::UnexpectedType, 12, None),
        Row("/", "81 a1 00 67 2f34322f302f31", K::MissingValue, 1, None),
    ];
    check(ContentFormat::EtchCbor, Operation::WriteComposite, &patch);
}

#[test]
#[cfg(feature = "lwm2m-cbor")]
fn lwm2m_cbor() {
    let rows = [
        Row("/42/0/1", "", K::Truncated, 0, Some(L::EmptyPayload)),
        Row("/", "80", K::WrongRoot, 0, None),
        Row("/", "01", K::WrongRoot, 0, None),
        Row("/", "a0", K::EmptyMap, 0, Some(L::EmptyMap)),
        Row("/", "bf ff", K::EmptyMap, 0, Some(L::EmptyMap)),
        Row("/", "bf", K::Truncated, 1, None),
        Row("/", "a1", K::Truncated, 1, None),
        Row("/", "a1 83 182a 00", K::Truncated, 5, None),
        Row("/", "a1 83 182a 00 02", K::Truncated, 6, None),
        Row("/", "a1 83 182a 00 02 01 00", K::TrailingData, 7, None),
        Row("/", "bf 83 182a 00 02 01", K::Truncated, 7, None),
        // Keys.
        Row("/", "a1 80 01", K::EmptyKey, 1, None),
        Row("/", "a1 9f ff 01", K::EmptyKey, 1, None),
        Row("/", "a1 20 01", K::InvalidKey, 1, None),
        Row("/", "a1 82 182a 61 30 01", K::InvalidKey, 4, None),
        Row("/", "a1 ff", K::InvalidCbor, 1, None),
        Row("/", "a1 1a 00010000 01", K::IdOutOfRange, 1, None),
        Row("/", "a1 83 182a 19ffff 02 01", K::ReservedId, 4, None),
        Row("/", "a1 85 01 02 03 04 05 06", K::PathTooLong, 6, None),
        Row("/", "a1 84 182a 00 182a 00 a1 01 02", K::PathTooLong, 8, None),
        Row("/", "a1 82 182a 00 01", K::NotAResource, 1, None),
        Row("/9", "a1 83 182a 00 02 01", K::OutsideBase, 1, None),
        // Values.
        Row("/", "a1 83 182a 00 02 80", K::UnexpectedType, 6, None),
        Row("/", "a1 83 182a 00 02 f6", K::UnexpectedType, 6, None),
        Row("/", "a1 83 182a 00 02 f94500", K::UnexpectedType, 6, Some(L::FloatForInteger)),
        Row("/", "a1 83 182a 00 02 f5", K::UnexpectedType, 6, Some(L::BooleanForNumber)),
        Row("/", "a1 83 182a 00 05 01", K::UnexpectedType, 6, Some(L::NumberForBoolean)),
        Row("/", "a1 83 182a 00 01 42 6869", K::UnexpectedType, 6, None),
        Row("/", "a1 83 182a 00 01 61 ff", K::InvalidUtf8, 7, Some(L::InvalidUtf8)),
        Row("/", "a1 83 182a 00 0a a0", K::EmptyMap, 6, Some(L::EmptyMap)),
        // The same again.
        Row("/", "a2 83 182a 00 02 01 83 182a 00 02 01", K::Duplicate, 7, Some(L::Duplicates)),
        Row(
            "/",
            "a2 182a a1 00 a1 02 01 182a a1 00 a1 03 01",
            K::Duplicate,
            8,
            Some(L::Duplicates),
        ),
        Row("/", "a2 83 182b 00 1823 01 84 182b 00 1823 00 01", K::ValueAndContainer, 8, None),
        Row("/", "a2 84 182b 00 1823 00 01 83 182b 00 1823 01", K::ValueAndContainer, 9, None),
    ];
    check(ContentFormat::Lwm2mCbor, Operation::Read, &rows);
    let write = [Row("/42/0", "a1 02 01", K::NotAResource, 1, Some(L::RelativeKeys))];
    check(ContentFormat::Lwm2mCbor, Operation::Write, &write);
    let patch = [Row("/", "a1 84 182a 00 1822 00 f6", K::NullValue, 8, Some(L::NullWithoutEtch))];
    check(ContentFormat::Lwm2mCbor, Operation::WriteComposite, &patch);
}

#[test]
#[cfg(feature = "oma-json")]
fn oma_json() {
    let rows = [
        Row("/42/0/1", "", K::Truncated, 0, Some(L::EmptyPayload)),
        Row("/42/0", "[]", K::WrongRoot, 0, None),
        Row("/42/0", "?", K::InvalidJson, 0, None),
        Row("/42/0", "{}", K::MissingEntries, 1, None),
        Row("/42/0", r#"{"e":{}}"#, K::UnexpectedType, 5, None),
        Row("/42/0", r#"{"e":["x"]}"#, K::UnexpectedType, 6, None),
        Row("/42/0", r#"{"bn":5,"e":[]}"#, K::UnexpectedType, 6, None),
        Row("/42/0", r#"{"bt":"5","e":[]}"#, K::UnexpectedType, 6, Some(L::NumberAsText)),
        Row("/42/0", r#"{"e":[],"e":[]}"#, K::DuplicateLabel, 8, Some(L::DuplicateLabels)),
        Row("/42/0", r#"{"e":[]} x"#, K::TrailingData, 9, None),
        Row("/42/0", r#"{"e":[],}"#, K::InvalidJson, 8, None),
        Row("/42/0", r#"{"bn":"/42/0/","e":[{"n":"2","v":1},]}"#, K::InvalidJson, 36, None),
        Row("/42/0", r#"{"bn":"/42/0/","e":[{"n":"2","v":1,}]}"#, K::InvalidJson, 35, None),
        Row("/42/0", r#"{"bn":"/42/0/","e":[{"n":"2","v":1}"#, K::Truncated, 35, None),
        Row(
            "/42/0",
            r#"{"e":[{"n":"2","v":1}]}"#,
            K::InvalidPath,
            12,
            Some(L::MissingLeadingSlash),
        ),
        Row("/42/0", r#"{"bn":"/42/0/","e":[{"n":"2"}]}"#, K::MissingValue, 20, None),
        Row(
            "/42/0",
            r#"{"bn":"/42/0/","e":[{"n":"2","v":1,"sv":"1"}]}"#,
            K::MultipleValues,
            35,
            None,
        ),
        Row(
            "/42/0",
            r#"{"bn":"/42/0/","e":[{"n":"2","v":1,"v":2}]}"#,
            K::DuplicateLabel,
            35,
            Some(L::DuplicateLabels),
        ),
        Row("/42/0", r#"{"e":[{"n":2,"v":1}]}"#, K::UnexpectedType, 11, None),
        Row("/42/0", r#"{"bn":"/42/0/","e":[{"n":"2","v":true}]}"#, K::UnexpectedType, 33, None),
        Row("/42/0", r#"{"bn":"/42/0/","e":[{"n":"2","v":1.5}]}"#, K::FractionalNumber, 33, None),
        Row(
            "/42/0",
            r#"{"bn":"/42/0/","e":[{"n":"5","v":1}]}"#,
            K::UnexpectedType,
            33,
            Some(L::NumberForBoolean),
        ),
        Row(
            "/42/0",
            r#"{"bn":"/42/0/","e":[{"n":"6","sv":"_w=="}]}"#,
            K::InvalidBase64,
            35,
            Some(L::Base64),
        ),
        Row("/42/0", r#"{"bn":"/42/0/","e":[{"n":"8","ov":"6"}]}"#, K::InvalidObjectLink, 34, None),
        Row("/42/0", r#"{"bn":"/9/0/","e":[{"n":"2","v":1}]}"#, K::OutsideBase, 25, None),
        Row("/42", r#"{"bn":"/42/0","e":[{"v":1}]}"#, K::NotAResource, 19, None),
        Row(
            "/42/0",
            r#"{"bn":"/42/0/","e":[{"n":"2","v":1},{"n":"2","v":1}]}"#,
            K::Duplicate,
            36,
            Some(L::Duplicates),
        ),
    ];
    check(ContentFormat::OmaJson, Operation::Read, &rows);
    let create =
        [Row("/42/65535", r#"{"bn":"/42/0/","e":[{"n":"1","v":1}]}"#, K::ReservedId, 26, None)];
    check(ContentFormat::OmaJson, Operation::Create, &create);
}

#[test]
fn formats_without_records_are_refused() {
    let context = Context::read("/3/0/9".parse().unwrap());
    for format in [ContentFormat::LinkFormat, ContentFormat::Unknown(9)] {
        assert_eq!(error(format, b"", &context), Some((K::UnsupportedFormat, 0)));
    }
}
