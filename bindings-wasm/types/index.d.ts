/** A content format by name, CoAP number or media type. */
export type Format =
  | 'text'
  | 'link'
  | 'opaque'
  | 'cbor'
  | 'senml-json'
  | 'senml-cbor'
  | 'etch-json'
  | 'etch-cbor'
  | 'tlv'
  | 'json'
  | 'lwm2m-cbor'
  | number
  | (string & {})

/** The data types of LwM2M (Core, Appendix C). */
export type DataType =
  | 'string'
  | 'integer'
  | 'unsigned'
  | 'float'
  | 'boolean'
  | 'opaque'
  | 'time'
  | 'objlnk'
  | 'corelnk'
  | 'none'

/** What the payload belongs to. */
export type Operation =
  | 'read'
  | 'write'
  | 'create'
  | 'execute'
  | 'read-composite'
  | 'read-composite-response'
  | 'write-composite'
  | 'send'
  | 'discover'
  | 'register'
  | 'bootstrap-write'
  | 'bootstrap-read'
  | 'bootstrap-pack'

/** Bytes; a string stands for its UTF-8, for formats that are text. */
export type Payload = Uint8Array | ArrayBuffer | ArrayBufferView | string

/**
 * A value: a number, a bigint for integers beyond `Number.MAX_SAFE_INTEGER`, a string (also for
 * object links, as in `"66:1"`), a boolean, bytes, or null for nothing.
 */
export type Value = number | bigint | string | boolean | Uint8Array | null

/** One statement of a payload. */
export interface LwM2mRecord {
  /** The place in the data model, such as `/3/0/9`. */
  path: string
  /** The object ID, and so on as far as the path goes. */
  object: number | undefined
  instance: number | undefined
  resource: number | undefined
  resourceInstance: number | undefined
  /**
   * The data type, or what the record is instead of a value: `path` in the path list of a composite
   * read, `delete`, or `empty` for an object instance or resource without children.
   */
  type: DataType | 'path' | 'delete' | 'empty'
  /** The value. Opaque values of most formats are views of the payload, not copies. */
  value: Value
  /**
   * Seconds since 1970, or since the payload came. A decimal string where a double is not exact,
   * which takes more than some 15 digits. Undefined if there is none.
   */
  time: number | string | undefined
  /** Whether the time counts from when the payload came; undefined if there is none. */
  relative: boolean | undefined
}

/** What {@link encode} takes: a record, of which only path and value must be there. */
export interface RecordInput {
  path: string
  value?: Value
  /** Needed for numbers if no schema tells whether they are integers or floats. */
  type?: LwM2mRecord['type']
  /** Seconds, or a date. */
  time?: number | string | Date
  /**
   * Whether the seconds count from when the payload comes, or from 1970 as those of dates do. If left
   * out, they count from what the format takes the number for.
   */
  relative?: boolean
}

/** What the request around a payload says, and how to read and write. */
export interface Options {
  /** The path of the request; the root, which is also that of composite requests, if left out. */
  path?: string
  /** The operation; `read` if left out. */
  operation?: Operation
  /** The types of resources. TLV and plain text carry none: without, their values stay bytes and text. */
  schema?: Schema
  /** Whether to follow the documents (the default), or accept all that is known of real peers. */
  strict?: boolean
  /** Instead of `strict`: what to accept beyond the documents, by the names of {@link leniencies}. */
  lenient?: string[]
  /** The alternate path that the client registered, such as `/lwm2m`. */
  alternatePath?: string
}

export interface EncodeOptions extends Options {
  /** Sorts the records by path and time. Formats that nest need them grouped. */
  sort?: boolean
  /** SenML and OMA JSON: whole paths as names, without a base name. */
  absoluteNames?: boolean
  /** TLV: unsigned values wide enough for readers that take them as signed. */
  wideUnsigned?: boolean
  /** CBOR, SenML CBOR and LwM2M CBOR: the values of Time resources with tag 1. */
  taggedTime?: boolean
  /** SenML JSON: opaque values in base64 with padding. */
  paddedBase64?: boolean
  /**
   * Values as they are given, whatever the schema declares. Otherwise they become the declared type
   * where nothing is lost, and what does not fit is refused.
   */
  uncheckedTypes?: boolean
}

/**
 * Reads the records of a payload.
 *
 * ```js
 * decode(Uint8Array.of(0xc1, 9, 100), 'tlv', { path: '/3/0', schema: registry })
 * // [{ path: '/3/0/9', object: 3, instance: 0, resource: 9, type: 'integer', value: 100, … }]
 * ```
 *
 * @throws {DecodeError} what is wrong, and at which byte; its `records` are those before that.
 */
