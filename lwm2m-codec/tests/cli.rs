//! The `lwm2m` command, from outside.
#![cfg(feature = "cli")]
#![allow(missing_docs, clippy::std_instead_of_alloc)]

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

const TYPES: [&str; 26] = [
    "--type",
    "/3/0=string",
    "--type",
    "/3/1=string",
    "--type",
    "/3/2=string",
    "--type",
    "/3/3=string",
    "--type",
    "/3/6=integer",
    "--type",
    "/3/7=integer",
    "--type",
    "/3/8=integer",
    "--type",
    "/3/9=integer",
    "--type",
    "/3/10=integer",
    "--type",
    "/3/11=integer",
    "--type",
    "/3/13=time",
    "--type",
    "/3/14=string",
    "--type",
    "/3/16=string",
];

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
    format!("{}/../testdata/payloads/{name}", env!("CARGO_MANIFEST_DIR"))
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

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn out(output: &Output) -> &str {
    core::str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    core::str::from_utf8(&output.stderr).unwrap()
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
fn decode_shows_a_table() {
    let table = succeeds(
        "decode -f tlv -p /3/0",
        &[&TYPES[..], &[&sample("device-3-0.tlv")]].concat(),
        b"",
    );
    let expected = r#"path       type     value
/3/0/0     string   "Open Mobile Alliance"
/3/0/1     string   "Lightweight M2M Client"
/3/0/2     string   "345000123"
/3/0/3     string   "1.0"
/3/0/6/0   integer  1
/3/0/6/1   integer  5
/3/0/7/0   integer  3800
/3/0/7/1   integer  5000
/3/0/8/0   integer  125
/3/0/8/1   integer  900
/3/0/9     integer  100
/3/0/10    integer  15
/3/0/11/0  integer  0
/3/0/13    time     1367491215 (2013-05-02T10:40:15Z)
/3/0/14    string   "+02:00"
/3/0/16    string   "U"
"#;
    assert_eq!(table, expected);
}

#[test]
fn json_goes_both_ways() {
    let device = sample("device-3-0.tlv");
    let json = [&TYPES[..], &["--json", &device]].concat();
    assert_eq!(succeeds("decode -f tlv -p /3/0", &json, b""), RECORDS);

    let bytes = hex::decode(DEVICE).unwrap();
    assert_eq!(bytes.len(), 121);
    assert_eq!(fs::read(sample("device-3-0.tlv")).unwrap(), bytes);
    let encoded = run("encode -f tlv -p /3/0", &[], RECORDS.as_bytes());
    assert_eq!((code(&encoded), encoded.stdout), (0, bytes));
    let hexadecimal = succeeds("encode -f tlv -p /3/0 --hex", &[], RECORDS.as_bytes());
    assert_eq!(hexadecimal, format!("{DEVICE}\n"));

    let time = br#"{"path":"/3/0/13","type":"time","value":1367491215}"#;
    assert_eq!(succeeds("encode -f 60 -p /3/0/13 --base64", &[], time), "GlGCQo8=\n");
}

#[test]
fn encode_writes_to_a_file() {
    let path = std::env::temp_dir().join(format!("lwm2m-cli-{}.tlv", std::process::id()));
    let shown = succeeds("encode -f tlv -p /3/0 -o", &[path.to_str().unwrap()], RECORDS.as_bytes());
    let written = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!((shown.as_str(), hex::encode(written).as_str()), ("", DEVICE));
}

/// The bytes of the second column of `inspect`, after a check of the offsets in the first.
#[track_caller]
fn inspected_bytes(shown: &str) -> String {
    let end = shown.lines().next().unwrap().find("path").unwrap();
    let mut bytes = String::new();
    for row in shown.lines().skip(1) {
        let (offset, column) = row.get(..end).unwrap_or(row).trim_start().split_once("  ").unwrap();
        assert_eq!(offset.parse(), Ok(bytes.len() / 2), "{row}");
        bytes.extend(column.split_whitespace());
    }
    bytes
}

#[test]
fn inspect_shows_every_byte_once_and_every_resource() {
    // With types and without, where the bytes of values are shown.
    for types in [&TYPES[..], &[]] {
        let device = sample("device-3-0.tlv");
        let shown = succeeds("inspect -f tlv -p /3/0", &[types, &[&device]].concat(), b"");
        assert_eq!(inspected_bytes(&shown), DEVICE);
        for resource in [0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 13, 14, 16] {
            let path = format!(" /3/0/{resource} ");
            assert_eq!(shown.matches(&path).count(), 1, "{path}\n{shown}");
        }
        assert!(shown.contains("  48  c8 02 09 33 34 35 30 30  /3/0/2 "), "{shown}");
        assert!(shown.contains("\"345000123\""), "{shown}");
        assert!(shown.contains("\n  56  30 31 32 33\n"), "{shown}");
        // Headers of containers belong to no record.
        let container = shown.lines().find(|row| row.contains("86 06")).unwrap();
        assert!(container.contains("/3/0/6 ") && container.ends_with("(container)"), "{container}");
        for instance in ["/3/0/7/0", "/3/0/7/1"] {
            assert!(shown.contains(instance), "{shown}");
        }
    }
}

#[test]
fn a_broken_payload_is_shown_up_to_where_it_breaks() {
    let file = sample("server-1-misprinted.tlv");
    assert_eq!(hex::encode(fs::read(&file).unwrap()), MISPRINTED);
    let output = run("inspect -f tlv -p /1", &["--type", "/1/1=integer", &file], b"");
    assert_eq!(code(&output), 1);
    let shown = out(&output);
    assert_eq!(inspected_bytes(shown), MISPRINTED);
    assert!(shown.contains("86400"), "{shown}");
    let last = shown.lines().last().unwrap();
    assert!(last.starts_with("  15  c1 07 55 ") && last.ends_with("broken from here"), "{last}");

    let report = err(&output);
    assert!(report.contains("misprinted.tlv: byte 15, /1/0"), "{report}");
    let lines: Vec<_> = report.lines().collect();
    let row = lines.iter().position(|line| line.contains("08 00 0d")).unwrap();
    let caret = lines[row + 1].find('^').unwrap();
    assert_eq!(&lines[row][caret..caret + 2], "c1", "{report}");

    // Decoding gives no records of a payload that is broken, whatever stands before.
    let report = fails(1, "decode -f tlv -p /1 --json", &[&file], b"");
    assert!(report.contains("byte 15"), "{report}");
}

#[test]
fn a_payload_that_ends_early_breaks_at_its_end() {
    let output = run("inspect -f cbor -p /3/0/13 --hex --payload 1a5182", &[], b"");
    assert_eq!(code(&output), 1);
    let rows: Vec<_> = out(&output).lines().skip(1).map(str::trim).collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].starts_with("0  1a 51 82") && rows[0].ends_with("(incomplete)"), "{rows:?}");
    assert!(rows[1].starts_with("3 ") && rows[1].ends_with("broken from here"), "{rows:?}");
}

