// Values, times and places as people read them.

import { hexOf } from './input.js'

const LONG = 48

export function valueText({ type, value }) {
  if (value === null) return { path: 'named', delete: 'deleted', empty: 'empty' }[type] ?? ''
  if (value instanceof Uint8Array) {
    const head = hexOf(value.subarray(0, LONG))
    return value.length > LONG ? `${head} … ${value.length} bytes` : head || 'no bytes'
  }
  if (type === 'string' || type === 'corelnk') return JSON.stringify(value)
  if (type === 'time') return `${value} (${dateText(value)})`
  if (Object.is(value, -0)) return '-0'
  return type === 'float' ? floatText(value) : String(value)
}

/** The shortest text that reads back as the number, in single precision if it may have come so. */
function floatText(value) {
  if (Math.fround(value) !== value) return String(value)
  for (let digits = 1; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits))
    if (Math.fround(rounded) === value) return String(rounded)
  }
  return String(Number(value.toPrecision(9)))
}

function dateText(seconds) {
  const date = new Date(Number(seconds) * 1000)
  return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString().replace('.000Z', 'Z')
}

/** When a record held. */
export function timeText({ time, relative }) {
  if (time === undefined) return ''
  if (relative) return `${time} s from receipt`
  // Seconds of 13 digits are mostly milliseconds.
  return Number(time) >= 1e12 ? `${dateText(time)} (milliseconds?)` : dateText(time)
}

export function typeText({ type }) {
  return { objlnk: 'object link', corelnk: 'links', path: 'path only' }[type] ?? type
}

export function rangeText({ start, end }) {
  if (end === start) return `At byte ${start}`
  return end - start === 1 ? `Byte ${start}` : `Bytes ${start} to ${end - 1}`
}

export function linkText({ attributes }) {
  return attributes.map(([name, value]) => (value === null ? name : `${name}=${value}`)).join('; ')
}

/** What a span says, as a sentence. */
export function sentence(span) {
  const place = [span.path, span.name].filter(Boolean).join(' ')
  const { kind } = span
  if (kind === 'broken') return span.meaning
  const meaning = kind === 'record' ? `${place} is ${valueText(span.record)}` : `${place} ${span.meaning}`
  if (kind === 'record' && ['path', 'delete', 'empty'].includes(span.record.type)) {
    return `${place} ${span.meaning}`
  }
  const unit = span.units ? ` (${span.units})` : ''
  const at = kind === 'record' && span.record.time !== undefined ? `, ${timeText(span.record)}` : ''
  return meaning.trim() + unit + at
}
