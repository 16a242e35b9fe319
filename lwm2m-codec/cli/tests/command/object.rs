//! `lwm2m object`.

use super::*;

#[test]
fn an_object_is_shown_with_its_resources() {
    let shown = succeeds("object 42769 --schema", &[&format!("{}/42769.xml", definitions())], b"");
    let expected = "/42769  Sample Meter
version 1.1 for LwM2M 1.1 and later; several instances; optional

id  name    operations  type      instances  mandatory  range          units
 0  Total   R           unsigned  single     mandatory  0..4294967295  Wh
 1  Labels  RW          string    multiple   optional   0..32
 2  Reset   E           none      single     optional
";
    assert_eq!(shown, expected);
    let device = succeeds("object 3", &[], b"");
    assert!(
        device.starts_with(
            "/3  Device\nversion 1.2 for LwM2M 1.1 and later, also known in 1.0 and 1.1; single instance; mandatory\n\n"
        ),
        "{device}"
    );
    let battery = "\n 9  Battery Level                R           integer  single     optional   0..100  /100\n";
    assert!(device.contains(battery), "{device}");
    assert_eq!(succeeds("object /3", &[], b""), device);
}

#[test]
fn a_resource_is_shown_below_its_object() {
    let expected = "/3  Device
version 1.2 for LwM2M 1.1 and later, also known in 1.0 and 1.1; single instance; mandatory

id  name           operations  type     instances  mandatory  range   units
 9  Battery Level  R           integer  single     optional   0..100  /100
";
    for query in ["3/9", "/3/9", "/3/0/9", "3@1.2/9"] {
        assert_eq!(succeeds("object", &[query], b""), expected, "{query}");
    }
    let two = succeeds("object 3/9 5/3", &[], b"");
    assert!(two.starts_with(&format!("{expected}\n/5  Firmware Update\n")), "{two}");
}

#[test]
fn versions_are_told_apart() {
    let folder = definitions();
    let new = run("object 42769 --schema", &[&folder], b"");
    assert!(out(&new).contains("\nversion 1.1 for LwM2M 1.1 and later, also known in 1.0; "));
    assert!(err(&new).contains("units.xml: a list of units\n"), "{}", err(&new));
    let old = run("object 42769@1.0 --schema", &[&folder], b"");
    assert!(out(&old).contains("\nversion 1.0 for LwM2M 1.0 and later, also known in 1.1; "));
    assert!(out(&old).contains("\n 0  Total  R           integer "), "{}", out(&old));
    assert!(out(&new).contains("Labels") && !out(&old).contains("Labels"));
    let message = fails(1, "object 3@9.0", &[], b"");
    assert_eq!(message, "error: no definition of object 3 has version 9.0, only 1.0, 1.1, 1.2\n");
}

#[test]
fn names_are_searched() {
    let shown = succeeds("object", &["battery LEVEL"], b"");
    let rows = [
        "path       object                  resource               type     units",
        "/3/9       Device                  Battery Level          integer  /100",
        "/10270     Battery Level Readings",
    ];
    for row in rows {
        assert!(shown.lines().any(|line| line == row), "{row}\n{shown}");
    }
    let ids = shown.lines().skip(1).map(|line| line[1..].split(['/', ' ']).next().unwrap());
    assert!(ids.map(|id| id.parse::<u16>().unwrap()).is_sorted(), "{shown}");
    // What is found alone is shown whole.
    assert_eq!(succeeds("object", &["Device Type"], b"").lines().count(), 5);
    let meter = run("object", &["sample METER", "--schema", &definitions()], b"");
    assert!(out(&meter).starts_with("/42769  Sample Meter\nversion 1.1 "), "{}", out(&meter));
}

#[test]
fn what_is_not_found_is_named() {
    let output = run("object 3/9 77 3/99 xyzzy", &[], b"");
    assert_eq!(code(&output), 1);
    assert!(out(&output).starts_with("/3  Device\n"), "{}", out(&output));
    let expected = "error: no definition of object 77
error: object 3 (Device, version 1.2) has no resource 99
error: no object or resource has \"xyzzy\" in its name\n";
    assert_eq!(err(&output), expected);
    assert_eq!(fails(1, "object 3 --no-registry", &[], b""), "error: no definition of object 3\n");
}

#[test]
fn without_a_query_all_objects_are_listed() {
    let shown = succeeds("object", &[], b"");
    assert!(shown.contains("\n    3  Device  ") && shown.lines().count() > 200, "{shown}");
    let folder = definitions();
    let shown = run("object --no-registry --schema", &[&folder], b"");
    let expected = "   id  name          version  instances  mandatory
42769  Sample Meter  1.1      multiple   optional
42770  Water pipe    1.0      single     mandatory
42771  Empty         2.0      multiple   optional\n";
    assert_eq!(out(&shown), expected);
}
