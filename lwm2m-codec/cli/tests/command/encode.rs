//! `lwm2m encode`.

use super::*;

#[test]
fn json_goes_both_ways() {
    assert_eq!(succeeds("decode -f tlv -p /3/0 --json", &[&device("tlv")], b""), RECORDS);

    let bytes = hex::decode(DEVICE).unwrap();
    assert_eq!(bytes.len(), 121);
    assert_eq!(fs::read(device("tlv")).unwrap(), bytes);
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
    let expected = "error: standard input: line 3, /4/0/9: the record does not lie at or below the request path\n";
    assert_eq!(message, expected);
}

#[test]
fn records_may_stand_in_an_array() {
    let array = format!("\n [{}]\n", RECORDS.trim_end().replace('\n', ",\n"));
    let encode = "encode -f tlv -p /3/0 --hex";
    assert_eq!(succeeds(encode, &[], array.as_bytes()), format!("{DEVICE}\n"));
    assert_eq!(succeeds(encode, &[], b"[]"), "\n");

    // Places are counted as without the array.
    let record = "{\"path\":\"/3/0/9\",\"type\":\"integer\",\"value\":95}";
    let fault = |text: &str| fails(1, encode, &[], text.as_bytes());
    let message = fault(&format!("[{record},\n\n {}]", record.replace("/9", "//9")));
    let start = "error: standard input: line 3, column 18: invalid value";
    assert!(message.starts_with(start), "{message}");
    let message = fault(&format!("[{record},\n{}]", record.replace("/3/0/9", "/4/0/9")));
    assert!(message.starts_with("error: standard input: line 2, /4/0/9: "), "{message}");
    let message = fault(&format!("[{record}\n{record}]"));
    assert!(message.starts_with("error: standard input: line 2, column 1: expected"), "{message}");
    let message = fault(&format!("[{record}]\n{record}"));
    assert!(message.starts_with("error: standard input: line 2, column 1: trailing"), "{message}");
    let message = fails(1, encode, &[], b"{\n\"path\":\"\xff\"}");
    assert_eq!(message, "error: standard input: line 2, column 9: not UTF-8\n");
}

#[test]
fn types_come_from_definitions() {
    let encode = |arguments: &[&str], record: &str| {
        run("encode -f cbor -p /3/0/13 --hex", arguments, record.as_bytes())
    };
    let record = r#"{"path":"/3/0/13","value":1367491215}"#;
    assert_eq!(out(&encode(&[], record)), "1a5182428f\n");
    assert_eq!(out(&encode(&["--tagged-time"], record)), "c11a5182428f\n");
    assert_eq!(out(&encode(&["--type", "/3/13=float"], record)), "fb41d46090a3c00000\n");
    let output = encode(&["--no-registry"], record);
    assert!(err(&output).contains("line 1, column 37: missing field `type`"), "{}", err(&output));
    let output = encode(&[], r#"{"path":"/3/0/13","value":"today"}"#);
    assert_eq!(err(&output), "error: standard input: line 1: the value of /3/0/13 is not time\n");
}

#[test]
fn encoders_leave_choices() {
    let record = br#"{"path":"/3/0/9","type":"unsigned","value":200}"#;
    // The registry declares an Integer.
    assert_eq!(succeeds("encode -f tlv -p /3/0 --hex", &[], record), "c20900c8\n");
    let own = "encode -f tlv -p /3/0 --hex --unchecked-types";
    assert_eq!(succeeds(own, &[], record), "c109c8\n");
    assert_eq!(succeeds(&format!("{own} --wide-unsigned"), &[], record), "c20900c8\n");
    let text = br#"{"path":"/3/0/9","type":"string","value":"95"}"#;
    let message = fails(1, "encode -f tlv -p /3/0", &[], text);
    assert!(message.contains("/3/0/9") && message.contains("expected integer"), "{message}");
    let records = RECORDS.lines().take(3).collect::<Vec<_>>().join("\n");
    let json = succeeds("encode -f senml-json -p /3/0", &[], records.as_bytes());
    assert!(json.contains(r#""bn":"/3/0/""#), "{json}");
    let json = succeeds("encode -f senml-json -p /3/0 --absolute-names", &[], records.as_bytes());
    assert!(!json.contains("bn") && json.contains(r#""n":"/3/0/1""#), "{json}");
}

#[test]
fn records_are_sorted_where_formats_nest() {
    let record = |path: &str| format!("{{\"path\":\"{path}\",\"type\":\"integer\",\"value\":1}}\n");
    let paths = ["/3/0/9", "/3/1/9", "/3/0/10"];
    let records: String = paths.map(record).concat();
    let output = run("encode -f tlv -p /3 --hex", &[], records.as_bytes());
    assert_eq!(out(&output), "0600c10901c10a010301c10901\n");
    assert_eq!(err(&output), "note: the records are sorted by path, as tlv needs it\n");
    // The line is that of the record, wherever it is sorted to.
    let message = fails(1, "encode -f tlv -p /3", &[], (records + &record("/2/0/9")).as_bytes());
    assert!(message.starts_with("error: standard input: line 4, /2/0/9: "), "{message}");
}
