import type { HttpAnswer } from '#core/http/outbound_answer'
import type { Money } from '#core/money'

import { fieldsOf, moneyIn, sentence, word, type Fields } from '../answers.js'
import type { InboundHint } from '../contract.js'

/** Daraja's two envelopes: what was asked for, or `{requestId, errorCode, errorMessage}`. */
export type DarajaReading =
  | { kind: 'answer'; fields: Fields }
  | { kind: 'error'; code: string; message: string }
  | { kind: 'unreadable'; detail: string }

export function readDaraja(answer: HttpAnswer): DarajaReading {
  const fields = fieldsOf(answer.json())
  if (!fields) return unreadable(`HTTP ${answer.status} without JSON`)
  const code = word(fields['errorCode'])
  if (code) return { kind: 'error', code, message: sentence(fields['errorMessage']) }
  /** The proxy in front of Daraja has an envelope of its own; it has let nothing through. */
  const fault = fieldsOf(fields['fault'])
  const proxyCode = word(fieldsOf(fault?.['detail'])?.['errorcode'])
  if (proxyCode)
    return { kind: 'error', code: proxyCode, message: sentence(fault?.['faultstring']) }
  const refusal = word(fields['ResponseCode'])
  if (refusal && refusal !== '0') {
    return { kind: 'error', code: refusal, message: sentence(fields['ResponseDescription']) }
  }
  if (!answer.isSuccess) return unreadable(`HTTP ${answer.status} without an error code`)
  return { kind: 'answer', fields }
}

/** The push's own number, once Safaricom has taken it on (ResponseCode 0: accepted, not paid). */
export function acceptedPush(fields: Fields): string | null {
  return word(fields['ResponseCode']) === '0' ? word(fields['CheckoutRequestID']) : null
}

/** What a query says of this push; ResultCode comes as text or as a number. */
export function queryResult(fields: Fields, push: string): { code: string; text: string } | null {
  const code = word(fields['ResultCode'])
  if (code === null || fields['CheckoutRequestID'] !== push) return null
  return { code, text: sentence(fields['ResultDesc']) }
}

export interface PushCallback {
  push: string
  code: string
  receipt: string | null
  amount: Money | null
  payer: string | null
}

/**
 * Daraja's callback, `Body.stkCallback`. Nobody has signed it. `Item`s without a Value
 * occur (Balance), and a push that failed has no CallbackMetadata at all.
 */
export function readPushCallback(hint: InboundHint | null): PushCallback | null {
  const body = fieldsOf(fieldsOf(jsonIn(hint?.rawBody ?? ''))?.['Body'])
  const callback = fieldsOf(body?.['stkCallback'])
  const push = word(callback?.['CheckoutRequestID'])
  const code = word(callback?.['ResultCode'])
  if (!callback || !push || !code) return null

  const items = fieldsOf(callback['CallbackMetadata'])?.['Item']
  const named = new Map<unknown, unknown>()
  for (const item of Array.isArray(items) ? items : []) {
    const fields = fieldsOf(item)
    if (fields) named.set(fields['Name'], fields['Value'])
  }
  return {
    push,
    code,
    receipt: word(named.get('MpesaReceiptNumber')),
    amount: moneyIn(named.get('Amount'), 'KES'),
    payer: word(named.get('PhoneNumber')),
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function unreadable(detail: string): DarajaReading {
  return { kind: 'unreadable', detail }
}
