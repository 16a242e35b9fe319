//! Frames around random bytes, which get a fuzzer past the outer layers at once.
//!
//! Frame 0 is none: the bytes are the payload, as in seeds from the vectors.

fn around(before: &[u8], inner: &[u8], after: &[u8]) -> Vec<u8> {
    [before, inner, after].concat()
}

/// A TLV of this type (the upper two bits) and ID; a value that is too long is cut.
fn one_tlv(kind: u8, id: u8, value: &[u8]) -> Vec<u8> {
    let value = &value[..value.len().min(0xffff)];
    match value.len() {
        length @ 0..8 => around(&[kind | length as u8, id], value, &[]),
        length @ 8..256 => around(&[kind | 0x08, id, length as u8], value, &[]),
        length => around(&[kind | 0x10, id, (length >> 8) as u8, length as u8], value, &[]),
    }
}

const OBJECT_INSTANCE: u8 = 0x00;
const RESOURCE_INSTANCE: u8 = 0x40;
const MULTIPLE: u8 = 0x80;
const RESOURCE: u8 = 0xc0;

/// TLVs of one type, each from an ID, a length and a value; all lengths are valid.
fn tlvs(kind: u8, mut bytes: &[u8]) -> Vec<u8> {
    let mut payload = Vec::new();
    while let [id, length, rest @ ..] = bytes {
        let (value, rest) = rest.split_at(rest.len().min(usize::from(*length)));
        payload.extend(one_tlv(kind, *id, value));
        bytes = rest;
    }
    payload
}

pub(crate) fn tlv(choice: u8, inner: &[u8]) -> Vec<u8> {
    match choice % 8 {
        1 => one_tlv(OBJECT_INSTANCE, 0, inner),
        2 => one_tlv(MULTIPLE, 6, inner),
        3 => one_tlv(OBJECT_INSTANCE, 0, &one_tlv(MULTIPLE, 34, inner)),
        4 => tlvs(RESOURCE, inner),
        5 => one_tlv(MULTIPLE, 34, &tlvs(RESOURCE_INSTANCE, inner)),
        6 => tlvs(OBJECT_INSTANCE, inner),
        7 => one_tlv(OBJECT_INSTANCE, 0, &tlvs(RESOURCE, inner)),
        _ => inner.to_vec(),
    }
}

/// The content of a SenML JSON pack or of OMA JSON entries; `string` is the name of a string
/// member.
fn json(choice: u8, inner: &[u8], string: &str) -> Option<Vec<u8>> {
    let in_string = || {
        let quoted = format!(r#"{{"n":"0/0","{string}":""#);
        around(quoted.as_bytes(), inner, b"\"}")
    };
    Some(match choice {
        1 => inner.to_vec(),
        2 => around(b"{", inner, b"}"),
        3 => around(br#"{"n":""#, inner, br#"","v":1}"#),
        4 => around(br#"{"n":"0/0","v":"#, inner, b"}"),
        5 => in_string(),
        6 => around(br#"{"n":"0/0","t":"#, inner, br#","v":1}"#),
        _ => return None,
    })
}

pub(crate) fn senml_json(choice: u8, inner: &[u8]) -> Vec<u8> {
    let choice = choice % 16;
    let strings = ["vs", "vd", "vlo", "u"];
    let string = strings[usize::from(choice) % 4];
    match json(if choice >= 8 { 5 } else { choice }, inner, string) {
        // The first record sets the base.
        Some(pack) => around(br#"[{"bn":"/3/0/9","v":1},{"bn":"/42/"},"#, &pack, b"]"),
        None if choice == 7 => around(br#"[{"bn":""#, inner, br#"","n":"0","v":1}]"#),
        None => inner.to_vec(),
    }
}

pub(crate) fn oma_json(choice: u8, inner: &[u8]) -> Vec<u8> {
    let choice = choice % 16;
    let string = ["sv", "ov"][usize::from(choice) % 2];
    match json(if choice >= 8 { 5 } else { choice }, inner, string) {
        Some(entries) => around(br#"{"bn":"/42/","e":["#, &entries, b"]}"),
        None if choice == 7 => around(br#"{"e":[{"n":"0","v":1}],"#, inner, b"}"),
        None => inner.to_vec(),
    }
}

/// A CBOR string of this major type, of at most 65535 bytes.
fn string(major: u8, bytes: &[u8]) -> Vec<u8> {
    let bytes = &bytes[..bytes.len().min(0xffff)];
    let length = bytes.len() as u16;
    match length {
        0..24 => around(&[major << 5 | length as u8], bytes, &[]),
        24..256 => around(&[major << 5 | 24, length as u8], bytes, &[]),
        _ => around(&[major << 5 | 25, (length >> 8) as u8, length as u8], bytes, &[]),
    }
}

const BYTES: u8 = 2;
const TEXT: u8 = 3;

pub(crate) fn senml_cbor(choice: u8, inner: &[u8]) -> Vec<u8> {
    let named =
        |name: &[u8], rest: &[u8]| [b"\x81\xa2\x00", &string(TEXT, name)[..], rest].concat();
    let name = b"/42/0/1";
    match choice % 16 {
        1 => around(b"\x81", inner, &[]),
        2 => around(b"\x81\xa1", inner, &[]),
        3 => around(b"\x82\xa2\x21\x64/42/\x00\x630/1", inner, &[]),
        4 => named(inner, b"\x02\x01"),
        5 => named(name, inner),
        6 => named(name, &around(b"\x02", inner, &[])),
        7 => named(name, &around(b"\x03", &string(TEXT, inner), &[])),
        8 => named(name, &around(b"\x08", &string(BYTES, inner), &[])),
        9 => around(b"\x81\xa3\x00\x67/42/0/9\x02\x01\x06", inner, &[]),
        10 => around(b"\x81\xa3\x00\x67/42/0/9\x02\x01\x22", inner, &[]),
        11 => around(b"\x81\xa3\x21\x64/42/\x02\x01\x00", &string(TEXT, inner), &[]),
        12 => around(b"\x9f\xbf\x00\x67/42/0/9", inner, b"\xff\xff"),
        13 => around(b"\x81\xa3\x00\x67/42/0/9\x02\x01\x61x", inner, &[]),
        _ => inner.to_vec(),
    }
}

pub(crate) fn lwm2m_cbor(choice: u8, inner: &[u8]) -> Vec<u8> {
    match choice % 16 {
        1 => around(b"\xa1\x18\x2a", inner, &[]),
        2 => around(b"\xa1\x18\x2a\xa1\x00", inner, &[]),
        3 => around(b"\xa1\x18\x2a\xa1\x00\xa1\x01", inner, &[]),
        4 => around(b"\xbf\x18\x2a\xbf\x00\xbf", inner, b"\xff\xff\xff"),
        5 => around(b"\xa1\x83\x18\x2a\x00", inner, &[]),
        6 => around(b"\xa2\x83\x18\x2a\x00\x01", inner, &[]),
        7 => around(b"\xbf", inner, b"\xff"),
        8 => around(b"\xa1\x83\x18\x2a\x00\x01", &string(TEXT, inner), &[]),
        9 => around(b"\xa1\x83\x18\x2a\x00\x06", &string(BYTES, inner), &[]),
        10 => around(b"\xa1\x82\x18\x2a\x00\xa2\x01\x61x\x18\x22\xa1\x00", inner, &[]),
        _ => inner.to_vec(),
    }
}
