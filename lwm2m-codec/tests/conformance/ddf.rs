//! The loader of object definitions, with files of our own; those of the registry are in
//! `registry.rs`.

use std::path::{Path, PathBuf};

use lwm2m_codec::ddf::{DdfErrorKind, Definitions, NotAnObject};
use lwm2m_codec::{
    ContentFormat, Context, DataType, Operations, Resource, ResourceType, Schema, Value, Version,
    Versioned, decode,
};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/ddf")
}

fn load(file: &str) -> Definitions {
    let loaded = Definitions::load(folder().join(file)).unwrap();
    assert_eq!((loaded.files, loaded.skipped.len()), (1, 0));
    loaded.definitions
}

const READ_WRITE: Operations = Operations::READ.union(Operations::WRITE);

#[test]
fn the_sample_says_all_that_people_need() {
    let definitions = load("42769.xml");
    let meter = definitions.object(42769, None).unwrap();
    assert_eq!((meter.id, meter.name), (42769, "Sample Meter"));
    assert_eq!((meter.version, meter.lwm2m_version), (Version::new(1, 1), Version::new(1, 1)));
    assert_eq!((meter.multiple, meter.mandatory), (true, false));
    let total = Resource {
        mandatory: true,
        range: "0..4294967295",
        units: "Wh",
        ..Resource::new(0, "Total", DataType::Unsigned, Operations::READ)
    };
    let labels = Resource {
        multiple: true,
        range: "0..32",
        ..Resource::new(1, "Labels", DataType::String, READ_WRITE)
    };
    let reset = Resource::new(2, "Reset", DataType::None, Operations::EXECUTE);
    assert_eq!(meter.resources.iter().collect::<Vec<_>>(), [total, labels, reset]);

    assert_eq!(
        definitions.resource_type(42769, 1),
        Some(ResourceType { operations: READ_WRITE, ..ResourceType::multiple(DataType::String) })
    );
    assert_eq!(definitions.resource_type(42769, 2).unwrap().data_type, DataType::None);
    assert_eq!(definitions.resource_type(42769, 3), None);
    assert_eq!(definitions.resource_type(42768, 0), None);
}

#[test]
fn order_bom_cdata_entities_and_white_space_do_not_matter() {
    let definitions = load("42770.xml");
    let ids: Vec<u16> = definitions.objects().map(|object| object.id).collect();
    assert_eq!(ids, [42770, 42771]);

    let pipe = definitions.object(42770, None).unwrap();
    assert_eq!((pipe.name, pipe.multiple, pipe.mandatory), ("Water pipe", false, true));
    assert_eq!((pipe.version, pipe.lwm2m_version), (Version::new(1, 0), Version::new(1, 0)));
    let links = Resource {
        multiple: true,
        ..Resource::new(5, "Pipe & valve <main> AB", DataType::CoreLink, Operations::NONE)
    };
    // Some definitions give executable resources a type.
    let flush = Resource::new(6, "Flush", DataType::None, Operations::EXECUTE);
    let mystery = Resource {
        data_type: None,
        range: "0: OFF 1: ON",
        ..Resource::new(7, "Mystery", DataType::None, Operations::READ)
    };
    let flow = Resource {
        mandatory: true,
        units: "m3/h",
        ..Resource::new(12, "Flow rate", DataType::Float, READ_WRITE)
    };
    assert_eq!(pipe.resources.iter().collect::<Vec<_>>(), [links, flush, mystery, flow]);
    assert_eq!(definitions.resource_type(42770, 7), None);
    assert_eq!(definitions.resource(42770, 7).unwrap().ranges().count(), 0);

    let empty = definitions.object(42771, None).unwrap();
    assert_eq!(empty.version, Version::new(2, 0));
    assert!(empty.resources.is_empty());
}

