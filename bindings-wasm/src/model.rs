//! Schemas, held for JavaScript.

use std::sync::Arc;

use lwm2m_codec::ddf::Definitions;
use lwm2m_codec::registry::RegistryFile;
use lwm2m_codec::{
    DataType, Object, Operations, Path, Resource, ResourceType, Schema, Version, Versioned,
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::input::Strings;
use crate::links;
use crate::output::fill;
use crate::tree::Tree;

/// A schema that JavaScript holds.
#[wasm_bindgen]
#[derive(Clone)]
pub struct Model(Arc<Kind>);

enum Kind {
    Types(Types),
    Definitions(Definitions),
    Registry(RegistryFile<'static>),
    Layers(Arc<Kind>, Arc<Kind>),
    /// The versions of objects that a client has.
    Versions(Arc<Kind>, Vec<(u16, Version)>),
}

#[wasm_bindgen]
impl Model {
    /// A schema that knows nothing.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::of(Kind::Types(Types::new(&[])))
    }

    /// A schema of types alone, in threes of lengths of path and name of the type, and 1 for
    /// multiple instances, 0 for a single one, or 2. Nothing if one of them is wrong.
    #[wasm_bindgen(js_name = fromTypes)]
    pub fn from_types(text: &str, words: &[u32]) -> Option<Self> {
        let mut strings = Strings::new(text);
        let mut types = Vec::new();
        for entry in words.chunks_exact(3) {
            let &[path, name, multiple] = entry else { return None };
            let path: Path = strings.take(path).parse().ok()?;
            let data_type = strings.take(name).parse::<DataType>().ok()?;
            let &[object, resource] = path.ids() else { return None };
            let multiple = [Some(false), Some(true)].get(multiple as usize).copied().flatten();
            let known = ResourceType { multiple, ..ResourceType::new(data_type) };
            types.push((object, resource, known));
        }
        Some(Self::of(Kind::Types(Types::new(&types))))
    }

    /// A schema from DDF XML. Nothing if that is wrong; the tree says why.
    #[wasm_bindgen(js_name = fromXml)]
    pub fn from_xml(xml: &[u8]) -> Option<Self> {
        let mut model = None;
        fill(|output| {
            match Definitions::parse(xml) {
                Ok(definitions) => model = Some(Self::of(Kind::Definitions(definitions))),
                Err(error) => {
                    output.tree.list(4).string(&error.to_string());
                    output.tree.number(error.line() as u32).number(error.column() as u32);
                    output.tree.string(error.element());
                }
            }
            Some(())
        });
        model
    }

    /// The schema of the registry's file, whose bytes stay for good.
    #[wasm_bindgen(js_name = fromRegistry)]
    pub fn from_registry(bytes: Vec<u8>) -> Option<Self> {
        RegistryFile::new(bytes.leak()).map(|file| Self::of(Kind::Registry(file)))
    }

    /// This schema, and another one for what it does not know.
    pub fn or(&self, other: &Model) -> Self {
        Self::of(Kind::Layers(Arc::clone(&self.0), Arc::clone(&other.0)))
    }

    /// The schema with the versions of objects that a client has, whose registration is given as for
    /// `encodeRegistration`, with its version of LwM2M or an empty text. Nothing if a version is none.
    #[wasm_bindgen(js_name = forClient)]
    pub fn for_client(&self, text: &str, words: &[i32], lwm2m: &str) -> Option<Self> {
        let registration = links::registration(text, words)?.ok()?;
        let lwm2m = match lwm2m {
            "" => None,
            version => Some(version.parse().ok()?),
        };
        Some(Self::of(Kind::Versions(Arc::clone(&self.0), registration.versions(lwm2m))))
    }

    /// Puts an object into the tree: the version that is asked for, or the newest if that is empty.
    /// False if the schema does not have it.
    pub fn object(&self, id: u16, version: &str) -> bool {
        fill(|output| {
            let version = match version {
                "" => None,
                version => Some(version.parse::<Version>().ok()?),
            };
            write_object(&mut output.tree, &self.0.object(id, version)?, true);
            Some(())
        })
    }

    /// Puts a resource into the tree; false if the schema does not have it.
    pub fn resource(&self, object: u16, id: u16) -> bool {
        fill(|output| {
            match self.0.resource(object, id) {
                Some(resource) => write_resource(&mut output.tree, &resource),
                // Schemas of types alone know no more.
                None => {
                    let known = self.0.resource_type(object, id)?;
                    let bare = Resource::new(id, "", known.data_type, known.operations);
                    let multiple = known.multiple == Some(true);
                    write_resource(&mut output.tree, &Resource { multiple, ..bare });
                }
            }
            Some(())
        })
    }

    /// Puts a list of the objects whose name contains a text into the tree, without resources.
    pub fn search(&self, text: &str) {
        fill(|output| {
            let mut objects = Vec::new();
            self.0.collect(text, &mut objects);
            objects.sort_by_key(|object| object.id);
            objects.dedup_by_key(|object| object.id);
            output.tree.each(&objects, |tree, object| write_object(tree, object, false));
            Some(())
        });
    }
}

impl Default for Model {
    fn default() -> Self {
        Self::new()
    }
}

impl Model {
    fn of(kind: Kind) -> Self {
        Self(Arc::new(kind))
    }

    /// The schema.
    pub(crate) fn schema(&self) -> &dyn Schema {
        &*self.0
    }
}

/// Types of resources in a hash table, at most half full: each record asks.
struct Types(Vec<Option<(u32, ResourceType)>>);

impl Types {
    /// A table of types by object and resource, of which the first of a resource counts.
    fn new(known: &[(u16, u16, ResourceType)]) -> Self {
        let mut table = Self(vec![None; (2 * known.len()).next_power_of_two()]);
        for &(object, resource, known) in known {
            let place = table.place(object, resource);
            if let Some(free @ None) = table.0.get_mut(place) {
                *free = Some((key(object, resource), known));
            }
        }
        table
    }

    fn get(&self, object: u16, resource: u16) -> Option<ResourceType> {
        let found = self.0.get(self.place(object, resource))?.as_ref()?;
        Some(found.1)
    }

    /// Where a resource is, or could be.
    fn place(&self, object: u16, resource: u16) -> usize {
        let key = key(object, resource);
        let mask = self.0.len() - 1;
        let mut place = (key.wrapping_mul(0x9e37_79b1) >> 16) as usize & mask;
        while matches!(self.0.get(place), Some(Some(other)) if other.0 != key) {
            place = (place + 1) & mask;
        }
        place
    }
}

const fn key(object: u16, resource: u16) -> u32 {
    (object as u32) << 16 | resource as u32
}

impl Kind {
    /// The newest objects whose name contains a text; what comes first of an ID counts.
    fn collect<'k>(&'k self, text: &str, objects: &mut Vec<Object<'k>>) {
        match self {
            Self::Types(_) => {}
            Self::Definitions(definitions) => objects.extend(definitions.search(text)),
            Self::Registry(file) => {
                objects.extend(file.objects().filter(|object| object.name_contains(text)));
            }
            Self::Layers(first, second) => {
                first.collect(text, objects);
                second.collect(text, objects);
            }
            Self::Versions(inner, versions) => {
                let start = objects.len();
                inner.collect("", objects);
                let versioned = Versioned::new(&**inner, versions);
                let known = objects.split_off(start).into_iter();
                let known = known.filter_map(|object| versioned.get(object.id, None));
                objects.extend(known.filter(|object| object.name_contains(text)));
            }
        }
    }
}

