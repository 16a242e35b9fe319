//! Object definitions as DDF XML.

use std::fmt::Write as _;

use lwm2m_codec::ddf::Definitions;
use lwm2m_codec::{DataType, Object, Operations, Resource};

/// Writes definitions as a file would have them.
pub(crate) fn xml(definitions: &Definitions) -> String {
    let mut xml = String::from("<LWM2M>");
    for object in definitions.objects() {
        write_object(&mut xml, &object);
    }
    xml + "</LWM2M>"
}

fn write_object(xml: &mut String, object: &Object<'_>) {
    let Object { id, version, lwm2m_version, .. } = object;
    let _ = write!(xml, r#"<Object ObjectType="MODefinition"><ObjectID>{id}</ObjectID>"#);
    let _ = write!(xml, "<ObjectVersion>{version}</ObjectVersion>");
    let _ = write!(xml, "<LWM2MVersion>{lwm2m_version}</LWM2MVersion>");
    write_common(xml, object.name, object.multiple, object.mandatory);
    xml.push_str("<Resources>");
    object.resources.iter().for_each(|resource| write_resource(xml, &resource));
    xml.push_str("</Resources></Object>");
}

fn write_resource(xml: &mut String, resource: &Resource<'_>) {
    const OPERATIONS: [(Operations, &str); 5] = [
        (Operations::NONE, ""),
        (Operations::READ, "R"),
        (Operations::WRITE, "W"),
        (Operations::READ.union(Operations::WRITE), "RW"),
        (Operations::EXECUTE, "E"),
    ];
    let data_type = match resource.data_type {
        Some(DataType::String) => "String",
        Some(DataType::Integer) => "Integer",
        Some(DataType::Unsigned) => "Unsigned Integer",
        Some(DataType::Float) => "Float",
        Some(DataType::Boolean) => "Boolean",
        Some(DataType::Opaque) => "Opaque",
        Some(DataType::Time) => "Time",
        Some(DataType::ObjectLink) => "Objlnk",
        Some(DataType::CoreLink) => "Corelnk",
        Some(DataType::None) | None => "",
    };
    let operations = OPERATIONS.iter().find(|(set, _)| *set == resource.operations).unwrap().1;
    let _ = write!(xml, r#"<Item ID="{}">"#, resource.id);
    write_common(xml, resource.name, resource.multiple, resource.mandatory);
    let _ = write!(xml, "<Operations>{operations}</Operations><Type>{data_type}</Type>");
    let _ = write!(xml, "<RangeEnumeration>{}</RangeEnumeration>", escaped(resource.range));
    let _ = write!(xml, "<Units>{}</Units></Item>", escaped(resource.units));
}

fn write_common(xml: &mut String, name: &str, multiple: bool, mandatory: bool) {
    let _ = write!(
        xml,
        "<Name>{}</Name><MultipleInstances>{}</MultipleInstances><Mandatory>{}</Mandatory>",
        escaped(name),
        if multiple { "Multiple" } else { "Single" },
        if mandatory { "Mandatory" } else { "Optional" },
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
