import * as raw from './glue.js'
import { failureFrom } from './errors.js'
import { linkFrom } from './links.js'
import { tree } from './memory.js'
import { bytesOf, formatNumber, modelFor, requestOf } from './options.js'
import { records } from './rows.js'

const MEANINGS = {
  container: 'begins what contains the records that follow',
  structure: 'is syntax of the format',
  incomplete: 'begins what the error ends',
}

/** Which bytes of a payload say what. */
export function inspect(payload, format, options) {
  const bytes = bytesOf(payload)
  raw.inspect(bytes, formatNumber(format), requestOf(options), modelFor(options))
  const [spans, failed] = tree(raw.header())
  const read = records(bytes).values()
  const error = failed === null ? undefined : failureFrom(failed)
  return spans.map(([start, end, kind, path, name, units, link]) => {
    const span = { start, end, kind, path: path ?? undefined, name: name ?? undefined }
    switch (kind) {
      case 'record': {
        const record = read.next().value
        return { ...span, units: units ?? undefined, record, meaning: meaningOf(record, units) }
      }
      case 'link':
        return { ...span, link: linkFrom(link), meaning: `links to ${link[0]}` }
      case 'broken':
        return { ...span, error, meaning: error.message }
      default:
        return { ...span, meaning: MEANINGS[kind] }
    }
  })
}

function meaningOf({ type, value }, units) {
  switch (type) {
    case 'path':
      return 'names the path'
    case 'delete':
      return 'deletes the resource instance'
    case 'empty':
      return 'is there, and empty'
    case 'opaque':
      return `is ${value.length} bytes`
    case 'string':
    case 'corelnk':
      return `is ${JSON.stringify(value)}`
    case 'time':
      return `is ${value} s since 1970`
    default:
      return units ? `is ${value} ${units}` : `is ${value}`
  }
}
