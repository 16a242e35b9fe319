// The inspector, driven as people drive it, from the file that is shipped. With SHOTS=FOLDER it
// leaves pictures there; with SLOWER=20 the page has a twentieth of the processor.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { PATIENCE, launch } from './browser.mjs'

const here = import.meta.dirname
const testdata = (name) => join(here, '../../testdata', name)
const address = pathToFileURL(join(here, '../dist/inspector.html')).href
const DEVICE = 'c1 09 64 86 06 41 00 01 41 01 05'

let browser
let page
let faults

before(async () => {
  browser = await launch()
})
after(() => browser.close())

/** A page of its own, which may neither fail nor ask for anything. */
async function open(options = {}) {
  const viewport = { width: 1360, height: 900 }
  // Nothing is seen halfway through a transition.
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(PATIENCE)
  page = await context.newPage()
  if (process.env.SLOWER) {
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: Number(process.env.SLOWER) })
  }
  faults = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) faults.push(`asked for ${request.url()}`)
  })
  await page.goto(address)
}

/** What was found on a page, which is then closed. */
async function close() {
  assert.deepEqual(faults, [])
  await page.context().close()
}

/** Typing is followed after a moment, which the page tells from the first key on. */
async function paste(text, { path } = {}) {
  if (path !== undefined) await page.fill('#path', path)
  await page.fill('#payload', text)
  await page.waitForSelector('main[aria-busy="false"]')
}

const texts = (selector) => page.locator(selector).allInnerTexts()
const text = async (selector) => (await page.locator(selector).innerText()).trim()
const count = (selector) => page.locator(selector).count()
const lit = (kind) =>
  page.$$eval(`.${kind}[data-span]`, (found) => [...new Set(found.map(({ dataset }) => dataset.span))])

