// A browser for tests, and files for it.

import { createServer } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import { chromium } from 'playwright-core'

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
}

/** Chromium; where it is not /usr/bin/chromium, CHROMIUM says where. */
export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

/** Serves a folder, and more files by their names; gives its address. */
export async function serve(folder, more = {}) {
  const server = createServer((request, response) => {
    const name = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname))
    const file = join(folder, name)
    if (more[name] === undefined && !existsSync(file)) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' })
    response.end(more[name] ?? readFileSync(file))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}

/** Milliseconds for anything to happen: a limit only to what never does. */
export const PATIENCE = 120_000

/** What a page says when it is done: it sets `result` on its window. */
export async function run(browser, url) {
  const page = await browser.newPage()
  page.setDefaultTimeout(PATIENCE)
  const errors = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  try {
    await page.goto(url)
    const done = page.waitForFunction(() => window.result !== undefined)
    const handle = await done.catch((error) => {
      throw new Error(`${url}: ${errors.join('; ') || error.message}`)
    })
    void handle
    return await page.evaluate(() => window.result)
  } finally {
    await page.close()
  }
}
