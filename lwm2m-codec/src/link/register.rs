//! The payload of Register and Update, for clients: from what they hold, and without the code for
//! links of other kinds.
//!
//! The payload is the one that [`link::encode`](super::encode) writes for the same links. It goes
//! with a [`RegisterQuery`](super::RegisterQuery); servers read it as
//! [`RegistrationLinks`](super::RegistrationLinks).
//!
//! ```
//! use lwm2m_codec::link::register::{self, Entry, Root};
//! use lwm2m_codec::{ContentFormat, Path, Version};
//!
//! let root = Root { path: "/lwm2m", formats: &[ContentFormat::SenmlCbor, ContentFormat::Lwm2mCbor] };
//! let device = Path::new(&[3]).unwrap();
//! let entries = [
//!     Entry::new(Path::new(&[1, 0]).unwrap()),
//!     Entry { version: Some(Version::new(1, 2)), ..Entry::new(device) },
//!     Entry::new(device.child(0).unwrap()),
//! ];
//! let mut buffer = [0; 128];
//! let length = register::encode(&root, &entries, &mut buffer)?;
//! let payload = br#"</lwm2m>;rt="oma.lwm2m";ct="112 11544",</lwm2m/1/0>,</lwm2m/3>;ver=1.2,</lwm2m/3/0>"#;
//! assert_eq!(&buffer[..length], payload);
//!
//! // Paths will do where no object has a version.
//! let paths = [1, 3, 5].into_iter().filter_map(|object| Path::new(&[object, 0]));
//! let length = register::encode(&Root::default(), paths, &mut buffer)?;
//! assert_eq!(&buffer[..length], b"</1/0>,</3/0>,</5/0>");
//! # Ok::<(), lwm2m_codec::Error>(())
//! ```

use super::lwm2m::{put_formats, stem};
use super::parse;
use super::registration::is_alternate_path;
use super::typed::Typed;
use super::write::{Writer, put_target};
use crate::error::{Error, ErrorKind};
use crate::model::content_format::ContentFormat;
use crate::model::path::Path;
use crate::model::version::Version;

/// What a client says of its root. Without an alternate path and formats, the root has no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root<'a> {
    /// What the paths of the client lie below: `/`, or an alternate path such as `/lwm2m`.
    pub path: &'a str,
    /// The content formats that the client supports, besides the mandatory ones.
    pub formats: &'a [ContentFormat],
}

impl Default for Root<'_> {
    fn default() -> Self {
        Self { path: "/", formats: &[] }
    }
}

/// An object or object instance of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The path of the object or object instance.
    pub path: Path,
    /// The version of the object, if it is not the one that goes with the client's LwM2M version. It
    /// belongs to the object, or to its only instance.
    pub version: Option<Version>,
}

impl Entry {
    /// An object or object instance, without a version.
    #[must_use]
    pub const fn new(path: Path) -> Self {
        Self { path, version: None }
    }
}

impl From<Path> for Entry {
    fn from(path: Path) -> Self {
        Self::new(path)
    }
}

impl From<&Self> for Entry {
    fn from(entry: &Self) -> Self {
        *entry
    }
}

/// Encodes a registration into the start of `buffer` and returns its length in bytes.
///
/// Entries are written in their order. An object needs an entry of its own if it has a version or no
/// instances.
///
/// # Errors
/// [`ErrorKind::BufferTooSmall`] with the required length; [`ErrorKind::NotRepresentable`] with the
/// index of an entry that is neither an object nor an object instance;
/// [`ErrorKind::InvalidAlternatePath`] for a root that servers would not accept.
pub fn encode<I>(root: &Root<'_>, entries: I, buffer: &mut [u8]) -> Result<usize, Error>
where
    I: IntoIterator<Item: Into<Entry>>,
{
    let mut writer = Writer::new(buffer);
    let stem = put_root(&mut writer, root)?;
    for (index, entry) in entries.into_iter().enumerate() {
        put_entry(&mut writer, stem, &entry.into(), index)?;
    }
    writer.finish()
}

/// Writes the link of the root, if it needs one; returns its path without a final slash.
fn put_root<'a>(writer: &mut Writer<'_>, root: &Root<'a>) -> Result<&'a str, Error> {
    let stem = stem(root.path);
    let valid = stem.is_empty() || is_alternate_path(stem) && parse::is_target(stem.as_bytes());
    if !valid {
        return Err(Error::new(ErrorKind::InvalidAlternatePath, 0));
    }
    if !stem.is_empty() || !root.formats.is_empty() {
        let sink = writer.begin();
        put_target(sink, stem, Path::ROOT);
        sink.put(super::lwm2m::ROOT_MARK);
        put_formats(sink, root.formats.iter().copied());
    }
    Ok(stem)
}

/// Writes the link of an entry.
#[inline(never)]
fn put_entry(
    writer: &mut Writer<'_>,
    stem: &str,
    entry: &Entry,
    index: usize,
) -> Result<(), Error> {
    if !(1..=2).contains(&entry.path.len()) || entry.path.names_new_instance() {
        return Err(Error::new(ErrorKind::NotRepresentable, index));
    }
    let sink = writer.begin();
    put_target(sink, stem, entry.path);
    if let Some(version) = entry.version {
        version.put(super::lwm2m::VERSION, sink).map_err(|kind| Error::new(kind, index))?;
    }
    Ok(())
}
