//! Paths as text and object definitions as DDF XML, there and back.

use std::fmt::Write as _;

use lwm2m_codec::ddf::Definitions;
use lwm2m_codec::{DataType, MAX_ID, Operations, Path, Schema, Version};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use crate::model;

/// What a resource of a file says: type, operations, flags, name and units.
type Item = (&'static str, &'static str, (bool, bool), String, String);

const TYPES: [(&str, DataType); 10] = [
    ("String", DataType::String),
    ("Integer", DataType::Integer),
    ("Unsigned Integer", DataType::Unsigned),
    ("Float", DataType::Float),
    ("Boolean", DataType::Boolean),
    ("Opaque", DataType::Opaque),
    ("Time", DataType::Time),
    ("Objlnk", DataType::ObjectLink),
    ("Corelnk", DataType::CoreLink),
    ("CoreLnk", DataType::CoreLink),
];

/// Text without surrounding or double white space, which does not count in files.
fn text() -> impl Strategy<Value = String> {
    "[!-~\u{e4}\u{20ac}]{1,8}( [!-~\u{1f600}]{1,8}){0,2}"
}

fn item() -> impl Strategy<Value = Item> {
    let data_type = prop::sample::select(&TYPES[..]).prop_map(|(name, _)| name);
    let operations = prop::sample::select(vec!["", "R", "W", "RW", "E"]);
    (data_type, operations, any::<(bool, bool)>(), text(), text())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn paths_are_read_as_they_are_written(ids in vec(0..MAX_ID, 0..=4)) {
        let path = Path::new(&ids).unwrap();
        prop_assert_eq!(path.to_string().parse::<Path>(), Ok(path));
        prop_assert_eq!(path.ids(), ids.as_slice());
        let again = ids.iter().try_fold(Path::ROOT, |path, &id| path.child(id));
        prop_assert_eq!(again, Some(path));
    }

    #[test]
    fn text_that_is_a_path_is_its_only_form(text in "(/(0|[1-9][0-9]{0,5}|0[0-9]|)){0,5}/?") {
        if let Ok(path) = text.parse::<Path>() {
            prop_assert_eq!(path.to_string(), text);
        }
    }

    #[test]
    fn definitions_are_read_as_files_say(
        objects in btree_map(0..MAX_ID, (any::<(u16, u16)>(), text(), btree_map(0..MAX_ID, item(), 0..5)), 1..4),
    ) {
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
        let flags = |(multiple, mandatory)| format!(
            "<MultipleInstances>{}</MultipleInstances><Mandatory>{}</Mandatory>",
            if multiple { "Multiple" } else { "Single" },
            if mandatory { "Mandatory" } else { "Optional" },
        );
        let mut xml = String::from("<LWM2M>");
        for (id, ((major, minor), name, items)) in &objects {
            write!(
                xml,
                "<Object><ObjectID>{id}</ObjectID><Name>{}</Name>{}\
                 <ObjectVersion>{major}.{minor}</ObjectVersion><Resources>",
                escaped(name),
                flags((true, false)),
            ).unwrap();
            for (id, (data_type, operations, item_flags, name, units)) in items {
                write!(
                    xml,
                    "<Item ID=\"{id}\"><Name>{}</Name>{}<Operations>{operations}</Operations>\
                     <Type>{data_type}</Type><Units>{}</Units></Item>",
                    escaped(name),
                    flags(*item_flags),
                    escaped(units),
                ).unwrap();
            }
            xml += "</Resources></Object>";
        }
        xml += "</LWM2M>";

        let definitions = Definitions::parse(&xml).unwrap();
        prop_assert_eq!(definitions.objects().len(), objects.len());
        for (&id, ((major, minor), name, items)) in &objects {
            let object = definitions.object(id, None).unwrap();
            prop_assert_eq!((object.name, object.version), (name.as_str(), Version::new(*major, *minor)));
            prop_assert_eq!(object.resources.len(), items.len());
            for (&id, (data_type, operations, (multiple, mandatory), name, units)) in items {
                let resource = object.resource(id).unwrap();
                let declared = TYPES.iter().find(|(name, _)| name == data_type).unwrap().1;
                let executable = resource.operations == Operations::EXECUTE;
                prop_assert_eq!(executable, *operations == "E");
                let expected = if executable { DataType::None } else { declared };
                prop_assert_eq!(resource.data_type, Some(expected));
                prop_assert_eq!((resource.multiple, resource.mandatory), (*multiple, *mandatory));
                prop_assert_eq!((resource.name, resource.units), (name.as_str(), units.as_str()));
            }
        }
        prop_assert_eq!(Definitions::parse(model::xml(&definitions)).unwrap(), definitions);
    }
}
