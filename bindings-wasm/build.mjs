// Makes the npm package in dist/ of a WebAssembly module: node build.mjs MODULE
//
// The module comes from `cargo build -p lwm2m-codec-wasm --lib --profile wasm --target
// wasm32-unknown-unknown`; ../test.sh finds out how to do that on a machine.

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, transformSync } from 'esbuild'

const here = import.meta.dirname
const dist = join(here, 'dist')
const made = join(dist, 'made')

function run(command, ...args) {
  execFileSync(command, args, { cwd: here, stdio: ['ignore', 'inherit', 'inherit'] })
}

/** The glue, the smallest form of the module, and the file of the registry. */
function bind(module) {
  const features = ['--bin', 'package', '--features', 'package']
  run('cargo', 'run', '-q', '-p', 'lwm2m-codec-wasm', ...features, '--', module, made)
  const optimizer = join(here, 'node_modules/binaryen/bin/wasm-opt')
  const from = join(made, 'glue_bg.wasm')
  run('node', optimizer, '-O3', from, '-o', join(dist, 'lwm2m-codec.wasm'))
  cpSync(join(made, 'registry.bin'), join(dist, 'registry.bin'))
}

/** A script that holds a file as base64. */
function inline(file) {
  const base64 = readFileSync(join(dist, file)).toString('base64')
  return `const base64 = '${base64}'

/** The content of ${file}. */
export function bytes() {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64)
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}
`
}

/** The scripts as modules, and those for Node in the form that require() takes. */
function scripts() {
  const esm = join(dist, 'esm')
  const cjs = join(dist, 'cjs')
  cpSync(join(here, 'js'), esm, { recursive: true })
  cpSync(join(made, 'glue.js'), join(esm, 'glue.js'))
  mkdirSync(cjs)
  writeFileSync(join(cjs, 'package.json'), '{ "type": "commonjs" }\n')
  for (const file of readdirSync(esm)) {
    if (/inline|web/.test(file)) continue
    const { code } = transformSync(readFileSync(join(esm, file), 'utf8'), {
      format: 'cjs',
      platform: 'node',
      define: { 'import.meta.url': '__url' },
      banner: "const __url = require('node:url').pathToFileURL(__filename).href;",
    })
    writeFileSync(join(cjs, file), code)
  }
  writeFileSync(join(esm, 'inline-module.js'), inline('lwm2m-codec.wasm'))
  writeFileSync(join(esm, 'inline-registry.js'), inline('registry.bin'))
}

/** The types, also for CommonJS, where a file of types must say so by its name. */
function types() {
  for (const file of readdirSync(join(here, 'types'))) {
    const text = readFileSync(join(here, 'types', file), 'utf8')
    writeFileSync(join(dist, file), text)
    writeFileSync(join(dist, file.replace('.d.ts', '.d.cts')), text.replaceAll(".js'", ".cjs'"))
  }
}

/** The inspector as one file, which browsers open from a disk as well. */
async function inspector() {
  const page = join(here, 'inspector')
  const bundle = async (entry, options) => {
    const result = await build({
      entryPoints: [join(page, entry)],
      bundle: true,
      minify: true,
      write: false,
      target: 'es2022',
      ...options,
    })
    return result.outputFiles[0].text.trim()
  }
  const package_ = { 'lwm2m-codec-wasm': join(dist, 'esm/inline.js') }
  const alias = { ...package_, 'lwm2m-codec-wasm/registry': join(dist, 'esm/registry-inline.js') }
  const script = await bundle('main.js', { format: 'iife', alias })
  const style = await bundle('style.css', {})
  const html = readFileSync(join(page, 'index.html'), 'utf8')
    .replace('<link rel="stylesheet" href="style.css">', () => `<style>${style}</style>`)
    .replace('<script type="module" src="main.js"></script>', () => {
      return `<script type="module">${script.replaceAll('</script', '<\\/script')}</script>`
    })
  writeFileSync(join(dist, 'inspector.html'), html)
}

/** The version, which is that of the workspace, and the licences. */
function manifest() {
  const args = ['metadata', '--no-deps', '--format-version', '1']
  const { packages } = JSON.parse(execFileSync('cargo', args, { cwd: here, encoding: 'utf8' }))
  const { version } = packages.find(({ name }) => name === 'lwm2m-codec-wasm')
  const ours = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))
  if (ours.version !== version) throw new Error(`package.json has not the version ${version}`)
  for (const file of ['LICENSE-MIT', 'LICENSE-APACHE']) {
    cpSync(join(here, '..', file), join(dist, file))
  }
  cpSync(join(here, '../lwm2m-codec/src/registry/NOTICE'), join(dist, 'NOTICE'))
}

const [module] = process.argv.slice(2)
if (module === undefined) {
  console.error('usage: node build.mjs MODULE')
  process.exit(2)
}
rmSync(dist, { recursive: true, force: true })
mkdirSync(dist, { recursive: true })
bind(module)
scripts()
types()
await inspector()
manifest()
rmSync(made, { recursive: true })