#[test]
fn a_folder_gives_all_versions_and_reports_what_is_no_object() {
    let loaded = Definitions::load(folder()).unwrap();
    assert_eq!(loaded.files, 4);
    let skipped: Vec<_> = loaded
        .skipped
        .iter()
        .map(|skipped| (skipped.file.file_name().unwrap().to_str().unwrap(), skipped.why.clone()))
        .collect();
    assert_eq!(
        skipped,
        [
            ("Common.xml", NotAnObject::CommonResources),
            ("DDF.xml", NotAnObject::Index),
            ("units.xml", NotAnObject::Units),
        ]
    );

    let definitions = loaded.definitions;
    let versions: Vec<_> = definitions.objects().map(|o| (o.id, o.version.to_string())).collect();
    let expected = [(42769, "1.0"), (42769, "1.1"), (42770, "1.0"), (42771, "2.0")];
    assert_eq!(versions, expected.map(|(id, version)| (id, version.to_owned())));
    assert!(definitions.newest().map(|object| object.id).eq([42769, 42770, 42771]));
    assert!(definitions.search("METER").map(|object| object.id).eq([42769]));
    assert_eq!(definitions.search("").count(), 3);
    assert_eq!(definitions.search("no such thing").count(), 0);

    let data_type = |version| {
        let meter = definitions.object(42769, version)?;
        meter.resource(0).unwrap().data_type
    };
    assert_eq!(data_type(None), Some(DataType::Unsigned));
    assert_eq!(data_type(Some(Version::new(1, 1))), Some(DataType::Unsigned));
    assert_eq!(data_type(Some(Version::new(1, 0))), Some(DataType::Integer));
    assert_eq!(data_type(Some(Version::new(1, 2))), None);
}

#[test]
fn payloads_are_read_in_the_version_that_a_client_registered() {
    let definitions = Definitions::load(folder()).unwrap().definitions;
    let payload = [0xc1, 0x00, 0xff];
    let value = |schema: &dyn Schema| {
        let context = Context::read("/42769/0".parse().unwrap()).with_schema(schema);
        decode(ContentFormat::Tlv, &payload, &context).next().unwrap().unwrap().value().unwrap()
    };
    assert_eq!(value(&definitions), Value::Unsigned(255));
    let registered = [(42769, Version::new(1, 0))];
    assert_eq!(value(&Versioned::new(&definitions, &registered)), Value::Integer(-1));
    // Version 1.9 is unknown; the newest 1.x is compatible with it. Nothing is with 2.0.
    let registered = [(42769, Version::new(1, 9))];
    assert_eq!(value(&Versioned::new(&definitions, &registered)), Value::Unsigned(255));
    let registered = [(42769, Version::new(2, 0))];
    assert_eq!(Versioned::new(&definitions, &registered).resource_type(42769, 0), None);
    // A schema of types alone has no versions.
    let types = |_, _| Some(ResourceType::single(DataType::Integer));
    assert_eq!(value(&Versioned::new(&types, &registered)), Value::Integer(-1));
}

#[test]
fn what_is_there_first_stays() {
    let object = |name: &str| {
        format!(
            "<LWM2M><Object><Name>{name}</Name><ObjectID>42769</ObjectID>\
             <MultipleInstances>Single</MultipleInstances><Mandatory>Optional</Mandatory>\
             <ObjectVersion>1.1</ObjectVersion><Resources/></Object></LWM2M>"
        )
    };
    let mine = Definitions::parse(object("Mine")).unwrap();
    let theirs = load("42769.xml");

    let mut merged = mine.clone();
    merged.merge(theirs.clone());
    assert_eq!(merged.object(42769, None).unwrap().name, "Mine");
    assert_eq!(merged.resource(42769, 0), None);

    // In layers every question goes its own way.
    let layered = (mine, theirs);
    assert_eq!(layered.object(42769, None).unwrap().name, "Mine");
    assert_eq!(layered.resource(42769, 0).unwrap().name, "Total");
    assert_eq!(layered.resource_type(42769, 0).unwrap().data_type, DataType::Unsigned);
    assert_eq!(layered.object(42769, Some(Version::new(1, 0))), None);
}

