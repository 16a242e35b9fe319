//! The `lwm2m` command, from outside.
#![allow(missing_docs)]

mod convert;
mod decode;
mod encode;
mod inspect;
mod links;
mod object;

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

/// Read /3/0: the classic sample.
const DEVICE: &str = "\
    c800144f70656e204d6f62696c6520416c6c69616e6365c801164c69676874776569676874204d324d20436c69656e74\
    c80209333435303030313233c303312e30860641000141010588070842000ed842011388870841007d42010384c10964\
    c10a0f830b410000c40d5182428fc60e2b30323a3030c11055";

/// Read /1 as the OMA documents print it: the object instance says 13 bytes and has 15.
const MISPRINTED: &str = "08000dc10001c40100015180c10601c10755";

const RECORDS: &str = r#"{"path":"/3/0/0","type":"string","value":"Open Mobile Alliance"}
{"path":"/3/0/1","type":"string","value":"Lightweight M2M Client"}
{"path":"/3/0/2","type":"string","value":"345000123"}
{"path":"/3/0/3","type":"string","value":"1.0"}
{"path":"/3/0/6/0","type":"integer","value":1}
{"path":"/3/0/6/1","type":"integer","value":5}
{"path":"/3/0/7/0","type":"integer","value":3800}
{"path":"/3/0/7/1","type":"integer","value":5000}
{"path":"/3/0/8/0","type":"integer","value":125}
{"path":"/3/0/8/1","type":"integer","value":900}
{"path":"/3/0/9","type":"integer","value":100}
{"path":"/3/0/10","type":"integer","value":15}
{"path":"/3/0/11/0","type":"integer","value":0}
{"path":"/3/0/13","type":"time","value":1367491215}
{"path":"/3/0/14","type":"string","value":"+02:00"}
{"path":"/3/0/16","type":"string","value":"U"}
"#;

