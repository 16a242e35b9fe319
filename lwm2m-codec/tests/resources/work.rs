//! The work for hostile payloads grows with their size and no faster.
//!
//! Counts instructions with Callgrind, which no load on the machine disturbs: the test runs itself
//! under it, for n, 2n and 4n of each shape, and compares the growth. That takes half a minute and
//! Valgrind: `./test.sh work` sees to it and runs what is ignored here.

use std::fmt::Write as _;
use std::process::Command;

use lwm2m_codec::blocks::BlockEncoder;
use lwm2m_codec::{
    ContentFormat, Context, Operation, Path, Record, Timestamp, decode, encode_to_vec,
};

/// What a child process is to do: the name of a shape and its size.
const CHILD: &str = "LWM2M_CODEC_WORK";

/// A payload of about `size` bytes, and how to read it.
struct Shape {
    name: &'static str,
    format: ContentFormat,
    base: &'static [u16],
    payload: fn(usize) -> Vec<u8>,
}

const fn shape(
    name: &'static str,
    format: ContentFormat,
    base: &'static [u16],
    payload: fn(usize) -> Vec<u8>,
) -> Shape {
    Shape { name, format, base, payload }
}

const SHAPES: &[Shape] = &[
    shape("base name", ContentFormat::SenmlJson, &[], |size| {
        // Half of it leading zeros of one base name, half of it records that use it.
        let mut pack = format!(r#"[{{"bn":"/{}3/0/","n":"0","v":1}}"#, "0".repeat(size / 2));
        (0..size / 40).for_each(|i| write!(pack, r#",{{"n":"{i}","v":1}}"#).unwrap());
        (pack + "]").into_bytes()
    }),
    shape("base name in CBOR", ContentFormat::SenmlCbor, &[], |size| {
        let name = format!("/{}3/0/", "0".repeat(size / 2));
        let count = size / 12;
        let mut pack = vec![0x9a];
        pack.extend((count as u32).to_be_bytes());
        for i in 0..count {
            let id = i.to_string();
            pack.push(if i == 0 { 0xa3 } else { 0xa2 });
            if i == 0 {
                pack.extend([0x21, 0x7a]);
                pack.extend((name.len() as u32).to_be_bytes());
                pack.extend(name.as_bytes());
            }
            pack.extend([0x00, 0x60 | id.len() as u8]);
            pack.extend(id.as_bytes());
            pack.extend([0x02, 0x00]);
        }
        pack
    }),
    shape("unknown members", ContentFormat::SenmlJson, &[], |size| {
        let nested = format!(r#""x":{}{},"#, "[".repeat(128), "]".repeat(128));
        format!(r#"[{{{}"n":"/3/0/9","v":1}}]"#, nested.repeat(size / nested.len())).into_bytes()
    }),
    shape("unknown members in CBOR", ContentFormat::SenmlCbor, &[], |size| {
        let mut pack = vec![0x81, 0xbf, 0x00, 0x66];
        pack.extend(b"/3/0/9\x02\x01");
        for _ in 0..size / 131 {
            pack.extend(b"\x61x");
            pack.extend([0x81; 128]);
            pack.push(0);
        }
        pack.push(0xff);
        pack
    }),
    shape("too deep", ContentFormat::SenmlJson, &[], |size| {
        format!(r#"[{{"x":{}"#, "[".repeat(size)).into_bytes()
    }),
    shape("digits", ContentFormat::SenmlJson, &[], |size| {
        format!(r#"[{{"n":"/3/0/9","v":0.{}1}}]"#, "37".repeat(size / 2)).into_bytes()
    }),
    shape("zeros", ContentFormat::SenmlJson, &[], |size| {
        let zeros = "0".repeat(size);
        let (small, large) = (format!("0.{zeros}1e{size}"), format!("1{zeros}e-{size}"));
        format!(r#"[{{"n":"/3/0/9","v":{small}}},{{"n":"/3/0/10","v":{large}}}]"#).into_bytes()
    }),
    shape("exponents", ContentFormat::SenmlJson, &[], |size| {
        format!(r#"[{{"n":"/3/0/9","v":1e-{}}}]"#, "9".repeat(size)).into_bytes()
    }),
    shape("escapes", ContentFormat::SenmlJson, &[], |size| {
        format!(r#"[{{"n":"/3/0/0","vs":"{}"}}]"#, r"\u00e9".repeat(size / 6)).into_bytes()
    }),
    shape("white space", ContentFormat::OmaJson, &[], |size| {
        format!(r#"{{"e":[{}],"bn":"/"}}"#, " ".repeat(size)).into_bytes()
    }),
    shape("entries before the base name", ContentFormat::OmaJson, &[], |size| {
        let entries: Vec<_> = (0..size / 16).map(|i| format!(r#"{{"n":"{i}","v":1}}"#)).collect();
        format!(r#"{{"e":[{}],"bn":"/3/0/"}}"#, entries.join(",")).into_bytes()
    }),
    shape("no order", ContentFormat::SenmlJson, &[], |size| {
        let records: Vec<_> = (0..size / 30)
            .map(|i| format!(r#"{{"n":"/3/{}/0","v":1}}"#, (i * 30011) % 65521))
            .collect();
        format!("[{}]", records.join(",")).into_bytes()
    }),
    shape("times backwards", ContentFormat::SenmlJson, &[], |size| {
        let records: Vec<_> = (0..size / 20).map(|i| format!(r#"{{"v":1,"t":-{i}}}"#)).collect();
        format!(r#"[{{"bn":"/3/0/9","bt":2000000000,"v":1,"t":1}},{}]"#, records.join(","))
            .into_bytes()
    }),
    shape("TLV", ContentFormat::Tlv, &[3], |size| {
        // Many empty instances, each of two to three bytes, backwards.
        (0..size / 3).rev().flat_map(|i| [0x20, (i >> 8) as u8, i as u8]).collect()
    }),
    shape("chunks", ContentFormat::Cbor, &[3, 0, 0], |size| {
        [&[0x7f][..], &vec![0x60; size], &[0xff]].concat()
    }),
    shape("tags", ContentFormat::Cbor, &[3, 0, 9], |size| {
        [&vec![0xd8; size * 2][..], &[1]].concat()
    }),
    shape("maps", ContentFormat::Lwm2mCbor, &[], |size| {
        // One object whose instances all stand in maps of their own.
        let mut payload = vec![0xbf, 0x03, 0xbf];
        for i in (0..size / 8).rev() {
            payload.extend([0x19, (i >> 8) as u8, i as u8, 0xbf, 0x00, 0x01, 0xff]);
        }
        payload.extend([0xff, 0xff]);
        payload
    }),
    shape("keys", ContentFormat::Lwm2mCbor, &[], |size| {
        let mut payload = vec![0xbf];
        for i in 0..size / 8 {
            let i = (i * 30011) % 65521;
            payload.extend([0x9f, 0x03, 0x19, (i >> 8) as u8, i as u8, 0x00, 0xff, 0x01]);
        }
        payload.push(0xff);
        payload
    }),
    shape("huge lengths", ContentFormat::SenmlCbor, &[], |size| {
        let mut pack = vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        for i in 0..size / 12 {
            let name = format!("/3/{}/0", i % 65535);
            pack.extend([0xa2, 0x00, 0x60 | name.len() as u8]);
            pack.extend(name.as_bytes());
            pack.extend([0x02, 0x01]);
        }
        pack
    }),
];

/// Formats whose encoders look ahead.
const ENCODERS: &[(&str, ContentFormat)] = &[
    ("encode TLV", ContentFormat::Tlv),
    ("encode LwM2M CBOR", ContentFormat::Lwm2mCbor),
    ("encode SenML JSON", ContentFormat::SenmlJson),
];

/// Long values that are encoded block by block: as text for JSON, and from base64 for CBOR and JSON.
const IN_BLOCKS: &[&str] = &["text in blocks", "data in blocks", "base64 in blocks"];

fn encode_in_blocks(name: &str, size: usize) {
    let context = Context::new(Operation::Send, Path::ROOT);
    let (payload, format) = match name {
        "text in blocks" => {
            let text = r#"abc \"def\" \u00e9 "#.repeat(size / 20);
            (format!(r#"[{{"n":"/3/0/0","vs":"{text}"}}]"#), ContentFormat::SenmlJson)
        }
        name => {
            let text = "A-_Z".repeat(size / 4);
            let format = match name {
                "data in blocks" => ContentFormat::SenmlCbor,
                _ => ContentFormat::SenmlJson,
            };
            (format!(r#"[{{"n":"/5/0/0","vd":"{text}"}}]"#), format)
        }
    };
    let records = decode(ContentFormat::SenmlJson, payload.as_bytes(), &context);
    let records: Vec<_> = records.map(Result::unwrap).collect();
    let mut encoder = BlockEncoder::new(format, &records, &context).unwrap();
    let mut block = [0; 64];
    while encoder.fill(&mut block).unwrap() > 0 {
        std::hint::black_box(&block);
    }
}

/// All that work is counted of.
fn names() -> impl Iterator<Item = &'static str> {
    let shapes = SHAPES.iter().map(|shape| shape.name);
    shapes.chain(ENCODERS.iter().map(|row| row.0)).chain(IN_BLOCKS.iter().copied())
}

/// Does the work of one shape in this process.
fn work(name: &str, size: usize) {
    if IN_BLOCKS.contains(&name) {
        return encode_in_blocks(name, size);
    }
    if let Some(shape) = SHAPES.iter().find(|shape| shape.name == name) {
        let payload = (shape.payload)(size);
        let context = Context::new(Operation::Read, Path::new(shape.base).unwrap());
        for context in [context, context.lenient()] {
            std::hint::black_box(decode(shape.format, &payload, &context).count());
        }
        return;
    }
    let (_, format) = ENCODERS.iter().find(|encoder| encoder.0 == name).unwrap();
    // Instances backwards, each with two resources and one with instances.
    let mut records = Vec::new();
    for instance in (0..size / 40).rev() {
        for ids in [&[0][..], &[6, 0], &[6, 1], &[9]] {
            let path = Path::new(&[3, instance as u16]).unwrap();
            let path = ids.iter().fold(path, |path, &id| path.child(id).unwrap());
            records.push(Record::new(path, 1i64));
        }
    }
    let context = Context::read(Path::new(&[3]).unwrap());
    std::hint::black_box(encode_to_vec(*format, &records, &context).unwrap());
    let timed = records.iter().map(|record| record.at(Timestamp::from_seconds(5)));
    std::hint::black_box(encode_to_vec(ContentFormat::SenmlCbor, timed, &context).unwrap());
}

#[test]
fn child() {
    if let Ok(task) = std::env::var(CHILD) {
        let (name, size) = task.split_once('=').unwrap();
        work(name, size.parse().unwrap());
    }
}

/// Instructions of this test program when it does the work of a shape.
fn instructions(name: &str, size: usize) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().unwrap())
        .args(["work::child", "--exact", "--test-threads=1"])
        .env(CHILD, format!("{name}={size}"))
        .output()
        .expect("valgrind runs");
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {report}");
    let counted =
        report.split("Collected :").nth(1).and_then(|rest| rest.split_whitespace().next());
    counted.unwrap_or_else(|| panic!("{report}")).parse().unwrap()
}

#[test]
#[ignore = "needs Valgrind; ./test.sh work runs it"]
fn hostile_payloads_take_linear_work() {
    const SIZE: usize = 12_000;
    for name in names() {
        let count = |size| instructions(name, size);
        let (once, twice, four_times) = (count(SIZE), count(2 * SIZE), count(4 * SIZE));
        // What a process takes before and after the work is in all three counts alike.
        let (first, second) = (twice.saturating_sub(once), four_times.saturating_sub(twice));
        println!("{name}: {first} then {second} instructions more");
        // From n to 2n and from 2n to 4n: twice as much more, and some for logarithms and for
        // vectors that grow. What is refused early does not grow at all.
        let bound = 2.6 * first as f64 + 3e5;
        assert!(second as f64 <= bound, "{name}: {once}, {twice}, {four_times} instructions");
    }
}

#[test]
fn hostile_payloads_take_little_stack() {
    for name in names() {
        // What a thread takes by itself is part of this.
        let thread = std::thread::Builder::new().stack_size(64 * 1024);
        thread.spawn(move || work(name, 12_000)).unwrap().join().unwrap();
    }
}

#[test]
fn the_count_finds_quadratic_work() {
    // The check must be able to fail: this is what it compares, for work that grows faster.
    let quadratic = |n: f64| n * n * 40.0;
    let (first, second) = (quadratic(6e4) - quadratic(3e4), quadratic(12e4) - quadratic(6e4));
    assert!(second > 2.6 * first + 3e5);
}