#[test]
fn inspect_shows_text_as_text() {
    let shown = succeeds("inspect -f text -p /3/0/0", &[&sample("device-3-0-0.txt")], b"");
    let expected = "byte  text                  path    type    value\n   \
        0  Open Mobile Alliance  /3/0/0  string  \"Open Mobile Alliance\"\n";
    assert_eq!(shown, expected);
    // What would drive a terminal does not get there.
    let shown = succeeds("inspect -f text -p /3/0/0", &[], b"\x1b[2J\r\n");
    assert!(shown.contains("␛[2J␍␊") && !shown.contains('\x1b'), "{shown}");
}

#[test]
fn inspect_shows_json_record_by_record() {
    let payload = "[{\"bn\":\"/3/0/\",\"bt\":1700000000.5,\"n\":\"9\",\"v\":95},\n{\"n\":\"10\",\"t\":-5,\"v\":15} ]";
    let shown = succeeds("inspect -f senml-json -p /3/0", &["--payload", payload], b"");
    let expected = r#"byte  text                              path     type     value
   0  [                                                   (structure)
   1  {"bn":"/3/0/","bt":1700000000.5,  /3/0/9   integer  95 @ 2023-11-14T22:13:20.500Z
  33  "n":"9","v":95},␊
  50  {"n":"10","t":-5,"v":15}          /3/0/10  integer  15 @ 2023-11-14T22:13:15.500Z
  74   ]                                                  (structure)
"#;
    assert_eq!(shown, expected);
    let table = succeeds("decode -f senml-json -p /3/0", &["--payload", payload], b"");
    assert!(table.starts_with("path     time                      type     value\n"), "{table}");
    assert!(table.ends_with("/3/0/10  2023-11-14T22:13:15.500Z  integer  15\n"), "{table}");
}

#[test]
fn senml_names_carry_the_alternate_path() {
    let record = "{\"path\":\"/3/0/9\",\"type\":\"integer\",\"value\":95}\n";
    let form = "-f senml-json -p /3/0/9 --alternate-path /lwm2m";
    let payload = succeeds(&format!("encode {form}"), &[], record.as_bytes());
    assert!(payload.contains("/lwm2m/3/0/9"), "{payload}");
    assert_eq!(succeeds(&format!("decode {form} --json"), &[], payload.as_bytes()), record);
    fails(1, "decode -f senml-json -p /3/0/9", &[], payload.as_bytes());
}

