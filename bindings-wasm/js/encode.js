import * as raw from './glue.js'
import { failure } from './errors.js'
import { bytesOf, formatNumber, modelFor, requestOf } from './options.js'
import { KIND_NUMBERS } from './rows.js'

// What a value is in JavaScript, and the flag of a time; see src/encode.rs.
const NUMBER = 0
const BIGINT = 1
const NEGATIVE_BIGINT = 2
const BOOLEAN = 3
const STRING = 4
const BYTES = 5
const NOTHING = 6
const TIME = 0x80

const WORDS = 6
let words = new Uint32Array(1024 * WORDS)
let doubles = new Float64Array(words.buffer)
let bits = new BigUint64Array(words.buffer)

function grow() {
  const larger = new Uint32Array(words.length * 2)
  larger.set(words)
  words = larger
  doubles = new Float64Array(words.buffer)
  bits = new BigUint64Array(words.buffer)
}

/** The payload of records. */
export function encode(records, format, options) {
  const number = formatNumber(format)
  const request = requestOf(options)
  const chunks = []
  let text = ''
  let at = 0
  let bytes = 0
  for (const { path, value, type, time } of records) {
    if (at + WORDS > words.length) grow()
    const kind = KIND_NUMBERS.get(type)
    if (kind === undefined && type !== undefined) throw new TypeError(`not a type: ${type}`)
    if (typeof path !== 'string') throw new TypeError('a record needs a path such as "/3/0/9"')
    let length = 0
    let what = kind ?? 0
    text += path
    words[at + 2] = path.length
    if (time !== undefined && time !== null) {
      const seconds = typeof time === 'number' ? secondsOf(time) : String(time)
      text += seconds
      words[at + 3] = seconds.length
      what |= TIME
    }
    switch (typeof value) {
      case 'number':
        doubles[at >>> 1] = value
        break
      case 'string':
        text += value
        length = value.length
        what |= STRING << 8
        break
      case 'boolean':
        doubles[at >>> 1] = Number(value)
        what |= BOOLEAN << 8
        break
      case 'bigint':
        if (value < -(2n ** 63n) || value >= 2n ** 64n) {
          throw new RangeError(`${path}: integers have 64 bits`)
        }
        bits[at >>> 1] = BigInt.asUintN(64, value)
        what |= (value < 0n ? NEGATIVE_BIGINT : BIGINT) << 8
        break
      default:
        if (value === null || value === undefined) {
          what |= NOTHING << 8
        } else {
          const chunk = bytesOf(value)
          chunks.push(chunk)
          length = chunk.length
          bytes += length
          what |= BYTES << 8
        }
    }
    words[at + 4] = length
    words[at + 5] = what
    at += WORDS
  }
  const payload = raw.encode(
    words.subarray(0, at),
    text,
    joined(chunks, bytes),
    number,
    request,
    modelFor(options),
    options?.sort ?? false,
  )
  if (payload === undefined) throw failure()
  return payload
}

/** A number of seconds without exponent. */
function secondsOf(time) {
  return Math.abs(time) < 1e-6 ? time.toFixed(9) : String(time)
}

const NO_BYTES = new Uint8Array()

function joined(chunks, length) {
  if (length === 0) return NO_BYTES
  if (chunks.length === 1) return chunks[0]
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}

/** A payload in another format. */
export function convert(payload, from, to, options) {
  const converted = raw.convert(
    bytesOf(payload),
    formatNumber(from),
    formatNumber(to),
    requestOf(options),
    modelFor(options),
  )
  if (converted === undefined) throw failure()
  return converted
}
