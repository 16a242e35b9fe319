//! What one leniency alone accepts, and how: the strict error names it, whole and in blocks.

use lwm2m_codec::{ContentFormat, Context, ErrorKind as K, Leniency as L, Operation, Strictness};

use crate::common;
use crate::in_blocks::{in_blocks, whole};

/// Format, operation, request path, payload, the kind and leniency of the strict error, and the records
/// with that leniency as `path=value`. Payloads are text in JSON and plain text, else hexadecimal; a `^`
/// stands before the byte that the error is about.
struct Row(ContentFormat, Operation, &'static str, &'static str, K, L, &'static str);

const SJ: ContentFormat = ContentFormat::SenmlJson;
const SC: ContentFormat = ContentFormat::SenmlCbor;
const EJ: ContentFormat = ContentFormat::EtchJson;
const OJ: ContentFormat = ContentFormat::OmaJson;
const LC: ContentFormat = ContentFormat::Lwm2mCbor;
const CB: ContentFormat = ContentFormat::Cbor;
const TLV: ContentFormat = ContentFormat::Tlv;
const TEXT: ContentFormat = ContentFormat::Text;
const READ: Operation = Operation::Read;
const LIST: Operation = Operation::ReadComposite;
const WRITE: Operation = Operation::WriteComposite;

/// The payload, and the offset of the mark in it.
fn bytes(format: ContentFormat, payload: &str) -> (Vec<u8>, u32) {
    let (before, after) = payload.split_once('^').unwrap();
    let bytes = |text: &str| match format {
        SJ | EJ | OJ | TEXT => text.into(),
        _ => hex::decode(text.replace(' ', "")).unwrap(),
    };
    let before = bytes(before);
    (before.iter().copied().chain(bytes(after)).collect(), before.len() as u32)
}

fn check_below(alternate: &str, rows: &[Row]) {
    for &Row(format, operation, base, payload, kind, leniency, expected) in rows {
        let (bytes, offset) = bytes(format, payload);
        let context = Context::new(operation, base.parse().unwrap())
            .with_schema(&common::schema)
            .with_alternate_path(alternate);
        let alone = context.with_strictness(Strictness::STRICT.with(leniency));
        for size in [bytes.len() + 1, 64, 7, 3, 1] {
            let read = |context: &Context<'_>| match size > bytes.len() {
                true => whole(format, &bytes, context),
                false => in_blocks(format, bytes.chunks(size), context, 64).0,
            };
            let error = read(&context).1.map(|e| (e.kind(), e.offset(), e.leniency()));
            let place = format!("{format} {payload} in blocks of {size}");
            assert_eq!(error, Some((kind, offset, Some(leniency))), "{place}");
            let (records, error) = read(&alone);
            assert_eq!(error, None, "{place}");
            let records: Vec<_> = records.iter().map(text).collect();
            assert_eq!(records.join(" "), expected, "{place}");
        }
    }
}

fn text(record: &lwm2m_codec::OwnedRecord) -> String {
    match record.as_record().value() {
        Some(value) => format!("{}={value}", record.path),
        None => record.path.to_string(),
    }
}

fn check(rows: &[Row]) {
    check_below("", rows);
}

