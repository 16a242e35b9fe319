/**
 * @file
 * lwm2m-codec: a codec for the payloads of OMA LwM2M, without heap and without global state.
 *
 * Decoders and encoders are states in memory of the caller, of a fixed size. Functions return a
 * `lwm2mc_status_t`, which is negative if they fail; what they say of it in detail goes to an
 * `lwm2mc_error_t`, which may be `NULL` wherever it is the last argument.
 *
 * What holds for all functions:
 * - Pointers are `NULL` or valid, also those in structures. `NULL` where something must be gives
 *   `LWM2MC_ERROR_NULL`, unless the length beside it is 0.
 * - What a state was given when it was initialised outlives it and stays as it is: see there. So
 *   does what records point to, as long as they are used.
 * - Texts have a length beside them and need no NUL; where one is written, it is said.
 * - Members `private_...` are left alone. Structures that are given to functions are initialised,
 *   if only with zeros.
 * - Two threads must not use the same state at the same time; all else may be shared.
 * - Nothing is to be freed.
 */


#ifndef LWM2M_CODEC_H
#define LWM2M_CODEC_H

/* Generated from bindings-c/src: see bindings-c/README.md. Do not edit. */

#include <stddef.h>
#include <stdint.h>

/** The version of the library. */
#define LWM2MC_VERSION "0.1.0"

/**
 * Encoders of SenML and OMA JSON write whole paths, without base names (a flag of a context).
 */
#define LWM2MC_ABSOLUTE_NAMES 1

/**
 * Encoders of TLV make Unsigned values wide enough that a reader that takes them as signed
 * (Leshan, Zephyr) sees the same number (a flag of a context).
 */
#define LWM2MC_WIDE_UNSIGNED 2

/**
 * Encoders of CBOR, SenML CBOR and LwM2M CBOR mark Time values with tag 1, as Anjay Lite does and
 * in CBOR demands (a flag of a context). In SenML CBOR it is against the documents.
 */
#define LWM2MC_TAGGED_TIME 4

/**
 * Encoders of SenML JSON write opaque values in the standard alphabet of base64 and with padding,
 * for readers from before base64url (Wakaama, Zephyr until 2026) (a flag of a context). It is
 * against the documents.
 */
#define LWM2MC_PADDED_BASE64 8

/**
 * Encoders write values as they are given, whatever the schema declares (a flag of a context).
 * Otherwise values become the declared type where nothing is lost (with the feature `adapt`), and
 * what does not fit is `LWM2MC_ERROR_TYPE_MISMATCH`.
 */
#define LWM2MC_UNCHECKED_TYPES 16

/**
 * A link has `formats` (a bit of `present`, as all `LWM2MC_HAS_...`).
 */
#define LWM2MC_HAS_FORMATS 1

/**
 * A link has `version`.
 */
#define LWM2MC_HAS_VERSION 2

/**
 * A link has `lwm2m_version`.
 */
#define LWM2MC_HAS_LWM2M_VERSION 4

/**
 * A link has `dim`.
 */
#define LWM2MC_HAS_DIM 8

/**
 * A link has `ssid`.
 */
#define LWM2MC_HAS_SSID 16

/**
 * A link has `uri`.
 */
#define LWM2MC_HAS_URI 32

/**
 * A link has `pmin`.
 */
#define LWM2MC_HAS_PMIN 64

/**
 * A link has `pmax`.
 */
#define LWM2MC_HAS_PMAX 128

/**
 * A link has `epmin`.
 */
#define LWM2MC_HAS_EPMIN 256

/**
 * A link has `epmax`.
 */
#define LWM2MC_HAS_EPMAX 512

/**
 * A link has `gt`.
 */
#define LWM2MC_HAS_GT 1024

/**
 * A link has `lt`.
 */
#define LWM2MC_HAS_LT 2048

/**
 * A link has `st`.
 */
#define LWM2MC_HAS_ST 4096

/**
 * A link has `edge`.
 */
#define LWM2MC_HAS_EDGE 8192

/**
 * A link has `con`.
 */
#define LWM2MC_HAS_CON 16384

/**
 * A link has `hqmax`.
 */
#define LWM2MC_HAS_HQMAX 32768

/**
 * The greatest number of attributes, and of content formats, that a link to encode may have.
 */
#define LWM2MC_MAX_ATTRIBUTES 16

/**
 * All leniencies, for a server that faces real devices; also those that later versions add.
 */
#define LWM2MC_LENIENT 9223372036854775807

/**
 * Signs, leading zeros and an integral fraction in plain-text numbers (parsers built on
 * `strtol` and senders that print every number as a float).
 */
#define LWM2MC_LENIENCY_LOOSE_NUMBERS 2

/**
 * `nan`, `inf` and `-inf` as plain-text floats (Wakaama prints them).
 */
#define LWM2MC_LENIENCY_FLOAT_WORDS 4

/**
 * `true` and `false` as plain-text Booleans.
 */
#define LWM2MC_LENIENCY_BOOLEAN_WORDS 8

/**
 * Either base64 alphabet, with or without padding (Zephyr until 2026, Wakaama).
 */
#define LWM2MC_LENIENCY_BASE64 16

/**
 * The null object link in hexadecimal, `FFFF:FFFF` (an example of the OMA specifications).
 */
#define LWM2MC_LENIENCY_HEX_NULL_LINK 32

/**
 * A NUL at the end of a text that is not a String, of a JSON payload or of a list of links
 * (Zephyr and other clients written in C count it into the length).
 */
#define LWM2MC_LENIENCY_TRAILING_NUL 64

/**
 * Invalid UTF-8 and lone surrogates in values that are strings, read with U+FFFD for what is
 * invalid (devices that cut texts to a number of bytes).
 */
#define LWM2MC_LENIENCY_INVALID_UTF8 128

/**
 * An octet stream for a resource that is not Opaque; its bytes are kept.
 */
#define LWM2MC_LENIENCY_OPAQUE_FOR_OTHER 256

/**
 * A float without fraction for an integer type, in CBOR (devices that send 95.0 for 95).
 */
#define LWM2MC_LENIENCY_FLOAT_FOR_INTEGER 512

/**
 * The numbers 0 and 1 for a Boolean.
 */
#define LWM2MC_LENIENCY_NUMBER_FOR_BOOLEAN 1024

/**
 * CBOR `true` and `false` for an integer type, in CBOR and LwM2M CBOR.
 */
#define LWM2MC_LENIENCY_BOOLEAN_FOR_NUMBER 2048

/**
 * A Time with a fraction, which is cut down to the second.
 */
#define LWM2MC_LENIENCY_FRACTIONAL_TIME 4096

/**
 * Unknown CBOR tags around a value (Anjay skips every tag).
 */
#define LWM2MC_LENIENCY_UNKNOWN_TAGS 8192

/**
 * CBOR bignums that fit 64 bits.
 */
#define LWM2MC_LENIENCY_BIGNUM 16384

/**
 * A date and time as untagged CBOR text for a Time resource.
 */
#define LWM2MC_LENIENCY_TEXT_FOR_TIME 32768

/**
 * TLV integers of 3, 5, 6 or 7 bytes (Leshan reads them).
 */
#define LWM2MC_LENIENCY_INTEGER_WIDTH 65536

/**
 * TLV Booleans of one or two bytes with any value, non-zero being true (Zephyr).
 */
#define LWM2MC_LENIENCY_BOOLEAN_BYTE 131072

/**
 * An Object Instance TLV around a resource that the request named, or a Multiple Resource
 * TLV around the resource instance (Leshan reads both).
 */
#define LWM2MC_LENIENCY_SUPERFLUOUS_LEVEL 262144

/**
 * Resources without the Object Instance TLV in an answer about an object, read as instance
 * 0, or Resource Instances without their Multiple Resource TLV (Leshan).
 */
#define LWM2MC_LENIENCY_MISSING_LEVEL 524288

/**
 * The same path and time twice, or the same TLV sibling twice: all are kept, in order
 * (Anjay's and Anjay Lite's encoders repeat a path).
 */
#define LWM2MC_LENIENCY_DUPLICATES 1048576

/**
 * A single value for a multiple-instance resource, in any format, read as resource instance 0.
 */
#define LWM2MC_LENIENCY_SINGLE_FOR_MULTIPLE 2097152

/**
 * A slash after a name (older devices, leshan issue 1651), or after the last ID in the target
 * of a link (LwM2M 1.0 Bootstrap-Discover).
 */
#define LWM2MC_LENIENCY_TRAILING_SLASH 4194304

/**
 * A name or the target of a link without its leading slash: absolute if that lies at or below
 * the request path, else relative to it.
 */
#define LWM2MC_LENIENCY_MISSING_LEADING_SLASH 8388608

/**
 * IDs with leading zeros in names, object links (tables of the OMA specifications print `10:03`)
 * and targets of links.
 */
#define LWM2MC_LENIENCY_LEADING_ZEROS 16777216

/**
 * Names without the alternate path that the client registered (LwM2M 1.1 senders), and links
 * of a registration without the one that it names (Wakaama).
 */
#define LWM2MC_LENIENCY_MISSING_ALTERNATE_PATH 33554432

/**
 * A string field for an object link (`vs` or `sv` for `vlo` or `ov`).
 */
#define LWM2MC_LENIENCY_STRING_FOR_OBJECT_LINK 67108864

