import type { Menu, Row } from '../menus/menu.js'

const HIDDEN = new Set(['.id', '.about', 'contents', 'password'])
const yesNo = (value: string) => ({ true: 'yes', false: 'no' })[value] ?? value

function pairs(row: Row, sensitive: boolean): string {
  return Object.entries(row)
    .filter(([name, value]) => !HIDDEN.has(name) && value !== '')
    .filter(([name]) => sensitive || name !== 'secret')
    .map(([name, value]) => `${name}=${/\s/.test(value) ? JSON.stringify(value) : yesNo(value)}`)
    .join(' ')
}

/** What `print` shows: settings one a line, items numbered. */
export function printRows(menu: Menu, rows: readonly Row[], args: Row): string {
  if ('count-only' in args) return String(rows.length)
  if (menu.path === '/log')
    return rows.map((row) => `${row['time']} ${row['topics']} ${row['message']}`).join('\n')
  if (menu.spec.kind === 'settings') {
    const shown = Object.entries(rows[0] ?? {}).filter(([name]) => !HIDDEN.has(name))
    const width = Math.max(0, ...shown.map(([name]) => name.length))
    return shown.map(([name, value]) => `${name.padStart(width + 2)}: ${yesNo(value)}`).join('\n')
  }
  return rows
    .map(
      (row, index) =>
        `${row['.about'] === undefined ? '' : `;;; ${row['.about']}\n`}${String(index).padStart(2)}  ${pairs(row, 'show-sensitive' in args)}`
    )
    .join('\n')
}
