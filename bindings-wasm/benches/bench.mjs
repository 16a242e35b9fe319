// Compares this package with what programs do without: node bench.mjs [--test] CORPORA
//
// The corpora come from `cargo run --release -p lwm2m-codec-benches --bin corpora -- CORPORA`. All
// results are compared before anything is timed. Each round times every way once, in turn; the
// table has the fastest round, and the median of the ratios within a round. `--test` only compares.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Decoder, Schema, decode, decodeColumns, decodeLinks, encode } from 'lwm2m-codec-wasm'
import * as peers from './peers.js'

const args = process.argv.slice(2)
const testing = args[0] === '--test'
const [folder] = args.slice(testing ? 1 : 0)
if (folder === undefined) {
  console.error('usage: bench.mjs [--test] CORPORA')
  process.exit(2)
}
const ROUNDS = 60
const ROUND_NS = 4e6

function load() {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')).map((entry) => {
    const payload = new Uint8Array(readFileSync(join(folder, entry.file)))
    const types = new Map()
    const declared = {}
    for (const { object, resource, type, multiple } of entry.types ?? []) {
      types.set(object * 65536 + resource, type)
      declared[`/${object}/${resource}`] = { type, multiple }
    }
    const schema = Schema.fromTypes(declared)
    return { ...entry, payload, types, options: { path: entry.base, operation: entry.operation, schema } }
  })
}

/** Ways to decode a payload; the first is ours, the last one the measure of goals. */
function decoders({ format_name: format, payload, types, options, base }) {
  const ours = {
    objects: () => decode(payload, format, options),
    columns: () => decodeColumns(payload, format, options),
  }
  const peer = {
    'senml-json': ['JSON.parse', () => peers.json(payload, types)],
    'senml-cbor': ['cbor-x', () => peers.cbor(payload, types)],
    'lwm2m-cbor': ['cbor-x', () => peers.lwm2mCbor(payload, types)],
    tlv: ['by hand', () => peers.tlv(payload, types, base)],
  }[format]
  return peer && { ours, peer }
}

function encoders({ format_name: format, payload, options }) {
  if (format === 'link') return undefined
  const records = decode(payload, format, options)
  const absolute = { ...options, absoluteNames: true }
  const ours = { objects: () => encode(records, format, absolute) }
  const peer = {
    'senml-json': ['JSON.stringify', () => peers.encodeJson(records)],
    'senml-cbor': ['cbor-x', () => peers.encodeCbor(records)],
  }[format]
  return peer && { ours, peer }
}

/** Values of the peer as ours: they cannot tell integers from floats, or types at all. */
const comparable = ({ path, object, instance, resource, resourceInstance, value, time }) => ({
  path,
  object,
  instance,
  resource,
  resourceInstance,
  value: value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  time,
})

function compare(entry) {
  const ways = decoders(entry)
  if (ways) {
    const ours = ways.ours.objects()
    assert.equal(ours.length, entry.records)
    assert.deepEqual(ways.peer[1]().map(comparable), ours.map(comparable), entry.file)
    assert.deepEqual([...ways.ours.columns()].map(comparable), ours.map(comparable), entry.file)
    const decoder = new Decoder(entry.format_name, entry.options)
    const chunked = []
    for (let at = 0; at < entry.payload.length; at += 1000) {
      chunked.push(...decoder.push(entry.payload.subarray(at, at + 1000)))
    }
    chunked.push(...decoder.finish())
    assert.deepEqual(chunked.map(comparable), ours.map(comparable), entry.file)
  }
  const writers = encoders(entry)
  if (writers) {
    const { format_name: format, options } = entry
    const [ours, theirs] = [writers.ours, { objects: writers.peer[1] }].map((writer) =>
      decode(writer.objects(), format, options).map(comparable),
    )
    assert.deepEqual(ours, theirs, entry.file)
  }
}

function time(way, repeats) {
  const start = process.hrtime.bigint()
  for (let i = 0; i < repeats; i++) way()
  return Number(process.hrtime.bigint() - start) / repeats
}

/** The fastest round of each way, and the medians of its ratios to the first one. */
function measure(ways) {
  const repeats = ways.map((way) => {
    for (let i = 0; i < 30; i++) way()
    return Math.max(1, Math.round(ROUND_NS / time(way, 20)))
  })
  const rounds = Array.from({ length: ROUNDS }, () => ways.map((way, i) => time(way, repeats[i])))
  return ways.map((_, i) => {
    const ratios = rounds.map((round) => round.at(-1) / round[i]).sort((a, b) => a - b)
    return { best: Math.min(...rounds.map((round) => round[i])), ratio: ratios[ROUNDS >> 1] }
  })
}

function row(name, { ours, peer }, records) {
  const results = measure([...Object.values(ours), peer[1]])
  const ns = ({ best }) => (best / records).toFixed(1)
  const cells = Object.keys(ours).map(
    (_, i) => `${ns(results[i]).padStart(8)} (${results[i].ratio.toFixed(1)}x)`.padEnd(20),
  )
  console.log(`${name.padEnd(28)} ${cells.join(' ')} ${peer[0]} ${ns(results.at(-1))}`)
}

const entries = load()
for (const entry of entries) {
  if (entry.format_name === 'link') {
    assert.equal(decodeLinks(entry.payload).length, entry.records)
  } else {
    compare(entry)
  }
}
console.log(`${entries.length} payloads agree`)
if (!testing) {
  console.log('decode, ns per record:      objects (ratio)      columns (ratio)      peer')
  for (const entry of entries) {
    const ways = decoders(entry)
    if (ways) row(entry.file, ways, entry.records)
  }
  console.log('encode, ns per record:      objects (ratio)      peer')
  for (const entry of entries) {
    const ways = encoders(entry)
    if (ways) row(entry.file, ways, entry.records)
  }
  const links = entries.find(({ format_name: format }) => format === 'link')
  if (links) {
    const [{ best }] = measure([() => decodeLinks(links.payload)])
    console.log(`${links.file}: ${(best / links.records).toFixed(1)} ns per link`)
  }
}
