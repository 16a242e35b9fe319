// Records from the columns that the module left; see src/columns.rs.

import { header } from './glue.js'
import { HEADER, memory, text } from './memory.js'

/** What records are, by the number of their kind. */
export const KINDS = [
  undefined,
  'string',
  'integer',
  'unsigned',
  'float',
  'boolean',
  'opaque',
  'time',
  'objlnk',
  'corelnk',
  'none',
  'path',
  'delete',
  'empty',
]

export const KIND_NUMBERS = new Map(KINDS.map((kind, number) => [kind, number]))

const INTEGER = 2
const UNSIGNED = 3
const FLOAT = 4
const BOOLEAN = 5
const OPAQUE = 6
const TIME = 7
const OBJECT_LINK = 8

const LEVEL = 0x07
const RELATIVE = 0x08
const BIG = 0x10
const COPIED = 0x20
const TIME_TEXT = 0x40
const HAS_TIME = 0x80

// IDs with the slash before them: of the few that are in use, used again and again.
const segments = []
const segment = (id) => (segments[id] ??= '/' + id)

// The last paths by a hash of their IDs: most paths come again and again, and putting one together
// takes as long as the rest of a record. A record takes 29 to 33 ns instead of 52 to 81.
const KEPT = 4096
const keptLow = new Int32Array(KEPT)
const keptHigh = new Int32Array(KEPT)
const keptLevel = new Int8Array(KEPT).fill(-1)
const keptPath = new Array(KEPT).fill('')

/** The path of the first `level` of four IDs in two words. */
export function pathOf(low, high, level) {
  const at = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 20
  if (keptLow[at] !== (low | 0) || keptHigh[at] !== (high | 0) || keptLevel[at] !== level) {
    keptLow[at] = low
    keptHigh[at] = high
    keptLevel[at] = level
    keptPath[at] = join(low, high, level)
  }
  return keptPath[at]
}

function join(low, high, level) {
  switch (level) {
    case 0:
      return '/'
    case 1:
      return segment(low & 0xffff)
    case 2:
      return segment(low & 0xffff) + segment(low >>> 16)
    case 3:
      return segment(low & 0xffff) + segment(low >>> 16) + segment(high & 0xffff)
    default:
      return (
        segment(low & 0xffff) + segment(low >>> 16) + segment(high & 0xffff) + segment(high >>> 16)
      )
  }
}

/** A number, which needs no memory of its own if it is a small integer. */
const small = (number) => ((number | 0) === number ? number | 0 : number)

/** The value of a kind and marks, whose bits lie at an index of the arrays. */
export function valueOf(kind, marks, views, index, strings, payload, copied) {
  const { doubles, words } = views
  switch (kind) {
    case FLOAT:
      return doubles[index]
    case INTEGER:
    case TIME:
    case UNSIGNED: {
      if ((marks & BIG) !== 0) {
        return kind === UNSIGNED ? views.unsigned[index] : views.signed[index]
      }
      return small(doubles[index])
    }
    case BOOLEAN:
      return doubles[index] !== 0
    case OPAQUE: {
      const start = words[2 * index]
      const length = words[2 * index + 1]
      if ((marks & COPIED) !== 0) return copied.subarray(start, start + length)
      return new Uint8Array(payload.buffer, payload.byteOffset + start, length)
    }
    case OBJECT_LINK:
      return `${words[2 * index]}:${words[2 * index + 1]}`
    case 1:
    case 9: {
      const start = words[2 * index]
      return strings.slice(start, start + words[2 * index + 1])
    }
    default:
      return null
  }
}

/** Times whose text may say more than a double, one after another. */
export function timeTexts(strings, start) {
  const texts = strings.slice(start).split('\n')
  let next = 0
  return (double) => {
    const text = texts[next++]
    // Doubles below that are written with an exponent.
    const same = String(double) === text || (Math.abs(double) < 1e-6 && Number(text) === double)
    return same ? double : text
  }
}

/** The records that the last call left. `pieces` is told of those that are pieces of a value. */
export function records(payload, pieces) {
  const at = header() >>> 2
  const views = memory()
  const { bytes, words, doubles } = views
  const count = words[at + HEADER.count]
  const ids = words[at + HEADER.ids] >>> 2
  const kinds = words[at + HEADER.kinds]
  const marks = words[at + HEADER.marks]
  const values = words[at + HEADER.values] >>> 3
  const times = words[at + HEADER.times] >>> 3
  const timed = words[at + HEADER.timesCount] !== 0
  const strings = text(words[at + HEADER.text], words[at + HEADER.textBytes])
  const copied = copiedBytes(at, views)
  const exact = timed ? timeTexts(strings, words[at + HEADER.timesText]) : undefined

  const records = new Array(count)
  let lastLow = -1
  let lastHigh = -1
  let lastLevel = -1
  let path, object, instance, resource, resourceInstance
  for (let i = 0; i < count; i++) {
    const low = words[ids + 2 * i]
    const high = words[ids + 2 * i + 1]
    const mark = bytes[marks + i]
    const level = mark & LEVEL
    if (low !== lastLow || high !== lastHigh || level !== lastLevel) {
      path = pathOf(low, high, level)
      object = level > 0 ? low & 0xffff : undefined
      instance = level > 1 ? low >>> 16 : undefined
      resource = level > 2 ? high & 0xffff : undefined
      resourceInstance = level > 3 ? high >>> 16 : undefined
      lastLow = low
      lastHigh = high
      lastLevel = level
    }
    const kind = bytes[kinds + i]
    const value =
      kind === FLOAT
        ? doubles[values + i]
        : valueOf(kind & 0x0f, mark, views, values + i, strings, payload, copied)
    let time, relative
    if (timed && (mark & HAS_TIME) !== 0) {
      time = small(doubles[times + i])
      relative = (mark & RELATIVE) !== 0
      if ((mark & TIME_TEXT) !== 0) time = exact(time)
    }
    const type = KINDS[kind & 0x0f]
    records[i] = { path, object, instance, resource, resourceInstance, type, value, time, relative }
    if (kind > 0x0f) pieces(i, kind > 0x2f)
  }
  return records
}

const NO_BYTES = new Uint8Array()

/** A copy of the bytes that do not lie in the payload as they are. */
export function copiedBytes(at, { bytes, words }) {
  const start = words[at + HEADER.copied]
  const length = words[at + HEADER.copiedBytes]
  return length === 0 ? NO_BYTES : bytes.slice(start, start + length)
}
