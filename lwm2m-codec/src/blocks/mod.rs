//! Payloads in pieces: decoding and encoding block by block, in constant memory.
//!
//! Block-wise transfer (RFC 7959) brings 16 to 1024 bytes at a time. [`BlockDecoder`] takes them as
//! they arrive and yields the records that are complete; a string or opaque value too long for its
//! memory comes in [pieces](Piece). [`BlockEncoder`] makes one block after the other,
//! [`encode_block`] any single one. All formats support both. There is still one decoder per
//! format: this one runs the state machines of [`decode`](crate::decode()) over a window of the
//! payload.
//!
//! # Memory
//!
//! All memory belongs to the caller and has a fixed size, whatever the payload:
//!
//! | what | bytes (64-bit target, all formats) |
//! |---|---|
//! | [`BlockDecoder`] | at most 544 |
//! | [`BlockState`], a paused decoder | at most 512 |
//! | [`BlockEncoder`] over a slice of records | at most 256 |
//! | scratch of the decoder | at least 64; 256 is plenty |
//! | scratch of the duplicate check | 24 for each record, if duplicates are checked |
//!
//! # What the scratch must hold
//!
//! The scratch keeps what a block cuts. Anything longer, apart from strings and opaque values, is
//! [`ErrorKind::ScratchTooSmall`](crate::ErrorKind::ScratchTooSmall) at the offset where it starts:
//!
//! - a record without its string or opaque value, plus 24 bytes before a value that comes in
//!   pieces; in JSON including white space;
//! - an unknown member or field, a unit or a name, with everything in it, and the rest of a record
//!   after a long value;
//! - in OMA JSON the members before `e` together with the first entry, and those after it together;
//! - in plain text a value that is neither text nor opaque; in the CBOR formats tags on a value and
//!   dates as text; a value in the path list of a composite read, where it is ignored.
//!
//! # What would need lookahead
//!
//! [`decode`](crate::decode()) sees the whole payload. Block by block, these are errors:
//!
//! - [`ErrorKind::LongValueFirst`](crate::ErrorKind::LongValueFirst): in SenML and OMA JSON a value
//!   that comes in pieces before the name, time or a base field of its record, or before the same
//!   field again where that is allowed;
//! - [`ErrorKind::BaseAfterEntries`](crate::ErrorKind::BaseAfterEntries): in OMA JSON `bn` or `bt`
//!   after entries, unless the scratch holds everything up to there.
//!
//! Otherwise records and errors are the same, except that of several faults in a record another one
//! may be reported. Running out of bytes in a block is not an error, there are just no more items;
//! a payload that ends early is one, from [`BlockDecoder::finish`].
//!
//! # Work
//!
//! Decoding is linear in the payload: each record is read twice, and one that a block cuts is read
//! again, never more than the scratch holds, when more of it arrives.
//!
//! Encoding takes the records one by one from an iterator that can be cloned:
//!
//! | format | lookahead passes |
//! |---|---|
//! | plain text, octet stream, CBOR | none |
//! | TLV | over the records of each object instance and multiple-instance resource, for lengths |
//! | LwM2M CBOR | one to check, and over the records of each map, for the number of its entries |
//! | SenML, OMA JSON | one, for base name, base time and the number of records |
//!
//! [`BlockEncoder::new`] makes one more pass, so that errors come before the first block and the
//! total is known. A record that a block cuts is encoded again for the next one, with its
//! lookahead, but its value continues where it was, even from a [`ByteSource`](crate::ByteSource).
//! Only a value borrowed from another payload as a chunked CBOR string, or as base64 with JSON
//! escapes, is read from its start for each block. [`encode_block`] goes over all records for any
//! block.

mod decode;
mod encode;

pub use self::decode::{BlockDecoder, BlockState, Feed, Item, Piece};
pub use self::encode::{Block, BlockEncoder, encode_block};
