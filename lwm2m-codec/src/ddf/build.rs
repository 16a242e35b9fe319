//! From the values of elements to objects and resources.

use alloc::string::String;
use alloc::vec::Vec;

use super::DdfErrorKind;
use crate::data_type::DataType;
use crate::model::path::MAX_ID;
use crate::model::version::Version;
use crate::schema::Operations;
use crate::schema::owned::{OwnedObject, OwnedResource};

/// A child of an object or item that says something of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Name,
    Id,
    ObjectId,
    Urn,
    Lwm2mVersion,
    ObjectVersion,
    Multiple,
    Mandatory,
    Resources,
    Operations,
    Type,
    Range,
    Units,
}

impl Field {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Id => "@ID",
            Self::ObjectId => "ObjectID",
            Self::Urn => "ObjectURN",
            Self::Lwm2mVersion => "LWM2MVersion",
            Self::ObjectVersion => "ObjectVersion",
            Self::Multiple => "MultipleInstances",
            Self::Mandatory => "Mandatory",
            Self::Resources => "Resources",
            Self::Operations => "Operations",
            Self::Type => "Type",
            Self::Range => "RangeEnumeration",
            Self::Units => "Units",
        }
    }

    pub(super) fn of_object(name: &str) -> Option<Self> {
        const FIELDS: [Field; 7] = [
            Field::Name,
            Field::ObjectId,
            Field::Urn,
            Field::Lwm2mVersion,
            Field::ObjectVersion,
            Field::Multiple,
            Field::Mandatory,
        ];
        FIELDS.into_iter().find(|field| field.name() == name)
    }

    pub(super) fn of_item(name: &str) -> Option<Self> {
        const FIELDS: [Field; 7] = [
            Field::Name,
            Field::Operations,
            Field::Multiple,
            Field::Mandatory,
            Field::Type,
            Field::Range,
            Field::Units,
        ];
        FIELDS.into_iter().find(|field| field.name() == name)
    }
}

/// A value with the place where it starts.
#[derive(Debug, Default)]
pub(super) struct Piece {
    text: String,
    at: Option<usize>,
}

impl Piece {
    pub(super) const fn new(text: String, at: usize) -> Self {
        Self { text, at: Some(at) }
    }

    /// Adds text that starts at an offset.
    pub(super) fn push(&mut self, text: &str, at: usize) {
        let inner = text.trim_start();
        if self.at.is_none() && !inner.is_empty() {
            self.at = Some(at + (text.len() - inner.len()));
        }
        self.text.push_str(text);
    }

    /// The value with an offset for the case that it is empty.
    pub(super) fn or_at(self, at: usize) -> Self {
        Self { at: self.at.or(Some(at)), ..self }
    }

