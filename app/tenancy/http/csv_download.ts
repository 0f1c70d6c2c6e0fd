import { Readable } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'
import type { DateTime } from 'luxon'
import { CSV_MARK, csvLine } from '#core/csv'

export type CsvCells = readonly (string | number | null)[]

export interface CsvBatch<Place> {
  rows: CsvCells[]
  /** Where the next batch begins; null at the end. */
  next: Place | null
}

/**
 * A list as CSV, batch by batch. `read` opens a transaction for each: nothing is held open, and
 * no more than a batch is in memory, for somebody who downloads slowly.
 */
export function csvStream<Place>(
  head: CsvCells,
  read: (after: Place | null) => Promise<CsvBatch<Place>>
): Readable {
  async function* lines() {
    yield CSV_MARK + csvLine(head)
    for (let place: Place | null = null; ;) {
      const { rows, next }: CsvBatch<Place> = await read(place)
      if (rows.length > 0) yield rows.map((cells) => csvLine(cells)).join('')
      if (next === null) return
      place = next
    }
  }
  return Readable.from(lines(), { objectMode: false })
}

const ISO = { includeOffset: false, suppressMilliseconds: true } as const

/** A moment as spreadsheets read it, in the tenant's zone; to the second. */
export function csvTime(at: DateTime | null, zone: string): string | null {
  return at?.set({ millisecond: 0 }).setZone(zone).toISO(ISO)?.replace('T', ' ') ?? null
}

/** @param name of the file, letters, digits and hyphens only */
export function sendCsv({ response }: HttpContext, name: string, stream: Readable): void {
  response.header('content-type', 'text/csv; charset=utf-8')
  response.header('content-disposition', `attachment; filename="${name}.csv"`)
  response.header('cache-control', 'private, no-store')
  response.stream(stream)
}
