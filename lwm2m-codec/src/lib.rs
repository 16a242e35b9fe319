//! A codec for the payloads of OMA LwM2M: zero-copy, without heap where none is wanted, and with
//! errors that name the byte.
//!
//! [`decode`] turns a payload of any [`ContentFormat`] into an iterator over [`Record`]s, each a
//! [`Path`], a time and a [`Value`] that borrows from the payload. [`encode`] is the way back.
//! A [`Context`] holds what the request around the payload says: the base path and the
//! [`Operation`], a [`Schema`] that knows the types of resources, and the [`Strictness`].
//!
//! ```
//! use lwm2m_codec::{Context, ContentFormat, DataType, Path, ResourceType, Value, decode};
//!
//! let schema = |object, resource| match (object, resource) {
//!     (3, 9) => Some(ResourceType::single(DataType::Integer)),
//!     _ => None,
//! };
//! let context = Context::read(Path::new(&[3, 0]).unwrap()).with_schema(&schema);
//! for record in decode(ContentFormat::Tlv, &[0xc1, 0x09, 0x64], &context) {
//!     let record = record?;
//!     assert_eq!(record.path.to_string(), "/3/0/9");
//!     assert_eq!(record.value(), Some(Value::Integer(100)));
//! }
//! # Ok::<(), lwm2m_codec::Error>(())
//! ```
//!
//! # Formats
//!
//! Each format has a module and a feature of its own: [`tlv`], [`text`], [`opaque`], [`cbor`],
//! [`senml`] (JSON and CBOR, and SenML-ETCH), [`lwm2m_cbor`], [`oma_json`]. [`link`] is for the
//! links of Register and Discover, which are no records. [`convert`] goes from one to another,
//! [`inspect`] shows which bytes of a payload say what.
//!
//! # Object definitions
//!
//! A [`Schema`] says what objects and resources are. The table of the OMA registry is built in
//! (feature `registry`), object definition files can be loaded (`ddf`), and programs bring tables
//! of their own ([`Table`], [`ObjectTable`]); `(mine, Registry)` asks both in turn.
//!
//! # Payloads in blocks
//!
//! Where a payload comes or goes in blocks and does not fit in memory, [`blocks`] decodes and encodes
//! it piece by piece.
//!
//! # Layers
//!
//! - Without features beyond the formats, the crate needs neither heap nor `std`. Everything that
//!   decodes and encodes works here. Duplicates are found only in the caller's scratch
//!   ([`Records::check_duplicates`]).
//! - `alloc` adds owned records, output to `Vec`, `Cow` views, and a duplicate check on the heap, which
//!   is the default where it is there; [`Context::with_duplicate_check`] says it or switches it off.
//! - `std` (default) adds output to `std::io::Write`.
//! - `adapt` (default) lets encoders adapt values to the types that the schema declares, where nothing is
//!   lost; without it they refuse what has another type.
//! - `fast` (default) adds fast paths for records of common shapes: more speed, for more code. It
//!   works in each of these layers.
//! - `serde` reads and writes structs ([`objects`]) and adds `Serialize` and `Deserialize` for the
//!   data model. It works in each of these layers.
//!
//! # Promises
//!
//! No input panics, loops, reads outside the payload or allocates more than in proportion to its
//! size; a decoder yields no record after an error. The crate holds no `unsafe` code. Payloads of
//! 4 GiB and more are refused.
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(
    not(test),
    warn(clippy::std_instead_of_core, clippy::std_instead_of_alloc, clippy::alloc_instead_of_core)
)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

pub mod blocks;
mod codec;
mod convert;
mod data_type;
#[cfg(feature = "ddf")]
pub mod ddf;
mod encoding;
mod error;
mod formats;
#[cfg(feature = "alloc")]
mod inspect;
#[cfg(feature = "link")]
pub mod link;
mod model;
#[cfg(feature = "serde")]
pub mod objects;
#[cfg(feature = "registry")]
pub mod registry;
mod report;
mod schema;
#[cfg(feature = "serde")]
mod serde_impl;

pub use self::codec::context::Context;
pub use self::codec::decoder::{Records, State};
pub use self::codec::duplicates::{DuplicateCheck, SeenPath};
pub use self::convert::convert;
#[cfg(feature = "alloc")]
pub use self::convert::convert_to_vec;
pub use self::data_type::{DataType, UnknownDataType};
pub use self::error::{
    Error, ErrorKind, Found, Leniency, Position, Strictness, UnknownErrorKind, UnknownFound,
    UnknownLeniency,
};
#[cfg(feature = "alloc")]
pub use self::formats::any::encode_to_vec;
#[cfg(feature = "std")]
pub use self::formats::any::encode_to_writer;
pub use self::formats::any::{AnyState, Decoder, decode, encode, encoded_len};
#[cfg(feature = "cbor")]
pub use self::formats::cbor;
#[cfg(feature = "lwm2m-cbor")]
pub use self::formats::lwm2m_cbor;
#[cfg(feature = "oma-json")]
pub use self::formats::oma_json;
#[cfg(feature = "opaque")]
pub use self::formats::opaque;
#[cfg(feature = "_senml")]
pub use self::formats::senml;
#[cfg(feature = "text")]
pub use self::formats::text;
#[cfg(feature = "tlv")]
pub use self::formats::tlv;
#[cfg(feature = "alloc")]
pub use self::inspect::{Span, SpanKind, inspect};
pub use self::model::content_format::{ContentFormat, UnknownContentFormat};
pub use self::model::located_error::LocatedError;
pub use self::model::object_link::ObjectLink;
pub use self::model::operation::{Operation, UnknownOperation};
#[cfg(feature = "alloc")]
pub use self::model::owned::{OwnedContent, OwnedRecord, OwnedValue, sort_records};
pub use self::model::path::{Level, MAX_ID, Path};
pub use self::model::record::{Content, IntoRecord, Record};
pub use self::model::record_kind::{RecordKind, UnknownRecordKind};
pub use self::model::timestamp::{TimeBasis, Timestamp};
pub use self::model::value::{
    ByteSource, Bytes, BytesPiece, BytesPieces, Text, TextPiece, TextPieces, Value,
};
pub use self::model::version::Version;
pub use self::report::Report;
pub use self::schema::{
    Object, ObjectTable, Operations, RangeNumber, RangePart, Ranges, Resource, ResourceIter,
    ResourceType, Resources, Schema, Table, Versioned,
};

/// Compiles and runs the examples of the README.
#[cfg(all(doctest, feature = "std", feature = "serde"))]
#[doc = include_str!("../../README.md")]
struct Readme;
