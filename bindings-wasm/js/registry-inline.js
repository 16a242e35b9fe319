import './inline.js'
import { bytes } from './inline-registry.js'
import { registryFrom } from './schema.js'

/** The newest version of each object of the OMA LwM2M registry. */
export const registry = registryFrom(bytes())
