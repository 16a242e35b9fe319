// Runs conformance vectors: node vectors.mjs [--dump] FILE…
//
// Prints what `cargo run --example vectors` prints, byte for byte.

import { readFileSync } from 'node:fs'
import * as codec from 'lwm2m-codec-wasm'
import { check, dump, skipped } from './vectors/runner.js'

const args = process.argv.slice(2)
const options = args.filter((arg) => arg.startsWith('--'))
const files = args.filter((arg) => !arg.startsWith('--'))
if (files.length === 0 || options.some((option) => option !== '--dump') || options.length > 1) {
  console.error('usage: vectors.mjs [--dump] FILE…')
  process.exit(2)
}

const vectors = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line)),
)
if (options.length > 0) {
  for (const vector of vectors) console.log(dump(codec, vector))
} else {
  let failed = 0
  let left = 0
  for (const vector of vectors) {
    const why = skipped(vector)
    if (why !== undefined) {
      console.log(`${vector.id} (${vector.format}): skipped: ${why}`)
      left++
      continue
    }
    const faults = check(codec, vector)
    if (faults !== '') {
      console.log(`${vector.id} (${vector.format}): ${faults}`)
      failed++
    }
  }
  const passed = vectors.length - failed - left
  console.log(`${passed} passed, ${failed} failed${left === 0 ? '' : `, ${left} skipped`}`)
  process.exitCode = failed === 0 ? 0 : 1
}
