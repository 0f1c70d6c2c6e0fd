import type { Clock } from '../kit/clock.js'
import { stripeId, type Merchant } from './merchants.js'
import { Params } from './params.js'
import { missing, noSuch, Refusal } from './refusals.js'
import type { Intent, SessionBook } from './session_book.js'

export interface Refund {
  id: string
  intent: Intent
  amountMinor: number
  reason: string | null
  metadata: Record<string, string>
  status: 'pending' | 'succeeded' | 'failed'
  createdAt: number
}

const KNOWN = [/^(?:payment_intent|charge|amount|reason)$/, /^metadata\[[^\]]+\]$/]
const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer']

/** Refunds, in part and several times, but never of more than was paid. */
export class RefundDesk {
  /** How a refund begins: some methods take days. */
  firstStatus: 'pending' | 'succeeded' = 'succeeded'
  readonly #refunds = new Map<string, Refund>()

  constructor(
    private readonly sessions: SessionBook,
    private readonly clock: Clock
  ) {}

  /** @throws Refusal */
  refund(merchant: Merchant, form: URLSearchParams): Refund {
    const params = new Params(form, KNOWN)
    const target = params.text('payment_intent') ?? params.text('charge')
    if (target === undefined) throw missing('payment_intent')
    const reason = params.text('reason') ?? null
    if (reason !== null && !REASONS.includes(reason)) {
      throw new Refusal(`Invalid reason: must be one of ${REASONS.join(', ')}`, { param: 'reason' })
    }
    const intent = this.sessions.intentOf(merchant, target)
    const refund: Refund = {
      id: stripeId('re'),
      intent,
      amountMinor: amountOf(intent, params.integer('amount')),
      reason,
      metadata: params.metadata(),
      status: this.firstStatus,
      createdAt: this.clock.now(),
    }
    intent.refundedMinor += refund.amountMinor
    this.#refunds.set(refund.id, refund)
    return refund
  }

  /** What the bank said of a refund that was under way. */
  settle(refund: Refund, status: 'succeeded' | 'failed'): void {
    refund.status = status
    if (status === 'failed') refund.intent.refundedMinor -= refund.amountMinor
  }

  find(id: string): Refund | undefined {
    return this.#refunds.get(id)
  }

  /** @throws Refusal */
  of(merchant: Merchant, id: string): Refund {
    const refund = this.find(id)
    if (refund?.intent.session.merchant.accountId !== merchant.accountId) throw noSuch('refund', id)
    return refund
  }

  ofIntent(intent: Intent): Refund[] {
    return [...this.#refunds.values()].filter((refund) => refund.intent === intent)
  }
}

function amountOf(intent: Intent, wanted: number | undefined): number {
  if (intent.status !== 'succeeded' || intent.chargeId === null) {
    throw new Refusal('This PaymentIntent does not have a successful charge to refund.', {
      code: 'payment_intent_unexpected_state',
    })
  }
  const left = intent.session.amountMinor - intent.refundedMinor
  if (left === 0) {
    throw new Refusal(`Charge ${intent.chargeId} has already been refunded.`, {
      code: 'charge_already_refunded',
    })
  }
  const amount = wanted ?? left
  if (amount < 1) throw new Refusal('Invalid positive integer', { param: 'amount' })
  if (amount > left) {
    throw new Refusal(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
      {
        param: 'amount',
      }
    )
  }
  return amount
}
