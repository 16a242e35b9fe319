// What becomes of a vector; runs in Node and in browsers. testdata/README.md describes vectors.

const OPERATIONS = {
  read: 'read',
  notify: 'read',
  create: 'create',
  send: 'send',
  fetch: 'read-composite',
  'fetch-senml': 'read-composite',
  patch: 'write-composite',
}

/** Why a vector cannot be judged, if it cannot. */
export function skipped(vector) {
  return vector.gateway ? 'prefixes of the LwM2M Gateway are not supported' : undefined
}

function payloadOf({ hex }) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

/** What the records of a lenient reading may be for an encoder. */
const INEXPRESSIBLE = [
  'NumberNotRepresentable',
  'NotRepresentable',
  'RecordOutsideBase',
  'NoRecords',
  'TypeMismatch',
]

function optionsOf({ Schema }, { base, op = 'read', root, types = {}, multiple = {} }, strict) {
  const operation =
    op === 'write' ? (base === '/' ? 'write-composite' : 'write') : OPERATIONS[op]
  const known = Object.entries(types).map(([path, type]) => [path, { type, multiple: multiple[path] }])
  const schema = Schema.fromTypes(Object.fromEntries(known))
  return { path: base, operation, alternatePath: root ?? '', schema, strict }
}

// The record form of the core: its members in order, its numbers and strings.

const EXACT = 2n ** 53n

/** Whether a number alone does not say what it counts from. */
const isOpen = (time) => Number(time) > 0 && Number(time) < 2 ** 28

function formOf({ path, type, value, time, relative }) {
  const form = { path, ...(isOpen(time) ? { relative } : {}), time, type, value: valueForm(value, type) }
  if (time === undefined) delete form.time
  else if (type !== 'none' && typeof time === 'number') form.time = float(time, Number.isInteger(time))
  return form
}

/** JSON has one sort of numbers; the dump shows whether one is a float. */
class Float {
  constructor(text) {
    this.text = text
  }
}

function float(value, integral) {
  if (integral) return value
  return new Float(floatText(value))
}

function floatText(value) {
  if (Object.is(value, -0)) return '-0.0'
  const text = String(value).replace('e+', 'e')
  // Rust's writer uses exponents from 1e16 on, and below 1e-5.
  const size = Math.abs(value)
  if (Number.isInteger(value) && size < 1e16) return `${text}.0`
  if (size >= 1e16 && size < 1e21) {
    const [digits, exponent] = value.toExponential().split('e+')
    return `${digits}e${exponent}`
  }
  if (size < 1e-5 && size >= 1e-6) {
    return value.toExponential().replace('e+', 'e')
  }
  return text
}

function valueForm(value, type) {
  if (type === 'float') {
    return Number.isFinite(value) ? new Float(floatText(value)) : String(value)
  }
  if (typeof value === 'bigint') {
    const size = value < 0n ? -value : value
    return size <= EXACT ? Number(value) : String(value)
  }
  if (value instanceof Uint8Array) {
    return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('')
  }
  return value
}

