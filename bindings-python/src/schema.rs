//! Schemas in Python: layers of object definitions.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::CString;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use lwm2m_codec as core;
use lwm2m_codec::ddf::Definitions;
use lwm2m_codec::registry::Registry;
use lwm2m_codec::{
    Object, Operations, RecordKind, Resource, ResourceType, Schema as _, Version, Versioned,
};
use pyo3::exceptions::PyUserWarning;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyMapping, PyTuple};

use crate::error::{in_definitions, in_text, wrong};
use crate::links;
use crate::path::PathArgument;
use crate::python::Imported;
use crate::value::{KindArgument, member};

/// What one source says of objects and resources.
enum Layer {
    Registry,
    Xml(PathBuf, Definitions),
    Types(BTreeMap<(u16, u16), ResourceType>),
    /// The versions that a client registered, of what other layers say.
    Versions(Arc<Layers>, Vec<(u16, Version)>),
}

impl Layer {
    fn with<T>(&self, ask: impl FnOnce(&dyn core::Schema) -> T) -> T {
        match self {
            Self::Registry => ask(&Registry),
            Self::Xml(_, definitions) => ask(definitions),
            Self::Types(types) => {
                let known = |object, resource| types.get(&(object, resource)).copied();
                ask(&known)
            }
            Self::Versions(layers, versions) => ask(&Versioned::new(&**layers, versions)),
        }
    }

    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        match self {
            Self::Registry => Registry.object(object, version),
            Self::Xml(_, definitions) => definitions.object(object, version),
            Self::Types(_) => None,
            Self::Versions(layers, versions) => {
                Versioned::new(&**layers, versions).get(object, version)
            }
        }
    }

    fn newest_of(&self, object: u16, major: u16) -> Option<Object<'_>> {
        match self {
            Self::Registry => Registry.newest_of(object, major),
            Self::Xml(_, definitions) => definitions.newest_of(object, major),
            Self::Types(_) => None,
            Self::Versions(layers, _) => layers.newest_of(object, major),
        }
    }

    fn resource(&self, object: u16, resource: u16) -> Option<Resource<'_>> {
        match self {
            Self::Registry => Registry.resource(object, resource),
            Self::Xml(_, definitions) => definitions.resource(object, resource),
            Self::Types(_) => None,
            Self::Versions(..) => self.object(object, None)?.resource(resource),
        }
    }

    /// The objects, each in all of its versions.
    fn objects(&self) -> Vec<Object<'_>> {
        match self {
            Self::Registry => {
                Registry.objects().flat_map(|object| Registry.versions(object.id)).collect()
            }
            Self::Xml(_, definitions) => definitions.objects().collect(),
            Self::Types(_) => Vec::new(),
            Self::Versions(layers, _) => {
                layers.0.iter().flat_map(|layer| layer.objects()).collect()
            }
        }
    }

    /// What makes the layer again.
    fn recipe<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        match self {
            Self::Registry => ("registry",).into_pyobject(py),
            Self::Xml(path, _) => ("xml", path).into_pyobject(py),
            Self::Types(types) => {
                let names = PyDict::new(py);
                let multiple = PyDict::new(py);
                for (&ids, known) in types {
                    names.set_item(ids, known.data_type.name())?;
                    multiple.set_item(ids, known.multiple)?;
                }
                ("types", names, multiple).into_pyobject(py)
            }
            Self::Versions(layers, versions) => {
                let versions: Vec<_> =
                    versions.iter().map(|(id, version)| (*id, version.to_string())).collect();
                ("versions", layers.recipe(py)?, versions).into_pyobject(py)
            }
        }
    }
}

impl PartialEq for Layer {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Registry, Self::Registry) => true,
            (Self::Xml(_, a), Self::Xml(_, b)) => a == b,
            (Self::Types(a), Self::Types(b)) => a == b,
            (Self::Versions(a, v), Self::Versions(b, w)) => a == b && v == w,
            _ => false,
        }
    }
}

/// Layers of definitions, of which the first one that knows something counts.
#[derive(PartialEq)]
pub(crate) struct Layers(Vec<Arc<Layer>>);

impl Layers {
    /// What the OMA registry says, which is built in.
    pub(crate) fn registry() -> Arc<Self> {
        static LAYERS: LazyLock<Arc<Layers>> =
            LazyLock::new(|| Arc::new(Layers(vec![Arc::new(Layer::Registry)])));
        LAYERS.clone()
    }