/**
 * The same label or member twice in a record; the last one counts.
 */
#define LWM2MC_LENIENCY_DUPLICATE_LABELS 134217728

/**
 * A byte order mark before JSON.
 */
#define LWM2MC_LENIENCY_BYTE_ORDER_MARK 268435456

/**
 * A SenML CBOR pack as an indefinite-length array (Leshan and Anjay read it).
 */
#define LWM2MC_LENIENCY_INDEFINITE_ARRAY 536870912

/**
 * Indefinite-length strings in SenML CBOR.
 */
#define LWM2MC_LENIENCY_INDEFINITE_STRING 1073741824

/**
 * SenML labels of JSON as text, or numbers as text, in SenML CBOR (leshan issue 1654).
 */
#define LWM2MC_LENIENCY_TEXT_LABELS 2147483648

/**
 * CBOR tags 0 and 1 on times and values of SenML CBOR (Anjay Lite, leshan issue 1631).
 */
#define LWM2MC_LENIENCY_TIME_TAGS 4294967296

/**
 * Values in the path list of a composite read; they are ignored.
 */
#define LWM2MC_LENIENCY_VALUE_IN_PATH_LIST 8589934592

/**
 * A null that deletes a whole resource.
 */
#define LWM2MC_LENIENCY_NULL_DELETES_RESOURCE 17179869184

/**
 * A null that deletes in a Write-Composite of another format than SenML-ETCH: LwM2M CBOR (Anjay),
 * SenML JSON and SenML CBOR.
 */
#define LWM2MC_LENIENCY_NULL_WITHOUT_ETCH 34359738368

/**
 * Empty maps in LwM2M CBOR (Anjay Lite answers an empty read with one).
 */
#define LWM2MC_LENIENCY_EMPTY_MAP 68719476736

/**
 * LwM2M CBOR keys relative to the request path in Write and Create (LwM2M 1.2.0).
 */
#define LWM2MC_LENIENCY_RELATIVE_KEYS 137438953472

/**
 * White space around the separators of links and attributes (examples of the OMA specifications
 * have it after commas).
 */
#define LWM2MC_LENIENCY_LINK_SPACES 1099511627776

/**
 * A comma after the last link.
 */
#define LWM2MC_LENIENCY_LINK_TRAILING_COMMA 2199023255552

/**
 * The version of LwM2M before the first link instead of as an attribute of the root (LwM2M
 * 1.0 Bootstrap-Discover).
 */
#define LWM2MC_LENIENCY_BARE_LWM2M_VERSION 4398046511104

/**
 * Spaces and other characters in arguments of Execute that its grammar leaves out (an example
 * of the OMA specifications has a space).
 */
#define LWM2MC_LENIENCY_ARGUMENT_TEXT 8796093022208

/**
 * An empty payload as the answer about a resource or resource instance (clients that answer so
 * for a multiple-instance resource without instances).
 */
#define LWM2MC_LENIENCY_EMPTY_PAYLOAD 17592186044416

/**
 * Instance 0 of a single-instance resource, read as the resource.
 */
#define LWM2MC_LENIENCY_INSTANCE_FOR_SINGLE 35184372088832

/**
 * No slash between a base name that ends in the ID 0 and a name that starts with a digit (leshan
 * issue 694): it is put in.
 */
#define LWM2MC_LENIENCY_MISSING_SLASH 70368744177664

/**
 * White space and line ends around texts that are not Strings and around lists of links
 * (payloads from a shell or an editor).
 */
#define LWM2MC_LENIENCY_SURROUNDING_SPACE 140737488355328

/**
 * Numbers and Booleans as ASCII digits in TLV, where their length is none that a binary number
 * has, and the digits 0 and 1 for a Boolean.
 */
#define LWM2MC_LENIENCY_ASCII_NUMBERS 281474976710656

/**
 * Numbers as strings under `v`, `t` and `bt` of SenML and `v`, `t` and `bt` of OMA JSON.
 */
#define LWM2MC_LENIENCY_NUMBER_AS_TEXT 562949953421312

/**
 * The Short Server ID 0 in links (clients name the bootstrap server so).
 */
#define LWM2MC_LENIENCY_ZERO_SERVER_ID 1125899906842624

/**
 * Exponents in numeric attributes.
 */
#define LWM2MC_LENIENCY_ATTRIBUTE_EXPONENTS 2251799813685248

/**
 * Versions of three parts, of which the last is ignored (`1.0.2`).
 */
#define LWM2MC_LENIENCY_LONG_VERSIONS 4503599627370496

/**
 * A query parameter with an empty value, which is read as unset (`pmin=`).
 */
#define LWM2MC_LENIENCY_EMPTY_ATTRIBUTE 9007199254740992

/**
 * A SenML record with base fields alone: it sets them for those that follow.
 */
#define LWM2MC_LENIENCY_BASE_FIELDS_ONLY 18014398509481984

/**
 * Any text as the value of a CoreLink resource.
 */
#define LWM2MC_LENIENCY_ANY_CORE_LINK 36028797018963968

/**
 * What a function returns, as `lwm2mc_status_t`: 0 or more if it went well, less if not. The
 * numbers are fixed.
 */
