// The memory of the module, and how results are read from it.

let wasm
let buffer
let views

/** Takes over the exports of the module. */
export function bind(exports) {
  wasm = exports
  buffer = undefined
}

/** Typed arrays over the whole memory, which moves when it grows. */
export function memory() {
  if (wasm === undefined) {
    throw new Error('lwm2m-codec-wasm is not loaded yet: await init() first')
  }
  if (buffer !== wasm.memory.buffer) {
    buffer = wasm.memory.buffer
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