    fn recipe<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let recipes = self.0.iter().map(|layer| layer.recipe(py));
        PyList::new(py, recipes.collect::<PyResult<Vec<_>>>()?)
    }
}

impl core::Schema for Layers {
    #[inline]
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        self.0.iter().find_map(|layer| layer.with(|schema| schema.resource_type(object, resource)))
    }

    fn object(&self, object: u16, version: Option<Version>) -> Option<Object<'_>> {
        self.0.iter().find_map(|layer| layer.object(object, version))
    }

    fn newest_of(&self, object: u16, major: u16) -> Option<Object<'_>> {
        self.0.iter().find_map(|layer| layer.newest_of(object, major))
    }

    fn resource(&self, object: u16, resource: u16) -> Option<Resource<'_>> {
        self.0.iter().find_map(|layer| layer.resource(object, resource))
    }
}

/// What is known of objects and resources: types for the codec, names and units for people.
///
/// The definitions of the OMA registry are built in as `REGISTRY`, which counts unless a function
/// is given another schema. Those of vendors come from files:
///
/// >>> schema = Schema.from_xml("../testdata/ddf/42769.xml") | REGISTRY
/// >>> schema.resource("/42769/0").name, schema.resource("/3/9").name
/// ('Total', 'Battery Level')
#[pyclass(frozen, module = "lwm2m_codec")]
pub(crate) struct Schema(Arc<Layers>);

impl Schema {
    pub(crate) fn registry() -> Self {
        Self(Layers::registry())
    }

    pub(crate) fn layers(&self) -> Arc<Layers> {
        self.0.clone()
    }

    fn of(layer: Layer) -> Self {
        Self(Arc::new(Layers(vec![Arc::new(layer)])))
    }
}

/// Which resources have instances.
enum MultipleArgument {
    /// Whether each of these has.
    Each(Vec<(PathArgument, bool)>),
    /// These have.
    Listed(Vec<PathArgument>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for MultipleArgument {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let Ok(mapping) = object.cast::<PyMapping>() else {
            return object.extract().map(Self::Listed);
        };
        let items = mapping.items()?.iter().map(|item| item.extract());
        items.collect::<PyResult<_>>().map(Self::Each)
    }
}

#[pymethods]
impl Schema {
    /// Reads object definitions (DDF XML): a file, or a folder of them.
    ///
    /// Of a folder all `.xml` files are read, and those of its folder `version_history`. The schema
    /// knows nothing else; `schema | REGISTRY` adds what is built in.
    ///
    /// A wrong file of a folder does not keep the others from being read: a warning says what is
    /// wrong with it, as with a second definition of the same version of an object.
    ///
    /// Raises:
    ///     CodecError: The file is wrong; the message names file, line and element.
    ///     OSError: A file cannot be read.
    #[staticmethod]
    fn from_xml(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let loaded = py.detach(|| Definitions::load(&path));
        let loaded = loaded.map_err(|error| in_definitions(py, error))?;
        let category = py.get_type::<PyUserWarning>();
        for problem in &loaded.problems {
            let message = CString::new(problem.to_string().replace('\0', "")).unwrap_or_default();
            PyErr::warn(py, &category, &message, 1)?;
        }
        Ok(Self::of(Layer::Xml(path, loaded.definitions)))
    }

    /// Takes types from a table.
    ///
    /// >>> types = Schema.from_types({"/33000/0": "float"})
    /// >>> decode(bytes.fromhex("c40042280000"), "tlv", "/33000/0", schema=types)
    /// [Record("/33000/0/0", 42.0)]
    ///
    /// Args:
    ///     types: The data type of each resource, by object ID and resource ID.
    ///     multiple: Those that have instances, while the others have none; or a mapping that says
    ///         it of each that it names. Without it, nothing is known of that.
    #[staticmethod]
    #[pyo3(signature = (types, *, multiple=None))]
    fn from_types(types: &Bound<'_, PyAny>, multiple: Option<MultipleArgument>) -> PyResult<Self> {
        // What is not named has the second one.
        let (named, otherwise) = match multiple {
            Some(MultipleArgument::Each(each)) => (each, None),
            Some(MultipleArgument::Listed(paths)) => {
                (paths.into_iter().map(|path| (path, true)).collect(), Some(false))
            }
            None => (vec![], None),
        };
        let named = named
            .into_iter()
            .map(|(path, multiple)| object_and_resource(path).map(|ids| (ids, multiple)));
        let named = named.collect::<PyResult<BTreeMap<_, _>>>()?;
        let mut known = BTreeMap::new();
        for item in types.call_method0("items")?.try_iter()? {
            let (path, KindArgument(kind)): (PathArgument, KindArgument) = item?.extract()?;
            let ids = object_and_resource(path)?;
            let RecordKind::Value(data_type) = kind else {
                return Err(wrong(format!("{kind} is not the type of a resource")));
            };
            let multiple = named.get(&ids).copied().or(otherwise);
            known.insert(ids, ResourceType { multiple, ..ResourceType::new(data_type) });
        }
        Ok(Self::of(Layer::Types(known)))
    }