#[test]
fn slashes() {
    use K::InvalidPath as P;
    use L::{MissingLeadingSlash as Lead, MissingSlash as Joint};
    check(&[
        Row(SJ, READ, "/42", r#"[{"bn":"/42/0","n":"^2","v":1}]"#, P, Joint, "/42/0/2=1"),
        Row(SJ, READ, "/42", r#"[{"v":1,"n":"^2","bn":"/42/0"}]"#, P, Joint, "/42/0/2=1"),
        Row(SJ, LIST, "/", r#"[{"bn":"/3/0","n":"^0"}]"#, P, Joint, "/3/0/0"),
        Row(SC, READ, "/42", "81a3 21 65 2f34322f30 00 61 ^32 02 01", P, Joint, "/42/0/2=1"),
        Row(OJ, READ, "/42", r#"{"bn":"/42/0","e":[{"n":"^2","v":1}]}"#, P, Joint, "/42/0/2=1"),
        Row(OJ, READ, "/42", r#"{"bn":"/42/0","e":[{"v":1,"n":"^2"}]}"#, P, Joint, "/42/0/2=1"),
        Row(SJ, READ, "/42/0", r#"[{"n":"^42/0/2","v":1}]"#, P, Lead, "/42/0/2=1"),
        Row(SJ, READ, "/42/0", r#"[{"n":"^34/0","v":2}]"#, P, Lead, "/42/0/34/0=2"),
        Row(SJ, READ, "/42", r#"[{"bn":"^42/0/","n":"2","v":1}]"#, P, Lead, "/42/0/2=1"),
        Row(SC, READ, "/42/0", "81a2 00 66 ^34322f302f32 02 01", P, Lead, "/42/0/2=1"),
        Row(OJ, READ, "/42", r#"{"bn":"^42/0/","e":[{"n":"2","v":1}]}"#, P, Lead, "/42/0/2=1"),
        Row(OJ, READ, "/42/0", r#"{"e":[{"n":"^2","v":1}]}"#, P, Lead, "/42/0/2=1"),
        Row(OJ, READ, "/42/0", r#"{"e":[{"n":"^42/0/2","v":1}]}"#, P, Lead, "/42/0/2=1"),
        Row(OJ, READ, "/42/0/2", r#"{"e":[^{"v":1}]}"#, P, Lead, "/42/0/2=1"),
    ]);
    check_below(
        "/lw",
        &[
            Row(SJ, READ, "/42", r#"[{"n":"^lw/42/0/2","v":1}]"#, P, Lead, "/42/0/2=1"),
            Row(SJ, READ, "/42", r#"[{"bn":"/lw/42/0","n":"^2","v":1}]"#, P, Joint, "/42/0/2=1"),
            Row(OJ, READ, "/42", r#"{"e":[{"n":"^lw/42/0/2","v":1}]}"#, P, Lead, "/42/0/2=1"),
        ],
    );
}

#[test]
fn records_with_base_fields_alone() {
    use K::MissingValue as V;
    use L::BaseFieldsOnly as Base;
    check(&[
        Row(SJ, READ, "/", r#"[^{"bn":"/42/0/"},{"n":"2","v":1}]"#, V, Base, "/42/0/2=1"),
        Row(
            SJ,
            READ,
            "/",
            r#"[^{"bver":10,"bu":"m"},{"bn":"/42/0/"},{"bs":1},{"n":"2","v":1}]"#,
            V,
            Base,
            "/42/0/2=1",
        ),
        Row(SJ, READ, "/", r#"[{"n":"/42/0/2","v":1},^{"bn":"/"}]"#, V, Base, "/42/0/2=1"),
        Row(SJ, READ, "/", r#"[^{"bv":1}]"#, V, Base, ""),
        Row(
            SJ,
            READ,
            "/",
            r#"[^{"bn":"/42/0/"},{"n":"1","vs":"a string that is longer than all of the scratch that there is"}]"#,
            V,
            Base,
            "/42/0/1=a string that is longer than all of the scratch that there is",
        ),
        Row(EJ, WRITE, "/", r#"[^{"bn":"/42/0/"},{"n":"2","v":1}]"#, V, Base, "/42/0/2=1"),
        Row(
            SC,
            READ,
            "/",
            "83 ^a1 21 66 2f34322f302f a1 20 0a a2 00 61 32 02 01",
            V,
            Base,
            "/42/0/2=1",
        ),
        Row(SC, READ, "/", "82 a2 00 67 2f34322f302f32 02 01 ^a1 21 61 2f", V, Base, "/42/0/2=1"),
    ]);
}

#[test]
fn numbers_as_strings() {
    use K::UnexpectedType as T;
    use L::NumberAsText as N;
    check(&[
        Row(SJ, READ, "/", r#"[{"n":"/42/0/2","v":^"95"}]"#, T, N, "/42/0/2=95"),
        Row(SJ, READ, "/", r#"[{"n":"/42/0/4","v":^"-2.5e1"}]"#, T, N, "/42/0/4=-25"),
        Row(SJ, READ, "/", r#"[{"n":"/9/0/4","v":^"2.5"}]"#, T, N, "/9/0/4=2.5"),
        Row(SJ, READ, "/", r#"[{"bv":1,"n":"/42/0/2","v":^"95"}]"#, T, N, "/42/0/2=96"),
        Row(SJ, READ, "/", r#"[{"n":"/42/0/2","v":1,"t":^"-5"}]"#, T, N, "/42/0/2=1"),
        Row(SJ, READ, "/", r#"[{"bt":^"1e9","n":"/42/0/2","v":1}]"#, T, N, "/42/0/2=1"),
        Row(OJ, READ, "/", r#"{"e":[{"n":"/42/0/2","v":^"95"}]}"#, T, N, "/42/0/2=95"),
        Row(OJ, READ, "/", r#"{"e":[{"n":"/42/0/2","v":1,"t":^"5"}]}"#, T, N, "/42/0/2=1"),
        Row(OJ, READ, "/", r#"{"bt":^"5","e":[{"n":"/42/0/2","v":1}]}"#, T, N, "/42/0/2=1"),
    ]);
}

#[test]
fn nulls_that_delete() {
    use K::NullValue as V;
    use L::NullWithoutEtch as N;
    check(&[
        Row(SJ, WRITE, "/", r#"[{"n":"/42/0/34/1","v":^null}]"#, V, N, "/42/0/34/1"),
        Row(SC, WRITE, "/", "81a2 00 6a 2f34322f302f33342f31 02 ^f6", V, N, "/42/0/34/1"),
        Row(LC, WRITE, "/", "a1 84 182a 00 1822 01 ^f6", V, N, "/42/0/34/1"),
    ]);
}

#[test]
fn surroundings_of_texts() {
    use K::{InvalidBoolean as B, InvalidInteger as I, InvalidObjectLink as O};
    use L::{LeadingZeros as Z, SurroundingSpace as S, TrailingNul as N};
    check(&[
        Row(TEXT, READ, "/42/0/5", "^1\n", B, S, "/42/0/5=true"),
        Row(TEXT, READ, "/42/0/5", "^ 0", B, S, "/42/0/5=false"),
        Row(TEXT, READ, "/42/0/5", "^1\0", B, N, "/42/0/5=true"),
        Row(TEXT, READ, "/42/0/2", "95^\0", I, N, "/42/0/2=95"),
        Row(TEXT, READ, "/42/0/2", "^95\r\n", I, S, "/42/0/2=95"),
        Row(TEXT, READ, "/42/0/8", "^66:1\n", O, S, "/42/0/8=66:1"),
        Row(TEXT, READ, "/42/0/8", "^66:1\0", O, N, "/42/0/8=66:1"),
        Row(TEXT, READ, "/42/0/8", "^066:01", O, Z, "/42/0/8=66:1"),
        Row(CB, READ, "/42/0/8", "^65 36363a310a", O, S, "/42/0/8=66:1"),
        Row(CB, READ, "/42/0/8", "^65 36363a3100", O, N, "/42/0/8=66:1"),
        Row(CB, READ, "/42/0/8", "^65 36363a3031", O, Z, "/42/0/8=66:1"),
        Row(LC, READ, "/", "a1 83 182a 00 08 ^65 36363a3031", O, Z, "/42/0/8=66:1"),
        Row(SJ, READ, "/", r#"[{"n":"/42/0/8","vlo":^" 66:1"}]"#, O, S, "/42/0/8=66:1"),
        Row(SJ, READ, "/", r#"[{"n":"/42/0/8","vlo":^"66:01"}]"#, O, Z, "/42/0/8=66:1"),
        Row(
            SC,
            READ,
            "/",
            "81a2 00 67 2f34322f302f38 63766c6f ^65 36363a3100",
            O,
            N,
            "/42/0/8=66:1",
        ),
        Row(
            SC,
            READ,
            "/",
            "81a2 00 67 2f34322f302f38 63766c6f ^65 36363a3031",
            O,
            Z,
            "/42/0/8=66:1",
        ),
        Row(OJ, READ, "/", r#"{"e":[{"n":"/42/0/8","ov":^"66:01"}]}"#, O, Z, "/42/0/8=66:1"),
        Row(OJ, READ, "/", r#"{"e":[{"n":"/42/0/8","ov":^"66:1\n"}]}"#, O, S, "/42/0/8=66:1"),
        Row(SJ, READ, "/", "[]^\0", K::TrailingData, N, ""),
        Row(SJ, READ, "/", "[{\"n\":\"/42/0/2\",\"v\":1}]^\0\n", K::TrailingData, N, "/42/0/2=1"),
        Row(EJ, LIST, "/", "[{\"n\":\"/3\"}]\n^\0", K::TrailingData, N, "/3"),
        Row(OJ, READ, "/", "{\"e\":[]}^\0", K::TrailingData, N, ""),
    ]);
}

#[test]
fn numbers_in_ascii() {
    use K::{InvalidBoolean as B, ValueLength as V};
    use L::AsciiNumbers as A;
    check(&[
        Row(TLV, READ, "/42/0", "c1 05 ^30", B, A, "/42/0/5=false"),
        Row(TLV, READ, "/42/0", "c1 05 ^31", B, A, "/42/0/5=true"),
        Row(TLV, READ, "/42/0", "c8 07 0a ^31343736313836363133", V, A, "/42/0/7=1476186613"),
        Row(TLV, READ, "/42/0", "c8 02 0a ^2d313030303030303030", V, A, "/42/0/2=-100000000"),
        Row(TLV, READ, "/42/0", "c8 03 09 ^323030303030303030", V, A, "/42/0/3=200000000"),
        Row(TLV, READ, "/42/0", "c5 04 ^32322e3334", V, A, "/42/0/4=22.34"),
        Row(TLV, READ, "/42/0", "c2 04 ^2d31", V, A, "/42/0/4=-1"),
    ]);
}

#[test]
fn tags_and_fractions_of_cbor() {
    use K::{IndefiniteLength as I, TagNotAllowed as T};
    use L::{Bignum, IndefiniteArray as Array, UnknownTags as Tags};
    check(&[
        Row(SC, READ, "/", "^d9d9f7 81a2 00 67 2f34322f302f32 02 01", T, Tags, "/42/0/2=1"),
        Row(LC, READ, "/", "^d9d9f7 a1 83 182a 00 02 01", T, Tags, "/42/0/2=1"),
        Row(
            SC,
            READ,
            "/",
            "81a2 00 67 2f34322f302f34 02 c4 82 21 ^c2 41 8f",
            T,
            Bignum,
            "/42/0/4=1.43",
        ),
        Row(
            SC,
            READ,
            "/",
            "81a2 00 67 2f34322f302f34 02 c4 ^9f 21 182d ff",
            I,
            Array,
            "/42/0/4=0.45",
        ),
        Row(LC, READ, "/", "a1 83 182a 00 04 c4 82 21 ^c3 41 8e", T, Bignum, "/42/0/4=-1.43"),
        Row(LC, READ, "/", "a1 83 182a 00 04 c4 ^9f 21 182d ff", I, Array, "/42/0/4=0.45"),
        Row(CB, READ, "/42/0/4", "c4 82 21 ^c2 41 8f", T, Bignum, "/42/0/4=1.43"),
        Row(CB, READ, "/42/0/4", "c4 ^9f 21 182d ff", I, Array, "/42/0/4=0.45"),
    ]);
}

#[test]
fn keys_of_a_create_without_an_instance() {
    let not_a_resource = (K::NotAResource, L::RelativeKeys);
    check(&[Row(
        LC,
        Operation::Create,
        "/42",
        "a2 ^02 01 1822 a1 00 05",
        not_a_resource.0,
        not_a_resource.1,
        "/42/65535/2=1 /42/65535/34/0=5",
    )]);
}
