import { header } from './glue.js'
import { tree } from './memory.js'

/** What all errors of this package are. */
export class Lwm2mError extends Error {
  constructor(message, members) {
    super(message)
    Object.assign(this, members)
  }
}

/** A payload that cannot be read. */
export class DecodeError extends Lwm2mError {}

/** Records that cannot be written. */
export class EncodeError extends Lwm2mError {}

/** DDF XML that cannot be read. */
export class SchemaError extends Lwm2mError {}

for (const type of [Lwm2mError, DecodeError, EncodeError, SchemaError]) {
  Object.defineProperty(type.prototype, 'name', { value: type.name, configurable: true })
}

// What a position counts, as in src/failure.rs.
const OFFSET = 0
const RECORD = 2

/** The error that the last call left. */
export const failure = () => failureFrom(tree(header()))

/** An error from its members. */
export function failureFrom(fields) {
  const [kind, message, counts, position, path, explanation, report, name, accepts, expected] =
    fields
  const members = {
    kind,
    offset: counts === OFFSET ? position : undefined,
    record: counts === RECORD ? position : undefined,
    path: path ?? undefined,
    explanation,
    expected: expected ?? undefined,
    leniency: name === null ? undefined : { name, accepts },
    report,
  }
  return counts === OFFSET ? new DecodeError(message, members) : new EncodeError(message, members)
}

/** The error that reading DDF XML left. */
export function schemaFailure() {
  const [message, line, column, element] = tree(header())
  return new SchemaError(message, { kind: 'InvalidDdf', offset: undefined, path: undefined, line, column, element })
}
