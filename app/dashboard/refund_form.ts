import { plainToken } from '#core/plain_token'
import { ONE_LINE } from '#core/one_line'
import { enteredMinor } from '#dashboard/entered_amount'
import { REFUND_EFFECTS, type RefundEffect } from '#payments/refunds/refund'
import type { Refundable } from '#payments/refunds/refundable'
import type { RefundWay } from '#payments/refunds/reserve_refund'

const REFERENCE = /^[A-Za-z0-9]{20}$/
const SHORTEST_REASON = 3

/** What stands in the form of a refund, whatever was sent. */
export interface RefundForm {
  amount: string
  /** null when it is no amount of the currency, or none at all. */
  amountMinor: number | null
  way: RefundWay
  effect: RefundEffect
  reason: string
  paper: string
  /** One a form: the same form sent twice is one refund. */
  reference: string
}

/** What is wrong, by field; keys of resources/lang, refunds.problem. */
export type RefundProblems = Partial<Record<'amount' | 'reason' | 'paper', string>>

/** Nothing sent is everything that is left, in the usual way. */
export function refundForm(
  sent: Record<string, unknown>,
  { left }: Pick<Refundable, 'left'>,
  ways: readonly RefundWay[]
): RefundForm {
  const amount = text(sent.amount, 20) || left.toDecimal()
  const [usual = 'cash'] = ways
  const minor = enteredMinor(amount, left.currency)
  const reference = text(sent.reference, 40)
  return {
    amount,
    amountMinor: minor === 0 ? null : minor,
    way: ways.find((way) => way === sent.way) ?? usual,
    effect: REFUND_EFFECTS.find((effect) => effect === sent.effect) ?? 'keep',
    reason: text(sent.reason, 200),
    paper: text(sent.paper, 60),
    reference: REFERENCE.test(reference) ? reference : newReference(),
  }
}

export function refundProblems(
  { amountMinor, reason, way, paper }: RefundForm,
  { left }: Pick<Refundable, 'left'>
): RefundProblems {
  return {
    ...(amountMinor === null && { amount: 'amount_invalid' }),
    ...(amountMinor !== null && amountMinor > left.minor && { amount: 'more_than_left' }),
    ...((reason.length < SHORTEST_REASON || !ONE_LINE.test(reason)) && { reason: 'reason_needed' }),
    ...(way === 'gateway_by_hand' && paper === '' && { paper: 'paper_needed' }),
  }
}

/** As payments are numbered: gateways take letters and digits, twenty at most. */
function newReference(): string {
  return plainToken(15)
}

function text(value: unknown, longest: number): string {
  return typeof value === 'string' ? value.trim().slice(0, longest) : ''
}