enum lwm2mc_status_t
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * It went well; of decoders: there is a record, link or attribute.
   */
  LWM2MC_OK = 0,
  /**
   * There is nothing more: the payload, the block or the list is over.
   */
  LWM2MC_END = 1,
  /**
   * There is a piece of a value that is too long for the scratch.
   */
  LWM2MC_PIECE = 2,
  /**
   * The payload ends early; the offset is where the missing byte would be.
   */
  LWM2MC_ERROR_TRUNCATED = -1,
  /**
   * Bytes follow the end of the data.
   */
  LWM2MC_ERROR_TRAILING_DATA = -2,
  /**
   * The payload has 4 GiB or more.
   */
  LWM2MC_ERROR_PAYLOAD_TOO_LONG = -3,
  /**
   * The content format is unknown, not built in, or holds no records.
   */
  LWM2MC_ERROR_UNSUPPORTED_FORMAT = -4,
  /**
   * The format cannot serve a request path of this level.
   */
  LWM2MC_ERROR_BASE_PATH = -5,
  /**
   * Bytes that are not UTF-8 where text is due.
   */
  LWM2MC_ERROR_INVALID_UTF8 = -6,
  /**
   * A value of another type than the resource has.
   */
  LWM2MC_ERROR_UNEXPECTED_TYPE = -7,
  /**
   * A number outside what the data type holds.
   */
  LWM2MC_ERROR_VALUE_OUT_OF_RANGE = -8,
  /**
   * Not a decimal integer in canonical form.
   */
  LWM2MC_ERROR_INVALID_INTEGER = -9,
  /**
   * Not a decimal number.
   */
  LWM2MC_ERROR_INVALID_FLOAT = -10,
  /**
   * Not a Boolean of this format.
   */
  LWM2MC_ERROR_INVALID_BOOLEAN = -11,
  /**
   * Not a time of this format.
   */
  LWM2MC_ERROR_INVALID_TIME = -12,
  /**
   * Not an object link `objectID:instanceID`.
   */
  LWM2MC_ERROR_INVALID_OBJECT_LINK = -13,
  /**
   * Not base64 in the alphabet and padding that the format asks for.
   */
  LWM2MC_ERROR_INVALID_BASE64 = -14,
  /**
   * A number with a fraction where an integer is due.
   */
  LWM2MC_ERROR_FRACTIONAL_NUMBER = -15,
  /**
   * A path that does not follow the grammar.
   */
  LWM2MC_ERROR_INVALID_PATH = -16,
  /**
   * A path of more than four IDs.
   */
  LWM2MC_ERROR_PATH_TOO_LONG = -17,
  /**
   * An ID above 65535.
   */
  LWM2MC_ERROR_ID_OUT_OF_RANGE = -18,
  /**
   * The reserved ID 65535 where it means nothing.
   */
  LWM2MC_ERROR_RESERVED_ID = -19,
  /**
   * A path outside what the request named.
   */
  LWM2MC_ERROR_OUTSIDE_BASE = -20,
  /**
   * A second value for the same path and time, or a second container with the same ID.
   */
  LWM2MC_ERROR_DUPLICATE = -21,
  /**
   * More records than the caller's scratch can check for duplicates.
   */
  LWM2MC_ERROR_SCRATCH_FULL = -22,
  /**
   * The resource has several instances and the payload gives a single one, or the reverse.
   */
  LWM2MC_ERROR_MULTIPLICITY = -23,
  /**
   * The format does not serve the operation.
   */
  LWM2MC_ERROR_OPERATION_NOT_ALLOWED = -24,
  /**
   * A name without the alternate path that the client registered.
   */
  LWM2MC_ERROR_ALTERNATE_PATH = -25,
  /**
   * A value whose path does not lead to a resource or resource instance.
   */
  LWM2MC_ERROR_NOT_A_RESOURCE = -26,
  /**
   * A record that is cut by the end of a block and does not fit the scratch, its string or
   * opaque value left out; the offset is where what does not fit starts.
   */
  LWM2MC_ERROR_SCRATCH_TOO_SMALL = -27,
  /**
   * A long value comes in pieces, but what it belongs to is not known before it.
   */
  LWM2MC_ERROR_LONG_VALUE_FIRST = -28,
  /**
   * Base name or base time after the entries, when the payload comes in blocks.
   */
  LWM2MC_ERROR_BASE_AFTER_ENTRIES = -29,
  /**
   * An executable resource, which has no value.
   */
  LWM2MC_ERROR_NO_VALUE = -30,
  /**
   * A value whose length is not one that its data type has.
   */
  LWM2MC_ERROR_VALUE_LENGTH = -32,
  /**
   * An element that is longer than what contains it.
   */
  LWM2MC_ERROR_CONTAINER_OVERRUN = -33,
  /**
   * A TLV of a kind that does not belong here.
   */
  LWM2MC_ERROR_UNEXPECTED_TLV = -34,
  /**
   * More elements than the request path stands for.
   */
  LWM2MC_ERROR_TOO_MANY_ELEMENTS = -35,
  /**
   * CBOR that is not well-formed.
   */
  LWM2MC_ERROR_INVALID_CBOR = -48,
  /**
   * A CBOR tag that means nothing here.
   */
  LWM2MC_ERROR_TAG_NOT_ALLOWED = -49,
  /**
   * JSON that does not follow the grammar.
   */
  LWM2MC_ERROR_INVALID_JSON = -50,
  /**
   * A string with an escape that stands for no character.
   */
  LWM2MC_ERROR_INVALID_ESCAPE = -51,
  /**
   * Nesting deeper than 128 levels.
   */
  LWM2MC_ERROR_TOO_DEEP = -52,
  /**
   * The root is not of the type that the format has there.
   */
  LWM2MC_ERROR_WRONG_ROOT = -53,
  /**
   * The same label or member twice.
   */
  LWM2MC_ERROR_DUPLICATE_LABEL = -54,
  /**
   * A record without a name.
   */
  LWM2MC_ERROR_MISSING_NAME = -55,
  /**
   * A record with several values.
   */
  LWM2MC_ERROR_MULTIPLE_VALUES = -56,
  /**
   * A record without a value.
   */
  LWM2MC_ERROR_MISSING_VALUE = -57,
  /**
   * A SenML version that is not supported, or several in one pack.
   */
  LWM2MC_ERROR_UNSUPPORTED_VERSION = -58,
  /**
   * An unknown label that must be understood.
   */
  LWM2MC_ERROR_MUST_UNDERSTAND = -59,
  /**
   * A field that has no place in a path list.
   */
  LWM2MC_ERROR_FIELD_NOT_ALLOWED = -60,
  /**
   * A path list without paths.
   */
  LWM2MC_ERROR_EMPTY_PATH_LIST = -61,
  /**
   * An indefinite length where a definite one is due.
   */
  LWM2MC_ERROR_INDEFINITE_LENGTH = -62,
  /**
   * Null where it does not stand for a deletion.
   */
  LWM2MC_ERROR_NULL_VALUE = -63,
  /**
   * Not a version `major.minor`.
   */
  LWM2MC_ERROR_INVALID_VERSION = -64,
  /**
   * A link that does not start with `<`.
   */
  LWM2MC_ERROR_LINK_START = -65,
  /**
   * A byte in the target of a link that no URI has, or a slash after its last ID.
   */
  LWM2MC_ERROR_INVALID_TARGET = -66,
  /**
   * Something else than a separator after a link, an attribute or an argument.
   */
  LWM2MC_ERROR_MISSING_SEPARATOR = -67,
  /**
   * A link attribute or query parameter without a name.
   */
  LWM2MC_ERROR_INVALID_ATTRIBUTE_NAME = -68,
  /**
   * A link attribute whose value is neither a token nor a quoted string.
   */
  LWM2MC_ERROR_INVALID_ATTRIBUTE_VALUE = -69,
  /**
   * A link attribute or query parameter that has no value, but must have one.
   */
  LWM2MC_ERROR_VALUE_REQUIRED = -70,
  /**
   * A query parameter that has a value, but must not have one.
   */
  LWM2MC_ERROR_VALUE_NOT_ALLOWED = -71,
  /**
   * An alternate path that is not absolute, or has a segment that could be taken for an ID.
   */
  LWM2MC_ERROR_INVALID_ALTERNATE_PATH = -72,
  /**
   * An argument of Execute that does not start with a digit.
   */
  LWM2MC_ERROR_INVALID_ARGUMENT = -73,
  /**
   * A byte in an argument of Execute that does not belong there.
   */
  LWM2MC_ERROR_INVALID_ARGUMENT_VALUE = -74,
  /**
   * A map key without IDs.
   */
  LWM2MC_ERROR_EMPTY_KEY = -112,
  /**
   * A map key that is neither an ID nor an array of IDs.
   */
  LWM2MC_ERROR_INVALID_KEY = -113,
  /**
   * A map without entries.
   */
  LWM2MC_ERROR_EMPTY_MAP = -114,
  /**
   * A path that has a value and also paths below it.
   */
  LWM2MC_ERROR_VALUE_AND_CONTAINER = -115,
  /**
   * The member `e` is missing.
   */
  LWM2MC_ERROR_MISSING_ENTRIES = -116,
  /**
   * A SenML label that is no label: text where a number is due, or neither.
   */
  LWM2MC_ERROR_INVALID_LABEL = -117,
  /**
   * The value of a CoreLink resource ends within a link.
   */
  LWM2MC_ERROR_UNFINISHED_LINKS = -118,
  /**
   * The buffer is too small; the position says how many bytes are needed.
   */
  LWM2MC_ERROR_BUFFER_TOO_SMALL = -128,
  /**
   * The record lies outside the request path.
   */
  LWM2MC_ERROR_RECORD_OUTSIDE_BASE = -129,
  /**
   * The record belongs to a group that was left already.
   */
  LWM2MC_ERROR_RECORDS_NOT_GROUPED = -130,
  /**
   * Too many groups stand out of order to be sure that none comes twice.
   */
  LWM2MC_ERROR_RECORDS_NOT_SORTED = -131,
  /**
   * The format cannot serve a request path of this level.
   */
  LWM2MC_ERROR_BASE_PATH_NOT_ENCODABLE = -132,
  /**
   * The format has no times, or reads the number as another one.
   */
  LWM2MC_ERROR_TIME_NOT_REPRESENTABLE = -133,
  /**
   * The format cannot express what the record holds.
   */
  LWM2MC_ERROR_NOT_REPRESENTABLE = -134,
  /**
   * The format holds exactly one value.
   */
  LWM2MC_ERROR_SINGLE_VALUE_ONLY = -135,
  /**
   * The record's path does not reach a resource.
   */
  LWM2MC_ERROR_RECORD_PATH = -136,
  /**
   * A number outside what the format or data type holds.
   */
  LWM2MC_ERROR_NUMBER_NOT_REPRESENTABLE = -137,
  /**
   * The output has 4 GiB or more, or a part of it is too long for its length field.
   */
  LWM2MC_ERROR_OUTPUT_TOO_LONG = -138,
  /**
   * The value's type is not known: it comes from TLV or plain text without a schema.
   */
  LWM2MC_ERROR_TYPE_NOT_KNOWN = -139,
  /**
   * The content format is unknown, not built in, or holds no records.
   */
  LWM2MC_ERROR_FORMAT_NOT_ENCODABLE = -140,
  /**
   * The value has no lossless form in the type that the schema declares.
   */
  LWM2MC_ERROR_TYPE_MISMATCH = -141,
  /**
   * A value where the schema declares instances, or the reverse, or one path with both.
   */
  LWM2MC_ERROR_MULTIPLICITY_MISMATCH = -142,
  /**
   * The format does not serve the operation.
   */
  LWM2MC_ERROR_OPERATION_NOT_ENCODABLE = -143,
  /**
   * No records where the format or the operation needs one.
   */
  LWM2MC_ERROR_NO_RECORDS = -144,
  /**
   * A pointer is `NULL` that must not be.
   */
  LWM2MC_ERROR_NULL = -300,
  /**
   * The state was not initialised, or its initialisation failed.
   */
  LWM2MC_ERROR_NOT_INITIALIZED = -301,
  /**
   * An argument that the function does not know: a number outside its enumeration, a malformed
   * path, a schema whose table is not in order, a text that is not UTF-8.
   */
  LWM2MC_ERROR_ARGUMENT = -302,
  /**
   * A record, link or attribute to encode that is malformed: a number outside its enumeration, a
   * malformed path or time, a text that is not UTF-8. The position is its index.
   */
  LWM2MC_ERROR_MALFORMED = -303,
  /**
   * A state that must stay where it was initialised was moved or copied.
   */
  LWM2MC_ERROR_MOVED = -304,
  /**
   * There are items of the block before that were not taken.
   */
  LWM2MC_ERROR_BLOCK_PENDING = -305,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum lwm2mc_status_t lwm2mc_status_t;
#else
typedef int32_t lwm2mc_status_t;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Content formats, by their CoAP numbers. Where a function takes one, it takes the numbers of old
 * drafts as well: 99, 1541, 1542, 1543.
 */