/** Asserts what an action leads to, whenever it does: an assertion is tried until it holds. */
async function eventually(assertion) {
  const end = performance.now() + PATIENCE
  for (;;) {
    try {
      return await assertion()
    } catch (error) {
      if (!(error instanceof assert.AssertionError) || performance.now() > end) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
const becomes = (found, expected, message) =>
  eventually(async () => assert.deepEqual(await found(), expected, message))
const lists = (selector, expected, message) => becomes(() => texts(selector), expected, message)
const shows = (selector, expected) =>
  expected instanceof RegExp
    ? eventually(async () => assert.match(await text(selector), expected))
    : becomes(() => text(selector), expected)
const visible = (selector) => page.locator(selector).waitFor()
const hidden = (selector) => page.locator(selector).waitFor({ state: 'hidden' })
const focused = (id) => becomes(() => page.evaluate(() => document.activeElement.id), id)

describe('the inspector', () => {
  it('shows the bytes and records of what is pasted, in any encoding', async () => {
    await open()
    const expected = ['/3/0/9', '/3/0/6/0', '/3/0/6/1']
    const encodings = { hex: DEVICE, base64: 'wQlkhgZBAAFBAQU=' }
    for (const [name, payload] of Object.entries(encodings)) {
      await paste(payload, { path: '/3/0' })
      await lists('td.path', expected, name)
      await shows('#reading', `read as ${name}, 11 bytes`)
    }
    await lists('td.name', ['Battery Level', ...Array(2).fill('Available Power Sources')])
    await lists('td.value', ['100', '1', '5'])
    await shows('#summary', 'TLV (detected): 3 records in 11 bytes')
    await shows('.row .hex', DEVICE)
    await paste('[{"n":"/3/0/9","v":95,"t":1700000000}]')
    await shows('#summary', 'SenML JSON (detected): 1 record in 38 bytes')
    await lists('td.time', ['2023-11-14T22:13:20Z'])
    await lists('td.unit', ['/100'])
    await page.check('[name=encoding][value=hex]', { force: true })
    await shows('#reading', /no hexadecimal digit/)
    await hidden('#results')
    await close()
  })

  it('finds out the format', async () => {
    await open()
    const payloads = {
      'SenML CBOR': ['81 a2 00 66 2f 33 2f 30 2f 39 02 18 64', '/3/0'],
      'LwM2M CBOR': ['a1 03 a1 00 a1 09 18 64', '/3/0'],
      'OMA JSON (LwM2M 1.0)': ['{"bn":"/3/0/","e":[{"n":"9","v":100}]}', '/3/0'],
      'CBOR, one value': ['18 64', '/3/0/9'],
      'Plain text': ['100', '/3/0/9'],
      Links: ['</3/0>;ver=1.2,</5/0>', '/'],
    }
    for (const [title, [payload, path]] of Object.entries(payloads)) {
      await paste(payload, { path })
      await shows('#summary', new RegExp(`^${title.replace(/[()]/g, '\\$&')} \\(detected\\)`))
      await hidden('#error')
    }
    await lists('td.name', ['Device', 'Firmware Update'])
    await shows('#records-title', 'Links')
    await close()
  })

  it('shows with each other what belongs together, by mouse', async () => {
    await open()
    await paste(DEVICE, { path: '/3/0' })
    await page.hover('tbody tr:nth-child(2)')
    await becomes(() => lit('on'), ['2'])
    await shows('.hex .part.on', '41 00 01')
    await shows('#detail', 'Bytes 5 to 7: /3/0/6/0 Available Power Sources is 1')
    await page.hover('.hex .part[data-span="0"]')
    await becomes(() => lit('on'), ['0'])
    await visible('tbody tr:first-child.on')
    await page.click('.hex .part[data-span="3"]')
    await page.hover('h1')
    await becomes(() => lit('on'), [])
    await becomes(() => lit('selected'), ['3'])
    await shows('#detail', /^Bytes 8 to 10: /)
    await close()
  })

  it('is worked by keyboard', async () => {
    await open()
    await paste(DEVICE, { path: '/3/0' })
    await page.evaluate(() => {
      window.reached = []
      addEventListener('focusin', ({ target }) => window.reached.push(target.id || target.name))
    })
    for (let i = 0; i < 40; i++) await page.keyboard.press('Tab')
    const reachable = ['payload', 'encoding', 'format', 'path', 'operation', 'strict', 'bytes', 'records', 'target', 'copy']
    const missing = async () => {
      const reached = await page.evaluate(() => window.reached)
      return reachable.filter((id) => !reached.includes(id))
    }
    await becomes(missing, [])
    await page.focus('#bytes')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await becomes(() => lit('selected'), ['1'])
    await shows('#detail', /^Bytes 3 to 4: \/3\/0\/6 .* begins what contains/)
    await page.focus('#records')
    await page.keyboard.press('End')
    await becomes(() => lit('selected'), ['3'])
    await page.keyboard.press('ArrowUp')
    await becomes(() => lit('selected'), ['2'])
    const unnamed = await page.$$eval('input, select, textarea, button', (controls) =>
      controls.filter((c) => !c.labels?.length && !c.innerText.trim()).map((c) => c.outerHTML),
    )
    assert.deepEqual(unnamed, [])
    await close()
  })

  it('marks errors at their byte, and explains them', async () => {
    await open()
    await paste('c1 09 64 c2 0a 0f', { path: '/3/0' })
    await shows('#error-message', 'byte 6, /3/0/10: the payload ends here, but more must follow')
    await page.click('#goto')
    await visible('.fault.selected')
    await focused('bytes')
    await hidden('#conversion')
    await lists('td.path', ['/3/0/9', '/3/0/10'])
    await paste('c1 09 64 c1 09 65')
    await shows('.hex .fault', 'c1')
    await paste('c1 09 64', { path: 'x' })
    await shows('#path-note', 'not a path: x')
    await close()
  })

  it('reads strictly or leniently', async () => {
    await open()
    await paste('[{"n":"3/0/9","v":95}]', { path: '/' })
    await shows('#error-hint', /Lenient reading accepts a name or the target of a link without its leading slash/)
    await shows('.text .fault', '3')
    await page.click('#accept')
    await hidden('#error')
    await visible('[name=strict][value=lenient]:checked')
    await lists('td.path', ['/3/0/9'])
    await close()
  })

  it('converts, and copies the result', async () => {
    await open({ permissions: ['clipboard-read', 'clipboard-write'] })
    await paste(DEVICE, { path: '/3/0' })
    const json = '[{"bn":"/3/0/","n":"9","v":100},{"n":"6/0","v":1},{"n":"6/1","v":5}]'
    await shows('#converted', json)
    await shows('#copied', '')
    await page.click('#copy')
    await shows('#copied', 'Copied')
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), json)
    await page.selectOption('#target', 'lwm2m-cbor')
    await shows('#converted', /^(?:[0-9a-f]{2} ?)+$/)
    // That was said of something else.
    await shows('#copied', '')
    const hex = await text('#converted')
    await page.selectOption('#notation', 'base64')
    await shows('#converted', Buffer.from(hex.replaceAll(' ', ''), 'hex').toString('base64'))
    await page.selectOption('#target', 'text')
    await visible('#converted.failed')
    await close()
  })

  it('takes files, and object definitions of ones own', async () => {
    await open()
    await page.fill('#path', '/3/0')
    await page.setInputFiles('#file', testdata('payloads/device-3-0.tlv'))
    await shows('#reading', /^device-3-0\.tlv, \d+ bytes$/)
    await visible('tbody tr:nth-child(11)')
    await page.setInputFiles('#ddf', testdata('ddf/42769.xml'))
    await shows('#ddf-note', /^Loaded .+ \(42769\)$/)
    await paste('c1 00 01', { path: '/42769/0' })
    await shows('td.name', /./)
    // Dropped, as one file from a desktop.
    const drop = (name, content) =>
      page.evaluate(
        ([name, content]) => {
          const dataTransfer = new DataTransfer()
          dataTransfer.items.add(new File([Uint8Array.from(content)], name))
          dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }))
        },
        [name, content],
      )
    await page.fill('#path', '/3/0')
    await drop('dropped.bin', [0xc1, 9, 42])
    await shows('#reading', 'dropped.bin, 3 bytes')
    await lists('td.value', ['42'])
    await close()
  })

  // What a page holds decides how quick it is.
  it('shows the start of a large payload, and the rest on demand', async () => {
    await open()
    const openFile = async (name, path, payload) => {
      await page.fill('#path', path)
      await page.setInputFiles('#file', { name, mimeType: '', buffer: payload })
      await shows('#reading', `${name}, ${payload.length} bytes`)
    }
    const head = Buffer.from([0xd8, 0, 0x03, 0x0d, 0x40])
    await openFile('bytes.tlv', '/5/0', Buffer.concat([head, Buffer.alloc(200_000, 0x5a)]))
    await lists('tbody td.path', ['/5/0/0'])
    await becomes(() => count('.row'), 256)
    assert((await count('body *')) < 3000)
    await shows('#more', 'Show the other 195909 bytes')
    await page.click('#more')
    await becomes(() => count('.row'), 12501)
    await hidden('#more')
    const resources = Array.from({ length: 1200 }, (_, id) => [0xe1, id >> 8, id, 5])
    await openFile('records.tlv', '/33000/0', Buffer.from(resources.flat()))
    await becomes(() => count('tbody tr'), 1000)
    await page.click('#more')
    await becomes(() => count('tbody tr'), 1200)
    await close()
  })

  it('fits screens, in light and dark', async () => {
    const shots = process.env.SHOTS
    for (const [name, width, height] of [['desktop', 1360, 900], ['tablet', 820, 1100], ['phone', 390, 844]]) {
      for (const colorScheme of ['light', 'dark']) {
        await open({ viewport: { width, height }, colorScheme })
        for (const sample of ['0', '1', '4', '5']) {
          await page.selectOption('#sample', sample)
          const wide = await page.evaluate(() => document.documentElement.scrollWidth)
          assert(wide <= width, `${name}: ${wide} wide`)
          if (shots) await page.screenshot({ path: join(shots, `${name}-${colorScheme}-${sample}.png`), fullPage: true })
        }
        const low = await page.evaluate(contrasts)
        assert.deepEqual(low, [], `${name}, ${colorScheme}`)
        await close()
      }
    }
  })
})

/** Texts that stand out too little from what is behind them (WCAG AA: 4.5 to 1). */
function contrasts() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const paint = (colours) => {
    canvas.clearRect(0, 0, 1, 1)
    for (const colour of colours) {
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
  }
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const low = []
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    if (!own || !element.checkVisibility() || element.closest('.hidden, option, select, :disabled')) continue
    const behind = []
    for (let at = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor)
    const back = luminance(paint(['white', ...behind]))
    const front = luminance(paint(['white', ...behind, getComputedStyle(element).color]))
    const ratio = (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05)
    if (ratio < 4.5) low.push(`${element.className || element.tagName}: ${ratio.toFixed(2)} ${element.textContent.slice(0, 20)}`)
  }
  return low
}
