import { parseCsv } from '#core/csv'
import { Money } from '#core/money'
import { InvalidMoney } from '#core/money_errors'

/** A column by its name in the first line, or by its number from 1; empty is guessed. */
export interface ColumnChoice {
  transaction: string
  amount: string
  fee: string
}

/** One line of a gateway's own statement. Minor units; what the gateway gave back is negative. */
export interface SettlementLine {
  line: number
  transaction: string
  amountMinor: number
  feeMinor: number
}

export interface SettlementFile {
  lines: SettlementLine[]
  /** Numbers of lines without a transaction or with an amount that is none. */
  faults: number[]
}

/** A column that is not in the file; `known` are those that are. */
export class NoSuchColumn extends Error {
  constructor(
    readonly column: keyof ColumnChoice,
    readonly known: readonly string[]
  ) {
    super(`The file has no column for ${column}`)
  }
}

/** How gateways call them in the statements of their merchant panels. */
const USUAL: Record<keyof ColumnChoice, readonly string[]> = {
  transaction: [
    ...['transaction id', 'transaction_id', 'trxid', 'trx id', 'tran_id', 'bank_tran_id'],
    ...['payment_id', 'entity_id', 'balance_transaction_source', 'receipt no.', 'transaction'],
  ],
  amount: ['amount', 'transaction amount', 'gross', 'total', 'paid in'],
  fee: ['fee', 'fees', 'charge', 'commission', 'mdr', 'service charge'],
}

/**
 * Reads a statement. Amounts as spreadsheets write them: "1,250.00", "(30.00)", "BDT 30".
 *
 * @throws NoSuchColumn
 */
export function readSettlementFile(
  csv: string,
  choice: ColumnChoice,
  currency: string
): SettlementFile {
  const [head, ...records] = parseCsv(csv)
  const names = (head?.cells ?? []).map((name) => name.trim())
  const transactionAt = columnAt(names, 'transaction', choice.transaction)
  const amountAt = columnAt(names, 'amount', choice.amount)
  const feeAt = columnAt(names, 'fee', choice.fee)
  if (transactionAt < 0) throw new NoSuchColumn('transaction', names)
  if (amountAt < 0) throw new NoSuchColumn('amount', names)
  if (feeAt < 0 && choice.fee) throw new NoSuchColumn('fee', names)

  const file: SettlementFile = { lines: [], faults: [] }
  for (const { line, cells } of records) {
    const transaction = cells[transactionAt]?.trim() ?? ''
    const amountMinor = minorOf(cells[amountAt], currency)
    const feeMinor = minorOf(cells[feeAt] || '0', currency)
    if (!transaction || amountMinor === null || feeMinor === null) file.faults.push(line)
    else file.lines.push({ line, transaction, amountMinor, feeMinor: Math.abs(feeMinor) })
  }
  return file
}

function columnAt(names: readonly string[], column: keyof ColumnChoice, chosen: string): number {
  const lower = names.map((name) => name.toLowerCase())
  if (!chosen) return lower.findIndex((name) => USUAL[column].includes(name))
  const named = lower.indexOf(chosen.trim().toLowerCase())
  const numbered = /^\d{1,3}$/.test(chosen.trim()) ? Number(chosen) - 1 : -1
  return named >= 0 || numbered >= names.length ? named : numbered
}

/** Null for what is no amount of the currency. */
function minorOf(text: string | undefined, currency: string): number | null {
  const plain = (text ?? '').replace(/[\s,]|[A-Z]{3}|\p{Sc}/gu, '')
  const negative = /^-|^\(.*\)$/.test(plain)
  try {
    const { minor } = Money.parse(plain.replace(/[-()]/g, ''), currency)
    return negative ? -minor : minor
  } catch (error) {
    if (error instanceof InvalidMoney) return null
    throw error
  }
}