enum lwm2mc_format_t
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint16_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * `text/plain;charset=utf-8`: one value as text.
   */
  LWM2MC_FORMAT_TEXT = 0,
  /**
   * `application/link-format`: links, which are no records.
   */
  LWM2MC_FORMAT_LINK = 40,
  /**
   * `application/octet-stream`: one Opaque value.
   */
  LWM2MC_FORMAT_OPAQUE = 42,
  /**
   * `application/cbor`: one value as a CBOR item.
   */
  LWM2MC_FORMAT_CBOR = 60,
  /**
   * `application/senml+json`.
   */
  LWM2MC_FORMAT_SENML_JSON = 110,
  /**
   * `application/senml+cbor`.
   */
  LWM2MC_FORMAT_SENML_CBOR = 112,
  /**
   * `application/senml-etch+json`: composite requests.
   */
  LWM2MC_FORMAT_ETCH_JSON = 320,
  /**
   * `application/senml-etch+cbor`: composite requests.
   */
  LWM2MC_FORMAT_ETCH_CBOR = 322,
  /**
   * `application/vnd.oma.lwm2m+tlv`.
   */
  LWM2MC_FORMAT_TLV = 11542,
  /**
   * `application/vnd.oma.lwm2m+json`, of LwM2M 1.0.
   */
  LWM2MC_FORMAT_OMA_JSON = 11543,
  /**
   * `application/vnd.oma.lwm2m+cbor`, since LwM2M 1.2.
   */
  LWM2MC_FORMAT_LWM2M_CBOR = 11544,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum lwm2mc_format_t lwm2mc_format_t;
#else
typedef uint16_t lwm2mc_format_t;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What the request around a payload is.
 */
enum lwm2mc_operation_t
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * The answer to a Read or Observe, or a notification.
   */
  LWM2MC_OPERATION_READ = 0,
  /**
   * Write, in either mode.
   */
  LWM2MC_OPERATION_WRITE = 1,
  /**
   * Create. Instance 65535 stands for an instance whose ID the client chooses.
   */
  LWM2MC_OPERATION_CREATE = 2,
  /**
   * Execute: the payload holds arguments.
   */
  LWM2MC_OPERATION_EXECUTE = 3,
  /**
   * The request of a Read-Composite or Observe-Composite: a list of paths.
   */
  LWM2MC_OPERATION_READ_COMPOSITE = 4,
  /**
   * The answer to a Read-Composite or Observe-Composite, or its notifications.
   */
  LWM2MC_OPERATION_READ_COMPOSITE_RESPONSE = 5,
  /**
   * Write-Composite.
   */
  LWM2MC_OPERATION_WRITE_COMPOSITE = 6,
  /**
   * Send.
   */
  LWM2MC_OPERATION_SEND = 7,
  /**
   * The answer to a Discover or Bootstrap-Discover.
   */
  LWM2MC_OPERATION_DISCOVER = 8,
  /**
   * Register and Update.
   */
  LWM2MC_OPERATION_REGISTER = 9,
  /**
   * Bootstrap-Write.
   */
  LWM2MC_OPERATION_BOOTSTRAP_WRITE = 10,
  /**
   * The answer to a Bootstrap-Read.
   */
  LWM2MC_OPERATION_BOOTSTRAP_READ = 11,
  /**
   * The answer to a Bootstrap-Pack request.
   */
  LWM2MC_OPERATION_BOOTSTRAP_PACK = 12,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum lwm2mc_operation_t lwm2mc_operation_t;
#else
typedef uint8_t lwm2mc_operation_t;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Data types of resources. A schema joins one with what is known of the multiplicity, as in
 * `LWM2MC_TYPE_INTEGER | LWM2MC_MULTIPLE`.
 */
enum lwm2mc_type_t
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * Not known. A value of TLV or plain text has no type if the schema does not tell it: it is
   * handed out as Opaque or String.
   */
  LWM2MC_TYPE_UNKNOWN = 0,
  /**
   * UTF-8 text.
   */
  LWM2MC_TYPE_STRING = 1,
  /**
   * A signed integer.
   */
  LWM2MC_TYPE_INTEGER = 2,
  /**
   * An unsigned integer.
   */
  LWM2MC_TYPE_UNSIGNED = 3,
  /**
   * A floating-point number.
   */
  LWM2MC_TYPE_FLOAT = 4,
  /**
   * True or false.
   */
  LWM2MC_TYPE_BOOLEAN = 5,
  /**
   * Bytes.
   */
  LWM2MC_TYPE_OPAQUE = 6,
  /**
   * Seconds since 1970-01-01T00:00:00Z, signed.
   */
  LWM2MC_TYPE_TIME = 7,
  /**
   * A link to an object instance.
   */
  LWM2MC_TYPE_OBJECT_LINK = 8,
  /**
   * A list of links in CoRE link format, as text.
   */
  LWM2MC_TYPE_CORE_LINK = 9,
  /**
   * No value: executable resources.
   */
  LWM2MC_TYPE_NONE = 10,
  /**
   * With a type: the resource has a single value.
   */
  LWM2MC_SINGLE = 16,
  /**
   * With a type: the resource has instances.
   */
  LWM2MC_MULTIPLE = 32,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum lwm2mc_type_t lwm2mc_type_t;
#else
typedef uint8_t lwm2mc_type_t;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What a record says of its path.
 */
enum lwm2mc_content_t
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * Its value.
   */
  LWM2MC_CONTENT_VALUE = 0,
  /**
   * Nothing: the path itself is meant, as in a Read-Composite request.
   */
  LWM2MC_CONTENT_PATH = 1,
  /**
   * The resource instance is to be deleted (SenML-ETCH).
   */
  LWM2MC_CONTENT_DELETE = 2,
  /**
   * The object instance or multiple-instance resource is there and has no children.
   */
  LWM2MC_CONTENT_EMPTY = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum lwm2mc_content_t lwm2mc_content_t;
#else
typedef uint8_t lwm2mc_content_t;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What the position of an error counts.
 */
enum lwm2mc_counts_t
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * Bytes of the payload, from 0.
   */
  LWM2MC_COUNTS_OFFSET = 0,
  /**
   * Bytes that the output needs.
   */
  LWM2MC_COUNTS_NEEDED = 1,
  /**
   * Records or links to encode, from 0.
   */
  LWM2MC_COUNTS_RECORD = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum lwm2mc_counts_t lwm2mc_counts_t;
#else
typedef uint8_t lwm2mc_counts_t;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * How a string or opaque value is given.
 */
enum lwm2mc_data_form_t
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * `data` points to it.
   */
  LWM2MC_DATA_PLAIN = 0,
  /**
   * Of decoders: text in chunks, with escapes, or with parts that are not UTF-8, as it lies in
   * the payload. `data` is `NULL`; `lwm2mc_data_copy()` gives the text. Encoders take it.
   */
  LWM2MC_DATA_WIRE_TEXT = 1,
  /**
   * Of decoders: the same for an opaque value, in chunks or in base64.
   */
  LWM2MC_DATA_WIRE_BYTES = 2,
  /**
   * For encoders: `data` points to a `lwm2mc_byte_source_t`, which gives an opaque value.
   */
  LWM2MC_DATA_SOURCE = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum lwm2mc_data_form_t lwm2mc_data_form_t;
#else
typedef uint8_t lwm2mc_data_form_t;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * When a change of a Boolean is reported.
 */
enum lwm2mc_edge_t
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * From true to false.
   */
  LWM2MC_EDGE_FALLING = 0,
  /**
   * From false to true.
   */
  LWM2MC_EDGE_RISING = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum lwm2mc_edge_t lwm2mc_edge_t;
#else
typedef uint8_t lwm2mc_edge_t;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What a time counts from.
 */
enum lwm2mc_time_basis_t
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * Not stated: what the format that carries the number takes it for. Only numbers of seconds
   * between 0 and 2^28 can be either; decoders state it.
   */
  LWM2MC_TIME_UNSTATED = 0,
  /**
   * 1970-01-01T00:00:00Z.
   */
  LWM2MC_TIME_ABSOLUTE = 1,
  /**
   * The time of reception.
   */
  LWM2MC_TIME_RELATIVE = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum lwm2mc_time_basis_t lwm2mc_time_basis_t;
#else
typedef uint8_t lwm2mc_time_basis_t;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * The state of a decoder of a payload in blocks. It may be moved and copied.
 *
 * It takes 544 bytes, 448 on 32-bit targets.
 */
typedef struct lwm2mc_block_decoder_t {
  /**
   * Set while the state is initialised.
   */
  uint32_t private_mark;
  /**
   * What the state holds.
   */
  uint64_t private_words[43];
  /**
   * The same.
   */
  void *private_pointers[24];
} lwm2mc_block_decoder_t;

/**
 * A path in the data model: up to four IDs. Of more IDs than `length` says, the rest is ignored.
 */
typedef struct lwm2mc_path_t {
  /**
   * The IDs of the object, the object instance, the resource and the resource instance.
   */
  uint16_t ids[4];
  /**
   * How many of them there are, 0 to 4. The root has none.
   */
  uint8_t length;
} lwm2mc_path_t;

/**
 * A row of a table of resources.
 */
typedef struct lwm2mc_resource_t {
  /**
   * The object ID.
   */
  uint16_t object;
  /**
   * The resource ID.
   */
  uint16_t resource;
  /**
   * One of `lwm2mc_type_t`; also joined with `LWM2MC_SINGLE` or `LWM2MC_MULTIPLE`, where that
   * is known.
   */
  uint8_t data_type;
} lwm2mc_resource_t;

/**
 * What is known of resources. The table is asked first; the callback is asked for what it lacks.
 * One initialised with zeros knows nothing.
 *
 * Several threads may use one at the same time if the callback allows that.
 */
