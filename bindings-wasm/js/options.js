import { Model, Request, select as chooseInModule, header, names } from './glue.js'
import { memory, tree } from './memory.js'
import { modelOf } from './schema.js'

let known

/** The names of formats, operations, leniencies and data types. */
export function tables() {
  if (known === undefined) {
    memory()
    names()
    const [formats, operations, leniencies, dataTypes] = tree(header())
    known = {
      formats: formats.map(([name, number, mediaType]) => ({ name, number, mediaType })),
      operations: operations.map(([name, description]) => ({ name, description })),
      leniencies: leniencies.map(([name, number, accepts]) => ({ name, number, accepts })),
      dataTypes,
    }
  }
  return known
}

const numbers = new Map()

/** The number of a content format, given by number, name or media type. */
export function formatNumber(format) {
  if (numbers.size === 0) {
    for (const { name, number, mediaType } of tables().formats) {
      numbers.set(name, number).set(mediaType, number)
    }
  }
  const number = typeof format === 'number' ? format : numbers.get(format)
  if (number === undefined || !(number >= 0 && number <= 0xffff)) {
    throw new TypeError(`not a content format: ${format}`)
  }
  return number
}

const STRICT = [0, 0]

function leniencies({ strict = true, lenient }) {
  const { leniencies } = tables()
  if (lenient === undefined && strict) return STRICT
  const chosen =
    lenient === undefined
      ? leniencies
      : lenient.map((name) => {
          const found = leniencies.find((leniency) => leniency.name === name)
          if (found === undefined) throw new TypeError(`not a leniency: ${name}`)
          return found
        })
  const half = (from) =>
    chosen.reduce(
      (bits, { number }) => (number >>> 5 === from ? bits | (1 << (number & 31)) : bits),
      0,
    ) >>> 0
  return [half(0), half(1)]
}

/** The options of a call, as the module takes them. */
export function createRequest(options) {
  const { path = '/', operation = 'read', alternatePath = '' } = options
  const index = tables().operations.findIndex(({ name }) => name === operation)
  if (index < 0) throw new TypeError(`not an operation: ${operation}`)
  const [low, high] = leniencies(options)
  const flags =
    (options.absoluteNames ? 1 : 0) |
    (options.wideUnsigned ? 2 : 0) |
    (options.taggedTime ? 4 : 0) |
    (options.paddedBase64 ? 8 : 0) |
    (options.uncheckedTypes ? 16 : 0)
  const request = Request.create(path, index, low, high, alternatePath, flags)
  if (request === undefined) throw new TypeError(`not a path: ${path}`)
  return request
}

const NONE = {}
const CACHED = 64
// Requests by their options, of which programs use few; the last one is found at once.
const cache = new Map()
let recent = {}
let recentRequest

/** The same, which is kept for the next call. */
export function requestOf(options = NONE) {
  if (
    recentRequest === undefined ||
    options.path !== recent.path ||
    options.strict !== recent.strict ||
    options.operation !== recent.operation ||
    options.lenient !== recent.lenient ||
    options.alternatePath !== recent.alternatePath ||
    options.absoluteNames !== recent.absoluteNames ||
    options.wideUnsigned !== recent.wideUnsigned ||
    options.taggedTime !== recent.taggedTime ||
    options.paddedBase64 !== recent.paddedBase64 ||
    options.uncheckedTypes !== recent.uncheckedTypes
  ) {
    const { path, strict, operation, lenient, alternatePath } = options
    const { absoluteNames, wideUnsigned, taggedTime, paddedBase64, uncheckedTypes } = options
    // A list may change, so that it is none to go by.
    const list = lenient && [...lenient]
    recent = { path, strict, operation, lenient: list, alternatePath }
    Object.assign(recent, { absoluteNames, wideUnsigned, taggedTime, paddedBase64, uncheckedTypes })
    recentRequest = cached(recent)
  }
  return recentRequest
}

function cached(options) {
  const key = JSON.stringify(options)
  let request = cache.get(key)
  if (request === undefined) {
    recentRequest = undefined
    request = createRequest(options)
    if (cache.size === CACHED) {
      cache.forEach((old) => old.free())
      cache.clear()
    }
    cache.set(key, request)
  }
  return request
}

let nothing

/** The schema of a call, as the module takes it. */
export function modelFor(options) {
  const schema = options?.schema
  return schema === undefined ? (nothing ??= new Model()) : modelOf(schema)
}

let selectedRequest
let selectedModel

/** Makes the options those of the next call; mostly they are those of the last one. */
export function select(options) {
  const request = requestOf(options)
  const model = modelFor(options)
  if (request === selectedRequest && model === selectedModel) return
  chooseInModule(request, model)
  selectedRequest = request
  selectedModel = model
}

const utf8 = new TextEncoder()

/** The bytes of a payload, however they are given. */
export function bytesOf(payload) {
  if (payload instanceof Uint8Array) return payload
  if (typeof payload === 'string') return utf8.encode(payload)
  if (payload instanceof ArrayBuffer) return new Uint8Array(payload)
  if (ArrayBuffer.isView(payload)) {
    return new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength)
  }
  throw new TypeError('a payload is a Uint8Array, an ArrayBuffer or a string')
}
