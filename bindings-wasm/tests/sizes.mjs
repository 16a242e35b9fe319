// The sizes of what users load, each against its limit in sizes.json: node sizes.mjs

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const here = import.meta.dirname
const dist = join(here, '../dist')
const file = (name) => readFileSync(join(dist, name))

async function bundle(code) {
  const stdin = { contents: code, resolveDir: here }
  const options = { bundle: true, minify: true, write: false, format: 'esm', platform: 'browser' }
  const { outputFiles } = await build({ stdin, ...options })
  return outputFiles[0].contents
}

const sizes = {
  'lwm2m-codec.wasm': file('lwm2m-codec.wasm'),
  'registry.bin': file('registry.bin'),
  'scripts, without wasm': await bundle("export * from '../dist/esm/web.js'"),
  'bundle of decode': await bundle("export { decode } from 'lwm2m-codec-wasm'"),
  'bundle of everything': await bundle("export * from 'lwm2m-codec-wasm'"),
  'bundle with registry': await bundle(
    "export * from 'lwm2m-codec-wasm'; export * from 'lwm2m-codec-wasm/registry'",
  ),
  'inspector.html': file('inspector.html'),
}

const limits = JSON.parse(readFileSync(join(here, 'sizes.json'), 'utf8'))
console.log(`${''.padEnd(24)}${'bytes'.padStart(9)}${'gzip'.padStart(9)}${'limit'.padStart(9)}`)
for (const [name, content] of Object.entries(sizes)) {
  const gzip = gzipSync(content, { level: 9 }).length
  const limit = limits[name]
  const numbers = [content.length, gzip, limit].map((number) => String(number).padStart(9))
  console.log(name.padEnd(24) + numbers.join(''))
  if (!(gzip <= limit)) {
    console.log(`${name} is larger than its limit in sizes.json`)
    process.exitCode = 1
  }
}
