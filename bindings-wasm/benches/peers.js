// What JavaScript programs do without this package: a parser, and a resolver of SenML; TLV and
// LwM2M CBOR by hand. Each gives what `decode` gives: path and typed value of every record.

import { Decoder, Encoder } from 'cbor-x'

const utf8 = new TextDecoder()

/** Base name, base time and type by the schema; values as JavaScript has them. */
function resolve(pack, labels, types, base64) {
  const { bn, bt, n, t, v, vs, vb, vd, vlo } = labels
  const records = []
  let baseName = ''
  let baseTime = 0
  for (const entry of pack) {
    if (entry[bn] !== undefined) baseName = entry[bn]
    if (entry[bt] !== undefined) baseTime = entry[bt]
    const path = entry[n] === undefined ? baseName : baseName + entry[n]
    const [, object, instance, resource, resourceInstance] = path.split('/').map(Number)
    const time = baseTime + (entry[t] ?? 0)
    let value
    let type
    if (entry[v] !== undefined) {
      value = entry[v]
      type = types.get(object * 65536 + resource) ?? 'float'
    } else if (entry[vs] !== undefined) {
      value = entry[vs]
      type = 'string'
    } else if (entry[vb] !== undefined) {
      value = entry[vb]
      type = 'boolean'
    } else if (entry[vd] !== undefined) {
      value = base64 ? Uint8Array.from(Buffer.from(entry[vd], 'base64url')) : entry[vd]
      type = 'opaque'
    } else {
      value = entry[vlo]
      type = 'objlnk'
    }
    records.push({ path, object, instance, resource, resourceInstance, type, value, time: time || undefined })
  }
  return records
}

const JSON_LABELS = { bn: 'bn', bt: 'bt', n: 'n', t: 't', v: 'v', vs: 'vs', vb: 'vb', vd: 'vd', vlo: 'vlo' }
const CBOR_LABELS = { bn: -2, bt: -3, n: 0, t: 6, v: 2, vs: 3, vb: 4, vd: 8, vlo: 'vlo' }

/** JSON.parse and a resolver. */
export const json = (payload, types) =>
  resolve(JSON.parse(utf8.decode(payload)), JSON_LABELS, types, true)

const cborX = new Decoder({ mapsAsObjects: true, useRecords: false })

/** cbor-x and a resolver. */
export const cbor = (payload, types) => resolve(cborX.decode(payload), CBOR_LABELS, types, false)

/** cbor-x and a walk through the nested maps of LwM2M CBOR. */
export function lwm2mCbor(payload, types) {
  const records = []
  const walk = (map, ids) => {
    for (const [key, value] of map) {
      const below = ids.concat(key)
      if (value instanceof Map) {
        walk(value, below)
        continue
      }
      const [object, instance, resource, resourceInstance] = below
      const type = types.get(object * 65536 + resource) ?? 'float'
      records.push({ path: '/' + below.join('/'), object, instance, resource, resourceInstance, type, value, time: undefined })
    }
  }
  walk(cborMaps.decode(payload), [])
  return records
}

const cborMaps = new Decoder({ mapsAsObjects: false, useRecords: false })

/** A loop over TLV by hand. */
export function tlv(payload, types, base) {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
  const records = []
  const value = (type, at, length) => {
    switch (type) {
      case 'integer':
      case 'unsigned':
      case 'time':
        if (length === 1) return view.getInt8(at)
        if (length === 2) return view.getInt16(at)
        if (length === 4) return view.getInt32(at)
        return Number(view.getBigInt64(at))
      case 'float':
        return length === 4 ? view.getFloat32(at) : view.getFloat64(at)
      case 'boolean':
        return view.getUint8(at) !== 0
      case 'string':
        return utf8.decode(payload.subarray(at, at + length))
      case 'objlnk':
        return `${view.getUint16(at)}:${view.getUint16(at + 2)}`
      default:
        return payload.subarray(at, at + length)
    }
  }
  const walk = (at, end, ids) => {
    while (at < end) {
      const head = view.getUint8(at++)
      let id = view.getUint8(at++)
      if (head & 0x20) id = (id << 8) | view.getUint8(at++)
      let length = head & 7
      for (let bytes = (head >> 3) & 3, first = true; bytes > 0; bytes--, first = false) {
        length = (first ? 0 : length << 8) | view.getUint8(at++)
      }
      const kind = head >> 6
      // A resource may come for a request of just that.
      const below = (kind >= 2 ? ids.slice(0, 2) : ids).concat(id)
      if (kind === 0 || kind === 2) {
        walk(at, at + length, below)
      } else {
        const [object, instance, resource, resourceInstance] = below
        const type = types.get(object * 65536 + resource) ?? 'opaque'
        const path = '/' + below.join('/')
        records.push({ path, object, instance, resource, resourceInstance, type, value: value(type, at, length), time: undefined })
      }
      at += length
    }
  }
  walk(0, payload.length, base.split('/').slice(1).map(Number))
  return records
}

/** JSON.stringify of entries that name whole paths. */
export function encodeJson(records) {
  const entries = records.map(({ path, type, value, time }) => {
    const entry = { n: path }
    if (time !== undefined) entry.t = time
    if (typeof value === 'number') entry.v = value
    else if (typeof value === 'boolean') entry.vb = value
    else if (type === 'objlnk') entry.vlo = value
    else if (typeof value === 'string') entry.vs = value
    else entry.vd = Buffer.from(value).toString('base64url')
    return entry
  })
  return utf8Encoder.encode(JSON.stringify(entries))
}

const utf8Encoder = new TextEncoder()
const cborEncoder = new Encoder({ mapsAsObjects: false, useRecords: false, tagUint8Array: false })

/** cbor-x of entries that name whole paths. */
export function encodeCbor(records) {
  const entries = records.map(({ path, type, value, time }) => {
    const entry = new Map([[0, path]])
    if (time !== undefined) entry.set(6, time)
    if (typeof value === 'number') entry.set(2, value)
    else if (typeof value === 'boolean') entry.set(4, value)
    else if (type === 'objlnk') entry.set('vlo', value)
    else if (typeof value === 'string') entry.set(3, value)
    else entry.set(8, value)
    return entry
  })
  return cborEncoder.encode(entries)
}
