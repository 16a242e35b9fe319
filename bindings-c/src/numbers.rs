//! The numbers of the interface, for the header: functions take and return them as plain integers,
//! since any integer may come from C. A test holds them against the core.
#![expect(non_camel_case_types, reason = "the names of C")]

/// What a function returns, as `lwm2mc_status_t`: 0 or more if it went well, less if not. The
/// numbers are fixed.
#[repr(i32)]
#[derive(Clone, Copy)]
pub enum StatusCode {
    /// It went well; of decoders: there is a record, link or attribute.
    LWM2MC_OK = 0,
    /// There is nothing more: the payload, the block or the list is over.
    LWM2MC_END = 1,
    /// There is a piece of a value that is too long for the scratch.
    LWM2MC_PIECE = 2,
    /// The payload ends early; the offset is where the missing byte would be.
    LWM2MC_ERROR_TRUNCATED = -1,
    /// Bytes follow the end of the data.
    LWM2MC_ERROR_TRAILING_DATA = -2,
    /// The payload has 4 GiB or more.
    LWM2MC_ERROR_PAYLOAD_TOO_LONG = -3,
    /// The content format is unknown, not built in, or holds no records.
    LWM2MC_ERROR_UNSUPPORTED_FORMAT = -4,
    /// The format cannot serve a request path of this level.
    LWM2MC_ERROR_BASE_PATH = -5,
    /// Bytes that are not UTF-8 where text is due.
    LWM2MC_ERROR_INVALID_UTF8 = -6,
    /// A value of another type than the resource has.
    LWM2MC_ERROR_UNEXPECTED_TYPE = -7,
    /// A number outside what the data type holds.
    LWM2MC_ERROR_VALUE_OUT_OF_RANGE = -8,
    /// Not a decimal integer in canonical form.
    LWM2MC_ERROR_INVALID_INTEGER = -9,
    /// Not a decimal number.
    LWM2MC_ERROR_INVALID_FLOAT = -10,
    /// Not a Boolean of this format.
    LWM2MC_ERROR_INVALID_BOOLEAN = -11,
    /// Not a time of this format.
    LWM2MC_ERROR_INVALID_TIME = -12,
    /// Not an object link `objectID:instanceID`.
    LWM2MC_ERROR_INVALID_OBJECT_LINK = -13,
    /// Not base64 in the alphabet and padding that the format asks for.
    LWM2MC_ERROR_INVALID_BASE64 = -14,
    /// A number with a fraction where an integer is due.
    LWM2MC_ERROR_FRACTIONAL_NUMBER = -15,
    /// A path that does not follow the grammar.
    LWM2MC_ERROR_INVALID_PATH = -16,
    /// A path of more than four IDs.
    LWM2MC_ERROR_PATH_TOO_LONG = -17,
    /// An ID above 65535.
    LWM2MC_ERROR_ID_OUT_OF_RANGE = -18,
    /// The reserved ID 65535 where it means nothing.
    LWM2MC_ERROR_RESERVED_ID = -19,
    /// A path outside what the request named.
    LWM2MC_ERROR_OUTSIDE_BASE = -20,
    /// A second value for the same path and time, or a second container with the same ID.
    LWM2MC_ERROR_DUPLICATE = -21,
    /// More records than the caller's scratch can check for duplicates.
    LWM2MC_ERROR_SCRATCH_FULL = -22,
    /// The resource has several instances and the payload gives a single one, or the reverse.
    LWM2MC_ERROR_MULTIPLICITY = -23,
    /// The format does not serve the operation.
    LWM2MC_ERROR_OPERATION_NOT_ALLOWED = -24,
    /// A name without the alternate path that the client registered.
    LWM2MC_ERROR_ALTERNATE_PATH = -25,
    /// A value whose path does not lead to a resource or resource instance.
    LWM2MC_ERROR_NOT_A_RESOURCE = -26,
    /// A record that is cut by the end of a block and does not fit the scratch, its string or
    /// opaque value left out; the offset is where what does not fit starts.
    LWM2MC_ERROR_SCRATCH_TOO_SMALL = -27,
    /// A long value comes in pieces, but what it belongs to is not known before it.
    LWM2MC_ERROR_LONG_VALUE_FIRST = -28,
    /// Base name or base time after the entries, when the payload comes in blocks.
    LWM2MC_ERROR_BASE_AFTER_ENTRIES = -29,
    /// An executable resource, which has no value.
    LWM2MC_ERROR_NO_VALUE = -30,
    /// A value whose length is not one that its data type has.
    LWM2MC_ERROR_VALUE_LENGTH = -32,
    /// An element that is longer than what contains it.
    LWM2MC_ERROR_CONTAINER_OVERRUN = -33,
    /// A TLV of a kind that does not belong here.
    LWM2MC_ERROR_UNEXPECTED_TLV = -34,
    /// More elements than the request path stands for.
    LWM2MC_ERROR_TOO_MANY_ELEMENTS = -35,
    /// CBOR that is not well-formed.
    LWM2MC_ERROR_INVALID_CBOR = -48,
    /// A CBOR tag that means nothing here.
    LWM2MC_ERROR_TAG_NOT_ALLOWED = -49,
    /// JSON that does not follow the grammar.
    LWM2MC_ERROR_INVALID_JSON = -50,
    /// A string with an escape that stands for no character.
    LWM2MC_ERROR_INVALID_ESCAPE = -51,
    /// Nesting deeper than 128 levels.
    LWM2MC_ERROR_TOO_DEEP = -52,
    /// The root is not of the type that the format has there.
    LWM2MC_ERROR_WRONG_ROOT = -53,
    /// The same label or member twice.
    LWM2MC_ERROR_DUPLICATE_LABEL = -54,
    /// A record without a name.
    LWM2MC_ERROR_MISSING_NAME = -55,
    /// A record with several values.
    LWM2MC_ERROR_MULTIPLE_VALUES = -56,
    /// A record without a value.
    LWM2MC_ERROR_MISSING_VALUE = -57,
    /// A SenML version that is not supported, or several in one pack.
    LWM2MC_ERROR_UNSUPPORTED_VERSION = -58,
    /// An unknown label that must be understood.
    LWM2MC_ERROR_MUST_UNDERSTAND = -59,
    /// A field that has no place in a path list.
    LWM2MC_ERROR_FIELD_NOT_ALLOWED = -60,
    /// A path list without paths.
    LWM2MC_ERROR_EMPTY_PATH_LIST = -61,
    /// An indefinite length where a definite one is due.
    LWM2MC_ERROR_INDEFINITE_LENGTH = -62,
    /// Null where it does not stand for a deletion.
    LWM2MC_ERROR_NULL_VALUE = -63,
    /// Not a version `major.minor`.
    LWM2MC_ERROR_INVALID_VERSION = -64,
    /// A link that does not start with `<`.
    LWM2MC_ERROR_LINK_START = -65,
    /// A byte in the target of a link that no URI has, or a slash after its last ID.
    LWM2MC_ERROR_INVALID_TARGET = -66,
    /// Something else than a separator after a link, an attribute or an argument.
    LWM2MC_ERROR_MISSING_SEPARATOR = -67,
    /// A link attribute or query parameter without a name.
    LWM2MC_ERROR_INVALID_ATTRIBUTE_NAME = -68,
    /// A link attribute whose value is neither a token nor a quoted string.
    LWM2MC_ERROR_INVALID_ATTRIBUTE_VALUE = -69,
    /// A link attribute or query parameter that has no value, but must have one.
    LWM2MC_ERROR_VALUE_REQUIRED = -70,
    /// A query parameter that has a value, but must not have one.
    LWM2MC_ERROR_VALUE_NOT_ALLOWED = -71,
    /// An alternate path that is not absolute, or has a segment that could be taken for an ID.
    LWM2MC_ERROR_INVALID_ALTERNATE_PATH = -72,
    /// An argument of Execute that does not start with a digit.
    LWM2MC_ERROR_INVALID_ARGUMENT = -73,
    /// A byte in an argument of Execute that does not belong there.
    LWM2MC_ERROR_INVALID_ARGUMENT_VALUE = -74,
    /// A map key without IDs.
    LWM2MC_ERROR_EMPTY_KEY = -112,
    /// A map key that is neither an ID nor an array of IDs.
    LWM2MC_ERROR_INVALID_KEY = -113,
    /// A map without entries.
    LWM2MC_ERROR_EMPTY_MAP = -114,
    /// A path that has a value and also paths below it.
    LWM2MC_ERROR_VALUE_AND_CONTAINER = -115,
    /// The member `e` is missing.
    LWM2MC_ERROR_MISSING_ENTRIES = -116,
    /// A SenML label that is no label: text where a number is due, or neither.
    LWM2MC_ERROR_INVALID_LABEL = -117,
    /// The value of a CoreLink resource ends within a link.
    LWM2MC_ERROR_UNFINISHED_LINKS = -118,
    /// The buffer is too small; the position says how many bytes are needed.
    LWM2MC_ERROR_BUFFER_TOO_SMALL = -128,
    /// The record lies outside the request path.
    LWM2MC_ERROR_RECORD_OUTSIDE_BASE = -129,
    /// The record belongs to a group that was left already.
    LWM2MC_ERROR_RECORDS_NOT_GROUPED = -130,
    /// Too many groups stand out of order to be sure that none comes twice.
    LWM2MC_ERROR_RECORDS_NOT_SORTED = -131,
    /// The format cannot serve a request path of this level.
    LWM2MC_ERROR_BASE_PATH_NOT_ENCODABLE = -132,
    /// The format has no times, or reads the number as another one.
    LWM2MC_ERROR_TIME_NOT_REPRESENTABLE = -133,
    /// The format cannot express what the record holds.
    LWM2MC_ERROR_NOT_REPRESENTABLE = -134,
    /// The format holds exactly one value.
    LWM2MC_ERROR_SINGLE_VALUE_ONLY = -135,
    /// The record's path does not reach a resource.
    LWM2MC_ERROR_RECORD_PATH = -136,
    /// A number outside what the format or data type holds.
    LWM2MC_ERROR_NUMBER_NOT_REPRESENTABLE = -137,
    /// The output has 4 GiB or more, or a part of it is too long for its length field.
    LWM2MC_ERROR_OUTPUT_TOO_LONG = -138,
    /// The value's type is not known: it comes from TLV or plain text without a schema.
    LWM2MC_ERROR_TYPE_NOT_KNOWN = -139,
    /// The content format is unknown, not built in, or holds no records.
    LWM2MC_ERROR_FORMAT_NOT_ENCODABLE = -140,
    /// The value has no lossless form in the type that the schema declares.
    LWM2MC_ERROR_TYPE_MISMATCH = -141,
    /// A value where the schema declares instances, or the reverse, or one path with both.
    LWM2MC_ERROR_MULTIPLICITY_MISMATCH = -142,
    /// The format does not serve the operation.
    LWM2MC_ERROR_OPERATION_NOT_ENCODABLE = -143,
    /// No records where the format or the operation needs one.
    LWM2MC_ERROR_NO_RECORDS = -144,
    /// A pointer is `NULL` that must not be.
    LWM2MC_ERROR_NULL = -300,
    /// The state was not initialised, or its initialisation failed.
    LWM2MC_ERROR_NOT_INITIALIZED = -301,
    /// An argument that the function does not know: a number outside its enumeration, a malformed
    /// path, a schema whose table is not in order, a text that is not UTF-8.
    LWM2MC_ERROR_ARGUMENT = -302,
    /// A record, link or attribute to encode that is malformed: a number outside its enumeration, a
    /// malformed path or time, a text that is not UTF-8. The position is its index.
    LWM2MC_ERROR_MALFORMED = -303,
    /// A state that must stay where it was initialised was moved or copied.
    LWM2MC_ERROR_MOVED = -304,
    /// There are items of the block before that were not taken.
    LWM2MC_ERROR_BLOCK_PENDING = -305,
}