    /// The schema with the versions of objects that a client registered.
    ///
    /// A version that the schema does not have gives way to the newest one with the same major
    /// number.
    ///
    /// Args:
    ///     versions: Versions such as `"1.1"` by object ID.
    fn with_versions(&self, py: Python<'_>, versions: BTreeMap<u16, String>) -> PyResult<Self> {
        let versions = versions.into_iter().map(|(object, text)| {
            let version = text.parse::<Version>();
            let version = version.map_err(|error| in_text(py, error, "version", &text))?;
            Ok((object, version))
        });
        Ok(Self::of(Layer::Versions(self.0.clone(), versions.collect::<PyResult<_>>()?)))
    }

    /// The schema with the versions of objects that a client has: those that it registered, and
    /// for objects without one those that go with its version of LwM2M, or 1.0 for objects outside
    /// of the core.
    ///
    /// Without `lwm2m`, or where it is not known which versions go with it, core objects are read in
    /// the newest version; that is known for 1.0 and 1.2.
    ///
    /// >>> client = REGISTRY.for_client(decode_registration(b"</3/0>,</3416/0>"), lwm2m="1.0")
    /// >>> client.object(3).version, client.object(3416).version
    /// ('1.0', '1.0')
    /// >>> decode(bytes.fromhex("c40f00000e10"), "tlv", "/3416/0", schema=client)
    /// [Record("/3416/0/15", 3600)]
    ///
    /// Args:
    ///     registration: What the client registered.
    ///     lwm2m: The version of LwM2M in the query of Register, such as `"1.1"`.
    #[pyo3(signature = (registration, *, lwm2m=None))]
    fn for_client(
        &self,
        py: Python<'_>,
        registration: &Bound<'_, PyAny>,
        lwm2m: Option<&str>,
    ) -> PyResult<Self> {
        let lwm2m = lwm2m.map(|text| {
            text.parse::<Version>().map_err(|error| in_text(py, error, "version", text))
        });
        let versions = links::registration(py, registration)?.versions(lwm2m.transpose()?);
        Ok(Self::of(Layer::Versions(self.0.clone(), versions)))
    }

    /// This schema, and another for what this one does not know.
    fn __or__(&self, other: PyRef<'_, Self>) -> Self {
        let layers = self.0.0.iter().chain(&other.0.0).cloned();
        Self(Arc::new(Layers(layers.collect())))
    }

    /// The definition of an object, in the newest version unless another is asked for.
    ///
    /// >>> REGISTRY.object(3).name
    /// 'Device'
    ///
    /// Returns:
    ///     `None` if the schema does not know it.
    #[pyo3(signature = (id, version=None))]
    fn object<'py>(
        &self,
        py: Python<'py>,
        id: u16,
        version: Option<&str>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let version = version.map(|text| {
            text.parse::<Version>().map_err(|error| in_text(py, error, "version", text))
        });
        let object = self.0.object(id, version.transpose()?);
        object.map(|object| object_definition(py, &object)).transpose()
    }