    /// The text with single spaces for white space.
    fn normalized(&self) -> String {
        self.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The name of the child, empty for the element itself; the offset; what is wrong.
pub(super) type Flaw = (&'static str, usize, DdfErrorKind);

/// What is known of an object or item while its element is open.
#[derive(Debug, Default)]
pub(super) struct Draft {
    at: usize,
    values: Vec<(Field, Piece)>,
}

impl Draft {
    /// A draft of the element that starts at an offset, with what its tag says.
    pub(super) fn new(at: usize, value: Option<(Field, Piece)>) -> Self {
        Self { at, values: value.into_iter().collect() }
    }

    /// Takes a value, unless the field has one already.
    #[must_use]
    pub(super) fn set(&mut self, field: Field, value: Piece) -> bool {
        let vacant = self.get(field).is_none();
        if vacant {
            self.values.push((field, value));
        }
        vacant
    }

    fn get(&self, field: Field) -> Option<&Piece> {
        self.values.iter().find(|(known, _)| *known == field).map(|(_, value)| value)
    }

    /// The value of a field that may be absent.
    fn optional(&self, field: Field) -> String {
        self.get(field).map(Piece::normalized).unwrap_or_default()
    }

    /// The value of a field that must be there.
    fn required(&self, field: Field) -> Result<String, Flaw> {
        match self.get(field) {
            Some(value) => Ok(value.normalized()),
            None => Err(("", self.at, DdfErrorKind::Missing(field.name()))),
        }
    }

    /// The value of a field that must be there, as what `read` makes of it.
    fn read<T>(
        &self,
        field: Field,
        expected: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Flaw> {
        let text = self.required(field)?;
        read(&text).ok_or_else(|| {
            let at = self.get(field).and_then(|value| value.at).unwrap_or(self.at);
            (field.name(), at, DdfErrorKind::Value { found: text.clone(), expected })
        })
    }

    fn version(&self, field: Field) -> Result<Version, Flaw> {
        if self.optional(field).is_empty() {
            return Ok(Version::new(1, 0));
        }
        self.read(field, "a version `major.minor`", |text| text.parse().ok())
    }

    fn multiple(&self) -> Result<bool, Flaw> {
        self.read(Field::Multiple, "`Single` or `Multiple`", |text| match text {
            "Multiple" => Some(true),
            "Single" => Some(false),
            _ => None,
        })
    }

    fn mandatory(&self) -> Result<bool, Flaw> {
        self.read(Field::Mandatory, "`Mandatory` or `Optional`", |text| match text {
            "Mandatory" => Some(true),
            "Optional" => Some(false),
            _ => None,
        })
    }

    /// The object, with resources that are sorted already.
    pub(super) fn object(self, resources: Vec<OwnedResource>) -> Result<OwnedObject, Flaw> {
        let object = OwnedObject {
            id: self.read(Field::ObjectId, "an object ID", id)?,
            name: self.required(Field::Name)?,
            version: self.version(Field::ObjectVersion)?,
            lwm2m_version: self.version(Field::Lwm2mVersion)?,
            multiple: self.multiple()?,
            mandatory: self.mandatory()?,
            resources,
        };
        self.required(Field::Resources)?;
        self.check_urn(object.id)?;
        Ok(object)
    }

    /// Whether a URN that names an object, as in `urn:oma:lwm2m:ext:3303:1.1`, names this one.
    fn check_urn(&self, id: u16) -> Result<(), Flaw> {
        let urn = self.optional(Field::Urn);
        let names = |part: &str| part.parse().is_ok_and(|named: u32| named != id.into());
        if !urn.split(':').nth(4).is_some_and(names) {
            return Ok(());
        }
        let at = self.get(Field::Urn).and_then(|urn| urn.at).unwrap_or(self.at);
        Err((Field::Urn.name(), at, DdfErrorKind::Urn { urn, id }))
    }

    /// The resource.
    pub(super) fn resource(self) -> Result<OwnedResource, Flaw> {
        let operations =
            self.read(Field::Operations, "`R`, `W`, `RW`, `E` or empty", operations)?;
        let data_type = self.read(Field::Type, "a data type", data_type)?;
        // Some executable resources of the registry have a type, which means nothing.
        let executable = operations == Operations::EXECUTE;
        Ok(OwnedResource {
            id: self.read(Field::Id, "a resource ID", id)?,
            name: self.required(Field::Name)?,
            data_type: if executable { Some(DataType::None) } else { data_type },
            multiple: self.multiple()?,
            mandatory: self.mandatory()?,
            operations,
            range: self.optional(Field::Range),
            units: self.optional(Field::Units),
        })
    }
}

fn id(text: &str) -> Option<u16> {
    text.parse().ok().filter(|&id| id < MAX_ID)
}

fn operations(text: &str) -> Option<Operations> {
    Some(match text {
        "" => Operations::NONE,
        "R" => Operations::READ,
        "W" => Operations::WRITE,
        "RW" => Operations::READ | Operations::WRITE,
        "E" => Operations::EXECUTE,
        _ => return None,
    })
}

/// The data type, `Some(None)` for none. Files also have them as `ObjLnk`, `CoreLnk`, `integer`.
fn data_type(text: &str) -> Option<Option<DataType>> {
    const NAMES: [(&str, DataType); 9] = [
        ("String", DataType::String),
        ("Integer", DataType::Integer),
        ("Unsigned Integer", DataType::Unsigned),
        ("Float", DataType::Float),
        ("Boolean", DataType::Boolean),
        ("Opaque", DataType::Opaque),
        ("Time", DataType::Time),
        ("Objlnk", DataType::ObjectLink),
        ("Corelnk", DataType::CoreLink),
    ];
    let known = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
    match known {
        Some(&(_, data_type)) => Some(Some(data_type)),
        None => text.is_empty().then_some(None),
    }
}
