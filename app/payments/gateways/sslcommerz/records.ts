import type { HttpAnswer } from '#core/http/outbound_answer'

import { fieldsOf, moneyIn, sentence, word, type Fields } from '../answers.js'
import type { PaidVerdict } from '../contract.js'

/** An answer that says nothing of a payment. */
export type Trouble = { kind: 'refused'; detail: string } | { kind: 'unreadable'; detail: string }

export type Reading =
  | { kind: 'paid'; paid: Omit<PaidVerdict, 'evidence' | 'gatewayReference'> }
  | { kind: 'statuses'; statuses: readonly string[] }
  | Trouble

/** Validated before is paid, too (facts §2.4). */
const PAID = new Set(['VALID', 'VALIDATED'])
const SAFE = '0'

/** Every answer of the validator's APIs opens with APIConnect. */
export function readApi(answer: HttpAnswer): { kind: 'answer'; fields: Fields } | Trouble {
  const fields = fieldsOf(answer.json())
  const connection = word(fields?.['APIConnect'])
  if (!fields || !answer.isSuccess || !connection) {
    return unreadable(`HTTP ${answer.status} without an answer of the API`)
  }
  if (connection === 'DONE') return { kind: 'answer', fields }
  const said = sentence(fields['failedreason'])
  return { kind: 'refused', detail: `APIConnect ${connection.slice(0, 40)} ${said}`.trim() }
}

/** What the validation API says of one `val_id`. */
export function readValidation(answer: HttpAnswer): Reading {
  const body = fieldsOf(answer.json())
  if (answer.isSuccess && body?.['status'] === 'INVALID_TRANSACTION') return statusesOf([body])

  const read = readApi(answer)
  if (read.kind !== 'answer') return read
  return isPaid(read.fields) ? readPaid(read.fields) : statusesOf([read.fields])
}

/** The attempts of one `tran_id`: `element` is one object or several. */
export function readAttempts(
  answer: HttpAnswer
): { kind: 'attempts'; attempts: readonly Fields[] } | Trouble {
  const read = readApi(answer)
  if (read.kind !== 'answer') return read

  const { element, no_of_trans_found: count } = read.fields
  const list: unknown[] = Array.isArray(element) ? element : element ? [element] : []
  const attempts = list.map(fieldsOf).filter((one) => one !== null)
  if (attempts.length !== list.length || Number(count ?? 0) > list.length) {
    return unreadable('attempts are missing from the answer')
  }
  return { kind: 'attempts', attempts }
}

export function isPaid({ status }: Fields): boolean {
  return typeof status === 'string' && PAID.has(status)
}

export function statusesOf(attempts: readonly Fields[]): Reading {
  const statuses = attempts.map(({ status }) => sentence(status).slice(0, 40) || 'no status')
  return { kind: 'statuses', statuses }
}

/** Money counts only when every part of it is there. */
function readPaid(fields: Fields): Reading {
  const amount = moneyIn(fields['currency_amount'], fields['currency_type'])
  const merchantReference = word(fields['tran_id'])
  const gatewayTransaction = word(fields['bank_tran_id'])
  if (!amount || !merchantReference || !gatewayTransaction) {
    return unreadable('paid, but amount, currency, tran_id or bank_tran_id is missing or malformed')
  }
  const hold = holdOn(fields, amount.currency, amount.minor)
  return {
    kind: 'paid',
    paid: { state: 'paid', gatewayTransaction, merchantReference, amount, ...(hold && { hold }) },
  }
}

/** Risk, or two amounts that disagree: `amount` is in taka, and so is what we ask for. */
function holdOn(fields: Fields, currency: string, minor: number): string | null {
  const risk = word(fields['risk_level'])
  if (risk !== null && risk !== SAFE) {
    return `risk level ${risk} ${sentence(fields['risk_title'])}`.trim()
  }
  const inTaka = moneyIn(fields['amount'], 'BDT')
  if (currency === 'BDT' && inTaka?.minor !== minor) {
    return `its amount is ${inTaka?.toDecimal() ?? 'not readable'}, its currency_amount is not`
  }
  return null
}

function unreadable(detail: string): Trouble & { kind: 'unreadable' } {
  return { kind: 'unreadable', detail }
}
