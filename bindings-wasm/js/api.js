// What the package exports, however the module was loaded.

import { tables } from './options.js'

export { Columns } from './columns.js'
export { Decoder, decode, decodeColumns } from './decode.js'
export { convert, encode } from './encode.js'
export { DecodeError, EncodeError, Lwm2mError, SchemaError } from './errors.js'
export { inspect } from './inspect.js'
export { decodeLinks, decodeRegistration, encodeLinks, encodeRegistration } from './links.js'
export { Schema } from './schema.js'

/** The content formats. */
export const formats = () => tables().formats
/** The operations. */
export const operations = () => tables().operations
/** What lenient decoding accepts. */
export const leniencies = () => tables().leniencies
