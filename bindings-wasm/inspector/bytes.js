// The bytes, coloured by what they belong to.

/** Rows, or characters, that are shown before someone asks for the rest. */
const ROWS = 256
const CHARACTERS = 16384

const COLOURS = 6

/** The classes of a span: neighbours in the table have different colours. */
export function classesOf(span) {
  if (span.kind === 'record' || span.kind === 'link') return `part c${span.colour % COLOURS}`
  if (span.kind === 'container') return 'part structure container'
  return `part ${span.kind}`
}

function element(name, classes, text) {
  const made = document.createElement(name)
  if (classes) made.className = classes
  if (text !== undefined) made.textContent = text
  return made
}

/** Shows a payload, and says how much of it is left out. */
export function showBytes(into, payload, spans, textual, all) {
  const columns = matchMedia('(max-width: 720px)').matches ? 8 : 16
  into.style.setProperty('--columns', columns)
  if (textual) return showText(into, payload, spans, all ? Infinity : CHARACTERS)
  return showRows(into, payload, spans, columns, all ? Infinity : ROWS)
}

function showText(into, payload, spans, limit) {
  const utf8 = new TextDecoder()
  const block = element('div', 'text')
  for (const [index, span] of spans.entries()) {
    if (span.start >= limit) break
    const end = Math.min(span.end, limit)
    const part = element('span', classesOf(span))
    part.dataset.span = index
    if (span.kind === 'broken') {
      const first = Math.min(span.start + characterLength(payload[span.start]), end)
      part.append(element('b', 'fault', utf8.decode(payload.subarray(span.start, first))))
      part.append(utf8.decode(payload.subarray(first, end)))
    } else {
      // What separates a record from the next one has no colour.
      const text = utf8.decode(payload.subarray(span.start, end))
      const [separator] = text.match(/[\s,]*$/)
      part.textContent = text.slice(0, text.length - separator.length)
      block.append(part)
      if (separator === '') continue
      const gap = element('span', 'part gap', separator)
      gap.dataset.span = index
      block.append(gap)
      continue
    }
    block.append(part)
  }
  into.replaceChildren(block)
  return Math.max(0, payload.length - limit)
}

const characterLength = (byte) => (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1)

function showRows(into, payload, spans, columns, limit) {
  const rows = Math.min(Math.ceil((payload.length + 1) / columns), limit)
  const broken = spans.find(({ kind }) => kind === 'broken')
  let index = 0
  const made = []
  for (let row = 0; row < rows; row++) {
    const start = row * columns
    const end = Math.min(start + columns, payload.length)
    const atEnd = broken?.start === payload.length && start <= payload.length && payload.length < start + columns
    if (start === end && !atEnd && row > 0) break
    const line = element('div', 'row')
    const hex = element('span', 'hex')
    const chars = element('span', 'chars')
    line.append(element('span', 'at', start), hex, chars)
    while (index < spans.length && spans[index].end <= start) index++
    for (let at = index; at < spans.length && spans[at].start < end; at++) {
      const span = spans[at]
      const from = Math.max(span.start, start)
      const to = Math.min(span.end, end)
      if (from >= to) continue
      const bytes = payload.subarray(from, to)
      // The space after the last byte of a span belongs to nothing.
      const part = element('span', classesOf(span))
      const shown = element('span', classesOf(span))
      part.dataset.span = shown.dataset.span = at
      fill(part, bytes, span.kind === 'broken' && span.start === from, hexadecimal, ' ')
      fill(shown, bytes, span.kind === 'broken' && span.start === from, character, '')
      hex.append(part, to < end ? ' ' : '')
      chars.append(shown)
    }
    if (atEnd) hex.append(end > start ? ' ' : '', missing(spans.indexOf(broken)))
    made.push(line)
  }
  into.replaceChildren(...made)
  return Math.max(0, payload.length - rows * columns)
}

/** A mark where a byte is missing. */
function missing(index) {
  const mark = element('b', 'fault part')
  mark.dataset.span = index
  mark.title = 'the payload ends here'
  return mark
}

function fill(part, bytes, fault, write, between) {
  const texts = Array.from(bytes, write)
  if (!fault) {
    part.textContent = texts.join(between)
    return
  }
  part.append(element('b', 'fault', texts[0]))
  if (texts.length > 1) part.append(between + texts.slice(1).join(between))
}

const hexadecimal = (byte) => byte.toString(16).padStart(2, '0')
const character = (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')
