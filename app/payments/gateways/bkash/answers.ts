import type { HttpAnswer } from '#core/http/outbound_answer'
import { Money } from '#core/money'
import { InvalidMoney } from '#core/money_errors'

import type { PaidVerdict } from '../contract.js'
import { SUCCESS } from './codes.js'

/** bKash's two envelopes, statusCode/statusMessage and errorCode/errorMessage, as one. */
export interface Envelope {
  code: string
  message: string
  fields: Readonly<Record<string, unknown>>
}

export type PaymentReading =
  | { kind: 'completed'; paid: Omit<PaidVerdict, 'evidence'> }
  | { kind: 'status'; status: string }
  | { kind: 'code'; code: string; message: string }
  | { kind: 'unreadable'; detail: string }

/** Null when the body is not one of bKash's envelopes. An error code wins over a status code. */
export function readEnvelope(answer: HttpAnswer): Envelope | null {
  const body = answer.json()
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null

  const fields: Record<string, unknown> = { ...body }
  const code = word(fields['errorCode']) ?? word(fields['statusCode'])
  if (code === null) return null
  const message = fields['errorMessage'] ?? fields['statusMessage']
  return {
    code,
    message: typeof message === 'string' ? message.slice(0, 200) : '',
    fields,
  }
}

/** Reads what execute and query answer. Money is "completed" only when every part of it is there. */
export function readPayment(answer: HttpAnswer, paymentId: string): PaymentReading {
  const envelope = readEnvelope(answer)
  if (!envelope) return unreadable(`HTTP ${answer.status} without a bKash envelope`)
  const { code, message, fields } = envelope
  if (code !== SUCCESS) return { kind: 'code', code, message }
  if (!answer.isSuccess) return unreadable(`success under HTTP ${answer.status}`)
  if (fields['paymentID'] !== paymentId) return unreadable('an answer about another payment')

  const status = fields['transactionStatus']
  if (typeof status !== 'string') return unreadable('no transactionStatus')
  if (status !== 'Completed') return { kind: 'status', status: status.slice(0, 40) }

  const amount = readAmount(fields['amount'], fields['currency'])
  const gatewayTransaction = word(fields['trxID'])
  /** Execute calls it merchantInvoiceNumber, query merchantInvoice. */
  const merchantReference = word(fields['merchantInvoiceNumber']) ?? word(fields['merchantInvoice'])
  if (!amount || !gatewayTransaction || !merchantReference) {
    return unreadable('Completed, but amount, currency, trxID or invoice is missing or malformed')
  }
  const payer = word(fields['customerMsisdn']) ?? undefined
  return {
    kind: 'completed',
    paid: {
      state: 'paid',
      gatewayTransaction,
      gatewayReference: paymentId,
      merchantReference,
      amount,
      payer,
    },
  }
}

/** Null unless bKash made an attempt and said where to send the browser. */
export function readCreated({ fields }: Envelope): { paymentId: string; url: string } | null {
  const paymentId = word(fields['paymentID'])
  const address = fields['bkashURL']
  const url = typeof address === 'string' ? URL.parse(address) : null
  if (!paymentId || !url || !/^https?:$/.test(url.protocol)) return null
  return { paymentId, url: url.href }
}

/** Amounts come as "50.55", "50.5500" and 50.55 alike (facts §1.3). */
function readAmount(amount: unknown, currency: unknown): Money | null {
  if ((typeof amount !== 'string' && typeof amount !== 'number') || typeof currency !== 'string') {
    return null
  }
  try {
    return Money.parse(amount, currency)
  } catch (error) {
    if (error instanceof InvalidMoney) return null
    throw error
  }
}

/** A code or id as text: printable, no spaces, short; everything else is not one. */
function word(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && /^[\x21-\x7e]{1,255}$/.test(text) ? text : null
}

function unreadable(detail: string): PaymentReading {
  return { kind: 'unreadable', detail }
}
