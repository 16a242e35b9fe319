//! The committed header is what the sources give, and says the numbers of the core.
//!
//! `UPDATE=1 cargo test -p lwm2m-codec-c --test header` brings it up to date.

#![allow(missing_docs, reason = "a test")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use lwm2m_codec::{ContentFormat, DataType, ErrorKind, Leniency, Operation, RecordKind};

const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

/// What the sources give.
fn generated() -> String {
    let mut config = cbindgen::Config::from_file(Path::new(FOLDER).join("cbindgen.toml")).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    config.after_includes =
        Some(format!("\n/** The version of the library. */\n#define LWM2MC_VERSION \"{version}\""));
    let mut generated = Vec::new();
    let bindings = cbindgen::generate_with_config(FOLDER, config).unwrap();
    bindings.write(&mut generated);
    String::from_utf8(generated).unwrap()
}

#[test]
fn the_header_is_fresh() {
    let (path, generated) = (Path::new(FOLDER).join("include/lwm2m_codec.h"), generated());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &generated).unwrap();
    }
    let committed = fs::read_to_string(path).unwrap();
    assert!(committed == generated, "UPDATE=1 cargo test -p lwm2m-codec-c --test header");
}

/// `UnknownTags` as `UNKNOWN_TAGS`.
fn upper(camel: &str) -> String {
    let mut name = String::new();
    for (index, letter) in camel.char_indices() {
        if letter.is_ascii_uppercase() && index > 0 {
            name.push('_');
        }
        name.push(letter.to_ascii_uppercase());
    }
    name
}

#[test]
fn the_numbers_are_those_of_the_core() {
    let header = generated();
    let mut missing = String::new();
    let mut expect = |line: String| {
        if !header.contains(&line) {
            let _ = writeln!(missing, "{line}");
        }
    };
    for &kind in ErrorKind::ALL {
        expect(format!("LWM2MC_ERROR_{} = -{},", upper(kind.name()), kind as u8));
    }
    for &leniency in Leniency::ALL {
        let bit = 1u64 << leniency as u8;
        expect(format!("#define LWM2MC_LENIENCY_{} {bit}", upper(leniency.name())));
    }
    for operation in Operation::ALL {
        let name = operation.name().replace('-', "_").to_uppercase();
        expect(format!("LWM2MC_OPERATION_{name} = {},", operation as u8));
    }
    for data_type in DataType::ALL {
        let name = upper(&format!("{data_type:?}"));
        expect(format!("LWM2MC_TYPE_{name} = {},", data_type as u8));
    }
    // The type of a value has a member of its own, so that kinds are counted from here.
    let value = RecordKind::Path.number() - 1;
    for kind in [RecordKind::Path, RecordKind::Delete, RecordKind::Empty] {
        let name = kind.name().to_uppercase();
        expect(format!("LWM2MC_CONTENT_{name} = {},", kind.number() - value));
    }
    for format in ContentFormat::ALL {
        expect(format!(" = {},", format.number()));
    }
    assert_eq!(missing, "");
}
