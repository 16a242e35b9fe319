// What the package promises to JavaScript: node --expose-gc --test

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { describe, it } from 'node:test'
import * as codec from 'lwm2m-codec-wasm'
import { registry } from 'lwm2m-codec-wasm/registry'
import { timeText, valueText } from '../inspector/show.js'

const { Columns, DecodeError, Decoder, EncodeError, Lwm2mError, Schema, SchemaError } = codec
const { convert, decode, decodeColumns, decodeRegistration, encode, inspect } = codec

const testdata = new URL('../../testdata/', import.meta.url)
const file = (name) => new Uint8Array(readFileSync(new URL(name, testdata)))
const hex = (text) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const device = { path: '/3/0', schema: registry }

const thrown = (action) => {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new assert.AssertionError({ message: 'nothing was thrown' })
}

describe('decode', () => {
  it('gives plain records', () => {
    const [record, ...others] = decode(hex('c1 09 64'), 'tlv', device)
    assert.deepEqual(others, [])
    assert.deepEqual(record, {
      path: '/3/0/9',
      object: 3,
      instance: 0,
      resource: 9,
      resourceInstance: undefined,
      type: 'integer',
      value: 100,
      time: undefined,
      relative: undefined,
    })
  })

  it('gives values as JavaScript has them', () => {
    const values = [
      ['string', 'h\u00e9\u{1f600}'],
      ['integer', -5],
      ['integer', 2n ** 63n - 1n],
      ['integer', -(2n ** 63n)],
      ['integer', Number.MAX_SAFE_INTEGER],
      ['integer', BigInt(Number.MAX_SAFE_INTEGER) + 1n],
      ['unsigned', 2n ** 64n - 1n],
      ['float', 0.1],
      ['float', -0],
      ['boolean', true],
      ['boolean', false],
      ['opaque', hex('00 ff')],
      ['opaque', hex('')],
      ['time', 1_700_000_000],
      ['objlnk', '66:1'],
      ['corelnk', '</3>'],
    ]
    for (const format of ['senml-cbor', 'lwm2m-cbor', 'senml-json', 'tlv']) {
      const schema = Schema.fromTypes(
        Object.fromEntries(values.map(([type], id) => [`/33000/${id}`, type])),
      )
      const records = values.map(([type, value], id) => ({ path: `/33000/0/${id}`, type, value }))
      // TLV and JSON tell no signs of zero or times without a schema, which is given here.
      const options = { path: '/33000/0', schema }
      const payload = encode(records, format, options)
      const read = decode(payload, format, options)
      assert.deepEqual(
        read.map(({ type, value }) => [type, value]),
        values,
        format,
      )
    }
  })

  it('refers to the bytes of the caller', () => {
    const whole = hex('ff ff c2 00 aa bb ff')
    const payload = whole.subarray(2, 6)
    const [{ value }] = decode(payload, 'tlv', { path: '/5/0' })
    assert.equal(value.buffer, whole.buffer)
    assert.equal(value.byteOffset, 4)
    assert.deepEqual(value, hex('aa bb'))
    // Base64 must be copied.
    const [text] = decode('[{"n":"/5/0/0","vd":"qrs"}]', 'senml-json', { path: '/5/0' })
    assert.deepEqual(text.value, hex('aa bb'))
  })

  it('gives times as exact as they are', () => {
    const times = (...times) =>
      decode(
        `[${times.map((t) => `{"n":"/3303/0/5700","v":1,"t":${t}}`)}]`,
        'senml-json',
      ).map(({ time }) => time)
    assert.deepEqual(times(1_700_000_000, 0.5, -1.25, '1e-9'), [1_700_000_000, 0.5, -1.25, 1e-9])
    assert.deepEqual(times('1700000000.123456789'), ['1700000000.123456789'])
    const records = [{ path: '/3/0/9', type: 'integer', value: 1, time: '1700000000.123456789' }]
    assert.equal(decode(encode(records, 'senml-json'), 'senml-json')[0].time, records[0].time)
  })

  it('tells what times count from', () => {
    const options = { path: '/3' }
    const record = { path: '/3/0/9', type: 'integer', value: 1 }
    const day = new Date(86_400_250)
    const written = (members, format) => {
      const [read] = decode(encode([{ ...record, ...members }], format, options), format, options)
      return [read.time, read.relative]
    }
    assert.deepEqual(written({ time: 86_400 }, 'senml-cbor'), [86_400, true])
    assert.deepEqual(written({ time: 86_400 }, 'json'), [86_400, false])
    assert.deepEqual(written({ time: 0.5, relative: true }, 'senml-json'), [0.5, true])
    assert.deepEqual(written({ time: day }, 'json'), [86_400.25, false])
    assert.deepEqual(written({ time: new Date(1.7e12) }, 'senml-json'), [1_700_000_000, false])
    for (const [members, format] of [
      [{ time: day }, 'senml-json'],
      [{ time: 86_400, relative: false }, 'senml-cbor'],
      [{ time: 86_400, relative: true }, 'json'],
    ]) {
      const error = thrown(() => encode([record, { ...record, ...members }], format, options))
      assert.deepEqual([error.kind, error.record], ['TimeNotRepresentable', 1])
    }
    // What was read is written as it was.
    const [read] = decode('[{"n":"/3/0/9","t":5,"v":1}]', 'senml-json', options)
    assert.equal(thrown(() => encode([read], 'json', options)).kind, 'TimeNotRepresentable')
    const columns = decodeColumns('[{"n":"/3/0/9","t":5,"v":1}]', 'senml-json', options)
    assert.deepEqual(columns.record(0), read)
  })

  it('has the choices of encoders', () => {
    const records = [
      { path: '/42/0/0', type: 'unsigned', value: 200 },
      { path: '/42/0/1', type: 'time', value: 1_367_491_215 },
      { path: '/42/0/2', type: 'opaque', value: hex('ff ef') },
    ]
    const schema = Schema.fromTypes({ '/42/0': 'unsigned', '/42/1': 'time', '/42/2': 'opaque' })
    const options = { path: '/42', schema }
    for (const [format, choice] of [
      ['senml-json', 'absoluteNames'],
      ['tlv', 'wideUnsigned'],
      ['senml-cbor', 'taggedTime'],
      ['senml-json', 'paddedBase64'],
    ]) {
      const plain = encode(records, format, options)
      const chosen = encode(records, format, { ...options, [choice]: true })
      assert.notDeepEqual(chosen, plain, choice)
      assert.deepEqual(convert(plain, format, format, { ...options, [choice]: true }), chosen)
    }
  })

  it('takes formats by name, number and media type, payloads in any shape', () => {
    for (const format of ['tlv', 11542, 'application/vnd.oma.lwm2m+tlv']) {
      assert.equal(decode(hex('c1 09 64'), format, device)[0].value, 100)
    }
    const bytes = hex('c1 09 64')
    for (const payload of [bytes.buffer, new DataView(bytes.buffer), Buffer.from(bytes)]) {
      assert.equal(decode(payload, 'tlv', device)[0].value, 100)
    }
    assert.throws(() => decode(bytes, 'nonsense'), /not a content format: nonsense/)
    assert.throws(() => decode(bytes, 'tlv', { path: '3' }), /not a path: 3/)
    assert.throws(() => decode(bytes, 'tlv', { operation: 'x' }), /not an operation: x/)
    assert.throws(() => decode(bytes, 'tlv', { lenient: ['x'] }), /not a leniency: x/)
    assert.throws(() => decode(bytes, 'tlv', { schema: {} }), /not a Schema/)
    assert.throws(() => decode([1], 'tlv'), TypeError)
  })

  it('throws errors that name the byte', () => {
    const error = thrown(() => decode(hex('c1 09 64 c2 0a 0f'), 'tlv', device))
    assert(error instanceof DecodeError && error instanceof Lwm2mError && error instanceof Error)
    const { name, message, kind, offset, path, leniency, records } = error
    assert.deepEqual([name, kind, offset, path], ['DecodeError', 'Truncated', 6, '/3/0/10'])
    assert.equal(message, 'byte 6, /3/0/10: the payload ends here, but more must follow')
    assert.match(error.report, /\n {2}00000000 {2}c1 09 64/)
    assert.equal(leniency, undefined)
    assert.deepEqual(
      records.map((record) => record.path),
      ['/3/0/9'],
    )
  })

  it('is strict, lenient, or lenient in what is named', () => {
    const payload = '[{"n":"3/0/9","v":95}]'
    const device = { path: '/', schema: registry }
    const error = thrown(() => decode(payload, 'senml-json', device))
    assert.equal(error.leniency.name, 'MissingLeadingSlash')
    assert.match(error.leniency.accepts, /without its leading slash/)
    for (const lenient of [{ strict: false }, { lenient: ['MissingLeadingSlash'] }]) {
      assert.equal(decode(payload, 'senml-json', { ...device, ...lenient })[0].value, 95)
    }
    assert.throws(() => decode(payload, 'senml-json', { ...device, lenient: ['Base64'] }))
    assert.throws(() => decode(payload, 'senml-json', { ...device, strict: true }))
  })

  it('uses the right options, whatever was used before', () => {
    for (let i = 0; i < 300; i++) {
      const path = `/${i % 150}/0`
      assert.equal(decode(hex('c1 09 64'), 'tlv', { path })[0].path, `${path}/9`)
    }
    const lenient = []
    const payload = '[{"n":"3/0/9","v":95}]'
    assert.throws(() => decode(payload, 'senml-json', { lenient, path: '/' }))
    lenient.push('MissingLeadingSlash')
    assert.equal(decode(payload, 'senml-json', { lenient, path: '/' }).length, 1)
  })
})

