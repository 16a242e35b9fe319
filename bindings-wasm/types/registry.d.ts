import type { Schema } from './index.js'

/**
 * The newest version of each object of the OMA LwM2M registry. Notices of the definitions are in
 * `dist/NOTICE`.
 */
export const registry: Schema