export function decode(payload: Payload, format: Format, options?: Options): LwM2mRecord[]

/**
 * Reads the records of a payload as typed arrays, for many values at a time.
 *
 * @throws {DecodeError}
 */
export function decodeColumns(payload: Payload, format: Format, options?: Options): Columns

/**
 * Writes records as a payload.
 *
 * ```js
 * encode([{ path: '/3/0/9', type: 'integer', value: 100 }], 'tlv', { path: '/3/0' })
 * ```
 *
 * @throws {EncodeError} what the format cannot express, and in which record.
 */
export function encode(
  records: Iterable<RecordInput>,
  format: Format,
  options?: EncodeOptions,
): Uint8Array

/**
 * Converts a payload to another format.
 *
 * @throws {DecodeError} what is wrong with the payload.
 * @throws {EncodeError} what the other format cannot express.
 */
export function convert(
  payload: Payload,
  from: Format,
  to: Format,
  options?: EncodeOptions,
): Uint8Array

/**
 * Divides a payload into spans: every byte belongs to exactly one of them, in order. A broken payload
 * is shown as far as it is good; this throws no {@link DecodeError}.
 */
export function inspect(payload: Payload, format: Format, options?: Options): Span[]

/** A part of a payload, and what it says. */
export interface Span {
  /** The first byte, and the one after the last. */
  start: number
  end: number
  /**
   * `container` begins an object instance or resource, `structure` is mere syntax, `incomplete` is
   * what an error ends, and `broken` the rest, which is empty if the payload ends too early.
   */
  kind: 'record' | 'link' | 'container' | 'structure' | 'incomplete' | 'broken'
  /** The place in the data model, if it is known. */
  path: string | undefined
  /** The name of the resource or object there, if the schema knows it. */
  name: string | undefined
  /** What the bytes say, as a phrase to follow the name. */
  meaning: string
  /** The unit of a record, empty if it has none; undefined if the schema does not know it. */
  units?: string | undefined
  record?: LwM2mRecord
  link?: Link
  /** What is wrong with a broken part. */
  error?: DecodeError
}

/** Records as columns, from {@link decodeColumns}. */
export class Columns implements Iterable<LwM2mRecord> {
  private constructor()
  readonly length: number
  /** Numbers, times, and booleans as 0 and 1; NaN for what is no number. */
  readonly values: Float64Array
  /** Seconds, NaN for records without; undefined if no record has a time. */
  readonly times: Float64Array | undefined
  /** The IDs of each path, four to a record; 65535 where the path is shorter. */
  readonly ids: Uint16Array
  /** Numbers from 1 in the order of {@link DataType}, then `path`, `delete` and `empty`. */
  readonly types: Uint8Array
  path(index: number): string
  type(index: number): LwM2mRecord['type']
  value(index: number): Value
  time(index: number): LwM2mRecord['time']
  /** Whether the time of a record counts from when the payload came. */
  relative(index: number): boolean | undefined
  record(index: number): LwM2mRecord
  [Symbol.iterator](): IterableIterator<LwM2mRecord>
}

export interface DecoderOptions extends Options {
  /**
   * Bytes that are kept for what chunks cut; longer strings and bytes come in pieces. 4096 if left
   * out, and never fewer than 64.
   */
  scratch?: number
  /** Gives the pieces of long values as they come, with `last`, instead of joining them. */
  pieces?: boolean
}

/**
 * Reads a payload that comes in chunks.
 *
 * ```js
 * const decoder = new Decoder('senml-cbor', { path: '/3303' })
 * for await (const chunk of stream) show(decoder.push(chunk))
 * show(decoder.finish())
 * ```
 */
export class Decoder {
  constructor(format: Format, options?: DecoderOptions)
  /**
   * The records that this chunk completes.
   *
   * @throws {DecodeError} with the records before in `records`; nothing comes after that.
   */
  push(chunk: Payload): (LwM2mRecord & { last?: boolean })[]
  /**
   * The records that the end of the payload completes.
   *
   * @throws {DecodeError} also if the payload is not whole.
   */
  finish(): (LwM2mRecord & { last?: boolean })[]
}

/** What is wrong. */
export class Lwm2mError extends Error {
  /** The kind, such as `Truncated`; the names do not change. */
  readonly kind: string
  /** The byte of the payload, if one is to blame. */
  readonly offset: number | undefined
  /** The place in the data model, if that is known. */
  readonly path: string | undefined
}

