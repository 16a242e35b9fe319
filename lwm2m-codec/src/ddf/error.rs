//! Errors of reading object definitions.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;
use std::path::{Path, PathBuf};

use crate::model::version::Version;

/// What is wrong with a file of object definitions, and where.
///
/// Prints as `file:line:column: element: what`, without the parts that are not known.
#[derive(Debug)]
pub struct DdfError {
    file: Option<PathBuf>,
    line: usize,
    column: usize,
    element: String,
    kind: DdfErrorKind,
}

impl DdfError {
    /// An error at a byte offset of the text.
    pub(super) fn at(text: &str, offset: usize, element: String, kind: DdfErrorKind) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        let column = before.get(line_start..).map_or(0, |line| line.chars().count()) + 1;
        Self { file: None, line, column, element, kind }
    }

    /// An error of reading a file or folder, before it comes to its content.
    pub(super) fn io(path: &Path, error: std::io::Error) -> Self {
        let kind = DdfErrorKind::Io(error);
        let file = Some(path.to_owned());
        Self { file, line: 0, column: 0, element: String::new(), kind }
    }

    /// An object that an earlier file has defined otherwise.
    pub(super) fn duplicate(path: &Path, id: u16, version: Version) -> Self {
        let kind = DdfErrorKind::DuplicateObject(id, version);
        Self { file: Some(path.to_owned()), line: 0, column: 0, element: String::new(), kind }
    }

    pub(super) fn in_file(self, path: &Path) -> Self {
        Self { file: Some(path.to_owned()), ..self }
    }

    /// The file, if it was read from one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The line, from 1; 0 if what is wrong has no place in the file.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// The column, in characters from 1; 0 if what is wrong has no place in the file.
    #[must_use]
    pub const fn column(&self) -> usize {
        self.column
    }

    /// The element, with those that contain it: `LWM2M/Object/Resources/Item/Type`. Empty outside
    /// of all elements.
    #[must_use]
    pub fn element(&self) -> &str {
        &self.element
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &DdfErrorKind {
        &self.kind
    }
}

impl fmt::Display for DdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}:", file.display())?;
        }
        if self.line != 0 {
            write!(f, "{}:{}:", self.line, self.column)?;
        }
        if self.file.is_some() || self.line != 0 {
            f.write_str(" ")?;
        }
        if !self.element.is_empty() {
            write!(f, "{}: ", self.element)?;
        }
        write!(f, "{}", self.kind)
    }
}

impl core::error::Error for DdfError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.kind {
            DdfErrorKind::Io(error) => Some(error),
            _ => None,
        }
    }
}

/// What is wrong with a file of object definitions.
#[derive(Debug)]
#[non_exhaustive]
pub enum DdfErrorKind {
    /// The file or folder cannot be read.
    Io(std::io::Error),
    /// The file is not UTF-8.
    Utf8,
    /// The file starts with a mark of UTF-16 and is not UTF-16.
    Utf16,
    /// The file says that it has an encoding other than UTF-8, UTF-16 and windows-1252.
    Encoding(String),
    /// The file is not well-formed XML; the text says why.
    Xml(String),
    /// The file holds something else than object definitions.
    NotAnObject(NotAnObject),
    /// A child element or an attribute that must be there is not.
    Missing(&'static str),
    /// A child element that may be there once comes again.
    Repeated(&'static str),
    /// A value that its element or attribute cannot have.
    Value {
        /// The value.
        found: String,
        /// What it should be.
        expected: &'static str,
    },
    /// A second resource with this ID in an object.
    DuplicateResource(u16),
    /// A second definition of this version of an object, which does not count.
    DuplicateObject(u16, Version),
    /// The URN names another object than the ID.
    Urn {
        /// The URN.
        urn: String,
        /// The ID.
        id: u16,
    },
}

impl fmt::Display for DdfErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "{error}"),
            Self::Utf8 => f.write_str("not UTF-8"),
            Self::Utf16 => f.write_str("not UTF-16"),
            Self::Encoding(name) => write!(
                f,
                "the encoding `{name}` is not supported, only UTF-8, UTF-16 and windows-1252"
            ),
            Self::Xml(why) => write!(f, "not well-formed XML: {why}"),
            Self::NotAnObject(what) => write!(f, "no object definitions: {what}"),
            Self::Missing(name) => write!(f, "`{name}` is missing"),
            Self::Repeated(name) => write!(f, "`{name}` comes a second time"),
            Self::Value { found, expected } => write!(f, "`{found}` is not {expected}"),
            Self::DuplicateResource(id) => write!(f, "a second resource with ID {id}"),
            Self::DuplicateObject(id, version) => {
                write!(f, "a second definition of object {id}, version {version}")
            }
            Self::Urn { urn, id } => write!(f, "`{urn}` names another object than ID {id}"),
        }
    }
}

/// What a file is that is found among object definitions and holds none.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotAnObject {
    /// Definitions of reusable resources (`Common.xml` of the registry).
    CommonResources,
    /// The index of the registry (`DDF.xml`).
    Index,
    /// The list of additional SenML units (`LWM2M_senml_units.xml`).
    Units,
    /// Another XML file, with this root element.
    Other(String),
}

impl fmt::Display for NotAnObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommonResources => f.write_str("a list of reusable resources"),
            Self::Index => f.write_str("an index of objects"),
            Self::Units => f.write_str("a list of units"),
            Self::Other(root) => write!(f, "a file with the root element `{root}`"),
        }
    }
}