typedef struct lwm2mc_schema_t {
  /**
   * The table, in ascending order by object and resource, each one once.
   */
  const struct lwm2mc_resource_t *resources;
  /**
   * How many rows the table has.
   */
  size_t count;
  /**
   * Asks for what the table lacks, may be `NULL`: returns a type as in a row of the table, or 0
   * if the resource is not known. `lwm2mc_registry_type` and
   * `lwm2mc_registry_type_of_version` are such.
   */
  uint8_t (*resource_type)(void *user, uint16_t object, uint16_t resource);
  /**
   * What the callback is given.
   */
  void *user;
} lwm2mc_schema_t;

/**
 * What the request around a payload says, and how to read and write it. One initialised with
 * zeros is of the answer to a Read of the root, strict, without schema.
 *
 * The functions copy what they need from it; its schema and its alternate path must outlive the
 * states that were initialised with it.
 */
typedef struct lwm2mc_context_t {
  /**
   * The path of the request; the root for the composite operations and Send.
   */
  struct lwm2mc_path_t base;
  /**
   * One of `lwm2mc_operation_t`.
   */
  uint8_t operation;
  /**
   * Any of `LWM2MC_ABSOLUTE_NAMES`, `LWM2MC_WIDE_UNSIGNED`, `LWM2MC_TAGGED_TIME`,
   * `LWM2MC_PADDED_BASE64` and `LWM2MC_UNCHECKED_TYPES`.
   */
  uint8_t flags;
  /**
   * What decoders accept beyond the documents: bits `LWM2MC_LENIENCY_...`; 0 is strict,
   * `LWM2MC_LENIENT` is all.
   */
  uint64_t leniencies;
  /**
   * The types of resources; `NULL` if nothing is known of them.
   */
  const struct lwm2mc_schema_t *schema;
  /**
   * The path that the client registered with `rt="oma.lwm2m"`, such as `/lwm2m`; may be `NULL`.
   */
  const char *alternate_path;
  /**
   * Its length.
   */
  size_t alternate_path_length;
} lwm2mc_context_t;

/**
 * Scratch of the duplicate check for one path and time.
 *
 * It takes 24 bytes.
 */
typedef struct lwm2mc_seen_t {
  /**
   * What it holds.
   */
  uint64_t private_words[3];
} lwm2mc_seen_t;

/**
 * A time in seconds.
 */
typedef struct lwm2mc_time_t {
  /**
   * Whole seconds, rounded down.
   */
  int64_t seconds;
  /**
   * What is left, 0 to 999999999.
   */
  uint32_t nanoseconds;
  /**
   * What they count from, one of `lwm2mc_time_basis_t`; encoders refuse a time that their format
   * would take for another one.
   */
  uint8_t basis;
} lwm2mc_time_t;

/**
 * A link to an object instance.
 */
typedef struct lwm2mc_object_link_t {
  /**
   * The object ID.
   */
  uint16_t object;
  /**
   * The object instance ID; 65535 is the whole object, and with object 65535 nothing.
   */
  uint16_t instance;
} lwm2mc_object_link_t;

/**
 * A part of a payload that is not the value itself; for the library alone.
 */
typedef struct lwm2mc_wire_t {
  /**
   * What it holds.
   */
  uint32_t private_words[2];
  /**
   * The same.
   */
  const void *private_pointers[2];
} lwm2mc_wire_t;

/**
 * A string or an opaque value. It has no NUL at its end.
 *
 * One to encode needs `data` and `length` only, the rest zeros.
 */
typedef struct lwm2mc_data_t {
  /**
   * The bytes; in a record that was decoded they lie in the payload (or in the block or the
   * scratch, which see). `NULL` if the value lies there in another form, see `form`.
   */
  const void *data;
  /**
   * The length of the value in bytes, also where `data` is `NULL`.
   */
  size_t length;
  /**
   * One of `lwm2mc_data_form_t`.
   */
  uint8_t form;
  /**
   * Where the value lies in another form.
   */
  struct lwm2mc_wire_t private_wire;
} lwm2mc_data_t;

/**
 * A value. The data type says which member holds it.
 */
typedef union lwm2mc_value_t {
  /**
   * Of `LWM2MC_TYPE_INTEGER`, and of `LWM2MC_TYPE_TIME` in seconds since 1970.
   */
  int64_t integer;
  /**
   * Of `LWM2MC_TYPE_UNSIGNED`.
   */
  uint64_t unsigned_integer;
  /**
   * Of `LWM2MC_TYPE_FLOAT`.
   */
  double real;
  /**
   * Of `LWM2MC_TYPE_BOOLEAN`: 0 or 1.
   */
  uint8_t boolean;
  /**
   * Of `LWM2MC_TYPE_OBJECT_LINK`.
   */
  struct lwm2mc_object_link_t object_link;
  /**
   * Of `LWM2MC_TYPE_STRING`, `LWM2MC_TYPE_CORE_LINK` and `LWM2MC_TYPE_OPAQUE`.
   */
  struct lwm2mc_data_t data;
} lwm2mc_value_t;

/**
 * One statement of a payload: decoders give it, encoders take it.
 *
 * One to encode needs its path and its content; the rest may be zeros.
 */
typedef struct lwm2mc_record_t {
  /**
   * The place in the data model.
   */
  struct lwm2mc_path_t path;
  /**
   * What is said of it, one of `lwm2mc_content_t`.
   */
  uint8_t content;
  /**
   * Of a value: its data type, one of `lwm2mc_type_t`.
   */
  uint8_t data_type;
  /**
   * Whether there is a time.
   */
  uint8_t has_time;
  /**
   * When it held.
   */
  struct lwm2mc_time_t time;
  /**
   * The value.
   */
  union lwm2mc_value_t value;
  /**
   * Of decoders: the bytes of the payload that the record was read from.
   */
  uint32_t start;
  /**
   * The byte after these.
   */
  uint32_t end;
} lwm2mc_record_t;

/**
 * A piece of a value that is too long for the scratch. Only the last one tells that the value and
 * its record are right: what came before is to be thrown away if an error comes instead.
 */
typedef struct lwm2mc_piece_t {
  /**
   * The decoded bytes before this piece.
   */
  uint32_t offset;
  /**
   * Whether this is the first piece: 0 or 1.
   */
  uint8_t first;
  /**
   * Whether this is the last piece, which may be empty: 0 or 1.
   */
  uint8_t last;
  /**
   * Whether the type of the value is known: 0 or 1. If not, text is just as good as bytes.
   */
  uint8_t typed;
} lwm2mc_piece_t;

/**
 * What went wrong and where. Functions fill it in when they fail.
 */
typedef struct lwm2mc_error_t {
  /**
   * What went wrong: the same as the function returned.
   */
  lwm2mc_status_t status;
  /**
   * Where.
   */
  uint32_t position;
  /**
   * What the position counts, one of `lwm2mc_counts_t`.
   */
  uint8_t counts;
  /**
   * The data type that was expected, one of `lwm2mc_type_t`; 0 where that is not the matter.
   */
  uint8_t expected;
  /**
   * Of decoders: the path in the data model where it arose.
   */
  struct lwm2mc_path_t path;
  /**
   * The leniency that would have accepted the input, as a bit for `leniencies`; 0 if none would.
   */
  uint64_t leniency;
  /**
   * For `lwm2mc_error_message()`.
   */
  uint32_t private_words[2];
} lwm2mc_error_t;

/**
 * The state of an encoder of blocks. It must stay where it was initialised.
 *
 * It takes 440 bytes, 296 on 32-bit targets.
 */
typedef struct lwm2mc_block_encoder_t {
  /**
   * Set while the state is initialised.
   */
  uint32_t private_mark;
  /**
   * What the state holds.
   */
  uint64_t private_words[18];
  /**
   * The same.
   */
  void *private_pointers[36];
} lwm2mc_block_encoder_t;

/**
 * Where records to encode come from: an array or a callback.
 *
 * Encoders need lengths ahead of contents: they go through the records more than once, and a
 * callback is asked for an index more than once. It must give the same each time. What records
 * point to must stay valid until the encoding is over.
 */
typedef struct lwm2mc_source_t {
  /**
   * The records; `NULL` if there is a callback.
   */
  const struct lwm2mc_record_t *records;
  /**
   * How many records the array has.
   */
  size_t count;
  /**
   * Gives the record with this index, from 0, which it finds filled with zeros; `NULL` if there
   * is an array. Returns `LWM2MC_OK`; `LWM2MC_END` if there is none; anything else ends the
   * encoding, which returns it in turn.
   */
  lwm2mc_status_t (*get)(void *user, size_t index, struct lwm2mc_record_t *record);
  /**
   * What the callback is given.
   */
  void *user;
} lwm2mc_source_t;

/**
 * The state of a decoder of a whole payload. It may be moved and copied.
 *
 * It takes 288 bytes, 240 on 32-bit targets.
 */
typedef struct lwm2mc_decoder_t {
  /**
   * Set while the state is initialised.
   */
  uint32_t private_mark;
  /**
   * What the state holds.
   */
  uint64_t private_words[23];
  /**
   * The same.
   */
  void *private_pointers[12];
} lwm2mc_decoder_t;

/**
 * A block of an encoded payload.
 */
