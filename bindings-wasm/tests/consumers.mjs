// Packs the package, installs it as its users do, and runs it in each setting.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build as esbuild } from 'esbuild'
import { build as vite } from 'vite'
import webpack from 'webpack'
import { launch, run, serve } from './browser.mjs'
import { dump } from './vectors/runner.js'
import * as codec from 'lwm2m-codec-wasm'

const here = import.meta.dirname
const root = mkdtempSync(join(tmpdir(), 'lwm2m-codec-wasm-'))

function write(name, text) {
  mkdirSync(dirname(join(root, name)), { recursive: true })
  writeFileSync(join(root, name), text)
}

const execute = (command, ...args) =>
  execFileSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

/** What every setting must say. */
const EXPECTED = '/3/0/9 Battery Level 100 | [{"n":"/3/0/9","v":100}] | Truncated 3'
const PROGRAM = `
export function program({ DecodeError, convert, decode }, registry) {
  const options = { path: '/3/0', schema: registry }
  const payload = Uint8Array.of(0xc1, 9, 100)
  const [{ path, value }] = decode(payload, 'tlv', options)
  const json = new TextDecoder().decode(convert(payload, 'tlv', 'senml-json', options))
  let error
  try {
    decode(Uint8Array.of(0xc2, 9, 100), 'tlv', options)
  } catch (thrown) {
    if (!(thrown instanceof DecodeError)) throw thrown
    error = thrown
  }
  return \`\${path} \${registry.resource(3, 9).name} \${value} | \${json} | \${error.kind} \${error.offset}\`
}
`
const IMPORTS = `import * as codec from 'lwm2m-codec-wasm'
import { registry } from 'lwm2m-codec-wasm/registry'
import { program } from './program.js'
`
const PAGE = '<!doctype html><meta charset="utf-8"><script type="module" src="main.js"></script>'

function install() {
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', root], {
    cwd: join(here, '..'),
    encoding: 'utf8',
  })
  write('package.json', '{ "name": "consumer", "private": true, "type": "module" }')
  execute('npm', 'install', '--silent', '--no-audit', '--no-fund', `./${packed.trim()}`)
  write('program.js', PROGRAM)
  write('main.js', `${IMPORTS}\nglobalThis.result = program(codec, registry)\n`)
}