/// Content formats, by their CoAP numbers. Where a function takes one, it takes the numbers of old
/// drafts as well: 99, 1541, 1542, 1543.
#[repr(u16)]
pub enum Format {
    /// `text/plain;charset=utf-8`: one value as text.
    LWM2MC_FORMAT_TEXT = 0,
    /// `application/link-format`: links, which are no records.
    LWM2MC_FORMAT_LINK = 40,
    /// `application/octet-stream`: one Opaque value.
    LWM2MC_FORMAT_OPAQUE = 42,
    /// `application/cbor`: one value as a CBOR item.
    LWM2MC_FORMAT_CBOR = 60,
    /// `application/senml+json`.
    LWM2MC_FORMAT_SENML_JSON = 110,
    /// `application/senml+cbor`.
    LWM2MC_FORMAT_SENML_CBOR = 112,
    /// `application/senml-etch+json`: composite requests.
    LWM2MC_FORMAT_ETCH_JSON = 320,
    /// `application/senml-etch+cbor`: composite requests.
    LWM2MC_FORMAT_ETCH_CBOR = 322,
    /// `application/vnd.oma.lwm2m+tlv`.
    LWM2MC_FORMAT_TLV = 11542,
    /// `application/vnd.oma.lwm2m+json`, of LwM2M 1.0.
    LWM2MC_FORMAT_OMA_JSON = 11543,
    /// `application/vnd.oma.lwm2m+cbor`, since LwM2M 1.2.
    LWM2MC_FORMAT_LWM2M_CBOR = 11544,
}

