import type { HttpAnswer } from '#core/http/outbound_answer'

import { fieldsOf, moneyIn, pageIn, sentence, word, type Fields } from '../answers.js'
import type { PaidVerdict } from '../contract.js'
import { PAID } from './codes.js'

export type Reading =
  | { kind: 'paid'; paid: Omit<PaidVerdict, 'evidence'> }
  | { kind: 'code'; code: string; message: string }
  | { kind: 'unreadable'; detail: string }

/** Verification answers a list of one, or a bare object when it is an error (facts §2.3). */
export function readVerification(answer: HttpAnswer, spOrderId: string): Reading {
  const body = answer.json()
  const list: unknown[] = Array.isArray(body) ? body : [body]
  const fields = fieldsOf(list[0])
  if (!fields || list.length !== 1) return unreadable(`HTTP ${answer.status} without one record`)

  const code = word(fields['sp_code'])
  if (code === null) return unreadable(`HTTP ${answer.status} without sp_code`)
  if (code !== PAID) {
    const message = sentence(fields['sp_message'] ?? fields['sp_massage'] ?? fields['message'])
    return { kind: 'code', code: code.slice(0, 20), message }
  }
  if (!answer.isSuccess) return unreadable(`success under HTTP ${answer.status}`)
  return readPaid(fields, spOrderId)
}

/** The amount is `amount`: `received_amount` was seen with the shop's fee, and more. */
function readPaid(fields: Fields, spOrderId: string): Reading {
  if (fields['order_id'] !== spOrderId) return unreadable('an answer about another payment')
  const amount = moneyIn(fields['amount'], fields['currency'])
  const merchantReference = word(fields['customer_order_id'])
  if (!amount || !merchantReference) {
    return unreadable('paid, but amount, currency or customer_order_id is missing or malformed')
  }
  /** One payment an order: the bank's own number differs by method, and may be missing. */
  return {
    kind: 'paid',
    paid: {
      state: 'paid',
      gatewayTransaction: spOrderId,
      gatewayReference: spOrderId,
      merchantReference,
      amount,
      payer: word(fields['phone_no']) ?? undefined,
    },
  }
}

export type CreateReading =
  | { kind: 'created'; spOrderId: string; url: string }
  | Extract<Reading, { kind: 'code' | 'unreadable' }>

export function readCreated(answer: HttpAnswer, reference: string): CreateReading {
  const fields = fieldsOf(answer.json())
  const code = word(fields?.['sp_code'])
  const url = pageIn(fields?.['checkout_url'])
  if (fields && code && code !== PAID && !url) {
    const message = sentence(fields['message'] ?? fields['sp_message'])
    return { kind: 'code', code: code.slice(0, 20), message }
  }

  const spOrderId = word(fields?.['sp_order_id'])
  if (!fields || !answer.isSuccess || !url || !spOrderId) {
    return unreadable(`HTTP ${answer.status} without a page to send the browser to`)
  }
  if (fields['customer_order_id'] !== reference) return unreadable('another order was opened')
  return { kind: 'created', spOrderId, url }
}

function unreadable(detail: string): { kind: 'unreadable'; detail: string } {
  return { kind: 'unreadable', detail }
}
