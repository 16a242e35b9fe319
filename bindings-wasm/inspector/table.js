// The table of records, or of links.

import { classesOf } from './bytes.js'
import { linkText, timeText, typeText, valueText } from './show.js'

/** Rows that are shown before someone asks for the rest. */
const ROWS = 1000

const HEADS = {
  records: ['Path', 'Name', 'Type', 'Value', 'Unit', 'Time'],
  links: ['Target', 'Name', 'Type', 'Attributes', '', ''],
}
const COLUMNS = ['path', 'name', 'type', 'value', 'unit', 'time']

function cellsOf(span) {
  const { path, name = '', record, link, units = '' } = span
  switch (span.kind) {
    case 'record':
      return [record.path, name, typeText(record), valueText(record), units, timeText(record)]
    case 'link':
      return [link.target, name, 'link', linkText(link), '', '']
    default:
      return [path ?? '', name, 'error', span.error.explanation, '', '']
  }
}

/** Shows the spans that say something, and says how many are left out. */
export function showTable(into, spans, all) {
  const stated = []
  spans.forEach((span, index) => {
    if (['record', 'link', 'broken'].includes(span.kind)) stated.push([span, index])
  })
  const links = stated.some(([{ kind }]) => kind === 'link')
  const used = links ? [true, true, false, true, false, false] : usedColumns(stated)
  const table = document.createElement('table')
  const heads = table.createTHead().insertRow()
  HEADS[links ? 'links' : 'records'].forEach((text, column) => {
    if (!used[column]) return
    const head = document.createElement('th')
    head.scope = 'col'
    head.textContent = text
    heads.append(head)
  })
  const body = table.createTBody()
  for (const [span, index] of all ? stated : stated.slice(0, ROWS)) {
    const row = body.insertRow()
    row.dataset.span = index
    row.className = span.kind
    cellsOf(span).forEach((text, column) => {
      if (!used[column]) return
      const cell = row.insertCell()
      cell.className = COLUMNS[column]
      cell.textContent = text
      if (column === 0 && span.colour !== undefined) cell.classList.add(classesOf(span).split(' ')[1])
    })
  }
  into.replaceChildren(table)
  return all ? 0 : Math.max(0, stated.length - ROWS)
}

/** Units and times take no room where nothing has them. */
function usedColumns(stated) {
  const cells = stated.map(([span]) => cellsOf(span))
  return COLUMNS.map((_, column) => column < 4 || cells.some((row) => row[column] !== ''))
}
