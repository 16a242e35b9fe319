import { readFileSync } from 'node:fs'
import './node.js'
import { registryFrom } from './schema.js'

/** The newest version of each object of the OMA LwM2M registry. */
export const registry = registryFrom(readFileSync(new URL('../registry.bin', import.meta.url)))
