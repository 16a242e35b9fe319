//! What is known about objects and resources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Mutex;

use lwm2m_codec::ddf::Definitions;
use lwm2m_codec::registry::Registry;
use lwm2m_codec::{DataType, Object, Path, Resource, ResourceType, Schema, Version};

use crate::failure::{Failure, note};

/// Where definitions of objects come from.
#[derive(clap::Args)]
pub(crate) struct Sources {
    /// Object definitions (DDF XML), a file or a folder; may be repeated, the first match wins
    #[arg(long = "schema", value_name = "FILE_OR_DIR")]
    schemas: Vec<PathBuf>,
    /// Ignore the built-in definitions, which are those of the OMA registry
    #[arg(long)]
    no_registry: bool,
}

impl Sources {
    /// Reads the definitions.
    pub(crate) fn load(&self) -> Result<Objects, Failure> {
        let mut definitions = Definitions::new();
        for path in &self.schemas {
            let loaded =
                Definitions::load(path).map_err(|error| Failure::Input(error.to_string()))?;
            for skipped in &loaded.skipped {
                note(&format!("skipped {}: {}", skipped.file.display(), skipped.why));
            }
            for problem in &loaded.problems {
                note(&format!("left out {problem}"));
            }
            if loaded.files == 0 {
                note(&format!("no object definitions in {}", path.display()));
            }
            definitions.merge(loaded.definitions);
        }
        Ok(Objects { definitions, registry: (!self.no_registry).then_some(Registry) })
    }
}

/// Definitions of objects: those from files take precedence over those built in.
pub(crate) struct Objects {
    definitions: Definitions,
    registry: Option<Registry>,
}

impl Objects {
    /// Each object in its default version, by ascending ID.
    pub(crate) fn all(&self) -> Vec<Object<'_>> {
        let mut objects: Vec<Object<'_>> = self.definitions.newest().collect();
        for object in self.registry.iter().flat_map(|registry| registry.objects()) {
            if self.definitions.object(object.id, None).is_none() {
                objects.push(object);
            }
        }
        objects.sort_by_key(|object| object.id);
        objects
    }

    /// The known versions of an object, ascending.
    pub(crate) fn versions(&self, id: u16) -> Vec<Version> {
        let loaded = self.definitions.objects().filter(|object| object.id == id);
        let mut versions: Vec<_> = loaded.map(|object| object.version).collect();
        let built_in = self.registry.iter().flat_map(|registry| registry.versions(id));
        versions.extend(built_in.map(|object| object.version));
        versions.sort_unstable();
        versions.dedup();
        versions
    }

    /// The message if an object is not known, or not in a version.
    pub(crate) fn missing(&self, id: u16, version: Option<Version>) -> String {
        let versions: Vec<_> = self.versions(id).iter().map(Version::to_string).collect();
        match version {
            Some(version) if !versions.is_empty() => format!(
                "no definition of object {id} has version {version}, only {}",
                versions.join(", ")
            ),
            _ => format!("no definition of object {id}"),
        }
    }
}

impl Schema for Objects {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        self.resource(object, resource)?.resource_type()
    }

    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        let built_in = || self.registry.as_ref()?.object(object, version);
        self.definitions.object(object, version).or_else(built_in)
    }

    fn newest_of(&self, object: u16, major: u16) -> Option<Object<'_>> {
        let built_in = || self.registry.as_ref()?.newest_of(object, major);
        self.definitions.newest_of(object, major).or_else(built_in)
    }

    fn resource(&self, object: u16, resource: u16) -> Option<Resource<'_>> {
        let built_in = || self.registry.as_ref()?.resource(object, resource);
        self.definitions.resource(object, resource).or_else(built_in)
    }
}

/// What the user knows about the objects in a payload.
#[derive(clap::Args)]
pub(crate) struct Knowledge {
    /// Type of a resource, such as /3/9=integer, overriding definitions; may be repeated
    #[arg(long = "type", value_name = "RESOURCE=TYPE")]
    types: Vec<TypeOverride>,
    #[command(flatten)]
    sources: Sources,
    /// Version of an object, such as 3@1.0, instead of the newest; may be repeated
    #[arg(long = "object-version", value_name = "OBJECT@VERSION")]
    versions: Vec<ObjectVersion>,
    /// Version of LwM2M of the client, such as 1.0, whose core objects have the versions that go
    /// with it; known for 1.0 and 1.2
    #[arg(long, value_name = "VERSION")]
    lwm2m_version: Option<Version>,
}

impl Knowledge {
    /// Reads the definitions, combines them with what the user says, and lets a command use them.
    /// Says then where the version of an object makes a difference and none was given.
    pub(crate) fn with(
        &self,
        command: impl FnOnce(&Model) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let model = self.load()?;
        let result = command(&model);
        model.remark();
        result
    }

