import type { HttpAnswer } from '#core/http/outbound_answer'
import type { Money } from '#core/money'

import { fieldsOf, sentence, word, type Fields } from '../answers.js'
import type { PaymentReason } from '../contract.js'
import type { KeyedReading } from '../keyed_refund_desk.js'
import { minorMoney } from '../minor_units.js'

export interface Order {
  id: string
  receipt: string
  status: string
}

export interface Payment {
  id: string
  status: string
  amount: Money
  contact: string | null
}

/** Razorpay's errors are `{error: {code, description, …}}`; those of 5xx settle nothing. */
export function readRazorpay(answer: HttpAnswer): KeyedReading {
  const fields = fieldsOf(answer.json())
  const error = fieldsOf(fields?.['error'])
  if (error) {
    const { code, description, reason } = error
    const words = [word(code), sentence(description), word(reason)].filter(Boolean).join(' ')
    const detail = `Razorpay HTTP ${answer.status} ${words}`
    const final = answer.status >= 400 && answer.status < 500 && answer.status !== 409
    return { kind: 'error', reason: reasonOf(answer.status, word(error['field'])), final, detail }
  }
  if (!fields || !answer.isSuccess) {
    return { kind: 'unreadable', detail: `Razorpay: HTTP ${answer.status} without an entity` }
  }
  return { kind: 'answer', fields }
}

export function readOrder(fields: Fields): Order | null {
  const [id, receipt, status] = [fields['id'], fields['receipt'], fields['status']].map(word)
  return id && receipt && status ? { id, receipt, status } : null
}

/** Null when the list, or any payment in it, is not one of this order. */
export function readPayments(fields: Fields, order: string): Payment[] | null {
  const items = fields['items']
  if (!Array.isArray(items)) return null
  const payments = items.map((item) => readPayment(fieldsOf(item), order))
  return payments.every((payment) => payment !== null) ? payments : null
}

export function readPayment(fields: Fields | null, order: string): Payment | null {
  const amount = minorMoney(fields?.['amount'], fields?.['currency'])
  const [id, status] = [word(fields?.['id']), word(fields?.['status'])]
  if (!id || !status || !amount || fields?.['order_id'] !== order) return null
  return { id, status, amount, contact: word(fields['contact']) }
}

function reasonOf(status: number, field: string | null): PaymentReason {
  if (status === 401 || status === 403) return 'misconfigured'
  if (field === 'amount') return 'amount_not_accepted'
  if (status === 503) return 'maintenance'
  return status >= 500 || status === 429 ? 'gateway_error' : 'misconfigured'
}