/// What the request around a payload is.
#[repr(u8)]
pub enum Operation {
    /// The answer to a Read or Observe, or a notification.
    LWM2MC_OPERATION_READ = 0,
    /// Write, in either mode.
    LWM2MC_OPERATION_WRITE = 1,
    /// Create. Instance 65535 stands for an instance whose ID the client chooses.
    LWM2MC_OPERATION_CREATE = 2,
    /// Execute: the payload holds arguments.
    LWM2MC_OPERATION_EXECUTE = 3,
    /// The request of a Read-Composite or Observe-Composite: a list of paths.
    LWM2MC_OPERATION_READ_COMPOSITE = 4,
    /// The answer to a Read-Composite or Observe-Composite, or its notifications.
    LWM2MC_OPERATION_READ_COMPOSITE_RESPONSE = 5,
    /// Write-Composite.
    LWM2MC_OPERATION_WRITE_COMPOSITE = 6,
    /// Send.
    LWM2MC_OPERATION_SEND = 7,
    /// The answer to a Discover or Bootstrap-Discover.
    LWM2MC_OPERATION_DISCOVER = 8,
    /// Register and Update.
    LWM2MC_OPERATION_REGISTER = 9,
    /// Bootstrap-Write.
    LWM2MC_OPERATION_BOOTSTRAP_WRITE = 10,
    /// The answer to a Bootstrap-Read.
    LWM2MC_OPERATION_BOOTSTRAP_READ = 11,
    /// The answer to a Bootstrap-Pack request.
    LWM2MC_OPERATION_BOOTSTRAP_PACK = 12,
}