    fn load(&self) -> Result<Model, Failure> {
        let objects = self.sources.load()?;
        for &ObjectVersion { object, version } in &self.versions {
            if objects.object(object, Some(version)).is_none() {
                return Err(Failure::Usage(objects.missing(object, Some(version))));
            }
        }
        let implied = self.lwm2m_version.map_or(&[][..], Version::core_objects).iter().copied();
        let given = self.versions.iter().map(|entry| (entry.object, entry.version));
        let versions = implied.chain(given).collect();
        let overrides = self.types.iter().map(|entry| (entry.resource, entry.data_type)).collect();
        Ok(Model { overrides, versions, objects, asked: Mutex::default() })
    }
}

/// `--type /3/9=integer`: what the user says about a resource.
#[derive(Clone, Copy)]
struct TypeOverride {
    resource: (u16, u16),
    data_type: DataType,
}

impl FromStr for TypeOverride {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = || "expected /object/resource=type, such as /3/9=integer".to_owned();
        let (path, name) = text.split_once('=').ok_or_else(form)?;
        let path: Path = path.parse().map_err(|_| form())?;
        let &[object, resource] = path.ids() else { return Err(form()) };
        let data_type = name.parse().map_err(|error| format!("{name:?} is {error}"))?;
        Ok(Self { resource: (object, resource), data_type })
    }
}

/// `3@1.0`: a version of an object.
#[derive(Clone, Copy)]
pub(crate) struct ObjectVersion {
    pub(crate) object: u16,
    pub(crate) version: Version,
}

impl FromStr for ObjectVersion {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (object, version) = text.strip_prefix('/').unwrap_or(text).split_once('@')?;
            Some(Self { object: object.parse().ok()?, version: version.parse().ok()? })
        };
        read().ok_or_else(|| "expected object@version, such as 3@1.0".to_owned())
    }
}

/// What is known about objects and resources; what the user says overrides definitions.
pub(crate) struct Model {
    overrides: BTreeMap<(u16, u16), DataType>,
    versions: BTreeMap<u16, Version>,
    objects: Objects,
    /// Objects and resources whose types a codec asked for.
    asked: Mutex<BTreeSet<(u16, u16)>>,
}

impl Model {
    /// The name of the object or resource at a path; empty if it is not known.
    pub(crate) fn name(&self, path: Path) -> &str {
        match (path.object(), path.resource()) {
            (Some(object), None) => self.object(object, None).map_or("", |object| object.name),
            (Some(object), Some(resource)) => {
                self.resource(object, resource).map_or("", |resource| resource.name)
            }
            _ => "",
        }
    }

    /// The units of the resource at a path; empty if there are none.
    pub(crate) fn units(&self, path: Path) -> &str {
        let ids = path.object().zip(path.resource());
        ids.and_then(|(object, id)| self.resource(object, id)).map_or("", |found| found.units)
    }

    /// Says in which versions objects were read that nobody gave a version for, if resources of the
    /// payload have other types or instances in other versions.
    fn remark(&self) {
        let mut differences = BTreeMap::<u16, Vec<String>>::new();
        for &(object, resource) in self.asked.lock().iter().flat_map(|asked| asked.iter()) {
            if !self.versions.contains_key(&object)
                && !self.overrides.contains_key(&(object, resource))
            {
                let found = self.differences(object, resource);
                differences.entry(object).or_default().extend(found);
            }
        }
        for (id, found) in differences {
            let Some(object) = self.object(id, None).filter(|_| !found.is_empty()) else {
                continue;
            };
            note(&format!(
                "object {id} is read in version {}, as none was given (--object-version): {}",
                object.version,
                found.join(", ")
            ));
        }
    }

    /// How other versions of an object have a resource.
    fn differences(&self, id: u16, resource: u16) -> Vec<String> {
        let kind = |found: Resource<'_>| (found.data_type, found.multiple);
        let used = self.resource(id, resource).map(kind);
        let differs = |version: &Version| {
            let found = self.objects.object(id, Some(*version))?.resource(resource)?;
            (Some(kind(found)) != used).then_some(())?;
            let name = found.data_type.map_or("of unknown type", |data_type| data_type.name());
            let several = if found.multiple { " with several instances" } else { "" };
            Some(format!("/{id}/{resource} is {name}{several} in {version}"))
        };
        self.objects.versions(id).iter().filter_map(differs).collect()
    }
}

impl Schema for Model {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        if let Ok(mut asked) = self.asked.lock() {
            asked.insert((object, resource));
        }
        let known = self.resource(object, resource).and_then(|found| found.resource_type());
        match self.overrides.get(&(object, resource)) {
            Some(&data_type) => {
                Some(ResourceType { data_type, ..known.unwrap_or(ResourceType::new(data_type)) })
            }
            None => known,
        }
    }

    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        match (version, self.versions.get(&object)) {
            (None, Some(&version)) => {
                let known = self.objects.object(object, Some(version));
                known.or_else(|| self.objects.newest_of(object, version.major))
            }
            _ => self.objects.object(object, version),
        }
    }

    fn resource(&self, object: u16, resource: u16) -> Option<Resource<'_>> {
        match self.versions.contains_key(&object) {
            true => self.object(object, None)?.resource(resource),
            false => self.objects.resource(object, resource),
        }
    }
}
