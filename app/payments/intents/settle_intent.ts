import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type { PaidVerdict, PaymentVerdict } from '#payments/gateways/contract'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import { moveIntent } from '#payments/intents/move_intent'
import { PaymentConfirmed } from '#payments/intents/payment_confirmed'
import PaymentIntent from '#payments/intents/payment_intent'
import { markDue } from '#tenancy/due_work'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/**
 * Applies what a gateway said to an intent, under its row lock: twenty callers
 * with the same news credit once. What the gateway reports is compared with
 * what we stored; anything that differs is held for a person.
 */
@inject()
export class SettleIntent {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  async execute(tenant: TenantScope, reference: string, verdict: PaymentVerdict, cause: string) {
    return this.tenancy.run(tenant, async () => {
      const intent = await PaymentIntent.query()
        .where('reference', reference)
        .forUpdate()
        .firstOrFail()
      if (intent.state === 'paid') return intent

      if (verdict.state === 'paid') await this.#paid(intent, verdict, cause)
      else if (verdict.state === 'pending' || verdict.state === 'unknown')
        await this.#askAgain(intent)
      else await this.#closed(intent, verdict, cause)
      return intent
    })
  }

  async #paid(intent: PaymentIntent, verdict: PaidVerdict, cause: string): Promise<void> {
    const difference = await this.#difference(intent, verdict)
    if (difference) {
      await moveIntent(intent, 'review', difference, verdict.evidence)
      return
    }

    const moved = await moveIntent(intent, 'paid', cause, verdict.evidence)
    if (!moved) return
    await intent
      .merge({
        gatewayTransaction: verdict.gatewayTransaction,
        paidAt: this.clock.now(),
        nextCheckAt: null,
      })
      .save()
    await PaymentConfirmed.dispatch(intent)
  }

  async #difference(intent: PaymentIntent, verdict: PaidVerdict): Promise<string | null> {
    if (verdict.hold) return `held by the gateway: ${verdict.hold}`
    if (verdict.merchantReference !== intent.reference) return 'the reference is another payment’s'
    if (verdict.gatewayReference !== intent.gatewayReference)
      return 'the gateway’s id is another payment’s'
    if (!verdict.amount.equals(intent.amount)) {
      return `paid ${verdict.amount.currency} ${verdict.amount.toDecimal()} instead of ${intent.currency} ${intent.amount.toDecimal()}`
    }
    const other = await PaymentIntent.query()
      .where({ gateway: intent.gateway, gatewayTransaction: verdict.gatewayTransaction })
      .whereNot('id', intent.id)
      .first()
    return other ? `transaction already credited to ${other.reference}` : null
  }

  async #closed(
    intent: PaymentIntent,
    verdict: Exclude<PaymentVerdict, { state: 'paid' | 'pending' | 'unknown' }>,
    cause: string
  ): Promise<void> {
    const state = verdict.state === 'expired' ? 'expired' : 'failed'
    await moveIntent(intent, state, `${cause}: ${verdict.reason}`, verdict.evidence)
    await intent.merge({ nextCheckAt: null }).save()
  }

  /** Still open after its lifetime plus a day of asking: the gateway cannot take the money any more. */
  async #askAgain(intent: PaymentIntent): Promise<void> {
    if (!intent.isOpen) return
    if (this.clock.now() > intent.expiresAt.plus({ days: 1 })) {
      await moveIntent(intent, 'expired', 'nobody paid', [])
      await intent.merge({ nextCheckAt: null }).save()
      return
    }

    const nextCheckAt = this.clock.now().plus({ seconds: secondsToNextCheck(intent) })
    await intent.merge({ checks: intent.checks + 1, nextCheckAt }).save()
    await markDue(this.tenancy, nextCheckAt)
  }
}

/** The gateway's schedule; sooner, and slowing down, when the customer is back and waits for the answer. */
function secondsToNextCheck({ gateway, checks, callbackHint }: PaymentIntent): number {
  const schedule = paymentGatewayDriver(gateway).queryAfterSeconds
  const step = Math.min(checks, schedule.length - 1)
  const gap = (schedule[step] ?? 60) - (step === 0 ? 0 : (schedule[step - 1] ?? 0))
  const waiting = callbackHint ? Math.min(gap, 5 * 2 ** checks) : gap
  return Math.max(waiting, 5)
}
