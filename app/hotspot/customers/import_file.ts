import { parseCsv, type CsvRecord } from '#core/csv'
import { parseMobileNumber, type MobileNumber } from '#core/mobile_number'
import { ONE_LINE } from '#core/one_line'

export const IMPORT_LINES = 5000
export const NAME_LENGTH = 80
export const NOTES_LENGTH = 2000

export type ImportFault = 'number' | 'name' | 'notes'

export interface ImportRow {
  line: number
  mobile: MobileNumber
  name: string | null
  notes: string | null
}

export interface ImportFile {
  /** In the order of the file, each number once. */
  rows: ImportRow[]
  faults: { line: number; fault: ImportFault; text: string }[]
  /** Lines that name a number of an earlier line. */
  repeated: number[]
}

export class ImportTooLong extends Error {
  constructor(readonly lines: number) {
    super(`A file of ${lines} customers; ${IMPORT_LINES} are taken at once`)
  }
}

type Column = 'number' | 'name' | 'notes'
const HEADINGS: Record<string, Column> = {
  number: 'number',
  mobile: 'number',
  phone: 'number',
  নম্বর: 'number',
  মোবাইল: 'number',
  name: 'name',
  নাম: 'name',
  notes: 'notes',
  note: 'notes',
  নোট: 'notes',
}

/**
 * Reads a file of customers: number, name, notes, or whatever its first line
 * names so. Our own export can be read back.
 *
 * @param country ISO 3166 alpha-2, whose local form of numbers is understood
 * @throws ImportTooLong
 */
export function readImport(text: string, country: string): ImportFile {
  const records = parseCsv(text)
  const columns = columnsOf(records[0])
  const body = columns.named ? records.slice(1) : records
  if (body.length > IMPORT_LINES) throw new ImportTooLong(body.length)

  const file: ImportFile = { rows: [], faults: [], repeated: [] }
  const seen = new Set<MobileNumber>()
  for (const { line, cells } of body) {
    const cell = (column: Column) => cells[columns.at[column]] ?? ''
    const mobile = parseMobileNumber(cell('number'), country)
    const [name, notes] = [cell('name'), cell('notes')]
    const fault = faultOf(mobile, name, notes)
    if (mobile === null || fault) {
      file.faults.push({
        line,
        fault: fault ?? 'number',
        text: cell(fault ?? 'number').slice(0, 40),
      })
    } else if (seen.has(mobile)) file.repeated.push(line)
    else {
      seen.add(mobile)
      file.rows.push({ line, mobile, name: name || null, notes: notes || null })
    }
  }
  return file
}

function faultOf(mobile: MobileNumber | null, name: string, notes: string): ImportFault | null {
  if (mobile === null) return 'number'
  if (name !== '' && (name.length > NAME_LENGTH || !ONE_LINE.test(name))) return 'name'
  return notes.length > NOTES_LENGTH || notes.includes('\0') ? 'notes' : null
}

/** A column that the first line does not name is nowhere (-1): its cells are empty. */
function columnsOf(first: CsvRecord | undefined): { named: boolean; at: Record<Column, number> } {
  const headings = (first?.cells ?? []).map((cell) => HEADINGS[cell.toLowerCase()])
  if (!headings.includes('number')) return { named: false, at: { number: 0, name: 1, notes: 2 } }
  const at = (column: Column) => headings.indexOf(column)
  return { named: true, at: { number: at('number'), name: at('name'), notes: at('notes') } }
}
