import type { HttpAnswer } from '#core/http/outbound_answer'

import { fieldsOf, moneyIn, pageIn, sentence, word, type Fields } from '../answers.js'
import type { Because, PaidVerdict, PaymentReason } from '../contract.js'
import type { NagadKeys } from './keys.js'
import { unseal } from './seal.js'

/** `refused`: Nagad itself said no, so that nothing was done. */
export type Trouble = { kind: 'trouble'; refused?: true } & Omit<Because, 'evidence'>

export type Reading =
  | { kind: 'paid'; paid: Omit<PaidVerdict, 'evidence'> }
  | { kind: 'status'; status: string }
  | Trouble

/** Nagad is asked for, and reports, taka alone (currency code 050). */
const CURRENCY = 'BDT'

/** Words in Nagad's `reason`, as merchants have met them; one that is not here is its trouble. */
const REASONS: readonly [RegExp, PaymentReason][] = [
  [
    /not.?(allowed|permitted|enabled)|forbidden|decrypt|signature|merchant|credential|unauthori[sz]ed|ip.?address|key/i,
    'misconfigured',
  ],
  [/amount/i, 'amount_not_accepted'],
  [/not.?found|no.?such|invalid.?payment/i, 'not_found'],
]

/** What Nagad sealed into an answer, once its signature has proven that it did. */
export function readSealed(
  answer: HttpAnswer,
  keys: NagadKeys
): { kind: 'opened'; fields: Fields } | Trouble {
  const body = readBody(answer)
  if (body.kind === 'trouble') return body

  const { sensitiveData, signature } = body.fields
  if (typeof sensitiveData !== 'string' || typeof signature !== 'string') {
    return unreadable('an answer that is not sealed')
  }
  const fields = unseal({ sensitiveData, signature }, keys)
  if (fields) return { kind: 'opened', fields }
  const detail = 'Nagad: the answer does not open with our key or is not signed with Nagad’s'
  return { kind: 'trouble', reason: 'misconfigured', detail }
}

/** Where the browser goes after "complete". */
export function readPage(answer: HttpAnswer): { kind: 'page'; url: string } | Trouble {
  const body = readBody(answer)
  if (body.kind === 'trouble') return body
  const url = pageIn(body.fields['callBackUrl'])
  if (body.fields['status'] === 'Success' && url) return { kind: 'page', url }
  return unreadable('no page to send the browser to')
}

/** What "verify" says of one payment. Money counts only when every part of it is there. */
export function readPayment(answer: HttpAnswer, paymentRefId: string, merchantId: string): Reading {
  const body = readBody(answer)
  if (body.kind === 'trouble') return body
  const { fields } = body
  if (fields['paymentRefId'] !== paymentRefId) return unreadable('an answer about another payment')

  const { status, statusCode } = fields
  if (typeof status !== 'string') return unreadable('no status')
  if (status !== 'Success') return { kind: 'status', status: status.slice(0, 40) }
  if (word(statusCode) !== null && word(statusCode) !== '000') {
    return unreadable(`Success with status code ${word(statusCode)?.slice(0, 20)}`)
  }

  const amount = moneyIn(fields['amount'], CURRENCY)
  const gatewayTransaction = word(fields['issuerPaymentRefNo'])
  const merchantReference = word(fields['orderId'])
  if (!amount || !gatewayTransaction || !merchantReference) {
    return unreadable('Success, but amount, issuerPaymentRefNo or orderId is missing or malformed')
  }
  const hold = word(fields['merchantId']) === merchantId ? null : 'paid to another merchant id'
  const payer = word(fields['clientMobileNo']) ?? undefined
  return {
    kind: 'paid',
    paid: {
      state: 'paid',
      gatewayTransaction,
      gatewayReference: paymentRefId,
      merchantReference,
      amount,
      payer,
      ...(hold && { hold }),
    },
  }
}

/** Errors are `{reason, message}` or `{devMessage}`, with whatever HTTP status. */
function readBody(answer: HttpAnswer): { kind: 'body'; fields: Fields } | Trouble {
  if (answer.text.trim() === '') {
    return unreadable('an empty answer, as Nagad gives to addresses it has not whitelisted')
  }
  const fields = fieldsOf(answer.json())
  if (!fields) return unreadable(`HTTP ${answer.status} without JSON`)

  const reason = word(fields['reason']) ?? sentence(fields['reason'])
  const said = sentence(fields['message']) || sentence(fields['devMessage'])
  if (reason || fields['devMessage'] !== undefined) {
    const [, known] = REASONS.find(([words]) => words.test(`${reason} ${said}`)) ?? []
    const detail = `Nagad: ${reason} ${said}`.trim()
    if (known) return { kind: 'trouble', refused: true, reason: known, detail }
    return { kind: 'trouble', reason: 'gateway_error', detail }
  }
  return answer.isSuccess ? { kind: 'body', fields } : unreadable(`HTTP ${answer.status}`)
}

function unreadable(what: string): Trouble {
  return { kind: 'trouble', reason: 'unreadable_answer', detail: `Nagad: ${what}` }
}
