// The page: what is pasted goes through the codec and is shown.

import { Schema, convert, formats, inspect, operations } from 'lwm2m-codec-wasm'
import { registry } from 'lwm2m-codec-wasm/registry'
import { showBytes } from './bytes.js'
import { base64Of, bytesFrom, encodingOf, formatOf, hexOf } from './input.js'
import { samples } from './samples.js'
import { rangeText, sentence } from './show.js'
import { showTable } from './table.js'

const $ = (id) => document.getElementById(id)
const TEXTUAL = new Set(['text', 'link', 'senml-json', 'etch-json', 'json'])
const TITLES = {
  text: 'Plain text',
  link: 'Links',
  opaque: 'Octet stream',
  cbor: 'CBOR, one value',
  'senml-json': 'SenML JSON',
  'senml-cbor': 'SenML CBOR',
  'etch-json': 'SenML-ETCH JSON',
  'etch-cbor': 'SenML-ETCH CBOR',
  tlv: 'TLV',
  json: 'OMA JSON (LwM2M 1.0)',
  'lwm2m-cbor': 'LwM2M CBOR',
}

/** The opened file; the text field shows only its start. */
let opened
let schema = registry
/** What is shown. */
let shown = { spans: [], payload: new Uint8Array(), format: 'tlv' }
let selected

// What is chosen.

function payloadOf() {
  const text = $('payload').value
  if (opened !== undefined) return { bytes: opened.bytes, encoding: 'file' }
  const chosen = document.querySelector('[name=encoding]:checked').value
  const encoding = chosen === 'auto' ? encodingOf(text) : chosen
  return { bytes: bytesFrom(text, encoding), encoding }
}

function optionsOf() {
  return {
    path: $('path').value.trim() || '/',
    operation: $('operation').value,
    alternatePath: $('alternate').value.trim(),
    strict: document.querySelector('[name=strict]:checked').value === 'strict',
    schema,
  }
}

// What is shown.

function update() {
  busy(false)
  selected = undefined
  const { problem, ...next } = read()
  $('path-note').textContent = problem?.path ?? ''
  $('path-note').hidden = problem?.path === undefined
  $('path').setAttribute('aria-invalid', String(problem?.path !== undefined))
  shown = next
  const { spans, payload } = shown
  const error = spans.find(({ kind }) => kind === 'broken')?.error
  const empty = payload.length === 0
  $('results').hidden = empty || spans.length === 0
  showError(error)
  showSummary()
  let colour = 0
  for (const span of spans) if (span.kind === 'record' || span.kind === 'link') span.colour = colour++
  showAll(false)
  showConversion()
}

/** Tells whether what is shown is about to change. */
const busy = (waits) => document.querySelector('main').setAttribute('aria-busy', String(waits))

/** Reads what was pasted; a problem is one of the page, not of the payload. */
function read() {
  const nothing = { spans: [], payload: new Uint8Array(), format: 'tlv' }
  let input
  try {
    input = payloadOf()
  } catch (wrong) {
    $('reading').textContent = wrong.message
    return nothing
  }
  const { bytes: payload, encoding } = input
  const names = { hex: 'read as hex', base64: 'read as base64', text: 'read as text', file: opened?.name }
  $('reading').textContent = payload.length === 0 ? '' : `${names[encoding]}, ${payload.length} bytes`
  const options = optionsOf()
  try {
    const chosen = $('format').value
    const format = chosen === 'auto' ? formatOf(payload, options) : chosen
    return { spans: inspect(payload, format, options), payload, format, options }
  } catch (wrong) {
    return { ...nothing, problem: { path: wrong.message } }
  }
}

function showError(error) {
  $('error').hidden = error === undefined || shown.payload.length === 0
  if (error === undefined) return
  $('error-message').textContent = error.message
  const hints = []
  if (error.leniency) hints.push(`Lenient reading accepts ${error.leniency.accepts}.`)
  if (error.kind === 'BasePath') hints.push('Enter the path of the request, such as /3/0.')
  $('error-hint').textContent = hints.join(' ')
  $('accept').hidden = error.leniency === undefined
}

function showSummary() {
  const { spans, payload, format } = shown
  $('summary').replaceChildren()
  if (payload.length === 0 || spans.length === 0) return
  const count = spans.filter(({ kind }) => kind === 'record' || kind === 'link').length
  const what = format === 'link' ? 'link' : 'record'
  $('records-title').textContent = format === 'link' ? 'Links' : 'Records'
  const title = document.createElement('b')
  title.textContent = TITLES[format]
  const detected = $('format').value === 'auto' ? ' (detected)' : ''
  const text = `${detected}: ${count} ${what}${count === 1 ? '' : 's'} in ${payload.length} bytes`
  $('summary').append(title, text)
}