describe('what is kept from call to call', () => {
  it('is no other path', () => {
    const paths = ['/3', '/3/0', '/3/0/6', '/3/0/6/1', '/3/1/6', '/3', '/33/0/6/1']
    const fetch = { operation: 'read-composite', path: '/' }
    const pack = JSON.stringify(paths.map((n) => ({ n })))
    const read = () => decode(pack, 'senml-json', fetch)
    for (let i = 0; i < 3; i++) {
      assert.deepEqual(read().map(({ path }) => path), paths)
      assert.deepEqual(read().map(({ object, resourceInstance }) => [object, resourceInstance])[3], [3, 1])
      // More paths than are kept, so that some take the places of others.
      const many = Array.from({ length: 20_000 }, (_, id) => `/${id}/${id % 7}/${id % 11}`)
      const records = many.map((path) => ({ path, type: 'path' }))
      const payload = encode(records, 'senml-cbor', fetch)
      const again = decode(payload, 'senml-cbor', fetch)
      assert.deepEqual(again.map(({ path }) => path), many)
    }
    // A new instance is not the object.
    const create = { operation: 'create', path: '/3' }
    const empty = encode([{ path: '/3/65535', type: 'empty' }], 'tlv', create)
    assert.deepEqual(decode(empty, 'tlv', create).map(({ path }) => path), ['/3/65535'])
    assert.deepEqual(read().map(({ path }) => path), paths)
  })

  it('is no part of other results', () => {
    const large = new Uint8Array(3_000_000).fill(7)
    const small = hex('c1 09 64')
    for (let i = 0; i < 3; i++) {
      const options = { path: '/5/0' }
      const payload = encode([{ path: '/5/0/0', value: large }], 'tlv', options)
      const tiny = encode([{ path: '/3/0/9', value: 100 }], 'tlv', device)
      assert.deepEqual([payload.length, tiny], [large.length + 5, small])
      const columns = decodeColumns(small, 'tlv', device)
      assert.equal(decode(payload, 'tlv', options)[0].value.length, large.length)
      assert.deepEqual([columns.value(0), columns.path(0)], [100, '/3/0/9'])
      assert.equal(thrown(() => decode(payload.subarray(0, 9), 'tlv', options)).offset, 9)
    }
  })
})

