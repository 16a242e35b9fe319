//! `lwm2m links`.

use super::*;

#[test]
fn a_registration_is_shown_with_names() {
    let shown = succeeds("links", &[&sample("register.link")], b"");
    let expected = r#"target  name             attributes
/                        rt="oma.lwm2m" ct="60 110 112 11542 11544"
/1      LwM2M Server     ver=1.1
/1/0    LwM2M Server
/3/0    Device
/5/0    Firmware Update

root     /
formats  cbor (60), senml-json (110), senml-cbor (112), tlv (11542), lwm2m-cbor (11544)

object  name             version  instances
1       LwM2M Server     1.1      0
3       Device                    0
5       Firmware Update           0
"#;
    assert_eq!(shown, expected);
}

#[test]
fn paths_lie_below_the_root() {
    let links = r#"</lwm2m>;rt="oma.lwm2m",</lwm2m/1/0>,</lwm2m/1/1>,</lwm2m/42769>;ver=1.0,</temp>;obs;title="a \"b\"""#;
    let output = run("links --payload", &[links, "--schema", &definitions()], b"");
    let expected = r#"target        path    name          attributes
/lwm2m        /                     rt="oma.lwm2m"
/lwm2m/1/0    /1/0    LwM2M Server
/lwm2m/1/1    /1/1    LwM2M Server
/lwm2m/42769  /42769  Sample Meter  ver=1.0
/temp                               obs title="a \"b\""

root     /lwm2m

object  name          version  instances
1       LwM2M Server           0, 1
42769   Sample Meter  1.0
"#;
    assert_eq!(out(&output), expected);
    let json = succeeds("links --json --payload", &[links], b"");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let title = serde_json::json!({
        "target": "/temp", "path": null, "attributes": [["obs", null], ["title", "a \"b\""]],
    });
    assert_eq!(json["links"][4], title);
    assert_eq!(json["links"][3]["path"], "/42769");
    let registration = serde_json::json!({
        "root": "/lwm2m",
        "formats": [],
        "objects": [
            {"id": 1, "version": null, "instances": [0, 1]},
            {"id": 42769, "version": "1.0", "instances": []},
        ],
    });
    assert_eq!(json["registration"], registration);
}

#[test]
fn what_discover_finds_is_no_registration() {
    let links = "</3/0/7>;dim=2;pmin=10;gt=50,</3/0/7/0>";
    let expected = "target    name                  attributes
/3/0/7    Power Source Voltage  dim=2 pmin=10 gt=50
/3/0/7/0  Power Source Voltage\n";
    assert_eq!(succeeds("links --payload", &[links], b""), expected);
    let json = succeeds("links --json --payload", &[links], b"");
    assert!(!json.contains("registration"), "{json}");
    let links = "</lwm2m/3/0/9>;pmin=10";
    let shown = succeeds("links --alternate-path /lwm2m --payload", &[links], b"");
    assert!(shown.contains("\n/lwm2m/3/0/9  /3/0/9  Battery Level  pmin=10\n"), "{shown}");
}

#[test]
fn links_are_read_strictly_or_leniently() {
    let spaced = "</1/0>, </3/0>";
    let message = fails(1, "links", &[], spaced.as_bytes());
    let expected = "error: standard input: byte 7: a link starts with <
  </1/0>, </3/0>
         ^\n";
    assert!(message.starts_with(expected), "{message}");
    assert!(message.ends_with("\n  try --allow link-spaces, or --lenient\n"), "{message}");
    for arguments in [&["--lenient"][..], &["--allow", "link-spaces"]] {
        let shown = succeeds("links", arguments, spaced.as_bytes());
        assert!(shown.contains("\n/3/0    Device\n"), "{shown}");
    }
    // Attributes of LwM2M must be right, others may be anything.
    let message = fails(1, "links --payload </3/0>;pmin=x", &[], b"");
    assert!(message.starts_with("error: byte 12: "), "{message}");
    succeeds("links --payload </3/0>;max=x", &[], b"");
    let output = run("links", &[], b"");
    assert_eq!((code(&output), out(&output)), (0, ""));
    assert_eq!(err(&output), "note: the payload holds no links\n");
}
