// Pages without a bundler: the module is loaded as a file, while it comes.

import load from './glue.js'
import { bind } from './memory.js'
import { registryFrom } from './schema.js'

let loading

/** Loads the module, from a URL, a response, bytes or a compiled module. */
export default function init(module = new URL('../lwm2m-codec.wasm', import.meta.url)) {
  loading ??= load({ module_or_path: module }).then(bind)
  return loading
}

let registry

/** Loads the registry's table, from a URL or a response. */
export function loadRegistry(file = new URL('../registry.bin', import.meta.url)) {
  registry ??= (async () => {
    const response = file instanceof Response ? file : await fetch(file)
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`)
    await init()
    return registryFrom(new Uint8Array(await response.arrayBuffer()))
  })()
  return registry
}

export * from './api.js'
