//! What is known of resources: their types.

use core::str::FromStr;
use std::collections::BTreeMap;

use lwm2m_codec::{DataType, Path, ResourceType, Schema};

/// `--type /3/9=integer`: what the user says of a resource.
#[derive(Clone, Copy)]
pub(crate) struct TypeOverride {
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
        let data_type = DataType::from_name(name).ok_or_else(|| {
            let names = DataType::ALL.map(DataType::name).join(", ");
            format!("there is no type {name:?}; the types are {names}")
        })?;
        Ok(Self { resource: (object, resource), data_type })
    }
}

/// The types of resources.
pub(crate) struct Model {
    overrides: BTreeMap<(u16, u16), DataType>,
}

impl Model {
    pub(crate) fn new(overrides: &[TypeOverride]) -> Self {
        let overrides = overrides.iter().map(|entry| (entry.resource, entry.data_type)).collect();
        Self { overrides }
    }
}

impl Schema for Model {
    fn resource_type(&self, object: u16, resource: u16) -> Option<ResourceType> {
        self.overrides.get(&(object, resource)).copied().map(ResourceType::new)
    }
}
