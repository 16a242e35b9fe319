// Node: the module lies beside this file.

import { readFileSync } from 'node:fs'
import { initSync } from './glue.js'
import { bind } from './memory.js'

bind(initSync({ module: readFileSync(new URL('../lwm2m-codec.wasm', import.meta.url)) }))

export * from './api.js'
