//! `lwm2m convert`.

use super::*;

const NESTING: [&str; 5] = ["tlv", "senml-json", "senml-cbor", "lwm2m-cbor", "json"];

#[test]
fn every_format_becomes_every_other() {
    for from in NESTING {
        for to in NESTING {
            let line = format!("convert -p /3/0 --from {from} --to {to}");
            let output = run(&line, &[&device(from)], b"");
            assert_eq!(code(&output), 0, "{line}: {}", err(&output));
            let mut expected = fs::read(device(to)).unwrap();
            if to == "senml-json" {
                // The sample has a line for each record.
                expected.retain(|&byte| byte != b'\n');
            }
            assert_eq!(output.stdout, expected, "{line}");
        }
    }
    let file = sample("composite-read.etch-json");
    let line = "convert --operation read-composite --from etch-json --to etch-cbor";
    let expected = fs::read(sample("composite-read.etch-cbor")).unwrap();
    assert_eq!(run(line, &[&file], b"").stdout, expected);
}

#[test]
fn payloads_go_anywhere_in_any_text_form() {
    let convert = "convert --from tlv --to senml-cbor -p /3/0 --hex --payload c10964";
    assert_eq!(run(convert, &[], b"").stdout, b"\x81\xa2\x00\x66/3/0/9\x02\x18\x64");
    assert_eq!(succeeds(convert, &["--to-hex"], b""), "81a200662f332f302f39021864\n");
    assert_eq!(succeeds(convert, &["--to-base64"], b""), "gaIAZi8zLzAvOQIYZA==\n");
    let convert = "convert --from tlv --to json -p /3/0 --base64 --payload wQlk";
    let json = "{\"bn\":\"/3/0/\",\"e\":[{\"n\":\"9\",\"v\":100}]}";
    assert_eq!(succeeds(convert, &[], b""), json);
    let path = std::env::temp_dir().join(format!("lwm2m-cli-{}.json", std::process::id()));
    assert_eq!(succeeds(convert, &["-o", path.to_str().unwrap()], b""), "");
    let written = fs::read_to_string(&path).unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(written, json);
}

#[test]
fn times_stay_what_they_are() {
    let day = br#"{"bn":"/3/0/","e":[{"n":"9","t":86400,"v":95}]}"#;
    let table = succeeds("decode -f json -p /3/0", &[], day);
    assert!(table.contains("1970-01-02T00:00:00Z"), "{table}");
    let pack = br#"[{"n":"/3/0/9","t":86400,"v":95}]"#;
    let table = succeeds("decode -f senml-json -p /3/0", &[], pack);
    assert!(table.contains("86400 s"), "{table}");
    let (records, read) =
        (r#","time":86400,"relative":true}"#, "decode -f senml-json -p /3/0 --json");
    let records = format!("{}{records}\n", r#"{"path":"/3/0/9","type":"integer","value":95"#);
    assert_eq!(succeeds(read, &[], pack), records);
    let again = succeeds("encode -f senml-json -p /3/0", &[], records.as_bytes());
    assert_eq!(again.as_bytes(), pack);
    let output = run("encode -f json -p /3/0", &[], records.as_bytes());
    assert!(err(&output).contains("/3/0/9: this format cannot carry the time"), "{output:?}");
    let output = run("convert --from json --to senml-json -p /3/0", &[], day);
    assert!(err(&output).contains("record 0, /3/0/9: this format"), "{output:?}");
}

#[test]
fn encoders_leave_choices() {
    let convert = "convert --from tlv -p /3/0/13 --hex --payload c40d5182428f --to-hex --to cbor";
    assert_eq!(succeeds(convert, &[], b""), "1a5182428f\n");
    assert_eq!(succeeds(convert, &["--tagged-time"], b""), "c11a5182428f\n");
    let convert = "convert --from senml-json -p /3/0/13 --to senml-cbor --to-hex";
    let pack = br#"[{"n":"/3/0/13","v":1367491215}]"#;
    let cbor = succeeds(convert, &["--tagged-time"], pack);
    assert_eq!(cbor, "81a200672f332f302f313302c11a5182428f\n");
    let convert = "convert --from opaque -p /5/0/0 --hex --payload ffef --to senml-json";
    let json = succeeds(convert, &["--padded-base64"], b"");
    assert_eq!(json, r#"[{"n":"/5/0/0","vd":"/+8="}]"#);
    let convert = "convert --from tlv -p /3/0 --hex --payload c10964c10a0f --to senml-json";
    let json = succeeds(convert, &["--absolute-names", "--alternate-path", "/x"], b"");
    assert_eq!(json, r#"[{"n":"/x/3/0/9","v":100},{"n":"/x/3/0/10","v":15}]"#);
    let convert =
        "convert --from text -p /9/0/1 --payload 200 --type /9/1=unsigned --to-hex --to tlv";
    assert_eq!(succeeds(convert, &[], b""), "c101c8\n");
    assert_eq!(succeeds(convert, &["--wide-unsigned"], b""), "c20100c8\n");
}

#[test]
fn errors_name_the_byte_or_the_record() {
    let convert = "convert --from tlv --to json -p /3/0 --hex --payload";
    let message = fails(1, convert, &["c10964c20a"], b"");
    let expected = "error: byte 5, /3/0/10: the payload ends here, but more must follow
  00000000  c1 09 64 c2 0a
                           ^^\n";
    assert_eq!(message, expected);

    let json = r#"[{"n":"/3/0/9","v":1},{"n":"/3/0/13","t":9,"v":5}]"#;
    let message = fails(1, "convert --from senml-json --to tlv -p /3/0 --payload", &[json], b"");
    assert_eq!(message, "error: record 1, /3/0/13: this format cannot carry the time\n");

    let message =
        fails(1, "convert --from tlv --to json -p /65000/0 --hex --payload c10964", &[], b"");
    assert!(
        message.starts_with("error: record 0, /65000/0/9: the type of the value "),
        "{message}"
    );
    assert!(message.contains("--schema") && message.contains("--type"), "{message}");
    let typed =
        "convert --from tlv --to json -p /65000/0 --hex --payload c10964 --type /65000/9=integer";
    assert!(succeeds(typed, &[], b"").contains("100"));
}

#[test]
fn records_are_sorted_where_formats_nest() {
    let json = r#"[{"n":"/3/0/9","v":1},{"n":"/3/1/9","v":2},{"n":"/3/0/10","v":3}]"#;
    let convert = "convert --from senml-json --to tlv -p /3 --to-hex --payload";
    let output = run(convert, &[json], b"");
    assert_eq!(out(&output), "0600c10901c10a030301c10902\n");
    assert_eq!(err(&output), "note: the records are sorted by path, as tlv needs it\n");
    // Errors go before, and count as the payload does.
    let json = json.replace(r#""/3/1/9""#, r#""/3/1/9","t":5"#);
    let message = fails(1, convert, &[&json], b"");
    assert_eq!(message, "error: record 1, /3/1/9: this format cannot carry the time\n");
}
