//! Object definitions from files and folders.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;
use std::fs;
use std::path::{Path, PathBuf};

use super::{DdfError, DdfErrorKind, Definitions, NotAnObject};

/// What [`Definitions::load`] found.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Loaded {
    /// The definitions.
    pub definitions: Definitions,
    /// How many files they come from.
    pub files: usize,
    /// The files without definitions.
    pub skipped: Vec<Skipped>,
    /// What is wrong with files of a folder: files that cannot be read are left out, as are
    /// definitions of a version of an object that an earlier file has defined otherwise.
    pub problems: Vec<DdfError>,
}

/// A file of a folder that holds no object definitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The file.
    pub file: PathBuf,
    /// What it holds instead.
    pub why: NotAnObject,
}

impl Definitions {
    /// Reads a file, or all `.xml` files of a folder and of its folder `version_history`, which is
    /// how the registry of OMA is laid out.
    ///
    /// Files are read in the order of their names, those of the folder before those of
    /// `version_history`; the first definition of a version of an object stays. A file of a folder
    /// that is wrong does not keep the others from being read.
    ///
    /// ```no_run
    /// use lwm2m_codec::ddf::Definitions;
    /// use lwm2m_codec::{Schema, Version};
    ///
    /// let loaded = Definitions::load("lwm2m-registry")?;
    /// for skipped in &loaded.skipped {
    ///     println!("{}: {}", skipped.file.display(), skipped.why);
    /// }
    /// for problem in &loaded.problems {
    ///     println!("{problem}");
    /// }
    /// let device = loaded.definitions.object(3, Some(Version::new(1, 0)));
    /// # Ok::<(), lwm2m_codec::ddf::DdfError>(())
    /// ```
    ///
    /// # Errors
    /// What is wrong with the file, with its name, line and element, or with the folder if that
    /// cannot be read.
    pub fn load(path: impl AsRef<Path>) -> Result<Loaded, DdfError> {
        let path = path.as_ref();
        let mut loaded = Loaded::default();
        if !path.is_dir() {
            loaded.definitions = read(path)?;
            loaded.files = 1;
            return Ok(loaded);
        }
        let mut files = xml_files(path)?;
        let history = path.join("version_history");
        if history.is_dir() {
            files.extend(xml_files(&history)?);
        }
        let mut objects = Vec::new();
        for file in files {
            match read(&file) {
                Ok(definitions) => {
                    objects.extend(
                        definitions.objects.into_iter().map(|object| (object, file.clone())),
                    );
                    loaded.files += 1;
                }
                Err(error) => match error.kind() {
                    DdfErrorKind::NotAnObject(why) => {
                        loaded.skipped.push(Skipped { why: why.to_owned(), file });
                    }
                    _ => loaded.problems.push(error),
                },
            }
        }
        // The registry has its newest definitions twice, which is no problem.
        objects.sort_by_key(|(object, _)| (object.id, object.version));
        objects.dedup_by(|(next, file), (first, _)| {
            let same_version = (next.id, next.version) == (first.id, first.version);
            if same_version && next != first {
                loaded.problems.push(DdfError::duplicate(file, next.id, next.version));
            }
            same_version
        });
        let objects = objects.into_iter().map(|(object, _)| object).collect();
        loaded.definitions = Self { objects };
        Ok(loaded)
    }
}

fn read(file: &Path) -> Result<Definitions, DdfError> {
    let xml = fs::read(file).map_err(|error| DdfError::io(file, error))?;
    Definitions::parse(xml).map_err(|error| error.in_file(file))
}

fn xml_files(folder: &Path) -> Result<Vec<PathBuf>, DdfError> {
    let failed = |error| DdfError::io(folder, error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        let is_xml =
            file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xml"));
        if is_xml && file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}
