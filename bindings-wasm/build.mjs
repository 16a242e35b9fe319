// Makes the npm package in dist/ of a WebAssembly module: node build.mjs MODULE
//
// The module comes from `cargo build -p lwm2m-codec-wasm --lib --profile wasm --target
// wasm32-unknown-unknown`, or of ../scripts/cargo-for.sh where that target is not installed.

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

// The characters that a script holds bytes in: none that a string or a page takes for its own.
const CHARACTERS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
  .filter((character) => !`'"\`$\\<`.includes(character))
  .join('')

/**
 * A script that holds a file as text: frequent bytes as one character, others as two. Unlike base64
 * this keeps bytes whole, which compresses a quarter better.
 */
function inline(file) {
  const content = readFileSync(join(dist, file))
  const counts = new Map(Array.from({ length: 256 }, (_, byte) => [byte, 0]))
  for (const byte of content) counts.set(byte, counts.get(byte) + 1)
  const order = [...counts].sort((a, b) => b[1] - a[1]).map(([byte]) => byte)
  // The last characters announce a second one.
  const single = CHARACTERS.length - 2
  const codes = []
  order.forEach((byte, place) => {
    const rest = place - single
    codes[byte] =
      rest < 0
        ? CHARACTERS[place]
        : CHARACTERS[single + Math.floor(rest / CHARACTERS.length)] +
          CHARACTERS[rest % CHARACTERS.length]
  })
  return `// The content of ${file}: made by build.mjs.
const text = '${Array.from(content, (byte) => codes[byte]).join('')}'
const characters = '${CHARACTERS}'
const order = [${order}]

/** The content of ${file}. */
export function bytes() {
  const places = new Uint8Array(128)
  for (let i = 0; i < ${CHARACTERS.length}; i++) places[characters.charCodeAt(i)] = i
  const bytes = new Uint8Array(${content.length})
  for (let i = 0, at = 0; at < bytes.length; at++) {
    let place = places[text.charCodeAt(i++)]
    if (place >= ${single}) place = ${single} + (place - ${single}) * ${CHARACTERS.length} + places[text.charCodeAt(i++)]
    bytes[at] = order[place]
  }
  return bytes
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
