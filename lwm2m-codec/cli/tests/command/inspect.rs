//! `lwm2m inspect`.

use super::*;

/// The bytes of the second column of `inspect`, after a check of the offsets in the first.
#[track_caller]
pub(super) fn inspected_bytes(shown: &str) -> String {
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
    let shown = succeeds("inspect -f tlv -p /3/0", &[&device("tlv")], b"");
    let expected = r#"byte  bytes                    path       name                         type     value                              unit
   0  c8 00 14 4f 70 65 6e 20  /3/0/0     Manufacturer                 string   "Open Mobile Alliance"
   8  4d 6f 62 69 6c 65 20 41
  16  6c 6c 69 61 6e 63 65
  23  c8 01 16 4c 69 67 68 74  /3/0/1     Model Number                 string   "Lightweight M2M Client"
  31  77 65 69 67 68 74 20 4d
  39  32 4d 20 43 6c 69 65 6e
  47  74
  48  c8 02 09 33 34 35 30 30  /3/0/2     Serial Number                string   "345000123"
  56  30 31 32 33
  60  c3 03 31 2e 30           /3/0/3     Firmware Version             string   "1.0"
  65  86 06                    /3/0/6     Available Power Sources               (container)
  67  41 00 01                 /3/0/6/0   Available Power Sources      integer  1
  70  41 01 05                 /3/0/6/1   Available Power Sources      integer  5
  73  88 07 08                 /3/0/7     Power Source Voltage                  (container)
  76  42 00 0e d8              /3/0/7/0   Power Source Voltage         integer  3800
  80  42 01 13 88              /3/0/7/1   Power Source Voltage         integer  5000
  84  87 08                    /3/0/8     Power Source Current                  (container)
  86  41 00 7d                 /3/0/8/0   Power Source Current         integer  125
  89  42 01 03 84              /3/0/8/1   Power Source Current         integer  900
  93  c1 09 64                 /3/0/9     Battery Level                integer  100                                /100
  96  c1 0a 0f                 /3/0/10    Memory Free                  integer  15
  99  83 0b                    /3/0/11    Error Code                            (container)
 101  41 00 00                 /3/0/11/0  Error Code                   integer  0
 104  c4 0d 51 82 42 8f        /3/0/13    Current Time                 time     1367491215 (2013-05-02T10:40:15Z)
 110  c6 0e 2b 30 32 3a 30 30  /3/0/14    UTC Offset                   string   "+02:00"
 118  c1 10 55                 /3/0/16    Supported Binding and Modes  string   "U"
"#;
    assert_eq!(shown, expected);
    assert_eq!(inspected_bytes(&shown), DEVICE);
    // Without definitions, the bytes of values are shown.
    let shown = succeeds("inspect -f tlv -p /3/0 --no-registry", &[&device("tlv")], b"");
    assert_eq!(inspected_bytes(&shown), DEVICE);
    let row = "  60  c3 03 31 2e 30           /3/0/3     opaque  \"1.0\"";
    assert!(shown.lines().any(|line| line == row), "{shown}");
}

/// The text of the second column of `inspect` for a textual format.
#[track_caller]
fn inspected_text(shown: &str) -> String {
    let end = shown.lines().next().unwrap().find("path").unwrap();
    let mut text = String::new();
    for row in shown.lines().skip(1) {
        let (offset, _) = row.trim_start().split_once("  ").unwrap();
        assert_eq!(offset.parse(), Ok(text.len()), "{row}");
        // Pictures of line ends are one column wide; the rest of these samples is ASCII.
        let columns: String = row.chars().skip(6).take(end - 6).collect();
        // Two spaces end the column, and those at the end of what is shown are not told from them.
        text += &columns.trim_end().replace('␊', "\n");
    }
    text
}

#[test]
fn every_format_shows_the_same_resources() {
    let table = succeeds("decode -f tlv -p /3/0", &[&device("tlv")], b"");
    let (head, rows) = table.split_once('\n').unwrap();
    for format in ["tlv", "senml-json", "senml-cbor", "lwm2m-cbor", "json"] {
        let file = device(format);
        let shown = succeeds(&format!("inspect -f {format} -p /3/0"), &[&file], b"");
        let column = shown.find("path").unwrap();
        assert!(shown.lines().next().unwrap().ends_with(head), "{shown}");
        for row in rows.lines() {
            let mut beside = shown.lines().filter(|line| {
                let said: String = line.chars().skip(column).collect();
                said == row
            });
            assert!(beside.next().is_some() && beside.next().is_none(), "{format}: {row}\n{shown}");
        }
        let payload = fs::read(&file).unwrap();
        match format {
            "senml-json" | "json" => {
                assert_eq!(inspected_text(&shown), String::from_utf8(payload).unwrap());
            }
            _ => assert_eq!(inspected_bytes(&shown), hex::encode(payload)),
        }
        let decoded = succeeds(&format!("decode -f {format} -p /3/0 --json"), &[&file], b"");
        assert_eq!(decoded, RECORDS, "{format}");
    }
}

