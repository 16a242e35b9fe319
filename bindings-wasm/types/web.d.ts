import type { Schema } from './index.js'

/**
 * Loads the module: from beside this script, or from a URL, a response, bytes or a compiled module.
 * All else may be called when it is done.
 */
export default function init(
  module?: string | URL | Request | Response | BufferSource | WebAssembly.Module,
): Promise<void>

/** Loads the registry's table: from beside this script, or from a URL or a response. */
export function loadRegistry(file?: string | URL | Response): Promise<Schema>

export * from './index.js'
