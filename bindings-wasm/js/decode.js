import * as raw from './glue.js'
import { Columns } from './columns.js'
import { failure } from './errors.js'
import { put } from './memory.js'
import { bytesOf, createRequest, formatNumber, modelFor, select } from './options.js'
import { records } from './rows.js'

function run(payload, format, options) {
  const number = formatNumber(format)
  select(options)
  put(payload)
  return raw.decode(payload.length, number)
}

/** The records of a payload. */
export function decode(payload, format, options) {
  const bytes = bytesOf(payload)
  if (run(bytes, format, options)) return records(bytes)
  const error = failure()
  error.records = records(bytes)
  throw error
}

/** The records of a payload as columns. */
export function decodeColumns(payload, format, options) {
  const bytes = bytesOf(payload)
  if (run(bytes, format, options)) return new Columns(bytes)
  throw failure()
}

const SCRATCH = 4096

/** A decoder that takes a payload in chunks. */
export class Decoder {
  #chunks
  #request
  #model
  #pieces
  // The pieces of a long value that is not whole yet.
  #open = []

  constructor(format, options = {}) {
    const { scratch = SCRATCH, pieces = false } = options
    const number = formatNumber(format)
    this.#request = createRequest(options)
    this.#model = modelFor(options)
    this.#chunks = new raw.ChunkDecoder(number, scratch)
    this.#pieces = pieces
  }

  /** The records that a chunk completes. */
  push(chunk) {
    return this.#take(bytesOf(chunk), false)
  }

  /** The records that the end of the payload completes. */
  finish() {
    return this.#take(new Uint8Array(), true)
  }

  #take(chunk, last) {
    const done = this.#chunks.push(chunk, last, this.#request, this.#model)
    const found = new Map()
    const read = records(chunk, (index, isLast) => found.set(index, isLast))
    const whole = []
    read.forEach((record, index) => {
      const isLast = found.get(index)
      if (isLast === undefined) {
        whole.push(record)
      } else if (this.#pieces) {
        whole.push({ ...record, last: isLast })
      } else {
        // Bytes lie in the caller's chunk, which may be used for the next one.
        const { value } = record
        this.#open.push(typeof value === 'string' ? value : value.slice())
        if (isLast) whole.push({ ...record, value: join(this.#open.splice(0)) })
      }
    })
    if (done) return whole
    const error = failure()
    error.records = whole
    throw error
  }
}

function join(pieces) {
  if (typeof pieces[0] === 'string') return pieces.join('')
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