/// An object with a single resource, in which parts can be replaced.
const FILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<LWM2M>
  <Object ObjectType="MODefinition">
    <Name>Tank</Name>
    <ObjectID>33000</ObjectID>
    <LWM2MVersion>1.0</LWM2MVersion>
    <ObjectVersion>1.0</ObjectVersion>
    <MultipleInstances>Multiple</MultipleInstances>
    <Mandatory>Optional</Mandatory>
    <Resources>
      <Item ID="0">
        <Name>Level</Name>
        <Operations>R</Operations>
        <MultipleInstances>Single</MultipleInstances>
        <Mandatory>Mandatory</Mandatory>
        <Type>
          Integer</Type>
        <RangeEnumeration>0..100</RangeEnumeration>
        <Units>/100</Units>
      </Item>
    </Resources>
  </Object>
</LWM2M>
"#;

#[test]
fn errors_name_line_column_and_element() {
    assert!(Definitions::parse(FILE).is_ok());
    for (from, to, expected) in [
        ("Integer</Type>", "Intger</Type>", "17:11: …/Type: `Intger` is not a data type"),
        ("Integer</Type>", "</Type><!--", "17:18: …: not well-formed XML"),
        (">R<", ">RX<", "13:21: …/Operations: `RX` is not `R`, `W`, `RW`, `E` or empty"),
        (">R<", "><![CDATA[ rw]]><", "13:31: …/Operations: `rw` is not"),
        (">R<", "> &#87;R<", "13:22: …/Operations: `WR` is not"),
        ("Single", "single", "14:28: …/MultipleInstances: `single` is not `Single` or `Multiple`"),
        (">Mandatory<", "><", "15:9: …/Mandatory: `` is not `Mandatory` or `Optional`"),
        (" ID=\"0\"", "", "11:7: …: `@ID` is missing"),
        ("ID=\"0\"", "ID='65535'", "11:7: …/@ID: `65535` is not a resource ID"),
        ("ID=\"0\"", "ID='x'", "11:7: …/@ID: `x` is not a resource ID"),
        ("ID=\"0\"", "ID=0", "11:7: …: not well-formed XML"),
        ("<Units>/100</Units>", "<Name>x</Name>", "19:9: …/Name: `Name` comes a second time"),
        ("<Name>Level</Name>", "", "11:7: …: `Name` is missing"),
        ("<Operations>R</Operations>", "", "11:7: …: `Operations` is missing"),
        (
            "<MultipleInstances>Single</MultipleInstances>",
            "",
            "11:7: …: `MultipleInstances` is missing",
        ),
        ("<Mandatory>Mandatory</Mandatory>", "", "11:7: …: `Mandatory` is missing"),
        ("<Type>\n          Integer</Type>", "", "11:7: …: `Type` is missing"),
        (
            "</Item>",
            concat!(
                "</Item><Item ID='0'><Name/><Operations/><Type/><Mandatory>Optional</Mandatory>",
                "<MultipleInstances>Single</MultipleInstances></Item>"
            ),
            "20:14: …: a second resource with ID 0",
        ),
        ("33000", "65535", "5:15: LWM2M/Object/ObjectID: `65535` is not an object ID"),
        ("33000", "", "5:5: LWM2M/Object/ObjectID: `` is not an object ID"),
        ("<ObjectID>33000</ObjectID>", "", "3:3: LWM2M/Object: `ObjectID` is missing"),
        ("<Name>Tank</Name>", "", "3:3: LWM2M/Object: `Name` is missing"),
        ("Resources>", "Resource>", "3:3: LWM2M/Object: `Resources` is missing"),
        (
            "</Resources>",
            "</Resources><Resources/>",
            "21:17: LWM2M/Object/Resources: `Resources` comes a second time",
        ),
        (
            "<ObjectVersion>1.0",
            "<ObjectVersion>1",
            "7:20: LWM2M/Object/ObjectVersion: `1` is not a version `major.minor`",
        ),
        (
            "<LWM2MVersion>1.0",
            "<LWM2MVersion>v1.0",
            "6:19: LWM2M/Object/LWM2MVersion: `v1.0` is not",
        ),
        ("MODefinition", "Thing", "3:3: LWM2M/Object/@ObjectType: `Thing` is not MODefinition"),
        ("Object", "Objekt", "2:1: LWM2M: `Object` is missing"),
        ("Tank", "T&ank;k", "4:12: LWM2M/Object/Name: not well-formed XML: unknown entity `ank`"),
        ("Tank", "T&#0;k", "4:12: LWM2M/Object/Name: not well-formed XML"),
        ("Tank</Name>", "Tank</Nme>", "4:15: LWM2M/Object/Name: not well-formed XML"),
        ("</LWM2M>", "", "24:1: LWM2M: not well-formed XML: the file ends within an element"),
        (
            "</LWM2M>",
            "</LWM2M> more",
            "23:9: not well-formed XML: text outside of the root element",
        ),
        ("</LWM2M>", "</LWM2M><x/>", "23:9: not well-formed XML: a second root element"),
        (
            "UTF-8",
            "KOI8-R",
            "1:1: the encoding `KOI8-R` is not supported, only UTF-8, UTF-16 and windows-1252",
        ),
        (
            "33000</ObjectID>",
            "33000</ObjectID><ObjectURN> urn:oma:lwm2m:x:33001:1.1 </ObjectURN>",
            "5:43: LWM2M/Object/ObjectURN: `urn:oma:lwm2m:x:33001:1.1` names another object than ID 33000",
        ),
        (
            "</Object>",
            concat!(
                "</Object><Object><Name>Tank</Name><ObjectID>33000</ObjectID><Resources/>",
                "<MultipleInstances>Single</MultipleInstances><Mandatory>Optional</Mandatory></Object>"
            ),
            "22:12: LWM2M/Object: a second definition of object 33000, version 1.0",
        ),
    ] {
        let expected = expected.replace('…', "LWM2M/Object/Resources/Item");
        let text = FILE.replace(from, to);
        assert_ne!(text, FILE, "{from}");
        let error = Definitions::parse(&text).unwrap_err();
        let message = error.to_string();
        assert!(message.starts_with(&expected), "{from} → {to}:\n{message}\n{expected}");
        assert!(expected.starts_with(&format!(
            "{}:{}: {}",
            error.line(),
            error.column(),
            error.element()
        )));
    }
}