function showAll(all) {
  const { spans, payload, format } = shown
  const bytes = showBytes($('bytes'), payload, spans, TEXTUAL.has(format), all)
  const rows = showTable($('records'), spans, all)
  $('more').hidden = bytes === 0 && rows === 0
  $('more').textContent = bytes > 0 ? `Show the other ${bytes} bytes` : `Show the other ${rows} records`
  describe(undefined)
}

/** The same again, in another size. */
function showAgain(all) {
  const kept = selected
  showAll(all)
  if (kept !== undefined) select(kept)
}

// Spans, in the bytes and in the table.

const elementsOf = (index) => document.querySelectorAll(`[data-span="${index}"]`)

function hover(index) {
  for (const element of document.querySelectorAll('.on')) element.classList.remove('on')
  if (index === undefined) return describe(selected)
  for (const element of elementsOf(index)) element.classList.add('on')
  describe(index)
}

function select(index) {
  for (const element of document.querySelectorAll('.selected')) element.classList.remove('selected')
  selected = index
  for (const element of elementsOf(index)) {
    element.classList.add('selected')
    if (element.matches('tr, .hex .part, .text .part, .fault')) {
      reveal(element)
    }
  }
  describe(index)
}

/** Scrolls what contains an element, and not the page. */
function reveal(element) {
  const box = element.closest('.dump, .scroll')
  const [inner, outer] = [element.getBoundingClientRect(), box.getBoundingClientRect()]
  const head = box.querySelector('thead')?.offsetHeight ?? 0
  if (inner.top < outer.top + head) box.scrollTop -= outer.top + head - inner.top + 4
  else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + 8
}

function describe(index) {
  const span = shown.spans[index]
  $('detail').className = span === undefined ? 'detail idle' : 'detail'
  $('detail').textContent =
    span === undefined
      ? 'Point at bytes or at a record to see what belongs together; click to keep it.'
      : `${rangeText(span)}: ${sentence(span)}`
}

function watch(area) {
  const index = (event) => event.target.closest('[data-span]')?.dataset.span
  area.addEventListener('pointerover', (event) => {
    const found = index(event)
    hover(found === undefined ? undefined : Number(found))
  })
  area.addEventListener('pointerleave', () => hover(undefined))
  area.addEventListener('click', (event) => {
    const found = index(event)
    if (found !== undefined) select(Number(found))
  })
}

/** Arrow keys go from span to span: in the table, over those that have a row. */
function step(area, isStop) {
  area.addEventListener('keydown', (event) => {
    const { key } = event
    const stops = shown.spans.map((_, index) => index).filter(isStop)
    const at = stops.indexOf(selected)
    const to = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: Math.max(at, 1) - 1,
      ArrowUp: Math.max(at, 1) - 1,
      Home: 0,
      End: stops.length - 1,
    }[key]
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    if (to < stops.length) select(stops[to])
  })
}

// Conversion.

function showConversion() {
  $('copied').textContent = ''
  const { spans, payload, format, options } = shown
  const broken = spans.some(({ kind }) => kind === 'broken')
  $('conversion').hidden = payload.length === 0 || spans.length === 0 || format === 'link' || broken
  if ($('conversion').hidden) return
  for (const option of $('target').options) option.disabled = option.value === format
  if ($('target').value === format) {
    $('target').value = format === 'senml-json' ? 'senml-cbor' : 'senml-json'
  }
  const to = $('target').value
  $('shown').hidden = TEXTUAL.has(to)
  let text
  let note = ''
  try {
    const bytes = convert(payload, format, to, options)
    text = TEXTUAL.has(to)
      ? new TextDecoder().decode(bytes)
      : $('notation').value === 'hex'
        ? hexOf(bytes)
        : base64Of(bytes)
    const share = Math.round((100 * bytes.length) / payload.length)
    note = `${bytes.length} bytes, ${share} % of the payload above`
  } catch (error) {
    text = error.message
    if (error.kind === 'TypeNotKnown') note = 'Load the DDF XML that defines the resource.'
  }
  const failed = note === '' || note.startsWith('Load')
  $('converted').className = failed ? 'failed' : ''
  $('converted').textContent = text
  $('copy').disabled = failed
  $('conversion-note').textContent = note
}