describe('decodeColumns', () => {
  it('says the same as records', () => {
    for (const name of readdirSync(new URL('payloads/', testdata))) {
      const format = { 'senml-json': 110, 'senml-cbor': 112, tlv: 11542, 'lwm2m-cbor': 11544, json: 11543 }[
        name.split('.')[1]
      ]
      if (format === undefined || name.includes('misprinted')) continue
      const payload = file(`payloads/${name}`)
      const columns = decodeColumns(payload, format, device)
      assert(columns instanceof Columns)
      assert.deepEqual([...columns], decode(payload, format, device), name)
      assert.equal(columns.length, columns.values.length)
    }
  })

  it('gives typed arrays', () => {
    const payload =
      '[{"bn":"/3303/0/5700","bt":1700000000,"v":21.5},{"t":60,"v":22},{"bn":"/3303/0/5701","n":"/1","vs":"x"}]'
    const columns = decodeColumns(payload, 'senml-json', { path: '/', strict: false })
    assert.deepEqual([...columns.values], [21.5, 22, NaN])
    assert.deepEqual([...columns.times], [1_700_000_000, 1_700_000_060, 1_700_000_000])
    assert.deepEqual([...columns.ids.subarray(0, 4)], [3303, 0, 5700, 65535])
    assert.deepEqual(columns.value(2), 'x')
    assert.equal(columns.path(2), '/3303/0/5701/1')
    const big = encode([{ path: '/1/0/0', value: 2n ** 60n }], 'senml-cbor')
    const read = decodeColumns(big, 'senml-cbor')
    assert.deepEqual([read.values[0], read.value(0)], [2 ** 60, 2n ** 60n])
  })
})