/** JSON as the core writes it: members sorted by name. */
function stringify(value) {
  if (value instanceof Float) return value.text
  if (Array.isArray(value)) return `[${value.map(stringify).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const names = Object.keys(value).sort()
    return `{${names.map((name) => `${JSON.stringify(name)}:${stringify(value[name])}`).join(',')}}`
  }
  return JSON.stringify(value)
}

// What a payload decodes to.

function readLinks(codec, payload, strict) {
  const links = codec.decodeLinks(payload, { strict })
  const members = {
    ok: true,
    links: links.map(({ target, attributes }) => ({ uri: target, attrs: attributes })),
  }
  let registration
  try {
    registration = codec.decodeRegistration(payload, { strict })
  } catch (error) {
    if (!(error instanceof codec.DecodeError)) throw error
    return { links, members }
  }
  const objects = {}
  for (const { id, version, instances } of registration.objects) {
    objects[id] = { ver: version ?? null, instances }
  }
  members.reg = { root: registration.root, ct: registration.formats, objects }
  return { links, registration, members }
}

function readRecords(codec, vector, payload, strict) {
  const records = codec.decode(payload, vector.format, optionsOf(codec, vector, strict))
  const stated = records.filter(({ type }) => type !== 'empty')
  const empty = records.filter(({ type }) => type === 'empty').map(({ path }) => path)
  const members = { ok: true, records: stated.map(formOf) }
  if (empty.length > 0) members.empty = empty
  return { records, members }
}

function read(codec, vector, payload, strict) {
  return vector.format === 'link'
    ? readLinks(codec, payload, strict)
    : readRecords(codec, vector, payload, strict)
}

/** One line of JSON that says what both modes make of a vector. */
export function dump(codec, vector) {
  const mode = (strict) => {
    try {
      return read(codec, vector, payloadOf(vector), strict).members
    } catch (error) {
      if (!(error instanceof codec.DecodeError)) throw error
      return { ok: false, error: error.kind, offset: error.offset }
    }
  }
  return stringify({ id: vector.id, strict: mode(true), lenient: mode(false) })
}

/** What is not as a vector says, one line for each mode; empty if all is. */
export function check(codec, vector) {
  const { ok, lenient = ok } = vector
  const modes = [
    ['strict', true, ok],
    ['lenient', false, lenient],
  ]
  const payload = payloadOf(vector)
  return modes
    .map(([name, strict, accepts]) => {
      let reading
      try {
        reading = read(codec, vector, payload, strict)
      } catch (error) {
        if (!(error instanceof codec.DecodeError)) throw error
        if (accepts) return `\n  ${name}: refused: ${error.message}`
        if (error.offset <= payload.length) return ''
        return `\n  ${name}: the error's place is not in the payload: ${error.offset}`
      }
      const found = stringify(reading.members)
      if (!accepts) return `\n  ${name}: accepted: ${found}`
      const expected = expectation(vector, reading.members)
      if (found !== expected) return `\n  ${name}: expected ${expected}\n    found ${found}`
      const again = encodeAgain(codec, vector, reading, strict)
      return again === '' ? '' : `\n  ${name}: ${again}`
    })
    .join('')
}

/** What a vector says that a mode must read, in the form of what was read. */
function expectation(vector, members) {
  const { records = [], empty = [], links, reg } = vector
  if (vector.format === 'link') {
    return stringify({ ok: true, links, ...(reg || members.reg ? { reg: reg ?? members.reg } : {}) })
  }
  const forms = records.map((record) => {
    const { path, type, value = null, time } = record
    const typed =
      type === 'float' && typeof value === 'number' ? new Float(floatText(value)) : value
    const form = { path, type, value: typed }
    if (time !== undefined) {
      form.time = typeof time === 'number' ? float(time, Number.isInteger(time)) : time
      if (isOpen(time)) form.relative = vector.format !== 'json'
    }
    return form
  })
  return stringify({ ok: true, records: forms, ...(empty.length > 0 ? { empty } : {}) })
}

/** Encodes what was read, which must decode to the same; says what is not so. */
function encodeAgain(codec, vector, reading, strict) {
  if (vector.format === 'link') {
    const payload = codec.encodeLinks(reading.links)
    const again = readLinks(codec, payload, strict).members
    if (stringify(again.links) !== stringify(reading.members.links)) {
      return `${new TextDecoder().decode(payload)} decodes to other links`
    }
    if (!vector.reg) return ''
    const registered = codec.encodeRegistration(reading.registration)
    const { members } = readLinks(codec, registered, true)
    return stringify(members.reg) === stringify(reading.members.reg)
      ? ''
      : `${new TextDecoder().decode(registered)} decodes to another registration`
  }
  // Where nothing declares a Time, its tag does; SenML must not have any.
  const taggedTime = !(strict && ['senml-cbor', 'senml-etch-cbor'].includes(vector.format))
  const options = { ...optionsOf(codec, vector, strict), taggedTime }
  let payload
  try {
    payload = codec.encode(reading.records, vector.format, options)
  } catch (error) {
    // What only a leniency reads need not have a conforming form, but is never lost.
    const lost = INEXPRESSIBLE.includes(error.kind)
    if (!vector.ok && lost) return ''
    return `encoding: ${error.message}`
  }
  const { members } = readRecords(codec, vector, payload, strict)
  return stringify(members) === stringify(reading.members)
    ? ''
    : `${valueForm(payload)} decodes to ${stringify(members)}`
}
