//! Malformed payloads: the kind of the error, its place, and the leniency that would accept them.

#[allow(dead_code, reason = "each test uses some of it")]
mod common;

use common::{read, schema};
use lwm2m_codec::{
    ContentFormat, Context, ErrorKind, ErrorKind as K, Leniency, Leniency as L, Operation,
    Strictness,
};

/// A payload in hexadecimal (or text, for textual formats), what it answers, and what is wrong.
struct Row(&'static str, &'static str, ErrorKind, u32, Option<Leniency>);

fn error(format: ContentFormat, payload: &[u8], context: &Context<'_>) -> Option<(ErrorKind, u32)> {
    read(format, payload, context).1.map(|error| (error.kind(), error.position()))
}

fn check(format: ContentFormat, operation: Operation, rows: &[Row]) {
    for &Row(base, payload, kind, offset, leniency) in rows {
        let bytes = if format.is_textual() {
            payload.as_bytes().to_vec()
        } else {
            hex::decode(payload.replace([' ', '|'], "")).unwrap()
        };
        let context = Context::new(operation, base.parse().unwrap()).schema(&schema);
        let found = read(format, &bytes, &context).1;
        let found = found.map(|error| (error.kind(), error.position(), error.leniency()));
        assert_eq!(found, Some((kind, offset, leniency)), "{format} {base} {payload}");

        // The leniency is enough, and without one nothing helps.
        let lenient = leniency.map_or(Strictness::LENIENT, |l| Strictness::STRICT.with(l));
        let outcome = error(format, &bytes, &context.strictness(lenient));
        let expected = if leniency.is_some() { None } else { Some((kind, offset)) };
        assert_eq!(outcome, expected, "{format} {base} {payload}, lenient");
    }
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
        Row("/9/0/1", "", K::Truncated, 0, None),
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
        Row("/9/0/9", "0300c10964", K::UnexpectedTlv, 0, Some(L::SuperfluousLevel)),
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
        Row("/42/0", "c10a 00", K::UnexpectedType, 2, None),
        Row("/42/0", "8302 410001", K::Multiplicity, 0, None),
        Row("/42/0", "c122 05", K::Multiplicity, 0, Some(L::SingleForMultiple)),
    ];
    check(ContentFormat::Tlv, Operation::Read, &rows);
    let rows = [
        Row("/9", "0300c10001 0301c10001", K::TooManyElements, 5, None),
        Row("/9", "c10001 e1ffff01", K::ReservedId, 4, None),
    ];
    check(ContentFormat::Tlv, Operation::Create, &rows);

    // A superfluous wrapper is no substitute for what was named.
    let context = Context::read("/9/0/9".parse().unwrap()).lenient();
    let (records, error) = read(ContentFormat::Tlv, &[0x03, 0x00], &context);
    let error = error.unwrap();
    assert_eq!((records.len(), error.kind(), error.position()), (0, K::Truncated, 2));
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
        Row("/42/0/2", "7\n", K::InvalidInteger, 0, Some(L::LooseNumbers)),
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
        Row("/42/0/4", " 1.5", K::InvalidFloat, 0, Some(L::LooseNumbers)),
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
        Row("/42/0/8", "66:01", K::InvalidObjectLink, 0, None),
        Row("/42/0/8", "65535:0", K::ValueOutOfRange, 0, None),
        Row("/42/0/8", "FFFF:FFFF", K::InvalidObjectLink, 0, Some(L::HexNullLink)),
        Row("/42/0/8", "0:0\0", K::InvalidObjectLink, 0, Some(L::LinkTrailingNul)),
    ];
    check(ContentFormat::Text, Operation::Read, &rows);

    for resource in [1, 9] {
        let base = lwm2m_codec::Path::new(&[42, 0, resource]).unwrap();
        let context = Context::read(base).schema(&schema);
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
        Row("/42/0/1", "63 61c328", K::InvalidUtf8, 2, None),
        Row("/42/0/1", "7f 6161 62c328 ff", K::InvalidUtf8, 4, None),
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
        Row("/42/0/8", "6430313a30", K::InvalidObjectLink, 0, None),
        Row("/42/0/8", "6d 30303030303030303030303a30", K::InvalidObjectLink, 0, None),
        Row("/42/0/8", "67 36353533353a30", K::ValueOutOfRange, 0, None),
        Row("/42/0/8", "64303a3000", K::InvalidObjectLink, 0, Some(L::LinkTrailingNul)),
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
fn formats_without_records_are_refused() {
    let context = Context::read("/3/0/9".parse().unwrap());
    for format in [ContentFormat::LinkFormat, ContentFormat::Unknown(9)] {
        assert_eq!(error(format, b"", &context), Some((K::UnsupportedFormat, 0)));
    }
}