/// Data types of resources. A schema joins one with what is known of the multiplicity, as in
/// `LWM2MC_TYPE_INTEGER | LWM2MC_MULTIPLE`.
#[repr(u8)]
pub enum Type {
    /// Not known. A value of TLV or plain text has no type if the schema does not tell it: it is
    /// handed out as Opaque or String.
    LWM2MC_TYPE_UNKNOWN = 0,
    /// UTF-8 text.
    LWM2MC_TYPE_STRING = 1,
    /// A signed integer.
    LWM2MC_TYPE_INTEGER = 2,
    /// An unsigned integer.
    LWM2MC_TYPE_UNSIGNED = 3,
    /// A floating-point number.
    LWM2MC_TYPE_FLOAT = 4,
    /// True or false.
    LWM2MC_TYPE_BOOLEAN = 5,
    /// Bytes.
    LWM2MC_TYPE_OPAQUE = 6,
    /// Seconds since 1970-01-01T00:00:00Z, signed.
    LWM2MC_TYPE_TIME = 7,
    /// A link to an object instance.
    LWM2MC_TYPE_OBJECT_LINK = 8,
    /// A list of links in CoRE link format, as text.
    LWM2MC_TYPE_CORE_LINK = 9,
    /// No value: executable resources.
    LWM2MC_TYPE_NONE = 10,
    /// With a type: the resource has a single value.
    LWM2MC_SINGLE = 0x10,
    /// With a type: the resource has instances.
    LWM2MC_MULTIPLE = 0x20,
}

