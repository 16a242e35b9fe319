//! Structs take no heap, unless they hold what does.
//!
//! `./test.sh layers` runs this with the library that has no heap itself: with the `alloc` feature
//! the check for duplicates would take it.

use lwm2m_codec::objects::{Reason, Scratch, Slot, Time, from_payload, to_slice};
use lwm2m_codec::{ContentFormat, Context, ObjectLink, Path};
use serde::{Deserialize, Serialize};

use crate::counting::allocations;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Bare<'a> {
    #[serde(rename = "0")]
    text: &'a str,
    #[serde(rename = "1")]
    numbers: (i64, u8),
    #[serde(rename = "2")]
    float: Option<f64>,
    #[serde(rename = "3")]
    absent: Option<bool>,
    #[serde(rename = "4")]
    link: ObjectLink,
    #[serde(rename = "5")]
    time: Time,
    #[serde(rename = "6")]
    choice: Choice,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Choice {
    First,
    Second,
}

/// Text that a target keeps without a heap, if it is short.
#[derive(Debug, PartialEq)]
struct Short([u8; 8], usize);

impl<'de> Deserialize<'de> for Short {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Short;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("text of at most 8 bytes")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Short, E> {
                let mut short = Short([0; 8], text.len());
                match short.0.get_mut(..text.len()) {
                    Some(place) => place.copy_from_slice(text.as_bytes()),
                    None => return Err(E::invalid_length(text.len(), &self)),
                }
                Ok(short)
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

fn path(ids: &[u16]) -> Path {
    Path::new(ids).unwrap()
}

#[test]
fn structs_without_a_heap() {
    let value = Bare {
        text: "abc",
        numbers: (-5, 200),
        float: Some(2.5),
        absent: None,
        link: ObjectLink::new(3, 0).unwrap(),
        time: Time(1_700_000_000),
        choice: Choice::Second,
    };
    let base = path(&[26241, 0]);
    for format in [
        ContentFormat::Tlv,
        ContentFormat::SenmlJson,
        ContentFormat::SenmlCbor,
        ContentFormat::Lwm2mCbor,
        ContentFormat::OmaJson,
    ] {
        let mut buffer = [0; 512];
        let (count, length) = allocations(|| {
            let mut scratch = Scratch { slots: &mut [Slot::FREE; 8], text: &mut [0; 16] };
            to_slice(format, &Context::read(base), &value, &mut scratch, &mut buffer)
        });
        let payload = &buffer[..length.unwrap()];
        assert_eq!(count, 0, "{format}");
        let (count, read) = allocations(|| from_payload::<Bare<'_>>(format, base, payload));
        assert_eq!(read.as_ref(), Ok(&value), "{format}");
        assert_eq!(count, 0, "{format}");
        // So do errors, unless it is text that they tell.
        let cut = &payload[..payload.len() - 1];
        let (count, read) = allocations(|| from_payload::<Bare<'_>>(format, base, cut));
        assert!(matches!(read.unwrap_err().reason(), Reason::Codec(_)), "{format}");
        assert_eq!(count, 0, "{format}");
    }
}

#[test]
fn text_that_cannot_be_borrowed() {
    let base = path(&[3, 0, 14]);
    let read =
        |payload: &str| from_payload::<Short>(ContentFormat::SenmlJson, base, payload.as_bytes());
    let (count, short) = allocations(|| read(r#"[{"n":"/3/0/14","vs":"\u002b02:00"}]"#));
    assert_eq!(short, Ok(Short(*b"+02:00\0\0", 6)));
    assert_eq!(count, 0);
    let long = |length| read(&format!(r#"[{{"n":"/3/0/14","vs":"\n{}"}}]"#, "x".repeat(length)));
    let error = long(255).unwrap_err();
    assert!(matches!(error.reason(), Reason::Custom(_)), "{error}");
    assert_eq!((error.offset(), error.path()), (Some(21), base));
    let error = long(256).unwrap_err();
    assert_eq!((error.offset(), error.path()), (Some(21), base));
    // This is asked in the library's place: where it has a heap, it decodes longer text there.
    let told = matches!(error.reason(), Reason::TooLong);
    let order = br#"[{"n":"/3/0/7/0","v":1},{"n":"/3/0/8/0","v":2},{"n":"/3/0/7/1","v":3}]"#;
    let read = from_payload::<Interleaved>(ContentFormat::SenmlJson, path(&[3, 0]), order);
    match read {
        Ok(read) => assert!(!told && read.seven == [1, 3] && read.eight == [2]),
        Err(error) => {
            assert!(told);
            assert_eq!((error.reason(), error.offset()), (&Reason::NotGrouped, Some(47)));
        }
    }
}

#[derive(Debug, Deserialize)]
struct Interleaved {
    #[serde(rename = "7")]
    seven: Vec<i64>,
    #[serde(rename = "8")]
    eight: Vec<i64>,
}
