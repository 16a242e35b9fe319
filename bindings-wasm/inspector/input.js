// What was pasted, as bytes; and which format they are.

import { decode, decodeLinks } from 'lwm2m-codec-wasm'

const HEX = /^(?:0x)?(?:[0-9a-f]{2}(?:[\s:,-]|0x)*)+$/i
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/

/** How a text is written, where the page is left to find out. */
export function encodingOf(text) {
  const bare = text.trim()
  if (/^[[{<]/.test(bare)) return 'text'
  if (HEX.test(bare)) return 'hex'
  const packed = bare.replace(/\s+/g, '')
  return packed.length >= 8 && packed.length % 4 !== 1 && BASE64.test(packed) ? 'base64' : 'text'
}

/** The bytes of a text in an encoding; throws what people can read. */
export function bytesFrom(text, encoding) {
  switch (encoding) {
    case 'hex': {
      const digits = text.replace(/0x/gi, '').replace(/[\s:,-]+/g, '')
      const wrong = digits.match(/[^0-9a-f]/i)
      if (wrong) throw new Error(`“${wrong[0]}” is no hexadecimal digit`)
      if (digits.length % 2 === 1) throw new Error('a hexadecimal digit is missing')
      return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16))
    }
    case 'base64': {
      const packed = text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/')
      try {
        return Uint8Array.from(atob(packed), (character) => character.charCodeAt(0))
      } catch {
        throw new Error('this is not base64')
      }
    }
    default:
      return new TextEncoder().encode(text)
  }
}

export const hexOf = (bytes, between = ' ') =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(between)

export function base64Of(bytes) {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

/** Formats that a payload may have by its first byte, the likeliest first. */
function candidates([first], path) {
  const single = path.split('/').length >= 4
  if (first === 0x5b) return ['senml-json', 'etch-json', 'text']
  if (first === 0x7b) return ['json', 'text']
  if (first === 0x3c) return ['link', 'text']
  if (first >= 0x80 && first <= 0x9f) return ['senml-cbor', 'etch-cbor', 'tlv', 'cbor']
  if (first >= 0xa0 && first <= 0xbf) return ['lwm2m-cbor', 'tlv', 'cbor']
  if (single) return ['tlv', 'text', 'cbor', 'opaque']
  return ['tlv', 'senml-cbor', 'lwm2m-cbor']
}

/** The format of a payload: the first that reads it, strictly or else leniently, or gets furthest. */
export function formatOf(payload, options) {
  if (payload.length === 0) return 'tlv'
  let best
  for (const strict of [true, false]) {
    for (const format of candidates(payload, options.path)) {
      try {
        const read = format === 'link' ? decodeLinks : decode
        read(payload, ...(format === 'link' ? [{ strict }] : [format, { ...options, strict }]))
        return format
      } catch (error) {
        if (best === undefined || error.offset > best.offset) best = { format, offset: error.offset }
      }
    }
  }
  return best.format
}