/// What a record says of its path.
#[repr(u8)]
pub enum Content {
    /// Its value.
    LWM2MC_CONTENT_VALUE = 0,
    /// Nothing: the path itself is meant, as in a Read-Composite request.
    LWM2MC_CONTENT_PATH = 1,
    /// The resource instance is to be deleted (SenML-ETCH).
    LWM2MC_CONTENT_DELETE = 2,
    /// The object instance or multiple-instance resource is there and has no children.
    LWM2MC_CONTENT_EMPTY = 3,
}

/// What a time counts from.
#[repr(u8)]
pub enum TimeBasis {
    /// Not stated: what the format that carries the number takes it for. Only numbers of seconds
    /// between 0 and 2^28 can be either; decoders state it.
    LWM2MC_TIME_UNSTATED = 0,
    /// 1970-01-01T00:00:00Z.
    LWM2MC_TIME_ABSOLUTE = 1,
    /// The time of reception.
    LWM2MC_TIME_RELATIVE = 2,
}

/// What the position of an error counts.
#[repr(u8)]
pub enum Counts {
    /// Bytes of the payload, from 0.
    LWM2MC_COUNTS_OFFSET = 0,
    /// Bytes that the output needs.
    LWM2MC_COUNTS_NEEDED = 1,
    /// Records or links to encode, from 0.
    LWM2MC_COUNTS_RECORD = 2,
}

/// When a change of a Boolean is reported.
#[repr(u8)]
pub enum Edge {
    /// From true to false.
    LWM2MC_EDGE_FALLING = 0,
    /// From false to true.
    LWM2MC_EDGE_RISING = 1,
}

/// Encoders of SenML and OMA JSON write whole paths, without base names (a flag of a context).
pub const LWM2MC_ABSOLUTE_NAMES: u8 = 1;
/// Encoders of TLV make Unsigned values wide enough that a reader that takes them as signed
/// (Leshan, Zephyr) sees the same number (a flag of a context).
pub const LWM2MC_WIDE_UNSIGNED: u8 = 2;
/// Encoders of CBOR, SenML CBOR and LwM2M CBOR mark Time values with tag 1, as Anjay Lite does and
/// in CBOR demands (a flag of a context). In SenML CBOR it is against the documents.
pub const LWM2MC_TAGGED_TIME: u8 = 4;
/// Encoders of SenML JSON write opaque values in the standard alphabet of base64 and with padding,
/// for readers from before base64url (Wakaama, Zephyr until 2026) (a flag of a context). It is
/// against the documents.
pub const LWM2MC_PADDED_BASE64: u8 = 8;
/// Encoders write values as they are given, whatever the schema declares (a flag of a context).
/// Otherwise values become the declared type where nothing is lost (with the feature `adapt`), and
/// what does not fit is `LWM2MC_ERROR_TYPE_MISMATCH`.
pub const LWM2MC_UNCHECKED_TYPES: u8 = 16;

