// Bundlers, and pages without one: the module is part of the scripts.

import { initSync } from './glue.js'
import { bytes } from './inline-module.js'
import { bind } from './memory.js'

bind(initSync({ module: bytes() }))

export * from './api.js'