describe('encode', () => {
  it('takes types from the schema, and of values that have one of their own', () => {
    assert.deepEqual(encode([{ path: '/3/0/9', value: 100 }], 'tlv', device), hex('c1 09 64'))
    const plain = encode([{ path: '/3/0/0', value: 'OMA' }], 'tlv', { path: '/3/0' })
    assert.deepEqual(plain, hex('c3 00 4f 4d 41'))
    const error = thrown(() => encode([{ path: '/3/0/9', value: 100 }], 'tlv', { path: '/3/0' }))
    assert(error instanceof EncodeError)
    assert.deepEqual([error.kind, error.record, error.path], ['TypeNotKnown', 0, '/3/0/9'])
  })

  it('says what is wrong, and in which record', () => {
    const wrong = (record, kind, format = 'senml-json') => {
      const first = { path: '/3/0/0', value: 'x' }
      const error = thrown(() => encode([first, record], format))
      assert(error instanceof EncodeError)
      assert.deepEqual([error.kind, error.record], [kind, 1], error.message)
    }
    for (const path of ['3/0', '', '/3/', '//', '/3/0x', '/3/00', '/3/01/1', '/3/0/9/', '/3/-1']) {
      wrong({ path, value: 'x' }, 'InvalidPath')
    }
    wrong({ path: '/1/2/3/4/5', value: 'x' }, 'PathTooLong')
    wrong({ path: '/99999', value: 'x' }, 'IdOutOfRange')
    wrong({ path: '/65535/0/0', value: 'x' }, 'ReservedId')
    wrong({ path: '/3/0/65535', value: 'x' }, 'ReservedId')
    wrong({ path: '/3/0/9', type: 'integer', value: 'x' }, 'UnexpectedType')
    wrong({ path: '/3/0/9', type: 'integer', value: 1.5 }, 'FractionalNumber')
    wrong({ path: '/3/0/9', type: 'integer', value: 2 ** 60 }, 'ValueOutOfRange')
    wrong({ path: '/3/0/9', type: 'integer', value: 2 ** 53 }, 'ValueOutOfRange')
    wrong({ path: '/3/0/9', type: 'float', value: 2n ** 53n + 1n }, 'ValueOutOfRange')
    wrong({ path: '/3/0/9', type: 'unsigned', value: -1 }, 'ValueOutOfRange')
    wrong({ path: '/3/0/9', type: 'integer', value: 2n ** 63n }, 'ValueOutOfRange')
    wrong({ path: '/3/0/9', type: 'objlnk', value: '1' }, 'InvalidObjectLink')
    wrong({ path: '/3/0/9', type: 'integer', value: 1, time: 'x' }, 'InvalidTime')
    wrong({ path: '/3/0/9', type: 'integer', value: 1, time: NaN }, 'InvalidTime')
    wrong({ path: '/3/0/9', type: 'float', value: NaN }, 'NumberNotRepresentable')
    assert.throws(() => encode([{ value: 1 }], 'tlv'), TypeError)
    assert.throws(() => encode([{ path: '/3/0/9', type: 'x', value: 1 }], 'tlv'), /not a type: x/)
    assert.throws(() => encode([{ path: '/3/0/9', value: 2n ** 64n }], 'tlv'), RangeError)
  })

  it('takes a number as any type that holds it', () => {
    const json = (type, value) => new TextDecoder().decode(
      encode([{ path: '/3/0/9', type, value }], 'senml-json', { path: '/3/0/9' }),
    )
    assert.equal(json('float', 2n ** 60n), json('float', 2 ** 60))
    assert.equal(json('integer', Number.MAX_SAFE_INTEGER), json('integer', 2n ** 53n - 1n))
    assert.equal(json('time', 7n), json('time', 7))
  })

  it('keeps texts, times and bytes apart', () => {
    const records = [
      { path: '/', type: 'path', value: null },
      { path: '/3/0/0', type: 'string', value: 'h\u00e9\u{1f600}' },
      { path: '/5/0/0', type: 'opaque', value: hex('00 ff') },
      { path: '/65534/65534/65534/65534', type: 'string', value: '' },
      { path: '/3/0/1', type: 'string', value: 'x', time: 1_700_000_000.25 },
      { path: '/3/0/2', type: 'string', value: '\u{10ffff}', time: 1_700_000_000 },
      { path: '/3/0/3', type: 'opaque', value: hex('01'), time: '1700000001.123456789' },
      { path: '/3/0/14', type: 'string', value: '+02:00', time: -5 },
    ]
    const member = ({ path, type, value, time }) => [path, type, value, time]
    for (const operation of ['read-composite', 'send']) {
      const some = operation === 'send' ? records.slice(1) : records.slice(0, 1)
      const read = decode(encode(some, 'senml-cbor', { operation }), 'senml-cbor', { operation })
      assert.deepEqual(read.map(member), some.map((record) => member({ time: undefined, ...record })))
    }
  })

  it('sorts if asked to', () => {
    const records = ['/1/1/0', '/1/0/0', '/1/1/1'].map((path) => ({ path, type: 'integer', value: 1 }))
    assert.equal(thrown(() => encode(records, 'tlv', { path: '/1' })).kind, 'RecordsNotGrouped')
    const sorted = decode(encode(records, 'tlv', { path: '/1', sort: true }), 'tlv', { path: '/1' })
    assert.deepEqual(
      sorted.map(({ path }) => path),
      ['/1/0/0', '/1/1/0', '/1/1/1'],
    )
  })

  it('takes any number of records, from anything that gives them', () => {
    function* many() {
      for (let i = 0; i < 5000; i++) yield { path: `/3303/${i}/5700`, type: 'float', value: i / 4 }
    }
    const read = decode(encode(many(), 'senml-cbor', { path: '/3303' }), 'senml-cbor', { path: '/3303' })
    assert.equal(read.length, 5000)
    assert.deepEqual([read[4999].path, read[4999].value], ['/3303/4999/5700', 1249.75])
  })
})

