/**
 * A spreadsheet runs what begins like this as a formula (OWASP, "CSV Injection"). A minus and
 * nothing but a decimal number is an amount, and must stay one.
 */
const RUNS = /^(?:[=+@\t\r]|-(?!\d+(?:\.\d+)?$))/

/** Excel takes a file without this mark for the machine's old code page, and spoils Bangla. */
export const CSV_MARK = '\uFEFF'

/**
 * A line of RFC 4180. A cell that a spreadsheet would run is led by an apostrophe, which
 * makes it text: so is every number in E.164, whose digits a spreadsheet would round.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

function cell(value: string | number | null): string {
  const text = String(value ?? '')
  const safe = typeof value === 'string' && RUNS.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export interface CsvRecord {
  /** Of the file, from 1; that of its first line, when quotes hold several. */
  line: number
  cells: string[]
}

/**
 * Reads what spreadsheets write: commas or semicolons, quotes, any end of line, a byte-order
 * mark. Empty lines are left out, and the apostrophe that `csvLine` leads with is taken off.
 * A quote that is never closed ends with the text.
 */
export function parseCsv(text: string): CsvRecord[] {
  const source = text.startsWith(CSV_MARK) ? text.slice(1) : text
  const separator = separatorOf(source)
  const quoted = `(?<=^|[${separator}\\r\\n])"((?:[^"]|"")*)(?:"|$)`
  const token = new RegExp(`${quoted}|\\r\\n|[\\r\\n${separator}]|[^\\r\\n${separator}]+`, 'g')
  const records: CsvRecord[] = []
  let current: CsvRecord = { line: 1, cells: [''] }
  let line = 1

  for (const [part, inQuotes] of source.matchAll(token)) {
    if (part === separator) current.cells.push('')
    else if (/^[\r\n]/.test(part)) {
      records.push(current)
      current = { line: ++line, cells: [''] }
    } else {
      const last = current.cells.length - 1
      current.cells[last] += inQuotes === undefined ? part : inQuotes.replaceAll('""', '"')
      line += part.match(/\r\n|\n|\r/g)?.length ?? 0
    }
  }
  records.push(current)
  return records
    .map((record) => ({ ...record, cells: record.cells.map(plain) }))
    .filter(({ cells }) => cells.some(Boolean))
}

function separatorOf(source: string): ',' | ';' {
  const [first = ''] = source.split(/[\r\n]/, 1)
  return first.includes(';') && !first.includes(',') ? ';' : ','
}

function plain(text: string): string {
  const trimmed = text.trim()
  return trimmed.startsWith("'") && RUNS.test(trimmed.slice(1)) ? trimmed.slice(1) : trimmed
}