typedef struct lwm2mc_block_t {
  /**
   * The bytes of the block: less than its size only in the last one, none after that.
   */
  size_t length;
  /**
   * The length of the whole payload.
   */
  size_t total;
  /**
   * Whether more blocks follow: 0 or 1.
   */
  uint8_t more;
} lwm2mc_block_t;

/**
 * The state of a decoder of links as they are. It may be moved and copied.
 *
 * It takes 48 bytes, 32 on 32-bit targets.
 */
typedef struct lwm2mc_links_t {
  /**
   * Set while the state is initialised.
   */
  uint32_t private_mark;
  /**
   * What the state holds.
   */
  uint64_t private_words[1];
  /**
   * The same.
   */
  void *private_pointers[4];
} lwm2mc_links_t;

/**
 * An attribute of a link.
 */
typedef struct lwm2mc_attribute_t {
  /**
   * The name.
   */
  const char *name;
  /**
   * Its length.
   */
  size_t name_length;
  /**
   * Whether there is a value: 0 or 1.
   */
  uint8_t has_value;
  /**
   * Whether the value stands between quotes: 0 or 1. Encoders also set quotes where the value
   * needs them.
   */
  uint8_t quoted;
  /**
   * The value, without quotes.
   */
  struct lwm2mc_data_t value;
} lwm2mc_attribute_t;

/**
 * The attributes of a link that are still to come.
 *
 * It takes 32 bytes, 16 on 32-bit targets.
 */
typedef struct lwm2mc_attributes_t {
  /**
   * Set while the state is initialised.
   */
  uint32_t private_mark;
  /**
   * What the state holds.
   */
  void *private_pointers[3];
} lwm2mc_attributes_t;

/**
 * A link as it is: a target with attributes.
 *
 * One to encode needs a target and, if it has attributes, the array of them; the rest are zeros.
 * One that was decoded can be encoded as well, unless attributes were taken from it.
 */
typedef struct lwm2mc_link_t {
  /**
   * The target: a path, or any URI reference.
   */
  const char *target;
  /**
   * Its length.
   */
  size_t target_length;
  /**
   * For encoders: the attributes. `NULL` in a link that was decoded, whose attributes
   * `lwm2mc_link_next_attribute()` gives.
   */
  const struct lwm2mc_attribute_t *attributes;
  /**
   * How many there are in the array, at most `LWM2MC_MAX_ATTRIBUTES`.
   */
  size_t attribute_count;
  /**
   * Of decoders: the bytes of the payload that the link was read from, without the comma.
   */
  uint32_t start;
  /**
   * The byte after these.
   */
  uint32_t end;
  /**
   * The attributes of a link that was decoded.
   */
  struct lwm2mc_attributes_t private_attributes;
} lwm2mc_link_t;

/**
 * The state of a decoder of links as LwM2M reads them. It may be moved and copied.
 *
 * It takes 72 bytes, 48 on 32-bit targets.
 */
typedef struct lwm2mc_lwm2m_links_t {
  /**
   * Set while the state is initialised.
   */
  uint32_t private_mark;
  /**
   * What the state holds.
   */
  uint64_t private_words[2];
  /**
   * The same.
   */
  void *private_pointers[6];
} lwm2mc_lwm2m_links_t;

/**
 * A version, `major.minor`.
 */
typedef struct lwm2mc_version_t {
  /**
   * The number before the point.
   */
  uint16_t major;
  /**
   * The number after the point.
   */
  uint16_t minor;
} lwm2mc_version_t;

/**
 * A link as LwM2M reads it: a path with typed attributes. `present` says which ones there are.
 */
typedef struct lwm2mc_lwm2m_link_t {
  /**
   * For encoders: if it is not `NULL`, the link as it is, and all other members are ignored.
   */
  const struct lwm2mc_link_t *plain;
  /**
   * What stands before the path: an alternate path such as `/lwm2m`; `/` if there is none.
   */
  const char *root;
  /**
   * Its length; 0 is the same as `/`.
   */
  size_t root_length;
  /**
   * The path.
   */
  struct lwm2mc_path_t path;
  /**
   * Whether the link is marked as the root of the client, by `rt="oma.lwm2m"`: 0 or 1.
   */
  uint8_t marks_root;
  /**
   * `edge`: when the change of a Boolean is reported, one of `lwm2mc_edge_t`.
   */
  uint8_t edge;
  /**
   * `con`: whether notifications are confirmable: 0 or 1.
   */
  uint8_t con;
  /**
   * Bits `LWM2MC_HAS_...`.
   */
  uint32_t present;
  /**
   * `ct`: the content formats that the client supports, for encoders. `NULL` in a link that was
   * decoded, whose formats `lwm2mc_link_formats()` gives.
   */
  const uint16_t *formats;
  /**
   * How many there are in the array, at most `LWM2MC_MAX_ATTRIBUTES`.
   */
  size_t format_count;
  /**
   * `ver`: the version of the object.
   */
  struct lwm2mc_version_t version;
  /**
   * `lwm2m`: the version of LwM2M.
   */
  struct lwm2mc_version_t lwm2m_version;
  /**
   * `dim`: the number of resource instances.
   */
  uint16_t dim;
  /**
   * `ssid`: the short server ID.
   */
  uint16_t ssid;
  /**
   * `uri`: the URI of the server.
   */
  struct lwm2mc_data_t uri;
  /**
   * `pmin`: seconds between two notifications at least.
   */
  uint32_t pmin;
  /**
   * `pmax`: seconds between two notifications at most.
   */
  uint32_t pmax;
  /**
   * `epmin`: seconds between two looks at the value at least.
   */
  uint32_t epmin;
  /**
   * `epmax`: seconds between two looks at the value at most.
   */
  uint32_t epmax;
  /**
   * `hqmax`: how many notifications a client keeps.
   */
  uint32_t hqmax;
  /**
   * `gt`: report when the value crosses this.
   */
  double gt;
  /**
   * `lt`: the same.
   */
  double lt;
  /**
   * `st`: report when the value has changed by this.
   */
  double st;
  /**
   * The formats of a link that was decoded.
   */
  struct lwm2mc_wire_t private_formats;
} lwm2mc_lwm2m_link_t;

/**
 * Where links to encode come from: an array or a callback, which is asked for each index once, in
 * order, and by `lwm2mc_links_encoded_length()` as well.
 */
typedef struct lwm2mc_link_source_t {
  /**
   * The links; `NULL` if there is a callback.
   */
  const struct lwm2mc_lwm2m_link_t *links;
  /**
   * How many links the array has.
   */
  size_t count;
  /**
   * Gives the link with this index, from 0, which it finds filled with zeros; `NULL` if there is
   * an array. What the link points to must stay valid until the next call. Returns `LWM2MC_OK`;
   * `LWM2MC_END` if there is none; anything else ends the encoding, which returns it in turn.
   */
  lwm2mc_status_t (*get)(void *user, size_t index, struct lwm2mc_lwm2m_link_t *link);
  /**
   * What the callback is given.
   */
  void *user;
} lwm2mc_link_source_t;

/**
 * The version of an object.
 */
typedef struct lwm2mc_object_version_t {
  /**
   * The object ID.
   */
  uint16_t object;
  /**
   * Its version.
   */
  struct lwm2mc_version_t version;
} lwm2mc_object_version_t;

/**
 * The versions of the objects of a client, in an array of the caller. One initialised with zeros
 * and given an array and its capacity is empty.
 */
typedef struct lwm2mc_versions_t {
  /**
   * The array, in any order.
   */
  struct lwm2mc_object_version_t *objects;
  /**
   * How many elements the array has room for.
   */
  size_t capacity;
  /**
   * How many of them are there.
   */
  size_t count;
} lwm2mc_versions_t;

/**
 * Bytes that are read piece by piece when they are encoded, such as an image in flash memory.
 *
 * Several threads may use one at the same time if the callback allows that.
 */
typedef struct lwm2mc_byte_source_t {
  /**
   * How many bytes there are, always the same.
   */
  size_t length;
  /**
   * Fills the buffer with the bytes from `offset` on; it is never asked for more than there are.
   */
  void (*read)(void *user, size_t offset, uint8_t *buffer, size_t length);
  /**
   * What the callback is given.
   */
  void *user;
} lwm2mc_byte_source_t;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Makes a decoder of a payload in blocks, of any format with records.
 *
 * What a block cuts is kept in `scratch`, 64 bytes at least; 256 are plenty. The scratch, the
 * schema and the alternate path must outlive the decoder and be left alone.
 *
 * Returns `LWM2MC_OK`; `LWM2MC_ERROR_NULL`; `LWM2MC_ERROR_ARGUMENT` for a malformed context. What
 * is wrong with the payload or the format, `lwm2mc_block_decoder_next()` says, and at once
 * `LWM2MC_ERROR_SCRATCH_TOO_SMALL` if there is no scratch.
 */
lwm2mc_status_t lwm2mc_block_decoder_init(struct lwm2mc_block_decoder_t *decoder,
                                          uint16_t format,
                                          const struct lwm2mc_context_t *context,
                                          void *scratch,
                                          size_t size);

/**
 * Adds the check for duplicates to a decoder that has had no block yet, as
 * `lwm2mc_decoder_check_duplicates()` does.
 *
 * Returns `LWM2MC_OK`, `LWM2MC_ERROR_NULL` or `LWM2MC_ERROR_NOT_INITIALIZED`.
 */
