//! The built-in table, compared with a copy of the registry where one is at hand: in the folder
//! that LWM2M_REGISTRY names, or in `shared/lwm2m-registry` beside the workspace.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{env, fs};

use lwm2m_codec::ddf::{Definitions, Loaded, NotAnObject};
use lwm2m_codec::link::{self, Registration, RegistrationLinks};
use lwm2m_codec::registry::{NOTICE, Registry, RegistryFile};
use lwm2m_codec::{
    ContentFormat, Context, DataType, Object, Operations, RangePart, Resource, ResourceType,
    Schema, Strictness, Value, Version, Versioned, decode,
};
use proptest::prelude::*;

#[path = "../../examples/registry/generate.rs"]
mod generate;

fn folder() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/lwm2m-registry");
    let folder = env::var_os("LWM2M_REGISTRY").map_or_else(beside, PathBuf::from);
    if !folder.is_dir() {
        println!("SKIPPED: no registry in {}, set LWM2M_REGISTRY", folder.display());
        return None;
    }
    Some(folder)
}

fn load() -> Option<&'static Loaded> {
    static LOADED: OnceLock<Loaded> = OnceLock::new();
    let folder = folder()?;
    let load = || Definitions::load(folder).unwrap_or_else(|error| panic!("{error}"));
    Some(LOADED.get_or_init(load))
}

#[test]
fn all_files_of_the_registry_load() {
    let Some(loaded) = load() else { return };
    assert_eq!(loaded.files, 751);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
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
            ("LWM2M_senml_units.xml", NotAnObject::Units),
        ]
    );
    let definitions = &loaded.definitions;
    assert_eq!(definitions.objects().len(), 424);
    assert_eq!(definitions.newest().count(), 327);
    let device = |minor| definitions.object(3, Some(Version::new(1, minor))).unwrap();
    assert_eq!([0, 1, 2].map(|minor| device(minor).resources.len()), [23, 23, 23]);

    // Some definitions say nothing of versions, or give executable resources a type or instances.
    let first = definitions.object(0, Some(Version::new(1, 0))).unwrap();
    assert_eq!(first.lwm2m_version, Version::new(1, 0));
    let old = definitions.object(10260, Some(Version::new(1, 0))).unwrap();
    assert_eq!(old.resource(3).unwrap().data_type, Some(DataType::None));
    let unknown = definitions.resource(10482, 5).unwrap();
    assert_eq!((unknown.data_type, unknown.operations), (None, Operations::READ));
    assert_eq!(definitions.resource_type(10482, 5), None);
}

#[test]
fn every_file_loads_by_itself_as_it_loads_in_the_folder() {
    let Some(loaded) = load() else { return };
    let skipped: HashSet<_> = loaded.skipped.iter().map(|skipped| &*skipped.file).collect();
    let mut count = 0;
    for folder in [folder().unwrap(), folder().unwrap().join("version_history")] {
        for file in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if file.extension().is_none_or(|it| it != "xml") || skipped.contains(&*file) {
                continue;
            }
            let one = Definitions::load(&file).unwrap().definitions;
            let object = one.objects().next().unwrap();
            let same = loaded.definitions.object(object.id, Some(object.version));
            assert_eq!(Some(object), same, "{}", file.display());
            count += 1;
        }
    }
    assert_eq!(count, loaded.files);
}

#[test]
fn the_table_says_what_the_files_say() {
    let Some(loaded) = load() else { return };
    let definitions = &loaded.definitions;
    let table: Vec<Object<'_>> = Registry.objects().collect();
    assert_eq!(table, definitions.newest().collect::<Vec<_>>());
    for object in definitions.newest() {
        assert_eq!(Registry.object(object.id, None), Some(object));
        assert_eq!(Registry.object(object.id, Some(object.version)), Some(object));
        for resource in object.resources {
            let (object, id) = (object.id, resource.id);
            assert_eq!(Registry.resource(object, id), Some(resource));
            assert_eq!(Registry.resource_type(object, id), resource.resource_type());
            assert_eq!(definitions.resource_type(object, id), resource.resource_type());
        }
    }
}

