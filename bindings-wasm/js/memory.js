// The memory of the module, and how results are read from it.

import { room as makeRoom } from './glue.js'

let wasm
let views = { bytes: new Uint8Array() }

/** Takes over the exports of the module. */
export function bind(exports) {
  wasm = exports
  views = { bytes: new Uint8Array() }
  room = 0
}

/** Typed arrays over the whole memory, which moves when it grows. */
export function memory() {
  // They are empty once it has moved.
  if (views.bytes.length === 0) {
    if (wasm === undefined) {
      throw new Error('lwm2m-codec-wasm is not loaded yet: await init() first')
    }
    const { buffer } = wasm.memory
    views = {
      bytes: new Uint8Array(buffer),
      words: new Uint32Array(buffer),
      doubles: new Float64Array(buffer),
      signed: new BigInt64Array(buffer),
      unsigned: new BigUint64Array(buffer),
    }
  }
  return views
}

const SMALL = 4096
const LARGE = 1 << 20
let room = 0
let roomAt = 0

/** The address of this number of bytes, which the next call reads. */
export function inputOf(bytes) {
  if (bytes > room || room > LARGE) {
    memory()
    room = Math.max(bytes, SMALL)
    roomAt = makeRoom(room)
  }
  return roomAt
}

/** Puts a payload where the next call reads it. */
export function put(payload) {
  const at = inputOf(payload.length)
  memory().bytes.set(payload, at)
}

/** Where `header` of src/output.rs has what, in words. */
export const HEADER = {
  count: 0,
  ids: 1,
  kinds: 2,
  marks: 3,
  values: 4,
  times: 5,
  timesCount: 6,
  text: 7,
  textBytes: 8,
  copied: 9,
  plain: 10,
  tree: 11,
  treeText: 13,
  treeTextBytes: 14,
  timesText: 15,
  copiedBytes: 16,
  payload: 17,
  payloadBytes: 18,
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Text in the memory. */
export function text(start, bytes) {
  if (bytes === 0) return ''
  // Decoders refuse memory that is shared, which this one is not.
  return utf8.decode(memory().bytes.subarray(start, start + bytes))
}

/** The tree that the last call left: null, booleans, numbers, strings and lists of them. */
export function tree(header) {
  const { words } = memory()
  const at = header >>> 2
  const strings = text(words[at + HEADER.treeText], words[at + HEADER.treeTextBytes])
  let word = words[at + HEADER.tree] >>> 2
  let unit = 0
  const read = () => {
    const head = words[word++]
    const length = head >>> 3
    switch (head & 7) {
      case 1:
        return false
      case 2:
        return true
      case 3:
        return words[word++]
      case 4:
        return strings.slice(unit, (unit += length))
      case 5:
        return Array.from({ length }, read)
      default:
        return null
    }
  }
  return read()
}