describe('convert', () => {
  it('goes from format to format', () => {
    const json = convert(hex('c1 09 64'), 'tlv', 'senml-json', device)
    assert.equal(Buffer.from(json).toString(), '[{"n":"/3/0/9","v":100}]')
  })

  it('says which of both is to blame', () => {
    const broken = thrown(() => convert(hex('c2 09 64'), 'tlv', 'senml-json', device))
    assert(broken instanceof DecodeError)
    assert.deepEqual([broken.kind, broken.offset, broken.path], ['Truncated', 3, '/3/0/9'])
    const pack = '[{"n":"/3/0/9","v":1},{"n":"/3/0/10","v":1,"t":5}]'
    const timed = thrown(() => convert(pack, 'senml-json', 'lwm2m-cbor', device))
    assert(timed instanceof EncodeError)
    assert.deepEqual([timed.kind, timed.record, timed.path], ['TimeNotRepresentable', 1, '/3/0/10'])
  })
})

describe('inspect', () => {
  it('puts every byte into one span', () => {
    for (const line of readFileSync(new URL('vectors.jsonl', testdata), 'utf8').trim().split('\n')) {
      const { base, format, hex: digits, id } = JSON.parse(line)
      const payload = hex(digits)
      let end = 0
      for (const span of inspect(payload, format, { path: base, schema: registry })) {
        assert.equal(span.start, end, id)
        assert(span.end >= span.start, id)
        assert.equal(typeof span.meaning, 'string')
        end = span.end
      }
      assert.equal(end, payload.length, id)
    }
  })

  it('says what the bytes mean', () => {
    const spans = inspect(hex('83 06 41 00 01 c1 09 64 c2 0a 0f'), 'tlv', device)
    assert.deepEqual(
      spans.map(({ start, end, kind, path, name }) => [start, end, kind, path, name]),
      [
        [0, 2, 'container', '/3/0/6', 'Available Power Sources'],
        [2, 5, 'record', '/3/0/6/0', 'Available Power Sources'],
        [5, 8, 'record', '/3/0/9', 'Battery Level'],
        [8, 11, 'incomplete', '/3/0/10', 'Memory Free'],
        [11, 11, 'broken', '/3/0/10', 'Memory Free'],
      ],
    )
    assert.deepEqual([spans[2].record.value, spans[2].units, spans[2].meaning], [100, '/100', 'is 100 /100'])
    assert(spans[4].error instanceof DecodeError)
    assert.equal(spans[4].error.offset, 11)
    const [link] = inspect('</3/0>;ver=1.2', 'link')
    assert.deepEqual([link.kind, link.link.target], ['link', '/3/0'])
  })
})

