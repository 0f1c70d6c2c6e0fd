import type { JsonRecord } from '../kit/guards.js'
import { parseAmount } from './money.js'
import { Refusal, type RefusalCode } from './refusals.js'

const MANDATORY = [
  'mode',
  'payerReference',
  'callbackURL',
  'amount',
  'currency',
  'intent',
  'merchantInvoiceNumber',
]
const OPTIONAL = ['merchantAssociationInfo']

/** At most 255 characters, none of `< > &` (developer.bka.sh, conventions). */
const REFERENCE = /^[^<>&]{1,255}$/

export interface CreateRequest {
  payerReference: string
  callbackUrl: string
  amount: string
  amountPoisha: number
  invoice: string
}

/** @throws Refusal with the code of the first field that bKash would not take. */
export function parseCreateRequest(body: JsonRecord): CreateRequest {
  if (body.agreementID !== undefined) throw new Refusal('2051')
  requireFields(body, MANDATORY, OPTIONAL)
  if (body.mode !== '0011') throw new Refusal('2063')
  const payerReference = reference(body.payerReference, '2048')
  const callbackUrl = callback(body.callbackURL)
  const amountPoisha = parseAmount(body.amount)
  if (amountPoisha === undefined) throw new Refusal('2006')
  if (body.currency !== 'BDT') throw new Refusal('2007')
  if (body.intent !== 'sale') throw new Refusal('2008')
  return {
    payerReference,
    callbackUrl,
    amount: String(body.amount),
    amountPoisha,
    invoice: reference(body.merchantInvoiceNumber, '2031'),
  }
}

/** @throws Refusal 2065 for a field that is missing, 2025 for one that does not belong. */
export function requireFields(
  body: JsonRecord,
  mandatory: readonly string[],
  optional: readonly string[] = []
): void {
  if (mandatory.some((field) => body[field] === undefined || body[field] === null)) {
    throw new Refusal('2065')
  }
  const known = [...mandatory, ...optional]
  if (Object.keys(body).some((field) => !known.includes(field))) throw new Refusal('2025')
}

function reference(value: unknown, code: RefusalCode): string {
  if (typeof value !== 'string' || !REFERENCE.test(value)) throw new Refusal(code)
  return value
}

function callback(value: unknown): string {
  if (typeof value !== 'string' || !URL.canParse(value)) throw new Refusal('2049')
  const { protocol } = new URL(value)
  if (protocol !== 'https:' && protocol !== 'http:') throw new Refusal('2049')
  return value
}