/// A link has `formats` (a bit of `present`, as all `LWM2MC_HAS_...`).
pub const LWM2MC_HAS_FORMATS: u32 = 0x0001;
/// A link has `version`.
pub const LWM2MC_HAS_VERSION: u32 = 0x0002;
/// A link has `lwm2m_version`.
pub const LWM2MC_HAS_LWM2M_VERSION: u32 = 0x0004;
/// A link has `dim`.
pub const LWM2MC_HAS_DIM: u32 = 0x0008;
/// A link has `ssid`.
pub const LWM2MC_HAS_SSID: u32 = 0x0010;
/// A link has `uri`.
pub const LWM2MC_HAS_URI: u32 = 0x0020;
/// A link has `pmin`.
pub const LWM2MC_HAS_PMIN: u32 = 0x0040;
/// A link has `pmax`.
pub const LWM2MC_HAS_PMAX: u32 = 0x0080;
/// A link has `epmin`.
pub const LWM2MC_HAS_EPMIN: u32 = 0x0100;
/// A link has `epmax`.
pub const LWM2MC_HAS_EPMAX: u32 = 0x0200;
/// A link has `gt`.
pub const LWM2MC_HAS_GT: u32 = 0x0400;
/// A link has `lt`.
pub const LWM2MC_HAS_LT: u32 = 0x0800;
/// A link has `st`.
pub const LWM2MC_HAS_ST: u32 = 0x1000;
/// A link has `edge`.
pub const LWM2MC_HAS_EDGE: u32 = 0x2000;
/// A link has `con`.
pub const LWM2MC_HAS_CON: u32 = 0x4000;
/// A link has `hqmax`.
pub const LWM2MC_HAS_HQMAX: u32 = 0x8000;

/// The greatest number of attributes, and of content formats, that a link to encode may have.
pub const LWM2MC_MAX_ATTRIBUTES: usize = 16;

