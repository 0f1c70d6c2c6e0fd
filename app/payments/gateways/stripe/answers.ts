import type { HttpAnswer } from '#core/http/outbound_answer'
import type { Money } from '#core/money'

import { fieldsOf, pageIn, sentence, word, type Fields } from '../answers.js'
import type { PaymentReason } from '../contract.js'
import type { KeyedReading } from '../keyed_refund_desk.js'
import { minorMoney } from '../minor_units.js'

export interface Session {
  id: string
  /** open, complete or expired. */
  status: string
  /** paid, unpaid or no_payment_required. */
  paymentStatus: string
  reference: string
  amount: Money
  /** Null until somebody has begun to pay. */
  paymentIntent: string | null
  url: string | null
  payer: string | null
}

/** Errors are `{error: {type, code, message}}`. 409 and 5xx do not say that nothing was done. */
export function readStripe(answer: HttpAnswer): KeyedReading {
  const fields = fieldsOf(answer.json())
  const error = fieldsOf(fields?.['error'])
  if (error) {
    const code = word(error['code'])
    const words = [word(error['type']), code, sentence(error['message'])].filter(Boolean).join(' ')
    const detail = `Stripe HTTP ${answer.status} ${words}`
    const final = answer.status >= 400 && answer.status < 500 && answer.status !== 409
    return { kind: 'error', reason: reasonOf(answer.status, code), final, detail }
  }
  if (!fields || !answer.isSuccess) {
    return { kind: 'unreadable', detail: `Stripe: HTTP ${answer.status} without an object` }
  }
  return { kind: 'answer', fields }
}

export function readSession(fields: Fields): Session | null {
  const [id, status, paymentStatus, reference] = [
    fields['id'],
    fields['status'],
    fields['payment_status'],
    fields['client_reference_id'],
  ].map(word)
  const amount = minorMoney(fields['amount_total'], fields['currency'])
  if (!id || !status || !paymentStatus || !reference || !amount) return null
  return {
    id,
    status,
    paymentStatus,
    reference,
    amount,
    paymentIntent: word(fields['payment_intent']),
    url: pageIn(fields['url']),
    payer: word(fieldsOf(fields['customer_details'])?.['email']),
  }
}

function reasonOf(status: number, code: string | null): PaymentReason {
  if (code === 'amount_too_small' || code === 'amount_too_large') return 'amount_not_accepted'
  if (code === 'resource_missing') return 'not_found'
  return status >= 500 || status === 429 || status === 409 ? 'gateway_error' : 'misconfigured'
}