/** A payload that cannot be read. */
export class DecodeError extends Lwm2mError {
  readonly offset: number
  /** What the kind means. */
  readonly explanation: string
  /** The data type that was expected, where that is the matter. */
  readonly expected: DataType | undefined
  /** The leniency that would have accepted the payload, if one would. */
  readonly leniency: { name: string; accepts: string } | undefined
  /** Several lines that show the place in the payload. */
  readonly report: string
  /** The records that were read before, from {@link decode} and {@link Decoder}. */
  readonly records?: LwM2mRecord[]
}

/** Records that cannot be written. */
export class EncodeError extends Lwm2mError {
  /** The index of the record. */
  readonly record: number | undefined
  /** What the kind means. */
  readonly explanation: string
  /** The data type that was expected, where that is the matter. */
  readonly expected: DataType | undefined
}

/** DDF XML that cannot be read. */
export class SchemaError extends Lwm2mError {
  /** Line and column, from 1. */
  readonly line: number
  readonly column: number
  /** The element, with those that contain it: `LWM2M/Object/Resources/Item/Type`. */
  readonly element: string
}

/** What a schema says of an object. */
export interface LwM2mObject {
  id: number
  name: string
  version: string
  lwm2mVersion: string
  multiple: boolean
  mandatory: boolean
  /** Left out by {@link Schema.search}. */
  resources?: LwM2mResource[]
}

/** What a schema says of a resource. */
export interface LwM2mResource {
  id: number
  name: string
  type: DataType | undefined
  multiple: boolean
  mandatory: boolean
  /** Some of the letters R, W and E. */
  operations: string
  range: string
  units: string
}

/** What objects and resources are. */
export class Schema {
  private constructor()
  /**
   * Reads DDF XML, the files in which OMA and vendors define objects, in UTF-8, UTF-16 with a byte
   * order mark, or windows-1252.
   *
   * @throws {SchemaError}
   */
  static fromXml(xml: string | Uint8Array): Schema
  /** Takes types alone, as in `{ '/3/9': 'integer', '/3/6': { type: 'integer', multiple: true } }`. */
  static fromTypes(
    types: Record<string, DataType | { type: DataType; multiple?: boolean }>,
  ): Schema
  /**
   * The schema with the versions of objects that a client has: those that it registered, and for
   * objects without one those that go with its version of LwM2M (in the query of Register), or 1.0
   * for objects outside of the core. Without `lwm2m`, or where it is not known which versions go with
   * it, core objects are read in the newest version; that is known for 1.0 and 1.2.
   */
  forClient(registration: Partial<Registration>, options?: { lwm2m?: string }): Schema
  /** A schema that asks another one for what this one does not know. */
  or(other: Schema): Schema
  /** An object, in this version or in the newest. */
  object(id: number, version?: string): (LwM2mObject & { resources: LwM2mResource[] }) | undefined
  /** A resource, in the newest version of its object. */
  resource(object: number, id: number): LwM2mResource | undefined
  /** The newest versions of the objects whose name contains a text; all without one. */
  search(text?: string): LwM2mObject[]
}

/** A link; an attribute without value has null. */
export interface Link {
  target: string
  attributes: [name: string, value: string | null][]
}

/** What a client registers. */
export interface Registration {
  /** `/`, or the alternate path. */
  root: string
  /** CoAP numbers of content formats. */
  formats: number[]
  objects: { id: number; version?: string; instances: number[] }[]
}

/**
 * Reads link format; `start` and `end` are the bytes of the link.
 *
 * @throws {DecodeError}
 */
export function decodeLinks(
  payload: Payload,
  options?: Pick<Options, 'strict' | 'lenient'>,
): (Link & { start: number; end: number })[]

/**
 * Reads the payload of Register or Update.
 *
 * @throws {DecodeError}
 */
export function decodeRegistration(
  payload: Payload,
  options?: Pick<Options, 'strict' | 'lenient'>,
): Registration

/** @throws {EncodeError} */
export function encodeLinks(
  links: Iterable<{ target: string; attributes?: [string, (string | null)?][] }>,
): Uint8Array

/** @throws {EncodeError} */
export function encodeRegistration(registration: Partial<Omit<Registration, 'formats'>> & { formats?: Format[] }): Uint8Array

/** The content formats. */
export function formats(): { name: string; number: number; mediaType: string }[]
/** The operations. */
export function operations(): { name: Operation; description: string }[]
/** What lenient decoding accepts. */
export function leniencies(): { name: string; number: number; accepts: string }[]
