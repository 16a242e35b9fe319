//! Inputs that once broke something: `regressions/TARGET/NAME`.

use std::fs;
use std::path::Path;

use lwm2m_codec_fuzz::TARGETS;

#[test]
fn what_once_broke_something_does_not_any_more() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions");
    let mut inputs = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let folder = entry.unwrap();
        let name = folder.file_name().into_string().unwrap();
        let (_, run) = TARGETS.iter().find(|target| target.0 == name).expect("a target");
        for input in fs::read_dir(folder.path()).unwrap() {
            let input = input.unwrap();
            println!("{name} {}", input.file_name().display());
            run(&fs::read(input.path()).unwrap());
            inputs += 1;
        }
    }
    assert!(inputs > 0);
}

#[test]
fn every_target_has_a_program() {
    for (name, _) in TARGETS {
        let program = format!("{}/fuzz_targets/{name}.rs", env!("CARGO_MANIFEST_DIR"));
        let source = fs::read_to_string(program).unwrap();
        assert!(source.contains(&format!("lwm2m_codec_fuzz::{name}(data)")), "{name}");
    }
}
