//! The contract between formats and those who use them: the context, decoders as iterators over
//! records, encoders from a source of records to a sink, and what formats share of both.

pub(crate) mod admission;
pub(crate) mod conform;
pub(crate) mod context;
#[cfg(feature = "_numerals")]
pub(crate) mod decimal_text;
#[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "each format uses a part of it"))]
pub(crate) mod declared;
pub(crate) mod decoder;
#[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "each format uses a part of it"))]
pub(crate) mod duplicates;
pub(crate) mod encoder;
#[cfg(any(feature = "_cbor", feature = "_names"))]
#[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "each format uses a part of it"))]
pub(crate) mod fault;
#[cfg(any(
    feature = "tlv",
    feature = "lwm2m-cbor",
    all(feature = "serde", any(test, not(feature = "alloc")))
))]
pub(crate) mod grouping;
pub(crate) mod long;
#[cfg(any(feature = "text", feature = "opaque", feature = "cbor"))]
pub(crate) mod single;
#[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "each format uses a part of it"))]
pub(crate) mod sink;
#[cfg(all(feature = "fast", feature = "_records"))]
pub(crate) mod type_cache;