lwm2mc_status_t lwm2mc_block_decoder_check_duplicates(struct lwm2mc_block_decoder_t *decoder,
                                                      struct lwm2mc_seen_t *scratch,
                                                      size_t count);

/**
 * Hands the next block of the payload to a decoder, of any length. Then
 * `lwm2mc_block_decoder_next()` gives what it completes, until that returns `LWM2MC_END`; so long
 * the block must stay as it is.
 *
 * Returns `LWM2MC_OK`, `LWM2MC_ERROR_NULL`, `LWM2MC_ERROR_NOT_INITIALIZED` or
 * `LWM2MC_ERROR_BLOCK_PENDING`.
 */
lwm2mc_status_t lwm2mc_block_decoder_feed(struct lwm2mc_block_decoder_t *decoder,
                                          const void *block,
                                          size_t length);

/**
 * Tells a decoder that there are no more blocks. Then `lwm2mc_block_decoder_next()` gives what is
 * left; a payload that ends early gives `LWM2MC_ERROR_TRUNCATED`.
 *
 * Returns as `lwm2mc_block_decoder_feed()`.
 */
lwm2mc_status_t lwm2mc_block_decoder_finish(struct lwm2mc_block_decoder_t *decoder);

/**
 * Gives the next record, or piece of a value, that the block completes.
 *
 * Strings and opaque values in it point into the block or the scratch: they are valid until the
 * next call for this decoder. With a piece, `record` has the path, the time and the piece as its
 * value, and `piece` says where it belongs.
 *
 * Returns `LWM2MC_OK` if there is a record; `LWM2MC_PIECE` if there is a piece; `LWM2MC_END` if
 * there is nothing more in this block, and after an error; `LWM2MC_ERROR_NULL`,
 * `LWM2MC_ERROR_NOT_INITIALIZED`, or an error of decoding, one of `LWM2MC_ERROR_TRUNCATED` to
 * -127, with the offset in the payload.
 */
lwm2mc_status_t lwm2mc_block_decoder_next(struct lwm2mc_block_decoder_t *decoder,
                                          struct lwm2mc_record_t *record,
                                          struct lwm2mc_piece_t *piece,
                                          struct lwm2mc_error_t *error);

/**
 * Makes an encoder that fills block after block, after one pass over the records that finds what
 * is wrong with them.
 *
 * The source and what its records point to, the schema and the alternate path must outlive the
 * encoder and stay as they are.
 *
 * Returns `LWM2MC_OK`, with the length of the whole payload in `total` if that is not `NULL`; or
 * what `lwm2mc_encode()` returns except `LWM2MC_ERROR_BUFFER_TOO_SMALL`.
 */
lwm2mc_status_t lwm2mc_block_encoder_init(struct lwm2mc_block_encoder_t *encoder,
                                          uint16_t format,
                                          const struct lwm2mc_source_t *source,
                                          const struct lwm2mc_context_t *context,
                                          size_t *total,
                                          struct lwm2mc_error_t *error);

/**
 * Fills a block with what follows the last one.
 *
 * Returns `LWM2MC_OK`, with the number of bytes in `length`: less than `capacity` only in the last
 * block, and 0 after it. `LWM2MC_ERROR_NULL`, `LWM2MC_ERROR_NOT_INITIALIZED`,
 * `LWM2MC_ERROR_MOVED`, and those of the records if the source gives others than before.
 */
lwm2mc_status_t lwm2mc_block_encoder_fill(struct lwm2mc_block_encoder_t *encoder,
                                          void *block,
                                          size_t capacity,
                                          size_t *length,
                                          struct lwm2mc_error_t *error);

/**
 * Copies a string or opaque value into a buffer, whatever form it has in the payload. No NUL is
 * added.
 *
 * Returns `LWM2MC_OK`, with the length in `length` if that is not `NULL`;
 * `LWM2MC_ERROR_BUFFER_TOO_SMALL`, with the length that is needed in `length` and in the error;
 * `LWM2MC_ERROR_NULL`; `LWM2MC_ERROR_MALFORMED` for a form that there is not, or a text to encode
 * that is not UTF-8.
 */
lwm2mc_status_t lwm2mc_data_copy(const struct lwm2mc_data_t *data,
                                 void *buffer,
                                 size_t capacity,
                                 size_t *length,
                                 struct lwm2mc_error_t *error);

/**
 * Makes a decoder of a whole payload, of any format with records.
 *
 * The payload, the schema and the alternate path must outlive the decoder and stay as they are.
 * There is no check for duplicates unless `lwm2mc_decoder_check_duplicates()` adds it.
 *
 * Returns `LWM2MC_OK`; `LWM2MC_ERROR_NULL`; `LWM2MC_ERROR_ARGUMENT` for a malformed context. What
 * is wrong with the payload or the format, the first `lwm2mc_decoder_next()` says.
 */
lwm2mc_status_t lwm2mc_decoder_init(struct lwm2mc_decoder_t *decoder,
                                    uint16_t format,
                                    const void *payload,
                                    size_t length,
                                    const struct lwm2mc_context_t *context);

/**
 * Adds the check for duplicates to a decoder that has not given a record yet: strict decoding then
 * refuses a second value for the same path and time. With `LWM2MC_LENIENCY_DUPLICATES` it does
 * nothing.
 *
 * `scratch` must outlive the decoder and be left alone. It needs one for each record of the
 * payload, and for TLV one more for each object instance and multiple-instance resource; if there
 * are too few, decoding ends with `LWM2MC_ERROR_SCRATCH_FULL`.
 *
 * Returns `LWM2MC_OK`, `LWM2MC_ERROR_NULL` or `LWM2MC_ERROR_NOT_INITIALIZED`.
 */
lwm2mc_status_t lwm2mc_decoder_check_duplicates(struct lwm2mc_decoder_t *decoder,
                                                struct lwm2mc_seen_t *scratch,
                                                size_t count);

/**
 * Gives the next record.
 *
 * Strings and opaque values in it point into the payload.
 *
 * Returns `LWM2MC_OK` if there is a record; `LWM2MC_END` at the end of the payload and after an
 * error; `LWM2MC_ERROR_NULL`, `LWM2MC_ERROR_NOT_INITIALIZED`, or an error of decoding, one of
 * `LWM2MC_ERROR_TRUNCATED` to -127, with the offset in the payload.
 */
lwm2mc_status_t lwm2mc_decoder_next(struct lwm2mc_decoder_t *decoder,
                                    struct lwm2mc_record_t *record,
                                    struct lwm2mc_error_t *error);

/**
 * Converts what is left of a payload to another format, into `buffer`, which must not overlap
 * with the payload. The decoder is used up and must be initialised anew. TLV and plain text carry
 * no types, so that converting them takes a schema.
 *
 * Returns `LWM2MC_OK`, with the length in `length` if that is not `NULL`;
 * `LWM2MC_ERROR_BUFFER_TOO_SMALL`, with the length that is needed in `length` too;
 * `LWM2MC_ERROR_NULL`; `LWM2MC_ERROR_NOT_INITIALIZED`; `LWM2MC_ERROR_ARGUMENT`; errors of
 * decoding, with the offset in the payload; errors of encoding, with the index of the record, for
 * what the other format cannot express; `LWM2MC_ERROR_TYPE_NOT_KNOWN`.
 */
lwm2mc_status_t lwm2mc_convert(struct lwm2mc_decoder_t *decoder,
                               uint16_t format,
                               const struct lwm2mc_context_t *context,
                               void *buffer,
                               size_t capacity,
                               size_t *length,
                               struct lwm2mc_error_t *error);

/**
 * Encodes records into `buffer`.
 *
 * Records must come grouped where the format nests them: in TLV the records of an object instance
 * and of a multiple-instance resource must follow one another.
 *
 * Returns `LWM2MC_OK`, with the length in `length` if that is not `NULL`;
 * `LWM2MC_ERROR_BUFFER_TOO_SMALL`, with the length that is needed in `length` and in the error;
 * `LWM2MC_ERROR_NULL`; `LWM2MC_ERROR_ARGUMENT` for a malformed context; what a callback returned;
 * `LWM2MC_ERROR_MALFORMED` and errors of encoding, one of `LWM2MC_ERROR_RECORD_OUTSIDE_BASE` to
 * -255, with the index of the record.
 */
lwm2mc_status_t lwm2mc_encode(uint16_t format,
                              const struct lwm2mc_source_t *source,
                              const struct lwm2mc_context_t *context,
                              void *buffer,
                              size_t capacity,
                              size_t *length,
                              struct lwm2mc_error_t *error);

/**
 * Says how many bytes `lwm2mc_encode()` will write.
 *
 * Returns `LWM2MC_OK`, or what `lwm2mc_encode()` returns except `LWM2MC_ERROR_BUFFER_TOO_SMALL`.
 */
lwm2mc_status_t lwm2mc_encoded_length(uint16_t format,
                                      const struct lwm2mc_source_t *source,
                                      const struct lwm2mc_context_t *context,
                                      size_t *length,
                                      struct lwm2mc_error_t *error);

/**
 * Encodes the block with this number, from 0, alone; `size` is the size of blocks. It goes through
 * all records for each block, and keeps nothing in between.
 *
 * Returns `LWM2MC_OK`, or what `lwm2mc_encode()` returns except `LWM2MC_ERROR_BUFFER_TOO_SMALL`;
 * `LWM2MC_ERROR_ARGUMENT` also if `size` is 0.
 */