#[test]
fn the_table_has_every_version_as_its_file_says() {
    let Some(loaded) = load() else { return };
    let definitions = &loaded.definitions;
    let mut count = 0;
    for object in definitions.objects() {
        let Object { id, version, .. } = object;
        let known = Registry.object(id, Some(version)).unwrap();
        assert_eq!(known, object);
        assert_eq!(known.resources.len(), object.resources.len());
        let registered = [(id, version)];
        let client = Versioned::new(&Registry, &registered);
        // Also what only other versions have.
        let others = definitions.objects().filter(|other| other.id == id);
        for resource in others.flat_map(|other| other.resources).map(|resource| resource.id) {
            let expected = object.resource(resource);
            assert_eq!(known.resource(resource), expected, "/{id}/x/{resource} of {version}");
            assert_eq!(client.resource(id, resource), expected);
            let expected = expected.and_then(|resource| resource.resource_type());
            assert_eq!(client.resource_type(id, resource), expected);
        }
        let of_major = |other: &Object<'_>| (other.id, other.version.major) == (id, version.major);
        let newest = definitions.objects().filter(of_major).last();
        assert_eq!(Registry.newest_of(id, version.major), newest);
        assert_eq!(definitions.newest_of(id, version.major), newest);
        count += 1;
    }
    let objects = || Registry.objects().flat_map(|object| Registry.versions(object.id));
    assert_eq!((count, objects().count()), (424, 424));
    assert!(objects().eq(definitions.objects()));
}

#[test]
fn what_is_not_in_the_files_is_not_in_the_table() {
    let Some(loaded) = load() else { return };
    for object in 0..=u16::MAX {
        let known = loaded.definitions.object(object, None);
        assert_eq!(Registry.object(object, None), known);
        // Around the IDs that are there, and the lowest ones.
        let ids = known.into_iter().flat_map(|object| object.resources).map(|resource| resource.id);
        let around = ids.flat_map(|id| id.saturating_sub(1)..=id + 1);
        for resource in around.chain(0..50) {
            let expected = known.and_then(|object| object.resource(resource)?.resource_type());
            assert_eq!(
                Registry.resource_type(object, resource),
                expected,
                "/{object}/x/{resource}"
            );
        }
    }
}

#[test]
fn the_table_is_generated_from_the_files() {
    let Some(loaded) = load() else { return };
    let generated = generate::table(&loaded.definitions).unwrap();
    let byte = Registry::BYTES.iter().zip(&generated).position(|(a, b)| a != b);
    assert!(
        Registry::BYTES == generated,
        "registry.bin is not up to date from byte {byte:?}, see CONTRIBUTING.md"
    );
}

#[test]
fn the_notice_has_every_copyright_line() {
    let Some(folder) = folder() else { return };
    for object in Registry.objects() {
        let file = folder.join(format!("{}.xml", object.id));
        let text = fs::read_to_string(&file).unwrap();
        for line in text.lines() {
            // Not where the words are those of a licence.
            let Some((_, notice)) = line.split_once("Copyright ") else { continue };
            if notice.starts_with("(c)") || notice.starts_with(|c: char| c.is_ascii_digit()) {
                let notice = format!("Copyright {}", notice.trim_end());
                assert!(NOTICE.contains(&notice), "{}: {notice}", file.display());
            }
        }
    }
}

#[test]
fn well_known_objects_are_as_everyone_knows_them() {
    assert_eq!(Registry.objects().len(), 327);
    assert!(Registry.objects().is_sorted_by(|a, b| a.id < b.id));
    let server = Registry.object(1, None).unwrap();
    assert_eq!((server.name, server.version), ("LwM2M Server", Version::new(1, 2)));
    assert_eq!((server.multiple, server.mandatory), (true, true));
    assert_eq!(server.lwm2m_version, Version::new(1, 2));
    let device = Registry.object(3, Some(Version::new(1, 2))).unwrap();
    assert_eq!((device.multiple, device.mandatory), (false, true));
    assert_eq!(Registry.object(3, Some(Version::new(1, 9))), None);
    assert_eq!(Registry.object(17, None), None);

    let read = Operations::READ;
    let battery = Resource {
        range: "0..100",
        units: "/100",
        ..Resource::new(9, "Battery Level", DataType::Integer, read)
    };
    assert_eq!(Registry.resource(3, 9), Some(battery));
    let Some(RangePart::Between(low, high)) = battery.ranges().next() else { panic!() };
    assert_eq!((low.as_i64(), high.as_i64()), (Some(0), Some(100)));
    let sources = Resource {
        multiple: true,
        range: "0..7",
        ..Resource::new(6, "Available Power Sources", DataType::Integer, read)
    };
    assert_eq!(Registry.resource(3, 6), Some(sources));
    let reboot = Resource {
        mandatory: true,
        ..Resource::new(4, "Reboot", DataType::None, Operations::EXECUTE)
    };
    assert_eq!(device.resource(4), Some(reboot));
    assert_eq!(
        Registry.resource_type(0, 3),
        Some(ResourceType {
            operations: Operations::NONE,
            ..ResourceType::single(DataType::Opaque)
        })
    );
    assert_eq!(Registry.resource_type(3, 5000), None);
    assert_eq!(Registry.resource_type(10482, 5), None);
    assert_eq!(Registry.resource(10482, 5).unwrap().data_type, None);
}