const settings = {
  'Node, ESM'() {
    write('node.js', `${IMPORTS}\nconsole.log(program(codec, registry))\n`)
    return execute('node', 'node.js').trim()
  },

  'Node, CommonJS'() {
    const program = PROGRAM.replace('export function', 'function')
    write('node.cjs', `const codec = require('lwm2m-codec-wasm')
const { registry } = require('lwm2m-codec-wasm/registry')
${program}
console.log(program(codec, registry))
`)
    return execute('node', 'node.cjs').trim()
  },

  'browser, inline, no bundler'(browser) {
    const at = '/node_modules/lwm2m-codec-wasm/dist/esm'
    const imports = { 'lwm2m-codec-wasm': `${at}/inline.js`, 'lwm2m-codec-wasm/registry': `${at}/registry-inline.js` }
    const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`
    write('plain.html', PAGE.replace('<script', `${map}<script`))
    return show(browser, root, 'plain.html')
  },

  'browser, ./web, no bundler'(browser) {
    write('web.js', `import { program } from './program.js'
import init, * as codec from '/node_modules/lwm2m-codec-wasm/dist/esm/web.js'
let early
try { codec.decode(new Uint8Array(), 'tlv') } catch (error) { early = error }
if (!/await init/.test(early?.message)) throw new Error('not refused before init')
await init()
globalThis.result = program(codec, await codec.loadRegistry())
`)
    write('web.html', PAGE.replace('main.js', 'web.js'))
    return show(browser, root, 'web.html')
  },

  async Vite(browser) {
    write('vite/index.html', PAGE.replace('main.js', '../main.js'))
    await vite({
      root: join(root, 'vite'),
      base: './',
      configFile: false,
      logLevel: 'error',
      build: { outDir: join(root, 'vite/out'), chunkSizeWarningLimit: 4096 },
    })
    return show(browser, join(root, 'vite/out'), 'index.html')
  },

  async webpack(browser) {
    const output = { path: join(root, 'webpack'), filename: 'main.js' }
    const performance = { hints: false }
    const compiler = webpack({ mode: 'production', context: root, entry: './main.js', output, performance })
    const stats = await new Promise((resolve, reject) =>
      compiler.run((error, stats) => (error ? reject(error) : resolve(stats))),
    )
    assert(!stats.hasErrors() && !stats.hasWarnings(), stats.toString())
    write('webpack/index.html', PAGE)
    return show(browser, join(root, 'webpack'), 'index.html')
  },

  async esbuild(browser) {
    for (const format of ['esm', 'iife']) {
      const outfile = join(root, `esbuild/${format}/main.js`)
      const options = { absWorkingDir: root, bundle: true, minify: true, logLevel: 'warning' }
      await esbuild({ entryPoints: ['main.js'], outfile, format, ...options })
      write(`esbuild/${format}/index.html`, PAGE)
    }
    assert.equal(await show(browser, join(root, 'esbuild/esm'), 'index.html'), EXPECTED)
    return show(browser, join(root, 'esbuild/iife'), 'index.html')
  },

  'the examples of the README'() {
    const text = readFileSync(join(here, '../README.md'), 'utf8')
    const examples = [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code)
    assert(examples.length >= 2)
    examples.forEach((code, index) => {
      // `expression // value` is a promise, of which `…` leaves something out.
      const checked = code.replaceAll(/^( *)(\S.*?) \/\/ (['\d{].*)$/gm, (_, indent, expression, value) => {
        const [start] = value.split('…')
        const whole = start === value
        const compare = `check(${expression}, ${whole ? value : JSON.stringify(start)}, ${whole})`
        return indent + compare
      })
      const check = `import { inspect as show } from 'node:util'
import { deepEqual } from 'node:assert/strict'
let checks = 0
const check = (found, value, whole) => {
  checks++
  whole ? deepEqual(found, value) : deepEqual(show(found, { breakLength: Infinity }).startsWith(value), true)
}
`
      write(`readme-${index}.js`, `${check}${checked}\nconsole.log(checks)`)
      assert(Number(execute('node', `readme-${index}.js`)) >= 2, code)
    })
    return EXPECTED
  },

  TypeScript() {
    const text = `import { Columns, DecodeError, Decoder, Schema, decode, decodeColumns, encode, inspect } from 'lwm2m-codec-wasm'
import type { LwM2mRecord, Span } from 'lwm2m-codec-wasm'
import { registry } from 'lwm2m-codec-wasm/registry'

const schema: Schema = Schema.fromTypes({ '/33000/0': 'float' }).or(registry)
const records: LwM2mRecord[] = decode(new Uint8Array(), 'tlv', { path: '/3/0', schema, strict: false })
const values: (string | number | bigint | boolean | Uint8Array | null)[] = records.map((record) => record.value)
const columns: Columns = decodeColumns('[]', 'senml-json')
const bytes: Uint8Array = encode(records, 110, { sort: true })
const spans: Span[] = inspect(bytes, 'senml-json')
const found: number | undefined = schema.resource(3, 9)?.id
new Decoder('tlv', { scratch: 64 }).push(bytes)
try {
  decode('', 'text')
} catch (error) {
  if (error instanceof DecodeError) console.log(error.offset, error.kind, error.leniency?.name)
}
// @ts-expect-error a schema is no plain object
decode(bytes, 'tlv', { schema: {} })
// @ts-expect-error there is no such type
encode([{ path: '/3/0/9', type: 'int', value: 1 }], 'tlv')
export { columns, found, spans, values }
`
    write('types/esm.mts', text)
    write('types/cjs.cts', text)
    write('types/web.mts', `import init, { decode, loadRegistry } from 'lwm2m-codec-wasm/web'
await init('module.wasm')
decode(new Uint8Array(), 'tlv', { schema: await loadRegistry() })
`)
    const tsc = join(here, '../node_modules/typescript/bin/tsc')
    const options = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom', '--types', '']
    const check = (module, resolution, ...files) =>
      execute('node', tsc, ...options, '--module', module, '--moduleResolution', resolution, ...files)
    check('nodenext', 'nodenext', 'types/esm.mts', 'types/cjs.cts', 'types/web.mts')
    check('esnext', 'bundler', 'types/esm.mts', 'types/web.mts')
    return EXPECTED
  },
}

async function show(browser, folder, page) {
  const { address, close } = await serve(folder)
  try {
    return await run(browser, `${address}/${page}`)
  } finally {
    close()
  }
}

/** The vectors in the browser give what they give here. */
async function vectors(browser) {
  const lines = readFileSync(join(here, '../../testdata/vectors.jsonl'), 'utf8').trim()
  const script = `import * as codec from '/dist/esm/inline.js'
import { dump } from '/tests/vectors/runner.js'
const lines = (await (await fetch('/vectors.jsonl')).text()).split('\\n')
window.result = lines.map((line) => dump(codec, JSON.parse(line)))
`
  const { address, close } = await serve(join(here, '..'), {
    '/index.html': PAGE,
    '/main.js': script,
    '/vectors.jsonl': lines,
  })
  try {
    const found = await run(browser, `${address}/index.html`)
    const expected = lines.split('\n').map((line) => dump(codec, JSON.parse(line)))
    assert.deepEqual(found, expected)
    console.log(`vectors in the browser: ${found.length} give the same`)
  } finally {
    close()
  }
}

const browser = await launch()
try {
  install()
  for (const [name, test] of Object.entries(settings)) {
    assert.equal(await test(browser), EXPECTED, name)
    console.log(`${name}: runs`)
  }
  await vectors(browser)
} finally {
  await browser.close()
  rmSync(root, { recursive: true, force: true })
}