#[test]
fn paths_of_composite_requests_are_resolved() {
    let file = sample("composite-read.etch-json");
    let inspect = "inspect --operation read-composite -f";
    let shown = succeeds(&format!("{inspect} etch-json"), &[&file], b"");
    let expected = r#"byte  text             path    name                    type  value
   0  [                                                      (structure)
   1  {"n":"/3/0/0"},  /3/0/0  Device: Manufacturer    path
  16  {"n":"/3/0/9"},  /3/0/9  Device: Battery Level   path
  31  {"n":"/1/0/1"}   /1/0/1  LwM2M Server: Lifetime  path
  45  ]                                                      (structure)
"#;
    assert_eq!(shown, expected);
    let file = sample("composite-read.etch-cbor");
    let shown = succeeds(&format!("{inspect} etch-cbor"), &[&file], b"");
    assert_eq!(inspected_bytes(&shown), hex::encode(fs::read(&file).unwrap()));
    for (row, path) in [("   1  a1 00 66 2f ", "/3/0/0"), ("  19  a1 00 66 2f ", "/1/0/1")] {
        let line = shown.lines().find(|line| line.starts_with(row)).unwrap();
        assert!(line.contains(&format!("  {path}  ")) && line.ends_with("  path"), "{line}");
    }
}

#[test]
fn inspect_shows_links() {
    let shown = succeeds("inspect -f link", &[&sample("register.link")], b"");
    let expected = r#"byte  text                              path  name             value
   0  </>;rt="oma.lwm2m";ct="60 110 11  /                      rt="oma.lwm2m" ct="60 110 112 11542 11544"
  32  2 11542 11544",
  47  </1>;ver=1.1,                     /1    LwM2M Server     ver=1.1
  60  </1/0>,                           /1/0  LwM2M Server
  67  </3/0>,                           /3/0  Device
  74  </5/0>                            /5/0  Firmware Update
"#;
    assert_eq!(shown, expected);
    // Names are found below the root that the payload tells.
    let links = "</lwm2m>;rt=\"oma.lwm2m\",</lwm2m/3/0>";
    let shown = succeeds("inspect -f link --payload", &[links], b"");
    assert!(shown.ends_with("  /lwm2m/3/0  Device\n"), "{shown}");
    let output = run("inspect -f link --payload", &["</1/0>, </3/0>"], b"");
    let expected = "byte  text     path  name          value
   0  </1/0>,  /1/0  LwM2M Server
   7   </3/0>                      <-- broken from here\n";
    assert_eq!((code(&output), out(&output)), (1, expected));
    assert!(err(&output).starts_with("error: byte 7: "), "{}", err(&output));
}

#[test]
fn a_broken_payload_is_shown_up_to_where_it_breaks() {
    let file = sample("server-1-misprinted.tlv");
    assert_eq!(hex::encode(fs::read(&file).unwrap()), MISPRINTED);
    let output = run("inspect -f tlv -p /1", &[&file], b"");
    assert_eq!(code(&output), 1);
    let shown = out(&output);
    assert_eq!(inspected_bytes(shown), MISPRINTED);
    assert!(shown.contains("86400"), "{shown}");
    let last = shown.lines().last().unwrap();
    assert!(
        last.starts_with("  15  c1 07 55           /1/0  ") && last.ends_with("broken from here"),
        "{last}"
    );

    let report = err(&output);
    assert!(report.contains("misprinted.tlv: byte 15, /1/0: "), "{report}");
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
    let expected = "byte  text                  path    name          type    value\n   \
        0  Open Mobile Alliance  /3/0/0  Manufacturer  string  \"Open Mobile Alliance\"\n";
    assert_eq!(shown, expected);
    // What would drive a terminal does not get there.
    let shown = succeeds("inspect -f text -p /3/0/0", &[], b"\x1b[2J\r\n");
    assert!(shown.contains("␛[2J␍␊") && !shown.contains('\x1b'), "{shown}");
}

#[test]
fn inspect_shows_json_record_by_record() {
    let payload = "[{\"bn\":\"/3/0/\",\"bt\":1700000000.5,\"n\":\"9\",\"v\":95},\n{\"n\":\"10\",\"t\":-5,\"v\":15} ]";
    let shown = succeeds("inspect -f senml-json -p /3/0", &["--payload", payload], b"");
    let expected = r#"byte  text                              path     name           type     value        unit  time
   0  [                                                                  (structure)
   1  {"bn":"/3/0/","bt":1700000000.5,  /3/0/9   Battery Level  integer  95           /100  2023-11-14T22:13:20.500Z
  33  "n":"9","v":95},␊
  50  {"n":"10","t":-5,"v":15}          /3/0/10  Memory Free    integer  15                 2023-11-14T22:13:15.500Z
  74   ]                                                                 (structure)
"#;
    assert_eq!(shown, expected);
    let table = succeeds("decode -f senml-json -p /3/0", &["--payload", payload], b"");
    let last = "/3/0/10  Memory Free    integer  15           2023-11-14T22:13:15.500Z\n";
    assert!(table.ends_with(last), "{table}");
}