describe('Decoder', () => {
  const chunks = (payload, size) =>
    Array.from({ length: Math.ceil(payload.length / size) }, (_, i) =>
      payload.slice(i * size, (i + 1) * size),
    )

  it('gives the same records for chunks of any size', () => {
    for (const format of ['tlv', 'senml-json', 'senml-cbor', 'lwm2m-cbor']) {
      const payload = file(`payloads/device-3-0.${format}`)
      const whole = decode(payload, format, device)
      for (const size of [1, 7, 64, 1000]) {
        const decoder = new Decoder(format, { ...device, scratch: 256 })
        const read = chunks(payload, size).flatMap((chunk) => decoder.push(chunk))
        assert.deepEqual([...read, ...decoder.finish()], whole, `${format} by ${size}`)
      }
    }
  })

  it('has scratch even if none is asked for', () => {
    const decoder = new Decoder('tlv', { ...device, scratch: 0 })
    const read = chunks(hex('c1 09 64'), 1).flatMap((chunk) => decoder.push(chunk))
    assert.deepEqual([...read, ...decoder.finish()], decode(hex('c1 09 64'), 'tlv', device))
  })

  it('joins long values, or gives their pieces', () => {
    const value = Uint8Array.from({ length: 5000 }, (_, i) => i)
    const payload = encode([{ path: '/5/0/0', value }], 'lwm2m-cbor', { path: '/5/0' })
    const options = { path: '/5/0', scratch: 64 }
    const whole = new Decoder('lwm2m-cbor', options)
    const [joined] = chunks(payload, 100).flatMap((chunk) => whole.push(chunk))
    assert.deepEqual(joined.value, value)
    const pieces = new Decoder('lwm2m-cbor', { ...options, pieces: true })
    const parts = chunks(payload, 100).flatMap((chunk) => pieces.push(chunk))
    assert(parts.length > 10 && parts.at(-1).last && !parts[0].last)
    assert.deepEqual(Buffer.concat(parts.map((part) => part.value)), Buffer.from(value))
    const text = 'h\u00e9'.repeat(2000)
    const json = encode([{ path: '/3/0/0', value: text }], 'senml-json')
    const reader = new Decoder('senml-json', { scratch: 64 })
    assert.equal(chunks(json, 33).flatMap((chunk) => reader.push(chunk))[0].value, text)
  })

  it('throws where the payload breaks or ends', () => {
    const decoder = new Decoder('tlv', device)
    assert.equal(decoder.push(hex('c1 09 64 c2')).length, 1)
    const error = thrown(() => decoder.finish())
    assert.deepEqual([error.kind, error.offset], ['Truncated', 4])
    const other = new Decoder('tlv', device)
    const broken = thrown(() => other.push(hex('c1 09 64 c1 09 65')))
    assert.deepEqual([broken.kind, broken.offset, broken.records.length], ['Duplicate', 3, 1])
  })
})