#[test]
fn names_of_types_have_any_case() {
    for (name, data_type) in [
        ("integer", DataType::Integer),
        ("ObjLnk", DataType::ObjectLink),
        ("Objlnk", DataType::ObjectLink),
        ("CoreLnk", DataType::CoreLink),
        ("Corelnk", DataType::CoreLink),
        ("unsigned integer", DataType::Unsigned),
        ("STRING", DataType::String),
        ("float", DataType::Float),
        ("boolean", DataType::Boolean),
        ("opaque", DataType::Opaque),
        ("time", DataType::Time),
    ] {
        let definitions =
            Definitions::parse(FILE.replace("Integer</Type>", &format!("{name}</Type>")));
        let known = definitions.unwrap().resource_type(33000, 0).unwrap();
        assert_eq!(known.data_type, data_type, "{name}");
    }
}

#[test]
fn urns_that_name_the_object_or_none_are_accepted() {
    for urn in
        ["urn:oma:lwm2m:x:33000", "urn:oma:lwm2m:ext:33000:1.0", "", "TBD", "urn:oma:lwm2m:x:"]
    {
        let urn = format!("</ObjectID><ObjectURN>{urn}</ObjectURN>");
        assert!(Definitions::parse(FILE.replace("</ObjectID>", &urn)).is_ok(), "{urn}");
    }
}