#[test]
fn long_values_are_shortened_and_say_so() {
    let file = sample("package-5-0-0.bin");
    let shown = succeeds("inspect -f opaque -p /5/0/0", &[&file], b"");
    assert!(shown.contains("\n      … 224 more bytes\n"), "{shown}");
    assert!(shown.lines().nth(1).unwrap().ends_with("… (256 bytes)"), "{shown}");
    let shown = succeeds("inspect -f opaque -p /5/0/0 --full", &[&file], b"");
    assert_eq!(inspected_bytes(&shown), hex::encode(fs::read(&file).unwrap()));

    let long = "x".repeat(1000);
    let shown = succeeds("decode -f text -p /3/0/0", &[], long.as_bytes());
    assert!(shown.ends_with("\"… (1000 bytes)\n"), "{shown}");
    let shown = succeeds("decode -f text -p /3/0/0 --full", &[], long.as_bytes());
    assert!(shown.ends_with(&format!("\"{long}\"\n")), "{shown}");
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
fn leniencies_go_together_or_one_by_one() {
    let read = "decode -f text -p /3/0/9 --type /3/9=integer --json --payload +7";
    let message = fails(1, read, &[], b"");
    assert!(message.starts_with("error: byte 0, /3/0/9: "), "{message}");
    assert!(message.ends_with("try --allow loose-numbers, or --lenient\n"), "{message}");
    fails(1, read, &["--allow", "base64"], b"");
    let lenient: [&[&str]; 4] = [
        &["--lenient"],
        &["--allow", "loose-numbers"],
        &["--allow", "LooseNumbers"],
        &["--allow", "base64", "--allow", "loose-numbers"],
    ];
    for arguments in lenient {
        let json = succeeds(read, arguments, b"");
        assert_eq!(json, "{\"path\":\"/3/0/9\",\"type\":\"integer\",\"value\":7}\n");
    }
}

#[test]
fn the_operation_counts() {
    // Only in a Create may the client choose the ID of the instance.
    let create = "decode -f tlv -p /3 --hex --payload c10964 --operation";
    let table = succeeds(create, &["create"], b"");
    assert!(table.contains("/3/65535/9  opaque  64"), "{table}");
    fails(1, create, &["read"], b"");
    let encode = "encode -f tlv -p /3 --hex --operation create";
    let record = br#"{"path":"/3/65535/9","type":"integer","value":100}"#;
    assert_eq!(succeeds(encode, &[], record), "c10964\n");
}

#[test]
fn empty_input_is_what_the_format_makes_of_it() {
    for command in ["decode -f tlv -p /3/0", "inspect -f tlv -p /3/0"] {
        let output = run(command, &[], b"");
        assert_eq!((code(&output), out(&output)), (0, ""));
        assert_eq!(err(&output), "note: the payload holds no records\n");
    }
    assert_eq!(succeeds("decode -f tlv -p /3/0 --json", &[], b""), "");
    let table = succeeds("decode -f text -p /3/0/0", &[], b"");
    assert!(table.ends_with("/3/0/0  string  \"\"\n"), "{table}");
    let message = fails(1, "decode -f cbor -p /3/0/0", &[], b"");
    assert!(message.starts_with("error: standard input: byte 0, /3/0/0: "), "{message}");
    assert_eq!(succeeds("encode -f tlv -p /3/0", &[], b""), "");
    let message = fails(1, "encode -f cbor -p /3/0/0", &[], b"");
    assert_eq!(message, "error: standard input: this format holds exactly one value\n");
}

#[test]
fn bad_records_are_named_by_line() {
    let good = "{\"path\":\"/3/0/9\",\"type\":\"integer\",\"value\":95}\n";
    let encode =
        |bad: &str| fails(1, "encode -f tlv -p /3/0", &[], format!("{good}\n{bad}").as_bytes());
    let record = |path: &str, value: &str| {
        format!("{{\"path\":\"{path}\",\"type\":\"integer\",\"value\":{value}}}")
    };
    let message = encode(&record("/3/0/9", "\"many\""));
    assert_eq!(message, "error: standard input: line 3: the value of /3/0/9 is not integer\n");
    let message = encode(&record("/3/0//9", "1"));
    assert!(
        message.starts_with("error: standard input: line 3, column 17: invalid value"),
        "{message}"
    );
    let message = encode("{\"path\":");
    assert!(message.starts_with("error: standard input: line 3, column 8: EOF"), "{message}");
    let message = encode(&record("/4/0/9", "1"));
    let expected =
        "error: standard input: line 3: the record does not lie at or below the request path\n";
    assert_eq!(message, expected);
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
    ];
    for line in wrong {
        let message = fails(2, line, &[], b"");
        assert!(!message.is_empty() && !message.contains("panicked"), "{line}: {message}");
    }
    let message = fails(2, "decode -f tlv --payload x", &[], b"");
    assert_eq!(message, "error: tlv needs the path of the request: --path, such as -p /3/0\n");
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
fn untyped_values_come_with_a_remark() {
    let output = run("decode -f tlv -p /3/0 --hex --payload c10964", &[], b"");
    assert!(err(&output).contains("--type /3/9="), "{}", err(&output));
    let output = run("decode -f tlv -p /3/0 --hex --payload c10964 --type /3/9=integer", &[], b"");
    assert_eq!(err(&output), "");
}

#[test]
fn help_has_examples() {
    for command in ["", "decode", "encode", "inspect"] {
        let help = succeeds(command, &["--help"], b"");
        assert!(help.contains("Examples:\n  lwm2m "), "{help}");
    }
}
