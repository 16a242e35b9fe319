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
//! let context = Context::read(Path::new(&[3, 0]).unwrap()).schema(&schema);
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
//!   decodes and encodes works here. The duplicate check needs the caller's scratch
//!   ([`Records::check_duplicates`]).
//! - `alloc` adds owned records, output to `Vec`, `Cow` views, and a duplicate check of its own.
//! - `std` (default) adds output to `std::io::Write`.
//! - `fast` (default) adds short cuts for records of common shapes: more speed, for more code. It
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
// What the formats share is not all used by each of them.
#![cfg_attr(not(feature = "formats"), allow(unused))]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[cfg(feature = "_base64")]
mod base64;
pub mod blocks;
#[cfg(feature = "cbor")]
pub mod cbor;
mod content_format;
mod context;
mod convert;
#[cfg(feature = "ddf")]
pub mod ddf;
#[cfg(feature = "_decimal")]
mod decimal;
mod decode;
mod duplicates;
mod encode;
mod error;
#[cfg(any(
    feature = "tlv",
    feature = "lwm2m-cbor",
    all(feature = "serde", any(test, not(feature = "alloc")))
))]
mod groups;
#[cfg(feature = "alloc")]
mod inspect;
#[cfg(feature = "link")]
pub mod link;
#[cfg(feature = "lwm2m-cbor")]
pub mod lwm2m_cbor;
#[cfg(feature = "_names")]
mod name;
#[cfg(feature = "_names")]
mod names;
#[cfg(feature = "_decimal")]
mod number;
#[cfg(feature = "_decimal")]
mod object_link;
#[cfg(feature = "serde")]
pub mod objects;
#[cfg(feature = "oma-json")]
pub mod oma_json;
#[cfg(feature = "opaque")]
pub mod opaque;
#[cfg(feature = "fast")]
mod output;
#[cfg(feature = "alloc")]
mod owned;
mod path;
mod record;
#[cfg(feature = "registry")]
pub mod registry;
mod report;
#[cfg(feature = "_cbor")]
mod rfc3339;
mod room;
#[cfg(feature = "_scalar")]
mod scalar;
mod schema;
#[cfg(feature = "_senml")]
pub mod senml;
#[cfg(feature = "serde")]
mod serde_impl;
mod sink;
mod strictness;
#[cfg(feature = "text")]
pub mod text;
mod time;
#[cfg(feature = "tlv")]
pub mod tlv;
mod value;
mod version;
#[cfg(any(feature = "_cbor", feature = "_json"))]
mod wire;

pub use self::content_format::{ContentFormat, Operation, UnknownContentFormat, UnknownOperation};
pub use self::context::Context;
pub use self::convert::convert;
#[cfg(feature = "alloc")]
pub use self::convert::convert_to_vec;
pub use self::decode::{AnyState, Decoder, Records, State, decode};
pub use self::duplicates::SeenPath;
#[cfg(feature = "alloc")]
pub use self::encode::encode_to_vec;
#[cfg(feature = "std")]
pub use self::encode::encode_to_writer;
pub use self::encode::{encode, encoded_len};
pub use self::error::{Error, ErrorKind, Found, Position};
#[cfg(feature = "alloc")]
pub use self::inspect::{Span, SpanKind, inspect};
#[cfg(feature = "alloc")]
pub use self::owned::{OwnedContent, OwnedRecord, OwnedValue, sort_records};
pub use self::path::{Level, MAX_ID, Path};
pub use self::record::{Content, IntoRecord, Record};
pub use self::report::Report;
pub use self::schema::{
    Object, ObjectTable, Operations, RangeNumber, RangePart, Ranges, Resource, ResourceIter,
    ResourceType, Resources, Schema, Table, Versioned,
};
pub use self::strictness::{Leniency, Strictness};
pub use self::time::Timestamp;
pub use self::value::{
    ByteSource, Bytes, BytesPiece, BytesPieces, DataType, ObjectLink, Text, TextPiece, TextPieces,
    Value,
};
pub use self::version::Version;

/// Compiles and runs the examples of the README.
#[cfg(all(doctest, feature = "std", feature = "serde"))]
#[doc = include_str!("../../README.md")]
struct Readme;