impl Schema for Kind {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        match self {
            Self::Types(types) => types.get(object, resource),
            Self::Definitions(definitions) => definitions.resource_type(object, resource),
            Self::Registry(file) => file.resource_type(object, resource),
            Self::Layers(first, second) => first
                .resource_type(object, resource)
                .or_else(|| second.resource_type(object, resource)),
            Self::Versions(inner, versions) => {
                Versioned::new(&**inner, versions).resource_type(object, resource)
            }
        }
    }

    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        match self {
            Self::Types(_) => None,
            Self::Definitions(definitions) => definitions.object(object, version),
            Self::Registry(file) => file.object(object, version),
            Self::Layers(first, second) => {
                first.object(object, version).or_else(|| second.object(object, version))
            }
            Self::Versions(inner, versions) => {
                Versioned::new(&**inner, versions).get(object, version)
            }
        }
    }

    fn newest_of(&self, object: u16, major: u16) -> Option<Object<'_>> {
        match self {
            Self::Types(_) => None,
            Self::Definitions(definitions) => definitions.newest_of(object, major),
            Self::Registry(file) => file.newest_of(object, major),
            Self::Layers(first, second) => {
                first.newest_of(object, major).or_else(|| second.newest_of(object, major))
            }
            Self::Versions(inner, _) => inner.newest_of(object, major),
        }
    }

    fn resource(&self, object: u16, resource: u16) -> Option<Resource<'_>> {
        match self {
            Self::Layers(first, second) => {
                first.resource(object, resource).or_else(|| second.resource(object, resource))
            }
            single => single.object(object, None)?.resource(resource),
        }
    }
}

fn write_object(tree: &mut Tree, object: &Object<'_>, with_resources: bool) {
    tree.list(7).number(object.id).string(object.name);
    tree.string(&object.version.to_string()).string(&object.lwm2m_version.to_string());
    tree.boolean(object.multiple).boolean(object.mandatory);
    if with_resources {
        tree.each(object.resources, |tree, resource| write_resource(tree, &resource));
    } else {
        tree.null();
    }
}

fn write_resource(tree: &mut Tree, resource: &Resource<'_>) {
    tree.list(10).number(resource.id).string(resource.name);
    tree.maybe_string(resource.data_type.map(DataType::name));
    tree.boolean(resource.multiple).boolean(resource.mandatory);
    for operation in [Operations::READ, Operations::WRITE, Operations::EXECUTE] {
        tree.boolean(resource.operations.contains(operation));
    }
    tree.string(resource.range).string(resource.units);
}