#[test]
fn every_encoding_gives_the_same() {
    // Curly quotes and the euro sign have other codes in windows-1252 than in Latin-1.
    let file = |encoding| FILE.replace("UTF-8", encoding).replace("Tank", "Größe “€” Ÿ");
    let expected = Definitions::parse(file("UTF-8")).unwrap();
    assert_eq!(expected.object(33000, None).unwrap().name, "Größe “€” Ÿ");
    let single = |text: &str| -> Vec<u8> {
        let byte = |character: char| match character {
            '“' => 0x93,
            '”' => 0x94,
            '€' => 0x80,
            'Ÿ' => 0x9f,
            other => u8::try_from(u32::from(other)).unwrap(),
        };
        text.chars().map(byte).collect()
    };
    let double = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let marked = format!("\u{feff}{text}");
        marked.encode_utf16().flat_map(bytes).collect()
    };
    for (name, bytes) in [
        ("windows-1252", single(&file("windows-1252"))),
        ("iso-8859-1", single(&file("ISO-8859-1"))),
        ("utf-16 little", double(&file("UTF-16"), u16::to_le_bytes)),
        ("utf-16 big", double(&file("utf-16"), u16::to_be_bytes)),
        (
            "utf-16 undeclared",
            double(FILE.replace("Tank", "Größe “€” Ÿ").as_str(), u16::to_le_bytes),
        ),
        ("utf-8 with mark", format!("\u{feff}{}", file("windows-1252")).into_bytes()),
        ("converted from utf-16", file("UTF-16").into_bytes()),
    ] {
        let definitions =
            Definitions::parse(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(definitions, expected, "{name}");
    }

    // Errors keep their place in what people see.
    let wrong = double(&file("UTF-16").replace("Integer</", "Intger</"), u16::to_le_bytes);
    assert!(Definitions::parse(wrong).unwrap_err().to_string().starts_with("17:11: "));
    let cut = double("<LWM2M>\n<Object>", u16::to_be_bytes);
    for broken in [[&cut[..], &[0]].concat(), [&cut[..], &[0xd8, 0, 0, b'x']].concat()] {
        let error = Definitions::parse(broken).unwrap_err();
        assert!(matches!(error.kind(), DdfErrorKind::Utf16));
        assert_eq!((error.line(), error.column()), (2, 9));
    }
}