lwm2mc_status_t lwm2mc_encode_block(uint16_t format,
                                    const struct lwm2mc_source_t *source,
                                    const struct lwm2mc_context_t *context,
                                    uint32_t number,
                                    void *buffer,
                                    size_t size,
                                    struct lwm2mc_block_t *block,
                                    struct lwm2mc_error_t *error);

/**
 * Writes a message about an error into `buffer`, with a NUL after it; what there is no room for is
 * left out. It reads such as "byte 46, /3/0/9: expected integer, found text".
 *
 * Returns the length of the whole message without the NUL, as `snprintf` does; 0 if `error` is
 * `NULL`, or if `buffer` is and `capacity` is not 0.
 */
size_t lwm2mc_error_message(const struct lwm2mc_error_t *error, char *buffer, size_t capacity);

/**
 * Makes a decoder of links as they are, which RFC 6690 defines.
 *
 * The payload must outlive the decoder and stay as it is. `leniencies` are as those of a context.
 *
 * Returns `LWM2MC_OK` or `LWM2MC_ERROR_NULL`.
 */
lwm2mc_status_t lwm2mc_links_init(struct lwm2mc_links_t *links,
                                  const void *payload,
                                  size_t length,
                                  uint64_t leniencies);

/**
 * Gives the next link. It points into the payload.
 *
 * Returns `LWM2MC_OK` if there is a link; `LWM2MC_END` at the end of the payload and after an
 * error; `LWM2MC_ERROR_NULL`, `LWM2MC_ERROR_NOT_INITIALIZED`, or an error of decoding with the
 * offset in the payload.
 */
lwm2mc_status_t lwm2mc_links_next(struct lwm2mc_links_t *links,
                                  struct lwm2mc_link_t *link,
                                  struct lwm2mc_error_t *error);

/**
 * Gives the next attribute of a link that was decoded, and takes it from it. It points into the
 * payload.
 *
 * Returns `LWM2MC_OK` if there is an attribute; `LWM2MC_END` if there is none any more;
 * `LWM2MC_ERROR_NULL` or `LWM2MC_ERROR_NOT_INITIALIZED`.
 */
lwm2mc_status_t lwm2mc_link_next_attribute(struct lwm2mc_link_t *link,
                                           struct lwm2mc_attribute_t *attribute);

/**
 * Makes a decoder of links as LwM2M reads them, for Discover and Bootstrap-Discover: those below
 * `root`, which is `/` or the alternate path that the client registered. Others, and attributes
 * unknown to LwM2M, are left out.
 *
 * The payload and the root must outlive the decoder and stay as they are.
 *
 * Returns `LWM2MC_OK`, `LWM2MC_ERROR_NULL`, or `LWM2MC_ERROR_ARGUMENT` for a root that is not
 * UTF-8.
 */
lwm2mc_status_t lwm2mc_lwm2m_links_init(struct lwm2mc_lwm2m_links_t *links,
                                        const void *payload,
                                        size_t length,
                                        const char *root,
                                        size_t root_length,
                                        uint64_t leniencies);

/**
 * Makes a decoder of the links of Register and Update, after all of them were checked, and finds
 * the root of the client: `/`, or the alternate path, which points into the payload.
 *
 * The version of an object is that of the link to it or else of one to an instance of it; the
 * content formats are those of the link whose path is the root.
 *
 * The payload must outlive the decoder and stay as it is.
 *
 * Returns `LWM2MC_OK`, with the root if `root` and `root_length` are not `NULL`;
 * `LWM2MC_ERROR_NULL`, or an error of decoding with the offset in the payload.
 */
lwm2mc_status_t lwm2mc_registration_init(struct lwm2mc_lwm2m_links_t *links,
                                         const void *payload,
                                         size_t length,
                                         uint64_t leniencies,
                                         const char **root,
                                         size_t *root_length,
                                         struct lwm2mc_error_t *error);

/**
 * Gives the next link. It points into the payload.
 *
 * Returns as `lwm2mc_links_next()`; errors are also those of malformed paths and attribute values.
 */
lwm2mc_status_t lwm2mc_lwm2m_links_next(struct lwm2mc_lwm2m_links_t *links,
                                        struct lwm2mc_lwm2m_link_t *link,
                                        struct lwm2mc_error_t *error);

/**
 * Gives the content formats of a link that was decoded.
 *
 * Returns `LWM2MC_OK`, with the number of formats in `count`; `LWM2MC_ERROR_BUFFER_TOO_SMALL` if
 * there are more than `capacity`, with their number in `count`; `LWM2MC_END` if the link has none;
 * `LWM2MC_ERROR_NULL`.
 */
lwm2mc_status_t lwm2mc_link_formats(const struct lwm2mc_lwm2m_link_t *link,
                                    uint16_t *formats,
                                    size_t capacity,
                                    size_t *count);

/**
 * Encodes links into `buffer`: the payload of Register, Update or the answer to Discover.
 *
 * Returns `LWM2MC_OK`, with the length in `length` if that is not `NULL`;
 * `LWM2MC_ERROR_BUFFER_TOO_SMALL`, with the length that is needed in `length` and in the error;
 * `LWM2MC_ERROR_NULL`; what a callback returned; with the index of the link
 * `LWM2MC_ERROR_MALFORMED`, `LWM2MC_ERROR_NOT_REPRESENTABLE` for a target that is no URI or the
 * name of an attribute that is none, and `LWM2MC_ERROR_NUMBER_NOT_REPRESENTABLE` for a number
 * outside what the attribute has.
 */
lwm2mc_status_t lwm2mc_links_encode(const struct lwm2mc_link_source_t *source,
                                    void *buffer,
                                    size_t capacity,
                                    size_t *length,
                                    struct lwm2mc_error_t *error);

/**
 * Says how many bytes `lwm2mc_links_encode()` will write.
 *
 * Returns `LWM2MC_OK`, or what `lwm2mc_links_encode()` returns except
 * `LWM2MC_ERROR_BUFFER_TOO_SMALL`.
 */
lwm2mc_status_t lwm2mc_links_encoded_length(const struct lwm2mc_link_source_t *source,
                                            size_t *length,
                                            struct lwm2mc_error_t *error);

/**
 * Reads a path such as `/3/0/9`; `/` is the root.
 *
 * Returns `LWM2MC_OK`; `LWM2MC_ERROR_INVALID_PATH`, `LWM2MC_ERROR_PATH_TOO_LONG`,
 * `LWM2MC_ERROR_ID_OUT_OF_RANGE` or `LWM2MC_ERROR_RESERVED_ID` with the offset in the text;
 * `LWM2MC_ERROR_ARGUMENT` if it is not UTF-8; `LWM2MC_ERROR_NULL`.
 */
lwm2mc_status_t lwm2mc_path_parse(const char *text,
                                  size_t length,
                                  struct lwm2mc_path_t *path,
                                  struct lwm2mc_error_t *error);

/**
 * Writes a path into `buffer`, with a NUL after it; 25 bytes hold any.
 *
 * Returns the length of the whole text without the NUL, as `snprintf` does; 0 if `path` is `NULL`
 * or malformed, or if `buffer` is `NULL` and `capacity` is not 0.
 */
size_t lwm2mc_path_format(const struct lwm2mc_path_t *path, char *buffer, size_t capacity);

/**
 * What the registry of OMA says of a resource, in the newest version of its object: a callback
 * for `resource_type` of a schema, which ignores `user`.
 *
 * Returns a type as in a row of a table, or 0 if the resource is not known. The table behind it
 * takes 11 kB, only in programs that use it.
 */
uint8_t lwm2mc_registry_type(void *user, uint16_t object, uint16_t resource);

/**
 * What a status means, as a phrase that ends with a NUL and is never freed; "unknown status" for
 * other numbers.
 */
const char *lwm2mc_status_text(lwm2mc_status_t status);

/**
 * Finds the versions of the objects of a client in the payload of Register or Update: those that
 * it gives, and for objects without one those that go with its version of LwM2M, or 1.0 for
 * objects outside of the core. What was there is replaced.
 *
 * `lwm2m` is from the query of Register. Where it is `NULL`, or it is not known which versions go
 * with it, core objects are left out; that is known for 1.0 and 1.2.
 *
 * Returns `LWM2MC_OK`; `LWM2MC_ERROR_BUFFER_TOO_SMALL` if there are more than `capacity`, with
 * a number that is enough in `count`; `LWM2MC_ERROR_NULL`, or an error of decoding with the offset in the
 * payload, both with a `count` of 0.
 */
lwm2mc_status_t lwm2mc_registration_versions(struct lwm2mc_versions_t *versions,
                                             const void *payload,
                                             size_t length,
                                             uint64_t leniencies,
                                             const struct lwm2mc_version_t *lwm2m,
                                             struct lwm2mc_error_t *error);

/**
 * What the registry of OMA says of a resource, in the version of its object that a client has: a
 * callback for `resource_type` of a schema, whose `user` is an `lwm2mc_versions_t`. Objects that it
 * does not name are read in the newest version.
 *
 * Returns as `lwm2mc_registry_type()`; 0 also where no version of the object with the same major
 * number is known. The table behind it takes 68 kB, only in programs that use it.
 */
uint8_t lwm2mc_registry_type_of_version(void *user, uint16_t object, uint16_t resource);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* LWM2M_CODEC_H */