describe('links', () => {
  it('go both ways', () => {
    const text = '</>;rt="oma.lwm2m";ct="110 112",</1/0>,</3/0>;ver=1.2;x'
    const links = codec.decodeLinks(text)
    assert.deepEqual(links[2], {
      target: '/3/0',
      attributes: [
        ['ver', '1.2'],
        ['x', null],
      ],
      start: text.indexOf('</3/0>'),
      end: text.length,
    })
    assert.deepEqual(codec.decodeLinks(codec.encodeLinks(links)).map((l) => l.attributes), links.map((l) => l.attributes))
    const registration = codec.decodeRegistration(text)
    assert.deepEqual(registration, {
      root: '/',
      formats: [110, 112],
      objects: [
        { id: 1, version: undefined, instances: [0] },
        { id: 3, version: '1.2', instances: [0] },
      ],
    })
    assert.deepEqual(codec.decodeRegistration(codec.encodeRegistration(registration)), registration)
    const named = codec.encodeRegistration({ formats: ['tlv'], objects: [{ id: 5, instances: [] }] })
    assert.deepEqual(codec.decodeRegistration(named).formats, [11542])
  })

  it('fail with what is wrong', () => {
    const error = thrown(() => codec.decodeLinks('</1/0>, </3/0>'))
    assert.deepEqual([error.kind, error.offset], ['LinkStart', 7])
    assert.equal(codec.decodeLinks('</1/0>, </3/0>', { strict: false }).length, 2)
    assert(thrown(() => codec.encodeLinks([{ target: 'a>b' }])) instanceof Lwm2mError)
    assert.throws(() => codec.encodeRegistration({ objects: [{ id: 1, version: 'x' }] }), Lwm2mError)
  })
})

describe('Schema', () => {
  const xml = new TextDecoder().decode(file('ddf/42769.xml'))

  it('knows the registry', () => {
    const object = registry.object(3)
    assert.deepEqual([object.name, object.multiple, object.mandatory], ['Device', false, true])
    assert.deepEqual(registry.resource(3, 9), {
      id: 9,
      name: 'Battery Level',
      type: 'integer',
      multiple: false,
      mandatory: false,
      operations: 'R',
      range: '0..100',
      units: '/100',
    })
    assert.equal(registry.search('firmware')[0].id, 5)
    assert(registry.search().length > 300)
    assert.equal(registry.object(65000), undefined)
    assert.equal(registry.resource(3, 999), undefined)
    assert.equal(registry.object(3, '0.9'), undefined)
    assert.equal(registry.object(3, object.version).name, 'Device')
  })

  it('reads DDF XML', () => {
    const own = Schema.fromXml(xml)
    const [{ id }] = own.search()
    const both = own.or(registry)
    assert.equal(both.object(id).name, own.object(id).name)
    assert.equal(both.object(3).name, 'Device')
    assert.equal(own.object(3), undefined)
    const error = thrown(() => Schema.fromXml(xml.replace('</Name>', '</Nane>')))
    assert(error instanceof SchemaError && error instanceof Lwm2mError)
    assert(error.line > 1 && error.column > 0 && error.message.startsWith(`${error.line}:`))
  })

  it('takes DDF XML in other encodings than UTF-8', () => {
    const [{ id, name }] = Schema.fromXml(xml).search()
    const text = xml.replace(/<\?xml[^>]*\?>/, '').replace(name, 'Größe €')
    const utf16 = new Uint8Array(Uint16Array.from(`\ufeff${text}`, (unit) => unit.charCodeAt(0)).buffer)
    assert.equal(Schema.fromXml(utf16).object(id).name, 'Größe €')
    const declared = `<?xml version="1.0" encoding="windows-1252"?>${text}`
    // A text says what it says, whatever its declaration.
    assert.equal(Schema.fromXml(declared).object(id).name, 'Größe €')
    const bytes = Uint8Array.from(declared.replace('€', '\x80'), (unit) => unit.charCodeAt(0))
    assert.equal(Schema.fromXml(bytes).object(id).name, 'Größe €')
  })

  it('has the versions of a client', () => {
    const payload = new TextEncoder().encode('</3/0>,</3416/0>,</3303>;ver=1.1,</3303/0>')
    const registration = decodeRegistration(payload)
    const client = registry.forClient(registration, { lwm2m: '1.0' })
    const versions = [3, 3303, 3416].map((id) => client.object(id).version)
    assert.deepEqual(versions, ['1.0', '1.1', '1.0'])
    assert.equal(registry.forClient(registration).object(3).version, registry.object(3).version)
    assert.equal(client.resource(3416, 15).type, 'integer')
    assert.equal(registry.resource(3416, 15).type, 'float')
    const tlv = Uint8Array.of(0xc4, 0x0f, 0, 0, 0x0e, 0x10)
    const [record] = decode(tlv, 'tlv', { path: '/3416/0', schema: client })
    assert.equal(record.value, 3600)
    assert.equal(client.search().find(({ id }) => id === 3416).version, '1.0')
    assert.throws(() => registry.forClient(registration, { lwm2m: 'one' }), TypeError)
  })

  it('takes types alone', () => {
    const schema = Schema.fromTypes({ '/3/9': 'integer', '/3/6': { type: 'integer', multiple: true } })
    assert.deepEqual([schema.resource(3, 6).multiple, schema.resource(3, 9).type], [true, 'integer'])
    assert.throws(() => Schema.fromTypes({ '/3': 'integer' }), TypeError)
    assert.throws(() => Schema.fromTypes({ '/3/9': 'int' }), TypeError)
    assert.throws(() => new Schema(), TypeError)
  })
})