fn sample(name: &str) -> String {
    format!("{}/../../testdata/payloads/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// Runs the command with words of a command line, more arguments, and input.
fn run(line: &str, more: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_lwm2m"))
        .args(line.split_whitespace())
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that fails early does not read its input.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn device(format: &str) -> String {
    sample(&format!("device-3-0.{format}"))
}

/// A folder of object definitions, and of other files.
fn definitions() -> String {
    format!("{}/../../testdata/ddf", env!("CARGO_MANIFEST_DIR"))
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// The standard output of a run that succeeds.
#[track_caller]
fn succeeds(line: &str, more: &[&str], input: &[u8]) -> String {
    let output = run(line, more, input);
    assert_eq!(code(&output), 0, "{}", err(&output));
    out(&output).to_owned()
}

/// The standard error of a run that fails with this code and shows nothing.
#[track_caller]
fn fails(exit: i32, line: &str, more: &[&str], input: &[u8]) -> String {
    let output = run(line, more, input);
    assert_eq!((code(&output), out(&output)), (exit, ""), "{}", err(&output));
    err(&output).to_owned()
}

#[test]
fn payloads_come_from_anywhere_in_any_text_form() {
    let read = "decode -f tlv -p /3/0 --type /3/9=integer --json";
    let expected = "{\"path\":\"/3/0/9\",\"type\":\"integer\",\"value\":100}\n";
    assert_eq!(succeeds(read, &[], b"\xc1\x09\x64"), expected);
    assert_eq!(succeeds(read, &["-"], b"\xc1\x09\x64"), expected);
    assert_eq!(succeeds(read, &["--hex"], b"C1 09\n64\n"), expected);
    assert_eq!(succeeds(read, &["--hex", "--payload", "c1 09 64"], b""), expected);
    for base64 in ["wQlk", "wQ lk\n"] {
        assert_eq!(succeeds(read, &["--base64"], base64.as_bytes()), expected);
    }
    let read = "decode -f opaque -p /5/0/0 --json --base64 --payload";
    for base64 in ["-_8=", "+/8=", "+/8"] {
        assert!(succeeds(read, &[base64], b"").ends_with("\"value\":\"fbff\"}\n"), "{base64}");
    }
    let file = sample("time-3-0-13.cbor");
    let json = succeeds("decode -f cbor -p /3/0/13 --type /3/13=time --json", &[&file], b"");
    assert_eq!(json, "{\"path\":\"/3/0/13\",\"type\":\"time\",\"value\":1367491215}\n");
    // By number and media type too.
    for format in ["0", "text/plain;charset=utf-8"] {
        let json = succeeds("decode -p /3/0/0 --payload -1 --json -f", &[format], b"");
        assert!(json.ends_with("\"value\":\"-1\"}\n"), "{json}");
    }
}

#[test]
fn wrong_text_forms_are_named_with_their_place() {
    let read = "decode -f tlv -p /3/0";
    let message = fails(1, read, &["--hex"], b"c109\n6g");
    assert_eq!(message, "error: standard input: not hexadecimal: 'g' in line 2, column 2\n");
    let message = fails(1, read, &["--hex"], "c109 é".as_bytes());
    assert_eq!(message, "error: standard input: not hexadecimal: 'é' in line 1, column 6\n");
    let message = fails(1, read, &["--hex"], b"\xff");
    assert_eq!(
        message,
        "error: standard input: not hexadecimal: the byte ff in line 1, column 1\n"
    );
    let message = fails(1, read, &["--hex", "--payload", "c1096"], b"");
    assert_eq!(message, "error: not hexadecimal: the last byte lacks a digit\n");
    let message = fails(1, read, &["--base64", "--payload", "wQ.k"], b"");
    assert_eq!(message, "error: not base64: '.' in line 1, column 3\n");
    for wrong in ["wQlkA", "wQm"] {
        let message = fails(1, read, &["--base64", "--payload", wrong], b"");
        assert_eq!(
            message,
            "error: not base64: the length, the padding or the last character is wrong\n"
        );
    }
    let message = fails(1, read, &["--hex", "c10964"], b"");
    assert!(message.starts_with("error: cannot read c10964: "), "{message}");
    assert!(
        message.ends_with("to give the payload itself, put --payload before it\n"),
        "{message}"
    );
}

#[test]
fn wrong_usage_has_a_code_of_its_own() {
    let wrong = [
        "",
        "explode",
        "decode",
        "decode -f tvl -p /3/0 --payload x",
        "decode -f tlv -p 3/0 --payload x",
        "decode -f tlv -p /3/0 --payload x --operation guess",
        "decode -f tlv -p /3/0 --payload x --allow everything",
        "decode -f tlv -p /3/0 --payload x --type /3/0/9=integer",
        "decode -f tlv -p /3/0 --payload x --type /3/9=int",
        "decode -f tlv -p /3/0 --payload x file",
        "decode -f tlv -p /3/0 --payload x --hex --base64",
        // The request cannot be meant like this.
        "decode -f tlv --payload x",
        "inspect -f text -p /3/0 --payload x",
        "decode -f 65000 -p /3/0 --payload x",
        "encode -f text -p /3/0 /dev/null",
        "encode -f 65000 -p /3/0 /dev/null",
        "decode -f link --payload </1/0>",
        "decode -f etch-json --payload []",
        "encode -f etch-cbor /dev/null",
        "decode -f tlv -p /3/0 --payload x --object-version 3@9.9",
        "decode -f tlv -p /3/0 --payload x --object-version 3",
        "convert --from tlv -p /3/0 --payload x",
        "convert --from tlv --to text -p /3/0 --hex --payload c10964",
        "convert --from tlv --to link -p /3/0 --hex --payload c10964",
        "object 3@x",
    ];
    for line in wrong {
        let message = fails(2, line, &[], b"");
        assert!(!message.is_empty() && !message.contains("panicked"), "{line}: {message}");
    }
    let message = fails(2, "decode -f tlv --payload x", &[], b"");
    assert_eq!(message, "error: tlv needs the path of the request: --path, such as -p /3/0\n");
    let message = fails(2, "decode -f etch-json --payload []", &[], b"");
    let operations = "read-composite or write-composite";
    assert_eq!(
        message,
        format!("error: etch-json does not serve read: --operation {operations}\n")
    );
}

#[test]
fn what_cannot_be_read_or_written_is_named() {
    let message = fails(1, "decode -f tlv -p /3/0 /no/such/file", &[], b"");
    assert!(message.starts_with("error: cannot read /no/such/file: "), "{message}");
    let message = fails(1, "encode -f tlv -p /3/0 -o /no/such/file", &[], b"");
    assert!(message.starts_with("error: cannot write /no/such/file: "), "{message}");
}

#[test]
fn a_reader_may_leave_early() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_lwm2m"))
        .args(["inspect", "-f", "opaque", "-p", "/5/0/0", "--full"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Far more rows than a pipe holds.
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(&vec![0; 1 << 20]).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((code(&output), err(&output)), (0, ""));
}

#[test]
fn help_has_examples() {
    for command in ["", "decode", "encode", "inspect", "convert", "links", "object"] {
        let help = succeeds(command, &["--help"], b"");
        assert!(help.contains("Examples:\n  lwm2m "), "{help}");
    }
}