    /// The definition of a resource.
    ///
    /// >>> battery = REGISTRY.resource("/3/9")
    /// >>> battery.name, battery.units, battery.type.value
    /// ('Battery Level', '/100', 'integer')
    ///
    /// Args:
    ///     path: Object and resource ID, or the path of a resource or resource instance.
    ///
    /// Returns:
    ///     `None` if the schema does not know it.
    fn resource<'py>(
        &self,
        py: Python<'py>,
        path: PathArgument,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let (object, resource) = match *path.0.ids() {
            [object, resource] | [object, _, resource] | [object, _, resource, _] => {
                (object, resource)
            }
            _ => return Err(wrong(format!("{} does not lead to a resource", path.0))),
        };
        let found = self.0.resource(object, resource);
        found.map(|resource| resource_definition(py, &resource)).transpose()
    }

    /// The name of the object or resource that a path leads to; empty if it is not known.
    ///
    /// >>> REGISTRY.name("/3/0"), REGISTRY.name("/3/0/9"), REGISTRY.name("/99")
    /// ('Device', 'Battery Level', '')
    fn name(&self, path: PathArgument) -> &str {
        match (path.0.object(), path.0.resource()) {
            (Some(object), Some(resource)) => {
                self.0.resource(object, resource).map_or("", |found| found.name)
            }
            (Some(object), None) => self.0.object(object, None).map_or("", |found| found.name),
            _ => "",
        }
    }

    /// The objects that the schema knows, by ID and version.
    fn objects<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let mut known = BTreeMap::new();
        for object in self.0.0.iter().flat_map(|layer| layer.objects()) {
            known.entry((object.id, object.version)).or_insert(object);
        }
        let objects = known.values().map(|object| object_definition(py, object));
        PyList::new(py, objects.collect::<PyResult<Vec<_>>>()?)
    }

    /// The objects whose name, or a resource of which, contains a text, whatever its case; each in
    /// the version that the schema has where none is asked for.
    ///
    /// >>> [found.name for found in REGISTRY.search("firmware update")]
    /// ['Firmware Update']
    fn search<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyList>> {
        let ids: BTreeSet<_> =
            self.0.0.iter().flat_map(|layer| layer.objects()).map(|object| object.id).collect();
        let mut found = Vec::new();
        for object in ids.into_iter().filter_map(|id| self.0.object(id, None)) {
            let mut names = object.resources.iter();
            if object.name_contains(text) || names.any(|item| item.name_contains(text)) {
                found.push(object_definition(py, &object)?);
            }
        }
        PyList::new(py, found)
    }

    fn __eq__(&self, other: PyRef<'_, Self>) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }

    fn __hash__(&self) -> u64 {
        // Schemas that are equal have as many layers; more than that is seldom worth the work.
        let mut hasher = DefaultHasher::new();
        self.0.0.len().hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        let layers = self.0.0.iter().map(|layer| match &**layer {
            Layer::Registry => "REGISTRY".to_owned(),
            Layer::Xml(path, _) => format!("Schema.from_xml({:?})", path.display().to_string()),
            Layer::Types(types) => format!("Schema.from_types(<{} resources>)", types.len()),
            Layer::Versions(layers, versions) => {
                let inner = Self(layers.clone()).__repr__();
                format!("({inner}).with_versions(<{} objects>)", versions.len())
            }
        });
        layers.collect::<Vec<_>>().join(" | ")
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        static RESTORE: Imported = Imported::new("lwm2m_codec._restore", "schema");
        (RESTORE.get(py)?, (self.0.recipe(py)?,)).into_pyobject(py).map(Bound::into_any)
    }
}

/// The IDs of a path that names the resource of an object, whatever the instance.
fn object_and_resource(path: PathArgument) -> PyResult<(u16, u16)> {
    match *path.0.ids() {
        [object, resource] => Ok((object, resource)),
        _ => Err(wrong(format!("{} is not object and resource, such as /3/9", path.0))),
    }
}

fn object_definition<'py>(py: Python<'py>, object: &Object<'_>) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: Imported = Imported::new("lwm2m_codec._types", "ObjectDefinition");
    let resources = object.resources.iter().map(|resource| resource_definition(py, &resource));
    let resources = PyTuple::new(py, resources.collect::<PyResult<Vec<_>>>()?)?;
    let (version, lwm2m) = (object.version.to_string(), object.lwm2m_version.to_string());
    let Object { id, name, multiple, mandatory, .. } = *object;
    CLASS.call(py, (id, name, version, lwm2m, multiple, mandatory, resources))
}

fn resource_definition<'py>(
    py: Python<'py>,
    resource: &Resource<'_>,
) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: Imported = Imported::new("lwm2m_codec._types", "ResourceDefinition");
    let data_type = resource.data_type.map(|data_type| member(py, RecordKind::Value(data_type)));
    let letters = [(Operations::READ, "R"), (Operations::WRITE, "W"), (Operations::EXECUTE, "E")];
    let letters = letters.iter().filter(|(operation, _)| resource.operations.contains(*operation));
    let operations: String = letters.map(|&(_, letter)| letter).collect();
    let Resource { id, name, multiple, mandatory, range, units, .. } = *resource;
    let data_type = data_type.transpose()?;
    CLASS.call(py, (id, name, data_type, operations, multiple, mandatory, range, units))
}
