//! What a schema tells people of a resource.

use super::{Operations, Ranges, ResourceType};
use crate::data_type::DataType;

/// What a [`Schema`](super::Schema) says of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource<'s> {
    /// The resource ID.
    pub id: u16,
    /// The name.
    pub name: &'s str,
    /// The data type; [`DataType::None`] for executable resources, `None` if it is not known.
    pub data_type: Option<DataType>,
    /// Whether the resource has instances.
    pub multiple: bool,
    /// Whether every instance of the object has the resource.
    pub mandatory: bool,
    /// What may be done with it.
    pub operations: Operations,
    /// The range or enumeration as its author wrote it; [`Resource::ranges`] reads it.
    pub range: &'s str,
    /// The units, mostly those of SenML.
    pub units: &'s str,
}

impl<'s> Resource<'s> {
    /// An optional single resource without range and units.
    #[must_use]
    pub const fn new(id: u16, name: &'s str, data_type: DataType, operations: Operations) -> Self {
        Self {
            id,
            name,
            data_type: Some(data_type),
            multiple: false,
            mandatory: false,
            operations,
            range: "",
            units: "",
        }
    }

    /// What codecs need to know of the resource; `None` if its data type is not known.
    #[must_use]
    pub const fn resource_type(&self) -> Option<ResourceType> {
        match self.data_type {
            Some(data_type) => Some(ResourceType {
                data_type,
                multiple: Some(self.multiple),
                operations: self.operations,
            }),
            None => None,
        }
    }

    /// The range as numbers; nothing if there is none or it is free text.
    #[must_use]
    pub fn ranges(&self) -> Ranges<'s> {
        Ranges::parse(self.range)
    }

    /// Whether the name contains a text, without regard to ASCII case.
    #[must_use]
    pub fn name_contains(&self, text: &str) -> bool {
        contains(self.name, text)
    }
}

pub(super) fn contains(name: &str, text: &str) -> bool {
    (0..=name.len()).any(|start| {
        let part = name.as_bytes().get(start..start.saturating_add(text.len()));
        part.is_some_and(|part| part.eq_ignore_ascii_case(text.as_bytes()))
    })
}
