import { block, header } from './glue.js'
import { HEADER, memory, text } from './memory.js'
import { KINDS, copiedBytes, pathOf, timeTexts, valueOf } from './rows.js'

const LEVEL = 0x07
const RELATIVE = 0x08
const TIME_TEXT = 0x40
const HAS_TIME = 0x80

const bitsOf = (buffer, start, count) => ({
  doubles: new Float64Array(buffer, start, count),
  words: new Uint32Array(buffer, start, count * 2),
  signed: new BigInt64Array(buffer, start, count),
  unsigned: new BigUint64Array(buffer, start, count),
})

/** The records of a payload as columns. */
export class Columns {
  #payload
  #marks
  #strings
  #copied
  // The values as they are, which need not be doubles, and the texts of times.
  #bits
  #texts

  /** Takes what the last call left. */
  constructor(payload) {
    const start = block()
    const at = header() >>> 2
    const views = memory()
    const { bytes, words } = views
    const count = words[at + HEADER.count]
    const timed = words[at + HEADER.timesCount] !== 0
    const plain = words[at + HEADER.plain] !== 0
    const bits = count * (timed ? 24 : 16)
    const kinds = plain ? bits : bits + count * 8
    const marks = kinds + ((count + 7) & ~7)
    // All columns at once; see `gather` of src/columns.rs.
    const { buffer } = bytes.slice(start, start + marks + count)

    this.length = count
    this.values = new Float64Array(buffer, 0, count)
    this.ids = new Uint16Array(buffer, count * 8, count * 4)
    this.types = new Uint8Array(buffer, kinds, count)
    this.times = timed ? new Float64Array(buffer, count * 16, count) : undefined
    this.#marks = new Uint8Array(buffer, marks, count)
    this.#payload = payload
    this.#strings = text(words[at + HEADER.text], words[at + HEADER.textBytes])
    this.#copied = copiedBytes(at, views)
    if (timed) this.#takeTexts(words[at + HEADER.timesText])
    this.#bits = plain ? { doubles: this.values } : bitsOf(buffer, bits, count)
  }

  #takeTexts(from) {
    if (from === this.#strings.length) return
    this.#texts = new Map()
    const exact = timeTexts(this.#strings, from)
    for (let i = 0; i < this.length; i++) {
      if ((this.#marks[i] & TIME_TEXT) === 0) continue
      const time = exact(this.times[i])
      if (typeof time === 'string') this.#texts.set(i, time)
    }
  }

  /** The path of a record. */
  path(index) {
    const at = 4 * index
    const { ids } = this
    const low = ids[at] | (ids[at + 1] << 16)
    const high = ids[at + 2] | (ids[at + 3] << 16)
    return pathOf(low, high, this.#marks[index] & LEVEL)
  }

  /** The data type of a record, or what it is instead. */
  type(index) {
    return KINDS[this.types[index]]
  }

  /** The value of a record, as in plain records. */
  value(index) {
    const [kind, marks] = [this.types[index], this.#marks[index]]
    return valueOf(kind, marks, this.#bits, index, this.#strings, this.#payload, this.#copied)
  }

  /** The time of a record, as in plain records. */
  time(index) {
    if ((this.#marks[index] & HAS_TIME) === 0) return undefined
    return this.#texts?.get(index) ?? this.times[index]
  }

  /** Whether the time of a record counts from when the payload came. */
  relative(index) {
    const marks = this.#marks[index]
    return (marks & HAS_TIME) === 0 ? undefined : (marks & RELATIVE) !== 0
  }

  /** A plain record. */
  record(index) {
    const level = this.#marks[index] & LEVEL
    const id = (at) => (level > at ? this.ids[4 * index + at] : undefined)
    return {
      path: this.path(index),
      object: id(0),
      instance: id(1),
      resource: id(2),
      resourceInstance: id(3),
      type: this.type(index),
      value: this.value(index),
      time: this.time(index),
      relative: this.relative(index),
    }
  }

  *[Symbol.iterator]() {
    for (let i = 0; i < this.length; i++) yield this.record(i)
  }
}
