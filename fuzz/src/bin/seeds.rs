//! Makes seeds and dictionaries from the vectors: `seeds FOLDER` writes `FOLDER/TARGET/…` with an
//! input for each vector of the target's formats, and `FOLDER/TARGET.dict`.

#[path = "../../../lwm2m-codec/examples/vectors/runner.rs"]
#[allow(dead_code, reason = "shared with the example")]
mod runner;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

use lwm2m_codec::{ContentFormat as F, decode, link};
use lwm2m_codec_fuzz::request;

const TESTDATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata");

/// The entries of a dictionary; more would make each less likely to be tried.
const ENTRIES: usize = 250;

/// The targets that read a format, each with the bytes before the start of its inputs and with the
/// choice in the start.
fn targets(format: F) -> &'static [(&'static str, &'static [u8], u8)] {
    match format {
        F::Tlv => &[("tlv", &[], 0), ("blocks", &[0, 3, 1], 0)],
        F::SenmlJson => &[("senml_json", &[], 0), ("diff_json", &[], 0), ("blocks", &[1, 4, 1], 0)],
        F::EtchJson => &[("senml_json", &[], 1), ("diff_json", &[], 1), ("blocks", &[2, 5, 2], 0)],
        F::SenmlCbor => &[("senml_cbor", &[], 0), ("diff_cbor", &[], 0), ("blocks", &[3, 6, 2], 0)],
        F::EtchCbor => &[("senml_cbor", &[], 1), ("diff_cbor", &[], 1), ("blocks", &[4, 7, 3], 0)],
        F::Lwm2mCbor => &[("lwm2m_cbor", &[], 0), ("diff_cbor", &[], 2), ("blocks", &[5, 8, 3], 0)],
        F::OmaJson => &[("oma_json", &[], 0), ("blocks", &[6, 9, 4], 0)],
        F::Text => &[("single", &[], 0), ("blocks", &[7, 1, 4], 0)],
        F::Cbor => &[("single", &[], 1), ("diff_cbor", &[], 3), ("blocks", &[8, 2, 5], 0)],
        F::Opaque => &[("single", &[], 2), ("blocks", &[9, 3, 5], 0)],
        _ => &[],
    }
}

/// The inputs and the words of one target.
#[derive(Default)]
struct Material {
    inputs: BTreeMap<String, Vec<u8>>,
    words: BTreeSet<Vec<u8>>,
}

fn main() -> io::Result<()> {
    let Some(folder) = env::args().nth(1) else {
        eprintln!("usage: seeds FOLDER");
        std::process::exit(2);
    };
    let mut materials = BTreeMap::<&str, Material>::new();
    for vector in runner::load(&format!("{TESTDATA}/vectors.jsonl")).map_err(io::Error::other)? {
        add(&mut materials, &vector)
            .map_err(|why| io::Error::other(format!("{}: {why}", vector.id)))?;
    }
    let definitions = materials.entry("ddf").or_default();
    for file in fs::read_dir(format!("{TESTDATA}/ddf"))? {
        let file = file?;
        if file.path().is_file() {
            let xml = fs::read(file.path())?;
            definitions.words.extend(tokens(&xml, b"<>\"= \n"));
            definitions.inputs.insert(file.file_name().to_string_lossy().into_owned(), xml);
        }
    }
    for (target, material) in &materials {
        write(Path::new(&folder), target, material)?;
    }
    Ok(())
}

fn add(
    materials: &mut BTreeMap<&'static str, Material>,
    vector: &runner::Vector,
) -> Result<(), String> {
    let (format, payload) = (vector.content_format()?, vector.payload()?);
    if format == F::LinkFormat {
        let material = materials.entry("links").or_default();
        material.words.extend(tokens(&payload, b"<>;,=\" "));
        material.words.extend(
            link::decode(&payload, Default::default())
                .flatten()
                .map(|link| payload[link.range()].to_vec()),
        );
        material.inputs.insert(vector.id.clone(), payload);
        return Ok(());
    }
    let context = vector.context()?;
    for &(target, before, choice) in targets(format) {
        let start = request::start(context.operation(), context.base(), choice)
            .ok_or("its request is not in the table of src/request.rs")?;
        let material = materials.entry(target).or_default();
        if format.is_textual() {
            material.words.extend(tokens(&payload, b"{}[],: \n"));
        } else {
            let records = decode(format, &payload, &context.lenient()).flatten();
            material.words.extend(records.map(|record| payload[record.range()].to_vec()));
        }
        let input = [before, &start, &payload].concat();
        material.inputs.insert(format!("{target}-{}", vector.id), input);
    }
    Ok(())
}

/// The text between separators.
fn tokens<'t>(text: &'t [u8], separators: &'t [u8]) -> impl Iterator<Item = Vec<u8>> + 't {
    text.split(|byte| separators.contains(byte)).map(<[u8]>::to_vec)
}

fn write(folder: &Path, target: &str, material: &Material) -> io::Result<()> {
    let inputs = folder.join(target);
    fs::create_dir_all(&inputs)?;
    for (name, input) in &material.inputs {
        fs::write(inputs.join(name), input)?;
    }
    let mut words: Vec<_> =
        material.words.iter().filter(|word| (2..=24).contains(&word.len())).collect();
    words.sort_by_key(|word| word.len());
    let mut dictionary = String::new();
    for word in words.into_iter().take(ENTRIES) {
        let hex = word.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "\\x{byte:02x}");
            hex
        });
        let _ = writeln!(dictionary, "\"{hex}\"");
    }
    fs::write(folder.join(format!("{target}.dict")), dictionary)
}
