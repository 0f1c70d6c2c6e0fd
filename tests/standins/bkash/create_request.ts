import type { JsonRecord } from '../kit/guards.js'
import { parseAmount } from './money.js'
import { Refusal, type RefusalCode } from './refusals.js'

const MANDATORY = ['mode', 'callbackURL', 'amount', 'currency', 'intent', 'merchantInvoiceNumber']
const OPTIONAL = ['merchantAssociationInfo']

/** At most 255 characters, none of `< > &` (developer.bka.sh, conventions). */
const REFERENCE = /^[^<>&]{1,255}$/

/** What names the customer and the way back; payments by agreement may leave the customer out. */
export interface AgreementRequest {
  payerReference: string
  callbackUrl: string
}

export interface CreateRequest extends AgreementRequest {
  amount: string
  amountPoisha: number
  invoice: string
}

/** A payment without agreement. @throws Refusal with the code of the first field that bKash would not take. */
export function parseCreateRequest(body: JsonRecord): CreateRequest {
  if (body.agreementID !== undefined) throw new Refusal('2051')
  requireFields(body, [...MANDATORY, 'payerReference'], OPTIONAL)
  if (body.mode !== '0011') throw new Refusal('2063')
  return { payerReference: reference(body.payerReference, '2048'), ...parseOrder(body) }
}

/**
 * A payment by agreement (mode 0001). Who pays is known, so the reference may be left out.
 * @throws Refusal
 */
export function parsePaymentByAgreement(body: JsonRecord): CreateRequest {
  requireFields(body, [...MANDATORY, 'agreementID'], [...OPTIONAL, 'payerReference'])
  const { payerReference } = body
  return {
    payerReference: payerReference === undefined ? '' : reference(payerReference, '2048'),
    ...parseOrder(body),
  }
}

/** An agreement (mode 0000). Nothing is paid; an amount may be sent and says nothing. */
export function parseAgreementRequest(body: JsonRecord): AgreementRequest {
  if (body.agreementID !== undefined) throw new Refusal('2051')
  requireFields(body, ['mode', 'payerReference', 'callbackURL'], [...MANDATORY, ...OPTIONAL])
  if (body.amount !== undefined && parseAmount(body.amount) === undefined) {
    throw new Refusal('2006')
  }
  if (body.currency !== undefined && body.currency !== 'BDT') throw new Refusal('2007')
  if (body.intent !== undefined && body.intent !== 'sale') throw new Refusal('2008')
  return {
    payerReference: reference(body.payerReference, '2048'),
    callbackUrl: callback(body.callbackURL),
  }
}

function parseOrder(body: JsonRecord): Omit<CreateRequest, 'payerReference'> {
  const callbackUrl = callback(body.callbackURL)
  const amountPoisha = parseAmount(body.amount)
  if (amountPoisha === undefined) throw new Refusal('2006')
  if (body.currency !== 'BDT') throw new Refusal('2007')
  if (body.intent !== 'sale') throw new Refusal('2008')
  return {
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