#[test]
fn a_bad_file_of_a_folder_does_not_stop_the_others() {
    let folder = std::env::temp_dir().join(format!("lwm2m-codec-ddf-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("version_history")).unwrap();
    let newer =
        FILE.replace("<ObjectVersion>1.0", "<ObjectVersion>2.0").replace("Integer<", "Float<");
    for (name, content) in [
        ("a.xml", FILE.replace("</LWM2M>", "")),
        ("b.xml", FILE.to_owned()),
        ("c.xml", FILE.replace("Level", "Other")),
        ("d.xml", FILE.replace("<ObjectID>", "<ObjectURN>urn:oma:lwm2m:x:1</ObjectURN><ObjectID>")),
        ("e.xml", newer.clone()),
        ("version_history/33000-2_0.xml", newer),
        ("version_history/f.xml", FILE.replace("UTF-8", "KOI8-R")),
        ("version_history/g.xml", FILE.replace("33000", "33001")),
    ] {
        std::fs::write(folder.join(name), content).unwrap();
    }
    let loaded = Definitions::load(&folder);
    std::fs::remove_dir_all(&folder).unwrap();
    let loaded = loaded.unwrap();
    let problems: Vec<_> = loaded
        .problems
        .iter()
        .map(|problem| {
            let text = problem.to_string();
            text.strip_prefix(&format!("{}/", folder.display())).unwrap_or(&text).to_owned()
        })
        .collect();
    for (problem, expected) in problems.iter().zip([
        "a.xml:24:1: LWM2M: not well-formed XML: the file ends within an element",
        "d.xml:5:16: LWM2M/Object/ObjectURN: `urn:oma:lwm2m:x:1` names another object than ID 33000",
        "version_history/f.xml:1:1: the encoding `KOI8-R` is not supported",
        "c.xml: a second definition of object 33000, version 1.0",
    ]) {
        assert!(problem.starts_with(expected), "{problem}\n{expected}");
    }
    assert_eq!((problems.len(), loaded.files), (4, 5));
    let definitions = &loaded.definitions;
    let versions: Vec<_> = definitions.objects().map(|o| (o.id, o.version.to_string())).collect();
    assert_eq!(
        versions,
        [(33000, "1.0"), (33000, "2.0"), (33001, "1.0")].map(|(id, v)| (id, v.to_owned()))
    );
    assert_eq!(
        definitions.object(33000, Some(Version::new(1, 0))).unwrap().resource(0).unwrap().name,
        "Level"
    );
}

#[test]
fn versions_stand_side_by_side_and_the_one_of_the_client_counts() {
    let file = |version: &str, data_type: &str| {
        let file = FILE.replace("<ObjectVersion>1.0", &format!("<ObjectVersion>{version}"));
        Definitions::parse(file.replace("Integer<", &format!("{data_type}<"))).unwrap()
    };
    let loads = [("1.1", "Integer"), ("2.0", "Float"), ("1.0", "String"), ("2.1", "Time")];
    // In any order.
    for start in 0..loads.len() {
        let mut definitions = Definitions::new();
        for (version, data_type) in loads.iter().cycle().skip(start).take(loads.len()) {
            definitions.merge(file(version, data_type));
        }
        for (registered, expected) in [
            ((1, 0), Some(DataType::String)),
            ((1, 1), Some(DataType::Integer)),
            ((1, 7), Some(DataType::Integer)),
            ((2, 0), Some(DataType::Float)),
            ((2, 9), Some(DataType::Time)),
            ((3, 0), None),
        ] {
            let versions = [(33000, Version::new(registered.0, registered.1))];
            let layers = (&definitions as &dyn Schema, Definitions::new());
            for schema in [&definitions as &dyn Schema, &layers] {
                let known = Versioned::new(schema, &versions).resource_type(33000, 0);
                assert_eq!(known.map(|known| known.data_type), expected, "{registered:?}");
            }
        }
        assert_eq!(definitions.resource_type(33000, 0).unwrap().data_type, DataType::Time);
    }
}

#[test]
fn files_that_are_something_else_say_what() {
    for (text, what) in [
        ("<DDFList/>", NotAnObject::Index),
        ("<units></units>", NotAnObject::Units),
        ("<svg><Object/></svg>", NotAnObject::Other("svg".into())),
        ("<LWM2M><Object ObjectType='CommonResources'/></LWM2M>", NotAnObject::CommonResources),
    ] {
        let error = Definitions::parse(text).unwrap_err();
        match error.kind() {
            DdfErrorKind::NotAnObject(found) => assert_eq!(*found, what),
            other => panic!("{text}: {other:?}"),
        }
    }
    for text in ["", "  \n", "<?xml version='1.0'?>", "plain text", "<!-- only a comment -->"] {
        let error = Definitions::parse(text).unwrap_err();
        assert!(matches!(error.kind(), DdfErrorKind::Xml(_)), "{text}: {error}");
    }
    let error = Definitions::parse(b"<LWM2M>\n<Object>\xff").unwrap_err();
    assert!(matches!(error.kind(), DdfErrorKind::Utf8));
    assert_eq!((error.line(), error.column()), (2, 9));
}

#[test]
fn errors_of_files_name_the_file() {
    let missing = folder().join("no-such-file.xml");
    let error = Definitions::load(&missing).unwrap_err();
    assert!(matches!(error.kind(), DdfErrorKind::Io(_)));
    assert_eq!((error.file(), error.line()), (Some(&*missing), 0));
    assert!(core::error::Error::source(&error).is_some());
    assert!(error.to_string().starts_with(&format!("{}: ", missing.display())), "{error}");

    // A file that is asked for by name must hold definitions.
    let index = folder().join("DDF.xml");
    let error = Definitions::load(&index).unwrap_err();
    let expected =
        format!("{}:2:1: DDFList: no object definitions: an index of objects", index.display());
    assert_eq!(error.to_string(), expected);
}

#[test]
fn every_cut_of_a_file_is_an_error_and_none_panics() {
    let file = std::fs::read(folder().join("42770.xml")).unwrap();
    let whole = file.iter().rposition(|&byte| byte == b'>').unwrap();
    for end in 0..=whole {
        assert!(Definitions::parse(&file[..end]).is_err(), "{end}");
    }
    // Damage may go unnoticed, in a name for instance; it must not panic.
    for at in 0..file.len() {
        for byte in [b'<', b'>', b'&', b'"', b'/', 0, 0xff] {
            let mut damaged = file.clone();
            damaged[at] = byte;
            let _ = Definitions::parse(&damaged);
        }
    }
}