/// All leniencies, for a server that faces real devices; also those that later versions add.
pub const LWM2MC_LENIENT: u64 = 0x7fff_ffff_ffff_ffff;
/// Signs, leading zeros and an integral fraction in plain-text numbers (parsers built on
/// `strtol` and senders that print every number as a float).
pub const LWM2MC_LENIENCY_LOOSE_NUMBERS: u64 = 0x2;
/// `nan`, `inf` and `-inf` as plain-text floats (Wakaama prints them).
pub const LWM2MC_LENIENCY_FLOAT_WORDS: u64 = 0x4;
/// `true` and `false` as plain-text Booleans.
pub const LWM2MC_LENIENCY_BOOLEAN_WORDS: u64 = 0x8;
/// Either base64 alphabet, with or without padding (Zephyr until 2026, Wakaama).
pub const LWM2MC_LENIENCY_BASE64: u64 = 0x10;
/// The null object link in hexadecimal, `FFFF:FFFF` (an example of the OMA specifications).
pub const LWM2MC_LENIENCY_HEX_NULL_LINK: u64 = 0x20;
/// A NUL at the end of a text that is not a String, of a JSON payload or of a list of links
/// (Zephyr and other clients written in C count it into the length).
pub const LWM2MC_LENIENCY_TRAILING_NUL: u64 = 0x40;
/// Invalid UTF-8 and lone surrogates in values that are strings, read with U+FFFD for what is
/// invalid (devices that cut texts to a number of bytes).
pub const LWM2MC_LENIENCY_INVALID_UTF8: u64 = 0x80;
/// An octet stream for a resource that is not Opaque; its bytes are kept.
pub const LWM2MC_LENIENCY_OPAQUE_FOR_OTHER: u64 = 0x100;
/// A float without fraction for an integer type, in CBOR (devices that send 95.0 for 95).
pub const LWM2MC_LENIENCY_FLOAT_FOR_INTEGER: u64 = 0x200;
/// The numbers 0 and 1 for a Boolean.
pub const LWM2MC_LENIENCY_NUMBER_FOR_BOOLEAN: u64 = 0x400;
/// CBOR `true` and `false` for an integer type, in CBOR and LwM2M CBOR.
pub const LWM2MC_LENIENCY_BOOLEAN_FOR_NUMBER: u64 = 0x800;
/// A Time with a fraction, which is cut down to the second.
pub const LWM2MC_LENIENCY_FRACTIONAL_TIME: u64 = 0x1000;
/// Unknown CBOR tags around a value (Anjay skips every tag).
pub const LWM2MC_LENIENCY_UNKNOWN_TAGS: u64 = 0x2000;
/// CBOR bignums that fit 64 bits.
pub const LWM2MC_LENIENCY_BIGNUM: u64 = 0x4000;
/// A date and time as untagged CBOR text for a Time resource.
pub const LWM2MC_LENIENCY_TEXT_FOR_TIME: u64 = 0x8000;
/// TLV integers of 3, 5, 6 or 7 bytes (Leshan reads them).
pub const LWM2MC_LENIENCY_INTEGER_WIDTH: u64 = 0x10000;
/// TLV Booleans of one or two bytes with any value, non-zero being true (Zephyr).
pub const LWM2MC_LENIENCY_BOOLEAN_BYTE: u64 = 0x20000;
/// An Object Instance TLV around a resource that the request named, or a Multiple Resource
/// TLV around the resource instance (Leshan reads both).
pub const LWM2MC_LENIENCY_SUPERFLUOUS_LEVEL: u64 = 0x40000;
/// Resources without the Object Instance TLV in an answer about an object, read as instance
/// 0, or Resource Instances without their Multiple Resource TLV (Leshan).
pub const LWM2MC_LENIENCY_MISSING_LEVEL: u64 = 0x80000;
/// The same path and time twice, or the same TLV sibling twice: all are kept, in order
/// (Anjay's and Anjay Lite's encoders repeat a path).
pub const LWM2MC_LENIENCY_DUPLICATES: u64 = 0x100000;
/// A single value for a multiple-instance resource, in any format, read as resource instance 0.
pub const LWM2MC_LENIENCY_SINGLE_FOR_MULTIPLE: u64 = 0x200000;
/// A slash after a name (older devices, leshan issue 1651), or after the last ID in the target
/// of a link (LwM2M 1.0 Bootstrap-Discover).
pub const LWM2MC_LENIENCY_TRAILING_SLASH: u64 = 0x400000;
/// A name or the target of a link without its leading slash: absolute if that lies at or below
/// the request path, else relative to it.
pub const LWM2MC_LENIENCY_MISSING_LEADING_SLASH: u64 = 0x800000;
/// IDs with leading zeros in names, object links (tables of the OMA specifications print `10:03`)
/// and targets of links.
pub const LWM2MC_LENIENCY_LEADING_ZEROS: u64 = 0x1000000;
/// Names without the alternate path that the client registered (LwM2M 1.1 senders), and links
/// of a registration without the one that it names (Wakaama).
pub const LWM2MC_LENIENCY_MISSING_ALTERNATE_PATH: u64 = 0x2000000;
/// A string field for an object link (`vs` or `sv` for `vlo` or `ov`).
pub const LWM2MC_LENIENCY_STRING_FOR_OBJECT_LINK: u64 = 0x4000000;
/// The same label or member twice in a record; the last one counts.
pub const LWM2MC_LENIENCY_DUPLICATE_LABELS: u64 = 0x8000000;
/// A byte order mark before JSON.
pub const LWM2MC_LENIENCY_BYTE_ORDER_MARK: u64 = 0x10000000;
/// A SenML CBOR pack as an indefinite-length array (Leshan and Anjay read it).
pub const LWM2MC_LENIENCY_INDEFINITE_ARRAY: u64 = 0x20000000;
/// Indefinite-length strings in SenML CBOR.
pub const LWM2MC_LENIENCY_INDEFINITE_STRING: u64 = 0x40000000;
/// SenML labels of JSON as text, or numbers as text, in SenML CBOR (leshan issue 1654).
pub const LWM2MC_LENIENCY_TEXT_LABELS: u64 = 0x80000000;
/// CBOR tags 0 and 1 on times and values of SenML CBOR (Anjay Lite, leshan issue 1631).
pub const LWM2MC_LENIENCY_TIME_TAGS: u64 = 0x100000000;
/// Values in the path list of a composite read; they are ignored.
pub const LWM2MC_LENIENCY_VALUE_IN_PATH_LIST: u64 = 0x200000000;
/// A null that deletes a whole resource.
pub const LWM2MC_LENIENCY_NULL_DELETES_RESOURCE: u64 = 0x400000000;
/// A null that deletes in a Write-Composite of another format than SenML-ETCH: LwM2M CBOR (Anjay),
/// SenML JSON and SenML CBOR.
pub const LWM2MC_LENIENCY_NULL_WITHOUT_ETCH: u64 = 0x800000000;
/// Empty maps in LwM2M CBOR (Anjay Lite answers an empty read with one).
pub const LWM2MC_LENIENCY_EMPTY_MAP: u64 = 0x1000000000;
/// LwM2M CBOR keys relative to the request path in Write and Create (LwM2M 1.2.0).
pub const LWM2MC_LENIENCY_RELATIVE_KEYS: u64 = 0x2000000000;
/// White space around the separators of links and attributes (examples of the OMA specifications
/// have it after commas).
pub const LWM2MC_LENIENCY_LINK_SPACES: u64 = 0x10000000000;
/// A comma after the last link.
pub const LWM2MC_LENIENCY_LINK_TRAILING_COMMA: u64 = 0x20000000000;
/// The version of LwM2M before the first link instead of as an attribute of the root (LwM2M
/// 1.0 Bootstrap-Discover).
pub const LWM2MC_LENIENCY_BARE_LWM2M_VERSION: u64 = 0x40000000000;
/// Spaces and other characters in arguments of Execute that its grammar leaves out (an example
/// of the OMA specifications has a space).
pub const LWM2MC_LENIENCY_ARGUMENT_TEXT: u64 = 0x80000000000;
/// An empty payload as the answer about a resource or resource instance (clients that answer so
/// for a multiple-instance resource without instances).
pub const LWM2MC_LENIENCY_EMPTY_PAYLOAD: u64 = 0x100000000000;
/// Instance 0 of a single-instance resource, read as the resource.
pub const LWM2MC_LENIENCY_INSTANCE_FOR_SINGLE: u64 = 0x200000000000;
/// No slash between a base name that ends in the ID 0 and a name that starts with a digit (leshan
/// issue 694): it is put in.
pub const LWM2MC_LENIENCY_MISSING_SLASH: u64 = 0x400000000000;
/// White space and line ends around texts that are not Strings and around lists of links
/// (payloads from a shell or an editor).
pub const LWM2MC_LENIENCY_SURROUNDING_SPACE: u64 = 0x800000000000;
/// Numbers and Booleans as ASCII digits in TLV, where their length is none that a binary number
/// has, and the digits 0 and 1 for a Boolean.
pub const LWM2MC_LENIENCY_ASCII_NUMBERS: u64 = 0x1000000000000;
/// Numbers as strings under `v`, `t` and `bt` of SenML and `v`, `t` and `bt` of OMA JSON.
pub const LWM2MC_LENIENCY_NUMBER_AS_TEXT: u64 = 0x2000000000000;
/// The Short Server ID 0 in links (clients name the bootstrap server so).
pub const LWM2MC_LENIENCY_ZERO_SERVER_ID: u64 = 0x4000000000000;
/// Exponents in numeric attributes.
pub const LWM2MC_LENIENCY_ATTRIBUTE_EXPONENTS: u64 = 0x8000000000000;
/// Versions of three parts, of which the last is ignored (`1.0.2`).
pub const LWM2MC_LENIENCY_LONG_VERSIONS: u64 = 0x10000000000000;
/// A query parameter with an empty value, which is read as unset (`pmin=`).
pub const LWM2MC_LENIENCY_EMPTY_ATTRIBUTE: u64 = 0x20000000000000;
/// A SenML record with base fields alone: it sets them for those that follow.
pub const LWM2MC_LENIENCY_BASE_FIELDS_ONLY: u64 = 0x40000000000000;
/// Any text as the value of a CoreLink resource.
pub const LWM2MC_LENIENCY_ANY_CORE_LINK: u64 = 0x80000000000000;