describe('memory', () => {
  it('does not grow over a million calls', async () => {
    const tlv = hex('c1 09 64 c4 0d 51 82 42 8f c3 00 4f 4d 41')
    const xml = file('ddf/42769.xml')
    /** Until what nobody holds any more has been collected: the module's memory is freed then. */
    const collected = async () => {
      let done = false
      const finalizers = new FinalizationRegistry(() => (done = true))
      const lose = () => finalizers.register({}, undefined)
      lose()
      while (!done) {
        gc()
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const rounds = async (count) => {
      for (let i = 0; i < count; i++) {
        const records = decode(tlv, 'tlv', device)
        if (i % 4 === 0) encode(records, 'senml-cbor', device)
        if (i % 16 === 0) {
          decodeColumns(tlv, 'tlv', { ...device, alternatePath: `/a${i % 500}` })
          try {
            decode(tlv.subarray(0, 2), 'tlv', device)
          } catch {}
        }
        if (i % 1000 === 0) {
          for (let j = 0; j < 5; j++) new Decoder('tlv', device).push(tlv)
          Schema.fromXml(xml).or(registry)
          Schema.fromTypes({ '/3/9': 'integer' })
          await collected()
        }
      }
      for (let i = 0; i < 10; i++) await collected()
      const { external, arrayBuffers, heapUsed } = process.memoryUsage()
      return { external: external + arrayBuffers, heapUsed }
    }
    const before = await rounds(100_000)
    const after = await rounds(1_000_000)
    assert(after.external <= before.external + 256 * 1024, `${before.external} to ${after.external}`)
    assert(after.heapUsed <= before.heapUsed + 4e6, `${before.heapUsed} to ${after.heapUsed}`)
  })
})

describe('what the inspector shows', () => {
  it('writes numbers as short as they came', () => {
    const float = (value) => valueText({ type: 'float', value })
    assert.equal(float(Math.fround(22.4)), '22.4')
    assert.equal(float(0.1), '0.1')
    assert.equal(float(16_777_217), '16777217')
    assert.deepEqual([float(-0), float(Infinity), float(NaN)], ['-0', 'Infinity', 'NaN'])
    for (let value = 1; value < 1e6; value = Math.fround(value * 1.37)) {
      assert.equal(Math.fround(Number(float(value))), value)
    }
  })

  it('doubts seconds that are milliseconds', () => {
    assert.equal(timeText({ time: 1_700_000_000 }), '2023-11-14T22:13:20Z')
    assert.match(timeText({ time: 1_700_000_000_123 }), /milliseconds\?/)
    assert.equal(timeText({ time: 5, relative: true }), '5 s from receipt')
  })
})
