// The inspector, driven as people drive it, from the file that is shipped. With SHOTS=FOLDER it
// leaves pictures there.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { launch } from './browser.mjs'

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
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, ...options })
  page = await context.newPage()
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

async function paste(text, { path } = {}) {
  if (path !== undefined) await page.fill('#path', path)
  await page.fill('#payload', text)
  await settled()
}

/** Typing is followed after a moment. */
const settled = () => page.waitForTimeout(250)
const texts = (selector) => page.locator(selector).allInnerTexts()
const text = async (selector) => (await page.locator(selector).innerText()).trim()
const lit = (kind) =>
  page.$$eval(`.${kind}[data-span]`, (found) => [...new Set(found.map(({ dataset }) => dataset.span))])

describe('the inspector', () => {
  it('shows the bytes and records of what is pasted, in any encoding', async () => {
    await open()
    const expected = ['/3/0/9', '/3/0/6/0', '/3/0/6/1']
    const encodings = { hex: DEVICE, base64: 'wQlkhgZBAAFBAQU=' }
    for (const [name, payload] of Object.entries(encodings)) {
      await paste(payload, { path: '/3/0' })
      assert.deepEqual(await texts('td.path'), expected, name)
      assert.equal(await text('#reading'), `read as ${name}, 11 bytes`)
    }
    assert.deepEqual(await texts('td.name'), ['Battery Level', ...Array(2).fill('Available Power Sources')])
    assert.deepEqual(await texts('td.value'), ['100', '1', '5'])
    assert.equal(await text('#summary'), 'TLV (detected): 3 records in 11 bytes')
    assert.equal(await text('.row .hex'), DEVICE)
    await paste('[{"n":"/3/0/9","v":95,"t":1700000000}]')
    assert.equal(await text('#summary'), 'SenML JSON (detected): 1 record in 38 bytes')
    assert.deepEqual(await texts('td.time'), ['2023-11-14T22:13:20Z'])
    assert.deepEqual(await texts('td.unit'), ['/100'])
    await page.check('[name=encoding][value=hex]', { force: true })
    assert.match(await text('#reading'), /no hexadecimal digit/)
    assert(await page.locator('#results').isHidden())
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
      assert.match(await text('#summary'), new RegExp(`^${title.replace(/[()]/g, '\\$&')} \\(detected\\)`))
      assert(await page.locator('#error').isHidden(), title)
    }
    assert.deepEqual(await texts('td.name'), ['Device', 'Firmware Update'])
    assert.equal(await text('#records-title'), 'Links')
    await close()
  })

  it('shows with each other what belongs together, by mouse', async () => {
    await open()
    await paste(DEVICE, { path: '/3/0' })
    await page.hover('tbody tr:nth-child(2)')
    assert.deepEqual(await lit('on'), ['2'])
    assert.equal(await text('.hex .part.on'), '41 00 01')
    assert.equal(await text('#detail'), 'Bytes 5 to 7: /3/0/6/0 Available Power Sources is 1')
    await page.hover('.hex .part[data-span="0"]')
    assert.deepEqual(await lit('on'), ['0'])
    assert(await page.locator('tbody tr:first-child.on').isVisible())
    await page.click('.hex .part[data-span="3"]')
    await page.hover('h1')
    assert.deepEqual([await lit('on'), await lit('selected')], [[], ['3']])
    assert.match(await text('#detail'), /^Bytes 8 to 10: /)
    await close()
  })

  it('is worked by keyboard', async () => {
    await open()
    await paste(DEVICE, { path: '/3/0' })
    const named = new Set()
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab')
      named.add(await page.evaluate(() => document.activeElement.id || document.activeElement.name))
    }
    const reachable = ['payload', 'encoding', 'format', 'path', 'operation', 'strict', 'bytes', 'records', 'target', 'copy']
    assert.deepEqual(reachable.filter((id) => !named.has(id)), [])
    await page.focus('#bytes')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    assert.deepEqual(await lit('selected'), ['1'])
    assert.match(await text('#detail'), /^Bytes 3 to 4: \/3\/0\/6 .* begins what contains/)
    await page.focus('#records')
    await page.keyboard.press('End')
    assert.deepEqual(await lit('selected'), ['3'])
    await page.keyboard.press('ArrowUp')
    assert.deepEqual(await lit('selected'), ['2'])
    const unnamed = await page.$$eval('input, select, textarea, button', (controls) =>
      controls.filter((c) => !c.labels?.length && !c.innerText.trim()).map((c) => c.outerHTML),
    )
    assert.deepEqual(unnamed, [])
    await close()
  })

  it('marks errors at their byte, and explains them', async () => {
    await open()
    await paste('c1 09 64 c2 0a 0f', { path: '/3/0' })
    assert.equal(await text('#error-message'), 'byte 6, /3/0/10: the payload ends here, but more must follow')
    await page.click('#goto')
    assert(await page.locator('.fault.selected').isVisible())
    assert.equal(await page.evaluate(() => document.activeElement.id), 'bytes')
    assert(await page.locator('#conversion').isHidden())
    assert.deepEqual(await texts('td.path'), ['/3/0/9', '/3/0/10'])
    await paste('c1 09 64 c1 09 65')
    assert.equal(await text('.hex .fault'), 'c1')
    await paste('c1 09 64', { path: 'x' })
    assert.equal(await text('#path-note'), 'not a path: x')
    await close()
  })

  it('reads strictly or leniently', async () => {
    await open()
    await paste('[{"n":"3/0/9","v":95}]', { path: '/' })
    assert.match(await text('#error-hint'), /Lenient reading accepts a name without its leading slash/)
    assert.equal(await text('.text .fault'), '3')
    await page.click('#accept')
    assert(await page.locator('#error').isHidden())
    assert(await page.isChecked('[name=strict][value=lenient]'))
    assert.deepEqual(await texts('td.path'), ['/3/0/9'])
    await close()
  })

  it('converts, and copies the result', async () => {
    await open({ permissions: ['clipboard-read', 'clipboard-write'] })
    await paste(DEVICE, { path: '/3/0' })
    assert.equal(
      await text('#converted'),
      '[{"bn":"/3/0/","n":"9","v":100},{"n":"6/0","v":1},{"n":"6/1","v":5}]',
    )
    await page.click('#copy')
    assert.equal(await text('#copy'), 'Copied')
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await text('#converted'))
    await page.selectOption('#target', 'lwm2m-cbor')
    assert.match(await text('#converted'), /^(?:[0-9a-f]{2} ?)+$/)
    const hex = await text('#converted')
    await page.selectOption('#notation', 'base64')
    const base64 = await text('#converted')
    assert.deepEqual(Buffer.from(base64, 'base64'), Buffer.from(hex.replaceAll(' ', ''), 'hex'))
    await page.selectOption('#target', 'text')
    assert(await page.locator('#converted.failed').isVisible())
    await close()
  })

  it('takes files, and object definitions of ones own', async () => {
    await open()
    await page.fill('#path', '/3/0')
    await page.setInputFiles('#file', testdata('payloads/device-3-0.tlv'))
    await settled()
    assert.match(await text('#reading'), /^device-3-0\.tlv, \d+ bytes$/)
    assert((await texts('td.path')).length > 10)
    await page.setInputFiles('#ddf', testdata('ddf/42769.xml'))
    await settled()
    assert.match(await text('#ddf-note'), /^Loaded .+ \(42769\)$/)
    await paste('c1 00 01', { path: '/42769/0' })
    assert.notEqual(await text('td.name'), '')
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
    await settled()
    assert.equal(await text('#reading'), 'dropped.bin, 3 bytes')
    assert.deepEqual(await texts('td.value'), ['42'])
    await close()
  })

  it('stays quick with a large payload', async () => {
    await open()
    const value = Buffer.alloc(200_000, 0x5a)
    const head = Buffer.from([0xd8, 0, 0x03, 0x0d, 0x40])
    const start = Date.now()
    await page.fill('#path', '/5/0')
    const payload = Buffer.concat([head, value])
    await page.setInputFiles('#file', { name: 'large.tlv', mimeType: '', buffer: payload })
    await settled()
    assert(Date.now() - start < 5000)
    await page.click('#more')
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
