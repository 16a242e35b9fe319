import * as raw from './glue.js'
import { failure } from './errors.js'
import { HEADER, inputOf, memory } from './memory.js'
import { bytesOf, formatNumber, modelFor, requestOf, select } from './options.js'
import { KIND_NUMBERS } from './rows.js'

// What a value is in JavaScript, and what the last word of a record says; see src/encode.rs.
const NUMBER = 0
const BIGINT = 1 << 8
const NEGATIVE_BIGINT = 2 << 8
const BOOLEAN = 3 << 8
const STRING = 4 << 8
const BYTES = 5 << 8
const NOTHING = 6 << 8
const TIME = 0x80
const TIME_TEXT = 0x40
const ABSOLUTE = 0x10
const RELATIVE = 0x20
const PATH_TEXT = 7

const WORDS = 8
let words
let wordBytes
let doubles
let bits

function use(buffer) {
  words = new Int32Array(buffer)
  wordBytes = new Uint8Array(buffer)
  doubles = new Float64Array(buffer)
  bits = new BigUint64Array(buffer)
}
use(new ArrayBuffer(256 * 4 * WORDS))

function grow() {
  const { length } = words
  const before = words
  use(new ArrayBuffer(8 * length))
  words.set(before)
}

/** The payload of records. */
export function encode(records, format, options) {
  const number = formatNumber(format)
  const chunks = []
  let text = ''
  let at = 0
  let bytes = 0
  // Of the record before, which often has the same.
  let lastType
  let kind = 0
  let known = NO_PATH
  for (const { path, value, type, time, relative } of records) {
    if (at + WORDS > words.length) grow()
    if (type !== lastType) {
      kind = type === undefined ? 0 : KIND_NUMBERS.get(type)
      if (kind === undefined) throw new TypeError(`not a type: ${type}`)
      lastType = type
    }
    if (path !== known.path) known = kept.get(path) ?? keep(path)
    let length = 0
    let what = kind | (known.level << 16)
    words[at + 2] = known.low
    words[at + 3] = known.high
    if (known.level === PATH_TEXT) text += path
    if (time !== undefined && time !== null) {
      what |= TIME
      if (relative !== undefined) what |= relative ? RELATIVE : ABSOLUTE
      if (Number.isSafeInteger(time)) {
        doubles[(at >>> 1) + 2] = time
      } else {
        if (time instanceof Date) what = (what & ~RELATIVE) | ABSOLUTE
        const seconds = secondsOf(time)
        text += seconds
        words[at + 4] = seconds.length
        what |= TIME_TEXT
      }
    }
    switch (typeof value) {
      case 'number':
        doubles[at >>> 1] = value
        what |= NUMBER
        break
      case 'string':
        text += value
        length = value.length
        what |= STRING
        break
      case 'boolean':
        doubles[at >>> 1] = Number(value)
        what |= BOOLEAN
        break
      case 'bigint':
        if (value < -(2n ** 63n) || value >= 2n ** 64n) {
          throw new RangeError(`${path}: integers have 64 bits`)
        }
        bits[at >>> 1] = BigInt.asUintN(64, value)
        what |= value < 0n ? NEGATIVE_BIGINT : BIGINT
        break
      default:
        if (value === null || value === undefined) {
          what |= NOTHING
        } else {
          const chunk = bytesOf(value)
          chunks.push(chunk)
          length = chunk.length
          bytes += length
          what |= BYTES
        }
    }
    words[at + 6] = length
    words[at + 7] = what
    at += WORDS
  }
  select(options)
  const texts = hand(at, text, chunks, bytes)
  if (!raw.encode(at / WORDS, texts, bytes, number, options?.sort ?? false)) throw failure()
  const header = raw.header() >>> 2
  const { bytes: all, words: results } = memory()
  const start = results[header + HEADER.payload]
  return all.slice(start, start + results[header + HEADER.payloadBytes])
}

// Paths that were read, which takes longer than to find them here.
const KEPT = 4096
const kept = new Map()
const NO_PATH = { path: Symbol('none'), level: 0, low: 0, high: 0 }

function keep(path) {
  if (typeof path !== 'string') throw new TypeError('a record needs a path such as "/3/0/9"')
  const known = readPath(path)
  if (kept.size < KEPT && known.level !== PATH_TEXT) kept.set(path, known)
  return known
}

const SLASH = 0x2f
const ZERO = 0x30

/** A path as IDs in two words; whatever is unusual stays a text, and the words are its length. */
function readPath(path) {
  const { length } = path
  const text = { path, level: PATH_TEXT, low: length, high: 0 }
  if (length < 2 || path.charCodeAt(0) !== SLASH) return text
  const ids = [0, 0]
  let level = 0
  let id = -1
  for (let i = 1; ; i++) {
    const code = i < length ? path.charCodeAt(i) : SLASH
    const digit = code - ZERO
    if (digit >= 0 && digit <= 9) {
      // No zeros before other digits, and no ID that is too large.
      if (id === 0) return text
      id = id < 0 ? digit : id * 10 + digit
      if (id > 0xfffe) return text
    } else {
      if (code !== SLASH || id < 0 || level === 4) return text
      ids[level >>> 1] |= id << ((level & 1) * 16)
      level++
      id = -1
      if (i === length) return { path, level, low: ids[0], high: ids[1] }
    }
  }
}

const utf8 = new TextEncoder()

/** Puts records, their texts and their bytes where the next call reads them; the bytes of texts. */
function hand(count, text, chunks, bytes) {
  const rows = count * 4
  const input = inputOf(rows + 3 * text.length + bytes)
  const { bytes: all } = memory()
  all.set(wordBytes.subarray(0, rows), input)
  let at = input + rows
  const { written } = text === '' ? { written: 0 } : utf8.encodeInto(text, all.subarray(at))
  at += written
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return written
}

/** Seconds as a decimal number without exponent. */
function secondsOf(time) {
  if (time instanceof Date) return (time.getTime() / 1000).toFixed(3)
  if (typeof time !== 'number') return String(time)
  return Math.abs(time) < 1e-6 ? time.toFixed(9) : String(time)
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
