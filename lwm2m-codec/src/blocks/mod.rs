//! Payloads in pieces: decoding and encoding block by block, in constant memory.
//!
//! Block-wise transfer (RFC 7959) brings 16 to 1024 bytes at a time. [`BlockDecoder`] takes them as
//! they come and gives the records that are complete; a string or opaque value that is too long to
//! wait for comes in [pieces](Piece). [`BlockEncoder`] makes one block after the other,
//! [`encode_block`] any block alone. All formats can do both. There is one decoder per format: this
//! one runs the same state machines as [`decode`](crate::decode()) over a window of the payload.
//!
//! # Memory
//!
//! Everything lies in memory of the caller, of a fixed size whatever the payload:
//!
//! | what | bytes (64-bit target, all formats) |
//! |---|---|
//! | [`BlockDecoder`] | at most 512 |
//! | [`BlockState`], a decoder put aside | at most 512 |
//! | [`BlockEncoder`] over a slice of records | at most 256 |
//! | scratch of the decoder | 64 at least, 256 are plenty |
//! | scratch of the duplicate check | 24 for each record, only if the check is wanted |
//!
//! # What the scratch must hold
//!
//! The scratch keeps what a block cuts. Whatever is longer than it, apart from strings and opaque
//! values, gives [`ErrorKind::ScratchTooSmall`](crate::ErrorKind::ScratchTooSmall), at the place
//! where that starts:
//!
//! - a record without its string or opaque value, with 24 bytes to spare before a value that comes
//!   in pieces; in JSON with its white space;
//! - an unknown member or field, a unit, or a name, with all that they contain, and what follows a
//!   long value in its record;
//! - in OMA JSON the members before `e` together with the first entry, and those after it together;
//! - in plain text a value that is neither text nor opaque; in the CBOR formats tags on a value and
//!   dates as text; a value in the path list of a composite read, which does not count there.
//!
//! # What would need looking ahead
//!
//! [`decode`](crate::decode()) sees the whole payload. Here these are errors of their own:
//!
//! - [`ErrorKind::LongValueFirst`](crate::ErrorKind::LongValueFirst): in SenML and OMA JSON a value
//!   that comes in pieces before the name, time or a base field of its record, or before the same
//!   field again where that is allowed;
//! - [`ErrorKind::BaseAfterEntries`](crate::ErrorKind::BaseAfterEntries): in OMA JSON `bn` or `bt`
//!   after entries, unless the scratch holds all up to there.
//!
//! Otherwise records and verdicts are the same, and errors too: only where a record has several
//! faults, another of them may be named. That the payload goes on is no error: there are just no
//! more items. That it ends early is one, which [`BlockDecoder::finish`] gives.
//!
//! # Work
//!
//! Decoding is linear in the payload: a record that a block cuts is read again when more of it is
//! there, of which no more than the scratch is ever read again, and each record is read twice.
//!
//! Encoding takes the records one by one from an iterator that can be cloned:
//!
//! | format | passes ahead |
//! |---|---|
//! | plain text, octet stream, CBOR | none |
//! | TLV | over the records of each object instance and multiple-instance resource, for lengths |
//! | LwM2M CBOR | one to check, and over the records of each map, for the number of its entries |
//! | SenML, OMA JSON | one, for base name, base time and the number of records |
//!
//! [`BlockEncoder::new`] makes one more pass, so that errors come before the first block and the
//! total is known. A block that cuts a record has that record, and its look ahead, made again for
//! the next one; its value goes on from where it was, also one from a
//! [`ByteSource`](crate::ByteSource). Only a value that itself stands in a payload in the chunks of a
//! CBOR string, or as base64 with JSON escapes, is gone through from its start for each block.
//! [`encode_block`] goes over all records, whatever the block.

mod decode;
mod encode;

pub use self::decode::{BlockDecoder, BlockState, Feed, Item, Piece};
pub use self::encode::{Block, BlockEncoder, encode_block};
