import * as raw from './glue.js'
import { failure } from './errors.js'
import { memory, tree } from './memory.js'
import { bytesOf, formatNumber, requestOf } from './options.js'
import { registrationWords } from './registration.js'

/** The links of a payload in link format. */
export function decodeLinks(payload, options) {
  if (!raw.decodeLinks(bytesOf(payload), requestOf(options))) throw failure()
  return tree(raw.header()).map(linkFrom)
}

export const linkFrom = ([target, start, end, attributes]) => ({ target, attributes, start, end })

/** What the links of Register or Update say. */
export function decodeRegistration(payload, options) {
  if (!raw.decodeRegistration(bytesOf(payload), requestOf(options))) throw failure()
  const [root, formats, objects] = tree(raw.header())
  return {
    root,
    formats,
    objects: objects.map(([id, version, instances]) => ({
      id,
      version: version ?? undefined,
      instances,
    })),
  }
}

/** The payload of links. */
export function encodeLinks(links) {
  memory()
  const words = []
  let text = ''
  for (const { target, attributes = [] } of links) {
    words.push(target.length, attributes.length)
    text += target
    for (const [name, value = null] of attributes) {
      words.push(name.length, value === null ? -1 : value.length)
      text += value === null ? name : name + value
    }
  }
  const payload = raw.encodeLinks(text, Int32Array.from(words))
  if (payload === undefined) throw failure()
  return payload
}

/** The payload of Register or Update. */
export function encodeRegistration({ formats = [], ...rest }) {
  memory()
  const words = registrationWords({ formats: formats.map(formatNumber), ...rest })
  const payload = raw.encodeRegistration(...words)
  if (payload === undefined) throw failure()
  return payload
}