#[test]
fn all_texts_are_in_place() {
    let objects: Vec<Object<'_>> = Registry.objects().collect();
    assert_eq!(objects.iter().map(|object| object.resources.len()).sum::<usize>(), 3464);
    for object in objects {
        assert!(!object.name.is_empty() && !object.resources.is_empty(), "{}", object.id);
        assert!(object.resources.iter().is_sorted_by(|a, b| a.id < b.id), "{}", object.id);
        for resource in object.resources {
            assert!(!resource.name.is_empty(), "/{}/x/{}", object.id, resource.id);
            for text in [resource.name, resource.range, resource.units] {
                assert_eq!(text, text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
    }
}

#[test]
fn search_ignores_case() {
    let ids = |text| Registry.search(text).map(|object| object.id).collect::<Vec<_>>();
    assert_eq!(ids("CONNECTIVITY s"), [7]);
    assert_eq!(ids("lwm2m server"), [1]);
    assert_eq!(ids(""), Registry.objects().map(|object| object.id).collect::<Vec<_>>());
    assert!(ids("no such object").is_empty());
    let device = Registry.object(3, None).unwrap();
    let batteries = device.resources.iter().filter(|resource| resource.name_contains("BATTERY"));
    assert!(batteries.map(|resource| resource.id).eq([9, 20]));
}

#[test]
fn a_programs_own_definitions_come_first() {
    let mine = |object, resource| match (object, resource) {
        (3, 9) => Some(ResourceType::single(DataType::Float)),
        _ => None,
    };
    let schema = (mine, Registry);
    assert_eq!(schema.resource_type(3, 9).unwrap().data_type, DataType::Float);
    assert_eq!(schema.resource_type(3, 13).unwrap().data_type, DataType::Time);
    assert_eq!(schema.object(3, None).unwrap().name, "Device");

    let context = Context::read("/3/0/13".parse().unwrap()).with_schema(&schema);
    let payload = [0xc4, 0x0d, 0x51, 0x82, 0x42, 0x8f];
    let record = decode(ContentFormat::Tlv, &payload, &context).next().unwrap().unwrap();
    assert_eq!(record.value(), Some(Value::Time(1_367_491_215)));
}

#[test]
fn the_table_is_compact() {
    println!("{} bytes", Registry::SIZE);
    const { assert!(Registry::SIZE <= 69_000) }
}

#[test]
fn a_client_is_read_in_the_versions_that_it_registered() {
    // Without `ver`, object 3416 has version 1.0, where resource 15 is an Integer.
    let payload =
        b"</>;rt=\"oma.lwm2m\",</3/0>,</3416/0>,</3303>;ver=1.1,</3303/0>,</44/0>;ver=2.2";
    let links = link::decode(payload, Strictness::STRICT);
    let borrowed = RegistrationLinks::new(links.clone()).unwrap();
    let registration = Registration::from_links(links).unwrap();
    for (lwm2m, device, security) in [
        (None, None, None),
        (Some((1, 0)), Some("1.0"), Some("1.0")),
        (Some((1, 1)), None, None),
        (Some((1, 2)), Some("1.2"), Some("1.2")),
        (Some((2, 0)), None, None),
    ] {
        let lwm2m = lwm2m.map(|(major, minor)| Version::new(major, minor));
        let owned = registration.versions(lwm2m);
        let listed: Vec<_> = borrowed.versions(lwm2m).collect();
        for versions in [&owned, &listed] {
            let of = |id| {
                let found = versions.iter().find(|(object, _)| *object == id);
                found.map(|(_, version)| version.to_string())
            };
            assert_eq!(of(3).as_deref(), device, "{lwm2m:?}");
            assert_eq!(of(0).as_deref(), security, "{lwm2m:?}");
            assert_eq!(of(3416).as_deref(), Some("1.0"));
            assert_eq!(of(3303).as_deref(), Some("1.1"));
            assert_eq!(of(44).as_deref(), Some("2.2"));
            assert_eq!(of(4), None);
        }
    }

    let payload = hex::decode("c40f00000e10").unwrap();
    let value = |schema: &dyn Schema| {
        let context = Context::read("/3416/0".parse().unwrap()).with_schema(schema);
        let record = decode(ContentFormat::Tlv, &payload, &context).next().unwrap().unwrap();
        record.value().unwrap()
    };
    let versions = registration.versions(None);
    assert_eq!(value(&Versioned::new(&Registry, &versions)), Value::Integer(3600));
    assert!(matches!(value(&Registry), Value::Float(_)));
    let file = RegistryFile::new(Registry::BYTES).unwrap();
    assert_eq!(value(&Versioned::new(&file, &versions)), Value::Integer(3600));
}

#[test]
fn a_file_of_the_table_says_the_same() {
    let file = RegistryFile::new(Registry::BYTES).unwrap();
    let same = |(filed, built_in): (Object<'_>, Object<'_>)| filed == built_in;
    assert_eq!(file.objects().count(), Registry.objects().len());
    assert!(file.objects().zip(Registry.objects()).all(same));
    for object in Registry.objects() {
        assert!(file.versions(object.id).zip(Registry.versions(object.id)).all(same));
        assert_eq!(file.versions(object.id).count(), Registry.versions(object.id).count());
        for version in Registry.versions(object.id).map(|object| object.version) {
            let (id, version) = (object.id, Some(version));
            assert_eq!(file.object(id, version), Registry.object(id, version));
        }
        for major in 0..4 {
            assert_eq!(file.newest_of(object.id, major), Registry.newest_of(object.id, major));
        }
        for resource in object.resources {
            let (object, id) = (object.id, resource.id);
            assert_eq!(file.resource(object, id), Some(resource));
            assert_eq!(file.resource_type(object, id), Registry.resource_type(object, id));
        }
        assert_eq!(file.resource_type(object.id, 65000), None);
    }
    assert_eq!(file.object(65000, None), None);
    assert_eq!(file.object(3, Some(Version::new(0, 9))), None);
}

/// Asks for all that a file of the table says.
fn read_all(file: RegistryFile<'_>) -> usize {
    let mut texts = 0;
    for object in file.objects().flat_map(|object| file.versions(object.id)) {
        assert_eq!(object.resources.iter().count(), object.resources.len());
        for resource in object.resources {
            texts += [resource.name, resource.range, resource.units].concat().len();
            let _ = file.resource(object.id, resource.id);
            let _ = file.resource_type(object.id, resource.id);
        }
        let _ = file.object(object.id, Some(object.version));
    }
    texts
}

#[test]
fn a_file_of_the_table_that_is_not_whole_is_refused() {
    for end in 0..Registry::SIZE {
        assert!(RegistryFile::new(&Registry::BYTES[..end]).is_none(), "{end}");
    }
    assert!(RegistryFile::new(&[Registry::BYTES, b"x"].concat()).is_none());
}

#[test]
fn rows_that_lead_nowhere_lead_to_nothing() {
    let mut bytes = Registry::BYTES.to_vec();
    let text = usize::from(u16::from_le_bytes([bytes[20], bytes[21]]));
    let rows = HEAD..bytes.len() - text;
    bytes[rows].fill(0xff);
    let file = RegistryFile::new(&bytes).unwrap();
    assert_eq!(file.objects().len(), 327);
    assert!(file.objects().all(|object| object.name.is_empty()));
    assert_eq!(file.objects().flat_map(|object| object.resources).count(), 0);
    assert_eq!(file.resource_type(65535, 65535), None);
    assert_eq!(file.object(65534, None), None);
    assert!(file.versions(65535).all(|object| object.resources.is_empty()));
}

/// The length of a file's head: magic and counts.
const HEAD: usize = 22;

proptest! {
    #[test]
    fn any_bytes_are_refused_or_read_without_panic(
        counts in prop::array::uniform7(0u8..20),
        mut rows in prop::collection::vec(any::<u8>(), 0..1500),
        whole: bool,
    ) {
        let [objects, resources, older, versions, runs, strings, text] = counts.map(usize::from);
        if whole {
            let before = objects * 14 + (resources + older) * 8 + versions * 13 + (runs + strings) * 3;
            rows.resize(before + text, 0x20);
            rows[before..].fill(b'a');
        }
        let counts = counts.map(|count| [count, 0]).concat();
        let bytes = [&Registry::BYTES[..HEAD - 14], &counts, &rows].concat();
        let file = RegistryFile::new(&bytes);
        prop_assert!(file.is_some() || !whole);
        file.map(read_all);
        prop_assert!(RegistryFile::new(&rows).is_none());
    }

    #[test]
    fn a_changed_file_of_the_table_is_refused_or_read_without_panic(
        changes in prop::collection::vec((0..Registry::SIZE, any::<u8>()), 1..50),
    ) {
        let mut bytes = Registry::BYTES.to_vec();
        for (place, byte) in changes {
            bytes[place] = byte;
        }
        RegistryFile::new(&bytes).map(read_all);
    }
}
