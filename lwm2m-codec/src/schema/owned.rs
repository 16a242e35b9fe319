//! Objects that own their texts: what is loaded at run time.

use alloc::string::String;
use alloc::vec::Vec;

use super::Operations;
use super::resource::Resource;
use crate::data_type::DataType;
use crate::model::version::Version;

/// An [`Object`](super::Object) that owns its texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnedObject {
    pub(crate) id: u16,
    pub(crate) name: String,
    pub(crate) version: Version,
    pub(crate) lwm2m_version: Version,
    pub(crate) multiple: bool,
    pub(crate) mandatory: bool,
    pub(crate) resources: Vec<OwnedResource>,
}

/// A [`Resource`] that owns its texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnedResource {
    pub(crate) id: u16,
    pub(crate) name: String,
    pub(crate) data_type: Option<DataType>,
    pub(crate) multiple: bool,
    pub(crate) mandatory: bool,
    pub(crate) operations: Operations,
    pub(crate) range: String,
    pub(crate) units: String,
}

impl OwnedResource {
    pub(crate) fn as_resource(&self) -> Resource<'_> {
        Resource {
            id: self.id,
            name: &self.name,
            data_type: self.data_type,
            multiple: self.multiple,
            mandatory: self.mandatory,
            operations: self.operations,
            range: &self.range,
            units: &self.units,
        }
    }
}
