//! The native part of the Python package `lwm2m_codec`.
//!
//! It moves data between Python and the codec, and parses nothing itself. What needs no speed is
//! written in Python, in `python/lwm2m_codec`.
// Documentation of what Python sees stands in the stubs as well, and is tested there.
#![allow(missing_docs, reason = "nothing here is for Rust programs")]

mod blocks;
mod buffer;
mod codec;
mod columns;
mod error;
mod links;
mod object_link;
mod path;
mod python;
mod record;
mod request;
mod schema;
mod time;
mod value;

use pyo3::prelude::*;

/// The native part of `lwm2m_codec`.
#[pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use super::blocks::BlockDecoder;
    #[pymodule_export]
    use super::codec::{convert, decode, encode, inspect};
    #[pymodule_export]
    use super::columns::{Column, Columns, decode_columns};
    #[pymodule_export]
    use super::command;
    #[pymodule_export]
    use super::links::{
        decode_links, decode_registration, decode_resource_links, encode_links,
        encode_registration, encode_resource_links,
    };
    #[pymodule_export]
    use super::object_link::ObjectLink;
    #[pymodule_export]
    use super::path::Path;
    #[pymodule_export]
    use super::python::known_names;
    #[pymodule_export]
    use super::record::Record;
    #[pymodule_export]
    use super::request::content_format;
    #[pymodule_export]
    use super::schema::Schema;

    use super::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("REGISTRY", Schema::registry())?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

/// Runs the command line under a name and returns its exit code.
#[pyfunction]
fn command(py: Python<'_>, program: &str, arguments: Vec<std::ffi::OsString>) -> u8 {
    py.detach(|| lwm2m_cli::run(program, arguments))
}