/** Copies what is shown, and tells so until something else is. */
async function copy() {
  const text = $('converted').textContent
  $('copied').textContent = ''
  let done = true
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // Pages from a disk may not have the clipboard.
    const range = document.createRange()
    range.selectNodeContents($('converted'))
    getSelection().removeAllRanges()
    getSelection().addRange(range)
    done = document.execCommand('copy')
  }
  if ($('converted').textContent === text) $('copied').textContent = done ? 'Copied' : 'Not copied'
}

// Files.

const SHOWN = 64

async function open(file) {
  busy(true)
  const bytes = new Uint8Array(await file.arrayBuffer())
  const head = new TextDecoder().decode(bytes.subarray(0, 4096))
  if (/<LWM2M[\s>]/.test(head)) return loadDdf([file])
  opened = { name: file.name, bytes }
  const more = bytes.length > SHOWN ? ' …' : ''
  $('payload').value = hexOf(bytes.subarray(0, SHOWN)) + more
  update()
}

async function loadDdf(files) {
  busy(true)
  for (const file of files) {
    try {
      const own = Schema.fromXml(await file.text())
      schema = own.or(schema)
      const names = own.search().map(({ id, name }) => `${name} (${id})`)
      $('ddf-note').textContent = `Loaded ${names.join(', ')}`
    } catch (error) {
      $('ddf-note').textContent = `${file.name}: ${error.message}`
    }
  }
  update()
}

// Start.

function fillChoices() {
  const names = formats().map(({ name }) => name)
  const titled = (name) => new Option(TITLES[name] ?? name, name)
  $('format').append(new Option('Detect', 'auto'), ...names.map(titled))
  $('target').append(...names.filter((name) => name !== 'link').map(titled))
  $('target').value = 'senml-json'
  $('operation').append(
    ...operations().map(({ name, description }) => {
      const option = new Option(name, name)
      option.title = description
      return option
    }),
  )
  $('sample').append(...samples.map(({ name }, index) => new Option(name, index)))
}

function showSample({ format, path, operation = 'read', payload }) {
  opened = undefined
  $('payload').value = payload
  $('format').value = 'auto'
  $('path').value = path
  $('operation').value = operation
  $('alternate').value = ''
  document.querySelector('[name=encoding][value=auto]').checked = true
  document.querySelector('[name=strict][value=strict]').checked = true
  update()
  if (shown.format !== format) {
    $('format').value = format
    update()
  }
}

let waiting
function later() {
  busy(true)
  clearTimeout(waiting)
  waiting = setTimeout(update, 120)
}

fillChoices()
$('payload').addEventListener('input', () => {
  opened = undefined
  later()
})
for (const id of ['path', 'alternate']) $(id).addEventListener('input', later)
for (const id of ['format', 'operation', 'encoding', 'strictness']) {
  $(id).addEventListener('change', () => {
    if (id === 'encoding') opened = undefined
    update()
  })
}
for (const id of ['target', 'notation']) $(id).addEventListener('change', showConversion)
$('sample').addEventListener('change', ({ target }) => {
  if (target.value !== '') showSample(samples[target.value])
  target.value = ''
})
$('file').addEventListener('change', ({ target }) => {
  if (target.files.length > 0) open(target.files[0])
  target.value = ''
})
$('ddf').addEventListener('change', ({ target }) => {
  loadDdf([...target.files])
  target.value = ''
})
$('clear').addEventListener('click', () => {
  opened = undefined
  $('payload').value = ''
  update()
  $('payload').focus()
})
$('accept').addEventListener('click', () => {
  document.querySelector('[name=strict][value=lenient]').checked = true
  update()
})
$('goto').addEventListener('click', () => {
  select(shown.spans.findIndex(({ kind }) => kind === 'broken'))
  $('bytes').scrollIntoView({ block: 'nearest' })
  $('bytes').focus({ preventScroll: true })
})
$('copy').addEventListener('click', copy)
$('more').addEventListener('click', () => showAgain(true))
watch($('bytes'))
watch($('records'))
step($('bytes'), (index) => elementsOf(index).length > 0)
step($('records'), (index) => document.querySelector(`tr[data-span="${index}"]`) !== null)

matchMedia('(max-width: 720px)').addEventListener('change', () => showAgain(false))
for (const type of ['dragenter', 'dragover']) {
  addEventListener(type, (event) => {
    event.preventDefault()
    $('drop').hidden = false
  })
}
addEventListener('dragleave', ({ relatedTarget }) => ($('drop').hidden = relatedTarget === null))
addEventListener('drop', (event) => {
  event.preventDefault()
  $('drop').hidden = true
  const files = [...event.dataTransfer.files]
  if (files.length > 0) open(files[0])
})

showSample(samples[0])
