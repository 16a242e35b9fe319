//! `lwm2m decode`.

use super::inspect::inspected_bytes;
use super::*;

#[test]
fn decode_shows_a_table() {
    let table = succeeds("decode -f tlv -p /3/0", &[&device("tlv")], b"");
    let expected = r#"path       name                         type     value                              unit
/3/0/0     Manufacturer                 string   "Open Mobile Alliance"
/3/0/1     Model Number                 string   "Lightweight M2M Client"
/3/0/2     Serial Number                string   "345000123"
/3/0/3     Firmware Version             string   "1.0"
/3/0/6/0   Available Power Sources      integer  1
/3/0/6/1   Available Power Sources      integer  5
/3/0/7/0   Power Source Voltage         integer  3800
/3/0/7/1   Power Source Voltage         integer  5000
/3/0/8/0   Power Source Current         integer  125
/3/0/8/1   Power Source Current         integer  900
/3/0/9     Battery Level                integer  100                                /100
/3/0/10    Memory Free                  integer  15
/3/0/11/0  Error Code                   integer  0
/3/0/13    Current Time                 time     1367491215 (2013-05-02T10:40:15Z)
/3/0/14    UTC Offset                   string   "+02:00"
/3/0/16    Supported Binding and Modes  string   "U"
"#;
    assert_eq!(table, expected);
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
fn senml_names_carry_the_alternate_path() {
    let record = "{\"path\":\"/3/0/9\",\"type\":\"integer\",\"value\":95}\n";
    let form = "-f senml-json -p /3/0/9 --alternate-path /lwm2m";
    let payload = succeeds(&format!("encode {form}"), &[], record.as_bytes());
    assert!(payload.contains("/lwm2m/3/0/9"), "{payload}");
    assert_eq!(succeeds(&format!("decode {form} --json"), &[], payload.as_bytes()), record);
    fails(1, "decode -f senml-json -p /3/0/9", &[], payload.as_bytes());
}

#[test]
fn leniencies_go_together_or_one_by_one() {
    let read = "decode -f text -p /3/0/9 --type /3/9=integer --json --payload +7";
    let message = fails(1, read, &[], b"");
    assert!(message.starts_with("error: byte 0, /3/0/9: "), "{message}");
    assert!(message.contains("\n  try --allow loose-numbers, or --lenient\n"), "{message}");
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
    assert!(table.contains("/3/65535/9  Battery Level  integer  100 "), "{table}");
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
    assert!(table.ends_with("/3/0/0  Manufacturer  string  \"\"\n"), "{table}");
    let message = fails(1, "decode -f cbor -p /3/0/0", &[], b"");
    assert!(message.starts_with("error: standard input: byte 0, /3/0/0: "), "{message}");
    assert_eq!(succeeds("encode -f tlv -p /3/0", &[], b""), "");
    let message = fails(1, "encode -f cbor -p /3/0/0", &[], b"");
    assert_eq!(message, "error: standard input: this format holds exactly one value\n");
}

#[test]
fn objects_are_named_where_there_are_several() {
    let pack = r#"[{"n":"/3303/0/5700","v":25.5},{"n":"/3/0/9","v":95},{"n":"/65000/0/1","v":1}]"#;
    let table = succeeds("decode -f senml-json", &["--payload", pack], b"");
    let expected = "path          name                       type     value  unit
/3303/0/5700  Temperature: Sensor Value  float    25.5
/3/0/9        Device: Battery Level      integer  95     /100
/65000/0/1                               integer  1
";
    assert_eq!(table, expected);
}

#[test]
fn definitions_come_from_files() {
    let read = "decode -f tlv -p /42769/0 --hex --payload c100ff --schema";
    let folder = definitions();
    let output = run(read, &[&folder], b"");
    assert_eq!(
        out(&output),
        "path        name   type      value  unit\n/42769/0/0  Total  unsigned  255    Wh\n"
    );
    // What is no definition in a folder is said, and does no harm.
    for (file, what) in
        [("Common.xml", "reusable resources"), ("DDF.xml", "index"), ("units.xml", "units")]
    {
        let line = err(&output).lines().find(|line| line.contains(file)).unwrap();
        assert!(line.starts_with("note: skipped ") && line.contains(what), "{line}");
    }
    let versions = "note: object 42769 is read in version 1.1, as none was given \
                    (--object-version): /42769/0 is integer in 1.0";
    assert_eq!(err(&output).lines().last(), Some(versions));
    assert_eq!(err(&output).lines().count(), 4);
    let json = succeeds(&format!("{read} {folder}/42769.xml --json"), &[], b"");
    assert_eq!(json, "{\"path\":\"/42769/0/0\",\"type\":\"unsigned\",\"value\":255}\n");

    // In the older version it is signed.
    let old = succeeds(read, &[&folder, "--object-version", "42769@1.0", "--json"], b"");
    assert_eq!(old, "{\"path\":\"/42769/0/0\",\"type\":\"integer\",\"value\":-1}\n");
    let old = run(read, &[&folder, "--object-version", "42769@1.0"], b"");
    assert_eq!(err(&old).lines().count(), 3);
    let message =
        fails(2, &format!("{read} {folder}/42769.xml --object-version /42769@2.0"), &[], b"");
    assert_eq!(message, "error: no definition of object 42769 has version 2.0, only 1.1\n");

    let message = fails(1, read, &["/no/such/folder"], b"");
    assert!(message.starts_with("error: /no/such/folder: "), "{message}");
    // A file that is asked for by name must hold definitions.
    let message = fails(1, read, &[&format!("{folder}/units.xml")], b"");
    assert!(message.contains("units.xml:") && message.contains("a list of units"), "{message}");
}

#[test]
fn a_bad_file_of_a_folder_is_named_and_the_others_are_read() {
    let folder = std::env::temp_dir().join(format!("lwm2m-cli-ddf-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::copy(format!("{}/42769.xml", definitions()), folder.join("good.xml")).unwrap();
    fs::write(folder.join("bad.xml"), "<LWM2M><Object>").unwrap();
    let read = "decode -f tlv -p /42769/0 --json --hex --payload c100ff --schema";
    let output = run(read, &[folder.to_str().unwrap()], b"");
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(out(&output), "{\"path\":\"/42769/0/0\",\"type\":\"unsigned\",\"value\":255}\n");
    let note = format!("note: left out {}", folder.join("bad.xml").display());
    assert!(err(&output).starts_with(&note) && err(&output).lines().count() == 1, "{output:?}");
}

#[test]
fn versions_are_chosen_and_said() {
    let read = "--hex --payload c40f00000e10 -p /3416/0";
    let newest = run(&format!("decode -f tlv {read}"), &[], b"");
    assert!(out(&newest).contains("/3416/0/15") && out(&newest).contains("float"), "{newest:?}");
    let note = "note: object 3416 is read in version 2.0, as none was given (--object-version): \
                /3416/15 is integer in 1.0\n";
    assert_eq!(err(&newest), note);
    for (command, expected) in [
        ("decode -f tlv", " integer  3600 "),
        ("inspect -f tlv", " integer  3600"),
        ("convert --from tlv --to senml-json", "\"v\":3600}"),
    ] {
        let given = run(&format!("{command} {read} --object-version 3416@1.0"), &[], b"");
        assert!(out(&given).contains(expected), "{given:?}");
        assert_eq!(err(&given), "");
        let assumed = run(&format!("{command} {read}"), &[], b"");
        assert!(!out(&assumed).contains(expected), "{assumed:?}");
        assert_eq!(err(&assumed), note);
    }
    // Objects that do not differ need no word.
    assert_eq!(err(&run("decode -f tlv -p /3/0 --hex --payload c10964", &[], b"")), "");

    // LwM2M 1.0 does not have this resource.
    for (version, name) in [("1.0", ""), ("1.2", "Matching Type"), ("1.1", "Matching Type")] {
        let line =
            format!("decode -f tlv -p /0/0 --hex --payload c10d01 --lwm2m-version {version}");
        let shown = succeeds(&line, &[], b"");
        assert_eq!(shown.contains("Matching"), !name.is_empty(), "{version}: {shown}");
    }
    fails(2, "decode -f tlv -p /0/0 --hex --payload c10d01 --lwm2m-version one", &[], b"");
}

#[test]
fn what_the_user_says_goes_before_definitions() {
    let read = "decode -f tlv -p /3/0 --json --hex --payload c10964";
    let record = |name: &str, value: &str| {
        format!("{{\"path\":\"/3/0/9\",\"type\":\"{name}\",\"value\":{value}}}\n")
    };
    assert_eq!(succeeds(read, &[], b""), record("integer", "100"));
    assert_eq!(succeeds(read, &["--type", "/3/9=string"], b""), record("string", "\"d\""));
    assert_eq!(succeeds(read, &["--no-registry"], b""), record("opaque", "\"64\""));
    let types = ["--no-registry", "--type", "/3/9=unsigned"];
    assert_eq!(succeeds(read, &types, b""), record("unsigned", "100"));

    // Definitions from files go before those built in, which answer for the rest.
    let device = r#"<LWM2M><Object ObjectType="MODefinition"><Name>Mine</Name><ObjectID>3</ObjectID>
        <MultipleInstances>Single</MultipleInstances><Mandatory>Mandatory</Mandatory><Resources>
        <Item ID="9"><Name>Charge</Name><Operations>R</Operations>
        <MultipleInstances>Single</MultipleInstances><Mandatory>Optional</Mandatory>
        <Type>Opaque</Type><RangeEnumeration/><Units/></Item></Resources></Object></LWM2M>"#;
    let path = std::env::temp_dir().join(format!("lwm2m-cli-{}.xml", std::process::id()));
    fs::write(&path, device).unwrap();
    let read = "decode -f tlv -p /3/0 --hex --payload c10964c10a05 --schema";
    let table = succeeds(read, &[path.to_str().unwrap()], b"");
    fs::remove_file(&path).unwrap();
    assert!(table.contains("\n/3/0/9   Charge       opaque   64\n"), "{table}");
    assert!(table.contains("\n/3/0/10  Memory Free  integer  5\n"), "{table}");
}

#[test]
fn errors_of_values_come_with_the_definition() {
    let read = "decode -f tlv -p /3/0 --hex --payload";
    let message = fails(1, read, &["c3090000ff"], b"");
    assert!(message.starts_with("error: byte 2, /3/0/9: "), "{message}");
    assert!(message.ends_with("\n  /3/9 is Battery Level of Device, integer\n"), "{message}");
    let message = fails(1, read, &["c10601"], b"");
    let end = "\n  /3/6 is Available Power Sources of Device, integer with several instances\n";
    assert!(message.ends_with(end), "{message}");
    // Where bytes are missing, the type is not the matter.
    let message = fails(1, read, &["c209"], b"");
    assert!(!message.contains("Battery"), "{message}");
}

#[test]
fn untyped_values_come_with_a_remark() {
    let read = "decode -f tlv -p /65000/0 --hex --payload c10964";
    let output = run(read, &[], b"");
    assert!(out(&output).ends_with("/65000/0/9  opaque  64\n"), "{}", out(&output));
    let remark = "note: TLV carries no types, and no definition has /65000/9: ";
    assert!(err(&output).starts_with(remark), "{}", err(&output));
    assert!(err(&output).ends_with(" --type /65000/9=integer\n"), "{}", err(&output));
    assert_eq!(err(&run(read, &["--type", "/65000/9=integer"], b"")), "");
}

#[test]
fn numbers_are_shown_as_short_as_they_came() {
    // 22.4 in single precision.
    let shown = succeeds("decode -f tlv -p /3303/0/5700", &[], b"\xe4\x16\x44\x41\xb3\x33\x33");
    assert!(shown.contains(" 22.4 ") || shown.ends_with(" 22.4\n"), "{shown}");
    let pack = r#"[{"n":"/3303/0/5700","v":22.399999618530274,"bt":1700000000123}]"#;
    let shown = succeeds("decode -f senml-json -p /", &[], pack.as_bytes());
    assert!(shown.contains("(milliseconds?)"), "{shown}");
}
