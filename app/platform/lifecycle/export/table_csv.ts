import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { CSV_MARK, csvLine } from '#core/csv'
import { knownCurrencies } from '#core/money'
import { signedDecimal } from '#core/signed_money'

const BATCH = 500
const MINOR = '_minor'

type Row = Record<string, unknown>
type Cell = string | number | null

interface Fetched {
  rows: Row[]
  fields: { name: string }[]
}

/**
 * What a statement finds as CSV, by a cursor of the transaction: no more than a batch is in memory.
 * Moments are ISO 8601 in UTC. Money is there twice, in minor units and as a decimal, beside its
 * currency.
 *
 * @param currency of amounts whose rows name none
 * @param taken is called whenever somebody asks for more
 */
export async function* tableCsv(
  trx: TransactionClientContract,
  select: string,
  currency: string,
  taken: () => void
): AsyncGenerator<string> {
  await trx.rawQuery(`declare export no scroll cursor for ${select}`)
  for (let isFirst = true; ; isFirst = false) {
    taken()
    const { rows, fields }: Fetched = await trx.rawQuery(`fetch forward ${BATCH} from export`)
    const columns = fields.map(({ name }) => name)
    const tail = columns.some(isMinor) && !columns.some(isCurrency) ? ['currency'] : []
    if (isFirst) yield CSV_MARK + csvLine([...columns.flatMap(headsOf), ...tail])
    if (rows.length === 0) break
    const lines = rows.map((row) =>
      csvLine([
        ...columns.flatMap((name) => cellsOf(row, name, currency)),
        ...tail.map(() => currency),
      ])
    )
    yield lines.join('')
  }
  await trx.rawQuery('close export')
}

function isMinor(name: string): boolean {
  return name.endsWith(MINOR)
}

function isCurrency(name: string): boolean {
  return name.endsWith('currency')
}

/** price_minor is followed by price. */
function headsOf(name: string): string[] {
  return isMinor(name) ? [name, name.slice(0, -MINOR.length)] : [name]
}

function cellsOf(row: Row, name: string, currency: string): Cell[] {
  const cell = plain(row[name])
  if (!isMinor(name)) return [cell]
  const own = row[name.replace(MINOR, '_currency')] ?? row.currency ?? currency
  return [cell, decimal(cell, String(own))]
}

/** Nothing where there is none, or in a currency whose decimals we do not know. */
function decimal(minor: Cell, currency: string): Cell {
  const isKnown = knownCurrencies.includes(currency)
  return minor === null || !isKnown ? null : signedDecimal(Number(minor), currency)
}

function plain(value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object') return JSON.stringify(value)
  return typeof value === 'number' ? value : String(value)
}
